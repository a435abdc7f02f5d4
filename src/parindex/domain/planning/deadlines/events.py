"""Deadlines that hang on an event or on another place of the plan ("05 ngày làm việc sau khi …", "sau hội nghị")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parindex.domain.planning.deadlines.clauses import EDGES, Clause, Rules
from parindex.domain.planning.model import Deadline, DeadlineKind

_NUMBER_WORDS: Final = {"hai": 2, "ba": 3, "bon": 4, "sau": 6, "bay": 7, "muoi": 10}
_DAYS: Final = r"(?P<n>\d{1,3}|hai|ba|bon|bay|muoi)\s*(?:\([^)]{0,20}\)\s*)?ngay(?P<working>\s+lam viec)?"
_EVENT: Final = (
    r"(?P<event>.{1,400}?)(?=,\s*(?:nhung\s+)?(?:cham nhat|truoc ngay|xong)\b"
    r"|\s+hoac\s+(?:cham nhat|trong)\b"
    r"|\s+den\s+(?:(?:truoc|het|ngay)\s+)*(?:\d{1,2}\s?/|thang\s+\d|quy\s+[iv\d]|nam\s+\d)"
    r"|\s*\x00|[\s.;,]*$)"
)


def _build_reference(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Point to another place of the plan."""
    yield clause.make(DeadlineKind.CROSS_REFERENCE, event=clause.quote(match, "event"))


def _build_days_before(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Count working days back from an event; calendar days before an event have no kind and quote the whole phrase."""
    if not match["working"]:
        yield clause.make(
            DeadlineKind.ON_EVENT, event=clause.text[match.start("n") : match.end()].strip(EDGES), op="<="
        )
        return
    yield clause.make(
        DeadlineKind.WORKING_DAYS_BEFORE_EVENT, n=_read_count(match["n"]), event=clause.quote(match, "event"), op="<="
    )


def _build_days_after(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Count days or working days from an event."""
    kind = DeadlineKind.WORKING_DAYS_AFTER_EVENT if match["working"] else DeadlineKind.DAYS_AFTER_EVENT
    event = clause.quote(match, "event") if match["event"] else None
    yield clause.make(kind, n=_read_count(match["n"]), event=event, op="<=")


def _read_count(text: str) -> int:
    """Read digits or a short folded number word."""
    return _NUMBER_WORDS[text] if text in _NUMBER_WORDS else int(text)


def _build_after(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Follow an event."""
    yield clause.make(DeadlineKind.AFTER_EVENT, event=clause.quote(match, "event"))


def _build_on(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Come with an event."""
    yield clause.make(DeadlineKind.ON_EVENT, event=clause.quote(match, "event"))


COUNTED: Final[Rules] = (
    (
        "diem|khoan|muc|phan",
        r"\b(?:nhu|theo|tai|xem|thuc hien tai)\b[^;/]{0,60}?"
        r"(?P<event>\b(?:diem|khoan|muc|tieu muc|phan)\s+(?:[a-z]\b|\d|[ivx]+\b)"
        r"(?!.{0,60}\b(?:dieu \d|luat|nghi dinh)).*)",
        _build_reference,
    ),
    (
        "ngay",
        rf"(?:truoc\s+)?{_DAYS}\s+(?:truoc(?:\s+thoi diem)?|tinh den|den)\s+(?:khi\s+|ngay\s+)?{_EVENT}",
        _build_days_before,
    ),
    (
        "ngay",
        rf"{_DAYS}\s*,?\s*(?:ke\s+tu|tinh\s+tu|sau|tu)\s+(?:(?:sau\s+)?(?:khi|ngay|thoi diem)\s+)?{_EVENT}",
        _build_days_after,
    ),
    ("trong vong|trong thoi han", rf"\btrong\s+(?:vong|thoi han)\s+{_DAYS}(?P<event>)", _build_days_after),
)
UNCOUNTED: Final[Rules] = (
    ("sau khi|sau ngay|tu khi|tu ngay", rf"(?:\bsau|^(?:ke\s+)?tu)\s+(?:khi|ngay)\s+(?!\d){_EVENT}", _build_after),
    ("sau", rf"\bsau\s+(?=hoi nghi|cuoc hop|ky hop|cuoc kiem tra|dot\s){_EVENT}", _build_after),
    ("khi", rf"(?<!\w)khi\s+{_EVENT}", _build_on),
)

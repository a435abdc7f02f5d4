"""Clauses of a deadline text: what is performed and what is completed, and what a rule sees of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from parindex.domain.planning import citations, ranges
from parindex.domain.planning.model import Deadline, DeadlineKind, DeadlineRole
from parindex.domain.text import folding

EDGES: Final = " \t\n.;,:-–—−+*•·/"
_ROLE_SLASH: Final = re.compile(r"\s*/\s*")
# As in "Thực hiện: Thường xuyên - Hoàn thành: 30/11/2025".
_PERFORMED: Final = re.compile(r"[\s•+*-]*(?:thoi (?:gian|han) )?thuc hien\s*:")
_COMPLETED: Final = re.compile(r"(?<=[\s;.,•+*-])(?:thoi (?:gian|han) )?hoan thanh\s*:")
_PERIOD_SLASH: Final = re.compile(r"(?:hang|moi|dinh ky)\s[^/]{0,20}/\s*(?:thang|quy|nam|6 thang|nua nam)\b")
_CLAUSE: Final = re.compile(r"[;.,](?:(?<=;)\s*(?:[-+•]\s)?|\s+[-+•]\s|(?<=\.)\s+(?=[A-ZĐÀ-Ỵ]))")
_LIMIT: Final = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|xong|den|hoan thanh|khong qua|het|ket thuc|han)\b[^,;]{0,30}$"
)


class Clause(NamedTuple):
    """One clause of a deadline text: its words, their aligned fold and the year of the plan."""

    text: str
    folded: str
    plan_year: int | None

    def make(self, kind: DeadlineKind, **fields: Any) -> Deadline:
        """Make a deadline of this clause; the role is set by the caller of the clause."""
        return Deadline(role=DeadlineRole.BOTH, kind=kind, text=self.text, **fields)

    def quote(self, match: re.Match[str], group: str) -> str:
        """Quote a group of a match in the words of the clause."""
        return self.text[match.start(group) : match.end(group)].strip(EDGES)

    def find_op(self, position: int) -> str | None:
        """Give ">=" where "từ" stands before a position, "<=" where a limit does ("chậm nhất", "trước", "xong")."""
        if ranges.is_since(self.text, position):
            return ranges.FROM
        return "<=" if _LIMIT.search(self.folded, max(0, position - 45), position) else None

    def opens_range(self, match: re.Match[str]) -> bool:
        """Tell whether a match is the first point of a range."""
        return ranges.opens_range(self.folded, start=match.start(), end=match.end())


Build = Callable[[Clause, re.Match[str]], Iterator[Deadline]]
# The signs of a rule, one of which stands in every text that it reads, its pattern, its builder.
Rules = tuple[tuple[str, str, Build], ...]


def split_roles(text: str) -> Iterator[tuple[DeadlineRole, str]]:
    """Split "A/B" and "Thực hiện: A - Hoàn thành: B" into what is performed and what is completed."""
    named = find_named_roles(text)
    if named is not None:
        yield DeadlineRole.PERFORM, text[named[0] : named[1]]
        yield DeadlineRole.COMPLETE, text[named[1] :]
        return
    if "/" in text and not _PERIOD_SLASH.search(folding.fold_aligned(text)):
        for match in _ROLE_SLASH.finditer(text):
            if _separates_roles(text, match):
                yield DeadlineRole.PERFORM, text[: match.start()]
                yield DeadlineRole.COMPLETE, text[match.end() :]
                return
    yield DeadlineRole.BOTH, text


def find_named_roles(text: str) -> tuple[int, int] | None:
    """Return where the words behind "Thực hiện:" begin and where "Hoàn thành:" does; None where not both stand."""
    if text.count(":") < 2:
        return None
    folded = folding.fold_aligned(text)
    performed = _PERFORMED.match(folded)
    completed = _COMPLETED.search(folded, performed.end()) if performed is not None else None
    return (performed.end(), completed.start()) if performed is not None and completed is not None else None


def _separates_roles(text: str, match: re.Match[str]) -> bool:
    """Tell whether a slash stands between performing and completing, not inside a date, a quarter or a number."""
    before = folding.fold_aligned(text[max(0, match.start() - 20) : match.start()])
    after = folding.fold_aligned(text[match.end() : match.end() + 40])
    if not before or not after or (before.endswith("va") and after.startswith("hoac")):
        return False
    if after[0].isdigit():
        full_date = re.match(r"\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}", after)
        return bool(full_date and re.search(r"\d{4}$|[^\d\sivx]$", before))
    if before[-1].isdigit() and re.match(r"[A-ZĐ]{2,}", text[match.end() : match.end() + 2]):
        return False
    return (
        not re.match(r"(?:lan|thang|quy|nam)\b", after) or re.match(r"(?:thang|quy|nam)\s+[\divx]", after) is not None
    )


def split_clauses(text: str) -> Iterator[str]:
    """Split a deadline text at semicolons, bullets and sentence ends."""
    start = 0
    for match in _CLAUSE.finditer(text):
        yield text[start : match.start()].strip(EDGES)
        start = match.end()
    yield text[start:].strip(EDGES)


def mute_citations(clause: Clause) -> str:
    """Fold a clause with the numbers and dates of cited documents blotted out."""
    muted = clause.folded
    for found in citations.find_citations(clause.text):
        start = found.start + len(found.citation.kind or "")
        muted = muted[:start] + "#" * (found.end - start) + muted[found.end :]
    return muted

"""What the registers count, in words beside an answer: what it was taken from, and what they count by now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parindex.apps.assessment.books import book_of

if TYPE_CHECKING:
    from parindex.apps.assessment.feeding import Taken
    from parindex.apps.assessment.live import Live
    from parindex.apps.assessment.models import SheetItem


@dataclass(frozen=True, slots=True)
class LiveNote:
    """What stands beside an answer; `counted` is blank when the answer already says it."""

    taken_from: str
    counted: str
    may_take: bool


def note_of(item: SheetItem, live: Mapping[str, Live], *, may_enter: bool) -> LiveNote | None:
    """Return the note of an item; None when no register counts it and none did."""
    found = live.get(item.code)
    if found is None:
        return LiveNote(item.source, "", may_take=False) if item.source else None
    is_same = found.inputs is not None and dict(found.inputs) == dict(item.inputs) and not item.is_not_applicable
    counted = "" if is_same else _counted(item, found)
    return LiveNote(item.source, counted, may_take=may_enter and bool(counted) and found.inputs is not None)


def _counted(item: SheetItem, live: Live) -> str:
    if live.inputs is None:
        return f"Chưa đếm được: {live.source} chưa có số liệu."
    rule = book_of(item.sheet.group.revision).leaves[item.code].rule
    labels = {one.name: one.label for one in rule.inputs} if rule else {}
    numbers = "; ".join(f"{labels.get(name, name)} {words}" for name, words in live.inputs.items())
    doubt = f" {live.unknown} dòng chưa đủ số liệu để xét." if live.unknown else ""
    return f"Sổ đếm được: {numbers} ({live.source}).{doubt}"


def taken_words(taken: Taken) -> str:
    """Tell what taking did."""
    words = (
        f"Đã lấy số liệu của {len(taken.changed)} mục từ các sổ." if taken.changed else "Số liệu đã đúng như các sổ."
    )
    if taken.kept:
        words += f" Giữ nguyên {len(taken.kept)} mục do người nhập: {', '.join(taken.kept)}."
    if taken.unknown:
        words += f" Chưa đếm được: {', '.join(taken.unknown)}."
    return words

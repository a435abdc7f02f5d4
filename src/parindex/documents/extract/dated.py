"""Work of which a line only says until when: "2. Phát tờ rơi đến từng thôn, hoàn thành trong quý III/2024."."""

from __future__ import annotations

import re
from typing import NamedTuple

from parindex.definitions.labels.phrases import load_lexicon
from parindex.documents.extract.times import LONGEST_TIME, UNTIL, opening_time
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.model import DeadlineKind
from parindex.domain.text import folding
from parindex.domain.text.memory import remember

_SHORTEST_NAME = 12
# The words that open a time at the end of a line; "ngày" alone is the day of what was.
_OPENS = re.compile(
    r"[ ,;(](?:(?:thuc hien|phai|can|va) )?(?:(?:hoan thanh|xong|ket thuc) (?:xong )?)?"
    rf"((?:truoc|cham nhat|muon nhat) |{UNTIL} (?=ngay|\d)"
    r"|(?:trong|vao|den het|den cuoi) (?:dau |cuoi |giua )?(?:quy|thang) )"
    r"|[;,.(] ?(?:(?:thoi han|thoi gian|tien do|han)(?: hoan thanh| thuc hien)? ?:? )?"
    r"((?:trong )?(?:quy|thang) (?=[ivx\d]))"
)
_ENDS = re.compile(r"(?:\d|\b[ivx]+)$")
_OVER = re.compile(r"\bđã\b", re.IGNORECASE)
_OVER_WITHIN = 60
_EXACT = frozenset({DeadlineKind.DATE, DeadlineKind.MONTH, DeadlineKind.QUARTER, DeadlineKind.RECURRING_DATE})


class Dated(NamedTuple):
    """The range of the words that name the work, and that of its time."""

    name_start: int
    name_end: int
    start: int
    end: int


@remember
def read_dated(text: str) -> Dated | None:
    """Read the day, month or quarter at the end or the beginning of a line as the time by which its work is done.

    None for a line without one, and for one that tells what was done.
    """
    if len(text) < 2 * _SHORTEST_NAME or tells_past(text):
        return None
    folded = folding.fold_aligned(text)
    end = len(text.rstrip(" .;)"))
    for found in _OPENS.finditer(folded, max(_SHORTEST_NAME, end - LONGEST_TIME), end):
        start = max(found.span(1)[0], found.span(2)[0])
        if _ENDS.search(folded, start, end) is not None and is_exact(text[start:end]):
            return Dated(0, len(text[: found.start()].rstrip(" ,;.-–(")), start, end)
    opening = opening_time(text, folded)
    if opening and is_exact(text[:opening]) and end - opening >= _SHORTEST_NAME:
        return Dated(opening, end, 0, len(text[:opening].rstrip(" ,")))
    return None


def is_exact(text: str) -> bool:
    """Tell whether a text that says when names a day, a month or a quarter and nothing vaguer."""
    read = deadlines.parse_deadlines(text, plan_year=None, lexicon=load_lexicon())
    return bool(read) and all(deadline.kind in _EXACT for deadline in read)


def tells_past(text: str) -> bool:
    """Tell whether a line says soon that something is done ("UBND xã đã …"): no work that is still to do."""
    return _OVER.search(text, 0, _OVER_WITHIN) is not None

"""What tells a document from all others: the number and the day that its head or the caption of an annex bears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from parindex.documents.blocks import Block
from parindex.documents.extract.letterhead import PREAMBLE, Line
from parindex.domain.planning.model import SourceSpan

_NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,5})\s*/\s*((?:\d{4}/)?[A-ZĐ]+[rg]?[A-ZĐƯ0-9&\-]*(?:-[A-ZĐƯ&.]+)*)")
_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành k|K|k)èm theo\s+(?:Kế hoạch|Quyết định|Công văn|Văn bản|Báo cáo)[^()]{0,260}", re.IGNORECASE
)
_ATTACHED_NUMBER = re.compile(r"(?:số)\s*:?\s*(\d{1,5})\s*/\s*([A-ZĐ][A-ZĐƯ&\-]*)")
_DATE = re.compile(
    r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|ngày\s+(\d{1,2})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{4})"
)
# A narrow column breaks "ngày 28 tháng 01 năm" and the year apart.
_OPEN_DATE = re.compile(r"ngày(?:\s+\d{1,2}(?:\s+tháng(?:\s+\d{1,2}(?:\s+năm)?)?)?)?$")
_LONGEST_OPEN_DATE = 30


def find_captions(blocks: Sequence[Block]) -> list[Line]:
    """Return what says in each annex which document it belongs to: "(Kèm theo Quyết định số …)"."""
    found: list[Line] = []
    for block in [block for block in blocks if "è" in block.text or "È" in block.text]:
        text = block.text
        if block.table is None and len(text) < 600 and "èm theo" in text.lower():
            match = _ATTACHED.search(text)
            if match is not None:
                found.append(Line(match[0], block))
    return found


def read_number(head: Sequence[Line], caption: Sequence[Line]) -> tuple[str | None, SourceSpan | None]:
    """Return the number with its symbol ("12/KH-UBND") and where the head prints it, else the one of a caption."""
    for lines, pattern in ((head, _NUMBER), (caption, _ATTACHED_NUMBER)):
        for line in lines:
            found = pattern.search(line.text)
            if found is not None:
                # "Số:" may stand alone above its number.
                words = found[0] if found[0] in line.block.text else found[0][found.start(1) - found.start() :]
                start = max(line.block.text.find(words), 0)
                span = SourceSpan(line.block.index, start, start + len(words), line=line.block.place.line)
                return f"{found[1]}/{found[2].rstrip('-')}", span
    return None, None


def read_issued(head: Sequence[Line], caption: Sequence[Line]) -> date | None:
    """Return the first day that the head bears outside its preamble, else the one of a caption."""
    printed = (*head, *caption)
    for line, following in zip_longest(printed, printed[1:]):
        if line in head and PREAMBLE.match(line.text):
            continue
        found = _DATE.search(line.text)
        if found is None and following is not None and _OPEN_DATE.search(line.text[-_LONGEST_OPEN_DATE:]):
            found = _DATE.search(f"{line.text} {following.text}")
        if found is not None:
            day, month, year = (int(part) for part in found.groups() if part)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None

"""What an annex says of itself: title, and the decision that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parindex.documents.blocks import Block, BlockKind, Document
from parindex.documents.extract import header
from parindex.domain.scoring.catalogue import Level
from parindex.domain.scoring.proposal import ProposedHead, Where
from parindex.domain.text import dates

_TITLE = re.compile(
    r"^(?:bảng\s+(?:số\s+)?\d+\s*[.:]\s*)?(?:(?:bộ|bảng|các|danh mục|phiếu|thang|hệ thống|khung)\s+)*"
    r"(?:tiêu chí|chỉ số|điểm|chấm điểm|tự chấm)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^bảng\s+(?:số\s+)?\d+\s*[.:]\s*", re.IGNORECASE)
_DECISION = re.compile(r"(?:quyết định|văn bản|công văn)\s+(?:số\s*:?\s*)?(?P<number>\d+\s*/\s*[\w-]+)", re.IGNORECASE)
_LONGEST_TITLE = 300
_LONGEST_LINE = 200
_MOST_LINES = 4


def read_head(document: Document, *, level: Level, year: int, first: Where) -> ProposedHead:
    """Read title, number, date and issuer above the first item; what the file does not say stays None."""
    lines = list(_lines_above(document, first))
    blocks = tuple(Block(at, BlockKind.PARAGRAPH, line) for at, line in enumerate(lines))
    facts = header.read_document(replace(document, blocks=blocks))
    number, date = facts.number, facts.date_.isoformat() if facts.date_ else None
    if number is None or date is None:
        number, date = _decision(lines) or (number, date)
    return ProposedHead(
        level=level, year=year, title=_title(lines) or facts.title, number=number, date_=date, issuer=facts.issuer
    )


def _decision(lines: list[str]) -> tuple[str, str] | None:
    """Read "Quyết định số 12/QĐ-UBND ngày 05/01/2026", the first that has a date."""
    for line in lines:
        for match in _DECISION.finditer(line):
            issued = dates.parse_date(line[match.end() :])
            if issued is not None:
                return "".join(match["number"].split()), issued.isoformat()
    return None


def _lines_above(document: Document, first: Where) -> Iterator[str]:
    """Yield the lines before the first item, those in rows over the heading of its table too."""
    for block in document.blocks:
        if block.index > (first.block or 0):
            return
        if block.table is None:
            yield from (line.strip() for line in block.text.split("\n") if line.strip())
        elif block.index == first.block or len(block.table.cells) < _LONGEST_LINE:
            for row in block.table.rows():
                filled = [cell for cell in row if cell.text.strip()]
                is_above = block.index != first.block or (row and row[0].row < (first.row or 0) and len(filled) == 1)
                if is_above:
                    yield from (line.strip() for cell in filled for line in cell.text.split("\n") if line.strip())


def _title(lines: list[str]) -> str | None:
    """Join the lines of the title that stands nearest above the table."""
    starts = [
        at
        for at, line in enumerate(lines)
        if _TITLE.match(line) and len(line) < _LONGEST_LINE and len(line.split()) > 2
    ]
    if not starts:
        return None
    whole = [at for at in starts if _NUMBERED.sub("", lines[at]).isupper()] or starts
    first = whole[0]
    title = [_NUMBERED.sub("", lines[first])]
    for line in lines[first + 1 : first + _MOST_LINES]:
        if not (line.isupper() and title[0].isupper()):
            break
        title.append(line)
    return " ".join(title)[:_LONGEST_TITLE]

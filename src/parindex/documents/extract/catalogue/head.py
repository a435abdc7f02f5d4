"""What an annex says of itself: title, and the decision that it belongs to."""

from __future__ import annotations

import re

from parindex.documents.blocks import Document
from parindex.documents.extract import header
from parindex.domain.scoring.catalogue import Level
from parindex.domain.scoring.proposal import ProposedHead

_TITLE = re.compile(
    r"^(?:BỘ|BẢNG|CÁC|DANH MỤC)?\s*(?:TIÊU CHÍ|CHỈ SỐ|BẢNG ĐIỂM|ĐIỂM CHUẨN|PHIẾU CHẤM|THANG ĐIỂM)", re.IGNORECASE
)
_TITLE_HEADS = re.compile(
    r"^(?:Bộ|Bảng|Phiếu|Thang|Các|Danh mục)\s+(?:các\s+)?(?:tiêu chí|chỉ số|điểm|chấm)", re.IGNORECASE
)
_LONGEST_TITLE = 300
_MOST_LINES = 4


def read_head(document: Document, *, level: Level, year: int, first_block: int) -> ProposedHead:
    """Read title, number, date and issuer above the first table; what the file does not say stays None."""
    facts = header.read_document(document)
    return ProposedHead(
        level=level,
        year=year,
        title=_title(document, first_block) or facts.title,
        number=facts.number,
        date_=facts.date_.isoformat() if facts.date_ else None,
        issuer=facts.issuer,
    )


def _title(document: Document, first_block: int) -> str | None:
    """Join the lines of the title that stands nearest above the table."""
    lines = [
        line.strip()
        for block in document.blocks[:first_block]
        if block.table is None
        for line in block.text.split("\n")
        if line.strip()
    ]
    starts = [at for at, line in enumerate(lines) if _TITLE.match(line) or _TITLE_HEADS.match(line)]
    if not starts:
        return None
    first = starts[-1]
    title = [lines[first]]
    for line in lines[first + 1 : first + _MOST_LINES]:
        if not (line.isupper() and lines[first].isupper()):
            break
        title.append(line)
    return " ".join(title)[:_LONGEST_TITLE]

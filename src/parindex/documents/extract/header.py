"""Facts about the document itself: kind, number, date, issuer, year, signer, what it carries out and cites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from parindex.documents.blocks import Block, Document, block_text
from parindex.documents.extract.identity import find_captions, read_issued, read_number
from parindex.documents.extract.issuer import may_be_same, read_issuer
from parindex.documents.extract.letterhead import (
    Line,
    kind_of,
    mend_head,
    property_date,
    property_number,
    property_signer,
    restore_names,
)
from parindex.documents.extract.signing import part_columns, read_recipients, read_signer
from parindex.documents.extract.titles import HEAD_BLOCKS, TITLE_LINES, read_heading, read_small_title, read_title
from parindex.documents.repair.markers import MarkerStyle, read_marker
from parindex.domain.planning.citations import find_citations
from parindex.domain.planning.model import Citation, Confidence, PlanDocument, SourceSpan
from parindex.domain.text import folding

_CARRIED = re.compile(
    r"\s*[-+]?\s*(?:Căn cứ|Thực hiện|Triển khai|Theo(?! đề nghị)|Tiếp tục thực hiện|Tiếp tục triển khai)\b"
)
_YEAR = re.compile(r"\bnăm\s+(20\d\d)")
# "… năm 2023, định hướng đến năm 2025" is the plan of 2023.
_OUTLOOK = re.compile(r"(?<=\d)[\s,;]*(?:và\s+)?(?:định hướng|tầm nhìn)\s.*", re.IGNORECASE | re.DOTALL)
# "đến năm 2028" is the end of a plan: a year that nothing else tells is to be checked.
_UNTIL = re.compile(r"đến (?:hết |cuối )?năm 20\d\d", re.IGNORECASE)
_PERIOD = re.compile(r"giai đoạn\s+(20\d\d)\s*[-–—]\s*(20\d\d)", re.IGNORECASE)
# A proposal is carried out by nobody.
_PROPOSED = frozenset({"Tờ trình"})
# The slash of a number stands before its symbol, that of a date before a number; laws are cited by name.
_DIGIT = re.compile(r"\d")
_CITED = re.compile(r"/\s?(?:\d{4}\s?/\s?)?[^\W\d_]")
# A table of the head or the foot has no more.
_MOST_ROWS = 12
# With the lines of a title that begins on the last of them.
_TOP_LINES = TITLE_LINES + 7
_ABSENT = "Không thấy {name} trong văn bản."
_NAMES = {
    "kind": "loại văn bản",
    "title": "tên văn bản",
    "number": "số, ký hiệu",
    "date": "ngày ban hành",
    "issuer": "cơ quan ban hành",
    "unit_level": "cấp của cơ quan ban hành",
    "plan_year": "năm áp dụng",
    "signer": "người ký",
}


def read_document(document: Document) -> PlanDocument:
    """Read the facts of the document; what is not in it is absent with its reason."""
    printed, texts = _lines(document.blocks)
    lines, properties = mend_head(printed, document.blocks)
    body = _body_start(document.blocks)
    kind, title, title_line = read_title(lines)
    head = lines[: title_line + 1] if kind else lines[:HEAD_BLOCKS]
    caption = find_captions(document.blocks)
    number, number_span = read_number(head, caption)
    issued = read_issued(head, caption)
    issuer = read_issuer(head, document.blocks, title, caption, number=number, issued=issued, properties=properties)
    texts = part_columns(texts)
    signer, signer_title = read_signer(texts)
    told: dict[str, object] = {"kind": kind, "number": number, "date": issued, "signer": signer, "title": title}
    title = title or read_heading(lines) or read_small_title(lines)
    told_year = _plan_year(_UNTIL.sub("", title or ""), _period(title), issued)
    title = restore_names(title, (issuer.name, issuer.parent))
    number, issued = number or property_number(properties), issued or property_date(properties)
    kind = kind or kind_of(number)
    signer = signer or property_signer(properties)
    period = _period(title)
    plan_year = _plan_year(title, period, issued)
    told |= dict.fromkeys(("issuer", "unit_level"), issuer.is_told or None)
    told["plan_year"] = told_year if told_year == plan_year else None
    values: dict[str, object] = {
        "kind": kind,
        "title": title,
        "number": number,
        "date": issued,
        "issuer": issuer.name,
        "unit_level": issuer.level,
        "plan_year": plan_year,
        "signer": signer,
    }
    return PlanDocument(
        doc=document.name,
        sha256=document.sha256,
        kind=kind,
        title=title,
        number=number,
        date_=issued,
        issuer=issuer.name,
        parent=issuer.parent,
        unit_level=issuer.level,
        plan_year=plan_year,
        plan_period=period,
        signer=signer,
        signer_title=signer_title,
        recipients=read_recipients(texts),
        citations=_citations(document.blocks, body, own=(number, issued, issuer.name)),
        sources={"number": (number_span,)} if number_span else {},
        confidence={name: _confidence(name, told) for name, value in values.items() if value is not None},
        absent={name: _ABSENT.format(name=_NAMES[name]) for name, value in values.items() if value is None},
    )


def _confidence(name: str, told: Mapping[str, object]) -> Confidence:
    """What was put together or stands only in a portal's table is to be checked, and what follows from it."""
    return Confidence.CHECK if name in told and told[name] is None else Confidence.SURE


def _lines(blocks: Sequence[Block]) -> tuple[list[Line], list[str]]:
    """Return the first lines with their blocks, and the words of all; a table of the head or foot gives its cells."""
    texts = [block.text if block.table is None else _cells_at_edge(block, len(blocks)) for block in blocks]
    lines: list[Line] = []
    for block, text in zip(blocks, texts, strict=True):
        if len(lines) >= _TOP_LINES:
            break
        lines.extend([Line(words, block) for words in _cut(text)])
    return lines, _cut("\n".join(texts))


def _cells_at_edge(block: Block, count: int) -> str:
    is_edge = block.index < HEAD_BLOCKS or block.index >= count - HEAD_BLOCKS
    if block.table is None or block.table.row_count > _MOST_ROWS or not is_edge:
        return ""
    return "\n".join(cell.text for cell in block.table.cells)


def _cut(text: str) -> list[str]:
    """Cut a text into lines; a tab or a bar holds the two columns of a heading or a signature apart."""
    return list(filter(None, map(str.strip, text.replace("\t", "\n").replace("|", "\n").split("\n"))))


def _body_start(blocks: Sequence[Block]) -> int:
    for position, block in enumerate(blocks):
        marker = read_marker(block.text) if block.table is None else None
        if marker is not None and marker.style in {MarkerStyle.ROMAN, MarkerStyle.UPPER} and marker.value in {"I", "A"}:
            return position
    return min(len(blocks), HEAD_BLOCKS)


def _period(title: str | None) -> tuple[int, int] | None:
    found = _PERIOD.search(title or "")
    return (int(found[1]), int(found[2])) if found else None


def _plan_year(title: str | None, period: tuple[int, int] | None, issued: date | None) -> int | None:
    if period is not None:
        return period[0]
    years = [int(year) for year in _YEAR.findall(_OUTLOOK.sub("", title or ""))]
    if issued is not None:
        # A plan that names only years gone by mends what they left behind: it is carried out when it is issued.
        years.append(issued.year if not years or max(years) < issued.year else 0)
    return max(years, default=None)


def _may_cite(text: str) -> bool:
    """Tell whether a document may be cited by its number or as a law of some day or year."""
    if "/" in text and _CITED.search(text) is not None:
        return True
    return "uật" in text and _DIGIT.search(text) is not None


def _citations(
    blocks: Sequence[Block], body: int, *, own: tuple[str | None, date | None, str | None]
) -> tuple[Citation, ...]:
    """Find every cited document once; those of a preamble clause are what the plan carries out.

    A document does not cite itself (`own` number, date and issuer), and a number without a date is the dated one of its
    kind; a number says nothing where another unit gave it.
    """
    found: list[Citation] = []
    issuers: dict[tuple[object, ...], list[str | None]] = {}
    if own[0] is not None:
        issuers = {(own[0], issued): [own[2]] for issued in (None, own[1])}
    seen: set[str] = set()
    texts = [block.text if block.table is None else block_text(block) for block in blocks]
    for position in [at for at, text in enumerate(texts) if "/" in text or "uật" in text]:
        block, text = blocks[position], texts[position]
        if text in seen or not _may_cite(text):
            continue
        seen.add(text)
        carried = position < body and _CARRIED.match(text) is not None
        for hit in find_citations(text):
            cited = hit.citation
            key = (cited.number, cited.date_) if cited.number else (cited.kind, folding.fold(cited.text))
            known = issuers.setdefault(key, [])
            if not any(may_be_same(cited.issuer, issuer) for issuer in known):
                known.append(cited.issuer)
                span = SourceSpan(block.index, hit.start, hit.end, page=block.place.page, line=block.place.line)
                carries = carried and bool(cited.number) and cited.kind not in _PROPOSED
                found.append(Citation(cited.kind, cited.number, cited.date_, cited.issuer, cited.text, carries, span))
    return _merge_undated(found)


def _merge_undated(cited: Sequence[Citation]) -> tuple[Citation, ...]:
    """Leave out a number without a date where the same number of the same kind and unit has one."""
    dated: dict[str | None, list[Citation]] = {}
    for citation in cited:
        if citation.date_:
            dated.setdefault(citation.number, []).append(citation)
    return tuple(
        citation
        for citation in cited
        if citation.date_
        or citation.number is None
        or not any(
            citation.kind in {None, other.kind} and may_be_same(citation.issuer, other.issuer)
            for other in dated.get(citation.number, ())
        )
    )

"""Plans as DOCX with the heading of Nghị định 30/2020/NĐ-CP, real tables and, on wish, Word's own numbering."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tests.accuracy.layout import Grid, PageBreak, Paragraph, Part, Signature, lay_out
from tests.accuracy.plans import UnseenPlan
from tests.accuracy.write_txt import MOTTO

_LEVELS = (
    (re.compile(r"^[IVXL]+\.\s+"), 0),
    (re.compile(r"^\d+\.\s+"), 1),
    (re.compile(r"^\d+\.\d+\.\s+"), 2),
    (re.compile(r"^[a-eđ]\)\s+"), 3),
    (re.compile(r"^-\s+"), 4),
    (re.compile(r"^\+\s+"), 5),
)
_NUMBERING = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "-"),
    ("bullet", "+"),
)


def write_docx(plan: UnseenPlan) -> bytes:
    """Return the plan as the bytes of a DOCX; `options.numbering: word` moves markers into Word's numbering."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.paragraph_format.space_after = Pt(3)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.6), Cm(1.8), Cm(2), Cm(2)
    document.core_properties.author = "parindex"
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1, tzinfo=UTC)
    _number_pages(page)
    word_numbering = plan.options.get("numbering") == "word"
    if word_numbering:
        _define_numbering(document)
    if plan.document.get("heading") is not False:
        _add_heading(document, plan)
    for line in plan.document["titles"]:
        _add_paragraph(document, Paragraph(line, bold=True, centered=True), word_numbering=False)
    for part in lay_out(plan):
        _add_part(document, plan, part, word_numbering=word_numbering)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_part(document: Any, plan: UnseenPlan, part: Part, *, word_numbering: bool) -> None:
    if isinstance(part, PageBreak):
        _turn(document, WD_ORIENT.LANDSCAPE if part.landscape else WD_ORIENT.PORTRAIT)
    elif isinstance(part, Signature):
        _add_signature(document, plan)
    elif isinstance(part, Grid):
        _add_grid(document, part, plan.options.get("docx", {}))
    else:
        _add_paragraph(document, part, word_numbering=word_numbering)


def _number_pages(section: Any) -> None:
    """Put the page number in the middle of the top margin, from the second page on, as the decree asks."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'))


def _define_numbering(document: Any) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 + 180 * index}" w:hanging="360"/></w:pPr></w:lvl>'
        for index, (kind, text) in enumerate(_NUMBERING)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _add_paragraph(document: Any, part: Paragraph, *, word_numbering: bool) -> None:
    text, level = part.text, None
    if word_numbering and not part.centered:
        for pattern, ilvl in _LEVELS:
            if pattern.match(text):
                text, level = pattern.sub("", text), ilvl
    paragraph = document.add_paragraph()
    if part.centered:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if level is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )
    run = paragraph.add_run(text)
    run.bold, run.italic = part.bold or None, part.italic or None


def _add_heading(document: Any, plan: UnseenPlan) -> None:
    facts = plan.document
    motto, date = facts.get("motto", MOTTO), facts["date"]
    number = f"Số: {facts['number']}" if facts.get("number") else "Số:       /KH-UBND"
    place = f"{facts['place']}, ngày {date:%d} tháng {date:%m} năm {date:%Y}"
    if plan.options.get("docx", {}).get("heading") == "tabs":
        for left, right in (*zip(facts["authority"], motto, strict=False), (number, place)):
            document.add_paragraph().add_run(f"{left}\t\t{right}").bold = True
        return
    table = document.add_table(rows=2, cols=2)
    _fill(table.cell(0, 0), facts["authority"], bold=True)
    _fill(table.cell(0, 1), motto, bold=True)
    _fill(table.cell(1, 0), [number])
    _fill(table.cell(1, 1), [place])
    document.add_paragraph()


def _fill(cell: Any, lines: Any, *, bold: bool = False, centered: bool = True) -> None:
    for index, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centered else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.add_run(line).bold = bold or None


def _add_signature(document: Any, plan: UnseenPlan) -> None:
    facts = plan.document
    if not facts.get("signer") and not facts.get("signature"):
        return
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    recipients = [f"- {line}" for line in facts.get("recipients", ())]
    _fill(table.cell(0, 0), ["Nơi nhận:", *recipients], centered=False)
    _fill(table.cell(0, 1), [*facts.get("signature", ()), "", "", str(facts.get("signer", ""))], bold=True)


def _add_grid(document: Any, grid: Grid, options: Mapping[str, Any]) -> None:
    """Add a table; `options` may leave its lines undrawn ("ruled") and its header unmarked ("mark_header")."""
    landscape = document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    rows = (*grid.header, *grid.rows)
    table = document.add_table(rows=len(rows), cols=len(grid.widths))
    if options.get("ruled", True):
        table.style = "Table Grid"
    table.autofit = False
    total = (25 if landscape else 16.5) / sum(grid.widths)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Cm(total * width)
    for r, row in enumerate(rows):
        cells = table.rows[r].cells
        is_header = r < len(grid.header)
        for cell, width in zip(cells, grid.widths, strict=True):
            cell.width = Cm(total * width)
        _fill_row(table, cells, r, row, is_header=is_header)
        if is_header and options.get("mark_header", True):
            properties = table.rows[r]._tr.get_or_add_trPr()
            marker = OxmlElement("w:tblHeader")
            marker.set(qn("w:val"), "true")
            properties.append(marker)


def _fill_row(table: Any, cells: Any, r: int, row: tuple[str, ...], *, is_header: bool) -> None:
    group = not is_header and len(row) < len(cells)
    for c, text in enumerate(row):
        if text in {"<", "^"}:
            origin = cells[c - 1] if text == "<" else table.cell(r - 1, c)
            origin.merge(cells[c])
        else:
            _fill(cells[c], text.split("\n"), bold=is_header or group, centered=is_header)
    if group:
        cells[len(row) - 1].merge(cells[-1])


def _turn(document: Any, orientation: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if section.orientation != orientation:
        section.orientation = orientation
        section.page_width, section.page_height = section.page_height, section.page_width

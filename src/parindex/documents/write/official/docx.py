"""Official papers as Word documents: Times New Roman, the margins and sizes of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Only what such a paper needs of the format is written, part by part, so that the same paper gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parindex.documents.write.official import word_parts as parts
from parindex.documents.write.official.model import Annex, Line, LineStyle, Paper, Row, Table
from parindex.documents.write.official.word_parts import Format, empty, paragraph
from parindex.documents.write.word_package import pack, twips

_UPRIGHT, _LYING = (210, 297), (297, 210)
_TOP = _BOTTOM = 20
_LEFT, _RIGHT = 30, 15
_CELL_MARGINS = 220
"""What Word leaves free at the sides of a cell, in twips."""

_CENTRED = Format(align="center", gap=0)
_BODY_WIDTH = _UPRIGHT[0] - _LEFT - _RIGHT
_STYLES = {
    LineStyle.GROUND: Format(italic=True, align="both", indent=True),
    LineStyle.CHAPTER: Format(bold=True, align="both", indent=True, keep=True),
    LineStyle.HEADING: Format(bold=True, align="both", indent=True, keep=True),
    LineStyle.TEXT: Format(align="both", indent=True),
    LineStyle.CENTRED: Format(bold=True, align="center"),
}


def write_paper_document(paper: Paper) -> bytes:
    """Return the bytes of a DOCX with the paper; the same paper gives the same bytes."""
    return pack(_body(paper), frames=parts.headers(paper.mark), size=28, gap=0, note=paper.note)


def _body(paper: Paper) -> str:
    body = "".join(_line(line) for line in paper.body)
    content = f"{_head(paper)}{_title(paper)}{body}{empty()}{_foot(paper)}"
    upright = _section(_UPRIGHT)
    if paper.annex is None:
        return f"{content}{empty()}{upright}"
    size = _LYING if paper.annex.is_lying else _UPRIGHT
    annex = _annex(paper.annex, width=size[0] - _LEFT - _RIGHT)
    return f"{content}<w:p><w:pPr>{upright}</w:pPr></w:p>{annex}{_section(size, restarts=True)}"


def _head(paper: Paper) -> str:
    authority = [paragraph(paper.superior, Format(align="center", gap=0, size=26))] if paper.superior else []
    authority += [paragraph(text, Format(bold=True, align="center", gap=0, size=26)) for text in paper.authority]
    nation = [
        paragraph(paper.nation, Format(bold=True, align="center", gap=0, size=26)),
        paragraph(paper.motto, Format(bold=True, align="center", gap=0, size=28)),
    ]
    widths = (_BODY_WIDTH * 40 // 100, _BODY_WIDTH - _BODY_WIDTH * 40 // 100)
    rows = (
        ("".join([*authority, _rule(widths[0], 40)]), "".join([*nation, _rule(widths[1], 62)])),
        (
            paragraph(paper.number, Format(align="center", gap=0, size=26)) + _about(paper),
            paragraph(paper.place_and_date, Format(italic=True, align="center", gap=0, size=28)),
        ),
    )
    return _plain_table(rows, widths)


def _about(paper: Paper) -> str:
    return paragraph(paper.about, Format(align="center", gap=0, size=24)) if paper.about else ""


def _title(paper: Paper) -> str:
    """Return kind and title, which a letter does not have, and to whom the paper is addressed."""
    bold = Format(bold=True, align="center", gap=0)
    title = paragraph(paper.kind, bold) + paragraph(paper.title, bold) + _rule(_BODY_WIDTH, 35) if paper.kind else ""
    if not paper.addressees:
        return empty() + title + empty()
    first, *others = paper.addressees
    lines = "".join(paragraph(text, _CENTRED) for text in (f"Kính gửi: {first}", *others))
    return empty() + title + (empty() if title else "") + lines + empty()


def _rule(width: int, percent: int) -> str:
    """Return the line below a name, as long as `percent` of the room of `width` millimetres."""
    return parts.rule(side=twips(width) * (100 - percent) // 200)


def _line(line: Line) -> str:
    return paragraph(line.text, _STYLES[line.style], lead=line.lead)


def _foot(paper: Paper) -> str:
    recipients = [paragraph("Nơi nhận:", Format(bold=True, italic=True, gap=0, size=24))] if paper.recipients else []
    recipients += [paragraph(text, Format(gap=0, size=22)) for text in paper.recipients]
    bold = Format(bold=True, align="center", gap=0)
    # The room between the title and the name is that of the signature and the seal.
    signature = [*(paragraph(text, bold) for text in paper.signing), *(empty() for _ in range(4))]
    signature.append(paragraph(paper.signer, bold))
    widths = (_BODY_WIDTH // 2, _BODY_WIDTH - _BODY_WIDTH // 2)
    return _plain_table((("".join(recipients) or empty(), "".join(signature)),), widths)


def _plain_table(rows: Iterable[tuple[str, str]], widths: Sequence[int]) -> str:
    """Return a table without lines, which holds what stands side by side."""
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(parts.cell(content, width=twips(width)) for content, width in zip(row, widths, strict=True))
        + "</w:tr>"
        for row in rows
    )
    return parts.table(body, [twips(width) for width in widths], ruled=False)


def _annex(annex: Annex, *, width: int) -> str:
    return (
        paragraph(annex.caption, Format(bold=True, align="center", gap=0, size=28))
        + paragraph(annex.title, Format(bold=True, align="center", gap=0))
        + paragraph(annex.reference, Format(italic=True, align="center", gap=0))
        + _rule(width, 35)
        + empty()
        + empty().join(_table(table, width=width) for table in annex.tables)
        + empty()
    )


def _table(table: Table, *, width: int) -> str:
    total = sum(column.share for column in table.columns)
    widths = [twips(width) * column.share // total for column in table.columns]
    heading = Row(tuple(column.heading for column in table.columns), bold=True)
    rows = _row(heading, table, widths, is_header=True)
    return parts.table(rows + "".join(_row(row, table, widths) for row in table.rows), widths, ruled=True)


def _row(row: Row, table: Table, widths: Sequence[int], *, is_header: bool = False) -> str:
    cells: list[str] = []
    last = len(row.texts) - 1
    for at, text in enumerate(row.texts):
        span = len(widths) - last if at == last else 1
        align = "center" if is_header or table.columns[at].centred else "left"
        style = Format(bold=row.bold, align=align, gap=2, size=24, keep=row.bold)
        content = "".join(paragraph(part, style) for part in text.split("\n")) if text else paragraph("", style)
        width = sum(widths[at : at + span])
        drawn = parts.bar(row.bar, width=width - _CELL_MARGINS) if row.bar and at == last else ""
        cells.append(parts.cell(drawn + content, width=width, span=span))
    repeated = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _section(size: tuple[int, int], *, restarts: bool = False) -> str:
    """Return a section: page numbers stand in the top margin, not on its first page, and an appendix has its own."""
    lying = ' w:orient="landscape"' if size[0] > size[1] else ""
    restart = '<w:pgNumType w:start="1"/>' if restarts else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>'
        f'<w:pgSz w:w="{twips(size[0])}" w:h="{twips(size[1])}"{lying}/>'
        f'<w:pgMar w:top="{twips(_TOP)}" w:right="{twips(_RIGHT)}" w:bottom="{twips(_BOTTOM)}" w:left="{twips(_LEFT)}"'
        f' w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/>'
        f"{restart}<w:titlePg/></w:sectPr>"
    )

"""Plans as text files, the ways in which text comes out of office files and of the web."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.accuracy.layout import Grid, PageBreak, Part, Signature, lay_out
from tests.accuracy.plans import UnseenPlan

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def write_txt(plan: UnseenPlan) -> bytes:
    """Return the plan as UTF-8 text; `options.txt` chooses wrap, blank lines, table, heading and noise."""
    options = plan.options.get("txt", {})
    lines = [*_heading(plan), "", *_titles(plan), ""]
    for part in lay_out(plan):
        lines.extend(["", *_signature(plan), ""] if isinstance(part, Signature) else _lines(part, options))
    if options.get("noise"):
        lines = list(_with_page_numbers(lines))
    joined = ("\n\n" if options.get("blank_lines") else "\n").join(lines)
    return (joined + "\n").encode("utf-8")


def _heading(plan: UnseenPlan) -> Iterator[str]:
    document = plan.document
    if document.get("heading") is False:
        return
    authority, motto = document["authority"], document.get("motto", MOTTO)
    number = f"Số: {document['number']}" if document.get("number") else None
    place = f"{document['place']}, ngày {document['date']:%d} tháng {document['date']:%m} năm {document['date']:%Y}"
    if plan.options.get("txt", {}).get("heading") == "portal":
        yield from _portal(document, motto)
        return
    if plan.options.get("txt", {}).get("heading") == "columns":
        yield f" {authority[0]:<34} {motto[0]}"
        yield f" {authority[-1]:<34} {motto[1]}"
        yield f" {number or '':<34} {place}"
        return
    yield from authority
    if number:
        yield number
    yield from (*motto, place)


def _portal(document: Mapping[str, Any], motto: Sequence[str]) -> Iterator[str]:
    """The heading as portals of law show it: a table of properties, cells closed by bars, words broken anywhere."""
    first, unit = document["authority"]
    place = document["issuer"].removeprefix("Ủy ban nhân dân ")
    place = place[:1].upper() + place[1:]
    yield f"Kế hoạch {document['number']} năm {document['date']:%Y} do {place} ban hành"
    yield f"Số hiệu | {document['number']} |"
    yield f"Ngày ban hành | {document['date']:%d/%m/%Y} |"
    yield f"Ngày có hiệu lực | {document['date']:%d/%m/%Y} |"
    yield from ("Loại văn bản | Kế hoạch |", f"Cơ quan ban hành | {place} |")
    yield from (f"Người ký | {document['signer']} |", "Lĩnh vực | Bộ máy hành chính |")
    yield from (*first.split(" ", 1), unit, "-------", "|", *motto[0].split(" ", 1), motto[1], "---------------", "|")
    yield from ("Số:", document["number"], "|", f"{document['place']}, ngày")
    yield from (f"{document['date']:%d} tháng {document['date']:%m}", f"năm {document['date']:%Y}", "|")


def _titles(plan: UnseenPlan) -> Iterator[str]:
    markdown = plan.options.get("txt", {}).get("markdown")
    for line in plan.document["titles"]:
        yield f"# {line}" if markdown and line.isupper() else line


def _lines(part: Part, options: dict[str, object]) -> Iterator[str]:
    if isinstance(part, PageBreak):
        yield ""
    elif isinstance(part, Grid):
        yield from _TABLES[str(options.get("table", "tabs"))](part)
    elif options.get("markdown"):
        yield from ("", f"### **{part.text}**" if part.bold and part.text[:1].isalnum() else part.text)
    else:
        text = part.text.replace("ư", "ƣ").replace("Ư", "Ƣ") if options.get("noise") and part.bold else part.text
        width = int(str(options.get("wrap", 0)))
        for line in text.split("\n"):
            yield from textwrap.wrap(line, width, break_on_hyphens=False) if width else [line]


def _with_page_numbers(lines: list[str]) -> Iterator[str]:
    """Put the page's number on a line of its own where a page ends, wherever that is."""
    for index, line in enumerate(lines, start=1):
        yield line
        if index % 34 == 0:
            yield str(index // 34 + 1)


def _tabs(grid: Grid) -> Iterator[str]:
    """One line a row with tabs between cells."""
    yield ""
    for row in (*grid.header, *grid.rows):
        yield "\t".join("" if cell in {"<", "^"} else cell.replace("\n", " ") for cell in row)
    yield ""


def _pipes(grid: Grid) -> Iterator[str]:
    """A Markdown table."""
    yield ""
    for index, row in enumerate((*grid.header, *grid.rows)):
        full = [*row, *[""] * (len(grid.widths) - len(row))]
        yield "| " + " | ".join("" if c in {"<", "^"} else c.replace("\n", "<br>") for c in full) + " |"
        if index == len(grid.header) - 1:
            yield "|" + "---|" * len(grid.widths)
    yield ""


def _flat(grid: Grid) -> Iterator[str]:
    """One cell a line, as text copied out of a PDF; cells keep their columns' width."""
    for row in (*grid.header, *grid.rows):
        for cell, width in zip(row, grid.widths, strict=False):
            if cell not in {"<", "^"}:
                yield from (line for text in cell.split("\n") for line in textwrap.wrap(text, 8 + 5 * width))


def _columns(grid: Grid) -> Iterator[str]:
    """Cells side by side in columns of spaces, as a program prints a PDF's page keeping its layout."""
    yield ""
    widths = [6 + 4 * width for width in grid.widths]
    for row in (*grid.header, *grid.rows):
        if len(row) < len(widths):
            yield "  ".join(row)
            continue
        cells = ["" if cell in {"<", "^"} else cell.replace("\n", " ") for cell in row]
        wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for index in range(max(map(len, wrapped))):
            pieces = (lines[index] if index < len(lines) else "" for lines in wrapped)
            yield "  ".join(f"{piece:<{width}}" for piece, width in zip(pieces, widths, strict=True)).rstrip()
    yield ""


def _bars(grid: Grid) -> Iterator[str]:
    """One cell a line, each closed by a bar of its own, as portals of law give a table out."""
    for row in (*grid.header, *grid.rows):
        for cell, width in zip(row, grid.widths, strict=False):
            if cell not in {"<", "^"}:
                yield from textwrap.wrap(cell.replace("\n", " "), 8 + 5 * width)
                yield "|"


_TABLES = {"tabs": _tabs, "pipes": _pipes, "flat": _flat, "columns": _columns, "bars": _bars}


def _signature(plan: UnseenPlan) -> Iterator[str]:
    document = plan.document
    if document.get("recipients"):
        yield "Nơi nhận:"
        yield from (f"- {line}" for line in document["recipients"])
    yield from document.get("signature", ())
    if document.get("signer"):
        yield ""
        yield str(document["signer"])

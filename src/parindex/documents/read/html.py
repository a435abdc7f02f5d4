"""HTML pages, as a government portal or a word processor saves them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from parindex.documents.blocks import Block, BlockKind, Cell, Document, Table
from parindex.documents.errors import DamagedFile, EmptyFile
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import FileKind
from parindex.documents.read.encoding import decode_text

_DROPPED = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS}
)
_BOLD = frozenset({"b", "strong"})
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDEST = 1000
_MOST_CELLS = 1_000_000


def read_html(data: bytes, *, name: str) -> Document:
    """Read an HTML file; the encoding is that of its mark, its meta element, or guessed.

    Raises `EmptyFile`, `EmptyTable`, `DamagedFile`, `MixedEncoding`.
    """
    builder = DocumentBuilder(data, name=name, kind=FileKind.HTML)
    text, warnings = _decode(data)
    for warning in warnings:
        builder.warn(warning)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile("Không phân tích được trang HTML.") from error
    if root is None:
        raise EmptyFile
    _Page(builder).read(root)
    return builder.finish()


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Trust a declared 8-bit code page only where the bytes are not plainly Unicode."""
    declared = _DECLARED.search(data[:4096])
    codec = declared.group(1).decode("ascii", "replace").lower() if declared else ""
    if codec in {"windows-1258", "cp1258"} and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data.decode("cp1258", "replace"), ()
    text, _, warnings = decode_text(data)
    return text, warnings


@dataclass(slots=True)
class _Run:
    """Inline text gathered until the next block element."""

    parts: list[str]
    bold_count: int = 0
    plain_count: int = 0


class _Page:
    """Walks the tree with a stack of its own, since pages may nest deeper than Python's."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._run = _Run(parts=[])
        self._context: list[tuple[BlockKind, int | None, str | None, bool | None]] = [
            (BlockKind.PARAGRAPH, None, None, None)
        ]
        self._bold = 0

    def read(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                self._close(element, tag)
            elif tag in _DROPPED or tag == "table":
                walker.skip_subtree()
                self._flush()
                if tag == "table":
                    self._builder.add_table(_read_table(element))
            else:
                self._open(element, tag)
        self._flush()

    def _open(self, element: etree._Element, tag: str) -> None:
        if tag in _PARTS:
            self._flush()
            self._context.append(self._describe(element, tag))
        elif tag == "br":
            self._run.parts.append("\n")
        self._bold += tag in _BOLD
        self._say(element.text)

    def _close(self, element: etree._Element, tag: str) -> None:
        if tag in _PARTS and tag != "table":
            self._flush()
            self._context.pop()
        self._bold -= tag in _BOLD
        self._say(element.tail)

    def _describe(self, element: etree._Element, tag: str) -> tuple[BlockKind, int | None, str | None, bool | None]:
        kind, level, marker, centered = self._context[-1]
        if element.get("align") or "text-align" in element.get("style", ""):
            centered = "center" in f"{element.get('align')}{element.get('style')}"
        if tag in _HEADINGS:
            return BlockKind.HEADING, _HEADINGS[tag], None, centered
        if tag == "li":
            return BlockKind.LIST_ITEM, None, _list_marker(element), centered
        return kind, level, marker, centered

    def _say(self, text: str | None) -> None:
        if text:
            self._run.parts.append(_SPACE.sub(" ", text))
            if text.strip():
                self._run.bold_count += self._bold > 0
                self._run.plain_count += self._bold == 0

    def _flush(self) -> None:
        run, self._run = self._run, _Run(parts=[])
        text = _tidy("".join(run.parts))
        if not text:
            return
        kind, level, marker, centered = self._context[-1]
        bold = run.bold_count > 0 and run.plain_count == 0
        self._builder.add(
            Block(index=0, kind=kind, text=text, level=level, marker=marker, bold=bold, centered=centered)
        )
        if marker:
            # Only the first paragraph of a list item carries its marker.
            self._context[-1] = (kind, level, None, centered)


def _list_marker(item: etree._Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    start = parent.get("start", "1")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}."


def _read_table(table: etree._Element) -> Table:
    """Place each cell in the first free column, as browsers do (HTML, 4.9.12)."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    for index, row in enumerate(rows):
        col = 0
        for element in row.iterchildren("td", "th"):
            while (index, col) in taken:
                col += 1
            row_span = min(_span(element.get("rowspan")), len(rows) - index)
            col_span = _span(element.get("colspan"))
            if len(taken) + row_span * col_span > _MOST_CELLS:
                raise DamagedFile("Bảng HTML khai số ô quá lớn.")
            taken.update((index + down, col + right) for down in range(row_span) for right in range(col_span))
            cells.append(Cell(row=index, col=col, text=_cell_text(element), row_span=row_span, col_span=col_span))
            col += col_span
    return Table(
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        row_count=len(rows),
        col_count=max((cell.col + cell.col_span for cell in cells), default=0),
    )


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _WIDEST) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _cell_text(cell: etree._Element) -> str:
    parts: list[str] = []
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and tag in _DROPPED:
            walker.skip_subtree()
            continue
        if tag in _PARTS or (tag == "br" and event == "start"):
            parts.append("\t" if tag in {"td", "th"} and element is not cell and event == "end" else "\n")
        text = element.text if event == "start" else element.tail
        if text and not (tag in _DROPPED and event == "start") and not (element is cell and event == "end"):
            parts.append(_SPACE.sub(" ", text))
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    lines = (" ".join(part.strip(" ") for part in line.split("  ")) for line in text.split("\n"))
    return "\n".join(line.strip() for line in lines if line.strip())

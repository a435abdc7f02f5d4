"""Word documents: the XML is walked directly, since the object model of a cell costs more than reading its words.

Headers and footers are parts of their own and never enter; the first page's table with the number of the document
belongs to the body and stays.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from parindex.documents.blocks import NOWHERE, Block, BlockKind, Document
from parindex.documents.errors import DamagedFile
from parindex.documents.read.archive import open_archive, read_member, read_xml
from parindex.documents.read.builder import DocumentBuilder
from parindex.documents.read.detect import FileKind
from parindex.documents.read.docx_numbering import Numbering
from parindex.documents.read.docx_styles import Styles, W
from parindex.documents.read.docx_table import read_table
from parindex.documents.read.docx_text import PAGE_BREAK, Paragraph, only_words, read_paragraph
from parindex.documents.read.limits import DEFAULT_LIMITS, Limits
from parindex.domain.text.memory import keep_all

_PARAGRAPH, _TABLE = f"{W}p", f"{W}tbl"
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"})
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ROLES = frozenset({"officeDocument", "styles", "numbering"})
_DEEPEST_HEADING = 9
_PLAIN = BlockKind.PARAGRAPH


def read_docx(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a DOCX file; raises `ZipBomb`, `DamagedFile`, `EmptyFile`, `EmptyTable`."""
    builder = DocumentBuilder(data, name=name, kind=FileKind.DOCX)
    with open_archive(data, limits=limits) as archive:
        main = _relations(archive, part="").get("officeDocument", "word/document.xml")
        body = read_xml(archive, main).find(f"{W}body")
        if body is None:
            raise DamagedFile("Tệp Word không có phần nội dung.", where=main)
        parts = _relations(archive, part=main)
        styled, numbers = parts.get("styles", ""), parts.get("numbering", "")
        styles = Styles(read_member(archive, styled) if styled in archive.namelist() else None, path=styled)
        numbering = Numbering(read_xml(archive, numbers) if numbers in archive.namelist() else None, styles=styles)
    with keep_all():
        _Body(builder, styles, numbering).read(body)
        return builder.finish()


class _Body:
    """Walks the body once, since automatic numbers are counted in reading order."""

    def __init__(self, builder: DocumentBuilder, styles: Styles, numbering: Numbering) -> None:
        self._builder = builder
        self._styles = styles
        self._numbering = numbering
        usual = styles.default_paragraph
        self._is_plain = not usual.hidden and usual.num_id is None and usual.outline is None
        self._bold, self._centered = usual.bold is True, bool(usual.centered)

    def read(self, parent: etree._Element) -> None:
        plain: list[str] = []
        for element in parent:
            words = only_words(element) if self._is_plain else None
            if words is not None:
                plain.append(words)
                continue
            if plain:
                self._builder.add_paragraphs(plain, bold=self._bold, centered=self._centered)
                plain.clear()
            tag = element.tag
            if tag == _PARAGRAPH:
                self._read_paragraph(element)
            elif tag == _TABLE:
                self._builder.add_table(read_table(element, cell_text=self._cell_text))
            elif tag in _WRAPPERS:
                self.read(element)
        self._builder.add_paragraphs(plain, bold=self._bold, centered=self._centered)

    def _read_paragraph(self, element: etree._Element) -> None:
        paragraph, marker = self._paragraph(element)
        text = paragraph.text
        if PAGE_BREAK not in text:
            self._builder.add(_block(self._builder.next_index, paragraph, text, marker))
        else:
            for part in text.split(PAGE_BREAK):
                self._builder.add(_block(self._builder.next_index, paragraph, part.strip(), marker))
                marker = None
        for box in paragraph.boxes:
            self.read(box)

    def _paragraph(self, element: etree._Element) -> tuple[Paragraph, str | None]:
        paragraph = read_paragraph(element, styles=self._styles)
        for warning in paragraph.warnings:
            self._builder.warn(warning)
        style = paragraph.style
        if style.num_id is None or (paragraph.warnings and not paragraph.text):
            return paragraph, None
        return paragraph, self._numbering.next_marker(num_id=style.num_id, level=style.num_level or 0)

    def _cell_text(self, cell: etree._Element) -> str:
        """Return the words of a cell: a line a paragraph, markers in front, inner tables as lines with tabs."""
        lines: list[str] = []
        for element in _unwrapped(cell):
            if element.tag == _PARAGRAPH:
                paragraph, marker = self._paragraph(element)
                lines.append(" ".join(part for part in (marker, paragraph.text) if part))
                lines.extend(self._cell_text(box) for box in paragraph.boxes)
            elif element.tag == _TABLE:
                inner = read_table(element, cell_text=self._cell_text)
                lines.extend("\t".join(item.text for item in row) for row in inner.rows())
        return "\n".join(line for line in lines if line).replace(PAGE_BREAK, "\n")


def _block(index: int, paragraph: Paragraph, text: str, marker: str | None) -> Block:
    style = paragraph.style
    kind, level = _PLAIN, None
    if style.outline is not None and style.outline < _DEEPEST_HEADING:
        kind, level = BlockKind.HEADING, style.outline + 1
    elif marker:
        kind = BlockKind.LIST_ITEM
    bold = paragraph.bold_count > 0 and paragraph.plain_count == 0
    return Block(index, kind, text, NOWHERE, level, marker if text else None, bold, bool(style.centered))


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _relations(archive: zipfile.ZipFile, *, part: str) -> dict[str, str]:
    """Return the paths of the parts that `part` (or the package, "") names, by their role; the first of each counts."""
    folder, _, leaf = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{leaf}.rels")
    paths: dict[str, str] = {}
    for relation in read_xml(archive, relations).iter(_RELATIONS) if relations in archive.namelist() else ():
        role = relation.get("Type", "").rpartition("/")[2]
        if role in _ROLES:
            path = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            paths.setdefault(role, path)
    return paths

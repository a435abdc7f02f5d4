"""The words of a Word paragraph as a reader of the printed page sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from parindex.documents.read.docx_styles import PLAIN, VALUE, Style, Styles, W, is_on, paragraph_properties, value_of

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXT_BOX = f"{W}txbxContent"
PAGE_BREAK = "\f"

_PARAGRAPH = f"{W}p"
_RUN, _TEXT, _RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = f"{W}r", f"{W}t", f"{W}rPr", f"{W}pPr"
_BOLD, _VANISH, _RUN_STYLE = f"{W}b", f"{W}vanish", f"{W}rStyle"
_MATH_TEXT = f"{_MATH}t"
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
_BREAK, _SYMBOL = f"{W}br", f"{W}sym"
_CHOICE = f"{_MC}AlternateContent"
_DROPPED = {
    f"{W}del": "Có đoạn bị xóa trong chế độ theo dõi thay đổi, đã bỏ.",
    f"{W}moveFrom": "Có đoạn bị xóa trong chế độ theo dõi thay đổi, đã bỏ.",
    f"{W}footnoteReference": "Có chú thích cuối trang, không đọc vào nội dung.",
    f"{W}endnoteReference": "Có chú thích cuối trang, không đọc vào nội dung.",
}
_KEPT = {
    f"{W}ins": "Có đoạn thêm trong chế độ theo dõi thay đổi, đã giữ.",
    f"{W}moveTo": "Có đoạn thêm trong chế độ theo dõi thay đổi, đã giữ.",
}
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_HIDDEN = "Có chữ ẩn, không đọc vào nội dung."


@dataclass(slots=True)
class Paragraph:
    """The text of one paragraph, its style with its own properties on top, and what hangs on it.

    `boxes` are the contents of text boxes anchored here; the counts are of runs with words.
    """

    style: Style = PLAIN
    parts: list[str] = field(default_factory=list)
    boxes: tuple[etree._Element, ...] = ()
    warnings: tuple[str, ...] = ()
    bold_count: int = 0
    plain_count: int = 0

    @property
    def text(self) -> str:
        """Return the words, without white space at both ends."""
        parts = self.parts
        return (parts[0] if len(parts) == 1 else "".join(parts)).strip()


def read_paragraph(element: etree._Element, *, styles: Styles) -> Paragraph:
    """Read a `w:p`: inserted text is kept, deleted and hidden text dropped, each with a warning."""
    style = styles.default_paragraph
    words = None if style.hidden else only_words(element)
    if words is not None:
        return Paragraph(style, [words], bold_count=int(style.bold is True), plain_count=int(style.bold is not True))
    children = list(element)
    properties = _find_properties(children, _PARAGRAPH_PROPERTIES)
    if properties is not None:
        style_id = value_of(properties, "pStyle")
        base = styles.get(style_id) if style_id else style
        own = paragraph_properties(properties)
        style = base if own == PLAIN else _on_top(own, base)
    paragraph = Paragraph(style=style)
    _read_inline(children, paragraph, styles)
    return paragraph


def only_words(element: etree._Element) -> str | None:
    """Return the words of a paragraph that is nothing but one run of one text; `None` of any other element."""
    if len(element) == 1:
        run = element[0]
        if len(run) == 1:
            text = run[0]
            if text.tag == _TEXT and run.tag == _RUN and element.tag == _PARAGRAPH:
                return text.text
    return None


def _find_properties(children: Sequence[etree._Element], tag: str) -> etree._Element | None:
    """Find the properties of an element: by ISO/IEC 29500-1 its first child, in a careless file any other."""
    for child in children:
        if child.tag == tag:
            return child
    return None


def _on_top(own: Style, base: Style) -> Style:
    return Style(
        outline=base.outline if own.outline is None else own.outline,
        num_id=own.num_id or base.num_id,
        num_level=base.num_level if own.num_level is None else own.num_level,
        bold=base.bold,
        centered=base.centered if own.centered is None else own.centered,
        hidden=base.hidden,
    )


def _read_inline(children: Iterable[etree._Element], paragraph: Paragraph, styles: Styles) -> None:
    for child in children:
        tag = child.tag
        if tag == _RUN:
            _read_run(child, paragraph, styles)
        elif tag in _DROPPED:
            paragraph.warnings += (_DROPPED[tag],)
        elif tag == _MATH_TEXT:
            paragraph.parts.append(child.text or "")
        elif tag == _CHOICE:
            _read_inline(_chosen(child), paragraph, styles)
        elif len(child) and tag != _PARAGRAPH_PROPERTIES:
            if tag in _KEPT:
                paragraph.warnings += (_KEPT[tag],)
            _read_inline(child, paragraph, styles)


def _read_run(run: etree._Element, paragraph: Paragraph, styles: Styles) -> None:
    children = list(run)
    if len(children) == 1 and children[0].tag == _TEXT and not paragraph.style.hidden:
        _count_words(children[0].text or "", paragraph, bold=paragraph.style.bold is True)
        return
    bold, hidden = _run_looks(_find_properties(children, _RUN_PROPERTIES), paragraph.style, styles)
    if hidden:
        paragraph.warnings += (_HIDDEN,)
        return
    parts = paragraph.parts
    before = len(parts)
    _read_run_content(children, paragraph)
    words = "".join(parts[before:])
    del parts[before:]
    _count_words(words, paragraph, bold=bold)


def _count_words(words: str, paragraph: Paragraph, *, bold: bool) -> None:
    paragraph.parts.append(words)
    if not words or words.isspace():
        return
    if bold:
        paragraph.bold_count += 1
    else:
        paragraph.plain_count += 1


def _run_looks(properties: etree._Element | None, style: Style, styles: Styles) -> tuple[bool, bool]:
    if properties is None:
        return bool(style.bold), bool(style.hidden)
    bold = hidden = None
    base = PLAIN
    for child in properties:
        tag = child.tag
        if tag == _BOLD:
            bold = is_on(child)
        elif tag == _VANISH:
            hidden = is_on(child)
        elif tag == _RUN_STYLE:
            base = styles.get(child.get(VALUE, ""))
    for other in (base, style):
        bold = other.bold if bold is None else bold
        hidden = other.hidden if hidden is None else hidden
    return bool(bold), bool(hidden)


def _read_run_content(children: Iterable[etree._Element], paragraph: Paragraph) -> None:
    for child in children:
        tag = child.tag
        if tag == _TEXT:
            paragraph.parts.append(child.text or "")
        elif tag in _CHARACTERS:
            paragraph.parts.append(_CHARACTERS[tag])
        elif tag == _BREAK:
            paragraph.parts.append(PAGE_BREAK if child.get(f"{W}type") == "page" else "\n")
        elif tag == _SYMBOL:
            paragraph.parts.append(_symbol(child))
        elif tag in _PICTURES:
            paragraph.boxes += tuple(child.iter(TEXT_BOX))
        elif tag == _CHOICE:
            _read_run_content(_chosen(child), paragraph)
        elif tag in _DROPPED:
            paragraph.warnings += (_DROPPED[tag],)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Take the first way of saying the same thing; the others are for older programs."""
    return next(iter(alternatives), alternatives)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if code < 0xD800 or 0xE000 <= code <= 0xFFFF else ""

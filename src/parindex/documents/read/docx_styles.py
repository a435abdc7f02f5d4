"""What a Word paragraph inherits from its style: outline level, numbering, bold, centring (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"
_NUMBERING, _ALIGNMENT, _OUTLINE = f"{W}numPr", f"{W}jc", f"{W}outlineLvl"
_READ = frozenset({_NUMBERING, _ALIGNMENT, _OUTLINE})
_OF_TABLE = (b'w:type="table"', b"w:type='table'")
_LATENT, _LATENT_END = b"<w:latentStyles", b"</w:latentStyles>"
_STYLE = b"<w:style "
_STYLE_END = b"</w:style>"
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """The properties of a style after its parents; `None` where nothing is said. `outline` counts from 0."""

    outline: int | None = None
    num_id: str | None = None
    num_level: int | None = None
    bold: bool | None = None
    centered: bool | None = None
    hidden: bool | None = None


PLAIN = Style()


class Styles:
    """The styles of a document by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default_paragraph = PLAIN
        for element in root.iterfind(f"{W}style") if root is not None else ():
            style_id = element.get(f"{W}styleId", "")
            self._elements[style_id] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
                self.default_paragraph = self.get(style_id)

    def get(self, style_id: str) -> Style:
        """Return a style with what it inherits; an unknown id gives the plain style."""
        if style_id not in self._known:
            self._known[style_id] = PLAIN  # A style that is its own ancestor ends here.
            element = self._elements.get(style_id)
            if element is not None:
                self._known[style_id] = self._resolve(element)
        return self._known[style_id]

    def _resolve(self, element: etree._Element) -> Style:
        parent_id = value_of(element, "basedOn")
        parent = self.get(parent_id) if parent_id else PLAIN
        paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        own = paragraph_properties(paragraph)
        outline = own.outline
        if outline is None:
            outline = _outline_of_name(value_of(element, "name") or "")
        bold, hidden = toggle(run, "b"), toggle(run, "vanish")
        return Style(
            outline=parent.outline if outline is None else outline,
            num_id=own.num_id or parent.num_id,
            num_level=parent.num_level if own.num_level is None else own.num_level,
            bold=parent.bold if bold is None else bold,
            centered=parent.centered if own.centered is None else own.centered,
            hidden=parent.hidden if hidden is None else hidden,
        )


def without_table_styles(content: bytes) -> bytes:
    """Cut the styles of tables, and those that only lie ready, out of a styles part: nothing inherits from them."""
    start, end = content.find(_LATENT), content.find(_LATENT_END)
    if 0 <= start < end:
        content = content[:start] + content[end + len(_LATENT_END) :]
    for typed in _OF_TABLE:
        content = _without(content, typed)
    return content


def _without(content: bytes, mark: bytes) -> bytes:
    """Cut out the styles whose opening tag holds a mark."""
    kept: list[bytes] = []
    position = 0
    typed = content.find(mark)
    while typed >= 0:
        start, closed = content.rfind(_STYLE, position, typed), content.find(b">", typed)
        end = content.find(_STYLE_END, closed) if not content.endswith(b"/", typed, closed) else -1
        if start >= 0 and end >= 0 and b">" not in content[start:typed]:
            kept.append(content[position:start])
            position = end + len(_STYLE_END)
        typed = content.find(mark, max(typed + 1, position))
    return b"".join((*kept, content[position:]))


def paragraph_properties(properties: etree._Element | None) -> Style:
    """Read what a `w:pPr` itself says."""
    if properties is None:
        return PLAIN
    said = {child.tag: child for child in properties if child.tag in _READ}
    if not said:
        return PLAIN
    numbering, alignment, outline = said.get(_NUMBERING), said.get(_ALIGNMENT), said.get(_OUTLINE)
    aligned = None if alignment is None else alignment.get(VALUE)
    return Style(
        outline=None if outline is None else _integer(outline.get(VALUE)),
        num_id=value_of(numbering, "numId"),
        num_level=_integer(value_of(numbering, "ilvl")),
        centered=None if aligned is None else aligned == "center",
    )


def value_of(parent: etree._Element | None, tag: str) -> str | None:
    """Return the `w:val` of a child, `None` when there is no such child."""
    child = parent.find(W + tag) if parent is not None else None
    return None if child is None else child.get(VALUE)


def toggle(properties: etree._Element | None, tag: str) -> bool | None:
    """Read an on/off property; present without a value means on."""
    child = properties.find(W + tag) if properties is not None else None
    return None if child is None else is_on(child)


def is_on(element: etree._Element) -> bool:
    """Tell whether an on/off property is on."""
    return element.get(VALUE, "1") not in _OFF


def _outline_of_name(name: str) -> int | None:
    """Word's own headings are known by their English name in every language of the interface."""
    word, _, number = name.lower().partition(" ")
    return int(number) - 1 if word == "heading" and number.isascii() and number.isdigit() and number != "0" else None


def _integer(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None

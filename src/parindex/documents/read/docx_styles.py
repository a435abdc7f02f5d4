"""What a Word paragraph inherits from its style: outline level, numbering, bold, centring (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from parindex.documents.errors import DamagedFile
from parindex.documents.read.archive import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"
_ID = f"{W}styleId"
_NUMBERING, _ALIGNMENT, _OUTLINE = f"{W}numPr", f"{W}jc", f"{W}outlineLvl"
_READ = frozenset({_NUMBERING, _ALIGNMENT, _OUTLINE})
_ROOT = re.compile(rb"\s*(?:<\?xml[^<>]*\?>\s*)?<w:styles\b[^<>]*>")
_STYLE, _STYLE_END, _ROOT_END = b"<w:style ", b"</w:style>", b"</w:styles>"
_DEFAULTS = tuple(
    b'<w:style w:type="%b" w:default="1" ' % kind for kind in (b"paragraph", b"character", b"table", b"numbering")
)
_DEFAULT = _DEFAULTS[0]
_FEW = 32
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
    """The styles of a document by their id; of two with one id the first is meant.

    Programs write hundreds and a document uses a few: each is cut out of the part and parsed when it is first asked
    for. Once one is not found as programs write it, or more than a few are asked for, the whole part is parsed, so
    the work grows with the part and the number of ids but never with both.
    """

    def __init__(self, part: bytes | None, *, path: str) -> None:
        self._part = part or b""
        self._path = path
        self._opening = _usual_opening(self._part)
        self._all: dict[str, etree._Element] | None = None if part else {}
        self._known: dict[str, Style] = {}
        default = self._default()
        self.default_paragraph = PLAIN if default is None else self.get(default.get(_ID, ""))

    def get(self, style_id: str) -> Style:
        """Return a style with what it inherits; an unknown id gives the plain style."""
        line: list[tuple[str, etree._Element]] = []
        wanted: str | None = style_id
        while wanted is not None and wanted not in self._known:
            self._known[wanted] = PLAIN  # A style that is its own ancestor ends here.
            element = self._element(wanted)
            if element is None:
                break
            line.append((wanted, element))
            wanted = value_of(element, "basedOn") or None
        style = PLAIN if wanted is None else self._known[wanted]
        for name, element in reversed(line):
            style = self._known[name] = _inherited(element, style)
        return self._known[style_id]

    def _default(self) -> etree._Element | None:
        """Return the default style of paragraphs, of several the last."""
        at = self._part.find(_DEFAULT)
        if at >= 0 and at == self._part.rfind(_DEFAULT) and self._are_defaults_usual():
            element = self._cut_out(at + 1)
            if element is not None:
                return element
        return next(filter(_is_default_of_paragraphs, reversed(self._parsed().values())), None)

    def _are_defaults_usual(self) -> bool:
        """Tell whether every default of a kind of styles is written as programs do."""
        return self._part.count(b":default") == sum(map(self._part.count, _DEFAULTS))

    def _element(self, style_id: str) -> etree._Element | None:
        if self._all is None and len(self._known) <= _FEW:
            element = self._cut_out(self._part.find(f' w:styleId="{style_id}"'.encode()))
            if element is not None and element.get(_ID) == style_id:
                return element
        return self._parsed().get(style_id)

    def _parsed(self) -> dict[str, etree._Element]:
        if self._all is None:
            self._all = {}
            for style in parse_xml(self._part, path=self._path).iterfind(f"{W}style"):
                self._all.setdefault(style.get(_ID, ""), style)
        return self._all

    def _cut_out(self, at: int) -> etree._Element | None:
        """Parse alone the style in whose opening tag a place is; `None` when it is not written as programs do."""
        part = self._part
        start, end = (part.rfind(b"<", 0, at), part.find(_STYLE_END, at)) if at >= 0 else (-1, -1)
        if not self._opening or start < 0 or end < 0 or not part.startswith(_STYLE, start):
            return None
        try:
            return parse_xml(b"".join((self._opening, part[start:end], _STYLE_END, _ROOT_END)), path=self._path)[0]
        except DamagedFile:
            return None  # The whole part tells whether it is damaged.


def _usual_opening(part: bytes) -> bytes:
    """Return what stands before the first style; nothing when comments, CDATA or instructions may hide a style."""
    root = _ROOT.match(part)
    return b"" if root is None or b"!" in part or part.find(b"?", root.end()) >= 0 else root[0]


def _inherited(element: etree._Element, parent: Style) -> Style:
    """Return what a style says over what its parent says."""
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


def _is_default_of_paragraphs(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}


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

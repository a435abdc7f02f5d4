"""Word's automatic numbering, counted as Word counts it (ISO/IEC 29500-1, 17.9), so that markers are as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from parindex.documents.read.docx_styles import Styles, W, value_of

_PLACEHOLDER = re.compile(r"%([1-9])")
_DEEPEST = 9
# Bullets are letters of symbol fonts in the private area; these are the ones that Word's own lists use.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf0e0": "→"}
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first number, number format, printed pattern ("%1.%2."), restart rule.

    `restart` is the 1-based level whose use starts this one again, 0 for never, `None` for any higher level.
    """

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    all_decimal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: the abstract list whose counters it shares, its levels and the levels it starts again."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document and where each one has counted to."""

    def __init__(self, root: etree._Element | None, *, styles: Styles) -> None:
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._styles = styles
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._abstracts = {item.get(f"{W}abstractNumId", ""): item for item in root.iterfind(f"{W}abstractNum")}
            self._nums = {item.get(f"{W}numId", ""): item for item in root.iterfind(f"{W}num")}

    def next_marker(self, *, num_id: str, level: int) -> str | None:
        """Count one paragraph of a list and return its marker; `None` for no list or an invisible marker."""
        if num_id not in self._lists:
            self._lists[num_id] = self._load(num_id)
        numbered = self._lists[num_id]
        if numbered is None or level not in numbered.levels:
            return None
        counts = self._counts.setdefault(numbered.counters, {})
        self._count(numbered, num_id, level, counts)
        return _render(numbered.levels, level, counts) or None

    def _count(self, numbered: _List, num_id: str, level: int, counts: dict[int, int]) -> None:
        if level in numbered.starts and (num_id, level) not in self._started:
            counts[level] = numbered.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else numbered.levels[level].start
        self._started.add((num_id, level))
        for higher in range(level):
            if higher in numbered.levels:
                counts.setdefault(higher, numbered.levels[higher].start)
        for deeper in [other for other in counts if other > level]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]

    def _load(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        if num is None or num_id == "0":
            return None
        abstract_id = value_of(num, "abstractNumId") or ""
        abstract = self._linked(self._abstracts.get(abstract_id))
        if abstract is None:
            return None
        levels = dict(_levels(abstract))
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            index = _whole(override.get(f"{W}ilvl"), default=0)
            levels.update(_levels(override))
            start = value_of(override, "startOverride")
            if start is not None:
                starts[index] = _whole(start, default=1)
        return _List(counters=abstract.get(f"{W}abstractNumId", ""), levels=levels, starts=starts)

    def _linked(self, abstract: etree._Element | None) -> etree._Element | None:
        """Follow a list that only names a numbering style to the list which defines that style."""
        style_id = value_of(abstract, "numStyleLink")
        if style_id is None:
            return abstract
        for other in self._abstracts.values():
            if value_of(other, "styleLink") == style_id:
                return other
        num = self._nums.get(self._styles.get(style_id).num_id or "")
        return self._abstracts.get(value_of(num, "abstractNumId") or "")


def _levels(parent: etree._Element) -> list[tuple[int, Level]]:
    return [(_whole(element.get(f"{W}ilvl"), default=0), _level(element)) for element in parent.iterfind(f"{W}lvl")]


def _level(element: etree._Element) -> Level:
    restart = value_of(element, "lvlRestart")
    return Level(
        start=_whole(value_of(element, "start"), default=0),
        number_format=value_of(element, "numFmt") or "decimal",
        pattern=value_of(element, "lvlText") or "",
        restart=None if restart is None else _whole(restart, default=0),
        all_decimal=element.find(f"{W}isLgl") is not None,
    )


def _render(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
    shown = levels[level]
    if shown.number_format == "none":
        return _PLACEHOLDER.sub("", shown.pattern).strip()
    if shown.number_format == "bullet":
        return "".join(_BULLETS.get(char, "•" if "\ue000" <= char <= "\uf8ff" else char) for char in shown.pattern)

    def number(match: re.Match[str]) -> str:
        index = int(match.group(1)) - 1
        if index not in counts:
            return ""
        return format_number(counts[index], "decimal" if shown.all_decimal else levels[index].number_format)

    return _PLACEHOLDER.sub(number, shown.pattern).strip()


def format_number(number: int, number_format: str) -> str:
    """Write a number as a Word list does; a format without a rule here is written in digits."""
    if number_format.endswith("Letter"):
        text = _letters(number)
        return text.upper() if number_format == "upperLetter" else text
    if number_format.endswith("Roman"):
        text = _roman(number)
        return text.upper() if number_format == "upperRoman" else text
    if number_format == "decimalZero":
        return f"{number:02d}"
    return "" if number_format == "none" else str(number)


def _letters(number: int) -> str:
    """After z Word doubles the letter: 27 is aa, 28 is bb."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _DEEPEST) if number > 0 else ""


def _roman(number: int) -> str:
    text = ""
    rest = min(number, 3999)
    for value, letters in _ROMAN:
        text += letters * (rest // value)
        rest %= value
    return text


def _whole(text: str | None, *, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default

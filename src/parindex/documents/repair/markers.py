"""Markers that open a heading, a list line or a numbered clause in Vietnamese office documents."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from parindex.documents.repair.letters import CAPITAL


class MarkerStyle(StrEnum):
    """A numbering system; nodes of one system on one level are siblings."""

    CHAPTER = "chapter"
    ROMAN = "roman"
    UPPER = "upper"
    NUMBER = "number"
    LETTER = "letter"
    PAREN_NUMBER = "paren_number"
    DASH = "dash"
    PLUS = "plus"
    BULLET = "bullet"


class Marker(NamedTuple):
    """A marker at the start of a text: `value` is its number ("1.2", "IV", "a"), `end` where the content begins."""

    style: MarkerStyle
    value: str
    end: int
    depth: int = 1


_MARKER = re.compile(
    rf"""\s*(?:[-–—*•]\s+(?=(?:[a-zđ][.)]|\+|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.)\s))?(?:
      (?P<chapter>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU)\s+(?P<chapter_no>[IVXLC]+|\d{{1,2}}|thứ\s+\w+)
        (?:\s*[.:)/-]|\s*$))
    | (?P<roman>(?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))(?:\s*[.)/]|\s*[-–](?=\s)|\s*[.]?\s*$)(?=\s|$|[{CAPITAL}“"])
    | (?P<mixed>[IVX]{{1,5}}(?:\.\d{{1,2}}){{1,3}})(?P<mixed_end>[.)]?)(?=\s+[{CAPITAL}“"])
    | (?P<number>\d{{1,2}}(?:\s?\.\s?\d{{1,2}}){{0,4}})
        (?:\s?(?:[.)]-?(?=\s|$|[{CAPITAL}“"])|/(?=\s))|(?P<bare>(?=\s+[{CAPITAL}“"'])))
    | \((?P<paren>\d{{1,2}})\)(?=\s|[{CAPITAL}])
    | \(?(?P<letter>[a-zđ])(?P<letter_end>[.)])(?=\s|$|[{CAPITAL}“"])
    | (?P<upper>[A-HĐK])(?:[.)])(?=\s|$|[{CAPITAL}])
    | (?P<dash>[-–—−‐](?!\d))
    | (?P<plus>\+)
    | (?P<bullet>[•●▪■◦○·▫❖✓✔➢►➤➔→⇒◆♦∙□☐]|\*(?=\s)|o(?=\s+[{CAPITAL}]))
    )\s*""",
    re.VERBOSE,
)


# Only these begin a marker of more letters than one: "Phần", "Chương", "Mục", "Điều" and Roman numbers.
_WORDED = frozenset(("Ph", "PH", "Ch", "CH", "Mụ", "MỤ", "Đi", "ĐI", *map("".join, product("IVX", repeat=2))))


def read_marker(text: str) -> Marker | None:
    """Return the marker that opens a text, or None. "- d) ..." and "- 6. ..." count as "d)" and "6."."""
    if text[:2].isalpha() and len(text) > 1 and text[:2] not in _WORDED:
        return None
    found = _MARKER.match(text)
    return None if found is None else _marker_of(found)


def _marker_of(found: re.Match[str]) -> Marker | None:
    style = _STYLE_OF[found.lastgroup or "dash"]
    if style is MarkerStyle.CHAPTER:
        return Marker(style, found["chapter_no"], found.end())
    if found["mixed"] is not None:
        return Marker(style, found["mixed"], found.end(), found["mixed"].count(".") + 1)
    if style is MarkerStyle.NUMBER:
        value = found["number"].replace(" ", "")
        depth = value.count(".") + 1
        if depth == 1 and found["bare"] is not None:
            return None
        return Marker(style, value, found.end(), depth)
    value = found[_GROUP_OF[style]]
    return Marker(style, value, found.end())


# The named group that closes last in a match tells the style.
_STYLE_OF = {
    "chapter": MarkerStyle.CHAPTER,
    "roman": MarkerStyle.ROMAN,
    "mixed_end": MarkerStyle.NUMBER,
    "number": MarkerStyle.NUMBER,
    "bare": MarkerStyle.NUMBER,
    "paren": MarkerStyle.PAREN_NUMBER,
    "letter_end": MarkerStyle.LETTER,
    "upper": MarkerStyle.UPPER,
    "dash": MarkerStyle.DASH,
    "plus": MarkerStyle.PLUS,
    "bullet": MarkerStyle.BULLET,
}
_GROUP_OF = {
    MarkerStyle.ROMAN: "roman",
    MarkerStyle.UPPER: "upper",
    MarkerStyle.LETTER: "letter",
    MarkerStyle.PAREN_NUMBER: "paren",
    MarkerStyle.DASH: "dash",
    MarkerStyle.PLUS: "plus",
    MarkerStyle.BULLET: "bullet",
}

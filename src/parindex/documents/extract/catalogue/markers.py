"""The marker that opens an item: "I", "II.", "A", "1", "1.2.", "a)", "T.1"; its kind decides the level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from parindex.domain.text.numerals import from_roman


class MarkerKind(StrEnum):
    """A way of numbering."""

    PART = "part"
    ROMAN = "roman"
    DECIMAL = "decimal"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker as printed and as numbers: (1, 2) for "1.2", (3,) for "III" or "c"; `prefix` is "T" in "T.1"."""

    kind: MarkerKind
    printed: str
    numbers: tuple[int, ...]
    prefix: str = ""


_LETTERS = "abcdđeghiklmnopqrstuvxy"
_WORD = r"(?:(?:Lĩnh vực|LĨNH VỰC|Tiêu chí|TIÊU CHÍ|Phần|PHẦN|Mục|MỤC)\s+(?:số\s+)?)?"
_DECIMAL = re.compile(rf"{_WORD}(?P<mark>\d{{1,2}}(?:\s?\.\s?\d{{1,2}}){{0,5}})\s*[.):\-–]?(?=\s|$|(?<=[.):])\D)")
_PREFIXED = re.compile(r"(?P<mark>(?P<prefix>[A-ZĐ]{1,2})\s?\.?\s?(?P<numbers>\d{1,2}(?:\.\d{1,2})*))\s*[.):]?(?=\s|$)")
_ROMAN = re.compile(rf"{_WORD}(?P<mark>[IVX]{{1,6}})\s*(?:[.):\-–/](?=\s|$|\D)|(?=\s|$))")
_PART = re.compile(rf"{_WORD}(?P<mark>[A-ZĐ])\s*(?:[.):\-–/](?=\s|$|\D)|$)")
_LETTER = re.compile(r"\(?(?P<mark>[a-zđ])\s*(?:[.)](?=\s|$|\D)|$)")


def read_marker(text: str, *, before: Marker | None = None) -> tuple[Marker, str] | None:
    """Return the marker that opens a text and the rest of the text; None when there is none.

    `before` is the last Roman or lettered marker: "C." after "B." is a part, not a hundred.
    """
    stripped = text.strip()
    for pattern, build in _PATTERNS:
        match = pattern.match(stripped)
        if match is None:
            continue
        marker = build(match)
        if marker is None:
            continue
        if marker.kind is MarkerKind.ROMAN and _continues_letters(match["mark"], before):
            marker = Marker(MarkerKind.PART, match["mark"], (ord(match["mark"]) - ord("A") + 1,))
        return marker, stripped[match.end() :].strip(" .:-–\t")
    return None


def _continues_letters(mark: str, before: Marker | None) -> bool:
    return (
        before is not None
        and before.kind is MarkerKind.PART
        and len(mark) == 1
        and ord(mark) == ord(before.printed) + 1
    )


def _decimal(match: re.Match[str]) -> Marker:
    mark = "".join(match["mark"].split())
    return Marker(MarkerKind.DECIMAL, mark, tuple(int(part) for part in mark.split(".")))


def _prefixed(match: re.Match[str]) -> Marker | None:
    numbers = tuple(int(part) for part in match["numbers"].split("."))
    return Marker(MarkerKind.DECIMAL, "".join(match["mark"].split()), numbers, prefix=match["prefix"])


def _roman(match: re.Match[str]) -> Marker | None:
    value = from_roman(match["mark"])
    return None if value is None else Marker(MarkerKind.ROMAN, match["mark"], (value,))


def _part(match: re.Match[str]) -> Marker:
    return Marker(MarkerKind.PART, match["mark"], (ord(match["mark"]) - ord("A") + 1,))


def _letter(match: re.Match[str]) -> Marker:
    return Marker(MarkerKind.LETTER, match["mark"], (_LETTERS.find(match["mark"]) + 1,))


_PATTERNS = (
    (_DECIMAL, _decimal),
    (_PREFIXED, _prefixed),
    (_ROMAN, _roman),
    (_PART, _part),
    (_LETTER, _letter),
)

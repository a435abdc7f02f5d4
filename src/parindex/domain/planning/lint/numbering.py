"""Numbering: headings, letters and rows that skip or repeat a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parindex.domain.planning.lint.model import Hit, LintContext, Paragraph, label_of, span_of
from parindex.domain.planning.model import Item, Part, Plan

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_MOST_MISSING = 3
_COUNTED = frozenset({"roman", "number", "letter", "chapter", "upper"})


def find_numbering_faults(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find numbers of headings, letters and appendix rows that are skipped or stand twice (`numbering`)."""
    flat = _flat_blocks(plan)
    lists = _Lists()
    since: list[str] = []
    for paragraph in context.source.paragraphs:
        if paragraph.row is not None or paragraph.block in flat:
            continue
        if paragraph.style not in _COUNTED:
            since.append(paragraph.text)
            continue
        case, expected = lists.check(paragraph)
        is_inside = case == "gap" and _stands_inside(expected, since)
        since = [paragraph.text]
        if case and not is_inside:
            printed = (paragraph.text[: paragraph.end] or paragraph.number or "").strip(" -.")
            words = paragraph.text[: paragraph.end + 60].strip()
            values = {"number": printed, "expected": expected}
            yield Hit("numbering", words, span=paragraph.span(0, len(paragraph.text)), case=case, values=values)
    yield from _row_faults(plan)


def _stands_inside(number: str, texts: list[str]) -> bool:
    """Tell whether a number that seems skipped stands inside a paragraph, where a reader joined two lines."""
    pattern = re.compile(rf"(?:^|\s){re.escape(number)}\s?[.)/]")
    return any(pattern.search(text) for text in texts)


class _Lists:
    """The lists that are open while reading; a heading closes every list below it."""

    def __init__(self) -> None:
        self._roman: int | None = None
        self._last: dict[tuple[int, ...], int] = {}
        # A numbered list inside "b)" closes the letters as a heading does; the letter before it may go on after it.
        self._letter: str | None = None
        self._paused: str | None = None

    def check(self, paragraph: Paragraph) -> tuple[str, str]:
        """Take a marker and return the case of its fault and the number that was due; "" when it follows on."""
        number = paragraph.number or ""
        if paragraph.style == "roman":
            return self._check_roman(number)
        if paragraph.style == "number":
            return self._check_number(tuple(int(part) for part in number.split(".")))
        if paragraph.style == "letter":
            return self._check_letter(number)
        if paragraph.style in ("chapter", "upper"):
            self._roman, self._last, self._letter, self._paused = None, {}, None, None
        return "", ""

    def _check_roman(self, number: str) -> tuple[str, str]:
        value = roman_value(number)
        last, self._roman = self._roman, value
        self._last, self._letter, self._paused = {}, None, None
        if last is None or value == 1 or value == last + 1:
            return "", ""
        return _case(value, last), roman_text(last + 1)

    def _check_number(self, path: tuple[int, ...]) -> tuple[str, str]:
        above, value = path[:-1], path[-1]
        last = self._last.get(above)
        self._last = {key: kept for key, kept in self._last.items() if len(key) <= len(above)}
        self._last[above] = value
        self._paused, self._letter = self._letter or self._paused, None
        # "1." may open a new list; "1.1" belongs to its heading and cannot come again under it.
        if last is None or value == last + 1 or (len(path) == 1 and (value == 1 or value < last)):
            return "", ""
        return _case(value, last), ".".join(map(str, (*above, last + 1)))

    def _check_letter(self, letter: str) -> tuple[str, str]:
        last, paused, self._letter = self._letter, self._paused, letter
        if letter not in _LETTERS:
            return "", ""
        here = _LETTERS.index(letter)
        if last is None:
            goes_on = here == 0 or (paused is not None and _follows(letter, paused))
            return ("", "") if goes_on or here > _MOST_MISSING else ("gap", "a")
        there = _LETTERS.index(last) if last in _LETTERS else here
        if _follows(letter, last) or here < there:
            return "", ""
        return _case(here, there), _LETTERS[there + 1]


def _follows(letter: str, last: str) -> bool:
    """Tell whether a letter comes next; "đ" may be left out."""
    return letter == "a" or _LETTERS.index(letter) - _LETTERS.index(last) == 1 or (last, letter) == ("d", "e")


def _case(value: int, last: int) -> str:
    return "twice" if value == last else "gap" if value > last else "back"


def _flat_blocks(plan: Plan) -> range:
    """Return the blocks of an appendix that a reader flattened into lines; its rows are checked as items."""
    blocks = [
        span.block
        for item in plan.items
        if item.part is Part.APPENDIX
        for spans in item.sources.values()
        for span in spans
        if span.row is None
    ]
    return range(min(blocks) - 12, max(blocks) + 40) if blocks else range(0)


def _row_faults(plan: Plan) -> Iterator[Hit]:
    """Find rows of one domain of the appendix whose printed numbers skip or repeat."""
    rows = [item for item in plan.items if item.part is Part.APPENDIX]
    for earlier, item in pairwise(rows):
        if earlier.domain != item.domain or not _is_count(earlier) or not _is_count(item):
            continue
        last, value = int(earlier.number or 0), int(item.number or 0)
        if value in (1, last + 1):
            continue
        values = {"number": item.number or "", "expected": str(last + 1), "item": label_of(item)}
        words = f"{item.number} {'; '.join(item.names)[:80]}"
        yield Hit("numbering", words, item, span_of(item), case=_case(value, last), values=values)


def _is_count(item: Item) -> bool:
    return bool(item.number) and str(item.number).isdecimal()


def roman_value(number: str) -> int:
    """Return the value of a roman number; 0 for letters that are none."""
    values = [_ROMAN.get(letter, 0) for letter in number]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def roman_text(value: int) -> str:
    """Write a number from 1 to 39 in roman letters."""
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]

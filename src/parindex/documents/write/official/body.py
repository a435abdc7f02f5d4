"""The body of a plan: chapters, headings of sections and each item with its lettered fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby

from parindex.documents.write.official.model import Line, LineStyle
from parindex.documents.write.official.wording import SECTIONS, criterion_words
from parindex.domain.planning.model import Item, Section

_LETTERS = "abcdđeghik"
_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_BELOW = re.compile(r"(\d{1,2})\.\d")
_WORK = "NHIỆM VỤ VÀ GIẢI PHÁP"
_LIMITATIONS, _ACTIONS, _TIME = "Tồn tại, hạn chế", "Nhiệm vụ, giải pháp", "Thời gian thực hiện, hoàn thành"
_LISTS = frozenset({_LIMITATIONS, _ACTIONS})
_DUTY = "Phân công trách nhiệm"
_DUTY_LABELS = frozenset({"Chủ trì", "Phối hợp", "Thực hiện", "Phối hợp, thực hiện"})
# A value that is itself a list begins below its label.
_MARKS = ("-", "–", "+", "•")


@dataclass(frozen=True, slots=True)
class Chapters:
    """The lines of the body and the number of the chapter that follows it."""

    lines: tuple[Line, ...]
    next_number: str


def body_lines(items: Sequence[Item]) -> Chapters:
    """Return the items of the body under chapters; a section keeps the number its items stand below."""
    lines: list[Line] = []
    chapter = 0
    in_work = False
    for (section, above, _), run in groupby(items, key=_chapter_of):
        if above is None or not in_work:
            chapter += 1
            title = _WORK if above is not None else SECTIONS[section].upper()
            lines.append(Line(f"{_ROMANS[min(chapter, 15)]}. {title}", LineStyle.CHAPTER))
        in_work = above is not None
        if above is not None:
            lines.append(Line(f"{above}. {SECTIONS[section]}", LineStyle.HEADING))
        held = list(run)
        lines.extend(_goals(held) if section is Section.GOAL else _items(held))
    return Chapters(tuple(lines), _ROMANS[min(chapter + 1, 15)])


def _chapter_of(item: Item) -> tuple[Section, str | None, tuple[bool, bool] | None]:
    """Return what stands under one heading; goals that leave a group or a year need a new one to do so."""
    goal = (item.domain is None, _goal_year(item) is None) if item.section is Section.GOAL else None
    return item.section, _number_above(item), goal


def _number_above(item: Item) -> str | None:
    """Return the first part of a number like "1.2": the number of the section that holds the item."""
    found = _BELOW.match(item.number or "")
    return found[1] if found is not None and item.section is not Section.GOAL else None


def _goals(items: Sequence[Item]) -> Iterator[Line]:
    """Yield goals under the year by which they are to be reached; a letter keeps a year apart from the goal above."""
    letters = cycle(_LETTERS)
    for (domain, year), run in groupby(items, key=lambda item: (item.domain, _goal_year(item))):
        if domain:
            yield Line(f"{domain}. Nhóm mục tiêu {domain}", LineStyle.HEADING)
            yield Line("a) Mục tiêu:")
        if year is not None:
            yield Line(f"Đến năm {year}:" if domain else f"{next(letters)}) Đến năm {year}:")
        for item in run:
            yield Line(f"- {item.names[0]}")


def _goal_year(item: Item) -> int | None:
    return next((deadline.year for deadline in item.deadlines if deadline.year), None)


def _items(items: Sequence[Item]) -> Iterator[Line]:
    for item in items:
        if not item.number:
            yield from _dashed(item)
            continue
        yield Line(_numbered(item), LineStyle.HEADING)
        fields = [field for field in _fields(item) if field]
        for letter, (first, *others) in zip(_LETTERS, fields, strict=False):
            yield Line(f"{letter}) {first}")
            yield from (Line(text) for text in others)


def _numbered(item: Item) -> str:
    words = criterion_words(item.names, level=item.level, code=item.code)
    number = item.number or ""
    return f"{number}{')' if number.isalpha() and number.islower() else '.'} {words}"


def _dashed(item: Item) -> Iterator[Line]:
    """Yield an item that has no number: its fields hang on its dash, so that they stay its own."""
    yield Line(f"- {criterion_words(item.names, level=item.level, code=item.code)}")
    for label, values in _values(item):
        for value in values:
            yield Line(f"+ {label}: {value}")


def _fields(item: Item) -> Iterator[tuple[str, ...]]:
    """Yield each field as its label with its value, a list with one line an entry."""
    duties: list[str] = []
    for label, values in _values(item):
        if label in _DUTY_LABELS:
            duties.append(f"- {label}: {values[0]}")
            continue
        if duties and label == _TIME:
            yield (f"{_DUTY}:", *duties)
            duties = []
        if label in _LISTS:
            yield (f"{label}:", *(f"- {value}" for value in values))
        elif values[0][:1] in _MARKS:
            yield (f"{label}:", values[0])
        else:
            yield (f"{label}: {values[0]}",)
    if duties:
        yield (f"{_DUTY}:", *duties)


def _values(item: Item) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the label and the values of each field that the item has."""
    yield from (
        (label, tuple(value for value in values if value))
        for label, values in (
            (_LIMITATIONS, item.limitations),
            ("Mục tiêu", (item.target_text or "",)),
            (_ACTIONS, tuple(action.text for action in item.actions)),
            ("Sản phẩm", (item.product or "",)),
            ("Kinh phí", (item.budget or "",)),
            ("Chủ trì", _agencies(item.lead)),
            ("Phối hợp", _agencies(item.coordinate)),
            ("Thực hiện", _agencies(item.implement)),
            ("Phối hợp, thực hiện", _agencies(item.support)),
            (_TIME, (item.deadline_text or "",)),
        )
        if any(values)
    )


def _agencies(names: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{'; '.join(names)}.",) if names else ()

"""Answers of the demonstration: drawn from the golden cases of the catalogue, the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from parindex.apps.assessment.books import Book, is_self_scored
from parindex.domain.scoring.catalogue import Effect, GoldenCase, Item
from parindex.domain.scoring.entries import Entry

NOTES = (
    "Tài liệu giấy lưu tại văn phòng đơn vị (hư cấu).",
    "Số liệu trích từ sổ theo dõi của đơn vị (hư cấu).",
    "Đã đối chiếu với bộ phận một cửa (hư cấu).",
)
_WEAKEST, _SPREAD = 45, 40
"""A unit answers between 45 and 84 items of 100 as well as it can be done."""


def draw(*words: object, below: int) -> int:
    """Return a number in [0, below) that depends on nothing but the words."""
    digest = hashlib.sha256("/".join(str(word) for word in words).encode()).digest()
    return int.from_bytes(digest[:8]) % below


def weaker_words(book: Book, item: Item, inputs: Mapping[str, str]) -> dict[str, str] | None:
    """Return the words of the next worse case than the given answer; None when there is none."""
    cases = _ranked(book, item)
    place = next((nth for nth, case in enumerate(cases) if dict(case.given) == dict(inputs)), None)
    if place is None:
        return None
    worse = (case for case in cases[place + 1 :] if case.points != cases[place].points)
    return next((dict(case.given) for case in worse), None)


def self_entries(book: Book, *, units: Iterable[str], year: int) -> Iterator[Entry]:
    """Yield the rows of a table with what units (by slug) answer themselves, each item with its justification."""
    items = [item for item in book.leaves.values() if is_self_scored(item)]
    return _entries(book, items, units=units, year=year, notes=NOTES)


def survey_entries(book: Book, *, units: Iterable[str], year: int) -> Iterator[Entry]:
    """Yield the rows of a table with what surveys and statistics say of units."""
    items = [item for item in book.leaves.values() if not is_self_scored(item)]
    return _entries(book, items, units=units, year=year, notes=("",))


def _entries(
    book: Book, items: Iterable[Item], *, units: Iterable[str], year: int, notes: tuple[str, ...]
) -> Iterator[Entry]:
    wanted, number = list(items), 1
    for unit in units:
        for item in wanted:
            note = notes[draw(unit, year, item.code, "note", below=len(notes))]
            for name, value in _choose(book, item, unit=unit, year=year).given.items():
                number += 1
                yield Entry(number, unit, item.code, name, value, note=note)
                note = ""


def _choose(book: Book, item: Item, *, unit: str, year: int) -> GoldenCase:
    """Return what a unit answers: the better the unit, the more often the best case."""
    cases = _ranked(book, item)
    skill = _WEAKEST + draw(unit, below=_SPREAD)
    if len(cases) == 1 or draw(unit, year, item.code, below=100) < skill:
        return cases[0]
    return cases[1 + draw(unit, year, item.code, "case", below=len(cases) - 1)]


def _ranked(book: Book, item: Item) -> list[GoldenCase]:
    sign = 1 if book.effect_of(item.code) is Effect.PENALTY else -1
    known = [(case.points, case) for case in item.cases if case.points is not None and case.given]
    return [case for _, case in sorted(known, key=lambda pair: sign * pair[0])]

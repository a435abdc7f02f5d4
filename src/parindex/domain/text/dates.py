"""Dates as Vietnamese offices write them: "ngày 29 tháng 9 năm 2022", "21/7/2023", "15.3.2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from parindex.domain.text import folding

_GAP: Final = r"\s{0,3}"
_DATE: Final = re.compile(
    rf"(?P<day>\d(?<![\d/.,-]\d)\d?){_GAP}"
    rf"(?:,?{_GAP}thang{_GAP}(?P<month>\d{{1,2}})(?:{_GAP},?{_GAP}nam{_GAP}|{_GAP}[/.-]{_GAP})(?P<year>\d{{4}})"
    rf"|(?P<sep>[/.-]){_GAP}(?P<month_>\d{{1,2}}){_GAP}(?P=sep){_GAP}(?P<year_>\d{{4}}))(?!\d)"
)
_YEAR: Final = re.compile(r"\d\d{3}")


class FoundDate(NamedTuple):
    """A date and its half-open character range, without the word "ngày"."""

    value: date
    start: int
    end: int


def build_date(year: int, month: int, day: int) -> date | None:
    """Build a date of the calendar; None for a day that does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> Iterator[FoundDate]:
    """Find every full date of a text in reading order; days that do not exist are passed over."""
    folded = folding.fold_aligned(text)
    for match in _DATE.finditer(folded) if _YEAR.search(folded) else ():
        year, month = match["year"] or match["year_"], match["month"] or match["month_"]
        value = build_date(int(year), int(month), int(match["day"]))
        if value is not None:
            yield FoundDate(value=value, start=match.start(), end=match.end())


def parse_date(text: str) -> date | None:
    """Read the first full date of a text; None when it has none."""
    return next((found.value for found in find_dates(text)), None)


def format_date(value: date) -> str:
    """Write a date as 21/07/2023."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"

"""An earlier year of the one that is counted, as feeds name it: the year before, or a year that a text names."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from parindex.domain.calendar.periods import Period

PREVIOUS_YEAR: Final = "previous_year"
_YEAR: Final = re.compile(r"(19|20)[0-9]{2}")


def is_earlier(word: str) -> bool:
    """Tell whether a word names an earlier year: `previous_year`, or a year of four digits."""
    return word == PREVIOUS_YEAR or _YEAR.fullmatch(word) is not None


def earlier_year(word: str, *, of: Period) -> Period:
    """Return the whole year that a word names for a period. Raises ValueError for a word that names none."""
    if not is_earlier(word):
        raise ValueError(word)
    year = of.start.year - 1 if word == PREVIOUS_YEAR else int(word)
    return Period(f"Năm {year}", date(year, 1, 1), date(year + 1, 1, 1))


def is_comparable(word: str, *, of: Period, today: date) -> bool:
    """Tell whether what a period holds by a day can be held against the earlier year that a word names.

    The year before is counted whole: only a year that is whole and over by the end of that day is held against it,
    for the part of one would always seem to fall. A year that a text names stands whatever the period.
    """
    is_whole = (of.start, of.end) == (date(of.start.year, 1, 1), date(of.start.year + 1, 1, 1))
    return word != PREVIOUS_YEAR or (is_whole and today >= of.last_day)


def earlier_name(word: str) -> str:
    """Return the words for people: "năm trước", "năm 2021"."""
    return "năm trước" if word == PREVIOUS_YEAR else f"năm {word}"

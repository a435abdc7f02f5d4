"""Deadlines at points of the calendar: days, weeks, months, quarters and years ("Chậm nhất ngày 31/01/2024")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parindex.domain.planning import ranges
from parindex.domain.planning.deadlines.clauses import Clause, Rules
from parindex.domain.planning.model import Deadline, DeadlineKind
from parindex.domain.text import dates, numerals

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DASHED_LIST: Final = re.compile(r"\d{1,2}(?:\s*[-–]\s*\d{1,2}){2,}")
_DM: Final = (
    r"(?<![\d/.])(?<!tuan thu )\d{1,2}(?:\s?/\s?\d{1,2}(?!\s?[/\d])|\s+thang\s+\d{1,2}(?!\s?[/\d]|,?\s+nam\s+\d))"
)
DAY_MONTHS: Final = rf"{_DM}(?:\s*(?:,|va|;)\s*(?:truoc\s+)?(?:ngay\s+)?{_DM}){{0,24}}"
QUARTER: Final = r"(?:iv|i{1,3}|[1-4])"
_WEEK_NUMBER: Final = r"(?:(?:thu\s+)?(?:0?[1-5](?!\d)|(?:i{1,3}|iv|v|nhat|hai|ba|tu|nam)\b)|(?:dau|giua|cuoi)\b)"
# "tuần 2 tháng", "tuần 1 và tuần 2 của tháng", "tuần 2/".
_WEEK: Final = (
    rf"\btuan\s+{_WEEK_NUMBER}(?:\s*(?:,|va|-|–|den|hoac)\s*(?:tuan\s+)?{_WEEK_NUMBER}){{0,4}}(?:\s+cung)?"
    r"\s*(?:,?\s*(?:cua\s+)?thang\s*|/\s*(?:thang\s*)?)(?=\d)"
)
WEEK_OF_MONTH: Final = re.compile(_WEEK)


def read_day_months(text: str) -> Iterator[tuple[int, int]]:
    """Read each day and month without a year."""
    for match in re.finditer(_DM, text):
        day, month = re.findall(r"\d+", match[0])
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield int(day), int(month)


def read_quarter(text: str) -> int | None:
    """Read a quarter in Roman or Arabic digits."""
    return int(text) if text.isdigit() else numerals.from_roman(text)


def _find_year(clause: Clause, position: int) -> int | None:
    """Find the year of a part of a year that lacks it: the next one printed, else the last one, else the plan's."""
    later = _YEAR.search(clause.folded, position, position + 120)
    if later:
        return int(later[0])
    earlier = _YEAR.findall(clause.folded, max(0, position - 60), position)
    return int(earlier[-1]) if earlier else clause.plan_year


def _build_date(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Fall on a date of the calendar; the first day of a range is not a deadline."""
    found = dates.parse_date(match[0])
    if found and not clause.opens_range(match):
        yield clause.make(DeadlineKind.DATE, date_=found, op=clause.find_op(match.start()))


def _build_day_month(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Fall on days and months of the plan's year; the last of them is none where it opens a range."""
    year = _find_year(clause, match.start())
    found = list(read_day_months(match[0]))
    for day, month in found[:-1] if clause.opens_range(match) else found:
        value = dates.build_date(year, month, day) if year else None
        shown = {"date_": value} if value else {"day": day, "month": month}
        yield clause.make(DeadlineKind.DATE, op=clause.find_op(match.start()), **shown)


def _build_months(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie in one or several months; a range of months ends with its last, "3-6-9-12" are four."""
    if clause.opens_range(match):
        return
    year = _find_year(clause, match.start())
    months = [int(month) for month in re.findall(r"\d+", match["months"]) if 1 <= int(month) <= 12]
    is_range = re.search(r"[-–]|\bden\b", match["months"]) is not None and not _DASHED_LIST.fullmatch(match["months"])
    for month in months[-1:] if is_range else months:
        op = "<=" if is_range else clause.find_op(match.start())
        yield clause.make(DeadlineKind.MONTH, month=month, year=year, op=op)


def _build_quarters(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie in one or several quarters; the first of a range stays, as it is worked in, with the `op` of a start."""
    year = _find_year(clause, match.start())
    words = match["quarters"]
    dashes = [dash.start() for dash in re.finditer("[-–]", words)]
    ends = [len(words)] if clause.opens_range(match) else dashes if len(dashes) == 1 else []
    op = clause.find_op(match.start())
    quarters = list(re.finditer(rf"\b{QUARTER}\b", words))
    first = max((place for place, quarter in enumerate(quarters) if ends and quarter.end() <= ends[0]), default=None)
    for place, quarter in enumerate(quarters):
        is_end = first is not None and place > first and op == ranges.FROM
        own = ranges.FROM if place == first else None if is_end else op
        yield clause.make(DeadlineKind.QUARTER, quarter=read_quarter(quarter[0]), year=year, op=own)


def _build_part_of_year(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """End with the last month of a part of the year ("6 tháng đầu năm" ends with June)."""
    month = int(match["count"]) if match["part"] == "dau" else 12
    if 1 <= month <= 12:
        yield clause.make(DeadlineKind.MONTH, month=month, year=_find_year(clause, match.start()), op="<=")


def _build_onward(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Start in a year and go on in the following ones."""
    year = match["year"] or match["year_"]
    yield clause.make(DeadlineKind.IN_YEAR_ONWARD, year=int(year) if year else clause.plan_year)


def _build_years(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie between two years."""
    yield clause.make(DeadlineKind.YEAR_RANGE, year=int(match["year"]), year_to=int(match["year_to"]))


def _build_by_year(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """End with a year."""
    yield clause.make(DeadlineKind.BY_YEAR, year=int(match["year"]), op="<=")


def _build_end_of_year(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """End with the year of the assessment."""
    year = int(match["year"]) if match["year"] else clause.plan_year
    yield clause.make(DeadlineKind.END_OF_ASSESSMENT_YEAR, year=year)


def _build_in_year(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie in a year."""
    year = next((value for value in match.groups() if value), None)
    yield clause.make(DeadlineKind.IN_YEAR, year=int(year) if year else clause.plan_year)


DATES: Final[Rules] = (
    (
        "cac nam|nhung nam|tu nam",
        r"\b(?:nam\s+)?(?P<year>\d{4})?\s*,?\s*(?:va\s+)?(?:cac|nhung)\s+nam\s+(?:tiep theo|sau|ke tiep|tiep)\b"
        r"|\btu\s+nam\s+(?P<year_>\d{4})(?!\s*(?:-|–|den))(?:\s+tro di)?",
        _build_onward,
    ),
    (
        "-|–|—|den|toi|va",
        r"(?<![\d/])(?P<year>(?:19|20)\d{2})\s*(?:-|–|—|den|toi|va)\s*(?:het\s+)?(?:nam\s+)?(?P<year_to>(?:19|20)\d{2})(?!\d)",
        _build_years,
    ),
    # The number of a week or of a round is no day: due in the month.
    (
        "tuan|dot|lan|ky",
        rf"(?:{_WEEK}|(?<!dinh )(?<!\d )\b(?:dot|lan|ky)\s+\d{{1,2}}\s*,?\s*(?:cua\s+)?thang\s+)(?P<months>\d{{1,2}})\b"
        r"(?!\s+(?:thang|lan|dot|ky)\b)"
        r"(?:\s*/\s*\d{4}|\s*,?\s*nam\s+\d{4})?",
        _build_months,
    ),
    (
        "/|.|-|thang",
        r"(?:(?<![\d/.,-])|(?<=[/.]\d{4}-)|(?<=/\d-)|(?<=/\d\d-)|(?<=^\d-)|(?<=^\d\d-)|(?<=[^\d/.,-]\d\d-)|(?<=[^\d/.,-]\d-))"
        r"(?<!thang )\d{1,2}\s{0,3}(?:(?P<sep>[/.-])\s{0,3}\d{1,2}\s{0,3}(?P=sep)\s{0,3}"
        r"|,?\s{0,3}thang\s{0,3}\d{1,2}\s{0,3}(?:,?\s{0,3}nam\s{0,3}|[/.-]\s{0,3}))\d{4}(?!\d)",
        _build_date,
    ),
    ("/|thang", rf"{DAY_MONTHS}(?:\s*[,(]?\s*(?:cua\s+)?nam\s+(?:19|20)\d{{2}}(?!\d))?", _build_day_month),
    ("dau nam|cuoi nam", r"\b(?P<count>\d{1,2})\s+thang\s+(?P<part>dau|cuoi)\s+nam\b", _build_part_of_year),
    (
        "quy",
        rf"\bquy\s+(?P<quarters>{QUARTER}\b(?:\s*(?:,|va|-|–|;)\s*(?:quy\s+)?{QUARTER}\b)*)"
        r"(?:\s*/\s*\d{4}|\s*,?\s*nam\s+\d{4})?",
        _build_quarters,
    ),
    (
        "thang",
        r"\bthang\s*(?P<months>\d{1,2}\b(?:\s*(?:,|va|-|–|den|;)\s*(?:thang\s+)?\d{1,2}\b(?!\s*thang))*)"
        r"(?:\s*/\s*\d{4}|\s*,?\s*nam\s+\d{4})?",
        _build_months,
    ),
    ("/", r"\bq\.?\s?(?P<quarters>[1-4])\s?/\s?(?:19|20)\d{2}(?!\d)", _build_quarters),
    ("/", r"(?:(?<![\d/.-])|(?<=/\d{4}-))(?P<months>\d{1,2})\s?/\s?(?:19|20)\d{2}(?!\d)", _build_months),
)
YEARS: Final[Rules] = (
    (
        "den nam|het nam|cuoi nam|truoc nam|nhat nam",
        r"\b(?:den(?:\s+het|\s+cuoi)?|truoc|het|cham nhat)\s+nam\s+(?P<year>\d{4})\b",
        _build_by_year,
    ),
    (
        "nam danh gia|cuoi nam",
        r"\b(?:(?:truoc\s+)?(?:ngay\s+)?(?:ket thuc|het)\s+nam\s+danh gia|cuoi\s+nam)\b(?:\s+(?P<year>\d{4}))?",
        _build_end_of_year,
    ),
    ("nam", r"\b(?:trong\s+)?nam\s*:?\s*(?P<year>\d{4})\b", _build_in_year),
    ("20|19", r"\btrong\s+((?:19|20)\d{2})\b|^((?:19|20)\d{2})$", _build_in_year),
    ("trong nam|ca nam|het nam", r"\b(?:trong|ca|den\s+het)\s+nam\b", _build_in_year),
)

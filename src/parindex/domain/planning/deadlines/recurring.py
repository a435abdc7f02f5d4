"""Deadlines that come again: in each period, some times in it, on a day of each ("ngày 20 hằng tháng", "quý/lần")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from parindex.domain.planning.deadlines.clauses import Clause, Rules
from parindex.domain.planning.deadlines.points import DAY_MONTHS, QUARTER, read_day_months, read_quarter
from parindex.domain.planning.model import Deadline, DeadlineKind

_PERIODS: Final = {
    "ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "6 thang": "half_year", "06 thang": "half_year",
    "3 thang": "quarter", "03 thang": "quarter", "ba thang": "quarter",
    "nua nam": "half_year", "sau thang": "half_year", "nam": "year",
}  # fmt: skip
_PERIOD: Final = r"(?:0?6 thang|sau thang|0?3 thang|ba thang|nua nam|ngay|tuan|thang|quy|nam)\b"


def _build_day_of_month(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur on a day of each month, or of the last month of each period."""
    period = next((match[name] for name in ("each", "last") if match[name]), None)
    every = _PERIODS.get(period or "")
    op = clause.find_op(match.start())
    more = re.findall(r"\d+", match.groupdict().get("more") or "")
    for day in (match["day"], *more):
        yield clause.make(DeadlineKind.RECURRING_DAY_OF_MONTH, day=int(day), every=every, op=op)


def _build_recurring_dates(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur on days of each year."""
    op = clause.find_op(match.start()) or ("<=" if re.search(r"\b(?:truoc|cham nhat)\b", match[0]) else None)
    for day, month in read_day_months(match[0]):
        yield clause.make(DeadlineKind.RECURRING_DATE, day=day, month=month, every="year", op=op)


def _build_part_each_year(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur in months or a quarter of each year."""
    for month in re.findall(r"\d+", match["months"] or ""):
        yield clause.make(DeadlineKind.RECURRING, every="year", month=int(month))
    if match["quarter"]:
        yield clause.make(DeadlineKind.RECURRING, every="year", quarter=read_quarter(match["quarter"]))


def _build_recurring(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur each month, quarter, half year, year."""
    for period in re.finditer(_PERIOD, match["periods"]):
        yield clause.make(DeadlineKind.RECURRING, every=_PERIODS[period[0]])


def _build_each(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur in each period ("từng quý", "quý/lần")."""
    yield clause.make(DeadlineKind.RECURRING, every=_PERIODS[match["periods"] or match["periods_"]])


def _build_times(clause: Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur some times in a period ("02 lần/năm")."""
    times = int(match["times"]) if match["times"].isdecimal() else 1
    yield clause.make(DeadlineKind.RECURRING, every=_PERIODS[match["period"]], n=times if times > 1 else None)


DAYS: Final[Rules] = (
    (
        "ngay",
        r"\b(?:hang|moi)\s+(?P<each>thang|quy)\s*,?\s*(?:(?:truoc|cham nhat|vao|la)\s+)*"
        r"ngay\s+(?P<day>\d{1,2})(?!\s?[/\d]|\s+thang)(?P<last>)",
        _build_day_of_month,
    ),
    (
        "hang|moi|cac|cuoi",
        r"\b(?:ngay|truoc)\s+(?:\d{1,2}\s*(?:[-–]|den(?:\s+ngay)?)\s*)?(?P<day>\d{1,2})(?P<more>(?:\s*(?:,|va)\s*(?:ngay\s+)?\d{1,2}\b){0,9})\s*,?\s*(?:cua\s+)?"
        r"(?:(?:hang|moi|cac|dinh ky hang)\s+(?P<each>thang|quy)\b"
        r"|thang\s+cuoi\s*(?:cung\s+)?(?:cua\s+)?(?:moi\s+|ky\s+|hang\s+)*(?P<last>quy|nam|6 thang|bao cao)\b)",
        _build_day_of_month,
    ),
    (
        "hang nam|moi nam",
        rf"{DAY_MONTHS}\s*,?\s*(?:hang|moi)\s+nam\b"
        rf"|\b(?:hang|moi)\s+nam\s*,?\s*(?:\(\s*)?(?:truoc\s+|cham nhat\s+|la\s+|vao\s+|ngay\s+)*{DAY_MONTHS}",
        _build_recurring_dates,
    ),
    (
        "hang nam|moi nam",
        rf"\b(?:thang\s+(?P<months>\d{{1,2}}(?:\s*(?:,|va)\s*(?:thang\s+)?\d{{1,2}}\b)*)|quy\s+(?P<quarter>{QUARTER}))\s*,?\s*(?:hang|moi)\s+nam\b",
        _build_part_each_year,
    ),
    # Before a quarter or a month is read from the count: "mỗi quý 1 lần", "định kỳ 6 tháng 1 lần".
    (
        "lan|dot|ky",
        rf"\b(?:(?:hang|moi|dinh ky(?:\s+hang)?)\s+)?(?P<period>{_PERIOD})\s*/?\s*(?P<times>0?1|mot)\s+(?:lan|dot|ky)\b"
        r"(?!\s+(?:\d|thang))",
        _build_times,
    ),
    ("12 thang", r"\b(?P<periods>0?6 thang)\s*(?:,|va|/)?\s*12 thang\b", _build_recurring),
)
PERIODS: Final[Rules] = (
    # The last day of a period that no number names comes in each: "ngày làm việc cuối cùng của tháng".
    (
        "cuoi",
        r"\bngay\s+(?:lam viec\s+)?cuoi\s+(?:cung\s+)?(?:cua\s+)?(?:(?:hang|moi|tung|cac)\s+)?"
        r"(?:thang\s+cuoi\s+(?:cung\s+)?(?:cua\s+)?(?:(?:hang|moi|tung)\s+)?(?=(?:0?6 thang|quy|nam)\b)|(?!nam\b))"
        rf"(?P<periods>{_PERIOD}(?:\s*(?:,|/|va)\s*{_PERIOD})*)(?!\s*(?:/|\d|[iv]+\b|nay\b|sau\b|tiep\b|truoc\b|cuoi\b))",
        _build_recurring,
    ),
    (
        "lan|dot|ky",
        rf"\b(?P<times>\d{{1,2}})\s+(?:lan|dot|ky)\s*(?:/|trong|moi|tren)\s*(?:mot\s+)?(?P<period>{_PERIOD})",
        _build_times,
    ),
    (
        "hang|moi|dinh ky",
        rf"\b(?:hang|moi|dinh ky(?:\s+hang|\s+moi)?)\s*[:(]?\s*"
        rf"(?P<periods>{_PERIOD}(?:\s*(?:,|/|va)\s*(?:hang\s+)?{_PERIOD})*)",
        _build_recurring,
    ),
    (
        "4 quy|bon quy|theo quy|theo thang",
        r"\bca\s+(?:0?4|bon)\s+(?P<periods>quy)\b|^theo\s+(?P<periods_>quy|thang)$",
        _build_each,
    ),
    (
        "cac|tung|lan",
        rf"\b(?:(?:cac|tung)\s+(?P<periods>(?:quy|thang)\b)|(?P<periods_>{_PERIOD})\s*/\s*(?:mot\s+)?lan\b)",
        _build_each,
    ),
    ("6 thang", r"\b(?P<periods>0?6 thang)\s*(?:/\s*lan|,|va)\s*(?:(?:hang\s+)?nam\b)?", _build_recurring),
)

"""Deadlines in the words of a plan ("Trong năm 2023/Chậm nhất ngày 31 tháng 01 năm 2024").

Each rule claims the characters it understands, so that a later, more general rule does not read them again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from parindex.domain.planning import citations, ranges
from parindex.domain.planning import lexicon as lexicons
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Deadline, DeadlineKind, DeadlineRole
from parindex.domain.text import dates, folding, numerals
from parindex.domain.text.memory import remember
from parindex.domain.text.signs import BySign

_EDGES: Final = " \t\n.;,:-–—−+*•·/"
_CLAIMED: Final = "\x00"
_ROLE_SLASH: Final = re.compile(r"\s*/\s*")
_PERIOD_SLASH: Final = re.compile(r"(?:hang|moi|dinh ky)\s[^/]{0,20}/\s*(?:thang|quy|nam|6 thang|nua nam)\b")
_CLAUSE: Final = re.compile(r"[;.,](?:(?<=;)\s*(?:[-+•]\s)?|\s+[-+•]\s|(?<=\.)\s+(?=[A-ZĐÀ-Ỵ]))")
_LIMIT: Final = re.compile(
    r"\b(?:truoc|cham nhat|muon nhat|xong|den|hoan thanh|khong qua|het|ket thuc|han)\b[^,;]{0,30}$"
)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DASHED_LIST: Final = re.compile(r"\d{1,2}(?:\s*[-–]\s*\d{1,2}){2,}")
_NUMBER_WORDS: Final = {"hai": 2, "ba": 3, "bon": 4, "sau": 6, "bay": 7, "muoi": 10}
_PERIODS: Final = {
    "ngay": "day", "tuan": "week", "thang": "month", "quy": "quarter", "6 thang": "half_year", "06 thang": "half_year",
    "nua nam": "half_year", "sau thang": "half_year", "nam": "year",
}  # fmt: skip

_DM: Final = (
    r"(?<![\d/.])(?<!tuan thu )\d{1,2}(?:\s?/\s?\d{1,2}(?!\s?[/\d])|\s+thang\s+\d{1,2}(?!\s?[/\d]|,?\s+nam\s+\d))"
)
_DM_LIST: Final = rf"{_DM}(?:\s*(?:,|va|;)\s*(?:truoc\s+)?(?:ngay\s+)?{_DM}){{0,24}}"
_PERIOD: Final = r"(?:0?6 thang|sau thang|nua nam|ngay|tuan|thang|quy|nam)\b"
_QUARTER: Final = r"(?:iv|i{1,3}|[1-4])"
_WEEK_NUMBER: Final = r"(?:(?:thu\s+)?(?:0?[1-5](?!\d)|(?:i{1,3}|iv|v|nhat|hai|ba|tu|nam)\b)|(?:dau|giua|cuoi)\b)"
# "tuần 2 tháng", "tuần 1 và tuần 2 của tháng", "tuần 2/".
_WEEK: Final = (
    rf"\btuan\s+{_WEEK_NUMBER}(?:\s*(?:,|va|-|–|den|hoac)\s*(?:tuan\s+)?{_WEEK_NUMBER}){{0,4}}(?:\s+cung)?"
    r"\s*(?:,?\s*(?:cua\s+)?thang\s*|/\s*(?:thang\s*)?)(?=\d)"
)
_WEEK_OF_MONTH: Final = re.compile(_WEEK)
_DAYS: Final = r"(?P<n>\d{1,3}|hai|ba|bon|bay|muoi)\s*(?:\([^)]{0,20}\)\s*)?ngay(?P<working>\s+lam viec)?"
_EVENT: Final = (
    r"(?P<event>.{1,400}?)(?=,\s*(?:nhung\s+)?(?:cham nhat|truoc ngay|xong)\b"
    r"|\s+hoac\s+(?:cham nhat|trong)\b"
    r"|\s+den\s+(?:(?:truoc|het|ngay)\s+)*(?:\d{1,2}\s?/|thang\s+\d|quy\s+[iv\d]|nam\s+\d)"
    r"|\s*\x00|[\s.;,]*$)"
)


class _Clause(NamedTuple):
    """One clause of a deadline text: its words, their aligned fold and the year of the plan."""

    text: str
    folded: str
    plan_year: int | None

    def make(self, kind: DeadlineKind, **fields: Any) -> Deadline:
        """Make a deadline of this clause; the role is set by the caller of the clause."""
        return Deadline(role=DeadlineRole.BOTH, kind=kind, text=self.text, **fields)

    def quote(self, match: re.Match[str], group: str) -> str:
        """Quote a group of a match in the words of the clause."""
        return self.text[match.start(group) : match.end(group)].strip(_EDGES)

    def find_op(self, position: int) -> str | None:
        """Give ">=" where "từ" stands before a position, "<=" where a limit does ("chậm nhất", "trước", "xong")."""
        if ranges.is_since(self.text, position):
            return ranges.FROM
        return "<=" if _LIMIT.search(self.folded, max(0, position - 45), position) else None

    def opens_range(self, match: re.Match[str]) -> bool:
        """Tell whether a match is the first point of a range."""
        return ranges.opens_range(self.folded, start=match.start(), end=match.end())


_Build = Callable[[_Clause, re.Match[str]], Iterator[Deadline]]


def _build_reference(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Point to another place of the plan."""
    yield clause.make(DeadlineKind.CROSS_REFERENCE, event=clause.quote(match, "event"))


def _build_days_before(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Count working days back from an event; calendar days before an event have no kind and quote the whole phrase."""
    if not match["working"]:
        yield clause.make(
            DeadlineKind.ON_EVENT, event=clause.text[match.start("n") : match.end()].strip(_EDGES), op="<="
        )
        return
    yield clause.make(
        DeadlineKind.WORKING_DAYS_BEFORE_EVENT, n=_read_count(match["n"]), event=clause.quote(match, "event"), op="<="
    )


def _build_days_after(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Count days or working days from an event."""
    kind = DeadlineKind.WORKING_DAYS_AFTER_EVENT if match["working"] else DeadlineKind.DAYS_AFTER_EVENT
    event = clause.quote(match, "event") if match["event"] else None
    yield clause.make(kind, n=_read_count(match["n"]), event=event, op="<=")


def _read_count(text: str) -> int:
    """Read digits or a short folded number word."""
    return _NUMBER_WORDS[text] if text in _NUMBER_WORDS else int(text)


def _build_day_of_month(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur on a day of each month, or of the last month of each period."""
    period = next((match[name] for name in ("each", "last") if match[name]), None)
    every = _PERIODS.get(period or "")
    op = clause.find_op(match.start())
    more = re.findall(r"\d+", match.groupdict().get("more") or "")
    for day in (match["day"], *more):
        yield clause.make(DeadlineKind.RECURRING_DAY_OF_MONTH, day=int(day), every=every, op=op)


def _read_day_months(text: str) -> Iterator[tuple[int, int]]:
    """Read each day and month without a year."""
    for match in re.finditer(_DM, text):
        day, month = re.findall(r"\d+", match[0])
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            yield int(day), int(month)


def _build_recurring_dates(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur on days of each year."""
    op = clause.find_op(match.start()) or ("<=" if re.search(r"\b(?:truoc|cham nhat)\b", match[0]) else None)
    for day, month in _read_day_months(match[0]):
        yield clause.make(DeadlineKind.RECURRING_DATE, day=day, month=month, every="year", op=op)


def _read_quarter(text: str) -> int | None:
    """Read a quarter in Roman or Arabic digits."""
    return int(text) if text.isdigit() else numerals.from_roman(text)


def _build_part_each_year(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur in months or a quarter of each year."""
    for month in re.findall(r"\d+", match["months"] or ""):
        yield clause.make(DeadlineKind.RECURRING, every="year", month=int(month))
    if match["quarter"]:
        yield clause.make(DeadlineKind.RECURRING, every="year", quarter=_read_quarter(match["quarter"]))


def _build_recurring(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur each month, quarter, half year, year."""
    for period in re.finditer(_PERIOD, match["periods"]):
        yield clause.make(DeadlineKind.RECURRING, every=_PERIODS[period[0]])


def _build_each(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur in each period ("từng quý", "quý/lần")."""
    yield clause.make(DeadlineKind.RECURRING, every=_PERIODS[match["periods"] or match["periods_"]])


def _build_times(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Recur some times in a period ("02 lần/năm")."""
    times = int(match["times"])
    yield clause.make(DeadlineKind.RECURRING, every=_PERIODS[match["period"]], n=times if times > 1 else None)


def _build_onward(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Start in a year and go on in the following ones."""
    year = match["year"] or match["year_"]
    yield clause.make(DeadlineKind.IN_YEAR_ONWARD, year=int(year) if year else clause.plan_year)


def _build_years(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie between two years."""
    yield clause.make(DeadlineKind.YEAR_RANGE, year=int(match["year"]), year_to=int(match["year_to"]))


def _build_by_year(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """End with a year."""
    yield clause.make(DeadlineKind.BY_YEAR, year=int(match["year"]), op="<=")


def _build_end_of_year(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """End with the year of the assessment."""
    year = int(match["year"]) if match["year"] else clause.plan_year
    yield clause.make(DeadlineKind.END_OF_ASSESSMENT_YEAR, year=year)


def _build_date(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Fall on a date of the calendar; the first day of a range is not a deadline."""
    found = dates.parse_date(match[0])
    if found and not clause.opens_range(match):
        yield clause.make(DeadlineKind.DATE, date_=found, op=clause.find_op(match.start()))


def _find_year(clause: _Clause, position: int) -> int | None:
    """Find the year of a part of a year that lacks it: the next one printed, else the last one, else the plan's."""
    later = _YEAR.search(clause.folded, position, position + 120)
    if later:
        return int(later[0])
    earlier = _YEAR.findall(clause.folded, max(0, position - 60), position)
    return int(earlier[-1]) if earlier else clause.plan_year


def _build_day_month(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Fall on days and months of the plan's year; the last of them is none where it opens a range."""
    year = _find_year(clause, match.end())
    found = list(_read_day_months(match[0]))
    for day, month in found[:-1] if clause.opens_range(match) else found:
        value = dates.build_date(year, month, day) if year else None
        shown = {"date_": value} if value else {"day": day, "month": month}
        yield clause.make(DeadlineKind.DATE, op=clause.find_op(match.start()), **shown)


def _build_quarters(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie in one or several quarters; the first of a range stays, as it is worked in, with the `op` of a start."""
    year = _find_year(clause, match.start())
    words = match["quarters"]
    dashes = [dash.start() for dash in re.finditer("[-–]", words)]
    ends = [len(words)] if clause.opens_range(match) else dashes if len(dashes) == 1 else []
    op = clause.find_op(match.start())
    quarters = list(re.finditer(rf"\b{_QUARTER}\b", words))
    first = max((place for place, quarter in enumerate(quarters) if ends and quarter.end() <= ends[0]), default=None)
    for place, quarter in enumerate(quarters):
        is_end = first is not None and place > first and op == ranges.FROM
        own = ranges.FROM if place == first else None if is_end else op
        yield clause.make(DeadlineKind.QUARTER, quarter=_read_quarter(quarter[0]), year=year, op=own)


def _build_months(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie in one or several months; a range of months ends with its last, "3-6-9-12" are four."""
    if clause.opens_range(match):
        return
    year = _find_year(clause, match.start())
    months = [int(month) for month in re.findall(r"\d+", match["months"]) if 1 <= int(month) <= 12]
    is_range = re.search(r"[-–]|\bden\b", match["months"]) is not None and not _DASHED_LIST.fullmatch(match["months"])
    for month in months[-1:] if is_range else months:
        op = "<=" if is_range else clause.find_op(match.start())
        yield clause.make(DeadlineKind.MONTH, month=month, year=year, op=op)


def _build_part_of_year(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """End with the last month of a part of the year ("6 tháng đầu năm" ends with June)."""
    month = int(match["count"]) if match["part"] == "dau" else 12
    if 1 <= month <= 12:
        yield clause.make(DeadlineKind.MONTH, month=month, year=_find_year(clause, match.start()), op="<=")


def _build_in_year(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Lie in a year."""
    year = next((value for value in match.groups() if value), None)
    yield clause.make(DeadlineKind.IN_YEAR, year=int(year) if year else clause.plan_year)


def _build_continuous(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Go on all the time."""
    yield clause.make(DeadlineKind.CONTINUOUS, year=int(match["year"]) if match["year"] else None)


def _build_after(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Follow an event."""
    yield clause.make(DeadlineKind.AFTER_EVENT, event=clause.quote(match, "event"))


def _build_on(clause: _Clause, match: re.Match[str]) -> Iterator[Deadline]:
    """Come with an event."""
    yield clause.make(DeadlineKind.ON_EVENT, event=clause.quote(match, "event"))


def _build_plain(kind: DeadlineKind) -> _Build:
    """Make a builder of a kind without values."""

    def build(clause: _Clause, _match: re.Match[str]) -> Iterator[Deadline]:
        """Make the one deadline."""
        yield clause.make(kind)

    return build


# The signs of a rule, one of which stands in every text that it reads, its pattern, its builder.
_Rules = tuple[tuple[str, str, _Build], ...]

_DATED_EVENTS: Final[_Rules] = (
    (
        "diem|khoan|muc|phan",
        r"\b(?:nhu|theo|tai|xem|thuc hien tai)\b[^;/]{0,60}?"
        r"(?P<event>\b(?:diem|khoan|muc|tieu muc|phan)\s+(?:[a-z]\b|\d|[ivx]+\b)"
        r"(?!.{0,60}\b(?:dieu \d|luat|nghi dinh)).*)",
        _build_reference,
    ),
    (
        "ngay",
        rf"(?:truoc\s+)?{_DAYS}\s+(?:truoc(?:\s+thoi diem)?|tinh den|den)\s+(?:khi\s+|ngay\s+)?{_EVENT}",
        _build_days_before,
    ),
    (
        "ngay",
        rf"{_DAYS}\s*,?\s*(?:ke\s+tu|tinh\s+tu|sau|tu)\s+(?:(?:sau\s+)?(?:khi|ngay|thoi diem)\s+)?{_EVENT}",
        _build_days_after,
    ),
    ("trong vong|trong thoi han", rf"\btrong\s+(?:vong|thoi han)\s+{_DAYS}(?P<event>)", _build_days_after),
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
        rf"{_DM_LIST}\s*,?\s*(?:hang|moi)\s+nam\b"
        rf"|\b(?:hang|moi)\s+nam\s*,?\s*(?:\(\s*)?(?:truoc\s+|cham nhat\s+|la\s+|vao\s+|ngay\s+)*{_DM_LIST}",
        _build_recurring_dates,
    ),
    (
        "hang nam|moi nam",
        rf"\b(?:thang\s+(?P<months>\d{{1,2}}(?:\s*(?:,|va)\s*(?:thang\s+)?\d{{1,2}}\b)*)|quy\s+(?P<quarter>{_QUARTER}))\s*,?\s*(?:hang|moi)\s+nam\b",
        _build_part_each_year,
    ),
)
_EVENTS: Final[_Rules] = (
    ("sau khi|sau ngay|tu khi|tu ngay", rf"(?:\bsau|^(?:ke\s+)?tu)\s+(?:khi|ngay)\s+(?!\d){_EVENT}", _build_after),
    ("sau", rf"\bsau\s+(?=hoi nghi|cuoc hop|ky hop|cuoc kiem tra|dot\s){_EVENT}", _build_after),
    ("khi", rf"(?<!\w)khi\s+{_EVENT}", _build_on),
)
_PERIODS_AND_DATES: Final[_Rules] = (
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
        rf"(?:{_WEEK}|\b(?:dot|lan|ky)\s+\d{{1,2}}\s*,?\s*(?:cua\s+)?thang\s+)(?P<months>\d{{1,2}})\b"
        r"(?:\s*/\s*\d{4}|\s*,?\s*nam\s+\d{4})?",
        _build_months,
    ),
    (
        "/|.|-|thang",
        r"(?:(?<![\d/.,-])|(?<=[/.]\d{4}-)|(?<=/\d-)|(?<=/\d\d-)|(?<=^\d\d-)|(?<=[^\d/.,-]\d\d-)|(?<=[^\d/.,-]\d-))"
        r"(?<!thang )\d{1,2}\s{0,3}(?:(?P<sep>[/.-])\s{0,3}\d{1,2}\s{0,3}(?P=sep)\s{0,3}"
        r"|,?\s{0,3}thang\s{0,3}\d{1,2}\s{0,3}(?:,?\s{0,3}nam\s{0,3}|[/.-]\s{0,3}))\d{4}(?!\d)",
        _build_date,
    ),
    ("/|thang", rf"{_DM_LIST}", _build_day_month),
    ("dau nam|cuoi nam", r"\b(?P<count>\d{1,2})\s+thang\s+(?P<part>dau|cuoi)\s+nam\b", _build_part_of_year),
    (
        "quy",
        rf"\bquy\s+(?P<quarters>{_QUARTER}\b(?:\s*(?:,|va|-|–|;)\s*(?:quy\s+)?{_QUARTER}\b)*)"
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
    (
        "lan|dot|ky",
        rf"\b(?P<times>\d{{1,2}})\s+(?:lan|dot|ky)\s*(?:/|trong|moi|tren)\s*(?:mot\s+)?(?P<period>{_PERIOD})",
        _build_times,
    ),
    ("lan|dot|ky", rf"\b(?P<period>{_PERIOD})\s*/?\s*(?P<times>0?1)\s+(?:lan|dot|ky)\b", _build_times),
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


@functools.lru_cache(maxsize=8)
def _compile_rules(lexicon: Lexicon) -> BySign[tuple[re.Pattern[str], _Build]]:
    """Put the rules in order, the office's own words among them."""
    own = (
        lexicon.continuous_words,
        lexicon.request_words,
        lexicon.assignment_words,
        lexicon.plan_words,
        lexicon.regulation_words,
    )
    continuous, requests, assignments, plans, regulations = (lexicons.compile_words(words).pattern for words in own)
    words_of = ["|".join(map(folding.fold, words)) for words in own]
    by = r"\b(?:theo|dung)\s+(?:[a-z]+\s+){0,4}?"
    year = r"(?:,?\s*(?:va\s+)?(?:trong\s+)?(?:ca\s+)?nam\b(?:\s+(?P<year>\d{4}))?)?"
    rest = r"(?:(?!\b(?:truoc|cham nhat|xong|hoan thanh|trong|quy|hang)\b)[^,;/\x00])*"
    worded: _Rules = (
        (words_of[2], rf"{by}{assignments}{rest}", _build_plain(DeadlineKind.PER_ASSIGNMENT)),
        (words_of[3], rf"{by}{plans}{rest}", _build_plain(DeadlineKind.PER_PLAN)),
        (words_of[4], rf"(?:{by}|^|(?<=\x00),\s*){regulations}{rest}", _build_plain(DeadlineKind.PER_REGULATION)),
    )
    rules: _Rules = (
        *_DATED_EVENTS,
        (words_of[1], rf"{requests}[^;]*", _build_plain(DeadlineKind.ON_REQUEST)),
        *_EVENTS,
        (words_of[0], rf"{continuous}(?:\s*,?\s*{continuous})*{year}", _build_continuous),
        *worded,
        *_PERIODS_AND_DATES,
    )
    return BySign((signs, (re.compile(pattern), build)) for signs, pattern, build in rules)


def _mute_citations(clause: _Clause) -> str:
    """Fold a clause with the numbers and dates of cited documents blotted out."""
    muted = clause.folded
    for found in citations.find_citations(clause.text):
        start = found.start + len(found.citation.kind or "")
        muted = muted[:start] + "#" * (found.end - start) + muted[found.end :]
    return muted


def _read_clause(clause: _Clause, *, lexicon: Lexicon) -> list[Deadline]:
    """Apply every rule to the characters that no earlier rule has claimed; deadlines in reading order."""
    found: list[tuple[int, int, Deadline]] = []
    masked = _mute_citations(clause)
    for pattern, build in _compile_rules(lexicon).find_fitting(masked):
        for match in pattern.finditer(masked):
            built = list(build(clause, match))
            found.extend((match.start(), number, deadline) for number, deadline in enumerate(built))
            masked = masked[: match.start()] + _CLAIMED * (match.end() - match.start()) + masked[match.end() :]
    return [deadline for _, _, deadline in sorted(found, key=lambda item: item[:2])]


def _split_clauses(text: str) -> Iterator[str]:
    """Split a deadline text at semicolons, bullets and sentence ends."""
    start = 0
    for match in _CLAUSE.finditer(text):
        yield text[start : match.start()].strip(_EDGES)
        start = match.end()
    yield text[start:].strip(_EDGES)


def _separates_roles(text: str, match: re.Match[str]) -> bool:
    """Tell whether a slash stands between performing and completing, not inside a date, a quarter or a number."""
    before = folding.fold_aligned(text[max(0, match.start() - 20) : match.start()])
    after = folding.fold_aligned(text[match.end() : match.end() + 40])
    if not before or not after or (before.endswith("va") and after.startswith("hoac")):
        return False
    if after[0].isdigit():
        full_date = re.match(r"\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}", after)
        return bool(full_date and re.search(r"\d{4}$|[^\d\sivx]$", before))
    if before[-1].isdigit() and re.match(r"[A-ZĐ]{2,}", text[match.end() : match.end() + 2]):
        return False
    return (
        not re.match(r"(?:lan|thang|quy|nam)\b", after) or re.match(r"(?:thang|quy|nam)\s+[\divx]", after) is not None
    )


def _split_roles(text: str) -> Iterator[tuple[DeadlineRole, str]]:
    """Split "A/B" into what is performed and what is completed."""
    if "/" in text and not _PERIOD_SLASH.search(folding.fold_aligned(text)):
        for match in _ROLE_SLASH.finditer(text):
            if _separates_roles(text, match):
                yield DeadlineRole.PERFORM, text[: match.start()]
                yield DeadlineRole.COMPLETE, text[match.end() :]
                return
    yield DeadlineRole.BOTH, text


@remember
def parse_deadlines(text: str, *, plan_year: int | None, lexicon: Lexicon) -> tuple[Deadline, ...]:
    """Read the deadlines of a deadline text in reading order.

    "A/B" gives A the role PERFORM and B the role COMPLETE, otherwise every deadline has the role BOTH. A text that
    holds no known way of writing a deadline gives an empty tuple.
    """
    plain = folding.collapse(folding.normalise(text))
    return tuple(
        deadline if role is DeadlineRole.BOTH else deadline._replace(role=role)
        for role, part in _split_roles(plain)
        for clause in _split_clauses(part)
        for deadline in _read_clause(
            _Clause(text=clause, folded=folding.fold_aligned(clause), plan_year=plan_year), lexicon=lexicon
        )
    )


def names_week(text: str) -> bool:
    """Tell whether a deadline text names a week of a month, of which `parse_deadlines` reads the month only."""
    return _WEEK_OF_MONTH.search(folding.fold_aligned(folding.collapse(folding.normalise(text)))) is not None

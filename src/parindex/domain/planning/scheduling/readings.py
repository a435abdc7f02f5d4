"""What the words of each kind of deadline allow: periods whose last day is the legal end, or what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from parindex.domain.calendar import periods
from parindex.domain.calendar.days import ONE_DAY, WorkingCalendar
from parindex.domain.calendar.periods import Period, ReportRegime, day_of_month
from parindex.domain.calendar.wording import day_text
from parindex.domain.planning.model import Deadline, DeadlineKind
from parindex.domain.planning.ranges import FROM
from parindex.domain.planning.scheduling import events
from parindex.domain.planning.scheduling.occurrences import Unresolved, leave_open

SHORT_PERIODS = {"day": "ngày", "week": "tuần"}
FIRST_YEAR, LAST_YEAR = 1945, 2200
YEARS_AFTER = "các năm tiếp theo được giao lại trong kế hoạch của từng năm"
_PART_OF_YEAR = re.compile(r"(?P<part>đầu|giữa) năm (?P<year>\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of a deadline depends on beside its words."""

    plan_year: int
    signed_on: date | None
    calendar: WorkingCalendar
    reporting: ReportRegime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A period whose last day is the legal end, and how the words led to it.

    `note` is what else to know, such as the document the words lean on; `doubt` is why a person should look.
    """

    period: Period
    meaning: str
    note: str | None = None
    doubt: str | None = None


Reading = Sequence[Candidate] | Unresolved


def read(deadline: Deadline, context: Context) -> Reading:
    """Read one deadline by its kind; every kind of the model has exactly one reading."""
    broken = _broken_part(deadline)
    if broken is not None:
        return leave_open(deadline, f"{broken} không có thật", needs=f"sửa lại {broken}")
    if deadline.op == FROM:
        return leave_open(deadline, "chỉ nói khi nào bắt đầu, không nói khi nào phải xong", needs="ngày phải xong")
    if deadline.kind in events.EVENT_KINDS:
        return events.await_event(deadline)
    if deadline.kind in _ELSEWHERE:
        reason, needs = _ELSEWHERE[deadline.kind]
        return leave_open(deadline, reason, needs=needs)
    return _READERS[deadline.kind](deadline, context)


def _broken_part(deadline: Deadline) -> str | None:
    """Name the first part of a deadline that no calendar has."""
    ranges = {
        "năm": ((deadline.year, deadline.year_to), FIRST_YEAR, LAST_YEAR),
        "quý": ((deadline.quarter,), 1, 4),
        "tháng": ((deadline.month,), 1, 12),
        "ngày": ((deadline.day,), 1, 31),
    }
    for name, (values, low, high) in ranges.items():
        for value in values:
            if value is not None and not low <= value <= high:
                return f"{name} {value}"
    return None


def _in_sentence(period: Period) -> str:
    return period.label[:1].lower() + period.label[1:]


def _last_day_of(
    period: Period, *, name: str | None = None, note: str | None = None, doubt: str | None = None
) -> Candidate:
    """Read a period as "the last working day of it"."""
    text = name or _in_sentence(period)
    return Candidate(period, f"được hiểu là ngày làm việc cuối cùng của {text}", note=note, doubt=doubt)


def _remaining(candidates: Sequence[Candidate], *, deadline: Deadline, context: Context) -> Reading:
    """Leave out recurrences that ended before the signing date."""
    signed_on = context.signed_on
    if signed_on is None:
        return candidates
    left = [candidate for candidate in candidates if candidate.period.last_day >= signed_on]
    if left:
        return left
    return leave_open(
        deadline, f"mọi kỳ của năm đã qua trước ngày ký {day_text(signed_on)}", needs="năm áp dụng hoặc ngày ký đúng"
    )


def _read_in_year(deadline: Deadline, context: Context) -> Reading:
    """Read "trong năm 2023", or the part of the year that stands before it ("đầu năm 2023"), to be checked."""
    year = deadline.year or context.plan_year
    found = _PART_OF_YEAR.search(deadline.text)
    # "Trong năm 2022 và đầu năm 2023" is two deadlines with the same words: the part belongs to its own year.
    if found is None or int(found["year"]) != year:
        return [_last_day_of(periods.year_period(year))]
    part = found["part"].lower()
    period = periods.quarter_period(year, 1) if part == "đầu" else periods.half_year_period(year, 1)
    doubt = f"“{part.capitalize()} năm {year}” không nói rõ ngày; tạm lấy {_in_sentence(period)}."
    return [_last_day_of(period, doubt=doubt)]


def _read_in_year_onward(deadline: Deadline, context: Context) -> Reading:
    year = max(deadline.year or context.plan_year, context.plan_year)
    return [_last_day_of(periods.year_period(year), note=YEARS_AFTER)]


def _read_assessment_year(deadline: Deadline, context: Context) -> Reading:
    year = deadline.year or context.plan_year
    return [_last_day_of(periods.year_period(year), doubt=f"Năm đánh giá được hiểu là năm {year}.")]


def _read_quarter(deadline: Deadline, context: Context) -> Reading:
    if deadline.quarter is None:
        return leave_open(deadline, "không nói quý nào", needs="số của quý")
    return [_last_day_of(periods.quarter_period(deadline.year or context.plan_year, deadline.quarter))]


def _read_month(deadline: Deadline, context: Context) -> Reading:
    if deadline.month is None:
        return leave_open(deadline, "không nói tháng nào", needs="số của tháng")
    return [_last_day_of(periods.month_period(deadline.year or context.plan_year, deadline.month))]


def _read_year_range(deadline: Deadline, context: Context) -> Reading:
    first = deadline.year or context.plan_year
    last = deadline.year_to
    if last is None or last < first:
        return leave_open(deadline, "giai đoạn thiếu năm cuối", needs="năm cuối của giai đoạn")
    return [_last_day_of(periods.year_range_period(first, last))]


def _read_by_year(deadline: Deadline, context: Context) -> Reading:
    year = deadline.year or context.plan_year
    period = periods.year_range_period(min(year, context.plan_year), year)
    return [_last_day_of(replace(period, label=f"Đến năm {year}"), name=f"năm {year}")]


def _read_date(deadline: Deadline, context: Context) -> Reading:
    day = deadline.date_
    if day is None:
        return leave_open(deadline, "không nói ngày nào", needs="ngày, tháng, năm")
    opening = date(min(context.plan_year, day.year), 1, 1)
    return [_on_day(day, label=day_text(day), opening=min(context.signed_on or opening, day))]


def _on_day(day: date, *, label: str, opening: date, source: str | None = None) -> Candidate:
    note = f"kỳ báo cáo theo {source}" if source else None
    return Candidate(Period(label, opening, day + ONE_DAY), f"là ngày {day_text(day)}", note=note)


def _read_recurring(deadline: Deadline, context: Context) -> Reading:
    """Read "hằng quý", "quý IV hằng năm" or "02 lần/năm".

    To be checked: n times a period become n equal parts of it; "hằng ngày", "hằng tuần" are followed by quarter.
    """
    year = deadline.year or context.plan_year
    every, times = deadline.every, deadline.n or 1
    if every == "year" and deadline.quarter is not None:
        parts: Sequence[Period] = [periods.quarter_period(year, deadline.quarter)]
    elif every == "year" and deadline.month is not None:
        parts = [periods.month_period(year, deadline.month)]
    elif every in periods.MONTHS_PER_PERIOD:
        parts = periods.periods_of_year(_divided(every, times=times), year=year)
    elif every in SHORT_PERIODS:
        parts = periods.periods_of_year("quarter", year=year)
    else:
        return leave_open(deadline, "chưa rõ lặp lại theo kỳ nào", needs="các mốc thời gian trong năm")
    doubt = f"Văn bản đòi {times} lần mỗi kỳ; các mốc được chia đều." if times > 1 else None
    if every in SHORT_PERIODS:
        doubt = f"Việc lặp lại hằng {SHORT_PERIODS[every]} được theo dõi theo quý."
    note = YEARS_AFTER if every == "year" else None
    found = [_last_day_of(part, note=note, doubt=doubt) for part in parts]
    return _remaining(found, deadline=deadline, context=context)


def _divided(every: str, *, times: int) -> str:
    """Name the period that is the `times`-th part of `every`; `every` itself when there is no such period."""
    parts = {months: name for name, months in periods.MONTHS_PER_PERIOD.items()}
    months, rest = divmod(periods.MONTHS_PER_PERIOD[every], times)
    return parts.get(months, every) if rest == 0 else every


def _read_continuous(deadline: Deadline, context: Context) -> Reading:
    """Follow regular work by quarter and say so: the words themselves name no day."""
    quarters = periods.periods_of_year("quarter", year=deadline.year or context.plan_year)
    found = [Candidate(part, f"là việc thường xuyên, theo dõi đến hết {_in_sentence(part)}") for part in quarters]
    return _remaining(found, deadline=deadline, context=context)


def _read_recurring_date(deadline: Deadline, context: Context) -> Reading:
    if deadline.day is None or deadline.month is None:
        return leave_open(deadline, "không nói ngày, tháng nào", needs="ngày và tháng lặp lại hằng năm")
    year = deadline.year or context.plan_year
    day = day_of_month(year, deadline.month, deadline.day)
    found = _on_day(day, label=day_text(day), opening=date(year, 1, 1))
    return _remaining([found], deadline=deadline, context=context)


def _read_day_of_month(deadline: Deadline, context: Context) -> Reading:
    """Read "ngày 20 hằng tháng", or "ngày 20 của tháng cuối kỳ báo cáo" by the reports of the regime in force."""
    year = deadline.year or context.plan_year
    if deadline.every is None and context.reporting is not None and _is_about_reports(deadline):
        found = _report_days(deadline, reporting=context.reporting, year=year)
        if not found:
            return leave_open(deadline, "chế độ báo cáo không đặt ngày gửi", needs="ngày gửi của từng kỳ báo cáo")
    elif deadline.day is None or deadline.every not in periods.MONTHS_PER_PERIOD:
        return leave_open(deadline, "không nói ngày nào của tháng nào", needs="ngày và tháng")
    else:
        parts = periods.periods_of_year(deadline.every, year=year)
        days = [day_of_month(part.last_day.year, part.last_day.month, deadline.day) for part in parts]
        found = [_on_day(day, label=part.label, opening=part.start) for part, day in zip(parts, days, strict=True)]
    return _remaining(found, deadline=deadline, context=context)


def _is_about_reports(deadline: Deadline) -> bool:
    return "báo cáo" in f"{deadline.text} {deadline.event or ''}".lower()


def _report_days(deadline: Deadline, *, reporting: ReportRegime, year: int) -> list[Candidate]:
    found = []
    for report in reporting.reports:
        if report.due is not None:
            due_on = report.due.on(year)
            day = day_of_month(due_on.year, due_on.month, deadline.day or due_on.day)
            window = report.window(year)
            found.append(_on_day(day, label=window.label, opening=window.start, source=reporting.source))
    return found


_ELSEWHERE = {
    DeadlineKind.PER_PLAN: ("thời hạn nằm trong một kế hoạch khác", "mốc thời gian của kế hoạch đó"),
    DeadlineKind.PER_REGULATION: ("thời hạn nằm trong quy định", "thời hạn mà quy định đặt ra"),
    DeadlineKind.PER_ASSIGNMENT: ("thời hạn nằm trong từng nhiệm vụ được giao", "hạn của nhiệm vụ được giao"),
    DeadlineKind.ON_REQUEST: ("chỉ phát sinh khi có yêu cầu", "ngày của yêu cầu"),
    DeadlineKind.CROSS_REFERENCE: ("thời hạn được dẫn đến chỗ khác của văn bản", "thời hạn tại chỗ được dẫn"),
}
_READERS: Mapping[DeadlineKind, Callable[[Deadline, Context], Reading]] = {
    DeadlineKind.IN_YEAR: _read_in_year,
    DeadlineKind.IN_YEAR_ONWARD: _read_in_year_onward,
    DeadlineKind.END_OF_ASSESSMENT_YEAR: _read_assessment_year,
    DeadlineKind.QUARTER: _read_quarter,
    DeadlineKind.MONTH: _read_month,
    DeadlineKind.YEAR_RANGE: _read_year_range,
    DeadlineKind.BY_YEAR: _read_by_year,
    DeadlineKind.DATE: _read_date,
    DeadlineKind.RECURRING: _read_recurring,
    DeadlineKind.RECURRING_DATE: _read_recurring_date,
    DeadlineKind.RECURRING_DAY_OF_MONTH: _read_day_of_month,
    DeadlineKind.CONTINUOUS: _read_continuous,
}

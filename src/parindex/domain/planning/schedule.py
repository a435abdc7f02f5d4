"""From the meaning of a plan's deadlines to dated occurrences, each with the reason for its date.

Decision (one rule for every kind): a deadline has a *legal end*, the last day its words allow, and a *due date*, the
day people work towards. The legal end is kept as it is. The due date is the legal end when that is a working day, else
the last working day before it: a plan says "chậm nhất", so what it asks must be done while an office is still open to
receive it, and a later day would already be late. Moving never leaves the period nor passes the signing date; where it
would, and where the calendar does not know the year, the due date stays on the legal end, marked CHECK with the reason.

Other readings were considered: moving to the next working day (as time limits of procedures do, `calendar.clocks`)
would let "trong năm 2023" end in 2024; keeping 31/12/2023, a Sunday, would remind people on a day nobody works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from parindex.domain.calendar import periods
from parindex.domain.calendar.days import ONE_DAY, DayKind, UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.periods import Period, ReportRegime, day_of_month
from parindex.domain.calendar.wording import capitalized, day_text, weekday_name
from parindex.domain.planning.model import Confidence, Deadline, DeadlineKind, DeadlineRole
from parindex.domain.planning.ranges import FROM

REPORTING_REGIME = "cchc"
SHORT_PERIODS = {"day": "ngày", "week": "tuần"}
QUOTE_LIMIT = 90
FIRST_YEAR, LAST_YEAR = 1945, 2200
YEARS_AFTER = "các năm tiếp theo được giao lại trong kế hoạch của từng năm"
NO_LIMIT_AFTER_EVENT = (
    "Văn bản không nói phải xong sau bao nhiêu ngày nên lấy ngày làm việc đầu tiên sau sự kiện; đặt hạn khác nếu cần."
)
_PART_OF_YEAR = re.compile(r"(?P<part>đầu|giữa) năm (?P<year>\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated duty. [starts_on, legal_end] is what the words allow, both days included; `due_on` lies in it."""

    period_label: str
    starts_on: date
    legal_end: date
    due_on: date
    certainty: Confidence
    explanation: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A deadline without a date yet: why, and what must be known to give it one; both are whole sentences."""

    deadline_text: str
    kind: DeadlineKind
    role: DeadlineRole
    reason: str
    needs: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Occurrences by due date, each once, and what could not be dated."""

    occurrences: tuple[Occurrence, ...]
    unresolved: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    """What the reading of a deadline depends on beside its words."""

    plan_year: int
    signed_on: date | None
    calendar: WorkingCalendar
    reporting: ReportRegime | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A period whose last day is the legal end, and how the words led to it.

    `note` is what else to know, such as the document the words lean on; `doubt` is why a person should look.
    """

    period: Period
    meaning: str
    note: str | None = None
    doubt: str | None = None


_Reading = Sequence[_Candidate] | Unresolved


def resolve(
    deadlines: Sequence[Deadline],
    *,
    plan_year: int,
    signed_on: date | None,
    calendar: WorkingCalendar,
    regimes: Mapping[str, ReportRegime],
) -> Schedule:
    """Turn the deadlines of one item into dated occurrences.

    A completing deadline bounds the performing one written before it ("A/B"); when it has no date, the performing one
    serves, marked CHECK. Periods that ended before the signing date are left out.
    """
    context = _Context(plan_year, signed_on, calendar, regimes.get(REPORTING_REGIME))
    by_role = {role: [deadline for deadline in deadlines if deadline.role is role] for role in DeadlineRole}
    both = _resolve_all(by_role[DeadlineRole.BOTH], context=context)
    bounded = _resolve_roles(by_role[DeadlineRole.PERFORM], by_role[DeadlineRole.COMPLETE], context=context)
    found = {
        (occurrence.due_on, occurrence.period_label): occurrence
        for occurrence in (*reversed(bounded.occurrences), *reversed(both.occurrences))
    }
    unresolved = dict.fromkeys((*both.unresolved, *bounded.unresolved))
    return Schedule(tuple(found[key] for key in sorted(found)), tuple(unresolved))


def _resolve_roles(perform: Sequence[Deadline], complete: Sequence[Deadline], *, context: _Context) -> Schedule:
    """Combine performing with completing deadlines; see `resolve`."""
    performed = _resolve_all(perform, context=context)
    if not complete:
        return performed
    year = next((deadline.year for deadline in perform if deadline.year is not None), context.plan_year)
    completed = _resolve_all(complete, context=replace(context, plan_year=year))
    if not completed.occurrences:
        unknown = "; ".join(dict.fromkeys(_quote(deadline) for deadline in complete))
        doubt = f"Hạn hoàn thành '{unknown}' chưa có ngày nên tạm lấy thời gian thực hiện."
        occurrences = tuple(_doubted(occurrence, doubt=doubt) for occurrence in performed.occurrences)
        return Schedule(occurrences, (*performed.unresolved, *completed.unresolved))
    return completed


def _quote(deadline: Deadline) -> str:
    """Return the words of a deadline, cut where they get too long for one line of explanation."""
    text = deadline.text.strip()
    return text if len(text) <= QUOTE_LIMIT else f"{text[: QUOTE_LIMIT - 1].rstrip()}…"


def _doubted(occurrence: Occurrence, *, doubt: str) -> Occurrence:
    return replace(occurrence, certainty=Confidence.CHECK, explanation=f"{occurrence.explanation} {doubt}")


def _resolve_all(deadlines: Sequence[Deadline], *, context: _Context) -> Schedule:
    """Date each deadline; a start beside an end in the same words owes nothing of its own."""
    ended = {deadline.text for deadline in deadlines if deadline.op != FROM}
    occurrences: list[Occurrence] = []
    unresolved: list[Unresolved] = []
    for deadline in deadlines:
        if deadline.op == FROM and deadline.text in ended:
            continue
        reading = _read(deadline, context)
        if isinstance(reading, Unresolved):
            unresolved.append(reading)
        else:
            occurrences.extend(_settle(candidate, deadline=deadline, context=context) for candidate in reading)
    return Schedule(tuple(occurrences), tuple(unresolved))


def _settle(candidate: _Candidate, *, deadline: Deadline, context: _Context) -> Occurrence:
    """Find the due date of a candidate and write down why."""
    period, legal_end = candidate.period, candidate.period.last_day
    due_on, moved, doubt = _due_date(period, calendar=context.calendar, not_before=context.signed_on)
    note = f"; {candidate.note}" if candidate.note else ""
    explanation = f"{day_text(due_on)}, vì '{_quote(deadline)}' {candidate.meaning}{moved}{note}."
    doubts = [text for text in (candidate.doubt, doubt, _signing_doubt(legal_end, context=context)) if text]
    return Occurrence(
        period_label=period.label,
        starts_on=period.start,
        legal_end=legal_end,
        due_on=due_on,
        certainty=Confidence.CHECK if doubts else Confidence.SURE,
        explanation=" ".join((explanation, *doubts)),
    )


def _due_date(period: Period, *, calendar: WorkingCalendar, not_before: date | None) -> tuple[date, str, str | None]:
    """Return the due date of a period, the words on why it moved, and the doubt when it could not be moved."""
    legal_end = period.last_day
    if not calendar.knows(legal_end):
        return legal_end, "", f"Lịch làm việc chưa có năm {legal_end.year} nên chưa xét ngày nghỉ."
    fact = calendar.day(legal_end)
    if fact.is_working_day:
        return legal_end, "", None
    why = weekday_name(legal_end) if fact.kind is DayKind.WEEKEND else f"{weekday_name(legal_end)}, {fact.reason()}"
    floor = not_before if not_before is not None and period.contains(not_before) else period.start
    try:
        due_on = calendar.last_working_day_on_or_before(legal_end)
    except UnknownCalendarYear:
        return legal_end, "", f"{day_text(legal_end)} là {why}; lịch làm việc chưa có ngày làm việc liền trước."
    if due_on < floor:
        return legal_end, "", f"{day_text(legal_end)} là {why}; không có ngày làm việc nào trước đó trong kỳ."
    return due_on, f" ({day_text(legal_end)} là {why} nên lấy ngày làm việc liền trước)", None


def _signing_doubt(legal_end: date, *, context: _Context) -> str | None:
    if context.signed_on is None or legal_end >= context.signed_on:
        return None
    return f"Hạn đứng trước ngày ký {day_text(context.signed_on)}."


def _read(deadline: Deadline, context: _Context) -> _Reading:
    """Read one deadline by its kind; every kind of the model has exactly one reading."""
    broken = _broken_part(deadline)
    if broken is not None:
        return _unresolved(deadline, f"{broken} không có thật", needs=f"sửa lại {broken}")
    if deadline.op == FROM:
        return _unresolved(deadline, "chỉ nói khi nào bắt đầu, không nói khi nào phải xong", needs="ngày phải xong")
    if deadline.kind in _EVENT_KINDS:
        return _event(deadline)
    if deadline.kind in _ELSEWHERE:
        reason, needs = _ELSEWHERE[deadline.kind]
        return _unresolved(deadline, reason, needs=needs)
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


def _unresolved(deadline: Deadline, reason: str, *, needs: str) -> Unresolved:
    return Unresolved(
        deadline.text, deadline.kind, deadline.role, f"{capitalized(reason)}.", f"Cần {needs.rstrip('.')}."
    )


def _in_sentence(period: Period) -> str:
    return period.label[:1].lower() + period.label[1:]


def _last_day_of(
    period: Period, *, name: str | None = None, note: str | None = None, doubt: str | None = None
) -> _Candidate:
    """Read a period as "the last working day of it"."""
    text = name or _in_sentence(period)
    return _Candidate(period, f"được hiểu là ngày làm việc cuối cùng của {text}", note=note, doubt=doubt)


def _remaining(candidates: Sequence[_Candidate], *, deadline: Deadline, context: _Context) -> _Reading:
    """Leave out recurrences that ended before the signing date."""
    signed_on = context.signed_on
    if signed_on is None:
        return candidates
    left = [candidate for candidate in candidates if candidate.period.last_day >= signed_on]
    if left:
        return left
    return _unresolved(
        deadline, f"mọi kỳ của năm đã qua trước ngày ký {day_text(signed_on)}", needs="năm áp dụng hoặc ngày ký đúng"
    )


def _read_in_year(deadline: Deadline, context: _Context) -> _Reading:
    """Read "trong năm 2023", or the part of the year that stands before it ("đầu năm 2023"), to be checked."""
    year = deadline.year or context.plan_year
    found = _PART_OF_YEAR.search(deadline.text)
    # "Trong năm 2022 và đầu năm 2023" is two deadlines with the same words: the part belongs to its own year.
    if found is None or int(found["year"]) != year:
        return [_last_day_of(periods.year_period(year))]
    part = found["part"].lower()
    period = periods.quarter_period(year, 1) if part == "đầu" else periods.half_year_period(year, 1)
    doubt = f"'{part.capitalize()} năm {year}' không nói rõ ngày; tạm lấy {_in_sentence(period)}."
    return [_last_day_of(period, doubt=doubt)]


def _read_in_year_onward(deadline: Deadline, context: _Context) -> _Reading:
    year = max(deadline.year or context.plan_year, context.plan_year)
    return [_last_day_of(periods.year_period(year), note=YEARS_AFTER)]


def _read_assessment_year(deadline: Deadline, context: _Context) -> _Reading:
    year = deadline.year or context.plan_year
    return [_last_day_of(periods.year_period(year), doubt=f"Năm đánh giá được hiểu là năm {year}.")]


def _read_quarter(deadline: Deadline, context: _Context) -> _Reading:
    if deadline.quarter is None:
        return _unresolved(deadline, "không nói quý nào", needs="số của quý")
    return [_last_day_of(periods.quarter_period(deadline.year or context.plan_year, deadline.quarter))]


def _read_month(deadline: Deadline, context: _Context) -> _Reading:
    if deadline.month is None:
        return _unresolved(deadline, "không nói tháng nào", needs="số của tháng")
    return [_last_day_of(periods.month_period(deadline.year or context.plan_year, deadline.month))]


def _read_year_range(deadline: Deadline, context: _Context) -> _Reading:
    first = deadline.year or context.plan_year
    last = deadline.year_to
    if last is None or last < first:
        return _unresolved(deadline, "giai đoạn thiếu năm cuối", needs="năm cuối của giai đoạn")
    return [_last_day_of(periods.year_range_period(first, last))]


def _read_by_year(deadline: Deadline, context: _Context) -> _Reading:
    year = deadline.year or context.plan_year
    period = periods.year_range_period(min(year, context.plan_year), year)
    return [_last_day_of(replace(period, label=f"Đến năm {year}"), name=f"năm {year}")]


def _read_date(deadline: Deadline, context: _Context) -> _Reading:
    day = deadline.date_
    if day is None:
        return _unresolved(deadline, "không nói ngày nào", needs="ngày, tháng, năm")
    opening = date(min(context.plan_year, day.year), 1, 1)
    return [_on_day(day, label=day_text(day), opening=min(context.signed_on or opening, day))]


def _on_day(day: date, *, label: str, opening: date, source: str | None = None) -> _Candidate:
    note = f"kỳ báo cáo theo {source}" if source else None
    return _Candidate(Period(label, opening, day + ONE_DAY), f"là ngày {day_text(day)}", note=note)


def _read_recurring(deadline: Deadline, context: _Context) -> _Reading:
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
        return _unresolved(deadline, "chưa rõ lặp lại theo kỳ nào", needs="các mốc thời gian trong năm")
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


def _read_continuous(deadline: Deadline, context: _Context) -> _Reading:
    """Follow regular work by quarter and say so: the words themselves name no day."""
    quarters = periods.periods_of_year("quarter", year=deadline.year or context.plan_year)
    found = [_Candidate(part, f"là việc thường xuyên, theo dõi đến hết {_in_sentence(part)}") for part in quarters]
    return _remaining(found, deadline=deadline, context=context)


def _read_recurring_date(deadline: Deadline, context: _Context) -> _Reading:
    if deadline.day is None or deadline.month is None:
        return _unresolved(deadline, "không nói ngày, tháng nào", needs="ngày và tháng lặp lại hằng năm")
    year = deadline.year or context.plan_year
    day = day_of_month(year, deadline.month, deadline.day)
    found = _on_day(day, label=day_text(day), opening=date(year, 1, 1))
    return _remaining([found], deadline=deadline, context=context)


def _read_day_of_month(deadline: Deadline, context: _Context) -> _Reading:
    """Read "ngày 20 hằng tháng", or "ngày 20 của tháng cuối kỳ báo cáo" by the reports of the regime in force."""
    year = deadline.year or context.plan_year
    if deadline.every is None and context.reporting is not None and _is_about_reports(deadline):
        found = _report_days(deadline, reporting=context.reporting, year=year)
        if not found:
            return _unresolved(deadline, "chế độ báo cáo không đặt ngày gửi", needs="ngày gửi của từng kỳ báo cáo")
    elif deadline.day is None or deadline.every not in periods.MONTHS_PER_PERIOD:
        return _unresolved(deadline, "không nói ngày nào của tháng nào", needs="ngày và tháng")
    else:
        parts = periods.periods_of_year(deadline.every, year=year)
        days = [day_of_month(part.last_day.year, part.last_day.month, deadline.day) for part in parts]
        found = [_on_day(day, label=part.label, opening=part.start) for part, day in zip(parts, days, strict=True)]
    return _remaining(found, deadline=deadline, context=context)


def _is_about_reports(deadline: Deadline) -> bool:
    return "báo cáo" in f"{deadline.text} {deadline.event or ''}".lower()


def _report_days(deadline: Deadline, *, reporting: ReportRegime, year: int) -> list[_Candidate]:
    found = []
    for report in reporting.reports:
        if report.due is not None:
            due_on = report.due.on(year)
            day = day_of_month(due_on.year, due_on.month, deadline.day or due_on.day)
            window = report.window(year)
            found.append(_on_day(day, label=window.label, opening=window.start, source=reporting.source))
    return found


def _event(deadline: Deadline) -> Unresolved:
    event = deadline.event or deadline.text
    if deadline.n is not None and deadline.kind in _COUNTED_EVENTS:
        reason = f"tính {deadline.n} {_COUNTED_EVENTS[deadline.kind]} sự kiện chưa có ngày"
    else:
        reason = "phụ thuộc một sự kiện chưa có ngày"
    return _unresolved(deadline, reason, needs=f"ngày của sự kiện: {event}")


_COUNTED_EVENTS = {
    DeadlineKind.WORKING_DAYS_BEFORE_EVENT: "ngày làm việc trước",
    DeadlineKind.WORKING_DAYS_AFTER_EVENT: "ngày làm việc sau",
    DeadlineKind.DAYS_AFTER_EVENT: "ngày sau",
}
_EVENT_KINDS = frozenset({DeadlineKind.AFTER_EVENT, DeadlineKind.ON_EVENT, *_COUNTED_EVENTS})


class NotAnEvent(ValueError):
    """Raised when a deadline that hangs on no event is given the date of one."""

    code = "not_an_event"

    def __init__(self, deadline: Deadline) -> None:
        self.message = f"Thời hạn “{_quote(deadline)}” không phụ thuộc sự kiện nào."
        super().__init__(self.message)


def needs_event(kind: DeadlineKind) -> bool:
    """Tell whether deadlines of a kind get their date from the date of an event or a request."""
    return kind in _EVENT_KINDS or kind is DeadlineKind.ON_REQUEST


def event_name(deadline: Deadline) -> str:
    """Return the event that a deadline hangs on, in the words of the document."""
    return (deadline.event or _quote(deadline)).strip()


def resolve_event(deadline: Deadline, *, event_on: date, calendar: WorkingCalendar) -> Occurrence:
    """Date a deadline by the day of its event, which itself does not count.

    "Sau khi ..." without a number of days gives the first working day after the event, to be checked: the document
    allows to begin then and names no end. Raises `NotAnEvent`, and `UnknownCalendarYear` outside the known years.
    """
    if not needs_event(deadline.kind):
        raise NotAnEvent(deadline)
    start, end, counted, doubt = _event_window(deadline, event_on=event_on, calendar=calendar)
    period = Period(f"Sự kiện {day_text(event_on)}", start, end + ONE_DAY)
    due_on, moved, unmoved = _due_date(period, calendar=calendar, not_before=None)
    doubts = [text for text in (doubt, unmoved) if text]
    quoted, event = _quote(deadline), event_name(deadline)
    named = "đó" if event in quoted else f"'{event}'"
    happened = f"sự kiện {named} vào ngày {day_text(event_on)}"
    explanation = f"{day_text(due_on)}, vì '{quoted}' và {happened}{counted}{moved}."
    return Occurrence(
        period_label=period.label,
        starts_on=start,
        legal_end=end,
        due_on=due_on,
        certainty=Confidence.CHECK if doubts else Confidence.SURE,
        explanation=" ".join((explanation, *doubts)),
    )


def _event_window(
    deadline: Deadline, *, event_on: date, calendar: WorkingCalendar
) -> tuple[date, date, str, str | None]:
    """Return the first and last day that an event allows, the words on how they were counted, and any doubt."""
    count = deadline.n
    if deadline.kind is DeadlineKind.ON_EVENT:
        return event_on, event_on, "", None
    if count is None or deadline.kind not in _COUNTED_EVENTS:
        day = calendar.next_working_day(event_on)
        return day, day, "", NO_LIMIT_AFTER_EVENT
    if deadline.kind is DeadlineKind.WORKING_DAYS_BEFORE_EVENT:
        day = calendar.add_working_days(event_on, -count)
        return day, day, f", tính lùi {count} ngày làm việc", None
    if deadline.kind is DeadlineKind.WORKING_DAYS_AFTER_EVENT:
        return event_on, calendar.add_working_days(event_on, count), f", tính thêm {count} ngày làm việc", None
    return event_on, calendar.add_calendar_days(event_on, count), f", tính thêm {count} ngày", None


_ELSEWHERE = {
    DeadlineKind.PER_PLAN: ("thời hạn nằm trong một kế hoạch khác", "mốc thời gian của kế hoạch đó"),
    DeadlineKind.PER_REGULATION: ("thời hạn nằm trong quy định", "thời hạn mà quy định đặt ra"),
    DeadlineKind.PER_ASSIGNMENT: ("thời hạn nằm trong từng nhiệm vụ được giao", "hạn của nhiệm vụ được giao"),
    DeadlineKind.ON_REQUEST: ("chỉ phát sinh khi có yêu cầu", "ngày của yêu cầu"),
    DeadlineKind.CROSS_REFERENCE: ("thời hạn được dẫn đến chỗ khác của văn bản", "thời hạn tại chỗ được dẫn"),
}
_READERS: Mapping[DeadlineKind, Callable[[Deadline, _Context], _Reading]] = {
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

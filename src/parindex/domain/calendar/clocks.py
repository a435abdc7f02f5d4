"""Due dates: from a moment of receipt to a moment of the working calendar, with every step explained.

Assumptions are arguments, never hidden: which day counts first, the cut-off of transfers, the office hours. The texts
that were read do not say whether the day of receipt counts, hence `FirstDay`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from parindex.domain.calendar.days import ONE_DAY, DayFact, WorkingCalendar
from parindex.domain.calendar.hours import SECONDS_PER_HOUR, OfficeHours
from parindex.domain.calendar.wording import capitalized, day_text, full_day_text, time_text


class DurationUnit(StrEnum):
    """Units of a time limit; "ngày" (day) and "ngày làm việc" (working_day) are never interchangeable."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"


UNIT_NAMES = {DurationUnit.WORKING_DAY: "ngày làm việc", DurationUnit.DAY: "ngày", DurationUnit.HOUR: "giờ làm việc"}


class FirstDay(StrEnum):
    """Which day is day one: the next working day (default) or the day of receipt."""

    NEXT_WORKING_DAY = "next_working_day"
    RECEIPT = "receipt"


class InvalidAmount(Exception):
    """A time limit must be at least one unit."""

    code = "invalid_amount"
    exit_code = 2

    def __init__(self, amount: int) -> None:
        """Say which amount was given."""
        self.message = f"Thời hạn phải là số nguyên từ 1 trở lên, không phải {amount}."
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reasoning, in Vietnamese. `code` is stable; `on` and `source` when the step is about one day."""

    code: str
    text: str
    on: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When something falls due, how that was found and what was assumed."""

    due_at: datetime
    steps: tuple[Step, ...]
    assumptions: tuple[str, ...]

    @property
    def due_on(self) -> date:
        """The day of `due_at`: official statistics compare dates."""
        return self.due_at.date()


@dataclass(frozen=True, slots=True)
class Terms:
    """A time limit and how it is counted; `first_day` None takes the default of the unit.

    Days start with the next working day by default. Hours run from the moment of receipt, because a limit in hours is
    shorter than the day that would be skipped. A receipt later than `cutoff` counts as received when the office opens
    on the next working day (transfers after 15:00: NĐ 61/2018/NĐ-CP, Điều 18); None switches that off.
    """

    amount: int
    unit: DurationUnit
    first_day: FirstDay | None = None
    cutoff: time | None = None

    @property
    def starts_at_receipt(self) -> bool:
        """Tell whether counting may start on the day of receipt itself."""
        if self.first_day is None:
            return self.unit is DurationUnit.HOUR
        return self.first_day is FirstDay.RECEIPT


@dataclass(frozen=True, slots=True)
class _Start:
    """Where counting starts: the first day, and the office seconds of it that are already gone."""

    day: date
    used_seconds: int
    steps: tuple[Step, ...]


def due(received: datetime, *, terms: Terms, calendar: WorkingCalendar, office: OfficeHours) -> Due:
    """Find when a limit that starts with `received` falls due.

    Days end when the office closes; a limit in calendar days that ends on a day off moves to the next working day.
    Raises InvalidAmount below 1 and UnknownCalendarYear for days the calendar does not know.
    """
    if terms.amount < 1:
        raise InvalidAmount(terms.amount)
    start = _start(received, terms=terms, calendar=calendar, office=office)
    closing = office.closing
    if terms.unit is DurationUnit.HOUR:
        total = start.used_seconds + terms.amount * SECONDS_PER_HOUR
        whole_days, left = divmod(total - 1, office.seconds_per_day)
        end = calendar.add_working_days(start.day, whole_days)
        due_at = office.moment_after(end, left + 1)
        steps = _counted_steps(start.day, end, terms=terms, calendar=calendar)
    elif terms.unit is DurationUnit.WORKING_DAY:
        end = calendar.add_working_days(start.day, terms.amount - 1)
        due_at = datetime.combine(end, closing)
        steps = _counted_steps(start.day, end, terms=terms, calendar=calendar)
    else:
        nominal = calendar.add_calendar_days(start.day, terms.amount - 1)
        end = calendar.first_working_day_on_or_after(nominal)
        due_at = datetime.combine(end, closing)
        steps = _calendar_day_steps(start.day, nominal, end, terms=terms, calendar=calendar)
    result = Step("due", f"Hạn: {time_text(due_at.time())} {full_day_text(end)}.", on=end)
    return Due(
        due_at=due_at.replace(tzinfo=received.tzinfo),
        steps=(*start.steps, *steps, result),
        assumptions=_assumptions(terms, office=office, calendar=calendar),
    )


def overdue(due_on: date, *, today: date, calendar: WorkingCalendar) -> int:
    """Count the working days that have passed since `due_on`, today included; 0 until the day itself is over."""
    return max(calendar.count_working_days(due_on + ONE_DAY, today + ONE_DAY), 0) if today > due_on else 0


def remaining(due_on: date, *, today: date, calendar: WorkingCalendar) -> int:
    """Count the working days left after today up to and including `due_on`; 0 on the day itself and later."""
    return max(calendar.count_working_days(today + ONE_DAY, due_on + ONE_DAY), 0) if today < due_on else 0


def _start(received: datetime, *, terms: Terms, calendar: WorkingCalendar, office: OfficeHours) -> _Start:
    day, moment = received.date(), received.time()
    fact = calendar.day(day)
    steps = [Step("received", f"Tiếp nhận lúc {time_text(moment)} {full_day_text(day)}.", on=day)]
    used = office.seconds_before(moment)
    if not fact.is_working_day:
        steps.append(Step("received_off", f"{capitalized(full_day_text(day))}: {fact.reason()}.", day, fact.source))
    closed = not fact.is_working_day or moment >= office.closing
    if terms.cutoff is not None and (moment > terms.cutoff or not fact.is_working_day):
        day, used = calendar.next_working_day(day), 0
        steps.append(_cutoff_step(day, fact=fact, cutoff=terms.cutoff))
        closed = False
    if terms.starts_at_receipt and not closed:
        steps.append(Step("first_day", f"Bắt đầu tính từ chính {full_day_text(day)}.", on=day))
        return _Start(day, used, tuple(steps))
    day = calendar.next_working_day(day)
    reason = "ngoài giờ làm việc nên tính" if terms.starts_at_receipt else "ngày đầu tiên được tính là"
    text = capitalized(f"{reason} ngày làm việc tiếp theo: {full_day_text(day)}.")
    steps.append(Step("first_day", text, on=day))
    return _Start(day, 0, tuple(steps))


def _cutoff_step(day: date, *, fact: DayFact, cutoff: time) -> Step:
    reason = f"sau {time_text(cutoff)}" if fact.is_working_day else "vào ngày nghỉ"
    return Step("cutoff", f"Tiếp nhận {reason} nên coi như nhận vào đầu giờ {full_day_text(day)}.", on=day)


def _counted_steps(start: date, end: date, *, terms: Terms, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """Explain a count of working days or hours over [start, end]: what was skipped and what was worked after all."""
    amount = f"{terms.amount} {UNIT_NAMES[terms.unit]}"
    counted = Step("count", f"Tính {amount} kể từ {full_day_text(start)}.", on=start)
    exceptional = calendar.exceptional_days(start, end + ONE_DAY)
    days_off = (end - start).days + 1 - calendar.count_working_days(start, end + ONE_DAY)
    weekend = days_off - sum(not fact.is_working_day for fact in exceptional)
    steps = [counted, *(_exceptional_step(fact) for fact in exceptional)]
    if weekend:
        steps.append(Step("weekend", f"Bỏ qua {weekend} ngày nghỉ hằng tuần.", source=calendar.week.source))
    return tuple(steps)


def _exceptional_step(fact: DayFact) -> Step:
    day = full_day_text(fact.date_)
    if fact.is_working_day:
        return Step("swap_work", f"Tính {day} là ngày làm việc: {fact.reason()}.", fact.date_, fact.source)
    return Step(fact.kind.value, f"Bỏ qua {day}: {fact.reason()}.", fact.date_, fact.source)


def _calendar_day_steps(
    start: date, nominal: date, end: date, *, terms: Terms, calendar: WorkingCalendar
) -> tuple[Step, ...]:
    text = f"Tính {terms.amount} ngày liên tục (kể cả ngày nghỉ) từ {day_text(start)} đến {full_day_text(nominal)}."
    counted = Step("count", text, on=start)
    if nominal == end:
        return (counted,)
    fact = calendar.day(nominal)
    moved = f"{capitalized(full_day_text(nominal))} là ngày nghỉ: {fact.reason()}; chuyển sang ngày làm việc tiếp theo."
    return (counted, Step("moved", moved, on=nominal, source=fact.source))


def _assumptions(terms: Terms, *, office: OfficeHours, calendar: WorkingCalendar) -> tuple[str, ...]:
    if terms.starts_at_receipt:
        first = "Tính ngay từ khi tiếp nhận" if terms.unit is DurationUnit.HOUR else "Ngày tiếp nhận là ngày thứ nhất"
        first += " (trong giờ làm việc; ngoài giờ thì từ ngày làm việc tiếp theo)."
    else:
        first = "Ngày thứ nhất là ngày làm việc tiếp theo ngày tiếp nhận (có thể chọn tính từ chính ngày tiếp nhận)."
    if terms.cutoff is None:
        cutoff = "Không áp dụng mốc giờ chuyển hồ sơ (ví dụ 15:00)."
    else:
        cutoff = (
            f"Nhận sau {time_text(terms.cutoff)} thì coi như nhận vào đầu ngày làm việc tiếp theo "
            "(Nghị định 61/2018/NĐ-CP, Điều 18)."
        )
    return (
        first,
        cutoff,
        f"Giờ làm việc: {office.text()} ({office.source}).",
        f"Nghỉ hằng tuần: {calendar.week.source}.",
    )

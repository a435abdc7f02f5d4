"""The clock of one dossier: the day it had to be done by, the day it was, and how that was found.

What the texts leave open is an argument (`ClockRules`), never hidden. A day that cannot be known stays None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from parindex.domain.calendar import clocks
from parindex.domain.calendar.clocks import DurationUnit, FirstDay, Step, Terms
from parindex.domain.calendar.days import Certainty, UnknownCalendarYear, WorkingCalendar
from parindex.domain.calendar.hours import OfficeHours
from parindex.domain.calendar.wording import day_text, full_day_text, time_text
from parindex.domain.dossiers.model import Dossier, LimitUnit, Outcome, State

FOREVER = date(9999, 12, 31)
NEVER = date(1, 1, 1)
UNITS = {
    LimitUnit.WORKING_DAY: DurationUnit.WORKING_DAY,
    LimitUnit.DAY: DurationUnit.DAY,
    LimitUnit.HOUR: DurationUnit.HOUR,
}
OUTCOME_NAMES = {Outcome.EARLY: "trước hạn", Outcome.ON_TIME: "đúng hạn", Outcome.LATE: "quá hạn"}


@dataclass(frozen=True, slots=True)
class RuleNote:
    """One rule of the clock in words, with where it comes from."""

    code: str
    text: str
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRules:
    """How due days are counted; `notes` tell where each rule comes from."""

    version: str
    first_day: FirstDay
    cutoff: time | None
    honour_reschedule: bool
    stop_for_supplement: bool
    notes: tuple[RuleNote, ...] = ()

    def source(self, code: str) -> str | None:
        """Return the source of a rule."""
        return next((note.source for note in self.notes if note.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Where a dossier stands.

    `first_due` is the appointment with waiting for supplements taken out, `due_on` also honours one new appointment;
    an open dossier is in time up to and including `open_until`; `used_days` are working days without waiting.
    """

    first_due: date | None
    due_on: date | None
    closed_on: date | None
    open_until: date | None
    outcome: Outcome | None
    missed_first: bool
    used_days: int | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """The rules together with the calendar and the office hours they need."""

    rules: ClockRules
    calendar: WorkingCalendar
    office: OfficeHours

    def read(self, dossier: Dossier) -> Timing:
        """Find the days and the outcome of a dossier, each step explained in Vietnamese."""
        steps: list[Step] = []
        promised = self._promised(dossier, steps)
        first_due = self._shifted(dossier, promised, steps)
        due_on = self._rescheduled(dossier, first_due, steps)
        closed_on = _closed_on(dossier, steps)
        return Timing(
            first_due=first_due,
            due_on=due_on,
            closed_on=closed_on,
            open_until=_open_until(dossier, due_on, steps),
            outcome=_outcome(dossier, due_on, closed_on, steps),
            missed_first=_missed_first(dossier, first_due=first_due, due_on=due_on, closed_on=closed_on),
            used_days=self._used_days(dossier, closed_on, steps),
            steps=tuple(steps),
        )

    def _promised(self, dossier: Dossier, steps: list[Step]) -> date | None:
        """Return the appointment as given, else the day the limit of the procedure gives."""
        if dossier.due_at is not None:
            day = dossier.due_at.date()
            steps.append(Step("appointment", f"Ngày hẹn trả ghi trên hồ sơ: {full_day_text(day)}.", day))
            return day
        if dossier.received_at is None or not dossier.limit_amount or dossier.limit_unit is None:
            steps.append(Step("no_due", "Không có ngày hẹn trả và không đủ thời hạn để tính: hạn chưa biết."))
            return None
        # Hours run from the moment of receipt, whatever day days start with.
        first_day = None if dossier.limit_unit is LimitUnit.HOUR else self.rules.first_day
        terms = Terms(dossier.limit_amount, UNITS[dossier.limit_unit], first_day, self.rules.cutoff)
        try:
            found = clocks.due(dossier.received_at, terms=terms, calendar=self.calendar, office=self.office)
        except UnknownCalendarYear as error:
            steps.append(Step("no_calendar", error.message))
            return None
        steps.extend(
            Step(s.code, s.text, s.on, s.source or self.rules.source("cutoff") if s.code == "cutoff" else s.source)
            for s in found.steps
        )
        return found.due_on

    def _shifted(self, dossier: Dossier, promised: date | None, steps: list[Step]) -> date | None:
        """Move the appointment by the time spent waiting for the one supplement that the law allows."""
        wait = _wait(dossier)
        if wait is None or promised is None or not self.rules.stop_for_supplement:
            return promised
        begin, end = wait
        if begin > promised:
            text = f"Yêu cầu bổ sung ngày {day_text(begin)}, khi đã quá hẹn: không được trừ thời gian chờ."
            steps.append(Step("supplement_late", text, begin, self.rules.source("supplement")))
            return promised
        try:
            shifted, waiting = self._moved(promised, begin, end, in_days=dossier.limit_unit is LimitUnit.DAY)
        except UnknownCalendarYear as error:
            steps.append(Step("no_calendar", error.message))
            return None
        text = (
            f"Chờ bổ sung từ {full_day_text(begin)} đến {full_day_text(end)}: trừ {waiting}, "
            f"ngày hẹn thành {full_day_text(shifted)}."
        )
        steps.append(Step("supplement", text, shifted, self.rules.source("supplement")))
        return shifted

    def _moved(self, promised: date, begin: date, end: date, *, in_days: bool) -> tuple[date, str]:
        days = (end - begin).days if in_days else self.calendar.count_working_days(begin, end)
        waiting = f"{days} {'ngày' if in_days else 'ngày làm việc'}"
        if not days:
            return promised, waiting
        if not in_days:
            return self.calendar.add_working_days(promised, days), waiting
        nominal = self.calendar.add_calendar_days(promised, days)
        return self.calendar.first_working_day_on_or_after(nominal), waiting

    def _rescheduled(self, dossier: Dossier, first_due: date | None, steps: list[Step]) -> date | None:
        """Honour one new appointment; a second one changes nothing."""
        new = dossier.rescheduled_due
        if new is None or first_due is None or new <= first_due:
            return first_due
        source = self.rules.source("reschedule")
        if not self.rules.honour_reschedule or (dossier.reschedule_count or 1) > 1:
            steps.append(Step("reschedule_refused", f"Hẹn lại đến {day_text(new)} không được tính.", new, source))
            return first_due
        steps.append(Step("reschedule", f"Hẹn lại một lần: ngày hẹn mới là {full_day_text(new)}.", new, source))
        return new

    def _used_days(self, dossier: Dossier, closed_on: date | None, steps: list[Step]) -> int | None:
        if dossier.received_at is None or closed_on is None:
            return None
        begin = dossier.received_at.date()
        try:
            used = self.calendar.count_working_days(begin, closed_on)
            wait = _wait(dossier) if self.rules.stop_for_supplement else None
            used -= self.calendar.count_working_days(*wait) if wait else 0
        except UnknownCalendarYear as error:
            steps.append(Step("no_calendar", error.message))
            return None
        steps.append(Step("used", f"Đã dùng {used} ngày làm việc, không kể thời gian chờ bổ sung."))
        return used


def _wait(dossier: Dossier) -> tuple[date, date] | None:
    """Return the days of the completed supplement."""
    if dossier.supplement_from is None or dossier.supplement_to is None:
        return None
    return dossier.supplement_from.date(), dossier.supplement_to.date()


def _closed_on(dossier: Dossier, steps: list[Step]) -> date | None:
    """Return the day the work ended: done, else handed over, else withdrawn, stopped or refused."""
    if dossier.state is State.SETTLED:
        moment, word = dossier.finished_at or dossier.returned_at, "Xử lý xong"
    elif dossier.state is State.STOPPED:
        moment, word = dossier.refused_at or dossier.finished_at, "Dừng hoặc rút"
    else:
        return None
    if moment is None:
        steps.append(Step("no_end", "Hồ sơ đã kết thúc nhưng không có ngày: không xếp được đúng hạn hay quá hạn."))
        return None
    text = f"{word} lúc {_moment_text(moment)}."
    steps.append(Step("closed", text, moment.date()))
    return moment.date()


def _moment_text(moment: datetime) -> str:
    return f"{time_text(moment.time())} {full_day_text(moment.date())}"


def _outcome(dossier: Dossier, due_on: date | None, closed_on: date | None, steps: list[Step]) -> Outcome | None:
    if due_on is None or closed_on is None:
        return None
    if closed_on > due_on:
        outcome = Outcome.LATE
    elif closed_on < due_on and dossier.state is State.SETTLED:
        outcome = Outcome.EARLY
    else:
        outcome = Outcome.ON_TIME
    text = f"So ngày kết thúc {day_text(closed_on)} với ngày hẹn {day_text(due_on)}: {OUTCOME_NAMES[outcome]}."
    steps.append(Step("outcome", text, closed_on))
    return outcome


def _open_until(dossier: Dossier, due_on: date | None, steps: list[Step]) -> date | None:
    """Return the last day on which a dossier that is still open counts as in time."""
    if dossier.state is State.WAITING and (dossier.supplement_count or 1) > 1:
        steps.append(Step("second_supplement", "Yêu cầu bổ sung từ lần thứ hai mà chưa xong: tính là quá hạn."))
        return NEVER
    if dossier.state not in (State.OPEN, State.WAITING) or due_on is None:
        return None
    if dossier.state is State.OPEN:
        steps.append(Step("open", f"Đang giải quyết, trong hạn đến hết {full_day_text(due_on)}.", due_on))
        return due_on
    asked = dossier.supplement_from
    if asked is not None and asked.date() > due_on:
        return due_on
    steps.append(Step("waiting", "Đang chờ bổ sung lần thứ nhất: đồng hồ dừng, tính là trong hạn."))
    return FOREVER


def _missed_first(dossier: Dossier, *, first_due: date | None, due_on: date | None, closed_on: date | None) -> bool:
    """Tell whether the first appointment was missed: closed after it, or moved to a new one."""
    if dossier.state is State.OUTSIDE or first_due is None:
        return False
    return (closed_on is not None and closed_on > first_due) or (due_on is not None and due_on > first_due)

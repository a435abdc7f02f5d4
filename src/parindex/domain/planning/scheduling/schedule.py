"""From the meaning of a plan's deadlines to dated occurrences, each with the reason for its date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.calendar.periods import ReportRegime
from parindex.domain.calendar.wording import day_text
from parindex.domain.planning.model import Confidence, Deadline, DeadlineRole
from parindex.domain.planning.ranges import FROM
from parindex.domain.planning.scheduling import readings
from parindex.domain.planning.scheduling.occurrences import (
    Occurrence,
    Schedule,
    Unresolved,
    build_occurrence,
    due_date,
    quote,
)
from parindex.domain.planning.scheduling.readings import Candidate, Context

REPORTING_REGIME = "cchc"


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
    context = Context(plan_year, signed_on, calendar, regimes.get(REPORTING_REGIME))
    by_role = {role: [deadline for deadline in deadlines if deadline.role is role] for role in DeadlineRole}
    both = _resolve_all(by_role[DeadlineRole.BOTH], context=context)
    bounded = _resolve_roles(by_role[DeadlineRole.PERFORM], by_role[DeadlineRole.COMPLETE], context=context)
    found = {
        (occurrence.due_on, occurrence.period_label): occurrence
        for occurrence in (*reversed(bounded.occurrences), *reversed(both.occurrences))
    }
    unresolved = dict.fromkeys((*both.unresolved, *bounded.unresolved))
    return Schedule(tuple(found[key] for key in sorted(found)), tuple(unresolved))


def _resolve_roles(perform: Sequence[Deadline], complete: Sequence[Deadline], *, context: Context) -> Schedule:
    """Combine performing with completing deadlines; see `resolve`."""
    performed = _resolve_all(perform, context=context)
    if not complete:
        return performed
    year = next((deadline.year for deadline in perform if deadline.year is not None), context.plan_year)
    completed = _resolve_all(complete, context=replace(context, plan_year=year))
    if not completed.occurrences:
        unknown = "; ".join(dict.fromkeys(quote(deadline) for deadline in complete))
        doubt = f"Hạn hoàn thành “{unknown}” chưa có ngày nên tạm lấy thời gian thực hiện."
        occurrences = tuple(_doubted(occurrence, doubt=doubt) for occurrence in performed.occurrences)
        return Schedule(occurrences, (*performed.unresolved, *completed.unresolved))
    return completed


def _doubted(occurrence: Occurrence, *, doubt: str) -> Occurrence:
    return replace(occurrence, certainty=Confidence.CHECK, explanation=f"{occurrence.explanation} {doubt}")


def _resolve_all(deadlines: Sequence[Deadline], *, context: Context) -> Schedule:
    """Date each deadline; a start beside an end in the same words owes nothing of its own."""
    ended = {deadline.text for deadline in deadlines if deadline.op != FROM}
    occurrences: list[Occurrence] = []
    unresolved: list[Unresolved] = []
    for deadline in deadlines:
        if deadline.op == FROM and deadline.text in ended:
            continue
        reading = readings.read(deadline, context)
        if isinstance(reading, Unresolved):
            unresolved.append(reading)
        else:
            occurrences.extend(_settle(candidate, deadline=deadline, context=context) for candidate in reading)
    return Schedule(tuple(occurrences), tuple(unresolved))


def _settle(candidate: Candidate, *, deadline: Deadline, context: Context) -> Occurrence:
    """Find the due date of a candidate and write down why."""
    period = candidate.period
    due_on, moved, doubt = due_date(period, calendar=context.calendar, not_before=context.signed_on)
    note = f"; {candidate.note}" if candidate.note else ""
    explanation = f"{day_text(due_on)}, vì “{quote(deadline)}” {candidate.meaning}{moved}{note}."
    doubts = (candidate.doubt, doubt, _signing_doubt(period.last_day, context=context))
    return build_occurrence(period, due_on=due_on, explanation=explanation, doubts=doubts)


def _signing_doubt(legal_end: date, *, context: Context) -> str | None:
    if context.signed_on is None or legal_end >= context.signed_on:
        return None
    return f"Hạn đứng trước ngày ký {day_text(context.signed_on)}."

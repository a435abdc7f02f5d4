"""The flags of all feedback of a period, read as columns: no object for a row or a step, each limit found once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from django.utils import timezone

from parindex.apps.feedback import facts
from parindex.apps.feedback.models import Feedback, FeedbackStep
from parindex.definitions.calendar import loader as calendars
from parindex.definitions.feedback import loader
from parindex.domain.calendar.periods import Period
from parindex.domain.feedback.clocks import Judge
from parindex.domain.feedback.measures import CLOCK_FLAGS, Indicator
from parindex.domain.feedback.states import EVENT_OF

Flags = frozenset[str]


@dataclass(frozen=True, slots=True)
class Flagged:
    """One piece of feedback: its key, the path of who holds it, and what is true of it."""

    key: int
    holder: str
    flags: Flags


def flags_in(period: Period, wanted: Sequence[Indicator], *, today: date) -> list[Flagged]:
    """Return the flags of the feedback received in a period, as known today. One query, two when clocks are asked.

    The clocks run only when an indicator asks them.
    """
    start, end = (timezone.make_aware(datetime.combine(day, time())) for day in (period.start, period.end))
    inside = {"received_at__gte": start, "received_at__lt": end}
    columns = ("pk", "holder__path", "state", "rating", "received_at")
    rows = list(Feedback.objects.filter(**inside).order_by("pk").values_list(*columns))
    state_flags = cache(facts.state_flags)
    if not any((one.numerator | one.denominator) & CLOCK_FLAGS for one in wanted):
        return [Flagged(key, holder, state_flags(state=state, rating=rating)) for key, holder, state, rating, _ in rows]
    judge = Judge(tuple(loader.load_clocks()), calendars.load_calendar(), calendars.load_office_hours())
    clock_flags = cache(facts.clock_flags)
    taken = _steps_of({f"feedback__{name}": value for name, value in inside.items()})
    zone, found = timezone.get_current_timezone(), []
    for key, holder, state, rating, received_at in rows:
        events, days = ["received"], [timezone.localdate(received_at, zone)]
        for event, day in taken.get(key, ()):
            events.append(event)
            days.append(day)
        told = clock_flags(judge.verdicts(events, days, today=today), state=state)
        found.append(Flagged(key, holder, told | state_flags(state=state, rating=rating)))
    return found


def _steps_of(inside: dict[str, datetime]) -> dict[int, list[tuple[str, date]]]:
    """Return what happened to each piece of feedback and on which day; steps that were taken back did not happen."""
    steps = FeedbackStep.objects.filter(undone_at=None, action__in=EVENT_OF, **inside)
    zone = timezone.get_current_timezone()
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for key, action, at in steps.order_by("at", "pk").values_list("feedback_id", "action", "at"):
        found[key].append((EVENT_OF[action], timezone.localdate(at, zone)))
    return found

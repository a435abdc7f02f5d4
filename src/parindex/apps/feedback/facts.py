"""What the steps of a piece of feedback mean: its moments, its clocks, and the flags that indicators count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from parindex.apps.feedback.models import Feedback, FeedbackStep
from parindex.definitions.calendar import loader as calendars
from parindex.definitions.feedback import loader
from parindex.domain.feedback.clocks import Moment, Run, Verdict, binding, runs_of
from parindex.domain.feedback.states import ANSWERED_STATES, EVENT_OF, OPEN_STATES
from parindex.domain.text.folding import fold

_FAILED = frozenset({Verdict.LATE, Verdict.OVERDUE})
_JUDGED = frozenset({Verdict.KEPT, *_FAILED})


def searched(feedback: Feedback) -> str:
    """Return what the list is searched in, without accents: the number and the subject, nothing of who sent it."""
    return fold(f"{feedback.number} {feedback.subject}")[:240]


def moments_of(feedback: Feedback, steps: Iterable[FeedbackStep]) -> tuple[Moment, ...]:
    """Return what happened, from the receipt on; steps that were taken back did not happen."""
    happened = [step for step in steps if step.undone_at is None and step.action in EVENT_OF]
    later = (Moment(EVENT_OF[step.action], timezone.localtime(step.at)) for step in happened)
    return (Moment("received", timezone.localtime(feedback.received_at)), *later)


def runs(feedback: Feedback, steps: Iterable[FeedbackStep]) -> tuple[Run, ...]:
    """Return every run of every clock; `steps` stand in the order in which they were taken."""
    return runs_of(
        moments_of(feedback, steps),
        rules=loader.load_clocks(),
        calendar=calendars.load_calendar(),
        office=calendars.load_office_hours(),
    )


def set_due(feedback: Feedback, steps: Iterable[FeedbackStep]) -> None:
    """Write the limit that binds now into the row, without saving it."""
    run = binding(runs(feedback, steps))
    feedback.due_on = run.due.due_on if run is not None and run.due is not None else None
    feedback.due_rule = run.rule.code if run is not None else ""


def state_flags(*, state: str, rating: str) -> frozenset[str]:
    """Return what the state alone tells, in the words of `domain.feedback.measures.FLAGS`."""
    is_counted = state != "merged"
    states = {
        "received": is_counted,
        "settled": is_counted and state not in OPEN_STATES,
        "answered": state in ANSWERED_STATES,
        "published": state == "published",
        "refused": state == "refused",
        "rated": bool(rating),
        "satisfied": rating == "satisfied",
        "unsatisfied": rating == "unsatisfied",
    }
    return frozenset(name for name, is_true in states.items() if is_true)


def clock_flags(judged: Sequence[tuple[str, Verdict]], *, state: str) -> frozenset[str]:
    """Return what rules and verdicts of all runs tell; feedback joined to another is judged with that one."""
    if state == "merged":
        return frozenset()
    verdicts = {verdict for _, verdict in judged}
    has_failed = bool(verdicts & _FAILED)
    is_through = state not in OPEN_STATES and not verdicts & {Verdict.RUNNING, Verdict.UNKNOWN}
    states = {
        "overdue": Verdict.OVERDUE in verdicts,
        "judged": has_failed or is_through,
        "on_time": is_through and not has_failed,
        **_kept("forward", judged),
        **_kept("publish", judged),
    }
    return frozenset(name for name, is_true in states.items() if is_true)


def _kept(code: str, judged: Sequence[tuple[str, Verdict]]) -> dict[str, bool]:
    """Tell whether a rule was judged at all, and whether it was kept each time."""
    decided = [verdict for rule, verdict in judged if rule == code and verdict in _JUDGED]
    return {f"{code}_judged": bool(decided), f"{code}_kept": bool(decided) and not _FAILED & set(decided)}

"""The clocks of feedback over the working calendar, with the real definitions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar import loader as calendars
from parindex.definitions.feedback import loader
from parindex.domain.feedback.clocks import Judge, Moment, Run, Verdict, binding, runs_of

MONDAY = datetime(2026, 7, 6, 9, 0)
EVENTS = sorted({event for rule in loader.load_clocks() for event in rule.starts | rule.ends | rule.voids})


def runs(*moments: tuple[str, datetime]) -> dict[str, list[Run]]:
    found = runs_of(
        [Moment(event, at) for event, at in moments],
        rules=loader.load_clocks(),
        calendar=calendars.load_calendar(),
        office=calendars.load_office_hours(),
    )
    return {rule.code: [run for run in found if run.rule is rule] for rule in loader.load_clocks()}


def verdicts(found: list[Run], today: date) -> list[Verdict]:
    return [run.verdict(today=today) for run in found]


def test_fresh_feedback_is_due_for_classification_in_five_working_days() -> None:
    found = runs(("received", MONDAY))
    first = binding([run for own in found.values() for run in own])

    assert first is not None
    assert first.due is not None
    assert (first.rule.code, first.due.due_on) == ("forward", date(2026, 7, 13))
    assert found["process"][0].due is not None
    assert found["process"][0].due.due_on == date(2026, 7, 27)


@pytest.mark.parametrize(("day", "verdict"), [(13, Verdict.KEPT), (14, Verdict.LATE)])
def test_transfer_is_judged_by_its_day(day: int, verdict: Verdict) -> None:
    found = runs(("received", MONDAY), ("forwarded", datetime(2026, 7, day, 16, 0)))

    assert verdicts(found["forward"], date(2026, 7, 20))[0] is verdict


def test_transfer_begins_the_clocks_of_the_next_agency() -> None:
    found = runs(("received", MONDAY), ("forwarded", datetime(2026, 7, 8, 9, 0)))

    assert [run.started_at.day for run in found["process"]] == [6, 8]
    assert found["process"][0].ended_at is not None
    assert found["process"][1].ended_at is None


def test_refusal_within_five_days_may_still_miss_the_two_of_the_index() -> None:
    found = runs(("received", MONDAY), ("refused", datetime(2026, 7, 10, 9, 0)))

    assert verdicts(found["forward"], date(2026, 7, 20)) == [Verdict.KEPT]
    assert verdicts(found["refuse"], date(2026, 7, 20)) == [Verdict.LATE]


def test_optional_step_that_was_not_taken_is_never_owed() -> None:
    found = runs(("received", MONDAY), ("classified", datetime(2026, 7, 7, 9, 0)))

    assert found["refuse"] == []
    assert verdicts(found["supplement"], date(2026, 9, 1)) == [Verdict.RUNNING]


def test_waiting_for_the_sender_stops_the_clock_and_their_words_begin_it_again() -> None:
    asked = runs(("received", MONDAY), ("asked", datetime(2026, 7, 8, 9, 0)))
    answered = runs(
        ("received", MONDAY), ("asked", datetime(2026, 7, 8, 9, 0)), ("supplemented", datetime(2026, 8, 3, 9, 0))
    )

    assert binding([run for own in asked.values() for run in own]) is None
    assert answered["process"][-1].started_at.date() == date(2026, 8, 3)


def test_day_beyond_the_calendar_is_not_guessed() -> None:
    year = calendars.load_calendar().last_year
    found = runs(("received", datetime(year, 12, 29, 9, 0)))

    assert found["process"][0].due is None
    assert verdicts(found["process"], date(year, 12, 30)) == [Verdict.UNKNOWN]


def test_overdue_is_told_the_day_after() -> None:
    found = runs(("received", MONDAY))["process"]

    assert verdicts(found, date(2026, 7, 27)) == [Verdict.RUNNING]
    assert verdicts(found, date(2026, 7, 28)) == [Verdict.OVERDUE]


@given(st.lists(st.sampled_from(EVENTS), max_size=8))
def test_runs_of_a_rule_never_overlap(events: list[str]) -> None:
    moments = [("received", MONDAY), *((event, MONDAY.replace(day=7 + n)) for n, event in enumerate(events))]

    for own in runs(*moments).values():
        closed = [run for run in own if run.ended_at is not None]
        assert len(own) - len(closed) <= 1
        for before, after in pairwise(own):
            assert before.ended_at is not None
            assert before.ended_at <= after.started_at


@given(
    st.lists(st.tuples(st.sampled_from(EVENTS), st.integers(0, 60 * 24 * 20)), max_size=7),
    st.integers(0, 120),
)
def test_many_are_judged_as_one_is(told: list[tuple[str, int]], later: int) -> None:
    """The quick verdicts are those of the explained runs, whatever happened and at whatever hour."""
    judge = Judge(loader.load_clocks(), calendars.load_calendar(), calendars.load_office_hours())
    happened = [
        ("received", MONDAY),
        *((event, MONDAY + timedelta(minutes=at)) for event, at in sorted(told, key=lambda one: one[1])),
    ]
    today = MONDAY.date() + timedelta(days=later)
    expected = [(run.rule.code, run.verdict(today=today)) for own in runs(*happened).values() for run in own]

    found = judge.verdicts([event for event, _ in happened], [at.date() for _, at in happened], today=today)

    assert list(found) == expected

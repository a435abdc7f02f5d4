"""Deadlines that hang on an event, once the event has a date."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.planning.model import Confidence, Deadline, DeadlineKind, DeadlineRole
from parindex.domain.planning.scheduling import events

CALENDAR = load_calendar()
EVENT_ON = date(2026, 9, 15)
Kind = DeadlineKind


def _deadline(kind: DeadlineKind, text: str = "hạn", **parts: Any) -> Deadline:
    return Deadline(DeadlineRole.BOTH, kind, text, **parts)


@pytest.mark.parametrize(
    ("kind", "count", "expected", "counted"),
    [
        (Kind.WORKING_DAYS_BEFORE_EVENT, 5, "2026-09-08", "tính lùi 5 ngày làm việc"),
        (Kind.WORKING_DAYS_AFTER_EVENT, 5, "2026-09-22", "tính thêm 5 ngày làm việc"),
        (Kind.DAYS_AFTER_EVENT, 5, "2026-09-18", "20/09/2026 là Chủ nhật nên lấy ngày làm việc liền trước"),
        (Kind.ON_EVENT, None, "2026-09-15", "15/09/2026"),
    ],
)
def test_event_gives_the_date_by_the_calendar(
    kind: DeadlineKind, count: int | None, expected: str, counted: str
) -> None:
    deadline = _deadline(kind, "hạn theo sự kiện", n=count, event="kết thúc đợt kiểm tra")

    found = events.resolve_event(deadline, event_on=EVENT_ON, calendar=CALENDAR)

    assert found.due_on.isoformat() == expected
    assert found.certainty is Confidence.SURE
    assert "sự kiện “kết thúc đợt kiểm tra” vào ngày 15/09/2026" in found.explanation
    assert counted in found.explanation


@pytest.mark.parametrize("kind", [Kind.AFTER_EVENT, Kind.ON_REQUEST, Kind.WORKING_DAYS_AFTER_EVENT])
def test_event_without_a_number_of_days_gives_the_next_working_day_to_be_checked(kind: DeadlineKind) -> None:
    deadline = _deadline(kind, "Sau khi kết thúc đợt kiểm tra", event="kết thúc đợt kiểm tra")

    found = events.resolve_event(deadline, event_on=date(2026, 9, 18), calendar=CALENDAR)

    assert found.due_on == date(2026, 9, 21)
    assert found.certainty is Confidence.CHECK
    assert found.explanation == (
        "21/09/2026, vì “Sau khi kết thúc đợt kiểm tra” và sự kiện đó vào ngày 18/09/2026. "
        + events.NO_LIMIT_AFTER_EVENT
    )


def test_event_on_a_day_off_is_kept_to_be_checked() -> None:
    found = events.resolve_event(_deadline(Kind.ON_EVENT), event_on=date(2026, 9, 20), calendar=CALENDAR)

    assert (found.due_on, found.certainty) == (date(2026, 9, 20), Confidence.CHECK)


def test_event_date_is_refused_for_a_deadline_without_an_event() -> None:
    with pytest.raises(events.NotAnEvent, match="không phụ thuộc sự kiện"):
        events.resolve_event(_deadline(Kind.IN_YEAR, "Trong năm 2026"), event_on=EVENT_ON, calendar=CALENDAR)


@given(
    st.sampled_from([kind for kind in DeadlineKind if events.needs_event(kind)]),
    st.none() | st.integers(1, 60),
    st.dates(date(2022, 6, 1), date(2026, 6, 1)),
)
def test_event_dates_lie_in_their_window_on_the_right_side(
    kind: DeadlineKind, count: int | None, event_on: date
) -> None:
    found = events.resolve_event(_deadline(kind, n=count), event_on=event_on, calendar=CALENDAR)

    assert found.starts_on <= found.due_on <= found.legal_end
    is_before = kind is Kind.WORKING_DAYS_BEFORE_EVENT and count is not None
    assert found.due_on < event_on if is_before else found.due_on >= event_on

"""The badge of a deadline, in working days of the public calendar."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.web.presenters.due import badge


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 7, 2), "còn 1 ngày"),
        (date(2026, 7, 3), "hôm nay"),
        (date(2026, 7, 5), "vừa quá hạn"),  # a Sunday after a deadline on Friday
        (date(2026, 7, 6), "quá hạn 1 ngày"),
    ],
)
def test_badge_counts_working_days(today: date, words: str) -> None:
    assert badge(date(2026, 7, 3), today=today, state="open").words == words


def test_badge_names_days_that_no_calendar_counts() -> None:
    assert badge(date(2090, 7, 13), today=date(2090, 7, 3), state="open").words == "còn 10 ngày theo lịch"


def test_badge_writes_thousands_with_a_point() -> None:
    assert badge(date(2094, 7, 13), today=date(2090, 7, 3), state="open").words == "còn 1.471 ngày theo lịch"

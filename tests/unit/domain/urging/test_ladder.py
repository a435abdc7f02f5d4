"""The rungs and the quiet hours, from the shipped file and the real calendar of 2026."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar import loader as calendars
from parindex.definitions.urging import loader
from parindex.definitions.yaml import YamlError
from parindex.domain.urging import hours, ladder, workdays

CALENDAR = calendars.load_calendar()
LADDER = loader.load_ladder()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = date(2026, 3, 20)
TEXT = """source: nguồn hư cấu
rungs:
  - {code: a, offset: !!int -1, audience: doer, name: trước}
  - {code: b, offset: !!int 1, audience: head, name: sau}
soon: !!int 7
hours: {from: "07:00", until: "18:00"}
retry_minutes: [!!int 1]
"""


@pytest.mark.parametrize(
    ("today", "days", "code"),
    [
        (date(2026, 3, 10), -8, None),
        (date(2026, 3, 11), -7, "t-7"),
        (date(2026, 3, 18), -2, "t-7"),
        (date(2026, 3, 19), -1, "t-1"),
        (FRIDAY, 0, "t-1"),
        (date(2026, 3, 22), 0, "t-1"),
        (date(2026, 3, 23), 1, "t+1"),
        (date(2026, 3, 26), 4, "t+1"),
        (date(2026, 3, 27), 5, "t+5"),
        (date(2026, 12, 1), 175, "t+5"),
    ],
)
def test_rung_is_the_highest_that_was_reached(today: date, days: int, code: str | None) -> None:
    if days < 100:
        assert ladder.standing(FRIDAY, today=today, calendar=CALENDAR) == days

    rung = LADDER.rung_at(ladder.standing(FRIDAY, today=today, calendar=CALENDAR))

    assert (rung.code if rung else None) == code


@pytest.mark.parametrize(
    ("due_on", "today", "days"),
    [
        # The decree on the holidays of 2027 is not out: only the weekly days off are taken out.
        (date(2027, 1, 8), date(2027, 1, 11), 1),
        (date(2027, 1, 6), date(2027, 1, 11), 3),
        (date(2027, 1, 15), date(2027, 1, 11), -4),
        # 31/12/2026 is in the known year, 1/1/2027 is not.
        (date(2026, 12, 30), date(2027, 1, 4), 3),
        (date(2027, 1, 4), date(2026, 12, 30), -3),
        (date(2020, 12, 31), date(2021, 1, 4), 1),
    ],
)
def test_standing_takes_out_weekends_where_no_holidays_are_known(due_on: date, today: date, days: int) -> None:
    assert ladder.standing(due_on, today=today, calendar=CALENDAR) == days


def test_years_without_holidays_are_named() -> None:
    known, unknown = date(2026, 12, 31), date(2027, 1, 4)

    assert workdays.unknown_years(known, unknown, date(2027, 5, 1), calendar=CALENDAR) == (2027,)
    assert workdays.unknown_years(known, known, calendar=CALENDAR) == ()


@given(st.dates(date(2020, 1, 1), date(2028, 12, 31)), st.integers(0, 900))
def test_count_is_the_sum_of_its_days(start: date, span: int) -> None:
    days = [start + timedelta(days=nth) for nth in range(span)]

    worked = sum(workdays.is_working(day, calendar=CALENDAR) for day in days)

    assert workdays.count(start, start + timedelta(days=span), calendar=CALENDAR) == worked


@given(st.dates(date(2026, 1, 1), date(2026, 12, 20)), st.integers(0, 60))
def test_standing_never_falls_as_days_pass(due_on: date, span: int) -> None:
    days = [
        due_on + timedelta(days=offset) for offset in range(-span, span) if (due_on + timedelta(offset)).year == 2026
    ]

    values = [ladder.standing(due_on, today=day, calendar=CALENDAR) for day in days]

    assert values == sorted(values)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-16T09:30", "2026-03-16T09:30"),
        ("2026-03-16T05:00", "2026-03-16T07:00"),
        ("2026-03-16T18:00", "2026-03-17T07:00"),
        ("2026-03-20T19:00", "2026-03-23T07:00"),
        # The eve of 30/4: a holiday of four days.
        ("2026-04-29T21:00", "2026-05-04T07:00"),
        # 31/8/2026 is off, swapped with the Saturday 22/8, which is worked.
        ("2026-08-22T08:00", "2026-08-22T08:00"),
    ],
)
def test_nothing_leaves_in_quiet_hours(moment: str, opening: str) -> None:
    given_at = datetime.fromisoformat(moment).replace(tzinfo=ZONE)

    assert hours.next_open(given_at, hours=LADDER.hours, calendar=CALENDAR).isoformat()[:16] == opening


def test_week_begins_with_its_first_working_day() -> None:
    monday, tuesday, sunday = (date(2026, 3, day) for day in (16, 17, 15))

    assert hours.is_first_of_week(monday, calendar=CALENDAR)
    assert not hours.is_first_of_week(tuesday, calendar=CALENDAR)
    assert not hours.is_first_of_week(sunday, calendar=CALENDAR)


def test_ladder_reads_its_text() -> None:
    read = loader.read_ladder(TEXT, source="t.yaml")

    assert [(rung.code, rung.offset) for rung in read.rungs] == [("a", -1), ("b", 1)]
    assert read.rung("a") == read.rungs[0]
    assert read.rung("x") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("offset: !!int 1", "offset: !!int -1", "tăng dần"),
        ("code: b", "code: a", "khác nhau"),
        ('until: "18:00"', 'until: "07:00"', "giờ gửi"),
        ("audience: head", "audience: everybody", "t.yaml:4"),
        ("soon:", "sooner:", "t.yaml"),
    ],
)
def test_ladder_refuses_what_cannot_be_used(old: str, new: str, words: str) -> None:
    with pytest.raises(loader.LadderDefinitionError, match=words):
        loader.read_ladder(TEXT.replace(old, new), source="t.yaml")


def test_ladder_says_which_yaml_is_bad() -> None:
    with pytest.raises(YamlError, match=r"t\.yaml"):
        loader.read_ladder("rungs: [", source="t.yaml")

"""The calendar files: complete against the `holidays` package and the known swaps, and strict about mistakes."""

from datetime import date, timedelta

import holidays
import pytest

from parindex.definitions.calendar import loader
from parindex.definitions.calendar.loader import CalendarDefinitionError
from parindex.definitions.calendar.schema import RegimesShape, WeekShape
from parindex.domain.calendar.days import Certainty
from parindex.domain.calendar.periods import Period

SWAPS_OFF = {date(2024, 4, 29), date(2025, 5, 2), date(2026, 1, 2), date(2026, 8, 31)}
SWAPS_WORK = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
# The package already has 24/11/2026; the amended article of the labour code has not been found, so it is not applied.
NOT_APPLIED = {date(2026, 11, 24)}


@pytest.mark.parametrize("year", range(2021, 2027))
def test_calendar_agrees_with_the_package_and_the_swaps(year: int) -> None:
    calendar = loader.load_calendar()
    package = holidays.country_holidays("VN", years=year)

    for n in range(365 + (year == 2024)):
        day = date(year, 1, 1) + timedelta(days=n)
        off = (day.weekday() >= 5 or day in package or day in SWAPS_OFF) and day not in SWAPS_WORK | NOT_APPLIED
        assert calendar.is_working_day(day) is not off, day


def test_calendar_gives_every_exceptional_day_a_source_and_a_name() -> None:
    calendar = loader.load_calendar()

    facts = calendar.exceptional_days(date(2021, 1, 1), date(2027, 1, 1))

    assert len(facts) > 70
    assert all(fact.source and fact.name and fact.certainty is not Certainty.PROPOSED for fact in facts)
    assert {fact.date_ for fact in facts if fact.pair} == SWAPS_OFF | SWAPS_WORK


def test_report_windows_follow_the_ministry() -> None:
    regime = loader.load_report_regimes()["cchc"]

    found = {
        report.code: (report.window(2023), report.due.on(2023) if report.due else None) for report in regime.reports
    }

    assert found == {
        "quarter_1": (
            Period("Báo cáo quý I/2023", date(2022, 12, 15), date(2023, 3, 15)),
            date(2023, 3, 20),
        ),
        "half_year": (
            Period("Báo cáo 6 tháng đầu năm 2023", date(2022, 12, 15), date(2023, 6, 15)),
            date(2023, 6, 20),
        ),
        "quarter_3": (Period("Báo cáo quý III/2023", date(2023, 6, 15), date(2023, 9, 15)), date(2023, 9, 20)),
        "year": (Period("Báo cáo năm 2023", date(2022, 12, 15), date(2023, 12, 15)), date(2023, 12, 20)),
    }


def test_general_regime_marks_the_half_year_nobody_confirmed() -> None:
    regime = loader.load_report_regimes()["general"]

    certainty = {report.code: report.certainty for report in regime.reports}

    assert certainty["half_year_2"] is Certainty.ASSUMED
    assert certainty["year"] is Certainty.SECONDARY


DAY = "  - {{date: {date}, kind: {kind}, name: nghỉ, source: nguồn, certainty: verified{more}}}\n"


@pytest.mark.parametrize(
    ("lines", "expected_line", "fragment"),
    [
        ([("2021-13-01", "off", "")], 3, "date"),
        ([("2021-01-01", "holiday", "")], 3, "kind"),
        ([("2021-01-01", "off", ""), ("2021-01-04", "off", ", colour: red")], 4, "colour"),
        ([("2021-01-02", "work", "")], 3, "làm bù"),
        ([("2021-01-04", "off", ", pair: 2021-01-09, in_lieu_of: 2021-01-01")], 3, "vừa"),
        ([("2021-01-01", "off", ""), ("2021-01-01", "off", "")], 1, "hai lần"),
        ([("2022-01-03", "off", "")], 1, "không thuộc năm 2021"),
        ([("2021-01-04", "off", ", pair: 2021-01-09")], 1, "không khớp"),
        ([("2021-01-04", "off", ", in_lieu_of: 2021-01-02")], 1, "nghỉ bù"),
    ],
)
def test_parse_year_names_file_and_line_of_a_mistake(
    lines: list[tuple[str, str, str]], expected_line: int, fragment: str
) -> None:
    text = "year: 2021\ndays:\n" + "".join(DAY.format(date=day, kind=kind, more=more) for day, kind, more in lines)

    with pytest.raises(CalendarDefinitionError) as caught:
        loader.parse_year(text, source="2021.yaml")

    assert caught.value.message.startswith(f"2021.yaml:{expected_line}:")
    assert fragment in caught.value.message


def test_parse_shape_names_the_line_of_a_missing_key_and_of_an_empty_file() -> None:
    with pytest.raises(CalendarDefinitionError, match=r"r\.yaml:2: regimes\.0\.name"):
        loader.parse_shape("regimes:\n  - code: x\n", source="r.yaml", shape=RegimesShape)
    with pytest.raises(CalendarDefinitionError, match=r"r\.yaml:1: tệp"):
        loader.parse_shape("", source="r.yaml", shape=RegimesShape)
    with pytest.raises(CalendarDefinitionError, match=r"r\.yaml:1: regimes"):
        loader.parse_shape("regimes: none\n", source="r.yaml", shape=RegimesShape)


WEEK = """
weekly_days_off: {days: [sunday], source: nguồn, certainty: assumed}
office_hours: {sessions: [{from: "07:00", until: "UNTIL"}], source: nguồn, certainty: assumed}
"""


def test_build_calendar_refuses_a_missing_year() -> None:
    week = loader.parse_shape(WEEK.replace("UNTIL", "11:00"), source="week.yaml", shape=WeekShape)
    years = [loader.parse_year(f"year: {year}\ndays: []\n", source="x.yaml") for year in (2021, 2023)]

    assert loader.build_calendar(years[:1], week=week).is_working_day(date(2021, 1, 2))
    with pytest.raises(CalendarDefinitionError, match="follow one another"):
        loader.build_calendar(years, week=week)


def test_build_office_hours_refuses_a_session_that_ends_before_it_starts() -> None:
    week = loader.parse_shape(WEEK.replace("UNTIL", "06:00"), source="week.yaml", shape=WeekShape)

    with pytest.raises(CalendarDefinitionError, match=r"week\.yaml"):
        loader.build_office_hours(week)

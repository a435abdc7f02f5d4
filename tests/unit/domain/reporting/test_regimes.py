"""Regimes: days of a report, its deadline with the reasons, who receives it, how late it is."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.report_regimes import loader
from parindex.domain.calendar.days import Certainty
from parindex.domain.reporting.regimes import Place, UnknownReport, deadline, lateness, month_window, receiver_path
from parindex.domain.units import UnitKind

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("code", "start", "end", "due"),
    [
        ("quarter_1", date(2025, 12, 15), date(2026, 3, 15), date(2026, 3, 20)),
        ("half_year", date(2025, 12, 15), date(2026, 6, 15), date(2026, 6, 20)),
        ("quarter_3", date(2026, 6, 15), date(2026, 9, 15), date(2026, 9, 20)),
        ("year", date(2025, 12, 15), date(2026, 12, 15), date(2026, 12, 20)),
    ],
)
def test_four_reports_a_year_with_their_days(code: str, start: date, end: date, due: date) -> None:
    report = loader.regime("cchc").report(code)

    window = report.window(2026)

    assert report.due is not None
    assert (window.start, window.end, report.due.on(2026)) == (start, end, due)


def test_no_other_quarter_is_asked_for() -> None:
    with pytest.raises(UnknownReport, match="quarter_2"):
        loader.regime("cchc").report("quarter_2")


def test_unknown_regime_is_refused() -> None:
    with pytest.raises(loader.UnknownRegime):
        loader.regime("khac")


def test_what_no_text_says_is_marked() -> None:
    book = loader.regime("cchc")

    assert book.outline_certainty is Certainty.ASSUMED
    level = book.level_of(UnitKind.COMMUNE)
    assert level is not None
    assert level.working_days_before is None
    assert book.level_of(UnitKind.POST) is None


def test_month_runs_from_the_fifteenth_to_the_fourteenth() -> None:
    window = month_window(2026, 1)

    assert (window.start, window.last_day) == (date(2025, 12, 15), date(2026, 1, 14))


def test_deadline_on_a_day_off_stays_and_says_so() -> None:
    found = deadline(date(2026, 9, 20), working_days_before=0, calendar=CALENDAR)

    assert found.on == date(2026, 9, 20)
    assert "18/09/2026" in found.steps[1]


def test_deadline_before_counts_working_days_over_holidays() -> None:
    found = deadline(date(2026, 9, 7), working_days_before=5, calendar=CALENDAR)

    assert found.on == date(2026, 8, 26)
    assert any("Quốc khánh" in step for step in found.steps)


@pytest.mark.parametrize(
    ("sent", "is_late", "days", "words"),
    [
        (date(2026, 9, 18), False, 0, ""),
        (date(2026, 9, 19), True, 0, "trễ, chưa hết một ngày làm việc"),
        (date(2026, 9, 22), True, 2, "trễ 2 ngày làm việc"),
        (date(2032, 1, 5), True, None, "trễ hạn"),
    ],
)
def test_lateness_is_in_working_days(sent: date, is_late: bool, days: int | None, words: str) -> None:
    found = lateness(date(2026, 9, 18), sent, calendar=CALENDAR)

    assert (found.is_late, found.working_days, found.words()) == (is_late, days, words)


def test_without_a_day_nothing_is_late() -> None:
    assert not lateness(None, date(2026, 9, 18), calendar=CALENDAR).is_late


def test_report_goes_to_the_nearest_unit_above() -> None:
    book = loader.regime("cchc")
    province, district = Place("/1/", UnitKind.PROVINCE), Place("/1/2/", UnitKind.DISTRICT)
    old, new = Place("/1/2/3/", UnitKind.COMMUNE), Place("/1/4/", UnitKind.COMMUNE)
    level, top = book.level_of(UnitKind.COMMUNE), book.level_of(UnitKind.PROVINCE)
    assert level is not None
    assert top is not None
    places = (province, district, old, new)

    assert receiver_path(old, level=level, places=places) == "/1/2/"
    assert receiver_path(new, level=level, places=places) == "/1/"
    assert (receiver_path(province, level=top, places=places), top.to_name) == ("", "Bộ Nội vụ")


OUTLINES = """
outlines:
  x: {source: s, certainty: assumed, summary: t, fields: [{code: a, title: A, opening: o}]}
figures:
  - {code: tong, name: T, unit: u, version: "1", source: work}
"""
REGIME = """
code: x
name: X
source: s
certainty: assumed
every: once
outline: x
levels: [{kinds: [commune], to_kinds: [province], certainty: assumed, source: s}]
"""


def test_a_regime_of_a_place_is_read() -> None:
    assert loader.build_regime(REGIME, outlines=OUTLINES, source="x.yaml").code == "x"


@pytest.mark.parametrize(
    ("regime", "outlines", "words"),
    [
        (REGIME.replace("every: once", "every: day"), OUTLINES, "x.yaml:6: every"),
        (REGIME + "colour: red\n", OUTLINES, "colour"),
        (REGIME.replace("to_kinds: [province], ", ""), OUTLINES, "to_kinds"),
        (REGIME.replace("outline: x", "outline: y"), OUTLINES, "đề cương"),
        (REGIME + "windows: khong-co\n", OUTLINES, "khong-co"),
        (REGIME, OUTLINES + "  - {code: tong, name: T, unit: u, version: '1', source: work}\n", "hai lần"),
        (REGIME, OUTLINES + "  - {code: tl, name: T, unit: u, version: '1', source: ratio, above: la}\n", "đứng sau"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(regime: str, outlines: str, words: str) -> None:
    with pytest.raises(loader.RegimeDefinitionError) as refused:
        loader.build_regime(regime, outlines=outlines, source="x.yaml")

    assert words in refused.value.message

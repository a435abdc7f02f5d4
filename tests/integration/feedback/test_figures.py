"""Indicators of feedback: exact counts by unit and period, the same for pages, the command line and criteria."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from parindex.apps.base.indicators import Tally, UnknownIndicator
from parindex.apps.feedback import figures, steps
from parindex.apps.feedback.supplier import FeedbackFigures
from parindex.apps.orgs.models import UnitKind
from parindex.cli.feedback import app
from parindex.domain.calendar.periods import year_period
from parindex.domain.feedback.measures import Count
from tests.factories import UnitFactory
from tests.integration.conftest import NOW, Province
from tests.integration.feedback.test_steps import answered, hand, received

pytestmark = pytest.mark.django_db
YEAR, TODAY = year_period(2026), date(2026, 12, 1)


def counts(province: Province, unit_id: int, *, today: date = TODAY) -> dict[str, Count]:
    found = figures.indicator_values(province.focal, period=YEAR, today=today, unit_ids=[unit_id])
    return {code: one for (_, code), one in found.items()}


def publish(province: Province) -> None:
    row = answered(province)
    steps.publish(feedback=row, subject="Trễ", summary="Hồ sơ trễ.", hand=hand(province.focal, row, hours=4))


def test_shares_are_exact_counts(province: Province) -> None:
    publish(province)
    answered(province)
    received(province)

    found = counts(province, province.root.pk)

    assert found["handled"] == Count(2, 3)
    assert found["published"] == Count(1, 2)
    assert found["on_time"] == Count(1, 3)
    assert found["satisfied"] == Count(0, 0)


def test_open_feedback_in_time_is_not_judged_yet(province: Province) -> None:
    received(province)

    assert counts(province, province.root.pk, today=NOW.date())["on_time"] == Count(0, 0)


def test_merged_feedback_is_not_counted_twice(province: Province) -> None:
    first, second = received(province), received(province)
    steps.merge(feedback=second, into=first, reason="Cùng.", hand=hand(province.focal, second))

    assert counts(province, province.root.pk)["handled"] == Count(0, 1)


def test_province_answers_for_departments_and_not_for_communes(province: Province) -> None:
    commune = UnitFactory(name="Xã Hư Cấu", kind=UnitKind.COMMUNE, parent=province.root)
    for unit in (province.office, commune):
        row = received(province)
        steps.forward(feedback=row, to=unit, note="", hand=hand(province.focal, row))

    found = {
        unit.pk: figures.count_units(names=["handled"], unit_ids=[unit.pk], period=YEAR, today=TODAY)
        for unit in (province.root, province.office, commune)
    }

    assert [one[pk, "handled"].denominator for pk, one in found.items()] == [1, 1, 1]


def test_supplier_tells_criteria_and_nothing_of_places_that_never_used_it(province: Province) -> None:
    publish(province)
    stranger = province.stranger.home_unit_ids()[0]
    room = FeedbackFigures()

    found = room.tally(
        names=["handled", "published"],
        unit_ids=[province.root.pk, province.office.pk, stranger],
        period=YEAR,
        today=date(2026, 6, 1),
    )

    assert found[province.root.pk, "published"] == Tally(1, 1, as_of=date(2026, 6, 1))
    assert found[province.office.pk, "handled"] == Tally(0, 0, as_of=date(2026, 6, 1))
    assert (stranger, "handled") not in found
    assert {offer.name for offer in room.offers()} >= {"handled", "published", "on_time"}
    with pytest.raises(UnknownIndicator):
        room.tally(names=["bia"], unit_ids=[province.root.pk], period=YEAR, today=TODAY)


def test_feedback_of_another_year_is_not_counted(province: Province) -> None:
    received(province)

    found = figures.count_units(unit_ids=[province.root.pk], period=year_period(2025), today=TODAY)

    assert {one.denominator for one in found.values()} == {0}


def test_counting_asks_the_same_number_of_questions(province: Province) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            figures.unit_figures(province.focal, period=YEAR, today=TODAY)
        return len(asked)

    received(province)
    few = queries()
    for _ in range(9):
        received(province)
    assert queries() == few


def test_command_line_tells_what_is_due_and_counts(province: Province, monkeypatch: Any) -> None:
    received(province)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=30))

    due = json.loads(CliRunner().invoke(app, ["due"]).stdout)
    counted = json.loads(CliRunner().invoke(app, ["indicators", "--year", "2026", "--json", "-"]).stdout)

    assert due["due"][0]["rule"] == "forward"
    assert due["due"][0]["overdue_working_days"] == 17
    handled = counted["units"][0]["indicators"][0]
    assert (handled["code"], handled["numerator"], handled["denominator"]) == ("handled", 0, 1)

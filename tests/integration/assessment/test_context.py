"""Beside an item stand what held the year before and what the unit's own plan sets."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.assessment.context import ItemContext, LastYear, Target, context_of
from parindex.apps.assessment.models import Ruling, Sheet
from parindex.apps.assignments import services as plans
from parindex.apps.imports import review
from parindex.apps.planning.models import PlanItem
from parindex.domain.access import Role
from tests.factories import assessment as make
from tests.factories.plans import import_text

pytestmark = pytest.mark.django_db

CATALOGUE = """
schema: parindex.catalogue/1
id: context-{year}
level: commune
year: {year}
title: Bộ thử {year}
status: demonstration
notice: Bộ thử.
group: xã
total_points: "2"
items:
  - {{code: "{first}", name: Ban hành kế hoạch kiểm tra, max_points: "1", rule: {{shape: manual, guidance: thử}}}}
  - {{code: "{second}", name: Giải quyết hồ sơ đúng hạn, max_points: "1", rule: {{shape: ratio_bands,
     measure: {{numerator: đúng hạn, denominator: tổng số, when_zero: none}},
     bands: [{{from: "90", points: "1"}}, {{points: "0"}}]}}}}
"""


def two_years(*, codes_now=("1", "2"), year=2026) -> tuple[make.Season, Sheet]:
    """Return last year's season with answers, and this year's sheet of the same unit."""
    old = make.make_revision_of(CATALOGUE.format(year=2025, first="1", second="2"))
    new = make.make_revision_of(CATALOGUE.format(year=year, first=codes_now[0], second=codes_now[1]))
    before = make.make_season(1, revision=old, year=2025)
    for code, words in (("1", {"points": "0,5"}), ("2", {"numerator": "95", "denominator": "100"})):
        item = before.item(code)
        make.sheets.save_answer(
            item=item,
            version=1,
            inputs=words,
            is_not_applicable=False,
            justification="",
            actor=before.holder,
            now=make.SEASON_AT,
        )
    after = make.make_season(0, revision=new, province=before.province, is_open=False)
    values = {"actor": before.holder, "now": make.PREPARED_AT}
    make.campaigns.set_units(group=after.group, version=after.campaign.version, units=before.communes, **values)
    make.campaigns.open_campaign(campaign=after.campaign, version=after.campaign.version, **values)
    rows = Sheet.objects.select_related("unit", "campaign__unit", "group__revision")
    return before, rows.get(campaign=after.campaign)


@pytest.mark.parametrize("year", [2025, 2026])
def test_context_holds_the_year_before_by_the_same_code(year):
    """A catalogue used again, or reissued with the same items."""
    _, sheet = two_years(year=year)

    found = context_of(sheet)

    assert found["1"].last == LastYear(2025, "1", (("điểm được chấm", "0,5"),), False, Fraction(1, 2), Fraction(1))
    assert found["2"].last is not None
    assert found["2"].last.inputs == (("đúng hạn", "95"), ("tổng số", "100"))


def test_context_follows_an_item_to_its_new_code():
    _, sheet = two_years(codes_now=("2", "1"))

    found = context_of(sheet)

    assert found["1"].last is not None
    assert (found["1"].last.code, found["1"].last.points) == ("2", Fraction(1))


def test_context_holds_what_was_ruled():
    before, sheet = two_years()
    Ruling.objects.create(
        item=before.item("2"),
        stage="council",
        decision="adjust",
        is_not_applicable=True,
        reason="Không phát sinh",
        actor_name="Người mẫu",
        at=make.SEASON_AT,
    )

    last = context_of(sheet)["2"].last

    assert last is not None
    assert (last.is_not_applicable, last.inputs, last.points) == (True, (), None)


def test_context_is_empty_without_a_year_before():
    season = make.make_season(1)

    assert set(context_of(season.sheet()).values()) == {ItemContext()}


def test_context_holds_the_targets_of_the_own_plan():
    season = make.make_season(1)
    focal = make.make_person(season.communes[0], Role.FOCAL)
    draft = import_text(unit=season.communes[0], actor=focal, now=make.SEASON_AT)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=focal, now=make.SEASON_AT)
    plan = plans.approve_plan(draft=draft, actor=focal, now=make.SEASON_AT).plan
    target = PlanItem.objects.filter(plan=plan).exclude(target_text="").order_by("position")[0]
    PlanItem.objects.filter(pk=target.pk).update(code="TCTP 1.4.1")
    others = PlanItem.objects.filter(plan=plan).exclude(pk=target.pk).order_by("position")
    for item, code in zip(others, ("không số", "TC 99.9"), strict=False):
        PlanItem.objects.filter(pk=item.pk).update(code=code, target_text="Mục tiêu khác")

    with CaptureQueriesContext(connection) as asked:
        found = context_of(season.sheet())

    assert found["1.4.1"].targets == (Target("Hoàn thành 100% nhiệm vụ đề ra theo kế hoạch.", "15/KH-UBND"),)
    assert found["1.4.2"].targets == ()
    assert len(asked) <= 5

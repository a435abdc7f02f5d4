"""Queues and reports of the appraisal: what a person sees of it, how it is counted, at a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.apps.assessment import appraisal, appraisal_queue, appraisal_reports, explanations
from parindex.apps.assessment.errors import SheetNotFound
from parindex.apps.assessment.models import AppraisalDuty, Campaign, RulingStage, Sheet, SheetItem, SheetState
from parindex.apps.assessment.verdicts import AppraisalStatus
from parindex.domain.access import PermissionDenied, Role
from tests import kept
from tests.factories import UnitFactory
from tests.factories import appraisal as judge
from tests.factories import assessment as make
from tests.factories.appraisal import EXPLAIN_AT, FIRST_AT, SECOND_AT, rule

pytestmark = pytest.mark.django_db
CODE = "1.2"


@pytest.fixture
def season() -> make.Season:
    return kept.once("half-signed season", lambda: judge.make_signed(3, signed=2))


def test_queue_counts_by_criterion_and_by_unit(season):
    rule(season.item(CODE), actor=season.appraiser)
    rule(season.item(CODE, 1), "ask", actor=season.appraiser)
    appraisal.accept_rest(sheet=season.sheet(1), actor=season.appraiser, now=FIRST_AT)

    queue = appraisal_queue.read_queue(season.appraiser, season.campaign)

    tally = queue.criteria[season.group.pk, CODE]
    assert (tally.total, tally.decided, tally.counts[AppraisalStatus.ASKED]) == (2, 1, 1)
    names = [sheet.unit.name for sheet, _ in queue.sheets]
    assert names == [unit.name for unit in season.communes[:2]]
    assert [found.decided for _, found in queue.sheets] == [1, queue.sheets[1][1].total - 1]
    assert (queue.unsigned_count, queue.whole.total) == (1, sum(found.total for _, found in queue.sheets))


def test_one_criterion_lists_the_signed_units(season):
    rows = appraisal_queue.list_criterion(season.appraiser, season.campaign, group_id=season.group.pk, code=CODE)

    assert [(row.sheet.unit.name, row.code) for row in rows] == [(unit.name, CODE) for unit in season.communes[:2]]


@pytest.mark.parametrize("code", ["99", "1"])
def test_an_unknown_criterion_is_not_found(season, code):
    with pytest.raises(SheetNotFound):
        appraisal_queue.list_criterion(season.appraiser, season.campaign, group_id=season.group.pk, code=code)


def test_strangers_find_nothing(season):
    foreign = UnitFactory(name="Sở Tài chính Sông Mây", parent=season.province)
    stranger = make.make_person(foreign, Role.APPRAISER)

    assert appraisal_queue.read_queue(stranger, season.campaign).whole.total == 0
    with pytest.raises(SheetNotFound):
        appraisal_queue.access_sheet(stranger, season.sheet().public_id)
    with pytest.raises(SheetNotFound):
        appraisal_queue.access_item(stranger, season.sheet().public_id, CODE)
    with pytest.raises(SheetNotFound):
        appraisal_queue.access_sheet(season.appraiser, season.sheet(2).public_id)
    with pytest.raises(PermissionDenied):
        appraisal_queue.list_blind(stranger, season.campaign)
    for report in (appraisal_reports.read_progress, appraisal_reports.compare_blind, appraisal_reports.list_disputed):
        with pytest.raises(PermissionDenied):
            report(stranger, season.campaign)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    fields=st.sets(st.sampled_from(["1", "2", "3", "4"]), max_size=3),
    states=st.lists(st.sampled_from(SheetState.values), min_size=3, max_size=3),
    at_home=st.booleans(),
)
def test_an_appraiser_sees_signed_sheets_of_other_units_and_the_own_fields_only(season, fields, states, at_home):
    AppraisalDuty.objects.all().delete()
    for code in fields:
        AppraisalDuty.objects.create(group=season.group, agency=season.agency, field_code=code)
    for unit, state in zip(season.communes, states, strict=True):
        Sheet.objects.filter(unit=unit).update(state=state)
    actor = season.appraiser
    if at_home:
        actor = make.Actor(
            user_id=actor.user_id,
            name=actor.name,
            grants=(*actor.grants, *make.make_person(season.communes[0], Role.APPRAISER).grants),
        )

    seen: set[tuple[str, str]] = set()
    for group_id, code in appraisal_queue.read_queue(actor, season.campaign).criteria:
        rows = appraisal_queue.list_criterion(actor, season.campaign, group_id=group_id, code=code)
        seen |= {(row.sheet.unit.name, row.code) for row in rows}
    for unit in season.communes:
        sheet = Sheet.objects.select_related("unit", "campaign__unit", "group__revision").get(unit=unit)
        seen |= {(unit.name, item.code) for item in appraisal_queue.list_sheet(actor, sheet)}

    book = make.book_of(season.group.revision)
    own = {code for code, leaf in book.leaves.items() if make.sheets.is_self_scored(leaf)}
    assert seen == {
        (unit.name, code)
        for unit, state in zip(season.communes, states, strict=True)
        for code in own
        if state in (SheetState.SIGNED, SheetState.PUBLISHED)
        and book.field_of(code) in fields
        and not (at_home and unit == season.communes[0])
    }


def test_queries_stay_the_same_with_more_units(season, django_assert_max_num_queries):
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(24) as seen:
            appraisal_queue.read_queue(season.appraiser, season.campaign)
            appraisal_queue.list_criterion(season.appraiser, season.campaign, group_id=season.group.pk, code=CODE)
            appraisal_reports.read_progress(season.appraiser, season.campaign)
            appraisal_reports.compare_blind(season.appraiser, season.campaign)
        counts.append(len(seen))
        Sheet.objects.update(state=SheetState.SIGNED)
        rule(season.item(CODE, 1), "ask", actor=season.appraiser)
    assert counts[0] == counts[1]


def test_progress_counts_explanations_and_points_by_agency_and_unit(season):
    officer = make.make_person(season.communes[0], Role.OFFICER)
    for code in (CODE, "1.3"):
        rule(season.item(code), "ask", actor=season.appraiser)
        item = season.item(code)
        explanations.explain(
            item=item, text="Có tài liệu (hư cấu).", version=item.version, actor=officer, now=EXPLAIN_AT
        )
    rule(season.item(CODE), "adjust", actor=season.appraiser, stage=RulingStage.APPRAISAL_2, now=SECOND_AT)
    rule(season.item("1.3"), actor=season.appraiser, stage=RulingStage.APPRAISAL_2, now=SECOND_AT)

    board = appraisal_reports.read_progress(season.holder, season.campaign)

    ((agency, line),) = board.agencies
    lost = season.sheet().self_low - season.sheet().final_low
    assert agency == season.agency
    assert (line.explanations["accepted"], line.explanations["refused"]) == (1, 1)
    assert (line.down, line.down_count, line.up_count) == (Fraction(lost, 10000), 1, 0)
    assert [found.name for found in board.units] == [unit.name for unit in season.communes[:2]]
    assert (board.sheet_count, board.signed_count, board.unassigned) == (3, 2, ())
    own = appraisal_reports.read_progress(season.appraiser, season.campaign)
    assert own.whole == board.whole


def test_fields_without_an_agency_are_told(season):
    AppraisalDuty.objects.all().delete()
    AppraisalDuty.objects.create(group=season.group, agency=season.agency, field_code="1")

    board = appraisal_reports.read_progress(season.holder, season.campaign)

    left = {code for _, code in board.unassigned}
    assert "2" in left
    assert "1" not in left


def test_blind_pairs_are_compared_and_leave_the_queue(season):
    Campaign.objects.filter(pk=season.campaign.pk).update(blind_percent=100)
    campaign = Campaign.objects.select_related("unit").get(pk=season.campaign.pk)
    colleague = make.make_person(season.agency, Role.APPRAISER)
    for place, decision in ((0, "accept"), (1, "adjust")):
        rule(season.item(CODE, place), actor=season.appraiser)
        if place == 0:
            waiting = appraisal_queue.list_blind(colleague, campaign)
            assert [row.sheet.unit.name for row in waiting] == [season.communes[0].name]
            assert appraisal_queue.list_blind(season.appraiser, campaign) == []
        rule(season.item(CODE, place), decision, actor=colleague, stage=RulingStage.BLIND)

    found = appraisal_reports.compare_blind(season.holder, campaign)

    assert appraisal_queue.list_blind(colleague, campaign) == []
    assert (found.whole.share, found.whole.kappa, found.same_points_count) == (Fraction(1, 2), 0, 1)
    assert [name for name, _ in found.by_agency] == [season.agency.name]


def test_council_lists_what_still_differs(season):
    council = make.make_person(season.province, Role.LEADER)
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    rule(season.item("1.3"), "ask", actor=season.appraiser)
    rule(season.item("1.1"), actor=season.appraiser)
    rule(season.item(CODE, 1), "adjust", actor=season.appraiser)
    back = season.item(CODE, 1)
    rule(
        back,
        "adjust",
        actor=season.appraiser,
        stage=RulingStage.APPRAISAL_2,
        inputs=back.inputs,
        now=SECOND_AT + timedelta(minutes=1),
    )

    listed = appraisal_reports.list_disputed(council, season.campaign)

    assert [(row.sheet.unit.name, row.code) for row in listed] == [
        (season.communes[0].name, CODE),
        (season.communes[0].name, "1.3"),
    ]
    assert SheetItem.objects.count() > len(listed)

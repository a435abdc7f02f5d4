"""Judging items: who may, when, what is refused without a trace, taking back, and the totals that follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parindex.apps.assessment import appraisal, campaigns, scoring
from parindex.apps.assessment.campaigns import Duty
from parindex.apps.assessment.errors import (
    BadAnswer,
    BadRuling,
    BlindRefused,
    ChangedMeanwhile,
    NothingToUndo,
    NotYetSigned,
    OwnUnit,
    ReasonMissing,
    RoundClosed,
    RoundNotOpen,
)
from parindex.apps.assessment.models import Campaign, RoundKind, Ruling, RulingStage, SheetItem, SheetState
from parindex.apps.audit.models import Event
from parindex.domain.access import PermissionDenied, Role
from tests import kept
from tests.factories import MembershipFactory, UnitFactory
from tests.factories import appraisal as judge
from tests.factories import assessment as make
from tests.factories.appraisal import COUNCIL_AT, FIRST_AT, SECOND_AT, WRONG_RATIO, rule

pytestmark = pytest.mark.django_db
CODE = "1.2"


@pytest.fixture
def season() -> make.Season:
    return kept.once("signed season", lambda: judge.make_signed(2))


@pytest.fixture
def item(season) -> SheetItem:
    return season.item(CODE)


@pytest.fixture
def colleague(season):
    return make.make_person(season.agency, Role.APPRAISER)


@pytest.fixture
def council(season):
    return make.make_person(season.province, Role.LEADER)


def assert_untouched(item: SheetItem) -> None:
    assert not Ruling.objects.filter(item=item).exists()
    assert not Event.objects.filter(action__startswith="ruling.").exists()


def test_accepting_keeps_the_points_and_is_registered(season, item):
    before = season.sheet()

    made = rule(item, actor=season.appraiser)

    after = season.sheet()
    assert (made.agency, made.actor_id) == (season.agency, season.appraiser.user_id)
    assert (after.final_low, after.final_high) == (before.self_low, before.self_high)
    event = Event.objects.get(action="ruling.given")
    assert event.unit_path == season.agency.path
    assert event.after["code"] == CODE


def test_adjusting_sets_the_answers_and_the_rule_gives_the_points(season, item):
    before = season.sheet()

    made = rule(item, "adjust", actor=season.appraiser)

    after = season.sheet()
    assert made.inputs == WRONG_RATIO
    assert after.self_low == before.self_low
    assert after.final_low < before.final_low
    assert scoring.effective(season.item(CODE)) == made
    assert season.item(CODE).inputs == item.inputs


def test_asking_changes_no_points(season, item):
    before = season.sheet()
    rule(item, "ask", actor=season.appraiser)

    assert season.sheet().final_low == before.final_low


def test_the_same_decision_twice_is_one(season, item):
    first = rule(item, actor=season.appraiser)
    second = rule(item, actor=season.appraiser, version=item.version)

    assert (first.pk, first.version) == (second.pk, second.version)
    assert Event.objects.filter(action="ruling.given").count() == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"decision": "adjust", "reason": " "}, ReasonMissing),
        ({"decision": "ask", "reason": ""}, ReasonMissing),
        ({"decision": "adjust", "inputs": {"numerator": "95,5 %"}}, BadAnswer),
        ({"decision": "adjust", "inputs": {"numerator": "41", "denominator": "40"}}, BadAnswer),
        ({"decision": "adjust", "inputs": {"không có": "1"}}, BadAnswer),
        ({"decision": "adjust", "is_not_applicable": True}, BadAnswer),
        ({"decision": "cho điểm"}, BadRuling),
        ({"version": 99}, ChangedMeanwhile),
        ({"now": make.ROUNDS[RoundKind.APPRAISAL_1][0] - timedelta(seconds=1)}, RoundNotOpen),
        ({"now": make.ROUNDS[RoundKind.APPRAISAL_1][1]}, RoundClosed),
        ({"stage": RulingStage.APPRAISAL_2}, RoundNotOpen),
        ({"stage": RulingStage.BLIND}, BlindRefused),
        ({"stage": RulingStage.COUNCIL}, PermissionDenied),
        ({"stage": RulingStage.MOCK}, PermissionDenied),
    ],
)
def test_what_is_refused_leaves_no_trace(season, item, given, refusal):
    with pytest.raises(refusal):
        rule(item, actor=season.appraiser, **given)

    assert_untouched(item)


def test_the_last_second_of_the_step_counts(season, item):
    rule(item, actor=season.appraiser, now=make.ROUNDS[RoundKind.APPRAISAL_1][1] - timedelta(seconds=1))

    assert Ruling.objects.count() == 1


def test_adjusting_to_the_same_answers_is_refused(season, item):
    with pytest.raises(BadRuling, match="chọn chấp nhận"):
        rule(item, "adjust", actor=season.appraiser, inputs=item.inputs)

    assert_untouched(item)


def test_accepting_what_nobody_answered_is_refused(season, item):
    SheetItem.objects.filter(pk=item.pk).update(inputs={})

    with pytest.raises(BadRuling, match="chưa đủ số liệu"):
        rule(item, actor=season.appraiser)

    assert_untouched(item)


def test_only_signed_sheets_are_appraised(season):
    make.fill_sheet(season.sheet(1), actor=make.make_person(season.communes[1], Role.OFFICER))

    with pytest.raises(NotYetSigned):
        rule(season.item(CODE, 1), actor=season.appraiser)
    with pytest.raises(NotYetSigned):
        appraisal.accept_rest(sheet=season.sheet(1), actor=season.appraiser, now=FIRST_AT)

    assert not Ruling.objects.exists()


def test_people_without_the_duty_are_refused(season, item):
    foreign = UnitFactory(name="Sở Tài chính Sông Mây", parent=season.province)
    for actor in (
        make.make_person(foreign, Role.APPRAISER),
        make.make_person(season.communes[1], Role.APPRAISER),
        make.make_person(season.agency, Role.OFFICER),
        make.make_person(season.communes[0], Role.LEADER),
        season.holder,
    ):
        with pytest.raises(PermissionDenied):
            rule(item, actor=actor)

    assert_untouched(item)


def test_a_duty_of_one_field_covers_no_other(season):
    campaign = Campaign.objects.get(pk=season.campaign.pk)
    season.group.campaign = campaign
    campaigns.set_duties(
        group=season.group,
        version=campaign.version,
        duties=[Duty(season.agency, "2")],
        actor=season.holder,
        now=make.SEASON_AT,
    )

    with pytest.raises(PermissionDenied):
        rule(season.item(CODE), actor=season.appraiser)
    made = appraisal.accept_rest(sheet=season.sheet(), actor=season.appraiser, now=FIRST_AT)

    assert {ruling.item.field_code for ruling in made} == {"2"}


@pytest.mark.parametrize("place", ["unit", "inside"])
def test_nobody_appraises_the_own_unit(season, item, place):
    unit = season.communes[0]
    home = unit if place == "unit" else UnitFactory(name="Phòng Hư Cấu", parent=unit)
    membership = MembershipFactory(unit=season.agency, role=Role.APPRAISER.value)
    MembershipFactory(user=membership.user, unit=home, role=Role.OFFICER.value)
    actor = make.access.actor_of(membership.user, today=make.PREPARED_AT.date())

    with pytest.raises(OwnUnit):
        rule(item, actor=actor)

    assert_untouched(item)


def test_a_unit_above_may_appraise(season, item):
    actor = make.make_person(season.province, Role.APPRAISER)

    assert rule(item, actor=actor).agency == season.agency


def test_two_appraisers_on_one_item_do_not_overwrite_each_other(season, item, colleague):
    rule(item, actor=season.appraiser)

    with pytest.raises(ChangedMeanwhile) as refused:
        rule(item, "ask", actor=colleague, version=item.version)

    assert refused.value.item is not None
    assert Ruling.objects.get().decision == "accept"


def test_survey_items_are_not_appraised(season):
    book = make.book_of(season.group.revision)
    code = next(code for code, leaf in book.leaves.items() if not make.sheets.is_self_scored(leaf))

    with pytest.raises(BadRuling, match="khảo sát"):
        rule(season.item(code), actor=season.appraiser)


def test_accept_rest_takes_what_is_undecided_and_is_undone_as_one(season, item, django_assert_max_num_queries):
    rule(item, "ask", actor=season.appraiser)
    with django_assert_max_num_queries(30):
        made = appraisal.accept_rest(sheet=season.sheet(), actor=season.appraiser, now=FIRST_AT + timedelta(minutes=1))

    assert len(made) > 20
    assert Ruling.objects.get(item=item).decision == "ask"
    again = appraisal.accept_rest(sheet=season.sheet(), actor=season.appraiser, now=FIRST_AT + timedelta(minutes=2))
    assert again == ()

    back = appraisal.undo_last(campaign=season.campaign, actor=season.appraiser, now=FIRST_AT + timedelta(minutes=3))
    assert len(back) == len(made)
    assert list(Ruling.objects.values_list("item", flat=True)) == [item.pk]


def test_undo_gives_back_what_held_before(season, item):
    before = season.sheet()
    rule(item, "ask", actor=season.appraiser)
    rule(item, "adjust", actor=season.appraiser, now=FIRST_AT + timedelta(minutes=1))

    appraisal.undo_last(campaign=season.campaign, actor=season.appraiser, now=FIRST_AT + timedelta(minutes=2))
    assert Ruling.objects.get().decision == "ask"
    assert season.sheet().final_low == before.final_low

    appraisal.undo_last(campaign=season.campaign, actor=season.appraiser, now=FIRST_AT + timedelta(minutes=3))
    assert not Ruling.objects.exists()
    assert season.item(CODE).version == item.version + 4


def test_undo_is_for_the_own_decisions_while_the_step_is_open(season, item, colleague):
    rule(item, actor=season.appraiser)

    with pytest.raises(NothingToUndo):
        appraisal.undo_last(campaign=season.campaign, actor=colleague, now=FIRST_AT)
    with pytest.raises(RoundClosed):
        appraisal.undo_last(campaign=season.campaign, actor=season.appraiser, now=SECOND_AT)

    assert Ruling.objects.count() == 1


@pytest.fixture
def blind(season):
    Campaign.objects.filter(pk=season.campaign.pk).update(blind_percent=100)


def test_blind_appraisal_is_by_another_person_and_changes_no_points(season, item, colleague, blind):
    first = rule(item, actor=season.appraiser)
    before = season.sheet()
    with pytest.raises(BlindRefused):
        rule(item, "ask", actor=season.appraiser, stage=RulingStage.BLIND)
    with pytest.raises(BlindRefused, match="chờ thẩm định kín"):
        rule(item, "ask", actor=colleague)

    made = rule(item, "adjust", actor=colleague, stage=RulingStage.BLIND)

    assert (made.stage, first.decision) == ("blind", "accept")
    assert season.item(CODE).version == item.version + 1
    assert season.sheet().final_low == before.final_low
    with pytest.raises(BlindRefused):
        rule(item, "ask", actor=colleague)
    with pytest.raises(BlindRefused):
        rule(item, actor=make.make_person(season.agency, Role.APPRAISER), stage=RulingStage.BLIND)


def test_blind_appraisal_waits_for_the_first(season, item, colleague, blind):
    with pytest.raises(BlindRefused, match="chưa có kết quả"):
        rule(item, actor=colleague, stage=RulingStage.BLIND)


def test_council_holds_over_the_agencies_and_the_mock_council_over_nothing(season, item, council):
    rule(item, "adjust", actor=season.appraiser)
    lowered = season.sheet()

    rule(item, "adjust", actor=council, stage=RulingStage.MOCK, inputs=item.inputs, now=SECOND_AT)
    assert season.sheet().final_low == lowered.final_low

    rule(item, "adjust", actor=council, stage=RulingStage.COUNCIL, inputs=item.inputs, now=COUNCIL_AT)
    assert season.sheet().final_low == lowered.self_low


def test_mock_council_ends_with_the_real_one(season, item, council):
    with pytest.raises(RoundClosed):
        rule(item, actor=council, stage=RulingStage.MOCK, now=make.ROUNDS[RoundKind.COUNCIL][1])
    with pytest.raises(BadRuling, match="chỉ còn"):
        rule(item, "ask", actor=council, stage=RulingStage.MOCK, now=SECOND_AT)


def test_a_published_sheet_is_judged_no_more(season, item, council):
    sheet = season.sheet()
    sheet.state = SheetState.PUBLISHED
    sheet.save(update_fields=["state"])

    with pytest.raises(NotYetSigned):
        rule(item, actor=council, stage=RulingStage.COUNCIL, now=COUNCIL_AT)

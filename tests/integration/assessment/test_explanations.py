"""Explaining what was asked or changed, judging it, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parindex.apps.assessment import appraisal, explanations
from parindex.apps.assessment.errors import (
    BadRuling,
    ChangedMeanwhile,
    NotExplainable,
    NothingToUndo,
    ReasonMissing,
    RoundClosed,
    RoundNotOpen,
)
from parindex.apps.assessment.models import Campaign, Explanation, RoundKind, RulingStage, SheetItem
from parindex.apps.audit.models import Event
from parindex.domain.access import PermissionDenied, Role
from tests import kept
from tests.factories import appraisal as judge
from tests.factories import assessment as make
from tests.factories.appraisal import COUNCIL_AT, EXPLAIN_AT, FIRST_AT, SECOND_AT, rule

pytestmark = pytest.mark.django_db
CODE = "1.2"


@pytest.fixture
def season() -> make.Season:
    return kept.once("signed season", lambda: judge.make_signed(2))


@pytest.fixture
def officer(season):
    return make.make_person(season.communes[0], Role.OFFICER)


def explain(season, *, actor, code=CODE, text="Báo cáo số 5 (hư cấu) nêu 40 trên 40.", now=EXPLAIN_AT, version=None):
    item = season.item(code)
    return explanations.explain(
        item=item, text=text, version=item.version if version is None else version, actor=actor, now=now
    )


def decide(season, *, accepts, reason="", **given):
    item = season.item(CODE)
    told = {"version": item.version, "actor": season.appraiser, "now": SECOND_AT}
    return explanations.decide_explanation(item=item, accepts=accepts, reason=reason, **(told | given))


def outcome() -> str:
    return Explanation.objects.get().outcome


@pytest.mark.parametrize("decision", ["ask", "adjust"])
def test_the_unit_explains_what_was_asked_or_changed(season, officer, decision):
    rule(season.item(CODE), decision, actor=season.appraiser)

    first = explain(season, actor=officer)
    second = explain(season, actor=officer, text="Bổ sung: kèm biên bản (hư cấu).")

    assert (first.pk, second.version, second.outcome) == (second.pk, 2, "waiting")
    assert [event.after["code"] for event in Event.objects.filter(action="ruling.explained")] == [CODE, CODE]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"text": "  "}, ReasonMissing),
        ({"version": 99}, ChangedMeanwhile),
        ({"code": "1.1"}, NotExplainable),
        ({"code": "1.3"}, NotExplainable),
        ({"now": FIRST_AT}, RoundNotOpen),
        ({"now": make.ROUNDS[RoundKind.EXPLANATION][1]}, RoundClosed),
    ],
)
def test_what_cannot_be_explained(season, officer, given, refusal):
    rule(season.item(CODE), "ask", actor=season.appraiser)
    rule(season.item("1.3"), "accept", actor=season.appraiser)

    with pytest.raises(refusal):
        explain(season, actor=officer, **given)

    assert not Explanation.objects.exists()


def test_only_officers_of_the_unit_explain(season):
    rule(season.item(CODE), "ask", actor=season.appraiser)
    for actor in (season.appraiser, make.make_person(season.communes[1], Role.OFFICER)):
        with pytest.raises(PermissionDenied):
            explain(season, actor=actor)


def test_an_accepted_explanation_gives_the_points_back(season, officer):
    before = season.sheet().final_low
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    explain(season, actor=officer)

    made = decide(season, accepts=True)

    assert (made.stage, outcome(), season.sheet().final_low) == (RulingStage.APPRAISAL_2, "accepted", before)


def test_a_refused_explanation_keeps_the_adjustment(season, officer):
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    lowered = season.sheet().final_low
    explain(season, actor=officer)
    with pytest.raises(ReasonMissing):
        decide(season, accepts=False)

    decide(season, accepts=False, reason="Biên bản lập sau kỳ đánh giá (hư cấu).")

    assert (outcome(), season.sheet().final_low) == ("refused", lowered)
    with pytest.raises(NotExplainable):
        explain(season, actor=officer, text="Nói lại.")
    with pytest.raises(NotExplainable):
        decide(season, accepts=True)


def test_refusing_what_was_only_asked_needs_the_right_answers(season, officer):
    rule(season.item(CODE), "ask", actor=season.appraiser)
    explain(season, actor=officer)
    with pytest.raises(BadRuling, match="nhập số liệu đúng"):
        decide(season, accepts=False, reason="Không đủ tài liệu.")

    decide(season, accepts=False, reason="Chỉ 30 có tài liệu.", inputs=judge.WRONG_RATIO)

    assert outcome() == "refused"


def test_points_that_rise_after_an_explanation_count_as_accepted(season, officer):
    rule(season.item(CODE), "adjust", actor=season.appraiser, inputs={"numerator": "10", "denominator": "40"})
    explain(season, actor=officer)

    words = {"numerator": "38", "denominator": "40"}
    decide(season, accepts=True, reason="Công nhận một phần.", inputs=words)

    assert outcome() == "accepted"


def test_council_settles_an_explanation_that_nobody_judged(season, officer):
    rule(season.item(CODE), "ask", actor=season.appraiser)
    explain(season, actor=officer)

    rule(
        season.item(CODE),
        actor=make.make_person(season.province, Role.LEADER),
        stage=RulingStage.COUNCIL,
        now=COUNCIL_AT,
    )

    assert outcome() == "accepted"


def test_undoing_the_second_appraisal_lets_the_explanation_wait_again(season, officer):
    rule(season.item(CODE), "adjust", actor=season.appraiser)
    explain(season, actor=officer)
    decide(season, accepts=True)

    appraisal.undo_last(campaign=season.campaign, actor=season.appraiser, now=SECOND_AT + timedelta(minutes=1))

    assert outcome() == "waiting"


def test_a_first_ruling_that_was_explained_is_not_taken_back(season, officer):
    rule(season.item(CODE), "ask", actor=season.appraiser)
    Campaign.objects.get(pk=season.campaign.pk).rounds.filter(kind="explanation").update(opens_at=FIRST_AT)
    explain(season, actor=officer, now=FIRST_AT)

    with pytest.raises(NothingToUndo, match="đã giải trình"):
        appraisal.undo_last(campaign=season.campaign, actor=season.appraiser, now=FIRST_AT)


def test_the_first_appraiser_changes_nothing_behind_an_explanation(season, officer):
    version = season.item(CODE).version
    rule(season.item(CODE), "ask", actor=season.appraiser)
    explain(season, actor=officer)

    with pytest.raises(ChangedMeanwhile):
        rule(season.item(CODE), actor=season.appraiser, stage=RulingStage.APPRAISAL_2, version=version, now=SECOND_AT)

    assert SheetItem.objects.get(pk=season.item(CODE).pk).version == version + 2

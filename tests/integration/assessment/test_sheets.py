"""Answering, submitting, returning and signing: who may, when, and what is refused without a trace."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from parindex.apps.assessment import campaigns, completeness, scoring, selectors, sheets
from parindex.apps.assessment.books import book_of, is_self_scored
from parindex.apps.assessment.errors import (
    AlreadyAppraised,
    BadAnswer,
    BelowMissing,
    CampaignNotReady,
    ChangedMeanwhile,
    OwnSubmission,
    ProofMissing,
    ReasonMissing,
    RoundClosed,
)
from parindex.apps.assessment.models import (
    EvidenceLink,
    RoundKind,
    Ruling,
    RulingDecision,
    RulingStage,
    Sheet,
    SheetState,
)
from parindex.apps.audit.models import Event
from parindex.apps.evidence.models import Document
from parindex.apps.orgs.models import UnitKind
from parindex.domain.access import PermissionDenied, Role
from parindex.domain.assessment.risk import RiskKind
from parindex.domain.lifecycle import MoveRefused
from tests import kept
from tests.factories import UnitFactory
from tests.factories import assessment as make

pytestmark = pytest.mark.django_db
NOW = make.SEASON_AT


@pytest.fixture
def season() -> make.Season:
    return kept.once("season", make.make_season)


@pytest.fixture
def officer(season):
    return make.make_person(season.communes[0], Role.OFFICER)


@pytest.fixture
def leader(season):
    return make.make_person(season.communes[0], Role.LEADER)


def save(item, *, actor, words=None, version=None, now=NOW, is_not_applicable=False, justification=""):
    return sheets.save_answer(
        item=item,
        version=item.version if version is None else version,
        inputs={"numerator": "39", "denominator": "40"} if words is None else words,
        is_not_applicable=is_not_applicable,
        justification=justification,
        actor=actor,
        now=now,
    )


@pytest.mark.parametrize(
    ("code", "words", "name", "message"),
    [
        ("1.2", {"numerator": "95,5 %"}, "numerator", "bỏ ký hiệu %"),
        ("1.2", {"denominator": "1.234"}, "denominator", "có thể hiểu hai cách"),
        ("1.2", {"numerator": "–"}, "numerator", "không phải số"),
        ("1.2", {"numerator": "41", "denominator": "40"}, "numerator", "nhiều hơn 40"),
        ("1.2", {"percent": "3"}, "percent", "không có đầu vào"),
        ("1.1", {"level": "hơi trễ"}, "level", "không phải một lựa chọn"),
        ("1.1", {"level": "n/a"}, "level", "áp dụng với mọi đơn vị"),
    ],
)
def test_save_answer_refuses_what_the_rule_does_not_accept(season, officer, code, words, name, message):
    with pytest.raises(BadAnswer, match=message) as refused:
        save(season.item(code), actor=officer, words=words)

    assert (refused.value.item_code, refused.value.input_name) == (code, name)
    assert season.item(code).version == 1
    assert not Event.objects.filter(action="sheet.answered").exists()


def test_save_answer_takes_the_item_out_of_the_maximum(season, officer):
    before = season.sheet().self_maximum

    saved = save(season.item("1.4.1"), actor=officer, words={}, is_not_applicable=True)

    assert (saved.is_not_applicable, saved.inputs) == (True, {})
    assert season.sheet().self_maximum == before - 15000
    with pytest.raises(BadAnswer, match="vừa chọn không áp dụng vừa có số liệu"):
        save(season.item("1.4.1"), actor=officer, is_not_applicable=True)


def test_save_answer_with_an_old_version_shows_both_values(season, officer):
    other = make.make_person(season.communes[0], Role.FOCAL)
    seen = season.item("1.2")
    save(seen, actor=other, words={"numerator": "38", "denominator": "40"})

    with pytest.raises(ChangedMeanwhile) as refused:
        save(seen, actor=officer)

    assert refused.value.item is not None
    assert refused.value.item.inputs == {"numerator": "38", "denominator": "40"}
    assert refused.value.item.updated_by_name == other.name
    assert other.name in refused.value.message


def test_save_answer_sent_twice_is_no_conflict(season, officer):
    seen = season.item("1.2")
    save(seen, actor=officer)

    again = save(seen, actor=officer)

    assert again.version == 2
    assert Event.objects.filter(action="sheet.answered").count() == 1


def test_two_items_keep_both_edits(season, officer):
    first, second = season.item("1.2"), season.item("1.1")

    save(first, actor=officer)
    save(second, actor=season.holder, words={"level": "Kịp thời"})

    assert season.item("1.2").inputs == {"numerator": "39", "denominator": "40"}
    assert season.item("1.1").inputs == {"level": "on_time"}


def test_save_answer_needs_a_role_over_the_unit(season, leader):
    stranger = make.make_person(season.communes[1], Role.OFFICER)

    for actor in (stranger, leader, season.appraiser):
        with pytest.raises(PermissionDenied):
            save(season.item("1.2"), actor=actor)


def survey_item(season):
    leaves = book_of(season.group.revision).leaves
    return season.item(next(code for code, item in leaves.items() if not is_self_scored(item)))


def test_survey_items_are_answered_by_the_holder_only(season, officer):
    item = survey_item(season)
    words = make.best_words(item)
    with pytest.raises(PermissionDenied):
        save(item, actor=officer, words=words)

    late = make.ROUNDS[RoundKind.SELF_SCORE][1] + timedelta(days=1)
    saved = save(item, actor=season.holder, words=words, now=late)

    assert saved.version == 2
    Sheet.objects.update(state=SheetState.PUBLISHED)
    with pytest.raises(MoveRefused):
        save(survey_item(season), actor=season.holder, words={}, now=late)


def test_save_answer_stops_when_the_sheet_or_campaign_has_moved_on(season, officer):
    make.fill_sheet(season.sheet(), actor=officer)
    sheets.submit(sheet=season.sheet(), version=1, note="", actor=officer, now=NOW)
    with pytest.raises(MoveRefused):
        save(season.item("1.2"), actor=officer, words={})

    campaigns.cancel(
        campaign=season.campaign, version=season.campaign.version, reason="Hoãn", actor=season.holder, now=NOW
    )
    with pytest.raises(CampaignNotReady, match="Đã hủy"):
        save(season.item("1.2", 1), actor=season.holder)


def rule_on(item, decision, *, stage=RulingStage.APPRAISAL_1, **values):
    return Ruling.objects.create(
        item=item, stage=stage, decision=decision, reason="Đối chiếu hồ sơ", actor_name="Người mẫu", at=NOW, **values
    )


def test_answers_below_a_ruling_do_not_change(season, officer):
    item = season.item("1.2")
    rule_on(item, RulingDecision.ACCEPT, stage=RulingStage.BLIND)
    asked = rule_on(item, RulingDecision.ASK)
    save(season.item("1.2"), actor=officer)

    asked.decision = RulingDecision.ACCEPT
    asked.save()

    with pytest.raises(AlreadyAppraised, match=r"1\.2"):
        save(season.item("1.2"), actor=officer, words={})


def test_final_score_follows_the_highest_adjustment(season, officer):
    make.fill_sheet(season.sheet(), actor=officer)
    item = season.item("1.1")
    rule_on(item, RulingDecision.ADJUST, inputs={"level": "late"})
    rule_on(item, RulingDecision.ACCEPT, stage=RulingStage.APPRAISAL_2)
    rule_on(item, RulingDecision.ADJUST, stage=RulingStage.MOCK, inputs={"level": "none"})

    def points():
        sheet = season.sheet()
        items = selectors.list_items(sheet, season.holder)
        scoring.refresh_totals(sheet)
        return (
            scoring.self_score(sheet, items).item("1.1").points,
            scoring.final_score(sheet, items).item("1.1").points,
            sheet.self_low - sheet.final_low,
        )

    assert points() == (15000, 7500, 7500)
    rule_on(item, RulingDecision.ADJUST, stage=RulingStage.COUNCIL, inputs={"level": "none"})
    assert points() == (15000, 0, 15000)


def test_submit_lists_items_without_proof(season, officer):
    save(season.item("1.1"), actor=officer, words={"level": "late"})
    save(season.item("1.2"), actor=officer)
    save(season.item("1.3"), actor=officer, words={"on_time": "0", "late": "0", "due": "4"})

    with pytest.raises(ProofMissing, match=r"1\.1, 1\.2") as refused:
        sheets.submit(sheet=season.sheet(), version=1, note="", actor=officer, now=NOW)

    assert refused.value.item_codes == ("1.1", "1.2")
    save(season.item("1.1"), actor=officer, words={"level": "late"}, justification="Bản giấy lưu văn thư")
    prove(season.item("1.2"))
    sent = sheets.submit(sheet=season.sheet(), version=1, note="Xong", actor=officer, now=NOW)
    assert (sent.state, sent.submitted_by_id, sent.version) == (SheetState.SUBMITTED, officer.user_id, 2)


def prove(item, **values):
    document = Document.objects.create(
        unit=item.sheet.unit, number=f"{Document.objects.count() + 1}/BC-UBND", created_at=NOW, **values
    )
    return EvidenceLink.objects.create(item=item, document=document, added_at=NOW)


def test_assess_tells_points_at_risk(season, officer):
    save(season.item("1.1"), actor=officer, words={"level": "late"})
    save(season.item("1.2"), actor=officer)
    save(season.item("1.3"), actor=officer, words={"on_time": "4", "late": "0", "due": "4"})
    save(season.item("1.5"), actor=officer, words=make.best_words(season.item("1.5")))
    prove(season.item("1.1"), issued_on=date(2027, 1, 3))
    prove(season.item("1.2"), is_draft=True)
    prove(season.item("1.3"), issued_on=date(2026, 5, 4), confirmed_at=NOW, signature="broken")
    prove(season.item("1.5"), issued_on=date(2026, 5, 4), confirmed_at=NOW, signer="Người Mẫu")

    sheet = season.sheet()
    ready = completeness.assess(sheet, selectors.list_items(sheet, officer))

    kinds = {risk.item_code: risk.kind for risk in ready.risks}
    assert [kinds.get(code) for code in ("1.1", "1.2", "1.3", "1.4.1", "1.5")] == [
        RiskKind.OUT_OF_PERIOD,
        RiskKind.DRAFT,
        RiskKind.UNSIGNED,
        RiskKind.MISSING,
        None,
    ]
    assert ready.answered_count == 4
    assert ready == completeness.assess_stored(sheet)


def test_upper_sheet_waits_for_the_sheets_below():
    season = make.make_season(1, is_open=False)
    below = [UnitFactory(name=f"Thôn Hư Cấu {n}", kind=UnitKind.OFFICE, parent=season.communes[0]) for n in (2, 1)]
    campaigns.set_units(
        group=season.group,
        version=season.group.campaign.version,
        units=[*season.communes, *below],
        actor=season.holder,
        now=make.PREPARED_AT,
    )
    season.campaign.refresh_from_db()
    campaigns.open_campaign(
        campaign=season.campaign, version=season.campaign.version, actor=season.holder, now=make.PREPARED_AT
    )
    upper = season.sheet()

    with pytest.raises(BelowMissing, match="Còn 2 đơn vị") as refused:
        sheets.submit(sheet=upper, version=1, note="", actor=season.holder, now=NOW)
    assert [sheet.unit.name for sheet in refused.value.sheets] == ["Thôn Hư Cấu 1", "Thôn Hư Cấu 2"]

    for unit in below:
        lower = Sheet.objects.get(unit=unit)
        sheets.submit(sheet=lower, version=1, note="", actor=season.holder, now=NOW)
    sent = sheets.submit(sheet=upper, version=1, note="", actor=season.holder, now=NOW)
    leader = make.make_person(season.communes[0], Role.LEADER)
    lower = Sheet.objects.get(unit=below[0])
    sheets.withdraw(sheet=lower, version=2, note="", actor=season.holder, now=NOW)
    with pytest.raises(BelowMissing, match="Thôn Hư Cấu 2"):
        sheets.sign(sheet=sent, version=2, note="", actor=leader, now=NOW)


def test_sign_is_by_another_person_with_a_scan(season, officer, leader):
    make.fill_sheet(season.sheet(), actor=officer)
    sent = sheets.submit(sheet=season.sheet(), version=1, note="", actor=officer, now=NOW)
    with pytest.raises(PermissionDenied):
        sheets.sign(sheet=sent, version=2, note="", actor=officer, now=NOW)

    scan = sheets.Scan("phieu-ky.txt", io.BytesIO("Phiếu đã ký (hư cấu).".encode()))
    signed = sheets.sign(sheet=sent, version=2, note="Đồng ý", actor=leader, now=NOW, scan=scan)

    assert (signed.state, signed.signed_by_id, signed.signed_at) == (SheetState.SIGNED, leader.user_id, NOW)
    assert signed.signed_scan.name == "phieu-ky.txt"


def test_sign_of_the_own_submission_is_refused(season, leader):
    Sheet.objects.update(state=SheetState.SUBMITTED, submitted_by_id=leader.user_id)

    with pytest.raises(OwnSubmission):
        sheets.sign(sheet=season.sheet(), version=1, note="", actor=leader, now=NOW)
    assert season.sheet().state == SheetState.SUBMITTED


def test_send_back_and_withdraw_let_the_unit_correct(season, officer, leader):
    Sheet.objects.update(state=SheetState.SUBMITTED, submitted_by_id=officer.user_id)
    with pytest.raises(ReasonMissing):
        sheets.send_back(sheet=season.sheet(), version=1, note=" ", actor=leader, now=NOW)
    late = make.ROUNDS[RoundKind.SELF_SCORE][1]
    with pytest.raises(RoundClosed, match="Tự chấm"):
        sheets.send_back(sheet=season.sheet(), version=1, note="Thiếu số", actor=leader, now=late)

    back = sheets.send_back(sheet=season.sheet(), version=1, note="Thiếu số", actor=leader, now=NOW)
    save(season.item("1.2"), actor=officer, justification="Có")
    again = sheets.submit(sheet=back, version=2, note="", actor=officer, now=NOW)
    taken = sheets.withdraw(sheet=again, version=3, note="", actor=officer, now=NOW)

    assert (taken.state, taken.version) == (SheetState.RETURNED, 4)
    with pytest.raises(ChangedMeanwhile, match="Trả lại để sửa"):
        sheets.submit(sheet=back, version=2, note="", actor=officer, now=NOW)
    with pytest.raises(MoveRefused):
        sheets.sign(sheet=taken, version=4, note="", actor=leader, now=NOW)


def test_every_step_is_in_the_register(season):
    make.sign_sheet(season.sheet())

    told = Event.objects.filter(object_type="sheet", unit_path=season.communes[0].path)
    assert set(told.values_list("action", flat=True)) == {"sheet.answered", "sheet.submitted", "sheet.signed"}
    answered = told.filter(action="sheet.answered", after__code="1.1").get()
    assert (answered.before["inputs"], answered.after["inputs"]) == ({}, {"level": "on_time"})

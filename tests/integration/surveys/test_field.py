"""Work in the field: packs, forms that come back later and twice, the sample and the response rate."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection, transaction

from parindex.apps.surveys import designs, draw_selectors, draws, field, field_selectors, keeping, selectors, services
from parindex.apps.surveys.errors import FieldRefused, FormRefused, PackNotFound, PackStopped, WaveClosed
from parindex.apps.surveys.field import FieldForm, SampleRow, SyncOutcome, Visit
from parindex.apps.surveys.keeping import Form
from parindex.apps.surveys.models import AnswerChannel, FieldPack, SampleUnit, SurveyAnswer, SurveyWave, VisitOutcome
from parindex.domain.access import PermissionDenied
from tests.integration.conftest import NOW, Province
from tests.integration.surveys.test_waves import opened
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db
GOOD = {"den": "1", "hl": "2"}


@pytest.fixture
def wave(province: Province) -> SurveyWave:
    return opened(province)


@pytest.fixture
def pack(wave: SurveyWave, province: Province) -> FieldPack:
    return field.give_pack(wave=wave, label=" Tổ  1 ", place="Xã Mây", actor=province.focal, now=NOW)


def form(serial: int, answers: dict[str, str] | None = None, nonce: uuid.UUID | None = None) -> FieldForm:
    return FieldForm(nonce or uuid.uuid4(), serial, GOOD if answers is None else answers)


def sync(pack: FieldPack, *forms: FieldForm) -> list[SyncOutcome]:
    return [result.outcome for result in field.sync(pack=pack, forms=forms, now=NOW)]


def test_forms_come_back_once_however_often_they_are_sent(pack: FieldPack) -> None:
    forms = [form(1), form(2, {"den": "0"})]

    assert sync(pack, *forms) == [SyncOutcome.KEPT, SyncOutcome.KEPT]
    before = list(SurveyAnswer.objects.order_by("pk").values())
    assert sync(pack, *forms) == [SyncOutcome.KNOWN, SyncOutcome.KNOWN]

    assert list(SurveyAnswer.objects.order_by("pk").values()) == before
    kept = SurveyAnswer.objects.get(serial=1)
    assert (kept.channel, kept.place, kept.answers, kept.is_doubled) == (AnswerChannel.OFFLINE, "Xã Mây", GOOD, False)


def test_same_serial_twice_is_kept_and_marked(pack: FieldPack) -> None:
    assert sync(pack, form(7), form(7, {"den": "0"})) == [SyncOutcome.KEPT, SyncOutcome.DOUBLED]

    assert list(SurveyAnswer.objects.values_list("serial", "is_doubled")) == [(7, True), (7, True)]
    assert [one.doubled_count for one in field_selectors.list_packs(pack.wave)] == [2]


def test_form_changed_after_it_was_sent_keeps_what_came_first(pack: FieldPack) -> None:
    first = form(1)
    sync(pack, first)

    assert sync(pack, form(1, {"den": "0"}, first.nonce)) == [SyncOutcome.CHANGED]

    assert SurveyAnswer.objects.get().answers == GOOD


def test_bad_form_does_not_stop_the_others(pack: FieldPack) -> None:
    results = field.sync(pack=pack, forms=[form(1, {}), form(2, {"den": "9"}), form(3)], now=NOW)

    assert [one.outcome for one in results] == [SyncOutcome.REFUSED, SyncOutcome.REFUSED, SyncOutcome.KEPT]
    assert "chưa trả lời câu nào" in results[0].message
    assert "không có phương án “9”" in results[1].message


@pytest.mark.parametrize("text", ["tốt\x00", "tốt\ud800"])
def test_form_with_letters_that_cannot_be_kept_is_refused(pack: FieldPack, text: str) -> None:
    results = field.sync(pack=pack, forms=[form(1, {"den": text}), form(2, {**GOOD, "la": text})], now=NOW)

    assert [one.outcome for one in results] == [SyncOutcome.REFUSED, SyncOutcome.KEPT]
    assert "ký tự không lưu được" in results[0].message
    assert SurveyAnswer.objects.get().answers == GOOD


def test_late_forms_are_told_so(pack: FieldPack, province: Province) -> None:
    later = SurveyWave.objects.get(pk=pack.wave_id)
    SurveyWave.objects.filter(pk=later.pk).update(closes_on=NOW.date() - timedelta(days=3))
    assert sync(pack, form(1)) == [SyncOutcome.KEPT]  # the last day binds the public link only

    stale = field_selectors.access_pack(pack.token)
    services.close_wave(wave=pack.wave, actor=province.focal, now=NOW)

    (refused,) = field.sync(pack=stale, forms=[form(2)], now=NOW)
    assert (refused.outcome, "đã kết thúc" in refused.message) == (SyncOutcome.REFUSED, True)
    with pytest.raises(WaveClosed):
        sync(field_selectors.access_pack(pack.token), form(3))
    with pytest.raises(WaveClosed):
        field.note_visit(pack=stale, number=1, outcome="refused")
    assert SurveyAnswer.objects.count() == 1


def test_stopped_pack_sends_nothing(pack: FieldPack, province: Province) -> None:
    field.stop_pack(pack=pack, actor=province.focal, now=NOW)
    field.stop_pack(pack=pack, actor=province.focal, now=NOW)
    stopped = field_selectors.access_pack(pack.token)

    with pytest.raises(PackStopped):
        sync(stopped, form(1))
    with pytest.raises(PackStopped):
        field.take_interview(pack=stopped, nonce=uuid.uuid4(), answers=GOOD, number=None, now=NOW)
    with pytest.raises(PackNotFound):
        field_selectors.access_pack("khong-co")
    with pytest.raises(PackNotFound):
        field_selectors.pack_of(stopped.wave, uuid.uuid4())


def test_only_those_who_manage_give_packs(wave: SurveyWave, pack: FieldPack, province: Province) -> None:
    for actor in (province.leader, province.officer, province.stranger):
        with pytest.raises(PermissionDenied):
            field.give_pack(wave=wave, label="Tổ", place="", actor=actor, now=NOW)
        with pytest.raises(PermissionDenied):
            field.stop_pack(pack=pack, actor=actor, now=NOW)
        with pytest.raises(PermissionDenied):
            field.load_sample(wave=wave, rows=[SampleRow("a")], actor=actor, now=NOW)
    with pytest.raises(FieldRefused, match="Ghi tên bộ"):
        field.give_pack(wave=wave, label=" ", place="", actor=province.focal, now=NOW)


def sample(wave: SurveyWave, province: Province) -> None:
    """Load three main households and two spares of a place, and one of another."""
    rows = [SampleRow(f"Hộ {at}", "Xã Mây", design={"xa": "Xã Mây", "weight": "12.5"}) for at in range(3)]
    rows += [SampleRow(f"Dự phòng {at}", "Xã Mây", is_spare=True, design={"weight": "12.5"}) for at in range(2)]
    rows.append(SampleRow("Hộ xa", "Xã Núi"))
    assert field.load_sample(wave=wave, rows=rows, actor=province.focal, now=NOW) == 6


def labels(pack: FieldPack) -> list[str]:
    return [unit.label for unit in field_selectors.list_next(pack, most=9)]


def test_households_are_offered_in_turn_and_spares_for_those_that_failed(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    assert labels(pack) == ["Hộ 0", "Hộ 1", "Hộ 2"]

    field.note_visit(pack=pack, number=1, outcome="waiting")
    assert labels(pack) == ["Hộ 1", "Hộ 2", "Hộ 0"]
    field.note_visit(pack=pack, number=1, outcome="absent")
    assert labels(pack) == ["Hộ 1", "Hộ 2", "Dự phòng 0"]
    field.note_visit(pack=pack, number=4, outcome="refused")
    assert labels(pack) == ["Hộ 1", "Hộ 2", "Dự phòng 1"]
    assert field.take_interview(pack=pack, nonce=uuid.uuid4(), answers=GOOD, number=5, now=NOW)
    assert labels(pack) == ["Hộ 1", "Hộ 2"]


def test_interview_marks_the_household_and_ties_nothing_to_it(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    nonce = uuid.uuid4()

    assert field.take_interview(pack=pack, nonce=nonce, answers=GOOD, number=2, now=NOW)
    assert not field.take_interview(pack=pack, nonce=nonce, answers=GOOD, number=2, now=NOW)

    unit = SampleUnit.objects.get(number=2)
    kept = SurveyAnswer.objects.get()
    assert (unit.outcome, unit.visits) == (VisitOutcome.ANSWERED, 1)
    assert (kept.channel, kept.design, kept.serial) == (
        AnswerChannel.INTERVIEW,
        {"xa": "Xã Mây", "weight": "12.5"},
        None,
    )
    assert "Hộ 1" not in str(vars(kept))
    assert selectors.count_answers(pack.wave) == 1
    with pytest.raises(FieldRefused, match="đã trả lời"):
        field.note_visit(pack=pack, number=2, outcome="refused")


def test_visit_needs_a_reason_and_a_household_of_the_pack(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)

    for number, outcome in ((1, "answered"), (1, ""), (6, "refused"), (99, "refused")):
        with pytest.raises(FieldRefused):
            field.note_visit(pack=pack, number=number, outcome=outcome)
    with pytest.raises(FormRefused):
        field.take_interview(pack=pack, nonce=uuid.uuid4(), answers={}, number=1, now=NOW)
    assert set(SampleUnit.objects.values_list("outcome", flat=True)) == {VisitOutcome.WAITING}


@pytest.mark.django_db(transaction=True)
def test_visit_waits_for_an_answer_that_comes_meanwhile(pack: FieldPack, province: Province) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; run with PARINDEX_DATABASE_URL")
    sample(pack.wave, province)

    def note() -> None:
        try:
            field.note_visit(pack=pack, number=1, outcome="refused")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            field.take_interview(pack=pack, nonce=uuid.uuid4(), answers=GOOD, number=1, now=NOW)
            noted = other.submit(note)
            wait([noted], timeout=0.5)
        with pytest.raises(FieldRefused, match="đã trả lời"):
            noted.result(timeout=PATIENCE)
    unit = SampleUnit.objects.get(number=1)
    assert (unit.outcome, unit.visits) == (VisitOutcome.ANSWERED, 1)


def test_response_rate_counts_used_spares_and_leaves_out_strangers(pack: FieldPack, province: Province) -> None:
    assert field_selectors.response_of(pack.wave) is None
    sample(pack.wave, province)
    field.take_interview(pack=pack, nonce=uuid.uuid4(), answers=GOOD, number=1, now=NOW)
    field.note_visit(pack=pack, number=2, outcome="outside")
    field.note_visit(pack=pack, number=4, outcome="refused")

    told = field_selectors.response_of(pack.wave)

    assert told is not None
    assert told.counts == {"answered": 1, "outside": 1, "refused": 1, "waiting": 2}
    assert (told.asked, told.rate) == (4, Fraction(1, 4))


def test_sample_is_loaded_once(wave: SurveyWave, province: Province) -> None:
    sample(wave, province)

    with pytest.raises(FieldRefused, match="đã có mẫu"):
        sample(wave, province)
    with pytest.raises(FieldRefused, match="không có hộ nào"):
        field.load_sample(wave=wave, rows=[], actor=province.focal, now=NOW)


def test_pack_without_a_place_works_through_the_whole_sample(wave: SurveyWave, province: Province) -> None:
    sample(wave, province)
    free = field.give_pack(wave=wave, label="Tổ 2", place="", actor=province.focal, now=NOW)

    assert "Hộ xa" in labels(free)
    field.take_interview(pack=free, nonce=uuid.uuid4(), answers=GOOD, number=6, now=NOW)
    assert SurveyAnswer.objects.get().place == "Xã Núi"


def test_lists_take_as_many_statements_for_many_packs(
    wave: SurveyWave, province: Province, django_assert_num_queries: Any
) -> None:
    sample(wave, province)
    for count in (1, 30):
        while FieldPack.objects.count() < count:
            field.give_pack(wave=wave, label="Tổ", place="Xã Mây", actor=province.focal, now=NOW)
        with django_assert_num_queries(1):
            assert len(field_selectors.list_packs(wave)) == count
        with django_assert_num_queries(2):
            field_selectors.response_of(wave)
    mine = FieldPack.objects.select_related("wave").first()
    assert mine is not None
    with django_assert_num_queries(5):  # whether the place is in the sample, three counts for spares, the main ones
        assert len(field_selectors.list_next(mine, most=9)) == 3


def carried(pack: FieldPack) -> list[int]:
    return [unit.pk for unit in field_selectors.list_carried(pack)[0]]


def test_file_carries_no_household_beyond_its_place(
    wave: SurveyWave, pack: FieldPack, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample(wave, province)
    free, slip = (
        field.give_pack(wave=wave, label="Tổ 2", place=place, actor=province.focal, now=NOW) for place in ("", "Xã Mấy")
    )

    assert (len(carried(pack)), len(carried(free)), carried(slip)) == (5, 6, [])
    waiting = field_selectors.count_waiting(wave)
    assert waiting == {"Xã Mây": 5, "Xã Núi": 1}
    assert [field_selectors.fits_a_file(one.place, waiting) for one in (pack, free, slip)] == [True, True, False]
    field.note_visit(pack=free, number=6, outcome="refused")
    assert carried(slip) == []  # what is settled does not make the place of the others its own
    monkeypatch.setattr(field_selectors, "MOST_CARRIED", 4)
    assert [field_selectors.list_carried(one) for one in (pack, free)] == [([], 0)] * 2
    monkeypatch.undo()
    SampleUnit.objects.filter(place="Xã Núi").delete()
    assert len(carried(slip)) == 5  # the only place of the sample is the place of every pack


def test_form_of_a_file_is_tied_to_its_household_as_an_interview_is(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    first, second, *_ = carried(pack)
    told = FieldForm(uuid.uuid4(), 1, GOOD, first)
    visits = [Visit(uuid.uuid4(), first, "absent"), Visit(uuid.uuid4(), second, "refused")]

    for expected in ((SyncOutcome.KEPT,) * 3, (SyncOutcome.KNOWN,) * 3):
        results = field.sync(pack=pack, forms=[told], visits=visits, now=NOW)
        assert tuple(one.outcome for one in results) == expected

    assert list(SampleUnit.objects.order_by("number").values_list("outcome", "visits"))[:3] == [
        (VisitOutcome.ANSWERED, 2),
        (VisitOutcome.REFUSED, 1),
        (VisitOutcome.WAITING, 0),
    ]
    kept = SurveyAnswer.objects.get()
    assert (kept.design, kept.place) == ({"xa": "Xã Mây", "weight": "12.5"}, "Xã Mây")
    assert field_selectors.list_carried(pack)[1] == 1  # the refusal frees a spare
    response = field_selectors.response_of(pack.wave)
    assert response is not None
    assert (response.counts, response.by_place, response.loose) == ({"answered": 1, "refused": 1, "waiting": 2}, 0, 0)


def test_household_asked_twice_is_kept_and_marked(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    household = carried(pack)[0]
    sync(pack, FieldForm(uuid.uuid4(), 1, GOOD, household))

    (told,) = field.sync(pack=pack, forms=[FieldForm(uuid.uuid4(), 2, GOOD, household)], now=NOW)
    (late,) = field.sync(pack=pack, forms=[], visits=[Visit(uuid.uuid4(), household, "refused")], now=NOW)

    assert (told.outcome, told.message) == (SyncOutcome.DOUBLED, "Đã nhận; hộ số 1 đã có phiếu khác.")
    assert (late.outcome, "đã trả lời" in late.message) == (SyncOutcome.KNOWN, True)
    assert list(SurveyAnswer.objects.order_by("serial").values_list("is_doubled", flat=True)) == [False, True]
    assert SampleUnit.objects.get(pk=household).outcome == VisitOutcome.ANSWERED


def test_household_of_a_sample_that_was_thrown_away_gets_nothing(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    before = carried(pack)
    draws.drop_sample(wave=pack.wave, actor=province.focal, now=NOW)
    sample(pack.wave, province)
    forms = [FieldForm(uuid.uuid4(), 1, GOOD, before[0])]
    visits = [Visit(uuid.uuid4(), before[0], "refused"), Visit(uuid.uuid4(), carried(pack)[0], "answered")]

    refused, strange, told = field.sync(pack=pack, forms=forms, visits=visits, now=NOW)

    assert (refused.outcome, strange.outcome) == (SyncOutcome.REFUSED, SyncOutcome.REFUSED)
    assert (told.outcome, "không tính cho hộ nào" in told.message) == (SyncOutcome.KEPT, True)
    assert set(SampleUnit.objects.values_list("outcome", flat=True)) == {VisitOutcome.WAITING}


def test_forms_from_outside_the_sample_count_for_nobody_and_weigh_nothing(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    gone = carried(pack)[0]
    draws.drop_sample(wave=pack.wave, actor=province.focal, now=NOW)
    sample(pack.wave, province)
    before = field_selectors.response_of(pack.wave)
    forms = [FieldForm(uuid.uuid4(), 1, GOOD, gone), FieldForm(uuid.uuid4(), 2, GOOD, is_outside=True)]

    assert sync(pack, *forms) == [SyncOutcome.KEPT, SyncOutcome.KEPT]
    assert field.take_interview(pack=pack, nonce=uuid.uuid4(), answers=GOOD, number=99, now=NOW)

    assert field_selectors.response_of(pack.wave) == before
    drawn = designs.sample_of(pack.wave)
    kept = SurveyAnswer.objects.values_list("channel", "place", "design")
    assert [drawn.design_of(*told).get("weight") for told in kept] == [None] * 3
    assert sync(pack, FieldForm(uuid.uuid4(), 3, GOOD)) == [SyncOutcome.KEPT]  # nobody says that it is from outside
    told = field_selectors.response_of(pack.wave)
    assert told is not None
    assert told.by_place == 1


def test_sheet_that_came_twice_answers_for_one_household(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    sync(pack, form(7), form(7), form(8), form(9))
    sync(pack, FieldForm(uuid.uuid4(), 9, GOOD, carried(pack)[0]))

    assert field_selectors.count_unnamed(pack.wave) == {"Xã Mây": 2}  # 7 and 8; a household stands behind 9


def paper(wave: SurveyWave, place: str) -> None:
    """Let a sheet of paper of a place come in."""
    form = Form(GOOD, uuid.uuid4(), AnswerChannel.PAPER, place=place)
    keeping.keep(wave=wave, form=form, received_on=NOW.date())


def test_paper_counts_for_its_place_and_the_rest_there_is_unknown(pack: FieldPack, province: Province) -> None:
    sample(pack.wave, province)
    for place in ("Xã Mây", "Xã Mây", "Xã khác"):
        paper(pack.wave, place)

    told = field_selectors.response_of(pack.wave)

    assert told is not None
    assert told.counts == {"answered": 2, "waiting": 1}
    assert (told.by_place, told.unknown, told.loose) == (2, 1, 1)
    assert (told.asked, told.rate) == (4, Fraction(1, 2))
    spread = {one.name: (one.answered, one.unnamed) for one in draw_selectors.spread_by_place(pack.wave)}
    assert spread == {"Xã Mây": (2, 2), "Xã Núi": (0, 0)}

"""Waves of surveys: opened, answered once, closed; anonymous by design."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from parindex.apps.audit.models import Event
from parindex.apps.surveys import selectors, services
from parindex.apps.surveys.errors import BadQuestionnaire, FormRefused, WaveClosed, WaveNotFound
from parindex.apps.surveys.models import SurveyAnswer, SurveyTally, SurveyWave
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import PermissionDenied
from tests.integration.conftest import NOW, Province

pytestmark = pytest.mark.django_db
LOCAL = """
schema: parindex.questionnaire/1
id: cua-tinh
version: "1"
kind: local
title: {vi: Phiếu của tỉnh hư cấu}
years: "2026"
status: verified
parts: [{code: I, name: {vi: Một}, elements: [{code: A, name: {vi: A}}]}]
questions:
  - {code: den, kind: single, text: {vi: Đã đến?}, status: verified,
     options: [{value: "0", text: {vi: Chưa}}, {value: "1", text: {vi: Rồi}}]}
  - {code: hl, kind: single, text: {vi: Hài lòng?}, status: verified, element: A, when: {column: den, is: ["1"]},
     options: [{value: "1", text: {vi: Không}}, {value: "2", text: {vi: Có}, satisfied: "yes"}]}
"""


def opened(province: Province, *, closes_on: date | None = None) -> SurveyWave:
    return services.open_wave(
        unit=province.root, title="Đợt thử", questionnaire=LOCAL, closes_on=closes_on, actor=province.focal, now=NOW
    )


def answer(wave: SurveyWave, hl: str = "2", *, now: datetime = NOW, device: str = "", place: str = "Quầy 1") -> bool:
    sheet = Sheet({"den": "1", "hl": hl}, nonce=uuid.uuid4(), place=place, device=device)
    return services.take_answer(wave=wave, sheet=sheet, now=now)


def test_wave_takes_answers_and_estimates_them(province: Province) -> None:
    wave = opened(province)
    for hl in ("2", "2", "1", "2", "2", "2"):
        assert answer(wave, hl)

    result = selectors.estimate_of(wave)

    assert result is not None
    assert result.figures[0].value == pytest.approx(100 * 5 / 6)
    assert result.figures[0].margin is not None
    assert [(domain.name, domain.forms) for domain in result.domains] == [("Quầy 1", 6)]
    assert selectors.count_answers(wave) == 6


@pytest.mark.parametrize("code", ["form", "place", "channel", "tuan"])
def test_question_of_the_name_of_a_column_opens_no_wave_but_an_earlier_one_is_estimated(
    province: Province, code: str
) -> None:
    text = LOCAL.replace("code: den", f"code: {code}").replace("column: den", f"column: {code}")
    with pytest.raises(BadQuestionnaire, match=f"Mã câu “{code}”"):
        services.open_wave(
            unit=province.root, title="Đ", questionnaire=text, closes_on=None, actor=province.focal, now=NOW
        )

    wave = opened(province)
    SurveyWave.objects.update(questionnaire_text=text)
    wave.refresh_from_db()
    for _ in range(6):
        sheet = Sheet({code: "1", "hl": "2"}, nonce=uuid.uuid4(), place="Quầy 1")
        services.take_answer(wave=wave, sheet=sheet, now=NOW)
    services.close_wave(wave=wave, actor=province.focal, now=NOW)
    told = selectors.estimate_of(wave, in_groups=True)

    assert told is not None
    assert told.figures[0].value == 100
    assert ("Quầy 1", 6) in [(domain.name, domain.forms) for domain in told.domains]


def test_wave_without_answers_has_no_estimate(province: Province) -> None:
    assert selectors.estimate_of(opened(province)) is None


def test_sheet_sent_twice_is_one_form(province: Province) -> None:
    wave = opened(province)
    sheet = Sheet({"den": "0"}, nonce=uuid.uuid4())

    assert services.take_answer(wave=wave, sheet=sheet, now=NOW)
    assert not services.take_answer(wave=wave, sheet=sheet, now=NOW)
    assert selectors.count_answers(wave) == 1


def test_nothing_tells_who_answered(province: Province) -> None:
    wave = opened(province)
    answer(wave, device="10.0.0.7 Trình duyệt")

    kept = SurveyAnswer.objects.get()

    assert "10.0.0.7" not in str(vars(kept))
    assert kept.device_mark
    assert set(selectors.answer_rows(wave).headings) == {"form", "place", "channel", "den", "hl"}


def test_closing_counts_repeated_devices_and_destroys_the_key(province: Province) -> None:
    wave = opened(province)
    for device in ("a", "a", "a", "b", ""):
        answer(wave, device=device)
    assert selectors.count_repeated(wave) == 2

    closed = services.close_wave(wave=wave, actor=province.focal, now=NOW)

    assert (closed.device_key, closed.repeated_count) == ("", 2)
    assert set(SurveyAnswer.objects.values_list("device_mark", flat=True)) == {""}
    assert selectors.count_repeated(closed) == 2
    again = services.close_wave(wave=wave, actor=province.focal, now=NOW + timedelta(days=1))
    assert again.closed_at == NOW
    assert list(Event.objects.filter(object_type="survey").order_by("seq").values_list("action", flat=True)) == [
        "survey.opened", "survey.closed"
    ]  # fmt: skip


def test_closed_wave_cannot_keep_a_key(province: Province) -> None:
    wave = opened(province)
    services.close_wave(wave=wave, actor=province.focal, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyWave.objects.filter(pk=wave.pk).update(device_key="x")


def test_answers_after_the_end_are_refused(province: Province) -> None:
    wave = opened(province, closes_on=NOW.date())

    assert answer(wave)
    with pytest.raises(WaveClosed):
        answer(wave, now=NOW + timedelta(days=1))
    closed = services.close_wave(wave=wave, actor=province.focal, now=NOW)
    with pytest.raises(WaveClosed):
        answer(closed)
    assert selectors.count_answers(wave) == 1


def test_form_that_waited_for_the_close_is_refused(province: Province) -> None:
    wave = opened(province)
    services.close_wave(wave=wave, actor=province.focal, now=NOW)
    assert wave.state == "open"  # as the request read it before the close

    with pytest.raises(WaveClosed):
        answer(wave, device="a")

    assert not SurveyAnswer.objects.exists()
    assert not SurveyTally.objects.exists()


def test_form_holds_the_wave_first_and_takes_its_seat_last(province: Province) -> None:
    wave = opened(province)
    answer(wave)  # makes the rows of the day

    with CaptureQueriesContext(connection) as told:
        answer(wave)

    said = [one["sql"] for one in told if "survey_" in one["sql"]]
    assert ("pg_advisory_xact_lock_shared" if connection.vendor == "postgresql" else 'FROM "survey_wave"') in said[0]
    assert all(sql.startswith('UPDATE "survey_tally"') for sql in said[-2:])
    assert not any("FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql for sql in said)


def test_edited_fields_are_refused_or_left_out(province: Province) -> None:
    wave = opened(province)

    with pytest.raises(FormRefused) as raised:
        answer(wave, "9")
    assert [mistake.column for mistake in raised.value.mistakes] == ["hl"]
    with pytest.raises(FormRefused, match="chưa trả lời câu nào"):
        services.take_answer(wave=wave, sheet=Sheet({"la": "1", "hl": "2"}, nonce=uuid.uuid4()), now=NOW)
    sheet = Sheet({"den": "0", "hl": "2", "ten": "Ai đó"}, nonce=uuid.uuid4(), at_counter=True)
    services.take_answer(wave=wave, sheet=sheet, now=NOW)
    assert SurveyAnswer.objects.get().answers == {"den": "0"}


def test_questionnaires_of_the_house_are_kept_as_they_stood(province: Province) -> None:
    wave = services.open_wave(
        unit=province.root, title=" ", questionnaire="quay-2018", closes_on=None, actor=province.focal, now=NOW
    )

    assert wave.title == "Phiếu đánh giá việc giải quyết thủ tục tại quầy"
    assert "id: quay-2018" in wave.questionnaire_text


@pytest.mark.parametrize("questionnaire", ["khong-co", "schema: x\n"])
def test_questionnaire_that_cannot_be_used_is_refused(province: Province, questionnaire: str) -> None:
    with pytest.raises(BadQuestionnaire):
        services.open_wave(
            unit=province.root, title="x", questionnaire=questionnaire, closes_on=None, actor=province.focal, now=NOW
        )


def test_only_those_who_manage_open_and_close(province: Province) -> None:
    wave = opened(province)

    for actor in (province.leader, province.officer, province.stranger):
        with pytest.raises(PermissionDenied):
            services.close_wave(wave=wave, actor=actor, now=NOW)
        with pytest.raises(PermissionDenied):
            services.open_wave(unit=province.root, title="x", questionnaire=LOCAL, closes_on=None, actor=actor, now=NOW)


def test_waves_are_seen_within_the_area(province: Province) -> None:
    wave = opened(province)

    assert [told.title for told in selectors.list_waves(province.leader)] == ["Đợt thử"]
    assert selectors.access_wave(province.leader, wave.public_id) == wave
    assert selectors.access_public(wave.token) == wave
    assert selectors.list_waves(province.stranger) == []
    with pytest.raises(WaveNotFound):
        selectors.access_wave(province.stranger, wave.public_id)
    with pytest.raises(WaveNotFound):
        selectors.access_public("khong-co")


def test_export_is_entered_into_the_register(province: Province) -> None:
    services.record_export(wave=opened(province), actor=province.focal, now=NOW)

    assert Event.objects.filter(action="survey.exported").count() == 1


def test_reading_takes_as_many_statements_for_many_forms(province: Province, django_assert_num_queries: Any) -> None:
    waves = [opened(province) for _ in range(3)]
    for _ in range(30):
        answer(waves[0])

    with django_assert_num_queries(1):
        assert [wave.unit.name for wave in selectors.list_waves(province.leader)] == ["Tỉnh Sông Mây"] * 3
    with django_assert_num_queries(2):  # the sample, the forms
        selectors.estimate_of(waves[0])

"""People who send their forms in the same moment, on PostgreSQL; SQLite lets one write at a time anyway."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from parindex.apps.base import sharing
from parindex.apps.surveys import services
from parindex.apps.surveys.errors import DayFull, WaveClosed
from parindex.apps.surveys.models import HeldFor, SurveyAnswer, SurveyTally, SurveyWave, TallyKind
from parindex.apps.surveys.services import Sheet
from tests.integration.base.test_side_by_side import at_once
from tests.integration.conftest import NOW, Province
from tests.integration.surveys.test_waves import answer, opened
from tests.patience import PATIENCE

MANY = 2_000


@pytest.fixture
def wave(transactional_db: None, province: Province) -> SurveyWave:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; run with PARINDEX_DATABASE_URL")
    return opened(province)


def test_forms_hold_a_wave_beside_one_another(wave: SurveyWave) -> None:
    def hold_too(_: int) -> str:
        with transaction.atomic():
            return sharing.hold(SurveyWave, wave.pk).title

    with transaction.atomic():
        sharing.hold(SurveyWave, wave.pk)
        assert at_once(hold_too, count=2) == [wave.title] * 2


def test_closing_comes_to_its_turn_while_forms_keep_coming(wave: SurveyWave, province: Province) -> None:
    is_closed = Event()

    def send(number: int) -> str:
        if number == 0:
            sleep(0.2)
            services.close_wave(wave=wave, actor=province.focal, now=NOW)
            is_closed.set()
            return "closed"
        sent = 0
        while not is_closed.is_set() and sent < MANY:
            try:
                answer(wave)
            except WaveClosed:
                return "refused"
            sent += 1
        return "still open" if sent == MANY else "refused"

    assert at_once(send, count=5) == ["closed", *["refused"] * 4]


def test_machine_that_sends_at_once_passes_its_limit_by_none(wave: SurveyWave) -> None:
    SurveyWave.objects.update(most_of_device=3)

    at_once(lambda _: answer(wave, device="10.0.0.7 Máy tự động"), count=24)

    assert SurveyAnswer.objects.filter(is_held=False).count() == 3
    assert set(SurveyAnswer.objects.filter(is_held=True).values_list("held_for", flat=True)) == {HeldFor.DEVICE}
    assert set(SurveyTally.objects.values_list("kind", "count")) == {(TallyKind.PLACE, 3), (TallyKind.WAVE, 3)}


def test_form_is_not_held_back_when_another_opens_the_day_meanwhile(wave: SurveyWave) -> None:
    """The first form of a day finds no tally yet; the second is kept whole before the first looks again."""
    others = ThreadPoolExecutor(1)

    def send_another() -> None:
        try:
            answer(wave)
        finally:
            connection.close()

    def meanwhile(execute: Callable[..., object], sql: str, *rest: object) -> object:
        done = execute(sql, *rest)
        if sql.startswith('UPDATE "survey_tally"') and not came:
            came.append(sql)
            others.submit(send_another).result(timeout=PATIENCE)
        return done

    came: list[str] = []
    with others, connection.execute_wrapper(meanwhile):
        answer(wave)

    assert came
    assert list(SurveyAnswer.objects.values_list("held_for", flat=True)) == ["", ""]
    assert set(SurveyTally.objects.values_list("kind", "count")) == {(TallyKind.PLACE, 2), (TallyKind.WAVE, 2)}


def test_seats_are_neither_passed_nor_lost(wave: SurveyWave) -> None:
    SurveyWave.objects.update(most_of_wave=25, most_held=10)

    def send(number: int) -> str:
        try:
            answer(wave, place=f"Quầy {number % 3}")
        except DayFull:
            return "refused"
        return "kept"

    told = at_once(send, count=48)

    assert told.count("kept") == 35
    assert SurveyAnswer.objects.filter(is_held=False).count() == 25
    tally = dict(SurveyTally.objects.exclude(kind=TallyKind.PLACE).values_list("kind", "count"))
    assert tally == {TallyKind.WAVE: 25, TallyKind.REFUSED: 13}
    places = SurveyTally.objects.filter(kind=TallyKind.PLACE).values_list("count", flat=True)
    assert sum(places) == 25


def test_sheet_sent_many_times_at_once_is_one_form_and_one_seat(wave: SurveyWave) -> None:
    sheet = Sheet({"den": "1", "hl": "2"}, nonce=uuid.uuid4(), place="Quầy 1")

    told = at_once(lambda _: services.take_answer(wave=wave, sheet=sheet, now=NOW), count=16)

    assert told.count(True) == 1
    assert SurveyTally.objects.get(kind=TallyKind.WAVE).count == 1


def test_forms_sent_while_the_wave_closes_are_in_before_or_refused(wave: SurveyWave, province: Province) -> None:
    def send(number: int) -> str:
        if number == 20:
            return services.close_wave(wave=wave, actor=province.focal, now=NOW).state
        try:
            return "kept" if answer(wave) else "known"
        except WaveClosed:
            return "refused"

    told = at_once(send, count=40)

    assert told.count("kept") == SurveyAnswer.objects.count()
    assert told.count("kept") + told.count("refused") == 39
    assert told[20] == "closed"

"""Robots and staff who vote: nothing is lost, nothing over the limit counts by itself, what is striking is told."""

from __future__ import annotations

import tracemalloc
import uuid
from datetime import timedelta
from typing import Any

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.surveys import selectors, services
from parindex.apps.surveys.models import SurveyAnswer, SurveyWave
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import PermissionDenied
from parindex.domain.surveys.signs import SignKind
from tests.integration.conftest import NOW, Province
from tests.integration.surveys.test_waves import answer, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(province: Province) -> SurveyWave:
    made = opened(province)
    made.most_of_place, made.most_of_wave = 20, 50
    made.save(update_fields=["most_of_place", "most_of_wave"])
    return made


def counted(wave: SurveyWave) -> int:
    """Return how many forms count for the results."""
    return len(selectors.answer_rows(wave).rows)


def test_forms_over_the_limit_of_a_place_are_kept_and_held_back(wave: SurveyWave, province: Province) -> None:
    for _ in range(25):
        assert answer(wave, "1")
    for _ in range(5):
        assert answer(wave, place="Quầy 2")

    assert (selectors.count_answers(wave), counted(wave)) == (30, 25)
    (held,) = selectors.list_held(wave)
    assert (held.place, held.day, held.forms) == ("Quầy 1", NOW.date(), 5)
    with pytest.raises(PermissionDenied):
        services.release_held(wave=wave, place="Quầy 1", day=held.day, actor=province.leader, now=NOW)
    assert services.release_held(wave=wave, place="Quầy 1", day=held.day, actor=province.focal, now=NOW) == 5
    assert services.release_held(wave=wave, place="Quầy 1", day=held.day, actor=province.focal, now=NOW) == 0
    assert counted(wave) == 30
    assert Event.objects.filter(action="survey.released").count() == 1


def test_robot_that_names_new_places_meets_the_limit_of_the_wave(wave: SurveyWave) -> None:
    for number in range(80):
        answer(wave, place=f"Nơi {number}")
    answer(wave, now=NOW + timedelta(days=1), place="Nơi 0")

    assert (selectors.count_answers(wave), counted(wave)) == (81, 51)


def test_limit_does_not_bind_what_is_not_open_to_robots(wave: SurveyWave) -> None:
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(wave=wave, nonce=uuid.uuid4(), channel="paper", place="Quầy 1", answers={}, received_on=NOW.date())
        for _ in range(60)
    )

    answer(wave)

    assert not SurveyAnswer.objects.filter(is_held=True).exists()


def test_signs_are_told_and_change_nothing(wave: SurveyWave) -> None:
    for _ in range(6):
        answer(wave, device="10.0.0.7 Trình duyệt")

    assert [sign.kind for sign in selectors.signs_of(wave)] == [SignKind.DEVICE]
    assert counted(wave) == 6


def test_hidden_fields_that_were_edited_lose_nothing(wave: SurveyWave) -> None:
    sheet = Sheet({"den": "1", "hl": "2", "weight": "99", "_held": "0"}, nonce=uuid.uuid4(), place="x" * 500)

    services.take_answer(wave=wave, sheet=sheet, now=NOW)

    kept = SurveyAnswer.objects.get()
    assert (kept.answers, len(kept.place), kept.design) == ({"den": "1", "hl": "2"}, 60, {})


def test_many_robots_take_as_many_statements_and_as_little_memory(
    wave: SurveyWave, django_assert_num_queries: Any
) -> None:
    def flood(forms: int) -> int:
        SurveyAnswer.objects.all().delete()
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(
                wave=wave,
                nonce=uuid.uuid4(),
                channel="link",
                place="Quầy 1",
                answers={f"q{at}": str(number >> at & 1) for at in range(12)},
                received_on=NOW.date(),
                is_held=number > 20,
            )
            for number in range(forms)
        )
        tracemalloc.start()
        selectors.signs_of(wave)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few = flood(4_000)
    many = flood(12_000)

    assert many < 1.5 * few
    with django_assert_num_queries(4):
        assert answer(wave)  # one count of the place, which is full, and a savepoint around the one insert
    assert counted(wave) == 21

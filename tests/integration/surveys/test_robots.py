"""Robots and staff who vote: nothing is lost, nothing over the limit counts by itself, what is striking is told."""

from __future__ import annotations

import tracemalloc
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from parindex.apps.audit.models import Event
from parindex.apps.surveys import holding, selectors, services
from parindex.apps.surveys.errors import DayFull, HoldingRefused, ResultKept
from parindex.apps.surveys.holding import HeldGroup
from parindex.apps.surveys.models import HeldFor, SurveyAnswer, SurveyTally, SurveyWave, TallyKind
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
    assert (held.place, held.day, held.reason, held.forms) == ("Quầy 1", NOW.date(), HeldFor.PLACE, 5)
    with pytest.raises(PermissionDenied):
        holding.release(wave=wave, group=HeldGroup("Quầy 1", held.day), actor=province.leader, now=NOW)
    assert holding.release(wave=wave, group=HeldGroup("Quầy 1", held.day), actor=province.focal, now=NOW) == 5
    assert holding.release(wave=wave, group=HeldGroup("Quầy 1", held.day), actor=province.focal, now=NOW) == 0
    assert counted(wave) == 30
    assert Event.objects.filter(action="survey.released").count() == 1


def test_robot_that_names_new_places_meets_the_limit_of_the_wave(wave: SurveyWave) -> None:
    for number in range(80):
        answer(wave, place=f"Nơi {number}")
    answer(wave, now=NOW + timedelta(days=1), place="Nơi 0")

    assert (selectors.count_answers(wave), counted(wave)) == (81, 51)


def test_machine_that_sends_many_leaves_the_seats_to_people(wave: SurveyWave) -> None:
    SurveyWave.objects.update(most_of_device=3)
    wave.refresh_from_db()
    for _ in range(60):
        answer(wave, device="10.0.0.7 Máy tự động")
    for number in range(17):
        answer(wave, device=f"10.0.1.{number} Người")

    assert counted(wave) == 3 + 17
    (held,) = selectors.list_held(wave)
    assert (held.reason, held.forms) == (HeldFor.DEVICE, 57)


def test_machine_is_named_even_where_the_place_is_full(wave: SurveyWave) -> None:
    SurveyWave.objects.update(most_of_device=1, most_of_place=2)
    wave.refresh_from_db()
    for device in "AABAAC":
        answer(wave, device=f"Máy {device}")

    reasons = list(SurveyAnswer.objects.order_by("pk").values_list("held_for", flat=True))
    assert reasons == ["", HeldFor.DEVICE, "", HeldFor.DEVICE, HeldFor.DEVICE, HeldFor.PLACE]


def test_held_forms_end_at_a_ceiling_and_beyond_it_are_counted(wave: SurveyWave, province: Province) -> None:
    SurveyWave.objects.update(most_of_place=2, most_held=3)
    wave.refresh_from_db()
    sheets = [Sheet({"den": "1", "hl": "2"}, nonce=uuid.uuid4(), place="Quầy 1") for _ in range(9)]
    for sheet in sheets[:5]:
        assert services.take_answer(wave=wave, sheet=sheet, now=NOW)
    for sheet in sheets[5:]:
        with pytest.raises(DayFull, match="gửi lại vào ngày mai"):
            services.take_answer(wave=wave, sheet=sheet, now=NOW)

    assert not services.take_answer(wave=wave, sheet=sheets[0], now=NOW), "a sheet that is kept is thanked again"
    assert (selectors.count_answers(wave), counted(wave)) == (5, 2)
    assert selectors.list_refused(wave) == [(NOW.date(), 4)]
    assert services.take_answer(wave=wave, sheet=sheets[5], now=NOW + timedelta(days=1)), "tomorrow has new seats"
    holding.release(wave=wave, group=HeldGroup("Quầy 1", NOW.date()), actor=province.focal, now=NOW)
    assert services.take_answer(wave=wave, sheet=sheets[6], now=NOW), "what was released makes room"


def test_sheet_sent_again_takes_no_seat(wave: SurveyWave) -> None:
    sheet = Sheet({"den": "1", "hl": "2"}, nonce=uuid.uuid4(), place="Quầy 1")
    for _ in range(30):
        services.take_answer(wave=wave, sheet=sheet, now=NOW)
    for _ in range(19):
        answer(wave)

    assert counted(wave) == 20


def test_full_wave_gives_back_the_seat_of_the_place(wave: SurveyWave) -> None:
    SurveyWave.objects.update(most_of_wave=1)
    wave.refresh_from_db()
    for _ in range(3):
        answer(wave)

    tallies = SurveyTally.objects.order_by("kind").values_list("kind", "count")
    assert list(tallies) == [(TallyKind.PLACE, 1), (TallyKind.WAVE, 1)]


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
    answer(wave)
    lock = 1 if connection.vendor == "postgresql" else 0
    # A transaction, a seat of the place and of the wave, a savepoint around the one insert.
    with django_assert_num_queries(8 + lock):
        assert answer(wave)
    assert counted(wave) == 21 + 2


def test_held_forms_are_discarded_for_a_reason_and_taken_back(wave: SurveyWave, province: Province) -> None:
    SurveyWave.objects.update(most_of_place=3, most_held=4)
    wave.refresh_from_db()
    for _ in range(7):
        answer(wave, "1")
    group = HeldGroup("Quầy 1", NOW.date(), HeldFor.PLACE)
    asked = {"wave": wave, "group": group, "now": NOW}

    with pytest.raises(HoldingRefused, match="lý do"):
        holding.discard(**asked, reason=" ", actor=province.focal)
    for act in (holding.discard, holding.restore):
        with pytest.raises(PermissionDenied):
            act(**asked, reason="máy", actor=province.leader)
    assert holding.discard(**asked, reason=" máy   gửi ", actor=province.focal) == 4
    assert holding.release(**asked, actor=province.focal) == 0
    assert answer(wave, "1")  # discarding makes room for those who come later
    assert [(one.discarded_for, one.forms) for one in selectors.list_held(wave)] == [("", 1), ("máy gửi", 4)]
    assert sum(sign.forms for sign in selectors.signs_of(wave)) == 0

    assert holding.restore(**asked, reason="khác", actor=province.focal) == 0
    assert holding.restore(**asked, reason="", actor=province.focal) == 0
    assert holding.restore(**asked, reason="máy gửi", actor=province.focal) == 4
    assert SurveyWave.objects.get().held_count == 5
    assert (counted(wave), selectors.count_answers(wave)) == (3, 8)
    actions = Event.objects.filter(action__in=("survey.discarded", "survey.restored")).order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["survey.discarded", "survey.restored"]
    services.close_wave(wave=wave, actor=province.focal, now=NOW)
    with pytest.raises(ResultKept):
        holding.discard(**asked, reason="máy", actor=province.focal)

"""What a wave says: weighed by the sample drawn, kept when it closes, beside its aims and the wave before."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job, JobState
from parindex.apps.surveys import aims, field, holding, keeping, results, selectors, services
from parindex.apps.surveys.errors import BadAim, ResultKept
from parindex.apps.surveys.field import SampleRow
from parindex.apps.surveys.holding import HeldGroup
from parindex.apps.surveys.keeping import Form
from parindex.apps.surveys.models import AnswerChannel, SurveyAnswer, SurveyResult, SurveyWave
from parindex.domain.access import SYSTEM, PermissionDenied
from parindex.jobs.registry import JobContext
from parindex.jobs.surveys import keep_waiting
from parindex.jobs.worker import run_one
from tests.integration.conftest import NOW, Province
from tests.integration.surveys.test_waves import answer, opened

pytestmark = pytest.mark.django_db
_SIZES = {"Xã Mây": "10", "Xã Sương": "90", "Xã Gió": "50"}


def _design(place: str, size: str) -> dict[str, str]:
    weight = str(3 * int(size) // 4)
    stage = {"xa_tang": "xã", "xa_tong": "9", "xa_chon": "3", "ho_tang": "", "ho_tong": size, "ho_chon": "4"}
    return {"bac": "xa|ho", "xa": place, **stage, "weight": weight}


def sampled(province: Province) -> SurveyWave:
    """Return a wave with a sample of three communes, four households each: all content, none, half."""
    wave = opened(province)
    load_sample(wave, province)
    take_paper(wave)
    return wave


def load_sample(wave: SurveyWave, province: Province) -> None:
    """Enter the households of the three communes."""
    rows = [SampleRow(f"Hộ {n}, {p}", p, design=_design(p, size)) for p, size in _SIZES.items() for n in range(4)]
    field.load_sample(wave=wave, rows=rows, actor=province.focal, now=NOW)


def take_paper(wave: SurveyWave) -> None:
    """Let the paper of all twelve households come in."""
    for place, told in zip(_SIZES, ("2222", "1111", "2211"), strict=True):
        for hl in told:
            form = Form({"den": "1", "hl": hl}, uuid.uuid4(), AnswerChannel.PAPER, place=place)
            keeping.keep(wave=wave, form=form, received_on=NOW.date())


def close(wave: SurveyWave, province: Province) -> None:
    """Close a wave and do the work that this queued."""
    services.close_wave(wave=wave, actor=province.focal, now=NOW)
    assert run_one(worker="thu", clock=lambda: NOW)


def test_forms_of_a_sample_count_with_its_weights(province: Province) -> None:
    wave = sampled(province)
    for _ in range(6):
        answer(wave, "2", place="Xã Mây")

    told = results.result_of(wave)

    # Weights 7, 67 and 37 by household: (4 * 7 + 2 * 37) of 4 * (7 + 67 + 37).
    assert told.values["whole"] == pytest.approx(100 * (28 + 74) / 444)
    assert told.unweighed == 6
    assert told.content is not None
    assert told.content["design"]["stages"][0]["cluster_count"] == 3
    assert "6 phiếu không thuộc mẫu" in " ".join(told.content["notices"])
    table = selectors.answer_rows(wave, with_design=True)
    weights = [row[table.headings.index("weight")] for row in table.rows]
    assert sorted(weights) == [""] * 6 + ["37"] * 4 + ["67"] * 4 + ["7"] * 4


def test_design_that_cannot_be_computed_with_does_not_stop_the_close(province: Province) -> None:
    wave = sampled(province)
    SurveyAnswer.objects.filter(wave=wave).update(design=_design("Xã Mây", "10") | {"xa_tong": "1"})

    close(wave, province)

    kept = SurveyResult.objects.get()
    assert kept.content["estimates"][0]["value"] == pytest.approx(50)
    assert kept.content["notices"][0].startswith("Không dùng được thiết kế mẫu:")


def test_result_is_kept_when_the_wave_closes(province: Province, django_assert_num_queries: Any) -> None:
    wave = opened(province)
    for hl in "2221222":
        answer(wave, hl)
    close(wave, province)
    wave.refresh_from_db()
    SurveyAnswer.objects.all().delete()

    with django_assert_num_queries(1):
        told = results.result_of(wave)

    assert told.computed_at == NOW
    assert results.frozen_values(wave) == told.values
    assert told.values["whole"] == pytest.approx(100 * 6 / 7)
    assert told.content is not None
    assert told.content["questionnaire"]["version"] == "1"
    assert told.content["design"]["bootstrap"]["seed"] == results.seed_of(wave)
    with pytest.raises(ResultKept):
        holding.release(wave=wave, group=HeldGroup("", NOW.date()), actor=province.focal, now=NOW)


def test_close_leaves_the_result_to_a_job_that_can_run_twice(province: Province) -> None:
    wave = opened(province)
    for hl in "2221222":
        answer(wave, hl, device="a")

    closed = services.close_wave(wave=wave, actor=province.focal, now=NOW)

    assert not SurveyResult.objects.exists()
    waiting = results.result_of(closed)
    assert waiting.job is not None
    assert waiting.computed_at is None
    run_one(worker="thu", clock=lambda: NOW)
    first = SurveyResult.objects.get()
    assert results.freeze(wave_id=wave.pk, now=NOW + timedelta(days=1)) == first
    first.delete()  # as if the worker had been killed before it wrote
    again = results.freeze(wave_id=wave.pk, now=NOW)
    assert again is not None
    assert (again.content, again.signs) == (first.content, first.signs)


def test_result_of_an_open_wave_is_not_kept(province: Province) -> None:
    wave = opened(province)
    answer(wave)

    assert results.freeze(wave_id=wave.pk, now=NOW) is None
    assert not SurveyResult.objects.exists()


def test_wave_that_nobody_answered_keeps_no_result(province: Province) -> None:
    wave = opened(province)

    close(wave, province)

    assert results.frozen_values(wave) is None
    wave.refresh_from_db()
    assert results.result_of(wave).job is None


def test_aims_and_the_wave_before_are_set_beside(province: Province) -> None:
    before = opened(province)
    for hl in "11" * 20 + "2" * 10:
        answer(before, hl)
    close(before, province)
    wave = services.open_wave(
        unit=province.root,
        title="Năm sau",
        questionnaire=before.questionnaire_text,
        closes_on=None,
        actor=province.focal,
        now=NOW + timedelta(days=1),
    )
    for hl in "2" * 45 + "1" * 5:
        answer(wave, hl)
    aims.set_previous(wave=wave, previous=str(before.public_id), actor=province.focal, now=NOW)
    for kind, amount in (("at_least", "60"), ("at_least", "99"), ("increase", "70")):
        code = "A" if amount == "99" else "whole"
        aims.add_aim(wave=wave, code=code, kind=kind, amount=amount, actor=province.focal, now=NOW)

    beside = results.set_beside(wave, results.result_of(wave))

    assert [one.verdict.value for _, one in beside.comparisons] == ["met", "missed", "undecided"]
    assert beside.changes["whole"].verdict.value == "met"
    assert Event.objects.filter(action="survey.aim_set").count() == 3
    aims.drop_aim(wave=wave, aim_id=beside.comparisons[0][0].pk, actor=province.focal, now=NOW)
    assert len(results.set_beside(wave, results.result_of(wave)).comparisons) == 2


@pytest.mark.parametrize(
    "change", [{"code": "B"}, {"kind": "most"}, {"amount": "-1"}, {"amount": "nhiều"}, {"amount": "1e9"}]
)
def test_aim_that_says_nothing_is_refused(province: Province, change: dict[str, str]) -> None:
    wave = opened(province)
    told = {"code": "whole", "kind": "at_least", "amount": "85", **change}

    with pytest.raises(BadAim):
        aims.add_aim(wave=wave, **told, actor=province.focal, now=NOW)
    with pytest.raises(BadAim):
        aims.set_previous(wave=wave, previous=str(wave.public_id), actor=province.focal, now=NOW)
    with pytest.raises(PermissionDenied):
        aims.add_aim(wave=wave, code="whole", kind="at_least", amount="85", actor=province.leader, now=NOW)


def _group(variable: str, forms: int, *, least: int = 5) -> dict[str, Any]:
    return {"variable": variable, "value": str(forms), "forms": forms, "suppressed": forms < least, "estimates": [1]}


@pytest.mark.parametrize(
    ("sizes", "hidden"), [([3, 8, 20], [3, 8]), ([3, 4, 20], [3, 4]), ([8, 20], []), ([2], [2]), ([1, 6], [1, 6])]
)
def test_group_that_subtracting_would_tell_is_hidden_too(sizes: list[int], hidden: list[int]) -> None:
    found = results.suppress([_group("a", size) for size in sizes] + [_group("b", 30)], least=5)

    assert [one["forms"] for one in found if one["suppressed"]] == hidden
    assert all(not one["estimates"] for one in found if one["suppressed"] and one["forms"] >= 5)


def test_keeping_that_failed_is_queued_anew_once_a_day(province: Province, django_assert_num_queries: Any) -> None:
    wave = opened(province)
    for hl in "2221222":
        answer(wave, hl)
    closed = services.close_wave(wave=wave, actor=province.focal, now=NOW)
    assert results.queue_waiting(now=NOW) == 0  # the first job still waits
    Job.objects.update(state=JobState.FAILED)

    with django_assert_num_queries(6):  # waves, jobs, the new job within its savepoint
        assert results.queue_waiting(now=NOW) == 1
    again = results.result_of(closed).job
    assert again is not None
    assert again.state == JobState.QUEUED
    assert results.queue_waiting(now=NOW) == 0
    Job.objects.update(state=JobState.CANCELLED)
    assert results.queue_waiting(now=NOW + timedelta(days=1)) == 1
    assert run_one(worker="thu", clock=lambda: NOW + timedelta(days=1))

    assert SurveyResult.objects.get().content["forms"]["count"] == 7
    assert results.queue_waiting(now=NOW + timedelta(days=2)) == 0


def test_keeping_that_fails_each_night_is_tried_once_a_month_in_the_end(province: Province) -> None:
    wave = opened(province)
    answer(wave)
    closed = services.close_wave(wave=wave, actor=province.focal, now=NOW)

    queued = []
    for night in range(1, 91):
        Job.objects.update(state=JobState.FAILED)
        if results.queue_waiting(now=NOW + timedelta(days=night)):
            queued.append(night)

    # After seven failures once in each month: still in March, then on the first night of April, of May, of June.
    assert queued == [1, 2, 3, 4, 5, 6, 7, 16, 46, 77]
    Job.objects.update(state=JobState.FAILED)
    told = results.result_of(closed)
    assert (told.failures, told.is_stuck) == (11, True)


def test_wave_closed_before_results_were_kept_is_served_and_an_empty_one_is_not(province: Province) -> None:
    for name, is_held in (("cũ", False), ("giữ lại", True), ("trống", None)):
        wave = opened(province)
        if is_held is not None:
            answer(wave)
        SurveyAnswer.objects.filter(wave=wave).update(is_held=bool(is_held))
        SurveyWave.objects.filter(pk=wave.pk).update(state="closed", device_key="", closed_at=NOW, title=name)

    context = JobContext({}, SYSTEM, None, 1, now=lambda: NOW, progress=lambda **_: None)
    assert keep_waiting(context) == {"queued": 1}
    assert run_one(worker="thu", clock=lambda: NOW)

    assert [kept.wave.title for kept in SurveyResult.objects.select_related("wave")] == ["cũ"]

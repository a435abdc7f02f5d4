"""What a wave says: computed from its forms while it is open, kept for good once it is closed (ADR 0018)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

import parindex
from parindex.analytics.surveys import report
from parindex.analytics.surveys.comparison import Comparison, Earlier, judge_all
from parindex.analytics.surveys.report import EarlierError, earlier_from_json, found_from_json
from parindex.apps.base import jobs
from parindex.apps.base.models import Job, JobState
from parindex.apps.surveys import selectors
from parindex.apps.surveys.models import SurveyAim, SurveyAnswer, SurveyResult, SurveyWave, WaveState
from parindex.domain.access import SYSTEM, Actor
from parindex.domain.surveys.plan import Bootstrap, Target, TargetKind
from parindex.domain.surveys.signs import Sign, SignKind

KEEP_JOB = "surveys.keep_result"
_REPLICATES = 500
_MOST_NIGHTS = 7
_FAILED = frozenset({JobState.FAILED, JobState.CANCELLED})
_MOST_SIGNS = 20
_NO_RISE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Result:
    """What a wave says; `content` is `parindex.survey-estimate/1`, None when nobody answered.

    `computed_at` is None while it is computed anew each time, `software` then is the version that runs. `job` is the
    work that is going to keep it and has not come to an end, `failures` how many such works failed or were stopped.
    """

    content: Mapping[str, Any] | None
    signs: Sequence[Mapping[str, str]]
    unweighed: int = 0
    computed_at: datetime | None = None
    software: str = parindex.__version__
    job: Job | None = None
    failures: int = 0

    @property
    def is_stuck(self) -> bool:
        """Tell whether keeping it failed so often that it is no chance: somebody has to look."""
        return self.failures >= _MOST_NIGHTS

    @property
    def values(self) -> dict[str, float | None]:
        """Return the figures of all forms by code; “whole” is the index itself."""
        return {} if self.content is None else {row["code"]: row["value"] for row in self.content["estimates"]}


@dataclass(frozen=True, slots=True)
class Beside:
    """A wave's result beside its aims and the wave before it; `refusal` says why the two cannot be compared."""

    comparisons: Sequence[tuple[SurveyAim, Comparison]] = ()
    changes: Mapping[str, Comparison] = field(default_factory=dict)
    refusal: str = ""


def result_of(wave: SurveyWave) -> Result:
    """Return what was kept of the closed wave, or else what its forms say now. One query once it is kept."""
    if wave.state != WaveState.CLOSED:
        return _compute(wave)
    kept = SurveyResult.objects.filter(wave=wave).first()
    if kept is None:
        jobs_of = list(Job.objects.filter(dedupe_key__startswith=_key(wave)).order_by("pk"))
        last = jobs_of[-1] if jobs_of and jobs_of[-1].state != JobState.DONE else None
        return replace(_compute(wave), job=last, failures=sum(job.state in _FAILED for job in jobs_of))
    return Result(kept.content, kept.signs, kept.unweighed, kept.computed_at, kept.software)


def frozen_values(wave: SurveyWave) -> dict[str, float | None] | None:
    """Return the figures that were kept when the wave closed, by code; None when none were kept. One query."""
    kept = SurveyResult.objects.filter(wave=wave).first()
    return None if kept is None else Result(kept.content, kept.signs).values


def kept_before(wave: SurveyWave, day: date) -> Result | None:
    """Return what was kept of a wave that closed before a day, so that all its forms came before it; None otherwise.

    One query once closed.
    """
    if wave.closed_at is None or timezone.localdate(wave.closed_at) >= day:
        return None
    kept = SurveyResult.objects.filter(wave=wave).first()
    return None if kept is None else Result(kept.content, kept.signs, kept.unweighed, kept.computed_at, kept.software)


def queue(wave: SurveyWave, *, actor: Actor, now: datetime) -> None:
    """Queue the keeping of the result in the transaction that closes: the bootstrap takes seconds."""
    jobs.enqueue(kind=KEEP_JOB, payload={"wave_id": wave.pk}, actor=actor, now=now, dedupe_key=_key(wave))


def queue_waiting(*, now: datetime) -> int:
    """Queue anew the keeping for closed waves with forms that count but no result; return how many.

    Once a day for each, once a month after seven failures, and only where no job waits, runs or has found that there
    is nothing to keep. It also serves the waves that closed before results were kept.
    """
    came = SurveyAnswer.objects.filter(is_held=False).values("wave_id")
    waves = SurveyWave.objects.filter(state=WaveState.CLOSED, pk__in=came, result__isnull=True).order_by("pk")
    known = Job.objects.filter(kind=KEEP_JOB).values_list("payload__wave_id", "state", "dedupe_key")
    states: dict[int, list[str]] = defaultdict(list)
    for wave_id, state, _ in known:
        states[wave_id].append(state)
    used = {key for _, _, key in known}
    day, queued = timezone.localdate(now).isoformat(), 0
    for wave in waves.only("pk", "public_id"):
        key = f"{_key(wave)}:{day if len(states[wave.pk]) < _MOST_NIGHTS else day[:7]}"
        if key not in used and _FAILED.issuperset(states[wave.pk]):
            jobs.enqueue(kind=KEEP_JOB, payload={"wave_id": wave.pk}, actor=SYSTEM, now=now, dedupe_key=key)
            queued += 1
    return queued


def _key(wave: SurveyWave) -> str:
    return f"{KEEP_JOB}:{wave.public_id}"


def freeze(*, wave_id: int, now: datetime) -> SurveyResult | None:
    """Keep what a closed wave says, with bootstrap intervals; nothing without forms, nothing while it is open.

    A second run finds what is kept; one that was killed is computed again to the same figures. Computed outside of any
    transaction, so that others can write meanwhile.
    """
    wave = SurveyWave.objects.get(pk=wave_id)
    if wave.state != WaveState.CLOSED:
        return None
    if kept := SurveyResult.objects.filter(wave=wave).first():
        return kept
    told = _compute(wave, bootstrap=Bootstrap(_REPLICATES, seed_of(wave)))
    if told.content is None:
        return None
    values = {
        "content": told.content,
        "signs": told.signs,
        "unweighed": told.unweighed,
        "software": told.software,
        "computed_at": now,
    }
    return SurveyResult.objects.get_or_create(wave=wave, defaults=values)[0]


def seed_of(wave: SurveyWave) -> int:
    """Return the seed of a wave's bootstrap: the same whenever it is computed."""
    return wave.public_id.int % 1_000_000_007


def _compute(wave: SurveyWave, *, bootstrap: Bootstrap | None = None) -> Result:
    weighing = selectors.weigh_forms(wave, in_groups=True, bootstrap=bootstrap)
    signs = [_sign(one) for one in selectors.signs_of(wave) if bootstrap is None or one.kind is not SignKind.DEVICE]
    signs = sorted(signs, key=lambda one: -int(one["forms"]))[:_MOST_SIGNS]
    if weighing.estimate is None:
        return Result(None, signs)
    content = report.as_json(weighing.estimate, ())
    least = weighing.estimate.prepared.plan.least_forms
    content["domains"] = suppress(content["domains"], least=least)
    content["notices"] = [*_notices(weighing), *report.notices(weighing.estimate)]
    return Result(content, signs, weighing.unweighed)


def _sign(sign: Sign) -> dict[str, str]:
    day = "" if sign.day is None else sign.day.isoformat()
    return {
        "kind": sign.kind.value,
        "place": sign.place or "",
        "day": day,
        "reason": sign.reason,
        "forms": str(sign.forms),
    }


def _notices(weighing: selectors.Weighing) -> list[str]:
    if weighing.refusal:
        return [f"Không dùng được thiết kế mẫu: {weighing.refusal} Mọi phiếu được tính ngang nhau."]
    if not weighing.is_weighed:
        return [
            "Người trả lời tự tìm đến, không phải mẫu ngẫu nhiên: sai số chỉ nói về cỡ mẫu, không nói về việc ai đã "
            "trả lời."
        ]
    told = ["Tính theo mẫu đã chọn: trọng số, tầng và cụm của thiết kế."]
    if weighing.unweighed:
        told.append(f"{weighing.unweighed} phiếu không thuộc mẫu đã chọn: không vào phép tính.")
    return told


def suppress(domains: Sequence[Mapping[str, Any]], *, least: int) -> list[dict[str, Any]]:
    """Hide the smallest shown group too where the hidden ones are together so few that subtracting tells of them."""
    found = [dict(domain) for domain in domains]
    for variable in dict.fromkeys(domain["variable"] for domain in found):
        groups = sorted((one for one in found if one["variable"] == variable), key=lambda one: int(one["forms"]))
        hidden = sum(one["forms"] for one in groups if one["suppressed"])
        for one in groups:
            if not 0 < hidden < least:
                break
            if not one["suppressed"]:
                hidden += one["forms"]
                one |= {"suppressed": True, "estimates": []}
    return found


def set_beside(wave: SurveyWave, result: Result) -> Beside:
    """Compare a result with the wave's aims and with the result of the wave before. At most two queries."""
    aims = list(SurveyAim.objects.filter(wave=wave).order_by("pk"))
    if result.content is None:
        return Beside()
    before = SurveyResult.objects.filter(wave_id=wave.previous_id).first() if wave.previous_id else None
    earlier: dict[str, Earlier] = {}
    refusal = "Đợt trước không có kết quả được giữ." if wave.previous_id and before is None else ""
    if before is not None:
        try:
            earlier = earlier_from_json(before.content, aggregation=result.content["aggregation"])
        except EarlierError as error:
            refusal = error.message
    found, confidence = found_from_json(result.content), float(result.content["confidence"])
    judged = judge_all([target_of(aim) for aim in aims], found, earlier, confidence=confidence)
    changes = judge_all(
        [Target(code, TargetKind.INCREASE, _NO_RISE) for code in earlier], found, earlier, confidence=confidence
    )
    return Beside(
        list(zip(aims, judged, strict=True)),
        {one.target.code: one for one in changes if one.low is not None},
        refusal,
    )


def target_of(aim: SurveyAim) -> Target:
    """Return what an aim asks."""
    return Target(aim.code, TargetKind(aim.kind), Fraction(aim.amount))

"""Draws the sample of a wave from a frame, and throws a sample away that nobody has worked with yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parindex.apps.surveys import draw_selectors, field, keeping
from parindex.apps.surveys.errors import FieldRefused, WaveClosed
from parindex.apps.surveys.field import SampleRow
from parindex.apps.surveys.models import SampleDraw, SampleUnit, SurveyWave, WaveState
from parindex.definitions.questionnaires.drawing import write_draw
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys.drawing import BadFrame, DrawPlan, FrameRow, Selected, draw
from parindex.domain.surveys.weighing import ORDER, STAGE_MARK, check_names

MOST_DRAWN = 20_000
_SHOWN_MISTAKES = 5
_MOST_SEED = 80


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it came: the name of its file, the SHA-256 of the bytes, its rows."""

    name: str
    digest: str
    rows: Sequence[FrameRow]


def draw_sample(
    *, wave: SurveyWave, plan: DrawPlan, frame: Frame, seed: str, actor: Actor, now: datetime
) -> SampleDraw:
    """Draw the sample of a wave and keep how it was drawn; the frame itself is not kept.

    Raises `PermissionDenied`, `WaveClosed` and `FieldRefused`.
    """
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    if not seed.strip():
        raise FieldRefused("Ghi hạt giống: một số hoặc vài chữ, công bố được.")
    rows = [_household(selected, plan) for selected in _drawn(frame, plan, seed.strip()[:_MOST_SEED])]
    with transaction.atomic():
        field.load_sample(wave=wave, rows=rows, actor=actor, now=now)
        made = SampleDraw.objects.create(
            wave=wave,
            plan=write_draw(plan),
            seed=seed.strip()[:_MOST_SEED],
            frame_name=frame.name[:255],
            frame_hash=frame.digest,
            frame_rows=len(frame.rows),
            created_by_id=actor.user_id,
            created_at=now,
        )
        told = {"seed": made.seed, "frame": made.frame_hash, "rows": len(rows)}
        keeping.record(wave, "survey.sample_drawn", actor=actor, now=now, after=told)
    return made


def drop_sample(*, wave: SurveyWave, actor: Actor, now: datetime) -> None:
    """Throw the sample away so that it can be drawn again; the register keeps that it was.

    Raises `PermissionDenied`, `WaveClosed`, and `FieldRefused` once an interviewer has called at a household.
    """
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    with transaction.atomic():
        locked = SurveyWave.objects.select_for_update(of=("self",)).select_related("unit").get(pk=wave.pk)
        if locked.state == WaveState.CLOSED:
            raise WaveClosed
        if not draw_selectors.is_untouched(locked):
            raise FieldRefused("Đã có hộ được tới hỏi: mẫu không đổi nữa.")
        made = draw_selectors.draw_of(locked)
        rows, _ = SampleUnit.objects.filter(wave=locked).delete()
        if not rows:
            raise FieldRefused("Đợt này chưa có mẫu.")
        if made is not None:
            made.delete()
        told = {"seed": made.seed if made else "", "rows": rows}
        keeping.record(locked, "survey.sample_dropped", actor=actor, now=now, after=told)


def _drawn(frame: Frame, plan: DrawPlan, seed: str) -> list[Selected]:
    try:
        check_names(plan)
        drawn = draw(frame.rows, plan, seed=seed)
    except BadFrame as error:
        told = [
            f"dòng {one.row}, cột {one.column}: {one.message}" if one.column else one.message
            for one in error.mistakes[:_SHOWN_MISTAKES]
        ]
        more = len(error.mistakes) - len(told)
        found = ", ".join(name for name in (frame.rows[0].cells if frame.rows else ()))
        words = f"Chưa chọn mẫu: {'; '.join(told)}{f'; và {more} chỗ nữa' if more else ''}."
        raise FieldRefused(f"{words} Khung mẫu có các cột: {found}.") from error
    keeping.check_places((row.number, _above(row, plan)) for row in frame.rows)
    if len(drawn) > MOST_DRAWN:
        raise FieldRefused(f"Cách chọn này cho {len(drawn)} hộ; mỗi đợt nhiều nhất {MOST_DRAWN}. Giảm số chọn.")
    return drawn


def _above(row: FrameRow, plan: DrawPlan) -> tuple[str, ...]:
    """Return the units above the last stage that a row lies in, from the top."""
    return tuple(row.cells[stage.unit] for stage in plan.stages[:-1])


def _household(selected: Selected, plan: DrawPlan) -> SampleRow:
    names = [stage.unit for stage in plan.stages]
    above = _above(selected.row, plan)
    return SampleRow(
        label=", ".join((selected.row.cells[names[-1]], *reversed(above))),
        place=", ".join(above),
        is_spare=selected.is_spare,
        quota=selected.quota,
        design={
            **dict(zip(names, above, strict=False)),
            **selected.design(plan),
            ORDER: STAGE_MARK.join(names),
        },
    )

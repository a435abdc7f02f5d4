"""Forms of a wave typed into a table elsewhere, each row by itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from parindex.apps.surveys import keeping
from parindex.apps.surveys.errors import FieldRefused, FormRefused, WaveClosed
from parindex.apps.surveys.keeping import Form
from parindex.apps.surveys.models import AnswerChannel, SurveyWave, WaveState
from parindex.domain.access import Actor, Permission, PermissionDenied

MOST_ROWS = 5_000
_MOST_NAME = 60


class RowOutcome(StrEnum):
    """What became of a row."""

    KEPT = "kept"
    KNOWN = "known"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: its number there, the name of the form, the place, texts by column."""

    number: int
    form: str
    place: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row, with the reason when it is not simply kept."""

    number: int
    form: str
    outcome: RowOutcome
    message: str = ""


def take_rows(*, wave: SurveyWave, rows: Sequence[TableRow], actor: Actor, now: datetime) -> list[RowResult]:
    """Keep the forms of a table; a row with a mistake does not stop the others, a form sent again changes nothing.

    Raises `PermissionDenied`, `WaveClosed` and `FieldRefused` for a table that is too long.
    """
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    if len(rows) > MOST_ROWS:
        raise FieldRefused(f"Bảng có {len(rows)} dòng, nhiều hơn {MOST_ROWS}. Tách thành nhiều tệp.")
    with transaction.atomic():
        locked = SurveyWave.objects.select_for_update(of=("self",)).select_related("unit").get(pk=wave.pk)
        if locked.state == WaveState.CLOSED:
            raise WaveClosed
        results = [_take(locked, row, now) for row in rows]
        kept = sum(result.outcome is RowOutcome.KEPT for result in results)
        if kept:
            keeping.record(locked, "survey.imported", actor=actor, now=now, after={"rows": kept})
    return results


def _take(wave: SurveyWave, row: TableRow, now: datetime) -> RowResult:
    name = " ".join(row.form.split())
    if not name or len(name) > _MOST_NAME:
        words = f"Ghi mã phiếu từ 1 đến {_MOST_NAME} chữ, mỗi tờ một mã."
        return RowResult(row.number, name[:_MOST_NAME], RowOutcome.REFUSED, words)
    nonce = uuid.uuid5(wave.public_id, f"table/{name}")
    form = Form(row.answers, nonce, AnswerChannel.TABLE, place=row.place)
    try:
        kept, is_new = keeping.keep(wave=wave, form=form, received_on=timezone.localdate(now))
    except FormRefused as error:
        told = "; ".join(f"{one.column}: {one.message}" for one in error.mistakes)
        return RowResult(row.number, name, RowOutcome.REFUSED, told or error.message)
    if is_new:
        return RowResult(row.number, name, RowOutcome.KEPT)
    if kept.answers != keeping.clean(wave, row.answers):
        return RowResult(row.number, name, RowOutcome.CHANGED, "Mã này đã nhập với câu trả lời khác; giữ bản trước.")
    return RowResult(row.number, name, RowOutcome.KNOWN)

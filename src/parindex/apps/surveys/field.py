"""Work in the field: packs that interviewers carry, forms that come back later, the sample and what came of it.

A pack works until it is taken back or the wave is closed by hand; the last day of the public link does not bind it.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from parindex.apps.surveys import field_selectors, keeping
from parindex.apps.surveys.errors import FieldRefused, FormRefused, PackStopped, WaveClosed
from parindex.apps.surveys.keeping import Form
from parindex.apps.surveys.models import (
    AnswerChannel,
    FieldPack,
    SampleUnit,
    SurveyAnswer,
    SurveyWave,
    VisitOutcome,
    WaveState,
)
from parindex.domain.access import Actor, Permission, PermissionDenied

MOST_FORMS = 200
_MOST_LABEL = 60


class SyncOutcome(StrEnum):
    """What became of a form that came back."""

    KEPT = "kept"
    KNOWN = "known"
    CHANGED = "changed"
    DOUBLED = "doubled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A form filled in without a network: its own number, which never repeats, and its serial number in the pack."""

    nonce: uuid.UUID
    serial: int
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What became of one form, with words for the interviewer."""

    nonce: uuid.UUID
    outcome: SyncOutcome
    message: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One household drawn: where it is, and the columns of the design, which do not tell which household it is."""

    label: str
    place: str = ""
    is_spare: bool = False
    quota: str = ""
    design: Mapping[str, str] = field(default_factory=dict)


def give_pack(*, wave: SurveyWave, label: str, place: str, actor: Actor, now: datetime) -> FieldPack:
    """Make a pack for a team. Raises `PermissionDenied`, `WaveClosed` and `FieldRefused`."""
    name = " ".join(label.split())[:_MOST_LABEL]
    if not name:
        raise FieldRefused("Ghi tên bộ, ví dụ “Tổ điều tra 1”. Không ghi tên người.")
    with transaction.atomic():
        _check(wave, actor)
        pack = FieldPack.objects.create(
            wave=wave, label=name, place=keeping.clean_place(place), created_by_id=actor.user_id, created_at=now
        )
        keeping.record(wave, "survey.pack_given", actor=actor, now=now, after={"pack": name, "place": pack.place})
    return pack


def stop_pack(*, pack: FieldPack, actor: Actor, now: datetime) -> None:
    """Take a pack back: its link and its file send nothing more. Raises `PermissionDenied`."""
    if not actor.may(Permission.SURVEYS_MANAGE, pack.wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    with transaction.atomic():
        if FieldPack.objects.filter(pk=pack.pk, is_stopped=False).update(is_stopped=True):
            keeping.record(pack.wave, "survey.pack_stopped", actor=actor, now=now, after={"pack": pack.label})


def sign(pack: FieldPack, text: str) -> str:
    """Return the signature that a file of the pack carries: HMAC-SHA256 of its forms with the secret of the pack."""
    return hmac.new(pack.token.encode("ascii"), text.encode("utf-8"), hashlib.sha256).hexdigest()


def sync(*, pack: FieldPack, forms: Sequence[FieldForm], now: datetime) -> list[SyncResult]:
    """Take forms filled in without a network, each by itself; sent again they change nothing.

    A serial number that another form of the pack has is kept and marked. Raises `PackStopped` and `WaveClosed`.
    """
    _check_pack(pack)
    return [_sync_one(pack, form, now) for form in forms]


def _sync_one(pack: FieldPack, form: FieldForm, now: datetime) -> SyncResult:
    with transaction.atomic():
        wave = SurveyWave.objects.select_for_update(of=("self",)).get(pk=pack.wave_id)
        if wave.state == WaveState.CLOSED:
            return SyncResult(form.nonce, SyncOutcome.REFUSED, WaveClosed().message)
        same = SurveyAnswer.objects.filter(wave=wave, pack=pack, serial=form.serial, channel=AnswerChannel.OFFLINE)
        others = list(same.exclude(nonce=form.nonce).values_list("pk", flat=True))
        made = Form(
            form.answers,
            form.nonce,
            AnswerChannel.OFFLINE,
            place=pack.place,
            pack=pack,
            serial=form.serial,
            is_doubled=bool(others),
        )
        try:
            kept, is_new = keeping.keep(wave=wave, form=made, received_on=timezone.localdate(now))
        except FormRefused as error:
            words = " ".join([error.message, *(f"{one.column}: {one.message}." for one in error.mistakes)])
            return SyncResult(form.nonce, SyncOutcome.REFUSED, words)
        if is_new and others:
            SurveyAnswer.objects.filter(pk__in=others).update(is_doubled=True)
            return SyncResult(form.nonce, SyncOutcome.DOUBLED, f"Đã nhận; tờ số {form.serial} trùng số tờ khác của bộ.")
        if is_new:
            return SyncResult(form.nonce, SyncOutcome.KEPT)
        if kept.answers != keeping.clean(wave, form.answers):
            return SyncResult(form.nonce, SyncOutcome.CHANGED, "Tờ này đã gửi với câu trả lời khác; giữ bản gửi trước.")
        return SyncResult(form.nonce, SyncOutcome.KNOWN)


def load_sample(*, wave: SurveyWave, rows: Sequence[SampleRow], actor: Actor, now: datetime) -> int:
    """Enter the households that were drawn, in the order of the rows; only once for a wave.

    Raises `PermissionDenied`, `WaveClosed` and `FieldRefused`.
    """
    if not rows:
        raise FieldRefused("Tệp mẫu không có hộ nào. Dùng tệp do “parindex survey draw” ghi ra.")
    with transaction.atomic():
        locked = SurveyWave.objects.select_for_update(of=("self",)).select_related("unit").get(pk=wave.pk)
        _check(locked, actor)
        if SampleUnit.objects.filter(wave=locked).exists():
            raise FieldRefused("Đợt này đã có mẫu. Mẫu đã chọn thì không đổi nữa.")
        SampleUnit.objects.bulk_create(
            [
                SampleUnit(
                    wave=locked,
                    number=number,
                    label=row.label[:200],
                    place=keeping.clean_place(row.place),
                    is_spare=row.is_spare,
                    quota=row.quota[:60],
                    design=dict(row.design),
                )
                for number, row in enumerate(rows, start=1)
            ],
            batch_size=500,
        )
        keeping.record(locked, "survey.sample_loaded", actor=actor, now=now, after={"rows": len(rows)})
    return len(rows)


def take_interview(
    *, pack: FieldPack, nonce: uuid.UUID, answers: Mapping[str, str], number: int | None, now: datetime
) -> bool:
    """Keep a form asked on the phone; the household is marked as answered but never tied to the form.

    Tells whether the form is new. Raises `PackStopped`, `WaveClosed` and `FormRefused`.
    """
    _check_pack(pack)
    with transaction.atomic():
        wave = SurveyWave.objects.select_for_update(of=("self",)).get(pk=pack.wave_id)
        if wave.state == WaveState.CLOSED:
            raise WaveClosed
        unit = field_selectors.unit_of(pack, number)
        form = Form(
            answers,
            nonce,
            AnswerChannel.INTERVIEW,
            place=pack.place or (unit.place if unit else ""),
            pack=pack,
            design=unit.design if unit else {},
        )
        _, is_new = keeping.keep(wave=wave, form=form, received_on=timezone.localdate(now))
        if is_new and unit is not None:
            unit.outcome, unit.visits = VisitOutcome.ANSWERED, unit.visits + 1
            unit.save(update_fields=["outcome", "visits"])
    return is_new


def note_visit(*, pack: FieldPack, number: int, outcome: str) -> None:
    """Say why a household did not answer; “waiting” is a visit without a final outcome.

    Raises `PackStopped`, `WaveClosed` and `FieldRefused`.
    """
    _check_pack(pack)
    if outcome not in VisitOutcome.values or outcome == VisitOutcome.ANSWERED:
        raise FieldRefused("Chọn một lý do không hỏi được.")
    with transaction.atomic():
        unit = field_selectors.unit_of(pack, number)
        if unit is None or unit.outcome == VisitOutcome.ANSWERED:
            raise FieldRefused("Hộ này đã trả lời hoặc không thuộc bộ của bạn.")
        unit.outcome, unit.visits = outcome, unit.visits + 1
        unit.save(update_fields=["outcome", "visits"])


def _check_pack(pack: FieldPack) -> None:
    if pack.wave.state == WaveState.CLOSED:
        raise WaveClosed
    if pack.is_stopped:
        raise PackStopped


def _check(wave: SurveyWave, actor: Actor) -> None:
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    if wave.state == WaveState.CLOSED:
        raise WaveClosed

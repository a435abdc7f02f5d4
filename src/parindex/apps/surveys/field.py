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
    FieldVisit,
    SampleUnit,
    SurveyAnswer,
    SurveyWave,
    VisitOutcome,
    WaveState,
)
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys.weighing import OUTSIDE

MOST_FORMS = 200
UNANSWERED = tuple(outcome.value for outcome in VisitOutcome if outcome != VisitOutcome.ANSWERED)
"""What may come of a visit without an interview; “waiting” does not settle the household."""

_NO_HOUSEHOLD = "Đã nhận; mẫu của bộ không còn hộ này nên phiếu không tính cho hộ nào."
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
    """A form filled in without a network: its own number, which never repeats, and its serial number in the pack.

    `household` is the key of the household that was asked, as the pack carries it; it is not kept with the form. Who is
    outside of the sample is kept so: such a form counts for no household.
    """

    nonce: uuid.UUID
    serial: int
    answers: Mapping[str, str]
    household: int | None = None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit without an interview, noted without a network: its own number, the household, what came of it."""

    nonce: uuid.UUID
    household: int
    outcome: str


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What became of one form or visit, with words for the interviewer."""

    nonce: uuid.UUID
    outcome: SyncOutcome
    message: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One household drawn: where it is, and the columns of the design, which do not tell which household it is.

    `row` is where it stands in the file that it came in.
    """

    label: str
    place: str = ""
    is_spare: bool = False
    quota: str = ""
    design: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


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


def sync(
    *, pack: FieldPack, forms: Sequence[FieldForm], visits: Sequence[Visit] = (), now: datetime
) -> list[SyncResult]:
    """Take visits and forms of a pack without a network, each by itself; sent again they change nothing.

    Returns what became of the visits, in their order, then of the forms.

    A form of a household marks it as answered and carries its design, as an interview does. One whose serial number or
    household another form has is kept and marked. Raises `PackStopped` and `WaveClosed`.
    """
    _check_pack(pack)
    return [*(_sync_visit(pack, visit) for visit in visits), *(_sync_one(pack, form, now) for form in forms)]


def _sync_visit(pack: FieldPack, visit: Visit) -> SyncResult:
    with transaction.atomic():
        wave = SurveyWave.objects.select_for_update(of=("self",)).get(pk=pack.wave_id)
        unit = field_selectors.household_of(pack, visit.household)
        if wave.state == WaveState.CLOSED or unit is None or visit.outcome not in UNANSWERED:
            words = WaveClosed().message if wave.state == WaveState.CLOSED else "Không có hộ này trong mẫu của bộ."
            return SyncResult(visit.nonce, SyncOutcome.REFUSED, words)
        if not FieldVisit.objects.get_or_create(pack=pack, nonce=visit.nonce)[1]:
            return SyncResult(visit.nonce, SyncOutcome.KNOWN)
        if unit.outcome == VisitOutcome.ANSWERED:
            return SyncResult(visit.nonce, SyncOutcome.KNOWN, "Hộ này đã trả lời; giữ kết quả ấy.")
        _called(unit, unit.outcome if visit.outcome == VisitOutcome.WAITING else visit.outcome)
    return SyncResult(visit.nonce, SyncOutcome.KEPT)


def _sync_one(pack: FieldPack, form: FieldForm, now: datetime) -> SyncResult:
    with transaction.atomic():
        wave = SurveyWave.objects.select_for_update(of=("self",)).get(pk=pack.wave_id)
        if wave.state == WaveState.CLOSED:
            return SyncResult(form.nonce, SyncOutcome.REFUSED, WaveClosed().message)
        same = SurveyAnswer.objects.filter(wave=wave, pack=pack, serial=form.serial, channel=AnswerChannel.OFFLINE)
        others = list(same.exclude(nonce=form.nonce).values_list("pk", flat=True))
        unit = field_selectors.household_of(pack, form.household)
        faults = _doubled(form.serial, others, unit)
        is_strange = form.household is not None and unit is None
        made = Form(
            form.answers,
            form.nonce,
            AnswerChannel.OFFLINE,
            place=pack.place or (unit.place if unit else ""),
            pack=pack,
            serial=form.serial,
            design=_design(unit, is_outside=form.is_outside or is_strange),
            is_doubled=bool(faults),
        )
        try:
            kept, is_new = keeping.keep(wave=wave, form=made, received_on=timezone.localdate(now))
        except FormRefused as error:
            words = " ".join([error.message, *(f"{one.column}: {one.message}." for one in error.mistakes)])
            return SyncResult(form.nonce, SyncOutcome.REFUSED, words)
        if is_new:
            SurveyAnswer.objects.filter(pk__in=others).update(is_doubled=True)
            if unit is not None:
                _called(unit, VisitOutcome.ANSWERED)
            words = f"Đã nhận; {' và '.join(faults)}." if faults else _NO_HOUSEHOLD if is_strange else ""
            return SyncResult(form.nonce, SyncOutcome.DOUBLED if faults else SyncOutcome.KEPT, words)
        if kept.answers != keeping.clean(wave, form.answers):
            return SyncResult(form.nonce, SyncOutcome.CHANGED, "Tờ này đã gửi với câu trả lời khác; giữ bản gửi trước.")
        return SyncResult(form.nonce, SyncOutcome.KNOWN)


def _doubled(serial: int, others: Sequence[int], unit: SampleUnit | None) -> list[str]:
    """Say in what a form is like one that is there: in its serial number, in its household."""
    faults = [f"tờ số {serial} trùng số tờ khác của bộ"] if others else []
    if unit is not None and unit.outcome == VisitOutcome.ANSWERED:
        faults.append(f"hộ số {unit.number} đã có phiếu khác")
    return faults


def _design(unit: SampleUnit | None, *, is_outside: bool) -> Mapping[str, str]:
    """Return the design that a form carries; a mark when it is known that no household of the sample gave it."""
    if unit is not None:
        return dict(unit.design)
    return {OUTSIDE: "1"} if is_outside else {}


def _called(unit: SampleUnit, outcome: str) -> None:
    """Note a visit to a household and what came of it."""
    unit.outcome, unit.visits = outcome, unit.visits + 1
    unit.save(update_fields=["outcome", "visits"])


def load_sample(*, wave: SurveyWave, rows: Sequence[SampleRow], actor: Actor, now: datetime) -> int:
    """Enter the households that were drawn, in the order of the rows; only once for a wave.

    Raises `PermissionDenied`, `WaveClosed` and `FieldRefused`.
    """
    if not rows:
        raise FieldRefused("Tệp mẫu không có hộ nào. Dùng tệp do “parindex survey draw” ghi ra.")
    keeping.check_places((row.row, (row.place,)) for row in rows)
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
        wave = _lock_open(pack)
        unit = field_selectors.unit_of(pack, number)
        form = Form(
            answers,
            nonce,
            AnswerChannel.INTERVIEW,
            place=pack.place or (unit.place if unit else ""),
            pack=pack,
            design=_design(unit, is_outside=number is not None and unit is None),
        )
        _, is_new = keeping.keep(wave=wave, form=form, received_on=timezone.localdate(now))
        if is_new and unit is not None:
            _called(unit, VisitOutcome.ANSWERED)
    return is_new


def note_visit(*, pack: FieldPack, number: int, outcome: str) -> None:
    """Say why a household did not answer; “waiting” is a visit without a final outcome.

    Raises `PackStopped`, `WaveClosed` and `FieldRefused`.
    """
    _check_pack(pack)
    if outcome not in UNANSWERED:
        raise FieldRefused("Chọn một lý do không hỏi được.")
    with transaction.atomic():
        _lock_open(pack)
        unit = field_selectors.unit_of(pack, number)
        if unit is None or unit.outcome == VisitOutcome.ANSWERED:
            raise FieldRefused("Hộ này đã trả lời hoặc không thuộc bộ của bạn.")
        _called(unit, outcome)


def _lock_open(pack: FieldPack) -> SurveyWave:
    """Return the wave locked, so that one at a time says what became of a household. Raises `WaveClosed`."""
    wave = SurveyWave.objects.select_for_update(of=("self",)).get(pk=pack.wave_id)
    if wave.state == WaveState.CLOSED:
        raise WaveClosed
    return wave


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

"""Opens and closes waves and takes answers. All writes of surveys are here."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.base import sharing
from parindex.apps.orgs.models import Unit
from parindex.apps.surveys import keeping, own, results, seats, selectors
from parindex.apps.surveys.errors import BadQuestionnaire, DayFull, WaveClosed
from parindex.apps.surveys.keeping import Form
from parindex.apps.surveys.models import (
    AnswerChannel,
    OwnQuestionnaire,
    PaperDoubt,
    SurveyAnswer,
    SurveyTally,
    SurveyWave,
    TallyKind,
    WaveState,
)
from parindex.definitions.questionnaires import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys.forms import SEPARATOR


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled form as it came: texts by column, the number of the sheet, where and on what it was filled in.

    `device` is what a browser tells of itself; only a keyed hash of it is kept, and only until the wave closes.
    """

    answers: Mapping[str, str]
    nonce: uuid.UUID
    place: str = ""
    device: str = ""
    at_counter: bool = False


@dataclass(frozen=True, slots=True)
class DayLimits:
    """How many forms over the link count on a day from one device, from one place, in the whole wave."""

    of_device: int = 30
    of_place: int = 300
    of_wave: int = 3000


USUAL_LIMITS = DayLimits()


def open_wave(
    *,
    unit: Unit,
    title: str,
    questionnaire: str | OwnQuestionnaire,
    closes_on: date | None,
    limits: DayLimits = USUAL_LIMITS,
    actor: Actor,
    now: datetime,
) -> SurveyWave:
    """Open a wave; `questionnaire` is the id of one that ships with the house, YAML, or one that was written here.

    Raises `BadQuestionnaire` and `PermissionDenied`.
    """
    if not actor.may(Permission.SURVEYS_MANAGE, unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    with transaction.atomic():
        text = _text_of(questionnaire, actor, now)
        told = loader.read_questionnaire(text, source="phiếu")
        own.check_codes(told)
        wave = SurveyWave.objects.create(
            unit=unit,
            title=title.strip()[:200] or told.title.vi,
            questionnaire_id=told.id[:80],
            questionnaire_text=text,
            closes_on=closes_on,
            device_key=secrets.token_hex(32),
            most_of_device=limits.of_device,
            most_of_place=limits.of_place,
            most_of_wave=limits.of_wave,
            created_by_id=actor.user_id,
            created_at=now,
        )
        keeping.record(wave, "survey.opened", actor=actor, now=now)
    return wave


def _text_of(questionnaire: str | OwnQuestionnaire, actor: Actor, now: datetime) -> str:
    if isinstance(questionnaire, OwnQuestionnaire):
        return own.use(own=questionnaire, actor=actor, now=now)
    try:
        text = questionnaire if "\n" in questionnaire else loader.text_of(questionnaire)
        loader.read_questionnaire(text, source="phiếu")
    except (loader.QuestionnaireError, loader.UnknownQuestionnaire) as error:
        raise BadQuestionnaire(error.message) from error
    return text


def take_answer(*, wave: SurveyWave, sheet: Sheet, now: datetime) -> bool:
    """Keep a filled form; tell whether it is new, for the same sheet sent again is one form.

    Columns that the questionnaire does not have, and answers to questions that were not asked, are left out. Beyond
    what a device, a place or a wave takes in a day a form is kept but held back until a person looks. Raises
    `WaveClosed`, `FormRefused`, and `DayFull` when no more are held back either.
    """
    today = timezone.localdate(now)
    if not selectors.takes_answers(wave, today=today):
        raise WaveClosed
    try:
        with transaction.atomic():
            return _keep(wave, sheet, today)
    except DayFull:
        seats.count_refused(wave, today=today)
        raise


def _keep(known: SurveyWave, sheet: Sheet, today: date) -> bool:
    """Keep a form while holding the wave open, which closing waits for: a form is in before it or refused.

    The seats of the day come last: every form of the wave counts up the same row, and the next one waits until this
    one is committed.
    """
    wave = sharing.hold(SurveyWave, known.pk)
    if not selectors.takes_answers(wave, today=today):
        raise WaveClosed
    form = Form(
        answers=sheet.answers,
        nonce=sheet.nonce,
        channel=AnswerChannel.KIOSK if sheet.at_counter else AnswerChannel.LINK,
        place=sheet.place,
        device_mark=_mark(wave, sheet.device),
    )
    kept, is_new = keeping.keep(wave=wave, form=form, received_on=today)
    if is_new and (reason := seats.take(wave, form=kept)):
        keeping.hold_back(kept, reason)
    return is_new


def _mark(wave: SurveyWave, device: str) -> str:
    """Hash what the device tells with the key of the wave; nothing when there is no key."""
    if not wave.device_key or not device:
        return ""
    return hmac.new(bytes.fromhex(wave.device_key), device.encode("utf-8"), hashlib.sha256).hexdigest()


def close_wave(*, wave: SurveyWave, actor: Actor, now: datetime) -> SurveyWave:
    """Stop taking answers, count forms of one device, then destroy the key, the marks, the pictures of doubtful paper.

    A job computes and keeps the result afterwards: forms cannot change any more. Closing again does nothing.

    Raises `PermissionDenied`.
    """
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    with transaction.atomic():
        locked = sharing.hold_alone(SurveyWave, wave.pk)
        if locked.state == WaveState.CLOSED:
            return locked
        locked.repeated_count = selectors.count_repeated(locked)
        locked.state, locked.closed_at, locked.device_key = WaveState.CLOSED, now, ""
        locked.save(update_fields=["state", "closed_at", "device_key", "repeated_count"])
        SurveyAnswer.objects.filter(wave=locked).update(device_mark="")
        SurveyTally.objects.filter(wave=locked).exclude(kind=TallyKind.REFUSED).delete()
        PaperDoubt.objects.filter(page__wave=locked).delete()
        keeping.record(locked, "survey.closed", actor=actor, now=now)
        results.queue(locked, actor=actor, now=now)
    return locked


def record_export(*, wave: SurveyWave, actor: Actor, now: datetime) -> None:
    """Enter into the register that the answers were taken away as a file."""
    with transaction.atomic():
        keeping.record(wave, "survey.exported", actor=actor, now=now)


def joined(values: list[str]) -> str:
    """Write the options chosen in a question of several as one text."""
    return SEPARATOR.join(values)

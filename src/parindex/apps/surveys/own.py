"""Questionnaires written here: made, changed step by step with undo, frozen by version as waves use them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.surveys.errors import BadQuestionnaire, QuestionnaireRefused
from parindex.apps.surveys.models import OwnQuestionnaire, QuestionnaireStep, QuestionnaireVersion
from parindex.definitions.questionnaires import loader
from parindex.definitions.questionnaires.writer import write_questionnaire
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys import editing
from parindex.domain.surveys.questionnaire import RESERVED_CODES, Questionnaire

MOST_TEXT = 200_000
MOST_STEPS = 100
_MOST_TITLE, _MOST_WORDS = 200, 200
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read(own: OwnQuestionnaire) -> Questionnaire:
    """Return the questionnaire as it stands; it may contradict itself."""
    return loader.read_draft(own.text, source=f"{own.slug}.yaml")


def create(
    *, unit: Unit, slug: str, title: str, source: Questionnaire | None, actor: Actor, now: datetime
) -> OwnQuestionnaire:
    """Make a questionnaire from blank or with the questions of another.

    Raises `PermissionDenied`, `QuestionnaireRefused` for a code that is taken or no code, and `BadQuestionnaire`.
    """
    _check(actor, unit)
    name, named = slug.strip()[:80], " ".join(title.split())[:_MOST_TITLE]
    if not _SLUG.fullmatch(name):
        raise QuestionnaireRefused("Mã phiếu gồm chữ thường không dấu, số, gạch nối, ví dụ “mot-cua-2026”.")
    if not named:
        raise QuestionnaireRefused("Ghi tên bộ câu hỏi.")
    year = str(timezone.localdate(now).year)
    told = editing.blank(name, named, year=year) if source is None else editing.copy(source, name, named)
    return _keep(unit, told, actor=actor, now=now)


def take_in(*, unit: Unit, text: str, actor: Actor, now: datetime) -> OwnQuestionnaire:
    """Make a questionnaire from a YAML file, with the code and the title that it tells.

    Raises `PermissionDenied`, `BadQuestionnaire` with the line, and `QuestionnaireRefused` for a code that is taken.
    """
    _check(actor, unit)
    return _keep(unit, parse(text), actor=actor, now=now)


def parse(text: str) -> Questionnaire:
    """Read what somebody typed or sent; raises `BadQuestionnaire` with the line, and for codes that are taken."""
    if len(text) > MOST_TEXT:
        raise BadQuestionnaire(f"Tệp dài hơn {MOST_TEXT} ký tự.")
    try:
        told = loader.read_draft(text.replace("\r\n", "\n"), source="phiếu")
    except loader.QuestionnaireError as error:
        raise BadQuestionnaire(error.message) from error
    check_codes(told)
    return told


def check_codes(told: Questionnaire) -> None:
    """Refuse codes of questions that every table of answers has of itself. Raises `BadQuestionnaire`."""
    if taken := [code for code in RESERVED_CODES if code in told.columns]:
        raise BadQuestionnaire(f"Mã câu “{taken[0]}” dành cho cột có sẵn của bảng trả lời. Đổi mã câu này.")


def _keep(unit: Unit, told: Questionnaire, *, actor: Actor, now: datetime) -> OwnQuestionnaire:
    check_codes(told)
    taken = f"Mã “{told.id}” đã có. Chọn mã khác."
    if told.id in {one.id for one in loader.list_questionnaires()} or len(told.id) > 80:
        raise QuestionnaireRefused(taken)
    try:
        with transaction.atomic():
            own = OwnQuestionnaire.objects.create(
                unit=unit,
                slug=told.id,
                title=told.title.vi[:_MOST_TITLE],
                text=write_questionnaire(replace(told, version="1")),
                created_by_id=actor.user_id,
                created_at=now,
            )
            _record(own, "questionnaire.created", "", actor=actor, now=now)
    except IntegrityError as error:
        raise QuestionnaireRefused(taken) from error
    return own


def change(
    *, own: OwnQuestionnaire, revision: int, told: Questionnaire, words: str, actor: Actor, now: datetime
) -> OwnQuestionnaire:
    """Keep a change as a step that can be undone; a version that a wave has used is left and the next one begins.

    `revision` is what the person saw. Raises `PermissionDenied` and `QuestionnaireRefused` when somebody was faster.
    """
    _check(actor, own.unit)
    with transaction.atomic():
        locked = _locked(own, revision)
        before = locked.text
        if not _write(locked, told):
            return locked
        QuestionnaireStep.objects.create(
            questionnaire=locked,
            revision=locked.revision,
            words=words[:_MOST_WORDS],
            text=before,
            made_by_id=actor.user_id,
            made_at=now,
        )
        locked.steps.filter(revision__lte=locked.revision - MOST_STEPS).delete()
        _record(locked, "questionnaire.changed", words, actor=actor, now=now)
    return locked


def undo(*, own: OwnQuestionnaire, revision: int, actor: Actor, now: datetime) -> str:
    """Take the last step back; returns its words. Raises `PermissionDenied` and `QuestionnaireRefused`."""
    _check(actor, own.unit)
    with transaction.atomic():
        locked = _locked(own, revision)
        step = locked.steps.order_by("-revision").first()
        if step is None:
            raise QuestionnaireRefused("Không còn bước nào để hoàn tác.")
        _write(locked, loader.read_draft(step.text, source=locked.slug))
        step.delete()
        _record(locked, "questionnaire.undone", step.words, actor=actor, now=now)
    return step.words


def drop(*, own: OwnQuestionnaire, actor: Actor, now: datetime) -> None:
    """Delete a questionnaire that no wave has used. Raises `PermissionDenied` and `QuestionnaireRefused`."""
    _check(actor, own.unit)
    with transaction.atomic():
        locked = OwnQuestionnaire.objects.select_for_update(of=("self",)).get(pk=own.pk)
        if locked.versions.exists():
            raise QuestionnaireRefused("Đã có đợt khảo sát dùng bộ câu hỏi này nên không xóa được.")
        _record(own, "questionnaire.dropped", "", actor=actor, now=now)
        locked.delete()


def use(*, own: OwnQuestionnaire, actor: Actor, now: datetime) -> str:
    """Return the text for a wave and freeze this version. Within the transaction that opens the wave.

    Who may not change the questionnaire gets the last version that was used, so that nobody below freezes what a unit
    above is still writing. Raises `BadQuestionnaire` when the questionnaire contradicts itself or has no such version.
    """
    locked = OwnQuestionnaire.objects.select_for_update(of=("self",)).select_related("unit").get(pk=own.pk)
    if not actor.may(Permission.SURVEYS_MANAGE, locked.unit.path):
        released = locked.versions.order_by("-number").first()
        if released is None:
            raise BadQuestionnaire(f"Bộ câu hỏi “{locked.title}” còn đang soạn: {locked.unit.name} chưa dùng bản nào.")
        return released.text
    try:
        loader.read_questionnaire(locked.text, source=locked.slug)
    except loader.QuestionnaireError as error:
        raise BadQuestionnaire(error.message) from error
    told = {"text": locked.text, "used_at": now}
    QuestionnaireVersion.objects.get_or_create(questionnaire=locked, number=locked.version, defaults=told)
    return locked.text


def _write(own: OwnQuestionnaire, told: Questionnaire) -> bool:
    """Keep a text under the code of the questionnaire; tells whether anything but the version changed."""
    now = replace(told, id=own.slug, version=str(own.version))
    if now == read(own):
        return False
    if own.versions.filter(number=own.version).exists():
        own.version += 1
    text = write_questionnaire(replace(now, version=str(own.version)))
    if len(text) > MOST_TEXT:
        raise QuestionnaireRefused(f"Bộ câu hỏi dài hơn {MOST_TEXT} ký tự.")
    own.text, own.title, own.revision = text, told.title.vi[:_MOST_TITLE], own.revision + 1
    own.save(update_fields=["text", "title", "version", "revision"])
    return True


def _locked(own: OwnQuestionnaire, revision: int) -> OwnQuestionnaire:
    locked = OwnQuestionnaire.objects.select_for_update(of=("self",)).select_related("unit").get(pk=own.pk)
    if locked.revision != revision:
        raise QuestionnaireRefused("Bộ câu hỏi vừa được sửa ở nơi khác. Xem bản mới rồi sửa lại.")
    return locked


def _check(actor: Actor, unit: Unit) -> None:
    if not actor.may(Permission.SURVEYS_MANAGE, unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)


def _record(own: OwnQuestionnaire, action: str, words: str, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="questionnaire",
        object_id=str(own.public_id),
        object_label=own.title,
        unit_path=own.unit.path,
        after={"questionnaire": own.slug, "version": own.version, "step": words},
        now=now,
    )

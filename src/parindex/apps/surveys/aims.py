"""What a wave is measured by: targets of its figures, and the wave of the year before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.surveys import keeping, selectors
from parindex.apps.surveys.errors import BadAim
from parindex.apps.surveys.models import SurveyAim, SurveyResult, SurveyWave, WaveState
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys.plan import TargetKind
from parindex.domain.surveys.questionnaire import WHOLE

_MOST_YEARS = 6
_AMOUNT = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?")


def list_figures(wave: SurveyWave) -> list[tuple[str, str]]:
    """Return what a target may be set for: code and name of the whole, the parts and the groups."""
    told = [(WHOLE, "Chỉ số chung")]
    for part in selectors.questionnaire_of(wave).parts:
        told.append((part.code, part.name.vi))
        told += [(element.code, element.name.vi) for element in part.elements]
    return told


def list_earlier(wave: SurveyWave) -> list[SurveyWave]:
    """Return the closed waves of the unit with the same questionnaire that were opened before. One query."""
    same = SurveyWave.objects.filter(
        unit=wave.unit_id,
        questionnaire_id=wave.questionnaire_id,
        state=WaveState.CLOSED,
        created_at__lt=wave.created_at,
    )
    return list(same.only("public_id", "title", "created_at").order_by("-created_at", "-pk"))


@dataclass(frozen=True, slots=True)
class History:
    """The kept result of an earlier wave."""

    title: str
    opened_on: date
    content: Mapping[str, Any]


def list_history(wave: SurveyWave) -> list[History]:
    """Return the kept results of earlier waves of the unit and questionnaire, the first wave first. One query."""
    found = SurveyResult.objects.filter(
        wave__unit=wave.unit_id, wave__questionnaire_id=wave.questionnaire_id, wave__created_at__lt=wave.created_at
    ).order_by("-wave__created_at", "-pk")
    told = found.values_list("wave__title", "wave__created_at", "content")[:_MOST_YEARS]
    return [History(title, timezone.localdate(at), content) for title, at, content in reversed(told)]


def set_previous(*, wave: SurveyWave, previous: str, actor: Actor, now: datetime) -> None:
    """Name the wave to compare with, or none when `previous` is empty.

    Raises `PermissionDenied` and `BadAim`.
    """
    _check(wave, actor)
    found = next((one for one in list_earlier(wave) if str(one.public_id) == previous), None)
    if previous and found is None:
        raise BadAim("Chọn một đợt đã đóng của cùng đơn vị, cùng phiếu, mở trước đợt này.")
    with transaction.atomic():
        wave.previous = found
        wave.save(update_fields=["previous"])
        told = {"previous": found.title if found else ""}
        keeping.record(wave, "survey.compared", actor=actor, now=now, after=told)


def add_aim(*, wave: SurveyWave, code: str, kind: str, amount: str, actor: Actor, now: datetime) -> SurveyAim:
    """Set a target; `amount` is in percent or points, a rise in points of the index or in percent of last year's.

    Raises `PermissionDenied` and `BadAim`.
    """
    _check(wave, actor)
    if code not in dict(list_figures(wave)) or kind not in tuple(TargetKind):
        raise BadAim("Chọn chỉ số và cách đặt mục tiêu trong danh sách.")
    if not _AMOUNT.fullmatch(amount.strip()):
        raise BadAim("Mức mục tiêu là số không âm, ví dụ 85 hoặc 2,5.")
    told = amount.strip().replace(",", ".")
    try:
        with transaction.atomic():
            aim = SurveyAim.objects.create(
                wave=wave, code=code, kind=kind, amount=told, set_by_id=actor.user_id, set_at=now
            )
            after = {"figure": code, "kind": kind, "amount": told}
            keeping.record(wave, "survey.aim_set", actor=actor, now=now, after=after)
    except IntegrityError as error:
        raise BadAim("Chỉ số này đã có mục tiêu kiểu ấy. Bỏ mục tiêu cũ rồi đặt lại.") from error
    return aim


def drop_aim(*, wave: SurveyWave, aim_id: int, actor: Actor, now: datetime) -> None:
    """Take a target away; one that is gone already is no mistake. Raises `PermissionDenied`."""
    _check(wave, actor)
    with transaction.atomic():
        aim = SurveyAim.objects.filter(wave=wave, pk=aim_id).first()
        if aim is None:
            return
        after = {"figure": aim.code, "kind": aim.kind, "amount": aim.amount}
        aim.delete()
        keeping.record(wave, "survey.aim_dropped", actor=actor, now=now, after=after)


def _check(wave: SurveyWave, actor: Actor) -> None:
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)

"""What a person decides about forms that were held back: they count after all, or are discarded for a reason.

A discarded form stays where it is, so that it can be taken back while the wave is open; it never counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from parindex.apps.surveys import keeping
from parindex.apps.surveys.errors import HoldingRefused, ResultKept
from parindex.apps.surveys.models import SurveyAnswer, SurveyWave, WaveState
from parindex.domain.access import Actor, Permission, PermissionDenied

MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Forms of a place and day that were held back beyond a limit; any limit when `held_for` is empty."""

    place: str
    day: date
    held_for: str = ""

    def of(self, wave: SurveyWave) -> QuerySet[SurveyAnswer]:
        """Return the forms of the group in a wave, discarded or not."""
        found = SurveyAnswer.objects.filter(wave=wave, place=self.place, received_on=self.day, is_held=True)
        return found.filter(held_for=self.held_for) if self.held_for else found


def release(*, wave: SurveyWave, group: HeldGroup, actor: Actor, now: datetime) -> int:
    """Let forms that were held back and not discarded count after all; returns how many.

    Raises `PermissionDenied` and `ResultKept`.
    """
    with transaction.atomic():
        locked = _open(wave, actor)
        count = group.of(locked).filter(discarded_for="").update(is_held=False)
        if count:
            _waiting(locked, -count)
            told = {"place": group.place, "count": count}
            keeping.record(wave, "survey.released", actor=actor, now=now, after=told)
    return count


def discard(*, wave: SurveyWave, group: HeldGroup, reason: str, actor: Actor, now: datetime) -> int:
    """Discard forms that were held back; returns how many.

    Raises `PermissionDenied`, `ResultKept`, and `HoldingRefused` without a reason.
    """
    words = " ".join(reason.split())[:MOST_REASON]
    with transaction.atomic():
        locked = _open(wave, actor)
        if not words:
            raise HoldingRefused("Ghi lý do loại các phiếu này.")
        count = group.of(locked).filter(discarded_for="").update(discarded_for=words)
        if count:
            _waiting(locked, -count)
            told = {"place": group.place, "count": count, "reason": words}
            keeping.record(wave, "survey.discarded", actor=actor, now=now, after=told)
    return count


def restore(*, wave: SurveyWave, group: HeldGroup, reason: str, actor: Actor, now: datetime) -> int:
    """Hold the forms that were discarded for a reason again; returns how many.

    Raises `PermissionDenied` and `ResultKept`.
    """
    with transaction.atomic():
        locked = _open(wave, actor)
        count = group.of(locked).exclude(discarded_for="").filter(discarded_for=reason).update(discarded_for="")
        if count:
            _waiting(locked, count)
            told = {"place": group.place, "count": count, "reason": reason}
            keeping.record(wave, "survey.restored", actor=actor, now=now, after=told)
    return count


def _open(wave: SurveyWave, actor: Actor) -> SurveyWave:
    """Return the wave locked and open. Raises `PermissionDenied` and `ResultKept`."""
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    locked = SurveyWave.objects.select_for_update().get(pk=wave.pk)
    if locked.state == WaveState.CLOSED:
        raise ResultKept
    return locked


def _waiting(wave: SurveyWave, more: int) -> None:
    """Count how many forms wait to be looked at."""
    SurveyWave.objects.filter(pk=wave.pk).update(held_count=Greatest(F("held_count") + more, 0))

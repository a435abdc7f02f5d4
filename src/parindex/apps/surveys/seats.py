"""Seats of a day for forms over the open link: what comes beyond them is held back, and beyond that refused.

A seat is taken in the one statement that checks the limit, so people who send in the same moment cannot pass it. The
caller holds the lock of the wave, as everything that writes to a wave takes it first: so nothing waits in a circle.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from parindex.apps.surveys.errors import DayFull
from parindex.apps.surveys.models import HeldFor, SurveyAnswer, SurveyTally, SurveyWave, TallyKind


def take(wave: SurveyWave, *, place: str, mark: str, today: date) -> str:
    """Take a seat in the transaction of the caller; return why the form is to be held back, empty when it counts.

    Raises `DayFull` when no more can be held back either.
    """
    reason = _reason(wave, place, mark, today)
    if reason:
        room = SurveyWave.objects.filter(pk=wave.pk, held_count__lt=F("most_held"))
        if not room.update(held_count=F("held_count") + 1):
            raise DayFull
    return reason


def _reason(wave: SurveyWave, place: str, mark: str, today: date) -> str:
    if mark and _came_from(wave, mark, today) >= wave.most_of_device:
        return HeldFor.DEVICE
    if not _count_up(wave, TallyKind.PLACE, place, today, most=wave.most_of_place):
        return HeldFor.PLACE
    if not _count_up(wave, TallyKind.WAVE, "", today, most=wave.most_of_wave):
        _tally(wave, TallyKind.PLACE, place, today).update(count=F("count") - 1)
        return HeldFor.WAVE
    return ""


def _came_from(wave: SurveyWave, mark: str, today: date) -> int:
    """Count the forms of a device today, no further than its limit."""
    came = SurveyAnswer.objects.filter(wave=wave, device_mark=mark, received_on=today)
    return came[: wave.most_of_device].count()


def count_refused(wave: SurveyWave, *, today: date) -> None:
    """Count a form that was refused for want of room; nothing else of it is kept."""
    _count_up(wave, TallyKind.REFUSED, "", today, most=None)


def _tally(wave: SurveyWave, kind: TallyKind, place: str, day: date) -> QuerySet[SurveyTally]:
    return SurveyTally.objects.filter(wave=wave, kind=kind, place=place, day=day)


def _count_up(wave: SurveyWave, kind: TallyKind, place: str, day: date, *, most: int | None) -> bool:
    """Add one to a tally unless it has reached its limit; tell whether it was added."""
    row = _tally(wave, kind, place, day)
    open_row = row if most is None else row.filter(count__lt=most)
    if open_row.update(count=F("count") + 1):
        return True
    if row.exists():
        return False
    SurveyTally.objects.bulk_create([SurveyTally(wave=wave, kind=kind, place=place, day=day)], ignore_conflicts=True)
    return bool(open_row.update(count=F("count") + 1))

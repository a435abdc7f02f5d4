"""Seats of a day for forms over the open link: what comes beyond them is held back, and beyond that refused.

A seat is taken in the one statement that checks the limit, so people who send in the same moment cannot pass it. Seats
are always taken in one order, the place, the wave, the room for held forms: so nothing waits in a circle.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from parindex.apps.surveys.errors import DayFull
from parindex.apps.surveys.models import HeldFor, SurveyAnswer, SurveyTally, SurveyWave, TallyKind


def take(wave: SurveyWave, *, form: SurveyAnswer) -> str:
    """Take a seat for a new form in the transaction that keeps it; return why it is to be held back, else "".

    Raises `DayFull` when no more can be held back either.
    """
    reason = _reason(wave, form.place, form.device_mark, form.received_on)
    if reason:
        room = SurveyWave.objects.filter(pk=wave.pk, held_count__lt=F("most_held"))
        if not room.update(held_count=F("held_count") + 1):
            raise DayFull
    return reason


def _reason(wave: SurveyWave, place: str, mark: str, today: date) -> str:
    full = _full(wave, place, today)
    # Behind the count of the wave stands every form before this one, and no other passes it: now they can be counted.
    # Where it is full already the machine is named all the same, or its forms would be let in with those of people.
    if mark and _is_beyond(wave, mark, today):
        if not full:
            _count_down(wave, TallyKind.PLACE, place, today)
            _count_down(wave, TallyKind.WAVE, "", today)
        return HeldFor.DEVICE
    return full


def _full(wave: SurveyWave, place: str, today: date) -> str:
    """Take the seats of a form; return which of them is not to be had, then none is taken."""
    if not _count_up(wave, TallyKind.PLACE, place, today, most=wave.most_of_place):
        return HeldFor.PLACE
    if not _count_up(wave, TallyKind.WAVE, "", today, most=wave.most_of_wave):
        _count_down(wave, TallyKind.PLACE, place, today)
        return HeldFor.WAVE
    return ""


def _is_beyond(wave: SurveyWave, mark: str, today: date) -> bool:
    """Tell whether a device has sent more forms today than its limit; they are counted no further than that."""
    came = SurveyAnswer.objects.filter(wave=wave, device_mark=mark, received_on=today)
    return came[: wave.most_of_device + 1].count() > wave.most_of_device


def count_refused(wave: SurveyWave, *, today: date) -> None:
    """Count a form that was refused for want of room; nothing else of it is kept."""
    _count_up(wave, TallyKind.REFUSED, "", today, most=None)


def _tally(wave: SurveyWave, kind: TallyKind, place: str, day: date) -> QuerySet[SurveyTally]:
    return SurveyTally.objects.filter(wave=wave, kind=kind, place=place, day=day)


def _count_down(wave: SurveyWave, kind: TallyKind, place: str, day: date) -> None:
    _tally(wave, kind, place, day).update(count=F("count") - 1)


def _count_up(wave: SurveyWave, kind: TallyKind, place: str, day: date, *, most: int | None) -> bool:
    """Add one to a tally unless it has reached its limit; tell whether it was added."""
    row = _tally(wave, kind, place, day)
    open_row = row if most is None else row.filter(count__lt=most)
    if open_row.update(count=F("count") + 1):
        return True
    # Since the first try another form may have opened the day or given its seat back: only a second one tells.
    if not row.exists():
        opened = SurveyTally(wave=wave, kind=kind, place=place, day=day)
        SurveyTally.objects.bulk_create([opened], ignore_conflicts=True)
    return bool(open_row.update(count=F("count") + 1))

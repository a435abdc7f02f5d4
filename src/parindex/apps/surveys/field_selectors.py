"""Packs, the households still to be asked, and how many answered."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from parindex.apps.surveys.designs import BY_STAFF
from parindex.apps.surveys.errors import PackNotFound
from parindex.apps.surveys.models import FieldPack, FieldVisit, SampleUnit, SurveyAnswer, SurveyWave, VisitOutcome

_MOST_PLACES = 500
MOST_CARRIED = 500
"""So many households at most are written into a file, which nobody can take back from a phone."""

_FAILED = (VisitOutcome.REFUSED, VisitOutcome.ABSENT, VisitOutcome.UNABLE, VisitOutcome.OUTSIDE)


@dataclass(frozen=True, slots=True)
class Response:
    """How calling at the sample went: households by outcome, spares counted once they were used.

    Forms that staff brought without saying the household, such as paper, count for households of their place that
    nobody has an outcome of: `by_place` of those answered. Where such forms came, what became of the other households
    is `unknown`; `loose` are forms without a household or a place of the sample to count for.

    `rate` is answered / (all that belong to the population), the first response rate of AAPOR (2016, RR1).
    """

    counts: dict[str, int]
    by_place: int = 0
    unknown: int = 0
    loose: int = 0

    @property
    def asked(self) -> int:
        """Return how many households count: main ones and used spares, without those outside the population."""
        known = sum(count for outcome, count in self.counts.items() if outcome != VisitOutcome.OUTSIDE)
        return known + self.unknown

    @property
    def rate(self) -> Fraction | None:
        """Return the share that answered, the least that it can be when forms are loose; None without a household."""
        return Fraction(self.counts.get(VisitOutcome.ANSWERED, 0), self.asked) if self.asked else None


def access_pack(token: str) -> FieldPack:
    """Return the pack of a secret link, stopped or not; raises `PackNotFound`."""
    pack = FieldPack.objects.select_related("wave__unit").filter(token=token).first()
    if pack is None:
        raise PackNotFound
    return pack


def pack_of(wave: SurveyWave, public_id: uuid.UUID) -> FieldPack:
    """Return a pack of the wave; raises `PackNotFound`."""
    pack = FieldPack.objects.select_related("wave__unit").filter(wave=wave, public_id=public_id).first()
    if pack is None:
        raise PackNotFound
    return pack


def list_packs(wave: SurveyWave) -> list[FieldPack]:
    """Return the packs with `form_count` and `doubled_count`, in the order in which they were given."""
    packs = FieldPack.objects.filter(wave=wave).annotate(
        form_count=Count("answers"), doubled_count=Count("answers", filter=Q(answers__is_doubled=True))
    )
    return list(packs.order_by("created_at", "pk"))


def _households(pack: FieldPack) -> QuerySet[SampleUnit]:
    """Return the households of the pack's place, or of the whole wave when the sample does not name the place."""
    of_wave = SampleUnit.objects.filter(wave=pack.wave_id)
    here = of_wave.filter(place=pack.place)
    return here if pack.place and here.exists() else of_wave


def unit_of(pack: FieldPack, number: int | None) -> SampleUnit | None:
    """Return a household that the pack may call at."""
    return None if number is None else _households(pack).filter(number=number).first()


def household_of(pack: FieldPack, key: int | None) -> SampleUnit | None:
    """Return a household that the pack may call at by the key that its file carries; no other one ever gets it."""
    return None if key is None else _households(pack).filter(pk=key).first()


def has_sample(pack: FieldPack) -> bool:
    """Tell whether there are households to call at."""
    return _households(pack).exists()


def list_next(pack: FieldPack, *, most: int) -> list[SampleUnit]:
    """Return the households to call at next: main ones least visited first, and a spare for each one that failed."""
    households = _households(pack)
    waiting = households.filter(outcome=VisitOutcome.WAITING).order_by("visits", "number")
    spares = _free_spares(households)
    return [*waiting.filter(is_spare=False)[:most], *waiting.filter(is_spare=True).order_by("number")[:spares]][:most]


def _free_spares(households: QuerySet[SampleUnit]) -> int:
    """Count the spares that may be called at now: one for each household that failed."""
    failed = households.filter(is_spare=False, outcome__in=_FAILED).count()
    used = households.filter(is_spare=True).exclude(outcome=VisitOutcome.WAITING).count()
    refused_spares = households.filter(is_spare=True, outcome__in=_FAILED).count()
    return max(0, failed + refused_spares - used)


def list_carried(pack: FieldPack) -> tuple[list[SampleUnit], int]:
    """Return the households that a file carries, all without an outcome, and how many spares may be used now.

    Neither when they do not fit a file: a name spelt wrongly is not to bring a phone the list of a whole province.
    """
    if not fits_a_file(pack.place, count_waiting(pack.wave)):
        return [], 0
    households = _households(pack)
    waiting = households.filter(outcome=VisitOutcome.WAITING).order_by("is_spare", "visits", "number")
    return list(waiting), _free_spares(households)


def list_counted(pack: FieldPack) -> list[uuid.UUID]:
    """Return the numbers of the visits that came back with the pack, so that no phone counts them again. One query."""
    return list(FieldVisit.objects.filter(pack=pack).order_by("pk").values_list("nonce", flat=True))


def count_waiting(wave: SurveyWave) -> dict[str, int]:
    """Return by place the households without an outcome, 0 where all have one. One query."""
    by_place = SampleUnit.objects.filter(wave=wave).values_list("place").order_by("place")
    return dict(by_place.annotate(waiting=Count("pk", filter=Q(outcome=VisitOutcome.WAITING))))


def fits_a_file(place: str, waiting: Mapping[str, int]) -> bool:
    """Tell whether the file of a pack carries its households: not too many, and not all because of a slip.

    `place` is that of the pack, empty when it was given to go everywhere; `waiting` is what `count_waiting` returns.
    """
    here = [waiting[place]] if place and place in waiting else list(waiting.values())
    return sum(here) <= MOST_CARRIED and (not place or len(here) == 1)


def list_places(wave: SurveyWave) -> list[str]:
    """Return the places of the sample that have a name. One query."""
    named = SampleUnit.objects.filter(wave=wave).exclude(place="")
    return list(named.order_by("place").values_list("place", flat=True).distinct()[:_MOST_PLACES])


def response_of(wave: SurveyWave) -> Response | None:
    """Return how calling at the sample went; None without a sample. Two queries."""
    counted = list(
        SampleUnit.objects.filter(wave=wave)
        .exclude(is_spare=True, outcome=VisitOutcome.WAITING)
        .values_list("place", "outcome")
        .annotate(households=Count("pk"))
        .order_by("outcome")
    )
    if not counted:
        return None
    counts: Counter[str] = Counter()
    waiting: dict[str, int] = {}
    for place, outcome, households in counted:
        counts[outcome] += households
        if outcome == VisitOutcome.WAITING:
            waiting[place] = households
    forms = count_unnamed(wave)
    by_place = sum(min(count, waiting.get(place, 0)) for place, count in forms.items())
    open_there = sum(waiting.get(place, 0) for place in forms)
    counts[VisitOutcome.ANSWERED] += by_place
    counts[VisitOutcome.WAITING] -= open_there
    return Response(dict(+counts), by_place, open_there - by_place, sum(forms.values()) - by_place)


def count_unnamed(wave: SurveyWave) -> dict[str, int]:
    """Return by place the forms that staff brought without saying the household, each sheet of paper once. One query.

    Those of people outside of the sample carry a mark and are left out.
    """
    brought = SurveyAnswer.objects.filter(wave=wave, channel__in=BY_STAFF, design={}, is_held=False)
    brought = brought.exclude(Exists(_same_sheet()), is_doubled=True)
    return dict(brought.values_list("place").annotate(forms=Count("pk")).order_by("place"))


def _same_sheet() -> QuerySet[SurveyAnswer]:
    """Return the forms that count in place of one with the same serial number: those of a household, earlier ones."""
    same = SurveyAnswer.objects.filter(pack=OuterRef("pack"), serial=OuterRef("serial"), channel=OuterRef("channel"))
    return same.filter(Q(pk__lt=OuterRef("pk")) | ~Q(design={}))

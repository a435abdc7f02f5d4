"""The sample of a wave: how it was drawn, how it lies over places and groups, the list to hand out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q

from parindex.apps.surveys import field_selectors
from parindex.apps.surveys.models import SampleDraw, SampleUnit, SurveyWave, VisitOutcome


@dataclass(frozen=True, slots=True)
class Spread:
    """Households of a place or of a group: main ones, spares, answered ones.

    `unnamed` of them answered on forms of the place that do not say the household; None where forms do not say of
    which group they are, so that `answered` is the least that it can be.
    """

    name: str
    main: int
    spares: int
    answered: int
    unnamed: int | None = 0


@dataclass(frozen=True, slots=True)
class SampleRows:
    """The sample as a table: headings and rows of texts, in the order of drawing."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw_of(wave: SurveyWave) -> SampleDraw | None:
    """Return how the sample was drawn; None when it came as a file or there is none."""
    return SampleDraw.objects.filter(wave=wave).first()


def spread_by_place(wave: SurveyWave) -> list[Spread]:
    """Return the households by place, in the order of drawing. Two queries."""
    forms = field_selectors.count_unnamed(wave)
    return [_with_unnamed(one, min(forms.get(one.name, 0), waiting)) for one, waiting in _spread(wave, "place")]


def _with_unnamed(spread: Spread, forms: int) -> Spread:
    return replace(spread, answered=spread.answered + forms, unnamed=forms)


def spread_by_quota(wave: SurveyWave) -> list[Spread]:
    """Return the households by group to be asked; nothing without quotas. Two queries."""
    is_known = not field_selectors.count_unnamed(wave)
    return [replace(one, unnamed=0 if is_known else None) for one, _ in _spread(wave, "quota") if one.name]


def _spread(wave: SurveyWave, column: str) -> list[tuple[Spread, int]]:
    """Return the households by the values of a column, with how many main ones have no outcome."""
    counted = (
        SampleUnit.objects.filter(wave=wave)
        .values_list(column)
        .annotate(
            main=Count("pk", filter=Q(is_spare=False)),
            spares=Count("pk", filter=Q(is_spare=True)),
            answered=Count("pk", filter=Q(outcome=VisitOutcome.ANSWERED)),
            waiting=Count("pk", filter=Q(is_spare=False, outcome=VisitOutcome.WAITING)),
        )
        .order_by(column)
    )
    return [(Spread(*told), waiting) for *told, waiting in counted]


def is_untouched(wave: SurveyWave) -> bool:
    """Tell whether nobody has called at any household of the sample yet."""
    called = ~Q(outcome=VisitOutcome.WAITING) | Q(visits__gt=0)
    return not SampleUnit.objects.filter(called, wave=wave).exists()


def sample_rows(wave: SurveyWave) -> SampleRows:
    """Return the sample as a list for those who go and ask; one query."""
    units = list(SampleUnit.objects.filter(wave=wave).order_by("number"))
    extra = tuple(dict.fromkeys(key for unit in units for key in unit.design))
    rows = tuple(
        (
            *(str(unit.number), unit.label, unit.place, "dự phòng" if unit.is_spare else "chính", unit.quota),
            *(unit.design.get(key, "") for key in extra),
        )
        for unit in units
    )
    return SampleRows(("thu_tu", "ho", "noi", "vai_tro", "nhom", *extra), rows)

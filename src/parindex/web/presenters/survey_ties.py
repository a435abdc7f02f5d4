"""The weak elements of a survey in words, each with the ways to what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from parindex.definitions.feedback.loader import theme_names
from parindex.web.presenters import assignments as work

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Sheet
    from parindex.apps.assessment.survey_ties import Late, Tied, TiedWave

_MOST_WORK = 5


@dataclass(frozen=True, slots=True)
class Way:
    """Something that belongs to an element, with its page; `url` is blank for what has none."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TiedLine:
    """One weak element; None for what is not known or may not be seen."""

    code: str
    name: str
    value: str
    criteria: tuple[Way, ...]
    work: tuple[work.AssignmentRow, ...]
    more_work: int
    procedures: tuple[Way, ...] | None
    offices: tuple[Way, ...] | None
    themes: tuple[Way, ...] | None
    has_dossiers: bool


def percent(value: float | None) -> str:
    """Write an index with two decimals; a dash while it is not known."""
    return "–" if value is None else f"{value:.2f}%".replace(".", ",")


def lines(found: TiedWave, *, today: date) -> list[TiedLine]:
    """Return the weak elements, the lowest first."""
    return [_line(one, found, today) for one in found.tied]


def _line(one: Tied, found: TiedWave, today: date) -> TiedLine:
    return TiedLine(
        code=one.code,
        name=one.name,
        value=percent(one.value),
        criteria=tuple(Way(item.label, _criterion_url(found.sheet, item.code)) for item in one.criteria),
        work=tuple(work.rows(one.work[:_MOST_WORK], today=today)),
        more_work=max(len(one.work) - _MOST_WORK, 0),
        procedures=_late(one.late.procedures, _costs_url(found, "procedure")) if one.late else None,
        offices=_late(one.late.offices, _costs_url(found, "office")) if one.late else None,
        themes=None if one.themes is None else _themes(one.themes, found),
        has_dossiers=one.has_dossiers,
    )


def _criterion_url(sheet: Sheet | None, code: str) -> str:
    return "" if sheet is None else f"{reverse('sheet-detail', args=[sheet.public_id])}?muc={code}#ngan"


def _costs_url(found: TiedWave, by: str) -> str:
    return f"{reverse('dossier-costs')}?{urlencode({'don-vi': found.unit_id, 'nam': found.year, 'theo': by})}"


def _late(rows: Sequence[Late], url: str) -> tuple[Way, ...]:
    return tuple(Way(f"{late.name}: {late.count} hồ sơ trễ", url) for late in rows)


def _themes(counts: Mapping[str, int], found: TiedWave) -> tuple[Way, ...]:
    """Return the themes that feedback of the year has; the list behind each holds as many as are told here."""
    names, of = theme_names(), {"xem": "all", "giu-boi": found.unit_id, "nam": found.year}
    return tuple(
        Way(f"{names[theme]}: {count}", f"{reverse('feedback-list')}?{urlencode({**of, 'chu-de': theme})}")
        for theme, count in counts.items()
        if count
    )

"""From an element of a survey that goes badly to what can be done: criteria, plan items, procedures, offices, PAKN."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from parindex.analytics.engine import Key
from parindex.apps.assessment import selectors
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.models import Sheet
from parindex.apps.assignments import selectors as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.dossiers import figures as dossiers
from parindex.apps.dossiers import selectors as dossier_selectors
from parindex.apps.dossiers.errors import NoDossiers
from parindex.apps.feedback import figures as feedback
from parindex.apps.surveys import results
from parindex.apps.surveys import selectors as surveys
from parindex.apps.surveys.models import SurveyWave
from parindex.definitions.catalogues.loader import load_catalogue
from parindex.definitions.ties.loader import Subject, load_ties
from parindex.domain.access import Actor, Permission
from parindex.domain.calendar.periods import year_period
from parindex.domain.scoring.catalogue import Item

_PROVINCE = "province-2022-876-qd-bnv"
_MOST = 3


@dataclass(frozen=True, slots=True)
class Late:
    """How many late dossiers a procedure or an office has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class LateWork:
    """The procedures and the offices with the most late dossiers of a year, the worst first."""

    procedures: tuple[Late, ...]
    offices: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Tied:
    """An element that lies below the whole, and what is tied to it; `themes` count feedback of the year by code.

    None, for feedback as for late dossiers, where nothing is known or the actor may not see it: that is not “none”.
    """

    code: str
    name: str
    value: float
    criteria: tuple[Item, ...]
    work: tuple[Assignment, ...]
    themes: Mapping[str, int] | None
    late: LateWork | None = None
    has_dossiers: bool = False


@dataclass(frozen=True, slots=True)
class TiedWave:
    """The weak elements of a wave, the lowest first; `sheet` is the one that holds the criteria, if there is one."""

    whole: float | None
    unit_id: int
    year: int
    sheet: Sheet | None
    tied: tuple[Tied, ...]


def read_ties(actor: Actor, wave: SurveyWave, *, today: date) -> TiedWave:
    """Return what belongs to the elements of a wave that lie below its whole, as the actor may see it.

    Queries do not grow with the elements. Nothing is tied where nobody answered.
    """
    values, year = results.result_of(wave).values, timezone.localdate(wave.created_at).year
    whole = values.get("whole")
    weak = [] if whole is None else _weak(wave, values, whole)
    sheet = selectors.find_sheet(actor, unit_id=wave.unit_id, year=year)
    catalogue_id, items = _items(sheet)
    codes = {code for _, _, subject in weak for code in subject.criteria.get(catalogue_id, ())}
    work = _work(actor, wave, codes, year=year, today=today)
    counts = _themes(actor, wave, year=year)
    late = _late(actor, wave, year=year, today=today) if any(one.has_dossiers for _, _, one in weak) else None
    tied = (
        Tied(
            code=code,
            name=subject.name,
            value=value,
            criteria=tuple(items[one] for one in subject.criteria.get(catalogue_id, ()) if one in items),
            work=tuple(row for row in work if row.plan_item.code in subject.criteria.get(catalogue_id, ())),
            themes=None if counts is None else {theme: counts.get(theme, 0) for theme in subject.themes},
            late=late if subject.has_dossiers else None,
            has_dossiers=subject.has_dossiers,
        )
        for code, value, subject in weak
    )
    return TiedWave(whole, wave.unit_id, year, sheet, tuple(tied))


def _weak(wave: SurveyWave, values: Mapping[str, float | None], whole: float) -> list[tuple[str, float, Subject]]:
    """Return the tied elements below the whole with their values, the lowest first."""
    found = []
    for part in surveys.questionnaire_of(wave).parts:
        for element in part.elements:
            subject = load_ties().subject_of(f"{wave.questionnaire_id}/{element.code}")
            value = values.get(element.code)
            if subject is not None and value is not None and value < whole:
                found.append((element.code, value, subject))
    return sorted(found, key=lambda one: one[1])


def _items(sheet: Sheet | None) -> tuple[str, Mapping[str, Item]]:
    """Return the catalogue by which the unit is judged, the province's own without a sheet, and its items by code."""
    catalogue = load_catalogue(_PROVINCE) if sheet is None else book_of(sheet.group.revision).catalogue
    return catalogue.id, {item.code: item for _, item in catalogue.walk()}


def _work(actor: Actor, wave: SurveyWave, codes: Collection[str], *, year: int, today: date) -> Sequence[Assignment]:
    """Return the open work of the year on these criteria, in the order in which it falls due."""
    if not codes or not actor.holds(Permission.ASSIGNMENTS_VIEW):
        return ()
    filters = assignments.AssignmentFilter(year=year, unit_path=wave.unit.path, codes=frozenset(codes))
    rows = assignments.list_assignments(actor, filters, today=today)
    return [row for row in rows if row.state not in assignments.CLOSED]


def _themes(actor: Actor, wave: SurveyWave, *, year: int) -> Mapping[str, int] | None:
    """Return how much feedback of the year each theme has; None without the right to see all of the unit's."""
    if not actor.may(Permission.FEEDBACK_VIEW, wave.unit.path):
        return None
    return feedback.count_by_theme(actor, under_path=wave.unit.path, year=year)


def _late(actor: Actor, wave: SurveyWave, *, year: int, today: date) -> LateWork | None:
    """Return where the late dossiers of the year are; None without the right, or without dossiers of that year."""
    if not actor.may(Permission.DOSSIERS_VIEW, wave.unit.path):
        return None
    try:
        area = dossier_selectors.area_of(actor, unit=wave.unit)
        as_of = dossier_selectors.figures_day(today=today)
        asked = dossiers.FigureFilter(area=area, as_of=as_of, period=year_period(year))
        if not dossiers.rows(asked, by=Key.PROCEDURE):
            return None
        return LateWork(_worst(asked, Key.PROCEDURE), _worst(asked, Key.OFFICE))
    except NoDossiers:
        return None


def _worst(asked: dossiers.FigureFilter, by: Key) -> tuple[Late, ...]:
    return tuple(Late(str(one.key or "chưa rõ"), one.late) for one in dossiers.costs(asked, by=by, loss=0)[:_MOST])

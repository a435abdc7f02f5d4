"""Indicators of feedback by unit and period: exact counts, for pages, the command line and criteria."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from parindex.apps.base.indicators import Behind, Half, UnknownIndicator
from parindex.apps.feedback import selectors
from parindex.apps.feedback.flags import Flags, flags_in
from parindex.apps.feedback.models import Feedback
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.definitions.feedback import loader
from parindex.domain.access import Actor
from parindex.domain.calendar.periods import Period
from parindex.domain.feedback.measures import Count, Indicator, count

_AREAS = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)
Counts = dict[tuple[int, str], Count]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The indicators of one unit in the order of the definitions."""

    unit: Unit
    counts: tuple[tuple[Indicator, Count], ...]


def indicators(names: Collection[str] = ()) -> tuple[Indicator, ...]:
    """Return the indicators of these names, or all of them. Raises `UnknownIndicator`."""
    known = loader.load_indicators()
    if not set(names) <= {one.code for one in known}:
        raise UnknownIndicator(f"Phản ánh, kiến nghị không có chỉ số “{min(set(names))}”.")
    return tuple(one for one in known if not names or one.code in names)


def count_units(*, names: Collection[str] = (), unit_ids: Collection[int], period: Period, today: date) -> Counts:
    """Count indicators of the feedback received in a period, as known today; keys are the unit and the indicator.

    A unit answers for what it and the offices of its own area hold: a province for its departments, not for its
    communes. A unit of a province that has never received feedback is not in the result; elsewhere nothing is a count
    of 0 of 0, which means that nothing arose. Four queries, however many units.
    """
    wanted = indicators(names)
    units = list(Unit.objects.filter(pk__in=unit_ids).only("pk", "path"))
    used = {_root(path) for path in Feedback.objects.order_by().values_list("unit__path", flat=True).distinct()}
    held = Counter((one.holder, one.flags) for one in flags_in(period, wanted, today=today))
    areas = frozenset(Unit.objects.filter(kind__in=_AREAS).values_list("path", flat=True))
    own = _shared_out(units, held, areas)
    return {
        (unit.pk, one.code): count(own[unit.pk], one) for unit in units if _root(unit.path) in used for one in wanted
    }


def entries_of(behind: Behind) -> list[int]:
    """Return the keys of the feedback that stands in a figure, whoever may see it. Four queries.

    Raises `UnknownIndicator`.
    """
    (wanted,) = indicators((behind.name,))
    unit = Unit.objects.only("pk", "path").get(pk=behind.unit_id)
    areas = frozenset(Unit.objects.filter(kind__in=_AREAS).values_list("path", flat=True))
    counted = [
        (one.key, one.flags)
        for one in flags_in(behind.period, [wanted], today=behind.today)
        if unit.path in _answering(one.holder, areas) and wanted.denominator <= one.flags
    ]
    passed = {Half.ALL: (True, False), Half.PASSED: (True,), Half.FAILED: (False,)}[behind.half]
    return [pk for pk, flags in counted if (wanted.numerator <= flags) in passed]


def indicator_values(
    actor: Actor, *, names: Collection[str] = (), period: Period, today: date, unit_ids: Collection[int] | None = None
) -> Counts:
    """Count indicators for the units that the actor sees; without `unit_ids` for all that hold or received feedback."""
    visible = selectors.list_units(actor)
    asked = [unit.pk for unit in visible if unit_ids is None or unit.pk in unit_ids]
    return count_units(names=names, unit_ids=asked, period=period, today=today)


def count_by_theme(actor: Actor, *, under_path: str, year: int) -> dict[str, int]:
    """Count the visible feedback of a year that units of an area hold, by theme; merged ones are not counted twice."""
    rows = selectors.held_in(selectors.visible(actor), under_path=under_path, year=year).order_by()
    counted = rows.values_list("theme").annotate(models.Count("pk"))
    return dict(counted)


def unit_figures(actor: Actor, *, period: Period, today: date) -> list[UnitFigures]:
    """Return the indicators of every unit that the actor sees and that holds or received feedback."""
    units = selectors.list_units(actor)
    counts = count_units(unit_ids=[unit.pk for unit in units], period=period, today=today)
    known = loader.load_indicators()
    nothing = Count(0, 0)
    return [
        UnitFigures(unit, tuple((one, counts.get((unit.pk, one.code), nothing)) for one in known)) for unit in units
    ]


def _shared_out(
    units: Sequence[Unit], held: Mapping[tuple[str, Flags], int], areas: frozenset[str]
) -> Mapping[int, Counter[Flags]]:
    """Give each unit the flags of what it and the offices of its own area hold, with how many have them."""
    keys = {unit.path: unit.pk for unit in units}
    own: dict[int, Counter[Flags]] = defaultdict(Counter)
    for (holder, flags), number in held.items():
        for path in _answering(holder, areas) & keys.keys():
            own[keys[path]][flags] += number
    return own


def _answering(path: str, areas: frozenset[str]) -> set[str]:
    """Return the paths of the holder and of the units above it, up to its own area."""
    found: set[str] = set()
    parts = path.strip("/").split("/")
    for depth in range(len(parts), 0, -1):
        here = "/" + "/".join(parts[:depth]) + "/"
        found.add(here)
        if here in areas:
            break
    return found


def _root(path: str) -> str:
    return path.split("/")[1]

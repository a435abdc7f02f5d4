"""Indicators of feedback by unit and period: exact counts, for pages, the command line and criteria."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from parindex.apps.base.indicators import UnknownIndicator
from parindex.apps.feedback import facts, selectors
from parindex.apps.feedback.models import Feedback, FeedbackStep
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.definitions.feedback import loader
from parindex.domain.access import Actor
from parindex.domain.calendar.periods import Period
from parindex.domain.feedback.measures import CLOCK_FLAGS, Count, Indicator, count

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
    flags = _flags(_received_in(period), wanted, today=today)
    areas = list(Unit.objects.filter(kind__in=_AREAS).values_list("path", flat=True))
    own = _shared_out(units, flags, areas)
    return {
        (unit.pk, one.code): count(own[unit.pk], one) for unit in units if _root(unit.path) in used for one in wanted
    }


def indicator_values(
    actor: Actor, *, names: Collection[str] = (), period: Period, today: date, unit_ids: Collection[int] | None = None
) -> Counts:
    """Count indicators for the units that the actor sees; without `unit_ids` for all that hold or received feedback."""
    visible = selectors.list_units(actor)
    asked = [unit.pk for unit in visible if unit_ids is None or unit.pk in unit_ids]
    return count_units(names=names, unit_ids=asked, period=period, today=today)


def unit_figures(actor: Actor, *, period: Period, today: date) -> list[UnitFigures]:
    """Return the indicators of every unit that the actor sees and that holds or received feedback."""
    units = selectors.list_units(actor)
    counts = count_units(unit_ids=[unit.pk for unit in units], period=period, today=today)
    known = loader.load_indicators()
    nothing = Count(0, 0)
    return [
        UnitFigures(unit, tuple((one, counts.get((unit.pk, one.code), nothing)) for one in known)) for unit in units
    ]


def _received_in(period: Period) -> QuerySet[Feedback]:
    start, end = (timezone.make_aware(datetime.combine(day, time())) for day in (period.start, period.end))
    rows = Feedback.objects.filter(received_at__gte=start, received_at__lt=end).select_related("holder")
    return rows.only("state", "rating", "received_at", "holder__path")


def _flags(rows: QuerySet[Feedback], wanted: Sequence[Indicator], *, today: date) -> list[tuple[str, frozenset[str]]]:
    """Return the path of the holder and the flags of each row; the clocks run only when an indicator asks them."""
    if not any((one.numerator | one.denominator) & CLOCK_FLAGS for one in wanted):
        return [(row.holder.path, facts.state_flags(row)) for row in rows]
    taken = FeedbackStep.objects.order_by("at", "pk").only("feedback_id", "action", "at", "undone_at")
    timed = rows.prefetch_related(Prefetch("steps", queryset=taken))
    return [
        (row.holder.path, facts.state_flags(row) | facts.clock_flags(row, row.steps.all(), today=today))
        for row in timed
    ]


def _shared_out(
    units: Sequence[Unit], flags: Sequence[tuple[str, frozenset[str]]], areas: Sequence[str]
) -> Mapping[int, list[frozenset[str]]]:
    """Give each unit the flags of what it and the offices of its own area hold."""
    owners: dict[str, set[str]] = {}
    own: dict[int, list[frozenset[str]]] = defaultdict(list)
    known_areas = frozenset(areas)
    for path, one in flags:
        if path not in owners:
            owners[path] = _answering(path, known_areas)
        for unit in units:
            if unit.path in owners[path]:
                own[unit.pk].append(one)
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

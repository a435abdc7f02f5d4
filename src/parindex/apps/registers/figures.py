"""Figures of registers for many units at once: four queries, whatever is asked, and the rows behind each number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from parindex.apps.orgs.models import Unit
from parindex.apps.registers import books, pasts
from parindex.apps.registers.errors import RegisterNotFound
from parindex.apps.registers.models import RegisterEntry
from parindex.apps.registers.selectors import visible
from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.access import Actor, Permission
from parindex.domain.calendar.periods import Period
from parindex.domain.registers import indicators as counting
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.indicators import Figure, Standing, Tally, evaluate
from parindex.domain.registers.model import By, Indicator, Register
from parindex.domain.registers.past import Later, as_then, event_codes, without_days_to_come
from parindex.domain.registers.values import restore
from parindex.domain.units import AREA_KINDS

SEPARATOR = "."


class UnknownIndicator(RegisterNotFound):
    """No register has an indicator of this address."""

    code = "register_indicator_unknown"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.message = f"Không có chỉ số “{address}”; ghi dạng mã-sổ.mã_chỉ_số, xem “parindex register list”."


class _Kept(NamedTuple):
    """What is read of an entry, without the cost of a model."""

    pk: int
    values: dict[str, object]
    state: str
    unit_id: int
    subject_id: int | None
    created_at: datetime


_COLUMNS: Final = _Kept._fields


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry on its way to a figure."""

    owner: int
    subject: int | None
    facts: EntryFacts


def find_indicator(address: str) -> tuple[Register, Indicator]:
    """Return the indicator of an address `register.indicator`. Raises `UnknownIndicator`."""
    register_id, _, code = address.partition(SEPARATOR)
    register = books.registers().get(register_id)
    indicator = register.indicator_by_code.get(code) if register is not None else None
    if register is None or indicator is None:
        raise UnknownIndicator(address)
    return register, indicator


def indicator_values(
    actor: Actor,
    *,
    addresses: Collection[str],
    period: Period | None,
    today: date,
    unit_ids: Collection[int] | None = None,
) -> dict[tuple[int, str], Figure]:
    """Return figures by unit id and address (`register.indicator`), from all entries that the actor sees.

    A unit's figure holds its own entries and those of the offices and departments below it that are no area of their
    own; with `kinds` in the definition those of all units of these kinds below it. Units without any entry are left
    out, unless they are asked for by `unit_ids`. A period that is over is judged by what had happened by its last day.
    Four queries. Raises `UnknownIndicator`.
    """
    asked = {address: find_indicator(address) for address in addresses}
    counted = _tallies(visible(actor), asked, period=period, today=today)
    tree = _Tree()
    found: dict[tuple[int, str], Figure] = {}
    for address, (_, indicator) in asked.items():
        summed = tree.sum(counted.get(address, {}), indicator)
        for unit_id in unit_ids if unit_ids is not None else summed:
            found[unit_id, address] = evaluate(indicator, summed.get(unit_id, Tally()))
    return found


def tallies_of_all(
    *, addresses: Collection[str], period: Period, today: date, unit_ids: Collection[int]
) -> dict[tuple[int, str], Tally]:
    """Count for the system itself, over every entry; what no unit has entries for is not in it. Four queries."""
    asked = {address: find_indicator(address) for address in addresses}
    counted = _tallies(RegisterEntry.objects.all(), asked, period=period, today=today)
    tree = _Tree()
    found = {}
    for address, (_, indicator) in asked.items():
        summed = tree.sum(counted.get(address, {}), indicator)
        found.update({(unit, address): summed[unit] for unit in unit_ids if unit in summed})
    return found


def rows_behind(
    actor: Actor, *, address: str, period: Period | None, today: date, unit: Unit
) -> tuple[list[tuple[RegisterEntry, Standing]], Tally]:
    """Return the visible entries that stand in a unit's figure, each with what it adds, and the tally of them all."""
    register, indicator = find_indicator(address)
    tree = _Tree()
    entries = {entry.pk: entry for entry in _entries(visible(actor), register).select_related("unit", "subject")}
    groups: dict[int, list[EntryFacts]] = defaultdict(list)
    kept = [_Kept(*(getattr(entry, name) for name in _COLUMNS)) for entry in entries.values()]
    as_of = _as_of(period, today)
    then = _Then(register, kept, _past([(register, indicator)], as_of=as_of))
    for row in then.rows(indicator):
        holder = _holder(indicator, row)
        if unit.pk in tree.holders_of(holder, indicator):
            groups[holder].append(row.facts)
    total, found = Tally(), []
    for facts in groups.values():
        standings, undated = counting.standings(indicator, facts, period)
        total += counting.add_up(standings, undated=undated)
        found += [(entries[one.key], one) for one in standings if one.is_counted]
    return found, total


def _tallies(
    rows: QuerySet[RegisterEntry],
    asked: Mapping[str, tuple[Register, Indicator]],
    *,
    period: Period | None,
    today: date,
) -> dict[str, dict[int, Tally]]:
    """Count each indicator for each unit that holds entries, in three queries."""
    by_register: dict[str, list[_Kept]] = defaultdict(list)
    wanted = {register.id for register, _ in asked.values()}
    found = rows.filter(register__in=wanted, removed_at=None).values_list("register", *_COLUMNS)
    for register_id, *kept in found.iterator(chunk_size=5000):
        by_register[register_id].append(_Kept(*kept))
    past = _past(asked.values(), as_of=_as_of(period, today))
    known: dict[str, _Then] = {}
    counted: dict[str, dict[int, Tally]] = {}
    for address, (register, indicator) in asked.items():
        if register.id not in known:
            known[register.id] = _Then(register, by_register[register.id], past)
        groups: dict[int, list[EntryFacts]] = defaultdict(list)
        for row in known[register.id].rows(indicator):
            groups[_holder(indicator, row)].append(row.facts)
        counted[address] = {unit: counting.tally(indicator, facts, period) for unit, facts in groups.items()}
    return counted


def _as_of(period: Period | None, today: date) -> date:
    """Return the day by which entries are judged: the last one of a period that is over."""
    return today if period is None else min(period.last_day, today)


def _entries(rows: QuerySet[RegisterEntry], register: Register) -> QuerySet[RegisterEntry]:
    return rows.filter(register=register.id, removed_at=None)


@dataclass(frozen=True, slots=True)
class _Past:
    """A day, what happened to entries after it, and which registers had begun by its end."""

    as_of: date
    changes: Mapping[int, Sequence[Later]]
    begun: Set[tuple[str, int]]


def _past(asked: Iterable[tuple[Register, Indicator]], *, as_of: date) -> _Past:
    """Read what tells the registers of some indicators as they stood; two queries, one when all have dates."""
    asked = tuple(asked)
    changes = pasts.changes_after({register.id for register, _ in asked}, as_of=as_of)
    undated = {register.id for register, indicator in asked if not indicator.date}
    return _Past(as_of, changes, pasts.begun_by(undated, as_of=as_of))


class _Then:
    """The entries of one register as they stood at the end of a day."""

    def __init__(self, register: Register, kept: Sequence[_Kept], past: _Past) -> None:
        self._register, self._kept, self._past = register, kept, past
        self._known: dict[bool, list[_Row]] = {}

    def rows(self, indicator: Indicator) -> Sequence[_Row]:
        """Return the entries that an indicator looks at.

        One that places entries by a date of their own takes the corrections of today; one that counts what stands in
        the register judges by what was written down by then.
        """
        is_dated = bool(indicator.date)
        if is_dated not in self._known:
            kept = self._kept if is_dated else self._recorded()
            self._known[is_dated] = list(self._rows(kept, with_corrections=not is_dated))
        return self._known[is_dated]

    def _recorded(self) -> list[_Kept]:
        """Leave out what was recorded after the day, unless its keeper had not begun: that is all that is known."""
        end, begun = pasts.end_of(self._past.as_of), self._past.begun
        return [one for one in self._kept if one.created_at < end or (self._register.id, one.unit_id) not in begun]

    def _rows(self, kept: Iterable[_Kept], *, with_corrections: bool) -> Iterator[_Row]:
        calendar, register, as_of = load_calendar(), self._register, self._past.as_of
        codes = event_codes(register)
        for entry in kept:
            stored, state = entry.values, entry.state
            if entry.pk in self._past.changes:
                later = self._past.changes[entry.pk]
                stored, state = as_then(stored, state, later, with_corrections=with_corrections)
            values = without_days_to_come(restore(register, stored), codes, as_of=as_of)
            yield _Row(entry.unit_id, entry.subject_id, EntryFacts(register, values, state, as_of, calendar, entry.pk))


def _holder(indicator: Indicator, row: _Row) -> int:
    """Return whose figure an entry is; what names no unit is the affair of the unit that keeps the register."""
    return row.subject if indicator.by is By.SUBJECT and row.subject is not None else row.owner


class _Tree:
    """The tree of units as figures climb it; one query."""

    def __init__(self) -> None:
        """Read the tree."""
        rows = Unit.objects.order_by("pk").values_list("pk", "path", "kind")
        self._units = {pk: (path, kind) for pk, path, kind in rows}

    def sum(self, tallies: Mapping[int, Tally], indicator: Indicator) -> dict[int, Tally]:
        """Add the tally of each unit to every unit whose figure holds it."""
        summed: dict[int, Tally] = {}
        for unit_id, tally in tallies.items():
            for holder in self.holders_of(unit_id, indicator):
                summed[holder] = summed.get(holder, Tally()) + tally
        return summed

    def holders_of(self, unit_id: int, indicator: Indicator) -> Sequence[int]:
        """Return the unit itself and those above it whose figure holds its entries."""
        path, kind = self._units[unit_id]
        line = [int(step) for step in reversed(path.strip("/").split("/"))]
        if indicator.kinds:
            return line if kind in indicator.kinds else ()
        # A figure climbs as far as the area that the unit belongs to; areas above have figures of their own.
        areas = [place for place, step in enumerate(line) if self._units[step][1] in AREA_KINDS]
        return line[: areas[0] + 1] if areas else line


def figures_of(
    actor: Actor, register: Register, *, period: Period | None, today: date
) -> dict[str, list[tuple[Unit, Figure]]]:
    """Return for each indicator of a register the figure of every visible unit that has one, in Vietnamese order.

    Five queries, however many units and indicators there are.
    """
    addresses = [f"{register.id}{SEPARATOR}{indicator.code}" for indicator in register.indicators]
    found = indicator_values(actor, addresses=addresses, period=period, today=today)
    scope = Q(pk__in=())
    for path in actor.scope(Permission.REGISTERS_VIEW):
        scope |= Q(path__startswith=path)
    ids = {unit_id for unit_id, _ in found}
    units = [unit for unit in Unit.objects.filter(scope).order_by("name_sort", "pk") if unit.pk in ids]
    return {
        indicator.code: [(unit, found[unit.pk, address]) for unit in units if (unit.pk, address) in found]
        for indicator, address in zip(register.indicators, addresses, strict=True)
    }

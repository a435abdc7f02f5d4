"""Figures of registers for many units at once: four queries, whatever is asked, and the rows behind each number.

Entries are read and counted as columns (`analytics.registers`); `domain.registers.indicators` is what they must equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from parindex.analytics.registers import counting as columns
from parindex.analytics.registers.columns import Entries, Raw, build_entries, fields_of
from parindex.apps.orgs.models import Unit
from parindex.apps.registers import books, pasts
from parindex.apps.registers.errors import RegisterNotFound
from parindex.apps.registers.models import RegisterEntry
from parindex.apps.registers.reading import Kept, read_kept
from parindex.apps.registers.selectors import visible
from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.access import Actor, Permission
from parindex.domain.calendar.periods import Period
from parindex.domain.registers.indicators import Figure, Standing, Tally, evaluate
from parindex.domain.registers.model import Indicator, Register
from parindex.domain.registers.past import Later, as_then
from parindex.domain.units import AREA_KINDS

SEPARATOR = "."


class UnknownIndicator(RegisterNotFound):
    """No register has an indicator of this address."""

    code = "register_indicator_unknown"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.message = f"Không có chỉ số “{address}”; ghi dạng mã-sổ.mã_chỉ_số, xem “parindex register list”."


class Behind(NamedTuple):
    """Entries behind a number, each with what it adds, how many there are in all, and the tally of them all."""

    rows: list[tuple[RegisterEntry, Standing]]
    total: int
    tally: Tally


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


def rows_behind(actor: Actor, *, address: str, period: Period | None, today: date, unit: Unit, most: int) -> Behind:
    """Return the visible entries that stand in a unit's figure, the latest `most` of them. Five queries."""
    register, indicator = find_indicator(address)
    tree = _Tree()
    latest = visible(actor).order_by("-dated_on", "-pk")
    then = _read(latest, [(register, indicator)], as_of=_as_of(period, today))[register.id]
    entries = then.entries(indicator)
    holders = tree.held_by(unit.pk, indicator)
    found, total = columns.standings(indicator, entries, period, holders=holders, most=most)
    summed = tree.sum(columns.tallies(indicator, entries, period), indicator)
    by_key = visible(actor).select_related("unit").in_bulk([one.key for one in found])
    return Behind([(by_key[one.key], one) for one in found], total, summed.get(unit.pk, Tally()))


def _tallies(
    rows: QuerySet[RegisterEntry],
    asked: Mapping[str, tuple[Register, Indicator]],
    *,
    period: Period | None,
    today: date,
) -> dict[str, dict[int, Tally]]:
    """Count each indicator for each unit that holds entries, in three queries."""
    then = _read(rows, asked.values(), as_of=_as_of(period, today))
    return {
        address: columns.tallies(indicator, then[register.id].entries(indicator), period)
        for address, (register, indicator) in asked.items()
    }


def _as_of(period: Period | None, today: date) -> date:
    """Return the day by which entries are judged: the last one of a period that is over."""
    return today if period is None else min(period.last_day, today)


def _read(
    rows: QuerySet[RegisterEntry], asked: Iterable[tuple[Register, Indicator]], *, as_of: date
) -> dict[str, _Then]:
    """Read the entries of the registers of some indicators, and what happened to them after a day."""
    asked = tuple(asked)
    registers = {register.id: register for register, _ in asked}
    wanted: dict[str, list[Indicator]] = defaultdict(list)
    for register, indicator in asked:
        wanted[register.id].append(indicator)
    codes = {key: fields_of(registers[key], indicators) for key, indicators in wanted.items()}
    kept = read_kept(rows, codes, end=pasts.end_of(as_of))
    past = _past(asked, as_of=as_of)
    return {key: _Then(register, codes[key], kept[key], past) for key, register in registers.items()}


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

    def __init__(self, register: Register, codes: Sequence[str], kept: Kept, past: _Past) -> None:
        self._register, self._codes, self._kept, self._past = register, codes, kept, past
        self._is_still = not past.changes and not any(kept.is_later)
        self._known: dict[bool, Entries] = {}

    def entries(self, indicator: Indicator) -> Entries:
        """Return the entries that an indicator looks at.

        One that places entries by a date of their own takes the corrections of today; one that counts what stands in
        the register judges by what was written down by then.
        """
        # Nothing happened since: both kinds look at the same entries.
        is_dated = bool(indicator.date) or self._is_still
        if is_dated not in self._known:
            raw = self._as_then(self._kept.raw if is_dated else self._recorded(), with_corrections=not is_dated)
            self._known[is_dated] = build_entries(
                self._register, self._codes, raw, as_of=self._past.as_of, calendar=load_calendar()
            )
        return self._known[is_dated]

    def _recorded(self) -> Raw:
        """Leave out what was recorded after the day, unless its keeper had not begun: that is all that is known."""
        begun, raw = self._past.begun, self._kept.raw
        pairs = zip(self._kept.is_later, raw.owners, strict=True)
        return raw.keep([not is_later or (self._register.id, owner) not in begun for is_later, owner in pairs])

    def _as_then(self, raw: Raw, *, with_corrections: bool) -> Raw:
        """Take back what happened to entries since."""
        changes = self._past.changes
        if not changes:
            return raw
        states, values = list(raw.states), [list(column) for column in raw.values]
        for at, key in enumerate(raw.keys):
            if key not in changes:
                continue
            told = {code: column[at] for code, column in zip(self._codes, values, strict=True)}
            stored = {code: value for code, value in told.items() if value is not None}
            then, states[at] = as_then(stored, states[at], changes[key], with_corrections=with_corrections)
            for code, column in zip(self._codes, values, strict=True):
                column[at] = then.get(code)
        return replace(raw, states=states, values=values)


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

    def held_by(self, unit_id: int, indicator: Indicator) -> list[int]:
        """Return the units whose entries stand in the figure of a unit."""
        return [pk for pk in self._units if unit_id in self.holders_of(pk, indicator)]

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

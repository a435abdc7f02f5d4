"""From texts to an entry that may be kept, with the copies that lists need: one way for pages, tables and commands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from parindex.apps.registers.models import RegisterEntry
from parindex.apps.registers.units import UnitBook
from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.registers import values as reading
from parindex.domain.registers.clocks import running_due
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.model import WORDS, Field, FieldType, Register
from parindex.domain.registers.values import Mistake
from parindex.domain.text.folding import fold, sort_key

_sorted_as = lru_cache(maxsize=4096)(sort_key)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read of the texts of an entry: values with units resolved, and what is wrong."""

    values: dict[str, Value]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Reads texts for one register; keep it while many entries are read."""

    register: Register
    units: UnitBook = field(default_factory=UnitBook)
    _reader: reading.Memory = field(default_factory=reading.Memory, repr=False, compare=False)
    _dues: dict[tuple[object, ...], tuple[date, str] | None] = field(default_factory=dict, repr=False, compare=False)

    def read(self, texts: Mapping[str, str]) -> Draft:
        """Read texts by field code."""
        checked = reading.check(self.register, texts, read=self._reader)
        strange = self.units.resolve(self.register, checked.values)
        return Draft(checked.values, (*checked.mistakes, *strange))

    def fill(self, entry: RegisterEntry, values: Mapping[str, Value]) -> None:
        """Put values on an entry, with every column that repeats them; the state must be set before."""
        register = self.register
        entry.definition_version = register.version
        entry.values = reading.store(values)
        entry.title = str(values.get(register.title, ""))[:300]
        entry.title_fold = fold(entry.title)[:300]
        entry.title_sort = _sorted_as(entry.title)[:600]
        entry.search_fold = self._search_text(values)
        entry.dated_on = _day(values.get(register.date))
        subject = values.get(register.subject)
        known = self.units.find(subject) if isinstance(subject, str) else None
        entry.subject_id = None if known is None else known.pk
        entry.key = key_of(register, values)
        self.set_due(entry, values)

    def set_due(self, entry: RegisterEntry, values: Mapping[str, Value]) -> None:
        """Set the first last day that still has to be met."""
        days = (values.get(code) for clock in self.register.clocks for code in (clock.start or clock.due, clock.done))
        same = (entry.state, *days)
        if same not in self._dues:
            self._dues[same] = running_due(self.register, values, state=entry.state, calendar=load_calendar())
        running = self._dues[same]
        entry.due_on, entry.due_clock = running or (None, "")

    def _search_text(self, values: Mapping[str, Value]) -> str:
        words = [self._search_words(one, values[one.code]) for one in self.register.fields if one.code in values]
        return fold(" ".join(filter(None, words)))

    def _search_words(self, one: Field, value: Value) -> str:
        if one.is_personal:
            return ""
        if one.type is FieldType.UNIT:
            unit = self.units.find(str(value))
            return unit.name if unit is not None else ""
        return reading.show(one, value) if one.type in WORDS or one.type is FieldType.CHOICE else ""


def key_of(register: Register, values: Mapping[str, Value]) -> str | None:
    """Return the hash of the key of an entry; None when the register has none or a part of it is empty."""
    parts = [values.get(code) for code in register.key]
    if not parts or None in parts:
        return None
    text = json.dumps([fold(str(part)) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def values_of(register: Register, entry: RegisterEntry) -> dict[str, Value]:
    """Return the values of an entry by the present definition."""
    return reading.restore(register, entry.values)


def facts_of(register: Register, entry: RegisterEntry, *, today: date) -> EntryFacts:
    """Return an entry as conditions see it."""
    return EntryFacts(register, values_of(register, entry), entry.state, today, load_calendar(), entry.pk)


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None

"""Registers counted over columns: the same numbers as the readable rules give, entry by entry and unit by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.analytics.registers.columns import Entries, Raw, build_entries, fields_of
from parindex.analytics.registers.counting import standings, tallies
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.registers.loader import read_register, shipped_registers
from parindex.domain.calendar.periods import Period, year_period
from parindex.domain.registers import indicators as readable
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.indicators import Standing, Tally
from parindex.domain.registers.model import By, Field, FieldType, Indicator, Register
from parindex.domain.registers.past import event_codes, without_days_to_come
from parindex.domain.registers.values import restore

AS_OF: Final = date(2026, 7, 15)
PERIODS: Final = (None, year_period(2026), Period("Tháng 6", date(2026, 6, 1), date(2026, 7, 1)))
UNITS: Final = (3, 7, 8)
ODD: Final = Path(__file__).with_name("so-thu.yaml")
DAYS: Final = tuple(
    date.fromisoformat(text)
    for text in ("2026-06-01", "2026-06-05", "2026-06-12", "2026-07-01", "2026-07-15", "2026-09-02", "1950-01-02")
)


def odd_register() -> Register:
    return read_register(ODD.read_text(encoding="utf-8"), source=ODD.name)


REGISTERS: Final[Mapping[str, Register]] = {**shipped_registers(), "so-thu": odd_register()}


def kept_of(field: Field) -> st.SearchStrategy[object]:
    """Return what JSON may keep of a field, and now and then what no definition of today reads."""
    strange: st.SearchStrategy[object] = st.sampled_from([None, "?", 1, True])
    by_type: dict[FieldType, st.SearchStrategy[object]] = {
        FieldType.DATE: st.sampled_from([day.isoformat() for day in DAYS]),
        FieldType.YES_NO: st.booleans(),
        FieldType.CHOICE: st.sampled_from([option.value for option in field.options] or ["?"]),
        FieldType.DECIMAL: st.sampled_from(["1", "1.0", "-2.5", "0.000001", "7", "999999999999999"]),
        FieldType.MONEY: st.sampled_from([0, 1, 5, 10**15 - 1]),
        FieldType.WHOLE: st.integers(0, 3),
    }
    return st.one_of(by_type.get(field.type, st.sampled_from(["a", "b"])), st.none(), strange)


@st.composite
def entries_of(draw: st.DrawFn) -> tuple[Register, Raw]:
    register = REGISTERS[draw(st.sampled_from(sorted(REGISTERS)))]
    codes = fields_of(register, register.indicators)
    values = st.tuples(*(kept_of(register.by_code[code]) for code in codes))
    states = st.sampled_from([state.code for state in register.states])
    owners, subjects = st.sampled_from(UNITS), st.sampled_from([None, *UNITS])
    rows = draw(st.lists(st.tuples(owners, subjects, states, values), max_size=14))
    keys = draw(st.permutations(range(1, len(rows) + 1)))
    columns: tuple[Sequence[Any], ...] = tuple(zip(*rows, strict=True)) if rows else ((), (), (), ())
    told = tuple(zip(*columns[3], strict=True)) if rows else [()] * len(codes)
    return register, Raw(keys, columns[0], columns[1], columns[2], told if codes else [])


def as_columns(register: Register, raw: Raw) -> Entries:
    codes = fields_of(register, register.indicators)
    return build_entries(register, codes, raw, as_of=AS_OF, calendar=load_calendar())


def as_facts(register: Register, raw: Raw, indicator: Indicator) -> dict[int, list[EntryFacts]]:
    """Return the entries as the readable rules want them, by the unit whose figure they are."""
    codes, found = fields_of(register, register.indicators), defaultdict(list)
    for at, key in enumerate(raw.keys):
        stored = {code: column[at] for code, column in zip(codes, raw.values, strict=True) if column[at] is not None}
        values = without_days_to_come(restore(register, stored), event_codes(register), as_of=AS_OF)
        subject = raw.subjects[at] if indicator.by is By.SUBJECT else None
        facts = EntryFacts(register, values, raw.states[at], AS_OF, load_calendar(), key)
        found[raw.owners[at] if subject is None else subject].append(facts)
    return found


def shown(found: Sequence[Standing]) -> list[tuple[int, object, object]]:
    """Return standings without what is said above the line of one that may not be below it: nobody counts that."""
    return sorted((one.key, None if one.below is None else one.above, one.below) for one in found)


@settings(max_examples=60, deadline=None)
@given(entries_of(), st.sampled_from(PERIODS))
def test_columns_count_what_the_readable_rules_count(given_: tuple[Register, Raw], period: Period | None) -> None:
    register, raw = given_
    columns = as_columns(register, raw)
    for indicator in register.indicators:
        facts = as_facts(register, raw, indicator)

        found = {unit: readable.tally(indicator, rows, period) for unit, rows in facts.items()}
        assert tallies(indicator, columns, period) == found
        behind = [one for rows in facts.values() for one in readable.standings(indicator, rows, period)[0]]
        told, total = standings(indicator, columns, period, holders=UNITS, most=99)
        assert total == len(told)
        assert shown(told) == shown([one for one in behind if one.is_counted])


def test_sums_beyond_64_bits_are_exact() -> None:
    register = odd_register()
    codes = fields_of(register, register.indicators)
    size, most = 10_000, 10**15 - 1
    values = [[most if code in ("tien", "moc") else "2026-06-01" if code == "ngay" else None] * size for code in codes]
    raw = Raw(range(size), [3] * size, [None] * size, ["mo"] * size, values)

    found = tallies(register.indicator_by_code["moi_nhat"], as_columns(register, raw), None)

    assert found == {3: Tally(above=most * size, below=most * size, entries=size)}


@pytest.mark.parametrize("asked", [1, 0])
def test_rows_behind_are_cut_and_counted(asked: int) -> None:
    register = odd_register()
    codes = fields_of(register, register.indicators)
    raw = Raw([5, 6], [3, 8], [None, None], ["mo", "mo"], [["?", "?"] for _ in codes])
    indicator = register.indicator_by_code["mot_lan"]

    told, total = standings(indicator, as_columns(register, raw), None, holders=[8, 3], most=asked)
    none_of_them = standings(indicator, as_columns(register, raw), None, holders=[4], most=9)

    assert ([one.key for one in told], total, none_of_them) == ([5][:asked], 2, ([], 0))

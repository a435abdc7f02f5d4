"""The readable clock and engine against DuckDB: every derived fact of random dossiers, every count of every group."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from parindex.analytics.bulk import importing
from parindex.analytics.bulk.counting import BulkEngine
from parindex.analytics.bulk.facts import counted_packing, refresh_facts
from parindex.analytics.bulk.kinds import count_kinds
from parindex.analytics.bulk.lookup import find_dossier, read_facts
from parindex.analytics.bulk.store import Store
from parindex.analytics.engine import Key, PeriodOf, Query
from parindex.analytics.facts import DERIVED, facts_of
from parindex.analytics.reference import ReferenceEngine
from parindex.definitions.dossiers.loader import load_clock_rules, load_indicators
from parindex.domain.calendar.clocks import FirstDay
from parindex.domain.dossiers.clock import Clock
from tests.factories.dossiers import cells, random_dossiers, write_csv

COUNT = 2_000
FACTS = [name for name, _ in DERIVED if name != "event_at"]
RULES = load_clock_rules()
VARIANTS = [
    RULES,
    replace(RULES, first_day=FirstDay.RECEIPT, cutoff=None, honour_reschedule=False),
    replace(RULES, first_day=FirstDay.RECEIPT, cutoff=time(15, 0), stop_for_supplement=False),
]


def imported(folder: Path, *, seed: int) -> Store:
    path = write_csv(folder / "ho-so.csv", (cells(dossier) for dossier in random_dossiers(COUNT, seed=seed)))
    report = importing.import_file(Store(folder / "kho"), path)
    assert (report.file.accepted, report.file.rejected) == (COUNT, 0)
    return Store(folder / "kho")


@pytest.mark.parametrize("rules", VARIANTS)
def test_every_derived_fact_is_the_same(rules: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(rules, importing.load_clock().calendar, importing.load_clock().office)
    monkeypatch.setattr(importing, "load_clock", lambda: clock)
    seed = random.randrange(10**9)
    store = imported(tmp_path, seed=seed)

    found = read_facts(store.part_paths(store.require()), FACTS)

    for dossier in random_dossiers(COUNT, seed=seed):
        expected = facts_of(dossier, clock.read(dossier))
        assert found[dossier.code] == {name: expected[name] for name in FACTS}, (seed, dossier)


QUERIES = [
    Query(by=(), as_of=date(2024, 6, 30)),
    Query(by=(Key.UNIT, Key.MONTH, Key.PROCEDURE), as_of=date(2024, 6, 30)),
    Query(by=(Key.OFFICE, Key.FIELD), as_of=date(2024, 6, 30), start=date(2023, 1, 1), end=date(2024, 1, 1)),
    Query(by=(Key.WEEK, Key.CHANNEL), as_of=date(2027, 1, 1), period_of=PeriodOf.CLOSED),
    Query(by=(Key.YEAR, Key.LEVEL), as_of=date(2022, 1, 1), period_of=PeriodOf.CLOSED, start=date(2022, 1, 1)),
    Query(by=(Key.UNIT,), as_of=date(2024, 6, 30), start=date(2030, 1, 1)),
    Query(by=(Key.UNIT, Key.YEAR), as_of=date(2024, 6, 30), units=("Xã Minh Họa 3",)),
    Query(by=(Key.UNIT,), as_of=date(2024, 6, 30), units=("Xã Minh Họa 3", "không có", "Xã Minh Họa 1")),
    Query(by=(Key.UNIT,), as_of=date(2024, 6, 30), units=()),
    Query(by=(), as_of=date(2024, 6, 30), start=date(2030, 1, 1)),
]


def test_every_count_is_the_same(tmp_path: Path) -> None:
    measures = load_indicators().measures
    store = imported(tmp_path, seed=20_261_121)
    bulk = BulkEngine(store.part_paths(store.require()), measures=measures)
    reference = ReferenceEngine(
        random_dossiers(COUNT, seed=20_261_121), clock=importing.load_clock(), measures=measures
    )

    refresh_facts(store)
    from_facts = BulkEngine(store.counted_paths(store.require()), measures=measures)

    assert store.counted_paths(store.require()) != store.part_paths(store.require())
    for query in QUERIES:
        expected = list(reference.count(query))
        assert list(bulk.count(query)) == expected, query
        assert list(from_facts.count(query)) == expected, query
        if query.by:
            facts = store.counted_paths(store.require())
            packed = count_kinds(facts, query, packing=counted_packing(), measures=measures[::-1])
            assert [(group.keys, group.counts[::-1]) for group in packed] == [(g.keys, g.counts) for g in expected]


def test_dossier_comes_back_as_it_went_in(tmp_path: Path) -> None:
    store = imported(tmp_path, seed=7)

    for dossier in list(random_dossiers(COUNT, seed=7))[:5]:
        kept = replace(dossier, limit_amount=dossier.limit_amount or None)
        assert find_dossier(store.part_paths(store.require()), dossier.code.lower()) == kept

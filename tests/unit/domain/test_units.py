"""The tree of agencies through time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.apps.orgs import models
from parindex.domain import units
from parindex.domain.units import FaultCode, SuccessionFact, UnitFact, UnitKind

REFORM = date(2025, 7, 1)
PROVINCE = UnitFact(key="tinh", name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
DISTRICT = UnitFact(key="huyen", name="Huyện Bến Mơ", kind=UnitKind.DISTRICT, parent="tinh", valid_to=REFORM)
COMMUNE = UnitFact(key="xa", name="Xã Suối Vàng", kind=UnitKind.COMMUNE, parent="huyen")
NEW_COMMUNE = UnitFact(key="xa-moi", name="Xã Suối Vàng", kind=UnitKind.COMMUNE, parent="tinh", valid_from=REFORM)
TREE = (PROVINCE, DISTRICT, COMMUNE, NEW_COMMUNE)


def codes(facts: tuple[UnitFact, ...], **more: tuple[SuccessionFact, ...]) -> set[tuple[FaultCode, str]]:
    return {(fault.code, fault.key) for fault in units.find_faults(units.inherit_periods(facts), **more)}


def test_units_on_knows_both_sides_of_the_reform() -> None:
    tree = units.inherit_periods(TREE)

    before = {fact.key for fact in units.units_on(tree, on=REFORM - timedelta(days=1))}
    after = {fact.key for fact in units.units_on(tree, on=REFORM)}

    assert before == {"tinh", "huyen", "xa"}
    assert after == {"tinh", "xa-moi"}


def test_inherit_periods_fills_blank_bounds_from_above_and_keeps_order() -> None:
    tree = units.inherit_periods((COMMUNE, DISTRICT, PROVINCE))

    assert [fact.key for fact in tree] == ["xa", "huyen", "tinh"]
    assert tree[0].valid_to == REFORM


def test_find_faults_accepts_one_name_before_and_after_the_reform() -> None:
    assert codes(TREE) == set()


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (replace(COMMUNE, key="huyen"), (FaultCode.KEY_REPEATED, "huyen")),
        (replace(COMMUNE, key="la", parent="khong-co"), (FaultCode.PARENT_UNKNOWN, "la")),
        (replace(COMMUNE, key="vong", parent="vong"), (FaultCode.CYCLE, "vong")),
        (replace(DISTRICT, key="rong", name="Huyện R", valid_from=REFORM), (FaultCode.PERIOD_EMPTY, "rong")),
        (replace(COMMUNE, key="lau", name="Xã L", valid_to=date(2026, 1, 1)), (FaultCode.OUTLIVES_PARENT, "lau")),
        (replace(COMMUNE, key="trung", name="XÃ SUỐI VÀNG"), (FaultCode.NAME_REPEATED, "trung")),
    ],
)
def test_find_faults_names_what_is_wrong(added: UnitFact, expected: tuple[FaultCode, str]) -> None:
    assert expected in codes((*TREE, added))


def test_find_faults_finds_a_cycle_of_two() -> None:
    one = replace(COMMUNE, key="a", parent="b", name="A")
    two = replace(COMMUNE, key="b", parent="a", name="B")

    assert codes((one, two)) == {(FaultCode.CYCLE, "a"), (FaultCode.CYCLE, "b")}


def test_find_faults_of_a_unit_below_a_cycle_names_the_cycle_only() -> None:
    one = replace(COMMUNE, key="a", parent="a", name="A")
    below = replace(COMMUNE, key="b", parent="a", name="B")

    assert codes((one, below)) == {(FaultCode.CYCLE, "a")}


def test_find_faults_checks_successions() -> None:
    unknown = SuccessionFact("xa", "khong-co", REFORM, "Nghị quyết minh họa")
    itself = SuccessionFact("xa", "xa", REFORM, "Nghị quyết minh họa")

    found = codes(TREE, successions=(unknown, itself))

    assert found == {(FaultCode.SUCCESSION_UNKNOWN, "khong-co"), (FaultCode.SUCCESSION_UNKNOWN, "xa")}


def test_kinds_are_those_of_the_stored_units() -> None:
    assert {kind.value for kind in UnitKind} == set(models.UnitKind.values)


DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@st.composite
def trees(draw: st.DrawFn) -> tuple[UnitFact, ...]:
    """Draw a tree in which any unit may state any bound, in any order."""
    count = draw(st.integers(1, 12))
    facts = [replace(PROVINCE, key="0")]
    for number in range(1, count):
        bounds = draw(st.tuples(st.none() | DAYS, st.none() | DAYS))
        parent = str(draw(st.integers(0, number - 1)))
        facts.append(
            UnitFact(
                key=str(number),
                name=f"Đơn vị {number}",
                kind=UnitKind.OFFICE,
                parent=parent,
                valid_from=bounds[0],
                valid_to=bounds[1],
            )
        )
    return tuple(draw(st.permutations(facts)))


@given(tree=trees(), day=DAYS)
def test_a_tree_without_faults_never_has_a_unit_without_the_unit_above_it(
    tree: tuple[UnitFact, ...], day: date
) -> None:
    filled = units.inherit_periods(tree)

    if not units.find_faults(filled):
        existing = {fact.key for fact in units.units_on(filled, on=day)}
        assert all(fact.parent is None or fact.parent in existing for fact in filled if fact.key in existing)


@given(tree=trees())
def test_inherit_periods_changes_nothing_the_second_time(tree: tuple[UnitFact, ...]) -> None:
    once = units.inherit_periods(tree)

    assert units.inherit_periods(once) == once
    assert [fact.key for fact in once] == [fact.key for fact in tree]

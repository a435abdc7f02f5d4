"""The parts of the bulk engine that random sheets reach too rarely: exact order, limits of 64 bits, raw columns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.analytics.scoring import bulk
from parindex.analytics.scoring.columns import Table, from_entries, make_block
from parindex.analytics.scoring.compile import TooLarge, compile_catalogue
from parindex.analytics.scoring.ranks import index_keys
from parindex.analytics.scoring.rounding import divide
from parindex.domain.scoring.catalogue import Grade, RankRule
from parindex.domain.scoring.entries import UnitEntries
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.measures import Ratio
from parindex.domain.scoring.rounding import Mode, Rounding
from parindex.domain.scoring.rule import ZeroPolicy
from parindex.domain.scoring.rules.levels import Level, Levels
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.values import Mark
from tests.unit.domain.scoring.builders import catalogue, leaf, manual

RATIO = Proportional(Ratio("xong", "giao", ZeroPolicy.NOT_APPLICABLE))
ONE = leaf("1", "10", rule=RATIO)
LEVELS = leaf("1", rule=Levels("kết quả", (Level("a", "a", Fraction(1)), Level("b", "b", Fraction(0)))))


def unit(name: str, numerator: int, denominator: int) -> UnitEntries:
    return UnitEntries(name, "xã", {"1": {"numerator": Fraction(numerator), "denominator": Fraction(denominator)}})


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**6)), min_size=1, max_size=30),
    st.sampled_from(list(Mode)),
)
def test_divide_rounds_as_the_specification(pairs: list[tuple[int, int]], mode: Mode) -> None:
    numerators, denominators = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))

    found = divide(numerators, denominators, mode=mode)

    assert found.tolist() == [Rounding(0, mode).units(Fraction(*pair)) for pair in pairs]


@pytest.mark.parametrize("most", [100, 10**6, 10**9, 2**60])
@given(data=st.data())
def test_index_keys_keep_the_order_of_fractions(most: int, data: st.DataObject) -> None:
    maximum = data.draw(st.integers(1, most))
    near = st.tuples(st.integers(max(maximum - 3, 0), maximum), st.integers(max(maximum - 3, 1), maximum))
    pairs = data.draw(st.lists(near | st.tuples(st.integers(0, most), st.integers(1, most)), min_size=2, max_size=20))
    low, high = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))

    keys = index_keys(low, high).tolist()

    exact = [Fraction(*pair) for pair in pairs]
    for one in range(len(pairs)):
        assert [keys[one] < key for key in keys] == [exact[one] < value for value in exact]
        assert [keys[one] == key for key in keys] == [exact[one] == value for value in exact]


def test_ranks_compare_beyond_what_floating_point_can_tell() -> None:
    rule = replace(catalogue(ONE), ranking=RankRule(grades=(Grade("A", 50 - Fraction(1, 10**20)), Grade("B"))))
    fine = replace(rule, items=(leaf("1", "200000000", rule=RATIO),), item_rounding=Rounding(8))
    program = compile_catalogue(fine)
    units = [unit("a", 10**16 - 1, 2 * 10**16), unit("b", 1, 2), unit("c", 10**16 - 2, 2 * 10**16)]

    found = bulk.score(program, from_entries(program, units))

    assert [found.standing(at).rank for at in range(3)] == [2, 1, 3]
    assert [found.standing(at).grade for at in range(3)] == ["B", "A", "B"]


@given(st.lists(st.tuples(st.integers(0, 2**70), st.integers(0, 2**70)), min_size=1, max_size=5))
def test_numbers_of_any_size_give_the_points_of_the_readable_evaluator(pairs: list[tuple[int, int]]) -> None:
    program = compile_catalogue(catalogue(ONE))
    units = [unit(str(at), *pair) for at, pair in enumerate(pairs)]

    found = bulk.score(program, from_entries(program, units))

    expected = [evaluate(program.catalogue, one.inputs).total for one in units]
    assert [found.sheet(at).total for at in range(len(units))] == expected


def test_make_block_equals_entries() -> None:
    program = compile_catalogue(catalogue(ONE))
    inputs = [(3, 4), (2**61, 2**62), (0, 0), (5, None), (None, None)]
    entries = [
        UnitEntries(str(at), "xã", {"1": {"numerator": _value(part), "denominator": _value(whole)}})
        for at, (part, whole) in enumerate(inputs)
    ]
    entries.append(UnitEntries("n/a", "xã", {"1": {"numerator": Mark.NOT_APPLICABLE}}))
    columns = np.array([[value or 0 for value in pair] for pair in [*inputs, (9, 9)]], dtype=np.int64).T
    known = np.array([[value is not None for value in pair] for pair in [*inputs, (9, 9)]]).T

    block = make_block(program.leaves[0], columns, known=known, not_applicable=np.arange(6) == 5)

    read = from_entries(program, entries)
    made = bulk.score(program, Table(read.units, read.groups, (block,)))
    assert list(block.aside) == [1]
    assert [made.sheet(at) for at in range(6)] == [bulk.score(program, read).sheet(at) for at in range(6)]


def test_make_block_of_an_item_without_a_rule_keeps_who_is_exempt() -> None:
    program = compile_catalogue(catalogue(leaf("1", rule=None)))
    nothing = np.zeros((0, 2), dtype=np.int64)

    block = make_block(program.leaves[0], nothing, known=nothing == 0, not_applicable=np.array([False, True]))

    found = bulk.score(program, Table(("a", "b"), ("xã", "xã"), (block,)))
    assert [found.sheet(at).items[0].status for at in (0, 1)] == ["no_rule", "not_applicable"]


def test_make_block_refuses_a_choice_that_is_none() -> None:
    program = compile_catalogue(catalogue(LEVELS))
    known, choices = np.ones((1, 2), dtype=np.bool_), np.array([[1, 2]])

    with pytest.raises(IndexError):
        make_block(program.leaves[0], choices, known=known, not_applicable=np.zeros(2, dtype=np.bool_))


def test_points_that_may_not_fit_are_refused() -> None:
    with pytest.raises(TooLarge):
        compile_catalogue(catalogue(leaf("1", str(10**18))))


def test_points_given_above_any_maximum_are_refused() -> None:
    program = compile_catalogue(catalogue(manual("1", "1")))

    for points in (2**48, 2**58, 2**100):
        table = from_entries(program, [UnitEntries("a", "xã", {"1": {"points": Fraction(points)}})])
        with pytest.raises(TooLarge):
            bulk.score(program, table)


def test_a_tie_breaker_that_is_no_code_is_refused() -> None:
    program = compile_catalogue(replace(catalogue(ONE), ranking=RankRule(tie_breakers=("9",))))

    with pytest.raises(KeyError):
        bulk.score(program, from_entries(program, [unit("a", 1, 2)]))


def test_no_units_give_no_results() -> None:
    program = compile_catalogue(catalogue(ONE))

    assert bulk.score(program, from_entries(program, [])).rank.tolist() == []


def _value(number: int | None) -> Fraction | Mark:
    return Mark.UNKNOWN if number is None else Fraction(number)

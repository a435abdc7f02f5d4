"""The inputs of many units as columns: integers over a common denominator, and what is unknown or not applicable."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from parindex.analytics.scoring.arrays import Codes, Flags, Integers, State
from parindex.analytics.scoring.compile import Leaf, Program
from parindex.analytics.scoring.kernels import NEVER
from parindex.domain.scoring.entries import UnitEntries
from parindex.domain.scoring.values import Mark, Value

Answers = Mapping[str, Value]
MOST_DENOMINATOR: Final = 10**6
"""A value with more decimals is left to the readable evaluator, so that the others keep room in 64 bits."""


@dataclass(frozen=True, slots=True)
class Block:
    """The inputs of one item: `values` of shape (inputs, units) over `denominator`; an unknown value is 0.

    `state` holds one State for each unit. `aside` holds the answers of the units that the readable evaluator scores,
    because a kernel could overflow or there is none.
    """

    values: Integers
    denominator: int
    state: Codes
    aside: Mapping[int, Answers]


@dataclass(frozen=True, slots=True)
class Table:
    """Units in order, and one block for each leaf of a program."""

    units: tuple[str, ...]
    groups: tuple[str, ...]
    blocks: tuple[Block, ...]


def from_entries(program: Program, units: Sequence[UnitEntries]) -> Table:
    """Put inputs that `domain.scoring.entries` has read into columns."""
    group = program.catalogue.group
    blocks = [_read_block(leaf, [unit.inputs.get(leaf.item.code, {}) for unit in units]) for leaf in program.leaves]
    return Table(tuple(unit.unit for unit in units), tuple(unit.group or group for unit in units), tuple(blocks))


def make_block(leaf: Leaf, values: Integers, *, known: Flags, not_applicable: Flags, denominator: int = 1) -> Block:
    """Make a block of data that never were text.

    `values` and `known` have shape (inputs, units), `not_applicable` (units); a choice is its position in
    `leaf.choices`.
    """
    values = np.where(known & ~not_applicable, values, 0)
    state = np.where(known.all(axis=0), State.KNOWN, State.UNKNOWN).astype(np.uint8)
    state[not_applicable] = State.NOT_APPLICABLE
    if not leaf.has_rule:
        return Block(values, denominator, state, {})
    most = limit_of(leaf, denominator)
    outside = ~not_applicable & (((values < 0) | (values > most)).any(axis=0) | (most == NEVER))
    aside = {
        row: _answers(leaf, values[:, row].tolist(), known[:, row].tolist(), denominator)
        for row in np.flatnonzero(outside).tolist()
    }
    values[:, outside] = 0
    state[outside] = State.KNOWN
    return Block(values, denominator, state, aside)


def limit_of(leaf: Leaf, denominator: int) -> int:
    """Return the greatest value that the kernel of an item can take; NEVER when it has none."""
    return NEVER if leaf.kernel is None else leaf.kernel.limit(denominator)


def _answers(leaf: Leaf, values: list[int], known: list[bool], denominator: int) -> Answers:
    """Return columns of one unit as the readable evaluator wants them."""
    return {
        name: leaf.choices[value] if leaf.choices else Fraction(value, denominator)
        for name, value, is_known in zip(leaf.names, values, known, strict=True)
        if is_known
    }


def _read_block(leaf: Leaf, given: Sequence[Answers]) -> Block:
    state = np.array([_state(leaf, answers) for answers in given], dtype=np.uint8)
    values = np.zeros((len(leaf.names), len(given)), dtype=np.int64)
    asked = [row for row, code in enumerate(state.tolist()) if leaf.has_rule and code != State.NOT_APPLICABLE]
    numbers = [[_number(leaf, given[row].get(name)) for row in asked] for name in leaf.names]
    denominator = _denominator(numbers)
    most = limit_of(leaf, denominator)
    aside = set(asked) if most == NEVER else set()
    for column, found in zip(values, numbers, strict=True):
        whole = [
            -1 if number is None or denominator % number[1] else number[0] * (denominator // number[1])
            for number in found
        ]
        aside.update(row for row, value in zip(asked, whole, strict=True) if not 0 <= value <= most)
        column[asked] = [value if 0 <= value <= most else 0 for value in whole]
    rows = sorted(aside)
    state[rows] = State.KNOWN
    values[:, rows] = 0
    return Block(values, denominator, state, {row: given[row] for row in rows})


def _state(leaf: Leaf, answers: Answers) -> State:
    if any(value is Mark.NOT_APPLICABLE for value in answers.values()):
        return State.NOT_APPLICABLE
    is_known = all(answers.get(name, Mark.UNKNOWN) is not Mark.UNKNOWN for name in leaf.names)
    return State.KNOWN if is_known else State.UNKNOWN


def _number(leaf: Leaf, value: Value | None) -> tuple[int, int] | None:
    """Return numerator and denominator, 0 for an unknown value; None for one that only the readable evaluator takes."""
    if value is None or value is Mark.UNKNOWN:
        return 0, 1
    if leaf.choices:
        return (leaf.choices.index(value), 1) if isinstance(value, str) and value in leaf.choices else None
    return value.as_integer_ratio() if isinstance(value, Fraction) else None


def _denominator(numbers: Sequence[Sequence[tuple[int, int] | None]]) -> int:
    """Return the least common denominator of all that do not need too great a one."""
    common = 1
    for denominator in sorted({number[1] for column in numbers for number in column if number is not None}):
        longer = math.lcm(common, denominator)
        common = longer if longer <= MOST_DENOMINATOR else common
    return common

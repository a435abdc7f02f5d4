"""The rounding of `domain.scoring.rounding` for columns; that module is the specification, a test compares them."""

from __future__ import annotations

from parindex.analytics.scoring.arrays import Integers
from parindex.domain.scoring.rounding import Mode


def divide(numerators: Integers, denominators: Integers | int, *, mode: Mode) -> Integers:
    """Round quotients to integers; numerators are not negative, denominators positive, their double within 64 bits."""
    if isinstance(denominators, int) and denominators == 1:
        return numerators
    if mode is Mode.HALF_UP:
        quotients: Integers = (2 * numerators + denominators) // (2 * denominators)
        return quotients
    quotients = numerators // denominators
    if mode is Mode.HALF_EVEN:
        twice = 2 * (numerators - quotients * denominators)
        quotients += (twice > denominators) | ((twice == denominators) & (quotients % 2 == 1))
    return quotients

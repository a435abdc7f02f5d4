"""Sums of squares and products of single forms by cell, for designs in which forms themselves were drawn.

Where every form is a cluster, the variance within a stratum is a quadratic form of what each form adds above and below
the line. Those are mostly small whole numbers, of which few pairs occur: counting the pairs tells all the sums at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.surveys.design import Floats, Ints, compact
from parindex.analytics.surveys.items import Codes, Figures, Item

_Sums = NDArray[Any]
"""By form: whole numbers of the shortest kind that holds them, or any numbers."""
_FEW = 8
_MOST_TIMES = 4
_BEYOND = 1e30
"""More than any kind of whole number holds."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the forms of a cell, with squared weights.

    `products` (4 x cells x pairs) has for the pair of ratios r = `first`, s = `second`, r <= s, the sums of a_r a_s,
    a_r b_s, b_r a_s, b_r b_s; `above` and `below` are the sums of a and of b (cells x ratios), `weight` that of the
    squared weights alone.
    """

    first: Ints
    second: Ints
    products: Floats
    above: Floats
    below: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Squares:
    """Squared weights of forms, and the weight that all forms of a cell have where they have one.

    `room` is memory for numbers by form, used over and over: fresh memory costs more than what is done with it.
    """

    cell: Ints
    cells: int
    weights: Floats
    even: Floats | None
    room: Ints

    def sum(self, values: _Sums) -> Floats:
        """Add up squared weights times values by cell."""
        weighted = np.multiply(self.weights, values, out=self.room.view(np.float64))
        return np.bincount(self.cell, weights=weighted, minlength=self.cells).astype(np.float64, copy=False)

    def tally(self, pair: _Sums, width: int) -> Floats:
        """Add up squared weights by cell and a number of each form that is less than `width`."""
        key = np.multiply(self.cell, width, out=self.room)
        key += pair
        told = np.bincount(key, weights=self.weights, minlength=self.cells * width).astype(np.float64, copy=False)
        return told.reshape(self.cells, width)

    def options(self, item: Item, numbers: Ints) -> Floats:
        """Add up squared weights by cell and option; `numbers` are counts, which are enough where weights are even."""
        if self.even is not None:
            return numbers * (self.even**2)[:, None]
        return self.tally(np.add(item.codes, 1, dtype=np.int64), len(item.above) + 1)[:, 1:]


def sum_moments(squares: Squares, items: Sequence[Item], figures: Figures, *, counted: Sequence[Ints]) -> Moments:
    """Sum squares and products of forms by cell, for each ratio and for pairs that a figure combines.

    `counted` has for each item how many forms of a cell chose each option.
    """
    above, below = _unit([item.above for item in items]), _unit([item.below for item in items])
    small = [replace(item, above=item.above / above, below=item.below / below) for item in items]
    first, second = _pairs(figures)
    forms = _sums(small, figures, combined=set(first[first != second]) | set(second[first != second]))
    sums = np.zeros((figures.members.shape[1], 2, squares.cells))
    products = np.zeros((len(first), 4, squares.cells))
    for place, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        if one != other:
            products[place] = [squares.sum(_times(x, y)) for x in forms[one] for y in forms[other]]
            continue
        if one in forms:
            told = _of_sums(squares, *forms[one])
        else:
            index = int(np.flatnonzero(figures.members[:, one])[0])
            told = _of_pairs(squares.options(items[index], counted[index]), small[index].above, small[index].below)
        sums[one], products[place] = told[:2], told[[2, 3, 3, 4]]
    products *= np.array([above * above, above * below, above * below, below * below])[:, None]
    sums *= np.array([above, below])[:, None]
    weight = squares.tally(np.zeros(1, dtype=np.int8), 1)[:, 0]
    return Moments(first, second, products.transpose(1, 2, 0), sums[:, 0].T, sums[:, 1].T, weight)


def _unit(values: Sequence[Floats]) -> float:
    """Return the greatest whole number of which all values are multiples, 1 where they are no whole numbers."""
    told = np.concatenate([*values, np.zeros(1)])
    whole = np.rint(told)
    return float(np.gcd.reduce(whole.astype(np.int64))) or 1.0 if np.array_equal(told, whole) else 1.0


def _pairs(figures: Figures) -> tuple[Ints, Ints]:
    """Return each ratio with itself and with the ratios after it that some figure combines it with."""
    ratios = figures.members.shape[1]
    if figures.mix is None:
        return np.arange(ratios), np.arange(ratios)
    together = (figures.mix != 0).astype(np.int64)
    first, second = np.nonzero(np.triu(together @ together.T) + np.eye(ratios))
    return first, second


def _of_sums(squares: Squares, a: _Sums, b: _Sums) -> Floats:
    """Sum a, b, a a, a b, b b (5 x cells) of what each form adds; pairs are counted where few occur."""
    met = _meet(squares, a, b)
    if met is not None:
        return _of_pairs(*met)
    return np.stack([squares.sum(values) for values in (a, b, _times(a, a), _times(a, b), _times(b, b))])


def _of_pairs(told: Floats, a: Floats, b: Floats) -> Floats:
    """Sum the same from squared weights by cell and pair, by one thread: more cost more than they bring."""
    values = np.stack([a, b, a * a, a * b, b * b])
    summed: Floats = np.einsum("ij,kj->ki", told, values)
    return summed


def _meet(squares: Squares, a: _Sums, b: _Sums) -> tuple[Floats, Floats, Floats] | None:
    """Add up squared weights by cell and pair of sums; return them with what each pair has above and below.

    None where sums are no whole numbers or pairs are too many.
    """
    if np.float64 in (a.dtype, b.dtype) or not len(a):
        return None
    (least, high), (low, top) = (int(a.min()), int(a.max())), (int(b.min()), int(b.max()))
    wide = top - low + 1
    width = (high - least + 1) * wide
    most = _MOST_TIMES * len(a) // squares.cells
    kind = _kind(2 * ((max(-least, high) + 1) * wide + max(-low, top)))
    pair: Ints = np.multiply(a, wide, dtype=kind) + b - (least * wide + low)
    if width > most:
        pair, kept = compact(pair)
        if len(kept) > most:
            return None
    else:
        kept = np.arange(width)
    above, below = np.divmod(kept.astype(np.float64), wide)
    return squares.tally(pair, len(kept)), above + least, below + low


def _times(first: _Sums, second: _Sums) -> Floats:
    """Multiply where whole numbers could grow beyond their type."""
    product: Floats = np.multiply(first, second, dtype=np.float64)
    return product


def _sums(items: Sequence[Item], figures: Figures, *, combined: set[int]) -> dict[int, tuple[_Sums, _Sums]]:
    """Return by ratio what each form adds above and below the line, for ratios that options alone do not tell.

    Sums of whole numbers are as short as they can be; items are looked up one after another in the same memory, for
    fresh memory costs more than what is done with it.
    """
    count = np.count_nonzero(figures.members, axis=0).tolist()
    wanted = [ratio for ratio, items_of in enumerate(count) if ratio in combined or items_of != 1]
    most = max(sum(_most(item.above) for item in items), sum(_most(item.below) for item in items))
    size = len(items[0].codes)
    sums = np.zeros((len(wanted), 2, size), dtype=_kind(most))
    room = np.empty(size, dtype=bool)
    for item, member in zip(items, figures.members[:, wanted], strict=True):
        places = np.flatnonzero(member).tolist()
        for side, values in enumerate((item.above, item.below)):
            column = _look_up(item.codes, values, room) if places else room
            for place in places:
                np.add(sums[place, side], column, out=sums[place, side], casting="same_kind")
    return {ratio: (sums[place, 0], sums[place, 1]) for place, ratio in enumerate(wanted)}


def _most(values: Floats) -> float:
    """Return the greatest size of whole numbers, beyond all of them where there are others."""
    return float(np.abs(values).max(initial=0)) if np.array_equal(values, np.rint(values)) else _BEYOND


def _kind(most: float) -> type[np.int8 | np.int16 | np.int32 | np.int64 | np.float64]:
    """Return the shortest kind of whole number that holds a size; any other number is no whole one."""
    kinds = (np.int8, np.int16, np.int32, np.int64)
    return next((kind for kind in kinds if most <= np.iinfo(kind).max), np.float64)


def _look_up(codes: Codes, values: Floats, room: NDArray[np.bool_]) -> _Sums:
    """Return what each form adds, perhaps in `room`; few steps from option to option are compared, not looked up."""
    steps = np.diff(values, prepend=0)
    options = np.flatnonzero(steps).tolist()
    kind = _kind(2 * _most(values))
    if kind is np.float64 or len(options) > _FEW:
        return np.append(values, 0).astype(kind)[codes]
    if [steps[option] for option in options] == [1]:
        return np.greater_equal(codes, options[0], out=room).view(np.int8)
    result = np.zeros(len(codes), dtype=kind)
    for option in options:
        result += np.greater_equal(codes, option, out=room).view(np.int8) * steps[option].astype(kind)
    return result

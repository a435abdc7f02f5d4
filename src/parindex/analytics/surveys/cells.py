"""Answers counted once into cells: forms alike in cluster, post-stratum and every domain.

All that follows (indices, variances, the bootstrap) is computed from the cells, of which there are few. Where forms
themselves were drawn at the last stage, sums of squares and products by cell stand for the single forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.surveys.design import Design, Floats, Ints, compact, join

Codes = NDArray[np.int8] | NDArray[np.int16] | Ints
NOT_ANSWERED = -1

_Values = NDArray[np.int8] | Floats
_Sums = NDArray[np.int32] | Floats
_Products = tuple[Floats, Floats, Floats, Floats]
_FEW = 8
_MOST_SMALL = 127
_MOST_TIMES = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the chosen option of each form (-1: not answered), and what an option adds above and below the line.

    An option with nothing below is no answer to the question.
    """

    codes: Codes
    above: Floats
    below: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """What is estimated: sets of items that make a ratio each, and how ratios add up to figures.

    `members` is items x ratios, 1 where an item belongs to the ratio. `mix` is ratios x figures, or None when every
    ratio is a figure.
    """

    members: Floats
    mix: Floats | None = None

    @property
    def count(self) -> int:
        """Return the number of figures."""
        return int((self.members if self.mix is None else self.mix).shape[1])


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over the forms of a cell, with squared weights.

    `products` has for a pair of ratios r <= s the sums of a_r a_s, a_r b_s, b_r a_s, b_r b_s; `above` and `below` are
    the sums of a and of b (cells x ratios), `weight` that of the squared weights alone.
    """

    products: Mapping[tuple[int, int], _Products]
    above: Floats
    below: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Cells:
    """Totals by cell: weight and number of forms; by ratio the weighted sums above and below the line.

    `form` is one form of each cell, which tells its clusters; `options` the weighted number of each option by item.
    """

    form: Ints
    post: Ints | None
    domains: Mapping[str, Ints]
    weight: Floats
    forms: Ints
    above: Floats
    below: Floats
    options: tuple[Floats, ...]
    answers: Ints
    moments: Moments | None = None


def count_cells(
    design: Design, items: Sequence[Item], figures: Figures, domains: Mapping[str, Ints], *, by_form: bool = False
) -> Cells:
    """Count all answers into cells; `domains` gives for each variable the code of each form.

    Forms are not told apart unless `by_form`: where they were drawn themselves their moments are summed instead.
    """
    cell = np.arange(design.size) if by_form else _even(_cell_of_form(design, domains), design.weights)
    cells = int(cell.max(initial=-1)) + 1
    form = np.zeros(cells, dtype=np.int64)
    form[cell] = np.arange(len(cell))
    even = design.weights[form]
    uneven = None if np.array_equal(even[cell], design.weights) else design.weights
    keys = {width: cell * width + 1 for width in {len(item.above) + 1 for item in items}}
    counted = [_options(item, keys[len(item.above) + 1], cells, uneven) for item in items]
    options = tuple(weighted if weighted is not None else numbers * even[:, None] for numbers, weighted in counted)
    above = _columns([_worth(told, item.above) for told, item in zip(options, items, strict=True)], cells)
    below = _columns([_worth(told, item.below) for told, item in zip(options, items, strict=True)], cells)
    moments = None
    if design.draws_forms and not by_form:
        squares = _Squares(cell, cells, design.weights**2, None if uneven is not None else even)
        moments = _moments(squares, items, figures, counted=[numbers for numbers, _ in counted])
    return Cells(
        form=form,
        post=None if design.post is None else design.post[form],
        domains={name: codes[form] for name, codes in domains.items()},
        weight=np.bincount(cell, weights=design.weights, minlength=cells).astype(np.float64, copy=False),
        forms=np.bincount(cell, minlength=cells),
        above=_pool(above, figures.members),
        below=_pool(below, figures.members),
        options=options,
        answers=np.column_stack(
            [numbers[:, item.below != 0].sum(axis=1) for (numbers, _), item in zip(counted, items, strict=True)]
        ),
        moments=moments,
    )


def _cell_of_form(design: Design, domains: Mapping[str, Ints]) -> Ints:
    last = design.stages[-1]
    cell = last.stratum_of_cluster[last.cluster_of_form] if design.draws_forms else last.cluster_of_form
    for codes in (design.post, *domains.values()):
        if codes is not None:
            cell = join(cell, codes)
    return cell


def _even(cell: Ints, weights: Floats) -> Ints:
    """Tell forms of a cell apart by weight when weights are few: whole numbers are counted, weights must be added."""
    if not len(cell):
        return cell
    starts = np.flatnonzero(np.append(True, weights[1:] != weights[:-1]))
    numbers = np.unique(weights[starts], return_inverse=True)[1].astype(np.int64)
    fine = join(cell, np.repeat(numbers, np.diff(np.append(starts, len(weights)))))
    return fine if _FEW * int(fine.max()) < len(fine) else cell


def _columns(columns: Sequence[Floats], rows: int) -> Floats:
    return np.column_stack(columns) if columns else np.zeros((rows, 0))


def _pool(columns: Floats, members: Floats) -> Floats:
    """Add up the items of each ratio, without a library's threads for the same reason as below."""
    pooled = [columns[:, np.flatnonzero(chosen)].sum(axis=1) for chosen in members.T]
    return _columns(pooled, len(columns))


def _worth(told: Floats, values: Floats) -> Floats:
    """Add up options times values by cell; a plain sum, for threads of a library would cost more than they bring."""
    worth: Floats = np.einsum("ij,j->i", told, values)
    return worth


def _options(item: Item, key: Ints, cells: int, weights: Floats | None) -> tuple[Ints, Floats | None]:
    """Return how many forms of a cell chose each option, and when weights differ within cells also their weight."""
    width = len(item.above) + 1
    place = key + item.codes
    numbers: Ints = np.bincount(place, minlength=cells * width).astype(np.int64, copy=False)
    if weights is None:
        return numbers.reshape(cells, width)[:, 1:], None
    weighted = np.bincount(place, weights=weights, minlength=cells * width).astype(np.float64, copy=False)
    return numbers.reshape(cells, width)[:, 1:], weighted.reshape(cells, width)[:, 1:]


@dataclass(frozen=True, slots=True)
class _Squares:
    """Squared weights of forms, and the weight that all forms of a cell have where they have one."""

    cell: Ints
    cells: int
    weights: Floats
    even: Floats | None

    def sum(self, values: _Sums) -> Floats:
        """Add up squared weights times values by cell."""
        if self.even is None:
            return self._count(self.weights * values)
        return self._count(values) * self.even**2

    def options(self, item: Item, numbers: Ints) -> Floats:
        """Add up squared weights by cell and option."""
        if self.even is not None:
            return numbers * (self.even**2)[:, None]
        width = len(item.above) + 1
        told = np.bincount(self.cell * width + 1 + item.codes, weights=self.weights, minlength=self.cells * width)
        return told.astype(np.float64, copy=False).reshape(self.cells, width)[:, 1:]

    def joint(self, a: _Sums, b: _Sums) -> tuple[Floats, Floats, _Products] | None:
        """Add up squared weights times a, b and their products at once, counting how often each pair occurs.

        None where weights differ within cells, values are no whole numbers, or pairs are too many.
        """
        if self.even is None or np.float64 in (a.dtype, b.dtype):
            return None
        (first, of_a), (second, of_b) = compact(a.astype(np.int64)), compact(b.astype(np.int64))
        shape = (self.cells, len(of_a), len(of_b))
        size = self.cells * len(of_a) * len(of_b)
        if size > _MOST_TIMES * len(first):
            return None
        met = np.bincount((self.cell * len(of_a) + first) * len(of_b) + second, minlength=size).reshape(shape)
        by_a, by_b = met.sum(axis=2), met.sum(axis=1)
        square = self.even**2
        cross = square * (met @ of_b @ of_a)
        squares = (square * (by_a @ of_a**2), cross, cross, square * (by_b @ of_b**2))
        return square * (by_a @ of_a), square * (by_b @ of_b), squares

    def _count(self, values: _Sums) -> Floats:
        return np.bincount(self.cell, weights=values, minlength=self.cells).astype(np.float64, copy=False)


def _moments(squares: _Squares, items: Sequence[Item], figures: Figures, *, counted: Sequence[Ints]) -> Moments:
    """Sum squares and products of forms by cell, for each ratio and for pairs that a figure combines."""
    pairs = _pairs(figures)
    ratios = len(pairs)
    above, below = np.zeros((squares.cells, ratios)), np.zeros((squares.cells, ratios))
    products: dict[tuple[int, int], _Products] = {}
    sums = _sums(items, figures, pairs)
    for first, others in enumerate(pairs):
        if first not in sums:
            index = int(np.flatnonzero(figures.members[:, first])[0])
            item, told = items[index], squares.options(items[index], counted[index])
            above[:, first], below[:, first] = _worth(told, item.above), _worth(told, item.below)
            cross = _worth(told, item.above * item.below)
            products[first, first] = (_worth(told, item.above**2), cross, cross, _worth(told, item.below**2))
            continue
        a, b = sums[first]
        joint = squares.joint(a, b) if others == [first] else None
        if joint is not None:
            above[:, first], below[:, first], products[first, first] = joint
            continue
        above[:, first], below[:, first] = squares.sum(a), squares.sum(b)
        for second in others:
            c, d = sums[second]
            cross = squares.sum(_times(a, d))
            other = cross if first == second else squares.sum(_times(b, c))
            products[first, second] = (squares.sum(_times(a, c)), cross, other, squares.sum(_times(b, d)))
    return Moments(products, above, below, squares.sum(np.ones(len(squares.cell))))


def _times(first: _Sums, second: _Sums) -> Floats:
    """Multiply where whole numbers could grow beyond their type."""
    product: Floats = np.multiply(first, second, dtype=np.float64)
    return product


def _pairs(figures: Figures) -> list[list[int]]:
    """Return for each ratio the ratios from itself on that some figure combines it with."""
    ratios = figures.members.shape[1]
    if figures.mix is None:
        return [[ratio] for ratio in range(ratios)]
    together = (figures.mix != 0).astype(np.int64)
    met = together @ together.T
    return [[second for second in range(first, ratios) if met[first, second]] for first in range(ratios)]


def _sums(items: Sequence[Item], figures: Figures, pairs: Sequence[Sequence[int]]) -> dict[int, tuple[_Sums, _Sums]]:
    """Return by ratio what each form adds above and below the line, for ratios that options alone do not tell."""
    partners = {second for first, others in enumerate(pairs) for second in others if second != first}
    wanted = [
        ratio
        for ratio, others in enumerate(pairs)
        if len(others) > 1 or ratio in partners or np.count_nonzero(figures.members[:, ratio]) != 1
    ]
    needed = np.flatnonzero(figures.members[:, wanted].any(axis=1)).tolist()
    worth = {index: (_look_up(items[index], above=True), _look_up(items[index], above=False)) for index in needed}
    found: dict[int, tuple[_Sums, _Sums]] = {}
    for ratio in wanted:
        members = [worth[index] for index in np.flatnonzero(figures.members[:, ratio]).tolist()]
        size = len(items[0].codes)
        found[ratio] = (_add(size, [above for above, _ in members]), _add(size, [below for _, below in members]))
    return found


def _add(size: int, columns: Sequence[_Values]) -> _Sums:
    """Add up columns, in whole numbers where they are."""
    if any(column.dtype == np.float64 for column in columns):
        summed: Floats = np.sum([*columns, np.zeros(size)], axis=0, dtype=np.float64)
        return summed
    total = np.zeros(size, dtype=np.int32)
    for column in columns:
        np.add(total, column, out=total, casting="unsafe")
    return total


def _look_up(item: Item, *, above: bool) -> _Values:
    """Return what each form adds; small whole numbers stay small, and few options are compared, not looked up."""
    values = item.above if above else item.below
    if len(values) and np.all(values == values[0]) and values[0] == 1:
        return (item.codes >= 0).astype(np.int8)
    is_small = bool(np.all((values == np.rint(values)) & (np.abs(values) <= _MOST_SMALL)))
    table: _Values = np.append(values, 0.0)
    if is_small:
        table = table.astype(np.int8)
    if np.count_nonzero(values) > _FEW:
        return table[item.codes]
    result: _Values = np.zeros(len(item.codes), dtype=table.dtype)
    for option in np.flatnonzero(values).tolist():
        result += (item.codes == option) * table[option]
    return result

"""Answers counted once into cells: forms alike in cluster, post-stratum and every domain.

All that follows (indices, variances, the bootstrap) is computed from the cells, of which there are few. Where forms
themselves were drawn at the last stage, sums of squares and products by cell stand for the single forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parindex.analytics.surveys.design import Design, Floats, Ints, join
from parindex.analytics.surveys.items import Figures, Item
from parindex.analytics.surveys.moments import Moments, Squares, sum_moments

_FEW = 8


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
    room = np.empty_like(cell)
    counted = [_options(item, np.add(keys[len(item.above) + 1], item.codes, out=room), cells, uneven) for item in items]
    options = tuple(weighted if weighted is not None else numbers * even[:, None] for numbers, weighted in counted)
    above = _columns([_worth(told, item.above) for told, item in zip(options, items, strict=True)], cells)
    below = _columns([_worth(told, item.below) for told, item in zip(options, items, strict=True)], cells)
    moments = None
    if design.draws_forms and not by_form:
        squares = Squares(cell, cells, design.weights**2, None if uneven is not None else even, room)
        moments = sum_moments(squares, items, figures, counted=[numbers for numbers, _ in counted])
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
    starts = np.flatnonzero(np.append(True, (weights[1:] != weights[:-1]) | (cell[1:] != cell[:-1])))
    numbers = np.unique(weights[starts], return_inverse=True)[1].astype(np.int64)
    fine = join(cell[starts], numbers)
    return np.repeat(fine, np.diff(np.append(starts, len(cell)))) if _FEW * int(fine.max()) < len(cell) else cell


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


def _options(item: Item, place: Ints, cells: int, weights: Floats | None) -> tuple[Ints, Floats | None]:
    """Return how many forms of a cell chose each option, and when weights differ within cells also their weight."""
    width = len(item.above) + 1
    numbers: Ints = np.bincount(place, minlength=cells * width).astype(np.int64, copy=False)
    if weights is None:
        return numbers.reshape(cells, width)[:, 1:], None
    weighted = np.bincount(place, weights=weights, minlength=cells * width).astype(np.float64, copy=False)
    return numbers.reshape(cells, width)[:, 1:], weighted.reshape(cells, width)[:, 1:]

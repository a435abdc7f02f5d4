"""Answers counted once into cells: the forms of one cluster, one post-stratum and one value of every domain.

All that follows (indices, variances, the bootstrap) is computed from the cells, of which there are few. Where every
form is a cluster of its own a cell is a form, and the same code holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.surveys.design import Design, Floats, Ints, join

Codes = NDArray[np.int8]
NOT_ANSWERED = -1


@dataclass(frozen=True, slots=True)
class Item:
    """One item: the chosen option of each form (-1: not answered), and what an option is worth.

    An option with the worth NaN is no answer to this question: it leaves the denominator.
    """

    codes: Codes
    worth: Floats


@dataclass(frozen=True, slots=True)
class Cells:
    """Totals by cell: weight of forms; by item the weighted sum of worths, the weight and the number of answers."""

    cluster: Ints
    post: Ints | None
    domains: Mapping[str, Ints]
    weight: Floats
    forms: Ints
    numerators: Floats
    denominators: Floats
    answers: Ints


def count_cells(design: Design, items: Sequence[Item], domains: Mapping[str, Ints]) -> Cells:
    """Count all answers into cells; `domains` gives for each variable the code of each form."""
    cell = design.stages[-1].cluster_of_form
    for codes in (design.post, *domains.values()):
        if codes is not None:
            cell = join(cell, codes)
    cells = int(cell.max(initial=-1)) + 1
    representative = np.zeros(cells, dtype=np.int64)
    representative[cell] = np.arange(len(cell))
    weight: Floats = np.bincount(cell, weights=design.weights, minlength=cells).astype(np.float64, copy=False)
    forms = np.bincount(cell, minlength=cells)
    mean = weight / np.maximum(forms, 1)
    is_even = bool(np.all(design.weights == design.weights[representative][cell]))
    counted = [_count_item(item, cell, cells, None if is_even else design.weights) for item in items]
    even = design.weights[representative] if is_even else mean
    shape = (cells, len(items))
    sums, weights, answers = (np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=np.int64))
    for column, (numbers, weighted, worth) in enumerate(counted):
        known = ~np.isnan(worth)
        told = weighted if weighted is not None else numbers * even[:, None]
        answers[:, column] = numbers[:, known].sum(axis=1)
        weights[:, column] = told[:, known].sum(axis=1)
        sums[:, column] = told[:, known] @ worth[known]
    return Cells(
        cluster=design.stages[-1].cluster_of_form[representative],
        post=None if design.post is None else design.post[representative],
        domains={name: codes[representative] for name, codes in domains.items()},
        weight=weight,
        forms=forms,
        numerators=sums,
        denominators=weights,
        answers=answers,
    )


def _count_item(item: Item, cell: Ints, cells: int, weights: Floats | None) -> tuple[Ints, Floats | None, Floats]:
    """Return how many forms of a cell chose each option, and when weights differ within cells also their weight."""
    width = len(item.worth) + 1
    key = cell * width
    key += item.codes
    key += 1
    shape = (cells, width)
    numbers: Ints = np.bincount(key, minlength=cells * width).astype(np.int64, copy=False).reshape(shape)[:, 1:]
    if weights is None:
        return numbers, None, item.worth
    weighted = np.bincount(key, weights=weights, minlength=cells * width).astype(np.float64, copy=False)
    return numbers, weighted.reshape(shape)[:, 1:], item.worth

"""Ratios of totals and combinations of ratios, by domain, with linearised variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parindex.analytics.surveys.cells import Cells
from parindex.analytics.surveys.design import Design, Floats, Ints, compact
from parindex.analytics.surveys.items import Figures
from parindex.analytics.surveys.moments import Moments
from parindex.analytics.surveys.variance import Scores, sum_rows, variance_of


@dataclass(frozen=True, slots=True)
class Estimates:
    """Figures by domain (domains x figures); NaN where nobody answered. `degrees` is by domain."""

    values: Floats
    variances: Floats
    degrees: Ints


@dataclass(frozen=True, slots=True)
class _Line:
    """How a ratio turns into scores: its value and one over what is below, by cell (cells x ratios)."""

    value: Floats
    inverse: Floats


def estimate(
    design: Design, cells: Cells, figures: Figures, *, domain: Ints | None = None, domains: int = 1
) -> Estimates:
    """Estimate every figure in every domain; `domain` is the code of each cell, all one domain when left out."""
    at = np.zeros(len(cells.form), dtype=np.int64) if domain is None else domain
    above, below = _by_domain(cells.above, at, domains), _by_domain(cells.below, at, domains)
    values = divide(above, below)
    inverse = np.nan_to_num(divide(np.ones_like(below), below))
    line = _Line(np.nan_to_num(values)[at], inverse[at])
    sums = _mixed((cells.above - line.value * cells.below) * line.inverse, figures)
    squares = None if cells.moments is None else _squares(cells.moments, line, figures)
    scores = Scores(cells.form, at, domains, sums, squares)
    if cells.post is None:
        variances = variance_of(design, scores)
    else:
        variances = _post_variances(design, cells, scores, _crosses(cells, line, figures))
    mixed = mix(values, figures.mix)
    return Estimates(mixed, np.where(np.isnan(mixed), np.nan, variances), _degrees(design, cells, at, domains))


def divide(above: Floats, below: Floats) -> Floats:
    """Divide, giving NaN where nobody answered."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def mix(values: Floats, shares: Floats | None) -> Floats:
    """Combine ratios (... x ratios) into figures; a figure that needs an unknown ratio is unknown."""
    if shares is None:
        return values
    unknown = np.isnan(values)
    known: Floats = np.where(unknown, 0.0, values) @ shares
    return np.where(unknown.astype(np.float64) @ (shares != 0) > 0, np.nan, known)


def _mixed(scores: Floats, figures: Figures) -> Floats:
    return scores if figures.mix is None else scores @ figures.mix


def _by_domain(rows: Floats, domain: Ints, domains: int) -> Floats:
    found, sums = sum_rows(domain, rows)
    result = np.zeros((domains, rows.shape[1]))
    result[found] = sums
    return result


def _squares(moments: Moments, line: _Line, figures: Figures) -> Floats:
    """Sum by cell the squared scores of single forms, (a - R b)^2 / B^2 for a ratio, products for a mix."""
    first, second = moments.first, moments.second
    left, right = line.value[:, first], line.value[:, second]
    aa, ab, ba, bb = moments.products
    scale = line.inverse[:, first] * line.inverse[:, second]
    squares: Floats = (aa - right * ab - left * ba + left * right * bb) * scale
    if figures.mix is not None:
        twice = np.where(first == second, 1, 2)[:, None]
        squares = squares @ (figures.mix[first] * figures.mix[second] * twice)
    return np.maximum(squares, 0)


def _crosses(cells: Cells, line: _Line, figures: Figures) -> Floats | None:
    """Sum by cell the scores of single forms times their weights."""
    if cells.moments is None:
        return None
    return _mixed((cells.moments.above - line.value * cells.moments.below) * line.inverse, figures)


def _post_variances(design: Design, cells: Cells, scores: Scores, crosses: Floats | None) -> Floats:
    """Take from every form the mean score of its post-stratum: the size of that is known and varies no longer."""
    assert cells.post is not None
    groups = int(cells.post.max()) + 1
    weights = np.bincount(cells.post, weights=cells.weight, minlength=groups)[:, None]
    result = np.empty((scores.domains, scores.sums.shape[1]))
    for one in range(scores.domains):
        inside = (scores.domain == one)[:, None]
        sums = np.where(inside, scores.sums, 0.0)
        means = (_by_domain(sums, cells.post, groups) / weights)[cells.post]
        squares = None
        if cells.moments is not None and scores.squares is not None and crosses is not None:
            squares = np.where(inside, scores.squares - 2 * means * crosses, 0.0)
            squares += means**2 * cells.moments.weight[:, None]
        residuals = sums - means * cells.weight[:, None]
        alone = Scores(cells.form, np.zeros_like(scores.domain), 1, residuals, squares)
        result[one] = variance_of(design, alone)[0]
    return result


def _degrees(design: Design, cells: Cells, domain: Ints, domains: int) -> Ints:
    """Return clusters less strata of the first stage in which the domain was met."""
    first = design.stages[0]
    cluster = first.cluster_of_form[cells.form]
    strata = len(first.sampled)
    in_strata = compact(domain * strata + first.stratum_of_cluster[cluster])[1]
    if first.cluster_count == design.size:
        met = np.bincount(domain, weights=cells.forms, minlength=domains).astype(np.int64)
    else:
        pairs = compact(domain * first.cluster_count + cluster)[1]
        met = np.bincount(pairs // first.cluster_count, minlength=domains)
    degrees: Ints = met - np.bincount(in_strata // strata, minlength=domains)
    return degrees

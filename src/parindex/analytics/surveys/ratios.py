"""Ratios of totals and combinations of ratios, by domain, with linearised variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parindex.analytics.surveys.cells import Cells
from parindex.analytics.surveys.design import Design, Floats, Ints, compact
from parindex.analytics.surveys.variance import sum_rows, variance_of

_BLOCK = 8_000_000


@dataclass(frozen=True, slots=True)
class Figures:
    """What is estimated: sets of items that make a ratio each, and how ratios add up to figures.

    `members` is items x ratios, 1 where an item belongs to the ratio. `mix` is ratios x figures, or None when every
    ratio is a figure.
    """

    members: Floats
    mix: Floats | None = None


@dataclass(frozen=True, slots=True)
class Estimates:
    """Figures by domain (domains x figures); NaN where nobody answered. `degrees` is by domain."""

    values: Floats
    variances: Floats
    degrees: Ints


@dataclass(frozen=True, slots=True)
class Ratios:
    """Totals by cell of every ratio, before they are divided."""

    numerators: Floats
    denominators: Floats


def ratios_of(cells: Cells, figures: Figures) -> Ratios:
    """Pool the items of each ratio: all their answers above, all their possible answers below."""
    return Ratios(cells.numerators @ figures.members, cells.denominators @ figures.members)


def estimate(
    design: Design, cells: Cells, figures: Figures, *, domain: Ints | None = None, domains: int = 1
) -> Estimates:
    """Estimate every figure in every domain; `domain` is the code of each cell, all one domain when left out."""
    at = np.zeros(len(cells.cluster), dtype=np.int64) if domain is None else domain
    ratios = ratios_of(cells, figures)
    above, below = _by_domain(ratios.numerators, at, domains), _by_domain(ratios.denominators, at, domains)
    values = divide(above, below)
    variances = np.empty((domains, figures.members.shape[1] if figures.mix is None else figures.mix.shape[1]))
    for block in _blocks(variances.shape[1], len(cells.cluster)):
        span = block if figures.mix is None else slice(None)
        part = Ratios(ratios.numerators[:, span], ratios.denominators[:, span])
        scores = _scores(part, values[:, span], below[:, span], at)
        told = scores if figures.mix is None else scores @ figures.mix[:, block]
        variances[:, block] = _variances(design, cells, at, domains, told)
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


def _by_domain(rows: Floats, domain: Ints, domains: int) -> Floats:
    found, sums = sum_rows(domain, rows)
    result = np.zeros((domains, rows.shape[1]))
    result[found] = sums
    return result


def _blocks(figures: int, rows: int) -> list[slice]:
    """Cut the figures into blocks, so that the scores of a block fit into a moderate memory."""
    width = max(1, _BLOCK // max(rows, 1))
    return [slice(first, min(first + width, figures)) for first in range(0, figures, width)]


def _scores(ratios: Ratios, values: Floats, below: Floats, domain: Ints) -> Floats:
    """Linearise: what the forms of a cell move a ratio by, (a - R b) / B."""
    inverse = divide(np.ones_like(below), below)
    scores = ratios.denominators * np.nan_to_num(values)[domain]
    np.subtract(ratios.numerators, scores, out=scores)
    scores *= np.nan_to_num(inverse)[domain]
    return scores


def _variances(design: Design, cells: Cells, domain: Ints, domains: int, scores: Floats) -> Floats:
    if cells.post is None:
        return variance_of(design, cluster=cells.cluster, domain=domain, domains=domains, scores=scores)
    result = np.empty((domains, scores.shape[1]))
    for one in range(domains):
        residuals = _post_residuals(cells, np.where((domain == one)[:, None], scores, 0.0))
        result[one] = variance_of(
            design, cluster=cells.cluster, domain=np.zeros_like(domain), domains=1, scores=residuals
        )[0]
    return result


def _post_residuals(cells: Cells, scores: Floats) -> Floats:
    """Take away the mean score of the post-stratum: its size is known, so that it varies no longer."""
    assert cells.post is not None
    groups = int(cells.post.max()) + 1
    means = divide(_by_domain(scores, cells.post, groups), _weights_of(cells, groups, scores.shape[1]))
    residuals: Floats = scores - np.nan_to_num(means)[cells.post] * cells.weight[:, None]
    return residuals


def _weights_of(cells: Cells, groups: int, width: int) -> Floats:
    assert cells.post is not None
    weights = np.bincount(cells.post, weights=cells.weight, minlength=groups)
    return np.broadcast_to(weights[:, None], (groups, width))


def _degrees(design: Design, cells: Cells, domain: Ints, domains: int) -> Ints:
    """Return clusters less strata of the first stage in which the domain was met."""
    first, last = design.stages[0], design.stages[-1]
    within = np.zeros(last.cluster_count, dtype=np.int64)
    within[last.cluster_of_form] = first.cluster_of_form
    cluster = within[cells.cluster]
    met = compact(domain * first.cluster_count + cluster)[1]
    strata = len(first.sampled)
    in_strata = compact(domain * strata + first.stratum_of_cluster[cluster])[1]
    degrees: Ints = np.bincount(met // first.cluster_count, minlength=domains) - np.bincount(
        in_strata // strata, minlength=domains
    )
    return degrees

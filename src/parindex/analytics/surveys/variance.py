"""Linearised variances of many domains and figures at once, from cells.

For each stage: the sum over strata of (1 - n/N) n/(n-1) times the squared distances of the clusters' totals from the
mean of their stratum, times the sampling fractions of the stages above (Särndal, Swensson, Wretman 1992, 4.3). Clusters
without anyone of a domain count with a total of nothing, without being stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parindex.analytics.surveys.design import NEGLIGIBLE, Design, Floats, Ints, LonelyCluster, Stage


@dataclass(frozen=True, slots=True)
class Scores:
    """Linearised, weighted scores of rows: the forms of one cell and one domain.

    `form` is one form of the row; `sums` are rows x figures, `squares` the sums of squares of the single forms where
    forms were drawn.
    """

    form: Ints
    domain: Ints
    domains: int
    sums: Floats
    squares: Floats | None


@dataclass(frozen=True, slots=True)
class _Group:
    """Clusters of one stage met in a domain and a stratum: sums and sums of squares of their totals, and how many."""

    domain: Ints
    stratum: Ints
    sums: Floats
    squares: Floats


def variance_of(design: Design, scores: Scores) -> Floats:
    """Return the variances (domains x figures) of the sums of the scores."""
    total = np.zeros((scores.domains, scores.sums.shape[1]))
    for stage in design.stages:
        if not np.any(stage.upper_share > 0):
            break
        group = _forms(stage, scores) if stage.cluster_count == design.size else _clusters(stage, scores)
        total += _spread(stage, design.lonely, group, scores.domains)
    return total


def _clusters(stage: Stage, scores: Scores) -> _Group:
    cluster = stage.cluster_of_form[scores.form]
    key, totals = sum_rows(scores.domain * stage.cluster_count + cluster, scores.sums)
    domain, cluster = np.divmod(key, stage.cluster_count)
    pair = domain * len(stage.sampled) + stage.stratum_of_cluster[cluster]
    return _grouped(stage, pair, totals, totals * totals)


def _forms(stage: Stage, scores: Scores) -> _Group:
    pair = scores.domain * len(stage.sampled) + stage.stratum_of_cluster[stage.cluster_of_form[scores.form]]
    squares = scores.sums**2 if scores.squares is None else scores.squares
    return _grouped(stage, pair, scores.sums, squares)


def _grouped(stage: Stage, pair: Ints, sums: Floats, squares: Floats) -> _Group:
    width = sums.shape[1]
    key, both = sum_rows(pair, np.hstack([sums, squares]))
    return _Group(key // len(stage.sampled), key % len(stage.sampled), both[:, :width], both[:, width:])


def _spread(stage: Stage, lonely: LonelyCluster, group: _Group, domains: int) -> Floats:
    sampled = stage.sampled[group.stratum].astype(np.float64)[:, None]
    means = group.sums / sampled
    if lonely is LonelyCluster.ADJUST:
        means[sampled[:, 0] == 1] = 0
    distances = np.maximum(group.squares - means * group.sums, 0)
    distances *= _coefficient(stage)[group.stratum][:, None]
    found, sums = sum_rows(group.domain, distances)
    result = np.zeros((domains, sums.shape[1]))
    result[found] = sums
    return result * _scale_of_average(stage) if lonely is LonelyCluster.AVERAGE else result


def sum_rows(key: Ints, rows: Floats) -> tuple[Ints, Floats]:
    """Add up the rows (n x figures) of equal keys; return the keys in order and their sums."""
    if np.any(key[1:] < key[:-1]):
        order = np.argsort(key, kind="stable")
        key, rows = key[order], rows[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    if len(starts) == len(key):
        return key, rows
    return key[starts], np.add.reduceat(rows, starts, axis=0)


def _coefficient(stage: Stage) -> Floats:
    """Return by stratum what a squared distance counts; a stratum of one cluster has no n/(n-1)."""
    sampled = stage.sampled.astype(np.float64)
    spread = np.divide(sampled, sampled - 1, out=np.ones_like(sampled), where=sampled > 1)
    share = np.where(stage.unsampled_share < NEGLIGIBLE, 0.0, stage.unsampled_share)
    coefficient: Floats = share * spread * stage.upper_share
    return coefficient


def _scale_of_average(stage: Stage) -> float:
    """Give a stratum of one cluster the mean variance of the others; its own is nothing."""
    strata = len(stage.sampled)
    alone = int(np.count_nonzero((stage.sampled == 1) & (stage.unsampled_share >= NEGLIGIBLE)))
    return strata / (strata - alone) if alone < strata else float("nan")

"""Linearised variances of many domains and figures at once, from totals by cluster.

For each stage: the sum over strata of (1 - n/N) n/(n-1) times the squared distances of the clusters' totals from the
mean of their stratum, times the sampling fractions of the stages above (Särndal, Swensson, Wretman 1992, 4.3). Clusters
without anyone of a domain count with a total of nothing, without being stored.
"""

from __future__ import annotations

import numpy as np

from parindex.analytics.surveys.design import NEGLIGIBLE, Design, Floats, Ints, LonelyCluster, Stage


def variance_of(design: Design, *, cluster: Ints, domain: Ints, domains: int, scores: Floats) -> Floats:
    """Return the variances (domains x figures) of sums of `scores` (rows x figures).

    A row is some forms of one cluster of the last stage and one domain; `scores` are linearised and weighted.
    """
    total = np.zeros((domains, scores.shape[1]))
    for stage, within in zip(design.stages, _ancestors(design), strict=True):
        if not np.any(stage.upper_share > 0):
            break
        total += _stage_variance(stage, design.lonely, (domain, within[cluster]), domains, scores)
    return total


def _ancestors(design: Design) -> list[Ints]:
    """Return for each stage which of its clusters holds each cluster of the last stage."""
    last = design.stages[-1].cluster_of_form
    found = []
    for stage in design.stages:
        within = np.zeros(design.stages[-1].cluster_count, dtype=np.int64)
        within[last] = stage.cluster_of_form
        found.append(within)
    return found


def _stage_variance(stage: Stage, lonely: LonelyCluster, at: tuple[Ints, Ints], domains: int, scores: Floats) -> Floats:
    domain, cluster = at
    key, totals = sum_rows(domain * stage.cluster_count + cluster, scores)
    domain, cluster = np.divmod(key, stage.cluster_count)
    strata = len(stage.sampled)
    pair = domain * strata + stage.stratum_of_cluster[cluster]
    starts, present = _runs(pair)
    group = pair[starts]
    stratum = group % strata
    sampled = stage.sampled[stratum].astype(np.float64)
    means = np.add.reduceat(totals, starts, axis=0) / sampled[:, None]
    if lonely is LonelyCluster.ADJUST:
        means[sampled == 1] = 0
    distances = totals - np.repeat(means, present, axis=0)
    squares = np.add.reduceat(distances * distances, starts, axis=0)
    squares += (sampled - present)[:, None] * means * means
    squares *= _coefficient(stage)[stratum][:, None]
    result = np.zeros((domains, scores.shape[1]))
    np.add.at(result, group // strata, squares)
    return result * _scale_of_average(stage) if lonely is LonelyCluster.AVERAGE else result


def sum_rows(key: Ints, rows: Floats) -> tuple[Ints, Floats]:
    """Add up the rows (n x figures) of equal keys; return the keys in order and their sums."""
    if np.any(key[1:] < key[:-1]):
        order = np.argsort(key, kind="stable")
        key, rows = key[order], rows[order]
    starts = _runs(key)[0]
    if len(starts) == len(key):
        return key, rows
    return key[starts], np.add.reduceat(rows, starts, axis=0)


def _runs(key: Ints) -> tuple[Ints, Ints]:
    """Return where each run of equal values begins and how long it is."""
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    return starts, np.diff(np.append(starts, len(key)))


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

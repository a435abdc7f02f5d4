"""The rescaled bootstrap on totals of the clusters of the first stage (Rao and Wu 1988; Rao, Wu, Yue 1992).

In each stratum n-1 of n clusters are drawn with replacement. A cluster drawn t times counts 1 - s + s t n/(n-1) with
s the square root of the unsampled share, so that the spread of the replicates is that of the estimate. Where clusters
were sampled in turn s is 1: what the stages below add is then covered, at the price of intervals a little too wide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parindex.analytics.surveys.cells import Cells
from parindex.analytics.surveys.design import Design, Floats, Ints, Stage
from parindex.analytics.surveys.items import Figures
from parindex.analytics.surveys.ratios import divide, mix
from parindex.analytics.surveys.variance import sum_rows

_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Replicates:
    """Figures of every replicate: replicates x domains x figures."""

    values: Floats

    def spread(self, values: Floats) -> Floats:
        """Return the standard errors about the estimates `values` (domains x figures)."""
        error: Floats = np.sqrt(np.mean((self.values - values) ** 2, axis=0))
        return error

    def interval(self, confidence: float) -> tuple[Floats, Floats]:
        """Return the quantiles that leave half of 1 - `confidence` on either side."""
        tail = (1 - confidence) / 2
        low, high = np.quantile(self.values, [tail, 1 - tail], axis=0)
        return low, high


def replicate(
    design: Design,
    cells: Cells,
    figures: Figures,
    *,
    seed: int,
    replicates: int = 1000,
    domain: Ints | None = None,
    domains: int = 1,
) -> Replicates:
    """Draw clusters again and again and estimate every figure each time; the same seed gives the same numbers.

    Where forms are the clusters of the first stage, the cells must be counted by form.
    """
    at = np.zeros(len(cells.form), dtype=np.int64) if domain is None else domain
    first = design.stages[0]
    drawn = _Drawn.of(cells, at, first.cluster_of_form[cells.form])
    generator = np.random.Generator(np.random.PCG64(seed))
    values = np.empty((replicates, domains, figures.count))
    done = 0
    for factors in _factors(first, generator, replicates, is_last=len(design.stages) == 1):
        block = slice(done, done + len(factors))
        values[block] = drawn.estimate(factors, figures, domains)
        done = block.stop
    return Replicates(values)


def _factors(stage: Stage, generator: np.random.Generator, replicates: int, *, is_last: bool) -> Iterator[Floats]:
    """Yield what each cluster counts in some replicates at a time (replicates x clusters)."""
    clusters = stage.cluster_count
    order = np.argsort(stage.stratum_of_cluster, kind="stable")
    ends = np.cumsum(stage.sampled)
    share = np.sqrt(stage.unsampled_share) if is_last else np.ones(len(stage.sampled))
    width = max(1, _BLOCK // max(clusters, 1))
    for start in range(0, replicates, width):
        count = min(width, replicates - start)
        factors = np.ones((count, clusters))
        for stratum, size in enumerate(stage.sampled):
            if size > 1:
                members = order[ends[stratum] - size : ends[stratum]]
                times = _times(generator, int(size), count)
                factors[:, members] += share[stratum] * (times * (size / (size - 1)) - 1)
        yield factors


def _times(generator: np.random.Generator, size: int, count: int) -> Ints:
    """Return how often each of `size` clusters comes up in size - 1 draws, `count` times over."""
    draws = generator.integers(size, size=(count, size - 1))
    draws += np.arange(count)[:, None] * size
    return np.bincount(draws.ravel(), minlength=count * size).reshape(count, size)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Totals by domain, cluster of the first stage and post-stratum, in the order of domains."""

    domain: Ints
    cluster: Ints
    post: Ints | None
    above: Floats
    below: Floats
    post_of_cell: Ints | None
    cluster_of_cell: Ints
    weight_of_cell: Floats

    @classmethod
    def of(cls, cells: Cells, domain: Ints, cluster: Ints) -> _Drawn:
        posts = 1 if cells.post is None else int(cells.post.max()) + 1
        clusters = int(cluster.max()) + 1
        key = (domain * clusters + cluster) * posts + (0 if cells.post is None else cells.post)
        found, above = sum_rows(key, cells.above)
        _, below = sum_rows(key, cells.below)
        pair, post = np.divmod(found, posts)
        return cls(
            domain=pair // clusters,
            cluster=pair % clusters,
            post=None if cells.post is None else post,
            above=above,
            below=below,
            post_of_cell=cells.post,
            cluster_of_cell=cluster,
            weight_of_cell=cells.weight,
        )

    def estimate(self, factors: Floats, figures: Figures, domains: int) -> Floats:
        """Return the figures of each replicate (replicates x domains x figures)."""
        scale = self._post_scale(factors)
        edges = np.searchsorted(self.domain, np.arange(domains + 1))
        ratios = np.full((len(factors), domains, self.above.shape[1]), np.nan)
        for one in range(domains):
            rows = slice(edges[one], edges[one + 1])
            weights = factors[:, self.cluster[rows]]
            if scale is not None and self.post is not None:
                weights = weights * scale[:, self.post[rows]]
            ratios[:, one] = divide(weights @ self.above[rows], weights @ self.below[rows])
        return mix(ratios, figures.mix)

    def _post_scale(self, factors: Floats) -> Floats | None:
        """Weigh every replicate to the true sizes of the post-strata again."""
        if self.post_of_cell is None:
            return None
        posts = int(self.post_of_cell.max()) + 1
        table = np.zeros((factors.shape[1], posts))
        np.add.at(table, (self.cluster_of_cell, self.post_of_cell), self.weight_of_cell)
        return divide(np.broadcast_to(table.sum(axis=0), (len(factors), posts)), factors @ table)

"""The design of a sample as arrays: weights, stages of clusters within strata, finite populations, post-strata."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEGLIGIBLE = 1e-7
_SPARE = 8


class LonelyCluster(StrEnum):
    """What to do with a stratum of which one cluster was drawn, so that nothing is known of its variance."""

    FAIL = "fail"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


class DesignError(ValueError):
    """A design that cannot be computed with; the message says why in Vietnamese."""

    code = "survey_design"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who wrote the design."""
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class StageColumns:
    """One stage as the answers tell it, one value for each form.

    `population` is the number of clusters that the stratum has in all; None when it is unknown or very large.
    """

    strata: Ints
    clusters: Ints
    population: Floats | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, ready for use: `cluster_of_form` points into clusters, the other arrays are by stratum."""

    cluster_of_form: Ints
    stratum_of_cluster: Ints
    sampled: Ints
    unsampled_share: Floats
    upper_share: Floats

    @property
    def cluster_count(self) -> int:
        """Return how many clusters were drawn in all strata together."""
        return len(self.stratum_of_cluster)


@dataclass(frozen=True, slots=True)
class Design:
    """The design of one sample; `post` gives the post-stratum of each form."""

    weights: Floats
    stages: tuple[Stage, ...]
    lonely: LonelyCluster = LonelyCluster.FAIL
    post: Ints | None = None

    @property
    def size(self) -> int:
        """Return the number of forms."""
        return len(self.weights)

    @property
    def draws_forms(self) -> bool:
        """Say whether each form is a cluster of its own at the last stage."""
        return self.stages[-1].cluster_count == self.size


def compact(codes: Ints) -> tuple[Ints, Ints]:
    """Number the values that occur 0, 1, 2 ... in their order; return (the numbers, the values)."""
    if not len(codes):
        return codes, codes
    least, most = int(codes.min()), int(codes.max())
    if most - least > _SPARE * len(codes):
        values, numbers = np.unique(codes, return_inverse=True)
        return numbers.astype(np.int64), values
    present = np.bincount(codes - least, minlength=most - least + 1) > 0
    return (np.cumsum(present) - 1)[codes - least], np.flatnonzero(present) + least


def join(first: Ints, second: Ints) -> Ints:
    """Number the pairs of two codes that occur, in the order of the first and then of the second."""
    width = int(second.max(initial=0)) + 1
    pair = first * width + second
    if not np.any(pair[1:] < pair[:-1]):
        numbers = np.zeros(len(pair), dtype=np.int64)
        np.cumsum(pair[1:] != pair[:-1], out=numbers[1:])
        return numbers
    return compact(pair)[0]


def compile_design(
    columns: Sequence[StageColumns],
    *,
    weights: Floats | None = None,
    lonely: LonelyCluster = LonelyCluster.FAIL,
    post: Ints | None = None,
    post_totals: Floats | None = None,
) -> Design:
    """Build a design; clusters are nested in their strata, strata of a later stage in the clusters before.

    Without `weights` the inverse of the product of the sampling fractions is used, 1 where a population is unknown.
    Stages below one of unknown population add nothing to the variance.
    `post_totals` are the true sizes of the post-strata, by code. Raises DesignError.
    """
    stages: list[Stage] = []
    size = len(columns[0].clusters)
    parent = np.zeros(size, dtype=np.int64)
    share = np.ones(size)
    for number, stage in enumerate(columns, start=1):
        built, fraction = _stage(stage, parent=parent, upper=share, number=number)
        stages.append(built)
        parent, share = built.cluster_of_form, share * fraction
    known = all(stage.population is not None for stage in columns)
    chosen = weights if weights is not None else (1 / share if known else np.ones(size))
    if post is not None and post_totals is not None:
        chosen = _post_stratified(chosen, post, post_totals)
    design = Design(np.ascontiguousarray(chosen, dtype=np.float64), tuple(stages), lonely, post)
    _require_partners(design)
    return design


def within_clusters(design: Design) -> Design | None:
    """Return the design inside given clusters of the first stage, for domains that lie in one of them.

    None when there is no stage below, when post-strata bind clusters together, or when a later stage has strata of
    one cluster.
    """
    if len(design.stages) < 2 or design.post is not None:
        return None
    scale = _upper_scale(design)
    stages = tuple(
        dataclasses.replace(stage, upper_share=share) for stage, share in zip(design.stages[1:], scale, strict=True)
    )
    if any(len(lonely_strata(stage)) for stage in stages):
        return None
    return dataclasses.replace(design, stages=stages)


def _upper_scale(design: Design) -> list[Floats]:
    """Return by stage below the first the sampling fractions between the first stage and it, by stratum."""
    share = np.ones(design.size)
    found = []
    for stage in design.stages[1:]:
        stratum = stage.stratum_of_cluster[stage.cluster_of_form]
        told = np.ones(len(stage.sampled))
        told[stratum] = share
        found.append(told)
        share = share * (1 - stage.unsampled_share)[stratum]
    return found


def _stage(stage: StageColumns, *, parent: Ints, upper: Floats, number: int) -> tuple[Stage, Floats]:
    """Return the stage and, for each form, the share of clusters drawn in its stratum."""
    stratum = join(parent, stage.strata)
    cluster = join(stratum, stage.clusters)
    clusters = int(cluster.max(initial=-1)) + 1
    stratum_of_cluster = np.zeros(clusters, dtype=np.int64)
    stratum_of_cluster[cluster] = stratum
    sampled = np.bincount(stratum_of_cluster)
    population = np.full(len(sampled), np.inf)
    if stage.population is not None:
        population[stratum] = stage.population
        if not np.array_equal(population[stratum], stage.population):
            raise DesignError(f"Bậc {number}: một tầng có hai số cụm của tổng thể khác nhau.")
        if np.any(population < sampled):
            raise DesignError(f"Bậc {number}: số cụm của tổng thể nhỏ hơn số cụm đã chọn.")
    fraction = sampled / population
    upper_share = np.ones(len(sampled))
    upper_share[stratum] = upper
    return Stage(cluster, stratum_of_cluster, sampled, 1 - fraction, upper_share), fraction[stratum]


def _post_stratified(weights: Floats, post: Ints, totals: Floats) -> Floats:
    """Scale the weights so that each post-stratum weighs what it has in truth."""
    found = np.bincount(post, weights=weights, minlength=len(totals))
    if np.any((found == 0) & (totals > 0)):
        raise DesignError("Có nhóm hậu phân tầng không có phiếu nào; hãy gộp nhóm ấy với nhóm khác.")
    scaled: Floats = weights * np.divide(totals, found, out=np.zeros_like(totals), where=found > 0)[post]
    return scaled


def lonely_strata(stage: Stage) -> Ints:
    """Return the strata of which one cluster was drawn though there are others."""
    return np.flatnonzero((stage.sampled == 1) & (stage.unsampled_share >= NEGLIGIBLE) & (stage.upper_share > 0))


def _require_partners(design: Design) -> None:
    """Refuse strata of one cluster when the rule is to fail, naming how many there are at which stage."""
    if design.lonely is not LonelyCluster.FAIL:
        return
    for number, stage in enumerate(design.stages, start=1):
        alone = len(lonely_strata(stage))
        if alone:
            raise DesignError(
                f"Bậc {number}: {alone} tầng chỉ có một cụm được chọn nên không tính được sai số; hãy gộp tầng, hoặc "
                "chọn lonely_psu: certainty (coi như chắc chắn chọn), adjust (so với trung bình chung) hoặc average "
                "(lấy trung bình các tầng khác) trong tệp thiết kế."
            )

"""Estimates equal those of R's `survey` to nine digits; the figures are kept, the samples come from R itself."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from parindex.analytics.surveys.cells import count_cells
from parindex.analytics.surveys.design import DesignError, LonelyCluster, StageColumns, compile_design
from parindex.analytics.surveys.items import Figures
from parindex.analytics.surveys.ratios import Estimates, estimate
from parindex.analytics.surveys.students import quantile
from tests.unit.analytics.surveys.golden import (
    TYPES,
    VARIABLES,
    Expected,
    codes,
    design_of,
    expected,
    item_of,
    numbers,
    told_by_r,
)

NEAR = 1e-9
ROWS = expected()


@cache
def estimated(case: str) -> tuple[Estimates, Estimates]:
    """Estimate the means of every variable and the ratio of two, of the whole and by type of school."""
    name, design = design_of(case)
    items = [item_of(numbers(name, variable)) for variable in VARIABLES]
    items.append(item_of(numbers(name, "api00"), numbers(name, "api99")))
    figures = Figures(np.eye(6))
    cells = count_cells(design, items, figures, {"stype": codes(name, "stype")})
    return estimate(design, cells, figures), estimate(
        design, cells, figures, domain=cells.domains["stype"], domains=len(TYPES)
    )


def ours(row: Expected) -> tuple[float, float, int, float, float]:
    found = estimated(row.case)[bool(row.domain)]
    domain = TYPES.index(row.domain) if row.domain else 0
    figure = (*VARIABLES, "api00/api99").index(row.variable)
    value, error = found.values[domain, figure], np.sqrt(found.variances[domain, figure])
    degrees = int(found.degrees[domain])
    margin = quantile(0.975, degrees) * error
    return value, error, degrees, value - margin, value + margin


def theirs(row: Expected) -> tuple[float, float, int, float, float]:
    return row.value, row.error, row.degrees, row.low, row.high


@pytest.mark.rsurvey
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.case}-{row.variable}-{row.domain}")
def test_estimate_equals_the_published_example(row: Expected) -> None:
    assert ours(row) == pytest.approx(theirs(row), rel=NEAR)


def test_every_design_is_among_the_examples() -> None:
    assert {row.case for row in ROWS} == {
        "apisrs", "apistrat", "apistrat_replaced", "apiclus1", "apiclus1_post", "apiclus2", "apiclus2_post",
        "apiclus2_replaced", "lonely_certainty", "lonely_adjust", "lonely_average",
    }  # fmt: skip


@pytest.mark.rsurvey
def test_kept_figures_are_those_of_the_installed_package() -> None:
    told = expected(told_by_r() / "expected.csv")
    assert [(row.case, row.variable, row.domain) for row in told] == [
        (row.case, row.variable, row.domain) for row in ROWS
    ]
    for new, kept in zip(told, ROWS, strict=True):
        assert theirs(new) == pytest.approx(theirs(kept), rel=NEAR)


def test_one_cluster_in_a_stratum_fails_unless_a_rule_is_chosen() -> None:
    one = np.zeros(3, dtype=np.int64)
    stage = StageColumns(np.array([0, 0, 1]), np.arange(3), None)

    with pytest.raises(DesignError, match="1 tầng chỉ có một cụm được chọn"):
        compile_design([stage], weights=np.ones(3))

    assert compile_design([stage], weights=np.ones(3), lonely=LonelyCluster.CERTAINTY).size == len(one)


def test_certain_cluster_needs_no_partner() -> None:
    stage = StageColumns(np.array([0, 0, 1]), np.arange(3), np.array([5.0, 5.0, 1.0]))

    assert compile_design([stage]).weights.tolist() == [2.5, 2.5, 1.0]


@pytest.mark.parametrize(
    ("population", "message"), [([2.0, 3.0, 9.0], "khác nhau"), ([1.0, 1.0, 9.0], "nhỏ hơn số cụm đã chọn")]
)
def test_impossible_population_is_refused(population: list[float], message: str) -> None:
    stage = StageColumns(np.array([0, 0, 1]), np.arange(3), np.array(population))

    with pytest.raises(DesignError, match=message):
        compile_design([stage], lonely=LonelyCluster.CERTAINTY)


def test_post_stratum_without_forms_is_refused() -> None:
    stage = StageColumns(np.zeros(2, dtype=np.int64), np.arange(2))

    with pytest.raises(DesignError, match="không có phiếu nào"):
        compile_design([stage], post=np.array([0, 0]), post_totals=np.array([10.0, 5.0]))


@pytest.mark.parametrize(
    ("probability", "degrees", "told"),
    [
        (0.975, 1, 12.706204736432095),
        (0.975, 39, 2.022690920036762),
        (0.95, 4.5, 2.0655758888785236),
        (0.025, 197, -1.972079033778501),
        (0.975, float("inf"), 1.959963984540054),
    ],
)
def test_quantile_of_t(probability: float, degrees: float, told: float) -> None:
    assert quantile(probability, degrees) == pytest.approx(told, rel=1e-9)


@pytest.mark.parametrize(("probability", "degrees"), [(0.0, 3), (1.0, 3), (0.5, 0)])
def test_quantile_needs_a_probability_and_degrees(probability: float, degrees: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        quantile(probability, degrees)

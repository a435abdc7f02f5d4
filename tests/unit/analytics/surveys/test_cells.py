"""Forms drawn themselves: sums of squares by cell give what telling every form apart gives."""

from __future__ import annotations

import numpy as np
import pytest

from parindex.analytics.surveys.cells import Figures, Item, count_cells
from parindex.analytics.surveys.design import StageColumns, compile_design
from parindex.analytics.surveys.ratios import estimate

FORMS = 2_000


@pytest.mark.parametrize("levels", [1, 3, FORMS], ids=["one weight", "few weights", "every form its own"])
@pytest.mark.parametrize("points", [1.0, 100.0, 0.3], ids=["shares", "points", "fractions"])
def test_moments_of_cells_are_those_of_forms(levels: int, points: float) -> None:
    generator = np.random.default_rng(levels)
    strata, domain = np.sort(generator.integers(3, size=FORMS)), generator.integers(2, size=FORMS)
    weights = 1 + generator.permutation(np.arange(FORMS) % levels) / 7
    design = compile_design([StageColumns(strata, np.arange(FORMS))], weights=weights)
    items = [
        Item(generator.integers(-1, 3, size=FORMS).astype(np.int8), np.array([0.0, 1.0, 2.0]) * points, np.ones(3))
        for _ in range(4)
    ]
    figures = Figures(np.array([[1, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 1], [1, 0, 1, 1]], dtype=float))

    def told(*, by_form: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        cells = count_cells(design, items, figures, {"d": domain}, by_form=by_form)
        found = estimate(design, cells, figures, domain=cells.domains["d"], domains=2)
        return found.values, found.variances, found.degrees

    for ours, slow in zip(told(by_form=False), told(by_form=True), strict=True):
        np.testing.assert_allclose(ours, slow, rtol=1e-10)

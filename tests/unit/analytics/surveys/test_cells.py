"""Forms drawn themselves: sums of squares by cell give what telling every form apart gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.analytics.surveys.cells import count_cells
from parindex.analytics.surveys.design import StageColumns, compile_design
from parindex.analytics.surveys.items import Figures, Item
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


def test_points_far_apart_need_no_room_for_what_lies_between() -> None:
    codes = np.arange(40, dtype=np.int8) % 3
    design = compile_design([StageColumns(np.arange(40) % 2, np.arange(40))], weights=np.ones(40))
    items = [
        Item(codes, np.array([-1e6, 5.0, 3e9]), np.ones(3)),
        Item(codes, np.arange(3.0), np.array([0.0, 2.0, 5.0])),
    ]
    figures = Figures(np.ones((2, 1)))

    cells = count_cells(design, items, figures, {"d": np.zeros(40, dtype=int)})

    assert np.isfinite(estimate(design, cells, figures, domain=cells.domains["d"], domains=1).variances).all()


SCALES = ((0.0, 1.0, 2.0), (0.0, 50.0, 75.0), (-100.0, 100.0, 28.0), (0.3, 0.6, 0.9), (5.0, 5.0, 5.0))
"""What the options of an item add: small and large whole numbers, less than nothing, fractions, always the same."""


@settings(max_examples=100)
@given(
    seed=st.integers(0, 2**32 - 1),
    forms=st.integers(9, 120),
    scales=st.lists(st.sampled_from(SCALES), min_size=3, max_size=5),
    levels=st.sampled_from([1, 2, 120]),
    is_mixed=st.booleans(),
    is_post=st.booleans(),
    is_sorted=st.booleans(),
)
def test_any_design_of_forms_is_estimated_as_form_by_form(
    seed: int, forms: int, scales: list[tuple[float, ...]], levels: int, is_mixed: bool, is_post: bool, is_sorted: bool
) -> None:
    generator = np.random.default_rng(seed)
    strata = np.arange(forms) % 3
    strata = np.sort(strata) if is_sorted else generator.permutation(strata)
    post = generator.integers(2, size=forms) if is_post else None
    weights = 1 + generator.integers(levels, size=forms) / 7
    columns = [StageColumns(strata, generator.permutation(forms))]
    design = compile_design(columns, weights=weights, post=post)
    items = [
        Item(generator.integers(-1, 3, size=forms).astype(np.int8), np.array(scale), np.array([1.0, 1.0, 2.0]))
        for scale in scales
    ]
    members = (generator.random((len(items), 4)) < 0.6).astype(float)
    figures = Figures(members, generator.random((4, 3)).round(1) if is_mixed else None)
    domain = generator.integers(2, size=forms)

    def told(*, by_form: bool) -> np.ndarray:
        cells = count_cells(design, items, figures, {"d": domain}, by_form=by_form)
        found = estimate(design, cells, figures, domain=cells.domains["d"], domains=2)
        return np.hstack([found.values, found.variances, found.degrees[:, None]])

    np.testing.assert_allclose(told(by_form=False), told(by_form=True), rtol=1e-9, atol=1e-10)

"""Sizes, margins and changes that samples can tell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.surveys.sampling import (
    CONFIDENCES,
    POWERS,
    Assumptions,
    SamplingError,
    detectable_change,
    margin_of,
    size_for_margin,
    usual_size,
)

SHARES = st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100))
MARGINS = st.fractions(min_value=Fraction(1, 200), max_value=Fraction(1, 4))


@pytest.mark.parametrize(("population", "size"), [(1, 1), (100, 80), (12000, 388), (1_000_000, 400), (400, 200)])
def test_usual_size_is_rounded_up(population: int, size: int) -> None:
    assert usual_size(population, error=Fraction(5, 100)) == size


def test_486_forms_have_a_margin_of_3_point_4() -> None:
    assert round(100 * margin_of(486, Assumptions(share=Fraction(82, 100))), 1) == Decimal("3.4")


@given(share=SHARES, margin=MARGINS, population=st.none() | st.integers(2, 10**6))
def test_size_is_the_least_that_keeps_the_margin(share: Fraction, margin: Fraction, population: int | None) -> None:
    assumptions = Assumptions(share=share, population=population)

    size = size_for_margin(margin, assumptions)

    # Cochran's correction takes N where the exact variance has N - 1: one form of leeway for a finite population.
    slack = 0 if population is None else 1
    assert margin_of(min(size + slack, population or size), assumptions) <= Decimal(float(margin)) + Decimal("1e-12")
    if size > 1 + slack:
        assert margin_of(size - 1 - slack, assumptions) > Decimal(float(margin)) * Decimal("0.98")


def test_everyone_asked_leaves_no_margin() -> None:
    assert margin_of(50, Assumptions(population=50)) == 0
    assert margin_of(1, Assumptions(population=1)) == 0


def test_clusters_widen_the_margin_and_the_change_that_is_seen() -> None:
    plain, clustered = Assumptions(), Assumptions(design_effect=Fraction(4))

    assert margin_of(400, clustered) == 2 * margin_of(400, plain)
    assert detectable_change(400, 400, clustered) == 2 * detectable_change(400, 400, plain)
    assert size_for_margin(Fraction(5, 100), clustered) in range(1536, 1538)


def test_change_is_larger_than_a_margin_and_smaller_with_more_forms() -> None:
    change = detectable_change(486, 486, Assumptions())

    assert change > margin_of(486, Assumptions())
    assert detectable_change(486, 2000, Assumptions()) < change
    assert detectable_change(486, 486, Assumptions(), power=Fraction(90, 100)) > change


def test_quantiles_are_those_of_the_normal_distribution() -> None:
    for confidence, told in CONFIDENCES.items():
        assert float(told) == pytest.approx(NormalDist().inv_cdf((1 + float(confidence)) / 2), rel=1e-12)
    for power, told in POWERS.items():
        assert float(told) == pytest.approx(NormalDist().inv_cdf(float(power)), rel=1e-12)


def test_questions_without_an_answer_are_refused() -> None:
    for ask in (
        lambda: usual_size(0, error=Fraction(5, 100)),
        lambda: usual_size(10, error=Fraction(1)),
        lambda: size_for_margin(Fraction(0), Assumptions()),
        lambda: margin_of(0, Assumptions()),
        lambda: margin_of(11, Assumptions(population=10)),
        lambda: margin_of(5, Assumptions(population=0)),
        lambda: margin_of(5, Assumptions(share=Fraction(1))),
        lambda: margin_of(5, Assumptions(confidence=Fraction(1, 2))),
        lambda: margin_of(5, Assumptions(design_effect=Fraction(0))),
        lambda: detectable_change(5, 5, Assumptions(), power=Fraction(1, 2)),
    ):
        with pytest.raises(SamplingError):
            ask()

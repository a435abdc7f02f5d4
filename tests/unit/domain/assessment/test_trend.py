"""Results through the years: changes only where the catalogue is the same, distance in points of the own maximum."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.trend import Link, Place, YearResult, next_rank, trend


def test_change_is_given_only_under_the_same_catalogue() -> None:
    steps = trend(
        [
            YearResult(2022, Fraction("80.35"), 58, 63, "b"),
            YearResult(2021, Fraction("86.17"), 42, 63, "a"),
            YearResult(2023, Fraction("82"), 50, 63, "b"),
            YearResult(2024, Fraction("83"), 49, 63),
        ]
    )

    assert [(step.result.year, step.link) for step in steps] == [
        (2021, Link.FIRST),
        (2022, Link.CHANGED),
        (2023, Link.SAME),
        (2024, Link.UNKNOWN),
    ]
    assert [(step.index_change, step.rank_change) for step in steps] == [
        (None, None),
        (None, None),
        (Fraction("1.65"), 8),
        (None, None),
    ]


def test_unknown_side_gives_no_change() -> None:
    (_, step) = trend([YearResult(2021, None, None, 63, "a"), YearResult(2022, Fraction(80), 5, 63, "a")])

    assert (step.link, step.index_change, step.rank_change) == (Link.SAME, None, None)


def test_distance_is_measured_in_points_of_the_own_maximum() -> None:
    own = Place("a", Fraction("68.32"), Fraction(84), 3)
    above = Place("b", Fraction(85), Fraction(100), 2)
    first = Place("c", Fraction(95), Fraction(100), 1)

    found = next_rank(own, [own, above, first])

    assert found is not None
    assert (found.unit, found.rank, found.points) == ("b", 2, Fraction("3.08"))
    assert next_rank(first, [own, above, first]) is None


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), min_size=2, max_size=12))
def test_reaching_the_distance_draws_level(rows: list[tuple[int, int]]) -> None:
    indexes = [Fraction(100 * min(points, most), most) for points, most in rows]
    places = [
        Place(str(at), Fraction(min(points, most)), Fraction(most), 1 + sum(other > index for other in indexes))
        for at, ((points, most), index) in enumerate(zip(rows, indexes, strict=True))
    ]
    for own in places:
        found = next_rank(own, places)
        if found is None:
            assert own.rank == 1
        else:
            target = next(place for place in places if place.unit == found.unit)
            assert 100 * (own.points + found.points) / own.maximum == target.index
            assert found.points > 0

"""Where a unit stands in its group, item by item."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.points import ItemPoints
from parindex.domain.assessment.standing import gather, losses, stand, strengths
from parindex.domain.scoring.catalogue import Effect

F = Fraction


def item(code: str, points: str | None, effect: Effect = Effect.NORMAL, maximum: str = "2") -> ItemPoints:
    return ItemPoints(code, code, 0, code, None if points is None else F(points), F(maximum), effect)


def units(*sheets: list[ItemPoints]) -> list[tuple[ItemPoints, int]]:
    return [(one, 1) for sheet in sheets for one in sheet]


def test_unit_is_measured_by_mean_best_and_rank_of_its_group() -> None:
    own = [item("1", "1")]
    group = gather(units(own, [item("1", "2")], [item("1", "0")], [item("1", None)]))

    (found,) = stand(own, group)

    assert (found.mean, found.best, found.rank, found.count, found.full_count) == (F(1), F(2), 2, 3, 1)
    assert (found.from_mean, found.to_best) == (F(0), F(1))


def test_fewer_deductions_rank_higher() -> None:
    own = [item("9", "0", Effect.PENALTY)]
    (found,) = stand(own, gather(units(own, [item("9", "1", Effect.PENALTY)])))

    assert (found.rank, found.from_mean, found.is_strength) == (1, F("0.5"), True)


def test_rare_full_points_stand_first_among_strengths() -> None:
    own = [item("1", "2"), item("2", "2"), item("3", "1.5"), item("4", "0")]
    other = [item("1", "2"), item("2", "1"), item("3", "0"), item("4", "0")]
    found = stand(own, gather(units(own, other)))

    assert [one.item.code for one in strengths(found)] == ["2", "1", "3"]
    assert [one.item.code for one in losses(found)] == ["4", "3"]


def test_rank_goes_by_what_was_reached_of_the_maximum_that_applies() -> None:
    own = [item("1", "1", maximum="1")]
    (found,) = stand(own, gather(units(own, [item("1", "1.5")])))

    assert found.rank == 1


def test_item_without_points_anywhere_is_left_out() -> None:
    own = [item("1", None)]
    assert stand(own, gather(units(own))) == ()


@given(st.lists(st.integers(0, 8), min_size=1, max_size=20))
def test_mean_lies_between_and_ranks_start_at_one(points: list[int]) -> None:
    group = [[item("1", str(F(one, 4)))] for one in points]
    found = [stand(own, gather(units(*group)))[0] for own in group]

    assert min(one.rank or 0 for one in found) == 1
    assert all(F(min(points), 4) <= one.mean <= F(max(points), 4) == one.best for one in found)


@given(st.lists(st.integers(0, 8), min_size=1, max_size=20))
def test_counted_units_stand_as_units_one_by_one(points: list[int]) -> None:
    group = [[item("1", str(F(one, 4)))] for one in points]
    counted = [(item("1", str(F(one, 4))), points.count(one)) for one in set(points)]

    assert stand(group[0], gather(counted)) == stand(group[0], gather(units(*group)))

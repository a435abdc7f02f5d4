"""A unit beside its group: a mean is stated or computed from a whole group, never from the few that were printed."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.assessment.benchmark import GroupLine, MeanKind, follow, is_aggregate

F = Fraction


def line(
    unit: str, index: str | None, rank: int | None = None, rank_of: int | None = None, year: int = 2024
) -> GroupLine:
    return GroupLine(year, unit, None if index is None else F(index), rank, rank_of, "", f"Bảng {year}")


def test_whole_group_has_a_computed_mean_and_a_best() -> None:
    (found,) = follow("A", [line("A", "80", 2, 2), line("B", "90", 1, 2)])

    assert (found.mean, found.mean_kind, found.best, found.best_units) == (F(85), MeanKind.COMPUTED, F(90), ("B",))


def test_few_printed_units_give_no_mean() -> None:
    (found,) = follow("A", [line("A", "80", 40, 63), line("B", "90", 1, 63)])

    assert (found.mean, found.mean_kind, found.best) == (None, MeanKind.UNKNOWN, F(90))


def test_size_of_the_group_unknown_gives_no_mean_and_no_best() -> None:
    (found,) = follow("A", [line("A", "80"), line("B", "90")])

    assert (found.mean, found.best) == (None, None)


def test_stated_mean_is_taken_and_is_no_unit_of_the_group() -> None:
    (found,) = follow("A", [line("A", "80", 1, 63), line("Trung bình cả nước", "77.5")])

    assert (found.mean, found.mean_kind, found.known_count) == (F("77.5"), MeanKind.STATED, 1)
    assert is_aggregate("Vùng Đông Nam Bộ")
    assert not is_aggregate("Vũng Tàu")


def test_sources_that_contradict_each_other_are_told_not_chosen() -> None:
    (found,) = follow("A", [line("A", "80", 5), line("A", "81", 5)])

    assert (found.own.index, found.own.rank, found.own.contradicting) == (None, 5, (F(80), F(81)))


def test_two_stated_means_that_differ_give_none() -> None:
    lines = [line("A", "80"), line("Trung bình cả nước", "77"), line("Bình quân cả nước", "78")]

    assert follow("A", lines)[0].mean is None


def test_years_in_which_nothing_is_known_of_the_unit_are_left_out() -> None:
    lines = [line("B", "90", 1, year=2023), line("A", None, 7, year=2024)]

    assert [(one.year, one.own.rank) for one in follow("A", lines)] == [(2024, 7)]


def test_two_units_of_one_name_are_two() -> None:
    lines = [
        GroupLine(2024, unit, F(index), rank, 2, name="Xã Tân Lập")
        for unit, index, rank in (("1", 80, 2), ("2", 90, 1))
    ]

    (found,) = follow("1", lines)

    assert (found.own.index, found.mean, found.best_units) == (F(80), F(85), ("Xã Tân Lập",))

"""Ranks on exact sums, per group, whatever the order of the units."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.scoring.catalogue import Grade, RankBy, RankRule
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.ranking import rank
from parindex.domain.scoring.sheet import ScoreSheet
from parindex.domain.scoring.values import Mark, Value
from tests.unit.domain.scoring import builders
from tests.unit.domain.scoring.builders import leaf

GRADES = (Grade("Tốt", Fraction(90)), Grade("Khá", Fraction(80)), Grade("Trung bình"))


def a_catalogue(**rule: object) -> builders.Catalogue:
    return builders.catalogue(leaf("1", "60"), leaf("2", "40"), ranking=RankRule(**rule))  # type: ignore[arg-type]


def a_sheet(unit: str, *values: Value, group: str = "xã", catalogue: builders.Catalogue | None = None) -> ScoreSheet:
    inputs = {code: {"percent": value} for code, value in zip(("1", "2"), values, strict=False)}
    return evaluate(catalogue or a_catalogue(), inputs, unit=unit, group=group)


def ranks(*sheets: ScoreSheet, **rule: object) -> list[int | None]:
    return [standing.rank for standing in rank(sheets, catalogue=a_catalogue(**rule))]


def test_equal_units_share_a_rank_and_the_next_is_skipped() -> None:
    sheets = [
        a_sheet(unit, Fraction(value), Fraction(value)) for unit, value in zip("abcd", (90, 80, 80, 70), strict=True)
    ]

    assert ranks(*sheets) == [1, 2, 2, 4]


def test_tie_breaker_compares_the_items_it_names() -> None:
    # 60 x 50 % + 40 x 75 % = 60 x 100 % + 0 = 60
    sheets = [a_sheet("a", Fraction(50), Fraction(75)), a_sheet("b", Fraction(100), Fraction(0))]

    assert ranks(*sheets) == [1, 1]
    assert ranks(*sheets, tie_breakers=("1",)) == [2, 1]
    assert ranks(*sheets, tie_breakers=("2",)) == [1, 2]


def test_difference_below_what_is_displayed_counts() -> None:
    sheets = [a_sheet("a", Fraction("80.001"), Fraction(80)), a_sheet("b", Fraction("80.002"), Fraction(80))]

    assert ranks(*sheets) == [2, 1]


def test_groups_are_ranked_apart() -> None:
    sheets = [a_sheet("a", Fraction(1), Fraction(1)), a_sheet("b", Fraction(9), Fraction(9), group="sở")]

    assert ranks(*sheets) == [1, 1]


def test_unit_that_is_not_settled_has_no_rank_and_takes_no_place() -> None:
    sheets = [a_sheet("a", Fraction(1), Mark.UNKNOWN), a_sheet("b", Fraction(1), Fraction(1))]

    assert ranks(*sheets) == [None, 1]


def test_index_or_points_as_the_catalogue_says() -> None:
    sheets = [a_sheet("a", Fraction(90), Mark.NOT_APPLICABLE), a_sheet("b", Fraction(80), Fraction(80))]

    assert ranks(*sheets) == [1, 2]
    assert ranks(*sheets, by=RankBy.POINTS) == [2, 1]


def test_grade_begins_at_its_exact_threshold() -> None:
    catalogue = a_catalogue(grades=GRADES)
    values = (Fraction(90), Fraction("89.999"), Fraction(80), Fraction(0))
    sheets = [a_sheet("abcd"[at], value, value) for at, value in enumerate(values)]

    assert [one.grade for one in rank(sheets, catalogue=catalogue)] == ["Tốt", "Khá", "Khá", "Trung bình"]


@given(
    values=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=7),
    seed=st.randoms(use_true_random=False),
)
def test_order_of_units_does_not_change_ranks(values: list[tuple[int, int]], seed: object) -> None:
    sheets = [a_sheet(str(at), Fraction(one), Fraction(two)) for at, (one, two) in enumerate(values)]
    shuffled = sorted(sheets, key=lambda _: seed.random())  # type: ignore[attr-defined]
    catalogue = a_catalogue(tie_breakers=("2",))

    before = {one.unit: one.rank for one in rank(sheets, catalogue=catalogue)}
    after = {one.unit: one.rank for one in rank(shuffled, catalogue=catalogue)}

    assert before == after
    assert min(found for found in before.values() if found) == 1

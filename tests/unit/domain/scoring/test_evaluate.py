"""Exact sums, intervals, denominators that shrink, bonus and penalty."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.evaluate import UnitInputs, evaluate
from parindex.domain.scoring.rounding import Mode, Rounding
from parindex.domain.scoring.sheet import ScoreStatus
from parindex.domain.scoring.values import Mark, Value
from tests.unit.domain.scoring import builders
from tests.unit.domain.scoring.builders import branch, leaf, manual, percents

MAXIMA = st.sampled_from(["0.25", "0.5", "1", "1.5", "3"])
PERCENTS = st.fractions(min_value=0, max_value=100, max_denominator=997)
MARKED = st.one_of(PERCENTS, st.sampled_from(Mark))
CODES = ("1.1", "1.2", "2.1", "2.2")


def tree(maxima: tuple[str, ...], *, rounding: Rounding | None = None) -> builders.Catalogue:
    """Return two fields with two items each."""
    first, second = (leaf(code, points) for code, points in zip(CODES[:2], maxima[:2], strict=True))
    third, fourth = (leaf(code, points) for code, points in zip(CODES[2:], maxima[2:], strict=True))
    return builders.catalogue(branch("1", first, second), branch("2", third, fourth), rounding=rounding)


def given_values(values: tuple[Value, ...]) -> UnitInputs:
    return {code: {"percent": value} for code, value in zip(CODES, values, strict=True)}


FOUR_MAXIMA = st.tuples(MAXIMA, MAXIMA, MAXIMA, MAXIMA)
FOUR_VALUES = st.tuples(PERCENTS, PERCENTS, PERCENTS, PERCENTS)
FOUR_MARKED = st.tuples(MARKED, MARKED, MARKED, MARKED)


@given(maxima=FOUR_MAXIMA, values=FOUR_VALUES, mode=st.sampled_from(Mode))
def test_total_is_the_exact_sum_of_rounded_items(
    maxima: tuple[str, ...], values: tuple[Fraction, ...], mode: Mode
) -> None:
    rounding = Rounding(2, mode)

    sheet = evaluate(tree(maxima, rounding=rounding), given_values(values))

    rounded = [rounding.units(value / 100 * Fraction(points)) for value, points in zip(values, maxima, strict=True)]
    assert [sheet.item(code).points for code in CODES] == rounded
    assert sheet.item("1").points == sum(rounded[:2])
    assert sheet.total.points == sum(rounded)
    assert sheet.total.maximum == sum(Fraction(points) for points in maxima) * 100


@given(maxima=FOUR_MAXIMA, marked=FOUR_MARKED, completion=FOUR_MARKED)
def test_interval_contains_every_completion(
    maxima: tuple[str, ...], marked: tuple[Value, ...], completion: tuple[Value, ...]
) -> None:
    catalogue = tree(maxima)
    open_sheet = evaluate(catalogue, given_values(marked))
    completed = tuple(
        (Fraction(50) if other is Mark.UNKNOWN else other) if value is Mark.UNKNOWN else value
        for value, other in zip(marked, completion, strict=True)
    )

    closed = evaluate(catalogue, given_values(completed))

    assert open_sheet.total.high is not None
    assert closed.total.is_settled
    assert open_sheet.total.low <= closed.total.low <= open_sheet.total.high
    assert open_sheet.total.is_settled == (Mark.UNKNOWN not in marked)


def test_not_applicable_leaves_the_denominator() -> None:
    catalogue = builders.catalogue(manual("1", "84"), manual("2", "16"), total="100")

    sheet = evaluate(catalogue, {"1": {"points": Fraction("68.32")}, "2": {"points": Mark.NOT_APPLICABLE}})

    index = sheet.total.index
    assert (sheet.total.points, sheet.total.maximum) == (683_200, 840_000)
    assert index == Fraction("68.32") * 100 / 84
    assert Rounding(2).units(index) == 8133
    assert sheet.item("2").status is ScoreStatus.NOT_APPLICABLE


def test_nothing_applicable_has_no_index() -> None:
    sheet = evaluate(builders.catalogue(leaf("1")), percents(c1=Mark.NOT_APPLICABLE))

    assert sheet.total.maximum == 0
    assert sheet.total.index is None


def test_unknown_is_an_interval_and_no_points() -> None:
    catalogue = builders.catalogue(leaf("1", "2"), leaf("2", "3"))

    sheet = evaluate(catalogue, percents(c1=Fraction(50)))

    total = sheet.total
    assert (total.points, total.index, total.low, total.high, total.maximum) == (None, None, 10_000, 40_000, 50_000)
    assert sheet.item("2").status is ScoreStatus.UNKNOWN
    assert sheet.item("2").sentence == "Chưa có số liệu: tỷ lệ hoàn thành: điểm từ 0 đến 3."


def test_points_that_nobody_knows_keep_the_stated_total() -> None:
    catalogue = builders.catalogue(
        branch("1", leaf("1.1", None, rule=None)),
        branch("8", leaf("8.1", "10", rule=None), maximum="16.5"),
        total="100",
    )

    sheet = evaluate(catalogue, {})

    assert (sheet.total.low, sheet.total.high, sheet.total.maximum) == (0, 1_000_000, 1_000_000)
    assert sheet.item("1.1").status is ScoreStatus.NO_RULE
    assert sheet.item("1.1").high is None
    assert sheet.item("8").status is ScoreStatus.NO_RULE


def test_unknown_maximum_that_leaves_makes_the_denominator_unknown() -> None:
    catalogue = builders.catalogue(branch("1", branch("1.1", leaf("1.1.1", None, rule=None)), maximum="9"), total="9")

    sheet = evaluate(catalogue, {"1.1.1": {"": Mark.NOT_APPLICABLE}})

    assert sheet.total.maximum == 0
    assert sheet.total.index is None


def test_bonus_and_penalty_stay_outside_the_denominator_and_within_their_caps() -> None:
    catalogue = builders.catalogue(
        manual("1", "10"),
        branch("T", manual("T.1", "2"), manual("T.2", "2"), maximum="3", effect=Effect.BONUS),
        leaf("P", "5", rule=manual("P", "5").rule, effect=Effect.PENALTY),
        is_capped=False,
    )
    points = {"1": "10", "T.1": "2", "T.2": "2", "P": "1"}

    sheet = evaluate(catalogue, {code: {"points": Fraction(value)} for code, value in points.items()})

    assert sheet.item("T").points == 30_000
    assert (sheet.total.points, sheet.total.maximum) == (120_000, 100_000)


def test_total_stays_between_zero_and_the_maximum() -> None:
    catalogue = builders.catalogue(
        manual("1", "10"),
        leaf("T", "3", rule=manual("T", "3").rule, effect=Effect.BONUS),
        leaf("P", "5", rule=manual("P", "5").rule, effect=Effect.PENALTY),
    )

    def total(first: str, bonus: str, penalty: str) -> int | None:
        values = {"1": first, "T": bonus, "P": penalty}
        return evaluate(catalogue, {code: {"points": Fraction(v)} for code, v in values.items()}).total.points

    assert total("10", "3", "0") == 100_000
    assert total("1", "0", "5") == 0
    assert total("5", "1", "2") == 40_000


def test_trace_tells_inputs_rounding_and_citation() -> None:
    catalogue = builders.catalogue(leaf("1", "0.25"), rounding=Rounding(2, Mode.HALF_EVEN))

    score = evaluate(catalogue, percents(c1=Fraction(58))).item("1")

    assert score.exact == Fraction(29, 200)
    assert score.trace.inputs == (("tỷ lệ hoàn thành", "58"),)
    assert "0,145 làm tròn thành 0,14" in score.trace.rounding
    assert score.sentence == ("Tỷ lệ hoàn thành là 58%; 58% / 100% × 0,25 = 0,145 điểm: được 0,14/0,25 điểm.")


def test_sheet_refuses_a_code_that_it_has_not() -> None:
    with pytest.raises(KeyError):
        evaluate(builders.catalogue(leaf("1")), {}).item("2")

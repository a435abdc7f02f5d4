"""Data of rules that cannot be right is found, in words of the person who wrote it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from parindex.domain.scoring import functions
from parindex.domain.scoring.bands import Band, check_bands, trend_of
from parindex.domain.scoring.counting import Counted
from parindex.domain.scoring.measures import Percentage, Ratio
from parindex.domain.scoring.rule import Rule, ZeroPolicy
from parindex.domain.scoring.rules import function
from parindex.domain.scoring.rules.count_points import CountPoints
from parindex.domain.scoring.rules.levels import Level, Levels
from parindex.domain.scoring.rules.manual import Manual
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.rules.rank_band import RankBand, RankPoints
from parindex.domain.scoring.rules.sum_of_children import SumOfChildren
from parindex.domain.scoring.rules.survey_scale import Answer, SurveyScale
from parindex.domain.scoring.values import Mark, NumberInput

ONE = Fraction(1)


def band(points: int, threshold: int | None = None, *, is_above: bool = False) -> Band:
    return Band(Fraction(points), None if threshold is None else Fraction(threshold), is_above)


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ((band(1, 80),), "mức cuối không được có ngưỡng"),
        ((band(1), band(0)), "chỉ mức cuối được bỏ ngưỡng"),
        ((band(1, 80), band(0, 90), band(0)), "ngưỡng cao xuống ngưỡng thấp"),
        ((band(1, 80), band(0, 80), band(0)), "ngưỡng cao xuống ngưỡng thấp"),
        ((band(2, 80), band(0)), "nằm ngoài khoảng"),
        ((band(0, 80), band(0)), "không mức nào đạt điểm tối đa"),
    ],
)
def test_bands_that_cannot_be_used(bands: tuple[Band, ...], words: str) -> None:
    assert words in "; ".join(check_bands(bands, maximum=ONE))


def test_from_and_above_the_same_threshold_are_two_bands() -> None:
    bands = (band(1, 80, is_above=True), band(0, 80), band(0))

    assert check_bands(bands, maximum=ONE) == ()


@pytest.mark.parametrize(("points", "trend"), [((1, 0, 0), 1), ((0, 0, 1), -1), ((0, 1, 0), 0), ((1, 1, 1), 1)])
def test_trend_follows_the_points(points: tuple[int, int, int], trend: int) -> None:
    first, second, third = points

    assert trend_of((band(first, 90), band(second, 50), band(third))) == trend


BAD_RULES: list[tuple[Rule, str]] = [
    (Levels("a", (Level("x", "x", ONE), Level("x", "y", Fraction(0)))), "hai lần"),
    (Levels("a", (Level("x", "x", Fraction(0)), Level("y", "y", Fraction(1, 2)))), "không mức nào đạt"),
    (Levels("a", (Level("x", "x", ONE), Level("y", "y", Fraction(2)))), "nằm ngoài khoảng"),
    (Proportional(Percentage("a"), full_at=Fraction(50), zero_below=Fraction(60)), "zero_below"),
    (Proportional(Percentage("a"), full_at=Fraction(0)), "full_at"),
    (CountPoints((Counted("a", "a", Fraction(0)),)), "lớn hơn 0"),
    (CountPoints((Counted("a", "a", ONE), Counted("a", "b", ONE))), "hai lần"),
    (RankBand("a", None, (RankPoints(ONE, 5),)), "chỉ nhóm cuối"),
    (RankBand("a", None, (RankPoints(ONE, 9), RankPoints(ONE, 5), RankPoints(ONE))), "hạng tốt đến hạng kém"),
    (SurveyScale("a", (Answer("a", "a", Fraction(101)),), ZeroPolicy.NONE), "trọng số"),
    (SurveyScale("a", (Answer("a", "a", ONE), Answer("a", "b", ONE)), ZeroPolicy.NONE), "hai lần"),
    (function.Function("nothing_20260101", ()), "không có hàm"),
]


@pytest.mark.parametrize(("rule", "words"), BAD_RULES)
def test_rule_that_cannot_be_used(rule: Rule, words: str) -> None:
    assert words in "; ".join(rule.check(maximum=ONE))


def test_points_between_two_steps_are_refused() -> None:
    rule = Manual("a", ONE, step=Fraction("0.25"))

    assert [one.input_name for one in rule.find_mistakes({"points": Fraction("0.3")})] == ["points"]
    assert rule.find_mistakes({"points": Fraction("0.75")}) == ()


def test_more_than_all_is_refused_unless_it_may_be() -> None:
    answers = {"numerator": Fraction(9), "denominator": Fraction(8)}

    assert Ratio("a", "b", ZeroPolicy.NONE).find_mistakes(answers)
    assert not Ratio("a", "b", ZeroPolicy.NONE, may_exceed=True).find_mistakes(answers)


def test_text_in_place_of_a_number_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        Manual("a", ONE).score({"points": "một"}, maximum=ONE)


def test_function_that_leaves_its_range_is_a_mistake_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function, "FUNCTIONS", {"wild_20260101": lambda numbers, *, maximum: maximum + 1})
    rule = function.Function("wild_20260101", (NumberInput("a", "a"),))

    with pytest.raises(ValueError, match="wild_20260101"):
        rule.score({"a": ONE}, maximum=ONE)


def test_registered_functions_are_dated_and_carry_their_text() -> None:
    for name, registered in functions.FUNCTIONS.items():
        assert name[-9] == "_"
        assert name[-8:].isdigit()
        assert registered.__doc__


def test_sum_needs_the_items_below() -> None:
    rule = SumOfChildren()

    assert rule.inputs == ()
    assert rule.score({}, maximum=ONE).points is Mark.UNKNOWN

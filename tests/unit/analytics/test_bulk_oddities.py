"""Rules whose data a check would refuse, or whose numbers do not fit: both engines still agree, or both fail."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from parindex.analytics.scoring import bulk, shapes
from parindex.analytics.scoring.columns import from_entries
from parindex.analytics.scoring.compile import compile_catalogue
from parindex.definitions.catalogues import loader
from parindex.domain.scoring.bands import Band
from parindex.domain.scoring.catalogue import Grade, RankRule
from parindex.domain.scoring.counting import Counted
from parindex.domain.scoring.entries import UnitEntries
from parindex.domain.scoring.measures import Percentage, Ratio
from parindex.domain.scoring.rule import Rule, ZeroPolicy
from parindex.domain.scoring.rules.count_points import CountPoints
from parindex.domain.scoring.rules.deduct_per import DeductPer
from parindex.domain.scoring.rules.function import Function
from parindex.domain.scoring.rules.growth import Growth
from parindex.domain.scoring.rules.manual import Manual
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.rules.ratio_bands import RatioBands
from parindex.domain.scoring.rules.survey_scale import Answer, SurveyScale
from parindex.domain.scoring.values import NumberInput, Value
from tests.spec.scoring.random_sheets import differences
from tests.unit.domain.scoring.builders import catalogue, leaf, manual

PERCENT = Percentage("tỷ lệ")
RATIO = Ratio("a", "b", ZeroPolicy.FULL)
LONG = Fraction(10**20 + 1, 3 * 10**18)
FUNCTION = Function(
    "late_half_demonstration_20260101", tuple(NumberInput(name, name) for name in ("on_time", "late", "due"))
)
OPEN_BANDS = (Band(Fraction(1), Fraction(90)), Band(Fraction(0), Fraction(-1000)))
LONG_BANDS = (Band(Fraction(1), LONG), Band(Fraction(0)))


def units_of(rule: Rule) -> list[UnitEntries]:
    """Return units with small numbers, one for each place that a number can take."""
    made = []
    for number in (0, 1, 33, 34, 90, 100):
        answers: Mapping[str, Value] = {entry.name: Fraction(number + at) for at, entry in enumerate(rule.inputs)}
        made.append(UnitEntries(f"u{number}", "xã", {"1": answers}))
    return [*made, UnitEntries("none", "xã", {})]


@pytest.mark.parametrize(
    "rule",
    [
        RatioBands(PERCENT, OPEN_BANDS),
        RatioBands(RATIO, OPEN_BANDS),
        RatioBands(PERCENT, LONG_BANDS),
        RatioBands(RATIO, LONG_BANDS),
        Growth("số thu", OPEN_BANDS, ZeroPolicy.NONE),
        Proportional(PERCENT, full_at=Fraction(0)),
        Proportional(PERCENT, full_at=LONG),
        Proportional(RATIO, full_at=LONG, zero_below=Fraction(30)),
        Proportional(RATIO, zero_below=LONG),
        SurveyScale("câu", (Answer("a", "a", Fraction(120)), Answer("b", "b", Fraction(0))), ZeroPolicy.NONE),
        SurveyScale("câu", (Answer("a", "a", LONG), Answer("b", "b", Fraction(0))), ZeroPolicy.NONE),
        CountPoints((Counted("a", "a", Fraction(-1, 10)),)),
        DeductPer((Counted("a", "a", Fraction(1, 10), Fraction(-1)),)),
        CountPoints((Counted("a", "a", 1 / LONG),)),
        CountPoints((Counted("a", "a", Fraction(1), Fraction(10**30)),)),
    ],
    ids=lambda rule: rule.shape,
)
def test_odd_data_gives_the_same(rule: Rule) -> None:
    odd = catalogue(leaf("1", rule=rule), leaf("2"))

    assert differences(odd, units_of(rule)) == []


def test_a_function_without_a_twin_is_called_unit_by_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "TWINS", {})
    odd = catalogue(leaf("1", rule=FUNCTION))

    assert compile_catalogue(odd).readable_codes == ("1",)
    assert differences(odd, units_of(FUNCTION)) == []


def test_a_function_that_is_not_registered_fails_on_both() -> None:
    odd = catalogue(leaf("1", rule=Function("khong_co", (NumberInput("a", "a"),))))
    program = compile_catalogue(odd)

    with pytest.raises(KeyError):
        bulk.score(program, from_entries(program, [UnitEntries("u", "xã", {"1": {"a": Fraction(1)}})]))


def test_negative_maxima_give_the_same() -> None:
    odd = catalogue(leaf("1", "-2", rule=Manual("hướng dẫn", Fraction(9))), manual("2", "1"), is_capped=False)
    units = [
        UnitEntries(f"u{points}", "xã", {"1": {"points": Fraction(points)}, "2": {"points": Fraction(1, 2)}})
        for points in range(3)
    ]

    assert differences(odd, units) == []


def test_every_rule_of_the_shipped_catalogues_has_a_kernel() -> None:
    assert {code for one in loader.list_catalogues() for code in compile_catalogue(one).readable_codes} == set()


def test_a_catalogue_without_classes_gives_none() -> None:
    plain = catalogue(manual("1", "1"), ranking=RankRule())
    classed = catalogue(manual("1", "1"), ranking=RankRule(grades=(Grade("Tốt", Fraction(80)),)))
    unit = UnitEntries("u", "xã", {"1": {"points": Fraction(1, 2)}})

    for one in (plain, classed):
        program = compile_catalogue(one)
        result = bulk.score(program, from_entries(program, [unit]))
        assert result.standing(0).grade is None
        assert result.items.points.tolist() == [[5000]]

"""What holds for every shape of rule, on the worked examples of the published schema."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from parindex.definitions.catalogues.rules import AnyRule, RuleShape
from parindex.domain.scoring.rule import Outcome, Rule
from parindex.domain.scoring.values import ChoiceInput, Known, Mark

MAXIMUM = Fraction(1)


def example(kind: type[RuleShape]) -> Rule:
    """Return the worked example of one shape."""
    extra: Any = kind.model_config["json_schema_extra"]
    shape: RuleShape = TypeAdapter(AnyRule).validate_python(extra["examples"][0])
    return shape.build(maximum=MAXIMUM)


KINDS = sorted(RuleShape.__subclasses__(), key=lambda kind: kind.__name__)
SCORING = [kind for kind in KINDS if kind.__name__ != "SumOfChildrenShape"]


@st.composite
def answers_for(draw: st.DrawFn, rule: Rule) -> dict[str, Known]:
    """Draw an answer that the rule's inputs accept."""
    answers: dict[str, Known] = {}
    for entry in rule.inputs:
        if isinstance(entry, ChoiceInput):
            answers[entry.name] = draw(st.sampled_from([choice.key for choice in entry.choices]))
            continue
        low, high = entry.minimum or Fraction(0), entry.maximum or Fraction(40)
        number = st.integers(int(low), int(high)).map(Fraction) if entry.is_whole else st.fractions(low, high)
        answers[entry.name] = draw(number)
    return answers


def points(outcome: Outcome) -> Fraction:
    assert isinstance(outcome.points, Fraction)
    return outcome.points


@pytest.mark.parametrize("kind", KINDS)
def test_example_fits_its_maximum_and_says_itself(kind: type[RuleShape]) -> None:
    rule = example(kind)

    assert rule.check(maximum=MAXIMUM) == ()
    assert rule.describe(maximum=MAXIMUM)
    assert not rule.describe(maximum=MAXIMUM).endswith(".")


@pytest.mark.parametrize("kind", SCORING)
@given(data=st.data())
def test_points_lie_within_the_bounds_of_any_partial_answer(kind: type[RuleShape], data: st.DataObject) -> None:
    rule = example(kind)
    answers = data.draw(answers_for(rule).filter(lambda drawn: not rule.find_mistakes(drawn)))
    known = {name: value for name, value in answers.items() if data.draw(st.booleans())}

    outcome = rule.score(answers, maximum=MAXIMUM)

    low, high = rule.bounds(known, maximum=MAXIMUM)
    assert outcome.reason
    assert isinstance(outcome.points, Mark) or 0 <= low <= outcome.points <= high <= MAXIMUM


@pytest.mark.parametrize("kind", [kind for kind in SCORING if example(kind).trends])
@given(data=st.data())
def test_points_follow_the_declared_trend(kind: type[RuleShape], data: st.DataObject) -> None:
    rule = example(kind)
    answers = data.draw(answers_for(rule))
    name, trend = data.draw(st.sampled_from(sorted(rule.trends.items())))
    other = data.draw(answers_for(rule))
    low, high = sorted((answers[name], other[name]))  # type: ignore[type-var]

    first, second = (rule.score({**answers, name: value}, maximum=MAXIMUM) for value in (low, high))

    if isinstance(first.points, Mark) or isinstance(second.points, Mark):
        assert first.points == second.points
        return
    assert (points(second) - points(first)) * trend >= 0


def test_rules_that_say_so_are_monotonic_and_the_others_are_known() -> None:
    silent = {kind.__name__ for kind in SCORING if not example(kind).trends}

    assert silent == {"AllOrNothingShape", "LevelsShape", "SurveyScaleShape", "FunctionShape"}

"""The index by item, element, part and whole, exactly: what every other way of computing it must equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.surveys.questionnaire import WHOLE, Aggregation, Column, Option, Questionnaire

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of one person: option by column, and how many people the form stands for."""

    answers: Mapping[str, str]
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class _Sum:
    above: Fraction = Fraction(0)
    below: Fraction = Fraction(0)

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(self.above + other.above, self.below + other.below)

    @property
    def ratio(self) -> Fraction | None:
        return self.above / self.below if self.below else None


def worth(option: Option, aggregation: Aggregation) -> tuple[Fraction, Fraction]:
    """Return what an option adds above and below the line; shares are in percent, so that both kinds read alike."""
    if aggregation.counts_points:
        return (option.points, Fraction(1)) if option.points is not None else (Fraction(0), Fraction(0))
    return HUNDRED if option.is_satisfied else Fraction(0), Fraction(1)


def index(
    questionnaire: Questionnaire, forms: Iterable[Form], *, aggregation: Aggregation | None = None
) -> dict[str, Fraction | None]:
    """Return the index of every item, element, part and of the whole; None where nobody answered.

    Shares of satisfied answers are in percent; means are in the points of the options. `pooled_answers` divides all
    satisfied answers by all answers. The official formula (QĐ 1001/QĐ-BNV) could not be read; see the aggregations.
    """
    how = aggregation or questionnaire.aggregation
    sums = {column.code: _Sum() for column in questionnaire.items}
    for form in forms:
        for column in questionnaire.items:
            option = _option(column, form.answers.get(column.code, ""))
            if option is not None:
                above, below = worth(option, how)
                sums[column.code] += _Sum(form.weight * above, form.weight * below)
    return _levels(questionnaire, how, sums)


def _option(column: Column, value: str) -> Option | None:
    return next((option for option in column.question.options if option.value == value), None)


def _levels(questionnaire: Questionnaire, how: Aggregation, sums: Mapping[str, _Sum]) -> dict[str, Fraction | None]:
    found: dict[str, Fraction | None] = {code: told.ratio for code, told in sums.items()}
    items = {element.code: [i.code for i in questionnaire.items_of(element.code)] for element in questionnaire.elements}
    for element, codes in items.items():
        found[element] = _combined(how, sums, codes, children=())
    for part in questionnaire.parts:
        elements = [element.code for element in part.elements]
        own = [code for element in elements for code in items[element]]
        children = [found[code] for code in elements] if how is Aggregation.MEAN_OF_GROUPS else ()
        found[part.code] = _combined(how, sums, own, children=children)
    upper = questionnaire.elements if how is Aggregation.MEAN_OF_GROUPS else questionnaire.parts
    is_mean = how in (Aggregation.MEAN_OF_GROUPS, Aggregation.MEAN_OF_PARTS)
    found[WHOLE] = _combined(how, sums, list(sums), children=[found[one.code] for one in upper] if is_mean else ())
    return found


def _combined(
    how: Aggregation, sums: Mapping[str, _Sum], items: Sequence[str], *, children: Sequence[Fraction | None]
) -> Fraction | None:
    """Return the mean of `children`, or else the sum of the means of items, or all their answers together."""
    if children:
        total = _total(children)
        return None if total is None else total / len(children)
    if how is Aggregation.SUM_OF_MEANS:
        return _total([sums[code].ratio for code in items])
    return sum((sums[code] for code in items), _Sum()).ratio


def _total(values: Sequence[Fraction | None]) -> Fraction | None:
    """Add up; a sum with an unknown part is unknown."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(values) else None

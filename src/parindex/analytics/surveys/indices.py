"""The figures of a questionnaire as sets of items and their combinations, in the order of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from parindex.analytics.surveys.design import Floats
from parindex.analytics.surveys.items import Figures
from parindex.domain.surveys.index import worth
from parindex.domain.surveys.questionnaire import WHOLE, Aggregation, Column, Questionnaire


class Level(StrEnum):
    """How much a figure covers."""

    WHOLE = "whole"
    PART = "part"
    ELEMENT = "element"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Label:
    """What a figure is called; `items` are the positions of the items that it covers."""

    code: str
    level: Level
    name: str
    items: tuple[int, ...]


def worth_of(column: Column, aggregation: Aggregation) -> tuple[Floats, Floats]:
    """Return what each option of a column adds above and below the line."""
    told = [worth(option, aggregation) for option in column.question.options]
    return np.array([float(above) for above, _ in told]), np.array([float(below) for _, below in told])


def figures_of(questionnaire: Questionnaire, aggregation: Aggregation) -> tuple[tuple[Label, ...], Figures]:
    """Return the figures of a questionnaire with their names: the whole, parts, elements, items."""
    labels = _labels(questionnaire)
    members = np.zeros((len(questionnaire.items), len(labels)))
    for column, label in enumerate(labels):
        members[list(label.items), column] = 1
    shares = _shares(questionnaire, aggregation, labels)
    return labels, Figures(members, shares)


def _labels(questionnaire: Questionnaire) -> tuple[Label, ...]:
    position = {column.code: at for at, column in enumerate(questionnaire.items)}

    def of(*elements: str) -> tuple[int, ...]:
        return tuple(position[item.code] for element in elements for item in questionnaire.items_of(element))

    everything = of(*(element.code for element in questionnaire.elements))
    labels = [Label(WHOLE, Level.WHOLE, "Chỉ số chung", everything)]
    for part in questionnaire.parts:
        codes = [element.code for element in part.elements]
        labels.append(Label(part.code, Level.PART, part.name.vi, of(*codes)))
        for element in part.elements:
            labels.append(Label(element.code, Level.ELEMENT, element.name.vi, of(element.code)))
            labels += [
                Label(item.code, Level.ITEM, item.text.vi, (position[item.code],))
                for item in questionnaire.items_of(element.code)
            ]
    return tuple(labels)


def _shares(questionnaire: Questionnaire, aggregation: Aggregation, labels: Sequence[Label]) -> Floats | None:
    """Return how ratios make figures (ratios x figures), None where every figure is the ratio of its own items."""
    if aggregation in (Aggregation.POOLED_ANSWERS, Aggregation.MEAN_SCORE):
        return None
    at = {label.code: position for position, label in enumerate(labels)}
    shares = np.eye(len(labels))
    for label in labels:
        below = _children(questionnaire, aggregation, label)
        if below:
            shares[:, at[label.code]] = 0
            weight = 1.0 if aggregation is Aggregation.SUM_OF_MEANS else 1 / len(below)
            shares[[at[code] for code in below], at[label.code]] = weight
    return shares


def _children(questionnaire: Questionnaire, aggregation: Aggregation, label: Label) -> list[str]:
    """Return the ratios that a figure combines; none when it is a ratio itself."""
    parts = [part.code for part in questionnaire.parts]
    elements = [
        element.code for part in questionnaire.parts if label.code in (WHOLE, part.code) for element in part.elements
    ]
    match aggregation, label.level:
        case _, Level.ITEM:
            return []
        case Aggregation.SUM_OF_MEANS, _:
            return [questionnaire.items[item].code for item in label.items]
        case Aggregation.MEAN_OF_GROUPS, Level.WHOLE | Level.PART:
            return elements
        case Aggregation.MEAN_OF_PARTS, Level.WHOLE:
            return parts
        case _:
            return []

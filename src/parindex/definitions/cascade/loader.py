"""Load the rules of cascading; anything not understood is refused with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TypeVar

from pydantic import ValidationError

from parindex.definitions.cascade.schema import AgenciesShape, LevelsShape, Shape, WordsShape
from parindex.definitions.faults import explain
from parindex.definitions.lint.loader import load_rule_book
from parindex.definitions.yaml import load_yaml
from parindex.domain.planning.cascade.model import (
    CascadeBook,
    Fate,
    GroupRule,
    Measure,
    Phrase,
    Regime,
    Threshold,
    Work,
)
from parindex.domain.text import folding

ShapeT = TypeVar("ShapeT", bound=Shape)
KeyT = TypeVar("KeyT", bound=str)
ValueT = TypeVar("ValueT")

_FOLDER = resources.files(__package__)


class CascadeDefinitionError(ValueError):
    """A file of cascading says something that cannot be used; the message names file and line."""

    code = "cascade_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


@cache
def load_cascade_book() -> CascadeBook:
    """Return the rules that ship with the product; raises CascadeDefinitionError or YamlError."""
    names = ("agencies.yaml", "words.yaml", "levels.yaml")
    agencies, words, levels = (_FOLDER.joinpath(name).read_text(encoding="utf-8") for name in names)
    return build_cascade_book(agencies=agencies, words=words, levels=levels)


def build_cascade_book(*, agencies: str, words: str, levels: str) -> CascadeBook:
    """Build the rules of three YAML texts; raises CascadeDefinitionError or YamlError with file and line.

    What lint knows not to apply at a level is not handed down to it either.
    """
    who = _check(agencies, AgenciesShape, source="agencies.yaml")
    said = _check(words, WordsShape, source="words.yaml")
    known = _check(levels, LevelsShape, source="levels.yaml")
    return CascadeBook(
        regimes=tuple(Regime(row.key, row.kind, row.level, row.valid_from, row.valid_to) for row in who.regimes),
        works=tuple(Work(row.names, _plain(row.offices), row.certainty, row.source) for row in who.works),
        groups=tuple(
            GroupRule(row.names, {key: Fate(fate.kind, fate.text, fate.why) for key, fate in row.fates.items()})
            for row in who.groups
        ),
        phrases=tuple(Phrase(row.find, row.become, row.why, row.regimes) for row in said.phrases),
        thresholds=tuple(
            Threshold(folding.fold(row.words), _plain(row.values), row.certainty, row.source)
            for row in known.thresholds
        ),
        measures=(*_measures(known), *_lint_measures()),
        levels=_plain(known.levels),
        working_days=known.duty.working_days,
        duty_source=known.duty.source,
        duty_certainty=known.duty.certainty,
    )


def _plain(table: Mapping[KeyT, ValueT]) -> dict[str, ValueT]:
    """Return a table whose keys are any text: the domain does not know the closed lists of the files."""
    return {str(key): value for key, value in table.items()}


def _measures(known: LevelsShape) -> tuple[Measure, ...]:
    return tuple(Measure(tuple(map(folding.fold, row.words)), row.levels, row.reason) for row in known.measures)


def _lint_measures() -> tuple[Measure, ...]:
    return tuple(
        Measure(row.words, tuple(level.value for level in row.levels), row.reason, row.at_least)
        for row in load_rule_book().inapplicable
    )


def _check(text: str, shape: type[ShapeT], *, source: str) -> ShapeT:
    try:
        return shape.model_validate(load_yaml(text, source=source))
    except ValidationError as error:
        raise CascadeDefinitionError(explain(error, text=text, source=source)) from error

"""Load the rules of the monthly sheet; anything not understood is refused with file and line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from parindex.definitions.faults import explain
from parindex.definitions.yaml import line_of, load_yaml
from parindex.domain.workload.model import Aspect, RuleSentence, SheetRules

NAME = "monthly_sheet.yaml"


class WorkloadDefinitionError(ValueError):
    """The rules of the monthly sheet say something that cannot be used; the message names file and line."""

    code = "workload_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


def _exact(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError("ghi một số hoặc phân số, ví dụ 70, 1/3") from error


Exact = Annotated[Fraction, BeforeValidator(_exact), Field(gt=0)]
Text = Annotated[str, Field(min_length=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Sentence(_Shape):
    text: Text
    source: Text
    verified: Literal["yes", "no"]


class _Rules(_Shape):
    title: Text
    valid_from: date
    points: Exact
    common_points: Exact
    weights: dict[Aspect, Exact]
    deduction: Annotated[Exact, Field(le=1)]
    sentences: Annotated[tuple[_Sentence, ...], Field(min_length=1)]


@cache
def load_sheet_rules() -> SheetRules:
    """Return the rules that ship with the product; raises WorkloadDefinitionError or YamlError."""
    return build_sheet_rules((resources.files(__package__) / NAME).read_text(encoding="utf-8"))


def build_sheet_rules(text: str) -> SheetRules:
    """Build the rules of a YAML text; raises WorkloadDefinitionError or YamlError with file and line."""
    try:
        told = _Rules.model_validate(load_yaml(text, source=NAME))
    except ValidationError as error:
        raise WorkloadDefinitionError(explain(error, text=text, source=NAME)) from error
    if set(told.weights) != set(Aspect) or sum(told.weights.values()) != 1:
        line = line_of(text, path=("weights",))
        raise WorkloadDefinitionError(f"{NAME}:{line}: weights: đủ ba mặt và cộng lại đúng 1")
    return SheetRules(
        title=told.title,
        valid_from=told.valid_from,
        points=told.points,
        common_points=told.common_points,
        weights=told.weights,
        deduction=told.deduction,
        sentences=tuple(RuleSentence(row.text, row.source, row.verified == "yes") for row in told.sentences),
    )

"""Shape of a questionnaire file; its JSON Schema is docs/reference/parindex.questionnaire-1.schema.json."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from parindex.domain.surveys.questionnaire import Aggregation, Kind, QuestionKind, Status

SCHEMA = "parindex.questionnaire/1"

_DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$"
_WHOLE = r"^[0-9]{1,9}$"
_MOST_OPTIONS, _MOST_ROWS, _MOST_QUESTIONS = 200, 500, 1000
MOST_CELLS = 50_000
"""Options of all the columns together: a scale that many questions share costs its file nothing."""


def _exact(value: object) -> Fraction:
    """Read a quoted decimal; a number without quotes may have lost digits before anyone looked."""
    if not isinstance(value, str) or not re.fullmatch(_DECIMAL, value):
        raise ValueError(f"{value!r} phải là số thập phân viết dạng chuỗi và không quá dài, ví dụ '0.5'")
    return Fraction(value)


Exact = Annotated[Fraction, PlainValidator(_exact), WithJsonSchema({"type": "string", "pattern": _DECIMAL})]
Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$")]
Whole = Annotated[str, Field(pattern=_WHOLE)]
YesNo = Literal["yes", "no"]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WordsShape(Shape):
    """A text in Vietnamese and, where somebody wrote it, in English."""

    vi: Text
    en: str = ""


class OptionShape(Shape):
    """An answer that may be chosen."""

    value: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    text: WordsShape
    satisfied: YesNo = "no"
    points: Exact | None = None


class ConditionShape(Shape):
    """When a question is asked."""

    column: Code
    is_: Annotated[tuple[Text, ...], Field(alias="is", min_length=1)]


class RowShape(Shape):
    """A line of a matrix."""

    code: Code
    text: WordsShape
    status: Status
    element: Code | Literal[""] = ""


class QuestionShape(Shape):
    """A question; `scale` names options that several questions share."""

    code: Code
    kind: QuestionKind
    text: WordsShape
    status: Status
    scale: str = ""
    options: Annotated[tuple[OptionShape, ...], Field(max_length=_MOST_OPTIONS)] = ()
    rows: Annotated[tuple[RowShape, ...], Field(max_length=_MOST_ROWS)] = ()
    element: Code | Literal[""] = ""
    when: ConditionShape | None = None
    required: YesNo = "no"
    least: Whole | None = None
    most: Whole | None = None


class ElementShape(Shape):
    """A group of items."""

    code: Code
    name: WordsShape


class PartShape(Shape):
    """A part of the index."""

    code: Code
    name: WordsShape
    elements: Annotated[tuple[ElementShape, ...], Field(min_length=1)]


class QuestionnaireShape(Shape):
    """A questionnaire file."""

    schema_: Annotated[Literal["parindex.questionnaire/1"], Field(alias="schema")]
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Text
    kind: Kind
    title: WordsShape
    years: Text
    status: Status
    notice: str = ""
    sources: tuple[Text, ...] = ()
    aggregation: Aggregation = Aggregation.POOLED_ANSWERS
    scales: dict[str, Annotated[tuple[OptionShape, ...], Field(min_length=2, max_length=_MOST_OPTIONS)]] = {}
    parts: Annotated[tuple[PartShape, ...], Field(min_length=1)]
    questions: Annotated[tuple[QuestionShape, ...], Field(min_length=1, max_length=_MOST_QUESTIONS)]

    @property
    def cells(self) -> int:
        """Return how many options all the columns have together."""
        shared = {name: len(options) for name, options in self.scales.items()}
        return sum(max(len(one.rows), 1) * shared.get(one.scale, len(one.options)) for one in self.questions)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a questionnaire file, as it is published."""
    shape = QuestionnaireShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **shape}

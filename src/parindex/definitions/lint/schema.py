"""Shapes of the lint files; unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

import datetime
import string
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from parindex.domain.planning.model import UnitLevel


def _iso_date(value: object) -> object:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


IsoDate = Annotated[datetime.date, BeforeValidator(_iso_date)]
Text = Annotated[str, Field(min_length=1)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]
SeverityName = Literal["error", "warning", "info"]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseShape(Shape):
    """A special case of a rule; what it leaves out is that of the rule."""

    severity: SeverityName | None = None
    sentence: Text | None = None
    why: Text | None = None
    fix: Text | None = None


class RuleShape(Shape):
    """One rule."""

    name: Text
    severity: SeverityName
    sentence: Text
    why: Text
    fix: Text
    cases: dict[str, CaseShape] = {}
    words: dict[str, Words] = {}

    @model_validator(mode="after")
    def check_sentences(self) -> Self:
        """Refuse patterns that cannot be filled in: an open brace, or a value without a name."""
        for text in (self.sentence, self.fix, *(case.sentence for case in self.cases.values())):
            if any(
                name == "" or (name and not name.isidentifier())
                for _, name, _, _ in string.Formatter().parse(text or "")
            ):
                raise ValueError(f"mẫu câu có ngoặc không tên: {text}")
        return self


class RulesShape(Shape):
    """`rules.yaml`."""

    rules: Annotated[dict[str, RuleShape], Field(min_length=1)]


class DocumentShape(Shape):
    """A document whose date a source states."""

    number: Text
    date: IsoDate
    issuer: Text
    subject: Text
    source: Text
    replaced_by: str = ""
    replaced_on: IsoDate | None = None


class InapplicableShape(Shape):
    """A measure that only some levels have."""

    words: Words
    levels: Annotated[tuple[UnitLevel, ...], Field(min_length=1)]
    reason: Text
    at_least: int | None = None


class FactsShape(Shape):
    """`facts.yaml`."""

    documents: tuple[DocumentShape, ...]
    inapplicable: tuple[InapplicableShape, ...]

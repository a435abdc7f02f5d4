"""Shapes of the files of cascading; unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parindex.domain.planning.cascade.model import Certainty, FateKind
from parindex.domain.units import UnitKind


def _iso_date(value: object) -> object:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


IsoDate = Annotated[datetime.date | None, BeforeValidator(_iso_date)]
Text = Annotated[str, Field(min_length=1)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]
RegimeKey = Literal["district", "commune_three_tier", "commune_two_tier", "department"]
LevelKey = Literal["province", "district", "commune"]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RegimeShape(Shape):
    """A kind of lower unit in a period."""

    key: RegimeKey
    kind: UnitKind
    level: Text
    valid_from: IsoDate = None
    valid_to: IsoDate = None


class WorkShape(Shape):
    """A field of work."""

    names: Words
    offices: dict[RegimeKey, Words]
    certainty: Certainty = Certainty.UNVERIFIED
    source: Text


class FateShape(Shape):
    """What becomes of a group."""

    kind: FateKind
    text: str
    why: Text


class GroupShape(Shape):
    """A group of agencies."""

    names: Words
    fates: dict[RegimeKey, FateShape]


class AgenciesShape(Shape):
    """`agencies.yaml`."""

    regimes: Annotated[tuple[RegimeShape, ...], Field(min_length=1)]
    works: tuple[WorkShape, ...]
    groups: tuple[GroupShape, ...]


class PhraseShape(Shape):
    """Words that mean the upper unit."""

    find: Text
    become: Text | None = None
    why: Text
    regimes: tuple[RegimeKey, ...] = ()


class WordsShape(Shape):
    """`words.yaml`."""

    phrases: Annotated[tuple[PhraseShape, ...], Field(min_length=1)]


class ThresholdShape(Shape):
    """A known threshold by level."""

    words: Text
    values: dict[LevelKey, Decimal]
    certainty: Certainty
    source: Text


class MeasureShape(Shape):
    """A criterion that only some levels have."""

    words: Words
    levels: Annotated[tuple[LevelKey, ...], Field(min_length=1)]
    reason: Text


class DutyShape(Shape):
    """The time that a lower unit has for its own plan."""

    working_days: Annotated[int, Field(ge=1)]
    certainty: Certainty
    source: Text


class LevelsShape(Shape):
    """`levels.yaml`."""

    levels: dict[LevelKey, Words]
    thresholds: tuple[ThresholdShape, ...]
    measures: tuple[MeasureShape, ...]
    duty: DutyShape

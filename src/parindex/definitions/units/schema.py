"""Shapes of the files of a tree; unknown keys and columns are refused, so that none is misspelt in silence."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parindex.domain.naming.words import GroupNoun
from parindex.domain.units import UnitKind


def _iso_date(value: object) -> object:
    """Read an ISO date from text, blank as none; anything but text is left to pydantic to refuse."""
    if not isinstance(value, str):
        return value
    return datetime.date.fromisoformat(value) if value else None


def _yes(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _names(value: object) -> object:
    """Split names that one cell holds, divided by bars."""
    return tuple(name.strip() for name in value.split("|") if name.strip()) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
IsoDate = Annotated[datetime.date | None, BeforeValidator(_iso_date)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeShape(Shape):
    """An office that each unit of a kind has: the key of each is that of its unit and `suffix`."""

    suffix: Slug
    name: Text
    kind: UnitKind
    under: UnitKind
    also: Names = ()
    short_name: str = ""
    valid_from: IsoDate = None
    valid_to: IsoDate = None
    source: Text


class DatasetShape(Shape):
    """`dataset.yaml` of a tree: what it is, its sources by code, and the offices that all units of a kind have."""

    title: Text
    is_fictional: Annotated[bool, BeforeValidator(_yes)]
    sources: dict[str, Text]
    offices: tuple[OfficeShape, ...] = ()


class UnitShape(Shape):
    """A row of `units.csv`; `source` is a code of `dataset.yaml`."""

    slug: Slug
    parent: str
    code: str
    name: Text
    short_name: str
    kind: UnitKind
    also: Names
    former: Names
    valid_from: IsoDate
    valid_to: IsoDate
    source: Text


class SuccessionShape(Shape):
    """A row of `successions.csv`."""

    predecessor: Slug
    successor: Slug
    on: Annotated[datetime.date, BeforeValidator(_iso_date)]
    source: Text


class VocabularyShape(Shape):
    """`vocabulary.yaml`."""

    abbreviations: dict[str, str]
    levels: dict[str, tuple[UnitKind, ...]]
    groups: dict[str, GroupNoun]
    fillers: tuple[Text, ...]
    titles: tuple[Text, ...]
    optional_heads: tuple[Text, ...]
    quantifiers: tuple[Text, ...]
    openers: tuple[Text, ...]

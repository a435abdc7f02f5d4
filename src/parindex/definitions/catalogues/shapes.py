"""What the shapes of rules are written with: exact numbers, words and keys; measures, bands, counted things."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from parindex.domain.scoring import measures
from parindex.domain.scoring.bands import Band
from parindex.domain.scoring.counting import Counted
from parindex.domain.scoring.rule import ZeroPolicy

_DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"


def _exact(value: object) -> Fraction:
    """Read a quoted decimal; a number without quotes may have lost digits before anyone looked."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, str) or not re.fullmatch(_DECIMAL, value):
        raise ValueError(f"{value!r} phải là số thập phân viết dạng chuỗi, ví dụ '0.5'")
    return Fraction(value)


Exact = Annotated[Fraction, PlainValidator(_exact), WithJsonSchema({"type": "string", "pattern": _DECIMAL})]
Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RatioShape(Shape):
    """A numerator over a denominator, both named in words."""

    numerator: Text
    denominator: Text
    when_zero: ZeroPolicy
    may_exceed: bool = False
    is_whole: bool = True

    def build(self) -> measures.Ratio:
        """Build it."""
        return measures.Ratio(self.numerator, self.denominator, self.when_zero, self.may_exceed, self.is_whole)


class PercentShape(Shape):
    """A percentage that is given as a number."""

    percent: Text
    at_most: Exact = Fraction(100)

    def build(self) -> measures.Percentage:
        """Build it."""
        return measures.Percentage(self.percent, self.at_most)


def _measure_tag(value: object) -> str:
    return "percent" if isinstance(value, dict) and "percent" in value else "ratio"


MeasureShape = Annotated[
    Annotated[RatioShape, Tag("ratio")] | Annotated[PercentShape, Tag("percent")], Discriminator(_measure_tag)
]


class BandShape(Shape):
    """`from` a threshold on, or only `above` it; the last band has neither."""

    from_: Annotated[Exact | None, Field(alias="from")] = None
    above: Exact | None = None
    points: Exact

    def build(self) -> Band:
        """Build it; `above` wins, and `from` beside it shows as bands out of order in the check."""
        return Band(self.points, self.from_ if self.above is None else self.above, is_above=self.above is not None)


Bands = Annotated[tuple[BandShape, ...], Field(min_length=1)]


class CountedShape(Shape):
    """One kind of thing that is counted."""

    name: Key
    label: Text
    each: Exact
    at_most: Exact | None = None

    def build(self) -> Counted:
        """Build it."""
        return Counted(self.name, self.label, self.each, self.at_most)

"""Shapes of the dossier files. Unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from parindex.definitions.calendar.schema import IsoDate, Shape, Text
from parindex.domain.calendar.clocks import FirstDay
from parindex.domain.calendar.days import Certainty

Kind = Literal["code", "text", "moment", "day", "flag", "count", "choice"]


def _number(value: object) -> object:
    """Read a whole number from the text that strict YAML keeps."""
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _yes(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


Number = Annotated[int, BeforeValidator(_number), Field(ge=0)]
Yes = Annotated[bool, BeforeValidator(_yes)]


class ColumnShape(Shape):
    """One column of a dossier file."""

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    kind: Kind
    title: Text
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    certainty: Certainty
    required: Yes = False


class ColumnsShape(Shape):
    """The file of columns."""

    version: Text
    columns: tuple[ColumnShape, ...]


class PatternShape(Shape):
    """One pattern of dossier codes."""

    name: Text
    regex: Text
    source: Text
    certainty: Certainty


class CodeShape(Shape):
    """One code of a choice and the words that mean it."""

    code: Number
    name: Text
    words: tuple[Text, ...] = ()


class CodesShape(Shape):
    """The file of codes."""

    patterns: tuple[PatternShape, ...]
    choices: dict[str, tuple[CodeShape, ...]]


class RuleShape(Shape):
    """Where one rule of the clock comes from."""

    code: Text
    text: Text
    source: Text
    certainty: Certainty


class ClockShape(Shape):
    """The file of the clock."""

    version: Text
    valid_from: IsoDate
    first_day: FirstDay
    cutoff: datetime.time | None
    honour_reschedule: Yes
    stop_for_supplement: Yes
    rules: tuple[RuleShape, ...]


class MeasureShape(Shape):
    """One count."""

    code: Text
    name: Text
    when: Annotated[tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...], Field(min_length=1)]


class IndicatorShape(Shape):
    """One ratio."""

    code: Text
    name: Text
    numerator: Text
    denominator: Text
    source: Text
    certainty: Certainty
    criteria: tuple[Text, ...] = ()
    failing: str = ""
    valid_from: IsoDate | None = None
    valid_to: IsoDate | None = None


class QualityShape(Shape):
    """One of the nine indicators of quality."""

    number: Number
    name: Text
    two: str | None = None
    one: str | None = None
    of: str | None = None
    note: str | None = None


class ServiceShape(Shape):
    """One part of the set of QĐ 766."""

    group: Text
    code: Text
    name: Text
    maximum: Number
    indicator: str | None = None
    full_at: Number | None = None
    certainty: Certainty


class IndicatorsShape(Shape):
    """The file of indicators."""

    version: Text
    measures: tuple[MeasureShape, ...]
    indicators: tuple[IndicatorShape, ...]
    quality: tuple[QualityShape, ...]
    service: tuple[ServiceShape, ...]

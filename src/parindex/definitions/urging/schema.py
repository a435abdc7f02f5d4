"""Shape of the ladder file. Unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parindex.domain.urging.ladder import Audience


def _clock(value: object) -> object:
    """Read "07:00" from the text that strict YAML keeps."""
    return datetime.time.fromisoformat(value) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
Clock = Annotated[datetime.time, BeforeValidator(_clock)]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RungShape(Shape):
    """One rung."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9+-]{1,20}$")]
    offset: Annotated[int, Field(ge=-60, le=60)]
    audience: Audience
    name: Text


class HoursShape(Shape):
    """The hours at which messages may leave."""

    from_: Clock = Field(alias="from")
    until: Clock


class LadderShape(Shape):
    """The whole file."""

    source: Text
    rungs: Annotated[tuple[RungShape, ...], Field(min_length=1)]
    soon: Annotated[int, Field(ge=0, le=60)]
    hours: HoursShape
    retry_minutes: tuple[Annotated[int, Field(ge=1, le=10_000)], ...]

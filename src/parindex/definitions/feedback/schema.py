"""Shapes of the files of feedback. Unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from parindex.definitions.calendar.schema import Shape, Text
from parindex.definitions.dossiers.schema import Number, Yes
from parindex.domain.calendar.days import Certainty

Code = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$", max_length=20)]
Event = Literal[
    "received", "classified", "forwarded", "referred", "asked", "supplemented", "answered", "published", "withheld",
    "refused", "merged",
]  # fmt: skip
Events = Annotated[tuple[Event, ...], Field(min_length=1)]


class ClockShape(Shape):
    """One limit."""

    code: Code
    name: Text
    days: Annotated[Number, Field(ge=1)]
    starts: Events
    ends: Events
    voids: tuple[Event, ...] = ()
    optional: Yes = False
    source: Text
    certainty: Certainty
    note: str = ""


class ClocksShape(Shape):
    """The file of limits."""

    version: Text
    clocks: Annotated[tuple[ClockShape, ...], Field(min_length=1)]


class KindShape(Shape):
    """One choice: what is kept, what is shown, and where it comes from."""

    code: Code
    name: Text
    source: Text
    certainty: Certainty


Kinds = Annotated[tuple[KindShape, ...], Field(min_length=1)]


class KindsShape(Shape):
    """The file of choices."""

    version: Text
    channels: Kinds
    contents: Kinds
    classes: Kinds
    refusals: Kinds
    ratings: Kinds


class ThemeShape(Shape):
    """One theme and the words that suggest it."""

    code: Code
    name: Text
    words: tuple[Text, ...] = ()


class ThemesShape(Shape):
    """The file of themes."""

    version: Text
    themes: Annotated[tuple[ThemeShape, ...], Field(min_length=1)]


class LimitShape(Shape):
    """How often something may be done from one place in so many minutes."""

    code: Code
    name: Text
    most: Annotated[Number, Field(ge=1)]
    minutes: Annotated[Number, Field(ge=1)]


class FilesShape(Shape):
    """What may be attached."""

    most: Number
    megabytes: Annotated[Number, Field(ge=1)]
    kinds: Annotated[tuple[Text, ...], Field(min_length=1)]


class DuplicatesShape(Shape):
    """How far back and how alike a suggested duplicate is."""

    days: Number
    permille: Annotated[Number, Field(le=1000)]


class RemindersShape(Shape):
    """How many working days before the limit an official is told."""

    days_before: Number


class RetentionShape(Shape):
    """How long something is kept."""

    code: Code
    name: Text
    months: Number
    certainty: Certainty
    source: Text


class IntakeShape(Shape):
    """The file of limits of the public page."""

    version: Text
    limits: tuple[LimitShape, ...]
    least_seconds: Number
    sheet_hours: Annotated[Number, Field(ge=1)]
    files: FilesShape
    duplicates: DuplicatesShape
    undo_hours: Number
    reminders: RemindersShape
    retention: tuple[RetentionShape, ...]

    def limit(self, code: str) -> LimitShape:
        """Return a limit by its code; the loader has checked that it is there."""
        return next(limit for limit in self.limits if limit.code == code)

    def months(self, code: str) -> int:
        """Return how many months something is kept; the loader has checked that it is there."""
        return next(kept.months for kept in self.retention if kept.code == code)


class IndicatorShape(Shape):
    """One indicator."""

    code: Code
    name: Text
    criteria: tuple[Text, ...] = ()
    numerator: Annotated[tuple[Code, ...], Field(min_length=1)]
    denominator: Annotated[tuple[Code, ...], Field(min_length=1)]
    counted: Text
    passed: Text
    failing: Text
    source: Text
    certainty: Certainty


class IndicatorsShape(Shape):
    """The file of indicators."""

    version: Text
    indicators: Annotated[tuple[IndicatorShape, ...], Field(min_length=1)]

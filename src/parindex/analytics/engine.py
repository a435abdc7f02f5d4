"""The port of counting: what is asked, what is answered, and two engines that must answer alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from parindex.domain.dossiers.measures import Value


class Key(StrEnum):
    """What dossiers can be grouped by."""

    UNIT = "unit"
    LEVEL = "level"
    OFFICE = "office"
    FIELD = "field"
    PROCEDURE = "procedure"
    CHANNEL = "channel"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class PeriodOf(StrEnum):
    """Which day puts a dossier into a period: receipt (the criteria 3.4.x) or settlement."""

    RECEIVED = "received"
    CLOSED = "closed"

    @property
    def column(self) -> str:
        """The column that holds the day."""
        return f"{self.value}_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Count by `by` the dossiers of [start, end), of some `units` or all; what is open is judged on `as_of`."""

    by: tuple[Key, ...]
    as_of: date
    period_of: PeriodOf = PeriodOf.RECEIVED
    start: date | None = None
    end: date | None = None
    units: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The values of the keys and the counts in the order of the measures."""

    keys: tuple[Value, ...]
    counts: tuple[int, ...]


class Engine(Protocol):
    """Something that counts dossiers."""

    def count(self, query: Query) -> Iterator[Group]:
        """Yield the groups that have dossiers, ordered by their keys, unknown last."""

"""Counts over dossiers as data: a measure is a set of conditions, an indicator a ratio of two measures.

The same definitions are evaluated here for one dossier and compiled to SQL in `analytics.bulk`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parindex.domain.calendar.days import Certainty

Value = int | str | date | None


class Operator(StrEnum):
    """What a condition asks of a column."""

    IN = "in"
    KNOWN = "known"
    UNKNOWN = "unknown"
    BEFORE = "<"
    NOT_BEFORE = ">="


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one column; `<` and `>=` compare a day with the day the figures are of."""

    column: str
    operator: Operator
    values: tuple[int, ...] = ()

    def holds(self, facts: Mapping[str, Value], *, as_of: date) -> bool:
        """Answer for the facts of one dossier; unknown is never true but for UNKNOWN."""
        value = facts[self.column]
        if self.operator is Operator.UNKNOWN or value is None:
            return value is None and self.operator is Operator.UNKNOWN
        if self.operator is Operator.IN:
            return value in self.values
        if isinstance(value, date):
            return {Operator.BEFORE: value < as_of, Operator.NOT_BEFORE: value >= as_of}.get(self.operator, True)
        return self.operator is Operator.KNOWN


@dataclass(frozen=True, slots=True)
class Measure:
    """A count: dossiers for which all conditions of one alternative hold."""

    code: str
    name: str
    alternatives: tuple[tuple[Condition, ...], ...]

    def counts(self, facts: Mapping[str, Value], *, as_of: date) -> bool:
        """Tell whether a dossier is counted."""
        return any(all(c.holds(facts, as_of=as_of) for c in conditions) for conditions in self.alternatives)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A ratio of two measures with its source; `criteria` are codes of PAR Index criteria it feeds.

    `failing` names a dossier that is in the denominator and not in the numerator, blank when it has no name.
    """

    code: str
    name: str
    numerator: str
    denominator: str
    source: str
    certainty: Certainty
    criteria: tuple[str, ...] = ()
    failing: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityIndicator:
    """One of the nine indicators of TT 01/2018: 2 or 1 points a dossier; without measures it needs other data."""

    number: int
    name: str
    two: str | None
    one: str | None
    of: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePart:
    """One indicator of the QĐ 766 set: its maximum in hundredths of a point and the indicator that feeds it.

    A rate of `full_at` percent or more earns the maximum; None means rate x maximum, which nobody confirmed.
    """

    group: str
    code: str
    name: str
    maximum: int
    indicator: str | None
    full_at: int | None
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSet:
    """All measures and indicators of one version."""

    version: str
    measures: tuple[Measure, ...]
    indicators: tuple[Indicator, ...]
    quality: tuple[QualityIndicator, ...]
    service: tuple[ServicePart, ...]


def basis_points(numerator: int, denominator: int) -> int | None:
    """Return the rate in hundredths of a percent, half up; None when there is nothing to divide by."""
    return None if denominator == 0 else (20_000 * numerator + denominator) // (2 * denominator)


def service_points(part: ServicePart, counts: Mapping[str, int], indicators: Mapping[str, Indicator]) -> int | None:
    """Return the points of one QĐ 766 indicator in hundredths, half up; None without its indicator or dossiers."""
    if part.indicator is None:
        return None
    fed = indicators[part.indicator]
    numerator, denominator = 100 * counts[fed.numerator], (part.full_at or 100) * counts[fed.denominator]
    if denominator == 0:
        return None
    return (2 * part.maximum * min(numerator, denominator) + denominator) // (2 * denominator)

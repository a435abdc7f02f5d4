"""Counts turned into rates, points and classes: what a table, a JSON file and a page show of one group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from parindex.analytics.engine import Group, Query
from parindex.domain.dossiers.measures import IndicatorSet, basis_points, service_points
from parindex.domain.dossiers.quality import average_points, class_of, total_points


def counts_of(group: Group, definitions: IndicatorSet) -> dict[str, int]:
    """Return the counts by the code of their measure."""
    return dict(zip((measure.code for measure in definitions.measures), group.counts, strict=True))


def keys_of(group: Group, query: Query) -> dict[str, object]:
    """Return the keys of a group by name, days as ISO text."""
    values = (value.isoformat() if isinstance(value, date) else value for value in group.keys)
    return dict(zip((key.value for key in query.by), values, strict=True))


def rates_of(counts: Mapping[str, int], definitions: IndicatorSet) -> dict[str, dict[str, object]]:
    """Return numerator, denominator and percent (text, 2 decimals, None without denominator) by indicator."""
    return {
        one.code: {
            "numerator": counts[one.numerator],
            "denominator": counts[one.denominator],
            "percent": hundredths(basis_points(counts[one.numerator], counts[one.denominator])),
        }
        for one in definitions.indicators
    }


def quality_of(counts: Mapping[str, int], definitions: IndicatorSet) -> dict[str, object]:
    """Return the points of TT 01/2018 by number, their total and the class, None where unknown."""
    points = {one.number: average_points(one, counts) for one in definitions.quality}
    known = [value for value in points.values() if value is not None]
    total = total_points(points.values())
    return {
        "points": {str(number): None if value is None else str(value) for number, value in points.items()},
        "known": len(known),
        "total": str(total) if known else None,
        "class": class_of(total, known=len(known)),
    }


def service_of(counts: Mapping[str, int], definitions: IndicatorSet) -> dict[str, str | None]:
    """Return the points of the QĐ 766 set by code, None for what dossiers cannot tell."""
    indicators = {one.code: one for one in definitions.indicators}
    return {part.code: hundredths(service_points(part, counts, indicators)) for part in definitions.service}


def hundredths(value: int | None) -> str | None:
    """Write hundredths as a decimal number with two places."""
    return None if value is None else str(Decimal(value).scaleb(-2).quantize(Decimal("0.01")))


def describe(group: Group, *, query: Query, definitions: IndicatorSet) -> dict[str, object]:
    """Return everything that is known of one group as plain values."""
    counts = counts_of(group, definitions)
    return {
        **keys_of(group, query),
        "counts": counts,
        "rates": rates_of(counts, definitions),
        "quality": quality_of(counts, definitions),
        "service": service_of(counts, definitions),
    }

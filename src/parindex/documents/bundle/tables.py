"""The tables of a bundle as CSV text: the same data gives the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from parindex.documents.bundle.content import Content, GroupResult, entries_of
from parindex.domain.scoring.wording import decimal_text, exact_text

UNITS: Final = ("group", "unit", "name")
ANSWERS: Final = ("group", "unit", "code", "input", "value")
POINTS: Final = ("group", "unit", "code", "status", "points", "maximum")
RANKING: Final = ("group", "unit", "points", "maximum", "index", "rank", "grade")

Row = tuple[str, ...]


def write_table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write rows below their headings, UTF-8, lines ended by a line feed."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode()


def unit_rows(content: Content) -> list[Row]:
    """Return every unit with its group and its name at publication."""
    return [(unit.group, unit.unit, unit.name) for unit in content.units]


def answer_rows(content: Content) -> list[Row]:
    """Return every known answer; what is unknown has no row."""
    return [
        (entry.group, entry.unit, entry.code, entry.input_name, entry.value)
        for unit in content.units
        for entry in entries_of(unit)
    ]


def point_rows(results: Iterable[GroupResult]) -> list[Row]:
    """Return status and points of every node of every unit."""
    return [
        (
            result.group,
            sheet.unit,
            item.code,
            item.status.value,
            _decimal(item.points, sheet.scale),
            _decimal(item.maximum, sheet.scale),
        )
        for result in results
        for sheet in result.sheets
        for item in sheet.items
    ]


def ranking_rows(results: Iterable[GroupResult]) -> list[Row]:
    """Return total, exact index (a fraction of percent), rank and class of every unit; empty while not settled."""
    return [
        (
            result.group,
            sheet.unit,
            _decimal(sheet.total.points, sheet.scale),
            _decimal(sheet.total.maximum, sheet.scale),
            "" if sheet.total.index is None else exact_text(sheet.total.index),
            "" if standing.rank is None else str(standing.rank),
            standing.grade or "",
        )
        for result in results
        for sheet, standing in zip(result.sheets, result.standings, strict=True)
    ]


def _decimal(units: int | None, scale: int) -> str:
    return "" if units is None else decimal_text(units, scale=scale)

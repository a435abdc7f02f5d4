"""Rankings and imported rows in words and bars; every figure comes from the published rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from parindex.domain.assessment.benchmark import is_aggregate
from parindex.domain.scoring.wording import number_text, two_places
from parindex.web.presenters.result_words import bar, fraction, percent, plain

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Result
    from parindex.documents.bundle.content import GroupResult


@dataclass(frozen=True, slots=True)
class Line:
    """One unit of a ranking."""

    pk: int | None
    rank: str
    name: str
    index: str
    points: str
    grade: str
    bar: SafeString


@dataclass(frozen=True, slots=True)
class Table:
    """One group: its units by rank and a sentence on its first."""

    name: str
    key: str
    sentence: str
    lines: tuple[Line, ...]


def tables(results: Sequence[Result]) -> tuple[Table, ...]:
    """Return the ranking of each group; results come by group and rank."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.group].append(result)
    return tuple(_table(name, key=f"nhom-{at}", rows=rows) for at, (name, rows) in enumerate(groups.items(), start=1))


def _table(name: str, *, key: str, rows: Sequence[Result]) -> Table:
    firsts = [row for row in rows if row.rank == 1]
    sentence = ""
    if firsts:
        named = ", ".join(row.unit_name for row in firsts[:3])
        verb = "cùng đứng đầu" if len(firsts) > 1 else "đứng đầu"
        sentence = f"{named} {verb} {firsts[0].rank_of} đơn vị nhóm {name} với chỉ số {percent(firsts[0].index)}."
    return Table(name, key, sentence, tuple(_line(row) for row in rows))


def _line(row: Result) -> Line:
    return Line(
        pk=row.pk,
        rank=str(row.rank) if row.rank else "–",
        name=row.unit_name,
        index=percent(row.index),
        points=f"{plain(row.points)} / {plain(row.maximum)}",
        grade=row.grade,
        bar=bar(fraction(row.index), Fraction(100), label=row.unit_name),
    )


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One imported row; `score` is written as its source printed it, without needless zeros."""

    year: int
    index_name: str
    field: str
    unit_name: str
    score: str
    rank: str
    catalogue: str
    source: str
    note: str
    is_unit: bool


def history(rows: Iterable[Result]) -> tuple[HistoryLine, ...]:
    """Return imported rows as lines."""
    return tuple(
        HistoryLine(
            year=row.year,
            index_name=row.index_name,
            field=row.field,
            unit_name=row.unit_name,
            score=plain(row.index),
            rank=f"{row.rank or '–'}{f' / {row.rank_of}' if row.rank_of else ''}",
            catalogue=row.catalogue_id,
            source=row.source,
            note=row.note,
            is_unit=not row.field and not is_aggregate(row.unit_name),
        )
        for row in rows
    )


def preview_tables(results: Iterable[GroupResult]) -> tuple[Table, ...]:
    """Return the ranking that publication would give, as it stands now."""
    return tuple(_preview(result, key=f"nhom-{at}") for at, result in enumerate(results, start=1))


def _preview(result: GroupResult, *, key: str) -> Table:
    rows = sorted(
        zip(result.units, result.sheets, result.standings, strict=True),
        key=lambda row: (row[2].rank is None, row[2].rank or 0, row[0].name),
    )
    lines = tuple(
        Line(
            pk=None,
            rank=str(standing.rank) if standing.rank else "–",
            name=unit.name,
            index="–" if sheet.total.index is None else two_places(sheet.total.index),
            points=f"{_units(sheet.total.points, sheet.scale)} / {_units(sheet.total.maximum, sheet.scale)}",
            grade=standing.grade or "",
            bar=bar(sheet.total.index, Fraction(100), label=unit.name),
        )
        for unit, sheet, standing in rows
    )
    return Table(result.group, key, result.catalogue.ranking.describe(), lines)


def _units(units: int | None, scale: int) -> str:
    return "–" if units is None else number_text(Fraction(units, scale))

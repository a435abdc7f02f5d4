"""Results of other years and places from a table, each with its source: for trends and benchmarks, never for ranks.

A row says what one source printed. Two sources that contradict each other are two rows; nothing chooses between them.
`catalogue` names what was measured by, so that a change of it breaks a trend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol

from django.db import transaction

from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.assessment.models import Result
from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.values import BadValue, read_number
from parindex.domain.scoring.wording import plain_text
from parindex.domain.text.folding import fold

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "year": ("year", "nam", "nam danh gia"),
    "index": ("index", "chi so"),
    "unit": ("unit", "don vi", "ten don vi", "tinh"),
    "group": ("group", "nhom"),
    "field": ("field", "linh vuc", "phan"),
    "score": ("score", "diem", "gia tri", "ket qua"),
    "rank": ("rank", "hang", "xep hang"),
    "rank_of": ("rank of", "rank_of", "so don vi"),
    "catalogue": ("catalogue", "bo tieu chi", "quyet dinh"),
    "source": ("source", "nguon"),
    "note": ("note", "ghi chu"),
}
INDEX_NAMES: Final = ("PAR", "SIPAS")
_NEEDED: Final = ("year", "index", "unit", "source")
_YEARS: Final = range(2000, 2101)
_LENGTHS: Final[Mapping[str, int]] = {
    "unit": 200,
    "group": 120,
    "field": 200,
    "catalogue": 80,
    "source": 500,
    "note": 500,
}


class TableRow(Protocol):
    """A row of a table: its number as the program of the file shows it, cells by folded heading."""

    @property
    def number(self) -> int:
        """Return the row's number."""

    @property
    def cells(self) -> Mapping[str, str]:
        """Return the cells by heading."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a row cannot be kept."""

    row: int
    column: str
    message: str


class BadResults(AssessmentError):
    """A table that cannot be kept; nothing of it is."""

    code = "bad_results"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        first = self.mistakes[0]
        more = f" (và {len(self.mistakes) - 1} lỗi khác)" if len(self.mistakes) > 1 else ""
        super().__init__(f"Dòng {first.row}, cột {first.column}: {first.message}{more} Chưa ghi dòng nào.")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were new and how many were there already."""

    added: int
    known: int


@dataclass(slots=True)
class _Reading:
    results: list[Result] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def import_results(*, rows: Sequence[TableRow], actor: Actor, now: datetime) -> Imported:
    """Keep every row or none; a row that is there already is not added again.

    Raises `PermissionDenied` unless the actor manages campaigns somewhere, and `BadResults` with every mistake.
    """
    if not actor.holds(Permission.CAMPAIGNS_MANAGE):
        raise PermissionDenied(Permission.CAMPAIGNS_MANAGE)
    results = read_results(rows)
    with transaction.atomic():
        known = {_key(row) for row in Result.objects.filter(publication=None)}
        fresh = {_key(row): row for row in results if _key(row) not in known}
        _link_units(fresh.values())
        Result.objects.bulk_create(fresh.values(), batch_size=500)
        audit.record(
            actor=actor,
            action="result.imported",
            object_type="result",
            object_id="",
            object_label=f"{len(fresh)} dòng kết quả",
            unit_path="",
            after={"added": len(fresh), "known": len(results) - len(fresh)},
            now=now,
        )
    return Imported(added=len(fresh), known=len(results) - len(fresh))


def read_results(rows: Sequence[TableRow]) -> list[Result]:
    """Read the rows of a table as unsaved results; raises `BadResults` with every mistake."""
    reading = _Reading()
    headings = {heading for row in rows for heading in row.cells}
    missing = [name for name in _NEEDED if not headings & set(COLUMNS[name])]
    if missing:
        reading.mistakes.append(Mistake(1, ", ".join(missing), "thiếu cột này."))
    else:
        for row in rows:
            _read(row, reading)
    if reading.mistakes:
        raise BadResults(reading.mistakes)
    return reading.results


def _read(row: TableRow, reading: _Reading) -> None:
    cells = {name: _cell(row, headings) for name, headings in COLUMNS.items()}
    before = len(reading.mistakes)
    for name in _NEEDED:
        if not cells[name]:
            reading.mistakes.append(Mistake(row.number, name, "không được để trống."))
    for name, length in _LENGTHS.items():
        if len(cells[name]) > length:
            reading.mistakes.append(Mistake(row.number, name, f"dài hơn {length} ký tự."))
    index_name = cells["index"].upper()
    if index_name and index_name not in INDEX_NAMES:
        reading.mistakes.append(Mistake(row.number, "index", f"“{cells['index']}” không phải PAR hay SIPAS."))
    year = _whole(row, "year", cells["year"], _YEARS, reading)
    rank = _whole(row, "rank", cells["rank"], range(1, 100_000), reading)
    rank_of = _whole(row, "rank_of", cells["rank_of"], range(1, 100_000), reading)
    score = _score(row, cells["score"], reading)
    if rank is not None and rank_of is not None and rank > rank_of:
        reading.mistakes.append(Mistake(row.number, "rank", f"hạng {rank} lớn hơn số đơn vị {rank_of}."))
    if len(reading.mistakes) > before or year is None:
        return
    reading.results.append(
        Result(
            year=year,
            index_name=index_name,
            field=cells["field"],
            group=cells["group"],
            unit_name=cells["unit"],
            index=score,
            rank=rank,
            rank_of=rank_of,
            catalogue_id=cells["catalogue"],
            source=cells["source"],
            note=cells["note"],
        )
    )


def _cell(row: TableRow, headings: Sequence[str]) -> str:
    return next((row.cells[heading].strip() for heading in headings if row.cells.get(heading)), "")


def _whole(row: TableRow, column: str, text: str, allowed: range, reading: _Reading) -> int | None:
    if not text:
        return None
    value = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
    if value is None or value not in allowed:
        wanted = f"số nguyên từ {allowed.start} đến {allowed.stop - 1}"
        reading.mistakes.append(Mistake(row.number, column, f"“{text}” không phải {wanted}."))
        return None
    return value


def _score(row: TableRow, text: str, reading: _Reading) -> Decimal | None:
    """Read 0 to 100 with at most four decimals; more would be rounded, which no source asked for.

    A point is a decimal point: read as a mark of thousands, the number would be above 100.
    """
    if not text:
        return None
    try:
        value = read_number(text.replace(".", ",") if text.count(".") == 1 else text)
    except BadValue as error:
        reading.mistakes.append(Mistake(row.number, "score", error.message))
        return None
    if not 0 <= value <= 100 or (value * 10_000).denominator != 1:
        reading.mistakes.append(
            Mistake(row.number, "score", f"“{text}” phải từ 0 đến 100, nhiều nhất bốn chữ số thập phân.")
        )
        return None
    return Decimal(plain_text(value))


def _key(row: Result) -> tuple[object, ...]:
    score = None if row.index is None else row.index.normalize()
    return (
        row.year,
        row.index_name,
        row.field,
        row.group,
        row.unit_name,
        score,
        row.rank,
        row.catalogue_id,
        row.source,
    )


def _link_units(results: Iterable[Result]) -> None:
    """Link a row to the one unit that bears exactly its name; a name that several bear stays a name."""
    by_name: dict[str, set[int]] = {}
    for pk, name, short_name in Unit.objects.values_list("pk", "name_fold", "short_name"):
        for known in {name, fold(short_name)} - {""}:
            by_name.setdefault(known, set()).add(pk)
    for row in results:
        found = by_name.get(fold(row.unit_name), set())
        row.unit_id = next(iter(found)) if len(found) == 1 else None

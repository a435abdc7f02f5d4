"""Entries read for figures: of each only the fields that are counted, in one query whatever the registers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When

from parindex.analytics.registers.columns import Raw
from parindex.apps.registers.models import RegisterEntry

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

_CHUNK: Final = 5_000
_MOST_PICKED: Final = 90
"""A function takes 100 arguments in PostgreSQL and 127 in SQLite (older ones 100)."""
_NO_FIELD: Final = "-"
"""No code of a field can be this word."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is read of the entries of a register, column by column, and which were written down after a moment."""

    raw: Raw
    is_later: Sequence[object]


class _Picked(Func):
    """The values of some fields of an entry as JSON arrays, one for each part, `null` where there is none."""

    output_field = TextField()

    def __init__(self, codes: Sequence[str]) -> None:
        """Keep the codes. Of one path SQLite would answer with the bare value: two that lead nowhere are added."""
        super().__init__(F("values"))
        self.parts = [(*part, _NO_FIELD, _NO_FIELD) for part in _parts_of(codes)]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Ask for all paths of a part at once."""
        del connection, extra_context
        values, params = compiler.compile(self.source_expressions[0])
        arrays = [f"JSON_EXTRACT({values}, {', '.join(['%s'] * len(part))})" for part in self.parts]
        told = (one for part in self.parts for one in (*params, *(f'$."{code}"' for code in part)))
        return _joined(arrays), tuple(told)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra_context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Build the arrays."""
        del connection, extra_context
        values, params = compiler.compile(self.source_expressions[0])
        picked = f"{values} -> %s::text"
        arrays = [f"JSONB_BUILD_ARRAY({', '.join([picked] * len(part))})::text" for part in self.parts]
        told = (one for part in self.parts for code in part for one in (*params, code))
        return _joined(arrays), tuple(told)


def _parts_of(codes: Sequence[str]) -> list[Sequence[str]]:
    """Cut codes into parts that one function call takes, at least one."""
    return [codes[start : start + _MOST_PICKED] for start in range(0, max(len(codes), 1), _MOST_PICKED)]


def _joined(arrays: Sequence[str]) -> str:
    joined = " || ',' || ".join(arrays)
    return f"({joined})"


def read_kept(rows: QuerySet[RegisterEntry], codes: Mapping[str, Sequence[str]], *, end: datetime) -> dict[str, Kept]:
    """Return the entries of some registers by register, with the values of the fields asked for of each.

    `is_later` is true for what was written down from the moment `end` on. One query.
    """
    picked = Case(
        *(When(register=register, then=_Picked(asked)) for register, asked in codes.items()),
        default=Value("[]"),
        output_field=TextField(),
    )
    # A text, because Django would convert each number by itself, which takes longer than all the rest.
    later = Case(When(Q(created_at__gte=end), then=Value("1")), default=Value(""), output_field=TextField())
    found = rows.filter(register__in=codes, removed_at=None).values_list(
        "register", "pk", "unit_id", "subject_id", "state", later, picked
    )
    by_register: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in found.iterator(chunk_size=_CHUNK):
        by_register[row[0]].append(row)
    return {register: _in_columns(by_register[register], asked) for register, asked in codes.items()}


def _in_columns(rows: Sequence[tuple[Any, ...]], codes: Sequence[str]) -> Kept:
    """Turn rows into columns; the arrays of all are read as one text, many times faster than each by itself."""
    _, keys, owners, subjects, states, later, picked = zip(*rows, strict=True) if rows else [()] * 7
    arrays, parts = json.loads(f"[{','.join(picked)}]"), _parts_of(codes)
    values: list[Sequence[object]] = []
    for at, part in enumerate(parts):
        told = islice(zip(*arrays[at :: len(parts)], strict=True), len(part))
        values += tuple(told) or [()] * len(part)
    return Kept(Raw(keys, owners, subjects, states, values), later)

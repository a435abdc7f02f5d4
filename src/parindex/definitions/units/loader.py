"""Load the trees of this folder and the vocabulary of names; anything not understood is refused with file and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import ValidationError

from parindex.definitions.faults import reason
from parindex.definitions.units.schema import (
    DatasetShape,
    OfficeShape,
    Shape,
    SuccessionShape,
    UnitShape,
    VocabularyShape,
)
from parindex.definitions.yaml import load_yaml
from parindex.domain import units
from parindex.domain.naming.words import Vocabulary
from parindex.domain.units import SuccessionFact, UnitFact

ShapeT = TypeVar("ShapeT", bound=Shape)

_FOLDER = resources.files(__package__)


class UnitDefinitionError(ValueError):
    """A file of a tree says something that cannot be used; the message names file and line."""

    code = "unit_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A tree that ships with the house, checked, with inherited periods."""

    name: str
    title: str
    is_fictional: bool
    facts: tuple[UnitFact, ...]
    successions: tuple[SuccessionFact, ...]


def list_datasets() -> tuple[str, ...]:
    """Return the names of the trees that ship with the house."""
    return tuple(sorted(entry.name for entry in _FOLDER.iterdir() if entry.joinpath("dataset.yaml").is_file()))


@cache
def load_dataset(name: str) -> Dataset:
    """Load one tree; raises UnitDefinitionError for an unknown name or a faulty file, YamlError for bad YAML."""
    if name not in list_datasets():
        raise UnitDefinitionError(f"Không có bộ dữ liệu “{name}”. Các bộ có sẵn: {', '.join(list_datasets())}.")
    return read_dataset(_FOLDER / name, name=name)


def read_dataset(folder: Traversable, *, name: str) -> Dataset:
    """Read and check the tree of a folder: `dataset.yaml`, `units.csv`, and `successions.csv` if there is one.

    Raises UnitDefinitionError that names file and line of the first thing wrong.
    """
    shape = _check(load_yaml(_read(folder, "dataset.yaml"), source="dataset.yaml"), DatasetShape, where="dataset.yaml")
    rows = list(_read_rows(folder, "units.csv", UnitShape))
    stated = [_unit(row, shape, where=where) for where, row in rows]
    facts = units.inherit_periods([*stated, *_offices(shape, units.inherit_periods(stated))])
    successions = tuple(
        SuccessionFact(row.predecessor, row.successor, row.on, _source(row.source, shape, where=where))
        for where, row in _read_rows(folder, "successions.csv", SuccessionShape)
    )
    faults = units.find_faults(facts, successions=successions)
    if faults:
        line = next((where for where, row in rows if row.slug == faults[0].key), name)
        raise UnitDefinitionError(f"{line}: {faults[0].message}")
    return Dataset(name, shape.title, shape.is_fictional, facts, successions)


@cache
def load_vocabulary() -> Vocabulary:
    """Load the words of names; raises UnitDefinitionError or YamlError."""
    return parse_vocabulary(_read(_FOLDER, "vocabulary.yaml"), source="vocabulary.yaml")


def parse_vocabulary(text: str, *, source: str) -> Vocabulary:
    """Read a vocabulary; `source` names it in errors. Raises UnitDefinitionError or YamlError."""
    shape = _check(load_yaml(text, source=source), VocabularyShape, where=source)
    return Vocabulary(**{name: getattr(shape, name) for name in VocabularyShape.model_fields})


def _read(folder: Traversable, name: str) -> str:
    return folder.joinpath(name).read_text(encoding="utf-8")


def _read_rows(folder: Traversable, name: str, shape: type[ShapeT]) -> Iterator[tuple[str, ShapeT]]:
    """Yield each row of a CSV file with its place; a file that is not there has no rows."""
    if not folder.joinpath(name).is_file():
        return
    reader = csv.DictReader(io.StringIO(_read(folder, name)), strict=True)
    for row in reader:
        where = f"{name}:{reader.line_num}"
        yield where, _check(row, shape, where=where)


def _check(value: object, shape: type[ShapeT], *, where: str) -> ShapeT:
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "tệp"
        raise UnitDefinitionError(f"{where}: {field}: {reason(first)}.") from error


def _source(code: str, shape: DatasetShape, *, where: str) -> str:
    if code not in shape.sources:
        raise UnitDefinitionError(f"{where}: nguồn “{code}” chưa được khai trong dataset.yaml.")
    return shape.sources[code]


def _unit(row: UnitShape, shape: DatasetShape, *, where: str) -> UnitFact:
    return UnitFact(
        key=row.slug,
        name=row.name,
        kind=row.kind,
        parent=row.parent or None,
        short_name=row.short_name,
        also=row.also,
        former=row.former,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        code=row.code,
        source=_source(row.source, shape, where=where),
    )


def _offices(shape: DatasetShape, facts: tuple[UnitFact, ...]) -> Iterator[UnitFact]:
    """Yield the offices that all units of a kind have, each for as long as both the unit and the rule are in force."""
    for office in shape.offices:
        for above in facts:
            if above.kind is office.under:
                fact = _office(office, above, shape)
                if units.overlaps(fact, above):
                    yield fact


def _office(office: OfficeShape, above: UnitFact, shape: DatasetShape) -> UnitFact:
    starts = [day for day in (office.valid_from, above.valid_from) if day]
    ends = [day for day in (office.valid_to, above.valid_to) if day]
    return UnitFact(
        key=f"{above.key}-{office.suffix}",
        name=office.name,
        kind=office.kind,
        parent=above.key,
        short_name=office.short_name,
        also=office.also,
        valid_from=max(starts, default=None),
        valid_to=min(ends, default=None),
        source=_source(office.source, shape, where="dataset.yaml"),
    )

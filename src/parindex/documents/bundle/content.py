"""What is published: final answers of every unit, the catalogues they are scored by, and the decision around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parindex.definitions.catalogues import loader
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.entries import Entry, read_entries
from parindex.domain.scoring.evaluate import evaluate
from parindex.domain.scoring.ranking import Standing, rank
from parindex.domain.scoring.sheet import ScoreSheet

NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Head:
    """The campaign and the decision that publishes its result; dates are ISO 8601."""

    campaign: str
    year: int
    organiser: str
    decision_number: str
    decision_on: str
    issuer: str
    published_at: str
    is_fictional: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Units ranked together, and the words of their catalogue (parindex.catalogue/1)."""

    name: str
    catalogue_text: str


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """The final answers of one unit, by code and input name, as words.

    `NOT_APPLICABLE` under the empty input name takes an item out of the unit's maximum.
    """

    unit: str
    name: str
    group: str
    answers: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Content:
    """All that a result is computed from."""

    head: Head
    groups: tuple[Group, ...]
    units: tuple[UnitAnswers, ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """Sheets and standings of one group, in the order of its units."""

    group: str
    catalogue: Catalogue
    units: tuple[UnitAnswers, ...]
    sheets: tuple[ScoreSheet, ...]
    standings: tuple[Standing, ...]


def entries_of(unit: UnitAnswers, *, first_row: int = 1) -> list[Entry]:
    """Return the answers of a unit as rows for `domain.scoring.entries`, in the order of codes and inputs."""
    pairs = [(code, name, value) for code, by_name in unit.answers.items() for name, value in by_name.items()]
    return [
        Entry(row=row, unit=unit.unit, group=unit.group, code=code, input_name=name, value=value)
        for row, (code, name, value) in enumerate(sorted(pairs), start=first_row)
    ]


def compute(content: Content) -> tuple[GroupResult, ...]:
    """Score and rank every group; raises CatalogueDefinitionError, UnknownCatalogue and BadEntries."""
    return tuple(compute_group(group, content.units) for group in content.groups)


def compute_group(group: Group, units: Sequence[UnitAnswers]) -> GroupResult:
    """Score and rank the units of one group by its catalogue; a unit without answers has an unknown total."""
    catalogue = loader.read_catalogue(group.catalogue_text, source=group.name)
    members = tuple(unit for unit in units if unit.group == group.name)
    entries: list[Entry] = []
    for unit in members:
        entries.extend(entries_of(unit, first_row=len(entries) + 1))
    inputs = {found.unit: found.inputs for found in read_entries(entries, catalogue=catalogue)}
    sheets = tuple(evaluate(catalogue, inputs.get(unit.unit, {}), unit=unit.unit, group=group.name) for unit in members)
    return GroupResult(group.name, catalogue, members, sheets, rank(sheets, catalogue=catalogue))

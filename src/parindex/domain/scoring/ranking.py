"""Ranks and classes of a group of units, on exact sums: never on what is displayed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue, Grade, RankBy
from parindex.domain.scoring.sheet import ScoreSheet

Key = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands in its group; both None while its points are not settled."""

    unit: str
    group: str
    rank: int | None
    grade: str | None


def rank(sheets: Sequence[ScoreSheet], *, catalogue: Catalogue) -> tuple[Standing, ...]:
    """Rank each group by the catalogue's rule, competition style (1, 2, 2, 4); standings come in the order of sheets.

    A unit that is not settled has no rank and takes no place, so ranks beside it are provisional.
    """
    keys: dict[str, list[Key]] = defaultdict(list)
    for sheet in sheets:
        key = _key(sheet, catalogue=catalogue)
        if key is not None:
            keys[sheet.group].append(key)
    places = {group: _places(found) for group, found in keys.items()}
    standings = []
    for sheet in sheets:
        key = _key(sheet, catalogue=catalogue)
        place = None if key is None else places[sheet.group][key]
        standings.append(Standing(sheet.unit, sheet.group, place, grade_of(sheet, catalogue.ranking.grades)))
    return tuple(standings)


def grade_of(sheet: ScoreSheet, grades: Sequence[Grade]) -> str | None:
    """Return the class of a settled sheet by its exact index; None without an index or classes."""
    index = sheet.total.index
    if index is None:
        return None
    return next((grade.name for grade in grades if grade.from_index is None or index >= grade.from_index), None)


def _places(keys: Sequence[Key]) -> dict[Key, int]:
    places: dict[Key, int] = {}
    for position, key in enumerate(sorted(keys, reverse=True), start=1):
        places.setdefault(key, position)
    return places


def _key(sheet: ScoreSheet, *, catalogue: Catalogue) -> Key | None:
    """Return what is compared, greater is better; a tie breaker that is not applicable counts as nothing."""
    total, rule = sheet.total, catalogue.ranking
    if not total.is_settled or total.index is None:
        return None
    first = total.index if rule.by is RankBy.INDEX else Fraction(total.low)
    return (first, *(Fraction(sheet.item(code).points or 0) for code in rule.tie_breakers))

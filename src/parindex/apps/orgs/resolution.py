"""Names of agencies in a document resolved to stored units, with a careful step for misspelt ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from parindex.apps.orgs import selectors
from parindex.apps.orgs.models import Unit
from parindex.domain.naming.directory import SURE, Directory, Match
from parindex.domain.naming.words import read_words
from parindex.domain.units import UnitFact, UnitKind

_MOST_MISSPELT_WORDS = 2
_SHORTEST_MISSPELT = 3
_SIMILAR = 75
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A generic group and its units; `is_open` leaves it to a person who of them is meant."""

    kinds: tuple[UnitKind, ...]
    unit_ids: tuple[int, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ResolvedName:
    """The unit that a name means with a score of 90 to 100, or none (score 0) with alternatives (unit id, score)."""

    unit_id: int | None = None
    score: int = 0
    alternatives: tuple[tuple[int, int], ...] = ()
    group: NamedGroup | None = None


def resolve_all(texts: Iterable[str], *, on: date, near: Unit) -> dict[str, ResolvedName]:
    """Resolve every name of a document of the unit `near`, on its day, in a constant number of queries."""
    directory = selectors.directory()
    around = directory.nearby(on=on, near=near.path)
    return {text: _resolve(text, directory, around, on=on, near=near.path) for text in texts}


def resolve(text: str, *, on: date, near: Unit) -> ResolvedName:
    """Resolve one name of a document of the unit `near` on its day."""
    return resolve_all([text], on=on, near=near)[text]


def _resolve(
    text: str, directory: Directory, around: tuple[tuple[UnitFact, str], ...], *, on: date, near: str
) -> ResolvedName:
    match = directory.resolve(text, on=on, near=near)
    if match.unit is None and match.group is None and not match.alternatives:
        return _guess(" ".join(read_words(text, lexis=directory.lexis).folds), around)
    return _stored(match)


def _stored(match: Match) -> ResolvedName:
    named = match.group
    group = NamedGroup(named.kinds, tuple(map(_id_of, named.units)), named.is_open) if named else None
    return ResolvedName(
        unit_id=_id_of(match.unit) if match.unit else None,
        score=match.score,
        alternatives=tuple((_id_of(found.unit), found.score) for found in match.alternatives),
        group=group,
    )


def _id_of(path: str) -> int:
    return int(path.rstrip("/").rpartition("/")[2])


def _guess(asked: str, around: tuple[tuple[UnitFact, str], ...]) -> ResolvedName:
    """Take a name for a misspelt one only when a single agency near by differs so little; else list the similar."""
    names = [name for _, name in around]
    found = process.extract(
        asked,
        names,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=_SIMILAR / 100,
        limit=_ALTERNATIVES * 2,
    )
    meant = {around[place][0].key for _, _, place in found if _is_misspelling(asked, names[place])}
    if len(meant) == 1:
        return ResolvedName(unit_id=_id_of(meant.pop()), score=SURE)
    scores: dict[str, int] = {}
    for _, similarity, place in found:
        scores.setdefault(around[place][0].key, min(SURE - 1, round(similarity * 100)))
    return ResolvedName(alternatives=tuple((_id_of(key), score) for key, score in scores.items())[:_ALTERNATIVES])


def _is_misspelling(asked: str, named: str) -> bool:
    """Tell whether one letter is wrong in at most two of the longer words, and every number is right."""
    pairs = list(zip(asked.split(), named.split(), strict=False))
    if len(asked.split()) != len(named.split()):
        return False
    wrong = [(one, other) for one, other in pairs if one != other]
    return len(pairs) > 1 and len(wrong) <= min(_MOST_MISSPELT_WORDS, len(pairs) // 2) and all(map(_is_slip, wrong))


def _is_slip(pair: tuple[str, str]) -> bool:
    one, other = pair
    if min(len(one), len(other)) < _SHORTEST_MISSPELT or not (one + other).isalpha():
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) == 1

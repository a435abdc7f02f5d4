"""The directory of a tree: which unit a name means, on a day, near a unit.

Names are relative: "Phòng Nội vụ" in a plan of a commune is that of its district, "Văn phòng UBND tỉnh" that of its
province. A name is looked up among the units of the place that it names, or of the plan's unit, then of the unit above
it, and so on. A unit is given only when the name fits exactly one; all else stays text with its alternatives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from parindex.domain.naming import groups
from parindex.domain.naming.index import Entry, TreeIndex
from parindex.domain.naming.words import Agreement, Lexis, Vocabulary, Words, agree, compile_lexis, read_words
from parindex.domain.units import UnitFact, UnitKind

SURE: Final = 90
_COSTS: Final = {Agreement.SAME: 0, Agreement.OTHER_LETTER: 4, Agreement.UNACCENTED: 2, Agreement.OTHER_TONE: 5}
_AREA_COSTS: Final = {**_COSTS, Agreement.OTHER_LETTER: 7, Agreement.OTHER_TONE: 15}
_COUNCIL: Final = ("ubnd",)
_LEVEL_DIFFERS = 3
_FORMER = 3
CONTINUED: Final = 91
_AMBIGUOUS = 80
_DISTANT = 85
_PERSON = 80
_ELSEWHERE = 60
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Alternative:
    """A unit that a name may mean."""

    unit: str
    score: int


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means: a unit with a score of 90 to 100, or none with alternatives, or a generic group of units."""

    unit: str | None = None
    score: int = 0
    alternatives: tuple[Alternative, ...] = ()
    group: groups.Group | None = None


NO_MATCH: Final = Match()


@dataclass(frozen=True, slots=True)
class _Query:
    """A name as asked: its words, the day, and the units from the plan's unit up to the root."""

    words: Words
    on: date
    chain: tuple[UnitFact, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """The area that ends a name, what stands before it, and what the finding costs."""

    unit: UnitFact
    head: Words
    cost: int


class Directory:
    """Built once from all units of a tree, then asked for any day and place."""

    def __init__(
        self,
        facts: Sequence[UnitFact],
        *,
        vocabulary: Vocabulary,
        successors: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Index the units; `successors` are pairs of keys (predecessor, successor)."""
        self._lexis: Lexis = compile_lexis(vocabulary)
        self._tree = TreeIndex(facts, lexis=self._lexis)
        self._successors: defaultdict[str, list[str]] = defaultdict(list)
        for predecessor, successor in successors:
            self._successors[predecessor].append(successor)

    @property
    def lexis(self) -> Lexis:
        """The vocabulary as folded words."""
        return self._lexis

    def resolve(self, text: str, *, on: date, near: str | None = None) -> Match:
        """Find the unit that `text` means on a day in a document of the unit `near` (a key)."""
        query = _Query(words=read_words(text, lexis=self._lexis), on=on, chain=self._tree.chain(near))
        if not query.words:
            return NO_MATCH
        group = groups.read_group(query.words, tree=self._tree, chain=query.chain, on=on)
        if group is not None:
            return Match(group=group)
        title = next((title for title in self._lexis.titles if query.words.folds[: len(title)] == title), None)
        if title is None:
            return self._resolve_name(query)
        rest = _Query(words=query.words[len(title) :], on=on, chain=query.chain)
        return _as_text(self._resolve_name(rest) if rest.words else NO_MATCH, most=_PERSON)

    def nearby(self, *, on: date, near: str | None) -> tuple[tuple[UnitFact, str], ...]:
        """Return the agencies around a unit with their folded names, nearest first: what a misspelt name may mean."""
        found: dict[tuple[str, str], UnitFact] = {}
        for scope in self._tree.chain(near):
            for entry in self._tree.agencies_in(scope.key):
                if entry.fact.is_valid_on(on):
                    found.setdefault((entry.fact.key, " ".join(entry.words.folds)), entry.fact)
        return tuple((fact, name) for (_, name), fact in found.items())

    def _resolve_name(self, query: _Query) -> Match:
        places = self._find_places(query)
        if len(places) > 1:
            return _ambiguous([place.unit for place in places])
        if places:
            match = self._resolve_in_place(query, places[0])
            if match is not NO_MATCH:
                return match
        if query.words.folds == _COUNCIL and query.chain:
            return _as_text(Match(unit=self._tree.area_of(query.chain[0]).key, score=_DISTANT), most=_DISTANT)
        return self._resolve_along_chain(query)

    def _find_places(self, query: _Query) -> list[_Place]:
        """Find the area that ends the name, longest first: a bare level ("tỉnh") or a named area ("xã Tân Bình")."""
        for start in range(len(query.words)):
            tail, head = query.words[start:], query.words[:start]
            kinds = self._lexis.levels.get(tail.folds)
            if kinds:
                bare = self._find_level(tail, kinds, query)
                return [_Place(bare[0], head, bare[1])] if bare else []
            entries = self._tree.areas_named(tail.folds)
            if entries:
                return [_Place(fact, head, cost) for fact, cost in self._choose_areas(entries, tail, query)]
        return []

    def _find_level(self, tail: Words, kinds: tuple[UnitKind, ...], query: _Query) -> tuple[UnitFact, int] | None:
        """Find the unit of a level above the plan's unit; a different word of the same level costs a little.

        "Thành phố" is a province or a district, so it must be the very word.
        """
        areas = [fact for fact in query.chain if fact.kind in kinds]
        for fact in areas:
            if self._tree.level_of(fact) == tail.folds:
                return fact, 0
        return (areas[0], _LEVEL_DIFFERS) if areas and len(kinds) == 1 else None

    def _choose_areas(self, entries: Sequence[Entry], tail: Words, query: _Query) -> list[tuple[UnitFact, int]]:
        """Choose the nearest areas of a name, of these the best spelt, of these those that exist on the day."""
        distant = {entry.fact.key: self._tree.count_shared(entry.fact, query.chain) for entry in entries}
        current = [entry for entry in entries if entry.fact.is_valid_on(query.on)] or list(entries)
        nearest = max(distant[entry.fact.key] for entry in current)
        near = [entry for entry in current if distant[entry.fact.key] == nearest]
        best = min(agree(tail, entry.words) for entry in near)
        chosen = {entry.fact.key: entry for entry in near if agree(tail, entry.words) == best}
        far = nearest == 0 and bool(query.chain)
        return [
            (entry.fact, _AREA_COSTS[best] + (15 if far and entry.fact.kind is not UnitKind.PROVINCE else 0))
            for entry in chosen.values()
        ]

    def _resolve_in_place(self, query: _Query, place: _Place) -> Match:
        if not place.head or place.head.folds == _COUNCIL:
            return self._settle(place.unit, score=100 - place.cost, on=query.on)
        entries = self._tree.named_in(place.unit.key, place.head.folds, with_short=True)
        if not entries:
            return NO_MATCH
        return self._choose(entries, place.head, cost=place.cost, on=query.on)

    def _resolve_along_chain(self, query: _Query) -> Match:
        """Look a name up among the units of each unit of the chain, nearest first."""
        expired: list[Entry] = []
        for step, scope in enumerate(query.chain):
            for with_short in (False, True):
                entries = self._tree.named_in(scope.key, query.words.folds, with_short=with_short)
                current = [entry for entry in entries if entry.fact.is_valid_on(query.on)]
                expired.extend(entries)
                if current:
                    match = self._choose(current, query.words, cost=0, on=query.on)
                    return _as_text(match, most=_DISTANT) if with_short and step else match
        if expired:
            return self._choose(expired, query.words, cost=0, on=query.on)
        root = query.chain[-1].key if query.chain else None
        elsewhere = self._tree.named_below(root, query.words.folds, on=query.on)
        return Match(alternatives=tuple(Alternative(fact.key, _ELSEWHERE) for fact in elsewhere[:_ALTERNATIVES]))

    def _choose(self, entries: Sequence[Entry], words: Words, *, cost: int, on: date) -> Match:
        """Choose the best spelt of the entries; several units leave the name as text."""
        current = [entry for entry in entries if entry.fact.is_valid_on(on)] or list(entries)
        best = min(agree(words, entry.words) for entry in current)
        chosen = [entry for entry in current if agree(words, entry.words) == best]
        facts = {entry.fact.key: entry.fact for entry in chosen}
        if len(facts) > 1:
            return _ambiguous(list(facts.values()))
        former = _FORMER if all(entry.is_former for entry in chosen) else 0
        return self._settle(chosen[0].fact, score=100 - cost - _COSTS[best] - former, on=on)

    def _settle(self, fact: UnitFact, *, score: int, on: date) -> Match:
        """Give a unit that exists on the day, or the only one that continues it; else leave the name as text."""
        if fact.is_valid_on(on):
            match = Match(unit=fact.key, score=score)
            return match if score >= SURE else _as_text(match, most=score)
        heirs = self._find_heirs(fact, on=on) if fact.valid_to is not None and fact.valid_to <= on else []
        if len(heirs) == 1 and score >= SURE:
            return Match(unit=heirs[0].key, score=min(score, CONTINUED))
        return _ambiguous(heirs or [fact])

    def _find_heirs(self, fact: UnitFact, *, on: date) -> list[UnitFact]:
        """Follow the successions to the units that exist on the day."""
        heirs: dict[str, UnitFact] = {}
        waiting, seen = list(self._successors.get(fact.key, ())), {fact.key}
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            successor = self._tree.get(key)
            if successor is not None and successor.is_valid_on(on):
                heirs[key] = successor
            elif successor is not None:
                waiting.extend(self._successors.get(key, ()))
        return [heirs[key] for key in sorted(heirs)]


def _as_text(match: Match, *, most: int) -> Match:
    """Leave a name as text: what it would have meant becomes the first alternative."""
    if match.unit is None:
        return match
    return Match(alternatives=(Alternative(match.unit, min(match.score, most)), *match.alternatives))


def _ambiguous(facts: Sequence[UnitFact]) -> Match:
    return Match(alternatives=tuple(Alternative(fact.key, _AMBIGUOUS) for fact in facts[:_ALTERNATIVES]))

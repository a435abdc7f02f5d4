"""Where each name of each unit is found: by the area (or unit) that it stands in, and areas by their full name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from parindex.domain.naming.words import Folds, Lexis, Words, read_words
from parindex.domain.units import AREA_KINDS, UnitFact, UnitKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one unit."""

    fact: UnitFact
    words: Words
    is_former: bool = False


class TreeIndex:
    """Lookups over the units of a tree."""

    def __init__(self, facts: Sequence[UnitFact], *, lexis: Lexis) -> None:
        """Index every name of every unit."""
        self.lexis = lexis
        self._facts = {fact.key: fact for fact in facts}
        self._chains: dict[str, tuple[UnitFact, ...]] = {}
        self._children: defaultdict[str, list[UnitFact]] = defaultdict(list)
        self._areas: defaultdict[Folds, list[Entry]] = defaultdict(list)
        self._whole: defaultdict[tuple[str, Folds], list[Entry]] = defaultdict(list)
        self._short: defaultdict[tuple[str, Folds], list[Entry]] = defaultdict(list)
        self._anywhere: defaultdict[Folds, list[UnitFact]] = defaultdict(list)
        self._agencies: defaultdict[str, list[Entry]] = defaultdict(list)
        self._endings: dict[str, tuple[Folds, ...]] = {}
        for fact in facts:
            for scope in self._scopes(fact):
                self._children[scope].append(fact)
            if fact.kind in AREA_KINDS:
                self._add_area(fact)
        for fact in facts:
            if fact.kind not in AREA_KINDS:
                self._add_agency(fact)

    def get(self, key: str) -> UnitFact | None:
        """Return a unit by its key."""
        return self._facts.get(key)

    def chain(self, key: str | None) -> tuple[UnitFact, ...]:
        """Return a unit and all units above it, nearest first; nothing for an unknown key."""
        if key is None or key not in self._facts:
            return ()
        if key not in self._chains:
            fact = self._facts[key]
            self._chains[key] = (fact,)  # Ends a walk around a cycle.
            self._chains[key] = (fact, *self.chain(fact.parent))
        return self._chains[key]

    def area_of(self, fact: UnitFact) -> UnitFact:
        """Return the nearest area of a unit, itself included; the root when there is none."""
        chain = self.chain(fact.key)
        return next((above for above in chain if above.kind in AREA_KINDS), chain[-1])

    def count_shared(self, fact: UnitFact, chain: Sequence[UnitFact]) -> int:
        """Count the units above `fact`, itself included, that also stand in a chain."""
        keys = {above.key for above in chain}
        return sum(above.key in keys for above in self.chain(fact.key))

    def level_of(self, fact: UnitFact) -> Folds:
        """Return the level word that opens the name of an area ("thi tran")."""
        return self._endings[fact.key][1] if fact.key in self._endings else ()

    def areas_named(self, folds: Folds) -> list[Entry]:
        """Return the areas of a full name ("xa tan binh")."""
        return self._areas.get(folds, [])

    def named_in(self, scope: str, folds: Folds, *, with_short: bool) -> list[Entry]:
        """Return the agencies of a name in an area or unit; `with_short` also by names without their place."""
        whole = self._whole.get((scope, folds), [])
        return [*whole, *self._short.get((scope, folds), [])] if with_short else whole

    def named_below(self, root: str | None, folds: Folds, *, on: date) -> list[UnitFact]:
        """Return the agencies of a name anywhere below a unit on a day."""
        found = {fact.key: fact for fact in self._anywhere.get(folds, ()) if fact.is_valid_on(on)}
        return [fact for fact in found.values() if root is None or self.chain(fact.key)[-1].key == root]

    def agencies_in(self, scope: str) -> list[Entry]:
        """Return every name of every agency in an area or unit."""
        return self._agencies.get(scope, [])

    def children(self, scope: str, *, kinds: frozenset[UnitKind], on: date) -> Iterator[UnitFact]:
        """Yield the units of some kinds that stand in an area or unit on a day."""
        for fact in self._children.get(scope, ()):
            if fact.kind in kinds and fact.is_valid_on(on):
                yield fact

    def below(self, scope: str, *, kind: UnitKind, on: date) -> Iterator[UnitFact]:
        """Yield the areas of one kind at any depth below an area on a day."""
        for fact in self._children.get(scope, ()):
            if fact.kind is kind and fact.is_valid_on(on):
                yield fact
            elif fact.kind in AREA_KINDS:
                yield from self.below(fact.key, kind=kind, on=on)

    def _scopes(self, fact: UnitFact) -> tuple[str, ...]:
        """Return the unit above and the area above: an office of an office is found in both."""
        above = self.chain(fact.parent)
        if not above:
            return ()
        area = next((unit for unit in above if unit.kind in AREA_KINDS), above[-1])
        return (above[0].key,) if area is above[0] else (above[0].key, area.key)

    def _entries(self, fact: UnitFact) -> Iterator[Entry]:
        names = dict.fromkeys(name for name in (fact.name, fact.short_name, *fact.also) if name)
        for name in names:
            yield Entry(fact, read_words(name, lexis=self.lexis))
        for name in fact.former:
            yield Entry(fact, read_words(name, lexis=self.lexis), is_former=True)

    def _add_area(self, fact: UnitFact) -> None:
        """Index an area by each name without "UBND", and remember the endings by which its agencies name it."""
        for entry in self._entries(fact):
            start = 1 if entry.words.folds[:1] == ("ubnd",) else 0
            words = entry.words[start:]
            self._areas[words.folds].append(Entry(fact, words, entry.is_former))
            openings = [key for key in self.lexis.levels if words.folds[: len(key)] == key]
            self._endings.setdefault(fact.key, (words.folds, max(openings, key=len, default=())))

    def _add_agency(self, fact: UnitFact) -> None:
        scopes = self._scopes(fact)
        for entry in self._entries(fact):
            for words in self._variants(entry.words, fact):
                self._anywhere[words.folds].append(fact)
                short = self._without_place(words, fact)
                # An office of an agency is known in the area only by a name that says so: each sở has its "Văn phòng".
                for scope in scopes if short is not None else scopes[:1]:
                    named = Entry(fact, words, entry.is_former)
                    self._whole[scope, words.folds].append(named)
                    self._agencies[scope].append(named)
                    if short is not None:
                        self._short[scope, short.folds].append(Entry(fact, short, entry.is_former))

    def _variants(self, words: Words, fact: UnitFact) -> Iterator[Words]:
        """Yield a name and, for a post, the name without its head ("Công chức")."""
        yield words
        for head in self.lexis.optional_heads if fact.kind is UnitKind.POST else ():
            if words.folds[: len(head)] == head and len(words) > len(head):
                yield words[len(head) :]

    def _without_place(self, words: Words, fact: UnitFact) -> Words | None:
        """Cut the level or the area above from the end of a name ("Bưu điện tỉnh" -> "Bưu điện")."""
        for area in self.chain(fact.parent):
            for ending in self._endings.get(area.key, ()):
                if ending and len(words) > len(ending) and words.folds[-len(ending) :] == ending:
                    return words[: -len(ending)]
        return None

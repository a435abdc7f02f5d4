"""Figures of a report: each keeps its value, how it is counted, the rows it was counted from and their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from parindex.domain.reporting.work import Outcome, Sorted, WorkRow
from parindex.domain.scoring.rounding import Mode, Rounding

_SHARE = Rounding(decimals=2)
_CUT = Rounding(decimals=2, mode=Mode.DOWN)
_HUNDRED = 100


class Source(StrEnum):
    """Where a figure comes from."""

    WORK = "work"
    RATIO = "ratio"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class FigureRule:
    """How a figure is counted. WORK counts rows of some outcomes, RATIO divides two figures, GIVEN is handed in.

    `asks`: the source that a given figure is asked of, `options` what it is told. `words`: what people write before the
    number of such a figure, to find numbers that contradict it; `sheet_words`: the names under which scoring sheets ask
    for the same number of a whole year.
    """

    code: str
    name: str
    unit: str
    version: str
    source: Source
    outcomes: frozenset[Outcome] = frozenset()
    above: str = ""
    below: str = ""
    by_field: bool = False
    asks: str = ""
    options: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    sheet_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one lower unit put into a figure by its report."""

    unit: str
    name: str
    report: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` is None while not known; `own` is what the unit itself has, `parts` what lower ones sent.

    `key` is the code, after the field's code and a dot for a field ("tthc.hoan-thanh"). `source` and `as_of` tell of a
    given figure who was asked and on which day what it tells stood.
    """

    key: str
    name: str
    unit: str
    version: str
    value: Decimal | None
    own: Decimal | None = None
    rows: tuple[str, ...] = ()
    sha256: str = ""
    parts: tuple[Part, ...] = ()
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a source answers: the value, the rows behind it, what it depends on as one text, and the day it stood."""

    value: Decimal | None
    rows: tuple[str, ...] = ()
    fact: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class LowerReport:
    """The frozen figures of a lower unit's report, by key."""

    unit: str
    name: str
    report: str
    values: Mapping[str, Decimal | None]


def key_of(code: str, *, field: str = "") -> str:
    """Return the key of a figure, of a whole report or of a field."""
    return f"{field}.{code}" if field else code


def hash_facts(facts: Iterable[str]) -> str:
    """Return the SHA-256 of facts, one a line, whatever their order."""
    return hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()


def compute(
    rules: Sequence[FigureRule],
    *,
    work: Sorted,
    fields: Sequence[str],
    given: Mapping[str, Given],
    lower: Sequence[LowerReport] = (),
) -> tuple[Figure, ...]:
    """Return every figure of a report, whole ones first, then by field; the same rows give the same figures.

    Counts are what the unit itself has plus what lower reports sent; a ratio is made of those sums and never summed.
    """
    done: dict[str, Figure] = {}
    for field, rule in _places(rules, fields):
        key = key_of(rule.code, field=field)
        if rule.source is Source.WORK:
            done[key] = _counted(rule, key=key, rows=_rows(rule, work, field=field), lower=lower)
        elif rule.source is Source.RATIO:
            above = done[key_of(rule.above, field=field)]
            done[key] = _ratio(rule, key=key, above=above, below=done[key_of(rule.below, field=field)])
        else:
            done[key] = _handed(rule, key=key, given=given.get(rule.code, Given(None)))
    return tuple(done.values())


def _places(rules: Sequence[FigureRule], fields: Sequence[str]) -> Iterator[tuple[str, FigureRule]]:
    yield from (("", rule) for rule in rules)
    yield from ((field, rule) for field in fields for rule in rules if rule.by_field)


def _rows(rule: FigureRule, work: Sorted, *, field: str) -> list[WorkRow]:
    places = [work.get(field, {})] if field else list(work.values())
    return [row for place in places for outcome in rule.outcomes for row in place.get(outcome, ())]


def _counted(rule: FigureRule, *, key: str, rows: Sequence[WorkRow], lower: Sequence[LowerReport]) -> Figure:
    parts = tuple(Part(one.unit, one.name, one.report, one.values.get(key)) for one in lower)
    sent = sum((part.value for part in parts if part.value is not None), Decimal(0))
    return Figure(
        key=key,
        name=rule.name,
        unit=rule.unit,
        version=rule.version,
        value=Decimal(len(rows)) + sent,
        own=Decimal(len(rows)),
        rows=tuple(sorted(row.key for row in rows)),
        sha256=hash_facts(row.fact() for row in rows),
        parts=parts,
    )


def share(above: Decimal, below: Decimal) -> Decimal | None:
    """Return what part `above` is of `below` in percent, two decimals, half up; None of nothing."""
    if not below:
        return None
    return Decimal(_SHARE.units(Fraction(above) * _HUNDRED / Fraction(below))) / _SHARE.scale


def two_places(index: Decimal) -> Decimal:
    """Return an index as it is published, with two decimals; cut, so that nobody is shown more than was reached."""
    return Decimal(_CUT.units(Fraction(index))) / _CUT.scale


def _ratio(rule: FigureRule, *, key: str, above: Figure, below: Figure) -> Figure:
    value = None if above.value is None or below.value is None else share(above.value, below.value)
    fact = f"{above.key}:{above.sha256}/{below.key}:{below.sha256}"
    rows = tuple(sorted({*above.rows, *below.rows}))
    return Figure(key, rule.name, rule.unit, rule.version, value, rows=rows, sha256=hash_facts([fact]))


def _handed(rule: FigureRule, *, key: str, given: Given) -> Figure:
    digest = hash_facts([given.fact]) if given.fact else ""
    return Figure(
        key=key,
        name=rule.name,
        unit=rule.unit,
        version=rule.version,
        value=given.value,
        own=given.value,
        rows=given.rows,
        sha256=digest,
        source=rule.asks,
        as_of=given.as_of,
    )

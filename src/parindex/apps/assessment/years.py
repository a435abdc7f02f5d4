"""A result through the years: beside the one before, and beside its group in every year that is known."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.db.models import Q

from parindex.apps.assessment.links import links_between
from parindex.apps.assessment.models import Result
from parindex.apps.assessment.results import list_years, read_items
from parindex.apps.catalogues.models import Revision
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.assessment.benchmark import GroupLine, GroupYear, follow, is_aggregate
from parindex.domain.assessment.comparison import YearOnYear, compare_years, same_links
from parindex.domain.scoring.crosswalk import BadCrosswalk, Link
from parindex.domain.text.folding import sort_key

_OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latest earlier published result of the same unit, item by item.

    `is_same_catalogue` says that nothing of the catalogue changed, `is_linked` that it is known what became
    of the items.
    """

    result: Result
    comparison: YearOnYear
    is_same_catalogue: bool
    is_linked: bool


def year_before(result: Result) -> Earlier | None:
    """Compare a published result with the one before; None when there is none with items. At most two queries."""
    earlier = Result.objects.filter(index_name=result.index_name, field="", year__lt=result.year)
    earlier = earlier.filter(unit=result.unit) if result.unit_id else earlier.filter(unit_name=result.unit_name)
    found = earlier.exclude(publication=None).select_related("publication__campaign").order_by("-year", "-pk").first()
    if found is None or not found.items or not result.items:
        return None
    before, after = read_items(found), read_items(result)
    is_same = bool(result.catalogue_sha256) and found.catalogue_sha256 == result.catalogue_sha256
    links = same_links(after) if is_same else _links(found.catalogue_sha256, result.catalogue_sha256)
    return Earlier(found, compare_years(before, after, links), is_same, links is not None)


def _links(before: str, after: str) -> tuple[Link, ...] | None:
    """Return the links of two catalogues by the hashes of their texts; None when one of them is not known here."""
    rows = {row.sha256: row for row in Revision.objects.filter(sha256__in=(before, after))}
    if not before or not after or len(rows) < 2:
        return None
    try:
        return links_between(rows[before], rows[after])
    except BadCrosswalk:
        return None


def group_years(result: Result) -> tuple[GroupYear, ...]:
    """Return each year of a unit beside its group then: published lines where there are any, else imported ones.

    At most two queries, whatever the number of years.
    """
    own = _published_first(list_years(result))
    peers = [_group_of(row) for row in own]
    found = Result.objects.filter(functools.reduce(operator.or_, peers), index_name=result.index_name, field="")
    mine = {row.pk for row in own}
    return follow(_OWN, _lines(list(found.defer("items")), own=mine, name=result.unit_name))


def _published_first(rows: Iterable[Result]) -> list[Result]:
    """Leave out what a table says of a year that was published here."""
    listed = list(rows)
    published = {row.year for row in listed if row.publication_id is not None}
    return [row for row in listed if row.publication_id is not None or row.year not in published]


def _group_of(row: Result) -> Q:
    if row.publication_id is not None:
        return Q(publication=row.publication_id, group=row.group)
    return Q(publication=None, year=row.year, group=row.group)


def _lines(rows: Sequence[Result], *, own: set[int], name: str) -> list[GroupLine]:
    """Return the rows as lines; the own unit bears the same name in all years, even where it was renamed."""
    texts: dict[str, set[str]] = {}
    for row in rows:
        texts.setdefault(row.catalogue_id, set()).add(row.catalogue_sha256)
    return [
        GroupLine(
            year=row.year,
            unit=_OWN if row.pk in own else f"{row.unit_id or row.unit_name}",
            name=name if row.pk in own else row.unit_name,
            index=None if row.index is None else Fraction(row.index),
            rank=row.rank,
            rank_of=row.rank_of,
            # Two texts under one id are two catalogues.
            catalogue=f"{row.catalogue_id} {row.catalogue_sha256}".strip()
            if len(texts[row.catalogue_id]) > 1
            else row.catalogue_id,
            source=row.source,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Imported years of a unit beside its group, and of one other unit; `names` are all that can be chosen."""

    names: tuple[str, ...]
    unit_name: str
    other_name: str
    years: tuple[GroupYear, ...]
    other_years: tuple[GroupYear, ...]


def benchmark(actor: Actor, *, index_name: str, unit_name: str = "", other_name: str = "") -> Benchmark:
    """Return the imported years of a unit; without a name those of the actor's own, else of whom most is known.

    One query. Raises `PermissionDenied` without `scores.view`.
    """
    if not actor.holds(Permission.SCORES_VIEW):
        raise PermissionDenied(Permission.SCORES_VIEW)
    rows = list(Result.objects.filter(publication=None, index_name=index_name, field="").defer("items"))
    names = sorted({row.unit_name for row in rows if not is_aggregate(row.unit_name)}, key=sort_key)
    chosen = unit_name if unit_name in names else _usual(rows, names, actor.home_unit_ids())
    other = other_name if other_name in names and other_name != chosen else ""
    return Benchmark(
        names=tuple(names),
        unit_name=chosen,
        other_name=other,
        years=_follow(chosen, rows),
        other_years=_follow(other, rows) if other else (),
    )


def _follow(name: str, rows: Sequence[Result]) -> tuple[GroupYear, ...]:
    own = {row.pk for row in rows if row.unit_name == name}
    beside = {(row.year, row.group) for row in rows if row.pk in own}
    return follow(_OWN, _lines([row for row in rows if (row.year, row.group) in beside], own=own, name=name))


def _usual(rows: Sequence[Result], names: Sequence[str], homes: Sequence[int]) -> str:
    own = {row.unit_name for row in rows if row.unit_id in homes}
    mine = next((name for name in names if name in own), "")
    years = {name: len({row.year for row in rows if row.unit_name == name}) for name in names}
    return mine or max(names, key=lambda name: years[name], default="")

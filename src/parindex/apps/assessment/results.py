"""Published and imported results as people may see them. A published result is public: its readers need no grant."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.assessment.models import Publication, Result
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.assessment.points import ItemPoints
from parindex.domain.scoring.catalogue import Channel, Effect
from parindex.domain.text.folding import sort_key

_CHUNK = 200
"""Lines whose items are in memory at a time."""


class ResultNotFound(AssessmentError):
    """The result was not published, or does not exist."""

    code = "result_not_found"

    def __init__(self) -> None:
        super().__init__("Không có kết quả này, hoặc chưa được công bố. Mở danh sách kết quả để chọn lại.")


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What narrows the table of other years and places."""

    index_name: str = ""
    year: int | None = None
    unit_name: str = ""


def list_publications() -> list[Publication]:
    """Return every published season, newest year first. Needs no actor: they are public."""
    found = Publication.objects.select_related("campaign__unit", "bundle")
    return list(found.order_by("-campaign__year", "-published_at"))


def access_publication(campaign_id: uuid.UUID) -> Publication:
    """Return the publication of a campaign. Raises `ResultNotFound`."""
    found = Publication.objects.select_related("campaign__unit", "bundle").filter(campaign__public_id=campaign_id)
    return _one(found.first())


def list_results(publication: Publication, *, with_items: bool = False) -> list[Result]:
    """Return the lines of a publication by group and rank; the unranked stand last. Items are kilobytes each."""
    found = publication.results.all() if with_items else publication.results.defer("items")
    rows = list(found.select_related("unit"))
    return sorted(rows, key=lambda row: (row.group, row.rank is None, row.rank or 0, row.unit_name))


def access_result(publication: Publication, result_id: int) -> Result:
    """Return one line of a publication with its items. Raises `ResultNotFound`."""
    found = publication.results.select_related("unit", "publication__campaign").filter(pk=result_id)
    result = found.first()
    if result is None:
        raise ResultNotFound
    return result


def list_group(result: Result) -> list[Result]:
    """Return the lines of the group in which a published result is ranked, without their items."""
    rows = Result.objects.filter(publication=result.publication_id, group=result.group).defer("items")
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.unit_name))


def count_items(result: Result) -> list[tuple[ItemPoints, int]]:
    """Return what the units of the group have at each item, with how many of them have just that. One query.

    The same few values come again and again, so numbers are made once for each and not once for each unit.
    """
    rows = Result.objects.filter(publication=result.publication_id, group=result.group).values_list("items", flat=True)
    found = Counter(
        (item["code"], item["points"], item["maximum"], item["effect"])
        for items in rows.iterator(chunk_size=_CHUNK)
        for item in items
    )
    return [
        (ItemPoints(code, "", 0, "", _fraction(points), _fraction(maximum), Effect(effect)), count)
        for (code, points, maximum, effect), count in found.items()
    ]


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def read_items(result: Result) -> tuple[ItemPoints, ...]:
    """Return the items of a published result in the order of its catalogue."""
    rows = result.items
    found: list[ItemPoints] = []
    field = ""
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        field = field if row["depth"] else row["code"]
        found.append(
            ItemPoints(
                code=row["code"],
                name=row["name"] or "",
                depth=row["depth"],
                field=field,
                points=_fraction(row["points"]),
                maximum=_fraction(row["maximum"]),
                effect=Effect(row["effect"]),
                status=row["status"],
                sentence=row["sentence"],
                channel=Channel(row["channel"]) if row["channel"] else None,
                is_leaf=following is None or following["depth"] <= row["depth"],
            )
        )
    return tuple(found)


def list_years(result: Result) -> list[Result]:
    """Return the results of the same unit (by unit, else by name) and index in all years, the whole index only."""
    same = Result.objects.filter(index_name=result.index_name, field="").defer("items")
    same = same.filter(unit=result.unit) if result.unit_id else same.filter(unit_name=result.unit_name)
    return list(same.select_related("publication").order_by("year", "pk"))


def list_history(actor: Actor, filters: HistoryFilter) -> list[Result]:
    """Return the imported rows, newest year first, best rank first. Raises `PermissionDenied` without `scores.view`."""
    if not actor.holds(Permission.SCORES_VIEW):
        raise PermissionDenied(Permission.SCORES_VIEW)
    found: QuerySet[Result] = Result.objects.filter(publication=None).defer("items")
    if filters.index_name:
        found = found.filter(index_name=filters.index_name)
    if filters.year is not None:
        found = found.filter(year=filters.year)
    if filters.unit_name:
        found = found.filter(unit_name=filters.unit_name)
    rows = list(found)
    return sorted(rows, key=lambda row: (-row.year, row.index_name, row.rank is None, row.rank or 0, row.unit_name))


@dataclass(frozen=True, slots=True)
class HistoryChoices:
    """What the imported rows can be narrowed to."""

    years: tuple[int, ...]
    unit_names: tuple[str, ...]


def history_choices(actor: Actor) -> HistoryChoices:
    """Return the years and names that occur in imported rows, newest and first in the alphabet first."""
    if not actor.holds(Permission.SCORES_VIEW):
        raise PermissionDenied(Permission.SCORES_VIEW)
    pairs = set(Result.objects.filter(publication=None).values_list("year", "unit_name"))
    years = sorted({year for year, _ in pairs}, reverse=True)
    return HistoryChoices(tuple(years), tuple(sorted({name for _, name in pairs}, key=sort_key)))


def _one(publication: Publication | None) -> Publication:
    if publication is None:
        raise ResultNotFound
    return publication

"""The indicators of dossiers, for criteria and reports to read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q

from parindex.analytics.bulk.behind import BehindQuery, CountedDossier, counted_page
from parindex.analytics.bulk.steady import read_parts
from parindex.analytics.engine import Query
from parindex.apps.base.indicators import Behind, Half, Offer, Rows, Tallies, Tally, query_of
from parindex.apps.dossiers import figures, selectors, stores
from parindex.apps.dossiers.errors import NoDossiers
from parindex.apps.dossiers.selectors import Area
from parindex.apps.orgs.models import Unit
from parindex.definitions.dossiers.loader import load_indicators
from parindex.domain.calendar.periods import Period
from parindex.domain.dossiers.measures import Indicator

# Of which larger count a denominator leaves out the dossiers whose value is unknown.
_POPULATION = {
    "judged": "settled",
    "judged_all": "received",
    "channel_known": "received",
    "digitised_known": "received",
}


class Dossiers:
    """Dossiers received in a period by a unit and the units below it."""

    label = "Hồ sơ thủ tục hành chính"

    def offers(self) -> Sequence[Offer]:
        """Return every indicator of `definitions/dossiers/indicators.yaml`."""
        names = {measure.code: measure.name for measure in load_indicators().measures}
        return tuple(
            Offer(
                name=one.code,
                label=f"{one.name}, kể cả đơn vị cấp dưới",
                numerator=names[one.numerator],
                denominator=names[one.denominator],
                failing=one.failing,
                certainty=one.certainty.value,
                citation=one.source,
            )
            for one in load_indicators().indicators
        )

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count in two queries to the database and one to the store; a unit without dossiers is not in the result."""
        wanted = [one for one in load_indicators().indicators if one.code in names]
        try:
            as_of = selectors.figures_day(today=today)
            below = _below(unit_ids)
            slugs = tuple(sorted({slug for own in below.values() for slug in own}))
            counted = figures.by_unit(slugs=slugs, period=period, as_of=as_of)
        except NoDossiers:
            return {}
        found: dict[tuple[int, str], Tally] = {}
        for unit_id, own in below.items():
            counts = _added([counted[slug] for slug in own if slug in counted])
            if counts:
                found |= {(unit_id, one.code): _tally(one, counts, as_of=as_of) for one in wanted}
        return found

    def rows(self, behind: Behind) -> Rows:
        """Lead to the list of dossiers that an indicator counts."""
        return Rows("dossier-behind", query=query_of(behind))


def list_behind(behind: Behind, *, area: Area, page: int, size: int) -> tuple[int, tuple[CountedDossier, ...]]:
    """Return how many dossiers of an area stand in a figure, and one page of them. Raises `NoDossiers`."""
    store, _ = stores.opened()
    measures = {measure.code: measure for measure in load_indicators().measures}
    indicator = next(one for one in load_indicators().indicators if one.code == behind.name)
    passed = measures[indicator.numerator]
    own = set(_below([behind.unit_id])[behind.unit_id])
    seen = own if area.slugs is None else own & set(area.slugs)
    asked = BehindQuery(
        query=Query(
            by=(),
            as_of=selectors.figures_day(today=behind.today),
            start=behind.period.start,
            end=behind.period.end,
            units=tuple(sorted(seen)),
        ),
        counted=measures[indicator.denominator],
        passed=passed if behind.half is Half.PASSED else None,
        without=passed if behind.half is Half.FAILED else None,
        limit=size,
        offset=(page - 1) * size,
    )
    return read_parts(store, lambda parts: counted_page(parts, asked))


def _below(unit_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the slugs of each unit and the units below it."""
    paths = dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "path"))
    if any(path.count("/") == len("//") for path in paths.values()):
        scope = Q()  # a root holds its whole tree
    else:
        scope = Q(pk__in=())
        for path in paths.values():
            scope |= Q(path__startswith=path)
    units = list(Unit.objects.filter(scope).values_list("path", "slug"))
    return {pk: [slug for below, slug in units if below.startswith(path)] for pk, path in paths.items()}


def _added(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {code: sum(one[code] for one in counts) for code in counts[0]} if counts else {}


def _tally(one: Indicator, counts: Mapping[str, int], *, as_of: date) -> Tally:
    denominator = counts[one.denominator]
    population = _POPULATION.get(one.denominator)
    unknown = counts[population] - denominator if population else 0
    return Tally(counts[one.numerator], denominator, as_of, unknown)

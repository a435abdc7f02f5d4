"""What the tree of units tells criteria: of how many agencies or offices a ratio is taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import Count, Q

from parindex.apps.base.indicators import Behind, Offer, Rows, Tallies, Tally
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.calendar.periods import Period

AGENCIES: Final = "agencies"
OFFICES: Final = "offices"
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    AGENCIES: (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.COMMUNE),
    OFFICES: (UnitKind.OFFICE,),
}
_OFFERS: Final = (
    Offer(
        name=AGENCIES,
        label="Cơ quan chuyên môn và đơn vị hành chính trực thuộc",
        numerator="sở, ban, ngành, huyện, xã, phường trực thuộc còn hoạt động",
        certainty="assumed",
    ),
    Offer(
        name=OFFICES,
        label="Phòng, bộ phận, đơn vị trực thuộc",
        numerator="phòng, bộ phận, trung tâm trực thuộc còn hoạt động",
        certainty="assumed",
    ),
)


class Units:
    """The units directly below another that exist on the last day of the period, by their kind."""

    label = "Đơn vị"

    def offers(self) -> Sequence[Offer]:
        """Return the two counts."""
        return _OFFERS

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Count in one query; a unit with nothing below it has a count of 0."""
        last = min(period.last_day, today)
        exists = (Q(valid_from=None) | Q(valid_from__lte=last)) & (Q(valid_to=None) | Q(valid_to__gt=last))
        below = Unit.objects.filter(exists, parent__in=unit_ids).values_list("parent_id", "kind").order_by()
        counted = {(parent, kind): count for parent, kind, count in below.annotate(Count("pk"))}
        return {
            (unit_id, name): Tally(sum(counted.get((unit_id, kind), 0) for kind in _KINDS[name]), None, last)
            for unit_id in unit_ids
            for name in names
        }

    def rows(self, behind: Behind) -> Rows:
        """Lead to the unit, whose page lists those below it."""
        return Rows("unit-detail", (behind.unit_id,))

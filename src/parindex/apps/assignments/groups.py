"""What the words of a lead may mean: a group of agencies ("các sở, ban, ngành tỉnh") or agencies to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.apps.assignments.models import Assignment
from parindex.apps.orgs import resolution
from parindex.apps.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class MeantGroup:
    """The units of a group on the day of the plan; `is_open` leaves it to a person which of them are meant."""

    units: tuple[Unit, ...]
    is_open: bool

    @property
    def may_be_given(self) -> bool:
        """Tell whether each unit of the group can be given the assignment as its own."""
        return bool(self.units) and not self.is_open


def meant_by(assignment: Assignment) -> MeantGroup | None:
    """Return the group that the lead of an assignment names; None when it has an owner or names no group."""
    group = _resolved(assignment).group
    if group is None:
        return None
    units = Unit.objects.filter(pk__in=group.unit_ids).order_by("name_sort", "pk")
    return MeantGroup(units=tuple(units), is_open=group.is_open)


def suggested_for(assignment: Assignment) -> tuple[Unit, ...]:
    """Return the units that an unmatched lead may mean, likeliest first ("Chủ tịch UBND xã" may be the commune)."""
    ids = [unit_id for unit_id, _ in _resolved(assignment).alternatives]
    found = Unit.objects.select_related("parent").in_bulk(ids)
    return tuple(found[unit_id] for unit_id in ids if unit_id in found)


def _resolved(assignment: Assignment) -> resolution.ResolvedName:
    """Resolve the words of a lead as on the day of the plan; nothing when the assignment has an owner."""
    if assignment.owner_id is not None or not assignment.owner_text:
        return resolution.ResolvedName()
    plan = assignment.plan_item.plan
    on = plan.issued_on or date(plan.year, 1, 1)
    return resolution.resolve(assignment.owner_text, on=on, near=assignment.unit)

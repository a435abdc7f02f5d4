"""The groups that stand for a lead ("các sở, ban, ngành tỉnh"): which agencies the document means by them."""

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
    if assignment.owner_id is not None or not assignment.owner_text:
        return None
    plan = assignment.plan_item.plan
    on = plan.issued_on or date(plan.year, 1, 1)
    group = resolution.resolve(assignment.owner_text, on=on, near=assignment.unit).group
    if group is None:
        return None
    units = Unit.objects.filter(pk__in=group.unit_ids).order_by("name_sort", "pk")
    return MeantGroup(units=tuple(units), is_open=group.is_open)

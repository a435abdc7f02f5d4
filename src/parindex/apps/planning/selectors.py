"""Approved plans as the actor may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from parindex.apps.planning.models import Plan, PlanItem
from parindex.domain.access import Actor, Permission

# JSON of kilobytes that no page of a plan shows.
_UNREAD = ("facts", "citations", "draft__facts", "draft__findings", "draft__repairs")
# What a list shows; the database groups by all of it to count the items.
_LISTED = ("year", "title", "number", "issued_on", "issuer", "signer", "unit__name")


class PlanNotFound(Exception):
    """Raised when a plan does not exist or is not visible to the actor."""

    code = "plan_not_found"
    message = "Không có kế hoạch này, hoặc bạn không được xem. Mở danh sách kế hoạch để chọn lại."


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What narrows a list of plans; shared by pages, API and exports."""

    unit_id: int | None = None
    year: int | None = None


def _visible(actor: Actor) -> QuerySet[Plan]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.PLANS_VIEW):
        scope |= Q(unit__path__startswith=path)
    return Plan.objects.filter(scope)


def list_plans(actor: Actor, filters: PlanFilter) -> list[Plan]:
    """Return plans in force with the name of their unit and the count of their items, newest year first."""
    plans = _visible(actor).filter(superseded_at=None)
    if filters.unit_id is not None:
        plans = plans.filter(unit_id=filters.unit_id)
    if filters.year is not None:
        plans = plans.filter(year=filters.year)
    counted = plans.annotate(item_count=Count("items")).select_related("unit").only(*_LISTED)
    return list(counted.order_by("-year", "unit__name_sort", "-pk"))


def access_plan(actor: Actor, plan_id: int) -> Plan:
    """Return a plan that the actor may see, with its unit and draft. Raises `PlanNotFound`."""
    plans = _visible(actor).select_related("unit", "draft").defer(*_UNREAD)
    plan = next(iter(plans.filter(pk=plan_id)), None)
    if plan is None:
        raise PlanNotFound(PlanNotFound.message)
    return plan


def list_published() -> list[Plan]:
    """Return the plans in force that were shown to everybody, newest year first. Needs no actor: they are public."""
    plans = Plan.objects.filter(published_at__isnull=False, superseded_at=None).select_related("unit")
    return list(plans.only(*_LISTED).order_by("-year", "unit__name_sort", "-pk"))


def access_published(plan_id: int) -> Plan:
    """Return a plan that was shown to everybody. Raises `PlanNotFound`."""
    plan = next((row for row in list_published() if row.pk == plan_id), None)
    if plan is None:
        raise PlanNotFound(PlanNotFound.message)
    return plan


def list_items(plan: Plan, *, with_fields: bool = False) -> list[PlanItem]:
    """Return the items of a plan in order, with their agencies and assignments fetched in bulk.

    The reviewed fields with their sources are kilobytes of JSON an item, read only when asked for.
    """
    items = plan.items.prefetch_related("agencies", "assignments__owner")
    unread = ("name_fold", "domain_name") if with_fields else ("name_fold", "domain_name", "fields")
    return list(items.defer(*unread).order_by("position", "pk"))

"""Reading plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from ninja import Router

from parindex.api.authentication import actor_of
from parindex.api.schemas.errors import READ_ERRORS
from parindex.api.schemas.plans import PlanDetailOut, PlanOut
from parindex.apps.planning import selectors

if TYPE_CHECKING:
    from parindex.apps.planning.models import Plan, PlanItem

router = Router()


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "unit_id": plan.unit_id,
        "unit": plan.unit.name,
        "year": plan.year,
        "number": plan.number,
        "title": plan.title,
        "issued_on": plan.issued_on,
        "issuer": plan.issuer,
        "signer": plan.signer,
    }


def _item(item: PlanItem) -> dict[str, Any]:
    return {
        "id": item.pk,
        "part": item.part,
        "section": item.section,
        "domain": item.domain,
        "number": item.number,
        "code": item.code,
        "name": item.name,
        "target_text": item.target_text,
        "product": item.product,
        "deadline_text": item.deadline_text,
        "agencies": [{"role": a.role, "text": a.text, "unit_id": a.unit_id} for a in item.agencies.all()],
        "assignments": [str(a.public_id) for a in item.assignments.all()],
    }


@router.get("", response={200: list[PlanOut], **READ_ERRORS}, summary="Danh sách kế hoạch")
def list_plans(request: HttpRequest, year: int | None = None) -> list[dict[str, Any]]:
    """Return the plans that the owner of the token may see."""
    return [_plan(plan) for plan in selectors.list_plans(actor_of(request), selectors.PlanFilter(year=year))]


@router.get("/{plan_id}", response={200: PlanDetailOut, **READ_ERRORS}, summary="Một kế hoạch và các mục")
def get_plan(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    """Return one plan with its items."""
    plan = selectors.access_plan(actor_of(request), plan_id)
    return {**_plan(plan), "items": [_item(item) for item in selectors.list_items(plan)]}

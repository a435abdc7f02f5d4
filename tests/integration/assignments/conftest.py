"""Plans of the small province, approved by the real way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parindex.apps.assignments import services
from parindex.apps.assignments.models import Assignment
from parindex.apps.imports import review
from parindex.apps.planning.models import Plan
from tests.factories.plans import PLAN_TEXT, import_text
from tests.integration.conftest import NOW, Province

Approve = Callable[..., Plan]


@pytest.fixture
def approve(province: Province) -> Approve:
    """Return what approves the example plan, with words of it replaced."""

    def approve(replaced: str = "", by: str = "") -> Plan:
        text = PLAN_TEXT.replace(replaced, by) if replaced else PLAN_TEXT
        draft = import_text(unit=province.root, actor=province.focal, now=NOW, text=text)
        for item in draft.items.all():
            review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=province.focal, now=NOW)
        return services.approve_plan(draft=draft, actor=province.leader, now=NOW).plan

    return approve


def first(plan: Plan, number: str) -> Assignment:
    """Return the earliest assignment of an item of a plan."""
    return Assignment.objects.filter(plan_item__plan=plan, plan_item__number=number).order_by("due_on", "pk")[0]

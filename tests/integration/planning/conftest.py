"""An issued plan of a small province with communes below it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from parindex.apps.assignments import services as assignments
from parindex.apps.imports import review
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.planning.models import Plan
from parindex.domain.access import Actor, Role
from tests.factories import UnitFactory
from tests.factories.plans import import_text
from tests.integration.conftest import NOW, Province, actor_in


@dataclass(frozen=True)
class Below:
    """A plan and the communes that must have one of their own; `far` lies in another province."""

    plan: Plan
    communes: list[Unit]
    far: Unit
    commune_focal: Actor


@pytest.fixture
def below(province: Province) -> Below:
    """Return the issued plan of the province and three communes, one with an office of the needed name."""
    names = ("Xã Đồi Sao", "Xã Nắng Sớm", "Phường Suối Vàng")
    communes = [UnitFactory(name=name, kind=UnitKind.COMMUNE, parent=province.root) for name in names]
    UnitFactory(name="Phòng Văn hóa - Xã hội", kind=UnitKind.OFFICE, parent=communes[0])
    far = UnitFactory(name="Xã Xa", kind=UnitKind.COMMUNE, parent=Unit.objects.get(name="Tỉnh Núi Gió"))
    return Below(approve(province), communes, far, actor_in(communes[0], Role.FOCAL))


def approve(province: Province) -> Plan:
    """Return the example plan of the province, approved."""
    draft = import_text(unit=province.root, actor=province.focal, now=NOW)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=province.focal, now=NOW)
    return assignments.approve_plan(draft=draft, actor=province.leader, now=NOW).plan

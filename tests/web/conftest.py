"""A small fictional province with people in every role, a plan being worked off, a draft under review, a stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.imports import review
from parindex.apps.imports.models import Draft
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.planning.models import Plan
from parindex.domain.access import Actor, Role
from tests import kept
from tests.factories import MembershipFactory, UnitFactory, UserFactory
from tests.factories.plans import PLAN_TEXT, import_text

TODAY = date(2026, 7, 6)
NOW = datetime(2026, 7, 6, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SIGNED = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SECOND_TEXT = (
    PLAN_TEXT.replace("15/KH-UBND", "28/KH-UBND")
    .replace("10 tháng 3", "20 tháng 5")
    .replace("Sau khi kết thúc đợt kiểm tra", "Theo tình hình thực tế của từng đơn vị")
)
ClientFor = Callable[[object], Client]


@dataclass(frozen=True)
class World:
    """What the pages show: `plan` and `draft` inside the province, `far_*` in another one."""

    root: Unit
    home_affairs: Unit
    office: Unit
    users: dict[str, User]
    plan: Plan
    draft: Draft
    far_unit: Unit
    far_user: User
    far_plan: Plan
    far_draft: Draft

    def actor(self, role: str) -> Actor:
        """Return the person of a role as the one who acts."""
        return access.actor_of(self.users[role], today=TODAY)

    def assignment(self, number: str = "1.1", *, plan: Plan | None = None) -> Assignment:
        """Return the first assignment of an item."""
        rows = Assignment.objects.filter(plan_item__plan=plan or self.plan, plan_item__number=number)
        found = rows.order_by("due_on", "pk").first()
        assert found is not None
        return found


@pytest.fixture
def clock() -> Iterator[None]:
    """Stand still on a Monday morning, six days after the first deadline."""
    with time_machine.travel(NOW, tick=False):
        yield


def person(unit: Unit, role: Role, name: str) -> User:
    """Return a person with one role since January."""
    user = UserFactory(username=name, full_name=f"Hư Cấu {name.title()}")
    return MembershipFactory(unit=unit, role=role.value, valid_from=date(2026, 1, 1), user=user).user


def approved(unit: Unit, user: User, *, text: str = PLAN_TEXT, name: str = "ke-hoach.txt") -> Plan:
    """Return a plan that was imported, accepted and approved in March."""
    actor = access.actor_of(user, today=SIGNED.date())
    draft = import_text(unit=unit, actor=actor, now=SIGNED, text=text, name=name)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=actor, now=SIGNED)
    return assignments.approve_plan(draft=draft, actor=actor, now=SIGNED).plan


@pytest.fixture
def world(db: None, clock: None) -> World:
    """Return the province."""
    return kept.once("world", build_world)


def build_world() -> World:
    """Build the province by the real way."""
    root = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    home_affairs = UnitFactory(name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, parent=root)
    office = UnitFactory(name="Văn phòng UBND tỉnh", kind=UnitKind.DEPARTMENT, parent=root)
    UnitFactory(name="Sở Tư pháp", kind=UnitKind.DEPARTMENT, parent=root)
    users = {role.value: person(root, role, role.value) for role in Role if role is not Role.OFFICER}
    users["officer"] = person(home_affairs, Role.OFFICER, "officer")
    far_unit = UnitFactory(name="Tỉnh Núi Gió", kind=UnitKind.PROVINCE)
    far_user = person(far_unit, Role.FOCAL, "far")
    far_actor = access.actor_of(far_user, today=TODAY)
    return World(
        root=root,
        home_affairs=home_affairs,
        office=office,
        users=users,
        plan=approved(root, users["focal"]),
        draft=import_text(
            unit=root, actor=access.actor_of(users["focal"], today=TODAY), now=NOW, text=SECOND_TEXT, name="lan-hai.txt"
        ),
        far_unit=far_unit,
        far_user=far_user,
        far_plan=approved(far_unit, far_user, text=PLAN_TEXT.replace("SÔNG MÂY", "NÚI GIÓ"), name="xa.txt"),
        far_draft=import_text(unit=far_unit, actor=far_actor, now=NOW, text=SECOND_TEXT + "\n.", name="xa-hai.txt"),
    )


@pytest.fixture
def as_role(world: World, client_for: ClientFor) -> Callable[[str], Client]:
    """Return a function that signs in the person of a role."""
    return lambda role: client_for(world.users[role])

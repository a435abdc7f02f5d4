"""The small province that the services are tested in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.domain.access import Actor, Role
from tests.factories import MembershipFactory, UnitFactory

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = date(2026, 3, 16)


@dataclass(frozen=True)
class Province:
    """Units and people of a fictional province."""

    root: Unit
    home_affairs: Unit
    office: Unit
    focal: Actor
    second_focal: Actor
    leader: Actor
    officer: Actor
    stranger: Actor


def actor_in(unit: Unit, role: Role) -> Actor:
    """Return a new person with a role over a unit."""
    membership = MembershipFactory(unit=unit, role=role.value, valid_from=date(2026, 1, 1))
    return access.actor_of(membership.user, today=TODAY)


@pytest.fixture
def province(db: None) -> Province:
    """Return a province with two agencies and people in several roles."""
    root = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    home_affairs = UnitFactory(name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, parent=root)
    office = UnitFactory(name="Văn phòng UBND tỉnh", kind=UnitKind.DEPARTMENT, parent=root)
    other = UnitFactory(name="Tỉnh Núi Gió", kind=UnitKind.PROVINCE)
    return Province(
        root=root,
        home_affairs=home_affairs,
        office=office,
        focal=actor_in(root, Role.FOCAL),
        second_focal=actor_in(root, Role.FOCAL),
        leader=actor_in(root, Role.LEADER),
        officer=actor_in(home_affairs, Role.OFFICER),
        stranger=actor_in(other, Role.FOCAL),
    )

"""Reading the register: only one's own units, filtered, page by page, exported."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
import python_calamine

from parindex.apps.audit import exports, selectors, services
from parindex.apps.audit.models import Event
from parindex.domain.access import ANONYMOUS, SYSTEM, Actor, Grant, PermissionDenied, Role

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def leader(path: str, role: Role = Role.LEADER) -> Actor:
    return Actor(user_id=1, name="Lãnh đạo Hư Cấu", grants=(Grant(role=role, unit_id=1, unit_path=path),))


def write(path: str, *, days: int = 0, action: str = "plan.approved") -> Event:
    return services.record(
        actor=SYSTEM,
        action=action,
        object_type="plan",
        object_id="1",
        unit_path=path,
        now=NOW + timedelta(days=days),
    )


def numbers(actor: Actor, **values: object) -> list[int]:
    return [event.seq for event in selectors.list_events(actor, selectors.EventFilter(**values)).events]


def test_list_events_shows_one_s_own_subtree() -> None:
    write("/1/")
    write("/1/2/")
    write("/3/")
    write("")

    assert numbers(leader("/1/")) == [4, 2, 1]
    assert numbers(leader("/1/2/")) == [2]
    assert numbers(SYSTEM) == [4, 3, 2, 1]
    for actor in (ANONYMOUS, leader("/1/", Role.OFFICER)):
        with pytest.raises(PermissionDenied):
            numbers(actor)


def test_list_events_filters() -> None:
    write("/1/")
    write("/1/", days=1, action="plan.viewed")
    write("/1/", days=2)

    assert numbers(SYSTEM, action="plan.viewed") == [2]
    assert numbers(SYSTEM, first_day=date(2026, 3, 3)) == [3, 2]
    assert numbers(SYSTEM, last_day=date(2026, 3, 3)) == [2, 1]
    assert numbers(SYSTEM, actor_name="thống") == [3, 2, 1]
    assert numbers(SYSTEM, object_type="unit") == []
    assert numbers(SYSTEM, object_id="1") == [3, 2, 1]


def test_list_events_pages_along_the_numbers() -> None:
    for _ in range(5):
        write("/1/")

    first = selectors.list_events(SYSTEM, selectors.EventFilter(), limit=2)
    write("/1/")
    second = selectors.list_events(SYSTEM, selectors.EventFilter(before_seq=first.next_before_seq), limit=2)
    third = selectors.list_events(SYSTEM, selectors.EventFilter(before_seq=second.next_before_seq), limit=2)

    assert [[event.seq for event in page.events] for page in (first, second, third)] == [[5, 4], [3, 2], [1]]
    assert third.next_before_seq is None


def test_events_xlsx_is_itself_recorded() -> None:
    write("/1/")

    data = exports.events_xlsx(SYSTEM, selectors.EventFilter(), now=NOW)

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Số", "Lúc", "Người thực hiện", "Hành động"]
    assert rows[1][3] == "Duyệt kế hoạch"
    assert Event.objects.order_by("-seq").first().action == "audit.exported"
    with pytest.raises(PermissionDenied):
        exports.events_xlsx(ANONYMOUS, selectors.EventFilter(), now=NOW)

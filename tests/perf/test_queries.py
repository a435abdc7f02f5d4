"""No page and no list takes more statements for thirty rows than for one, and no page takes more than twelve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.assignments import boards
from parindex.apps.assignments import selectors as assignments
from parindex.apps.assignments.models import Assignment, Report
from parindex.apps.audit import selectors as audit
from parindex.apps.imports import selectors as imports
from parindex.apps.imports.models import Draft, DraftState
from parindex.apps.orgs import selectors as orgs
from parindex.apps.people.models import User
from parindex.apps.planning import selectors as planning
from parindex.apps.planning.models import Plan
from tests.factories import MembershipFactory, UnitFactory
from tests.integration.conftest import Province
from tests.perf.crowd import NOW, TODAY, YEAR, add_draft, add_plan

MOST = 12
STEP = {
    "kind": "progress",
    "progress": 20,
    "state_before": "doing",
    "state_after": "doing",
    "actor_name": "A",
    "at": NOW,
}
EVERYTHING = assignments.AssignmentFilter(year=YEAR)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def first_assignment() -> Assignment:
    return Assignment.objects.order_by("pk")[0]


def largest_plan() -> Plan:
    return Plan.objects.annotate(count=Count("items")).order_by("-count", "pk")[0]


def largest_draft() -> Draft:
    drafts = Draft.objects.filter(state=DraftState.REVIEW).annotate(count=Count("items"))
    return drafts.order_by("-count", "pk")[0]


def grow(province: Province, *, rows: int) -> None:
    """Make more of everything: plans, items of the first plan, drafts, units, people, steps of an assignment."""
    owners = [province.home_affairs, *(UnitFactory(parent=province.root) for _ in range(rows))]
    add_plan(province.root, owners, items=rows)
    for _ in range(rows):
        add_plan(province.root, owners, items=1)
        add_draft(province.root, items=1)
        MembershipFactory(unit=province.root)
    add_draft(province.root, items=rows)
    Report.objects.bulk_create([Report(assignment=first_assignment(), **STEP) for _ in range(rows)])


PAGES: dict[str, Callable[[], str]] = {
    "home": lambda: "/",
    "plans": lambda: "/ke-hoach/",
    "plan": lambda: f"/ke-hoach/{largest_plan().pk}/",
    "plan text": lambda: f"/ke-hoach/{largest_plan().pk}/van-ban/",
    "my work": lambda: "/viec-cua-toi/",
    "assignments": lambda: "/nhiem-vu/",
    "board by agency": lambda: "/nhiem-vu/bang/",
    "board by domain": lambda: "/nhiem-vu/bang/?theo=linh-vuc",
    "board by criterion": lambda: "/nhiem-vu/bang/?theo=tieu-chi",
    "assignment": lambda: f"/nhiem-vu/{first_assignment().public_id}/",
    "calendar": lambda: "/lich/",
    "review": lambda: f"/ke-hoach/nhap/{largest_draft().public_id}/",
    "review history": lambda: f"/ke-hoach/nhap/{largest_draft().public_id}/lich-su/",
    "upload": lambda: "/ke-hoach/nhap/",
    "people": lambda: "/nguoi-dung/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_the_same_few_statements(
    province: Province, client_for: Callable[[object], Client], name: str
) -> None:
    client = client_for(User.objects.get(pk=province.focal.user_id))
    add_plan(province.root, [province.home_affairs], items=1)
    add_draft(province.root, items=1)
    few = statements(client, PAGES[name]())

    grow(province, rows=30)
    many = statements(client, PAGES[name]())

    assert len(many) <= len(few), "\n".join(many)
    assert len(many) <= MOST, "\n".join(many)


def statements(client: Client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    return [query["sql"][:300] for query in captured.captured_queries]


LISTS: dict[str, Callable[[Province], object]] = {
    "assignments": lambda p: [
        (row.owner and row.owner.name, row.unit.name, row.plan_item.plan.number)
        for row in assignments.list_assignments(p.focal, EVERYTHING, today=TODAY)
    ],
    "my work": lambda p: assignments.my_work(p.officer, year=YEAR, today=TODAY),
    "by agency": lambda p: boards.tally_by_agency(p.focal, EVERYTHING, today=TODAY),
    "by domain": lambda p: boards.tally_by_domain(p.focal, EVERYTHING, today=TODAY),
    "by criterion": lambda p: boards.tally_by_criterion(p.focal, EVERYTHING, today=TODAY),
    "the year": lambda p: boards.tally_year(p.focal, EVERYTHING, today=TODAY),
    "due between": lambda p: [
        (row.owner and row.owner.name, row.unit.name, row.plan_item.number)
        for row in assignments.list_due_between(
            p.focal, start=date(2026, 1, 1), end=date(2027, 1, 1), filters=EVERYTHING, today=TODAY
        )
    ],
    "reports": lambda _: [(row.file_id, row.file_name) for row in assignments.list_reports(first_assignment())],
    "plans": lambda p: [
        (row.unit.name, row.signer, row.item_count) for row in planning.list_plans(p.focal, planning.PlanFilter())
    ],
    "items": lambda _: [
        (
            [(a.text, a.unit_id) for a in row.agencies.all()],
            [a.owner and a.owner.name for a in row.assignments.all()],
        )
        for row in planning.list_items(largest_plan())
    ],
    "drafts": lambda p: [
        (row.unit.name, row.get_state_display(), row.item_count) for row in imports.list_drafts(p.focal)
    ],
    "edits": lambda _: [row.item and row.item.key for row in imports.list_edits(largest_draft())],
    "events": lambda p: audit.list_events(p.leader, audit.EventFilter()),
    "units": lambda p: orgs.list_children(p.focal, unit=p.root),
    "importing units": lambda p: imports.list_importing_units(p.focal, today=TODAY),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_the_same_statements(province: Province, name: str) -> None:
    add_plan(province.root, [province.home_affairs], items=1)
    add_draft(province.root, items=1)
    few = taken_by(LISTS[name], province)

    grow(province, rows=30)

    many = taken_by(LISTS[name], province)
    assert len(many) <= len(few), "\n".join(many)


def taken_by(read: Callable[[Province], object], province: Province) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        read(province)
    return [query["sql"][:300] for query in captured.captured_queries]

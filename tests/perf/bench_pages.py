"""Pages against a bare Django page of as many bytes, and the services that write and list much.

The limits of the pages are promised; those of approval and of the list are our own, set to notice when their work
begins to grow faster than their rows. Figures are seconds: of one request (the inverse of requests a second), of the
95th percentile with 16 threads asking waitress over the loopback, of one approval, of one page of a list.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from parindex.apps.assessment.models import Round, Sheet
from parindex.apps.assignments import selectors, services
from parindex.apps.assignments.models import Assignment
from parindex.apps.imports.models import Draft, DraftState
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.planning.models import Plan, PlanItem
from parindex.apps.registers import services as registers
from parindex.apps.registers.models import RegisterEntry
from parindex.domain.access import Role
from tests.factories import MembershipFactory, UnitFactory
from tests.factories import assessment as seasons
from tests.perf import bare
from tests.perf.crowd import NOW, TODAY, YEAR, add_draft, add_plan
from tests.perf.rows import Row, best

PLAN_ITEMS = 139
ASSIGNMENTS = 5_000
MOST_ROWS = 600
ENTRIES = 100_000
BOOK = "nhiem-vu-cap-tren"
REQUESTS = 20
THREADS = 16
REQUESTS_A_THREAD = 12
PAGES = ("/", "/viec-cua-toi/", "/ke-hoach/", "/nhiem-vu/", "/nhiem-vu/bang/", "/lich/")
# At least 0.7 of the requests a second of the bare page.
SLOWER = 1 / 0.7


def run() -> list[Row]:
    """Measure everything and return the rows."""
    user = crowd_of_pages()
    ours = Client(SERVER_NAME="127.0.0.1")
    ours.force_login(user)
    rows = [page_row(ours, bare_browser(ours), url) for url in _urls()]
    rows.append(register_row(ours, user))
    return [*rows, _busy_row(ours, "/nhiem-vu/"), _approval_row(user), _list_row(user)]


@cache
def crowd_of_pages() -> User:
    """Fill the database once: one plan of the size of the largest of the corpus, and a year of assignments."""
    root = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    owners = [UnitFactory(parent=root) for _ in range(20)]
    user = MembershipFactory(unit=root, role=Role.FOCAL.value).user
    add_plan(root, owners, items=PLAN_ITEMS)
    # Nobody sees the assignments of a plan that was replaced; the bare page finds enough rows in them.
    Plan.objects.filter(pk=add_plan(root, owners, items=MOST_ROWS).pk).update(superseded_at=NOW)
    _add_sheet(root)
    return user


def _add_sheet(root: Unit) -> None:
    """Add a sheet of 43 items that is filled in and still open."""
    season = seasons.make_season(1, province=root)
    seasons.fill_sheet(season.sheet(), actor=season.holder)
    now = timezone.now()
    Round.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))


def _urls() -> tuple[str, ...]:
    first, plan = Assignment.objects.order_by("pk")[0], Plan.objects.order_by("pk")[0]
    sheet = Sheet.objects.order_by("pk")[0]
    return (*PAGES, f"/nhiem-vu/{first.public_id}/", f"/ke-hoach/{plan.pk}/", f"/phieu-cham/{sheet.public_id}/")


def bare_browser(ours: Client) -> Client:
    """Return a browser of the same person that gets the bare pages."""
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies = ours.cookies
        assert client.get("/1/").status_code == 200
    return client


def _bare_url(bare_client: Client, *, size: int) -> str:
    """Return the address of the bare page that has about as many bytes."""
    one, many = (len(bare_client.get(f"/{rows}/").content) for rows in (1, 101))
    return f"/{min(max((size - one) * 100 // (many - one), 1), MOST_ROWS)}/"


def page_row(ours: Client, bare_client: Client, url: str) -> Row:
    """Measure a page against the bare one of as many bytes."""
    response = ours.get(url)
    assert response.status_code == 200, (url, response.status_code)
    peer = _bare_url(bare_client, size=len(response.content))
    bare_client.get(peer)
    seconds = best(lambda: [ours.get(url) for _ in range(REQUESTS)]) / REQUESTS
    against = best(lambda: [bare_client.get(peer) for _ in range(REQUESTS)]) / REQUESTS
    name = "/".join("…" if any(c.isdigit() for c in part) else part for part in url.split("/"))
    return f"Trang {name} so với trang Django trơn", seconds, against, SLOWER


def register_row(ours: Client, user: User) -> Row:
    """Measure the list of a register of many entries, which must not pay for those that the page does not show."""
    with transaction.atomic():
        add_entries(Unit.objects.get(kind=UnitKind.PROVINCE), user, rows=ENTRIES)
        _, *figures = page_row(ours, bare_browser(ours), f"/so-theo-doi/{BOOK}/")
        transaction.set_rollback(True)
    return f"Trang một sổ {ENTRIES} dòng so với trang Django trơn", figures[0], figures[1], SLOWER


def add_entries(root: Unit, user: User, *, rows: int) -> None:
    """Add one entry as a person would, and copies of it for the units below."""
    texts = {"van_ban_giao": "CV 9", "ngay_giao": "05/01/2026", "noi_dung": "Việc được giao", "han": "31/12/2026"}
    actor = access.actor_of(user, today=TODAY)
    made = registers.add(register_id=BOOK, unit=root, texts=texts, actor=actor, now=NOW)
    units = list(Unit.objects.filter(parent=root).order_by("pk"))
    kept = {one.attname: getattr(made, one.attname) for one in made._meta.concrete_fields}
    for name in ("id", "public_id", "key", "unit_id", "dated_on"):
        del kept[name]
    RegisterEntry.objects.bulk_create(
        (
            RegisterEntry(**kept, unit=units[at % len(units)], dated_on=TODAY - timedelta(days=at % 365))
            for at in range(rows - 1)
        ),
        batch_size=2_000,
    )


def _busy_row(ours: Client, url: str) -> Row:
    size = len(ours.get(url).content)
    peer = _bare_url(bare_browser(ours), size=size)
    cookie = f"{settings.SESSION_COOKIE_NAME}={ours.cookies[settings.SESSION_COOKIE_NAME].value}"
    figures = []
    for which, wanted in (("site", url), ("bare", peer)):
        with _serving(which) as port:
            _ask(port, wanted, cookie, threads=2, each=5)
            figures.append(_percentile(_ask(port, wanted, cookie, threads=THREADS, each=REQUESTS_A_THREAD)))
    return f"p95 của {url}, {THREADS} luồng, waitress", figures[0], figures[1], 1.5


@contextmanager
def _serving(which: str) -> Iterator[int]:
    root = Path(__file__).resolve().parents[2]
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.perf.server", which],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait(timeout=10)


def _ask(port: int, url: str, cookie: str, *, threads: int, each: int) -> list[float]:
    """Ask from many threads at once, and return the seconds of every answer."""
    seconds: list[float] = []

    def go() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(each):
            start = time.perf_counter()
            line.request("GET", url, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200
            seconds.append(time.perf_counter() - start)
        line.close()

    running = [threading.Thread(target=go) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert len(seconds) == threads * each
    return seconds


def _percentile(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def _approval_row(user: User) -> Row:
    """Approval against writing the same rows in bulk and nothing else."""
    root = Unit.objects.get(kind=UnitKind.PROVINCE)
    actor = access.actor_of(user, today=TODAY)
    draft = add_draft(root, items=PLAN_ITEMS)
    Draft.objects.filter(pk=draft.pk).update(state=DraftState.REVIEW)

    def approve() -> None:
        with transaction.atomic():
            services.approve_plan(draft=draft, actor=actor, now=NOW)
            transaction.set_rollback(True)

    def write() -> None:
        with transaction.atomic():
            add_rows(draft)
            transaction.set_rollback(True)

    return f"Duyệt {PLAN_ITEMS} mục so với ghi trơn các dòng ấy", best(approve), best(write), 5.0


def add_rows(draft: Draft) -> None:
    """Write a plan, its items, and as many assignments, without reading or deciding anything."""
    plan = Plan.objects.create(unit=draft.unit, year=YEAR, title="x", draft=draft, approved_at=NOW)
    items = PlanItem.objects.bulk_create(
        [
            PlanItem(
                plan=plan, draft_item=i, position=i.position, part="body", section="fix", name="x", fields=i.fields
            )
            for i in draft.items.all()
        ]
    )
    Assignment.objects.bulk_create(
        [Assignment(plan_item=i, unit=draft.unit, title="x", year=YEAR, created_at=NOW, search_fold="x") for i in items]
    )


def _list_row(user: User) -> Row:
    """One page of a list of 5,000 with its count, against the same rows by the ORM without rights and filters."""
    actor = access.actor_of(user, today=TODAY)
    filters = selectors.AssignmentFilter(year=YEAR, query="tieu chi")
    root = Unit.objects.get(kind=UnitKind.PROVINCE)

    def ours() -> None:
        selectors.count_assignments(actor, filters, today=TODAY)
        selectors.list_assignments(actor, filters, today=TODAY, limit=50)

    def peer() -> None:
        rows = Assignment.objects.filter(search_fold__contains="tieu chi", year=YEAR)
        rows.count()
        list(rows.select_related("owner", "unit", "plan_item__plan").order_by("due_on")[:50])

    with transaction.atomic():
        add_plan(root, list(Unit.objects.filter(parent=root)), items=ASSIGNMENTS)
        figures = best(ours), best(peer)
        transaction.set_rollback(True)
    return (f"Một trang của danh sách {ASSIGNMENTS} nhiệm vụ so với ORM trơn", *figures, 4.0)

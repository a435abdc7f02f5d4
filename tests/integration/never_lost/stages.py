"""What the child processes do. Each stage goes on from where the database stands, as people and the worker would."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connections

from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.base.models import Job, JobState
from parindex.apps.imports import review, services
from parindex.apps.imports.models import Draft, DraftItem, DraftState, ItemState
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.domain.access import SYSTEM, Actor, Role
from parindex.jobs import registry, worker
from tests.factories import MembershipFactory, UnitFactory, UserFactory
from tests.factories.plans import PLAN_TEXT
from tests.integration.never_lost import annex, cascade, season, sending, story

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = date(2026, 3, 16)
SILENCE = jobs.STALE_AFTER + timedelta(seconds=1)
PEOPLE = {"focal": Role.FOCAL, "second": Role.FOCAL, "leader": Role.LEADER}


def prepare() -> None:
    """Make the tables, a small fictional province and its people."""
    call_command("migrate", verbosity=0)
    root = UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    for name in ("Sở Nội vụ", "Văn phòng UBND tỉnh", "Sở Tư pháp"):
        UnitFactory(name=name, parent=root)
    for username, role in PEOPLE.items():
        user = UserFactory(username=username, full_name=f"Người Hư Cấu {username}")
        MembershipFactory(user=user, unit=root, role=role.value, valid_from=date(2026, 1, 1))


def person(username: str) -> Actor:
    """Return who acts."""
    return access.actor_of(User.objects.get(username=username), today=TODAY)


def start(*, who: str = "focal") -> dict[str, Any]:
    """Import the plan, as the page does."""
    upload = services.Upload(name="ke-hoach.txt", stream=io.BytesIO(PLAN_TEXT.encode()))
    unit = Unit.objects.get(name="Tỉnh Sông Mây")
    (started,) = services.start(unit=unit, uploads=(upload,), actor=person(who), now=NOW)
    return {"draft": str(started.public_id), "is_duplicate": started.is_duplicate}


def read(*, attempt: int = 0) -> int:
    """Work as the worker does until nothing is due; each attempt begins when the one before is known to be dead."""
    now = NOW + attempt * SILENCE
    jobs.reap(now=now)
    return worker.run_until_empty(clock=lambda: now)


def _item(draft: Draft, number: str) -> DraftItem:
    return draft.items.get(number=number, key__endswith=number)


def _edit(draft: Draft, actor: Actor, *, number: str, field: str, text: str) -> None:
    item = _item(draft, number)
    seen = services.fields.shown_value(field=field, value=item.fields[field]["value"])
    review.edit_field(draft=draft, item_id=item.pk, field=field, text=text, seen=seen, actor=actor, now=NOW)


def _split(draft: Draft, actor: Actor) -> None:
    review.split_item(draft=draft, item_id=_item(draft, "1.3").pk, actor=actor, now=NOW)


def _merge(draft: Draft, actor: Actor) -> None:
    review.merge_with_next(draft=draft, item_id=_item(draft, "1.2").pk, actor=actor, now=NOW)


def _undo(draft: Draft, actor: Actor) -> None:
    review.undo(draft=draft, actor=actor, now=NOW)


def _add(draft: Draft, actor: Actor) -> None:
    review.add_item(draft=draft, after_id=_item(draft, "1.1").pk, name="Mục người đọc bỏ sót", actor=actor, now=NOW)


def _delete(draft: Draft, actor: Actor) -> None:
    review.delete_item(draft=draft, item_id=draft.items.get(key="added/1").pk, actor=actor, now=NOW)


def _fact(draft: Draft, actor: Actor) -> None:
    review.edit_fact(draft=draft, field="number", value="16/KH-UBND", actor=actor, now=NOW)


def _accept_next(draft: Draft, actor: Actor) -> None:
    item = draft.items.filter(is_deleted=False, state=ItemState.PENDING).order_by("position", "pk")[0]
    review.decide(draft=draft, item_id=item.pk, state=ItemState.ACCEPTED, actor=actor, now=NOW)


REVIEW_STEPS: tuple[Callable[[Draft, Actor], None], ...] = (
    partial(_edit, number="1.2", field="lead", text="Sở Tư pháp"),
    partial(_edit, number="1.1", field="deadline_text", text="Quý III/2026"),
    partial(_edit, number="1.3", field="names", text="Xử lý vấn đề\nBáo cáo kết quả xử lý"),
    _split,
    _merge,
    _undo,
    _add,
    _delete,
    _fact,
    *[_accept_next] * 4,
)
"""Each step raises the draft's revision by one, so that the revision tells how far the review came."""


def review_on(*, until: int = len(REVIEW_STEPS)) -> int:
    """Go on with the review from the step after the last one that is kept."""
    draft, actor = Draft.objects.get(), person("focal")
    for step in REVIEW_STEPS[draft.revision : until]:
        step(draft, actor)
    return until


def approve(*, who: str = "leader") -> int:
    """Approve the draft unless that is done."""
    draft = Draft.objects.get()
    if draft.state == DraftState.APPROVED:
        return 0
    return approve_now(who=who)


def approve_now(*, who: str = "leader") -> int:
    """Press the button, whatever the state."""
    return assignments.approve_plan(draft=Draft.objects.get(), actor=person(who), now=NOW).assignment_count


def whole(*, attempt: int = 0) -> None:
    """Go the whole way from the file to the assignments."""
    start()
    read(attempt=attempt)
    review_on()
    approve()


def edit(*, who: str, number: str, field: str, text: str, seen: str) -> None:
    """Correct one field with what the person saw before."""
    draft = Draft.objects.get()
    item = _item(draft, number)
    review.edit_field(draft=draft, item_id=item.pk, field=field, text=text, seen=seen, actor=person(who), now=NOW)


def field_value(*, number: str, field: str) -> Any:
    """Return what stands in a field."""
    return _item(Draft.objects.get(), number).fields[field]["value"]


def report(*, who: str, progress: int) -> None:
    """Report progress on the first assignment from the page as it was made."""
    row = Assignment.objects.order_by("pk")[0]
    assignments.report_progress(assignment=row, version=1, progress=progress, note="", actor=person(who), now=NOW)


def queue(*, count: int) -> None:
    """Queue jobs that count how often they run."""
    for number in range(count):
        jobs.enqueue(kind="test.count", payload={"number": number}, actor=SYSTEM, now=NOW)


def work(*, name: str) -> list[int]:
    """Run the counting jobs as one of several workers; return which ones ran here."""
    ran: list[int] = []
    with registry.registered("test.count", lambda context: ran.append(int(str(context.payload["number"])))):
        while worker.run_one(worker=name, clock=lambda: NOW):
            pass
    return ran


def count_done() -> int:
    """Return how many jobs are done after one attempt."""
    return Job.objects.filter(state=JobState.DONE, attempts=1).count()


def write_in_threads(*, threads: int, each: int) -> list[str]:
    """Write in many threads as the web server does, and return the errors."""
    errors: list[str] = []
    actor = person("focal")

    def go(nth: int) -> None:
        try:
            for turn in range(each):
                audit.record_view(
                    actor=actor,
                    action="draft.reviewed",
                    object_type="draft",
                    object_id=f"{nth}/{turn}",
                    now=NOW,
                )
        except Exception as error:  # noqa: BLE001 - any error fails the test, by its text
            errors.append(repr(error))
        finally:
            connections.close_all()

    running = [threading.Thread(target=go, args=(nth,)) for nth in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return errors


STAGES: dict[str, Callable[..., Any]] = {
    stage.__name__: stage
    for stage in (
        prepare,
        start,
        read,
        review_on,
        approve,
        approve_now,
        whole,
        edit,
        field_value,
        report,
        queue,
        work,
        count_done,
        write_in_threads,
        story.tell,
        *annex.STAGES,
        *season.STAGES,
        *cascade.STAGES,
        *sending.STAGES,
    )
}

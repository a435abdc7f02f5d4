"""The demonstration: a fictional province with people, a plan being worked off and drafts under review.

Everything goes through the same services as real work, dated as if the year had been lived; nothing here touches a
real agency or person.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.assignments import selectors as assignment_list
from parindex.apps.assignments import services as assignments
from parindex.apps.imports import review
from parindex.apps.imports import selectors as drafts
from parindex.apps.imports import services as imports
from parindex.apps.orgs import selectors as orgs
from parindex.apps.orgs import services as units
from parindex.apps.people import access, passwords, services
from parindex.apps.people import selectors as people
from parindex.apps.people.errors import PersonNotFound
from parindex.domain.access import ROLE_NAMES, SYSTEM, Actor, Role
from parindex.jobs import worker

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft

DATASET = "song-may"
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True, slots=True)
class Persona:
    """One demonstration account: who, with which role, in which unit of the fictional province."""

    username: str
    full_name: str
    position: str
    role: Role
    unit: str


PERSONAS = (
    Persona("quantri", "Nguyễn Văn Mẫu", "Quản trị hệ thống", Role.ADMIN, "sm-tinh"),
    Persona("lanhdao", "Trần Thị Ví Dụ", "Phó Chủ tịch UBND tỉnh", Role.LEADER, "sm-tinh"),
    Persona("daumoi", "Lê Văn Thí Dụ", "Trưởng phòng CCHC, Sở Nội vụ", Role.FOCAL, "sm-tinh"),
    Persona("thamdinh", "Phạm Thị Minh Họa", "Thành viên hội đồng thẩm định", Role.APPRAISER, "sm-tinh"),
    Persona("chuyenvien", "Hoàng Văn Giả Định", "Chuyên viên Sở Nội vụ", Role.OFFICER, "sm-snv"),
    Persona("suoivang", "Rơ Châm H'Ví Dụ", "Công chức Văn phòng, xã Suối Vàng", Role.FOCAL, "sm-xa-suoi-vang"),
)


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account with its random password."""

    username: str
    password: str
    role: str
    unit: str


def is_loaded() -> bool:
    """Tell whether the demonstration is there."""
    try:
        people.get_by_username(PERSONAS[0].username)
    except PersonNotFound:
        return False
    return True


def load(*, now: datetime) -> tuple[Account, ...]:
    """Load the demonstration once and return its accounts; a second call changes nothing and returns none."""
    if is_loaded():
        return ()
    units.load_dataset(name=DATASET, actor=SYSTEM, now=now)
    start = now - timedelta(days=300)
    accounts = tuple(_account(persona, now=start) for persona in PERSONAS)
    _live_the_year(now=now)
    return accounts


def _account(persona: Persona, *, now: datetime) -> Account:
    password = passwords.random_password()
    unit = orgs.access_slug(SYSTEM, persona.unit)
    user = services.create_user(
        username=persona.username,
        full_name=persona.full_name,
        position=persona.position,
        password=password,
        actor=SYSTEM,
        now=now,
    )
    services.set_role(
        user=user, unit=unit, role=persona.role, valid_from=timezone.localdate(now), actor=SYSTEM, now=now
    )
    return Account(persona.username, password, ROLE_NAMES[persona.role], unit.name)


def actor(username: str, *, today: date) -> Actor:
    """Return a demonstration person as the one who acts."""
    return access.actor_of(people.get_by_username(username), today=today)


def _live_the_year(*, now: datetime) -> None:
    """Import the example plans; approve the province's and report on it as time went by."""
    today = timezone.localdate(now)
    focal = actor("daumoi", today=today)
    signed = now - timedelta(days=240)
    whole = _import(EXAMPLES / "tinh-song-may-2026.docx", unit="sm-tinh", actor_=focal, now=signed)
    if whole is not None:
        review.accept_sure(draft=whole, actor=focal, now=signed)
        for item in drafts.list_items(whole):
            if item.state == "pending":
                review.decide(draft=whole, item_id=item.pk, state=review.Decision.ACCEPTED, actor=focal, now=signed)
        assignments.approve_plan(draft=whole, actor=focal, now=signed)
        _report(today=today)
    _import(EXAMPLES / "xa-suoi-vang-2026.txt", unit="sm-xa-suoi-vang", actor_=focal, now=now)
    _import(EXAMPLES / "so-tu-phap-2026.docx", unit="sm-stp", actor_=focal, now=now)


def _import(path: Path, *, unit: str, actor_: Actor, now: datetime) -> Draft | None:
    if not path.exists():
        return None
    upload = imports.Upload(name=path.name, stream=io.BytesIO(path.read_bytes()))
    owner = orgs.access_slug(SYSTEM, unit)
    (started,) = imports.start(unit=owner, uploads=(upload,), actor=actor_, now=now)
    worker.run_until_empty()
    if started.draft_id is None:
        return None
    draft = drafts.access_draft(SYSTEM, started.draft_id)
    return draft if draft.state == "review" else None


def _report(*, today: date) -> None:
    """Report on what fell due: most was confirmed, some waits for confirmation, some is late, some is under way."""
    officer, leader = actor("daumoi", today=today), actor("lanhdao", today=today)
    rows = assignment_list.list_assignments(SYSTEM, assignment_list.AssignmentFilter(), today=today)
    dated = [(row, row.due_on) for row in rows if row.due_on is not None]
    for nth, (row, due) in enumerate(dated):
        if due <= today:
            at = _moment(due - timedelta(days=nth % 9))
            proof = assignments.Proof(document_number=f"{100 + nth}/BC-MH", document_date=timezone.localdate(at))
            for step in _steps_of(nth):
                current = assignment_list.access_assignment(SYSTEM, row.public_id)
                if step == "progress":
                    assignments.report_progress(
                        assignment=current,
                        version=current.version,
                        progress=20 + nth * 7 % 60,
                        note="",
                        actor=officer,
                        now=at,
                    )
                elif step == "submit":
                    assignments.submit(
                        assignment=current, version=current.version, note="", proof=proof, actor=officer, now=at
                    )
                else:
                    assignments.confirm(
                        assignment=current, version=current.version, note="", actor=leader, now=at + timedelta(hours=20)
                    )


def _steps_of(nth: int) -> Iterator[str]:
    late = nth % 7 == 3
    waiting = nth % 11 == 5
    yield "progress"
    if not late:
        yield "submit"
        if not waiting:
            yield "confirm"


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=timezone.get_default_timezone())

"""The demonstration: a fictional province with people, plans, drafts under review and two seasons of scoring.

Everything goes through the same services as real work, dated as if the year had been lived; nothing here touches a
real agency or person.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

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
from parindex.apps.planning import programme_entries as entries
from parindex.apps.planning import programmes
from parindex.apps.planning import selectors as plans
from parindex.apps.planning import services as signed_plans
from parindex.cli import demonstration_cascade as cascade
from parindex.cli import demonstration_dossiers as dossiers
from parindex.cli import demonstration_drafting as drafting
from parindex.cli import demonstration_feedback as feedback
from parindex.cli import demonstration_field as field
from parindex.cli import demonstration_registers as registers
from parindex.cli import demonstration_reports as reports
from parindex.cli import demonstration_result as result
from parindex.cli import demonstration_scores as scores
from parindex.cli import demonstration_season as season
from parindex.cli import demonstration_survey as survey
from parindex.cli import demonstration_urging as urging
from parindex.domain.access import ROLE_NAMES, SYSTEM, Actor, Role
from parindex.jobs import worker

if TYPE_CHECKING:
    from parindex.apps.imports.models import Draft

DATASETS = ("song-may", "song-may-xa")
SINCE_DAYS = 400
SEASON_DAYS, YEAR_DAYS = 12, 365
"""The season of this year began so many days ago, that of the year before a year earlier."""
AUTUMN = 9
"""A season that begins from this month on judges the running year, one before it the year that is over."""
RECENT_DAYS = 75
LATE_DAYS = 150
PLAN_CODES = {
    "Tỷ lệ hồ sơ được giải quyết đúng hạn": "3.3.1",
    "Số hóa hồ sơ khi tiếp nhận": "7.3",
    "Thanh toán trực tuyến": "7.4",
    "Công khai thủ tục hành chính": "3.1",
}
"""What the commune's plan wants to improve, by its code in the demonstration catalogue."""
MAIL_DOMAIN = "song-may.example"
"""Reserved by RFC 2606: no letter to it can reach anybody."""
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True, slots=True)
class Persona:
    """One demonstration account: who, with which role, in which unit of the fictional province.

    `also` is a second role and its unit: most people who lead a reform also work in an agency of their own.
    """

    username: str
    full_name: str
    position: str
    role: Role
    unit: str
    also: tuple[Role, str] | None = None


PERSONAS = (
    Persona("quantri", "Nguyễn Văn Mẫu", "Quản trị hệ thống", Role.ADMIN, "sm-tinh"),
    Persona("lanhdao", "Trần Thị Ví Dụ", "Phó Chủ tịch UBND tỉnh", Role.LEADER, "sm-tinh"),
    Persona("daumoi", "Lê Văn Thí Dụ", "Trưởng phòng CCHC, Sở Nội vụ", Role.FOCAL, "sm-tinh", (Role.OFFICER, "sm-snv")),
    Persona("thamdinh", "Phạm Thị Minh Họa", "Thành viên hội đồng thẩm định", Role.APPRAISER, "sm-tinh"),
    Persona("chuyenvien", "Hoàng Văn Giả Định", "Chuyên viên Sở Nội vụ", Role.OFFICER, "sm-snv"),
    Persona("suoivang", "Rơ Châm H'Ví Dụ", "Công chức Văn phòng, xã Suối Vàng", Role.FOCAL, "sm-xa-suoi-vang"),
    Persona("lanhdaoxa", "Đinh Văn Minh Họa", "Phó Chủ tịch UBND xã Suối Vàng", Role.LEADER, "sm-xa-suoi-vang"),
    Persona("giamsat", "Y Thị Hư Cấu", "Ban Phong trào, MTTQ tỉnh", Role.SUPERVISOR, "sm-tinh"),
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
    for name in DATASETS:
        units.load_dataset(name=name, actor=SYSTEM, now=now)
    start = now - timedelta(days=SINCE_DAYS)
    accounts = tuple(_account(persona, now=start) for persona in PERSONAS)
    _live_the_year(now=now)
    cascade.hand_down(focal=actor("daumoi", today=timezone.localdate(now)), now=now)
    cascade.give_on(head=actor("lanhdao", today=timezone.localdate(now)), today=timezone.localdate(now))
    _live_the_seasons(now=now)
    _report_and_supervise(now=now)
    _urge(now=now)
    _write_plans(now=now)
    focal = actor("daumoi", today=timezone.localdate(now))
    _hear(now=now)
    survey.ask_at_the_counter(slug="sm-tinh", actor=focal, now=now)
    survey.write_questionnaire(slug="sm-tinh", actor=focal, now=now)
    commune = actor("suoivang", today=timezone.localdate(now))
    field.ask_in_the_field(slug="sm-xa-suoi-vang", actor=commune, now=now)
    registers.fill(now=now)
    for source in (dossiers.MAIN, dossiers.PORTAL):
        dossiers.import_made_up(count=dossiers.FEW, source=source, slug="sm-tinh", actor=focal, now=now)
    feedback.say_what_about(focal=focal, now=now)
    for slug, writer in ((season.OWN_COMMUNE, "suoivang"), (season.OWN_AGENCY, "chuyenvien")):
        scores.ask(slug=slug, actor=focal, now=now)
        writing = actor(writer, today=timezone.localdate(now))
        scores.take(slug=slug, writer=writing, holder=focal, now=now)
    return accounts


def _hear(*, now: datetime) -> None:
    """Receive feedback of citizens, answer most of it, publish some."""
    today = timezone.localdate(now)
    acting = (actor(name, today=today) for name in ("daumoi", "chuyenvien", "lanhdao"))
    feedback.tell(feedback.People(*acting), now=now)


def _write_plans(*, now: datetime) -> None:
    today = timezone.localdate(now)
    focal, commune, head = (actor(name, today=today) for name in ("daumoi", "suoivang", "lanhdaoxa"))
    drafting.write_plans(focal=focal, commune=commune, head=head, now=now)


def _account(persona: Persona, *, now: datetime) -> Account:
    password = passwords.random_password()
    unit = orgs.access_slug(SYSTEM, persona.unit)
    user = services.create_user(
        username=persona.username,
        full_name=persona.full_name,
        email=f"{persona.username}@{MAIL_DOMAIN}",
        position=persona.position,
        password=password,
        actor=SYSTEM,
        now=now,
    )
    held = ((persona.role, persona.unit), *((persona.also,) if persona.also else ()))
    for role, slug in held:
        where = orgs.access_slug(SYSTEM, slug)
        services.set_role(user=user, unit=where, role=role, valid_from=timezone.localdate(now), actor=SYSTEM, now=now)
    return Account(persona.username, password, ROLE_NAMES[persona.role], unit.name)


def actor(username: str, *, today: date) -> Actor:
    """Return a demonstration person as the one who acts."""
    return access.actor_of(people.get_by_username(username), today=today)


def _live_the_year(*, now: datetime) -> None:
    """Import the example plans; approve those of the province and a commune and report on them as time went by."""
    today = timezone.localdate(now)
    focal, commune = actor("daumoi", today=today), actor("suoivang", today=today)
    signed = now - timedelta(days=240)
    _approve(EXAMPLES / "tinh-song-may-2026.docx", unit="sm-tinh", actor_=focal, now=signed)
    _approve(EXAMPLES / "xa-suoi-vang-2026.txt", unit="sm-xa-suoi-vang", actor_=commune, now=signed, codes=PLAN_CODES)
    _report(today=today)
    programme = EXAMPLES / "xa-suoi-vang-2026-2030.txt"
    _approve(programme, unit="sm-xa-suoi-vang", actor_=commune, now=now - timedelta(days=200))
    _measure_goals(actor_=commune, now=now)
    _import(EXAMPLES / "so-tu-phap-2026.docx", unit="sm-stp", actor_=focal, now=now)


def _live_the_seasons(*, now: datetime) -> None:
    """Publish last year's season, bring this year's half on its way; add the years before, published and imported."""
    today, begins = timezone.localdate(now), _morning(now - timedelta(days=SEASON_DAYS))
    year = begins.year if begins.month >= AUTUMN else begins.year - 1
    names = ("daumoi", "lanhdao", "thamdinh", "chuyenvien", "suoivang", "lanhdaoxa")
    acting = season.People(*(actor(name, today=today) for name in names))
    earlier = begins - timedelta(days=YEAR_DAYS)
    result.finish(season.open_season(acting, year=year - 1, begins=earlier, today=today))
    season.enter(season.open_season(acting, year=year, begins=begins, today=today))
    for ago in (3, 2):
        opened = begins - ago * timedelta(days=YEAR_DAYS)
        before = season.open_season(acting, year=year - ago, begins=opened, today=today, groups=season.EARLIER_GROUPS)
        result.settle(before)
    season.remember(acting, before=year - 3, now=now)


def _report_and_supervise(*, now: datetime) -> None:
    """Send the reports of the last period that is over; let supervision ask, and one unit answer."""
    today = timezone.localdate(now)
    names = ("daumoi", "lanhdao", "chuyenvien", "suoivang", "lanhdaoxa", "giamsat")
    reports.live(reports.People(*(actor(name, today=today) for name in names)), now=now)


def _urge(*, now: datetime) -> None:
    """Remind, escalate and draft letters on two mornings."""
    today = timezone.localdate(now)
    urging.urge(leader=actor("lanhdao", today=today), officer=actor("chuyenvien", today=today), now=now)


def _approve(
    path: Path, *, unit: str, actor_: Actor, now: datetime, codes: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Accept every item of an example plan, approve and publish it; `codes` are filled in for criteria by name."""
    draft = _import(path, unit=unit, actor_=actor_, now=now)
    if draft is None:
        return
    for item in drafts.list_items(draft):
        code = next((codes[name] for name in item.fields["names"]["value"] or () if name in codes), "")
        if code:
            review.edit_field(draft=draft, item_id=item.pk, field="code", text=code, seen="", actor=actor_, now=now)
    review.accept_sure(draft=draft, actor=actor_, now=now)
    for item in drafts.list_items(draft):
        if item.state == "pending":
            review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=actor_, now=now)
    approved = assignments.approve_plan(draft=draft, actor=actor_, now=now)
    signed_plans.publish(plan=approved.plan, is_public=True, actor=actor_, now=now)


def _measure_goals(*, actor_: Actor, now: datetime) -> None:
    """Give two goals of the commune's programme a figure and link its likest pieces of work to the yearly plan."""
    owned = [plan for plan in plans.list_plans(actor_, plans.PlanFilter()) if programmes.is_programme(plan)]
    programme = programmes.read_programme(owned[0]) if owned else None
    if programme is None:
        return
    for goal, share in zip(programme.goals, ("98.4", "61.5"), strict=False):
        entry = entries.Entry(0, now.year, "Báo cáo số 77/BC-MH (hư cấu)", value=Decimal(share))
        entries.record_measure(item=goal.item, entry=entry, actor=actor_, now=now)
    for work in programme.works:
        for yearly in programmes.suggest_yearly(programme, work.item)[:1]:
            entries.link(programme_item=work.item, yearly_item=yearly, actor=actor_, now=now)


def _import(path: Path, *, unit: str, actor_: Actor, now: datetime) -> Draft | None:
    if not path.exists():
        return None
    upload = imports.Upload(name=path.name, stream=io.BytesIO(path.read_bytes()))
    owner = orgs.access_slug(SYSTEM, unit)
    (started,) = imports.start(unit=owner, uploads=(upload,), actor=actor_, now=now)
    worker.run_until_empty()
    if started.public_id is None:
        return None
    draft = drafts.access_draft(SYSTEM, started.public_id)
    return draft if draft.state == "review" else None


def _report(*, today: date) -> None:
    """Report on what fell due: most is confirmed, of late some waits for confirmation, is late or under way."""
    rows = assignment_list.list_assignments(SYSTEM, assignment_list.AssignmentFilter(), today=today)
    dated = [(row, row.due_on) for row in rows if row.due_on is not None and row.owner is not None]
    people_of = {
        name: actor(name, today=today) for name in ("daumoi", "lanhdao", "chuyenvien", "suoivang", "lanhdaoxa")
    }
    for nth, (row, due) in enumerate(dated):
        officer, leader = _who(row.public_id, people_of)
        at = _moment(min(due, today) - timedelta(days=1 + nth % 9))
        for step in _steps_of(nth, days_late=(today - due).days):
            _take(step, row.public_id, nth=nth, at=at, officer=officer, leader=leader)


def _who(public_id: UUID, people_of: Mapping[str, Actor]) -> tuple[Actor, Actor]:
    """Return who reports on an assignment and who confirms it."""
    row = assignment_list.access_assignment(SYSTEM, public_id)
    if row.unit.slug != "sm-tinh":
        return people_of["suoivang"], people_of["lanhdaoxa"]
    is_home_affairs = row.owner is not None and row.owner.slug == "sm-snv"
    return people_of["chuyenvien" if is_home_affairs else "daumoi"], people_of["lanhdao"]


def _take(step: str, public_id: UUID, *, nth: int, at: datetime, officer: Actor, leader: Actor) -> None:
    current = assignment_list.access_assignment(SYSTEM, public_id)
    version = current.version
    if step == "progress":
        progress = 20 + nth * 7 % 60
        assignments.report_progress(
            assignment=current, version=version, progress=progress, note="", actor=officer, now=at
        )
    elif step == "submit":
        proof = assignments.Proof(document_number=f"{100 + nth}/BC-MH", document_date=timezone.localdate(at))
        assignments.submit(assignment=current, version=version, note="", proof=proof, actor=officer, now=at)
    else:
        later = at + timedelta(hours=20)
        assignments.confirm(assignment=current, version=version, note="", actor=leader, now=later)


def _steps_of(nth: int, *, days_late: int) -> tuple[str, ...]:
    """Return what was done about the nth duty, `days_late` days after it fell due (negative before)."""
    if days_late <= -RECENT_DAYS:
        return ()
    if days_late <= 0:
        return ("progress",) if nth % 2 else ()
    if days_late <= LATE_DAYS and nth % 5 == 3:
        return ("progress",)
    if days_late <= RECENT_DAYS and nth % 4 == 1:
        return ("progress", "submit")
    return ("progress", "submit", "confirm")


def _morning(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=7, minute=0, second=0, microsecond=0)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=timezone.get_default_timezone())

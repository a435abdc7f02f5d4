"""The demonstration of handing down: the province's plan to some communes, some work on to two officials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs import selectors as orgs
from parindex.apps.people import access
from parindex.apps.people import selectors as people
from parindex.apps.planning import cascades, lower_units, receipts
from parindex.apps.planning import selectors as plans
from parindex.apps.workload import closings, services
from parindex.apps.workload.services import Judgement, Told
from parindex.domain.access import SYSTEM
from parindex.jobs import worker

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment
    from parindex.apps.workload.models import Share
    from parindex.domain.access import Actor

COMMUNES = 8
OWN_PLAN = "sm-xa-suoi-vang"
"""The commune that has written its own plan below that of the province."""
GIVEN_DAYS = 20
RECEIVED_AFTER = timedelta(days=1)
CLOSED = "Soạn phụ lục tháng trước"
"""Work of a month that is over: its sheet is closed, and what was found later is listed."""


@dataclass(frozen=True, slots=True)
class Part:
    """Work for one person: days from today to its deadline and to its handing in, and how it was judged."""

    person: str
    part: str
    product: str
    due: int
    reported: int | None = None
    judgement: Judgement | None = None
    weight: Decimal = Decimal(1)
    given: int = GIVEN_DAYS


_EXCUSED = Judgement(0, is_excused=True, excuse_note="Chờ văn bản hướng dẫn, theo 5/MH-NC (minh họa)")
PARTS = (
    Part("chuyenvien", "Tổng hợp nhiệm vụ chậm", "Danh sách kèm lý do từng cơ quan", -12, -14, Judgement(0)),
    Part(
        *("chuyenvien", "Dự thảo văn bản đôn đốc", "Dự thảo văn bản", -9, -6),
        judgement=Judgement(1, "Nêu thiếu hai cơ quan"),
        weight=Decimal("1.5"),
    ),
    Part("chuyenvien", "Lập bảng theo dõi tháng", "Bảng theo dõi", -4, -4),
    Part("chuyenvien", "Báo cáo kết quả tháng", "Báo cáo", 6),
    Part("chuyenvien", CLOSED, "Phụ lục số liệu", -40, -42, Judgement(0), given=60),
    Part("daumoi", "Hướng dẫn các xã tự chấm", "Tài liệu hướng dẫn", -5, -2, _EXCUSED, Decimal(2)),
)


def hand_down(*, focal: Actor, now: datetime) -> None:
    """Draft the plans of some communes from the newest plan of the province."""
    province = orgs.access_slug(SYSTEM, "sm-tinh")
    found = plans.list_plans(SYSTEM, plans.PlanFilter(unit_id=province.pk))
    if not found:
        return
    every = lower_units.below(province, on=timezone.localdate(now))
    # Most communes of the demonstration have a name only: without offices nobody can be given anything.
    units = [unit for unit in every if unit.slug == OWN_PLAN]
    units += list(islice((unit for unit in every if orgs.list_children(SYSTEM, unit=unit)), COMMUNES))
    cascades.start(
        plan=plans.access_plan(SYSTEM, found[0].pk),
        unit_ids={unit.pk for unit in units},
        catalogue_id="",
        actor=focal,
        now=now,
    )
    worker.run_until_empty()
    own = lower_units.access_lower(SYSTEM, plan_id=found[0].pk, unit_id=units[0].pk)
    received_on = (own.upper.issued_on or timezone.localdate(now)) + RECEIVED_AFTER
    if received_on <= timezone.localdate(now):
        receipts.record(row=own, received_on=received_on, actor=focal, now=now)


def give_on(*, head: Actor, today: date) -> None:
    """Give work of the department of home affairs on to two of its officials, who hand most of it in."""
    assignment = _open_assignment(today)
    if assignment is None:
        return
    for part in PARTS:
        person = people.get_by_username(part.person)
        told = Told(part.product, part.part, part.weight, today + timedelta(days=part.due))
        share = services.give(assignment=assignment, person=person, told=told, actor=head, now=_at(today, -part.given))
        if part.reported is None:
            continue
        own = access.actor_of(person, today=today)
        at = _at(today, part.reported)
        share = services.report(share=share, version=1, note="", document_number="", actor=own, now=at)
        if part.judgement is not None:
            later = at + timedelta(days=1)
            share = services.judge(share=share, version=share.version, judgement=part.judgement, actor=head, now=later)
        if part.part == CLOSED and share.due_on is not None:
            _close(share, head=head, today=today)


def _close(share: Share, *, head: Actor, today: date) -> None:
    """Close the month of a share, then find a fault in it."""
    due = share.due_on or today
    month = closings.Month(share.person, share.unit, due.year, due.month)
    closings.close(month=month, seen=0, actor=head, now=_at(today, -1))
    found = Judgement(1, "Sai một biểu, phát hiện sau khi chốt (minh họa)")
    services.judge(share=share, version=share.version, judgement=found, actor=head, now=_at(today, 0))


def _open_assignment(today: date) -> Assignment | None:
    """Return work of the department that is still open and not due before the parts of it."""
    owner = orgs.access_slug(SYSTEM, "sm-snv")
    last = today + timedelta(days=max(part.due for part in PARTS))
    rows = assignments.list_assignments(SYSTEM, assignments.AssignmentFilter(owner_id=owner.pk), today=today)
    fit = [row for row in rows if row.state in {"open", "doing"} and (row.due_on is None or row.due_on >= last)]
    return assignments.access_assignment(SYSTEM, fit[0].public_id) if fit else None


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(9, 0), tzinfo=timezone.get_default_timezone())

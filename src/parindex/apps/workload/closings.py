"""Closing monthly sheets: the head of an agency signs what was judged; what was closed never changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs.models import Unit
from parindex.apps.people.models import User
from parindex.apps.workload import exports, selectors
from parindex.apps.workload.errors import NotClosable, OwnShare, ShareChanged, ShareNotFound
from parindex.apps.workload.models import ClosedSheet, Share
from parindex.apps.workload.selectors import MonthSheet
from parindex.definitions.workload.loader import load_sheet_rules
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.text.dates import format_date
from parindex.domain.workload import closing
from parindex.domain.workload.closing import ClosedContent, Difference, Heading, Work

_JSON = "application/json"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a person's work for one agency."""

    person: User
    unit: Unit
    year: int
    month: int

    @property
    def ends_before(self) -> date:
        """Return the first day after the month."""
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)


def close(*, month: Month, seen: int, reason: str = "", actor: Actor, now: datetime) -> ClosedSheet:
    """Close a month, whole or not at all; `seen` is how often the actor saw it closed before.

    Raises `PermissionDenied`, `OwnShare`, `NotClosable` (not over, nothing owed, not all judged, closed again without
    a reason), `ShareChanged`.
    """
    if not actor.may(Permission.ASSIGNMENTS_CONFIRM, month.unit.path):
        raise PermissionDenied(Permission.ASSIGNMENTS_CONFIRM)
    if month.person.pk == actor.user_id:
        raise OwnShare("Không ai tự chốt phiếu của mình. Nhờ lãnh đạo khác.")
    today = timezone.localdate(now)
    if today < month.ends_before:
        raise NotClosable(f"Tháng chưa hết; chốt từ ngày {format_date(month.ends_before)}.")
    if seen and not reason.strip():
        raise NotClosable("Ghi lý do chốt lại; bản chốt trước vẫn được giữ nguyên.")
    try:
        with transaction.atomic():
            return _freeze(month, number=seen + 1, reason=reason.strip() if seen else "", actor=actor, now=now)
    except IntegrityError as error:
        raise ShareChanged("Phiếu vừa được người khác chốt. Tải lại trang để xem.") from error


def _freeze(month: Month, *, number: int, reason: str, actor: Actor, now: datetime) -> ClosedSheet:
    if number != _rows(month).count() + 1:
        raise ShareChanged("Phiếu vừa được người khác chốt. Tải lại trang để xem.")
    content = _content(month, number=number, reason=reason, actor=actor, now=now)
    name = f"phieu-thang-{month.year}-{month.month:02d}-lan-{number}"
    data, table = closing.encode(content), exports.closed_xlsx(content)
    made = ClosedSheet.objects.create(
        person=month.person,
        unit=month.unit,
        year=month.year,
        month=month.month,
        number=number,
        reason=reason,
        points=content.points,
        snapshot=evidence.keep_made(data=data, name=f"{name}.json", media_type=_JSON, actor=actor, now=now),
        xlsx=evidence.keep_made(data=table, name=f"{name}.xlsx", media_type=_XLSX, actor=actor, now=now),
        closed_by_id=actor.user_id,
        closed_by_name=actor.name[:120],
        closed_at=now,
    )
    audit.record(
        actor=actor,
        action="workload.closed",
        object_type="closed_month_sheet",
        object_id=str(made.public_id),
        object_label=f"{month.month:02d}/{month.year}, {month.person.full_name}"[:300],
        unit_path=month.unit.path,
        after={"month": f"{month.year}-{month.month:02d}", "number": number, "snapshot": made.snapshot.sha256},
        now=now,
    )
    return made


def _content(month: Month, *, number: int, reason: str, actor: Actor, now: datetime) -> ClosedContent:
    found = _now(month, today=timezone.localdate(now))
    points = found.sheet.points
    if points is None:
        raise NotClosable("Tháng này không có phần việc nào của cơ quan nên không có gì để chốt.")
    if not points.is_exact:
        raise NotClosable("Còn phần việc đã báo xong mà chưa đánh giá. Đánh giá hết rồi chốt.")
    heading = Heading(
        person=month.person.full_name,
        unit=month.unit.name,
        month=f"{month.year}-{month.month:02d}",
        closed_by=actor.name,
        closed_on=timezone.localdate(now).isoformat(),
        number=number,
        reason=reason,
    )
    return closing.content_of(heading, found.sheet, _works(found), rules=load_sheet_rules())


def _now(month: Month, *, today: date) -> MonthSheet:
    rows = Share.objects.filter(person=month.person, unit=month.unit)
    return selectors.month_sheet(month.person, rows, year=month.year, month=month.month, today=today)


def _works(found: MonthSheet) -> list[Work]:
    return [
        Work(
            key=str(share.public_id),
            title=share.part or share.assignment.title,
            product=share.product,
            plan=share.assignment.plan_item.plan.number or share.assignment.plan_item.plan.title,
            due=format_date(share.due_on) if share.due_on else "",
            reported=format_date(share.reported_on) if share.reported_on else "",
            judged_by=share.judged_by_name,
        )
        for share in found.shares
    ]


def _rows(month: Month) -> QuerySet[ClosedSheet]:
    return ClosedSheet.objects.filter(person=month.person, unit=month.unit, year=month.year, month=month.month)


def _visible(actor: Actor) -> Q:
    scope = Q(person_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    for path in actor.scope(Permission.ASSIGNMENTS_CONFIRM):
        scope |= Q(unit__path__startswith=path)
    return scope


def list_closed(actor: Actor, *, year: int, month: int, person_ids: Iterable[int]) -> list[ClosedSheet]:
    """Return the visible closed sheets of some people for a month, the last closing of each first. One query."""
    rows = ClosedSheet.objects.filter(_visible(actor), year=year, month=month, person_id__in=list(person_ids))
    return list(rows.select_related("unit", "person").order_by("person_id", "unit_id", "-number"))


def access_closed(actor: Actor, public_id: uuid.UUID) -> ClosedSheet:
    """Return a visible closed sheet with its files. Raises `ShareNotFound`."""
    rows = ClosedSheet.objects.filter(_visible(actor), public_id=public_id)
    found = rows.select_related("person", "unit", "snapshot", "xlsx").first()
    if found is None:
        raise ShareNotFound
    return found


def frozen(closed: ClosedSheet) -> ClosedContent:
    """Return what was closed. Raises `FileMissing`, `BadClosing`."""
    return closing.decode(evidence.read_file(closed.snapshot))


def list_differences(closed: ClosedSheet, content: ClosedContent, *, today: date) -> tuple[Difference, ...]:
    """List what the shares of the month say otherwise today."""
    found = _now(Month(closed.person, closed.unit, closed.year, closed.month), today=today)
    return closing.differences(content.lines, closing.lines_of(found.sheet, _works(found)))

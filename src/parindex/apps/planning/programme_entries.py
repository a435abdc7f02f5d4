"""What people write down about a programme: figures of its goals, and which yearly items carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.planning.errors import BadLink, BadMeasure
from parindex.apps.planning.models import MOST_SOURCE, PlanItem, ProgrammeLink, ProgrammeMeasure
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning.programme import Period, read_period

_LARGEST = Decimal(10) ** 12
_FINEST = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a goal, or a person's word where the goal has none: exactly one of `value` and `is_reached`."""

    target: int
    year: int
    source: str
    value: Decimal | None = None
    is_reached: bool | None = None


def record_measure(*, item: PlanItem, entry: Entry, actor: Actor, now: datetime) -> ProgrammeMeasure:
    """Write down what a goal stood at in a year; a second figure of the year replaces the first one.

    Raises `PermissionDenied`, `BadMeasure` (a year outside, no source, a figure for a goal without one).
    """
    period = _period_of(item)
    with transaction.atomic():
        locked = _lock(item, actor)
        _check(locked, entry, period=period, now=now)
        found = ProgrammeMeasure.objects.filter(item=locked, target=entry.target, year=entry.year).first()
        before = None if found is None else _told(found)
        made = found or ProgrammeMeasure(item=locked, target=entry.target, year=entry.year)
        made.value, made.is_reached, made.source = entry.value, entry.is_reached, entry.source.strip()
        if before == _told(made):
            return made
        made.actor_id, made.actor_name, made.at = actor.user_id, actor.name[:120], now
        made.save()
        _record("programme.measured", locked, actor=actor, now=now, before=before, after=_told(made))
    return made


def remove_measure(*, measure: ProgrammeMeasure, actor: Actor, now: datetime) -> None:
    """Take a figure back. Raises `PermissionDenied`."""
    with transaction.atomic():
        item = _lock(measure.item, actor)
        before = _told(measure)
        if ProgrammeMeasure.objects.filter(pk=measure.pk).delete()[0]:
            _record("programme.measured", item, actor=actor, now=now, before=before, after=None)


def link(*, programme_item: PlanItem, yearly_item: PlanItem, actor: Actor, now: datetime) -> ProgrammeLink:
    """Say that an item of a yearly plan of the same unit carries out an item of the programme.

    The same link twice changes nothing. Raises `PermissionDenied`, `BadLink`.
    """
    period = _period_of(programme_item)
    with transaction.atomic():
        locked = _lock(programme_item, actor)
        plan = yearly_item.plan
        if plan.unit_id != locked.plan.unit_id or plan.pk == locked.plan_id or plan.superseded_at is not None:
            raise BadLink("Chỉ nối với mục của kế hoạch năm đang dùng của chính đơn vị này.")
        if plan.year not in period.years:
            raise BadLink(f"Kế hoạch năm {plan.year} nằm ngoài giai đoạn {period.first} - {period.last}.")
        made, is_new = ProgrammeLink.objects.get_or_create(
            programme_item=locked, yearly_item=yearly_item, defaults={"actor_id": actor.user_id, "at": now}
        )
        if is_new:
            _record("programme.linked", locked, actor=actor, now=now, before=None, after={"item": yearly_item.pk})
    return made


def unlink(*, link: ProgrammeLink, actor: Actor, now: datetime) -> None:
    """Take a link back. Raises `PermissionDenied`."""
    with transaction.atomic():
        item = _lock(link.programme_item, actor)
        before = {"item": link.yearly_item_id}
        if ProgrammeLink.objects.filter(pk=link.pk).delete()[0]:
            _record("programme.linked", item, actor=actor, now=now, before=before, after=None)


def _period_of(item: PlanItem) -> Period:
    period = read_period(item.plan.title)
    if period is None:
        raise BadMeasure("Kế hoạch này không ghi giai đoạn nhiều năm nên không theo dõi như chương trình.")
    return period


def _lock(item: PlanItem, actor: Actor) -> PlanItem:
    items = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__unit")
    locked = items.get(pk=item.pk)
    if not actor.may(Permission.PLANS_REVIEW, locked.plan.unit.path):
        raise PermissionDenied(Permission.PLANS_REVIEW)
    return locked


def _check(item: PlanItem, entry: Entry, *, period: Period, now: datetime) -> None:
    if not period.first - 1 <= entry.year <= now.year:
        raise BadMeasure(
            f"Số liệu của năm từ {period.first - 1} (năm gốc) đến {now.year}, không nhận năm {entry.year}."
        )
    if not entry.source.strip():
        raise BadMeasure("Ghi nguồn của số liệu, ví dụ số văn bản hoặc báo cáo.")
    if len(entry.source.strip()) > MOST_SOURCE:
        raise BadMeasure(f"Nguồn dài quá {MOST_SOURCE} ký tự; ghi số văn bản và trang là đủ.")
    targets = item.fields["targets"]["value"]
    if (entry.value is None) == (entry.is_reached is None):
        raise BadMeasure("Ghi số đo được.")
    if targets and (entry.value is None or entry.target >= len(targets)):
        raise BadMeasure("Mục tiêu này có số: ghi số đo được.")
    if not targets and (entry.value is not None or entry.target):
        raise BadMeasure("Mục tiêu này không có số: chọn đạt hoặc chưa đạt.")
    if entry.value is not None and (
        not entry.value.is_finite() or abs(entry.value) >= _LARGEST or entry.value != entry.value.quantize(_FINEST)
    ):
        raise BadMeasure("Số đo được dài quá; ghi tối đa 6 chữ số thập phân.")


def _told(measure: ProgrammeMeasure) -> dict[str, Any]:
    value = None if measure.value is None else str(measure.value.normalize())
    told = {"target": measure.target, "year": measure.year, "value": value}
    return {**told, "is_reached": measure.is_reached, "source": measure.source}


def _record(
    action: str,
    item: PlanItem,
    *,
    actor: Actor,
    now: datetime,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="plan_item",
        object_id=str(item.pk),
        object_label=item.name[:300],
        unit_path=item.plan.unit.path,
        before=before,
        after=after,
        now=now,
    )

"""Preparing, opening, cancelling and reopening a campaign; who may: the holder of `campaigns.manage` over its unit.

Units belong to a group by their sheet, made with the group; items are made when the campaign opens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parindex.apps.assessment import opening
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.clocks import VIETNAM, moment_text, read_times, require_running
from parindex.apps.assessment.errors import (
    BadRounds,
    CampaignNotReady,
    ChangedMeanwhile,
    DutyRefused,
    ReasonMissing,
    SheetNotFound,
    UnitRefused,
)
from parindex.apps.assessment.models import (
    AppraisalDuty,
    Campaign,
    CampaignGroup,
    CampaignState,
    Reopening,
    Round,
    RoundKind,
    Sheet,
    SheetState,
)
from parindex.apps.assessment.rounds import RoundTime, check_rounds
from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.catalogues.models import Revision
from parindex.apps.orgs.models import Unit
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied


@dataclass(frozen=True, slots=True)
class Duty:
    """An agency that appraises a field of a group; every field when `field_code` is empty."""

    agency: Unit
    field_code: str = ""


def create(*, unit: Unit, year: int, title: str, actor: Actor, now: datetime, blind_percent: int = 0) -> Campaign:
    """Begin to prepare a campaign that a unit holds. Raises `PermissionDenied`, `CampaignNotReady`."""
    _require(actor, unit)
    _check_head(title, blind_percent)
    with transaction.atomic():
        campaign = Campaign.objects.create(
            unit=unit,
            year=year,
            title=title.strip()[:300],
            blind_percent=blind_percent,
            created_by_id=actor.user_id,
            created_at=now,
        )
        _record(campaign, "campaign.created", actor=actor, now=now, after={"year": year, "title": campaign.title})
    return campaign


def change(
    *, campaign: Campaign, version: int, title: str, year: int, blind_percent: int, actor: Actor, now: datetime
) -> Campaign:
    """Change what a campaign is called, its year and its blind sample; year and sample only before opening."""
    _check_head(title, blind_percent)
    with transaction.atomic():
        locked = _lock(campaign, version=version, actor=actor)
        _require_unfinished(locked)
        before = {"title": locked.title, "year": locked.year, "blind_percent": locked.blind_percent}
        if (year, blind_percent) != (locked.year, locked.blind_percent):
            _require_draft(locked)
        locked.title, locked.year, locked.blind_percent = title.strip()[:300], year, blind_percent
        locked.save(update_fields=["title", "year", "blind_percent"])
        _touch(campaign, locked)
        after = {"title": locked.title, "year": year, "blind_percent": blind_percent}
        _record(locked, "campaign.changed", actor=actor, now=now, before=before, after=after)
    return locked


def add_group(
    *,
    campaign: Campaign,
    version: int,
    name: str,
    revision: Revision,
    units: Sequence[Unit],
    actor: Actor,
    now: datetime,
) -> CampaignGroup:
    """Add units that are scored by one catalogue and ranked together; only before opening.

    Raises `CampaignNotReady` for a name that is taken or blank, `UnitRefused`, `ChangedMeanwhile`.
    """
    with transaction.atomic():
        locked = _lock(campaign, version=version, actor=actor)
        _require_draft(locked)
        label = name.strip()[:120]
        if not label or locked.groups.filter(name=label).exists():
            raise CampaignNotReady("Đặt tên nhóm, khác tên các nhóm đã có.")
        group = CampaignGroup.objects.create(
            campaign=locked, name=label, revision=revision, position=locked.groups.count() + 1
        )
        _put(group, units, now=now)
        _touch(campaign, locked)
        _record(locked, "campaign.group_set", actor=actor, now=now, after=_told(group, units))
    return group


def set_units(*, group: CampaignGroup, version: int, units: Sequence[Unit], actor: Actor, now: datetime) -> None:
    """Replace the units of a group; only before opening. Raises `UnitRefused`, `ChangedMeanwhile`."""
    with transaction.atomic():
        locked = _lock(group.campaign, version=version, actor=actor)
        _require_draft(locked)
        before = list(group.sheets.order_by("pk").values_list("unit__slug", flat=True))
        group.sheets.all().delete()
        _put(group, units, now=now)
        _touch(group.campaign, locked)
        _record(locked, "campaign.group_set", actor=actor, now=now, before={"units": before}, after=_told(group, units))


def remove_group(*, group: CampaignGroup, version: int, actor: Actor, now: datetime) -> None:
    """Take a group with its units out of a campaign; only before opening."""
    with transaction.atomic():
        locked = _lock(group.campaign, version=version, actor=actor)
        _require_draft(locked)
        name = group.name
        group.sheets.all().delete()
        group.delete()
        _touch(group.campaign, locked)
        _record(locked, "campaign.group_set", actor=actor, now=now, before={"group": name})


def set_rounds(
    *, campaign: Campaign, version: int, rounds: Sequence[RoundTime], actor: Actor, now: datetime
) -> tuple[Round, ...]:
    """Set the calendar of steps; a step that has locked stays as it is (`reopen` opens it again).

    Raises `BadRounds` for an empty time, a lock in the past, steps against their order or twice, or a changed lock.
    """
    with transaction.atomic():
        locked = _lock(campaign, version=version, actor=actor)
        _require_unfinished(locked)
        before = read_times(locked).rounds
        check_rounds(rounds, before=before.values(), now=now)
        wanted = {time.kind for time in rounds}
        locked.rounds.exclude(kind__in=wanted).delete()
        for time in rounds:
            times = {"opens_at": time.opens_at, "closes_at": time.closes_at}
            Round.objects.update_or_create(campaign=locked, kind=time.kind, defaults=times)
        _touch(campaign, locked)
        after = {time.kind.value: [time.opens_at, time.closes_at] for time in rounds}
        told = {kind: [found.opens_at, found.closes_at] for kind, found in before.items()}
        _record(locked, "campaign.rounds_set", actor=actor, now=now, before=told, after=after)
        return tuple(locked.rounds.order_by("opens_at", "pk"))


def set_duties(
    *, group: CampaignGroup, version: int, duties: Sequence[Duty], actor: Actor, now: datetime
) -> tuple[AppraisalDuty, ...]:
    """Say which agency appraises which field of a group, in place of what was said before. Raises `DutyRefused`."""
    with transaction.atomic():
        locked = _lock(group.campaign, version=version, actor=actor)
        _require_unfinished(locked)
        fields = {"", *(item.code for item in book_of(group.revision).catalogue.items)}
        for duty in duties:
            if duty.field_code not in fields:
                raise DutyRefused(f"Bộ tiêu chí của nhóm không có lĩnh vực “{duty.field_code}”.")
            if not duty.agency.path.startswith(locked.unit.path):
                raise DutyRefused(f"“{duty.agency.name}” không thuộc {locked.unit.name}.")
        before = list(group.duties.order_by("pk").values_list("agency__slug", "field_code"))
        group.duties.all().delete()
        pairs = dict.fromkeys((duty.agency.pk, duty.field_code) for duty in duties)
        made = AppraisalDuty.objects.bulk_create(
            AppraisalDuty(group=group, agency_id=agency, field_code=code) for agency, code in pairs
        )
        _touch(group.campaign, locked)
        after = [[duty.agency.slug, duty.field_code] for duty in duties]
        told = {"group": group.name, "duties": after}
        _record(locked, "campaign.duties_set", actor=actor, now=now, before={"duties": before}, after=told)
    return tuple(made)


def open_campaign(*, campaign: Campaign, version: int, actor: Actor, now: datetime) -> Campaign:
    """Open a prepared campaign: every sheet gets its items and its first totals, whole or not at all.

    The number of queries grows with the groups only. Raises `CampaignNotReady` with what is missing.
    """
    with transaction.atomic():
        locked = _lock(campaign, version=version, actor=actor)
        locked.state = lifecycle.CAMPAIGN.move(state=locked.state, action="open")
        groups = list(locked.groups.select_related("revision").order_by("position", "pk"))
        _require_complete(locked, groups, now=now)
        counts = {group.name: opening.make_items(group) for group in groups}
        locked.opened_at = now
        locked.save(update_fields=["state", "opened_at"])
        jobs.enqueue(
            kind="assessment.prefill",
            payload={"campaign_id": locked.pk},
            actor=actor,
            now=now,
            dedupe_key=f"assessment.prefill:{locked.public_id}",
        )
        _touch(campaign, locked)
        _record(locked, "campaign.opened", actor=actor, now=now, after={"items": counts})
    return locked


def _require_complete(campaign: Campaign, groups: Sequence[CampaignGroup], *, now: datetime) -> None:
    if not groups:
        raise CampaignNotReady("Đợt chưa có nhóm đơn vị nào.")
    filled = set(campaign.sheets.values_list("group_id", flat=True).distinct())
    empty = [group.name for group in groups if group.pk not in filled]
    if empty:
        raise CampaignNotReady(f"Nhóm chưa có đơn vị: {', '.join(empty)}.")
    unruled = [group.name for group in groups if not book_of(group.revision).leaves]
    if unruled:
        raise CampaignNotReady(f"Bộ tiêu chí chưa có quy tắc chấm điểm nào: {', '.join(unruled)}.")
    rounds = read_times(campaign).rounds
    missing = [str(kind.label) for kind in (RoundKind.SELF_SCORE, RoundKind.APPROVAL) if kind not in rounds]
    if missing:
        raise CampaignNotReady(f"Lịch chưa có bước: {', '.join(missing)}.")
    closes_at = rounds[RoundKind.SELF_SCORE].closes_at
    if closes_at <= now:
        raise CampaignNotReady(f"Bước “Tự chấm” đã khóa lúc {moment_text(closes_at)}; đặt lại lịch rồi mở đợt.")


def cancel(*, campaign: Campaign, version: int, reason: str, actor: Actor, now: datetime) -> Campaign:
    """Stop a campaign that is not published; what was entered stays to be read. Raises `ReasonMissing`."""
    _need_reason(reason, "Ghi lý do hủy đợt.")
    with transaction.atomic():
        locked = _lock(campaign, version=version, actor=actor)
        locked.state = lifecycle.CAMPAIGN.move(state=locked.state, action="cancel")
        locked.save(update_fields=["state"])
        _touch(campaign, locked)
        _record(locked, "campaign.cancelled", actor=actor, now=now, after={"reason": reason.strip()})
    return locked


def reopen(
    *,
    campaign: Campaign,
    sheet: Sheet | None,
    kind: RoundKind,
    until: datetime,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Reopening:
    """Open a step again until a moment, for one sheet or for all, with the reason.

    Entry reopened for one sheet returns that sheet to the unit, and opens its approval as well. Reopened for all it
    only gives the time: a sheet that is signed stays signed. Raises `ReasonMissing`, `BadRounds`, `CampaignNotReady`,
    `SheetNotFound`.
    """
    _need_reason(reason, "Ghi lý do mở lại.")
    with transaction.atomic():
        locked = _lock(campaign, version=None, actor=actor)
        require_running(locked)
        if until <= now:
            raise BadRounds(f"Thời điểm khóa lại {moment_text(until)} đã qua rồi.")
        own = None if sheet is None else _lock_sheet(sheet, campaign=locked)
        if own is not None and kind == RoundKind.SELF_SCORE:
            _return(own)
        made = Reopening.objects.create(
            campaign=locked,
            sheet=own,
            kind=kind,
            until=until,
            reason=reason.strip(),
            actor_id=actor.user_id,
            actor_name=actor.name[:120],
            at=now,
        )
        after = {"sheet": own.unit.name if own else "", "kind": kind, "until": until, "reason": reason.strip()}
        _record(locked, "campaign.reopened", actor=actor, now=now, after=after)
    return made


def _lock_sheet(sheet: Sheet, *, campaign: Campaign) -> Sheet:
    found = campaign.sheets.select_for_update(of=("self",)).select_related("unit").filter(pk=sheet.pk).first()
    if found is None:
        raise SheetNotFound
    return found


def _return(sheet: Sheet) -> None:
    action = {SheetState.SUBMITTED: "return", SheetState.SIGNED: "reopen"}.get(SheetState(sheet.state))
    if action is None:
        return
    sheet.state = lifecycle.SHEET.move(state=sheet.state, action=action)
    sheet.signed_at = sheet.signed_by_id = sheet.signed_scan = None
    sheet.version += 1
    sheet.save(update_fields=["state", "signed_at", "signed_by_id", "signed_scan", "version"])


def missing_below(sheet: Sheet) -> list[Sheet]:
    """Return the sheets of units below in the same campaign that are not even submitted, in Vietnamese order."""
    below = Sheet.objects.filter(campaign_id=sheet.campaign_id, unit__path__startswith=sheet.unit.path)
    waiting = below.filter(state__in=(SheetState.ENTERING, SheetState.RETURNED)).exclude(pk=sheet.pk)
    return list(waiting.select_related("unit").order_by("unit__name_sort", "pk"))


def _put(group: CampaignGroup, units: Sequence[Unit], *, now: datetime) -> None:
    """Make a sheet for each unit. Raises `UnitRefused` with the names of those that cannot be in the campaign."""
    campaign, today = group.campaign, now.astimezone(VIETNAM).date()
    outside = [unit.name for unit in units if not unit.path.startswith(campaign.unit.path)]
    if outside:
        raise UnitRefused(f"Không thuộc {campaign.unit.name}: {'; '.join(outside[:5])}.")
    ended = [unit.name for unit in units if unit.valid_to is not None and unit.valid_to <= today]
    if ended:
        raise UnitRefused(f"Đơn vị đã kết thúc: {'; '.join(ended[:5])}.")
    taken = set(Sheet.objects.filter(campaign=campaign).values_list("unit_id", flat=True))
    counts = Counter(unit.pk for unit in units)
    twice = dict.fromkeys(unit.name for unit in units if unit.pk in taken or counts[unit.pk] > 1)
    if twice:
        raise UnitRefused(f"Đơn vị đã có trong đợt: {'; '.join(list(twice)[:5])}. Mỗi đơn vị chỉ thuộc một nhóm.")
    Sheet.objects.bulk_create(Sheet(campaign=campaign, group=group, unit=unit) for unit in units)


def _lock(campaign: Campaign, *, version: int | None, actor: Actor) -> Campaign:
    """Lock a campaign that stands at `version`; None for a step that only adds and so cannot overwrite anything."""
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("unit").get(pk=campaign.pk)
    _require(actor, locked.unit)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("Đợt này vừa được người khác sửa. Tải lại trang để xem rồi làm lại.")
    return locked


def _touch(campaign: Campaign, locked: Campaign) -> None:
    """Count the change, also on the caller's copy, so that it can go on."""
    locked.version += 1
    locked.save(update_fields=["version"])
    campaign.version, campaign.state, campaign.opened_at = locked.version, locked.state, locked.opened_at


def _require(actor: Actor, unit: Unit) -> None:
    if not actor.may(Permission.CAMPAIGNS_MANAGE, unit.path):
        raise PermissionDenied(Permission.CAMPAIGNS_MANAGE)


def _check_head(title: str, blind_percent: int) -> None:
    if not title.strip():
        raise CampaignNotReady("Đặt tên cho đợt chấm điểm.")
    if not 0 <= blind_percent <= 100:
        raise CampaignNotReady("Tỷ lệ thẩm định kín là số nguyên từ 0 đến 100.")


def _require_draft(campaign: Campaign) -> None:
    if campaign.state != CampaignState.DRAFT:
        raise CampaignNotReady("Đợt đã mở; chỉ đổi được khi đang chuẩn bị.")


def _require_unfinished(campaign: Campaign) -> None:
    if campaign.state not in (CampaignState.DRAFT, CampaignState.OPEN):
        raise CampaignNotReady("Đợt đã kết thúc, không đổi gì được nữa.")


def _need_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise ReasonMissing(message)


def _told(group: CampaignGroup, units: Sequence[Unit]) -> dict[str, object]:
    return {
        "group": group.name,
        "catalogue": group.revision.catalogue_id,
        "sha256": group.revision.sha256,
        "units": [unit.slug for unit in units],
    }


def _record(
    campaign: Campaign, action: str, *, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="campaign",
        object_id=str(campaign.public_id),
        object_label=campaign.title,
        unit_path=campaign.unit.path,
        before=before,
        after=after,
        now=now,
    )

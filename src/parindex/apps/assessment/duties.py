"""Who may judge which item in which step: duties of agencies, the council, and nobody over the own unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from parindex.apps.assessment import clocks
from parindex.apps.assessment.errors import (
    BlindRefused,
    CampaignNotReady,
    NotYetSigned,
    OwnUnit,
    RoundClosed,
    RoundNotOpen,
)
from parindex.apps.assessment.models import (
    AppraisalDuty,
    Campaign,
    RoundKind,
    RulingStage,
    Sheet,
    SheetItem,
    SheetState,
)
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.assessment.sample import is_sampled

COUNCIL_STAGES: Final = (RulingStage.COUNCIL, RulingStage.MOCK)
"""Steps of the council of the holder; the others are of the agencies."""
_ROUNDS: Final[Mapping[str, RoundKind]] = {
    RulingStage.APPRAISAL_1: RoundKind.APPRAISAL_1,
    RulingStage.BLIND: RoundKind.APPRAISAL_1,
    RulingStage.APPRAISAL_2: RoundKind.APPRAISAL_2,
    RulingStage.COUNCIL: RoundKind.COUNCIL,
}


@dataclass(frozen=True, slots=True)
class Duties:
    """The fields that the actor's agencies appraise; the field "" stands for all of a group."""

    agencies: Mapping[tuple[int, str], Unit]

    def agency(self, *, group_id: int, field_code: str) -> Unit | None:
        """Return the agency for which the actor appraises a field; None when there is no such duty."""
        return self.agencies.get((group_id, field_code)) or self.agencies.get((group_id, ""))

    def fields(self, group_id: int) -> frozenset[str] | None:
        """Return the fields of a group that the actor appraises; None for all of them."""
        found = frozenset(code for group, code in self.agencies if group == group_id)
        return None if "" in found else found

    @property
    def group_ids(self) -> tuple[int, ...]:
        """Return the groups in which the actor has a duty."""
        return tuple(dict.fromkeys(group for group, _ in self.agencies))

    def covered(self) -> Q:
        """Return the condition on items that the actor appraises."""
        wanted = Q(pk__in=())
        for group_id in self.group_ids:
            fields = self.fields(group_id)
            within = Q(sheet__group_id=group_id)
            wanted |= within if fields is None else within & Q(field_code__in=fields)
        return wanted


def duties_of(actor: Actor, campaign: Campaign) -> Duties:
    """Return what the actor's agencies appraise in a campaign. One query."""
    rows = AppraisalDuty.objects.filter(group__campaign=campaign).select_related("agency")
    found = {
        (row.group_id, row.field_code): row.agency
        for row in rows.order_by("-pk")
        if actor.may(Permission.SCORES_APPRAISE, row.agency.path)
    }
    return Duties(found)


def may_decide(actor: Actor, campaign: Campaign) -> bool:
    """Tell whether the actor sits in the council of a campaign."""
    return actor.may(Permission.SCORES_DECIDE, campaign.unit.path)


def own_paths(actor: Actor) -> tuple[str, ...]:
    """Return the paths of the units that the actor works in, or inside of; a unit above is free to appraise."""
    paths: set[str] = set()
    for grant in actor.grants:
        steps = grant.unit_path.strip("/").split("/")
        paths |= {f"/{'/'.join(steps[: count + 1])}/" for count in range(len(steps))}
    return tuple(sorted(paths))


def is_own(actor: Actor, unit: Unit) -> bool:
    """Tell whether a unit is one that the actor works in, or contains one."""
    return any(grant.unit_path.startswith(unit.path) for grant in actor.grants)


def require_judge(*, sheet: Sheet, item: SheetItem, stage: RulingStage, actor: Actor, now: datetime) -> Unit:
    """Return the agency for which the actor judges an item in a step that is open now.

    `sheet` is locked and the rulings of the item are prefetched. Raises `PermissionDenied`, `OwnUnit`,
    `NotYetSigned`, `RoundClosed`, `RoundNotOpen`, `CampaignNotReady`, `BlindRefused`.
    """
    agency = _require_right(sheet, item, stage, actor)
    if is_own(actor, sheet.unit):
        raise OwnUnit(f"Bạn thuộc {sheet.unit.name} nên không thẩm định đơn vị này. Nhờ người khác của cơ quan làm.")
    if sheet.state != SheetState.SIGNED:
        raise NotYetSigned(f"Phiếu của {sheet.unit.name} ở trạng thái “{sheet.get_state_display()}”, chưa thẩm định.")
    times = clocks.read_times(sheet.campaign)
    require_round(sheet=sheet, stage=stage, times=times, now=now)
    if stage in (RulingStage.APPRAISAL_1, RulingStage.BLIND):
        _require_blindness(sheet, item, stage, actor)
    return agency


def _require_right(sheet: Sheet, item: SheetItem, stage: RulingStage, actor: Actor) -> Unit:
    if stage in COUNCIL_STAGES:
        if not may_decide(actor, sheet.campaign):
            raise PermissionDenied(Permission.SCORES_DECIDE)
        return sheet.campaign.unit
    agency = duties_of(actor, sheet.campaign).agency(group_id=sheet.group_id, field_code=item.field_code)
    if agency is None:
        raise PermissionDenied(Permission.SCORES_APPRAISE)
    return agency


def require_round(*, sheet: Sheet, stage: RulingStage, times: clocks.Times, now: datetime) -> None:
    """Refuse a step that is not open now; a mock council may sit until the real one is over."""
    clocks.require_running(sheet.campaign)
    if stage != RulingStage.MOCK:
        clocks.check_open(times.window(kind=_ROUNDS[stage], sheet=sheet, now=now))
        return
    council = times.window(kind=RoundKind.COUNCIL, sheet=sheet, now=now)
    if council.is_over:
        clocks.check_open(council)


def first_open(
    stages: Iterable[RulingStage], *, sheet: Sheet, times: clocks.Times, now: datetime
) -> RulingStage | None:
    """Return the first of some steps in which a sheet may be judged now; None when there is none."""
    if sheet.state != SheetState.SIGNED:
        return None
    for stage in stages:
        try:
            require_round(sheet=sheet, stage=stage, times=times, now=now)
        except (CampaignNotReady, RoundClosed, RoundNotOpen):
            continue
        return stage
    return None


def is_drawn(*, campaign: Campaign, sheet_id: UUID, code: str) -> bool:
    """Tell whether an item is in the blind sample of its campaign; `sheet_id` is the public one."""
    ids = {"campaign": str(campaign.public_id), "sheet": str(sheet_id)}
    return is_sampled(**ids, code=code, percent=campaign.blind_percent)


def is_masked(item: SheetItem, *, actor: Actor) -> bool:
    """Tell whether the first ruling on an item is kept from the actor until a second person has judged it blindly.

    `item.sheet` has its campaign, the rulings are prefetched; it holds while the first appraisal is open.
    """
    rulings = {ruling.stage: ruling for ruling in item.rulings.all()}
    first = rulings.get(RulingStage.APPRAISAL_1)
    if first is None or first.actor_id == actor.user_id or RulingStage.BLIND in rulings:
        return False
    return is_drawn(campaign=item.sheet.campaign, sheet_id=item.sheet.public_id, code=item.code)


def _require_blindness(sheet: Sheet, item: SheetItem, stage: RulingStage, actor: Actor) -> None:
    rulings = {ruling.stage: ruling for ruling in item.rulings.all()}
    first, blind = rulings.get(RulingStage.APPRAISAL_1), rulings.get(RulingStage.BLIND)
    if stage == RulingStage.APPRAISAL_1:
        if blind is not None and blind.actor_id == actor.user_id:
            raise BlindRefused("Bạn đã thẩm định kín mục này nên không sửa kết quả thẩm định lần 1.")
        if is_masked(item, actor=actor):
            raise BlindRefused("Mục này đang chờ thẩm định kín; người đã quyết định lần 1 mới sửa được.")
        return
    if not is_drawn(campaign=sheet.campaign, sheet_id=sheet.public_id, code=item.code):
        raise BlindRefused(f"Mục {item.code} không nằm trong mẫu thẩm định kín.")
    if first is None:
        raise BlindRefused("Mục này chưa có kết quả thẩm định lần 1 để so.")
    if first.actor_id == actor.user_id:
        raise BlindRefused("Bạn đã thẩm định mục này lần 1; thẩm định kín do người khác làm.")
    if blind is not None and blind.actor_id != actor.user_id:
        raise BlindRefused(f"{blind.actor_name} đã thẩm định kín mục này.")

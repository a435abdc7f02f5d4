"""What a person has to appraise: the items of the own duties on signed sheets, by criterion or by unit.

Nothing outside of the duty, of a sheet that is not signed or of the own unit is ever read here.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from parindex.apps.assessment import clocks, duties, selectors
from parindex.apps.assessment.books import book_of, is_self_scored
from parindex.apps.assessment.errors import SheetNotFound
from parindex.apps.assessment.models import (
    Campaign,
    CampaignGroup,
    CampaignState,
    EvidenceLink,
    RoundKind,
    Ruling,
    RulingStage,
    Sheet,
    SheetItem,
)
from parindex.apps.assessment.scoring import DECIDING
from parindex.apps.assessment.selectors import JUDGED_STATES
from parindex.apps.assessment.verdicts import AppraisalStatus, status_from
from parindex.domain.access import Actor, Permission, PermissionDenied


@dataclass(slots=True)
class Tally:
    """How many items stand where."""

    counts: dict[AppraisalStatus, int] = field(default_factory=lambda: dict.fromkeys(AppraisalStatus, 0))

    @property
    def total(self) -> int:
        """Return the number of items."""
        return sum(self.counts.values())

    @property
    def decided(self) -> int:
        """Return how many are accepted or adjusted."""
        return self.counts[AppraisalStatus.ACCEPTED] + self.counts[AppraisalStatus.ADJUSTED]

    def add(self, status: AppraisalStatus, count: int) -> None:
        """Count some more."""
        self.counts[status] += count


@dataclass(frozen=True, slots=True)
class Queue:
    """The work of a person in one campaign; groups by key, tallies by (group, code) and by sheet."""

    groups: Mapping[int, CampaignGroup]
    criteria: Mapping[tuple[int, str], Tally]
    sheets: tuple[tuple[Sheet, Tally], ...]
    unsigned_count: int
    whole: Tally


def list_campaigns(actor: Actor) -> list[Campaign]:
    """Return the campaigns that are open or published and that the actor may see, newest first. One query."""
    shown = (CampaignState.OPEN, CampaignState.PUBLISHED)
    return [campaign for campaign in selectors.list_campaigns(actor) if campaign.state in shown]


def is_overseer(actor: Actor, campaign: Campaign) -> bool:
    """Tell whether the actor sees the whole of a campaign, as its holder and the council do."""
    return actor.may(Permission.SCORES_VIEW, campaign.unit.path)


def read_windows(campaign: Campaign, *, now: datetime) -> list[clocks.Window]:
    """Return the time of each step of the appraisal for all. Two queries."""
    windows = clocks.windows_of(campaign=campaign, sheet=None, now=now)
    kinds = (RoundKind.APPRAISAL_1, RoundKind.EXPLANATION, RoundKind.APPRAISAL_2, RoundKind.COUNCIL)
    return [windows[kind] for kind in kinds]


def read_queue(actor: Actor, campaign: Campaign) -> Queue:
    """Return what the actor has to appraise, counted. At most five queries for any number of sheets."""
    covered = duties.duties_of(actor, campaign)
    groups = _groups(campaign, only=covered.group_ids)
    items = judged_items(actor, groups=groups, covered=covered.covered())
    criteria: dict[tuple[int, str], Tally] = {}
    by_sheet: dict[int, Tally] = {}
    whole = Tally()
    for group_id, code, sheet_id, status, count in count_statuses(items, "sheet__group_id", "code", "sheet_id"):
        criteria.setdefault((group_id, code), Tally()).add(status, count)
        by_sheet.setdefault(sheet_id, Tally()).add(status, count)
        whole.add(status, count)
    sheets = Sheet.objects.filter(pk__in=by_sheet).select_related("unit").order_by("unit__name_sort", "pk")
    unsigned = Sheet.objects.filter(group__in=groups).exclude(state__in=JUDGED_STATES).count()
    listed = tuple((sheet, by_sheet[sheet.pk]) for sheet in sheets)
    return Queue(groups=groups, criteria=criteria, sheets=listed, unsigned_count=unsigned, whole=whole)


def list_criterion(actor: Actor, campaign: Campaign, *, group_id: int, code: str) -> list[SheetItem]:
    """Return one item of all units of a group that the actor appraises, in Vietnamese order. Six queries.

    Raises `SheetNotFound` where the actor has no duty, or the catalogue no such item.
    """
    covered = duties.duties_of(actor, campaign)
    groups = _groups(campaign, only=covered.group_ids)
    group = groups.get(group_id)
    book = book_of(group.revision) if group else None
    if book is None or code not in book.leaves:
        raise SheetNotFound
    if covered.agency(group_id=group_id, field_code=book.field_of(code)) is None:
        raise SheetNotFound
    rows = judged_items(actor, groups=groups, covered=covered.covered()).filter(sheet__group_id=group_id, code=code)
    return read_items(rows.order_by("sheet__unit__name_sort", "pk"), campaign=campaign, groups=groups)


def access_sheet(actor: Actor, public_id: uuid.UUID) -> Sheet:
    """Return a signed sheet of which the actor appraises something. Raises `SheetNotFound`."""
    sheet = selectors.access_sheet(actor, public_id)
    if sheet.state not in JUDGED_STATES or duties.is_own(actor, sheet.unit):
        raise SheetNotFound
    if sheet.group_id not in duties.duties_of(actor, sheet.campaign).group_ids:
        raise SheetNotFound
    return sheet


def list_sheet(actor: Actor, sheet: Sheet) -> list[SheetItem]:
    """Return the items of a sheet that the actor appraises, in their order. Five queries."""
    groups = {sheet.group_id: sheet.group}
    covered = duties.duties_of(actor, sheet.campaign)
    rows = judged_items(actor, groups=groups, covered=covered.covered()).filter(sheet=sheet)
    return read_items(rows.order_by("position", "pk"), campaign=sheet.campaign, groups=groups)


def access_item(actor: Actor, public_id: uuid.UUID, code: str) -> SheetItem:
    """Return one item that the actor appraises, or decides on in the council. Raises `SheetNotFound`."""
    sheet = selectors.access_sheet(actor, public_id)
    if sheet.state not in JUDGED_STATES or duties.is_own(actor, sheet.unit):
        raise SheetNotFound
    groups = {sheet.group_id: sheet.group}
    covered = duties.duties_of(actor, sheet.campaign).covered()
    if duties.may_decide(actor, sheet.campaign):
        covered = Q()
    rows = judged_items(actor, groups=groups, covered=covered).filter(sheet=sheet, code=code)
    for item in read_items(rows, campaign=sheet.campaign, groups=groups):
        return item
    raise SheetNotFound


def list_blind(actor: Actor, campaign: Campaign) -> list[SheetItem]:
    """Return the items that wait for the actor's blind appraisal: drawn, judged first by another, by nobody since.

    Raises `PermissionDenied` without any duty. Six queries.
    """
    covered = duties.duties_of(actor, campaign)
    if not covered.group_ids:
        raise PermissionDenied(Permission.SCORES_APPRAISE)
    groups = _groups(campaign, only=covered.group_ids)
    first = Ruling.objects.filter(stage=RulingStage.APPRAISAL_1).exclude(actor_id=actor.user_id)
    rows = judged_items(actor, groups=groups, covered=covered.covered()).filter(rulings__in=first)
    drawn = [
        pk
        for pk, sheet_id, code in rows.values_list("pk", "sheet__public_id", "code").order_by("pk")
        if duties.is_drawn(campaign=campaign, sheet_id=sheet_id, code=code)
    ]
    found = SheetItem.objects.filter(pk__in=drawn).exclude(rulings__stage=RulingStage.BLIND)
    ordered = found.order_by("sheet__unit__name_sort", "position", "pk")
    return read_items(ordered, campaign=campaign, groups=groups)


def judged_items(actor: Actor, *, groups: Mapping[int, CampaignGroup], covered: Q) -> QuerySet[SheetItem]:
    """Return the items of signed sheets in these groups within a condition, without those of the own unit."""
    wanted = Q(pk__in=())
    for group_id, group in groups.items():
        own = [code for code, leaf in book_of(group.revision).leaves.items() if is_self_scored(leaf)]
        wanted |= Q(sheet__group_id=group_id, code__in=own)
    rows = SheetItem.objects.filter(covered, wanted, sheet__state__in=JUDGED_STATES)
    return rows.exclude(sheet__unit__path__in=duties.own_paths(actor))


def count_statuses(rows: QuerySet[SheetItem], *by: str) -> list[tuple[int, str, int, AppraisalStatus, int]]:
    """Count items by some columns and by where they stand: the columns, the status, the count. One query."""
    stages = [
        Subquery(Ruling.objects.filter(item=OuterRef("pk"), stage=stage).values("decision")[:1]) for stage in DECIDING
    ]
    counted = (
        rows.annotate(last=Coalesce(*stages, Value("")))
        .order_by()
        .values_list(*by, "last", "explanation__outcome")
        .annotate(count=Count("pk"))
    )
    return [(*row[:-3], status_from(decision=row[-3], outcome=row[-2] or ""), row[-1]) for row in counted]


def read_items(
    rows: QuerySet[SheetItem], *, campaign: Campaign, groups: Mapping[int, CampaignGroup]
) -> list[SheetItem]:
    """Read items with unit, documents, rulings and explanation; group and campaign come from what is at hand."""
    evidence = EvidenceLink.objects.select_related("document__file").order_by("pk")
    rulings = Ruling.objects.select_related("agency").order_by("pk")
    found = list(
        rows.select_related("sheet__unit", "explanation").prefetch_related(
            Prefetch("evidence", queryset=evidence), Prefetch("rulings", queryset=rulings)
        )
    )
    for item in found:
        item.sheet.campaign = campaign
        item.sheet.group = groups[item.sheet.group_id]
    return found


def all_groups(campaign: Campaign) -> dict[int, CampaignGroup]:
    """Return the groups of a campaign with their catalogues by key, in their order. One query."""
    return _groups(campaign, only=None)


def _groups(campaign: Campaign, *, only: tuple[int, ...] | None) -> dict[int, CampaignGroup]:
    rows = CampaignGroup.objects.filter(campaign=campaign).select_related("revision").order_by("position", "pk")
    return {group.pk: group for group in rows if only is None or group.pk in only}

"""Campaigns, sheets and items as the actor may see them; what is not visible does not exist."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from parindex.apps.assessment.errors import CampaignNotFound, SheetNotFound
from parindex.apps.assessment.models import (
    AppraisalDuty,
    Campaign,
    CampaignGroup,
    CampaignState,
    EvidenceLink,
    Round,
    Ruling,
    Sheet,
    SheetItem,
    SheetState,
)
from parindex.domain.access import Actor, Permission
from parindex.domain.text.folding import fold

JUDGED_STATES = (SheetState.SIGNED, SheetState.PUBLISHED)
"""States in which a sheet is shown to the agencies that appraise it."""


@dataclass(frozen=True, slots=True)
class SheetFilter:
    """What narrows a list of sheets; `query` is matched with names of units without accents."""

    query: str = ""
    group_id: int | None = None
    state: str = ""
    under_path: str = ""


def list_campaigns(actor: Actor) -> list[Campaign]:
    """Return the campaigns that the actor may see with their unit, newest year first. One query."""
    rows = _campaigns(actor).select_related("unit")
    return list(rows.order_by("-year", "-created_at", "-pk"))


def list_rounds(campaigns: Sequence[Campaign]) -> dict[int, list[Round]]:
    """Return the rounds of campaigns by the key of the campaign, in their order. One query."""
    found: dict[int, list[Round]] = {campaign.pk: [] for campaign in campaigns}
    for one in Round.objects.filter(campaign__in=found).order_by("opens_at", "closes_at", "pk"):
        found[one.campaign_id].append(one)
    return found


def access_campaign(actor: Actor, public_id: uuid.UUID) -> Campaign:
    """Return a campaign that the actor may see, with its unit. Raises `CampaignNotFound`."""
    found = _campaigns(actor).select_related("unit").filter(public_id=public_id).first()
    if found is None:
        raise CampaignNotFound
    return found


def list_groups(actor: Actor, campaign: Campaign) -> list[CampaignGroup]:
    """Return the groups of a visible campaign with their catalogue, in their order. One query."""
    if not _campaigns(actor).filter(pk=campaign.pk).exists():
        raise CampaignNotFound
    rows = CampaignGroup.objects.filter(campaign=campaign).select_related("revision").defer("revision__text")
    return list(rows.order_by("position", "pk"))


def list_duties(groups: Sequence[CampaignGroup]) -> dict[int, list[AppraisalDuty]]:
    """Return who appraises what in each group, with the agencies, by the key of the group. One query."""
    found: dict[int, list[AppraisalDuty]] = {group.pk: [] for group in groups}
    for duty in AppraisalDuty.objects.filter(group__in=found).select_related("agency").order_by("field_code", "pk"):
        found[duty.group_id].append(duty)
    return found


def list_sheets(actor: Actor, campaign: Campaign, filters: SheetFilter) -> list[Sheet]:
    """Return the visible sheets of a campaign with unit and group, in Vietnamese order. One query."""
    rows = _sheets(actor).filter(campaign=campaign)
    if filters.group_id is not None:
        rows = rows.filter(group_id=filters.group_id)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.under_path:
        rows = rows.filter(unit__path__startswith=filters.under_path)
    if "\0" in filters.query + filters.state + filters.under_path:
        return []
    for word in fold(filters.query).split():
        rows = rows.filter(unit__name_fold__contains=word)
    listed = rows.select_related("unit", "group__revision").defer("group__revision__text")
    return list(listed.order_by("group__position", "unit__name_sort", "pk"))


def access_sheet(actor: Actor, public_id: uuid.UUID) -> Sheet:
    """Return a visible sheet with unit, campaign, group and catalogue. Raises `SheetNotFound`."""
    rows = _sheets(actor).filter(public_id=public_id)
    rows = rows.select_related("unit", "campaign__unit", "group__revision").defer("group__revision__text")
    found = rows.first()
    if found is None:
        raise SheetNotFound
    return found


def find_sheet(actor: Actor, *, unit_id: int, year: int) -> Sheet | None:
    """Return the visible sheet of a unit for a year, as `access_sheet`; None without one. One query."""
    rows = _sheets(actor).filter(unit=unit_id, campaign__year=year).exclude(campaign__state=CampaignState.CANCELLED)
    rows = rows.select_related("unit", "campaign__unit", "group__revision").defer("group__revision__text")
    return rows.order_by("-pk").first()


def list_named(actor: Actor, public_ids: Iterable[str]) -> list[Sheet]:
    """Return those of some sheets that the actor may see, with unit and campaign. One query."""
    rows = _sheets(actor).filter(public_id__in=list(public_ids))
    return list(rows.select_related("unit", "campaign").order_by("pk"))


def list_items(sheet: Sheet, actor: Actor) -> list[SheetItem]:
    """Return the items of a sheet that the actor may see, with evidence and rulings, in their order.

    An agency that sees a sheet only because it appraises it sees the items of its fields. At most five queries.
    """
    rows = SheetItem.objects.filter(sheet=sheet)
    fields = visible_fields(actor, sheet)
    if fields is not None:
        rows = rows.filter(field_code__in=fields)
    evidence = EvidenceLink.objects.select_related("document__file").order_by("pk")
    rulings = Ruling.objects.select_related("agency").order_by("pk")
    found = list(
        rows.prefetch_related(Prefetch("evidence", queryset=evidence), Prefetch("rulings", queryset=rulings))
        .select_related("explanation")
        .order_by("position", "pk")
    )
    for item in found:
        item.sheet = sheet
    return found


def access_item(actor: Actor, sheet: Sheet, code: str) -> SheetItem:
    """Return one item of a visible sheet with its evidence and rulings. Raises `SheetNotFound`."""
    for item in list_items(sheet, actor):
        if item.code == code:
            return item
    raise SheetNotFound


def visible_fields(actor: Actor, sheet: Sheet) -> frozenset[str] | None:
    """Return the codes of the fields that the actor may see of a sheet; None for all of them. At most one query."""
    return visible_fields_of(actor, [sheet])[sheet.pk]


def visible_fields_of(actor: Actor, sheets: Sequence[Sheet]) -> dict[int, frozenset[str] | None]:
    """Return what `visible_fields` does for many sheets, by their key. At most one query."""
    own = actor.scope(Permission.SCORES_VIEW)
    found: dict[int, frozenset[str] | None] = {sheet.pk: None for sheet in sheets}
    foreign = [sheet for sheet in sheets if not _covers(own, sheet.unit.path)]
    if not foreign:
        return found
    duties: dict[int, set[str]] = {}
    judged = {sheet.group_id for sheet in foreign if sheet.state in JUDGED_STATES}
    rows = _duties(actor).filter(group__in=judged).values_list("group_id", "field_code") if judged else ()
    for group_id, code in rows:
        duties.setdefault(group_id, set()).add(code)
    for sheet in foreign:
        fields = frozenset(duties.get(sheet.group_id, ())) if sheet.state in JUDGED_STATES else frozenset[str]()
        found[sheet.pk] = None if "" in fields else fields
    return found


def _covers(paths: tuple[str, ...], path: str) -> bool:
    return any(path.startswith(above) for above in paths)


def _within(actor: Actor, permission: Permission, column: str) -> Q:
    scope = Q(pk__in=())
    for path in actor.scope(permission):
        scope |= Q(**{f"{column}__startswith": path})
    return scope


def _duties(actor: Actor) -> QuerySet[AppraisalDuty]:
    return AppraisalDuty.objects.filter(_within(actor, Permission.SCORES_APPRAISE, "agency__path"))


def _sheets(actor: Actor) -> QuerySet[Sheet]:
    """Return the sheets of the actor's own area, and the signed ones that an agency of the actor appraises.

    Before a campaign is open only its holder sees that there are sheets.
    """
    own = _within(actor, Permission.SCORES_VIEW, "unit__path") & ~Q(campaign__state=CampaignState.DRAFT)
    held = _within(actor, Permission.CAMPAIGNS_MANAGE, "campaign__unit__path")
    judged = Q(state__in=JUDGED_STATES, group__in=_duties(actor).values("group"))
    return Sheet.objects.filter(own | held | judged)


def _campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Return what the actor holds, also drafts; and what is open where a unit or an agency of the actor has a part."""
    held = _within(actor, Permission.CAMPAIGNS_MANAGE, "unit__path")
    own = Sheet.objects.filter(_within(actor, Permission.SCORES_VIEW, "unit__path"))
    over = _within(actor, Permission.SCORES_VIEW, "unit__path")
    part = over | Q(pk__in=own.values("campaign")) | Q(pk__in=_duties(actor).values("group__campaign"))
    return Campaign.objects.filter(held | (part & ~Q(state=CampaignState.DRAFT)))

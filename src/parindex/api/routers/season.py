"""Reading campaigns, sheets and the answers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from parindex.api.authentication import actor_of
from parindex.api.schemas.errors import READ_ERRORS
from parindex.api.schemas.season import CampaignOut, SheetOut, SheetPage
from parindex.apps.assessment import scoring, selectors
from parindex.domain.scoring.wording import decimal_text

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, Sheet, SheetItem
    from parindex.domain.scoring.sheet import ScoreSheet

campaigns = Router()
sheets = Router()
MAX_PAGE = 500
MAX_OFFSET = 1_000_000
_TOTALS = ("self_low", "self_high", "self_maximum", "final_low", "final_high", "final_maximum")


class SheetFilters(Schema):
    """The same filters as the page; `query` is searched in names of units without accents."""

    query: str = ""
    state: Literal["", "entering", "submitted", "returned", "signed", "published"] = ""
    limit: int = Field(100, ge=1, le=MAX_PAGE)
    offset: int = Field(0, ge=0, le=MAX_OFFSET)


@campaigns.get("", response={200: list[CampaignOut], **READ_ERRORS}, summary="Danh sách đợt chấm điểm")
def list_campaigns(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the campaigns that the owner of the token may see, newest year first."""
    found = selectors.list_campaigns(actor_of(request))
    rounds = selectors.list_rounds(found)
    return [_campaign(campaign) | {"rounds": rounds[campaign.pk]} for campaign in found]


@campaigns.get(
    "/{public_id}/sheets", response={200: SheetPage, **READ_ERRORS}, summary="Các phiếu của một đợt chấm điểm"
)
def list_sheets(request: HttpRequest, public_id: UUID, filters: Annotated[SheetFilters, Query()]) -> dict[str, Any]:
    """Return a page of the sheets of a campaign that the owner of the token may see, with their totals."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    kept = selectors.SheetFilter(query=filters.query, state=filters.state)
    rows = selectors.list_sheets(actor, campaign, kept)
    page = rows[filters.offset : filters.offset + filters.limit]
    return {
        "total": len(rows),
        "limit": filters.limit,
        "offset": filters.offset,
        "results": [_sheet(row) for row in page],
    }


@sheets.get("/{public_id}", response={200: SheetOut, **READ_ERRORS}, summary="Một phiếu và các mục")
def get_sheet(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Return one sheet with its answers, the points by the rule and the sentence that explains them."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    items = selectors.list_items(sheet, actor)
    own, final = scoring.self_score(sheet, items), scoring.final_score(sheet, items)
    names = scoring.names_of(sheet)
    return _sheet(sheet) | {"items": [_item(item, own, final, name=names[item.code]) for item in items]}


def _campaign(row: Campaign) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "year": row.year,
        "title": row.title,
        "unit_id": row.unit_id,
        "unit": row.unit.name,
        "state": row.state,
    }


def _sheet(row: Sheet) -> dict[str, Any]:
    scale = scoring.scale_of(row)
    return {
        "id": row.public_id,
        "unit_id": row.unit_id,
        "unit": row.unit.name,
        "group": row.group.name,
        "catalogue": row.group.revision.catalogue_id,
        "state": row.state,
        "version": row.version,
        **{name: _points(getattr(row, name), scale=scale) for name in _TOTALS},
    }


def _item(row: SheetItem, own: ScoreSheet, final: ScoreSheet, *, name: str) -> dict[str, Any]:
    score = own.item(row.code)
    return {
        "code": row.code,
        "field": row.field_code,
        "name": name,
        "inputs": row.inputs,
        "is_not_applicable": row.is_not_applicable,
        "justification": row.justification,
        "evidence_count": len(row.evidence.all()),
        "version": row.version,
        "status": score.status.value,
        "self_points": _points(score.points, scale=own.scale),
        "final_points": _points(final.item(row.code).points, scale=final.scale),
        "sentence": score.sentence,
    }


def _points(units: int | None, *, scale: int) -> str | None:
    return None if units is None else decimal_text(units, scale=scale)

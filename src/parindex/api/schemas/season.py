"""Campaigns and sheets as the API gives them. Points are decimals written as strings, so that nothing is rounded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema


class RoundOut(Schema):
    """One step of a campaign: open from `opens_at` until before `closes_at`."""

    kind: str
    opens_at: datetime
    closes_at: datetime


class CampaignOut(Schema):
    """One campaign with its calendar."""

    id: UUID
    year: int
    title: str
    unit_id: int
    unit: str
    state: str
    rounds: list[RoundOut]


class SheetRow(Schema):
    """One sheet with its totals; `*_high` and `*_maximum` are null while the catalogue leaves them open."""

    id: UUID
    unit_id: int
    unit: str
    group: str
    catalogue: str
    state: str
    version: int
    self_low: str
    self_high: str | None
    self_maximum: str | None
    final_low: str
    final_high: str | None
    final_maximum: str | None


class SheetPage(Schema):
    """A page of a list; `total` counts all that the filter keeps."""

    total: int
    limit: int
    offset: int
    results: list[SheetRow]


class SheetItemOut(Schema):
    """The answer to one item with what the rule makes of it; points are null unless `status` is scored."""

    code: str
    field: str
    name: str
    inputs: dict[str, str]
    is_not_applicable: bool
    justification: str
    evidence_count: int
    version: int
    status: str
    self_points: str | None
    final_points: str | None
    sentence: str


class SheetOut(SheetRow):
    """One sheet and the items of it that the owner of the token may see."""

    items: list[SheetItemOut]

"""Plans as the API gives them."""

from __future__ import annotations

from datetime import date

from ninja import Schema


class PlanOut(Schema):
    """An approved plan."""

    id: int
    unit_id: int
    unit: str
    year: int
    number: str
    title: str
    issued_on: date | None
    issuer: str
    signer: str


class AgencyOut(Schema):
    """An agency as the document names it, and the unit it was resolved to."""

    role: str
    text: str
    unit_id: int | None


class PlanItemOut(Schema):
    """One item of a plan in the words of the document."""

    id: int
    part: str
    section: str
    domain: str
    number: str
    code: str
    name: str
    target_text: str
    product: str
    deadline_text: str
    agencies: list[AgencyOut]
    assignments: list[str]


class PlanDetailOut(PlanOut):
    """A plan with its items."""

    items: list[PlanItemOut]

"""Assignments as the API gives and takes them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a NUL character, so it is refused at the door on every database."""


class AssignmentOut(Schema):
    """One assignment; `due_on` is null while no date is known."""

    id: UUID
    plan_id: int
    item_id: int
    criterion: str
    title: str
    product: str
    owner_id: int | None
    owner: str
    owner_text: str
    period: str
    due_on: date | None
    due_explanation: str
    state: str
    progress: int
    version: int


class AssignmentPage(Schema):
    """A page of a list; `total` counts all that the filter keeps."""

    total: int
    limit: int
    offset: int
    results: list[AssignmentOut]


class ReportIn(Schema):
    """A report of progress, or of completion when `done` is true (then with the number of a document)."""

    version: int
    progress: int = Field(100, ge=0, le=100)
    note: str = Field("", pattern=NO_NUL)
    done: bool = False
    document_number: str = Field("", max_length=60, pattern=NO_NUL)
    document_date: date | None = None


class DecisionIn(Schema):
    """The lead's decision on a reported completion."""

    version: int
    accept: bool
    note: str = Field("", pattern=NO_NUL)


class StepOut(Schema):
    """One step in the life of an assignment."""

    kind: str
    state_after: str
    progress: int | None
    note: str
    document_number: str
    actor: str
    at: datetime

"""Reading assignments, reporting on them and deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from parindex.api.authentication import actor_of
from parindex.api.schemas.assignments import (
    AssignmentOut,
    AssignmentPage,
    DecisionIn,
    ReportIn,
    StepOut,
)
from parindex.api.schemas.errors import READ_ERRORS, WRITE_ERRORS
from parindex.apps.assignments import selectors, services

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment

router = Router()
MAX_PAGE = 500
MAX_OFFSET = 1_000_000
LARGEST_KEY = 2**63 - 1


class Filters(Schema):
    """The same filters as the page; `query` is searched without accents."""

    query: str = ""
    year: int | None = Field(None, ge=1900, le=2999)
    owner_id: int | None = Field(None, ge=1, le=LARGEST_KEY)
    plan_id: int | None = Field(None, ge=1, le=LARGEST_KEY)
    code: str = ""
    state: Literal["", "open", "doing", "submitted", "returned", "done", "cancelled"] = ""
    due: Literal["", "overdue", "week", "none"] = ""
    limit: int = Field(100, ge=1, le=MAX_PAGE)
    offset: int = Field(0, ge=0, le=MAX_OFFSET)


def _assignment(row: Assignment) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "plan_id": row.plan_item.plan_id,
        "item_id": row.plan_item_id,
        "criterion": row.plan_item.code,
        "title": row.title,
        "product": row.product,
        "owner_id": row.owner_id,
        "owner": row.owner.name if row.owner else "",
        "owner_text": row.owner_text,
        "period": row.period_label,
        "due_on": row.due_on,
        "due_explanation": row.due_explanation,
        "state": row.state,
        "progress": row.progress,
        "version": row.version,
    }


@router.get("", response={200: AssignmentPage, **READ_ERRORS}, summary="Danh sách nhiệm vụ")
def list_assignments(request: HttpRequest, filters: Annotated[Filters, Query()]) -> dict[str, Any]:
    """Return a page of the assignments that the owner of the token may see."""
    actor, today = actor_of(request), timezone.localdate()
    kept = selectors.AssignmentFilter(**filters.dict(exclude={"limit", "offset"}))
    rows = selectors.list_assignments(actor, kept, today=today, limit=filters.limit, offset=filters.offset)
    total = selectors.count_assignments(actor, kept, today=today)
    return {
        "total": total,
        "limit": filters.limit,
        "offset": filters.offset,
        "results": [_assignment(row) for row in rows],
    }


@router.get("/{public_id}", response={200: AssignmentOut, **READ_ERRORS}, summary="Một nhiệm vụ")
def get_assignment(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """Return one assignment."""
    return _assignment(selectors.access_assignment(actor_of(request), public_id))


@router.get("/{public_id}/steps", response={200: list[StepOut], **READ_ERRORS}, summary="Các bước đã làm")
def list_steps(request: HttpRequest, public_id: UUID) -> list[dict[str, Any]]:
    """Return the steps of an assignment, newest first."""
    assignment = selectors.access_assignment(actor_of(request), public_id)
    return [
        {
            "kind": report.kind,
            "state_after": report.state_after,
            "progress": report.progress,
            "note": report.note,
            "document_number": report.document_number,
            "actor": report.actor_name,
            "at": report.at,
        }
        for report in selectors.list_reports(assignment)
    ]


@router.post(
    "/{public_id}/reports",
    response={200: AssignmentOut, **WRITE_ERRORS},
    summary="Báo tiến độ hoặc báo xong",
)
def report(request: HttpRequest, public_id: UUID, body: ReportIn) -> dict[str, Any]:
    """Report progress, or completion with the number of a document as its proof."""
    actor, now = actor_of(request), timezone.now()
    assignment = selectors.access_assignment(actor, public_id)
    proof = services.Proof(document_number=body.document_number, document_date=body.document_date)
    if body.done:
        services.submit(assignment=assignment, version=body.version, note=body.note, proof=proof, actor=actor, now=now)
    else:
        services.report_progress(
            assignment=assignment,
            version=body.version,
            progress=body.progress,
            note=body.note,
            proof=proof,
            actor=actor,
            now=now,
        )
    return _assignment(selectors.access_assignment(actor, public_id))


@router.post(
    "/{public_id}/decisions",
    response={200: AssignmentOut, **WRITE_ERRORS},
    summary="Xác nhận hoặc trả lại",
)
def decide(request: HttpRequest, public_id: UUID, body: DecisionIn) -> dict[str, Any]:
    """Confirm a reported completion, or return it with the reason."""
    actor, now = actor_of(request), timezone.now()
    assignment = selectors.access_assignment(actor, public_id)
    service = services.confirm if body.accept else services.send_back
    service(assignment=assignment, version=body.version, note=body.note, actor=actor, now=now)
    return _assignment(selectors.access_assignment(actor, public_id))

"""Approved plans as files, with the rights of the person who asks; each export is an entry of the register."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from parindex.apps.evidence import services as evidence
from parindex.apps.imports import contents
from parindex.apps.planning import models, recording
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.official.plan_paper import paper_of
from parindex.documents.write.plan_workbook import write_plan_workbook
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.planning.model import Item, Plan, PlanDocument

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
FICTIONAL = "BẢN MINH HỌA, KHÔNG PHẢI VĂN BẢN CỦA CƠ QUAN NÀO"


@dataclass(frozen=True, slots=True)
class ExportedPlan:
    """A file to give away: its bytes and its name in ASCII."""

    data: bytes
    name: str


def export_plan(*, plan: models.Plan, form: str, actor: Actor, now: datetime) -> ExportedPlan:
    """Return an approved plan as "docx", "pdf" or "xlsx" and record the export.

    What is fictional says so on every page. Raises `PermissionDenied`.
    """
    if not actor.may(Permission.EXPORTS_MAKE, plan.unit.path):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    data = _kept_paper(plan, form) or write_paper(read_plan(plan), form, is_fictional=plan.unit.is_fictional)
    with transaction.atomic():
        recording.record(plan, action="plan.exported", actor=actor, now=now, after={"format": form})
    return ExportedPlan(data, f"ke-hoach-{plan.year}-{plan.pk}.{form}")


def _kept_paper(plan: models.Plan, form: str) -> bytes | None:
    """Return the paper as it was issued; a plan that was imported has none of its own."""
    kept = {"docx": plan.paper_docx, "pdf": plan.paper_pdf}.get(form)
    return evidence.read_file(kept) if kept is not None else None


def write_paper(plan: Plan, form: str, *, is_fictional: bool) -> bytes:
    """Write a plan as "docx", "pdf" or "xlsx"; one of a fictional unit says on every page that it is."""
    mark = FICTIONAL if is_fictional else ""
    if form == "xlsx":
        marked = replace(plan.document, doc=f"{mark}: {plan.document.doc}") if mark else plan.document
        return write_plan_workbook([replace(plan, document=marked)])
    paper = paper_of(plan, mark=mark)
    return write_paper_pdf(paper) if form == "pdf" else write_paper_document(paper)


def read_plan(plan: models.Plan) -> Plan:
    """Return an approved plan as the values that writers and comparisons take."""
    rows = list(plan.items.select_related("draft_item").order_by("position", "pk"))
    headings = contents.read_headings(plan.draft_id, [row.draft_item for row in rows])
    items = (_item(row, headings.get(row.draft_item_id, "")) for row in rows)
    return Plan(document=_document(plan), items=tuple(items))


def _document(plan: models.Plan) -> PlanDocument:
    read = contents.document_of({**plan.facts, "citations": plan.citations}, name=plan.draft.file_name)
    return replace(
        read,
        title=plan.title or None,
        number=plan.number or None,
        date_=plan.issued_on,
        issuer=plan.issuer or None,
        plan_year=plan.year,
        signer=plan.signer or None,
    )


def _item(row: models.PlanItem, heading: str) -> Item:
    read = contents.item_of(row.draft_item, row.fields, heading=heading)
    return read._replace(names=tuple(row.fields["names"]["value"]) or (row.name,))

"""What a person would find in the database: everything but keys, hashes and moments."""

from __future__ import annotations

from typing import Any

from parindex.apps.assessment.models import Campaign, Sheet, SheetItem
from parindex.apps.assignments.models import Assignment, Coordinator, Report
from parindex.apps.audit import services as audit
from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job
from parindex.apps.catalogues.models import Proposal, ProposalEdit, ProposalItem, Revision
from parindex.apps.evidence import services as evidence
from parindex.apps.imports.models import Draft, DraftBlock, DraftItem, Edit
from parindex.apps.planning.models import ItemAgency, LowerItem, LowerPlan, Plan, PlanItem
from parindex.apps.reports.models import PeriodicReport, ReportSection, ReportSending


def tell() -> dict[str, Any]:
    """Return the story of drafts, plans and assignments, and whether the register and the files are whole."""
    files = evidence.check_files()
    return {
        "story": {
            "drafts": _rows(Draft, "file_name", "state", "facts", "findings", "plan_year", "revision", "approved_at"),
            "blocks": _rows(DraftBlock, "index", "kind", "text"),
            "items": _rows(DraftItem, "position", "key", "fields", "check_count", "state", "is_deleted", "version"),
            "edits": _rows(Edit, "id", "item__key", "field", "before", "after", "label", "undone_at"),
            "plans": _rows(Plan, "year", "number", "title", "issued_on", "superseded_at"),
            "plan_items": _rows(PlanItem, "position", "name", "fields"),
            "agencies": _rows(ItemAgency, "item__position", "role", "position", "text", "unit__name"),
            "assignments": _rows(Assignment, "title", "owner__name", "due_on", "period_label", "state", "version"),
            "coordinators": _rows(Coordinator, "assignment__title", "assignment__due_on", "position", "text"),
            "reports": _rows(Report, "kind", "progress", "note", "state_after"),
            "lower_plans": _rows(LowerPlan, "unit__name", "draft__origin_key", "refusal", "counts"),
            "lower_items": _rows(LowerItem, "lower__unit__name", "upper_item__position", "outcome", "draft_item__key"),
            "periodic_reports": _rows(PeriodicReport, "unit__name", "state", "version", "figures", "sent_on"),
            "report_sections": _rows(ReportSection, "code", "text", "version"),
            "report_sendings": _rows(ReportSending, "number", "snapshot__sha256", "docx__sha256", "pdf__sha256"),
            "proposals": _rows(Proposal, "file_name", "state", "head", "findings", "version", "revision__number"),
            "proposal_items": _rows(
                ProposalItem, "position", "depth", "code", "name", "rule", "is_confirmed", "version"
            ),
            "proposal_edits": _rows(ProposalEdit, "id", "item__code", "before", "after", "label", "undone_at"),
            "revisions": _rows(Revision, "catalogue_id", "number", "text"),
            "campaigns": _rows(Campaign, "title", "state", "version", "opened_at"),
            "sheets": _rows(Sheet, "unit__slug", "state", "version", "self_low", "self_high", "signed_scan__sha256"),
            "sheet_items": _rows(SheetItem, "sheet__unit__slug", "code", "inputs", "is_not_applicable", "version"),
            "audit": _rows(Event, "seq", "action", "actor_name", "object_type", "object_label"),
            "files": files.count,
        },
        "jobs": _rows(Job, "kind", "state"),
        "audit_is_whole": audit.verify().is_whole,
        "files_are_whole": files.is_whole,
    }


def _rows(model: Any, *names: str) -> list[list[Any]]:
    """Return the values of all rows in a stable order; keys are only used for the order of steps."""
    rows = [list(row) for row in model.objects.order_by("pk").values_list(*names)]
    if "id" in names:
        return [row[1:] for row in rows]
    return sorted(rows, key=repr)

"""Reading an imported file: bytes -> blocks -> plan -> draft under review."""

from __future__ import annotations

from datetime import date

from parindex.apps.imports import selectors, services
from parindex.apps.orgs import selectors as orgs
from parindex.definitions.lint.context import build_context, day_of
from parindex.documents.blocks import Document
from parindex.documents.errors import DocumentError
from parindex.documents.extract import extract_plan
from parindex.documents.plan_source import read_source
from parindex.documents.read import read_document
from parindex.domain.planning.lint.model import Finding, UnitTree
from parindex.domain.planning.lint.report import lint_plan
from parindex.domain.planning.model import Plan
from parindex.jobs.registry import JobContext

STEPS = 3


def read_draft(context: JobContext) -> dict[str, object]:
    """Read the file of a draft and keep what was found, or why it could not be read.

    Killed at any moment, it leaves the draft as it was; the next attempt starts from the bytes again.
    """
    draft_id = int(str(context.payload["draft_id"]))
    waiting = selectors.waiting_file(draft_id)
    if waiting is None:
        return {"skipped": True}
    context.progress(done=0, total=STEPS, note="Đang đọc tệp")
    try:
        document = read_document(waiting.data, name=waiting.name)
        context.progress(done=1, total=STEPS, note="Đang tìm các mục của kế hoạch")
        plan = extract_plan(document)
    except DocumentError as error:
        services.fail_reading(
            draft_id=draft_id, code=error.code, message=error.message, actor=context.actor, now=context.now()
        )
        return {"error": error.code}
    context.progress(done=2, total=STEPS, note="Đang ghi bản nhập")
    findings = _lint(plan, document, unit_path=waiting.unit_path, today=context.now().date())
    saved = services.save_reading(
        draft_id=draft_id, document=document, plan=plan, findings=findings, actor=context.actor, now=context.now()
    )
    return {"saved": saved, "items": len(plan.items), "findings": len(findings)}


def _lint(plan: Plan, document: Document, *, unit_path: str, today: date) -> tuple[Finding, ...]:
    """Lint a plan among the agencies around the unit for which it was imported."""
    on = day_of(plan) or today
    tree = UnitTree(orgs.directory(), unit_path, on)
    return lint_plan(plan, build_context(plan, source=read_source(document), tree=tree))

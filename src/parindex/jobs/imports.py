"""Reading an imported file: bytes -> blocks -> plan -> draft under review."""

from __future__ import annotations

from django.utils import timezone

from parindex.apps.imports import linting, selectors, services
from parindex.documents.errors import DocumentError
from parindex.documents.extract import extract_plan
from parindex.documents.plan_source import read_source
from parindex.documents.read import read_document
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
    source, today = read_source(document), timezone.localdate(context.now())
    findings = linting.lint_reading(plan, source, unit_path=waiting.unit_path, today=today)
    saved = services.save_reading(
        draft_id=draft_id, document=document, plan=plan, findings=findings, actor=context.actor, now=context.now()
    )
    return {"saved": saved, "items": len(plan.items), "findings": len(findings)}

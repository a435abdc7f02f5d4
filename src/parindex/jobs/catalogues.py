"""Reading an imported annex: bytes -> blocks -> proposal under review."""

from __future__ import annotations

from parindex.apps.catalogues import selectors, services
from parindex.documents.errors import DocumentError
from parindex.documents.extract.catalogue import extract_catalogue
from parindex.documents.read import read_document
from parindex.domain.scoring.catalogue import Level
from parindex.jobs.registry import JobContext

STEPS = 3


def read_proposal(context: JobContext) -> dict[str, object]:
    """Read the file of a proposal and keep what was found, or why it could not be read.

    Killed at any moment, it leaves the proposal as it was; the next attempt starts from the bytes again.
    """
    proposal_id = int(str(context.payload["proposal_id"]))
    waiting = selectors.waiting_file(proposal_id)
    if waiting is None:
        return {"skipped": True}
    context.progress(done=0, total=STEPS, note="Đang đọc tệp")
    try:
        document = read_document(waiting.data, name=waiting.name)
        context.progress(done=1, total=STEPS, note="Đang tìm các mục và cách chấm")
        read = extract_catalogue(document, level=Level(waiting.level), year=waiting.year)
    except DocumentError as error:
        services.fail_reading(
            proposal_id=proposal_id, code=error.code, message=error.message, actor=context.actor, now=context.now()
        )
        return {"error": error.code}
    context.progress(done=2, total=STEPS, note="Đang ghi bản nhập")
    saved = services.save_reading(proposal_id=proposal_id, read=read, actor=context.actor, now=context.now())
    return {"saved": saved, "items": len(read.items), "findings": len(read.findings)}

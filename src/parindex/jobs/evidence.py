"""Reading the file of a document: number, date, issuer, subject, signer, digital signature."""

from __future__ import annotations

from parindex.apps.evidence import documents, selectors
from parindex.documents.errors import DocumentError
from parindex.documents.extract.facts import read_facts
from parindex.documents.read import read_document
from parindex.documents.read.pdf_signature import check_signature
from parindex.jobs.registry import JobContext

STEPS = 2


def read_evidence(context: JobContext) -> dict[str, object]:
    """Read the file of a document and keep what was found, or why it could not be read.

    Killed at any moment, it leaves the document as it was; the next attempt starts from the bytes again.
    """
    document_id = int(str(context.payload["document_id"]))
    waiting = selectors.waiting_file(document_id)
    if waiting is None:
        return {"skipped": True}
    context.progress(done=0, total=STEPS, note="Đang xem chữ ký số")
    signature = check_signature(waiting.data)
    context.progress(done=1, total=STEPS, note="Đang đọc số, ngày, cơ quan ban hành")

    def show(done: int, total: int) -> None:
        context.progress(done=done, total=total, note="Đang nhận dạng chữ trong ảnh")

    try:
        reading = read_facts(read_document(waiting.data, name=waiting.name, progress=show))
    except DocumentError as error:
        documents.fail_reading(
            document_id=document_id,
            code=error.code,
            message=error.message,
            signature=signature,
            actor=context.actor,
            now=context.now(),
        )
        return {"error": error.code}
    saved = documents.save_reading(
        document_id=document_id, reading=reading, signature=signature, actor=context.actor, now=context.now()
    )
    return {"saved": saved, "facts": sorted(reading.facts)}

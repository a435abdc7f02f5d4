"""Work on registers: bring in a table that somebody sent, tell every day who must act, tidy up."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.registers import importing, reminding, uploads
from parindex.apps.registers.errors import RegisterError
from parindex.documents.errors import DocumentError
from parindex.documents.read.rows import read_rows
from parindex.domain.access import PermissionDenied
from parindex.jobs.registry import JobContext

if TYPE_CHECKING:
    from parindex.apps.registers.models import EntryImport


def import_table(context: JobContext) -> dict[str, object]:
    """Bring a table in by the rights of who sent it, and keep what became of its rows or why none went in.

    Killed at any moment, it leaves nothing in the register or the whole table: the next attempt reads it again.
    """
    one = uploads.waiting_import(str(context.payload["import"]))
    if one is None:
        return {"skipped": True}
    path = uploads.waiting_path(one)
    if not path.is_file():
        message = "Bảng tải lên không còn trên máy chủ. Tải lên lại."
        return _fail(context, one, code="register_upload_lost", message=message)
    try:
        context.progress(done=0, note="Đang đọc bảng")
        told = _bring(context, one, path.read_bytes())
    except (DocumentError, RegisterError, PermissionDenied) as error:
        return _fail(context, one, code=error.code, message=error.message)
    uploads.discard(told)
    return {"added": told.added, "edited": told.edited, "rejected": told.rejected}


def _bring(context: JobContext, one: EntryImport, data: bytes) -> EntryImport:
    rows, now = read_rows(data, name=one.file_name), context.now()

    def tell(count: int) -> None:
        context.progress(done=count, total=len(rows), note="Đang kiểm từng dòng")

    actor = uploads.sender_of(one, today=timezone.localdate(now))
    return importing.bring(one, rows, actor=actor, now=now, tell=tell)


def _fail(context: JobContext, one: EntryImport, *, code: str, message: str) -> dict[str, object]:
    uploads.fail_import(one=one, code=code, message=message, actor=context.actor, now=context.now())
    return {"error": code}


def remind(context: JobContext) -> dict[str, object]:
    """Make the round of today; a second run of the same day adds nothing."""
    return asdict(reminding.remind(now=context.now()))


def tidy(context: JobContext) -> dict[str, object]:
    """Delete tables that no import waits for any more, and the cells of rows that were rejected long ago."""
    deleted = uploads.tidy(actor=context.actor, now=context.now())
    return {"deleted": deleted, "erased": uploads.erase_rejects(now=context.now())}

"""Importing an uploaded file of dossiers: bytes -> checked rows -> store -> sorted facts."""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.utils import timezone

from parindex.analytics.bulk.errors import DossierError, StoreBusy
from parindex.analytics.bulk.facts import refresh_facts
from parindex.analytics.bulk.importing import Rows, import_file
from parindex.apps.dossiers import figures, selectors, services
from parindex.apps.dossiers.errors import NoDossiers
from parindex.documents.errors import DocumentError
from parindex.documents.read.records import read_records
from parindex.jobs.registry import JobContext

STEPS = 3
_SHEETS = (".xlsx", ".xls", ".ods")


class StoreInUse(Exception):
    """Another import writes into the store: without a code of its own, so the job is tried again later."""


def import_dossiers(context: JobContext) -> dict[str, object]:
    """Import the file of an import and keep what became of its rows, or why it could not be read.

    Killed at any moment, it leaves the store as it was or with the whole file in it; the same bytes again change
    nothing, so the next attempt ends the same way.
    """
    import_id = int(str(context.payload["import_id"]))
    waiting = selectors.waiting_import(import_id)
    if waiting is None:
        return {"skipped": True}
    if not waiting.path.is_file():
        message = "Tệp tải lên không còn trên máy chủ. Tải lên lại."
        services.fail_import(
            import_id=import_id, code="dossier_upload_lost", message=message, actor=context.actor, now=context.now()
        )
        return {"error": "dossier_upload_lost"}
    context.progress(done=0, total=STEPS, note="Đang đọc, kiểm từng dòng và tính hạn")
    try:
        report = import_file(
            waiting.store, waiting.path, rows=_rows_of(waiting.path), units=waiting.units, name=waiting.name
        )
        context.progress(done=1, total=STEPS, note="Đang sắp số liệu theo đơn vị")
        refresh_facts(waiting.store)
    except StoreBusy as error:
        raise StoreInUse(error.message) from error
    except (DossierError, DocumentError) as error:
        services.fail_import(
            import_id=import_id, code=error.code, message=error.message, actor=context.actor, now=context.now()
        )
        return {"error": error.code}
    context.progress(done=2, total=STEPS, note="Đang đếm trước các trang chung")
    with contextlib.suppress(NoDossiers):
        figures.prepare(today=timezone.localdate(context.now()))
    services.save_report(import_id=import_id, report=report, actor=context.actor, now=context.now())
    return {"accepted": report.file.accepted, "rejected": report.file.rejected}


def tidy_uploads(context: JobContext) -> dict[str, object]:
    """Delete uploaded files that no import waits for any more."""
    return {"deleted": services.tidy_uploads(actor=context.actor, now=context.now())}


def _rows_of(path: Path) -> Rows | None:
    """Read a workbook; other kinds are read by the store itself."""
    if path.suffix not in _SHEETS:
        return None
    rows = iter(read_records(path.read_bytes()))
    return Rows(next(rows, ()), rows)

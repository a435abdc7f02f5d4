"""Takes files of dossiers and keeps what became of them. All writes of this app are here."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from django.db import transaction

from parindex.analytics.bulk.importing import Report
from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.base.models import JobState
from parindex.apps.dossiers import stores
from parindex.apps.dossiers.errors import BadUpload
from parindex.apps.dossiers.models import DossierImport, DossierSource, ImportState
from parindex.apps.orgs.models import Unit
from parindex.documents.read.names import clean_name
from parindex.domain.access import Actor, Permission, PermissionDenied

IMPORT_JOB = "dossiers.import"
KINDS = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".ndjson", ".parquet")
_LONGEST_NAME = 255
_UPLOAD_TIME = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: its name, its bytes and how many they are."""

    name: str
    stream: IO[bytes]
    size: int


def start_import(*, unit: Unit, source: str, upload: Upload, actor: Actor, now: datetime) -> DossierImport:
    """Put a file aside and queue its import; dossiers of units outside `unit` will be rejected.

    One store serves the whole tree, so only who may import for a highest unit may. Raises `PermissionDenied` and
    `BadUpload`.
    """
    if unit.parent_id is not None or not actor.may(Permission.DOSSIERS_IMPORT, unit.path):
        raise PermissionDenied(Permission.DOSSIERS_IMPORT)
    name = clean_name(upload.name)[:_LONGEST_NAME]
    if Path(name).suffix.lower() not in KINDS:
        raise BadUpload("Chỉ nhận tệp CSV, XLSX, XLS, ODS, JSON hoặc Parquet do hệ thống một cửa xuất ra.")
    if source not in DossierSource.values:
        raise BadUpload("Chọn nguồn của tệp.")
    made = DossierImport(
        unit=unit,
        source=source,
        file_name=name,
        file_size=upload.size,
        created_by_id=actor.user_id,
        created_at=now,
    )
    path = waiting_path(made)
    try:
        with path.open("wb") as target:
            path.chmod(0o600)
            shutil.copyfileobj(upload.stream, target)
        with transaction.atomic():
            made.save()
            made.job = jobs.enqueue(
                kind=IMPORT_JOB,
                payload={"import_id": made.pk},
                actor=actor,
                now=now,
                dedupe_key=f"{IMPORT_JOB}:{made.public_id}",
            )
            made.save(update_fields=["job"])
            _record(made, "dossiers.uploaded", actor=actor, now=now, after={"file": name, "source": source})
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return made


def waiting_path(one: DossierImport) -> Path:
    """Return where the file of an import waits; its name there is not the one that a person gave it."""
    return stores.incoming_path(one.public_id.hex + Path(one.file_name).suffix.lower())


def save_report(*, import_id: int, report: Report, actor: Actor, now: datetime) -> bool:
    """Write what became of the rows and delete the file; return False when the import was not waiting any more."""
    with transaction.atomic():
        one = DossierImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=import_id)
        if one.state != ImportState.WAITING:
            return False
        file = report.file
        one.state, one.is_known, one.finished_at = ImportState.DONE, report.is_known, now
        one.row_count, one.accepted_count, one.rejected_count = file.rows, file.accepted, file.rejected
        one.duplicate_count, one.older_count, one.replaced_count = file.duplicates, file.older, file.replaced
        one.ignored_count = len(report.ignored)
        one.last_day = date.fromisoformat(file.last_day) if file.last_day else None
        one.rejects_file = file.rejects or ""
        one.save()
        counts = {"rows": file.rows, "accepted": file.accepted, "rejected": file.rejected}
        _record(one, "dossiers.imported", actor=actor, now=now, after={**counts, "is_known": report.is_known})
    waiting_path(one).unlink(missing_ok=True)
    return True


def fail_import(*, import_id: int, code: str, message: str, actor: Actor, now: datetime) -> None:
    """Mark an import whose file could not be read, with the reason, and delete the file."""
    with transaction.atomic():
        one = DossierImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=import_id)
        if one.state != ImportState.WAITING:
            return
        one.state, one.finished_at = ImportState.FAILED, now
        one.error_code, one.error_message = code[:60], message
        one.save()
        _record(one, "dossiers.failed", actor=actor, now=now, after={"code": code})
    waiting_path(one).unlink(missing_ok=True)


def tidy_uploads(*, actor: Actor, now: datetime) -> int:
    """End imports whose job gave up and delete every file that no import waits for; returns how many files.

    A file that was sent holds personal data, so none may outlive its import.
    """
    given_up = DossierImport.objects.filter(
        state=ImportState.WAITING, job__state__in=(JobState.FAILED, JobState.CANCELLED)
    ).select_related("job")
    for one in given_up:
        code, message = (one.job.error_code, one.job.error_message) if one.job else ("", "")
        fail_import(
            import_id=one.pk,
            code=code or "dossier_import_stopped",
            message=message or "Việc nhập đã bị dừng. Tải tệp lên lại.",
            actor=actor,
            now=now,
        )
    waited = {waiting_path(one).name for one in DossierImport.objects.filter(state=ImportState.WAITING)}
    oldest = (now - _UPLOAD_TIME).timestamp()
    left = [
        path
        for path in stores.incoming_path("").iterdir()
        # A file whose import is being written this moment is younger.
        if path.name not in waited and path.stat().st_mtime < oldest
    ]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def record_export(*, unit: Unit, form: str, actor: Actor, now: datetime) -> None:
    """Enter into the register that figures or lists of dossiers were taken away as a file."""
    audit.record_view(
        actor=actor,
        action="dossiers.exported",
        object_type="unit",
        object_id=str(unit.pk),
        object_label=unit.name,
        unit_path=unit.path,
        after={"form": form},
        now=now,
    )


def record_apology(*, unit: Unit, code: str, new_due: date, actor: Actor, now: datetime) -> None:
    """Enter into the register that a letter of apology was drafted; the letter itself is not kept."""
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="dossiers.apology_drafted",
            object_type="dossier",
            object_id=code,
            object_label=code,
            unit_path=unit.path,
            after={"new_due": new_due.isoformat()},
            now=now,
        )


def _record(one: DossierImport, action: str, *, actor: Actor, now: datetime, after: object) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="dossier_import",
        object_id=str(one.public_id),
        object_label=one.file_name,
        unit_path=one.unit.path,
        after=after,
        now=now,
    )


def sources() -> list[tuple[str, str]]:
    """Return the sources that a file may come from, with their names."""
    return [(source.value, str(source.label)) for source in DossierSource]

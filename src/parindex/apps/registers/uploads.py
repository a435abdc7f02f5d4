"""Tables that people send: put aside, queued, and gone from the disk once they were read."""

from __future__ import annotations

import hashlib
import re
import shutil
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction

from parindex.apps.audit import services as audit
from parindex.apps.base import jobs
from parindex.apps.base.models import JobState
from parindex.apps.orgs.models import Unit
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.registers import books
from parindex.apps.registers.models import EntryImport, ImportState
from parindex.apps.registers.services import require_writer
from parindex.documents.read.names import clean_name
from parindex.domain.access import ANONYMOUS, Actor

IMPORT_JOB = "registers.import"
_PIECE = 1 << 20
_UPLOAD_TIME = timedelta(hours=1)
REJECTS_KEPT = timedelta(days=30)
"""How long the cells of rejected rows are kept for whoever mends them: they may hold personal data."""
# Reasons repeat what a cell said, which may itself hold quotation marks; only the name of a lacking field may stay.
_REPEATED = re.compile(r"(?<!Thiếu )“.*”", re.DOTALL)


def start_import(
    *,
    register_id: str,
    unit: Unit,
    stream: IO[bytes],
    name: str,
    all_or_nothing: bool,
    actor: Actor,
    now: datetime,
) -> EntryImport:
    """Put a table aside and queue its import. Raises `RegisterNotFound`, `PermissionDenied` and `NotKeeper`."""
    register = books.register(register_id)
    require_writer(actor, register, unit)
    made = EntryImport(
        public_id=uuid.uuid4(),
        register=register.id,
        unit=unit,
        file_name=clean_name(name)[:255],
        all_or_nothing=all_or_nothing,
        state=ImportState.WAITING,
        actor_id=actor.user_id,
        at=now,
    )
    path = waiting_path(made)
    try:
        made.sha256 = _keep(stream, path)
        with transaction.atomic():
            made.job = jobs.enqueue(kind=IMPORT_JOB, payload={"import": str(made.public_id)}, actor=actor, now=now)
            made.save()
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return made


def waiting_path(one: EntryImport) -> Path:
    """Return where the table of an import waits; only this account of the machine may read there."""
    folder = Path(settings.REGISTER_UPLOADS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / one.public_id.hex


def waiting_import(public_id: str) -> EntryImport | None:
    """Return an import whose table still waits; None when it came to an end."""
    return EntryImport.objects.select_related("unit").filter(public_id=public_id, state=ImportState.WAITING).first()


def sender_of(one: EntryImport, *, today: date) -> Actor:
    """Return who sent a table, with the rights of this day; nobody when the account is gone or closed."""
    user = None if one.actor_id is None else User.objects.filter(pk=one.actor_id).first()
    return ANONYMOUS if user is None else access.actor_of(user, today=today)


def fail_import(*, one: EntryImport, code: str, message: str, actor: Actor, now: datetime) -> None:
    """Say why a table could not be brought in, and delete it."""
    with transaction.atomic():
        locked = EntryImport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=one.pk)
        if locked.state != ImportState.WAITING:
            return
        locked.state, locked.error_code, locked.error_message = ImportState.FAILED, code[:60], message
        locked.save(update_fields=["state", "error_code", "error_message"])
        audit.record(
            actor=actor,
            action="register.import_failed",
            object_type="register_import",
            object_id=str(locked.public_id),
            object_label=locked.file_name,
            unit_path=locked.unit.path,
            after={"register": locked.register, "code": code},
            now=now,
        )
    discard(locked)


def discard(one: EntryImport) -> None:
    """Delete the table of an import that came to an end."""
    waiting_path(one).unlink(missing_ok=True)


def tidy(*, actor: Actor, now: datetime) -> int:
    """End imports whose job gave up and delete every table that none waits for; returns how many tables.

    A table may hold personal data, so none may outlive its import.
    """
    stopped = EntryImport.objects.filter(
        state=ImportState.WAITING, job__state__in=(JobState.FAILED, JobState.CANCELLED)
    ).select_related("job")
    for one in stopped:
        fail_import(
            one=one,
            code=(one.job.error_code if one.job else "") or "register_import_stopped",
            message=(one.job.error_message if one.job else "") or "Việc nhập đã bị dừng. Tải bảng lên lại.",
            actor=actor,
            now=now,
        )
    waited = {one.public_id.hex for one in EntryImport.objects.filter(state=ImportState.WAITING).only("public_id")}
    oldest = (now - _UPLOAD_TIME).timestamp()
    folder = Path(settings.REGISTER_UPLOADS_DIR)
    # A table whose import is being written this moment is younger.
    found = [path for path in folder.iterdir() if path.name not in waited] if folder.is_dir() else []
    left = [path for path in found if path.stat().st_mtime < oldest]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def erase_rejects(*, now: datetime) -> int:
    """Erase the cells of rows rejected longer ago than `REJECTS_KEPT`, and their words in the reasons.

    Number and reason of each row stay; an import without headings has none of its cells left. Returns how many imports.
    """
    old = EntryImport.objects.filter(rejected__gt=0, at__lt=now - REJECTS_KEPT).exclude(headings=[])
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        one = EntryImport.objects.only("rejects").get(pk=key)
        one.rejects = [
            [number, [_REPEATED.sub("“…”", reason) for reason in reasons], []] for number, reasons, _ in one.rejects
        ]
        one.headings = []
        one.save(update_fields=["rejects", "headings"])
    return len(keys)


def _keep(stream: IO[bytes], path: Path) -> str:
    """Write a table to the disk piece by piece and return its SHA-256."""
    with path.open("wb") as target:
        path.chmod(0o600)
        shutil.copyfileobj(stream, target, _PIECE)
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest()

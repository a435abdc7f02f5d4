"""Files that people send to be read: each is kept by content, and what is made of it is made once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from parindex.apps.evidence import services
from parindex.apps.evidence.models import StoredFile
from parindex.documents.errors import DocumentError
from parindex.documents.read.names import clean_name
from parindex.domain.access import Actor

_LONGEST_NAME = 255
Made = TypeVar("Made", bound=Model)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: its name and a readable stream of its bytes."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Started:
    """What became of one uploaded file: what was made of it, what the same bytes had made before, or a refusal."""

    name: str
    public_id: uuid.UUID | None
    is_duplicate: bool = False
    error_code: str = ""
    error_message: str = ""


Begin = Callable[[StoredFile, str], tuple[uuid.UUID, bool]]
"""Makes something of a kept file with its cleaned name; tells its public id and whether it is new."""


def take_each(uploads: Sequence[Upload], *, begin: Begin, actor: Actor, now: datetime) -> tuple[Started, ...]:
    """Keep each file and begin its reading, each whole or not at all; one bad file does not stop the others."""
    return tuple(_take(upload, begin=begin, actor=actor, now=now) for upload in uploads)


def _take(upload: Upload, *, begin: Begin, actor: Actor, now: datetime) -> Started:
    try:
        with transaction.atomic():
            stored = services.store_file(data=upload.stream, name=upload.name, actor=actor, now=now)
            public_id, is_new = begin(stored, clean_name(upload.name)[:_LONGEST_NAME])
    except DocumentError as error:
        return Started(upload.name, None, error_code=error.code, error_message=error.message)
    return Started(upload.name, public_id, is_duplicate=not is_new)


def find_or_make(same: QuerySet[Made], *, make: Callable[[], Made]) -> tuple[Made, bool]:
    """Return the row that is there, or the one that `make` writes; a constraint of the table keeps it one."""
    found = same.first()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return make(), True
    except IntegrityError:
        # Another request made the same a moment ago: the constraint keeps one, use that one.
        return same.get(), False

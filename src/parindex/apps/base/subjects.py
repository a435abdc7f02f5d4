"""The port through which one room names things of another: a procedure, a dossier, a criterion, to choose and to link.

Rooms are listed in `PARINDEX_SUBJECTS`. Who asks knows a thing by its kind and code and nothing of the room behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from parindex.domain.access import Actor

PROCEDURE, DOSSIER, CRITERION = "procedure", "dossier", "criterion"
KIND_NAMES = {PROCEDURE: "Thủ tục", DOSSIER: "Hồ sơ", CRITERION: "Tiêu chí"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that exists: its kind and code, what people call it, and its page when it has one."""

    kind: str
    code: str
    name: str
    page: str = ""
    args: tuple[str, ...] = ()


class SubjectRoom(Protocol):
    """A room that knows things of one kind. It shows an actor what the actor may see and nothing else."""

    kind: str

    def find(self, actor: Actor, words: str, *, limit: int) -> Sequence[Subject]:
        """Return things whose code or name holds all words, without accents."""

    def get(self, actor: Actor, code: str) -> Subject | None:
        """Return the thing of this code; None when there is none that the actor may see."""


def find(actor: Actor, words: str, *, limit: int = 8) -> list[Subject]:
    """Return what rooms find for some words, at most `limit` of each kind; nothing for no words."""
    if not words.strip():
        return []
    found: dict[tuple[str, str], Subject] = {}
    counts = dict.fromkeys(KIND_NAMES, 0)
    for room in _rooms():
        for one in room.find(actor, words, limit=limit):
            if (one.kind, one.code) not in found and counts[one.kind] < limit:
                found[one.kind, one.code] = one
                counts[one.kind] += 1
    kinds = list(KIND_NAMES)
    return sorted(found.values(), key=lambda one: kinds.index(one.kind))


def get(actor: Actor, *, kind: str, code: str) -> Subject | None:
    """Return the thing of a kind and code from the first room that has it; None when no room has."""
    if not code:
        return None
    return next((one for room in _rooms() if room.kind == kind and (one := room.get(actor, code)) is not None), None)


def _rooms() -> list[SubjectRoom]:
    listed: Sequence[str] = settings.PARINDEX_SUBJECTS
    return [_made(path) for path in listed]


@cache
def _made(path: str) -> SubjectRoom:
    made: SubjectRoom = import_string(path)()
    return made

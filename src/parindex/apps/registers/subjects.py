"""Procedures by the book of their publication, for rooms that link to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from parindex.apps.base.subjects import PROCEDURE, Subject
from parindex.apps.registers import selectors
from parindex.apps.registers.models import RegisterEntry
from parindex.domain.access import Actor
from parindex.domain.text.folding import fold

# The one shipped book whose rows are procedures, and the field that holds their code.
_BOOK, _CODE = "cong-bo-tthc", "ma_tthc"


class PublishedProcedures:
    """Procedures that a decision has published."""

    kind = PROCEDURE

    def find(self, actor: Actor, words: str, *, limit: int) -> Sequence[Subject]:
        """Return procedures by words of their name or code. One query."""
        rows = self._rows(actor)
        for word in fold(words).split():
            rows = rows.filter(search_fold__contains=word)
        return [_subject(row) for row in rows.order_by("title_sort", "-pk")[:limit]]

    def get(self, actor: Actor, code: str) -> Subject | None:
        """Return the procedure of this code by its latest decision."""
        row = self._rows(actor).filter(**{f"values__{_CODE}": code}).order_by("-dated_on", "-pk").first()
        return _subject(row) if row is not None else None

    def _rows(self, actor: Actor) -> QuerySet[RegisterEntry]:
        return selectors.visible(actor).filter(register=_BOOK, removed_at=None)


def procedure_code(entry: RegisterEntry) -> str:
    """Return the code of the procedure that an entry is about; blank in books of other things."""
    return str(entry.values.get(_CODE, "")) if entry.register == _BOOK else ""


def _subject(row: RegisterEntry) -> Subject:
    return Subject(PROCEDURE, procedure_code(row), row.title, "register-entry", (_BOOK, str(row.public_id)))

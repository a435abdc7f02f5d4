"""Dossiers by their code and procedures by the dossiers they have, for rooms that link to them."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.apps.base.subjects import DOSSIER, PROCEDURE, Subject
from parindex.apps.dossiers import figures, selectors
from parindex.apps.dossiers.errors import DossierNotFound, NoDossiers
from parindex.domain.access import Actor, Permission
from parindex.domain.text.folding import fold

_SHORTEST_CODE = 8


class KnownDossiers:
    """Dossiers of the store; one is found by its whole code, as nothing else of it is kept that names it."""

    kind = DOSSIER

    def find(self, actor: Actor, words: str, *, limit: int) -> Sequence[Subject]:
        """Return the dossier whose code was typed whole."""
        code = words.strip()
        looks_like_one = len(code) >= _SHORTEST_CODE and " " not in code and any(one.isdigit() for one in code)
        found = self.get(actor, code) if looks_like_one else None
        return [found] if found is not None and limit else []

    def get(self, actor: Actor, code: str) -> Subject | None:
        """Return the dossier of this code in the area of the actor."""
        if not actor.holds(Permission.DOSSIERS_VIEW):
            return None
        try:
            found = selectors.access_dossier(actor, code)
        except (DossierNotFound, NoDossiers):
            return None
        name = f"{found.unit_name}, thủ tục {found.dossier.procedure}"
        return Subject(DOSSIER, found.dossier.code, name, "dossier-show", (found.dossier.code,))


class HandledProcedures:
    """Procedures that have dossiers in the store; only their codes are known there."""

    kind = PROCEDURE

    def find(self, actor: Actor, words: str, *, limit: int) -> Sequence[Subject]:
        """Return procedures whose code holds what was typed."""
        typed = fold(words)
        return [_subject(code) for code in self._codes(actor) if typed in fold(code)][:limit]

    def get(self, actor: Actor, code: str) -> Subject | None:
        """Return the procedure when it has a dossier in the area of the actor."""
        return _subject(code) if code in self._codes(actor) else None

    def _codes(self, actor: Actor) -> Sequence[str]:
        if not actor.holds(Permission.DOSSIERS_VIEW):
            return ()
        try:
            return figures.procedures(selectors.area_of(actor))
        except NoDossiers:
            return ()


def _subject(code: str) -> Subject:
    return Subject(PROCEDURE, code, "thủ tục có hồ sơ trong kho")

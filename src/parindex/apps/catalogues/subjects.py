"""Criteria of the latest catalogue of each level, for rooms that link to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parindex.apps.base.subjects import CRITERION, Subject
from parindex.apps.catalogues import selectors
from parindex.domain.access import Actor, PermissionDenied
from parindex.domain.text.folding import fold


class KnownCriteria:
    """Items of catalogues; a code that several levels have is that of the province."""

    kind = CRITERION

    def find(self, actor: Actor, words: str, *, limit: int) -> Sequence[Subject]:
        """Return items by words of their name or by the beginning of their code."""
        typed, wanted = words.strip(), fold(words).split()
        found: dict[str, Subject] = {}
        for one in self._all(actor):
            is_meant = one.code.startswith(typed) or all(word in fold(one.name) for word in wanted)
            if is_meant and one.code not in found:
                found[one.code] = one
        return list(found.values())[:limit]

    def get(self, actor: Actor, code: str) -> Subject | None:
        """Return the item of this code."""
        return next((one for one in self._all(actor) if one.code == code), None)

    def _all(self, actor: Actor) -> Iterator[Subject]:
        try:
            entries = selectors.list_catalogues(actor)
        except PermissionDenied:
            return
        seen: set[str] = set()
        for entry in entries:
            if entry.level in seen:
                continue
            seen.add(entry.level)
            catalogue = selectors.access_catalogue(actor, entry.catalogue_id).catalogue
            for _, item in catalogue.walk():
                yield Subject(CRITERION, item.code, item.name or "", "catalogue-item", (catalogue.id, item.code))

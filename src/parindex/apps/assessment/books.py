"""The catalogue of a group with what the season asks of it all the time: leaves, fields, who answers."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parindex.apps.catalogues import selectors as catalogues
from parindex.apps.catalogues.models import Revision
from parindex.domain.scoring.catalogue import Catalogue, Channel, Effect, Item


@dataclass(frozen=True, slots=True)
class Book:
    """A catalogue; `leaves` are the items with a rule of their own by code, in the order of the catalogue.

    `alone` holds the catalogue with nothing but that item, to check one answer without reading the whole tree.
    """

    catalogue: Catalogue
    leaves: Mapping[str, Item]
    fields: Mapping[str, Item]
    alone: Mapping[str, Catalogue]

    def field_of(self, code: str) -> str:
        """Return the code of the field in which an item lies."""
        return self.fields[code].code

    def effect_of(self, code: str) -> Effect:
        """Return what the points of an item do to the total, which its field says."""
        return self.fields[code].effect


def is_self_scored(item: Item) -> bool:
    """Tell whether the unit itself answers; surveys and statistics are entered by the holder of the campaign."""
    return item.channel in (None, Channel.SELF_APPRAISAL)


def book_of(revision: Revision) -> Book:
    """Return the book of a confirmed catalogue; read once, since its text never changes."""
    return _read(_Key(revision.sha256, revision))


@dataclass(frozen=True, slots=True)
class _Key:
    sha256: str
    revision: Revision = field(compare=False)


@functools.lru_cache(maxsize=16)
def _read(key: _Key) -> Book:
    catalogue = catalogues.catalogue_of(key.revision)
    inside = {item.code: root for root in catalogue.items for _, item in root.walk()}
    leaves = {item.code: item for _, item in catalogue.walk() if item.rule is not None and not item.children}
    alone = {code: replace(catalogue, items=(item,)) for code, item in leaves.items()}
    return Book(catalogue=catalogue, leaves=leaves, fields=inside, alone=alone)

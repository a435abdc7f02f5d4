"""What became of each item from the catalogue of one season to that of another; worked out once for the same texts."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from parindex.apps.assessment.books import book_of
from parindex.apps.catalogues.models import Revision
from parindex.definitions.catalogues.crosswalks.loader import load_crosswalk
from parindex.domain.scoring.crosswalk import Link


def links_between(before: Revision, after: Revision) -> tuple[Link, ...]:
    """Return the links of two catalogues that differ; raises `BadCrosswalk` when the settled ones do not fit."""
    return _links(_Pair(before.sha256, after.sha256, before, after))


@dataclass(frozen=True, slots=True)
class _Pair:
    before_sha256: str
    after_sha256: str
    before: Revision = field(compare=False)
    after: Revision = field(compare=False)


@functools.lru_cache(maxsize=16)
def _links(pair: _Pair) -> tuple[Link, ...]:
    return load_crosswalk(book_of(pair.before).catalogue, book_of(pair.after).catalogue).links

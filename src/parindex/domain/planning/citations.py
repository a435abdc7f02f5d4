"""Documents that a text cites: loại, số, ngày, cơ quan."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.domain.planning.model import Citation


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A citation and its half-open character range, `base_offset` included."""

    citation: Citation
    start: int
    end: int


def find_citations(text: str, *, base_offset: int = 0) -> tuple[FoundCitation, ...]:
    """Find the cited documents of a text in reading order; parts that the text lacks are None."""
    raise NotImplementedError(text, base_offset)

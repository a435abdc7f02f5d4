"""The criterion of an item in the catalogue of the lower unit's level: by name, since codes differ between levels."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.catalogue import Item as Criterion
from parindex.domain.scoring.likeness import Likeness, Wording
from parindex.domain.text import folding

_LIKELY = Fraction(2, 5)


@dataclass(frozen=True, slots=True)
class Found:
    """The criterion of one name; `is_sure` only when the names are the same words."""

    criterion: Criterion | None
    is_sure: bool = False


class CriterionIndex:
    """The criteria of one catalogue by their names."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Index the names once; items whose name nobody has read are left out."""
        self.title = catalogue.title
        self._named = [item for root in catalogue.items for depth, item in root.walk() if item.name and depth]
        self._exact = {folding.fold(item.name or ""): item for item in self._named}
        self._likeness = Likeness(item.name or "" for item in self._named)
        self._wordings = [self._likeness.read(item.name or "") for item in self._named]

    def find(self, names: tuple[str, ...]) -> Found:
        """Find the criterion of an item: the same name, else the most alike above two fifths, else none."""
        for name in names:
            same = self._exact.get(folding.fold(name))
            if same is not None:
                return Found(same, is_sure=True)
        best: tuple[Fraction, int] = (Fraction(0), -1)
        for name in names:
            wording: Wording = self._likeness.read(name)
            for at, other in enumerate(self._wordings):
                best = max(best, (self._likeness.compare(wording, other), at))
        return Found(self._named[best[1]]) if best[0] >= _LIKELY else Found(None)

"""A cheap look for words before a dear one for their meaning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


def has_any(text: str, signs: Iterable[str]) -> bool:
    """Tell whether one of the signs stands in a text; asked without a generator, which costs more than the answer."""
    return any(map(text.__contains__, signs))


class BySign(Generic[_Thing]):
    """Things to try on a text in their order, each with its signs, one of which stands in every text that it fits."""

    def __init__(self, signed: Iterable[tuple[str, _Thing]]) -> None:
        """Put things under their signs, written with "|" between them; the empty sign stands in every text."""
        self._things: list[_Thing] = []
        self._places: dict[str, list[int]] = {}
        for place, (signs, thing) in enumerate(signed):
            self._things.append(thing)
            for sign in signs.split("|"):
                self._places.setdefault(sign, []).append(place)

    def find_fitting(self, text: str) -> list[_Thing]:
        """Find the things that may fit a text; each sign is looked for once."""
        found = filter(text.__contains__, self._places)
        return [self._things[place] for place in sorted({place for sign in found for place in self._places[sign]})]

"""Codes of the items: the path of numbers from the field down, whatever mixture of markers is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parindex.documents.extract.catalogue.markers import Marker, MarkerKind
from parindex.documents.extract.catalogue.tree import Draft


@dataclass(frozen=True, slots=True)
class Coded:
    """A draft with its code, the code above it and its depth."""

    draft: Draft
    code: str
    parent_code: str
    depth: int


def assign_codes(roots: Sequence[Draft]) -> Iterator[Coded]:
    """Yield every draft with its code in reading order: "II" with "1." and "a)" below gives 2, 2.1, 2.1.1."""
    yield from _below(roots, None)


def _below(drafts: Sequence[Draft], parent: Coded | None) -> Iterator[Coded]:
    for position, draft in enumerate(drafts, start=1):
        coded = Coded(
            draft, _code(draft, parent, position), parent.code if parent else "", parent.depth + 1 if parent else 0
        )
        yield coded
        yield from _below(draft.children, coded)


def _code(draft: Draft, parent: Coded | None, position: int) -> str:
    marker = draft.marker
    if parent is None:
        return _root_code(marker, position)
    return f"{parent.code}.{'.'.join(str(number) for number in _own_numbers(marker, parent, position))}"


def _root_code(marker: Marker | None, position: int) -> str:
    if marker is None:
        return str(position)
    if marker.kind is MarkerKind.PART:
        return marker.printed if marker.printed.isascii() else f"A{marker.numbers[0]}"
    numbers = ".".join(str(number) for number in marker.numbers)
    return f"{marker.prefix}.{numbers}" if marker.prefix.isascii() and marker.prefix else numbers


def _own_numbers(marker: Marker | None, parent: Coded, position: int) -> tuple[int, ...]:
    if marker is None:
        return (position,)
    above = parent.draft.marker
    if marker.kind is MarkerKind.DECIMAL and above is not None:
        base = () if marker.prefix else above.numbers
        size = len(base) if above.kind is not MarkerKind.PART else 0
        if size and marker.numbers[:size] == base and len(marker.numbers) > size:
            return marker.numbers[size:]
        if above.kind in {MarkerKind.ROMAN, MarkerKind.PART}:
            return marker.numbers
    return marker.numbers[-1:]

"""What one late dossier or overdue answer costs in a counted criterion, by kind when several counts feed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from parindex.apps.assessment.live import Live, counts_of
from parindex.domain.assessment.feeding import Counts, Feed, Part, answer_of
from parindex.domain.assessment.pricing import Kind, PointsAt, Price, price, price_kinds
from parindex.domain.scoring.catalogue import Item

PointsOf = Callable[[Mapping[str, str]], int | None]
"""The points of the words of an item, in the catalogue's units; None while they are not known."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What one kind of failing thing costs, named as the room calls it."""

    label: str
    price: Price


@dataclass(frozen=True, slots=True)
class _Fault:
    """How many of an indicator fail, and what its counts would be if so many had gone well."""

    label: str
    count: int
    mend: Callable[[int], Counts]


def prices_of(item: Item, live: Live, *, maximum: int, points_of: PointsOf) -> tuple[Priced, ...]:
    """Return what each kind of failing thing costs; nothing when none can be mended one by one.

    With one count the whole loss is shared out; with several only where the kinds do not hide each other.
    """
    counted = {address: counts_of(tally) for address, tally in live.tallies.items()}
    faults = {address: fault for address in counted if (fault := _fault(item, live, address))}

    def points_at(address: str) -> PointsAt:
        def points(more: int) -> int | None:
            words = answer_of(live.feeds, {**counted, address: faults[address].mend(more)})
            return None if words is None else points_of(words)

        return points

    kinds = {address: Kind(points_at(address), fault.count) for address, fault in faults.items()}
    if len(kinds) == len(counted) == 1:
        ((address, kind),) = kinds.items()
        only = price(kind.points_at, failing=kind.failing, maximum=maximum)
        return (Priced(faults[address].label, only),) if only else ()
    found = price_kinds(kinds, maximum=maximum) if kinds else {}
    return tuple(Priced(faults[address].label, one) for address, one in found.items())


def _fault(item: Item, live: Live, address: str) -> _Fault | None:
    counts, offer = counts_of(live.tallies[address]), live.offers[address]
    known = counts.numerator
    if known is None:
        return None
    if counts.denominator is not None:
        # A sum, of money for one, names no single ones that fail.
        most, failing = counts.denominator, counts.failing
        return (
            _Fault(offer.failing, failing, lambda more: replace(counts, numerator=min(known + more, most)))
            if offer.failing and failing is not None
            else None
        )
    trends = item.rule.trends if item.rule else {}
    names = [name for name, feed in live.feeds.items() if address in feed.addresses]
    if all(trends.get(name) == -1 for name in names):
        return _Fault(offer.numerator, known, lambda more: replace(counts, numerator=max(known - more, 0)))
    return _missing(item, live, counts, known) if names == ["numerator"] else None


def _missing(item: Item, live: Live, counts: Counts, known: int) -> _Fault | None:
    """Return what a plain count leaves of another that it is held against, as units checked of all units."""
    whole, labels = (
        live.feeds.get("denominator"),
        {one.name: one.label for one in item.rule.inputs} if item.rule else {},
    )
    if not isinstance(whole, Feed) or whole.part is not Part.NUMERATOR or whole.address not in live.tallies:
        return None
    total = live.tallies[whole.address].numerator
    if total is None or labels.get("denominator") is None:
        return None
    label = f"{labels['denominator']} chưa có trong số “{labels['numerator']}”"
    return _Fault(
        label, max(total - known, 0), lambda more: replace(counts, numerator=min(known + more, max(total, known)))
    )

"""What it costs that a cell of a flattened row begins at a line, goes on with it, or ends before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import add

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.flat_knowledge import Knowledge, Prices
from parindex.documents.extract.flat_lines import FlatLine, Look
from parindex.domain.text.memory import remember

AGENCIES = frozenset({FieldKind.LEAD, FieldKind.COORDINATE, FieldKind.IMPLEMENT, FieldKind.COORDINATE_IMPLEMENT})
_DUTIES = AGENCIES | {FieldKind.ASSIGNMENT_GROUP, FieldKind.LEAD_COORDINATE}
_REPEATED = _DUTIES | {FieldKind.DEADLINE, FieldKind.PRODUCT}
_IS_NUMBER = re.compile(r"\d|[IVX]+\b")


def turn_costs(previous: FlatLine, line: FlatLine, known: Knowledge) -> Prices:
    """Price for each column that its cell ends at `previous`, and that `line` goes on with it."""
    end = previous.end
    if end == "counting" and _IS_NUMBER.match(line.text):
        end = "counted"
    room = len(previous.text) + 1 + line.word
    # Of the letters that stand in a column only the place among the widths counts.
    turn = end, line.look, line.tight, bisect_left(known.ordered, room), bisect_left(known.ordered, room + 2)
    prices = known.turns.get(turn)
    if prices is None:
        short, full = _end_costs(end, is_tight=line.tight)
        ends = tuple([short if room <= width else full for width in known.widths])
        narrow = 5.0 if line.tight else 0.0
        wide = narrow if end == "closed" else narrow + 1.5  # The next word had room, and yet a new line begins.
        stays = tuple(
            [
                price + (wide if room + 2 <= width else narrow)
                for price, width in zip(_stay_costs(known.kinds, end, line.look), known.widths, strict=True)
            ]
        )
        prices = known.turns[turn] = ends, stays
    return prices


def _end_costs(end: str, *, is_tight: bool) -> tuple[float, float]:
    """Price the end of a cell after a short and after a full line: a full one or an open phrase goes on."""
    if end in {"open", "counted"}:
        return 8.0, 8.0
    if end == "comma":
        return 2.5, 2.5
    short = -2.5 if is_tight else -0.5
    return short, short if end == "closed" else short + 2.0


@remember
def _stay_costs(kinds: tuple[FieldKind, ...], end: str, look: Look) -> tuple[float, ...]:
    return tuple([_stay_cost(kind, end, look) for kind in kinds])


def _stay_cost(kind: FieldKind, end: str, look: Look) -> float:
    """Price a line inside a cell: with a capital or a label that what the cell says speaks against."""
    price = 8.0 if look.ditto else 0.0
    if look.duty and kind not in _DUTIES:
        price += 5.0
    if look.low or end in {"open", "comma"}:
        return price
    if kind is FieldKind.DEADLINE:
        return price if look.time or end == "closed" else price + 3.0
    if kind is FieldKind.PRODUCT:
        return price + 3.0 if look.time else price
    return price + 2.5 if look.office and kind in AGENCIES and end != "closed" else price


def start_costs(line: FlatLine, known: Knowledge) -> Sequence[float]:
    """Price the begin of each column's cell at `line`: what the column asks for, and what clear rows begin with."""
    asked = known.starts.get(line.look)
    if asked is None:
        asked = known.starts[line.look] = tuple(
            _asked(kind, line.look, is_first=not column) for column, kind in enumerate(known.kinds)
        )
    hints = known.hints.get(line.folded)
    if hints is None:
        return asked
    prices = list(asked)
    for column, price in hints:
        prices[column] += price
    return prices


def with_over(prices: Sequence[float], line: FlatLine, known: Knowledge) -> Sequence[float]:
    """Add for each column what a line costs that it does not hold."""
    length = len(line.text)
    if length <= known.ordered[0] + 1:
        return prices
    overs = known.overs.get(length)
    if overs is None:
        overs = known.overs[length] = tuple(
            min(4.0, 0.7 * (length - width)) if length - width > 1 else 0.0 for width in known.widths
        )
    return list(map(add, prices, overs))


def _asked(kind: FieldKind, look: Look, *, is_first: bool) -> float:
    """Price what a column asks of the line that begins its cell."""
    if look.ditto:
        return 0.0 if kind in _REPEATED else 8.0
    price = 7.0 if look.low else 0.0
    if kind in AGENCIES:
        return price if look.agency else price + 5.0
    if kind is FieldKind.ASSIGNMENT_GROUP:
        return price if look.duty or look.agency else price + 5.0
    if look.duty:
        return price + 8.0
    if kind is FieldKind.DEADLINE:
        return price if look.time else price + 5.0
    if kind is FieldKind.PRODUCT and look.office:
        return price + 3.0
    if kind is FieldKind.TARGET and look.aim:
        return price - 1.5
    return price + 0.5 if look.time and not is_first else price

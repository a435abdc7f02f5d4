"""Which lines of a flattened row belong to which column: the cheapest cut by shape, words and what other rows say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from operator import add

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.flat_knowledge import Knowledge
from parindex.documents.extract.flat_lines import FlatLine, outer_words, value_of
from parindex.documents.extract.flat_prices import AGENCIES, start_costs, turn_costs, with_over

_FAR = 1e9
# A row rarely leaves more than two columns empty side by side.
_MOST_SKIPPED = 3


def cut_row(lines: Sequence[FlatLine], known: Knowledge) -> tuple[list[list[FlatLine]], float]:
    """Give each line of a whole row to a column, columns in order; returns the cells and what the cut cost.

    While columns are filled, a cell saves what leaving its column empty would cost.
    """
    if not lines:
        return [[] for _ in known.kinds], 0.0
    saved, first, last = _skip_costs(known.kinds)
    columns, narrowest = range(1, len(saved)), known.ordered[0]
    done: Sequence[float] = list(map(add, first, with_over(start_costs(lines[0], known), lines[0], known)))
    back: list[dict[int, int]] = []
    for previous, line in pairwise(lines):
        ends, stays = turn_costs(previous, line, known)
        ended = list(map(add, done, ends))
        best = list(map(add, done, stays))
        starts = start_costs(line, known)
        sources: dict[int, int] = {}
        source, near = 0, ended[0]
        for column in columns:
            if column - source > _MOST_SKIPPED:
                near = min(ended[column - _MOST_SKIPPED : column])
                source = ended.index(near, column - _MOST_SKIPPED)
            price = near + (starts[column] - saved[column])
            if price < best[column]:
                best[column], sources[column] = price, source
            if ended[column] < near:
                source, near = column, ended[column]
        done = with_over(best, line, known) if len(line.text) > narrowest else best
        back.append(sources)
    return _trace(lines, list(map(add, done, last)), back)


@cache
def _skip_costs(kinds: tuple[FieldKind, ...]) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Return what leaving each column empty costs, and the prices of the first and of the last cell in each.

    A row without a leader is the rarest. A row begins in one of its first two columns.
    """
    empty = tuple(5.5 if kind is FieldKind.LEAD else 4.5 for kind in kinds)
    total = tuple(accumulate(empty))
    first = tuple(5.0 * column - price if column < 2 else _FAR for column, price in enumerate(total))
    last = tuple(price + 5.0 * (len(kinds) - 1 - column) for column, price in enumerate(total))
    return empty, first, last


def _trace(
    lines: Sequence[FlatLine], totals: Sequence[float], back: Sequence[Mapping[int, int]]
) -> tuple[list[list[FlatLine]], float]:
    total = min(totals)
    column = totals.index(total)
    cells: list[list[FlatLine]] = [[] for _ in totals]
    for line, sources in zip(reversed(lines), (*reversed(back), {}), strict=True):
        cells[column].append(line)
        column = sources.get(column, column)
    return [cell[::-1] for cell in cells], total


def cut_rest(
    lines: Sequence[FlatLine], begun: Sequence[Sequence[FlatLine]], known: Knowledge
) -> tuple[list[list[FlatLine]], float]:
    """Give the lines after a page break to the columns that the row had begun; every column may get none."""
    stays = [with_over(turn_costs(before, line, known)[1], line, known) for before, line in pairwise(lines)]
    starts = [with_over(start_costs(line, known), line, known) for line in lines]
    overs = [with_over([0.0] * len(known.kinds), line, known) for line in lines]
    words = [outer_words(line.folded) for line in lines]
    seams = [0.0 if known.is_usual(last, first) else 0.4 for (_, last), (first, _) in pairwise(words)]
    cost = [0.0] + [_FAR] * len(lines)
    back: list[list[int]] = []
    for column, (kind, cell, values) in enumerate(zip(known.kinds, begun, known.values, strict=True)):
        strange = [start[column] for start in starts]
        if cell:
            _, last = outer_words(cell[-1].folded)
            strange = [0.0 if known.is_usual(last, first) else 2.0 for first, _ in words]
        more = 2.0 if kind in AGENCIES else 0.0
        prices = _RestPrices(
            lines,
            turns=[0.6 * stay[column] + seam for stay, seam in zip(stays, seams, strict=True)],
            opened=[(1.0 if line.tight else 1.3) + over[column] for line, over in zip(lines, overs, strict=True)],
            strange=[price + more for price in strange],
            begun=value_of(cell),
            values=values,
        )
        cost, sources = prices.extend(cost)
        back.append(sources)
    cells: list[list[FlatLine]] = []
    end = len(lines)
    for sources in reversed(back):
        cells.append(list(lines[sources[end] : end]))
        end = sources[end]
    return cells[::-1], cost[-1]


@dataclass(frozen=True, slots=True)
class _RestPrices:
    """Prices of lines as the rest of a cell of a column, of which `begun` is known and may be empty.

    Of each line, `opened` is what it costs as the first one, `strange` what it costs more where that makes none of the
    whole `values` that the column has in clear rows; `turns` are the prices of going on from each line to the next.
    """

    lines: Sequence[FlatLine]
    turns: Sequence[float]
    opened: Sequence[float]
    strange: Sequence[float]
    begun: str
    values: Collection[str]

    def extend(self, done: Sequence[float]) -> tuple[list[float], list[int]]:
        """Return the least price of giving the lines up to each one to the columns so far, and where this one began."""
        best, sources = [_FAR] * len(done), [0] * len(done)
        nothing = 3.0 if not self.begun else -2.0 if self.begun in self.values else 0.5
        longest = max([len(value) for value in self.values if value.startswith(self.begun)], default=0)
        for start, before in enumerate(done):
            if before >= _FAR:
                continue
            for end, price in enumerate([nothing, *self._prices(start, longest)], start=start):
                if before + price < best[end]:
                    best[end], sources[end] = before + price, start
        return best, sources

    def _prices(self, start: int, longest: int) -> Sequence[float]:
        """Return the price of the line at `start`, of it and the next one, and so on."""
        if start == len(self.lines):
            return ()
        strange, value = self.strange[start], self.begun
        raw = list(accumulate(self.turns[start:], initial=self.opened[start]))
        prices = [price + strange for price in raw]
        for at, line in enumerate(self.lines[start:]):
            value = f"{value} {line.folded}" if value else line.folded
            if len(value) > longest:
                break
            if value in self.values:
                prices[at] = raw[at] - 6.0
        return prices

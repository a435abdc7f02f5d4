"""Rows of a flattened table without numbers: the cheapest cut into rows and columns at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import accumulate, pairwise

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.flat_cells import cut_row
from parindex.documents.extract.flat_knowledge import Knowledge, blank_knowledge
from parindex.documents.extract.flat_lines import FlatLine
from parindex.documents.extract.flat_prices import start_costs, turn_costs, with_over

# What names a row rarely begins with an agency or a time.
_STRANGE = 3.0
# A dearer cut of a row teaches nothing about the columns.
_CLEAR = 8.0
_PASSES = 2
_FAR = 1e9
_ENDLESS = 10**9
# One wrapped cell in so many makes narrow columns.
_FEW = 8
# What leaving a column empty costs where it is not 4.5.
_MISSING = {FieldKind.LEAD: 5.5, FieldKind.NOTE: 1.0, FieldKind.BUDGET: 2.0, FieldKind.COORDINATE: 3.0}
_LEADING = frozenset({FieldKind.LEAD, FieldKind.IMPLEMENT, FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP})
Cells = list[list[FlatLine]]


def cut_rows(
    lines: Sequence[FlatLine], kinds: tuple[FieldKind, ...], *, breaks: Collection[int] = ()
) -> list[tuple[Cells, float]]:
    """Return the cells of each row of a table and what its cut cost; a row goes through the columns once.

    A row begins at each line whose index is in `breaks`. Empty unless an agency leads most rows: else the lines are no
    table of these columns.
    """
    known = blank_knowledge(kinds, width=_ENDLESS)
    rows: list[tuple[Cells, float]] = []
    for _ in range(_PASSES):
        cut = _cut(lines, known, breaks) if lines else []
        rows = [(cells, cut_row([line for cell in cells for line in cell], known)[1]) for cells in cut]
        clear = [cells for cells, price in rows if price < _CLEAR]
        known.learn(clear)
        if _are_wrapped(clear):
            known.measure()
    led = sum(1 for cells, _ in rows if _is_led(cells, kinds))
    return rows if 2 * led > len(rows) else []


def _are_wrapped(rows: Sequence[Cells]) -> bool:
    """Tell whether columns are narrow, so that many cells go on over lines: else a full line says nothing."""
    cells = [len(cell) for row in rows for cell in row if cell]
    return _FEW * sum(1 for length in cells if length > 1) > len(cells)


def _is_led(cells: Sequence[Sequence[FlatLine]], kinds: Sequence[FieldKind]) -> bool:
    """Tell whether a row names who leads; "Quý I" begins like "Quỹ"."""
    leaders = (cell[0].look for cell, kind in zip(cells, kinds, strict=True) if cell and kind in _LEADING)
    return any(look.agency and not look.time for look in leaders)


@cache
def _skip_costs(kinds: tuple[FieldKind, ...]) -> tuple[float, ...]:
    """Return the running price of leaving columns empty: notes are rare, someone who leads is not."""
    return tuple(accumulate((_MISSING.get(kind, 4.5) for kind in kinds), initial=0.0))


@cache
def _begin_costs(kinds: tuple[FieldKind, ...]) -> tuple[float, ...]:
    """Return the price of beginning a row in each column: in the first, or in the second below a merged cell."""
    second = 0.5 if FieldKind.NAME in kinds[1:] else _FAR
    return (0.0, second, *(_FAR for _ in kinds[2:]))


def _cut(lines: Sequence[FlatLine], known: Knowledge, breaks: Collection[int]) -> list[Cells]:
    skips, begins = _skip_costs(known.kinds), _begin_costs(known.kinds)
    columns = range(len(known.kinds))
    done = [begin + price for begin, price in zip(begins, _starts(lines[0], known), strict=True)]
    back: list[tuple[int, ...]] = []
    for index, (previous, line) in enumerate(pairwise(lines), start=1):
        ends, stays = turn_costs(previous, line, known)
        ended = [price + end for price, end in zip(done, ends, strict=True)]
        left = [price - skips[column + 1] for column, price in enumerate(ended)]
        starts = _starts(line, known)
        best = [price + stay for price, stay in zip(done, with_over(stays, line, known), strict=True)]
        sources = list(columns)
        for column in columns[1:]:
            source = min(columns[:column], key=left.__getitem__)
            price = left[source] + skips[column] + starts[column]
            if price < best[column]:
                best[column], sources[column] = price, source
        last = min(columns, key=left.__getitem__)
        ending = left[last] + skips[-1] + (_STRANGE if line.look.office or line.look.time else 0.0)
        for column in columns[:2]:
            price = ending + begins[column] + starts[column]
            if price < best[column] or index in breaks:
                best[column], sources[column] = price, -1 - last
        done = best if index not in breaks else [*best[:2], *(_FAR for _ in columns[2:])]
        back.append(tuple(sources))
    return _trace(lines, [price - skips[column + 1] for column, price in enumerate(done)], back)


def _starts(line: FlatLine, known: Knowledge) -> Sequence[float]:
    return with_over(start_costs(line, known), line, known)


def _trace(lines: Sequence[FlatLine], done: Sequence[float], back: Sequence[Sequence[int]]) -> list[Cells]:
    """Follow the cheapest way back; a source below 0 is a column of the row before, counted down from -1."""
    column = min(range(len(done)), key=done.__getitem__)
    rows: list[Cells] = [[[] for _ in done]]
    for line, sources in zip(reversed(lines), (*reversed(back), None), strict=True):
        rows[-1][column].append(line)
        column = sources[column] if sources is not None else column
        if column < 0:
            column = -1 - column
            rows.append([[] for _ in done])
    return [[cell[::-1] for cell in row] for row in reversed(rows)]

"""Where the rows of a flattened table without numbers begin: the cheapest cut into rows and columns at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.flat_cells import (
    FlatLine,
    Knowledge,
    blank_knowledge,
    cut_row,
    end_costs,
    start_costs,
    stay_costs,
)

# What names a row rarely begins with an agency, a time or a small letter.
_STRANGE = 3.0
# A dearer cut of a row teaches nothing about the columns.
_CLEAR = 8.0
_PASSES = 2
_ENDLESS = 10**9
# One wrapped cell in so many makes narrow columns.
_FEW = 8
# A source of this or less is a column of the row before: this less its number.
_NEW_ROW = -1
# What leaving a column empty costs where it is not 4.5.
_MISSING = {FieldKind.LEAD: 5.5, FieldKind.NOTE: 1.0, FieldKind.BUDGET: 2.0, FieldKind.COORDINATE: 3.0}
_LEADING = frozenset({FieldKind.LEAD, FieldKind.IMPLEMENT, FieldKind.LEAD_COORDINATE, FieldKind.ASSIGNMENT_GROUP})


def cut_rows(lines: Sequence[FlatLine], kinds: tuple[FieldKind, ...]) -> list[tuple[list[list[FlatLine]], float]]:
    """Return the cells of each row of a table and what its cut cost; a row goes through the columns once.

    Empty unless an agency leads most rows: else the lines are no table of these columns.
    """
    lines = [line for line in lines if not line.text.isdigit()]  # What only counts here are pages.
    known = blank_knowledge(kinds)
    known.widths, known.narrowest = (_ENDLESS,) * len(kinds), _ENDLESS
    rows: list[tuple[list[list[FlatLine]], float]] = []
    for _ in range(_PASSES):
        rows = [cut_row(row, known) for row in _cut(lines, known)] if lines else []
        known.forget()
        clear = [cells for cells, price in rows if price < _CLEAR]
        for cells in clear:
            known.learn(cells)
        if _are_wrapped(clear):
            known.measure()
    led = sum(1 for cells, _ in rows if _is_led(cells, kinds))
    return rows if 2 * led > len(rows) else []


def _are_wrapped(rows: Sequence[Sequence[Sequence[FlatLine]]]) -> bool:
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


def _cut(lines: Sequence[FlatLine], known: Knowledge) -> list[list[FlatLine]]:
    skips = _skip_costs(known.kinds)
    columns = range(len(known.kinds))
    done = [skips[column] + price for column, price in enumerate(start_costs(lines[0], known))]
    back: list[tuple[int, ...]] = []
    for previous, line in pairwise(lines):
        ended = [price + end for price, end in zip(done, end_costs(previous, line, known), strict=True)]
        starts = start_costs(line, known)
        done = [price + stay for price, stay in zip(done, stay_costs(previous, line, known), strict=True)]
        sources = list(columns)
        for column in columns[1:]:
            left = min(columns[:column], key=lambda before: ended[before] - skips[before + 1])
            price = ended[left] - skips[left + 1] + skips[column] + starts[column]
            if price < done[column]:
                done[column], sources[column] = price, left
        last = min(columns, key=lambda before: ended[before] - skips[before + 1])
        price = ended[last] - skips[last + 1] + skips[-1] + starts[0]
        price += _STRANGE if line.look.office or line.look.time else 0.0
        if price < done[0]:
            done[0], sources[0] = price, _NEW_ROW - last
        back.append(tuple(sources))
    return _trace(lines, [price - skips[column + 1] for column, price in enumerate(done)], back)


def _trace(lines: Sequence[FlatLine], done: Sequence[float], back: Sequence[Sequence[int]]) -> list[list[FlatLine]]:
    column = min(range(len(done)), key=done.__getitem__)
    rows: list[list[FlatLine]] = [[]]
    for line, sources in zip(reversed(lines), (*reversed(back), None), strict=True):
        rows[-1].append(line)
        column = sources[column] if sources is not None else column
        if column <= _NEW_ROW:
            column = _NEW_ROW - column
            rows.append([])
    return [row[::-1] for row in reversed(rows)]

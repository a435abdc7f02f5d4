"""From ruling lines to the grid of a table: touching lines make one table, unruled neighbours one merged cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parindex.documents.read.pdf_page import Box, Rule

_NEAR = 3.0
_OPEN = 6.0
_MOST_RULES = 5_000


@dataclass(frozen=True, slots=True)
class Slot:
    """The room of a cell: its upper left corner in the grid, its spans, its box."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns and rows begin and end, and which slot each unit belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    owners: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """Return the outline of the table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def slot_at(self, x: float, y: float) -> int | None:
        """Return the number of the slot at a point, `None` outside the table."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.owners[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """Return the tables of a page from top to bottom; a frame around a single cell is none."""
    if not horizontal or not vertical or len(horizontal) + len(vertical) > _MOST_RULES:
        return []
    across, down = _merged(horizontal), _merged(vertical)
    grids = [_grid(rows, cols) for rows, cols in _connected(across, down)]
    return sorted((grid for grid in grids if len(grid.slots) > 1), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Join pieces of one line: nearly the same place across, touching along."""
    result: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        for rule in sorted(group, key=lambda rule: rule.start):
            last = result[-1] if result else None
            if last is not None and last.at == at and rule.start <= last.end + _NEAR:
                result[-1] = replace(last, end=max(last.end, rule.end))
            else:
                result.append(Rule(at=at, start=rule.start, end=rule.end))
    return result


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    clusters: list[list[Rule]] = []
    for rule in rules:
        if clusters and rule.at - clusters[-1][0].at <= _NEAR:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    return clusters


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group the lines that touch one another, directly or through others."""
    parents = list(range(len(across) + len(down)))
    for row, line in enumerate(across):
        for col, other in enumerate(down, start=len(across)):
            if _touch(line, other):
                parents[_root(parents, row)] = _root(parents, col)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*across, *down)):
        groups.setdefault(_root(parents, index), ([], []))[index >= len(across)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _touch(line: Rule, other: Rule) -> bool:
    return line.start - _NEAR <= other.at <= line.end + _NEAR and other.start - _NEAR <= line.at <= other.end + _NEAR


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _grid(across: list[Rule], down: list[Rule]) -> Grid:
    """Close the outline where a page break or the style left it open, then merge units that no line parts."""
    across, down = _closed(across, down), _closed(down, across)
    xs, ys = _places(down), _places(across)
    rows, cols = len(ys) - 1, len(xs) - 1
    parents = list(range(rows * cols))
    for row in range(rows):
        for col in range(cols):
            unit = row * cols + col
            if col + 1 < cols and not _ruled(down, xs[col + 1], ys[row], ys[row + 1]):
                parents[_root(parents, unit + 1)] = _root(parents, unit)
            if row + 1 < rows and not _ruled(across, ys[row + 1], xs[col], xs[col + 1]):
                parents[_root(parents, unit + cols)] = _root(parents, unit)
    return _with_slots(xs, ys, [_root(parents, unit) for unit in range(rows * cols)])


def _closed(lines: list[Rule], crossing: list[Rule]) -> list[Rule]:
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    start = min([*(rule.start for rule in lines), *(rule.at for rule in crossing)])
    end = max([*(rule.end for rule in lines), *(rule.at for rule in crossing)])
    added = []
    if first < min(rule.at for rule in lines) - _OPEN:
        added.append(Rule(at=first, start=start, end=end))
    if last > max(rule.at for rule in lines) + _OPEN:
        added.append(Rule(at=last, start=start, end=end))
    return [*lines, *added]


def _places(rules: Sequence[Rule]) -> tuple[float, ...]:
    places = sorted(rule.at for rule in rules)
    return tuple(place for index, place in enumerate(places) if index == 0 or place - places[index - 1] > _NEAR / 2)


def _ruled(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Tell whether a line runs at `at` along the middle of the stretch from `start` to `end`."""
    middle = (start + end) / 2
    return any(abs(rule.at - at) <= _NEAR and rule.start <= middle <= rule.end for rule in rules)


def _with_slots(xs: tuple[float, ...], ys: tuple[float, ...], roots: list[int]) -> Grid:
    cols = len(xs) - 1
    units: dict[int, list[int]] = {}
    for unit, root in enumerate(roots):
        units.setdefault(root, []).append(unit)
    slots: list[Slot] = []
    owners = [[0] * cols for _ in range(len(ys) - 1)]
    for number, members in enumerate(sorted(units.values(), key=min)):
        top, bottom = min(members) // cols, max(members) // cols
        left, right = min(unit % cols for unit in members), max(unit % cols for unit in members)
        box = Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        slots.append(Slot(row=top, col=left, row_span=bottom - top + 1, col_span=right - left + 1, box=box))
        for unit in members:
            owners[unit // cols][unit % cols] = number
    return Grid(xs=xs, ys=ys, slots=tuple(slots), owners=tuple(tuple(row) for row in owners))

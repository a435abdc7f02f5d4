"""A catalogue as a program of columns: one kernel for each item with a rule, then the sums above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from parindex.analytics.scoring.arrays import NOT_KNOWN
from parindex.analytics.scoring.kernels import Kernel
from parindex.analytics.scoring.shapes import Plan, Worth, plan_of
from parindex.domain.scoring.catalogue import Catalogue, Effect, Item
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.rule import ZeroPolicy

MOST_UNITS: Final = 2**60


class TooLarge(ValueError):
    """Points so many, or of so fine a scale, that their sum does not fit into 64 bits."""

    code = "bulk_too_large"
    exit_code = 3

    def __init__(self, catalogue_id: str) -> None:
        """Name the catalogue."""
        self.message = f"Điểm của bộ “{catalogue_id}” quá lớn để chấm hàng loạt; hãy chấm có vết tính."
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An item without items below it; `row` is its place in the catalogue.

    `low` and `high` hold while nothing is known; without a kernel the readable evaluator scores it, and without
    `has_rule` nobody can. `maximum` and `high` may be NOT_KNOWN.
    """

    row: int
    item: Item
    names: tuple[str, ...]
    has_rule: bool
    kernel: Kernel | None
    choices: tuple[str, ...]
    when_zero: ZeroPolicy | None
    low: int
    high: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Branch:
    """An item that adds those below it; `children` and `leaves` are rows. `own` may be NOT_KNOWN.

    `may_lack`: the maximum of an item below it is not known. `is_capped`: bonus or penalty, whose maximum is a limit.
    """

    row: int
    children: tuple[int, ...]
    leaves: tuple[int, ...]
    own: int
    is_capped: bool
    may_lack: bool


@dataclass(frozen=True, slots=True)
class Program:
    """All that scoring many units needs; rows are the items in the order of the catalogue.

    `open_rows`: leaves whose answer may still change the maximum. `total` is what the catalogue states, or NOT_KNOWN.
    """

    catalogue: Catalogue
    codes: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...]
    roots: tuple[tuple[Effect, int], ...]
    open_rows: tuple[int, ...]
    total: int

    @property
    def rounding(self) -> Rounding:
        """How items are rounded."""
        return self.catalogue.item_rounding

    @property
    def readable_codes(self) -> tuple[str, ...]:
        """Codes of the items with a rule that only the readable evaluator can score."""
        return tuple(leaf.item.code for leaf in self.leaves if leaf.has_rule and leaf.kernel is None)


def compile_catalogue(catalogue: Catalogue) -> Program:
    """Compile a catalogue once for any number of units; raises TooLarge."""
    items = [item for _, item in catalogue.walk()]
    rounding = catalogue.item_rounding
    stated = [catalogue.total_points, *(item.max_points for item in items)]
    if sum(abs(rounding.units(points)) for points in stated if points is not None) > MOST_UNITS:
        raise TooLarge(catalogue.id)
    last_rows = {item.code: row for row, item in enumerate(items)}
    return Program(
        catalogue=catalogue,
        codes=tuple(item.code for item in items),
        leaves=tuple(_leaf(row, item, rounding) for row, item in enumerate(items) if not item.children),
        branches=tuple(_branches(items, rounding)),
        roots=tuple((item.effect, row) for item, row in _placed(catalogue.items, start=0)),
        open_rows=tuple(
            last_rows[item.code]
            for item in items
            if not item.children and not item.always_applies and item.effect is Effect.NORMAL
        ),
        total=NOT_KNOWN if catalogue.total_points is None else rounding.units(catalogue.total_points),
    )


def _leaf(row: int, item: Item, rounding: Rounding) -> Leaf:
    names = tuple(entry.name for entry in item.rule.inputs) if item.rule else ()
    if item.rule is None or item.max_points is None:
        most = NOT_KNOWN if item.max_points is None else rounding.units(item.max_points)
        return Leaf(
            row, item, names, has_rule=False, kernel=None, choices=(), when_zero=None, low=0, high=most, maximum=most
        )
    low, high = item.rule.bounds({}, maximum=item.max_points)
    plan = _plan(item, rounding)
    return Leaf(
        row=row,
        item=item,
        names=names,
        has_rule=True,
        kernel=plan.kernel if plan else None,
        choices=plan.choices if plan else (),
        when_zero=plan.when_zero if plan else None,
        low=rounding.units(low if item.always_applies else min(low, low * 0)),
        high=rounding.units(high),
        maximum=rounding.units(item.max_points),
    )


def _plan(item: Item, rounding: Rounding) -> Plan | None:
    if item.rule is None or item.max_points is None or item.max_points < 0:
        return None
    return plan_of(item.rule, Worth(item.max_points, rounding))


def _branches(items: list[Item], rounding: Rounding) -> Iterator[Branch]:
    """Yield every item with items below it, the lowest first."""
    for row in reversed(range(len(items))):
        item = items[row]
        if item.children:
            below = range(row + 1, row + sum(1 for _ in item.walk()))
            leaves = tuple(at for at in below if not items[at].children)
            yield Branch(
                row=row,
                children=tuple(at for _, at in _placed(item.children, start=row + 1)),
                leaves=leaves,
                own=NOT_KNOWN if item.max_points is None else rounding.units(item.max_points),
                is_capped=item.max_points is not None and item.effect is not Effect.NORMAL,
                may_lack=any(items[at].max_points is None for at in leaves),
            )


def _placed(siblings: Iterable[Item], *, start: int) -> Iterator[tuple[Item, int]]:
    """Yield siblings with their rows; each takes as many rows as items hang below it."""
    row = start
    for item in siblings:
        yield item, row
        row += sum(1 for _ in item.walk())

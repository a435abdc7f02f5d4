"""Small catalogues for tests."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from parindex.domain.scoring.catalogue import Catalogue, CatalogueStatus, Effect, Item, ItemStatus, Level, RankRule
from parindex.domain.scoring.measures import Percentage
from parindex.domain.scoring.rounding import Rounding
from parindex.domain.scoring.rule import Rule
from parindex.domain.scoring.rules.manual import Manual
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.values import Value

PERCENT = Proportional(Percentage("tỷ lệ hoàn thành"))


def leaf(
    code: str,
    maximum: str | None = "1",
    *,
    rule: Rule | None = PERCENT,
    effect: Effect = Effect.NORMAL,
    always_applies: bool = False,
) -> Item:
    """Return an item without items below; its rule gives percent x maximum unless told otherwise."""
    points = None if maximum is None else Fraction(maximum)
    return Item(code, "mục", points, ItemStatus.DEMONSTRATION, rule=rule, effect=effect, always_applies=always_applies)


def manual(code: str, maximum: str) -> Item:
    """Return an item whose points are given."""
    return leaf(code, maximum, rule=Manual("hướng dẫn", Fraction(maximum)))


def branch(code: str, *children: Item, maximum: str | None = None, effect: Effect = Effect.NORMAL) -> Item:
    """Return an item that adds those below."""
    points = None if maximum is None else Fraction(maximum)
    return Item(code, "nhánh", points, ItemStatus.DEMONSTRATION, children=children, effect=effect)


def catalogue(
    *items: Item,
    total: str | None = None,
    rounding: Rounding | None = None,
    ranking: RankRule | None = None,
    is_capped: bool = True,
) -> Catalogue:
    """Return a catalogue of these fields."""
    return Catalogue(
        id="thu",
        level=Level.COMMUNE,
        year=2026,
        title="Bộ thử",
        status=CatalogueStatus.DEMONSTRATION,
        group="xã",
        items=items,
        total_points=None if total is None else Fraction(total),
        item_rounding=rounding or Rounding(),
        ranking=ranking or RankRule(),
        total_at_most_maximum=is_capped,
    )


def percents(**values: Value) -> Mapping[str, Mapping[str, Value]]:
    """Return the inputs of items whose rule takes a percentage; a code "1.1" is written c1_1."""
    return {name[1:].replace("_", "."): {"percent": value} for name, value in values.items()}

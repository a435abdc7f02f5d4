"""What scoring gives: points with the way to them, per item and in total, as integers of the catalogue's scale."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class ScoreStatus(StrEnum):
    """Why an item has points or has none."""

    SCORED = "scored"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Trace:
    """The way to the points: inputs in words, the rounding step, the citation of the rule."""

    inputs: tuple[tuple[str, str], ...] = ()
    rounding: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One node; `points` is None unless scored, `high` and `maximum` are None when the item's maximum is not known.

    `exact` is the value before rounding, in points. `sentence` says in Vietnamese what happened, numbers filled in.
    """

    code: str
    status: ScoreStatus
    points: int | None
    low: int
    high: int | None
    maximum: int | None
    exact: Fraction | None
    sentence: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Total:
    """The whole sheet; `points` and `index` (percent, exact) are None while something is unknown.

    `is_settled`: no answer that is still missing can change the points or the maximum.
    """

    points: int | None
    low: int
    high: int | None
    maximum: int | None
    index: Fraction | None
    is_settled: bool


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One unit under one catalogue; `items` holds every node in the order of the catalogue."""

    catalogue_id: str
    unit: str
    group: str
    scale: int
    items: tuple[ItemScore, ...]
    total: Total

    def item(self, code: str) -> ItemScore:
        """Return one node; raises KeyError."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

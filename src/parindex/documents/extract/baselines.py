"""What was reached before, in a column of its own beside targets: "Kết quả năm 2025 | 85,3%", "tăng 2% so với …"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.blocks import Cell
from parindex.documents.extract.columns import Columns
from parindex.domain.planning.model import Item, SourceSpan, Target, TargetOp
from parindex.domain.text import numerals

_HEADER = re.compile(
    r"\s*(?:(?:ket qua|thuc hien|so lieu|ty le)(?: thuc hien| dat| dat duoc)?|muc dat duoc)\s+(?:cua\s+)?(?:nam\s+)?"
    r"(20\d\d)\s*(\(?%\)?)?\s*"
)
_PERCENTAGE = re.compile(rf"\s*({numerals.NUMBER})\s*(%)?\s*\.?\s*")
# These hold no result, whatever their header says of one.
_OTHERS = frozenset({FieldKind.TARGET, FieldKind.NAME, FieldKind.DEADLINE, FieldKind.NUMBER, FieldKind.CODE})
_RISES = frozenset({TargetOp.INCREASE, TargetOp.INCREASE_GE})
_FALLS = frozenset({TargetOp.DECREASE, TargetOp.DECREASE_GE})
_WHOLE = Decimal(100)


class Reached(NamedTuple):
    """The percentage that a year reached, and where it stands."""

    value: Decimal
    year: int
    column: int


def read_reached(columns: Columns, cells: Mapping[int, Cell]) -> Reached | None:
    """Read what a row says was reached, where one column is headed so beside one of targets."""
    if list(columns.kinds.values()).count(FieldKind.TARGET) != 1:
        return None
    found = [
        (col, header)
        for col, text in columns.headers.items()
        if "20" in text and columns.kinds.get(col) not in _OTHERS and (header := _HEADER.fullmatch(text)) is not None
    ]
    if len(found) != 1 or found[0][0] not in cells:
        return None
    col, header = found[0]
    written = _PERCENTAGE.fullmatch(cells[col].text)
    value = numerals.parse_decimal(written[1]) if written is not None and (written[2] or header[2]) else None
    return None if value is None or value > _WHOLE else Reached(value, int(header[1]), col)


def with_baseline(item: Item, reached: Reached, span: SourceSpan) -> Item:
    """Start the one target of an item from what was reached in the very year that it is compared with.

    A level to come to ("từ 90%") is compared with nothing and stays as it is.
    """
    if len(item.targets) != 1:
        return item
    (target,) = item.targets
    if target.unit not in {"%", "pp"} or target.baseline is not None or target.baseline_year != reached.year:
        return item
    started = target._replace(baseline=reached.value, derived_absolute=_derive(target, reached.value))
    places = {**item.sources, "target_text": (*item.sources.get("target_text", ()), span)}
    return item._replace(targets=(started,), sources=places)


def _derive(target: Target, value: Decimal) -> Decimal | None:
    """Return the level that a change by points leads to."""
    if target.unit != "pp" or target.value is None or target.op not in _RISES | _FALLS:
        return target.derived_absolute
    return value + (target.value if target.op in _RISES else -target.value)

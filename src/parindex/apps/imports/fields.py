"""The reviewable fields of an item: from extracted values to JSON cells and back.

A cell is {"value": ..., "confidence": "sure" | "check", "sources": [span ...], "absent": reason or None}, with
"is_written": true once a person wrote its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parindex.apps.imports.errors import UnknownField
from parindex.domain.planning import codec
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.lexicon import Lexicon
from parindex.domain.planning.model import Confidence, Item
from parindex.domain.planning.targets import targets

Cell = dict[str, Any]
Cells = dict[str, Cell]

FIELD_LABELS: dict[str, str] = {
    "code": "Mã tiêu chí",
    "names": "Tiêu chí, nhiệm vụ",
    "limitations": "Tồn tại, hạn chế",
    "target_text": "Mục tiêu",
    "targets": "Chỉ tiêu đo được",
    "actions": "Nhiệm vụ, giải pháp",
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    "implement": "Thực hiện",
    "support": "Phối hợp, thực hiện",
    "product": "Sản phẩm",
    "budget": "Kinh phí",
    "deadline_text": "Thời hạn",
    "deadlines": "Cách hiểu thời hạn",
}
LIST_FIELDS = frozenset({"names", "limitations", "actions", "lead", "coordinate", "implement", "support"})
DERIVED_FIELDS = {"target_text": "targets", "deadline_text": "deadlines"}
EDITABLE_FIELDS = tuple(name for name in FIELD_LABELS if name not in DERIVED_FIELDS.values())
PLAN_YEARS = range(2000, 2101)
"""The years that a plan may be for, those that a column, a calendar and its periods all can hold."""


def year_of(typed: str | int | None) -> int | None:
    """Return the year of a plan that a person wrote, None for none. Raises `UnknownField`."""
    text = "" if typed is None else str(typed).strip()
    if not text:
        return None
    if not (len(text) == 4 and text.isdecimal() and int(text) in PLAN_YEARS):
        raise UnknownField(f"Không hiểu năm “{text[:20]}”. Ghi bốn chữ số, ví dụ 2027.")
    return int(text)


def cells_of(item: Item) -> Cells:
    """Return the cells of an extracted item, one for each field of `FIELD_LABELS`."""
    values: dict[str, Any] = {
        "code": item.code,
        "names": list(item.names),
        "limitations": list(item.limitations),
        "target_text": item.target_text,
        "targets": [codec.target_to_json(target) for target in item.targets],
        "actions": [action.text for action in item.actions],
        "lead": list(item.lead),
        "coordinate": list(item.coordinate),
        "implement": list(item.implement),
        "support": list(item.support),
        "product": item.product,
        "budget": item.budget,
        "deadline_text": item.deadline_text,
        "deadlines": [codec.deadline_to_json(deadline) for deadline in item.deadlines],
    }
    return {name: _cell(item, name, value) for name, value in values.items()}


def _cell(item: Item, name: str, value: object) -> Cell:
    spans = item.sources.get(name, ())
    if name == "actions" and not spans:
        spans = tuple(action.span for action in item.actions if action.span is not None)
    return {
        "value": value,
        "confidence": str(item.confidence.get(name, Confidence.SURE)),
        "sources": [codec.span_to_json(span) for span in spans],
        "absent": item.absent.get(name),
    }


def empty_cells() -> Cells:
    """Return the cells of an item that a person adds by hand."""
    return {name: _empty(name) for name in FIELD_LABELS}


def _empty(name: str) -> Cell:
    value: Any = [] if name in LIST_FIELDS or name in DERIVED_FIELDS.values() else None
    return {"value": value, "confidence": str(Confidence.SURE), "sources": [], "absent": None}


def cell_of(cells: Mapping[str, Cell], name: str) -> Cell:
    """Return a cell of an item; one that was kept before the field existed has an empty one."""
    return cells.get(name) or _empty(name)


def count_checks(cells: Mapping[str, Cell]) -> int:
    """Count the fields that a person must still look at."""
    return sum(1 for cell in cells.values() if cell["confidence"] == Confidence.CHECK)


def clean_value(*, field: str, text: str) -> str | list[str] | None:
    """Return what a person typed as the value of a field: lists have one entry a line, blank is absent."""
    if field in LIST_FIELDS:
        return [line.strip() for line in text.splitlines() if line.strip()]
    return text.strip() or None


def shown_value(*, field: str, value: Any) -> str:
    """Return a value as the text that a person edits; the inverse of `clean_value`."""
    if field in LIST_FIELDS:
        return "\n".join(value or ())
    return value or ""


def corrected(cell: Mapping[str, Any], *, value: Any) -> Cell:
    """Return a cell with a person's value: certain, its source kept; another value is not the words of the file."""
    sure = {**cell, "value": value, "confidence": str(Confidence.SURE), "absent": None}
    return sure if value == cell.get("value") else {**sure, "is_written": True}


def derive(*, field: str, value: str | None, plan_year: int, lexicon: Lexicon) -> list[dict[str, Any]]:
    """Read again what a corrected `target_text` or `deadline_text` means."""
    if not value:
        return []
    if field == "target_text":
        return [codec.target_to_json(t) for t in targets.parse_targets(value, plan_year=plan_year, lexicon=lexicon)]
    return [codec.deadline_to_json(d) for d in deadlines.parse_deadlines(value, plan_year=plan_year, lexicon=lexicon)]

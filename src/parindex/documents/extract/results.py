"""Columns of a report that tell how far the work has come ("Kết quả": "Đã rà soát 24/30 thủ tục"), no product of it."""

from __future__ import annotations

import re
from dataclasses import replace

from parindex.definitions.labels.plan_labels import FieldKind
from parindex.documents.extract.columns import Columns, Matrix

_RESULT = re.compile(r"\s*ket qua\b(?!.*\b(?:san pham|dau ra|phai|can)\b)")
_STATE = re.compile(
    r"[\s+–-]*(?:(?:đã|đang|chưa|mới|vẫn|tiếp tục|cơ bản|không thực hiện|quá hạn|trễ hạn|đúng tiến độ|chậm)\b"
    r"|(?:hoàn thành|xong|đạt)\s*(?:$|[\d.,;(/]|trước|sớm|đúng))",
    re.IGNORECASE,
)


def without_results(columns: Columns, rows: Matrix) -> Columns:
    """Take a column headed "Kết quả …" for a note where most of its cells say how far the work has come."""
    kinds = dict(columns.kinds)
    for col, kind in columns.kinds.items():
        if kind is FieldKind.PRODUCT and _RESULT.match(columns.headers.get(col, "")) is not None:
            told = [_STATE.match(row[col].text) is not None for row in rows if col in row and row[col].text.strip()]
            kinds[col] = FieldKind.NOTE if 2 * sum(told) > len(told) else kind
    return columns if kinds == columns.kinds else replace(columns, kinds=kinds)

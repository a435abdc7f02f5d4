"""Columns headed "Kết quả …": the product of the work, or how far it has come ("Đã rà soát 24/30 thủ tục")."""

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


# "Kết quả đạt được" is also what a score table says of the year before.
_ACHIEVED = re.compile(
    r"\s*(?:san pham\W+)?ket qua(?: (?:thuc hien|cong viec|nhiem vu|dau ra|du kien|chu yeu))* dat duoc\s*"
)
_NUMBER = re.compile(r"[\s≥≤<>=+–-]*\d[\d\s.,%/]*(?:%|điểm|đ)?[\s.;]*", re.IGNORECASE)
_PLANNED = frozenset({FieldKind.DEADLINE, FieldKind.LEAD, FieldKind.LEAD_COORDINATE, FieldKind.IMPLEMENT})
_JUDGED = frozenset({FieldKind.PRODUCT, FieldKind.LIMITATION, FieldKind.POINTS})


def settle_results(columns: Columns, rows: Matrix) -> Columns:
    """Tell by its cells whether a column headed "Kết quả …" says what the work gives.

    It is a note where most cells say how far the work has come or only give a number. "Kết quả đạt được" is the product
    beside a time or an agency where nothing else speaks of products, limits or points.
    """
    kinds = dict(columns.kinds)
    for col, kind in columns.kinds.items():
        if kind is FieldKind.PRODUCT and _RESULT.match(columns.headers.get(col, "")) is not None:
            kinds[col] = FieldKind.NOTE if _tells_state(rows, col) else kind
    achieved = [col for col, header in columns.headers.items() if _ACHIEVED.fullmatch(header) is not None]
    others = {kind for col, kind in kinds.items() if col not in achieved}
    if len(achieved) == 1 and others & _PLANNED and not others & _JUDGED:
        col = achieved[0]
        if kinds.get(col, FieldKind.POINTS) is FieldKind.POINTS and _texts(rows, col) and not _tells_state(rows, col):
            kinds[col] = FieldKind.PRODUCT
    return columns if kinds == columns.kinds else replace(columns, kinds=kinds)


def _tells_state(rows: Matrix, col: int) -> bool:
    """Tell whether most cells of a column say how far some work has come, or are mere numbers."""
    texts = _texts(rows, col)
    told = [text for text in texts if _STATE.match(text) is not None or _NUMBER.fullmatch(text) is not None]
    return 2 * len(told) > len(texts)


def _texts(rows: Matrix, col: int) -> list[str]:
    return [row[col].text for row in rows if col in row and row[col].text.strip()]

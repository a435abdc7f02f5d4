"""The words of changes between catalogues, with the colours of their chips."""

from __future__ import annotations

from parindex.domain.scoring.crosswalk import Origin, Relation, Unit
from parindex.domain.scoring.difference import Change

RELATION_MARKS = {
    Relation.SAME: ("giữ nguyên", "ok"),
    Relation.RENAMED: ("đổi tên", "brand"),
    Relation.SPLIT: ("tách", "warn"),
    Relation.MERGED: ("gộp", "warn"),
    Relation.NEW: ("mới", ""),
    Relation.DROPPED: ("bỏ", "bad"),
    Relation.UNKNOWN: ("chưa rõ", "idle"),
}
ORIGIN_NAMES = {Origin.STATED: "người đối chiếu", Origin.PROPOSED: "máy đề xuất"}
UNIT_NAMES = {
    Unit.POINTS: "Tính theo điểm tối đa của các mục chấm điểm.",
    Unit.ITEMS: "Tính theo số mục chấm điểm, vì còn mục chưa rõ điểm.",
}
CHANGE_MARKS = {
    Change.ADDED: ("thêm", "ok"),
    Change.REMOVED: ("bỏ", "bad"),
    Change.CHANGED: ("đổi", "warn"),
}
FACT_NAMES = {
    "level": "Cấp",
    "year": "Năm",
    "decision": "Quyết định",
    "status": "Mức tin cậy",
    "total_points": "Tổng điểm",
    "item_rounding": "Làm tròn mục",
    "index_rounding": "Làm tròn chỉ số",
    "ranking": "Xếp hạng",
    "grades": "Xếp loại",
    "name": "Tên",
    "max_points": "Điểm tối đa",
    "rule": "Cách chấm",
    "channel": "Nguồn điểm",
    "effect": "Cộng, trừ",
    "always_applies": "Luôn áp dụng",
}

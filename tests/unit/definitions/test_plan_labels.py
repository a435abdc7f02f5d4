from __future__ import annotations

import pytest
from pydantic import ValidationError

from parindex.definitions.labels.plan_labels import FieldKind, compile_plan_labels, load_plan_labels


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Các nội dung còn tồn tại, hạn chế", FieldKind.LIMITATION),
        ("Nguyên nhân bị trừ điểm", FieldKind.LIMITATION),
        ("Mục tiêu, yêu cầu", FieldKind.TARGET),
        ("Kết quả cần đạt", FieldKind.TARGET),
        ("Nhiệm vụ, giải pháp", FieldKind.ACTIONS),
        ("Cơ quan chủ trì tham mưu", FieldKind.LEAD),
        ("Đơn vị thực hiện chính", FieldKind.LEAD),
        ("Lãnh đạo phụ trách", FieldKind.LEADER),
        ("Cơ quan phối hợp/thực hiện", FieldKind.COORDINATE_IMPLEMENT),
        ("Đơn vị phối hợp", FieldKind.COORDINATE),
        ("Cơ quan thực hiện", FieldKind.IMPLEMENT),
        ("Phân công trách nhiệm", FieldKind.ASSIGNMENT_GROUP),
        ("THỜI HẠN BAN HÀNH", FieldKind.DEADLINE),
        ("Thoi gian thuc hien/hoan thanh", FieldKind.DEADLINE),
        ("Sản phẩm đầu ra", FieldKind.PRODUCT),
        ("Điểm bị trừ", FieldKind.POINTS),
    ],
)
def test_kind_of_knows_labels(text: str, kind: FieldKind) -> None:
    assert load_plan_labels().kind_of(text) is kind


@pytest.mark.parametrize(
    "text", ["Sở Nội vụ", "Cải cách thể chế", "Thời gian qua, các đơn vị đã triển khai", "", "Công chức"]
)
def test_kind_of_refuses_what_is_no_label(text: str) -> None:
    assert load_plan_labels().kind_of(text) is None


def test_compile_plan_labels_refuses_unknown_kinds() -> None:
    with pytest.raises(ValidationError):
        compile_plan_labels("common: []\nkinds: {colour: {core: [x]}}\nsections: {}\nframes: []\n")

"""Work of one or two words keeps its name and who does it."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from tests.unit.documents import plan_texts


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("1. Đối thoại; Phòng Nội vụ; quý III/2025", "Đối thoại"),
        ("1. Số hóa: Phòng Nội vụ chủ trì; hoàn thành trước 30/6/2025.", "Số hóa"),
        ("1. Sơ kết. Giao Phòng Nội vụ chủ trì, hoàn thành trong tháng 7/2025.", "Sơ kết"),
        ("1. Tập huấn (Phòng Nội vụ chủ trì; quý II/2025).", "Tập huấn"),
        ("1. Khảo sát: Phòng Nội vụ, tháng 9/2025", "Khảo sát"),
    ],
)
def test_short_name_stands_apart_from_its_duty(line: str, name: str) -> None:
    other = "2. Rà soát quy chế làm việc của huyện (Phòng Tư pháp chủ trì; quý II/2025).\n"
    text = f"{plan_texts.HEAD}II. NHIỆM VỤ\n{line}\n{other}{plan_texts.FOOT}"

    items = extract_plan(read_txt(text.encode(), name="k.txt")).items

    assert items[0].names == (name,)
    assert items[0].lead == ("Phòng Nội vụ",)
    assert items[0].deadlines

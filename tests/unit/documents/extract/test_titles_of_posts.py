"""A heading that names who stands at the counter is a title, no task of theirs, where a line below says who leads."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from tests.unit.documents import plan_texts

BELOW = "a) Giải pháp: Tập huấn kỹ năng giao tiếp.\nb) Chủ trì: Sở Nội vụ\nc) Thời gian: Quý II/2025\n"


@pytest.mark.parametrize(
    "title", ["Công chức trực tiếp giải quyết công việc", "Cán bộ, công chức tiếp nhận hồ sơ của người dân"]
)
def test_title_above_its_own_leader_is_whole(title: str) -> None:
    text = f"{plan_texts.HEAD}II. NỘI DUNG\n3. {title}\n{BELOW}{plan_texts.FOOT}"

    (item,) = extract_plan(read_txt(text.encode(), name="k.txt")).items

    assert item.names == (title,)
    assert item.lead == ("Sở Nội vụ",)

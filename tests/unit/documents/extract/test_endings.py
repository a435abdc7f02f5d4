"""What stands behind the last item of a letter or behind a note in brackets goes where it belongs."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Item
from tests.unit.documents import plan_texts

LAST = """II. NHIỆM VỤ
1. Số hóa sổ hộ tịch của các xã
- Chủ trì: Phòng Tư pháp
- Thời gian: Trước ngày 30/9/2025
- Sản phẩm: Hồ sơ đã số hóa
"""


def read(text: str) -> tuple[Item, ...]:
    """Return the items of a plan with the usual head."""
    return extract_plan(read_txt((plan_texts.HEAD + text).encode(), name="k.txt")).items


@pytest.mark.parametrize(
    "ending", ["Trân trọng./.", "Rất mong quý cơ quan quan tâm./.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"]
)
def test_leave_and_signature_are_no_part_of_the_last_item(ending: str) -> None:
    (item,) = read(f"{LAST}{ending}\nNguyễn Văn Ví Dụ\n")

    assert item.product == "Hồ sơ đã số hóa"
    assert item.actions == ()


@pytest.mark.parametrize(
    "note",
    [
        "(phối hợp: Phòng Tài chính; chủ trì: Phòng Nội vụ); xong trước ngày 30/9/2025",
        "(phối hợp: Phòng Tài chính; chủ trì: Phòng Nội vụ), hoàn thành trước ngày 30/9/2025.",
    ],
)
def test_time_behind_a_note_is_the_deadline(note: str) -> None:
    (item,) = read(f"II. NHIỆM VỤ\n1. Tập huấn chữ ký số cho công chức xã {note}\n{plan_texts.FOOT}")

    assert item.names == ("Tập huấn chữ ký số cho công chức xã",)
    assert (item.lead, item.coordinate) == (("Phòng Nội vụ",), ("Phòng Tài chính",))
    assert [deadline.date_.isoformat() for deadline in item.deadlines if deadline.date_] == ["2025-09-30"]

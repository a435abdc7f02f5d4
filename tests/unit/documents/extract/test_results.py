"""What a report tells of its work so far is no product of the work."""

from __future__ import annotations

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Item
from tests.unit.documents import plan_texts

HEADER = "TT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn | Kết quả thực hiện\n"


def read(rows: str) -> tuple[Item, ...]:
    """Return the items of a table between bars."""
    text = f"{plan_texts.HEAD}II. NHIỆM VỤ\n{HEADER}{rows}{plan_texts.FOOT}"
    return extract_plan(read_txt(text.encode(), name="k.txt")).items


def test_states_below_a_result_are_no_product() -> None:
    items = read(
        "1 | Rà soát thủ tục nội bộ | Phòng Nội vụ | Quý III/2025 | Đã rà soát 24/30 thủ tục, đạt 80%\n"
        "2 | Mua sắm máy quét | Phòng Tài chính | Trước 30/11/2025 | Đang lựa chọn nhà thầu\n"
        "3 | Tập huấn công chức | Phòng Nội vụ | Tháng 10/2025 | 02 lớp\n"
        "4 | Sơ kết phong trào thi đua | Phòng Nội vụ | Tháng 12/2025 | Chưa thực hiện\n"
    )

    assert [item.product for item in items] == [None] * 4
    assert [item.lead for item in items][:2] == [("Phòng Nội vụ",), ("Phòng Tài chính",)]


def test_papers_below_a_result_are_the_product() -> None:
    items = read(
        "1 | Rà soát thủ tục nội bộ | Phòng Nội vụ | Quý III/2025 | Quyết định công bố\n"
        "2 | Mua sắm máy quét | Phòng Tài chính | Trước 30/11/2025 | Máy quét đã lắp đặt\n"
    )

    assert [item.product for item in items] == ["Quyết định công bố", "Máy quét đã lắp đặt"]

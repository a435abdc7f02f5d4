"""Lines and rows that speak of work and became no item are told; everything else stays quiet."""

from __future__ import annotations

import pytest

from parindex.documents.blocks import Block, BlockKind, Cell, Document, Table
from parindex.documents.extract import extract_plan
from parindex.documents.extract.dated import read_dated
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Finding, Plan
from tests.unit.documents import plan_texts

ITEM = """II. NHIỆM VỤ
1. Rà soát quy chế làm việc của huyện
- Chủ trì: Phòng Nội vụ
- Thời gian: Quý II/2025
"""


def read(body: str, foot: str = plan_texts.FOOT) -> Plan:
    """Extract a plan with the usual head."""
    return extract_plan(read_txt((plan_texts.HEAD + body + foot).encode(), name="k.txt"))


def unread(plan: Plan) -> list[Finding]:
    """Return the findings of lines that became no item."""
    return [finding for finding in plan.findings if finding.code == "unread_line"]


@pytest.mark.parametrize(
    "line",
    [
        "- Bàn giao trụ sở cũ cho xã quản lý trước ngày 30/6/2025.",
        "- Trước ngày 30/6/2025, dời quầy tiếp nhận xuống tầng một của trụ sở.",
        "- Dán mã QR tra cứu tại các nhà văn hóa thôn (tháng 9/2025).",
        "2. Phải xong trước ngày 30/6/2025 việc dời quầy tiếp nhận xuống tầng một.",
        "- Phòng Tư pháp rà soát giấy tờ hộ tịch còn lưu tại xã.",
        "- UBND các xã sơn lại tường rào trụ sở tiếp dân.",
        "- Niêm yết công khai đầy đủ thủ tục. Thủ trưởng các cơ quan chịu trách nhiệm.",
        "- Niêm yết công khai thủ tục tại trụ sở; Chủ tịch UBND các xã chịu trách nhiệm.",
    ],
)
def test_line_with_a_time_or_an_agency_beside_labelled_items_is_told(line: str) -> None:
    plan = read(f"{ITEM}III. GIẢI PHÁP\n{line}\n")

    (finding,) = unread(plan)

    assert len(plan.items) == 1
    assert finding.text == line.removeprefix("2. ").removeprefix("- ")
    assert finding.span is not None
    assert finding.item is None


@pytest.mark.parametrize(
    "line",
    [
        "2. Đã bàn giao trụ sở cũ cho xã quản lý trước ngày 30/6/2024.",
        "2. Tăng cường kỷ luật, kỷ cương hành chính trong toàn huyện năm 2025.",
        "2. Thực hiện Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ.",
        "2. Số hồ sơ trong quý II tăng 8% so với quý I/2025 của huyện.",
        "- Hồ sơ trễ hạn là lỗi mà công chức tiếp nhận chịu trách nhiệm.",
    ],
)
def test_line_without_work_is_not_told(line: str) -> None:
    assert unread(read(f"{ITEM}{line}\n")) == []


def test_parts_without_items_recipients_and_reports_are_not_told() -> None:
    foot = plan_texts.FOOT.replace("Các phòng, ban", "1. Các phòng, ban").replace("- UBND tỉnh (b/c)", "- Sở Nội vụ")

    assert unread(read(ITEM, foot)) == []


def test_dated_work_in_a_part_without_items_is_told() -> None:
    foot = plan_texts.FOOT.replace("\nNơi nhận", "2. UBND các xã họp quán triệt trước ngày 15/3/2025.\n\nNơi nhận")

    (finding,) = unread(read(ITEM, foot))

    assert (finding.text or "").startswith("UBND các xã họp")


def test_aims_and_limitations_are_not_told() -> None:
    body = ITEM + "2. Mục tiêu đến cuối năm\n- 90% hồ sơ được số hóa trước ngày 30/11/2025 trên toàn huyện.\n"

    assert unread(read(body)) == []


def test_agency_with_work_below_it_that_became_no_item_is_told() -> None:
    body = ITEM + "III. CÁC VIỆC KHÁC\n1. Phòng Tư pháp\n- Rà soát giấy tờ hộ tịch\n- Trả lời kiến nghị của dân\n"

    assert [finding.text for finding in unread(read(body))] == ["Phòng Tư pháp"]


def table(*rows: tuple[str, ...]) -> Block:
    """Build a table block."""
    cells = tuple(Cell(at, col, text) for at, row in enumerate(rows) for col, text in enumerate(row))
    return Block(90, BlockKind.TABLE, "", table=Table(cells, len(rows), len(rows[0])))


def read_with(block: Block) -> Plan:
    """Extract the usual plan with a table behind it."""
    document = read_txt((plan_texts.HEAD + ITEM).encode(), name="k.txt")
    block.index = len(document.blocks)
    blocks = (*document.blocks, block)
    return extract_plan(Document("k.txt", "", "text/plain", blocks))


def test_unknown_table_of_work_is_told_once() -> None:
    rows = [("Ký hiệu", "Diễn giải"), ("Dời quầy tiếp nhận", "30/6/2025"), ("Dán mã QR tra cứu", "tháng 9/2025")]

    (finding,) = unread(read_with(table(*rows)))

    assert finding.text == "Dời quầy tiếp nhận | 30/6/2025"
    assert finding.span is not None
    assert finding.span.row == 1


def test_row_left_out_of_a_table_is_told_and_a_repeated_header_is_not() -> None:
    header = ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian")
    rows = [header, ("1", "Số hóa hồ sơ", "Phòng Nội vụ", "Quý II/2025"), header, ("2", "Gửi thư mời", "", "")]

    assert unread(read_with(table(*rows))) == []


@pytest.mark.parametrize(
    ("text", "name", "when"),
    [
        ("Phát tờ rơi đến các thôn, hoàn thành trong quý III/2024.", "Phát tờ rơi đến các thôn", "trong quý III/2024"),
        ("Lắp bảng điện tử tại trụ sở trước 30/6", "Lắp bảng điện tử tại trụ sở", "trước 30/6"),
        ("Số hóa sổ hộ tịch; quý III/2025", "Số hóa sổ hộ tịch", "quý III/2025"),
        ("Trước ngày 30/6, mở chuyên mục hỏi đáp.", "mở chuyên mục hỏi đáp", "Trước ngày 30/6"),
    ],
)
def test_read_dated_parts_name_and_time(text: str, name: str, when: str) -> None:
    dated = read_dated(text)

    assert dated is not None
    assert (text[dated.name_start : dated.name_end], text[dated.start : dated.end]) == (name, when)


def test_read_dated_leaves_vague_times_and_results_alone() -> None:
    assert read_dated("Nâng tỷ lệ hồ sơ trực tuyến trong năm 2025") is None
    assert read_dated("Tăng 3 bậc so với quý III/2024 của tỉnh") is None
    assert read_dated("Công khai ngân sách trước ngày 15 hằng tháng") is None


def test_numbered_line_that_opens_with_a_label_in_brackets_is_told() -> None:
    line = "(Phối hợp: Phòng Tư pháp; chủ trì: Phòng Nội vụ) Rà soát vị trí việc làm trước ngày 30/6/2025."

    (finding,) = unread(read(f"{ITEM}III. GIẢI PHÁP\n1. {line}\n"))

    assert finding.text == line


ROWS = """
PHỤ LỤC
NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2025
TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian
1\tBan hành kế hoạch tuyên truyền CCHC\tPhòng Nội vụ\tCác phòng, ban\tQuý I/2025
2\tTổ chức hội thi tìm hiểu CCHC\tPhòng Nội vụ\tHuyện đoàn\tTrước 30/11/2025
"""


@pytest.mark.parametrize(
    "line",
    [
        "Giao các cơ quan, đơn vị thực hiện các nhiệm vụ trọng tâm năm 2025 (Phụ lục kèm theo).",
        "Giao Phòng Nội vụ chủ trì thực hiện các tiêu chí tại Phụ lục số 01 ban hành kèm theo Quyết định này.",
    ],
)
def test_line_that_sends_to_the_annex_is_no_item_and_not_told(line: str) -> None:
    plan = read(f"Điều 1. {line}\n", ROWS)

    assert [item.part for item in plan.items] == ["appendix", "appendix"]
    assert not unread(plan)


def test_line_for_those_whom_the_annex_names_is_told_and_no_item() -> None:
    line = "Thủ trưởng các cơ quan được giao chủ trì xây dựng kế hoạch chi tiết, báo cáo trước ngày 20/10/2025."

    plan = read(f"Điều 1. {line}\n", ROWS)

    (finding,) = unread(plan)
    assert len(plan.items) == 2
    assert finding.text == line


def test_line_with_work_of_its_own_beside_an_annex_stays_an_item() -> None:
    line = "Giao Phòng Nội vụ chủ trì rà soát các nội dung tại Phụ lục kèm theo, hoàn thành trước 30/9/2025."

    plan = read(f"Điều 1. {line}\n", ROWS)

    assert len(plan.items) == 3


def test_numbered_line_between_items_that_says_neither_who_nor_when_is_told() -> None:
    plan = read(
        "II. NHIỆM VỤ\n"
        "1. Phòng Nội vụ chủ trì rà soát quy chế làm việc, hoàn thành trước ngày 30/6/2025.\n"
        "2. Phòng Tư pháp tập huấn cho công chức một cửa trong quý III/2025.\n"
        "3. Đánh giá công chức hằng quý.\n"
        "4. Công khai.\n"
    )

    (finding,) = unread(plan)

    assert len(plan.items) == 2
    assert finding.text == "Đánh giá công chức hằng quý."
    assert "không ghi ai làm" in finding.message

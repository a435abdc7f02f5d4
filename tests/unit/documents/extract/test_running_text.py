"""Work told in running text: labels inside one paragraph, paragraphs below an agency, sentences without a list."""

from __future__ import annotations

import pytest

from parindex.documents.errors import NotAPlan
from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import DeadlineKind, Item, Plan
from tests.unit.documents import plan_texts


def _plan(body: str) -> Plan:
    return extract_plan(read_txt(plan_texts.plan(body), name="doan.txt"))


def _items(body: str) -> tuple[Item, ...]:
    return _plan(body).items


@pytest.mark.parametrize(
    ("time", "kind"),
    [
        ("không quá 4 ngày làm việc sau khi có kết quả", DeadlineKind.WORKING_DAYS_AFTER_EVENT),
        ("tối đa 10 ngày kể từ ngày ký ban hành", DeadlineKind.DAYS_AFTER_EVENT),
    ],
)
def test_days_after_an_event_are_a_time_and_no_quota(time: str, kind: DeadlineKind) -> None:
    run_in = f"1. Đăng tải lịch tiếp dân. Chủ trì: Văn phòng UBND huyện. Thời gian: {time}.\n"
    in_lines = f"2. Đăng tải lịch họp\n- Chủ trì: Phòng Nội vụ.\n- Thời gian: {time}.\n"

    first, second = _items(f"II. NHIỆM VỤ\n{run_in}{in_lines}")

    assert [item.lead for item in (first, second)] == [("Văn phòng UBND huyện",), ("Phòng Nội vụ",)]
    assert [(item.deadline_text or "").rstrip(".") for item in (first, second)] == [time, time]
    assert [[deadline.kind for deadline in item.deadlines] for item in (first, second)] == [[kind], [kind]]


def test_last_years_level_in_brackets_is_no_aim() -> None:
    (item,) = _items(
        "II. NHIỆM VỤ\n- Nâng tỷ lệ giấy tờ được số hóa lên 80% (năm 2024: 62,5%). "
        "Chủ trì: Phòng Tư pháp; thời gian: trước 30/10/2025.\n"
    )

    assert item.names == ("Nâng tỷ lệ giấy tờ được số hóa lên 80% (năm 2024: 62,5%)",)
    assert 62.5 not in [target.value for target in item.targets]


def test_who_carries_out_a_decision_is_no_work() -> None:
    article = "Điều 2. Chánh Văn phòng UBND huyện, Trưởng các phòng chuyên môn chịu trách nhiệm thi hành"
    body = f"QUYẾT ĐỊNH:\nĐiều 1. Ban hành Quy chế tiếp công dân.\n{article} Quyết định này./.\nNơi nhận:\n- Lưu: VT.\n"

    with pytest.raises(NotAPlan):
        extract_plan(read_txt((plan_texts.HEAD + body).encode(), name="quyet-dinh.txt"))


def test_causes_and_remedies_run_in_beside_who_leads_fill_their_fields() -> None:
    body = (
        "II. NHIỆM VỤ\n"
        "1. Tiêu chí “Tiếp công dân” (mất 0,5 điểm). Nguyên nhân: lịch trực chưa rõ. Giải pháp: niêm yết lịch trực "
        "tại trụ sở. Chủ trì: Thanh tra huyện. Phối hợp: Phòng Tư pháp. Thời gian: Quý II/2025.\n"
        "2. Lưu trữ hồ sơ giấy. Hạn chế: kho chật. Chủ trì: Phòng Nội vụ. Thời gian: Quý III/2025.\n"
    )

    first, second = _items(body)

    assert (first.names, second.names) == (("Tiếp công dân",), ("Lưu trữ hồ sơ giấy",))
    assert first.limitations == ("lịch trực chưa rõ.",)
    assert [action.text for action in first.actions] == ["niêm yết lịch trực tại trụ sở."]
    assert second.limitations == ("kho chật.",)
    assert [item.lead for item in (first, second)] == [("Thanh tra huyện",), ("Phòng Nội vụ",)]
    assert first.coordinate == ("Phòng Tư pháp",)


def test_a_name_that_holds_the_words_of_a_label_stays_whole() -> None:
    (item,) = _items(
        "II. NHIỆM VỤ\n1. Đề xuất sửa đổi quy chế, giải pháp: đặt lịch qua mạng. Chủ trì: Phòng Nội vụ. "
        "Thời gian: Quý III/2025.\n"
    )

    assert item.names == ("Đề xuất sửa đổi quy chế, giải pháp: đặt lịch qua mạng",)


def test_a_paragraph_below_an_agency_is_its_work() -> None:
    body = (
        "II. PHÂN CÔNG\n1. Phòng Nội vụ\n- Kiểm tra việc chấm công trước ngày 30/5/2025.\n"
        "2. Phòng Tư pháp\nChủ trì, phối hợp với Công an huyện dọn kho hồ sơ hộ tịch; xong trước ngày 30/6/2025.\n"
        "3. Phòng Y tế\nSửa quầy tiếp đón của trạm y tế trong quý III/2025.\n"
    )

    items = _items(body)

    assert [(item.names, item.lead, item.coordinate, item.deadline_text) for item in items] == [
        (("Kiểm tra việc chấm công",), ("Phòng Nội vụ",), (), "trước ngày 30/5/2025"),
        (("dọn kho hồ sơ hộ tịch",), ("Phòng Tư pháp",), ("Công an huyện",), "trước ngày 30/6/2025"),
        (("Sửa quầy tiếp đón của trạm y tế",), ("Phòng Y tế",), (), "trong quý III/2025"),
    ]


def test_what_an_agency_did_is_no_work_below_it() -> None:
    body = (
        "II. PHÂN CÔNG\n1. Phòng Nội vụ\n- Kiểm tra việc chấm công trước ngày 30/5/2025.\n"
        "2. Phòng Tư pháp\nPhòng đã dọn xong kho hồ sơ hộ tịch trước ngày 30/6/2024.\n"
        "3. Phòng Y tế\n- Sửa quầy tiếp đón của trạm y tế trong quý III/2025.\n"
    )

    assert [item.lead for item in _items(body)] == [("Phòng Nội vụ",), ("Phòng Y tế",)]


def test_an_agency_a_letter_is_sent_to_heads_no_paragraph() -> None:
    letter = (
        "II. PHÂN CÔNG\n1. Phòng Nội vụ\n- Kiểm tra việc chấm công trước ngày 30/5/2025.\n"
        "2. Phòng Y tế\n- Sửa quầy tiếp đón của trạm y tế trong quý III/2025.\n"
        "PHỤ LỤC\nKính gửi:\n- UBND huyện Thanh Giả;\n- UBND các xã, thị trấn.\n"
        "Thực hiện Quyết định ngày 23/4/2025 của UBND huyện, UBND huyện giao các nội dung sau:\n"
    )

    assert [item.lead for item in _items(letter)] == [("Phòng Nội vụ",), ("Phòng Y tế",)]


def test_work_to_be_done_within_days_has_its_time() -> None:
    (item,) = _items(
        "II. NHIỆM VỤ\n1. Giao Phòng Nội vụ chủ trì lập sổ trực đêm; hoàn thành trong vòng 20 ngày kể từ ngày ký.\n"
    )

    assert item.deadline_text == "trong vòng 20 ngày kể từ ngày ký"
    assert [deadline.kind for deadline in item.deadlines] == [DeadlineKind.DAYS_AFTER_EVENT]


def test_a_remedy_that_only_says_how_much_is_the_aim() -> None:
    (item,) = _items(
        "II. NHIỆM VỤ\n1. Tiêu chí “Lưu trữ” (mất 1 điểm). Giải pháp: 100% hồ sơ có mục lục. Chủ trì: Phòng Nội vụ. "
        "Thời gian: Quý II/2025.\n"
    )

    assert item.target_text == "100% hồ sơ có mục lục."
    assert [action.text for action in item.actions] == ["100% hồ sơ có mục lục."]


APART = """II. NHIỆM VỤ
1. Sắp xếp kho lưu trữ
{mark}Phòng Tư pháp phân loại hồ sơ hộ tịch, hoàn thành trong quý III/2025.
{mark}Giao Phòng Nội vụ mua giá để hồ sơ; hoàn thành trước 30/6/2025.
{mark}In nhãn cho từng hộp: Văn phòng UBND huyện thực hiện, trước ngày 30/9/2025.
2. Sửa trụ sở
{mark}Phòng Y tế chủ trì sơn lại trạm y tế; thời gian: trước tháng 10/2025.
{mark}Phòng Kinh tế lợp lại mái nhà kho, xong trước 30/9/2025.
"""


@pytest.mark.parametrize("mark", ["- ", "+ ", ""])
def test_lines_that_each_say_who_and_when_are_items_and_their_heading_is_none(mark: str) -> None:
    items = _items(APART.format(mark=mark))

    assert [(item.names, item.lead) for item in items] == [
        (("phân loại hồ sơ hộ tịch",), ("Phòng Tư pháp",)),
        (("mua giá để hồ sơ",), ("Phòng Nội vụ",)),
        (("In nhãn cho từng hộp",), ("Văn phòng UBND huyện",)),
        (("sơn lại trạm y tế",), ("Phòng Y tế",)),
        (("lợp lại mái nhà kho",), ("Phòng Kinh tế",)),
    ]
    assert all(item.deadlines for item in items)


def test_paragraphs_beside_items_that_are_paragraphs_are_items() -> None:
    items = _items(
        "II. NHIỆM VỤ\n1. Kho lưu trữ\n"
        "Phòng Tư pháp chủ trì phân loại hồ sơ hộ tịch trong quý III/2025.\n"
        "Phòng Kinh tế có trách nhiệm lợp lại mái nhà kho.\n"
        "Phòng Nội vụ chủ trì mua giá để hồ sơ trước 30/6/2025.\n"
        "2. Trụ sở\nThanh tra huyện đầu mối kiểm tra nội quy ra vào.\n"
    )

    assert [item.lead for item in items] == [
        ("Phòng Tư pháp",),
        ("Phòng Kinh tế",),
        ("Phòng Nội vụ",),
        ("Thanh tra huyện",),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Phòng Tư pháp có trách nhiệm rà soát giấy tờ hộ tịch còn lưu tại xã.",
        "Phòng Kinh tế lợp lại mái nhà kho, xong trước ngày 30/9/2025.",
        "Giao Văn phòng UBND huyện tham mưu nội quy ra vào trụ sở.",
        "- In lại sơ đồ trụ sở: Văn thư thực hiện, chậm nhất 15 ngày sau khi được phê duyệt.",
    ],
)
def test_work_of_a_paragraph_that_became_no_item_is_told(line: str) -> None:
    item = "II. NHIỆM VỤ\n1. Rà soát quy chế làm việc của huyện\n- Chủ trì: Phòng Nội vụ\n- Thời gian: Quý II/2025\n"

    plan = _plan(f"{item}III. GIẢI PHÁP\n{line}\n")

    assert len(plan.items) == 1
    assert [finding.text for finding in plan.findings if finding.code == "unread_line"] == [line.removeprefix("- ")]


@pytest.mark.parametrize(
    "line",
    [
        "UBND huyện đã rà soát xong giấy tờ hộ tịch trước ngày 30/6/2024.",
        "Phòng Tư pháp là nơi người dân đến nhiều nhất trong huyện.",
        "Nâng cao chất lượng phục vụ người dân trên địa bàn huyện trong năm.",
        "Chủ tịch UBND huyện yêu cầu các phòng triển khai các nội dung sau:",
    ],
)
def test_a_paragraph_that_gives_no_work_stays_quiet(line: str) -> None:
    item = "II. NHIỆM VỤ\n1. Rà soát quy chế làm việc của huyện\n- Chủ trì: Phòng Nội vụ\n- Thời gian: Quý II/2025\n"

    plan = _plan(f"{item}III. GIẢI PHÁP\n{line}\n")

    assert [finding.text for finding in plan.findings if finding.code == "unread_line"] == []


def test_who_works_along_behind_a_comma_helps() -> None:
    (item,) = _items(
        "II. NHIỆM VỤ\n1. Yêu cầu Trưởng phòng Nội vụ chủ trì, cùng với Văn phòng UBND huyện dọn kho lưu trữ cũ, "
        "chậm nhất ngày 30/9/2025.\n"
    )

    assert (item.names, item.coordinate) == (("dọn kho lưu trữ cũ",), ("Văn phòng UBND huyện",))


def test_the_work_of_an_agency_beside_labelled_items_has_its_time_and_helpers() -> None:
    _, item = _items(
        "II. NHIỆM VỤ\n1. Sửa trụ sở\n- Chủ trì: Phòng Nội vụ\n- Thời gian: Quý II/2025\n"
        "2. Phòng Tư pháp\nChủ trì, phối hợp với Công an huyện dọn kho hồ sơ cũ, xong trước ngày 30/9/2025.\n"
    )

    assert (item.names, item.lead, item.coordinate) == (("dọn kho hồ sơ cũ",), ("Phòng Tư pháp",), ("Công an huyện",))
    assert item.deadline_text == "trước ngày 30/9/2025"

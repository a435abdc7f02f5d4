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

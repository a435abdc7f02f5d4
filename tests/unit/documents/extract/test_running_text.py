"""Work told in running text: labels inside one paragraph, paragraphs below an agency, sentences without a list."""

from __future__ import annotations

import pytest

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

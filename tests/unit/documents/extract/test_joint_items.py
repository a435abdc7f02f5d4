"""An item of several criteria: its name is whole, its first code stands to be checked, the others are told."""

from __future__ import annotations

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning import criteria
from parindex.domain.planning.model import Confidence
from tests.unit.documents import plan_texts

BELOW = "- Giải pháp: Lập lịch nhắc hạn.\n- Cơ quan chủ trì: Phòng Nội vụ\n- Thời gian: Quý II/2025\n"


@pytest.mark.parametrize(
    ("heading", "name", "code", "others"),
    [
        ("Tiêu chí 1.2 và 1.3 Thực hiện chế độ báo cáo", "Thực hiện chế độ báo cáo", "TC 1.2", "TC 1.3"),
        (
            "Tiêu chí thành phần 3.1.2, 3.1.3, 3.1.4: Công khai thủ tục hành chính",
            "Công khai thủ tục hành chính",
            "TCTP 3.1.2",
            "TCTP 3.1.3, TCTP 3.1.4",
        ),
    ],
)
def test_joint_item_keeps_its_name_and_tells_further_codes(heading: str, name: str, code: str, others: str) -> None:
    text = f"{plan_texts.HEAD}II. NỘI DUNG\n1. {heading}\n{BELOW}{plan_texts.FOOT}"

    plan = extract_plan(read_txt(text.encode(), name="k.txt"))

    (item,) = plan.items
    assert (item.names, item.code) == ((name,), code)
    assert item.confidence["code"] is Confidence.CHECK
    assert [finding.text for finding in plan.findings if finding.code == "more_codes"] == [others]


def test_one_code_is_sure_and_years_are_no_codes() -> None:
    text = f"{plan_texts.HEAD}II. NỘI DUNG\n1. Tiêu chí 1.2: Báo cáo quý, 2.5 điểm\n{BELOW}{plan_texts.FOOT}"

    plan = extract_plan(read_txt(text.encode(), name="k.txt"))

    assert plan.items[0].confidence["code"] is Confidence.SURE
    assert not any(finding.code == "more_codes" for finding in plan.findings)
    assert criteria.further_codes("Tiêu chí 1.2 và quý II năm 2025") == ()

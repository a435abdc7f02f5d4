"""Last year's plan moves on: years in words, dates to days that are worked; numbers of papers stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.planning.model import Confidence, Item, Part, Plan, PlanDocument, Section
from parindex.domain.planning.renewal import renew, shift_years

CALENDAR = load_calendar()


def plan_of(**said: Any) -> Plan:
    item = Item(key="body/1.1", part=Part.BODY, section=Section.FIX, number="1.1", names=("Việc mẫu",), **said)
    document = PlanDocument(
        doc="a", sha256="", title="Kế hoạch năm 2025", number="12/KH-UBND", date_=date(2025, 3, 1), plan_year=2025
    )
    return Plan(document, (item,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Trước ngày 30/6/2025", "Trước ngày 30/6/2026"),
        ("Quý IV/2025", "Quý IV/2026"),
        ("Theo Nghị định 30/2020/NĐ-CP năm 2025", "Theo Nghị định 30/2020/NĐ-CP năm 2026"),
        ("Từ 2025 đến 2030", "Từ 2026 đến 2031"),
        ("Đạt 20251 hồ sơ", "Đạt 20251 hồ sơ"),
    ],
)
def test_years_move_and_numbers_of_papers_stay(before: str, after: str) -> None:
    assert shift_years(before, 1) == after


def test_head_loses_number_date_and_signer() -> None:
    head = renew(plan_of(), year=2026, calendar=CALENDAR).plan.document

    assert (head.number, head.date_, head.plan_year, head.title) == (None, None, 2026, "Kế hoạch năm 2026")


def test_date_that_is_not_worked_moves_back_and_says_why() -> None:
    renewal = renew(plan_of(deadline_text="Trước ngày 28/6/2025"), year=2026, calendar=CALENDAR)

    (item,) = renewal.plan.items
    assert item.deadline_text == "Trước ngày 26/06/2026"  # 28/06/2026 is a Sunday
    assert item.confidence["deadline_text"] is Confidence.CHECK
    assert any("28/06/2026 không làm việc" in note for note in renewal.notes["body/1.1"])


def test_unknown_calendar_year_says_so_and_moves_nothing() -> None:
    renewal = renew(plan_of(deadline_text="Trước ngày 30/6/2025"), year=2035, calendar=CALENDAR)

    assert renewal.plan.items[0].deadline_text == "Trước ngày 30/6/2035"
    assert any("Chưa có lịch nghỉ năm 2035" in note for note in renewal.notes["body/1.1"])


def test_what_was_wrong_last_year_is_to_be_looked_at() -> None:
    renewal = renew(plan_of(limitations=("Chậm báo cáo",)), year=2026, calendar=CALENDAR)

    assert renewal.plan.items[0].confidence == {"limitations": Confidence.CHECK}


def test_item_without_years_stays_as_it_is() -> None:
    renewal = renew(plan_of(target_text="Đạt 100%"), year=2026, calendar=CALENDAR)

    assert renewal.plan.items[0].confidence == {}
    assert renewal.notes["body/1.1"] == ()

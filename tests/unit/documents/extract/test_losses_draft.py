"""The draft that a published result proposes is read back by the importer, group by group, code by code."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.documents.repair.document import repair_document
from parindex.domain.planning.losses import ItemResult, ResultSource, plan_text
from parindex.domain.planning.model import Plan, Section

SOURCE = ResultSource("UBND xã Suối Vàng", 2026, "01/QĐ-MH", "15/01/2027", "UBND tỉnh Sông Mây")
ITEMS = (
    ItemResult("1.1", "Ban hành kế hoạch cải cách hành chính năm", Fraction(3, 4), Fraction(3, 2)),
    ItemResult("3.4.1", "Tỷ lệ hồ sơ đúng hạn", Fraction(1), Fraction(3)),
    ItemResult("8.1.1", "Hài lòng về tiếp cận dịch vụ", Fraction(8, 5), Fraction(2), is_sipas=True),
    ItemResult("8.1.2", "Hài lòng về thủ tục", Fraction(2), Fraction(2), is_sipas=True),
    ItemResult("2.1", "Theo dõi thi hành pháp luật", Fraction(1), Fraction(1)),
    ItemResult("2.2", "Rà soát văn bản", None, Fraction(1)),
)


def read(text: str) -> Plan:
    return extract_plan(repair_document(read_document(text.encode(), name="du-thao.txt")))


def test_three_groups_with_the_greatest_loss_first() -> None:
    plan = read(plan_text(SOURCE, ITEMS))

    assert [(item.section, (item.code or "").split()[-1]) for item in plan.items] == [
        (Section.FIX, "3.4.1"),
        (Section.FIX, "1.1"),
        (Section.SIPAS, "8.1.1"),
        (Section.SIPAS, "8.1.2"),
        (Section.MAINTAIN, "2.1"),
    ]
    assert plan.items[0].limitations == ("Năm 2026 đạt 1/3 điểm, mất 2 điểm.",)
    assert (plan.document.plan_year, plan.document.citations[0].number) == (2027, "01/QĐ-MH")


def test_penalty_is_named_as_taken() -> None:
    taken = ItemResult("P.1", "Báo cáo chậm", Fraction(1, 2), Fraction(3), is_penalty=True)
    none = ItemResult("P.2", "Vi phạm kỷ luật", Fraction(0), Fraction(3), is_penalty=True)
    plan = read(plan_text(SOURCE, (*ITEMS, taken, none)))

    found = {item.names[0]: item for item in plan.items}
    assert found["Báo cáo chậm"].limitations == ("Năm 2026 bị trừ 0,5 điểm.",)
    assert (found["Báo cáo chậm"].section, found["Vi phạm kỷ luật"].section) == (Section.FIX, Section.MAINTAIN)


def test_what_nobody_knows_is_left_out() -> None:
    text = plan_text(SOURCE, ITEMS)
    plan = read(text)

    assert all(not item.lead and not item.actions and item.deadline_text is None for item in plan.items)
    assert "cần xem lại trước khi đưa vào kế hoạch: 2.2." in text


@given(
    st.lists(
        st.tuples(st.integers(1, 8), st.integers(1, 9), st.integers(0, 400), st.integers(1, 400), st.booleans()),
        min_size=1,
        max_size=25,
        unique_by=lambda row: row[:2],
    )
)
@settings(max_examples=40, deadline=None)
def test_every_item_with_points_is_read_back(rows: list[tuple[int, int, int, int, bool]]) -> None:
    items = [
        ItemResult(f"{field}.{at}", f"Nội dung thứ {at}", Fraction(min(got, most), 100), Fraction(most, 100), is_sipas)
        for field, at, got, most, is_sipas in rows
    ]
    plan = read(plan_text(SOURCE, items))

    assert {(item.code or "").split()[-1] for item in plan.items} == {item.code for item in items}
    assert len(plan.items) == len(items)

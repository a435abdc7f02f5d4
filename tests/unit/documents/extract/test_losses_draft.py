"""The draft that a published result proposes goes out as a paper and comes back the same, group by group."""

from __future__ import annotations

from fractions import Fraction

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.plan_paper import paper_of
from parindex.domain.planning.difference import compare_plans
from parindex.domain.planning.losses import ItemResult, ResultSource, ground_of, propose_items
from parindex.domain.planning.model import Plan, PlanDocument

SOURCE = ResultSource("UBND xã Suối Vàng", 2026, "01/QĐ-MH", "15/01/2027", "UBND tỉnh Sông Mây")
ITEMS = (
    ItemResult("1.1", "Ban hành kế hoạch cải cách hành chính năm", Fraction(3, 4), Fraction(3, 2)),
    ItemResult("3.4.1", "Tỷ lệ hồ sơ đúng hạn", Fraction(1), Fraction(3)),
    ItemResult("8.1.1", "Hài lòng về tiếp cận dịch vụ", Fraction(8, 5), Fraction(2), is_sipas=True),
    ItemResult("8.1.2", "Hài lòng về thủ tục", Fraction(2), Fraction(2), is_sipas=True),
    ItemResult("2.1", "Theo dõi thi hành pháp luật", Fraction(1), Fraction(1)),
)


def test_proposed_plan_comes_back_from_its_paper_unchanged() -> None:
    head = PlanDocument(
        doc="du-thao",
        sha256="",
        kind="Kế hoạch",
        title="Khắc phục tồn tại, hạn chế của xã Suối Vàng năm 2027",
        issuer="Ủy ban nhân dân xã Suối Vàng",
        plan_year=2027,
        citations=(ground_of(SOURCE),),
    )
    plan = Plan(head, tuple(found.item for found in propose_items(SOURCE, ITEMS)))

    read = extract_plan(read_document(write_paper_document(paper_of(plan)), name="du-thao.docx"))

    told = compare_plans(plan, read)
    assert [
        (change.change, change.name) for change in told.items if {f.field for f in change.fields} != {"level"}
    ] == []
    assert [change.field for change in told.document] == []

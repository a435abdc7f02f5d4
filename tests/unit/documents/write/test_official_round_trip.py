"""Any plan that official text can express comes back from its Word document as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.plan_paper import paper_of
from parindex.domain.planning.difference import compare_plans
from parindex.domain.planning.model import Action, CriterionLevel, Item, Part, Plan, PlanDocument, Section

pytestmark = pytest.mark.slow
NAMES = (
    "Thực hiện kế hoạch cải cách hành chính",
    "Tỷ lệ hồ sơ được giải quyết đúng hạn",
    "Mức độ hài lòng về thái độ phục vụ",
    "Công khai thủ tục hành chính (TTHC), trên Cổng",
    "Sáng kiến trong cải cách hành chính",
)
TARGETS = (
    "Hoàn thành 100% nhiệm vụ đề ra.",
    "Từ 98% hồ sơ trở lên được giải quyết đúng hạn; không để hồ sơ quá hạn.",
    "Tăng ít nhất 02% so với năm 2025 (năm 2025 là 85,40%).",
    "- 100% văn bản được xử lý.",
)
LIMITATIONS = (
    "Còn 12 hồ sơ trễ hạn.",
    "Chưa công khai đầy đủ thủ tục, nguyên nhân do thiếu người.",
    "Bị trừ 0,5 điểm.",
)
ACTIONS = (
    "Rà soát hồ sơ vào thứ Hai hằng tuần.",
    "Công khai danh sách hồ sơ trễ hạn trên trang thông tin điện tử.",
    "Mở lớp bồi dưỡng kỹ năng giao tiếp cho công chức.",
)
AGENCIES = ("Sở Nội vụ", "Văn phòng UBND tỉnh", "Sở Tài chính", "UBND các xã, phường", "Các sở, ban, ngành tỉnh")
DEADLINES = ("Trong năm 2026.", "Quý II/2026", "Trước ngày 30/6/2026", "Hằng tháng.", "Thường xuyên trong năm.")
PRODUCTS = ("Báo cáo rà soát", "Quyết định của Chủ tịch UBND tỉnh")
DOMAINS = (("I", "CẢI CÁCH THỂ CHẾ"), ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH"))


def some(words: tuple[str, ...], *, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), unique=True, min_size=least, max_size=3).map(tuple)


def maybe(words: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(words)


@st.composite
def assigned(draw: st.DrawFn) -> dict[str, object]:
    """Draw who does it: a slash parts coordinators from doers, without one all support."""
    is_shared = draw(st.booleans())
    return {
        "lead": draw(some(AGENCIES, least=1)),
        "coordinate": () if is_shared else draw(some(AGENCIES)),
        "implement": () if is_shared else draw(some(AGENCIES)),
        "support": draw(some(AGENCIES, least=1)) if is_shared else (),
        "target_text": draw(maybe(TARGETS)),
        "deadline_text": draw(maybe(DEADLINES)),
        "product": draw(maybe(PRODUCTS)),
    }


@st.composite
def body_items(draw: st.DrawFn) -> list[Item]:
    items: list[Item] = []
    for above, section in enumerate((Section.FIX, Section.SIPAS, Section.MAINTAIN), start=1):
        for below in range(1, draw(st.integers(0, 3)) + 1):
            number = f"{above}.{below}"
            items.append(
                Item(
                    key=f"body/{number}",
                    part=Part.BODY,
                    section=section,
                    number=number,
                    names=(draw(st.sampled_from(NAMES)),),
                    level=draw(st.sampled_from(CriterionLevel)),
                    limitations=draw(some(LIMITATIONS)),
                    actions=tuple(Action(text) for text in draw(some(ACTIONS))),
                    **draw(assigned()),
                )
            )
    return items


@st.composite
def annex_rows(draw: st.DrawFn) -> list[Item]:
    items: list[Item] = []
    for domain, title in DOMAINS:
        for number in range(1, draw(st.integers(0, 3)) + 1):
            level = draw(st.sampled_from(CriterionLevel))
            items.append(
                Item(
                    key=f"appendix/{domain}/{number}",
                    part=Part.APPENDIX,
                    section=Section.APPENDIX,
                    number=str(number),
                    names=(draw(st.sampled_from(NAMES)),),
                    domain=domain,
                    domain_name=title,
                    code=f"{level.value} {len(domain)}.{number}{'.1' if level is CriterionLevel.TCTP else ''}",
                    level=level,
                    limitations=draw(some(LIMITATIONS))[:1],
                    actions=tuple(Action(text) for text in draw(some(ACTIONS))),
                    **draw(assigned()),
                )
            )
    return items


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    items = [*draw(body_items()), *draw(annex_rows())]
    facts = PlanDocument(
        doc="ke-hoach.docx",
        sha256="0" * 64,
        kind="Kế hoạch",
        title="Kế hoạch Khắc phục hạn chế, nâng cao Chỉ số cải cách hành chính tỉnh Sông Mây năm 2026",
        number=draw(st.none() | st.integers(1, 999).map(lambda number: f"{number:02d}/KH-UBND")),
        date_=draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        issuer="Ủy ban nhân dân tỉnh Sông Mây",
        plan_year=2026,
        signer=draw(maybe(("Nguyễn Văn Mẫu", "Rơ Châm H'Ví Dụ"))),
        signer_title="CHỦ TỊCH",
        recipients=draw(some(("Bộ Nội vụ (báo cáo)", "Các sở, ban, ngành", "Lưu: VT, NV"))),
    )
    return Plan(facts, tuple(items))


@settings(max_examples=60)
@given(plans().filter(lambda plan: bool(plan.items)))
def test_plan_exported_and_imported_again_does_not_differ(plan: Plan) -> None:
    data = write_paper_document(paper_of(plan))

    difference = compare_plans(plan, extract_plan(read_document(data, name="xuat.docx")))

    assert difference.items == ()
    # Without a name nobody has signed, so no title is read either.
    expected = () if plan.document.signer else ("signer_title",)
    assert tuple(change.field for change in difference.document) == expected

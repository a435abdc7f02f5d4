"""A column of what a year reached is what the target beside it starts from that is compared with that year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parindex.documents.blocks import Block, BlockKind, Cell, Document, Table
from parindex.documents.extract import extract_plan
from parindex.domain.planning.model import Target
from tests.unit.documents import plan_texts


def read(header: str, reached: str, target: str) -> Target:
    """Return the target of a table of one row in a plan of 2025."""
    titles = ("STT", "Tiêu chí", header, "Mục tiêu năm 2025", "Cơ quan chủ trì", "Thời gian")
    row = ("1", "Tỷ lệ hồ sơ trực tuyến toàn trình", reached, target, "Phòng Nội vụ", "Quý II/2025")
    cells = tuple(Cell(at, col, text) for at, texts in enumerate((titles, row)) for col, text in enumerate(texts))
    head = plan_texts.HEAD + "Các phòng, ban thực hiện theo bảng dưới đây, báo cáo kết quả hằng quý."
    lines = [Block(at, BlockKind.PARAGRAPH, text) for at, text in enumerate(head.split("\n"))]
    table = Block(len(lines), BlockKind.TABLE, "", table=Table(cells, 2, len(titles)))
    (item,) = extract_plan(Document("bang.docx", "0" * 64, "", (*lines, table))).items
    (found,) = item.targets
    assert bool(found.baseline) == any(span.col == 2 for span in item.sources["target_text"])
    return found


@pytest.mark.parametrize(
    ("header", "reached"),
    [("Kết quả năm 2024", "85,3%"), ("Thực hiện 2024 (%)", "85,3"), ("Kết quả đạt được năm 2024", "85,3 %")],
)
def test_rise_starts_from_what_the_year_it_names_reached_and_leads_to_a_level(header: str, reached: str) -> None:
    target = read(header, reached, "Tăng ít nhất 2% so với năm 2024")

    assert (target.value, target.unit) == (Decimal(2), "pp")
    assert (target.baseline, target.baseline_year, target.derived_absolute) == (Decimal("85.3"), 2024, Decimal("87.3"))


@pytest.mark.parametrize(
    ("header", "reached", "target"),
    [
        ("Kết quả năm 2024", "0,5/1", "Tăng ít nhất 2% so với năm 2024"),
        ("Kết quả năm 2024", "85", "Tăng ít nhất 2% so với năm 2024"),
        ("Kết quả năm 2024", "85,3%", "Tăng ít nhất 2% so với năm 2023"),
        ("Kết quả năm 2024", "85,3%", "Từ 90% trở lên"),
        ("Kết quả năm 2024", "85,3%", "Tăng 02 bậc so với năm 2024"),
        ("Điểm chuẩn năm 2024", "85,3%", "Tăng ít nhất 2% so với năm 2024"),
    ],
)
def test_other_columns_and_targets_have_no_such_baseline(header: str, reached: str, target: str) -> None:
    assert read(header, reached, target).baseline is None

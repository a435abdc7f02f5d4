from __future__ import annotations

import textwrap

import pytest

from parindex.documents.extract import extract_plan
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Part, Section
from tests.unit.documents import plan_texts

WIDTHS = (6, 30, 18, 22, 18)


def _delimited(delimiter: str) -> str:
    return "\n".join(delimiter.join(row) for row in (plan_texts.COLUMNS, *plan_texts.ROWS))


def _markdown() -> str:
    rows = ["| " + " | ".join(row) + " |" for row in (plan_texts.COLUMNS, *plan_texts.ROWS)]
    return "\n".join([rows[0], "|---" * 5 + "|", *rows[1:]])


def _one_cell_per_line(separator: str) -> str:
    return separator.join(cell for row in (plan_texts.COLUMNS, *plan_texts.ROWS) for cell in row)


def _held_apart() -> str:
    lines = []
    for row in (plan_texts.COLUMNS, *plan_texts.ROWS):
        cells = [textwrap.wrap(cell, width - 2) for cell, width in zip(row, WIDTHS, strict=False)]
        for part in range(max(map(len, cells))):
            texts = [cell[part] if part < len(cell) else "" for cell in cells]
            lines.append("".join(text.ljust(width) for text, width in zip(texts, WIDTHS, strict=False)).rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(_delimited("\t"), id="tabs"),
        pytest.param(_delimited(" | "), id="pipes"),
        pytest.param(_markdown(), id="markdown"),
        pytest.param(_one_cell_per_line("\n"), id="one cell per line"),
        pytest.param(_one_cell_per_line("\n\n"), id="one cell per line, spaced"),
        pytest.param(_held_apart(), id="blanks"),
    ],
)
def test_tables_of_every_shape_give_the_same_rows(rows: str) -> None:
    plan = extract_plan(read_txt(plan_texts.with_table(rows), name="phu-luc.txt"))

    found = [(item.domain, item.number, item.names[0], item.lead[0], item.deadline_text) for item in plan.items]
    assert found == [
        ("I", "1", "Ban hành kế hoạch tuyên truyền CCHC", "Phòng Nội vụ", "Quý I/2025"),
        ("I", "2", "Tổ chức hội thi tìm hiểu CCHC", "Phòng Nội vụ", "Trước 30/11/2025"),
        ("II", "1", "Tự kiểm tra văn bản", "Phòng Tư pháp", "Tháng 10/2025"),
        ("II", "2", "Rà soát văn bản quy phạm pháp luật", "Phòng Tư pháp", "Thường xuyên"),
    ]
    assert {(item.part, item.section) for item in plan.items} == {(Part.APPENDIX, Section.TASK)}


def test_rows_cut_by_a_page_are_joined() -> None:
    header = "TT\tTiêu chí\tMục tiêu\tCơ quan chủ trì\tThời gian"
    rows = [
        header,
        "1\tTCTP 1.3.2 - Xử lý các vấn đề\t100% vấn đề được\tPhòng\tTrong",
        "",
        header,
        "\tphát hiện qua kiểm tra\txử lý\tNội vụ\tnăm 2025",
        "2\tTC 1.4 - Tuyên truyền CCHC\tTăng so với năm 2024\tPhòng Nội vụ\tQuý I/2025",
    ]
    plan = extract_plan(read_txt(plan_texts.with_table("\n".join(rows)), name="phu-luc.txt"))

    first, second = plan.items
    assert first.code == "TCTP 1.3.2"
    assert first.names == ("Xử lý các vấn đề phát hiện qua kiểm tra",)
    assert first.target_text == "100% vấn đề được xử lý"
    assert first.lead == ("Phòng Nội vụ",)
    assert first.deadline_text == "Trong năm 2025"
    assert first.section is Section.APPENDIX
    assert second.code == "TC 1.4"


def test_a_table_of_points_alone_gives_no_items() -> None:
    rows = "TT\tTiêu chí\tĐiểm chuẩn\tĐiểm đạt\n1\tThực hiện kế hoạch\t2\t1,5\n2\tTuyên truyền\t1\t1"
    body = plan_texts.LETTERED + rows
    plan = extract_plan(read_txt(plan_texts.plan(body), name="bang-diem.txt"))

    assert {item.part for item in plan.items} == {Part.BODY}


def test_a_flattened_table_ends_where_another_document_begins() -> None:
    one = plan_texts.with_table(_one_cell_per_line("\n"))

    assert len(extract_plan(read_txt(one * 3, name="ba-ban.txt")).items) == 12

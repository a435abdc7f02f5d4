"""Tables between tabs whose cells go over lines; agencies and work are made up."""

from __future__ import annotations

import pytest

from parindex.documents.blocks import BlockKind
from parindex.documents.read.txt import read_txt

HEADER = "TT\tNội dung công việc\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\tKết quả\n"
FIRST = "1\tRà soát thủ tục nội bộ\tSở Tư pháp\tSở Y tế\tQuý I/2026\tBáo cáo\n"
LAST = "3\tThi tìm hiểu cải cách hành chính\tTỉnh đoàn\t\tTháng 8/2026\tKế hoạch\n"


def rows_of(text: str) -> list[list[list[str]]]:
    document = read_txt(f"PHỤ LỤC\n{text}".encode(), name="bang.txt")
    return [[[cell.text for cell in row] for row in block.table.rows()] for block in document.blocks if block.table]


@pytest.mark.parametrize(
    ("broken", "cells"),
    [
        pytest.param(
            "2\tMở chuyên mục\n“Hỏi đáp”\tSở Thông tin\tBáo tỉnh\tQuý II/2026\tChuyên mục\n",
            ["2", "Mở chuyên mục\n“Hỏi đáp”", "Sở Thông tin", "Báo tỉnh", "Quý II/2026", "Chuyên mục"],
            id="a name",
        ),
        pytest.param(
            "2\tMở chuyên mục\n\tSở Thông tin\tBáo tỉnh\tQuý II/2026\t\n",
            ["2", "Mở chuyên mục", "Sở Thông tin", "Báo tỉnh", "Quý II/2026", ""],
            id="an empty paragraph",
        ),
        pytest.param(
            "2\tMở chuyên mục\tSở Thông tin;\n\nSở Y tế\tBáo tỉnh\t- Lần 1: Quý II/2026\n- Lần 2: IV\tBài\n",
            ["2", "Mở chuyên mục", "Sở Thông tin;\nSở Y tế", "Báo tỉnh", "- Lần 1: Quý II/2026\n- Lần 2: IV", "Bài"],
            id="several cells",
        ),
        pytest.param(
            "2\tMở chuyên mục\tSở Thông tin\tBáo tỉnh\tQuý II/2026\t- Chuyên mục\n- Báo cáo\n",
            ["2", "Mở chuyên mục", "Sở Thông tin", "Báo tỉnh", "Quý II/2026", "- Chuyên mục\n- Báo cáo"],
            id="the last cell",
        ),
        pytest.param(
            "2\tMở chuyên mục\n“Hỏi đáp”\tSở Thông tin\tBáo tỉnh\n",
            ["2", "Mở chuyên mục\n“Hỏi đáp”", "Sở Thông tin", "Báo tỉnh", "", ""],
            id="empty cells at the end that an editor cut off",
        ),
    ],
)
def test_a_row_whose_cells_have_several_paragraphs_is_one_row(broken: str, cells: list[str]) -> None:
    group = "II\tTuyên truyền\n"

    (table,) = rows_of(HEADER + FIRST + group + broken + LAST)

    assert table == [
        HEADER.strip().split("\t"),
        FIRST.strip().split("\t"),
        ["II", "Tuyên truyền", "", "", "", ""],
        cells,
        LAST.strip().split("\t"),
    ]


def test_a_header_over_lines_counts_its_columns_together() -> None:
    (table,) = rows_of(HEADER.replace("Cơ quan phối hợp", "Cơ quan\nphối hợp") + FIRST + LAST)

    assert [len(row) for row in table] == [6, 6, 6]
    assert table[0][3] == "Cơ quan\nphối hợp"


def test_titles_without_tabs_are_no_part_of_the_rows_above_them() -> None:
    broken = "1\tMở chuyên mục\n“Hỏi đáp”\tSở Thông tin\tBáo tỉnh\tQuý II/2026\tBài viết\n"
    text = f"PHỤ LỤC\n{HEADER}I. TUYÊN TRUYỀN\n{broken}II. TỔ CHỨC BỘ MÁY\n{LAST}"
    document = read_txt(text.encode(), name="bang.txt")

    ends = [[cell.text for cell in block.table.cells][-1] for block in document.blocks if block.table]
    assert ends == ["Kết quả", "Bài viết", "Kế hoạch"]
    assert [block.text for block in document.blocks if not block.table][1:] == ["I. TUYÊN TRUYỀN", "II. TỔ CHỨC BỘ MÁY"]


def test_lines_below_the_table_are_no_part_of_its_last_row() -> None:
    text = HEADER + "1\tMở chuyên mục\n“Hỏi đáp”\tSở Thông tin\tBáo tỉnh\tQuý II/2026\tBài viết\n"
    below = "Các cơ quan gửi báo cáo trước ngày 15/12/2026.\nNơi nhận:\n- Lưu: VT.\tTM. ỦY BAN NHÂN DÂN\n"
    document = read_txt(f"PHỤ LỤC\n{text}{below}".encode(), name="bang.txt")

    (table,) = [block.table for block in document.blocks if block.table]
    assert [cell.text for cell in table.cells][-1] == "Bài viết"
    assert "Các cơ quan gửi báo cáo trước ngày 15/12/2026." in [block.text for block in document.blocks]


def test_rows_whose_tabs_do_not_add_up_stay_apart() -> None:
    odd = "2\tMở chuyên mục\n\tSở Thông tin\tBáo tỉnh\n"
    joined = "2\tMở chuyên mục\nHỏi đáp\tSở Thông tin\tBáo tỉnh\tQuý II/2026\tBài\n"

    tables = rows_of(HEADER + FIRST + odd + joined.replace("2\t", "3\t", 1) + LAST.replace("3\t", "4\t", 1))

    rows = [row for table in tables for row in table]
    assert ["2", "Mở chuyên mục", "", "", "", ""] in rows
    assert ["", "Sở Thông tin", "Báo tỉnh", "", "", ""] in rows


def test_a_list_indented_by_tabs_is_no_table() -> None:
    text = "II. CÁC NHIỆM VỤ\n\t•\tBan hành kế hoạch tự kiểm tra\n\t•\tNiêm yết thủ tục\n\t1.\tSố hóa kết quả\n"

    assert [block.kind for block in read_txt(text.encode(), name="a.txt").blocks] == [BlockKind.PARAGRAPH] * 4

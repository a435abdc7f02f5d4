"""Tables whose columns stand side by side in blanks."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.documents.blocks import Line, Place
from parindex.documents.read.txt_layout import find_layout_tables

HEADER = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
WIDTHS = (5, 30, 18, 22, 14)
CELL = st.lists(
    st.sampled_from(("Sở Nội vụ", "Kiểm tra", "văn bản", "cải cách", "Tư pháp", "năm 2026", "của tỉnh")),
    min_size=1,
    max_size=7,
).map(" ".join)


def _lines(text: str) -> list[Line]:
    return [
        Line(line, Place(page=page, line=number))
        for page, part in enumerate(text.split("\f"), start=1)
        for number, line in enumerate(part.splitlines(), start=1)
    ]


def _print_row(cells: tuple[str, ...], *, shift: int = 0) -> str:
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, WIDTHS, strict=True)]
    rows = []
    for index in range(max(map(len, wrapped))):
        pieces = [lines[index] if index < len(lines) else "" for lines in wrapped]
        room = [pieces[0].ljust(WIDTHS[0] + shift), *(p.ljust(w) for p, w in zip(pieces[1:], WIDTHS[1:], strict=True))]
        rows.append("  ".join(room).rstrip())
    return "\n".join(rows)


def _rows(text: str) -> list[tuple[str, ...]]:
    tables = find_layout_tables(_lines(text))
    return [cells for table in tables for _, cells in table.rows]


@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=3, max_size=8))
@settings(max_examples=40)
def test_wrapped_cells_come_back_as_they_were(rows: list[tuple[str, str, str, str]]) -> None:
    numbered = [(str(number), *cells) for number, cells in enumerate(rows, start=1)]
    text = "\n".join(map(_print_row, (HEADER, *numbered)))
    assert _rows(text) == [HEADER, *numbered]


def test_rows_that_drift_and_pages_that_repeat_the_header_are_one_table() -> None:
    first = [("1", "Rà soát văn bản về phân cấp, phân quyền cho xã", "Sở Tư pháp", "Sở Nội vụ", "Quý I")]
    second = [("2", "Kiểm tra công vụ", "Sở Nội vụ", "Thanh tra tỉnh; Sở Tư pháp, Sở Tài chính", "Tháng 9")]
    third = [("3", "Báo cáo kết quả tự đánh giá, chấm điểm", "Sở Nội vụ", "Các sở, ban, ngành tỉnh", "Quý IV")]
    header = _print_row(HEADER)
    text = "\n".join((header, *map(_print_row, first), *(_print_row(row, shift=3) for row in second)))
    text += "\n\f" + "\n".join((_print_row(HEADER, shift=2), *(_print_row(row, shift=2) for row in third)))
    assert _rows(text) == [HEADER, *first, *second, *third]


def test_header_cell_over_two_columns_gives_way_to_the_names_below_it() -> None:
    text = """
 Số           Nội dung                        Tổ chức thực hiện       Thời gian
 TT                                 Phụ trách         Tham gia
1     Tiếp nhận hồ sơ
1.1   Bố trí quầy ưu tiên cho     Văn phòng Sở        Hội Phụ nữ     Quý I
      người già                                       phường
1.2   Trang bị máy quét           Phòng Kinh tế       Bưu điện       Quý II
"""
    assert _rows(text)[0] == ("Số TT", "Nội dung", "Phụ trách", "Tham gia", "Thời gian")
    assert _rows(text)[2] == ("1.1", "Bố trí quầy ưu tiên cho người già", "Văn phòng Sở", "Hội Phụ nữ phường", "Quý I")


def test_number_and_word_cut_in_a_narrow_column_are_whole_again() -> None:
    text = """
T  Nhiệm vụ             Chủ trì        Thời
T                                      gian
I  Công tác chỉ đạo
I
1  Theo dõi phản ánh    Văn phòng      Thườn
   của người bệnh       Sở             g xuyên
2  Báo cáo kết quả      Thanh tra      30/11/2
                                       026
"""
    assert _rows(text) == [
        ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian"),
        ("II", "Công tác chỉ đạo", "", ""),
        ("1", "Theo dõi phản ánh của người bệnh", "Văn phòng Sở", "Thường xuyên"),
        ("2", "Báo cáo kết quả", "Thanh tra", "30/11/2026"),
    ]


def test_heading_of_two_columns_and_prose_are_no_table() -> None:
    text = """
 UBND TỈNH HƯ CẤU            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 SỞ NỘI VỤ                   Độc lập - Tự do - Hạnh phúc

1. Mục tiêu: phấn đấu đạt từ 95% trở lên.
2. Nhiệm vụ
"""
    assert _rows(text) == []


def test_table_ends_at_the_signature() -> None:
    rows = [("1", "Kiểm tra công vụ", "Sở Nội vụ", "Thanh tra tỉnh", "Quý I")] * 3
    text = "\n".join((_print_row(HEADER), *map(_print_row, rows), "Nơi nhận:                  TM. ỦY BAN"))
    assert _rows(text) == [HEADER, *rows]


def test_a_chapter_of_short_prose_below_the_rows_ends_the_table() -> None:
    rows = [
        ("1", "Kiểm tra công vụ", "Sở Nội vụ", "Sở Tư pháp", "Quý I"),
        ("2", "Số hóa", "Sở Y tế", "Các xã", "Quý II"),
    ]
    text = "\n".join(map(_print_row, (HEADER, *rows))) + "\nIII. GIẢI PHÁP\nTăng cường tuyên truyền."

    assert _rows(text) == [HEADER, *rows]


def test_a_header_below_which_no_row_stands_is_no_table() -> None:
    header = f"{'công lập đủ điều kiện':>40}{'công lập':>30}{'Chính phủ':>30}"
    prose = "1. Các cơ quan, đơn vị xây dựng kế hoạch của mình trước ngày mồng năm, gửi cơ quan tổng hợp của tỉnh."
    assert _rows(f"{header}\n{prose}\n2. Kinh phí bố trí trong dự toán chi thường xuyên được giao trong năm nay.") == []

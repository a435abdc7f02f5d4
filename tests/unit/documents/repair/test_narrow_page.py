"""Lines broken by a narrow page, though hardly one of them begins with a small letter."""

from __future__ import annotations

from parindex.documents.read.txt import read_txt

NARROW = """2.1. Tiêu chí “Hồ sơ giải quyết đúng hạn”
Bộ phận thực hiện chính: Phòng Quản lý xây dựng; phối hợp:
Văn phòng Sở.
Bộ phận thực hiện chính: Văn phòng Sở; phối hợp: Thanh tra
Sở.
Thời gian thực hiện: Trong 05 ngày kể từ ngày nhận được.
2.2. Tiêu chí “Trả lời phản ánh, kiến nghị của người dân”
"""
# Paragraphs of all lengths, each on one line.
FLOWING = """2.1. Tiêu chí “Hồ sơ giải quyết đúng hạn”
Phối hợp: Thanh tra
Sở.
Bộ phận thực hiện chính: Văn phòng Sở; cùng với Phòng Quản lý xây dựng và các đơn vị khác thuộc Sở có liên quan.
Thời gian: Hằng năm.
Kinh phí: Không.
Ghi chú: Không.
"""
# Headings, work and duties of like lengths, each whole on its line.
EVEN = """1. Phát triển dữ liệu mở, dữ liệu dùng chung của tỉnh
Cập nhật danh mục dữ liệu mở trên cổng dữ liệu tỉnh
Mở lớp bồi dưỡng kỹ năng số cho công chức các xã
Chủ trì: Sở Khoa học và Công nghệ
2. Đơn giản hóa thủ tục hành chính nội bộ các ngành
Thống kê thủ tục hành chính nội bộ của từng ngành
Trình công bố thủ tục hành chính đã được rút ngắn
Chủ trì: Văn phòng UBND tỉnh
"""


def paragraphs(text: str) -> list[str]:
    return [block.text for block in read_txt(text.encode(), name="a.txt").blocks]


def test_words_that_did_not_fit_are_joined() -> None:
    assert paragraphs(NARROW)[1:3] == [
        "Bộ phận thực hiện chính: Phòng Quản lý xây dựng; phối hợp: Văn phòng Sở.",
        "Bộ phận thực hiện chính: Văn phòng Sở; phối hợp: Thanh tra Sở.",
    ]


def test_short_paragraphs_stay_apart() -> None:
    assert paragraphs(FLOWING)[1:3] == ["Phối hợp: Thanh tra", "Sở."]


def test_lines_of_like_length_alone_prove_no_narrow_page() -> None:
    assert paragraphs(EVEN) == EVEN.splitlines()


def test_bar_closes_what_stands_before_it() -> None:
    text = NARROW + "Kế hoạch năm 2025 do huyện ban\nNơi ban hành | Huyện Đầm Giả |\nngười ký | Mai Thị Giả |\n"

    assert paragraphs(text)[-2:] == ["Nơi ban hành | Huyện Đầm Giả |", "người ký | Mai Thị Giả |"]

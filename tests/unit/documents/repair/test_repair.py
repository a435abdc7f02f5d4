from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.documents.blocks import Line, Place
from parindex.documents.read.txt import read_txt
from parindex.documents.repair.glyphs import find_unrepaired, is_repaired, repair_text
from parindex.documents.repair.legacy import convert_tcvn3, convert_vni, detect_legacy
from parindex.documents.repair.lines import join_lines
from parindex.documents.repair.markers import MarkerStyle, read_marker

TCVN3 = "C¶i c¸ch hµnh chÝnh, ñy ban nh©n d©n tØnh, ®Þa ph\u00ad¬ng"
VNI = "Caûi caùch haønh chính, uûy ban nhaân daân tænh, ñòa phöông"
MODERN = "Cải cách hành chính, ủy ban nhân dân tỉnh, địa phương"


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("ngƣời dân", "người dân", "u_horn"),
        ("Chư Pǎh", "Chư Păh", "caron"),
        ("#### **1.2. Tiêu chí**", "1.2. Tiêu chí", "markdown"),
        ('<ul style="list-style-type: none"> - 100% hồ sơ', " - 100% hồ sơ", "html"),
        ("Buru điện huyện", "Bưu điện huyện", "ocr_phrase"),
        ("Bru điện huyện", "Bưu điện huyện", "ocr_phrase"),
        ("Büro điện tử tỉnh", "Bưu điện tỉnh", "ocr_phrase"),
        ("một&nbsp;cửa", "một cửa", "html"),
        (unicodedata.normalize("NFD", "Cải cách"), "Cải cách", "nfc"),
        (TCVN3, MODERN, "tcvn3"),
        (VNI, MODERN, "vni"),
    ],
)
def test_repair_text_logs_what_it_changed(before: str, after: str, rule: str) -> None:
    text, repairs = repair_text(before, Place(line=3))

    assert text == after
    assert [repair.rule for repair in repairs][:1] == [rule]
    assert repairs[0].before == before


@pytest.mark.parametrize(
    "text", ["Số: 12/KH-UBND ngày 05/9/2016", "đạt 80,35/100 điểm", "Nguyễn Văn Ví Dụ", "TCTP 3.2.1"]
)
def test_repair_text_leaves_numbers_codes_and_names(text: str) -> None:
    assert repair_text(text, Place()) == (text, [])
    assert is_repaired(text)


@given(st.text(alphabet=st.sampled_from("aàáảãạăằâầđeèêềiìoòôồơờuùưừyỳ ABCĐƯ0123456789,.%/-"), max_size=80))
def test_repair_text_leaves_clean_vietnamese_as_it_is(text: str) -> None:
    clean = unicodedata.normalize("NFC", text)

    assert repair_text(clean, Place())[0] == clean


_PIECES = (
    "kế hoạch ",
    "Buru điện",
    "Bru điện",
    "aù",
    "cùng ",
    "uû",
    "Đổi với",
    "CÁI CÁCH",
    "ngƣời",
    "#",
    "\n",
    "&amp;",
    "e\u0301",
    "ñ",
    "µ",
    "ĐỒI VỚI",
)


@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=4).map("".join), max_size=6))
def test_one_look_over_all_texts_finds_those_that_a_repair_would_change(texts: list[str]) -> None:
    assert find_unrepaired(texts) == [at for at, text in enumerate(texts) if not is_repaired(text)]


def test_legacy_encodings_are_told_apart() -> None:
    assert detect_legacy(TCVN3) == "tcvn3"
    assert detect_legacy(VNI) == "vni"
    assert detect_legacy(MODERN) is None
    assert convert_tcvn3(TCVN3) == convert_vni(VNI) == MODERN


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("I. MỤC ĐÍCH", MarkerStyle.ROMAN, "I"),
        ("1.10 Tiêu chí", MarkerStyle.NUMBER, "1.10"),
        ("II.3. Cải cách", MarkerStyle.NUMBER, "II.3"),
        ("đ) Thời gian", MarkerStyle.LETTER, "đ"),
        ("- d) Thời gian", MarkerStyle.LETTER, "d"),
        ("- 6. Tăng cường", MarkerStyle.NUMBER, "6"),
        ("Điều 1. Ban hành", MarkerStyle.CHAPTER, "1"),
        ("• Hướng dẫn", MarkerStyle.BULLET, "•"),
    ],
)
def test_read_marker_knows_numbering_systems(text: str, style: MarkerStyle, value: str) -> None:
    marker = read_marker(text)

    assert marker is not None
    assert (marker.style, marker.value) == (style, value)


@pytest.mark.parametrize(
    "text", ["1.200 đồng", "100% hồ sơ", "02 cán bộ", "15.1.2021", "3, 4.", "01/NQ-CP", "Nghị định"]
)
def test_read_marker_refuses_numbers_that_are_no_markers(text: str) -> None:
    assert read_marker(text) is None


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Place(line=number)) for number, text in enumerate(texts, start=1)]


def test_join_lines_joins_wrapped_paragraphs_and_logs_them() -> None:
    joined = join_lines(
        _lines(
            "- Tăng cường nhận thức và nâng cao trách nhiệm của người đứng đầu Ủy",
            "",
            "ban nhân dân xã trong triển khai thực hiện giai đoạn 2021",
            "- 2025 trên địa bàn xã.",
            "a. Mục tiêu: Nâng cao tỷ lệ hồ sơ trực tuyến mức độ 3,",
            "4.",
        )
    )

    assert [block.text for block in joined.blocks] == [
        "- Tăng cường nhận thức và nâng cao trách nhiệm của người đứng đầu Ủy ban nhân dân xã trong triển khai thực "
        "hiện giai đoạn 2021 - 2025 trên địa bàn xã.",
        "a. Mục tiêu: Nâng cao tỷ lệ hồ sơ trực tuyến mức độ 3, 4.",
    ]
    assert [repair.rule for repair in joined.repairs] == ["join_lines", "join_lines"]


def test_join_lines_goes_on_where_a_bracket_is_open() -> None:
    joined = join_lines(
        _lines(
            "1. Rà soát quy chế (cơ quan phối hợp: các phòng;",
            "UBND các xã; quý II).",
            "2. Việc khác (phòng)",
            "Việc xong",
        )
    )

    assert [block.text for block in joined.blocks] == [
        "1. Rà soát quy chế (cơ quan phối hợp: các phòng; UBND các xã; quý II).",
        "2. Việc khác (phòng)",
        "Việc xong",
    ]


def test_join_lines_knows_a_deep_number_after_an_open_word() -> None:
    joined = join_lines(_lines("1. Khắc phục các nội dung bị trừ điểm", "1.1. Ban hành kế hoạch tuyên truyền"))

    assert len(joined.blocks) == 2


def test_join_lines_keeps_short_lines_apart() -> None:
    joined = join_lines(_lines("Tiêu chí 1. Thực hiện kế hoạch", "Điểm đạt: 1,5/2 điểm", "Thời gian: Quý II"))

    assert len(joined.blocks) == 3


def test_read_txt_drops_page_numbers_with_a_log() -> None:
    document = read_txt("Dòng đầu của trang.\n4\nDòng sau của trang.\n".encode(), name="trang.txt")

    assert [block.text for block in document.blocks] == ["Dòng đầu của trang.", "Dòng sau của trang."]
    assert [(repair.rule, repair.before) for repair in document.repairs] == [("page_number", "4")]


def test_read_txt_converts_an_old_encoding() -> None:
    document = read_txt(TCVN3.encode("latin-1"), name="abc.txt")

    assert document.text() == MODERN
    assert "tcvn3" in {repair.rule for repair in document.repairs}


def test_join_lines_goes_on_with_the_place_of_a_number() -> None:
    joined = join_lines(
        _lines(
            "1. Phòng Tư pháp chủ trì, phối hợp với các xã thực hiện tiêu chí 1, tiêu chí 4",
            "Mục II; hoàn thành trong quý III/2024.",
            "6/ Về hồ sơ trễ hạn: từ nay đến cuối năm",
            "7/ Về đào tạo, bồi dưỡng",
        )
    )

    assert [block.text[:2] for block in joined.blocks] == ["1.", "6/", "7/"]

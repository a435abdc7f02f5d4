"""Heads of documents as portals of law and copies of pages give them out; every unit and person is made up."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.documents.extract.header import read_document
from parindex.documents.extract.letterhead import Line, mend_head
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, PlanDocument, UnitLevel

BARS = """ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 481/KH-UBND | Sông Giả, ngày 11 tháng 10 năm 2018 |
Căn cứ Quyết định số 207/QĐ-UBND ngày 27/7/2018 của Ủy ban nhân dân tỉnh phê duyệt Chỉ số cải cách hành chính của các \
cơ quan trên địa bàn tỉnh Sông Giả.
Ủy ban nhân dân tỉnh ban hành kế hoạch triển khai Chỉ số của các sở, ban, ngành, cụ thể như sau:
1. Mục tiêu
"""
BROKEN = """ỦY
BAN NHÂN DÂN
TỈNH ĐỒI THỬ
-------
|
CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
|
Số:
2862/QĐ-UBND
|
Đồi
Thử, ngày 16 tháng 11
năm 2022
|
QUYẾT
ĐỊNH
VỀ
VIỆC BAN HÀNH KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH VÀ NÂNG CAO CHỈ SỐ PAPI
TRÊN ĐỊA BÀN TỈNH ĐỒI THỬ NĂM 2023
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Nghị quyết số 30c/NQ-CP ngày 08 tháng
11 năm 2011 của Chính phủ;
Theo đề nghị của Giám đốc Sở Nội vụ tại Công văn số
61/SNV-CCHC ngày 05/11/2022,
QUYẾT ĐỊNH:
"""
PORTAL = """Quyết định 95/QĐ-UBND năm 2022 phê duyệt danh mục do Tỉnh Núi Mẫu ban hành
Số hiệu: | 95/QĐ-UBND | Loại văn bản: | Quyết định |
Nơi ban hành: | Tỉnh Núi Mẫu | Người ký: | Lê Thị Ví Dụ |
Ngày ban hành: | 28/02/2022 | Ngày hiệu lực: | Đang cập nhật |
ỦY BAN NHÂN DÂN |
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ;
"""
PROPERTIES = """Số hiệu: 12/KH-UBND
Loại văn bản: Kế hoạch
Nơi ban hành: Tỉnh Núi Mẫu
Người ký: Lê Thị Ví Dụ
Ngày ban hành: 05/02/2026
"""
DECIDING = """ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
Số: 292/QĐ-UBND | Vũng Giả, ngày 16 tháng 10 năm 2017 |
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH RỪNG GIẢ - VŨNG GIẢ
Căn cứ Nghị quyết số 30c/NQ-CP ngày 08/11/2011 của Chính phủ;
"""
ONE_LINE = """UBND xã Khe Giả ban hành Kế hoạch cải cách hành chính năm 2025 trên địa bàn xã, cụ thể như sau:
KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2025
I. MỤC ĐÍCH
"""


def read(text: str) -> PlanDocument:
    return read_document(read_txt(text.encode(), name="a.txt"))


def lines_of(text: str) -> list[Line]:
    block = read_txt(b"head", name="a.txt").blocks[0]
    return [Line(line, block) for line in text.strip().split("\n")]


def test_unit_that_its_head_leaves_out_is_the_one_of_the_date_line() -> None:
    facts = read(BARS)

    assert (facts.issuer, facts.unit_level) == ("Ủy ban nhân dân tỉnh Sông Giả", UnitLevel.PROVINCE)
    assert (facts.kind, facts.number, facts.date_) == ("Kế hoạch", "481/KH-UBND", date(2018, 10, 11))
    assert {facts.confidence["issuer"], facts.confidence["kind"]} == {Confidence.CHECK}


@pytest.mark.parametrize("place", ["Phố Khác", "Sông Giả Tạo"])
def test_date_line_of_another_place_names_no_unit(place: str) -> None:
    assert read(BARS.replace("Sông Giả, ngày", f"{place}, ngày")).issuer is None


def test_head_broken_by_narrow_columns_is_read_whole() -> None:
    facts = read(BROKEN)

    assert (facts.number, facts.date_) == ("2862/QĐ-UBND", date(2022, 11, 16))
    assert facts.issuer == "Ủy ban nhân dân tỉnh Đồi Thử"
    assert facts.title == (
        "Quyết định Về việc ban hành kế hoạch cải cách hành chính và nâng cao chỉ số PAPI trên địa bàn "
        "tỉnh Đồi Thử năm 2023"
    )
    assert facts.plan_year == 2023


def test_proposal_is_cited_but_not_carried_out() -> None:
    carried = {citation.number: citation.carried_out for citation in read(BROKEN).citations}

    assert carried == {"30c/NQ-CP": True, "61/SNV-CCHC": False}


def test_table_of_a_portal_tells_what_the_document_does_not() -> None:
    facts = read(PORTAL)

    assert (facts.number, facts.date_) == ("95/QĐ-UBND", date(2022, 2, 28))
    assert (facts.issuer, facts.signer) == ("Ủy ban nhân dân tỉnh Núi Mẫu", "Lê Thị Ví Dụ")
    assert {facts.confidence[name] for name in ("number", "date", "issuer", "signer", "kind")} == {Confidence.CHECK}


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("KẾ HOẠCH", "Ủy ban nhân dân tỉnh Núi Mẫu"),
        ("UBND TỈNH ĐỒI THỬ\nKẾ HOẠCH", "Ủy ban nhân dân tỉnh Đồi Thử"),
        ("Ủy ban nhân dân tỉnh Đồi Thử\nKẾ HOẠCH", "Ủy ban nhân dân tỉnh Đồi Thử"),
        ("Số: 7/KH-UBND\nKẾ HOẠCH", "Ủy ban nhân dân tỉnh Núi Mẫu"),
    ],
)
def test_empty_last_property_takes_no_line_of_the_head(head: str, issuer: str) -> None:
    facts = read(f"{PROPERTIES}Tình trạng:\n{head}\nCải cách hành chính năm 2026\nI. MỤC ĐÍCH\n")

    assert (facts.title, facts.issuer) == ("Kế hoạch Cải cách hành chính năm 2026", issuer)
    assert facts.number == ("7/KH-UBND" if head.startswith("Số") else "12/KH-UBND")


def test_names_and_values_of_a_portal_stand_on_lines_of_their_own() -> None:
    facts = read(PROPERTIES.replace(": ", "\n") + "KẾ HOẠCH\nCải cách hành chính năm 2026\nI. MỤC ĐÍCH\n")

    assert (facts.number, facts.date_) == ("12/KH-UBND", date(2026, 2, 5))
    assert (facts.issuer, facts.signer) == ("Ủy ban nhân dân tỉnh Núi Mẫu", "Lê Thị Ví Dụ")


@pytest.mark.parametrize(
    ("name", "line", "is_value"),
    [
        ("Tình trạng", "Cộng hòa xã hội chủ nghĩa Việt Nam", False),
        ("Tình trạng", "Còn hiệu lực", True),
        ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Núi Mẫu", True),
        ("Cơ quan ban hành", "ỦY BAN NHÂN DÂN", False),
    ],
)
def test_value_of_a_property_is_no_line_of_the_head(name: str, line: str, *, is_value: bool) -> None:
    kept, properties = mend_head(lines_of(f"{PROPERTIES.replace('Nơi ban hành', 'Lĩnh vực')}{name}:\n{line}"))

    assert (properties.get(name), [left.text for left in kept]) == ((line, []) if is_value else (None, [line]))


@pytest.mark.parametrize(
    "text",
    [
        "Số hiệu văn bản phải ghi đúng\nLĩnh vực nội vụ\nTình trạng tốt\nNgười ký đúng",
        "Số hiệu\nvăn bản phải ghi đúng\nLĩnh vực\nNội vụ\nNgười ký\nđúng",
        "Số hiệu: 12/KH-UBND\nLĩnh vực: Nội vụ\nLĩnh vực",
        "Số hiệu\nNgày ban hành\nLĩnh vực\n1\n12/KH-UBND",
    ],
)
def test_sentence_or_column_about_signs_opens_no_table_of_properties(text: str) -> None:
    lines = lines_of(text)

    assert mend_head(lines) == (lines, {})


def test_table_of_a_portal_may_follow_a_sentence_about_signs() -> None:
    kept, properties = mend_head(lines_of(f"Số hiệu phải ghi đúng\n{PROPERTIES}"))

    assert [line.text for line in kept] == ["Số hiệu phải ghi đúng"]
    assert properties["Số hiệu"] == "12/KH-UBND"


def test_fact_derived_from_a_doubtful_one_is_doubtful() -> None:
    level = {read(text).confidence["unit_level"] for text in (BARS, PORTAL)}
    plan = PROPERTIES + "ỦY BAN NHÂN DÂN\nTỈNH NÚI MẪU\nKẾ HOẠCH\nCải cách hành chính\nI. MỤC ĐÍCH\n"

    assert level == {Confidence.CHECK}
    assert [(read(text).plan_year, read(text).confidence["plan_year"]) for text in (PORTAL, plan)] == [
        (2022, Confidence.CHECK),
        (2026, Confidence.CHECK),
    ]
    assert read(plan).confidence["unit_level"] is Confidence.SURE


@pytest.mark.parametrize(
    ("title", "year", "confidence"),
    [
        ("năm 2026", 2026, Confidence.SURE),
        ("năm 2025", 2026, Confidence.CHECK),
        ("đến năm 2028", 2028, Confidence.CHECK),
        ("từ nay đến hết năm 2028", 2028, Confidence.CHECK),
        ("từ năm 2026 đến năm 2028", 2028, Confidence.CHECK),
        ("năm 2026, định hướng đến năm 2028", 2026, Confidence.SURE),
        ("giai đoạn 2026-2028, định hướng đến năm 2030", 2026, Confidence.SURE),
    ],
)
def test_year_told_by_the_portal_or_as_an_end_is_to_be_checked(title: str, year: int, confidence: Confidence) -> None:
    facts = read(f"{PROPERTIES}KẾ HOẠCH\nCải cách hành chính {title}\nI. MỤC ĐÍCH\n")

    assert (facts.plan_year, facts.confidence["plan_year"]) == (year, confidence)


def test_year_of_the_day_that_the_document_prints_is_sure() -> None:
    facts = read("Khe Giả, ngày 02 tháng 3 năm 2026\nKẾ HOẠCH\nCải cách hành chính\nI. MỤC ĐÍCH\n")

    assert (facts.plan_year, facts.confidence["plan_year"]) == (2026, Confidence.SURE)


def test_who_decides_is_read_above_the_preamble() -> None:
    facts = read(DECIDING)

    assert facts.issuer == "Ủy ban nhân dân tỉnh Rừng Giả - Vũng Giả"
    assert (facts.kind, facts.title) == ("Quyết định", None)


def test_kind_and_name_in_one_line() -> None:
    facts = read(ONE_LINE)

    assert (facts.kind, facts.title) == ("Kế hoạch", "Kế hoạch Cải cách hành chính năm 2025")
    assert (facts.issuer, facts.plan_year) == ("Ủy ban nhân dân xã Khe Giả", 2025)


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("UBND TỈNH SÔNG GIẢ\nSỞ Y TẾ\nSố: 77/SYT-VP\nSông Giả, ngày 02 tháng 3 năm 2026\n", "Công văn"),
        ("Kính gửi: Ủy ban nhân dân tỉnh\n", None),
    ],
)
def test_heading_inside_a_letter_is_not_its_name(above: str, kind: str | None) -> None:
    facts = read(f"{above}Sở Y tế đề nghị xem xét:\nKẾ HOẠCH MUA SẮM TRANG THIẾT BỊ NĂM 2028\nI. NỘI DUNG\n")

    assert (facts.kind, facts.title) == (kind, None)
    assert facts.plan_year != 2028


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("46/UBND-NC", "Công văn"),
        ("46/VP-TH", "Công văn"),
        ("12/HD-SNV", None),
        ("12/KL-TTr", None),
        ("12/SY-UBND", None),
        ("12/CTHĐ-UBND", None),
        ("7/TB-UBND", "Thông báo"),
    ],
)
def test_letters_of_a_number_tell_the_kind(number: str, kind: str | None) -> None:
    assert read(f"ỦY BAN NHÂN DÂN\nXÃ KHE GIẢ\nSố: {number}\nKhe Giả, ngày 02 tháng 3 năm 2026\n").kind == kind


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        ("UBND TỈNH SÔNG GIẢ\nSỞ NÔNG NGHIỆP VÀ MÔI\nTRƯỜNG", "Sở Nông nghiệp và Môi trường"),
        ("UBND TỈNH SÔNG GIẢ\nSỞ VĂN HÓA\nVÀ THỂ THAO", "Sở Văn hóa và Thể thao"),
        ("SỞ Y TẾ VÀ\nHỌC", "Sở Y tế và Học"),
        ("SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN\nNÔNG THÔN", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("SỞ DU\nLỊCH", "Sở Du lịch"),
        ("BAN QUẢN LÝ CÁC\nKHU CÔNG NGHIỆP", "Ban Quản lý các khu công nghiệp"),
        ("SỞ VĂN HÓA,\nDU LỊCH", "Sở Văn hóa, Du lịch"),
        ("UBND TỈNH SÔNG GIẢ\nBAN QUẢN LÝ\nKHU KINH TẾ CỬA GIẢ", "Ban Quản lý Khu kinh tế Cửa Giả"),
        ("VĂN PHÒNG HĐND VÀ UBND", "Văn phòng HĐND và UBND"),
        ("THANH TRA TỈNH", "Thanh tra tỉnh"),
        ("VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH SÔNG GIẢ", "Văn phòng Ủy ban nhân dân tỉnh Sông Giả"),
        ("PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", "Phòng Kinh tế, Hạ tầng và Đô thị"),
        ("PHÒNG NỘI VỤ HUYỆN KHE GIẢ", "Phòng Nội vụ huyện Khe Giả"),
        ("BẢO HIỂM XÃ HỘI TỈNH SÔNG GIẢ", "Bảo hiểm xã hội tỉnh Sông Giả"),
        ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Trung tâm Phục vụ hành chính công"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ SÔNG\nGIẢ", "Ủy ban nhân dân thành phố Sông Giả"),
        (
            "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ\nSÔNG GIẢ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM",
            "Ủy ban nhân dân thành phố Sông Giả",
        ),
        ("ỦY BAN NHÂN DÂN\nXÃ KHE GIẢ\nBÁO CÁO", "Ủy ban nhân dân xã Khe Giả"),
    ],
)
def test_name_of_a_unit_goes_on_in_the_next_line(lines: str, issuer: str) -> None:
    assert read(f"{lines}\nSố: 3/KH-UBND\nKết quả năm 2026\n").issuer == issuer


@pytest.mark.parametrize(
    "above",
    [
        "CÔNG TY CẤP NƯỚC ĐỒI THỬ\nSố: 41/CTCN-KT\nV/v đề nghị phối hợp\nKính gửi:",
        "Kính gửi:",
    ],
)
def test_committee_that_a_letter_goes_to_has_not_issued_it(above: str) -> None:
    assert read(f"{above}\nỦY BAN NHÂN DÂN TỈNH ĐỒI THỬ\nCông ty đề nghị phối hợp.\n").issuer is None


def test_committee_without_a_name_of_its_own_issues_nothing() -> None:
    assert read(DECIDING.replace("RỪNG GIẢ - VŨNG GIẢ", "…")).issuer is None


@pytest.mark.parametrize(
    "head",
    [
        "CÔNG AN TỈNH SÔNG GIẢ",
        "TỈNH ĐOÀN SÔNG GIẢ",
        "HỘI LIÊN HIỆP PHỤ NỮ TỈNH SÔNG GIẢ",
        "CÔNG TY CẤP NƯỚC",
        "HỘI ĐỒNG NHÂN DÂN TỈNH\nSố: 8/NQ-HĐND",
        "Số: 8/KH-BHXH",
    ],
)
@pytest.mark.parametrize("acting", ["Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Sông Giả"])
def test_committee_that_acts_in_the_document_of_another_body_has_not_issued_it(head: str, acting: str) -> None:
    dated = "Sông Giả, ngày 11 tháng 10 năm 2026\nKẾ HOẠCH\nCải cách hành chính năm 2026 trên địa bàn tỉnh Sông Giả\n"
    body = f"{acting} ban hành Kế hoạch số 45/KH-UBND về cải cách hành chính trên địa bàn tỉnh Sông Giả.\n"

    assert read(f"{head}\n{dated}{body}").issuer is None


@pytest.mark.parametrize("number", ["46/UBND-NC", "46/KH-UBND", "46/QĐ-CTUBND", "46/KH"])
def test_symbol_of_a_committee_lets_it_act(number: str) -> None:
    assert read(BARS.replace("481/KH-UBND", number)).issuer == "Ủy ban nhân dân tỉnh Sông Giả"


@pytest.mark.parametrize(
    ("unit", "following", "issuer"),
    [
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THCS ĐỒI THỬ", "Sở Giáo dục và Đào tạo"),
        ("SỞ Y TẾ TỈNH ĐỒI THỬ", "BỆNH VIỆN MẮT", "Sở Y tế tỉnh Đồi Thử"),
        ("SỞ VĂN HÓA VÀ THỂ THAO", "BẢO TÀNG TỈNH", "Sở Văn hóa và Thể thao"),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "KẾ HOẠCH CÔNG TÁC", "Sở Khoa học và Công nghệ"),
        ("CỤC THỐNG KÊ ĐỒI THỬ", "ĐỘI ĐIỀU TRA", "Cục Thống kê đồi thử"),
    ],
)
def test_what_stands_below_a_whole_name_is_none_of_it(unit: str, following: str, issuer: str) -> None:
    assert read(f"{unit}\n{following}\nSố: 3/KH-ABC\nKết quả năm 2026\n").issuer == issuer


def test_name_that_the_document_writes_out_goes_on_in_the_next_line() -> None:
    body = "Số: 3/KH-CKT\nCục Kỹ thuật Mật mã ban hành kế hoạch năm 2026.\n"

    assert read(f"CỤC KỸ THUẬT\nMẬT MÃ\n{body}").issuer == "Cục Kỹ thuật Mật mã"


@pytest.mark.parametrize(
    "stamp",
    [
        *("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HOẢ TỐC", "HỎA TỐC HẸN GIỜ", "HẸN GIỜ", "MẬT", "TỐI MẬT", "TUYỆT MẬT"),
        *("BẢN SAO", "SAO Y", "SAO Y BẢN CHÍNH", "DỰ THẢO", "BẢN DỰ THẢO"),
    ],
)
def test_stamp_is_no_name_of_a_unit(stamp: str) -> None:
    assert read(f"UBND TỈNH SÔNG GIẢ\nSỞ TÀI CHÍNH\n{stamp}\nSố: 3/KH-STC\nKết quả năm 2026\n").issuer == (
        "Sở Tài chính"
    )
    assert read(f"ỦY BAN NHÂN DÂN\nTỈNH SÔNG GIẢ\n{stamp}\nSố: 3/KH-UBND\nKết quả năm 2026\n").issuer == (
        "Ủy ban nhân dân tỉnh Sông Giả"
    )


def test_line_that_had_room_for_the_next_word_was_not_cut() -> None:
    assert read("SỞ NỘI VỤ\nLƯU HÀNH NỘI BỘ\nSố: 3/KH-SNV\nKết quả năm 2026\n").issuer == "Sở Nội vụ"


def test_document_does_not_cite_itself_nor_a_number_twice() -> None:
    text = BARS + "Thực hiện Quyết định số 207/QĐ-UBND.\n(Kèm theo Kế hoạch số 481/KH-UBND ngày 11/10/2018 của UBND)\n"

    assert [(citation.number, citation.date_) for citation in read(text).citations] == [
        ("207/QĐ-UBND", date(2018, 7, 27))
    ]


COMMUNE = """ỦY BAN NHÂN DÂN\nXÃ KHE GIẢ\nSố: 21/KH-UBND\nKhe Giả, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH
Cải cách hành chính năm 2026
{cited}
I. MỤC ĐÍCH
"""


@pytest.mark.parametrize(
    ("issuer", "is_cited"),
    [
        ("UBND tỉnh Sông Giả", True),
        ("Chủ tịch Ủy ban nhân dân tỉnh", True),
        ("UBND xã Đồi Mẫu", True),
        ("Sở Nội vụ", True),
        ("UBND xã", False),
        ("Ủy ban nhân dân xã Khe Giả", False),
        ("Uỷ ban nhân dân", False),
        ("Xã", False),
    ],
)
def test_document_of_another_unit_is_cited_though_its_number_is_the_same(issuer: str, *, is_cited: bool) -> None:
    facts = read(COMMUNE.format(cited=f"Thực hiện Kế hoạch số 21/KH-UBND của {issuer} về cải cách hành chính;"))

    assert [citation.number for citation in facts.citations] == ["21/KH-UBND"] * is_cited


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("ngày 10/5/2024 của UBND tỉnh Sông Giả", "của UBND huyện Núi Mẫu", 2),
        ("ngày 10/5/2024 của UBND tỉnh Sông Giả", "của UBND tỉnh", 1),
        ("ngày 10/5/2024 của UBND thành phố Sông Giả", "của UBND TP. Sông Giả", 1),
        ("của UBND tỉnh Sông Giả", "của UBND huyện Núi Mẫu", 2),
        ("của UBND tỉnh Sông Giả", "đã ban hành", 1),
    ],
)
def test_units_tell_documents_of_one_number_apart(first: str, second: str, count: int) -> None:
    number = "Kế hoạch số 100/KH-UBND"
    facts = read(COMMUNE.format(cited=f"Thực hiện {number} {first} về công vụ;\nThực hiện {number} {second};"))

    assert [citation.number for citation in facts.citations] == ["100/KH-UBND"] * count


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("CHỈ SỐ CẤP SỞ/NGÀNH VÀ XÃ/PHƯỜNG", "Chỉ số cấp sở/ngành và xã/phường"),
        ("THEO KẾ HOẠCH 21/KH-UBND NĂM 2026", "Theo kế hoạch 21/KH-UBND năm 2026"),
        ("THEO NGHỊ QUYẾT SỐ 98/2024/NQ-HĐND", "Theo nghị quyết số 98/2024/NQ-HĐND"),
        ("THEO CHƯƠNG TRÌNH 16-CTR/TU", "Theo chương trình 16-CTR/TU"),
        ("BAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ ..../QĐ-UBND", "Ban hành kèm theo quyết định số ..../QĐ-UBND"),
    ],
)
def test_symbols_of_a_title_in_capitals_stay_and_words_between_strokes_do_not(printed: str, title: str) -> None:
    assert read(f"KẾ HOẠCH\n{printed}\nI. MỤC ĐÍCH\n").title == f"Kế hoạch {title}"


@pytest.mark.parametrize("count", [1, 20])
def test_recipients_between_the_office_and_the_name_hide_no_signer(count: int) -> None:
    recipients = "- Các sở, ban, ngành,\nđoàn thể của tỉnh;\n" * count
    foot = f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNơi nhận:\n{recipients}- Lưu: VT.\nLê Thị Ví Dụ\n"
    facts = read_document(read_txt(f"{BARS}{foot}".encode(), name="chan.txt"))

    assert (facts.signer, facts.signer_title) == ("Lê Thị Ví Dụ", "CHỦ TỊCH")


@pytest.mark.parametrize(
    "foot",
    [
        "Nơi nhận: KT. CHỦ TỊCH\n- UBND tỉnh (b/c); PHÓ CHỦ TỊCH\n- Các phòng, ban;\n- Lưu: VT. Lê Thị Ví Dụ\n",
        "Nơi nhận:\n- UBND tỉnh (b/c); KT. CHỦ TỊCH\n- Các phòng, ban; PHÓ CHỦ TỊCH\n- Lưu: VT.      Lê Thị Ví Dụ\n",
    ],
)
def test_signer_in_one_line_with_recipients_is_read_and_no_recipient(foot: str) -> None:
    facts = read_document(read_txt(f"{BARS}{foot}".encode(), name="chan.txt"))

    assert (facts.signer, facts.signer_title) == ("Lê Thị Ví Dụ", "PHÓ CHỦ TỊCH")
    assert facts.recipients == ("UBND tỉnh (b/c)", "Các phòng, ban", "Lưu: VT")

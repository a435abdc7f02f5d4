"""Cited documents."""

from datetime import date

import pytest

from parindex.domain.planning import citations

CASES = [
    (
        "kế hoạch số 139/KH-UBND, ngày 30/9/2022. của Ủy ban nhân dân huyện Ia Grai về việc khắc phục",
        [("Kế hoạch", "139/KH-UBND", date(2022, 9, 30), "Ủy ban nhân dân huyện Ia Grai")],
    ),
    (
        "Quyết định số 288/QĐ-BNV ngày 14/4/2023 của Bộ trưởng Bộ Nội vụ phê duyệt",
        [("Quyết định", "288/QĐ-BNV", date(2023, 4, 14), "Bộ trưởng Bộ Nội vụ")],
    ),
    ("Nghị định số 61/2018/NĐ-CP", [("Nghị định", "61/2018/NĐ-CP", None, None)]),
    ("Công văn 1319/SNV-TCBC&CCHC ngày 06/7/2022", [("Công văn", "1319/SNV-TCBC&CCHC", date(2022, 7, 6), None)]),
    (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        [("Luật Tổ chức chính quyền địa phương", None, date(2015, 6, 19), None)],
    ),
    ("Luật số 80/2015/QH13", [("Luật", "80/2015/QH13", None, None)]),
    (
        "Nghị định số 62/2020/NĐ-CP ngày 01/6/2020 của Chính phủ và Nghị định số 90/2020/NĐ-CP ngày 13/8/2020",
        [
            ("Nghị định", "62/2020/NĐ-CP", date(2020, 6, 1), "Chính phủ"),
            ("Nghị định", "90/2020/NĐ-CP", date(2020, 8, 13), None),
        ],
    ),
    ("Kế hoạch số …/KH-UBND ngày 03/11/2021", [("Kế hoạch", "…/KH-UBND", date(2021, 11, 3), None)]),
    (
        "(Kèm theo Quyết định số: 188/QĐ-UBND ngày 03 tháng 11 năm 2021 của UBND xã Ia Sao)",
        [("Quyết định", "188/QĐ-UBND", date(2021, 11, 3), "UBND xã Ia Sao")],
    ),
    ("Kế hoạch số 2126 /KH-UBND", [("Kế hoạch", "2126/KH-UBND", None, None)]),
    ("Nghị quyết số 12-NQ/TW ngày 03/6/2017", [("Nghị quyết", "12-NQ/TW", date(2017, 6, 3), None)]),
    ("Thông tư liên tịch số 01/2015/TTLT-VPCP-BNV", [("Thông tư liên tịch", "01/2015/TTLT-VPCP-BNV", None, None)]),
    ("theo số 45/BC-UBND ngày 31/02/2022", [(None, "45/BC-UBND", None, None)]),
    ("Chỉ thị số 5/CT-TTg của thủ tướng", [("Chỉ thị", "5/CT-TTg", None, None)]),
    ("Báo cáo số 12/BC-SNV, ngày ký", [("Báo cáo", "12/BC-SNV", None, None)]),
    (
        "Luật Cán bộ, công chức số 22/2008/QH12 ngày 13/11/2008",
        [("Luật Cán bộ, công chức", "22/2008/QH12", date(2008, 11, 13), None)],
    ),
    (
        "một số điều của Luật Hộ tịch và Quyết định số 101/QĐ-TTg ngày 23/01/2017",
        [("Quyết định", "101/QĐ-TTg", date(2017, 1, 23), None)],
    ),
    ("Nghị quyết 06/TU - ngày 26/3 hằng năm", [("Nghị quyết", "06/TU", None, None)]),
    ("Thông tư số 01/2018/TT-VPCP - ngày 23/11/2018", [("Thông tư", "01/2018/TT-VPCP", date(2018, 11, 23), None)]),
    (
        "Chương trình hành động số 16-CTr/TU ngày 25/3/2018",
        [("Chương trình hành động", "16-CTr/TU", date(2018, 3, 25), None)],
    ),
    ("Số: 52/KH-UBND Cửa Đồi Giả, ngày 02 tháng 3 năm 2026", [(None, "52/KH-UBND", None, None)]),
    ("tỷ lệ 80/100 hồ sơ, đạt 24/7; Kế hoạch CCHC năm 2023", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_find_citations_reads_kind_number_date_issuer(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [item.citation for item in citations.find_citations(text)]

    assert [(cited.kind, cited.number, cited.date_, cited.issuer) for cited in found] == expected


def test_find_citations_gives_ranges_with_the_offset() -> None:
    text = "Theo Quyết định số 288/QĐ-BNV ngày 14/4/2023 của Bộ trưởng Bộ Nội vụ, cơ quan"

    (found,) = citations.find_citations(text, base_offset=100)

    assert text[found.start - 100 : found.end - 100] == found.citation.text
    assert found.citation.text == "Quyết định số 288/QĐ-BNV ngày 14/4/2023 của Bộ trưởng Bộ Nội vụ"


@pytest.mark.parametrize(
    "text",
    [
        "Tuyên truyền Luật Căn cước, hoàn thành trước ngày 30/9/2024",
        "Phổ biến Luật Nhà ở, Luật Đất đai chậm nhất ngày 15/8/2024",
        "Tập huấn Pháp lệnh Xử phạt vi phạm xong trong năm 2024",
        "Thi hành Luật Giao dịch điện tử từ ngày 01/7/2024",
    ],
)
def test_the_day_by_which_work_is_done_is_not_that_of_the_law(text: str) -> None:
    assert citations.find_citations(text) == ()


def test_a_law_of_investment_keeps_its_day() -> None:
    (found,) = citations.find_citations("Triển khai Luật Đầu tư ngày 17/6/2020, xong trước ngày 30/9/2024")

    assert (found.citation.kind, found.citation.date_) == ("Luật Đầu tư", date(2020, 6, 17))

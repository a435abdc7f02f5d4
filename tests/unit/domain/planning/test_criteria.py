"""Codes, levels and names of criteria."""

import pytest

from parindex.domain.planning import criteria
from parindex.domain.planning.model import CriterionLevel

HEADINGS = [
    ('1.1. Tiêu chí "A b" và Tiêu chí thành phần "B c"', ("A b", "B c"), None, "TC"),
    ("3.37.Tiêu chí “Tỷ lệ tăng GRDP (GRDP)”:  ", ("Tỷ lệ tăng GRDP (GRDP)",), None, "TC"),
    ("1.11. Tiêu chí thành phần “Tỷ lệ X”; Tiêu chí thành phần “Tỷ lệ Y", ("Tỷ lệ X", "Tỷ lệ Y"), None, "TCTP"),
    ("TCTP 3.3.1 - Tỷ lệ TTHC thực hiện", ("Tỷ lệ TTHC thực hiện",), "TCTP 3.3.1", "TCTP"),
    ("TCTP1.1.2–Tên", ("Tên",), "TCTP 1.1.2", "TCTP"),
    ("Tiêu chí 1.2: Chế độ báo cáo", ("Chế độ báo cáo",), "TC 1.2", "TC"),
    ("Chỉ số thành phần 2.1 “Thể chế”", ("Thể chế",), "TCTP 2.1", "TCTP"),
    ("#### **1.2. Cải cách thể chế**", ("Cải cách thể chế",), None, None),
    ("1. Tiêu chí thành phần 1.2.3. Mức độ", ("Mức độ",), "TCTP 1.2.3", "TCTP"),
    ("TC 1.7 - Nhiệm vụ được Chính phủ giao", ("Nhiệm vụ được Chính phủ giao",), "TC 1.7", "TC"),
    ("TC 3. 4 . 5 Tên", ("Tên",), "TCTP 3.4.5", "TCTP"),
    ("3.26. Tiêu chí thành phần “Tỷ lệ ứng dụng (LGSP)", ("Tỷ lệ ứng dụng (LGSP)",), None, "TCTP"),
    ("1.1. Tiêu chí ”Thực hiện” - tiếp nhận", ("Thực hiện",), None, "TC"),
    ("1.1. Tiêu chí «Thực hiện»", ("Thực hiện",), None, "TC"),
    ("2.1. Chỉ số hài lòng về tiếp cận dịch vụ", ("Chỉ số hài lòng về tiếp cận dịch vụ",), None, None),
    ("1.7. Các tiêu chí thành phần “A1 x” và “B1 y”", ("A1 x", "B1 y"), None, "TCTP"),
    ("IV. CẢI CÁCH", ("CẢI CÁCH",), None, None),
    ("Tiêu chí: Thực hiện kế hoạch", ("Thực hiện kế hoạch",), None, "TC"),
    ('1.3. Tiêu chí thành phần: Mức độ "tốt" của đơn vị', ('Mức độ "tốt" của đơn vị',), None, "TCTP"),
    ("Tiêu chí thành phần", (), None, "TCTP"),
    ("* Tiêu chí 2.1 - Theo dõi", ("Theo dõi",), "TC 2.1", "TC"),
    ("* Tiêu chí chung", ("chung",), None, "TC"),
    ("1.1.1 Tiêu chí thành phần Tổ chức thực hiện", ("Tổ chức thực hiện",), None, "TCTP"),
    ("Tiêu chí thành phần “A1”, “B1” và “C1”", ("A1", "B1", "C1"), None, "TCTP"),
    ("1. Về Tiêu chí “A1”", ("A1",), None, "TC"),
    ("Tiêu chí số 3 “Cải cách”", ("Cải cách",), None, "TC"),
    ("Tiêu chí 8 “Mức độ hài lòng”", ("Mức độ hài lòng",), None, "TC"),
    ("2. Tiêu chí 8: Mức độ hài lòng", ("Mức độ hài lòng",), None, "TC"),
    ("TC 8 - Mức độ hài lòng", ("Mức độ hài lòng",), None, "TC"),
    ("Tiêu chí 3 năm liền đạt", ("3 năm liền đạt",), None, "TC"),
    ("Nhóm tiêu chí “Tài chính công”", ("Tài chính công",), None, "TC"),
    ("Yếu tố “Tiếp cận dịch vụ” (đạt 81,2%)", ("Tiếp cận dịch vụ",), None, None),
    ('2. Trục nội dung "Thủ tục hành chính công":', ("Thủ tục hành chính công",), None, None),
    ("Nhiệm vụ “Một cửa” tại các xã", ("Nhiệm vụ “Một cửa” tại các xã",), None, None),
    ("Chỉ số 1.2: “X1”", ("X1",), "TC 1.2", None),
    ("3.2.1- Công bố TTHC", ("Công bố TTHC",), None, None),
    ("100% hồ sơ", ("100% hồ sơ",), None, None),
    ("a) Mục tiêu", ("Mục tiêu",), None, None),
    ("", (), None, None),
]


@pytest.mark.parametrize(("heading", "names", "code", "level"), HEADINGS)
def test_headings_give_names_code_and_level(
    heading: str, names: tuple[str, ...], code: str | None, level: str | None
) -> None:
    found = criteria.read_code(heading)

    assert criteria.split_names(heading) == names
    assert (found.code if found else None) == code
    assert criteria.read_level(heading) == (CriterionLevel(level) if level else None)


def test_read_code_says_where_it_stood() -> None:
    text = "Mục TCTP 3.2.1 - Công bố"

    found = criteria.read_code(text)

    assert found is not None
    assert text[found.start : found.end] == "TCTP 3.2.1"

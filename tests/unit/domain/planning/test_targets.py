"""Targets of many plans; the plan's year is 2024."""

import pytest

from parindex.definitions.labels import phrases
from parindex.domain.planning import targets
from parindex.domain.planning.model import Target

LEXICON = phrases.load_lexicon()
FIELDS = ("value", "value2", "unit", "baseline", "baseline_year", "derived_absolute", "of")

CASES = [
    (
        "100% đơn vị đạt điểm đánh giá từ tốt trở lên",
        ["== value=100 unit=% of=đơn vị đạt điểm đánh giá từ tốt trở lên"],
    ),
    ("Đạt từ 50% trở lên", [">= value=50 unit=%"]),
    (
        "Tối thiểu 80% hồ sơ TTHC được giải quyết trực tuyến",
        [">= value=80 unit=% of=hồ sơ TTHC được giải quyết trực tuyến"],
    ),
    ("Trên 90% người dân hài lòng", ["> value=90 unit=% of=người dân hài lòng"]),
    ("Tỷ lệ hồ sơ trễ hạn không quá 5%", ["<= value=5 unit=% of=Tỷ lệ hồ sơ trễ hạn"]),
    ("Không có hồ sơ trễ hạn", ["== value=0 unit=hồ sơ of=hồ sơ trễ hạn"]),
    ("Tất cả các cơ quan, đơn vị ban hành kế hoạch", ["== value=100 unit=% of=cơ quan, đơn vị ban hành kế hoạch"]),
    ("Toàn bộ hồ sơ được số hóa", ["== value=100 unit=% of=hồ sơ được số hóa"]),
    ("Phấn đấu xếp hạng từ 20 đến 25", ["rank_between value=20 value2=25 unit=hạng of=xếp hạng"]),
    (
        "Phấn đấu Chỉ số CCHC của tỉnh năm 2024 tăng từ 02 bậc trở lên",
        ["increase_ge value=2 unit=bậc of=Chỉ số CCHC của tỉnh"],
    ),
    ("Có 03 sáng kiến được công nhận", ["== value=3 unit=sáng kiến of=được công nhận"]),
    ("Giảm 10% so với năm 2021", ["decrease value=10 unit=pp baseline_year=2021"]),
    ("Giảm tối thiểu 10% thời gian giải quyết TTHC", ["decrease_ge value=10 unit=% of=thời gian giải quyết TTHC"]),
    ("Đạt điểm tối đa", ["== unit=điểm"]),
    ("Chỉ số CCHC đạt 85 điểm trở lên", [">= value=85 unit=điểm of=Chỉ số CCHC"]),
    ("Mức độ hài lòng của người dân đạt trên 85%", ["> value=85 unit=% of=Mức độ hài lòng của người dân"]),
    ("Ban hành kế hoạch trong 05 ngày làm việc", []),
    ("Cung cấp dịch vụ công trực tuyến mức độ 3 và 4", []),
    ("Thực hiện theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018", []),
    ("Tỷ lệ giải ngân vốn đầu tư công đạt 95% trở lên", [">= value=95 unit=% of=Tỷ lệ giải ngân vốn đầu tư công"]),
    (
        "Phấn đấu đến năm 2025, 80% hồ sơ được số hóa, 50% được tái sử dụng",
        ["== value=80 unit=% of=hồ sơ được số hóa", "== value=50 unit=% of=được tái sử dụng"],
    ),
    (
        "80% đơn vị có tỷ lệ hồ sơ đúng hạn đạt từ 95% trở lên",
        ["== value=80 unit=% of=đơn vị có tỷ lệ hồ sơ đúng hạn đạt từ 95% trở lên"],
    ),
    (
        "Tỷ lệ hồ sơ đúng hạn cấp tỉnh đạt 98%, cấp huyện đạt 95%, cấp xã đạt 90%",
        [
            "== value=98 unit=% of=Tỷ lệ hồ sơ đúng hạn cấp tỉnh",
            "== value=95 unit=% of=cấp huyện",
            "== value=90 unit=% of=cấp xã",
        ],
    ),
    ("Tăng 5% so với cùng kỳ năm 2023", ["increase value=5 unit=pp baseline_year=2023"]),
    ("Thu ngân sách tăng 10% so với năm 2023", ["increase value=10 unit=% baseline_year=2023 of=Thu ngân sách"]),
    ("Nâng cao chất lượng phục vụ", []),
    ("Nâng cao thứ hạng Chỉ số PCI", ["increase of=thứ hạng Chỉ số PCI"]),
    ("Duy trì 100% văn bản điện tử ký số", ["== value=100 unit=% of=văn bản điện tử ký số"]),
    (
        "Duy trì hoặc cải thiện tỷ lệ hài lòng so với năm 2023 (năm 2023 đạt 86,5%)",
        [">= value=86.5 unit=% baseline=86.5 baseline_year=2023 of=tỷ lệ hài lòng"],
    ),
    ("Xếp hạng trong nhóm 10 tỉnh dẫn đầu", ["rank_between value=1 value2=10 unit=hạng of=Xếp hạng"]),
    (
        "Chỉ số hài lòng tăng 1,5 điểm phần trăm so với năm 2023",
        ["increase value=1.5 unit=pp baseline_year=2023 of=Chỉ số hài lòng"],
    ),
    ("Tổ chức ít nhất 02 cuộc đối thoại với doanh nghiệp", [">= value=2 unit=cuộc of=đối thoại với doanh nghiệp"]),
    ("Tối thiểu hai hội nghị tuyên truyền", [">= value=2 unit=hội nghị of=tuyên truyền"]),
    ("Từ 95 - 100% hồ sơ đúng hạn", ["between value=95 value2=100 unit=% of=hồ sơ đúng hạn"]),
    ("Tỷ lệ đạt từ 90% đến 95%", ["between value=90 value2=95 unit=%"]),
    ("≥ 90% hồ sơ; ≤ 5% trễ hạn", [">= value=90 unit=% of=hồ sơ", "<= value=5 unit=% of=trễ hạn"]),
    ("Nâng tỷ lệ hồ sơ trực tuyến từ 60% lên 80%", ["== value=80 unit=% baseline=60 of=tỷ lệ hồ sơ trực tuyến"]),
    ("Nâng tỷ lệ hồ sơ trực tuyến lên 80%", ["== value=80 unit=% of=tỷ lệ hồ sơ trực tuyến"]),
    ("Vượt dự toán được giao từ 5% trở lên", ["exceed_plan_ge value=5 unit=% of=dự toán được giao"]),
    ("Giám sát 100% cuộc kiểm tra", ["== value=100 unit=% of=cuộc kiểm tra"]),
    ("Tăng cường kiểm tra 30% đơn vị", ["== value=30 unit=% of=đơn vị"]),
    ("Thực hiện đúng quy định, không để xảy ra sai phạm", []),
    ("Kiểm tra ít nhất 30% số đơn vị cấp xã", [">= value=30 unit=% of=số đơn vị cấp xã"]),
    (
        "Giảm ít nhất 01 đơn vị sự nghiệp so với năm 2023",
        ["decrease_ge value=1 unit=đơn vị baseline_year=2023 of=sự nghiệp"],
    ),
    ("Điểm đạt được: 2,0 điểm", ["== value=2.0 unit=điểm of=Điểm"]),
    (
        "Trả lời 100% phản ánh kiến nghị trong thời hạn 10 ngày",
        ["== value=100 unit=% of=phản ánh kiến nghị trong thời hạn 10 ngày"],
    ),
    ("Mỗi đơn vị có ít nhất 01 sáng kiến", [">= value=1 unit=sáng kiến of=Mỗi đơn vị"]),
    ("Phấn đấu Chỉ số CCHC năm 2024 xếp thứ 15/63 tỉnh, thành phố", ["== value=15 unit=hạng of=Chỉ số CCHC"]),
    ("Đạt tỷ lệ 100 %", ["== value=100 unit=%"]),
    (
        "Giá trị thu ngân sách của tỉnh thuộc nhóm 20 địa phương cao từ vị trí thứ 11 đến 30 so với 63 tỉnh, thành phố",
        ["rank_between value=11 value2=30 unit=hạng of=Giá trị thu ngân sách của tỉnh thuộc nhóm 20 địa phương cao"],
    ),
    (
        "Tỷ lệ hài lòng đạt từ 90% trở lên, trong đó lĩnh vực đất đai đạt tối thiểu 85%",
        [">= value=90 unit=% of=Tỷ lệ hài lòng", ">= value=85 unit=% of=lĩnh vực đất đai"],
    ),
    ("Hoàn thành trước ngày 31/12/2024", []),
    ("Dưới 1% hồ sơ trễ hẹn", ["< value=1 unit=% of=hồ sơ trễ hẹn"]),
    ("Chỉ số PAR INDEX thuộc nhóm A", []),
    ("Số hóa 100% hồ sơ, kết quả", ["== value=100 unit=% of=hồ sơ, kết quả"]),
]


def show(target: Target) -> str:
    values = [(name, getattr(target, name)) for name in FIELDS]
    return " ".join([target.op.value, *(f"{name}={value}" for name, value in values if value not in (None, ""))])


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_parse_targets_reads_measurable_aims(text: str, expected: list[str]) -> None:
    found = targets.parse_targets(text, plan_year=2024, lexicon=LEXICON)

    assert [show(target) for target in found] == expected

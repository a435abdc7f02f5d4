"""Targets of many plans; the plan's year is 2024."""

import pytest

from parindex.definitions.labels import phrases
from parindex.domain.planning.model import Target
from parindex.domain.planning.targets import targets

LEXICON = phrases.load_lexicon()
FIELDS = ("value", "value2", "unit", "baseline", "baseline_year", "derived_absolute", "of")

CASES = [
    ("Có hai nguyên nhân", []),
    ("Thời gian chờ còn tối đa 30 phút", ["<= value=30 unit=phút of=Thời gian chờ"]),
    ("Trả lời trong vòng 05 ngày làm việc", []),
    (
        "100% đơn vị đạt điểm đánh giá từ tốt trở lên",
        ["== value=100 unit=% of=đơn vị đạt điểm đánh giá từ tốt trở lên"],
    ),
    ("Đạt từ 50% trở lên", [">= value=50 unit=%"]),
    (
        "Tăng ít nhất 4% so với năm 2023 (71,25%)",
        ["increase_ge value=4 unit=pp baseline=71.25 baseline_year=2023 derived_absolute=75.25"],
    ),
    (
        "Tăng ít nhất 4% so với năm trước (chỉ đạt 71,25%)",
        ["increase_ge value=4 unit=pp baseline=71.25 baseline_year=2023 derived_absolute=75.25"],
    ),
    (
        "Tăng 4% so với năm 2023 (71,25%), tăng 02 bậc",
        [
            "increase value=4 unit=pp baseline=71.25 baseline_year=2023 derived_absolute=75.25",
            "increase value=2 unit=bậc baseline_year=2023",
        ],
    ),
    (
        "Giảm 30% số hồ sơ quá hạn so với năm 2023 (640 hồ sơ)",
        ["decrease value=30 unit=% baseline_year=2023 of=số hồ sơ quá hạn"],
    ),
    ("Từ 71% năm 2023 lên 80% năm 2024", ["== value=80 unit=% baseline=71 baseline_year=2023"]),
    (
        "Nâng tỷ lệ hồ sơ số hóa từ 71% năm 2023 lên trên 80% trong năm 2024",
        ["> value=80 unit=% baseline=71 baseline_year=2023 of=tỷ lệ hồ sơ số hóa"],
    ),
    ("Đạt 80% (năm 2023 đạt 71,25%)", ["== value=80 unit=% baseline=71.25 baseline_year=2023"]),
    (
        "Cấp huyện đạt 90%, cấp xã đạt từ 80% trở lên (năm 2023: 71,25%)",
        ["== value=90 unit=% of=Cấp huyện", ">= value=80 unit=% baseline=71.25 baseline_year=2023 of=cấp xã"],
    ),
    ("Đạt 80% (đến năm 2030 đạt 95%)", ["== value=80 unit=%"]),
    ("Đạt 80% (năm 2023 đạt 3 chỉ tiêu)", ["== value=80 unit=%"]),
    (
        "Tăng 02 bậc so với năm 2023, lọt vào nhóm 5 huyện dẫn đầu",
        ["increase value=2 unit=bậc baseline_year=2023", "rank_between value=1 value2=5 unit=hạng"],
    ),
    ("Đạt từ 85% trở lên, phấn đấu đạt 90%", [">= value=85 unit=%", "== value=90 unit=%"]),
    ("Chỉ số SIPAS nằm trong nhóm 5 huyện dẫn đầu", ["rank_between value=1 value2=5 unit=hạng of=Chỉ số SIPAS"]),
    ("Phấn đấu đạt điểm tối đa (2/2 điểm)", ["== unit=điểm"]),
    ("Trên 80% (theo Kế hoạch năm 2024: 80%)", ["> value=80 unit=%"]),
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
    (
        "Phấn đấu Chỉ số CCHC của tỉnh năm 2025 nằm trong nhóm 20 tỉnh, thành phố dẫn đầu cả nước",
        ["rank_between value=1 value2=20 unit=hạng of=Chỉ số CCHC của tỉnh"],
    ),
    (
        "Chỉ số SIPAS đạt từ 90% trở lên và tăng ít nhất 05 bậc so với năm 2024",
        [">= value=90 unit=% of=Chỉ số SIPAS", "increase_ge value=5 unit=bậc baseline_year=2024"],
    ),
    (
        "100% cơ quan, đơn vị, địa phương ban hành Kế hoạch CCHC trước ngày 31/01/2025",
        ["== value=100 unit=% of=cơ quan, đơn vị, địa phương ban hành Kế hoạch CCHC trước ngày 31/01/2025"],
    ),
    (
        "Phấn đấu 100% hồ sơ TTHC được giải quyết trước và đúng hạn; tỷ lệ hồ sơ nộp trực tuyến đạt tối thiểu 80%",
        [
            "== value=100 unit=% of=hồ sơ TTHC được giải quyết trước và đúng hạn",
            ">= value=80 unit=% of=tỷ lệ hồ sơ nộp trực tuyến",
        ],
    ),
    ("Tỷ lệ thanh toán trực tuyến đạt 50% trở lên", [">= value=50 unit=% of=Tỷ lệ thanh toán trực tuyến"]),
    ("Tối thiểu 30% đơn vị được kiểm tra trong năm", [">= value=30 unit=% of=đơn vị được kiểm tra trong năm"]),
    ("Điểm số tăng 0,5 điểm so với năm 2024", ["increase value=0.5 unit=điểm baseline_year=2024 of=Điểm số"]),
    ("Đạt 1,5/1,5 điểm", ["== value=1.5 unit=điểm"]),
    ("Đạt 3,0 điểm (điểm tối đa)", ["== value=3.0 unit=điểm"]),
    # All the points there are bound nothing; what may be lost of them is bounded.
    ("Đạt tối đa 2/2 điểm", ["== value=2 unit=điểm"]),
    ("Đạt tối đa 2/2", ["== value=2 unit=điểm"]),
    ("Đạt tối đa 2/2 nội dung", []),
    (
        "Hoàn thành 100% công việc, đạt tối đa 4/4 điểm",
        ["== value=100 unit=% of=công việc", "== value=4 unit=điểm of=công việc"],
    ),
    ("Tối đa 1/1 điểm", ["== value=1 unit=điểm"]),
    ("Điểm tối đa: 1,5 điểm", ["== value=1.5 unit=điểm of=Điểm"]),
    ("Phấn đấu đạt điểm tối đa là 3,00/3,0 điểm", ["== value=3.00 unit=điểm of=điểm"]),
    ("Đạt mức tối đa 2 điểm", ["== value=2 unit=điểm"]),
    ("Bị trừ tối đa 0,5/0,5 điểm", ["<= value=0.5 unit=điểm of=Bị trừ"]),
    ("Điểm trừ đạt tối đa 1 điểm", ["<= value=1 unit=điểm of=Điểm trừ"]),
    ("Mỗi sáng kiến được cộng tối đa 2 điểm", ["<= value=2 unit=điểm of=Mỗi sáng kiến được cộng"]),
    ("Phấn đấu đạt từ 85 điểm trở lên, xếp loại tốt", [">= value=85 unit=điểm"]),
    (
        "Hoàn thành 100% nhiệm vụ UBND tỉnh giao, không có nhiệm vụ quá hạn",
        ["== value=100 unit=% of=nhiệm vụ UBND tỉnh giao", "== value=0 unit=nhiệm vụ of=nhiệm vụ quá hạn"],
    ),
    ("Tỷ lệ giải quyết hồ sơ trực tuyến: 85%", ["== value=85 unit=% of=Tỷ lệ giải quyết hồ sơ trực tuyến"]),
    ("Ít nhất 95% người dân hài lòng", [">= value=95 unit=% of=người dân hài lòng"]),
    (
        "Giảm 20% số lượng hồ sơ trễ hạn so với năm 2024",
        ["decrease value=20 unit=% baseline_year=2024 of=số lượng hồ sơ trễ hạn"],
    ),
    ("Giảm tối thiểu 2% biên chế so với năm trước", ["decrease_ge value=2 unit=% baseline_year=2023 of=biên chế"]),
    ("Mỗi năm cắt giảm tối thiểu 20% TTHC", ["decrease_ge value=20 unit=% of=TTHC"]),
    ("Bảo đảm 100%", ["== value=100 unit=%"]),
    ("Trên 95%", ["> value=95 unit=%"]),
    ("> 90%", ["> value=90 unit=%"]),
    ("Năm 2025: 95%; năm 2026: 98%", ["== value=95 unit=%", "== value=98 unit=%"]),
    (
        "Đến năm 2025: 60% dịch vụ công trực tuyến; đến năm 2030: 100%",
        ["== value=60 unit=% of=dịch vụ công trực tuyến", "== value=100 unit=%"],
    ),
    ("Ban hành 01 Kế hoạch và 04 báo cáo", ["== value=4 unit=báo cáo of=Ban hành 01 Kế hoạch và"]),
    (
        "Tổ chức 02 hội nghị, 05 lớp tập huấn",
        ["== value=2 unit=hội nghị of=Tổ chức", "== value=5 unit=lớp of=tập huấn"],
    ),
    ("Đăng tải tối thiểu 50 tin, bài", [">= value=50 unit=tin, bài of=Đăng tải"]),
    ("Cải thiện điểm số và thứ hạng", ["increase of=điểm số và thứ hạng"]),
    ("Cải thiện, nâng cao Chỉ số CCHC của huyện", ["increase of=Chỉ số CCHC của huyện"]),
    ("Tăng từ 3-5 bậc so với năm 2024", ["increase_ge value=3 value2=5 unit=bậc baseline_year=2024"]),
    (
        "Nâng tỷ lệ hồ sơ trực tuyến toàn trình từ 40% lên 70%",
        ["== value=70 unit=% baseline=40 of=tỷ lệ hồ sơ trực tuyến toàn trình"],
    ),
    ("Tỷ lệ đạt 90% (năm 2024 đạt 85%)", ["== value=90 unit=%"]),
    (
        "80% số cán bộ, công chức được đào tạo (tương đương 120 người)",
        ["== value=80 unit=% of=số cán bộ, công chức được đào tạo (tương đương 120 người)"],
    ),
    (
        "Số hóa 100% hồ sơ; tái sử dụng dữ liệu đạt ít nhất 60%",
        ["== value=100 unit=% of=hồ sơ", ">= value=60 unit=% of=tái sử dụng dữ liệu"],
    ),
    ("Rút ngắn ít nhất 30% thời gian giải quyết", ["decrease_ge value=30 unit=% of=thời gian giải quyết"]),
    ("Giảm còn dưới 5%", ["< value=5 unit=%"]),
    ("Tỷ lệ trễ hẹn giảm xuống dưới 1%", ["< value=1 unit=% of=Tỷ lệ trễ hẹn"]),
    ("Thời gian giải quyết không quá 05 ngày", []),
    ("Giảm từ 5 xuống 3 ngày", ["== value=3 unit=ngày baseline=5"]),
    (
        "Giảm thời gian giải quyết từ 5 ngày xuống còn 3 ngày làm việc",
        ["== value=3 unit=ngày làm việc baseline=5 of=Giảm thời gian giải quyết"],
    ),
    ("Rút ngắn ít nhất 02 ngày so với quy định", ["decrease_ge value=2 unit=ngày"]),
    ("Giảm số hồ sơ trễ quá 5 ngày", ["decrease of=số hồ sơ trễ quá 5 ngày"]),
    (
        "Giảm tỷ lệ hồ sơ trễ hạn từ 4,2% năm 2025 xuống còn dưới 1%",
        ["< value=1 unit=% baseline=4.2 baseline_year=2025 of=Giảm tỷ lệ hồ sơ trễ hạn"],
    ),
    ("Tỷ lệ hồ sơ bổ sung quá 01 lần không vượt quá 3%", ["<= value=3 unit=% of=Tỷ lệ hồ sơ bổ sung"]),
    ("Mức độ hài lòng ≥ 95 %", [">= value=95 unit=% of=Mức độ hài lòng"]),
    # A comparison that is denied bounds a level.
    ("Duy trì mức hài lòng không thấp hơn 84,9% của năm 2025.", [">= value=84.9 unit=% of=mức hài lòng"]),
    ("Tỷ lệ hồ sơ trực tuyến không thấp hơn 75%.", [">= value=75 unit=% of=Tỷ lệ hồ sơ trực tuyến"]),
    ("Tỷ lệ hồ sơ trực tuyến không được thấp hơn 75%", [">= value=75 unit=% of=Tỷ lệ hồ sơ trực tuyến"]),
    ("Tỷ lệ trễ hạn không cao hơn 2%", ["<= value=2 unit=% of=Tỷ lệ trễ hạn"]),
    ("Tỷ lệ đúng hạn chẳng nhỏ hơn 80%", [">= value=80 unit=% of=Tỷ lệ đúng hạn"]),
    ("Tỷ lệ đúng hạn không ít hơn 80%", [">= value=80 unit=% of=Tỷ lệ đúng hạn"]),
    ("Tỷ lệ trễ hạn không lớn hơn 3%", ["<= value=3 unit=% of=Tỷ lệ trễ hạn"]),
    ("Số hồ sơ trễ hạn không nhiều hơn 5 hồ sơ", ["<= value=5 unit=hồ sơ of=hồ sơ trễ hạn"]),
    ("Tỷ lệ trễ hạn không được vượt quá 3%", ["<= value=3 unit=% of=Tỷ lệ trễ hạn"]),
    ("Tỷ lệ trễ hạn thấp hơn hoặc bằng 2%", ["<= value=2 unit=% of=Tỷ lệ trễ hạn"]),
    ("Tỷ lệ hài lòng bằng hoặc cao hơn 90%", [">= value=90 unit=% of=Tỷ lệ hài lòng"]),
    ("Tỷ lệ hài lòng không thấp hơn năm 2023", [">=baseline baseline_year=2023 of=Tỷ lệ hài lòng"]),
    ("Tỷ lệ hồ sơ trễ hạn không tăng quá 2%", []),
    ("Tỷ lệ hài lòng thấp hơn 2% so với năm 2023", ["decrease value=2 unit=pp baseline_year=2023 of=Tỷ lệ hài lòng"]),
    ("Xếp hạng không thấp hơn vị trí thứ 10", ["rank_between value=1 value2=10 unit=hạng of=Xếp hạng"]),
    ("Không để quá 2% hồ sơ trễ hạn", ["<= value=2 unit=% of=hồ sơ trễ hạn"]),
    (
        "Tỷ lệ hài lòng cao hơn năm 2023 từ 5% đến 10%",
        ["increase_ge value=5 value2=10 unit=pp baseline_year=2023 of=Tỷ lệ hài lòng"],
    ),
    ("Kiểm tra ít nhất 1/3 đơn vị", []),
    ("Đạt ít nhất 2/3 tiêu chí", [">= value=2 unit=tiêu chí"]),
    (
        "Tổ chức ít nhất 12 lớp tập huấn và thu tối thiểu 1.500 phiếu",
        [">= value=12 unit=lớp of=tập huấn", ">= value=1500 unit=phiếu of=tập huấn và thu"],
    ),
    # The best of all are ranks from the first.
    ("Chỉ số CCHC xếp trong nhóm 05 sở đứng đầu", ["rank_between value=1 value2=5 unit=hạng of=Chỉ số CCHC"]),
    ("Chỉ số CCHC trong tốp 10", ["rank_between value=1 value2=10 unit=hạng of=Chỉ số CCHC"]),
    ("top 5", ["rank_between value=1 value2=5 unit=hạng"]),
    ("Chỉ số DTI lọt vào Top 10/34 tỉnh, thành phố", ["rank_between value=1 value2=10 unit=hạng of=Chỉ số DTI"]),
    ("Chỉ số DTI nằm trong 10 tỉnh dẫn đầu", ["rank_between value=1 value2=10 unit=hạng of=Chỉ số DTI"]),
    (
        "Chỉ số SIPAS đạt từ 90% trở lên, nằm trong nhóm 10 tỉnh dẫn đầu",
        [">= value=90 unit=% of=Chỉ số SIPAS", "rank_between value=1 value2=10 unit=hạng"],
    ),
    ("Kiểm tra 10 đơn vị đứng đầu", ["== value=10 unit=đơn vị of=đứng đầu"]),
    ("Không để tỉnh rơi vào tốp 5 tỉnh thấp nhất", []),
    # So many times as much as in a year is a level and no rise by so much.
    ("Gấp 2 lần năm 2023", ["== value=2 unit=lần baseline_year=2023"]),
    (
        "Số hồ sơ trực tuyến gấp 2,5 lần so với năm 2023",
        ["== value=2.5 unit=lần baseline_year=2023 of=hồ sơ trực tuyến"],
    ),
    ("Tăng gấp 3 lần năm trước", ["== value=3 unit=lần baseline_year=2023"]),
    ("Gấp ít nhất 1,5 lần so với cùng kỳ năm 2023", [">= value=1.5 unit=lần baseline_year=2023"]),
    ("Số hồ sơ trực tuyến gấp đôi năm 2023", ["== value=2 unit=lần baseline_year=2023 of=hồ sơ trực tuyến"]),
    ("Số hồ sơ tăng gấp rưỡi so với năm 2023", ["== value=1.5 unit=lần baseline_year=2023 of=hồ sơ"]),
    ("Gấp ít nhất ba lần năm trước", [">= value=3 unit=lần baseline_year=2023"]),
    ("Không quá 10 phản ánh, kiến nghị về thủ tục", ["<= value=10 unit=phản ánh, kiến nghị of=về thủ tục"]),
    ("100% phản ánh, kiến nghị được trả lời", ["== value=100 unit=% of=phản ánh, kiến nghị được trả lời"]),
    ("Số lượt truy cập tăng 2 lần so với năm 2023", ["increase value=2 unit=lần baseline_year=2023 of=lượt truy cập"]),
    ("Kiểm tra 2 lần năm 2024", ["== value=2 unit=lần of=Kiểm tra"]),
    # What is brought down to a number.
    ("Giảm còn 15 đầu mối", ["== value=15 unit=đầu mối"]),
    ("Giảm số đầu mối xuống còn không quá 12 đầu mối", ["<= value=12 unit=đầu mối of=Giảm số đầu mối"]),
    ("Giảm từ 20 đầu mối xuống còn 15 đầu mối", ["== value=15 unit=đầu mối baseline=20"]),
    ("Nâng từ 3 dịch vụ công lên ít nhất 8 dịch vụ công", [">= value=8 unit=dịch vụ công baseline=3"]),
    ("Giảm 5 đầu mối, còn 15 đầu mối", ["decrease value=5 unit=đầu mối", "== value=15 unit=đầu mối"]),
    ("Ít nhất 02 chức danh", [">= value=2 unit=chức danh"]),
    # A duration of each is a measure of its own; any other bound of time is none.
    ("Tối đa 3 ngày làm việc cho một hồ sơ", ["<= value=3 unit=ngày làm việc of=một hồ sơ"]),
    ("Không quá 02 ngày/hồ sơ", ["<= value=2 unit=ngày of=hồ sơ"]),
    ("Dưới 5 ngày làm việc đối với mỗi thủ tục", ["< value=5 unit=ngày làm việc of=mỗi thủ tục"]),
    (
        "100% hồ sơ được giải quyết trong tối đa 3 ngày làm việc",
        ["== value=100 unit=% of=hồ sơ được giải quyết trong tối đa 3 ngày làm việc"],
    ),
    # The best rank has the lowest number.
    ("Xếp hạng từ thứ 20 trở lên", ["rank_between value=1 value2=20 unit=hạng of=Xếp hạng"]),
    ("Chỉ số PCI xếp thứ 10/34 trở lên", ["rank_between value=1 value2=10 unit=hạng of=Chỉ số PCI"]),
    ("Chỉ số DTI đứng thứ 8 trở lên", ["rank_between value=1 value2=8 unit=hạng of=Chỉ số DTI đứng"]),
    ("Xếp hạng tối thiểu thứ 15", ["rank_between value=1 value2=15 unit=hạng of=Xếp hạng"]),
    ("Xếp hạng cao hơn vị trí thứ 12", ["rank_between value=1 value2=11 unit=hạng of=Xếp hạng"]),
    ("Chỉ số CCHC xếp từ thứ 05 trở lên trong 11 huyện", ["rank_between value=1 value2=5 unit=hạng of=Chỉ số CCHC"]),
    # What is kept out of a rank does not aim at it.
    ("Không để nằm trong 8 sở có số hồ sơ trễ hạn cao nhất", []),
    ("Không xếp trong top 12 tỉnh có nhiều phản ánh", []),
    ("Xã không thuộc nhóm 5 đơn vị có tỷ lệ trễ hạn cao nhất", []),
    (
        "Tỷ lệ thanh toán không dùng tiền mặt thuộc nhóm 10 tỉnh dẫn đầu",
        ["rank_between value=1 value2=10 unit=hạng of=Tỷ lệ thanh toán không dùng tiền mặt"],
    ),
    (
        "Không có hồ sơ tồn đọng và nằm trong nhóm 10 sở đứng đầu",
        ["rank_between value=1 value2=10 unit=hạng of=Không có hồ sơ tồn đọng và"],
    ),
    # A class of services and a share are no ranks.
    (
        "100% dịch vụ công nhóm 3 kết nối với kho dữ liệu toàn quốc",
        ["== value=100 unit=% of=dịch vụ công nhóm 3 kết nối với kho dữ liệu toàn quốc"],
    ),
    ("Cung cấp dịch vụ công nhóm 2 trên toàn quốc", []),
    ("Thuộc nhóm 20% địa phương dẫn đầu cả nước", ["== value=20 unit=% of=địa phương dẫn đầu cả nước"]),
    ("Chỉ số PCI thuộc nhóm 15 cả nước", ["rank_between value=1 value2=15 unit=hạng of=Chỉ số PCI"]),
    # A denied change ends before what is asked for beside it.
    ("Không tăng số đầu mối và giảm 4% biên chế", ["decrease value=4 unit=% of=biên chế"]),
    ("Không giảm chất lượng và bảo đảm 95% hồ sơ đúng hạn", ["== value=95 unit=% of=hồ sơ đúng hạn"]),
    ("Chỉ số không giảm nhưng tối thiểu đạt 80%", [">= value=80 unit=% of=Chỉ số"]),
    ("Không được giảm quá 4% so với năm 2023", []),
    ("Không để tỷ lệ hồ sơ trực tuyến giảm quá 2%", []),
    ("Không để tỷ lệ hài lòng giảm dưới 85%", []),
    ("Không để tồn đọng hồ sơ và giảm 10% thời gian chờ", ["decrease value=10 unit=% of=thời gian chờ"]),
    ("Thứ hạng không giảm quá 2 bậc so với năm 2023", []),
    ("Tỷ lệ hài lòng không giảm dưới 88% so với năm 2023", [">= value=88 unit=% of=Tỷ lệ hài lòng"]),
    ("Tỷ lệ hài lòng không giảm so với năm 2023", [">=baseline baseline_year=2023 of=Tỷ lệ hài lòng"]),
    ("Đạt từ mức 80% trở lên", [">= value=80 unit=%"]),
    ("Đạt tối thiểu 9/10 điểm", [">= value=9 unit=điểm"]),
    ("Có ít nhất một mô hình mới", [">= value=1 unit=mô hình of=mới"]),
    ("Tăng ít nhất 2 điểm %", ["increase_ge value=2 unit=pp"]),
    ("Giữ vững thứ hạng 15", ["== value=15 unit=hạng of=Giữ vững thứ hạng"]),
    (
        "Duy trì và nâng cao kết quả đạt được năm 2023 (85,33%)",
        [">= value=85.33 unit=% baseline=85.33 baseline_year=2023 of=và nâng cao kết quả đạt được năm 2023"],
    ),
    ("Duy trì và nâng cao kết quả đạt được", []),
    ("Vượt thu ngân sách 5%", ["exceed_plan_ge value=5 unit=% of=thu ngân sách"]),
    ("Thu ngân sách vượt 5% so với dự toán tỉnh giao", ["exceed_plan_ge value=5 unit=% of=Thu ngân sách"]),
    ("Vượt kế hoạch tỉnh giao ít nhất 3%", ["exceed_plan_ge value=3 unit=% of=kế hoạch tỉnh giao"]),
    (
        "100% các cơ quan, đơn vị có tỷ lệ văn bản điện tử đạt 100%",
        ["== value=100 unit=% of=cơ quan, đơn vị có tỷ lệ văn bản điện tử đạt 100%"],
    ),
]


def show(target: Target) -> str:
    values = [(name, getattr(target, name)) for name in FIELDS]
    return " ".join([target.op.value, *(f"{name}={value}" for name, value in values if value not in (None, ""))])


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_parse_targets_reads_measurable_aims(text: str, expected: list[str]) -> None:
    found = targets.parse_targets(text, plan_year=2024, lexicon=LEXICON)

    assert [show(target) for target in found] == expected

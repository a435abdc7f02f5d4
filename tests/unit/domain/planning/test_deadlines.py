"""Deadlines of many plans; the plan's year is 2024."""

import pytest

from parindex.definitions.labels import phrases
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.model import Deadline

LEXICON = phrases.load_lexicon()
FIELDS = ("year", "year_to", "month", "date_", "day", "n", "quarter", "op", "every", "event")

CASES = [
    # The year behind a day and a month is theirs.
    ("Xong trước ngày 01/10 năm 2025", ["both date date=2025-10-01 op=<="]),
    ("Trước ngày 15/6 và 15/12 năm 2025", ["both date date=2025-06-15 op=<=", "both date date=2025-12-15 op=<="]),
    ("Từ 01/8 đến 15/9 của năm 2025", ["both date date=2025-09-15 op=<="]),
    ("01/10 (năm 2025)", ["both date date=2025-10-01"]),
    ("Ngày 01/7, 01/10, năm 2025", ["both date date=2025-07-01", "both date date=2025-10-01"]),
    ("Trước 30/6 trong năm 2025", ["both date date=2025-06-30 op=<=", "both in_year year=2025"]),
    # The last day of a period comes in each of them.
    ("Chậm nhất là ngày làm việc cuối cùng của tháng", ["both recurring every=month"]),
    ("Trước ngày cuối cùng của tháng, quý", ["both recurring every=month", "both recurring every=quarter"]),
    ("Ngày làm việc cuối cùng của tháng cuối quý", ["both recurring every=quarter"]),
    ("Ngày cuối tháng", ["both recurring every=month"]),
    ("Ngày làm việc cuối cùng của mỗi quý", ["both recurring every=quarter"]),
    ("Ngày làm việc cuối cùng của tháng 6/2024", ["both month year=2024 month=6"]),
    ("Ngày cuối cùng của quý II", ["both quarter year=2024 quarter=2"]),
    ("Ngày cuối cùng của tháng này", []),
    ("Trước 15/13", []),
    ("15 tháng đầu năm", []),
    ("Trong năm 2023/30/6/2023", ["perform in_year year=2023", "complete date date=2023-06-30"]),
    (
        "- Thực hiện: Cả năm 2024 - Hoàn thành: 15/12/2024",
        ["perform in_year year=2024", "complete date date=2024-12-15 op=<="],
    ),
    (
        "Thời gian thực hiện: Hằng quý; thời gian hoàn thành: Tháng 11",
        ["perform recurring every=quarter", "complete month year=2024 month=11 op=<="],
    ),
    (
        "Hoàn thành: Quý II; thực hiện: Quý I",
        ["both quarter year=2024 quarter=2 op=<=", "both quarter year=2024 quarter=1"],
    ),
    ("30/6/2023", ["both date date=2023-06-30"]),
    ("Quý II/2023", ["both quarter year=2023 quarter=2"]),
    ("Tháng 6, tháng 12", ["both month year=2024 month=6", "both month year=2024 month=12"]),
    ("Hàng tháng/quý/năm", ["both recurring every=month", "both recurring every=quarter", "both recurring every=year"]),
    ("Hàng tháng", ["both recurring every=month"]),
    ("Hằng quý", ["both recurring every=quarter"]),
    ("Định kỳ ngày 15 hằng tháng", ["both recurring_day_of_month day=15 every=month"]),
    ("Trước ngày 20 của tháng cuối quý", ["both recurring_day_of_month day=20 op=<= every=quarter"]),
    ("Chậm nhất 05 ngày làm việc trước ngày họp", ["both working_days_before_event n=5 op=<= event=họp"]),
    ("Trong vòng 10 ngày kể từ ngày nhận được văn bản", ["both days_after_event n=10 op=<= event=nhận được văn bản"]),
    (
        "Trong vòng 05 ngày làm việc kể từ ngày có quyết định",
        ["both working_days_after_event n=5 op=<= event=có quyết định"],
    ),
    ("Năm 2021 và các năm tiếp theo", ["both in_year_onward year=2021"]),
    ("Giai đoạn 2021-2025", ["both year_range year=2021 year_to=2025"]),
    ("Đến năm 2025", ["both by_year year=2025 op=<="]),
    ("6 tháng đầu năm", ["both month year=2024 month=6 op=<="]),
    ("Thường xuyên trong năm", ["both continuous"]),
    ("Thường xuyên", ["both continuous"]),
    ("Theo kế hoạch", ["both per_plan"]),
    ("Theo quy định", ["both per_regulation"]),
    ("Khi có yêu cầu", ["both on_request"]),
    ("Sau khi kết thúc đợt kiểm tra", ["both after_event event=kết thúc đợt kiểm tra"]),
    ("Xong trước 30/11/2024", ["both date date=2024-11-30 op=<="]),
    ("15/11", ["both date date=2024-11-15"]),
    ("Trong tháng 9/2023", ["both month year=2023 month=9"]),
    ("Cuối năm", ["both end_of_assessment_year year=2024"]),
    ("Như điểm b, khoản 1.20", ["both cross_reference event=điểm b, khoản 1.20"]),
    ("Trước ngày 15/6 và 15/12/2023", ["both date date=2023-06-15 op=<=", "both date date=2023-12-15 op=<="]),
    ("Quý I, II/2023", ["both quarter year=2023 quarter=1", "both quarter year=2023 quarter=2"]),
    ("Quý III, quý IV năm 2024", ["both quarter year=2024 quarter=3", "both quarter year=2024 quarter=4"]),
    ("Từ ngày 01/3 đến ngày 30/6/2023", ["both date date=2023-06-30 op=<="]),
    ("15-20/6/2026", ["both date date=2026-06-20"]),
    ("Từ 01/6-15/6/2026", ["both date date=2026-06-15"]),
    ("Ngày 05-10 hằng tháng", ["both recurring_day_of_month day=10 every=month"]),
    ("Tháng 4 - 10/2026", ["both month year=2026 month=10 op=<="]),
    ("Tháng 3-6-9/2026", [f"both month year=2026 month={month}" for month in (3, 6, 9)]),
    ("Trong năm 2022 và đầu năm 2023", ["both in_year year=2022", "both in_year year=2023"]),
    (
        "Trong năm 2023/Chậm nhất là ngày 20 của tháng cuối kỳ báo cáo.",
        ["perform in_year year=2023", "complete recurring_day_of_month day=20 op=<="],
    ),
    ("Theo Kế hoạch, quy định", ["both per_plan", "both per_regulation"]),
    ("Theo yêu cầu của cơ quan có thẩm quyền kiểm tra (nếu có).", ["both on_request"]),
    (
        "Sau khi có phản ánh kiến nghị/theo thời gian quy định.",
        ["perform after_event event=có phản ánh kiến nghị", "complete per_regulation"],
    ),
    ("Trước ngày 15/12 hàng năm", ["both recurring_date month=12 day=15 op=<= every=year"]),
    ("Định kỳ 6 tháng, năm", ["both recurring every=half_year", "both recurring every=year"]),
    ("02 lần/năm", ["both recurring n=2 every=year"]),
    ("Trước ngày 30 tháng 11 năm 2024", ["both date date=2024-11-30 op=<="]),
    ("Năm 2024", ["both in_year year=2024"]),
    ("2024", ["both in_year year=2024"]),
    ("Tháng 4 - tháng 6/2024", ["both month year=2024 month=6 op=<="]),
    ("Từ tháng 3 đến tháng 12/2024", ["both month year=2024 month=12 op=<="]),
    ("Đến hết năm 2025", ["both by_year year=2025 op=<="]),
    ("Hoàn thành trong quý I năm 2026", ["both quarter year=2026 quarter=1 op=<="]),
    ("Từ năm 2024", ["both in_year_onward year=2024"]),
    ("Theo chỉ đạo của UBND tỉnh", ["both per_assignment"]),
    ("Thường xuyên, liên tục trong năm 2024", ["both continuous year=2024"]),
    ("Trước 25/12 và báo cáo khi có yêu cầu", ["both date date=2024-12-25 op=<=", "both on_request"]),
    ("Hàng năm, trước ngày 31/01", ["both recurring_date month=1 day=31 op=<= every=year"]),
    ("Năm 2023-2024", ["both year_range year=2023 year_to=2024"]),
    ("Trong năm 2023/Theo Kế hoạch số 12/KH-UBND", ["perform in_year year=2023", "complete per_plan"]),
    ("Không xác định", []),
    ("15.3.2024", ["both date date=2024-03-15"]),
    ("Quý II/Quý IV năm 2023", ["perform quarter year=2024 quarter=2", "complete quarter year=2023 quarter=4"]),
    (
        "Báo cáo quý I, 6 tháng, quý III và năm",
        ["both quarter year=2024 quarter=1", "both recurring every=half_year", "both quarter year=2024 quarter=3"],
    ),
    ("Tháng 12 hàng năm", ["both recurring month=12 every=year"]),
    ("Quý IV hàng năm", ["both recurring quarter=4 every=year"]),
    (
        "Trước ngày 20/3, 20/6, 20/9 và 20/12",
        [
            "both date date=2024-03-20 op=<=",
            "both date date=2024-06-20 op=<=",
            "both date date=2024-09-20 op=<=",
            "both date date=2024-12-20 op=<=",
        ],
    ),
    ("Trong năm 2024 (nếu có)", ["both in_year year=2024"]),
    ("Trước 31/12/2024", ["both date date=2024-12-31 op=<="]),
    ("Ngày 05/01/2025", ["both date date=2025-01-05"]),
    ("Hoàn thành trước tháng 10/2024", ["both month year=2024 month=10 op=<="]),
    ("Tháng 3/2024 và tháng 9/2024", ["both month year=2024 month=3", "both month year=2024 month=9"]),
    ("Tháng 6, 12/2024", ["both month year=2024 month=6", "both month year=2024 month=12"]),
    ("Quý 2/2024", ["both quarter year=2024 quarter=2"]),
    ("Quý I hằng năm", ["both recurring quarter=1 every=year"]),
    ("Trong quý III", ["both quarter year=2024 quarter=3"]),
    ("Năm 2024 và những năm tiếp theo", ["both in_year_onward year=2024"]),
    ("Từ năm 2022 đến năm 2025", ["both year_range year=2022 year_to=2025"]),
    ("2021 - 2025", ["both year_range year=2021 year_to=2025"]),
    ("Đến cuối năm 2025", ["both by_year year=2025 op=<="]),
    ("Trước năm 2026", ["both by_year year=2026 op=<="]),
    ("Hàng tuần", ["both recurring every=week"]),
    ("Hằng năm", ["both recurring every=year"]),
    ("Định kỳ hàng quý", ["both recurring every=quarter"]),
    ("Định kỳ 6 tháng và hàng năm", ["both recurring every=half_year", "both recurring every=year"]),
    ("1 lần/năm", ["both recurring every=year"]),
    ("Quý/lần", ["both recurring every=quarter"]),
    ("6 tháng/lần", ["both recurring every=half_year"]),
    ("Định kỳ 6 tháng 1 lần", ["both recurring every=half_year"]),
    ("Định kỳ 03 tháng một lần", ["both recurring every=quarter"]),
    ("03 tháng/lần", ["both recurring every=quarter"]),
    ("Báo cáo kỳ 6 tháng 12 tháng", ["both recurring every=half_year"]),
    ("Mỗi quý 1 lần", ["both recurring every=quarter"]),
    ("Mỗi năm một lần", ["both recurring every=year"]),
    ("Đợt 2 tháng 9/2026", ["both month year=2026 month=9"]),
    ("5-10/6/2026", ["both date date=2026-06-10"]),
    (
        "Trước ngày 15 của tháng cuối quý; trước ngày 10/12",
        ["both recurring_day_of_month day=15 op=<= every=quarter", "both date date=2024-12-10 op=<="],
    ),
    ("Ngày 25 hàng tháng", ["both recurring_day_of_month day=25 every=month"]),
    (
        "Ngày 10, 25 hằng tháng",
        ["both recurring_day_of_month day=10 every=month", "both recurring_day_of_month day=25 every=month"],
    ),
    ("Tháng 8, tháng 12/2025", ["both month year=2025 month=8", "both month year=2025 month=12"]),
    ("Tháng 6, 12 hằng năm", ["both recurring month=6 every=year", "both recurring month=12 every=year"]),
    ("Q2/2026", ["both quarter year=2026 quarter=2"]),
    ("Trước ngày 05 tháng 12 hàng năm", ["both recurring_date month=12 day=5 op=<= every=year"]),
    (
        "Trong 03 ngày làm việc kể từ khi nhận được hồ sơ",
        ["both working_days_after_event n=3 op=<= event=nhận được hồ sơ"],
    ),
    ("Sau 30 ngày kể từ ngày ban hành Kế hoạch", ["both days_after_event n=30 op=<= event=ban hành Kế hoạch"]),
    ("Ngay sau khi Kế hoạch được ban hành", ["both after_event event=Kế hoạch được ban hành"]),
    ("Khi phát sinh", ["both on_event event=phát sinh"]),
    ("Khi có văn bản chỉ đạo của cấp trên", ["both on_event event=có văn bản chỉ đạo của cấp trên"]),
    ("Đột xuất theo yêu cầu", ["both on_request"]),
    ("Theo tiến độ của Chương trình", ["both per_plan"]),
    ("Theo phân công của UBND tỉnh", ["both per_assignment"]),
    ("Đúng thời gian quy định", ["both per_regulation"]),
    ("Theo thời hạn quy định tại Nghị định số 61/2018/NĐ-CP", ["both per_regulation"]),
    ("Theo nhiệm vụ được giao", ["both per_assignment"]),
    ("Thường xuyên/Quý IV", ["perform continuous", "complete quarter year=2024 quarter=4"]),
    ("Theo điểm a khoản 2 mục II", ["both cross_reference event=điểm a khoản 2 mục II"]),
    ("Xem mục 3.1", ["both cross_reference event=mục 3.1"]),
    ("Chậm nhất 10 ngày trước khi kết thúc quý", ["both on_event op=<= event=10 ngày trước khi kết thúc quý"]),
    ("Trong vòng 15 ngày", ["both days_after_event n=15 op=<="]),
    ("Hoàn thành trong tháng 11", ["both month year=2024 month=11 op=<="]),
    ("Cả năm", ["both in_year year=2024"]),
    ("Suốt năm", ["both continuous"]),
    ("Từ tháng 01 đến tháng 6 năm 2024", ["both month year=2024 month=6 op=<="]),
    ("Hết năm đánh giá", ["both end_of_assessment_year year=2024"]),
    ("Quý I - Quý III/2024", ["both quarter year=2024 quarter=1 op=>=", "both quarter year=2024 quarter=3"]),
    ("Tháng 13", []),
    ("Ngày 31/02/2024", []),
    ("30/6/Theo Kế hoạch", ["perform date date=2024-06-30", "complete per_plan"]),
    ("Trong năm/Theo kế hoạch kiểm tra", ["perform in_year year=2024", "complete per_plan"]),
    (
        "Trước 15/12/2024, trường hợp đột xuất thực hiện theo yêu cầu",
        ["both date date=2024-12-15 op=<=", "both on_request"],
    ),
    ("Năm 2024; 2025", ["both in_year year=2024", "both in_year year=2025"]),
    (
        "Ban hành trước ngày 15/01/2024. Báo cáo kết quả trước 30/11/2024",
        ["both date date=2024-01-15 op=<=", "both date date=2024-11-30 op=<="],
    ),
    ("Từ khi có hiệu lực", ["both after_event event=có hiệu lực"]),
    ("Thời gian thực hiện: Quý I năm 2024", ["both quarter year=2024 quarter=1"]),
    ("Trong 9 tháng đầu năm 2024", ["both month year=2024 month=9 op=<="]),
    ("Khi có yêu cầu của cấp trên/Theo quy định", ["perform on_request", "complete per_regulation"]),
    (
        "Trước ngày 20/6 (báo cáo 6 tháng) và trước ngày 05/12 (báo cáo năm)",
        ["both date date=2024-06-20 op=<=", "both date date=2024-12-05 op=<="],
    ),
    ("Các quý trong năm", ["both recurring every=quarter", "both in_year year=2024"]),
    ("Từng quý", ["both recurring every=quarter"]),
    ("Quý IV/2024", ["both quarter year=2024 quarter=4"]),
    ("Trước 30/11 hằng năm", ["both recurring_date month=11 day=30 op=<= every=year"]),
    ("Khi Trung ương ban hành", ["both on_event event=Trung ương ban hành"]),
    ("Theo hướng dẫn của Bộ Nội vụ", ["both per_regulation"]),
    ("Thường xuyên, hằng năm", ["both continuous", "both recurring every=year"]),
    (
        "Định kỳ (quý, 6 tháng, năm)",
        ["both recurring every=quarter", "both recurring every=half_year", "both recurring every=year"],
    ),
    (
        "Báo cáo định kỳ hàng quý, 6 tháng, năm",
        ["both recurring every=quarter", "both recurring every=half_year", "both recurring every=year"],
    ),
    (
        "Trước ngày 10/3, 10/6, 10/9, 05/12",
        [
            "both date date=2024-03-10 op=<=",
            "both date date=2024-06-10 op=<=",
            "both date date=2024-09-10 op=<=",
            "both date date=2024-12-05 op=<=",
        ],
    ),
    ("Năm 2025-2026", ["both year_range year=2025 year_to=2026"]),
    ("Theo Kế hoạch của UBND tỉnh; hoàn thành trước 15/12/2024", ["both per_plan", "both date date=2024-12-15 op=<="]),
    ("Từ Quý I đến Quý IV/2024", ["both quarter year=2024 quarter=1 op=>=", "both quarter year=2024 quarter=4 op=<="]),
    (
        "Quý I,II,III,IV",
        [
            "both quarter year=2024 quarter=1",
            "both quarter year=2024 quarter=2",
            "both quarter year=2024 quarter=3",
            "both quarter year=2024 quarter=4",
        ],
    ),
    ("Tháng 02-3/2025", ["both month year=2025 month=3 op=<="]),
    ("Ngay sau khi có kết quả công bố Chỉ số", ["both after_event event=có kết quả công bố Chỉ số"]),
    ("Trong tháng 01/2025; tháng 7/2025", ["both month year=2025 month=1", "both month year=2025 month=7"]),
    ("Trước ngày 25 tháng cuối quý", ["both recurring_day_of_month day=25 op=<= every=quarter"]),
    (
        "Ngày 14 của tháng cuối quý, 6 tháng, năm",
        ["both recurring_day_of_month day=14 every=quarter", "both recurring every=half_year"],
    ),
    ("Đến 31/12/2025", ["both date date=2025-12-31 op=<="]),
    ("Đến ngày 30/6/2025", ["both date date=2025-06-30 op=<="]),
    ("Bắt đầu từ ngày 01/7/2025", ["both date date=2025-07-01 op=>="]),
    ("Từ 01/7/2025", ["both date date=2025-07-01 op=>="]),
    ("Quý III/2025 - Quý I/2026", ["both quarter year=2025 quarter=3 op=>=", "both quarter year=2026 quarter=1"]),
    ("Theo lộ trình của Bộ, ngành Trung ương", ["both per_plan"]),
    ("Năm 2025 (hoàn thành trong quý II)", ["both in_year year=2025", "both quarter year=2025 quarter=2 op=<="]),
    ("2025", ["both in_year year=2025"]),
    ("2025-2026", ["both year_range year=2025 year_to=2026"]),
    ("12/2024", ["both month year=2024 month=12"]),
    ("Tháng 12", ["both month year=2024 month=12"]),
    ("Hoàn thành 30/10/2024", ["both date date=2024-10-30 op=<="]),
    ("Ngày 30 tháng 10", ["both date date=2024-10-30"]),
    ("Thực hiện thường xuyên, báo cáo trước 15/11", ["both continuous", "both date date=2024-11-15 op=<="]),
    ("Hàng năm (trước 15/01 năm sau)", ["both recurring_date month=1 day=15 op=<= every=year"]),
    ("Định kỳ, đột xuất", ["both on_request"]),
    ("Chậm nhất 02 ngày làm việc sau khi ban hành", ["both working_days_after_event n=2 op=<= event=ban hành"]),
    ("Không quá 05 ngày làm việc kể từ ngày tiếp nhận", ["both working_days_after_event n=5 op=<= event=tiếp nhận"]),
    ("15 ngày sau khi kết thúc hội nghị", ["both days_after_event n=15 op=<= event=kết thúc hội nghị"]),
    ("Theo kế hoạch thanh tra năm 2024", ["both per_plan"]),
    (
        "Tháng 6/2024 (sơ kết), tháng 12/2024 (tổng kết)",
        ["both month year=2024 month=6", "both month year=2024 month=12"],
    ),
    ("Trong giai đoạn", []),
    ("Trong quý II, III năm 2024", ["both quarter year=2024 quarter=2", "both quarter year=2024 quarter=3"]),
    ("Trong tháng 5 và tháng 6 năm 2024", ["both month year=2024 month=5", "both month year=2024 month=6"]),
    ("Thời hạn: 20/5/2024", ["both date date=2024-05-20 op=<="]),
    ("Sau khi được phê duyệt", ["both after_event event=được phê duyệt"]),
    ("Từ nay đến cuối năm", ["both end_of_assessment_year year=2024"]),
    ("Từ nay đến hết năm 2024", ["both by_year year=2024 op=<="]),
    ("Liên tục", ["both continuous"]),
    ("Hằng quý, năm", ["both recurring every=quarter", "both recurring every=year"]),
    ("Trong 6 tháng cuối năm 2024", ["both month year=2024 month=12 op=<="]),
    ("Thực hiện theo Kế hoạch số 05/KH-UBND ngày 05/01/2024", ["both per_plan"]),
    ("Theo Quyết định số 15/QĐ-UBND ngày 10/01/2024 của UBND tỉnh", ["both per_regulation"]),
    ("Như trên", []),
    ("Như mục 1.1", ["both cross_reference event=mục 1.1"]),
    ("01/3/2024 đến 30/6/2024", ["both date date=2024-06-30 op=<="]),
    ("Từ 01/3 - 30/6/2024", ["both date date=2024-06-30"]),
    ("01/3/2024-30/6/2024", ["both date date=2024-06-30"]),
    ("01/3-30/6/2024", ["both date date=2024-06-30"]),
    ("Từ ngày 01 tháng 3 tới hết ngày 30 tháng 6 năm 2024", ["both date date=2024-06-30 op=<="]),
    ("Từ tháng 10/2024 đến hết tháng 3/2025", ["both month year=2025 month=3 op=<="]),
    ("10/2024-3/2025", ["both month year=2025 month=3"]),
    ("Từ 15/3 đến hết quý II", ["both quarter year=2024 quarter=2 op=<="]),
    ("Quý II đến Quý IV", ["both quarter year=2024 quarter=2 op=>=", "both quarter year=2024 quarter=4 op=<="]),
    ("Từ quý II-IV/2024", ["both quarter year=2024 quarter=2 op=>=", "both quarter year=2024 quarter=4"]),
    ("Từ quý I/2024", ["both quarter year=2024 quarter=1 op=>="]),
    ("Sau ngày 15/6/2024", ["both date date=2024-06-15 op=>="]),
    ("Kể từ tháng 5/2024", ["both month year=2024 month=5 op=>="]),
    ("Từ 8 giờ 00 ngày 15/6/2024", ["both date date=2024-06-15 op=>="]),
    ("Từ 01/3/2024 đến hết năm", ["both in_year year=2024"]),
    (
        "Từ ngày ban hành Kế hoạch đến 30/11/2024",
        ["both after_event event=ban hành Kế hoạch", "both date date=2024-11-30 op=<="],
    ),
    # No starts: a weekday, a limit before the first day, three points in a row.
    ("Thứ sáu ngày 14/6/2024", ["both date date=2024-06-14"]),
    ("Thứ Tư, ngày 12/6/2024", ["both date date=2024-06-12"]),
    ("Trước 15/6 - 15/12/2024", ["both date date=2024-06-15 op=<=", "both date date=2024-12-15 op=<="]),
    (
        "15/3 - 15/6 - 15/9/2024",
        ["both date date=2024-03-15", "both date date=2024-06-15", "both date date=2024-09-15"],
    ),
    # The number of a week or of a round is no day.
    ("Tuần 2 tháng 7/2026", ["both month year=2026 month=7"]),
    ("Tuần 3, tháng 7 năm 2026", ["both month year=2026 month=7"]),
    ("Trong tuần thứ hai tháng 7", ["both month year=2024 month=7"]),
    ("Tuần cuối tháng 7/2026", ["both month year=2026 month=7"]),
    ("Trước tuần 3 tháng 7", ["both month year=2024 month=7 op=<="]),
    ("Tuần 1, 2 tháng 7/2026", ["both month year=2026 month=7"]),
    ("Tuần 2/7", ["both month year=2024 month=7"]),
    ("Tuần 4 tháng 7 đến tuần 2 tháng 8/2026", ["both month year=2026 month=8 op=<="]),
    ("Đợt 1 tháng 3, đợt 2 tháng 9", ["both month year=2024 month=3", "both month year=2024 month=9"]),
    ("Ngày 02 tháng 7/2026", ["both date date=2026-07-02"]),
    ("Tuần 12/7", ["both date date=2024-07-12"]),
    ("Quý I - II - III", [f"both quarter year=2024 quarter={number}" for number in (1, 2, 3)]),
]


def show(deadline: Deadline) -> str:
    values = [(name, getattr(deadline, name)) for name in FIELDS]
    shown = [f"{name.rstrip('_')}={value}" for name, value in values if value is not None]
    return " ".join([deadline.role.value, deadline.kind.value, *shown])


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_parse_deadlines_reads_every_way_of_writing(text: str, expected: list[str]) -> None:
    found = deadlines.parse_deadlines(text, plan_year=2024, lexicon=LEXICON)

    assert [show(deadline) for deadline in found] == expected


def test_parse_deadlines_keeps_day_and_month_without_a_year() -> None:
    (deadline,) = deadlines.parse_deadlines("Trước 15/11", plan_year=None, lexicon=LEXICON)

    assert show(deadline) == "both date month=11 day=15 op=<="


def test_parse_deadlines_invents_no_year() -> None:
    (deadline,) = deadlines.parse_deadlines("Trong năm", plan_year=None, lexicon=LEXICON)

    assert show(deadline) == "both in_year"


def test_parse_deadlines_keeps_the_words_of_each_clause() -> None:
    found = deadlines.parse_deadlines("- Trong năm 2023; - Sau khi Bộ triển khai.", plan_year=2023, lexicon=LEXICON)

    assert [deadline.text for deadline in found] == ["Trong năm 2023", "Sau khi Bộ triển khai"]


@pytest.mark.parametrize(
    ("text", "expected"), [("Tuần 2 tháng 7/2026", True), ("Hàng tuần", False), ("Tháng 7", False)]
)
def test_names_week_tells_a_month_that_is_only_the_outer_limit(text: str, expected: bool) -> None:
    assert deadlines.names_week(text) is expected

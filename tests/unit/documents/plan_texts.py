"""Short plans in different dialects, of agencies that do not exist."""

from __future__ import annotations

HEAD = """ỦY BAN NHÂN DÂN
HUYỆN THANH GIẢ
Số: 88/KH-UBND
Thanh Giả, ngày 15 tháng 01 năm 2025

KẾ HOẠCH
Khắc phục hạn chế, nâng cao Chỉ số cải cách hành chính năm 2025

Căn cứ Kế hoạch số 10/KH-UBND ngày 02/01/2025 của UBND tỉnh Mẫu, UBND huyện Thanh Giả ban hành kế hoạch.

I. MỤC ĐÍCH, YÊU CẦU
Nâng cao chất lượng phục vụ người dân và doanh nghiệp trên địa bàn huyện, tạo chuyển biến rõ nét trong năm.
"""
FOOT = """
III. TỔ CHỨC THỰC HIỆN
Các phòng, ban căn cứ kế hoạch này tổ chức thực hiện, báo cáo kết quả về Phòng Nội vụ trước ngày 15 tháng cuối quý.

Nơi nhận:
- UBND tỉnh (b/c);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Ví Dụ
"""
LETTERED = """II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Khắc phục các tiêu chí còn hạn chế
1.1. Tiêu chí “Thực hiện kế hoạch CCHC”
a) Mục tiêu, yêu cầu: Hoàn thành 100% nhiệm vụ.
b) Nhiệm vụ, giải pháp:
- Phòng Nội vụ theo dõi, đôn đốc.
- Phòng Tư pháp:
+ Rà soát từng nhiệm vụ.
c) Phân công trách nhiệm
- Cơ quan phụ trách: Phòng Nội vụ.
- Cơ quan phối hợp/thực hiện: Phòng Tư pháp/UBND các xã, thị trấn.
d) Thời gian thực hiện/hoàn thành: Trong năm 2025.
1.2. Tiêu chí thành phần “Công khai TTHC”
a) Mục tiêu, yêu cầu: 100% TTHC được công khai.
b) Nhiệm vụ, giải pháp: Như điểm b, khoản 1.1.
c) Phân công trách nhiệm
- Cơ quan phụ trách: Văn phòng HĐND và UBND huyện.
d) Thời gian thực hiện/hoàn thành: Quý II/2025.
"""
NAMED = """II. GIẢI PHÁP
Tiêu chí 1. Thực hiện kế hoạch CCHC
Điểm đạt: 1,5/2 điểm.
Nguyên nhân bị trừ điểm: Chưa hoàn thành 02 nhiệm vụ.
Giải pháp khắc phục: Rà soát từng nhiệm vụ.
Trách nhiệm thực hiện: Phòng Nội vụ (chủ trì); Phòng Tư pháp (phối hợp).
Thời gian: Tháng 11 năm 2025.
Tiêu chí 2. Tỷ lệ hồ sơ trực tuyến
Nguyên nhân bị trừ điểm: Người dân chưa quen.
Giải pháp khắc phục:
• Hướng dẫn người dân.
Trách nhiệm thực hiện: Văn phòng HĐND và UBND huyện.
Thời gian: Thường xuyên.
"""
PROSE = """II. NHIỆM VỤ
1. Về kiểm tra cải cách hành chính: Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp xây dựng kế hoạch, hoàn thành
trước ngày 31/3/2025.
2. Phòng Tư pháp chủ trì, phối hợp với các phòng, ban rà soát văn bản quy phạm pháp luật. Thời gian: Thường xuyên.
3. Tổ chức tập huấn cho công chức một cửa (Phòng Nội vụ chủ trì; thời gian: quý III/2025).
"""
REPEATED = """II. NHIỆM VỤ
1. Về cải cách thủ tục hành chính
- Nâng cao tỷ lệ hồ sơ trực tuyến.
Cơ quan chủ trì: Văn phòng HĐND và UBND huyện; Cơ quan phối hợp: UBND các xã, thị trấn.
Thời gian hoàn thành: Tháng 12/2025.
- Công khai kịp thời TTHC.
Cơ quan chủ trì: Phòng Tư pháp.
Thời gian hoàn thành: Thường xuyên.
"""
COLUMNS = ("STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện")
ROWS = (
    ("I", "CHỈ ĐẠO ĐIỀU HÀNH"),
    ("1", "Ban hành kế hoạch tuyên truyền CCHC", "Phòng Nội vụ", "Phòng Văn hóa và Thông tin", "Quý I/2025"),
    ("2", "Tổ chức hội thi tìm hiểu CCHC", "Phòng Nội vụ", "UBND các xã, thị trấn", "Trước 30/11/2025"),
    ("II", "CẢI CÁCH THỂ CHẾ"),
    ("1", "Tự kiểm tra văn bản", "Phòng Tư pháp", "Các phòng, ban", "Tháng 10/2025"),
    ("2", "Rà soát văn bản quy phạm pháp luật", "Phòng Tư pháp", "Các phòng, ban", "Thường xuyên"),
)
CAPTION = "\nPHỤ LỤC\nNHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2025\n"


def plan(body: str) -> bytes:
    """Return a whole plan with this body as the bytes of a text file."""
    return (HEAD + body + FOOT).encode()


def with_table(rows: str) -> bytes:
    """Return a plan whose annex holds these rows."""
    return (HEAD + CAPTION + rows + "\n").encode()

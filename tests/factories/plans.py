"""Makes drafts and plans by the real way: a small text is read, reviewed and approved."""

from __future__ import annotations

import io
from datetime import datetime

from parindex.apps.imports import selectors, services
from parindex.apps.imports.models import Draft
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor
from parindex.jobs import worker

PLAN_TEXT = """ỦY BAN NHÂN DÂN
TỈNH SÔNG MÂY

Số: 15/KH-UBND

Sông Mây, ngày 10 tháng 3 năm 2026

KẾ HOẠCH

Khắc phục tồn tại, hạn chế và nâng cao Chỉ số cải cách hành chính tỉnh Sông Mây năm 2026

Căn cứ Quyết định số 99/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh Sông Mây về Kế hoạch cải cách hành chính năm 2026, Ủy ban nhân dân tỉnh ban hành Kế hoạch khắc phục tồn tại, hạn chế như sau:

I. NHIỆM VỤ VÀ GIẢI PHÁP

1. Khắc phục các tiêu chí còn tồn tại, hạn chế

1.1. Tiêu chí “Thực hiện kế hoạch CCHC”

a) Mục tiêu, yêu cầu: Hoàn thành 100% nhiệm vụ đề ra theo kế hoạch.

b) Nhiệm vụ, giải pháp: Sở Nội vụ theo dõi, đôn đốc các cơ quan thực hiện kế hoạch.

c) Phân công trách nhiệm

- Cơ quan phụ trách: Sở Nội vụ.

- Cơ quan phối hợp/thực hiện: Sở Nội vụ/Các sở, ban, ngành tỉnh; UBND cấp xã.

d) Thời gian thực hiện/hoàn thành: Trước ngày 30/6/2026.

1.2. Tiêu chí thành phần “Công khai thủ tục hành chính”

a) Mục tiêu, yêu cầu: Công khai đầy đủ, kịp thời thủ tục hành chính.

b) Nhiệm vụ, giải pháp: Văn phòng UBND tỉnh kiểm tra việc công khai tại các đơn vị.

c) Phân công trách nhiệm

- Cơ quan phụ trách: Văn phòng UBND tỉnh.

- Cơ quan phối hợp/thực hiện: Sở Tư pháp.

d) Thời gian thực hiện/hoàn thành: Thường xuyên trong năm.

1.3. Tiêu chí thành phần “Xử lý các vấn đề phát hiện qua kiểm tra”

a) Mục tiêu, yêu cầu: 100% vấn đề phát hiện qua kiểm tra được xử lý.

b) Nhiệm vụ, giải pháp: Các cơ quan được kiểm tra khắc phục ngay tồn tại.

d) Thời gian thực hiện/hoàn thành: Sau khi kết thúc đợt kiểm tra.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def import_text(*, unit: Unit, actor: Actor, now: datetime, text: str = PLAN_TEXT, name: str = "ke-hoach.txt") -> Draft:
    """Import a text as a plan of a unit and read it; return the draft, whatever became of it."""
    upload = services.Upload(name=name, stream=io.BytesIO(text.encode()))
    (started,) = services.start(unit=unit, uploads=(upload,), actor=actor, now=now)
    worker.run_until_empty()
    assert started.public_id is not None
    return selectors.access_draft(actor, started.public_id)

"""The apology for a late dossier (phiếu xin lỗi và hẹn lại ngày trả kết quả) as an official paper.

Form 04 of Thông tư 01/2018/TT-VPCP gives the name; neither its wording nor the forms after Nghị định 118/2025/NĐ-CP
were read, so the sentences are ours and the file says so. The applicant, the number and who signs stay blank:
statistics hold no names.
"""

from __future__ import annotations

from parindex.documents.write.official import wording
from parindex.documents.write.official.model import Line, Paper
from parindex.domain.dossiers.apology import Apology
from parindex.domain.text.dates import format_date

LAYOUT_NOTE = "Bố cục theo Nghị định 30/2020/NĐ-CP, chưa đối chiếu mẫu gốc (Mẫu số 04, Thông tư 01/2018/TT-VPCP)."
_BLANK_NAME = "…" * 20


def paper_of_apology(apology: Apology, *, mark: str = "BẢN THẢO") -> Paper:
    """Lay an apology out as a paper that a person still has to complete and sign."""
    body = (
        f"{apology.unit} đã tiếp nhận hồ sơ mã số {apology.code}, thủ tục hành chính {apology.procedure}, "
        f"ngày {format_date(apology.received_on)}, hẹn trả kết quả ngày {format_date(apology.old_due)}.",
        f"Đến nay hồ sơ chưa giải quyết xong. Lý do: {apology.reason}.",
        f"{apology.unit} xin lỗi Ông/Bà (quý cơ quan, tổ chức) và hẹn lại ngày trả kết quả: "
        f"{format_date(apology.new_due)}. Hồ sơ chỉ được hẹn lại một lần.",
        "Rất mong Ông/Bà (quý cơ quan, tổ chức) thông cảm.",
    )
    return Paper(
        mark=mark,
        superior="",
        authority=wording.authority_lines(apology.unit),
        number=f"Số:{wording.BLANK}/{wording.BLANK}",
        place_and_date=wording.place_and_date(apology.unit, None),
        kind="PHIẾU XIN LỖI",
        title="VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        body=tuple(Line(text) for text in body),
        recipients=wording.recipient_lines(("Như trên", "Bộ phận Một cửa", "Lưu: VT")),
        signing=wording.signing_lines(apology.unit, None),
        signer="",
        addressees=(_BLANK_NAME,),
        note=LAYOUT_NOTE,
    )

"""Entries of the register as rows of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.audit.actions import ACTION_NAMES
from parindex.apps.base.subjects import KIND_NAMES
from parindex.domain import lifecycle
from parindex.domain.access import ROLE_NAMES
from parindex.domain.feedback.states import FEEDBACK

if TYPE_CHECKING:
    from parindex.apps.audit.models import Event


FIELD_NAMES = {
    "accepted": "Số hồ sơ nhận",
    "added": "Số dòng thêm",
    "assignments": "Số nhiệm vụ",
    "carried": "Số nhiệm vụ giữ từ kế hoạch trước",
    "amount": "Mức",
    "code": "Mã lỗi",
    "column": "Câu",
    "count": "Số lượng",
    "created": "Số đơn vị mới",
    "document": "Tài liệu",
    "done_at": "Lúc xác nhận xong",
    "draft": "Bản nhập",
    "due_explanation": "Vì sao là hạn này",
    "due_is_certain": "Hạn chắc chắn",
    "due_on": "Hạn",
    "edited": "Số dòng sửa",
    "email": "Thư điện tử",
    "event_on": "Ngày của sự kiện",
    "fields": "Các trường",
    "figure": "Chỉ số",
    "file": "Tệp",
    "first": "Số tờ đầu",
    "form": "Dạng tệp",
    "format": "Dạng tệp",
    "full_name": "Họ và tên",
    "is_known": "Tệp đã nhập trước đây",
    "is_linked": "Đang gắn",
    "items": "Số mục",
    "kind": "Cách đặt",
    "link": "Loại việc",
    "month": "Tháng",
    "move": "Bước",
    "new_due": "Ngày hẹn mới",
    "note": "Ghi chú",
    "number": "Lần",
    "owner_id": "Cơ quan chủ trì (mã)",
    "pack": "Bộ phiếu",
    "place": "Nơi",
    "position": "Chức vụ",
    "previous": "Đợt trước",
    "progress": "Tiến độ (%)",
    "questionnaire": "Phiếu",
    "received_on": "Ngày nhận kế hoạch cấp trên",
    "register": "Sổ",
    "rejected": "Số dòng bị loại",
    "revision": "Lần sửa",
    "role": "Vai trò",
    "rows": "Số dòng",
    "snapshot": "Mã băm bản chụp",
    "source": "Nguồn",
    "state": "Trạng thái",
    "step": "Thao tác",
    "submitted_at": "Lúc báo xong",
    "tokens_ended": "Số mã truy cập bị thu hồi",
    "holder_id": "Cơ quan đang giữ (mã)",
    "feedback_class": "Phân loại",
    "procedure_code": "Mã thủ tục",
    "dossier_code": "Mã hồ sơ",
    "criterion_code": "Mã tiêu chí",
    "theme": "Chủ đề",
    "reason": "Lý do",
    "refusal": "Lý do không tiếp nhận",
    "part": "Phần đã xóa",
    "unit": "Đơn vị",
    "updated": "Số đơn vị đổi",
    "version": "Bản",
    "username": "Tên đăng nhập",
    "valid_from": "Từ ngày",
    "valid_to": "Đến trước ngày",
    "year": "Năm",
}
_VALUE_NAMES: dict[str, Mapping[str, str]] = {
    "role": {role.value: name for role, name in ROLE_NAMES.items()},
    "state": {
        **FEEDBACK.state_names,
        **lifecycle.ASSIGNMENT.state_names,
        "reading": "Đang đọc",
        "failed": "Đọc không thành công",
        "review": "Chờ đối chiếu",
    },
    "link": KIND_NAMES,
    "is_linked": {"True": "có", "False": "không"},
    "due_is_certain": {"True": "có", "False": "không"},
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """What one line of the register shows."""

    seq: int
    at: str
    actor_name: str
    action: str
    object_label: str
    changes: tuple[tuple[str, str, str], ...]
    hash_start: str


def row(event: Event) -> EventRow:
    """Return the words of one entry."""
    return EventRow(
        seq=event.seq,
        at=f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}",
        actor_name=event.actor_name,
        action=ACTION_NAMES.get(event.action, event.action),
        object_label=event.object_label or f"{event.object_type} {event.object_id}",
        changes=_changes(event.before, event.after),
        hash_start=event.hash[:12],
    )


def _changes(before: object, after: object) -> tuple[tuple[str, str, str], ...]:
    """Return (field, before, after) of what differs, in the order of names."""
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    names = sorted(str(name) for name in {*old, *new} if old.get(name) != new.get(name))
    return tuple(
        (FIELD_NAMES.get(name, name), _text(name, old.get(name)), _text(name, new.get(name))) for name in names
    )


def _text(name: str, value: object) -> str:
    text = "" if value is None else str(value)
    text = _VALUE_NAMES.get(name, {}).get(text, text)
    return text if len(text) <= 200 else text[:199] + "…"

"""Every action that the register knows, by its stable code, with the words that the page shows.

docs/reference/audit.md lists them; a test compares both with the codes that the services use.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACTION_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "assignment.cancel": "Thôi giao nhiệm vụ",
        "assignment.confirm": "Xác nhận nhiệm vụ đã xong",
        "assignment.event": "Ghi ngày sự kiện mà hạn phụ thuộc",
        "assignment.give": "Giao nhiệm vụ chung cho từng cơ quan",
        "assignment.progress": "Báo tiến độ nhiệm vụ",
        "assignment.reassign": "Giao lại nhiệm vụ",
        "assignment.reschedule": "Đổi hạn nhiệm vụ",
        "assignment.return": "Trả lại nhiệm vụ",
        "assignment.submit": "Báo nhiệm vụ đã xong",
        "assignment.undo": "Hoàn tác bước vừa làm của nhiệm vụ",
        "assignments.exported": "Xuất danh sách nhiệm vụ",
        "assignments.made": "Tạo nhiệm vụ từ kế hoạch",
        "audit.exported": "Xuất nhật ký",
        "audit.viewed": "Xem nhật ký",
        "campaign.cancelled": "Hủy đợt chấm điểm",
        "campaign.changed": "Sửa tên, năm, mẫu kín của đợt chấm điểm",
        "campaign.created": "Lập đợt chấm điểm",
        "campaign.duties_set": "Phân công cơ quan thẩm định",
        "campaign.group_set": "Đặt nhóm đơn vị của đợt chấm điểm",
        "campaign.opened": "Mở đợt chấm điểm",
        "campaign.reopened": "Mở lại một bước của đợt chấm điểm",
        "campaign.rounds_set": "Đặt lịch đợt chấm điểm",
        "catalogue.adopted": "Nhận dùng bộ tiêu chí có sẵn",
        "catalogue.confirmed": "Xác nhận bộ tiêu chí",
        "catalogue.discarded": "Bỏ bản nhập bộ tiêu chí",
        "catalogue.exported": "Xuất bộ tiêu chí",
        "catalogue.failed": "Đọc tệp bộ tiêu chí không thành công",
        "catalogue.imported": "Tải lên tệp bộ tiêu chí",
        "catalogue.read": "Đọc xong tệp bộ tiêu chí",
        "catalogue.reviewed": "Đối chiếu bộ tiêu chí",
        "draft.discarded": "Bỏ bản nhập",
        "draft.failed": "Đọc tệp kế hoạch không thành công",
        "draft.imported": "Tải lên tệp kế hoạch",
        "draft.read": "Đọc xong tệp kế hoạch",
        "draft.reviewed": "Đối chiếu bản nhập",
        "draft.started": "Bắt đầu soạn kế hoạch",
        "evidence.added": "Thêm tài liệu kiểm chứng",
        "evidence.confirmed": "Xác nhận thông tin tài liệu kiểm chứng",
        "evidence.linked": "Dẫn tài liệu cho một mục của phiếu",
        "evidence.moved": "Chuyển tài liệu đã dẫn sang mục khác",
        "evidence.place_set": "Ghi lại mục, trang của tài liệu đã dẫn",
        "evidence.read": "Đọc xong tệp tài liệu kiểm chứng",
        "evidence.unlinked": "Thôi dẫn tài liệu cho một mục của phiếu",
        "file.viewed": "Xem hoặc tải tệp",
        "login.ended": "Đăng xuất",
        "login.failed": "Đăng nhập không thành công",
        "login.locked": "Khóa đăng nhập vì sai nhiều lần",
        "login.succeeded": "Đăng nhập",
        "membership.granted": "Cấp vai trò",
        "membership.revoked": "Thu hồi vai trò",
        "plan.approved": "Duyệt kế hoạch",
        "plan.published": "Công khai kế hoạch",
        "plan.withdrawn": "Thôi công khai kế hoạch",
        "plan.exported": "Xuất kế hoạch",
        "plan.viewed": "Xem kế hoạch",
        "result.imported": "Nhập kết quả của năm khác, nơi khác",
        "result.proposed": "Lập dự thảo kế hoạch từ kết quả",
        "campaign.published": "Công bố kết quả đợt chấm điểm",
        "ruling.explained": "Giải trình một mục với cơ quan thẩm định",
        "ruling.given": "Quyết định thẩm định một mục",
        "ruling.rest_accepted": "Chấp nhận các mục còn lại của phiếu",
        "ruling.undone": "Hoàn tác quyết định thẩm định",
        "sheet.answered": "Nhập số liệu một mục của phiếu",
        "sheet.imported": "Nhập số liệu phiếu từ bảng",
        "sheet.returned": "Lãnh đạo trả lại phiếu",
        "sheet.signed": "Lãnh đạo duyệt và ký phiếu",
        "sheet.submitted": "Gửi phiếu cho lãnh đạo duyệt",
        "sheet.withdrawn": "Rút phiếu đã gửi",
        "token.created": "Tạo mã truy cập API",
        "token.revoked": "Thu hồi mã truy cập API",
        "totp.disabled": "Tắt xác thực hai bước",
        "totp.enabled": "Bật xác thực hai bước",
        "unit.added": "Thêm đơn vị",
        "unit.closed": "Kết thúc đơn vị",
        "unit.renamed": "Đổi tên đơn vị",
        "units.imported": "Nhập cây đơn vị",
        "user.activated": "Mở lại tài khoản",
        "user.created": "Tạo tài khoản",
        "user.deactivated": "Ngừng tài khoản",
        "user.invited": "Gửi lời mời",
        "user.joined": "Nhận lời mời và đặt mật khẩu",
        "user.password_changed": "Đổi mật khẩu",
        "user.password_reset": "Đặt lại mật khẩu cho người khác",
        "user.unlocked": "Mở khóa đăng nhập",
        "user.updated": "Sửa thông tin tài khoản",
    }
)


class UnknownAction(ValueError):
    """Raised when a service records an action that is not in `ACTION_NAMES`."""

    code = "unknown_action"

    def __init__(self, action: str) -> None:
        self.message = f"Hành động “{action}” chưa có trong apps/audit/actions.py và docs/reference/audit.md."
        super().__init__(self.message)

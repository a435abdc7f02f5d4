"""Who may do what, where: permissions and roles in code, grants over subtrees of the tree of units.

A role is code under review, not a row that someone edits. A grant gives a role over a unit and all units below it;
`unit_path` is the stored path of that unit ("/1/15/"), so a subtree test is a prefix test, in Python and in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may be allowed to do; documented in docs/reference/permissions.md."""

    UNITS_VIEW = "units.view"
    UNITS_MANAGE = "units.manage"
    PEOPLE_VIEW = "people.view"
    PEOPLE_MANAGE = "people.manage"
    AUDIT_VIEW = "audit.view"
    PLANS_VIEW = "plans.view"
    DRAFTS_VIEW = "drafts.view"
    PLANS_IMPORT = "plans.import"
    PLANS_REVIEW = "plans.review"
    PLANS_APPROVE = "plans.approve"
    PLANS_SIGN = "plans.sign"
    ASSIGNMENTS_VIEW = "assignments.view"
    ASSIGNMENTS_REPORT = "assignments.report"
    ASSIGNMENTS_CONFIRM = "assignments.confirm"
    ASSIGNMENTS_MANAGE = "assignments.manage"
    URGING_SEND = "urging.send"
    URGING_SWITCH = "urging.switch"
    CATALOGUES_VIEW = "catalogues.view"
    CATALOGUES_MANAGE = "catalogues.manage"
    SCORES_VIEW = "scores.view"
    SCORES_ENTER = "scores.enter"
    SCORES_SIGN = "scores.sign"
    SCORES_APPRAISE = "scores.appraise"
    SCORES_DECIDE = "scores.decide"
    CAMPAIGNS_MANAGE = "campaigns.manage"
    RESULTS_PUBLISH = "results.publish"
    REPORTS_VIEW = "reports.view"
    REPORTS_WRITE = "reports.write"
    REPORTS_SEND = "reports.send"
    REPORTS_DECIDE = "reports.decide"
    REPORTS_MANAGE = "reports.manage"
    SUPERVISION_NOTE = "supervision.note"
    SUPERVISION_ANSWER = "supervision.answer"
    MERIT_DECIDE = "merit.decide"
    SURVEYS_VIEW = "surveys.view"
    SURVEYS_MANAGE = "surveys.manage"
    FEEDBACK_VIEW = "feedback.view"
    FEEDBACK_RECEIVE = "feedback.receive"
    FEEDBACK_ANSWER = "feedback.answer"
    FEEDBACK_SIGN = "feedback.sign"
    DOSSIERS_VIEW = "dossiers.view"
    DOSSIERS_IMPORT = "dossiers.import"
    REGISTERS_VIEW = "registers.view"
    REGISTERS_WRITE = "registers.write"
    REGISTERS_CONFIRM = "registers.confirm"
    EXPORTS_MAKE = "exports.make"
    TOKENS_MANAGE = "tokens.manage"


PERMISSION_NAMES: dict[Permission, str] = {
    Permission.UNITS_VIEW: "xem cây đơn vị",
    Permission.UNITS_MANAGE: "sửa cây đơn vị",
    Permission.PEOPLE_VIEW: "xem người dùng",
    Permission.PEOPLE_MANAGE: "tạo tài khoản, cấp vai trò",
    Permission.AUDIT_VIEW: "xem nhật ký",
    Permission.PLANS_VIEW: "xem kế hoạch",
    Permission.DRAFTS_VIEW: "xem, góp ý kế hoạch đang soạn, đang đối chiếu",
    Permission.PLANS_IMPORT: "tải lên kế hoạch",
    Permission.PLANS_REVIEW: "đối chiếu bản nhập; triển khai kế hoạch xuống cấp dưới",
    Permission.PLANS_APPROVE: "duyệt kế hoạch đã nhập, ban hành kế hoạch đã duyệt",
    Permission.PLANS_SIGN: "lãnh đạo duyệt hoặc trả lại kế hoạch soạn trên trang",
    Permission.ASSIGNMENTS_VIEW: "xem nhiệm vụ",
    Permission.ASSIGNMENTS_REPORT: "báo tiến độ, báo xong",
    Permission.ASSIGNMENTS_CONFIRM: (
        "xác nhận hoặc trả lại; giao việc cho người của cơ quan, đánh giá, xem phiếu tháng của họ"
    ),
    Permission.ASSIGNMENTS_MANAGE: "giao lại, đổi hạn, thôi giao",
    Permission.URGING_SEND: "cho gửi hay bỏ tin đôn đốc, ban hành công văn đôn đốc",
    Permission.URGING_SWITCH: "bật, tắt bản tin việc của đơn vị",
    Permission.CATALOGUES_VIEW: "xem bộ tiêu chí",
    Permission.CATALOGUES_MANAGE: "nhập và xác nhận bộ tiêu chí",
    Permission.SCORES_VIEW: "xem phiếu chấm, kết quả",
    Permission.SCORES_ENTER: "tự chấm, dẫn tài liệu, giải trình",
    Permission.SCORES_SIGN: "duyệt và ký phiếu tự chấm",
    Permission.SCORES_APPRAISE: "thẩm định mục được phân công",
    Permission.SCORES_DECIDE: "quyết định của hội đồng",
    Permission.CAMPAIGNS_MANAGE: "lập, mở, mở lại đợt chấm điểm; nhập điểm khảo sát",
    Permission.RESULTS_PUBLISH: "công bố kết quả",
    Permission.REPORTS_VIEW: "xem báo cáo",
    Permission.REPORTS_WRITE: "lập, soạn báo cáo",
    Permission.REPORTS_SEND: "gửi báo cáo của đơn vị mình",
    Permission.REPORTS_DECIDE: "duyệt, trả lại báo cáo của đơn vị cấp dưới",
    Permission.REPORTS_MANAGE: "mở kỳ báo cáo",
    Permission.SUPERVISION_NOTE: "ghi ý kiến giám sát",
    Permission.SUPERVISION_ANSWER: "trả lời ý kiến giám sát",
    Permission.MERIT_DECIDE: "quyết định đề xuất khen thưởng, phê bình",
    Permission.SURVEYS_VIEW: "xem đợt khảo sát và kết quả",
    Permission.SURVEYS_MANAGE: "mở, đóng đợt khảo sát, tải trả lời",
    Permission.FEEDBACK_VIEW: "xem phản ánh, kiến nghị (không kèm người gửi)",
    Permission.FEEDBACK_RECEIVE: (
        "vào sổ, phân loại, chuyển, yêu cầu bổ sung, không tiếp nhận, gộp, công khai; xem người gửi"
    ),
    Permission.FEEDBACK_ANSWER: "soạn và trình ký trả lời phản ánh",
    Permission.FEEDBACK_SIGN: "ký trả lời phản ánh",
    Permission.DOSSIERS_VIEW: "xem hồ sơ, số liệu hồ sơ của đơn vị và cấp dưới",
    Permission.DOSSIERS_IMPORT: "nhập tệp hồ sơ (chỉ ở đơn vị cao nhất của cây)",
    Permission.REGISTERS_VIEW: "xem các sổ theo dõi của đơn vị",
    Permission.REGISTERS_WRITE: "ghi, nhập, bỏ dòng của sổ theo dõi",
    Permission.REGISTERS_CONFIRM: "làm các bước xác nhận của sổ theo dõi",
    Permission.EXPORTS_MAKE: "xuất tệp",
    Permission.TOKENS_MANAGE: "tạo mã truy cập API của mình",
}
"""What a permission lets a person do, in the words that people read."""


class Role(StrEnum):
    """The roles of the house; anonymous citizens have none and see public pages only."""

    ADMIN = "admin"
    LEADER = "leader"
    FOCAL = "focal"
    APPRAISER = "appraiser"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"


ROLE_NAMES: dict[Role, str] = {
    Role.ADMIN: "Quản trị",
    Role.LEADER: "Lãnh đạo",
    Role.FOCAL: "Đầu mối CCHC",
    Role.APPRAISER: "Người thẩm định",
    Role.OFFICER: "Văn thư, chuyên viên",
    Role.SUPERVISOR: "Giám sát (Mặt trận, đoàn thể)",
}

_READ = frozenset(
    {
        Permission.UNITS_VIEW,
        Permission.PLANS_VIEW,
        Permission.DRAFTS_VIEW,
        Permission.ASSIGNMENTS_VIEW,
        Permission.CATALOGUES_VIEW,
        Permission.SCORES_VIEW,
        Permission.REPORTS_VIEW,
        Permission.SURVEYS_VIEW,
        Permission.REGISTERS_VIEW,
        Permission.DOSSIERS_VIEW,
        Permission.TOKENS_MANAGE,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: _READ
    | {
        Permission.UNITS_MANAGE,
        Permission.PEOPLE_VIEW,
        Permission.PEOPLE_MANAGE,
        Permission.URGING_SWITCH,
        Permission.DOSSIERS_IMPORT,
        Permission.AUDIT_VIEW,
        Permission.EXPORTS_MAKE,
    },
    Role.LEADER: _READ
    | {
        Permission.PEOPLE_VIEW,
        Permission.PLANS_APPROVE,
        Permission.PLANS_SIGN,
        Permission.ASSIGNMENTS_CONFIRM,
        Permission.URGING_SEND,
        Permission.SCORES_SIGN,
        Permission.SCORES_DECIDE,
        Permission.RESULTS_PUBLISH,
        Permission.REPORTS_SEND,
        Permission.REPORTS_DECIDE,
        Permission.SUPERVISION_ANSWER,
        Permission.MERIT_DECIDE,
        Permission.REGISTERS_CONFIRM,
        Permission.FEEDBACK_VIEW,
        Permission.FEEDBACK_SIGN,
        Permission.AUDIT_VIEW,
        Permission.EXPORTS_MAKE,
    },
    Role.FOCAL: _READ
    | {
        Permission.PEOPLE_VIEW,
        Permission.PLANS_IMPORT,
        Permission.PLANS_REVIEW,
        Permission.PLANS_APPROVE,
        Permission.ASSIGNMENTS_REPORT,
        Permission.ASSIGNMENTS_CONFIRM,
        Permission.ASSIGNMENTS_MANAGE,
        Permission.URGING_SEND,
        Permission.CATALOGUES_MANAGE,
        Permission.SCORES_ENTER,
        Permission.CAMPAIGNS_MANAGE,
        Permission.REPORTS_WRITE,
        Permission.REPORTS_DECIDE,
        Permission.REPORTS_MANAGE,
        Permission.SURVEYS_MANAGE,
        Permission.REGISTERS_WRITE,
        Permission.REGISTERS_CONFIRM,
        Permission.DOSSIERS_IMPORT,
        Permission.FEEDBACK_VIEW,
        Permission.FEEDBACK_RECEIVE,
        Permission.FEEDBACK_ANSWER,
        Permission.SUPERVISION_ANSWER,
        Permission.EXPORTS_MAKE,
    },
    Role.APPRAISER: _READ | {Permission.SCORES_APPRAISE, Permission.EXPORTS_MAKE},
    Role.OFFICER: _READ
    | {
        Permission.PLANS_IMPORT,
        Permission.ASSIGNMENTS_REPORT,
        Permission.SCORES_ENTER,
        Permission.REPORTS_WRITE,
        Permission.REGISTERS_WRITE,
        Permission.FEEDBACK_VIEW,
        Permission.FEEDBACK_RECEIVE,
        Permission.FEEDBACK_ANSWER,
    },
    # Supervision reads what is planned, done and reported and writes nothing but its notes; scores being entered
    # are the unit's own affair until they are published, and then they are public.
    Role.SUPERVISOR: frozenset(
        {
            Permission.UNITS_VIEW,
            Permission.PLANS_VIEW,
            Permission.ASSIGNMENTS_VIEW,
            Permission.CATALOGUES_VIEW,
            Permission.REPORTS_VIEW,
            Permission.SUPERVISION_NOTE,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over the subtree of the unit stored at `unit_path` ("/1/15/")."""

    role: Role
    unit_id: int
    unit_path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the grants in force now, or a part of the system (`user_id` None)."""

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    is_system: bool = False

    def may(self, permission: Permission, unit_path: str) -> bool:
        """Tell whether the actor holds a permission over the unit at `unit_path`."""
        return self.is_system or any(
            permission in ROLE_PERMISSIONS[grant.role] and unit_path.startswith(grant.unit_path)
            for grant in self.grants
        )

    def holds(self, permission: Permission) -> bool:
        """Tell whether the actor holds a permission anywhere."""
        return self.is_system or any(permission in ROLE_PERMISSIONS[grant.role] for grant in self.grants)

    def scope(self, permission: Permission) -> tuple[str, ...]:
        """Return the paths of the highest units over which the actor holds a permission; ("/",) for the system."""
        if self.is_system:
            return ("/",)
        paths = sorted({g.unit_path for g in self.grants if permission in ROLE_PERMISSIONS[g.role]})
        return tuple(p for p in paths if not any(p != q and p.startswith(q) for q in paths))

    def home_unit_ids(self) -> tuple[int, ...]:
        """Return the units in which the actor holds a grant itself, without their subtrees."""
        return tuple(sorted({grant.unit_id for grant in self.grants}))


ANONYMOUS = Actor(user_id=None, name="Khách")
SYSTEM = Actor(user_id=None, name="Hệ thống", is_system=True)


class PermissionDenied(Exception):
    """Raised by a service or an `access_` selector when a visible thing may not be used in this way."""

    code = "permission_denied"

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        self.message = (
            f"Tài khoản của bạn chưa có quyền “{PERMISSION_NAMES[permission]}” ở đơn vị này. "
            "Hãy nhờ người quản trị của đơn vị cấp quyền."
        )
        super().__init__(self.message)

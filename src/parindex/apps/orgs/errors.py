"""What can be refused about units; each message says what to do next."""

from __future__ import annotations


class OrgsError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "orgs_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class UnitNotFound(OrgsError):
    """The unit does not exist or is not visible to the actor."""

    code = "unit_not_found"

    def __init__(self) -> None:
        super().__init__("Không có đơn vị này, hoặc bạn không được xem. Mở danh sách đơn vị để chọn lại.")


class UnitRejected(OrgsError):
    """The tree would be wrong after the change."""

    code = "unit_rejected"

"""What can be refused about the shares of persons; each message says what to do next."""

from __future__ import annotations


class ShareError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "share_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NoOwner(ShareError):
    """The assignment has no agency, or is closed, so nobody can give it on."""

    code = "share_no_owner"


class NotAnOfficial(ShareError):
    """The person holds no role in the agency."""

    code = "share_not_an_official"


class BadShare(ShareError):
    """A field of a share cannot be used."""

    code = "share_bad_field"


class ShareClosed(ShareError):
    """The step does not fit the state of the share."""

    code = "share_closed"


class ShareChanged(ShareError):
    """Somebody else changed the share since the page was opened."""

    code = "share_changed_meanwhile"


class OwnShare(ShareError):
    """A person tried to judge the own work."""

    code = "share_own"


class NotClosable(ShareError):
    """The sheet of the month cannot be closed so."""

    code = "month_sheet_not_closable"


class ShareNotFound(Exception):
    """Raised when a share does not exist or is not visible to the actor."""

    code = "share_not_found"
    message = "Không có phần việc này, hoặc bạn không được xem."

    def __init__(self) -> None:
        super().__init__(self.message)

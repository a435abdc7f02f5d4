"""What can be refused about messages; each message says what to do next."""

from __future__ import annotations


class NotifyError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "notify_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class AlreadyDecided(NotifyError):
    """Somebody else let the message leave, or discarded it."""

    code = "already_decided"


class ReasonMissing(NotifyError):
    """A message was discarded without saying why."""

    code = "reason_missing"


class NotResendable(NotifyError):
    """A delivery that is still under way, or came through, is not sent again."""

    code = "not_resendable"


class RecipientGone(NotifyError):
    """A message waited until its recipient had left, and is not for whoever follows."""

    code = "recipient_gone"


class UnknownChoice(NotifyError):
    """A person chose what the house does not offer."""

    code = "unknown_choice"


class MessageNotFound(Exception):
    """Raised when a message does not exist or is not visible to the actor."""

    code = "message_not_found"
    message = "Không có tin này, hoặc bạn không được xem. Mở trang “Chờ gửi” để chọn lại."

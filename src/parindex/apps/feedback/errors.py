"""What can stop work on feedback; each message says what to do next."""

from __future__ import annotations

from collections.abc import Sequence


class FeedbackError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "feedback_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class FeedbackNotFound(FeedbackError):
    """No feedback has this address, or the actor may not see it."""

    code = "feedback_not_found"

    def __init__(self) -> None:
        super().__init__("Không có phản ánh này hoặc bạn không được xem. Mở lại từ danh sách phản ánh, kiến nghị.")


class UnknownCode(FeedbackError):
    """No feedback has this tracking code."""

    code = "feedback_unknown_code"

    def __init__(self) -> None:
        super().__init__("Không tìm thấy mã này. Xem lại 12 ký tự trên giấy hẹn hoặc ảnh chụp màn hình rồi nhập lại.")


class FeedbackIncomplete(FeedbackError):
    """Something that the law asks for is missing; `fields` are the names of what is wrong with their messages."""

    code = "feedback_incomplete"

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__("Còn ô chưa điền hoặc chưa đúng. Xem các ô được đánh dấu rồi gửi lại.")


class TooManySent(FeedbackError):
    """More came from one place, or to the whole page, than is taken in an hour; nothing of it was kept."""

    code = "feedback_too_many"

    def __init__(self, *, minutes: int, is_everywhere: bool = False) -> None:
        self.minutes = minutes
        cause = "Trang đang nhận quá nhiều phản ánh" if is_everywhere else "Từ mạng của bạn đã gửi quá nhiều lần"
        super().__init__(
            f"{cause}. Nội dung bạn viết vẫn còn bên dưới: đợi {minutes} phút rồi bấm "
            "gửi lại, hoặc gửi tại quầy, qua đường dây nóng của cơ quan."
        )


class StaleFeedback(FeedbackError):
    """Somebody else took a step meanwhile."""

    code = "feedback_stale"

    def __init__(self) -> None:
        super().__init__("Người khác vừa xử lý phản ánh này. Tải lại trang, xem bước mới nhất rồi làm tiếp.")


class StepIncomplete(FeedbackError):
    """A step lacks what it needs."""

    code = "feedback_step_incomplete"


class PrivateWords(FeedbackError):
    """A text that others will read tells who somebody is."""

    code = "feedback_private_words"

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(
            f"Nội dung sẽ hiện cho người khác còn có {', '.join(kinds)}. Viết lại không nêu những điều ấy rồi gửi lại."
        )


class NotUndoable(FeedbackError):
    """The last step cannot be taken back."""

    code = "feedback_not_undoable"

"""What can stop work on registers; each message says what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.domain.registers.values import Mistake


class RegisterError(Exception):
    """Base of the errors of this app: `code` is stable, `message` is for people."""

    code = "register_error"
    exit_code = 3

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class RegisterNotFound(RegisterError):
    """No register has this id."""

    code = "register_not_found"
    exit_code = 2

    def __init__(self, register_id: str) -> None:
        super().__init__(f"Không có sổ “{register_id}”. Mở danh sách sổ theo dõi để chọn lại.")


class EntryNotFound(RegisterError):
    """No entry has this address, or the actor may not see it."""

    code = "register_entry_not_found"

    def __init__(self) -> None:
        super().__init__("Không có dòng này trong sổ, hoặc bạn không được xem. Mở lại danh sách của sổ.")


class EntryRefused(RegisterError):
    """Values that cannot be kept; each mistake names its field."""

    code = "register_entry_refused"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(" ".join(mistake.message for mistake in self.mistakes))


class EntryChanged(RegisterError):
    """Somebody else changed the entry since the page was opened."""

    code = "register_entry_changed"

    def __init__(self) -> None:
        super().__init__("Dòng này vừa được người khác sửa. Xem lại giá trị mới bên dưới rồi lưu lại nếu vẫn cần.")


class EntryLocked(RegisterError):
    """The entry is in a closed state or removed; its values are not edited."""

    code = "register_entry_locked"

    def __init__(self) -> None:
        super().__init__("Dòng này đã khóa. Dùng bước “mở lại” của sổ, hoặc khôi phục dòng đã bỏ, rồi sửa.")


class AlreadyThere(RegisterError):
    """Another entry of the unit has the same key."""

    code = "register_entry_there"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"Sổ đã có dòng cùng {', '.join(name.lower() for name in names)}. Sửa dòng đó thay vì thêm mới."
        )


class MoveNotAllowed(RegisterError):
    """The move does not exist in the present state, or lacks something."""

    code = "register_move"


class NotKeeper(RegisterError):
    """Units of this kind do not keep the register."""

    code = "register_not_keeper"

    def __init__(self) -> None:
        super().__init__("Loại đơn vị này không giữ sổ này. Chọn đơn vị khác.")


class BadTable(RegisterError):
    """A table that cannot be imported at all."""

    code = "register_table"

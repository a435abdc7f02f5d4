"""State machines as data: state x action -> state. A move that is not listed does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class MoveRefused(Exception):
    """Raised when an action does not exist in the present state."""

    code = "move_refused"

    def __init__(self, *, state: str, action: str) -> None:
        self.state = state
        self.action = action
        self.message = (
            f"Không làm được “{action}” khi trạng thái là “{state}”. "
            "Tải lại trang để xem trạng thái mới nhất rồi thử lại."
        )
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The allowed moves of one kind of object and the Vietnamese names of states and actions."""

    moves: Mapping[tuple[str, str], str]
    state_names: Mapping[str, str]
    action_names: Mapping[str, str]

    def move(self, *, state: str, action: str) -> str:
        """Return the state after an action.

        Raises `MoveRefused` when the action does not exist in this state.
        """
        try:
            return self.moves[(state, action)]
        except KeyError:
            raise MoveRefused(
                state=self.state_names.get(state, state), action=self.action_names.get(action, action)
            ) from None

    def actions(self, state: str) -> tuple[str, ...]:
        """Return the actions that exist in a state, in the order in which they are declared."""
        return tuple(action for (from_state, action) in self.moves if from_state == state)


_OPEN_STATES = ("open", "doing", "returned")

ASSIGNMENT = Lifecycle(
    moves={
        **{(state, "progress"): "doing" for state in _OPEN_STATES},
        **{(state, "submit"): "submitted" for state in _OPEN_STATES},
        ("submitted", "confirm"): "done",
        ("submitted", "return"): "returned",
        **{(state, "reassign"): state for state in (*_OPEN_STATES, "submitted")},
        **{(state, "reschedule"): state for state in (*_OPEN_STATES, "submitted")},
        **{(state, "event"): state for state in (*_OPEN_STATES, "submitted")},
        **{(state, "give"): "cancelled" for state in _OPEN_STATES},
        **{(state, "cancel"): "cancelled" for state in (*_OPEN_STATES, "submitted")},
    },
    state_names={
        "open": "Chưa làm",
        "doing": "Đang làm",
        "submitted": "Chờ xác nhận",
        "returned": "Trả lại",
        "done": "Đã xong",
        "cancelled": "Thôi giao",
    },
    action_names={
        "progress": "Báo tiến độ",
        "submit": "Báo xong",
        "confirm": "Xác nhận",
        "return": "Trả lại",
        "reassign": "Giao lại",
        "reschedule": "Đổi hạn",
        "event": "Ghi ngày sự kiện",
        "give": "Giao cho từng cơ quan",
        "cancel": "Thôi giao",
    },
)

CAMPAIGN = Lifecycle(
    moves={
        ("draft", "open"): "open",
        ("draft", "cancel"): "cancelled",
        ("open", "cancel"): "cancelled",
        ("open", "publish"): "published",
    },
    state_names={
        "draft": "Đang chuẩn bị",
        "open": "Đợt đang mở",
        "published": "Đã công bố",
        "cancelled": "Đã hủy",
    },
    action_names={"open": "Mở đợt", "cancel": "Hủy đợt", "publish": "Công bố"},
)

SHEET = Lifecycle(
    moves={
        ("entering", "enter"): "entering",
        ("returned", "enter"): "returned",
        ("entering", "submit"): "submitted",
        ("returned", "submit"): "submitted",
        ("submitted", "withdraw"): "returned",
        ("submitted", "return"): "returned",
        ("submitted", "sign"): "signed",
        ("signed", "reopen"): "returned",
        ("signed", "publish"): "published",
    },
    state_names={
        "entering": "Đang tự chấm",
        "submitted": "Chờ lãnh đạo duyệt",
        "returned": "Trả lại để sửa",
        "signed": "Đã duyệt, chờ thẩm định",
        "published": "Đã công bố",
    },
    action_names={
        "enter": "Nhập số liệu",
        "submit": "Gửi lãnh đạo duyệt",
        "withdraw": "Rút lại",
        "return": "Trả lại",
        "sign": "Duyệt và ký",
        "reopen": "Mở lại phiếu",
        "publish": "Công bố",
    },
)

REPORT = Lifecycle(
    moves={
        ("draft", "write"): "draft",
        ("returned", "write"): "returned",
        ("draft", "submit"): "submitted",
        ("returned", "submit"): "submitted",
        ("submitted", "return"): "returned",
        ("submitted", "approve"): "approved",
    },
    state_names={
        "draft": "Đang soạn",
        "submitted": "Đã gửi",
        "returned": "Trả lại để sửa",
        "approved": "Đã duyệt",
    },
    action_names={"write": "Soạn", "submit": "Gửi", "return": "Trả lại", "approve": "Duyệt"},
)

"""The way of a piece of feedback from its receipt to its publication, as data."""

from __future__ import annotations

from parindex.domain.lifecycle import Lifecycle

_NEW = ("received", "supplemented")
"""Nobody has decided yet what to do with it; after a supplement that decision is made again."""
_HANDLED = (*_NEW, "processing")

FEEDBACK = Lifecycle(
    moves={
        **{(state, "classify"): "processing" for state in _HANDLED},
        **{(state, "forward"): "received" for state in _HANDLED},
        **{(state, "refer"): "referred" for state in _HANDLED},
        **{(state, "ask"): "waiting" for state in _HANDLED},
        **{(state, "refuse"): "refused" for state in (*_HANDLED, "waiting")},
        **{(state, "merge"): "merged" for state in (*_HANDLED, "waiting")},
        ("waiting", "supplement"): "supplemented",
        ("processing", "draft"): "to_sign",
        ("to_sign", "return"): "processing",
        ("to_sign", "sign"): "answered",
        ("answered", "publish"): "published",
        ("answered", "withhold"): "closed",
        ("published", "withdraw"): "answered",
    },
    state_names={
        "received": "Mới tiếp nhận",
        "supplemented": "Đã bổ sung",
        "processing": "Đang xử lý",
        "waiting": "Chờ người gửi bổ sung",
        "to_sign": "Chờ ký trả lời",
        "answered": "Đã trả lời",
        "published": "Đã công khai",
        "closed": "Đã trả lời, không công khai",
        "refused": "Không tiếp nhận",
        "referred": "Đã chuyển cơ quan ngoài hệ thống",
        "merged": "Đã gộp",
    },
    action_names={
        "classify": "Phân loại, nhận xử lý",
        "forward": "Chuyển cơ quan có thẩm quyền",
        "refer": "Chuyển cơ quan ngoài hệ thống",
        "ask": "Yêu cầu bổ sung",
        "supplement": "Bổ sung",
        "refuse": "Không tiếp nhận",
        "merge": "Gộp vào phản ánh trùng",
        "draft": "Trình ký trả lời",
        "return": "Trả lại để sửa",
        "sign": "Ký trả lời",
        "publish": "Công khai",
        "withhold": "Không công khai",
        "withdraw": "Thôi công khai",
    },
)

EVENT_OF = {
    "classify": "classified",
    "forward": "forwarded",
    "refer": "referred",
    "ask": "asked",
    "supplement": "supplemented",
    "refuse": "refused",
    "merge": "merged",
    "sign": "answered",
    "publish": "published",
    "withhold": "withheld",
}
"""What a step means to the clocks; `received` begins the first of them, other steps mean nothing to any."""

OPEN_STATES = ("received", "supplemented", "processing", "waiting", "to_sign")
ANSWERED_STATES = ("answered", "published", "closed")

# What the sender was told, or has answered, cannot be unsaid; the rest can be taken back by whoever did it.
UNDOABLE = frozenset({"classify", "forward", "merge", "draft", "return", "publish"})

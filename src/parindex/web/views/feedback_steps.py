"""What each step of the desk reads from its form, and what it says when it is done."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from parindex.apps.feedback import erasing, intake, selectors, steps
from parindex.apps.feedback.errors import FeedbackNotFound, StepIncomplete
from parindex.apps.feedback.steps import Hand, Reading
from parindex.domain.access import Actor
from parindex.web.request import whole_number

if TYPE_CHECKING:
    from parindex.apps.feedback.models import Feedback

DONE = {
    "phan-loai": "Đã phân loại và nhận xử lý.",
    "chuyen": "Đã chuyển; cơ quan nhận có hạn của mình từ lúc này.",
    "chuyen-ngoai": "Đã ghi chuyển ra ngoài hệ thống và báo cho người gửi.",
    "yeu-cau": "Đã yêu cầu bổ sung; hạn dừng cho đến khi người gửi bổ sung.",
    "bo-sung": "Đã ghi phần bổ sung; hạn xử lý tính lại.",
    "khong-nhan": "Đã ghi không tiếp nhận kèm lý do.",
    "gop": "Đã gộp; người gửi xem trả lời chung.",
    "trinh-ky": "Đã trình ký.",
    "tra-lai": "Đã trả lại để sửa.",
    "ky": "Đã ký; người gửi xem được trả lời từ bây giờ.",
    "cong-khai": "Đã công khai.",
    "khong-cong-khai": "Đã ghi không công khai.",
    "thoi-cong-khai": "Đã thôi công khai.",
    "xoa-nguoi-gui": "Đã xóa thông tin người gửi; không lấy lại được.",
    "hoan-tac": "Đã hoàn tác bước vừa rồi.",
}


def take(action: str, request: HttpRequest, *, feedback: Feedback, actor: Actor) -> None:
    """Take a step of `DONE` with what its form says."""
    hand = Hand(actor, version=whole_number(request.POST.get("version", "")) or 0, now=timezone.now())
    _STEPS[action](feedback, request.POST, hand)


def _classify(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    reading = Reading(
        feedback_class=typed.get("loai", ""),
        theme=typed.get("chu-de", ""),
        content_kind=typed.get("noi-dung", ""),
    )
    steps.classify(feedback=feedback, reading=reading, hand=hand)


def _forward(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    steps.require(hand.actor, feedback, "forward")
    wanted = whole_number(typed.get("co-quan", ""))
    agencies = selectors.list_agencies(hand.actor, feedback, today=timezone.localdate(hand.now))
    to = next((unit for unit in agencies if unit.pk == wanted), None)
    if to is None:
        raise StepIncomplete("Chọn cơ quan có thẩm quyền để chuyển.")
    steps.forward(feedback=feedback, to=to, note=typed.get("loi", ""), hand=hand)


def _merge(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    steps.require(hand.actor, feedback, "merge")
    try:
        into = selectors.access_feedback(hand.actor, uuid.UUID(typed.get("vao", "")))
    except (ValueError, FeedbackNotFound) as error:
        raise StepIncomplete("Chọn phản ánh để gộp vào.") from error
    steps.merge(feedback=feedback, into=into, reason=typed.get("loi", ""), hand=hand)


def _refuse(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    steps.refuse(feedback=feedback, reason=typed.get("ly-do", ""), words=typed.get("loi", ""), hand=hand)


def _publish(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    steps.publish(feedback=feedback, subject=typed.get("tieu-de", ""), summary=typed.get("loi", ""), hand=hand)


def _supplement(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    intake.supplement(feedback=feedback, words=typed.get("loi", ""), actor=hand.actor, now=hand.now)


def _erase(feedback: Feedback, typed: QueryDict, hand: Hand) -> None:
    erasing.erase_on_request(feedback=feedback, reason=typed.get("loi", ""), actor=hand.actor, now=hand.now)


_STEPS: dict[str, Callable[[Feedback, QueryDict, Hand], object]] = {
    "phan-loai": _classify,
    "chuyen": _forward,
    "chuyen-ngoai": lambda one, typed, hand: steps.refer(feedback=one, to=typed.get("loi", ""), hand=hand),
    "yeu-cau": lambda one, typed, hand: steps.ask(feedback=one, words=typed.get("loi", ""), hand=hand),
    "bo-sung": _supplement,
    "khong-nhan": _refuse,
    "gop": _merge,
    "trinh-ky": lambda one, typed, hand: steps.draft(feedback=one, answer=typed.get("loi", ""), hand=hand),
    "tra-lai": lambda one, typed, hand: steps.send_back(feedback=one, note=typed.get("loi", ""), hand=hand),
    "ky": lambda one, _typed, hand: steps.sign(feedback=one, hand=hand),
    "cong-khai": _publish,
    "khong-cong-khai": lambda one, typed, hand: steps.withhold(feedback=one, reason=typed.get("loi", ""), hand=hand),
    "thoi-cong-khai": lambda one, typed, hand: steps.withdraw(feedback=one, reason=typed.get("loi", ""), hand=hand),
    "xoa-nguoi-gui": _erase,
    "hoan-tac": lambda one, _typed, hand: steps.undo(feedback=one, hand=hand),
}

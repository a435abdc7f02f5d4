"""Feedback on either side of the table of addresses: one just received, one answered and published."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from parindex.apps.feedback import intake, steps
from parindex.apps.feedback.intake import Contact, Submission
from parindex.apps.feedback.models import Feedback
from parindex.apps.feedback.steps import Hand, Reading
from parindex.apps.orgs.models import Unit
from parindex.domain.access import SYSTEM

ADDRESSES = ("feedback-detail", "feedback-identify", "feedback-file", "feedback-links", "feedback-act")
CONTENT = "Hồ sơ cấp phép của tôi trễ hẹn mười ngày mà không có thư xin lỗi."


@dataclass(frozen=True)
class FeedbackThings:
    """What the addresses of feedback name."""

    fresh: Feedback
    published: Feedback


def received(unit: Unit, *, now: datetime, subject: str = "Hồ sơ trễ hẹn", content: str = CONTENT) -> Feedback:
    """Return feedback as it comes in."""
    contact = Contact("Người Gửi Hư Cấu", "Thôn Mẫu, xã Hư Cấu", phone="0900 000 001")
    told = Submission(sheet=uuid.uuid4(), subject=subject, content=content, contact=contact)
    return intake.receive(unit=unit, submission=told, now=now).feedback


def published(unit: Unit, *, now: datetime) -> Feedback:
    """Return feedback that was answered and published."""
    row = received(unit, now=now)

    def hand(hours: int) -> Hand:
        return Hand(SYSTEM, version=row.version, now=now + timedelta(hours=hours))

    row = steps.classify(feedback=row, reading=Reading("conduct", "late"), hand=hand(1))
    row = steps.draft(feedback=row, answer="Cơ quan xin lỗi và đã trả kết quả.", hand=hand(2))
    row = steps.sign(feedback=row, hand=hand(3))
    return steps.publish(feedback=row, subject="Hồ sơ trễ hẹn", summary="Hồ sơ trễ mười ngày.", hand=hand(4))


def make_feedback(unit: Unit, *, now: datetime) -> FeedbackThings:
    """Return both kinds."""
    return FeedbackThings(fresh=received(unit, now=now), published=published(unit, now=now - timedelta(days=3)))


def feedback_addresses(things: FeedbackThings, step: str) -> dict[str, dict[str, Any]]:
    """Return what the addresses of feedback name."""
    inside = {"public_id": things.fresh.public_id}
    return {
        "feedback-detail": inside,
        "feedback-identify": inside,
        "feedback-file": {**inside, "file_id": 1},
        "feedback-links": inside,
        "feedback-act": {**inside, "action": step},
        "feedback-answer": {"public_id": things.published.public_id},
    }


def feedback_data(things: FeedbackThings, *, agency: int) -> dict[str, str]:
    """Return what an official would type for any step."""
    return {
        "version": str(things.fresh.version),
        "loai": "conduct",
        "chu-de": "late",
        "loi": "Lý do mẫu.",
        "tieu-de": "Tiêu đề mẫu",
        "co-quan": str(agency),
        "ly-do": "form",
        "vao": str(things.published.public_id),
    }

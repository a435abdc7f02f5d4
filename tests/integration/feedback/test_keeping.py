"""What is kept and for how long; who is reminded of what; nothing of a sender leaves the room."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.evidence import store
from parindex.apps.evidence.models import StoredFile
from parindex.apps.feedback import erasing, gate, intake, reminding, steps
from parindex.apps.feedback.errors import StepIncomplete
from parindex.apps.feedback.intake import Enclosure
from parindex.apps.feedback.models import Attachment, Feedback, FeedbackStep, PublicMark, Sender
from parindex.apps.notify.models import Message
from parindex.domain.access import SYSTEM, PermissionDenied
from parindex.jobs import registry
from parindex.jobs.registry import JobContext
from tests.integration.conftest import NOW, Province
from tests.integration.feedback.test_intake import PNG, told
from tests.integration.feedback.test_steps import answered, hand, received

pytestmark = pytest.mark.django_db
MARKS = ("Người Hư Cấu", "Thôn Mẫu", "0900 000 001", "trễ hẹn mười ngày")


def months(count: int) -> datetime:
    """Return a day after so many whole months."""
    year, month = divmod(NOW.month - 1 + count, 12)
    return NOW.replace(year=NOW.year + year, month=month + 1) + timedelta(days=1)


def test_sender_is_erased_first_then_the_words(province: Province, django_capture_on_commit_callbacks: object) -> None:
    row = answered(province)
    open_row = received(province)
    Attachment.objects.create(feedback=row, file=_stored(), name="anh.png")

    early = erasing.erase(now=months(23))
    sender_gone = erasing.erase(now=months(24))

    assert (early.senders, sender_gone.senders, sender_gone.words) == (0, 1, 0)
    assert list(Sender.objects.values_list("feedback_id", flat=True)) == [open_row.pk]
    assert Feedback.objects.get(pk=row.pk).content != ""

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # the fixture has no type
        words_gone = erasing.erase(now=months(60))
    again = erasing.erase(now=months(60))
    kept = Feedback.objects.get(pk=row.pk)

    assert (words_gone.words, again.words, again.senders) == (1, 0, 0)
    assert (kept.content, kept.subject, kept.answer) == ("", "(đã xóa)", "Cơ quan đã trả kết quả.")
    assert set(FeedbackStep.objects.filter(feedback=row).values_list("note", flat=True)) == {""}
    assert (Attachment.objects.count(), StoredFile.objects.count(), list(store.stored_hashes())) == (0, 0, [])
    events = Event.objects.filter(action="feedback.erased")
    assert [event.after for event in events.order_by("seq")] == [{"part": "sender"}, {"part": "words"}]


def _stored() -> StoredFile:
    receipt = intake.files.store_file(data=io.BytesIO(PNG), name="phan-anh-1", actor=intake.ANONYMOUS, now=NOW)
    assert list(store.stored_hashes()) == [receipt.sha256]
    return receipt


def test_file_that_another_feedback_holds_stays(province: Province, django_capture_on_commit_callbacks: object) -> None:
    rows = [
        intake.receive(
            unit=province.root, submission=told(), enclosures=[Enclosure("a.png", io.BytesIO(PNG))], now=NOW
        ).feedback
        for _ in range(2)
    ]
    steps.refuse(feedback=rows[0], reason="scope", words="Không thuộc.", hand=hand(province.focal, rows[0]))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # as above
        erasing.erase(now=months(60))

    assert Attachment.objects.get().feedback_id == rows[1].pk
    assert len(list(store.stored_hashes())) == 1


def test_marks_of_places_last_a_day(province: Province) -> None:
    gate.note(kind=gate.SEND, place="10.0.0.7", now=NOW)

    assert erasing.erase(now=NOW + timedelta(hours=23)).marks == 0
    assert erasing.erase(now=NOW + timedelta(hours=25)).marks == 1
    assert PublicMark.objects.count() == 0


def test_those_who_handle_it_are_told_once_a_day_and_nothing_of_the_sender(province: Province) -> None:
    received(province)
    monday = NOW + timedelta(days=14)

    first, again = reminding.remind(now=monday), reminding.remind(now=monday)

    written = "\n".join(f"{message.subject}\n{message.text}" for message in Message.objects.all())
    assert (first.digests, again.digests) == (3, 0)  # both focal points and the leader of the province
    assert "PAKN-2026-00001" in written
    assert "quá 5 ngày làm việc" in written
    assert not any(mark in written for mark in MARKS)


def test_nobody_is_told_on_a_day_off_or_of_what_is_far_away(province: Province) -> None:
    received(province)

    assert not reminding.remind(now=NOW + timedelta(days=5)).is_working_day
    assert reminding.remind(now=NOW).digests == 0


def test_register_holds_nothing_that_anybody_wrote(province: Province) -> None:
    row = answered(province)
    steps.publish(feedback=row, subject="Trễ", summary="Tóm tắt riêng.", hand=hand(province.focal, row, hours=4))

    register = " ".join(f"{e.object_label} {e.before} {e.after} {e.actor_name}" for e in Event.objects.all())
    assert not any(mark in register for mark in (*MARKS, "Tóm tắt riêng", "đã trả kết quả"))


def test_sender_who_asks_is_erased_once_the_feedback_is_over(province: Province) -> None:
    row, open_row = answered(province), received(province)

    with pytest.raises(PermissionDenied):
        erasing.erase_on_request(feedback=row, reason="DLCN-2026-001", actor=province.officer, now=NOW)
    with pytest.raises(StepIncomplete):
        erasing.erase_on_request(feedback=open_row, reason="DLCN-2026-001", actor=province.focal, now=NOW)
    with pytest.raises(StepIncomplete):
        erasing.erase_on_request(feedback=row, reason=" ", actor=province.focal, now=NOW)
    erasing.erase_on_request(feedback=row, reason="DLCN-2026-001", actor=province.focal, now=NOW)

    assert list(Sender.objects.values_list("feedback_id", flat=True)) == [open_row.pk]
    event = Event.objects.get(action="feedback.erased")
    assert event.after == {"part": "sender", "reason": "DLCN-2026-001"}


def test_daily_work_runs_by_its_kinds(province: Province) -> None:
    context = JobContext({}, SYSTEM, None, 1, lambda: NOW, lambda **_: None)

    assert registry.handler_for("feedback.remind")(context) == {"is_working_day": True, "digests": 0}
    assert registry.handler_for("feedback.erase")(context) == {"senders": 0, "words": 0, "marks": 0}

"""Feedback comes in: entered once, numbered, its code kept nowhere, its sender apart; limits keep robots out."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.evidence import store
from parindex.apps.feedback import gate, intake
from parindex.apps.feedback.errors import FeedbackIncomplete, TooManySent, UnknownCode
from parindex.apps.feedback.intake import Contact, Enclosure, Submission
from parindex.apps.feedback.models import Attachment, Feedback, PublicMark, Sender
from parindex.domain.access import PermissionDenied
from parindex.domain.feedback import codes
from tests.integration.conftest import NOW, Province

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def told(**changes: object) -> Submission:
    base = Submission(
        sheet=uuid.uuid4(),
        subject="Hồ sơ trễ hẹn",
        content="Hồ sơ cấp phép của tôi trễ hẹn mười ngày mà không có thư xin lỗi.",
        contact=Contact("Người Hư Cấu", "Thôn Mẫu", phone="0900 000 001"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # the fields of the dataclass


def test_feedback_is_numbered_by_the_book_of_its_unit(province: Province) -> None:
    rows = [intake.receive(unit=province.root, submission=told(), now=NOW).feedback for _ in range(2)]
    other = intake.receive(unit=province.office, submission=told(), now=NOW).feedback

    assert [row.number for row in rows] == ["PAKN-2026-00001", "PAKN-2026-00002"]
    assert other.number == "PAKN-2026-00001"
    assert (rows[0].due_on, rows[0].due_rule) == (date(2026, 3, 23), "forward")
    assert rows[0].theme == "late"


def test_same_form_sent_again_is_one_feedback_with_the_same_code(province: Province) -> None:
    submission = told()

    first = intake.receive(unit=province.root, submission=submission, now=NOW)
    second = intake.receive(unit=province.root, submission=submission, now=NOW)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.code == second.code
    assert Feedback.objects.count() == 1


def test_code_finds_its_feedback_and_is_kept_nowhere(province: Province) -> None:
    receipt = intake.receive(unit=province.root, submission=told(), now=NOW)
    kept = [str(value) for row in Feedback.objects.values() for value in row.values()]

    assert intake.access_by_code(receipt.code.lower()).pk == receipt.feedback.pk
    assert not any(receipt.code in text or receipt.code.replace("-", "") in text for text in kept)
    with pytest.raises(UnknownCode):
        intake.access_by_code(codes.spell(b"another code"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"content": "Ngắn"}, "content"),
        ({"contact": Contact("", "Thôn Mẫu", phone="0900000001")}, "full_name"),
        ({"contact": Contact("Người Mẫu", "", phone="0900000001")}, "address"),
        ({"contact": Contact("Người Mẫu", "Thôn Mẫu")}, "phone"),
        ({"contact": Contact("Người Mẫu", "Thôn Mẫu", phone="12")}, "phone"),
        ({"contact": Contact("Người Mẫu", "Thôn Mẫu", email="khong-phai")}, "email"),
        ({"content_kind": "bia"}, "content_kind"),
        ({"dossier_code": "H" * 61}, "dossier_code"),
        ({"procedure_code": "1." * 31}, "procedure_code"),
    ],
)
def test_what_the_decree_asks_for_is_required(province: Province, change: dict[str, object], field: str) -> None:
    with pytest.raises(FeedbackIncomplete) as refused:
        intake.receive(unit=province.root, submission=told(**change), now=NOW)

    assert list(refused.value.fields) == [field]
    assert Feedback.objects.count() == 0


def test_counter_entry_needs_a_clerk(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        intake.receive(unit=province.root, submission=told(), channel="phone", actor=province.officer, now=NOW)

    entered = intake.receive(unit=province.root, submission=told(), channel="phone", actor=province.focal, now=NOW)

    assert entered.feedback.created_by_id == province.focal.user_id


def test_files_are_checked_by_content_size_and_number(province: Province) -> None:
    kept = intake.receive(
        unit=province.root, submission=told(), enclosures=[Enclosure("anh nha toi.png", io.BytesIO(PNG))], now=NOW
    )

    assert Attachment.objects.get(feedback=kept.feedback).file.name == "phan-anh-1"
    before = set(store.stored_hashes())
    for bad in (
        [b"%PDF-1.7 ok", b""],
        [b"%PDF-1.7 ok", b"MZ chuong trinh"],
        [b"MZ chuong trinh"],
        [b"van ban thuong"],
        [PNG + b"\0" * 6_000_000],
        [PNG, PNG + b"1", PNG + b"2", PNG + b"3"],
    ):
        with pytest.raises(FeedbackIncomplete) as refused:
            intake.receive(
                unit=province.root,
                submission=told(),
                enclosures=[Enclosure(f"{nth}.png", io.BytesIO(data)) for nth, data in enumerate(bad)],
                now=NOW,
            )
        assert list(refused.value.fields) == ["files"]
        assert set(store.stored_hashes()) == before
    assert Feedback.objects.count() == 1


def test_register_knows_that_it_came_and_nothing_that_it_said(province: Province) -> None:
    intake.receive(unit=province.root, submission=told(), now=NOW)

    event = Event.objects.get(action="feedback.received")
    written = f"{event.object_label} {event.before} {event.after} {event.actor_name}"

    assert event.object_label == "PAKN-2026-00001"
    assert not any(word in written for word in ("Hư Cấu", "0900", "trễ hẹn", "Thôn Mẫu"))
    assert Sender.objects.get().full_name == "Người Hư Cấu"


def test_place_that_sends_too_often_waits_and_others_do_not(province: Province) -> None:
    for _ in range(12):
        gate.require(kind=gate.SEND, place="10.0.0.7", now=NOW)
        gate.note(kind=gate.SEND, place="10.0.0.7", now=NOW)

    with pytest.raises(TooManySent) as refused:
        gate.require(kind=gate.SEND, place="10.0.0.7", now=NOW + timedelta(minutes=20))
    gate.require(kind=gate.SEND, place="10.0.0.8", now=NOW)
    gate.require(kind=gate.SEND, place="10.0.0.7", now=NOW + timedelta(minutes=61))

    assert refused.value.minutes == 40
    assert not any("10.0.0.7" in mark for mark in PublicMark.objects.values_list("mark", flat=True))

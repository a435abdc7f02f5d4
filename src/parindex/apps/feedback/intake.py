"""Feedback comes in: from the public page, from a clerk at the counter or the telephone; and its sender comes back."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as files
from parindex.apps.feedback import facts
from parindex.apps.feedback.errors import FeedbackIncomplete, StepIncomplete, UnknownCode
from parindex.apps.feedback.models import Attachment, Feedback, FeedbackBook, FeedbackStep, Sender
from parindex.apps.orgs.models import Unit
from parindex.definitions.feedback import loader
from parindex.documents.errors import DocumentError
from parindex.documents.read.names import clean_name
from parindex.domain.access import ANONYMOUS, Actor, Permission, PermissionDenied
from parindex.domain.feedback import codes
from parindex.domain.feedback.states import ANSWERED_STATES, FEEDBACK

_SALT = "parindex.feedback.code"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SENDER_NAME = "Người gửi"
LEAST_CONTENT, MOST_CONTENT = 20, 10_000
MOST_CODE = 60
MOST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class Contact:
    """Who sends, as NĐ 20/2008/NĐ-CP, Điều 7 asks: name, address, a telephone number or an e-mail address."""

    full_name: str
    address: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What is sent. `sheet` is the number of the form that was opened: the same form sent again is one feedback."""

    sheet: uuid.UUID
    subject: str
    content: str
    contact: Contact
    place: str = ""
    content_kind: str = ""
    procedure_code: str = ""
    dossier_code: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file as it came: its name and a readable stream of its bytes."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets: the row, the tracking code, which is kept nowhere else, and whether it is new."""

    feedback: Feedback
    code: str
    is_new: bool


def receive(
    *,
    unit: Unit,
    submission: Submission,
    enclosures: Iterable[Enclosure] = (),
    channel: str = "web",
    actor: Actor = ANONYMOUS,
    now: datetime,
) -> Receipt:
    """Enter feedback into the book of a unit and give its tracking code.

    A channel other than the public page needs a clerk. Raises `FeedbackIncomplete` and `PermissionDenied`.
    """
    if channel != "web" and not actor.may(Permission.FEEDBACK_RECEIVE, unit.path):
        raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
    submission = _tidy(submission)
    _require_whole(submission, channel=channel)
    code = _code_of(submission.sheet)
    with transaction.atomic():
        book = _lock_book(unit, year=timezone.localdate(now).year)
        known = Feedback.objects.filter(code_hash=hash_code(code)).first()
        if known is not None:
            return Receipt(known, code, is_new=False)
        kept = _checked(enclosures)
        feedback = _enter(book, submission, code=code, channel=channel, actor=actor, now=now)
        _enclose(feedback, kept, actor=actor, now=now)
        _record(feedback, "feedback.received", actor=actor, now=now)
    return Receipt(feedback, code, is_new=True)


def was_sent(sheet: uuid.UUID) -> bool:
    """Tell whether a form has come in already: who sends it again gets the same code, whatever the limits say."""
    return Feedback.objects.filter(code_hash=hash_code(_code_of(sheet))).exists()


def hash_code(code: str) -> str:
    """Return what is kept of a tracking code: enough to find its feedback, not enough to tell the code."""
    return hashlib.sha256(code.encode()).hexdigest()


def access_by_code(text: str) -> Feedback:
    """Return the feedback of a tracking code as a person typed it. Raises `UnknownCode`."""
    code = codes.read(text)
    rows = Feedback.objects.select_related("unit", "holder", "merged_into__unit")
    found = rows.filter(code_hash=hash_code(code)).first() if code is not None else None
    if found is None:
        raise UnknownCode
    return found


def supplement(*, feedback: Feedback, words: str, actor: Actor = ANONYMOUS, now: datetime) -> Feedback:
    """Take what the sender adds, by the tracking code or through a clerk. Raises `StepIncomplete`, `MoveRefused`."""
    told = words.strip()[:MOST_NOTE]
    if not told:
        raise StepIncomplete("Viết điều bạn bổ sung vào ô bên dưới rồi gửi.")
    with transaction.atomic():
        locked = Feedback.objects.select_for_update(of=("self",)).select_related("unit", "holder").get(pk=feedback.pk)
        if actor.user_id is not None and not actor.may(Permission.FEEDBACK_RECEIVE, locked.holder.path):
            raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
        before, locked.state = locked.state, FEEDBACK.move(state=locked.state, action="supplement")
        FeedbackStep.objects.create(
            feedback=locked,
            action="supplement",
            from_state=before,
            to_state=locked.state,
            at=now,
            actor_id=actor.user_id,
            actor_name=actor.name[:120] if actor.user_id is not None else _SENDER_NAME,
            note=told,
        )
        locked.asked, locked.version = "", locked.version + 1
        facts.set_due(locked, locked.steps.order_by("at", "pk"))
        locked.save(update_fields=["state", "asked", "version", "due_on", "due_rule"])
        _record(locked, "feedback.supplemented", actor=actor, now=now)
    return locked


def rate(*, feedback: Feedback, rating: str, words: str = "", now: datetime) -> Feedback:
    """Keep what the sender thinks of the answer, once. Raises `StepIncomplete`."""
    if rating not in loader.load_kinds().ratings:
        raise StepIncomplete("Chọn một mức đánh giá rồi gửi.")
    with transaction.atomic():
        locked = Feedback.objects.select_for_update(of=("self",)).select_related("unit").get(pk=feedback.pk)
        if locked.state not in ANSWERED_STATES or locked.rating:
            raise StepIncomplete("Phản ánh này chưa có trả lời hoặc bạn đã đánh giá rồi.")
        locked.rating, locked.rating_note, locked.rated_at = rating, words.strip()[:MOST_NOTE], now
        locked.save(update_fields=["rating", "rating_note", "rated_at"])
        _record(locked, "feedback.rated", actor=ANONYMOUS, now=now)
    return locked


def _code_of(sheet: uuid.UUID) -> str:
    """Return the code of a form: random by its number, secret by the key of the site, the same when sent again."""
    return codes.spell(salted_hmac(_SALT, sheet.hex, algorithm="sha256").digest())


def _tidy(told: Submission) -> Submission:
    contact = told.contact
    return Submission(
        sheet=told.sheet,
        subject=" ".join(told.subject.split())[:200],
        content=told.content.strip()[:MOST_CONTENT],
        contact=Contact(
            full_name=" ".join(contact.full_name.split())[:120],
            address=" ".join(contact.address.split())[:300],
            phone=" ".join(contact.phone.split())[:30],
            email=contact.email.strip()[:254],
        ),
        place=" ".join(told.place.split())[:200],
        content_kind=told.content_kind,
        procedure_code=told.procedure_code.strip(),
        dossier_code=told.dossier_code.strip(),
        is_confidential=told.is_confidential,
    )


def _require_whole(told: Submission, *, channel: str) -> None:
    """Refuse what lacks a fact that Điều 7 asks for, or names a choice that is not offered."""
    kinds, contact = loader.load_kinds(), told.contact
    digits = sum(letter.isdigit() for letter in contact.phone)
    checks = (
        ("subject", not told.subject, "Viết một câu nói việc gì."),
        ("content", len(told.content) < LEAST_CONTENT, f"Kể rõ hơn: cần ít nhất {LEAST_CONTENT} ký tự."),
        ("full_name", not contact.full_name, "Ghi họ tên; Nghị định 20/2008/NĐ-CP yêu cầu, không công khai."),
        ("address", not contact.address, "Ghi địa chỉ; Nghị định 20/2008/NĐ-CP yêu cầu, không công khai."),
        ("phone", not contact.phone and not contact.email, "Ghi số điện thoại hoặc thư điện tử để cơ quan liên hệ."),
        ("phone", bool(contact.phone) and not 8 <= digits <= 15, "Số điện thoại gồm 8 đến 15 chữ số."),
        ("email", bool(contact.email) and not _EMAIL.fullmatch(contact.email), "Thư điện tử ghi như ten@vidu.vn."),
        ("content_kind", bool(told.content_kind) and told.content_kind not in kinds.contents, "Chọn lại nội dung."),
        ("procedure_code", len(told.procedure_code) > MOST_CODE, _long_code(told.procedure_code)),
        ("dossier_code", len(told.dossier_code) > MOST_CODE, _long_code(told.dossier_code)),
        ("channel", channel not in kinds.channels, "Chọn lại kênh tiếp nhận."),
    )
    wrong = {field: message for field, is_wrong, message in checks if is_wrong}
    if wrong:
        raise FeedbackIncomplete(wrong)


def _long_code(code: str) -> str:
    return f"Mã dài {len(code)} ký tự, nhiều nhất {MOST_CODE}; kiểm tra lại mã."


def _lock_book(unit: Unit, *, year: int) -> FeedbackBook:
    FeedbackBook.objects.get_or_create(unit=unit, year=year)
    return FeedbackBook.objects.select_for_update(of=("self",)).select_related("unit").get(unit=unit, year=year)


def _enter(book: FeedbackBook, told: Submission, *, code: str, channel: str, actor: Actor, now: datetime) -> Feedback:
    book.last += 1
    book.save(update_fields=["last"])
    feedback = Feedback(
        code_hash=hash_code(code),
        unit=book.unit,
        holder=book.unit,
        year=book.year,
        order=book.last,
        number=codes.register_number(book.year, order=book.last),
        channel=channel,
        content_kind=told.content_kind,
        theme=loader.suggest_theme(f"{told.subject} {told.content}"),
        subject=told.subject,
        content=told.content,
        place=told.place,
        procedure_code=told.procedure_code,
        dossier_code=told.dossier_code,
        is_confidential=told.is_confidential,
        state="received",
        received_at=now,
        created_by_id=actor.user_id,
    )
    feedback.search_fold = facts.searched(feedback)
    facts.set_due(feedback, ())
    feedback.save()
    contact = told.contact
    Sender.objects.create(
        feedback=feedback,
        full_name=contact.full_name,
        address=contact.address,
        phone=contact.phone,
        email=contact.email,
    )
    return feedback


def _checked(enclosures: Iterable[Enclosure]) -> list[tuple[str, bytes]]:
    """Return names and bytes of the files once all are found fit, so that a refusal leaves no bytes on the disk."""
    allowed = loader.load_intake().files
    kept = list(enclosures)
    if len(kept) > allowed.most:
        raise FeedbackIncomplete({"files": f"Gửi nhiều nhất {allowed.most} tệp."})
    most = allowed.megabytes * 1024 * 1024
    read = [(clean_name(enclosure.name)[:255], enclosure.stream.read(most + 1)) for enclosure in kept]
    if any(len(data) > most for _, data in read):
        raise FeedbackIncomplete({"files": f"Mỗi tệp nặng nhất {allowed.megabytes} MB."})
    try:
        kinds = {files.media_type_of(data) for _, data in read}
    except DocumentError as error:
        raise FeedbackIncomplete({"files": error.message}) from error
    if not kinds <= set(allowed.kinds):
        raise FeedbackIncomplete({"files": "Chỉ nhận tệp PDF và ảnh JPEG, PNG."})
    return read


def _enclose(feedback: Feedback, kept: list[tuple[str, bytes]], *, actor: Actor, now: datetime) -> None:
    """Keep checked files by their content; the stored name says nothing."""
    for nth, (name, data) in enumerate(kept, start=1):
        stored = files.store_file(data=data, name=f"phan-anh-{nth}", actor=actor, now=now)
        Attachment.objects.get_or_create(feedback=feedback, file=stored, defaults={"name": name})


def _record(feedback: Feedback, action: str, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="feedback",
        object_id=str(feedback.public_id),
        object_label=feedback.number,
        unit_path=feedback.unit.path,
        after={"state": feedback.state},
        now=now,
    )

"""Letters of urging: drafted with their annex by the ladder, edited, numbered and sent by people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from parindex.apps.assignments.digest import Line, write_words
from parindex.apps.assignments.errors import ChangedMeanwhile, LetterIncomplete, LetterNotFound, LetterSettled
from parindex.apps.assignments.models import (
    Assignment,
    Block,
    Extension,
    ExtensionState,
    LetterItem,
    LetterState,
    Reminder,
    UrgingLetter,
)
from parindex.apps.audit import services as audit
from parindex.apps.imports import heads
from parindex.apps.notify import outbox
from parindex.apps.notify.channels.registry import list_channels
from parindex.apps.notify.models import Message, MessageKind
from parindex.apps.orgs.models import Unit
from parindex.apps.people.access import in_force
from parindex.apps.people.models import User
from parindex.domain.access import SYSTEM, Actor, Permission, PermissionDenied, Role
from parindex.domain.text.dates import format_date
from parindex.domain.units import INNER_KINDS
from parindex.domain.urging.ladder import Rung

COUNT = "[số nhiệm vụ]"
LISTED_ON = "[ngày lập danh sách]"
"""Marks in the body of a draft; both are filled in when a paper is made and for good when the letter is issued."""

_ADDRESSED_ROLES = (Role.LEADER.value, Role.FOCAL.value)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a person writes in a letter; every line of the body is a paragraph."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What the clerk writes when a letter is signed: number, day, who signed."""

    number: str
    issued_on: date
    signer_title: str = ""
    signer: str = ""


def addressee_of(assignment: Assignment) -> Unit:
    """Return to whom a letter about an assignment goes: the agency of an office, unless it is the sender's own."""
    owner = assignment.owner
    if owner is None:
        raise ValueError("an assignment without owner is not urged")
    if owner.kind in INNER_KINDS and owner.parent is not None and owner.parent_id != assignment.unit_id:
        return owner.parent
    return owner


def draft(*, unit: Unit, addressee: Unit, lines: Iterable[tuple[Line, Rung]], now: datetime) -> UrgingLetter:
    """Put overdue assignments into the draft of a letter, a new one when none is open.

    The draft is locked, so that it is not issued meanwhile, and gets another version when something is added: who
    holds the paper of before is told so when its number is recorded.
    """
    with transaction.atomic():
        letter, is_new = UrgingLetter.objects.select_for_update(of=("self",)).get_or_create(
            unit=unit, addressee=addressee, state=LetterState.DRAFT, defaults={"created_at": now}
        )
        added = [line.title for line, rung in lines if _add(letter, line, rung, now=now)]
        if is_new:
            words = first_words(letter)
            letter.subject, letter.body = words.subject, words.body
            letter.save(update_fields=["subject", "body"])
            _record(letter, action="letter.drafted", actor=SYSTEM, now=now)
        elif added:
            _save(letter)
            _record(letter, action="letter.edited", actor=SYSTEM, now=now, after={"added": added})
    return letter


def first_words(letter: UrgingLetter) -> LetterWords:
    """Write what the machine proposes: who owes how many duties since when, and what is asked for."""
    unit, other = heads.issuer_of(letter.unit), heads.issuer_of(letter.addressee)
    body = (
        f"Qua theo dõi việc thực hiện nhiệm vụ cải cách hành chính, đến ngày {LISTED_ON}, {other} còn "
        f"{COUNT} nhiệm vụ quá hạn chưa báo cáo hoàn thành (danh sách kèm theo).\n"
        f"{unit} đề nghị {other} tập trung chỉ đạo, khẩn trương hoàn thành các nhiệm vụ nêu trên; báo cáo kết quả, "
        f"nguyên nhân chậm và ngày dự kiến hoàn thành của từng nhiệm vụ về {unit} để theo dõi, tổng hợp.\n"
        f"{unit} thông báo để {other} biết, thực hiện./."
    )
    return LetterWords("đôn đốc thực hiện nhiệm vụ cải cách hành chính quá hạn", body)


def body_of(letter: UrgingLetter) -> str:
    """Return the body with the count and the day of its list as they are now, which a draft leaves open."""
    if COUNT not in letter.body and LISTED_ON not in letter.body:
        return letter.body
    listed = letter.reminders.aggregate(last=Max("at"))["last"] or letter.created_at
    day = format_date(timezone.localdate(listed))
    return letter.body.replace(COUNT, str(letter.items.count())).replace(LISTED_ON, day)


def listed_later(letter: UrgingLetter) -> dict[int, date]:
    """Return the assignments (by key) that a round added after the day of the draft, and when."""
    rows = letter.reminders.order_by("at", "pk").values_list("assignment_id", "at")
    begun = timezone.localdate(letter.created_at)
    return {pk: day for pk, at in rows if (day := timezone.localdate(at)) > begun}


def edit(*, letter: UrgingLetter, version: int, words: LetterWords, actor: Actor, now: datetime) -> UrgingLetter:
    """Keep what a person wrote in a draft.

    Raises `PermissionDenied`, `ChangedMeanwhile`, `LetterSettled`, `LetterIncomplete`.
    """
    with transaction.atomic():
        locked = _lock(letter, version=version, actor=actor)
        before = {"subject": locked.subject, "body": locked.body}
        locked.subject, locked.body = " ".join(words.subject.split())[:300], words.body.strip()
        if not locked.subject or not locked.body:
            raise LetterIncomplete("Công văn cần có trích yếu và nội dung.")
        _save(locked)
        after = {"subject": locked.subject, "body": locked.body}
        _record(locked, action="letter.edited", actor=actor, now=now, before=before, after=after)
    return locked


def drop_item(*, letter: UrgingLetter, version: int, item_id: int, actor: Actor, now: datetime) -> UrgingLetter:
    """Take one assignment off the list of a draft. Raises as `edit`."""
    with transaction.atomic():
        locked = _lock(letter, version=version, actor=actor)
        item = locked.items.filter(pk=item_id).first()
        if item is None:
            raise LetterNotFound(LetterNotFound.message)
        _record(locked, action="letter.edited", actor=actor, now=now, before={"item": item.title})
        item.delete()
        _save(locked)
    return locked


def issue(*, letter: UrgingLetter, version: int, issue: Issue, actor: Actor, now: datetime) -> UrgingLetter:
    """Record number and day of a signed letter and tell the leaders and focal points of its addressee.

    Raises `PermissionDenied`, `ChangedMeanwhile`, `LetterSettled`, `LetterIncomplete`.
    """
    with transaction.atomic():
        locked = _lock(letter, version=version, actor=actor)
        if not issue.number.strip() or not locked.items.exists():
            raise LetterIncomplete("Ghi số, ký hiệu và ngày của công văn đã ký; danh sách phải còn ít nhất một việc.")
        locked.body = body_of(locked)
        locked.number, locked.issued_on = issue.number.strip()[:60], issue.issued_on
        locked.signer_title, locked.signer = issue.signer_title.strip()[:120], issue.signer.strip()[:120]
        _settle(locked, LetterState.ISSUED, actor, now=now)
        for user in _people_of(locked.addressee, today=timezone.localdate(now)):
            _tell(locked, user, actor=actor, now=now)
        after = {"number": locked.number, "issued_on": locked.issued_on}
        _record(locked, action="letter.issued", actor=actor, now=now, after=after)
    return locked


def discard(*, letter: UrgingLetter, version: int, actor: Actor, now: datetime) -> UrgingLetter:
    """Drop a draft; what it lists is not drafted again until its date changes. Raises as `edit`."""
    with transaction.atomic():
        locked = _lock(letter, version=version, actor=actor)
        _settle(locked, LetterState.DISCARDED, actor, now=now)
        _record(locked, action="letter.discarded", actor=actor, now=now)
    return locked


def access_letter(actor: Actor, public_id: uuid.UUID) -> UrgingLetter:
    """Return a letter: its senders see it always, its addressee once it is issued. Raises `LetterNotFound`."""
    rows = UrgingLetter.objects.filter(_visible(actor)).select_related("unit", "addressee")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise LetterNotFound(LetterNotFound.message)
    return row


def list_letters(actor: Actor, *, state: str, limit: int = 200) -> list[UrgingLetter]:
    """Return the letters of a state that the actor may see, newest first, with `items`."""
    rows = UrgingLetter.objects.filter(_visible(actor), state=state).select_related("unit", "addressee")
    return list(rows.prefetch_related("items").order_by("-created_at", "-pk")[:limit])


def list_items(letter: UrgingLetter) -> list[LetterItem]:
    """Return the annex of a letter by due date, each with its assignment, its open requests and blocks."""
    rows = letter.items.select_related("assignment").order_by("due_on", "pk")
    asked = Prefetch("assignment__extensions", Extension.objects.filter(state=ExtensionState.ASKED))
    held = Prefetch("assignment__blocks", Block.objects.filter(cleared_at=None).select_related("unit"))
    return list(rows.prefetch_related(asked, held))


def list_told(letter: UrgingLetter) -> list[Message]:
    """Return the messages that told the addressee of an issued letter, with recipients and deliveries."""
    rows = Message.objects.filter(kind=MessageKind.LETTER, dedupe_key__startswith=f"letter:{letter.pk}:")
    return list(rows.select_related("recipient").prefetch_related("deliveries").order_by("pk"))


def _visible(actor: Actor) -> Q:
    if actor.is_system:
        return Q()
    condition = Q(pk__in=())
    for path in actor.scope(Permission.URGING_SEND):
        condition |= Q(unit__path__startswith=path)
    for path in actor.scope(Permission.ASSIGNMENTS_VIEW):
        condition |= Q(addressee__path__startswith=path, state=LetterState.ISSUED)
    return condition


def _add(letter: UrgingLetter, line: Line, rung: Rung, *, now: datetime) -> bool:
    if line.due_on is None:
        return False
    values = {
        "due_on": line.due_on,
        "title": line.title,
        "product": line.assignment.product,
        "plan": line.plan[:300],
        "progress": line.assignment.progress,
    }
    LetterItem.objects.update_or_create(letter=letter, assignment=line.assignment, defaults=values)
    Reminder.objects.create(assignment=line.assignment, rung=rung.code, due_on=line.due_on, letter=letter, at=now)
    return True


def _people_of(unit: Unit, *, today: date) -> list[User]:
    """Return the leaders and focal points of a unit itself, without those of units above or below."""
    held = in_force(today=today)
    rows = User.objects.filter(
        pk__in=unit.memberships.filter(held, role__in=_ADDRESSED_ROLES).values("user_id"), is_active=True
    )
    return list(rows.order_by("full_name_sort", "pk"))


def _tell(letter: UrgingLetter, user: User, *, actor: Actor, now: datetime) -> None:
    day = format_date(letter.issued_on) if letter.issued_on else ""
    sender, paragraphs = heads.issuer_of(letter.unit), letter.body.replace("\n", " ")
    words = write_words(
        subject=f"{sender}: công văn {letter.number} {letter.subject}",
        full_name=user.full_name,
        intro=f"Công văn số {letter.number} ngày {day} của {sender}, V/v {letter.subject}: {paragraphs}",
        parts=(),
        page=f"/don-doc/cong-van/{letter.public_id}/",
        footer=f"Tin do {sender} gửi qua parindex; văn bản có danh sách kèm theo ở trang trên.",
    )
    message, is_new = outbox.write(
        kind=MessageKind.LETTER,
        recipient=user,
        words=words,
        channels=list_channels(),
        key=f"letter:{letter.pk}:{user.pk}",
        unit=letter.unit,
        now=now,
    )
    if is_new:
        outbox.let_go(message, actor=actor, now=now)


def _lock(letter: UrgingLetter, *, version: int, actor: Actor) -> UrgingLetter:
    rows = UrgingLetter.objects.select_for_update(of=("self",)).select_related("unit", "addressee")
    locked = rows.get(pk=letter.pk)
    if not actor.may(Permission.URGING_SEND, locked.unit.path):
        raise PermissionDenied(Permission.URGING_SEND)
    if locked.state != LetterState.DRAFT:
        raise LetterSettled("Công văn này đã ban hành hoặc đã bỏ; không sửa được nữa.")
    if locked.version != version:
        raise ChangedMeanwhile(
            "Công văn hoặc danh sách kèm theo vừa đổi. Xem bản mới rồi ghi lại; chữ bạn gõ vẫn còn trong ô."
        )
    return locked


def _settle(letter: UrgingLetter, state: LetterState, actor: Actor, *, now: datetime) -> None:
    letter.state, letter.decided_at = state, now
    letter.decided_by_id, letter.decided_by_name = actor.user_id, actor.name[:120]
    _save(letter)


def _save(letter: UrgingLetter) -> None:
    letter.version += 1
    letter.save()


def _record(
    letter: UrgingLetter, *, action: str, actor: Actor, now: datetime, before: object = None, after: object = None
) -> None:
    audit.record(
        actor=actor,
        action=action,
        object_type="letter",
        object_id=str(letter.public_id),
        object_label=f"{letter.addressee.name}: {letter.subject}"[:300],
        unit_path=letter.unit.path,
        before=before,
        after=after,
        now=now,
    )


def count_drafts(actor: Actor) -> int:
    """Count the drafts that wait for a person who may send."""
    return UrgingLetter.objects.filter(_visible(actor), state=LetterState.DRAFT).count()

"""Urging as people read it: rungs, deliveries with the words of the server, and the tabs of the area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate

from parindex.apps.assignments.digest import estimate_note
from parindex.apps.assignments.selectors import NOT_LATE
from parindex.apps.notify.channels.registry import label_of
from parindex.domain.text.dates import format_date
from parindex.domain.urging.ladder import Audience, Ladder

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment, LetterItem, Reminder
    from parindex.apps.notify.models import Delivery, Message

AUDIENCES = {
    Audience.DOER: "Người thực hiện: trên trang này, và trong bản tin nếu cơ quan đã bật",
    Audience.HEAD: "Lãnh đạo cơ quan: tin nằm ở “Chờ gửi”, có người bấm mới đi",
    Audience.LETTER: "Công văn đôn đốc kèm danh sách: bản thảo nằm ở “Chờ gửi”, người sửa, ký, ghi số rồi mới gửi",
}
_CHIPS = {
    "queued": "",
    "sending": "brand",
    "sent": "ok",
    "kept": "warn",
    "failed": "bad",
    "unknown": "warn",
    "skipped": "warn",
}
_RESENDABLE = ("failed", "unknown", "kept", "skipped")


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One way of one message: how far it came and what was said."""

    pk: int
    kind: str
    to: str
    channel: str
    address: str
    subject: str
    state: str
    chip: str
    at: datetime | None
    attempts: int
    response: str
    may_resend: bool


def delivery_line(delivery: Delivery, *, may_send: bool) -> DeliveryLine:
    """Return a delivery as a line."""
    message = delivery.message
    return DeliveryLine(
        pk=delivery.pk,
        kind=message.get_kind_display(),
        to=message.recipient.full_name,
        channel=label_of(delivery.channel),
        address=delivery.address if delivery.channel != "page" else "",
        subject=message.subject,
        state=delivery.get_state_display(),
        chip=_CHIPS[delivery.state],
        at=delivery.ended_at or delivery.next_at,
        attempts=delivery.attempts,
        response=delivery.response,
        may_resend=may_send and delivery.state in _RESENDABLE,
    )


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A message that waits, and what became of its duties since it was written."""

    message: Message
    since: str
    """"" while all its duties are still late."""


def waiting_lines(messages: Iterable[Message], *, settled: Mapping[int, tuple[int, int]]) -> list[WaitingLine]:
    """Return waiting messages as lines; `settled` counts duties that are not late any more, and all."""
    return [WaitingLine(message, _since(*settled.get(message.pk, (0, 0)))) for message in messages]


def _since(settled: int, total: int) -> str:
    if not settled:
        return ""
    return "nay đã báo xong cả" if settled == total else f"nay đã báo xong {settled} trong {total} việc"


@dataclass(frozen=True, slots=True)
class ToldLine:
    """Whom an issued letter was told to, and how that went on each channel."""

    to: str
    ways: tuple[tuple[str, str, str], ...]


def told_lines(messages: Iterable[Message]) -> list[ToldLine]:
    """Return the messages about a letter as lines."""
    return [ToldLine(message.recipient.full_name, _ways(message)) for message in messages]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One entry of the annex, and what a person should know before signing."""

    item: LetterItem
    notes: tuple[str, ...]


def letter_lines(items: Iterable[LetterItem], *, later: Mapping[int, date]) -> list[LetterLine]:
    """Return the annex of a letter with what has changed since: added `later`, reported, more time asked, held up."""
    return [LetterLine(item, (*_added(later.get(item.assignment_id)), *_notes(item.assignment))) for item in items]


def _added(day: date | None) -> tuple[str, ...]:
    return (f"thêm ngày {format_date(day)}",) if day is not None else ()


def _notes(assignment: Assignment) -> Iterator[str]:
    if assignment.state in NOT_LATE:
        yield f"nay: {assignment.get_state_display().lower()}"
    if assignment.extensions.all():
        yield "đang xin gia hạn"
    yield from (f"vướng ở {block.unit.name}" for block in assignment.blocks.all())


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One line in the history of an assignment: which rung, whom, how it went on each channel."""

    at: datetime
    rung: str
    to: str
    letter_url: str
    ways: tuple[tuple[str, str, str], ...]
    """Channel, state and kind of its chip."""


def reminder_lines(reminders: Iterable[Reminder], *, ladder: Ladder) -> list[ReminderLine]:
    """Return the history of an assignment."""
    return [_reminder_line(reminder, ladder) for reminder in reminders]


def _reminder_line(reminder: Reminder, ladder: Ladder) -> ReminderLine:
    rung = ladder.rung(reminder.rung)
    name = rung.name + estimate_note(reminder.due_on, localdate(reminder.at)) if rung is not None else reminder.rung
    if reminder.letter is not None:
        letter = reminder.letter
        url = reverse("urging-letter", args=[letter.public_id])
        state = letter.get_state_display() + (f" số {letter.number}" if letter.number else "")
        chip = {"issued": "ok", "discarded": "idle"}.get(letter.state, "warn")
        return ReminderLine(reminder.at, name, f"Công văn gửi {letter.addressee.name}", url, (("", state, chip),))
    message = reminder.message
    if message is None:
        return ReminderLine(reminder.at, name, "", "", ())
    return ReminderLine(reminder.at, name, message.recipient.full_name, "", _ways(message))


def _ways(message: Message) -> tuple[tuple[str, str, str], ...]:
    if message.state != "released":
        return (("", message.get_state_display(), "warn" if message.state == "waiting" else "idle"),)
    return tuple(
        (label_of(row.channel), row.get_state_display(), _CHIPS[row.state]) for row in message.deliveries.all()
    )


def tabs(*, current: str, may_send: bool, waiting: int) -> list[dict[str, object]]:
    """Return the views of the area; the outbox is for those who may send."""
    all_tabs: Sequence[tuple[str, str, bool, int]] = (
        ("urging-today", "Hôm nay", True, 0),
        ("urging-outbox", "Chờ gửi", may_send, waiting),
        ("urging-sent", "Đã gửi", may_send, 0),
        ("urging-rules", "Cách nhắc", True, 0),
    )
    return [
        {"name": name, "url": reverse(url), "is_current": url == current, "count": count}
        for url, name, is_shown, count in all_tabs
        if is_shown
    ]

"""What the pages of urging show for one assignment: a message, a failed delivery, a draft, a request, a block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from parindex.apps.assignments import blocks, digest, extensions, letters
from parindex.apps.assignments.models import Assignment, Block, Extension, UrgingLetter
from parindex.apps.notify import outbox
from parindex.apps.notify.models import Delivery, DeliveryState, Message, MessageKind
from parindex.apps.orgs.models import Unit
from parindex.apps.people.models import User
from parindex.definitions.urging import loader as ladders
from parindex.domain.access import SYSTEM, Actor


@dataclass(frozen=True)
class UrgingThings:
    """The things of one side."""

    message: Message
    delivery: Delivery
    letter: UrgingLetter
    extension: Extension
    block: Block


def make_urging(assignment: Assignment, *, reader: User, asker: Actor, holder: Unit, now: datetime) -> UrgingThings:
    """Return the things of an assignment that lie in the area of its plan."""
    rung = ladders.load_ladder().rungs[-1]
    line = digest.line_of(assignment, today=now.date())
    failed = write(assignment, reader, "failed", now=now)
    outbox.let_go(failed, actor=SYSTEM, now=now)
    Delivery.objects.filter(message=failed).update(
        state=DeliveryState.FAILED, ended_at=now, response="Máy chủ thư từ chối: 550 không có hộp thư"
    )
    return UrgingThings(
        message=write(assignment, reader, "waiting", now=now),
        delivery=failed.deliveries.get(),
        letter=letters.draft(unit=assignment.unit, addressee=assignment.owner or holder, lines=[(line, rung)], now=now),
        extension=extensions.ask(
            assignment=assignment, wanted_on=date(2026, 9, 30), reason="Chờ số liệu.", actor=asker, now=now
        ),
        block=blocks.raise_block(assignment=assignment, unit=holder, reason="Chờ số liệu.", actor=asker, now=now),
    )


def write(assignment: Assignment, reader: User, word: str, *, now: datetime) -> Message:
    """Return a message to a head that waits."""
    words = outbox.Words(f"{assignment.unit.name}: 1 nhiệm vụ quá hạn ({word})", assignment.title, "")
    message, _ = outbox.write(
        kind=MessageKind.ESCALATION,
        recipient=reader,
        words=words,
        channels=("email",),
        key=f"{word}:{assignment.pk}",
        unit=assignment.unit,
        now=now,
    )
    return message

"""The daily round of the ladder: digests to the doers, drafts to the heads, drafted letters; run by a periodic job.

What people have switched on for themselves goes out, everything else waits for a click. Each person, each head and
each letter is one transaction with a key of the day, so that a round that is killed and run again tells nobody twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.assignments import letters
from parindex.apps.assignments.digest import (
    Digest,
    Line,
    Part,
    digest_of,
    estimate_note,
    line_of,
    words_of,
    write_words,
)
from parindex.apps.assignments.models import Assignment, Reminder
from parindex.apps.assignments.selectors import NOT_LATE
from parindex.apps.imports import heads as issuers
from parindex.apps.notify import choices, outbox
from parindex.apps.notify.channels import registry as channels
from parindex.apps.notify.models import DigestChoice, Message, MessageKind, Preference
from parindex.apps.orgs.models import Unit
from parindex.apps.people.access import in_force
from parindex.apps.people.models import Membership, User
from parindex.definitions.calendar import loader as calendars
from parindex.definitions.urging import loader as ladders
from parindex.domain.access import ROLE_PERMISSIONS, Actor, Grant, Permission, Role
from parindex.domain.urging import hours, workdays
from parindex.domain.urging.ladder import Audience, Rung

_TOLD = frozenset({Permission.ASSIGNMENTS_REPORT, Permission.ASSIGNMENTS_CONFIRM})
_TOLD_ROLES = tuple(role for role in Role if _TOLD & ROLE_PERMISSIONS[role])

Show = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What a daily round did."""

    is_working_day: bool
    digests: int = 0
    escalations: int = 0
    letters: int = 0
    without_head: int = 0


@dataclass(frozen=True, slots=True)
class _Person:
    user: User
    actor: Actor


def remind(*, now: datetime, show: Show | None = None) -> Round:
    """Make the round of a day: nothing on days off; running it twice adds nothing. `show` gets (done, total)."""
    local = timezone.localtime(now)
    if not workdays.is_working(local.date(), calendar=calendars.load_calendar()):
        return Round(is_working_day=False)
    people = _people(today=local.date())
    digests = _tell_doers(people, local=local, now=now, show=show)
    late = _late(today=local.date())
    told = _told(late)
    escalations, without_head = _tell_heads(late, people, told, today=local.date(), now=now)
    drafted = _draft_letters(late, told, now=now)
    return Round(True, digests, escalations, drafted, without_head)


def _people(*, today: date) -> list[_Person]:
    """Return who holds a role in the work, with their rights of the day."""
    held = Membership.objects.filter(in_force(today=today), user__is_active=True)
    grants: dict[int, list[Grant]] = defaultdict(list)
    users: dict[int, User] = {}
    for membership in held.select_related("user", "unit").order_by("user_id", "unit__path", "role", "pk"):
        users[membership.user_id] = membership.user
        grants[membership.user_id].append(Grant(Role(membership.role), membership.unit_id, membership.unit.path))
    return [
        _Person(user, Actor(user_id=pk, name=user.full_name, grants=tuple(grants[pk])))
        for pk, user in users.items()
        if any(grant.role in _TOLD_ROLES for grant in grants[pk])
    ]


def _tell_doers(people: list[_Person], *, local: datetime, now: datetime, show: Show | None) -> int:
    wanted = _Wanted.of_today(local)
    told = 0
    for done, person in enumerate(people):
        if show is not None and done % 20 == 0:
            show(done, len(people))
        told += _tell_doer(person, wanted, today=local.date(), now=now)
    return told


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Who gets digests by e-mail today."""

    switches: Mapping[str, bool]
    choices: Mapping[int, str]
    is_first_of_week: bool

    @classmethod
    def of_today(cls, local: datetime) -> _Wanted:
        """Read the switches and choices once for the round."""
        return cls(
            switches=choices.switched_paths(),
            choices=dict(Preference.objects.values_list("user_id", "digest")),
            is_first_of_week=hours.is_first_of_week(local.date(), calendar=calendars.load_calendar()),
        )

    def ways_out(self, person: _Person) -> tuple[str, ...]:
        """Return the channels by which the digest of today leaves the house for this person."""
        if not self._is_wanted(person):
            return ()
        addressee = outbox.addressee_of(person.user)
        names = channels.list_channels(leaving=True)
        return tuple(name for name in names if channels.get_channel(name).address_of(addressee))

    def _is_wanted(self, person: _Person) -> bool:
        choice = self.choices.get(person.user.pk, DigestChoice.DAILY)
        if choice == DigestChoice.OFF or (choice == DigestChoice.WEEKLY and not self.is_first_of_week):
            return False
        paths = (grant.unit_path for grant in person.actor.grants)
        return any(choices.is_on(path, switches=self.switches) for path in paths)


def _tell_doer(person: _Person, wanted: _Wanted, *, today: date, now: datetime) -> bool:
    """Write and let go the digest of a person: on the page when a rung is new, by e-mail when it is wanted."""
    digest = digest_of(person.actor, today=today)
    if not digest.parts:
        return False
    fresh = _fresh(person, digest)
    ways = channels.list_channels(leaving=False) if fresh else ()
    ways += wanted.ways_out(person)
    if not ways:
        return False
    with transaction.atomic():
        message, is_new = outbox.write(
            kind=MessageKind.DIGEST,
            recipient=person.user,
            words=words_of(digest, full_name=person.user.full_name),
            channels=ways,
            key=f"digest:{person.user.pk}:{today.isoformat()}",
            now=now,
        )
        if is_new:
            outbox.let_go(message, now=now)
            _remember(fresh, message, now=now)
    return is_new


def _fresh(person: _Person, digest: Digest) -> list[tuple[Line, Rung]]:
    """Return the lines of the doer whose rung this person was not told of."""
    ladder = ladders.load_ladder()
    dated = [line for part in digest.parts if part.key != "confirm" for line in part.lines if line.due_on is not None]
    own = [line for line in dated if _does(person.actor, line.assignment)]
    reached = [(line, rung) for line in own if (rung := ladder.rung_at(line.standing)) is not None]
    reached = [(line, rung) for line, rung in reached if rung.audience is Audience.DOER]
    known = Reminder.objects.filter(
        message__recipient=person.user, assignment__in=[line.assignment.pk for line, _ in reached]
    )
    told = set(known.values_list("assignment_id", "rung", "due_on")) if reached else set()
    return [(line, rung) for line, rung in reached if (line.assignment.pk, rung.code, line.due_on) not in told]


def _does(actor: Actor, assignment: Assignment) -> bool:
    """Tell whether the actor works on an assignment, rather than leading those who do."""
    return assignment.owner is not None and actor.may(Permission.ASSIGNMENTS_REPORT, assignment.owner.path)


def _remember(lines: Iterable[tuple[Line, Rung]], message: Message, *, now: datetime) -> None:
    Reminder.objects.bulk_create(
        [
            Reminder(assignment=line.assignment, rung=rung.code, due_on=line.due_on, message=message, at=now)
            for line, rung in lines
            if line.due_on is not None
        ]
    )


def _late(*, today: date) -> list[tuple[Line, Rung]]:
    """Return the late assignments that stand on a rung of the head or of a letter."""
    ladder = ladders.load_ladder()
    rows = Assignment.objects.filter(due_on__lt=today, owner__isnull=False, plan_item__plan__superseded_at=None)
    rows = rows.exclude(state__in=NOT_LATE).select_related("owner__parent", "unit", "plan_item__plan")
    lines = [line_of(row, today=today) for row in rows.order_by("due_on", "pk")]
    reached = [(line, rung) for line in lines if (rung := ladder.rung_at(line.standing)) is not None]
    return [(line, rung) for line, rung in reached if rung.audience is not Audience.DOER]


_Told = frozenset[tuple[int, str, date | None, int | None]]
"""Assignment, rung, date and to whom: a person, or None for a letter."""


def _told(late: list[tuple[Line, Rung]]) -> _Told:
    """Return what was told already; each head is told alone, for a round may be killed between two of them."""
    known = Reminder.objects.filter(assignment__in=[line.assignment.pk for line, _ in late])
    return frozenset(known.values_list("assignment_id", "rung", "due_on", "message__recipient_id"))


def _is_told(told: _Told, line: Line, rung: Rung, *, to: User | None) -> bool:
    return (line.assignment.pk, rung.code, line.due_on, to.pk if to is not None else None) in told


def _tell_heads(
    late: list[tuple[Line, Rung]], people: list[_Person], told: _Told, *, today: date, now: datetime
) -> tuple[int, int]:
    """Write to each head about the agencies below; return how many messages wait and how many duties have no head."""
    heads: dict[str, list[User]] = defaultdict(list)
    for person in people:
        for grant in person.actor.grants:
            if grant.role is Role.LEADER:
                heads[grant.unit_path].append(person.user)
    mine: dict[tuple[Unit, User], list[tuple[Line, Rung]]] = defaultdict(list)
    without = 0
    for line, rung in late:
        if rung.audience is Audience.HEAD:
            found = _heads_of(line.assignment, heads)
            without += not found
            for user in (user for user in found if not _is_told(told, line, rung, to=user)):
                mine[(line.assignment.unit, user)].append((line, rung))
    written = [_tell_head(unit, user, lines, today=today, now=now) for (unit, user), lines in mine.items()]
    return sum(written), without


def _heads_of(assignment: Assignment, heads: Mapping[str, list[User]]) -> list[User]:
    """Return the leaders of the agency itself, else of the nearest unit above it, up to the one that gave it."""
    path = assignment.owner.path if assignment.owner is not None else ""
    while path and path != "/":
        if heads.get(path):
            return heads[path]
        if path == assignment.unit.path:
            break
        path = path[: path.rstrip("/").rfind("/") + 1]
    return []


def _tell_head(unit: Unit, user: User, lines: list[tuple[Line, Rung]], *, today: date, now: datetime) -> bool:
    names = {rung.name.lower() for _, rung in lines}
    unsure = next((note for line, _ in lines if (note := estimate_note(line.due_on, today))), "")
    sender, count = issuers.issuer_of(unit), f"{len(lines)} nhiệm vụ {', '.join(sorted(names))}{unsure}"
    words = write_words(
        subject=f"{sender}: {count}",
        full_name=user.full_name,
        intro=f"{sender} báo để ông/bà chỉ đạo: cơ quan do ông/bà phụ trách có {count}.",
        parts=(Part("overdue", "Quá hạn", tuple(line for line, _ in lines)),),
        page="/viec-cua-toi/",
        footer=f"Tin do {sender} gửi qua parindex.",
    )
    with transaction.atomic():
        message, is_new = outbox.write(
            kind=MessageKind.ESCALATION,
            recipient=user,
            words=words,
            channels=channels.list_channels(),
            key=f"escalation:{unit.pk}:{user.pk}:{today.isoformat()}",
            unit=unit,
            now=now,
        )
        if is_new:
            _remember(lines, message, now=now)
    return is_new


def _draft_letters(late: list[tuple[Line, Rung]], told: _Told, *, now: datetime) -> int:
    by_pair: dict[tuple[Unit, Unit], list[tuple[Line, Rung]]] = defaultdict(list)
    for line, rung in late:
        if rung.audience is Audience.LETTER and not _is_told(told, line, rung, to=None):
            by_pair[(line.assignment.unit, letters.addressee_of(line.assignment))].append((line, rung))
    for (unit, addressee), lines in by_pair.items():
        letters.draft(unit=unit, addressee=addressee, lines=lines, now=now)
    return len(by_pair)


def count_settled(messages: Iterable[Message]) -> dict[int, tuple[int, int]]:
    """Return, for each message, how many of its duties are not late any more, and how many it names."""
    rows = Reminder.objects.filter(message__in=list(messages)).values_list("message_id", "assignment__state")
    counts: dict[int, tuple[int, int]] = {}
    for message_id, state in rows:
        settled, total = counts.get(message_id or 0, (0, 0))
        counts[message_id or 0] = (settled + (state in NOT_LATE), total + 1)
    return counts


def list_reminders(assignment: Assignment) -> list[Reminder]:
    """Return who was told what of an assignment and how that went, newest first."""
    rows = assignment.reminders.select_related("message__recipient", "letter__addressee")
    return list(rows.prefetch_related("message__deliveries").order_by("-at", "-pk"))

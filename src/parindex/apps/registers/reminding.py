"""The daily round: people who keep registers are told what is overdue and what soon will be.

What they are told holds how many entries of which register, the day and a link, and nothing of what an entry says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parindex.apps.notify import choices, outbox
from parindex.apps.notify.channels import registry as channels
from parindex.apps.notify.models import DigestChoice, MessageKind, Preference
from parindex.apps.notify.outbox import Words
from parindex.apps.people.access import in_force
from parindex.apps.people.models import Membership, User
from parindex.apps.registers import books
from parindex.apps.registers.models import RegisterEntry
from parindex.apps.registers.services import may_write
from parindex.definitions.calendar import loader as calendars
from parindex.domain.access import ROLE_PERMISSIONS, Actor, Grant, Permission, Role
from parindex.domain.calendar import clocks
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.registers.model import Register
from parindex.domain.text.dates import format_date
from parindex.domain.urging import hours, workdays

_ROLES = tuple(role.value for role in Role if Permission.REGISTERS_WRITE in ROLE_PERMISSIONS[role])


@dataclass(frozen=True, slots=True)
class Round:
    """What a daily round did."""

    is_working_day: bool
    digests: int = 0


@dataclass(frozen=True, slots=True)
class _Pressing:
    """An entry whose limit is near or past."""

    register: Register
    unit_path: str
    subject_path: str
    due_on: date


def remind(*, now: datetime) -> Round:
    """Make the round of a day: nothing on days off; running it twice adds nothing."""
    today = timezone.localtime(now).date()
    calendar = calendars.load_calendar()
    if not workdays.is_working(today, calendar=calendar):
        return Round(is_working_day=False)
    pressing = list(_pressing(today))
    switches = choices.switched_paths()
    wishes = dict(Preference.objects.values_list("user_id", "digest"))
    is_first = hours.is_first_of_week(today, calendar=calendar)
    told = 0
    for user, actor in _people(today) if pressing else ():
        own = [one for one in pressing if _is_for(actor, one)]
        if not own:
            continue
        wish = wishes.get(user.pk, DigestChoice.DAILY)
        by_mail = wish == DigestChoice.DAILY or (wish == DigestChoice.WEEKLY and is_first)
        is_on = any(choices.is_on(grant.unit_path, switches=switches) for grant in actor.grants)
        told += _tell(user, own, leaving=by_mail and is_on, today=today, now=now)
    return Round(is_working_day=True, digests=told)


def _pressing(today: date) -> Iterator[_Pressing]:
    """Yield the entries whose limit is past or, in working days, as near as their clock says; one query."""
    known = books.registers()
    rows = RegisterEntry.objects.filter(due_on__isnull=False, removed_at=None, register__in=known).order_by("due_on")
    for register_id, path, subject, due_on, code in rows.values_list(
        "register", "unit__path", "subject__path", "due_on", "due_clock"
    ):
        register = known[register_id]
        ahead = next((clock.remind for clock in register.clocks if clock.code == code), 0)
        if due_on is not None and _is_near(due_on, today=today, ahead=ahead):
            yield _Pressing(register, path, subject or "", due_on)


def _is_near(due_on: date, *, today: date, ahead: int) -> bool:
    if due_on <= today:
        return True
    try:
        return clocks.remaining(due_on, today=today, calendar=calendars.load_calendar()) <= ahead
    except UnknownCalendarYear:
        return False


def _is_for(actor: Actor, one: _Pressing) -> bool:
    """Tell whether somebody keeps the register, or works in the unit that has to act."""
    return may_write(actor, one.register, one.unit_path) or any(
        grant.unit_path == one.subject_path for grant in actor.grants
    )


def _people(today: date) -> list[tuple[User, Actor]]:
    """Return who keeps registers, with their rights of the day."""
    held = Membership.objects.filter(in_force(today=today), user__is_active=True, role__in=_ROLES)
    grants: dict[int, list[Grant]] = defaultdict(list)
    users: dict[int, User] = {}
    for membership in held.select_related("user", "unit").order_by("user_id", "unit__path", "pk"):
        users[membership.user_id] = membership.user
        grants[membership.user_id].append(Grant(Role(membership.role), membership.unit_id, membership.unit.path))
    return [(user, Actor(pk, user.full_name, tuple(grants[pk]))) for pk, user in users.items()]


def _tell(user: User, rows: Sequence[_Pressing], *, leaving: bool, today: date, now: datetime) -> bool:
    addressee = outbox.addressee_of(user)
    ways = channels.list_channels(leaving=False)
    if leaving:
        names = channels.list_channels(leaving=True)
        ways += tuple(name for name in names if channels.get_channel(name).address_of(addressee))
    with transaction.atomic():
        message, is_new = outbox.write(
            kind=MessageKind.DIGEST,
            recipient=user,
            words=_words(rows, full_name=user.full_name, today=today),
            channels=ways,
            key=f"register-digest:{user.pk}:{today.isoformat()}",
            now=now,
        )
        if is_new:
            outbox.let_go(message, now=now)
    return is_new


def _words(rows: Sequence[_Pressing], *, full_name: str, today: date) -> Words:
    late = sum(one.due_on < today for one in rows)
    by_register: dict[str, list[_Pressing]] = defaultdict(list)
    for one in rows:
        by_register[one.register.id].append(one)
    base = str(settings.PARINDEX_PUBLIC_URL).rstrip("/")
    lines = [_line(group, base=base, today=today) for group in by_register.values()]
    text = "\n".join([f"Kính gửi {full_name},", "", *lines, "", f"Mở sổ theo dõi: {base}/so-theo-doi/"])
    return Words(f"Sổ theo dõi: {late} dòng quá hạn, {len(rows) - late} dòng sắp tới hạn", text)


def _line(group: Sequence[_Pressing], *, base: str, today: date) -> str:
    register = group[0].register
    late = sum(one.due_on < today for one in group)
    first = min(one.due_on for one in group)
    told = f"{late} dòng quá hạn, {len(group) - late} dòng sắp tới hạn, hạn sớm nhất {format_date(first)}"
    return f"- {register.name}: {told}. {base}/so-theo-doi/{register.id}/?xep=due"

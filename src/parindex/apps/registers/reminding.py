"""The daily round: people who keep registers are told what is overdue and what soon will be.

What they are told holds how many entries of which register, the day and a link, and nothing of what an entry says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from parindex.apps.notify import choices, digests
from parindex.apps.notify.models import DigestChoice, Preference
from parindex.apps.notify.outbox import Words
from parindex.apps.registers import books
from parindex.apps.registers.models import RegisterEntry
from parindex.apps.registers.services import may_write
from parindex.definitions.calendar import loader as calendars
from parindex.domain.access import ROLE_PERMISSIONS, Actor, Permission, Role
from parindex.domain.calendar import clocks
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.registers.model import Register
from parindex.domain.text.dates import format_date
from parindex.domain.urging import hours, workdays

_ROLES = tuple(role for role in Role if Permission.REGISTERS_WRITE in ROLE_PERMISSIONS[role])


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
    for user, actor in digests.list_people(_ROLES, today=today) if pressing else ():
        own = [one for one in pressing if _is_for(actor, one)]
        if not own:
            continue
        wish = wishes.get(user.pk, DigestChoice.DAILY)
        by_mail = wish == DigestChoice.DAILY or (wish == DigestChoice.WEEKLY and is_first)
        is_on = any(choices.is_on(grant.unit_path, switches=switches) for grant in actor.grants)
        words = _words(own, full_name=user.full_name, today=today)
        key = f"register-digest:{user.pk}:{today.isoformat()}"
        told += digests.tell(user, words, key=key, leaving=by_mail and is_on, now=now)
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

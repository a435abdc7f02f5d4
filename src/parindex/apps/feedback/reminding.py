"""The daily round: people who deal with feedback are told what is overdue and what soon will be.

What they are told holds numbers, days and links to the desk, and nothing of what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from parindex.apps.feedback.models import Feedback
from parindex.apps.notify import choices, digests
from parindex.apps.notify.models import DigestChoice, Preference
from parindex.apps.notify.outbox import Words
from parindex.definitions.calendar import loader as calendars
from parindex.definitions.feedback import loader
from parindex.domain.access import ROLE_PERMISSIONS, Permission, Role
from parindex.domain.calendar import clocks
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.domain.text.dates import format_date
from parindex.domain.urging import hours, workdays

_HANDLING = frozenset({Permission.FEEDBACK_RECEIVE, Permission.FEEDBACK_SIGN})
_ROLES = tuple(role for role in Role if _HANDLING & ROLE_PERMISSIONS[role])
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Round:
    """What a daily round did."""

    is_working_day: bool
    digests: int = 0


def list_due() -> list[Feedback]:
    """Return all feedback with a limit that runs, the first to fall due at the top."""
    rows = Feedback.objects.filter(due_on__isnull=False).select_related("unit", "holder")
    return list(rows.defer("content").order_by("due_on", "pk"))


def days_overdue(feedback: Feedback, *, today: date) -> int:
    """Return how many working days the limit is past; 0 when it is not."""
    if feedback.due_on is None:
        return 0
    try:
        return clocks.overdue(feedback.due_on, today=today, calendar=calendars.load_calendar())
    except UnknownCalendarYear:
        return max((today - feedback.due_on).days, 0)


def remind(*, now: datetime) -> Round:
    """Make the round of a day: nothing on days off; running it twice adds nothing."""
    local = timezone.localtime(now)
    calendar = calendars.load_calendar()
    if not workdays.is_working(local.date(), calendar=calendar):
        return Round(is_working_day=False)
    ahead = loader.load_intake().reminders.days_before
    pressing = [row for row in list_due() if _is_pressing(row, today=local.date(), ahead=ahead)]
    switches = choices.switched_paths()
    wishes = dict(Preference.objects.values_list("user_id", "digest"))
    told = 0
    for user, actor in digests.list_people(_ROLES, today=local.date()) if pressing else ():
        own = [row for row in pressing if any(actor.may(right, row.holder.path) for right in _HANDLING)]
        if not own:
            continue
        wish = wishes.get(user.pk, DigestChoice.DAILY)
        is_first = hours.is_first_of_week(local.date(), calendar=calendar)
        by_mail = wish == DigestChoice.DAILY or (wish == DigestChoice.WEEKLY and is_first)
        is_on = any(choices.is_on(grant.unit_path, switches=switches) for grant in actor.grants)
        words = _words(own, full_name=user.full_name, today=local.date())
        key = f"feedback-digest:{user.pk}:{local.date().isoformat()}"
        told += digests.tell(user, words, key=key, leaving=by_mail and is_on, now=now)
    return Round(is_working_day=True, digests=told)


def _is_pressing(feedback: Feedback, *, today: date, ahead: int) -> bool:
    if feedback.due_on is None or feedback.due_on <= today:
        return feedback.due_on is not None
    try:
        return clocks.remaining(feedback.due_on, today=today, calendar=calendars.load_calendar()) <= ahead
    except UnknownCalendarYear:
        return False


def _words(rows: Sequence[Feedback], *, full_name: str, today: date) -> Words:
    late = sum(row.due_on is not None and row.due_on < today for row in rows)
    names = {rule.code: rule.name for rule in loader.load_clocks()}
    lines = [
        f"- {row.number}, {row.holder.name}: {names.get(row.due_rule, row.due_rule)}, hạn {format_date(row.due_on)}"
        + (f", quá {days} ngày làm việc" if (days := days_overdue(row, today=today)) else "")
        for row in rows[:_MOST_LINES]
        if row.due_on is not None
    ]
    left = len(rows) - len(lines)
    more = [f"… và {left} phản ánh nữa."] if left else []
    base = str(settings.PARINDEX_PUBLIC_URL).rstrip("/")
    text = "\n".join([f"Kính gửi {full_name},", "", *lines, *more, "", f"Mở bàn xử lý: {base}/phan-anh/"])
    return Words(f"Phản ánh, kiến nghị: {late} quá hạn, {len(rows) - late} sắp tới hạn", text)

"""The demonstration of urging: two rounds of the ladder, a click, a letter with its number, a request, a block.

Everything goes through the services. Accounts have addresses of a domain that is reserved for examples, and digests by
e-mail are switched on: without a mail server they are written to a file, where one can see what would have left.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from parindex.apps.assignments import blocks, extensions, letters, urging
from parindex.apps.assignments import selectors as assignments
from parindex.apps.notify import choices, outbox, selectors
from parindex.apps.orgs import selectors as orgs
from parindex.definitions.calendar import loader as calendars
from parindex.domain.access import SYSTEM, Actor
from parindex.domain.calendar.days import UnknownCalendarYear
from parindex.jobs import worker

PROVINCE, HOLDER = "sm-tinh", "sm-xa-suoi-vang"
"""Who is waited for, since people of the demonstration work there."""


def urge(*, leader: Actor, officer: Actor, now: datetime) -> None:
    """Live two mornings of urging; in a year without a calendar nothing is urged."""
    try:
        latest = _morning(timezone.localtime(now))
        earlier = min(_first_late_morning(now), latest)
    except UnknownCalendarYear:
        return
    choices.switch(unit=orgs.access_slug(SYSTEM, PROVINCE), is_on=True, actor=SYSTEM, now=earlier)
    urging.remind(now=earlier)
    for message in selectors.list_waiting(leader)[1:2]:
        outbox.release(message=message, actor=leader, now=earlier + timedelta(hours=1))
    drafts = letters.list_letters(leader, state="draft")
    for letter in [draft for draft in drafts if draft.unit_id in leader.home_unit_ids()][:1]:
        issue = letters.Issue(
            number="01/UBND-MH",
            issued_on=timezone.localdate(earlier),
            signer_title="Phó Chủ tịch",
            signer="Trần Thị Ví Dụ",
        )
        letters.issue(
            letter=letter, version=letter.version, issue=issue, actor=leader, now=earlier + timedelta(hours=2)
        )
    urging.remind(now=latest)
    _ask_and_wait(officer, now=latest)
    worker.run_until_empty()


def _ask_and_wait(officer: Actor, *, now: datetime) -> None:
    """Ask for more time for one duty of the officer, and say that another one waits for an agency."""
    today = timezone.localdate(now)
    work = assignments.my_work(officer, year=today.year, today=today)
    mine = [row for row in (*work.overdue, *work.this_week, *work.later) if row.due_on is not None]
    for row in mine[:1]:
        extensions.ask(
            assignment=row,
            wanted_on=max(row.due_on or today, today) + timedelta(days=14),
            reason="Chờ số liệu của các xã, đã có một phần (minh họa).",
            actor=officer,
            now=now,
        )
    for row in mine[1:2] or mine[:1]:
        holders = blocks.list_holders(row, today=today)
        known = [unit for unit in holders if unit.slug == HOLDER] or holders
        if known:
            blocks.raise_block(
                assignment=row, unit=known[0], reason="Chờ ý kiến góp ý (minh họa).", actor=officer, now=now
            )


def _first_late_morning(now: datetime) -> datetime:
    """Return the morning on which the duty that fell due last, and is late today, had just become late."""
    today = timezone.localdate(now)
    late = assignments.list_assignments(SYSTEM, assignments.AssignmentFilter(due="overdue"), today=today)
    days = [row.due_on for row in late if row.due_on is not None and row.owner_id is not None]
    first = calendars.load_calendar().next_working_day(max(days, default=today))
    return timezone.localtime(now).replace(
        year=first.year, month=first.month, day=first.day, hour=7, minute=15, second=0, microsecond=0
    )


def _morning(local: datetime) -> datetime:
    """Return 07:15 of the last working day whose morning has come."""
    morning = local.replace(hour=7, minute=15, second=0, microsecond=0)
    day = morning.date() if local >= morning else morning.date() - timedelta(days=1)
    day = calendars.load_calendar().last_working_day_on_or_before(day)
    return morning.replace(year=day.year, month=day.month, day=day.day)

"""What a person is told of a day: overdue, due soon, waiting for confirmation, returned; with the rights of the reader.

The same digest is the page of the day, its print and the letter, so that no letter says more than the page would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from parindex.apps.assignments import selectors
from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.notify.outbox import Words
from parindex.definitions.calendar import loader as calendars
from parindex.definitions.urging import loader as ladders
from parindex.domain.access import Actor
from parindex.domain.text.dates import format_date
from parindex.domain.urging import ladder, workdays


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment in a digest: no names of people, no notes, nothing but the duty itself."""

    assignment: Assignment
    title: str
    owner: str
    plan: str
    due_on: date | None
    standing: int
    when: str


@dataclass(frozen=True, slots=True)
class Part:
    """A titled group of lines."""

    key: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told on one day; empty parts are left out."""

    on: date
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return all lines of all parts."""
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def counts(self) -> str:
        """Say how many there are of each: "2 quá hạn, 1 sắp tới hạn"."""
        return ", ".join(f"{len(part.lines)} {part.name.lower()}" for part in self.parts)


def digest_of(actor: Actor, *, today: date) -> Digest:
    """Return the digest of a day, by the agencies in which the actor holds a role and by what they may confirm."""
    work = selectors.my_work(actor, year=today.year, today=today)
    active = (*work.overdue, *work.this_week, *work.later)
    returned = tuple(row for row in active if row.state == AssignmentState.RETURNED)
    returned += tuple(row for row in work.undated if row.state == AssignmentState.RETURNED)
    soon = ladders.load_ladder().soon
    others = [line_of(row, today=today) for row in active if row.state != AssignmentState.RETURNED]
    parts = (
        Part("overdue", "Quá hạn", tuple(line for line in others if line.due_on is not None and line.due_on < today)),
        Part("soon", "Sắp tới hạn", tuple(line for line in others if _is_soon(line, today=today, soon=soon))),
        Part("confirm", "Chờ bạn xác nhận", lines_of(work.to_confirm, today=today)),
        Part("returned", "Bị trả lại", lines_of(returned, today=today)),
    )
    return Digest(on=today, parts=tuple(part for part in parts if part.lines))


def lines_of(rows: Iterable[Assignment], *, today: date) -> tuple[Line, ...]:
    """Return assignments as lines."""
    return tuple(line_of(row, today=today) for row in rows)


def line_of(row: Assignment, *, today: date) -> Line:
    """Return an assignment as a line."""
    plan = row.plan_item.plan
    days = 0
    if row.due_on is not None:
        days = ladder.standing(row.due_on, today=today, calendar=calendars.load_calendar())
    return Line(
        assignment=row,
        title=row.title,
        owner=row.owner_label or row.owner_text,
        plan=plan.number or plan.title,
        due_on=row.due_on,
        standing=days,
        when=_when(row, days, today=today),
    )


def _is_soon(line: Line, *, today: date, soon: int) -> bool:
    return line.due_on is not None and line.due_on >= today and line.standing >= -soon


def _when(row: Assignment, days: int, *, today: date) -> str:
    if row.due_on is None:
        return "chưa có hạn"
    on = f"hạn {format_date(row.due_on)}"
    if row.state == AssignmentState.SUBMITTED:
        return on
    if row.due_on == today:
        return f"{on}, hôm nay"
    distance = f"quá hạn {days}" if row.due_on < today else f"còn {-days}"
    return f"{on}, {distance} ngày làm việc{estimate_note(row.due_on, today)}"


def estimate_note(*days: date | None) -> str:
    """Return what follows a count of working days between these days: "" when all their holidays are known."""
    years = workdays.unknown_years(*(day for day in days if day is not None), calendar=calendars.load_calendar())
    if not years:
        return ""
    return f" (ước tính: chưa rõ lịch nghỉ lễ năm {' và '.join(str(year) for year in years)})"


def words_of(digest: Digest, *, full_name: str) -> Words:
    """Write a digest as a letter."""
    return write_words(
        subject=f"Việc ngày {format_date(digest.on)}: {digest.counts}",
        full_name=full_name,
        intro=f"Việc của bạn ngày {format_date(digest.on)}: {digest.counts}.",
        parts=digest.parts,
        page="/don-doc/",
        footer="Bạn nhận thư này vì cơ quan đã bật bản tin việc. Đổi lựa chọn ở trang “Tài khoản của tôi”.",
    )


def write_words(*, subject: str, full_name: str, intro: str, parts: tuple[Part, ...], page: str, footer: str) -> Words:
    """Write a message with titled lists as text and as HTML."""
    base = str(settings.PARINDEX_PUBLIC_URL).rstrip("/")
    context = {
        "full_name": full_name,
        "intro": intro,
        "parts": parts,
        "link": f"{base}{page}" if base else "",
        "footer": footer,
        "subject": subject,
    }
    return Words(
        subject=subject,
        text=render_to_string("urging/message.txt", context).strip() + "\n",
        html=render_to_string("urging/message.html", context),
    )

"""Reports of the demonstration: the last period that is over, with units that sent, were returned, or are missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.assignments import selectors as assignments
from parindex.apps.orgs import selectors as orgs
from parindex.apps.reports import drafts, periods, selectors, sending, supervision
from parindex.apps.reports.errors import PeriodRefused
from parindex.apps.reports.periods import Asked
from parindex.cli import demonstration_survey as survey
from parindex.definitions.report_regimes.loader import regime
from parindex.domain.access import SYSTEM, Actor
from parindex.domain.calendar.periods import Report

if TYPE_CHECKING:
    from parindex.apps.reports.models import PeriodicReport, ReportPeriod

FRONT = "Ủy ban Mặt trận Tổ quốc tỉnh Sông Mây (hư cấu)"
PROVINCE, AGENCY, JUSTICE, COMMUNE = "sm-tinh", "sm-snv", "sm-stp", "sm-xa-suoi-vang"
_BEFORE = 1
_WISH = "Đề nghị bố trí kinh phí đường truyền cho các xã (số liệu, kiến nghị minh họa)."
_TYPED = "Tính cả việc vừa xong sau ngày chốt số liệu, xã đã hoàn thành 6 nhiệm vụ (lời minh họa). "
"""A number typed by hand, so that the demonstration shows a contradiction that was sent with its reason."""
_RETURNED = "Bổ sung nguyên nhân của nhiệm vụ quá hạn (ý kiến minh họa)."
_ANYWAY = "Chênh lệch do xác nhận sau ngày chốt số liệu (lý do minh họa)."


@dataclass(frozen=True, slots=True)
class People:
    """Who acts: for the province, for one agency and for the commune."""

    focal: Actor
    leader: Actor
    clerk: Actor
    commune: Actor
    commune_leader: Actor
    supervisor: Actor


def live(people: People, *, now: datetime) -> None:
    """Open the last period of the CCHC regime that is over and let some units report; none where no year is known."""
    today = timezone.localdate(now)
    year, report = _last_report(today)
    asked = Asked(regime="cchc", code=report.code, year=year, before=_BEFORE)
    ended = report.window(year).end
    try:
        province = orgs.access_slug(SYSTEM, PROVINCE)
        opened = _at(ended - timedelta(days=10))
        period = periods.open_period(unit=province, asked=asked, actor=people.focal, now=opened)
    except PeriodRefused:
        return  # the calendar of that year was not decided when this was written
    # Forms of the days of the report, so that its figures tell of them.
    survey.ask_at_the_counter(slug=PROVINCE, actor=people.focal, now=_at(ended - timedelta(days=2)), is_closed=True)
    _report(period, AGENCY, people.clerk, people.leader, on=ended + timedelta(days=1))
    _report(period, COMMUNE, people.commune, people.commune_leader, on=period.lower_due_on + timedelta(days=4))
    _report(period, JUSTICE, people.focal, people.leader, on=ended + timedelta(days=2))
    for slug in (AGENCY, COMMUNE):
        _decide(period, slug, sending.approve, people.focal, note="")
    _decide(period, JUSTICE, sending.send_back, people.focal, reason=_RETURNED)
    drafts.start(period=period, unit=province, actor=people.focal, now=now)
    _supervise(period, people, now=now)


def _supervise(period: ReportPeriod, people: People, *, now: datetime) -> None:
    """Let the Front ask about a report, which is answered, and about an assignment that is late, which is not."""
    asked = now - timedelta(days=20)
    answer_by = timezone.localdate(asked) + timedelta(days=14)
    said = supervision.Said(FRONT, "Đề nghị công khai nguyên nhân gửi báo cáo trễ (ý kiến minh họa).", answer_by)
    subject = supervision.Subject(report=_found(period, COMMUNE))
    found = supervision.note(subject=subject, said=said, actor=people.supervisor, now=asked)
    answer = "Xã đã niêm yết lý do và lịch báo cáo tại trụ sở (trả lời minh họa)."
    supervision.answer(found=found, text=answer, actor=people.commune_leader, now=asked + timedelta(days=3))
    today = timezone.localdate(now)
    late = assignments.list_assignments(SYSTEM, assignments.AssignmentFilter(due="overdue"), today=today, limit=1)
    for row in late:
        said = supervision.Said(FRONT, "Đề nghị nêu rõ vướng mắc và ngày hoàn thành (ý kiến minh họa).", answer_by)
        supervision.note(subject=supervision.Subject(assignment=row), said=said, actor=people.supervisor, now=asked)


def _last_report(today: date) -> tuple[int, Report]:
    """Return the year and report whose figures closed last."""
    found = [(year, one) for year in (today.year - 1, today.year) for one in regime("cchc").reports]
    return max((one for one in found if one[1].window(one[0]).end <= today), key=lambda one: one[1].window(one[0]).end)


def _report(period: ReportPeriod, slug: str, writer: Actor, leader: Actor, *, on: date) -> None:
    unit, at = orgs.access_slug(SYSTEM, slug), _at(on)
    report = drafts.start(period=period, unit=unit, actor=writer, now=at)
    wish = drafts.Words(drafts.WISHES, f"{_TYPED}{_WISH}" if slug == COMMUNE else _WISH, version=1)
    drafts.write(report=report, words=wish, actor=writer, now=at + timedelta(minutes=20))
    sending.submit(report=report, version=report.version, reason=_ANYWAY, actor=leader, now=at + timedelta(minutes=50))


def _decide(period: ReportPeriod, slug: str, decide: Callable[..., None], actor: Actor, **words: str) -> None:
    report = _found(period, slug)
    at = _at((report.sent_on or period.due_on) + timedelta(days=1))
    decide(report=report, version=report.version, actor=actor, now=at, **words)


def _found(period: ReportPeriod, slug: str) -> PeriodicReport:
    report = selectors.find_report(period, orgs.access_slug(SYSTEM, slug))
    if report is None:
        raise LookupError(slug)
    return report


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 0)))

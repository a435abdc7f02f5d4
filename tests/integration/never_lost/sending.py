"""Stages of a report that is sent, each going on from where the database stands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from parindex.apps.assignments import services as assignments
from parindex.apps.imports import review
from parindex.apps.orgs.models import Unit
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.apps.reports import drafts, periods, sending
from parindex.apps.reports.models import PeriodicReport
from parindex.apps.reports.periods import Asked
from parindex.domain.access import SYSTEM
from tests.factories.plans import import_text

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SENT = datetime(2026, 9, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def report_prepare() -> None:
    """Issue the plan of the province, open quarter III and begin the report of an agency."""
    root = Unit.objects.get(name="Tỉnh Sông Mây")
    draft = import_text(unit=root, actor=SYSTEM, now=NOW)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=SYSTEM, now=NOW)
    assignments.approve_plan(draft=draft, actor=SYSTEM, now=NOW)
    asked = Asked(regime="cchc", code="quarter_3", year=2026, before=1)
    period = periods.open_period(unit=root, asked=asked, actor=SYSTEM, now=SENT)
    drafts.start(period=period, unit=Unit.objects.get(name="Sở Nội vụ"), actor=SYSTEM, now=SENT)


def report_send(*, who: str = "leader") -> int:
    """Send the report unless that is done, as the page shows it; return the number of the sending."""
    report = PeriodicReport.objects.get()
    if report.state != "draft":
        return report.sendings.count()
    return report_send_now(who=who, version=report.version)


def report_send_now(*, who: str, version: int) -> int:
    """Press the button of a page that shows this version."""
    actor = access.actor_of(User.objects.get(username=who), today=SENT.date())
    report = PeriodicReport.objects.get()
    return sending.submit(report=report, version=version, reason="", actor=actor, now=SENT).number


STAGES = (report_prepare, report_send, report_send_now)

"""A province whose agencies have work done, late and open, and a period of reports opened over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parindex.apps.assignments.models import Assignment, Report
from parindex.apps.orgs.models import Unit
from parindex.apps.planning.models import Plan, PlanItem
from parindex.apps.reports import drafts, periods, sending
from parindex.apps.reports.models import PeriodicReport, ReportPeriod
from parindex.apps.reports.periods import Asked
from parindex.domain.access import SYSTEM, Actor, Role
from tests.integration.assignments.conftest import approve
from tests.integration.conftest import Province, actor_in

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPENED = datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
SENT = datetime(2026, 9, 16, 9, 0, tzinfo=ZONE)
QUARTER = Asked(regime="cchc", code="quarter_3", year=2026, before=2)

__all__ = ["approve"]


def at(day: date) -> datetime:
    """Return a morning."""
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=ZONE)


@dataclass(frozen=True)
class Reporting:
    """The province with its period, the leaders of two agencies and their work."""

    province: Province
    plan: Plan
    period: ReportPeriod
    head: Actor
    office_head: Actor
    clerk: Actor

    def give(self, owner: Unit, title: str, due: date | None, done: date | None = None) -> Assignment:
        """Give an agency one more assignment, done on a day or not."""
        item = PlanItem.objects.filter(plan=self.plan).order_by("pk")[0]
        state = "done" if done else "doing"
        return Assignment.objects.create(
            plan_item=item,
            unit=self.province.root,
            owner=owner,
            title=title,
            year=2026,
            due_on=due,
            state=state,
            submitted_at=at(done) if done else None,
            done_at=at(done) + timedelta(hours=2) if done else None,
            created_at=OPENED,
            search_fold="",
        )

    def say(self, assignment: Assignment, note: str, on: date) -> None:
        """Report words on an assignment."""
        Report.objects.create(
            assignment=assignment, kind="progress", state_before="doing", state_after="doing", note=note,
            actor_name="Hư Cấu", at=at(on),
        )  # fmt: skip

    def start(self, unit: Unit, *, now: datetime = SENT) -> PeriodicReport:
        """Begin the report of a unit."""
        return drafts.start(period=self.period, unit=unit, actor=SYSTEM, now=now)

    def send(self, unit: Unit, *, now: datetime = SENT, reason: str = "") -> PeriodicReport:
        """Begin and send the report of a unit."""
        report = self.start(unit, now=now)
        sending.submit(report=report, version=report.version, reason=reason, actor=SYSTEM, now=now)
        report.refresh_from_db()
        return report


@pytest.fixture
def reporting(province: Province, approve: object) -> Reporting:
    """Return the province with a period of quarter III opened."""
    plan = approve()  # type: ignore[operator]
    Assignment.objects.all().delete()
    period = periods.open_period(unit=province.root, asked=QUARTER, actor=province.focal, now=OPENED)
    return Reporting(
        province=province,
        plan=plan,
        period=period,
        head=actor_in(province.home_affairs, Role.LEADER),
        office_head=actor_in(province.office, Role.LEADER),
        clerk=province.officer,
    )

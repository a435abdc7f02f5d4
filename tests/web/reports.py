"""Reports for the pages: a period of a province, a draft and a sent report of an agency, a note of supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.apps.orgs.models import Unit
from parindex.apps.reports import drafts, periods, sending, supervision
from parindex.apps.reports.models import PeriodicReport, ReportPeriod, SupervisionNote
from parindex.apps.reports.periods import Asked
from parindex.apps.reports.supervision import Said, Subject
from parindex.domain.access import SYSTEM
from tests.web.conftest import NOW


@dataclass(frozen=True)
class ReportThings:
    """What the addresses name: the reports of one unit in two periods."""

    unit: Unit
    period: ReportPeriod
    draft: PeriodicReport
    sent: PeriodicReport
    note: SupervisionNote

    def report_of(self, step: str) -> PeriodicReport:
        """Return the report on which a step can be taken."""
        return self.draft if step in ("tinh-lai", "gui") else self.sent


def make_reports(*, holder: Unit, unit: Unit) -> ReportThings:
    """Open quarter III and June for a unit and let an agency send one report and draft the other."""
    quarter = Asked(regime="cchc", code="quarter_3", year=2026, before=1)
    june = Asked(regime="monthly", code="month_06", year=2026, before=1, due_on=date(2026, 6, 22))
    first, second = (periods.open_period(unit=holder, asked=asked, actor=SYSTEM, now=NOW) for asked in (quarter, june))
    sent = drafts.start(period=first, unit=unit, actor=SYSTEM, now=NOW)
    sending.submit(report=sent, version=1, reason="Lý do mẫu", actor=SYSTEM, now=NOW)
    sent.refresh_from_db()
    draft = drafts.start(period=second, unit=unit, actor=SYSTEM, now=NOW)
    said = Said("Mặt trận hư cấu", "Đề nghị công khai tiến độ.", date(2026, 7, 20))
    note = supervision.note(subject=Subject(report=sent), said=said, actor=SYSTEM, now=NOW)
    return ReportThings(unit, first, draft, sent, note)

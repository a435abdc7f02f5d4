"""The life of a report: opened, drafted, written, sent frozen, returned, approved, aggregated, compared later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from parindex.apps.assignments.models import Assignment
from parindex.apps.audit.models import Event
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs.models import UnitKind
from parindex.apps.reports import drafts, periods, selectors, sending
from parindex.apps.reports.drafts import Words
from parindex.apps.reports.errors import (
    ChangedMeanwhile,
    Contradicted,
    PeriodNotFound,
    PeriodRefused,
    ReasonMissing,
    ReportNotFound,
    UnitNotAsked,
    UnknownFigure,
)
from parindex.apps.reports.models import PeriodicReport, ReportSending
from parindex.apps.reports.periods import Asked
from parindex.apps.reports.selectors import BoardFilter
from parindex.domain.access import SYSTEM, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.reporting.content import figures_of
from tests.factories import UnitFactory
from tests.integration.conftest import Province
from tests.integration.reports.conftest import OPENED, QUARTER, SENT, Reporting

pytestmark = pytest.mark.django_db
BOTH = date(2026, 9, 30)


def values(report: PeriodicReport) -> dict[str, Decimal | None]:
    """Return the figures of a report by key."""
    return {figure.key: figure.value for figure in figures_of(report.figures)}


def text_of(report: PeriodicReport, code: str) -> str:
    """Return the words of a section."""
    return next(section.text for section in selectors.list_sections(report) if section.code == code)


def test_period_has_the_days_of_the_regime_and_explains_its_deadlines(reporting: Reporting) -> None:
    period = reporting.period

    assert (period.window_start, period.window_end) == (date(2026, 6, 15), date(2026, 9, 15))
    assert (period.due_on, period.lower_due_on) == (date(2026, 9, 20), date(2026, 9, 17))
    assert "nghỉ" in period.due_steps[1]
    assert "2 ngày làm việc" in period.lower_due_steps[1]


def test_period_is_opened_once_by_who_may(reporting: Reporting) -> None:
    root = reporting.province.root

    with pytest.raises(PeriodRefused, match="đã được mở"):
        periods.open_period(unit=root, asked=QUARTER, actor=reporting.province.focal, now=OPENED)
    with pytest.raises(PermissionDenied):
        periods.open_period(unit=root, asked=QUARTER, actor=reporting.province.leader, now=OPENED)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked("monthly", "month_13", 2026, 1, due_on=date(2026, 9, 20)), "tháng"),
        (Asked("monthly", "month_08", 2026, 1), "không đặt hạn"),
        (Asked("monthly", "month_08", 2026, 1, due_on=date(2026, 8, 14)), "sau kỳ"),
        (Asked("adhoc", "", 2026, 1, due_on=BOTH), "kỳ số liệu"),
        (Asked("adhoc", "", 2026, 1, BOTH, " ", date(2026, 9, 1), date(2026, 9, 9)), "tên"),
        (Asked("cchc", "year", 2026, 99), "0 đến 30"),
        (Asked("cchc", "year", 2040, 1), "2040"),
    ],
)
def test_period_that_does_not_fit_is_refused(province: Province, asked: Asked, words: str) -> None:
    with pytest.raises(PeriodRefused, match=words):
        periods.open_period(unit=province.root, asked=asked, actor=province.focal, now=OPENED)


def test_monthly_and_ad_hoc_periods_open(province: Province) -> None:
    monthly = Asked("monthly", "month_08", 2026, 1, due_on=date(2026, 8, 20))
    adhoc = Asked("adhoc", "", 2026, 0, BOTH, "Báo cáo đột xuất số 1", date(2026, 9, 1), date(2026, 9, 9))

    made = [
        periods.open_period(unit=province.root, asked=asked, actor=province.focal, now=OPENED)
        for asked in (monthly, adhoc)
    ]

    assert (made[0].window_start, made[0].title) == (date(2026, 7, 15), "Báo cáo tháng 08/2026")
    assert (made[1].due_on, made[1].title) == (BOTH, "Báo cáo đột xuất số 1")


def test_draft_counts_and_tells_what_was_said(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    reporting.give(unit, "Niêm yết thủ tục hành chính", date(2026, 7, 1), done=date(2026, 6, 30))
    late = reporting.give(unit, "Kiểm kê tài sản công", date(2026, 8, 1))
    reporting.say(late, "chờ kinh phí", date(2026, 8, 3))
    reporting.say(late, "nói sau kỳ", date(2026, 9, 15))

    report = reporting.start(unit)

    found = values(report)
    assert (found["nhiem-vu"], found["hoan-thanh"], found["qua-han"], found["ty-le"]) == (2, 1, 1, 50)
    assert found["tthc.hoan-thanh"] == found["tai-chinh.qua-han"] == 1
    assert "đơn vị báo: “chờ kinh phí”" in text_of(report, "tai-chinh")
    assert reporting.start(unit).pk == report.pk


def test_a_unit_outside_of_the_period_is_not_asked(reporting: Reporting) -> None:
    office = UnitFactory(name="Phòng Một", kind=UnitKind.OFFICE, parent=reporting.province.home_affairs)

    with pytest.raises(UnitNotAsked, match="Phòng Một"):
        reporting.start(office)


def test_words_are_kept_with_their_version_and_survive_a_new_count(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    report = reporting.start(unit)

    drafts.write(report=report, words=Words("tthc", "Đã làm {tthc.hoan-thanh} việc.", 1), actor=SYSTEM, now=SENT)
    with pytest.raises(ChangedMeanwhile):
        drafts.write(report=report, words=Words("tthc", "khác", 1), actor=SYSTEM, now=SENT)
    with pytest.raises(UnknownFigure, match="so-la"):
        drafts.write(report=report, words=Words("tthc", "{so-la}", 2), actor=SYSTEM, now=SENT)
    reporting.give(unit, "Số hóa hồ sơ", date(2026, 8, 1))
    renewed = drafts.refresh(report=report, version=1, actor=SYSTEM, now=SENT)

    assert values(renewed)["so.nhiem-vu"] == 1
    assert text_of(renewed, "tthc") == "Đã làm {tthc.hoan-thanh} việc."
    assert "Số hóa hồ sơ" in text_of(renewed, "so")


def test_sent_report_keeps_its_bytes_and_tells_what_changed_since(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    done = reporting.give(unit, "Số hóa hồ sơ", date(2026, 8, 1), done=date(2026, 7, 30))
    report = reporting.send(unit)
    first = selectors.access_sending(report, 1)
    content = sending.frozen(first)
    before = [evidence.read_file(file) for file in (first.snapshot, first.docx, first.pdf)]

    Assignment.objects.filter(pk=done.pk).update(state="doing", done_at=None)
    later = SENT + timedelta(days=365)
    (total, *_) = [one for one in sending.list_changes(first, content, now=later) if one.key == "hoan-thanh"]

    again = sending.draft_papers(sending.frozen(first))
    assert [evidence.read_file(file) for file in (first.snapshot, first.docx, first.pdf)] == before
    assert list(again) == before[1:]
    assert (total.before.value, total.after.value) == (1, 0)  # type: ignore[union-attr]
    assert total.removed == (f"nv:{done.public_id}",)


def test_nothing_changed_means_no_difference(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    reporting.give(unit, "Số hóa hồ sơ", date(2026, 8, 1), done=date(2026, 7, 30))
    found = selectors.access_sending(reporting.send(unit), 1)

    assert sending.list_changes(found, sending.frozen(found), now=SENT + timedelta(days=300)) == ()


def test_contradiction_needs_a_reason_to_be_sent(reporting: Reporting) -> None:
    unit = reporting.province.home_affairs
    done = reporting.give(unit, "Số hóa hồ sơ", date(2026, 8, 1), done=date(2026, 7, 30))
    report = reporting.start(unit)
    Assignment.objects.filter(pk=done.pk).update(state="returned", done_at=None)

    found = {one.code for one in sending.find_contradictions(report, now=SENT)}
    with pytest.raises(Contradicted):
        sending.submit(report=report, version=1, reason=" ", actor=SYSTEM, now=SENT)
    assert (ReportSending.objects.count(), PeriodicReport.objects.get().state) == (0, "draft")
    sending.submit(report=report, version=1, reason="Đã hẹn sửa kỳ sau", actor=SYSTEM, now=SENT)

    assert found == {"done_but_open", "said_done", "source_moved"}
    kept = ReportSending.objects.get()
    assert (kept.reason, kept.contradiction_count) == ("Đã hẹn sửa kỳ sau", 3)


def test_upper_report_sums_lower_ones_and_names_the_missing(reporting: Reporting) -> None:
    province = reporting.province
    reporting.give(province.home_affairs, "Việc một", date(2026, 7, 1), done=date(2026, 6, 30))
    reporting.give(province.office, "Việc hai", date(2026, 7, 1))
    reporting.give(province.root, "Việc của tỉnh", date(2026, 7, 1))
    reporting.send(province.home_affairs)

    report = reporting.start(province.root)

    assert values(report)["nhiem-vu"] == 2
    assert (report.received, report.missing) == (["Sở Nội vụ"], ["Văn phòng UBND tỉnh"])
    part = next(one for one in figures_of(report.figures) if one.key == "nhiem-vu").parts[0]
    assert (part.name, part.value) == ("Sở Nội vụ", 1)
    assert report.receiver_name == "Bộ Nội vụ"


def test_returned_report_of_a_lower_unit_is_left_out_and_named_as_missing(reporting: Reporting) -> None:
    province = reporting.province
    reporting.give(province.home_affairs, "Việc một", date(2026, 7, 1))
    lower = reporting.send(province.home_affairs)
    report = reporting.start(province.root)
    assert values(report)["nhiem-vu"] == 1

    sending.send_back(report=lower, version=lower.version, reason="Thiếu số", actor=province.focal, now=SENT)
    found = sending.find_contradictions(report, now=SENT)
    again = drafts.refresh(report=report, version=report.version, actor=province.focal, now=SENT)

    assert "source_moved" in {one.code for one in found}
    assert values(again)["nhiem-vu"] == 0
    assert again.missing == ["Sở Nội vụ", "Văn phòng UBND tỉnh"]


def test_all_lower_reports_give_the_count_of_the_register(reporting: Reporting) -> None:
    province = reporting.province
    for nth, unit in enumerate((province.home_affairs, province.office, province.root), start=1):
        for number in range(nth):
            done = date(2026, 6, 30) if number else None
            reporting.give(unit, f"Việc {unit.pk}.{number}", date(2026, 7, 1), done=done)
    reporting.send(province.home_affairs)
    reporting.send(province.office)

    report = reporting.start(province.root)

    assert (values(report)["nhiem-vu"], values(report)["hoan-thanh"]) == (6, 3)
    assert sending.find_contradictions(report, now=SENT) == ()


def test_lower_report_that_the_register_contradicts_is_named(reporting: Reporting) -> None:
    province = reporting.province
    reporting.send(province.home_affairs)
    reporting.give(province.home_affairs, "Việc bỏ sót", date(2026, 7, 1))

    found = sending.find_contradictions(reporting.start(province.root), now=SENT)

    assert {one.code for one in found} == {"lower_differs"}
    assert "Sở Nội vụ" in found[0].message


def test_returned_report_is_sent_again_and_approved(reporting: Reporting) -> None:
    province = reporting.province
    report = reporting.send(province.home_affairs)

    with pytest.raises(ReasonMissing):
        sending.send_back(report=report, version=report.version, reason=" ", actor=province.focal, now=SENT)
    with pytest.raises(PermissionDenied):
        sending.approve(report=report, version=report.version, note="", actor=reporting.head, now=SENT)
    sending.send_back(report=report, version=report.version, reason="Thiếu số", actor=province.focal, now=SENT)
    report.refresh_from_db()
    sending.submit(report=report, version=report.version, reason="", actor=reporting.head, now=SENT)
    report.refresh_from_db()
    sending.approve(report=report, version=report.version, note="", actor=province.leader, now=SENT)
    report.refresh_from_db()

    sendings = selectors.list_sendings(report)
    assert [(one.number, one.decision) for one in sendings] == [(2, "approve"), (1, "return")]
    assert report.state == "approved"
    with pytest.raises(MoveRefused):
        drafts.refresh(report=report, version=report.version, actor=SYSTEM, now=SENT)
    actions = set(Event.objects.filter(object_id=str(report.public_id)).values_list("action", flat=True))
    assert actions == {"report.started", "report.submitted", "report.returned", "report.approved"}


def test_only_the_leader_of_the_unit_sends(reporting: Reporting) -> None:
    report = reporting.start(reporting.province.home_affairs)

    for actor in (reporting.clerk, reporting.office_head, reporting.province.stranger):
        with pytest.raises(PermissionDenied):
            sending.submit(report=report, version=1, reason="", actor=actor, now=SENT)
    with pytest.raises(PermissionDenied):
        drafts.refresh(report=report, version=1, actor=reporting.office_head, now=SENT)
    with pytest.raises(ChangedMeanwhile):
        sending.submit(report=report, version=9, reason="", actor=reporting.head, now=SENT)


def test_a_failure_while_sending_leaves_nothing(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    report = reporting.start(reporting.province.home_affairs)

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("đĩa đầy")

    monkeypatch.setattr("parindex.apps.reports.drafts.record", fail)
    with pytest.raises(OSError, match="đĩa đầy"):
        sending.submit(report=report, version=1, reason="", actor=SYSTEM, now=SENT)

    report.refresh_from_db()
    assert (report.state, report.version, ReportSending.objects.count()) == ("draft", 1, 0)


def test_stopped_at_any_statement_sends_nothing(reporting: Reporting) -> None:
    report = reporting.start(reporting.province.home_affairs)
    counted = Stop(at=None)
    with connection.execute_wrapper(counted), transaction.atomic():
        sending.submit(report=report, version=1, reason="", actor=SYSTEM, now=SENT)
        transaction.set_rollback(True)

    for nth in {*range(1, counted.count, 4), counted.count}:
        with pytest.raises(Stopped), connection.execute_wrapper(Stop(at=nth)):
            sending.submit(report=report, version=1, reason="", actor=SYSTEM, now=SENT)
        report.refresh_from_db()
        assert (report.state, report.version, ReportSending.objects.count()) == ("draft", 1, 0), nth
        assert not Event.objects.filter(action="report.submitted").exists()


class Stopped(Exception):
    """The power went out."""


class Stop:
    """Counts statements and stops before one of them."""

    def __init__(self, *, at: int | None) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute: Callable[..., Any], sql: str, *call: Any) -> Any:
        """Run a statement unless it is the one; ending a transaction always goes on."""
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.count += 1
            if self.count == self.at:
                raise Stopped
        return execute(sql, *call)


def test_who_sees_what(reporting: Reporting) -> None:
    province = reporting.province
    draft = reporting.start(province.home_affairs)

    assert selectors.access_period(reporting.clerk, reporting.period.public_id) == reporting.period
    assert selectors.access_report(province.focal, draft.public_id) == draft
    with pytest.raises(PeriodNotFound):
        selectors.access_period(province.stranger, reporting.period.public_id)
    for actor in (province.stranger, reporting.office_head):
        with pytest.raises(ReportNotFound):
            selectors.access_report(actor, draft.public_id)


def test_board_says_who_is_missing_and_how_late(reporting: Reporting, django_assert_num_queries: object) -> None:
    province = reporting.province
    reporting.send(province.home_affairs)
    UnitFactory(name="Sở đã hết", kind=UnitKind.DEPARTMENT, parent=province.root, valid_to=date(2026, 3, 1))
    for number in range(10):
        UnitFactory(name=f"Sở số {number}", kind=UnitKind.DEPARTMENT, parent=province.root)
    late = SENT + timedelta(days=6)

    with django_assert_num_queries(3):  # type: ignore[operator]
        rows = selectors.board(province.focal, reporting.period, BoardFilter(), today=late.date(), now=late)

    by_name = {row.duty.unit.name: row for row in rows}
    assert len(rows) == 13
    assert (by_name["Sở Nội vụ"].state, by_name["Sở Nội vụ"].lateness.words()) == ("submitted", "")
    assert (by_name["Sở số 1"].state, by_name["Sở số 1"].lateness.words()) == ("none", "trễ 3 ngày làm việc")
    own = selectors.board(reporting.clerk, reporting.period, BoardFilter(), today=late.date(), now=late)
    assert [row.duty.unit.name for row in own] == ["Sở Nội vụ"]
    only = selectors.board(province.focal, reporting.period, BoardFilter(state="late"), today=late.date(), now=late)
    assert "Sở Nội vụ" not in {row.duty.unit.name for row in only}


@pytest.mark.parametrize(
    ("query", "names"),
    [("van phong", ["Văn phòng UBND tỉnh"]), ("PHÒNG  văn", ["Văn phòng UBND tỉnh"]), ("khong co", [])],
)
def test_board_is_searched_without_accents(reporting: Reporting, query: str, names: list[str]) -> None:
    filters = BoardFilter(query=query)

    rows = selectors.board(reporting.province.focal, reporting.period, filters, today=SENT.date(), now=SENT)

    assert [row.duty.unit.name for row in rows] == names

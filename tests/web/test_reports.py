"""Pages of reports, supervision and proposals as people use them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from parindex.apps.assignments.models import Assignment
from parindex.apps.orgs.models import UnitKind
from parindex.apps.people.models import User
from parindex.apps.reports.models import PeriodicReport, ReportPeriod, SupervisionNote
from parindex.domain.access import Role
from tests.factories import UnitFactory
from tests.web.conftest import World, person
from tests.web.page import Page, parse
from tests.web.reports import ReportThings, make_reports

ClientFor = Callable[[object], Client]


@pytest.fixture
def things(world: World) -> ReportThings:
    """Return the reports of the home affairs."""
    return make_reports(holder=world.root, unit=world.home_affairs)


def shown(client: Client, address: str) -> Page:
    """Return a page that opens."""
    page = parse(client, address, client.get(address))
    assert page.response.status_code == 200
    return page


def test_focal_opens_a_period_and_sees_why_its_days(as_role: Callable[[str], Client], world: World) -> None:
    client = as_role("focal")
    typed = {"kind": "cchc:quarter_3", "unit": world.root.pk, "year": 2026, "before": 2}

    done = client.post("/bao-cao/mo-ky/", typed, follow=True)
    again = client.post("/bao-cao/mo-ky/", typed)

    words = done.content.decode()
    assert "Quý III/2026" in words or "quý III/2026" in words
    assert "Gửi trước hạn đó 2 ngày làm việc" in words
    assert (again.status_code, ReportPeriod.objects.count()) == (422, 1)


def test_report_is_drafted_written_and_sent(
    client_for: ClientFor, world: World, things: ReportThings, as_role: Callable[[str], Client]
) -> None:
    officer, leader = client_for(world.users["officer"]), as_role("leader")
    address = f"/bao-cao/{things.draft.public_id}/"

    text = "Đã làm {hoan-thanh} việc."
    officer.post(f"{address}phan/tthc/", {"version": 1, "text": text})
    refused = officer.post(f"{address}phan/tthc/", {"version": 2, "text": "{so-la}"}, follow=True)
    page = shown(officer, address)
    leader.post(f"{address}buoc/gui/", {"version": things.draft.version, "reason": "Lý do"})

    assert "{so-la}" in refused.content.decode()
    assert page.all("//article//a[contains(@href, 'so=hoan-thanh')]")
    things.draft.refresh_from_db()
    assert things.draft.state == "submitted"


def test_figure_leads_to_its_rows(as_role: Callable[[str], Client], things: ReportThings) -> None:
    page = shown(as_role("focal"), f"/bao-cao/{things.sent.public_id}/so-lieu/?so=nhiem-vu")

    assert page.all("//main//ul/li//a[starts-with(@href, '/nhiem-vu/')]")


def test_sent_files_are_given_as_they_were_sent(as_role: Callable[[str], Client], things: ReportThings) -> None:
    client = as_role("focal")
    address = f"/bao-cao/{things.sent.public_id}/lan-1."

    page = shown(client, f"/bao-cao/{things.sent.public_id}/")
    assert page.all(f"//a[@href='{address}pdf']")
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")):
        first, second = client.get(address + form), client.get(address + form)
        assert first.content.startswith(start)
        assert first.content == second.content
    assert client.get(address + "xlsx").status_code == 404


def test_changes_are_listed_after_the_register_moved(as_role: Callable[[str], Client], things: ReportThings) -> None:
    client = as_role("focal")
    address = f"/bao-cao/{things.sent.public_id}/da-doi/"
    before = shown(client, address)
    counted = next(one for one in things.sent.figures if one["key"] == "nhiem-vu")["rows"]
    Assignment.objects.filter(public_id=counted[0].removeprefix("nv:")).update(state="cancelled")

    after = shown(client, address)

    assert "đúng các số đã gửi" in before.response.content.decode()
    assert after.all("//table//tr")


def test_board_is_searched_and_keeps_the_words_in_its_filters(
    as_role: Callable[[str], Client], things: ReportThings
) -> None:
    client, board = as_role("focal"), f"/bao-cao/ky/{things.period.public_id}/"

    page = shown(client, f"{board}?tim=so+noi")
    assert [row[0] for row in page.rows()] == ["Sở Nội vụ"]
    assert page.follow("Đã gửi").rows()[0][0] == "Sở Nội vụ"
    assert shown(client, f"{board}?tim=khong-co").rows() == []
    answer = client.get(f"{board}tai-ve/?tim=so+noi")
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()) == 2


def test_board_is_given_as_a_spreadsheet(as_role: Callable[[str], Client], things: ReportThings) -> None:
    answer = as_role("focal").get(f"/bao-cao/ky/{things.period.public_id}/tai-ve/")

    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Đơn vị", "Gửi tới", "Trạng thái"]
    assert ["Sở Nội vụ", "Tỉnh Sông Mây", "Đã gửi"] in [row[:3] for row in rows]


def test_board_and_figures_ask_as_much_for_many_as_for_few(
    as_role: Callable[[str], Client], world: World, things: ReportThings, django_assert_max_num_queries: Any
) -> None:
    client = as_role("focal")
    for number in range(30):
        UnitFactory(name=f"Sở số {number}", kind=UnitKind.DEPARTMENT, parent=world.root)

    with django_assert_max_num_queries(14):
        client.get(f"/bao-cao/ky/{things.period.public_id}/")
    with django_assert_max_num_queries(14):
        client.get(f"/bao-cao/{things.sent.public_id}/so-lieu/")


def supervisor_of(world: World) -> User:
    """Return a person of the Fatherland Front of the province."""
    return world.users[Role.SUPERVISOR.value]


def test_supervisor_notes_and_the_unit_answers(
    client_for: ClientFor, as_role: Callable[[str], Client], world: World, things: ReportThings
) -> None:
    client = client_for(supervisor_of(world))
    row = world.assignment("1.1")
    assert shown(client, f"/nhiem-vu/{row.public_id}/").all("//a[contains(@href, '/bao-cao/giam-sat/them/')]")
    typed = {"organisation": "Mặt trận hư cấu", "text": "Đề nghị nêu rõ hạn.", "answer_by": "20/07/2026"}

    client.post(f"/bao-cao/giam-sat/them/?nhiem-vu={row.public_id}", typed)
    made = SupervisionNote.objects.get(assignment=row)
    leader = as_role("leader")
    assert "Đề nghị nêu rõ hạn." in shown(leader, "/don-doc/").words("//*[@id='giam-sat']/../following-sibling::ul[1]")
    leader.post(f"/bao-cao/giam-sat/{made.public_id}/tra-loi/", {"text": "Đã đặt hạn."})

    made.refresh_from_db()
    assert made.answer == "Đã đặt hạn."
    assert "Đề nghị nêu rõ hạn." not in shown(leader, "/don-doc/").words()
    assert "Đã đặt hạn." in shown(client, "/bao-cao/giam-sat/?trang-thai=answered").response.content.decode()
    late = client.post(f"/bao-cao/giam-sat/them/?nhiem-vu={row.public_id}", {**typed, "answer_by": "01/01/2026"})
    assert late.status_code == 422


@pytest.mark.parametrize(
    "address",
    ["/viec-cua-toi/", "/ke-hoach/", "/nhiem-vu/", "/bao-cao/", "/bao-cao/giam-sat/", "/bo-tieu-chi/", "/don-vi/"],
)
def test_supervisor_reads(client_for: ClientFor, world: World, things: ReportThings, address: str) -> None:
    assert shown(client_for(supervisor_of(world)), address)


def test_supervisor_writes_nothing_else(client_for: ClientFor, world: World, things: ReportThings) -> None:
    client = client_for(supervisor_of(world))
    row, sent = world.assignment("1.1"), things.sent

    answers = [
        client.post(f"/nhiem-vu/{row.public_id}/tien-do/", {"version": row.version, "progress": 50}),
        client.post(f"/bao-cao/{sent.public_id}/buoc/duyet/", {"version": sent.version}),
        client.post(f"/bao-cao/ky/{things.period.public_id}/lap/", {"don-vi": world.office.pk}),
        client.post(f"/bao-cao/giam-sat/{things.note.public_id}/tra-loi/", {"text": "x"}),
        client.get(f"/bao-cao/{things.draft.public_id}/"),
        client.get("/bao-cao/giam-sat/them/?nhiem-vu=khong-phai-ma"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 404, 404]
    assert PeriodicReport.objects.filter(state="approved").count() == 0


def test_person_of_another_province_sees_nothing(client_for: ClientFor, world: World, things: ReportThings) -> None:
    client = client_for(person(world.far_unit, Role.SUPERVISOR, "xa.giam.sat"))

    assert client.get(f"/bao-cao/{things.sent.public_id}/").status_code == 404
    assert client.get(f"/bao-cao/giam-sat/them/?bao-cao={things.sent.public_id}").status_code == 404
    assert "Đề nghị công khai" not in shown(client, "/bao-cao/giam-sat/").response.content.decode()

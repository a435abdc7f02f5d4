"""Work in the browser: my work, the list with its filters, the board, the calendar and the life of one assignment."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from parindex.apps.assignments import services
from parindex.apps.assignments.models import Assignment
from parindex.apps.imports import review
from parindex.apps.people.models import User
from parindex.apps.planning.models import PlanItem
from tests.web.conftest import NOW, World
from tests.web.page import Page, get

AsRole = Callable[[str], Client]


def detail(world: World, client: Client, number: str = "1.1") -> Page:
    return get(client, f"/nhiem-vu/{world.assignment(number).public_id}/")


def titles(page: Page) -> list[str]:
    return [" ".join(a.text_content().split()) for a in page.all("//ul[contains(@class,'tasks')]//h3")]


def test_my_work_says_what_presses(world: World, as_role: AsRole) -> None:
    page = get(as_role("officer"), "/viec-cua-toi/")

    assert page.words("//p[@class='lead']").startswith("1 việc quá hạn")
    assert "quá hạn 4 ngày" in page.words("//ul[@aria-labelledby='overdue']")
    assert page.follow("Thực hiện kế hoạch CCHC").title == world.assignment("1.1").title


def test_search_needs_no_accents(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/nhiem-vu/").send("Lọc", tim="thuc hien ke hoach cchc")

    assert titles(page) == [world.assignment("1.1").title]
    assert page.one("//input[@id='f-tim']").get("value") == "thuc hien ke hoach cchc"
    assert len(titles(get(as_role("leader"), "/nhiem-vu/?tim=CONG+khai"))) == 4


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("han=overdue", 3),
        ("han=none", 1),
        ("han=week", 0),
        ("trang-thai=done", 0),
        ("trang-thai=open", 6),
        ("chu-tri=chua-ro", 1),
        ("tim=khong+co+gi", 0),
        ("nam=1999", 6),
        ("trang=99", 6),
        ("trang=abc", 6),
    ],
)
def test_filters_keep_what_they_say(query: str, count: int, world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), f"/nhiem-vu/?{query}")

    assert page.words("//p[@role='status']") == f"{count} nhiệm vụ"
    assert len(titles(page)) == count
    assert bool(page.all("//*[@class='empty']")) == (count == 0)


def test_chosen_filters_stay_chosen(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), f"/nhiem-vu/?chu-tri={world.office.pk}&trang-thai=open&han=overdue")

    chosen = {s.get("name"): s.xpath("option[@selected]") for s in page.all("//main//form//select")}
    assert chosen["chu-tri"][0].get("value") == str(world.office.pk)
    assert chosen["trang-thai"][0].get("value") == "open"
    assert chosen["han"][0].get("value") == "overdue"


def test_unit_of_the_context_bar_narrows_every_list(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), f"/nhiem-vu/?don-vi={world.home_affairs.pk}")

    assert titles(page) == [world.assignment("1.1").title]


@pytest.mark.parametrize("role", ["leader", "appraiser"])
def test_export_holds_the_rows_of_the_page(role: str, world: World, as_role: AsRole) -> None:
    client = as_role(role)
    page = get(client, "/nhiem-vu/?tim=cong+khai+thu+tuc")

    response = client.get("/nhiem-vu/" + page.link("Tải XLSX").removeprefix("/nhiem-vu/"))

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    cells = book.get_sheet_by_index(0).to_python()
    named = [row for row in cells if any("Công khai thủ tục hành chính" in str(cell) for cell in row)]
    assert len(named) == len(titles(page)) == 4
    assert not any("Thực hiện kế hoạch CCHC" in str(cell) for row in cells for cell in row)


def test_export_has_the_rights_of_the_reader(world: World, client_for: Callable[[User], Client]) -> None:
    response = client_for(world.far_user).get("/nhiem-vu/tai-ve/")

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    text = str(book.get_sheet_by_index(0).to_python())
    far = Assignment.objects.filter(plan_item__plan=world.far_plan)
    assert text.count("Công khai thủ tục hành chính") >= far.filter(plan_item__number="1.2").count() == 4
    assert "Sở Nội vụ" in text
    assert world.plan.unit.name not in text


@pytest.mark.parametrize("toggle", ["Theo cơ quan", "Theo tiêu chí", "Theo lĩnh vực"])
def test_every_row_of_a_board_opens_as_many_assignments_as_it_counts(
    world: World, as_role: AsRole, toggle: str
) -> None:
    PlanItem.objects.filter(number="1.1").update(code="TCTP 3.2.1", domain="II", domain_name="CẢI CÁCH THỂ CHẾ")
    PlanItem.objects.filter(number="1.2").update(domain="I", domain_name="Cải cách thể chế")
    board = get(as_role("leader"), "/nhiem-vu/bang/").follow(toggle)

    counted = {row[0]: int(row[1]) for row in board.rows()}

    assert sum(counted.values()) == 6
    for label, count in counted.items():
        assert len(titles(board.follow(label))) == count, label


def test_a_board_of_a_chosen_unit_opens_lists_of_that_unit(world: World, as_role: AsRole) -> None:
    PlanItem.objects.update(code="TCTP 3.2.1", name="Công khai thủ tục hành chính " * 40)
    opened = get(as_role("leader"), f"/nhiem-vu/?don-vi={world.home_affairs.pk}")
    board = opened.follow("Bảng tổng hợp").follow("Theo tiêu chí")

    (row,) = board.rows()

    assert 0 < int(row[1]) < 6
    assert len(row[0]) <= 160
    assert len(titles(board.follow(row[0]))) == int(row[1])


def test_list_opened_from_a_board_says_so_and_keeps_it_when_searched(world: World, as_role: AsRole) -> None:
    PlanItem.objects.filter(number="1.2").update(domain="I", domain_name="Cải cách thể chế", code="TC 3.2")
    opened = get(as_role("leader"), "/nhiem-vu/bang/?theo=linh-vuc").follow("Cải cách thể chế")

    searched = opened.send("Lọc", tim="cong khai")

    for page in (opened, searched):
        assert page.words("//p[@role='status']") == "4 nhiệm vụ: lĩnh vực Cải cách thể chế"
    assert "tiêu chí TC 3.2" in get(as_role("leader"), "/nhiem-vu/?tieu-chi=TC+3.2").words("//p[@role='status']")


def test_only_the_board_by_agency_says_how_many_have_no_owner(world: World, as_role: AsRole) -> None:
    board = get(as_role("leader"), "/nhiem-vu/bang/?theo=linh-vuc")

    assert "0 trong 6 nhiệm vụ đã xong" in board.words("//p[@class='lead']")
    assert "chưa rõ cơ quan" not in board.words("//p[@class='lead']")


def test_board_counts_by_agency_and_by_field(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/nhiem-vu/bang/")

    rows = {row[0]: [int(cell) for cell in row[1:]] for row in page.rows()}
    assert rows["Văn phòng UBND tỉnh"] == [4, 0, 2, 0, 0, 2]
    assert sum(row[0] for row in rows.values()) == 6
    assert "0 trong 6 nhiệm vụ đã xong" in page.words("//p[@class='lead']")
    assert len(titles(page.follow("Văn phòng UBND tỉnh"))) == 4
    by_field = page.follow("Theo lĩnh vực")
    assert sum(int(row[1]) for row in by_field.rows()) == 6


def test_calendar_shows_the_deadlines_of_a_month(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/lich/?thang=2026-06")

    day = page.one("//td[time[@datetime='2026-06-30']][not(contains(@class,'is-out'))]")
    assert len(day.xpath(".//a")) == 2
    assert page.title == "Hạn trong tháng 06/2026"
    assert page.follow("Tháng sau").title == "Hạn trong tháng 07/2026"
    assert get(as_role("leader"), "/lich/?thang=6/2026").title == "Hạn trong tháng 06/2026"
    assert get(as_role("leader"), "/lich/?thang=la").title == "Hạn trong tháng 07/2026"


def test_detail_explains_the_date_and_shows_the_sentence(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("officer"))

    assert "30/06/2026, vì" in page.words("//dl")
    assert "Trước ngày 30/6/2026" in page.words("//section[@aria-labelledby='cau-goc']//mark")


def test_an_item_added_by_hand_claims_no_sentence(world: World, as_role: AsRole) -> None:
    actor, draft = world.actor("focal"), world.draft
    first = draft.items.order_by("position").first()
    review.add_item(draft=draft, after_id=first.pk, name="Mục thêm tay", actor=actor, now=NOW)
    for item in draft.items.filter(is_deleted=False):
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=actor, now=NOW)
    plan = services.approve_plan(draft=draft, actor=actor, now=NOW).plan
    added = Assignment.objects.get(plan_item__plan=plan, plan_item__name="Mục thêm tay")

    page = get(as_role("focal"), f"/nhiem-vu/{added.public_id}/")
    text = get(as_role("focal"), f"/ke-hoach/{plan.pk}/van-ban/?muc={added.plan_item_id}")

    said = f"Mục do {actor.name} thêm tay, không có trong văn bản."
    assert page.words("//section[@aria-labelledby='cau-goc']").endswith(said)
    assert said in text.words()


def test_officer_reports_and_leader_confirms(world: World, as_role: AsRole) -> None:
    proof = SimpleUploadedFile("bien-ban.txt", "Biên bản kiểm tra".encode())
    saved = detail(world, as_role("officer")).send(
        "Lưu tiến độ", _files={"file": proof}, progress="60%", note="Còn hai đơn vị"
    )
    assert "Đã lưu tiến độ." in saved.toasts()[0]
    assert "bien-ban.txt" in saved.words("//section[@aria-labelledby='qua-trinh']")
    got = as_role("leader").get(saved.link("bien-ban.txt"))
    assert b"".join(got.streaming_content) == "Biên bản kiểm tra".encode()

    sent = saved.send("Báo xong", document_number="12/BC-SNV", document_date="06/07/2026")

    assert "chờ xác nhận" in sent.toasts()[0]
    assert not sent.has_button("Báo xong")
    assert "12/BC-SNV ngày 06/07/2026" in sent.words("//section[@aria-labelledby='qua-trinh']")
    done = detail(world, as_role("leader")).send("Xác nhận đã xong")
    assert world.assignment("1.1").state == "done"
    assert "Đã xác nhận xong." in done.toasts()[0]


def test_leader_returns_with_a_reason(world: World, as_role: AsRole) -> None:
    detail(world, as_role("officer")).send("Báo xong", document_number="12/BC-SNV")
    bare = detail(world, as_role("leader")).send("Trả lại")
    assert bare.status in (409, 422)
    assert bare.errors()

    back = detail(world, as_role("leader")).send("Trả lại", note="Thiếu phụ lục số liệu")

    assert "Đã trả lại." in back.toasts()[0]
    assert "Thiếu phụ lục số liệu" in detail(world, as_role("officer")).words()
    assert world.assignment("1.1").state == "returned"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [({"progress": "nhiều"}, "tiến độ"), ({"progress": "101"}, "tiến độ")],
)
def test_a_wrong_report_is_refused_and_what_was_typed_stays(
    typed: dict[str, str], reason: str, world: World, as_role: AsRole
) -> None:
    page = detail(world, as_role("officer")).send("Lưu tiến độ", note="Đang làm dở", **typed)

    assert page.status in (409, 422)
    assert reason in page.errors().lower()
    assert page.one("//input[@name='progress']").get("value") == typed["progress"]
    assert page.one("//textarea[@name='note']").text.strip() == "Đang làm dở"


def test_who_reported_is_told_that_another_person_confirms(world: World, as_role: AsRole) -> None:
    sent = detail(world, as_role("focal")).send("Báo xong", document_number="12/BC-SNV")

    assert not sent.has_button("Xác nhận đã xong")
    assert "nên người khác xác nhận" in sent.words()
    assert detail(world, as_role("leader")).has_button("Xác nhận đã xong")


def test_completion_without_proof_is_refused(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("officer")).send("Báo xong")

    assert page.status == 422
    assert page.errors()


def test_a_wrong_date_of_a_document_is_told_not_dropped(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("officer")).send("Báo xong", document_number="12/BC-SNV", document_date="31/02/2026")

    assert page.status == 422
    assert "31/02/2026" in page.errors()
    assert world.assignment("1.1").state == "open"


def test_a_date_of_a_document_without_a_number_asks_for_the_number(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("officer")).send("Lưu tiến độ", progress="60", document_date="01/01/2026")

    assert page.status == 422
    assert "số, ký hiệu" in page.errors()
    assert page.one("//input[@name='document_date']").get("value") == "01/01/2026"
    assert world.assignment("1.1").progress == 0


def test_two_people_at_once_are_told(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("officer"))
    detail(world, as_role("focal")).send("Lưu tiến độ", progress="20")

    late = page.send("Lưu tiến độ", progress="40")

    assert late.status == 409
    assert late.errors()
    assert world.assignment("1.1").progress == 20


def test_focal_gives_to_another_agency_moves_the_date_and_stops(world: World, as_role: AsRole) -> None:
    client = as_role("focal")

    given = detail(world, client).send("Giao cho cơ quan này", owner=str(world.office.pk), note="Chuyển theo 20/CV")
    assert given.words("//dl").find("Văn phòng UBND tỉnh") >= 0
    moved = given.send("Đặt hạn này", due_on="30/09/2026", note="Gia hạn theo 21/CV")
    assert "30/09/2026" in moved.words("//dl")
    refused = moved.send("Đặt hạn này", due_on="32/09/2026", note="Nhầm")
    assert "32/09/2026" in refused.errors()
    stopped = detail(world, client).send("Thôi giao nhiệm vụ này", note="Không còn phù hợp")
    assert world.assignment("1.1").state == "cancelled"
    stopped.send("Hoàn tác bước vừa rồi")
    assert world.assignment("1.1").state != "cancelled"


def test_date_of_an_event_gives_the_deadline(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("focal"), "1.3")
    wrong = page.send("Ghi ngày", event_on="hôm kia")
    assert wrong.status == 422
    assert "hôm kia" in wrong.errors()

    dated = page.send("Ghi ngày", event_on="01/09/2026", note="Theo biên bản")

    row = world.assignment("1.3")
    assert row.event_on is not None
    assert row.due_on is None or row.due_on >= row.event_on
    assert "01/09/2026" in dated.words()


def test_an_agency_that_does_not_exist_is_not_given_work(world: World, as_role: AsRole) -> None:
    page = detail(world, as_role("focal")).send("Giao cho cơ quan này", owner=str(world.far_unit.pk), note="x")

    assert page.status in (404, 409, 422)
    assert world.assignment("1.1").owner == world.home_affairs


def test_home_shows_the_year(world: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/")

    assert page.title == "Tổng quan năm 2026"
    assert "0 trong 6 nhiệm vụ đã xong, 3 quá hạn. 1 chưa rõ cơ quan chủ trì." in page.words("//p[@class='lead']")
    assert page.all("//section[@aria-labelledby='buc-tranh']//*[local-name()='svg']")
    assert "lan-hai.txt" in page.words()
    assert page.link("Xem nhiệm vụ quá hạn").endswith("han=overdue")
    assert "3 chưa xong" in page.words("//section[@aria-labelledby='linh-vuc']")
    assert "đang làm" not in page.words()  # nothing has been reported yet


def test_home_offers_no_list_of_late_work_where_nothing_is_late(world: World, as_role: AsRole) -> None:
    Assignment.objects.update(due_on=None)

    page = get(as_role("leader"), "/")

    assert not page.link("Xem nhiệm vụ").endswith("han=overdue")

"""The frame of every page: tags, navigation, display settings, pager, error pages."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory

from parindex.domain.access import ANONYMOUS, Actor, Grant, Permission, Role
from parindex.web import context
from parindex.web.presenters import home, paging
from parindex.web.presenters.assignments import BoardRow
from parindex.web.templatetags import parindex as tags
from parindex.web.views import display

FOCAL = Actor(user_id=1, name="Lê Văn Thí Dụ", grants=(Grant(Role.FOCAL, 1, "/1/"),))
ADMIN = Actor(user_id=2, name="Nguyễn Văn Mẫu", grants=(Grant(Role.ADMIN, 1, "/1/"),))


def draw(source: str, **values: object) -> str:
    """Render a piece of template."""
    return Template(source).render(Context(values))


def names(actor: Actor, path: str = "/") -> list[str]:
    """Return the names of the navigation for an actor."""
    return [link.name for section in context.navigation(actor, path=path) for link in section.links]


@pytest.mark.parametrize(
    ("value", "shown"), [(1234567, "1.234.567"), (Decimal("80.35"), "80,35"), (Decimal("-5.82"), "−5,82"), (None, "–")]
)
def test_vnum_writes_numbers_as_offices_do(value: Decimal | int | None, shown: str) -> None:
    assert tags.vnum(value) == shown


def test_vdatetime_shows_office_time() -> None:
    assert tags.vdatetime(datetime(2024, 1, 12, 10, 0, tzinfo=UTC)) == "17:00 ngày 12/01/2024"
    assert tags.vdatetime(None) == ""
    assert tags.vdate(date(2023, 7, 21)) == "21/07/2023"


def test_chip_escapes_its_words_and_has_a_shape() -> None:
    drawn = tags.chip("<b>Xong</b>", "ok")

    assert "&lt;b&gt;" in drawn
    assert "#i-done" in drawn


def test_button_shows_its_key_and_escapes_content() -> None:
    drawn = draw('{% button kind="primary" key="g" %}Nhận {{ count }} mục{% endbutton %}', count="<3>")

    button = ET.fromstring(drawn)
    assert button.attrib == {"class": "btn btn-primary", "type": "submit", "data-key": "g"}
    assert "".join(button.itertext()) == "Nhận <3> mục G"


def test_toast_offers_undo_only_when_there_is_an_address() -> None:
    with_undo = draw('{% toast "Đã nhận" undo="/hoan-tac/" %}')
    without = draw('{% toast "Đã nhận" %}')

    assert 'action="/hoan-tac/"' in with_undo
    assert "<form" not in without


def test_navigation_shows_what_the_actor_may_use() -> None:
    assert names(ANONYMOUS) == []
    assert "Nhật ký" in names(ADMIN)
    assert "Nhật ký" not in names(FOCAL)
    assert not FOCAL.holds(Permission.AUDIT_VIEW)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "Tổng quan"),
        ("/ke-hoach/nhap/", "Kế hoạch"),
        ("/nhiem-vu/", "Nhiệm vụ"),
        ("/viec-cua-toi/", "Việc của tôi"),
        ("/bao-cao/giam-sat/", "Giám sát"),
        ("/phieu-cham/00000000-0000-0000-0000-000000000000/", "Đợt chấm điểm"),
        ("/phieu-cham/00000000-0000-0000-0000-000000000000/so-lieu-song/", "Số liệu sống"),
        ("/dot-cham-diem/00000000-0000-0000-0000-000000000000/so-lieu-song/", "Số liệu sống"),
        ("/bo-cau-hoi/moi/", "Khảo sát"),
    ],
)
def test_navigation_marks_one_link(path: str, current: str) -> None:
    links = [link for section in context.navigation(ADMIN, path=path) for link in section.links]

    assert [link.name for link in links if link.is_current] == [current]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/cong-khai/", "Kế hoạch"),
        ("/ket-qua/", "Xếp hạng"),
        ("/cong-khai/ho-so/", "Hồ sơ"),
        ("/cong-khai/phan-anh/", "Phản ánh"),
    ],
)
def test_portal_marks_one_link(path: str, current: str) -> None:
    assert [link.name for link in context.portal(path) if link.is_current] == [current]


@pytest.mark.django_db
def test_every_page_of_the_portal_leads_to_the_others() -> None:
    addresses = [link.url for link in context.PORTAL]
    for address in addresses:
        page = Client().get(address).content.decode()
        assert [one for one in addresses if f'class="bar-link" href="{one}"' not in page] == [], address


def test_navigation_marks_nothing_elsewhere() -> None:
    links = [link for section in context.navigation(ADMIN, path="/tai-khoan/") for link in section.links]

    assert not any(link.is_current for link in links)


def test_navigation_leaves_out_pages_that_do_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = context.Section("", (context.Link("Chưa có", "/chua-co-trang-nay/", "home"),))
    monkeypatch.setattr(context, "NAVIGATION", (*context.NAVIGATION, missing))

    assert "Chưa có" not in names(ADMIN)


def test_shell_ignores_cookies_it_did_not_set(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    request.COOKIES.update({"theme": '"><script>', "density": "x", "keys": "off"})

    values = context.shell(request)

    assert (values["theme"], values["density"], values["keys_off"]) == ("", "", True)


def test_window_of_one_page_has_no_links() -> None:
    window = paging.window(page=1, size=50, total=7, query={}, noun="nhiệm vụ")

    assert window.links == ()
    assert draw("{% pager window %}", window=window).strip() == ""


def test_window_keeps_the_query_and_marks_gaps() -> None:
    window = paging.window(page=9, size=100, total=1240, query={"nam": "2026"}, noun="nhiệm vụ")

    assert window.words == "801–900 trong 1.240 nhiệm vụ"
    assert [link.name for link in window.links] == ["1", "", "7", "8", "9", "10", "11", "", "13"]
    assert window.previous == "?nam=2026&trang=8"
    assert [link.name for link in window.links if link.is_current] == ["9"]


def test_window_brings_a_page_out_of_range_back() -> None:
    window = paging.window(page=99, size=50, total=51, query={}, noun="nhiệm vụ")

    assert [link.name for link in window.links if link.is_current] == ["2"]
    assert window.following == ""


def test_year_sums_up_agencies_beyond_the_room() -> None:
    rows = [BoardRow(str(n), f"Sở Mẫu {n}", total=2, done=1, open=1, late=0, waiting=0, undated=0) for n in range(23)]

    page = ET.fromstring(f"<div>{home.year(rows)}</div>")

    labels = [element.text for element in page.iter("span") if element.get("class") == "parts-l"]
    assert len(labels) == home.MOST_ROWS + 1
    assert labels[-1] == "3 cơ quan khác"


def test_display_keeps_a_choice_and_refuses_strange_places(rf: RequestFactory) -> None:
    sent = {"theme": "dark", "density": "huge", "next": "https://example.com/"}

    answer = display.choose(rf.post("/hien-thi/", sent))

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["theme"].value == "dark"
    assert "density" not in answer.cookies


def test_display_returns_to_the_page(rf: RequestFactory) -> None:
    answer = display.choose(rf.post("/hien-thi/", {"keys": "off", "next": "/nhiem-vu/?nam=2026"}))

    assert answer["Location"] == "/nhiem-vu/?nam=2026"
    assert answer.cookies["keys"].value == "off"


@pytest.mark.django_db
def test_form_without_token_is_told_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"login": "a", "password": "b"})

    assert answer.status_code == 403
    assert "Phiên làm việc đã cũ" in answer.content.decode()


def test_server_error_page_needs_no_context() -> None:
    from django.template.loader import render_to_string

    page = render_to_string("500.html")

    assert "Máy chủ gặp lỗi" in page
    assert "css/frame.css" in page

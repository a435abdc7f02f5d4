"""The tree of agencies in the browser: time travel, search, one unit with its past, import with a dry run."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parindex.apps.orgs.models import NameKind, Succession, Unit, UnitKind, UnitName
from tests.factories import UnitFactory
from tests.web.conftest import World
from tests.web.page import get

AsRole = Callable[[str], Client]
REFORM = date(2025, 7, 1)


@pytest.fixture
def reformed(world: World) -> World:
    """Return the province with a district that ended and a commune that continues it."""
    district = UnitFactory(name="Huyện Mây Trắng", kind=UnitKind.DISTRICT, parent=world.root, valid_to=REFORM)
    commune = UnitFactory(name="Xã Suối Vàng", kind=UnitKind.COMMUNE, parent=world.root, valid_from=REFORM)
    Succession.objects.create(predecessor=district, successor=commune, on=REFORM, source="Nghị quyết mẫu 02")
    UnitName.objects.create(unit=commune, name="Thị trấn Đá Bạc", kind=NameKind.FORMER, name_fold="thi tran da bac")
    return world


def test_tree_travels_through_time(reformed: World, as_role: AsRole) -> None:
    now = get(as_role("leader"), "/don-vi/").words("//ul[contains(@class,'tree')]")
    then = get(as_role("leader"), "/don-vi/?ngay=30/06/2025").words("//ul[contains(@class,'tree')]")

    assert "Xã Suối Vàng" in now
    assert "Huyện Mây Trắng" not in now
    assert "Huyện Mây Trắng" in then
    assert "Xã Suối Vàng" not in then


def test_tree_starts_at_what_one_may_see(reformed: World, as_role: AsRole) -> None:
    page = get(as_role("officer"), "/don-vi/")

    assert [a.text_content() for a in page.all("//ul[contains(@class,'tree')]//a")] == ["Sở Nội vụ"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("?tim=suoi+vang", "Xã Suối Vàng"), ("?tim=da+bac", "Xã Suối Vàng"), ("?loai=province", "Tỉnh Sông Mây")],
)
def test_search_needs_no_accents_and_knows_former_names(
    query: str, found: str, reformed: World, as_role: AsRole
) -> None:
    page = get(as_role("leader"), f"/don-vi/{query}")

    assert [row[0] for row in page.rows()] == [found]


def test_search_without_a_find_says_what_to_do(reformed: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/don-vi/?tim=khong-co")

    assert page.rows() == []
    assert "Không có đơn vị nào khớp" in page.words("//*[@class='empty']")


def test_a_day_that_is_none_is_an_error_beside_the_tree_of_today(reformed: World, as_role: AsRole) -> None:
    page = get(as_role("leader"), "/don-vi/?ngay=31/02/2025")

    assert page.status == 422
    assert "31/02/2025" in page.errors()
    assert page.one("//input[@name='ngay']").get("value") == "31/02/2025"


def test_unit_shows_names_past_children_people_and_work(reformed: World, as_role: AsRole) -> None:
    commune = Unit.objects.get(name="Xã Suối Vàng")

    page = get(as_role("leader"), f"/don-vi/{commune.pk}/")

    assert page.title == "Xã Suối Vàng"
    assert "Thị trấn Đá Bạc" in page.words()
    assert "từ 01/07/2025" in page.words()
    before = page.follow("Huyện Mây Trắng")
    assert "đến hết 30/06/2025" in before.words()
    assert "Nghị quyết mẫu 02" in before.words("//section[@aria-labelledby='ke-thua']")
    home = get(as_role("leader"), f"/don-vi/{reformed.home_affairs.pk}/")
    assert "Hư Cấu Officer" in home.words("//section[@aria-labelledby='nguoi']")
    assert "1 nhiệm vụ chủ trì" in home.words("//section[@aria-labelledby='viec']")
    assert home.follow("Xem nhiệm vụ của").words("//p[@role='status']") == "1 nhiệm vụ"
    root = get(as_role("leader"), f"/don-vi/{reformed.root.pk}/")
    assert root.follow("15/KH-UBND").title == "Kế hoạch 15/KH-UBND"
    assert "Huyện Mây Trắng" not in root.words("//section[@aria-labelledby='cap-duoi']")


def test_people_of_a_unit_are_for_those_who_may_know(reformed: World, as_role: AsRole) -> None:
    page = get(as_role("officer"), f"/don-vi/{reformed.home_affairs.pk}/")

    assert page.status == 200
    assert page.all("//section[@aria-labelledby='nguoi']") == []


def sheet(rows: list[list[str]]) -> SimpleUploadedFile:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    table = book.add_worksheet()
    for number, row in enumerate(rows):
        table.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("don-vi.xlsx", stream.getvalue())


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("don-vi.csv", text.encode())


def test_table_is_checked_without_writing_then_imported(reformed: World, as_role: AsRole) -> None:
    form = get(as_role("admin"), "/don-vi/").follow("Nhập từ bảng")
    rows = [["Tên", "Loại", "Slug cấp trên"], ["Sở Hư Cấu Mới", "sở", reformed.root.slug]]

    checked = form.send("Kiểm tra", _files={"file": sheet(rows)})

    assert checked.status == 200
    assert "1 đơn vị mới" in checked.words("//*[contains(@class,'note-ok')]")
    assert not Unit.objects.filter(name="Sở Hư Cấu Mới").exists()
    done = form.send("Nhập", _files={"file": sheet(rows)})
    assert done.toasts() == ["Đã nhập: 1 đơn vị mới, 0 đơn vị đổi."]
    assert Unit.objects.get(name="Sở Hư Cấu Mới").parent == reformed.root


def test_each_wrong_row_is_named_and_nothing_is_written(reformed: World, as_role: AsRole) -> None:
    before = Unit.objects.count()
    table = csv(f"ten,loai,slug cap tren,tu ngay\nSở A,sở,{reformed.root.slug},\n,sở,,\nSở C,vũ trụ,,99/99/2025\n")

    page = get(as_role("admin"), "/don-vi/nhap/").send("Nhập", _files={"file": table})

    assert page.status == 422
    assert [row[0] for row in page.rows()] == ["3", "4", "4"]
    assert {row[2] for row in page.rows()} == {"Tên", "Loại", "Từ ngày"}
    assert Unit.objects.count() == before


def test_what_is_no_table_is_refused_with_a_reason(reformed: World, as_role: AsRole) -> None:
    form = get(as_role("admin"), "/don-vi/nhap/")

    assert "Chọn tệp" in form.send("Kiểm tra").errors()
    page = form.send("Kiểm tra", _files={"file": SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 99)})
    assert page.status == 422
    assert "CSV" in page.errors()

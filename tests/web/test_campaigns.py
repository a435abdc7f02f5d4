"""A campaign from nothing to open, by its pages alone; what is missing is told, nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parindex.apps.assessment.models import Campaign, Reopening, Sheet, SheetItem
from parindex.apps.orgs.models import UnitKind
from parindex.documents.errors import EmptyTable
from parindex.documents.read.answers import read_answers
from parindex.web.forms.campaigns import usual_times
from tests.factories import UnitFactory
from tests.web.conftest import World
from tests.web.page import get, parse
from tests.web.season import make_things

AsRole = Callable[[str], Client]
CATALOGUE = "commune-2026-demonstration"


@pytest.fixture
def campaign(world: World, as_role: AsRole) -> Campaign:
    """Return a campaign that was just begun by its page."""
    head = {"title": "Đợt mới", "year": "2026", "unit": str(world.root.pk), "blind_percent": "5"}
    as_role("focal").post("/dot-cham-diem/lap/", head)
    return Campaign.objects.get(title="Đợt mới")


def address(campaign: Campaign, tail: str = "") -> str:
    return f"/dot-cham-diem/{campaign.public_id}/{tail}"


def add_communes(world: World, client: Client, campaign: Campaign, count: int) -> None:
    units = [UnitFactory(name=f"Xã Số {at}", kind=UnitKind.COMMUNE, parent=world.root) for at in range(count)]
    data = {"version": campaign.version, "bo": CATALOGUE, "ten": "Xã, phường", "don-vi": [unit.pk for unit in units]}
    client.post(address(campaign, "nhom/"), data)
    campaign.refresh_from_db()


def test_campaign_is_prepared_and_opened_by_its_pages(world: World, campaign: Campaign, as_role: AsRole) -> None:
    focal = as_role("focal")
    add_communes(world, focal, campaign, 3)
    get(focal, address(campaign, "lich/")).send("Đặt lịch")
    get(focal, address(campaign)).send("Mở đợt chấm điểm")

    campaign.refresh_from_db()
    assert campaign.state == "open"
    assert Sheet.objects.filter(campaign=campaign).count() == 3
    assert "0 trong 3 đơn vị đã duyệt phiếu, còn 3 đang nhập." in get(focal, address(campaign)).words()


def test_opening_too_early_says_what_is_missing(campaign: Campaign, as_role: AsRole) -> None:
    page = get(as_role("focal"), address(campaign)).send("Mở đợt chấm điểm")

    assert page.status == 422
    assert "Đợt chưa có nhóm đơn vị nào." in page.words()


def test_calendar_against_its_order_is_refused_with_what_was_typed(campaign: Campaign, as_role: AsRole) -> None:
    data = {
        "version": str(campaign.version),
        "self_score-opens": "01/11/2026 07:00",
        "self_score-closes": "15/11/2026 17:00",
        "approval-opens": "01/10/2026 07:00",
        "approval-closes": "16/11/2026 17:00",
        "council-opens": "32/11/2026 07:00",
    }
    answer = as_role("focal").post(address(campaign, "lich/"), data)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert "Ghi ngày và giờ như 30/11/2026 17:00." in html
    assert 'value="32/11/2026 07:00"' in html

    answer = as_role("focal").post(address(campaign, "lich/"), {**data, "council-opens": ""})

    assert "không được mở hoặc khóa trước" in answer.content.decode()
    assert campaign.rounds.count() == 0


def test_step_is_reopened_with_a_reason_only(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    data = {"kind": "self_score", "sheet": str(things.sheet.public_id), "until": "30/07/2026 17:00", "reason": " "}
    refused = as_role("focal").post(address(things.campaign, "buoc/mo-lai/"), data)
    assert refused.status_code == 422

    as_role("focal").post(address(things.campaign, "buoc/mo-lai/"), {**data, "reason": "Sai số liệu (hư cấu)"})

    assert Reopening.objects.get().sheet == things.sheet


def test_unit_sees_its_own_sheet_only(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    Sheet.objects.create(campaign=things.campaign, group=things.sheet.group, unit=world.office)

    words = get(as_role("officer"), address(things.campaign)).words()

    assert world.home_affairs.name in words
    assert "Mở lại một bước" not in words


def test_usual_calendar_keeps_to_the_known_years() -> None:
    whole, cut = usual_times(date(2026, 7, 6)), usual_times(date(2026, 12, 1))

    assert len(whole) == 14
    assert whole["self_score-opens"].strftime("%d/%m/%Y %H:%M") == "07/07/2026 07:00"
    assert 0 < len(cut) < 14


@pytest.mark.parametrize("count", [1, 30])
def test_board_takes_a_constant_number_of_queries(
    world: World, as_role: AsRole, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    Sheet.objects.bulk_create(
        Sheet(campaign=things.campaign, group=things.sheet.group, unit=UnitFactory(parent=world.root))
        for _ in range(count)
    )
    focal = as_role("focal")
    focal.get(address(things.campaign))
    with django_assert_max_num_queries(14):
        focal.get(address(things.campaign))


def test_board_tells_what_is_entered_who_is_missing_below_and_until_when(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    SheetItem.objects.filter(pk=things.item.pk).update(inputs={"numerator": "1", "denominator": "3"})
    top = Sheet.objects.create(campaign=things.campaign, group=things.sheet.group, unit=world.root)

    page = get(as_role("focal"), address(things.campaign))

    rows = {row[0].split(" ", 2)[1]: row for row in page.rows()}
    assert "1 / 2" in rows["Nội"][2]
    assert "còn 7 ngày" in rows["Nội"][5]
    assert "1 đơn vị cấp dưới chưa gửi" in rows["Sông"][0]
    assert top.unit.name in rows["Sông"][0]
    assert "1 trong 3 đơn vị đã duyệt phiếu, còn 2 đang nhập." in page.words()


def test_filters_narrow_the_board_but_not_its_figures(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    focal = as_role("focal")

    for query, shown in (("?trang-thai=signed", 1), ("?tim=so%20noi", 1), (f"?duoi={world.home_affairs.pk}", 1)):
        page = get(focal, address(things.campaign, query))
        assert len(page.rows()) == shown
        assert "1 trong 2 đơn vị đã duyệt phiếu" in page.words()
    assert "Không có đơn vị nào khớp bộ lọc" in get(focal, address(things.campaign, "?tim=khong-co")).words()
    assert focal.get(address(things.campaign, f"?duoi={world.far_unit.pk}")).status_code == 404


def test_reopening_one_unit_is_shown_with_its_reason(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    data = {
        "kind": "self_score",
        "sheet": str(things.sheet.public_id),
        "until": "31/07/2026 17:00",
        "reason": "Mất điện cả ngày.",
    }
    as_role("focal").post(address(things.campaign, "buoc/mo-lai/"), data)

    words = get(as_role("focal"), address(things.campaign)).words()
    assert "Mở lại Tự chấm cho Sở Nội vụ đến 17:00 ngày 31/07/2026: Mất điện cả ngày." in words
    assert "Mất điện" not in get(as_role("officer"), address(things.campaign)).words()


def test_table_of_a_campaign_goes_out_and_comes_back(world: World, as_role: AsRole) -> None:
    things = make_things(holder=world.root, unit=world.home_affairs)
    focal, path = as_role("focal"), address(things.campaign, "so-lieu/")
    SheetItem.objects.filter(sheet=things.sheet, code="2").update(inputs={"met": "yes"})
    data = focal.get(address(things.campaign, "tai-ve/")).content

    entries = read_answers(data, name="so-lieu.xlsx")
    surveys = focal.get(address(things.campaign, "tai-ve/?chi=noi-to-chuc")).content
    assert ("2", "met", "yes") in {(entry.code, entry.input_name, entry.value) for entry in entries}
    with pytest.raises(EmptyTable):  # this catalogue leaves nothing to the organiser
        read_answers(surveys, name="khao-sat.xlsx")

    text = f"unit,code,input,value\n{things.sheet.unit.slug},1,numerator,1\nkhong-co,1,numerator,1\n"
    refused = focal.post(path, {"tep": SimpleUploadedFile("x.csv", text.encode())})
    assert refused.status_code == 422
    assert [row[:2] for row in parse(focal, path, refused).rows()] == [["3", "unit"]]
    assert SheetItem.objects.get(pk=things.item.pk).inputs == {}

    accepted = focal.post(path, {"tep": SimpleUploadedFile("x.csv", text.rsplit("khong", 1)[0].encode())})
    assert accepted.status_code == 302
    assert SheetItem.objects.get(pk=things.item.pk).inputs == {"numerator": "1"}
    assert "Chọn tệp bảng cần nhập." in focal.post(path).content.decode()


def test_all_units_but_the_marked_need_no_field_each(world: World, campaign: Campaign, as_role: AsRole) -> None:
    """A nation's units exceed what one form may send, so taking all of them names none."""
    units = [UnitFactory(name=f"Xã Số {at}", kind=UnitKind.COMMUNE, parent=world.root) for at in range(3)]
    data = {"version": campaign.version, "bo": CATALOGUE, "ten": "Xã, phường", "pham-vi": "tru"}
    as_role("focal").post(address(campaign, "nhom/"), data | {"don-vi": [units[1].pk]})

    taken = set(Sheet.objects.filter(campaign=campaign).values_list("unit__name", flat=True))
    assert {"Xã Số 0", "Xã Số 2"} <= taken
    assert "Xã Số 1" not in taken


def test_a_refused_group_keeps_what_was_marked(world: World, campaign: Campaign, as_role: AsRole) -> None:
    unit = UnitFactory(name="Xã Số 1", kind=UnitKind.COMMUNE, parent=world.root)
    data = {"version": campaign.version, "bo": CATALOGUE, "ten": " ", "pham-vi": "chi", "don-vi": [unit.pk]}
    answer = as_role("focal").post(address(campaign, "nhom/"), data)

    assert answer.status_code == 422
    assert f'value="{unit.pk}" checked' in answer.content.decode()
    assert 'value="chi" checked' in answer.content.decode()

"""Catalogues as pages: every mark is told, nothing unknown is guessed, rules come with worked cases."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parindex.apps.audit.models import Event
from parindex.apps.catalogues.models import Revision
from parindex.definitions.catalogues import loader
from tests.factories import bundles
from tests.factories.assessment import make_revision_of
from tests.web.conftest import NOW
from tests.web.page import get

AsRole = Callable[[str], Client]
PROVINCE = "/bo-tieu-chi/province-2022-876-qd-bnv/"
COMMUNE = "/bo-tieu-chi/commune-2026-demonstration/"


def test_list_shows_every_catalogue_with_its_mark(as_role: AsRole) -> None:
    page = get(as_role("officer"), "/bo-tieu-chi/")

    rows = page.rows()
    assert len(rows) == len(loader.list_catalogues())
    assert rows[0][0] == "2023"
    assert rows[0][2:4] == ["876/QĐ-BNV", "DỰNG LẠI"]
    assert {row[3] for row in rows} == {"DỰNG LẠI", "MINH HỌA"}
    assert not page.has_button("Nhập")
    assert "Nhập từ phụ lục" not in page.words()


@pytest.mark.parametrize("address", [PROVINCE, COMMUNE, f"{PROVINCE}muc/3.2.2/", f"{COMMUNE}muc/1.1/"])
def test_mark_stands_on_every_page_and_in_print(as_role: AsRole, address: str) -> None:
    page = get(as_role("officer"), address)

    mark = "DỰNG LẠI" if address.startswith(PROVINCE) else "MINH HỌA"
    assert mark in page.words("//*[contains(@class,'note-warn')]")
    assert mark in page.words("//*[@class='print-mark']")


def test_province_shows_the_four_parts_and_what_could_not_be_added(as_role: AsRole) -> None:
    page = get(as_role("officer"), PROVINCE)

    assert page.words("//dl[contains(@class,'tiles')]//dd/span[1]") == "61,5 22 10 6,5"
    assert "31 chỗ chưa cộng được vì còn điểm không rõ" in page.words()
    assert "Không có điều sai trong 1 phép cộng" in page.words()
    row = next(row for row in page.rows() if row[0] == "3.2.2")
    assert row[2] == "không rõ"
    assert "Cách chấm không rõ." in row[3]
    assert "chưa đối chiếu" in row[3]


def test_rule_of_every_item_is_one_sentence(as_role: AsRole) -> None:
    page = get(as_role("officer"), COMMUNE)

    rows = {row[0]: row for row in page.rows()}
    catalogue = loader.load_catalogue("commune-2026-demonstration")
    for _, item in catalogue.walk():
        if item.code in rows and not item.children:
            assert item.sentence in rows[item.code][3]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?tim=ke+hoach+cai+cach", {"1", "1.1", "1.2"}),
        ("?nguon=sipas", {"8", "8.1"}),
        ("?linh-vuc=2&tim=ra+soat", {"2", "2.1", "2.1.1", "2.1.2"}),
        ("?diem=chua-ro", set()),
    ],
)
def test_filters_keep_what_is_wanted_and_the_way_to_it(as_role: AsRole, query: str, codes: set[str]) -> None:
    page = get(as_role("officer"), COMMUNE + query)

    heads = [head.text_content().partition(".")[0] for head in page.all("//section//h2[starts-with(@id,'lv-')]")]
    shown = {*heads, *(row[0] for row in page.rows())}
    assert shown == codes
    assert ("Không có mục nào khớp." in page.words()) == (not codes)
    assert page.link("Bỏ lọc")


def test_unknown_points_are_found_by_the_filter(as_role: AsRole) -> None:
    page = get(as_role("officer"), f"{PROVINCE}?diem=chua-ro&linh-vuc=8")

    assert "16,5 điểm" in page.words("//section//h2[@id='lv-8']/..")
    wanted = page.rows("//main//tbody/tr[not(contains(@class,'is-way'))]")
    assert wanted
    assert {row[2] for row in wanted} == {"không rõ"}


def test_worked_cases_explain_an_item(as_role: AsRole) -> None:
    page = get(as_role("officer"), f"{COMMUNE}muc/1.4.2/")

    assert page.title == "1.4.2 Xử lý vấn đề phát hiện qua kiểm tra"
    assert page.rows()[1][:3] == ["9", "10", "0,75"]
    assert "thuộc mức từ 70% đến dưới 100%" in page.rows()[1][3]
    assert page.rows()[4][2] == "không áp dụng"
    assert page.words("//*[@class='tree']//*[@aria-current='page']").startswith("1.4.2")
    assert page.follow("Mục sau").title.startswith("1.5 ")
    assert page.follow("Mục trước").title.startswith("1.4.1 ")


def test_item_leads_to_what_it_was_before(as_role: AsRole) -> None:
    page = get(as_role("officer"), f"{PROVINCE}muc/3.2.2/")

    kin = page.words("//section[.//h2[@id='truoc-day']]")
    assert "gộp" in kin
    assert "3.2.4" in kin
    assert "người đối chiếu" in kin
    assert page.follow("3.2.4").path.startswith("/bo-tieu-chi/province-2021-1149-qd-bnv/muc/")


def test_group_shows_what_it_consists_of(as_role: AsRole) -> None:
    page = get(as_role("officer"), f"{COMMUNE}muc/1.4/")

    assert [row[0] for row in page.rows()] == ["1.4.1", "1.4.2"]


@pytest.mark.parametrize(
    "address", ["/bo-tieu-chi/khong-co/", f"{COMMUNE}muc/99/", f"{COMMUNE}?ban=7", f"{COMMUNE}tai-ve/pdf/"]
)
def test_what_there_is_not_is_told(as_role: AsRole, address: str) -> None:
    assert as_role("focal").get(address).status_code == 404


def test_differences_are_told_code_by_code(as_role: AsRole) -> None:
    query = "?truoc=province-2021-1149-qd-bnv&sau=province-2022-876-qd-bnv"
    page = get(as_role("officer"), f"/bo-tieu-chi/so-sanh/{query}")

    assert ["Năm", "2021", "2022"] in page.rows()
    row = next(row for row in page.rows() if row[0] == "3.2.3")
    assert row[1] == "đổi"
    assert row[2].count("→") >= 1


def test_crosswalk_adds_up_to_a_hundred_both_ways(as_role: AsRole) -> None:
    query = "?truoc=province-2021-1149-qd-bnv&sau=province-2023-876-qd-bnv"
    page = get(as_role("officer"), f"/bo-tieu-chi/doi-chieu/{query}")

    told = [element.text_content() for element in page.all("//*[@class='balance']/span[last()]")]
    assert told == [
        "62,5% nối được + 37,5% chưa nối = 100% của 80",
        "60% nối được + 40% chưa nối = 100% của 80",
    ]
    merged = get(as_role("officer"), f"/bo-tieu-chi/doi-chieu/{query}&quan-he=merged")
    assert {row[0] for row in merged.rows()} == {"gộp"}
    assert len(merged.rows()) == 2


def test_comparison_proposes_two_catalogues(as_role: AsRole) -> None:
    page = get(as_role("officer"), "/bo-tieu-chi/doi-chieu/?sau=province-2023-876-qd-bnv")

    assert page.words("//select[@name='truoc']/option[@selected]") == "Cấp tỉnh 2021: 1149/QĐ-BNV"
    assert page.rows()


@pytest.mark.parametrize(
    ("form", "begins"), [("xlsx", b"PK"), ("docx", b"PK"), ("json", b'{\n  "id"'), ("yaml", "# Bộ tiêu chí".encode())]
)
def test_files_are_given_and_recorded(as_role: AsRole, form: str, begins: bytes) -> None:
    answer = as_role("leader").get(f"{COMMUNE}tai-ve/{form}/")

    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f"commune-2026-demonstration.{form}" in answer.headers["Content-Disposition"]
    event = Event.objects.filter(action="catalogue.exported").get()
    assert event.after == {"form": form, "number": None}


def test_files_carry_the_mark(as_role: AsRole) -> None:
    client = as_role("leader")
    told = json.loads(client.get(f"{COMMUNE}tai-ve/json/").content)
    document = zipfile.ZipFile(io.BytesIO(client.get(f"{COMMUNE}tai-ve/docx/").content)).read("word/document.xml")

    assert told["status"] == "demonstration"
    assert "MINH HỌA" in document.decode()


def test_files_need_the_right_to_take_them_away(as_role: AsRole) -> None:
    assert as_role("officer").get(f"{COMMUNE}tai-ve/xlsx/").status_code == 403
    assert not Event.objects.filter(action="catalogue.exported").exists()
    assert "Excel" not in get(as_role("officer"), COMMUNE).words()


def test_focal_takes_a_shipped_catalogue_into_use(as_role: AsRole) -> None:
    page = get(as_role("focal"), COMMUNE).send("Nhận dùng để chấm")

    assert page.toasts()
    assert not page.has_button("Nhận dùng")
    assert Revision.objects.get().catalogue_id == "commune-2026-demonstration"
    assert not get(as_role("officer"), COMMUNE).has_button("Nhận dùng")


def test_confirmed_day_is_that_of_home(as_role: AsRole) -> None:
    make_revision_of(bundles.CATALOGUE, now=datetime(2026, 3, 1, 17, 30, tzinfo=UTC))  # half past midnight at home

    assert "xác nhận 02/03/2026" in get(as_role("officer"), "/bo-tieu-chi/").words()


def test_older_revision_says_so(as_role: AsRole) -> None:
    first = make_revision_of(bundles.CATALOGUE, now=NOW)
    make_revision_of(bundles.CATALOGUE + "\n# lần hai\n", now=NOW)

    page = get(as_role("officer"), f"/bo-tieu-chi/{first.catalogue_id}/?ban=1")

    assert "Đây là lần xác nhận thứ 1" in page.words()
    assert "lần xác nhận 2" in page.follow("Xem lần mới nhất").words()


@pytest.mark.parametrize("address", ["/bo-tieu-chi/", PROVINCE, f"{PROVINCE}muc/3.2.2/", "/bo-tieu-chi/doi-chieu/"])
def test_pages_take_as_many_queries_for_many_catalogues_as_for_none(
    as_role: AsRole,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_role("officer")
    with django_assert_max_num_queries(8) as before:
        client.get(address)
    for nth in range(12):
        make_revision_of(bundles.CATALOGUE + f"\n# lần {nth}\n", now=NOW)

    with django_assert_num_queries(len(before)):
        client.get(address)

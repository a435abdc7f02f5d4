"""No page has a violation of axe, light and dark, at 1366 and at 390 pixels; nothing is wider than the window."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, Open

PUBLIC = (
    "/dang-nhap/",
    "/quen-mat-khau/",
    "/tai-khoan-da-ngung/",
    "/phan-anh-kien-nghi/",
    "/cong-khai/ho-so/",
    "/phan-anh-kien-nghi/tra-cuu/",
    "/cong-khai/phan-anh/",
)
PAGES = {
    "daumoi": (
        "/",
        "/viec-cua-toi/",
        "/phieu-thang/",
        "/phieu-thang/don-vi/",
        "/ke-hoach/cap-tren/",
        "/nhiem-vu/",
        "/nhiem-vu/?tim=khong-co-gi",
        "/nhiem-vu/bang/",
        "/lich/",
        "/ke-hoach/",
        "/ke-hoach/nhap/",
        "/ke-hoach/soan/",
        "/don-vi/",
        "/don-vi/?tim=so",
        "/tai-khoan/",
        "/bo-tieu-chi/",
        "/bo-tieu-chi/province-2022-876-qd-bnv/",
        "/bo-tieu-chi/province-2022-876-qd-bnv/muc/3.2.2/",
        "/bo-tieu-chi/commune-2026-demonstration/?tim=ke+hoach",
        "/bo-tieu-chi/commune-2026-demonstration/muc/1.4.2/",
        "/bo-tieu-chi/so-sanh/",
        "/bo-tieu-chi/doi-chieu/",
        "/bo-tieu-chi/nhap/",
        "/ho-so/",
        "/ho-so/bieu-ii06a/",
        "/ho-so/mat-diem/",
        "/ho-so/qua-han/",
        "/ho-so/doi-chieu/",
        "/ho-so/nhap/",
        "/tai-lieu/",
        "/tai-lieu/them/",
        "/so-lieu-song/",
        "/so-theo-doi/",
        "/so-theo-doi/kien-nghi-kiem-tra/",
        "/so-theo-doi/kien-nghi-kiem-tra/them/",
        "/so-theo-doi/kien-nghi-kiem-tra/nhap/",
        "/so-theo-doi/kien-nghi-kiem-tra/chi-so/",
        "/phan-anh/",
        "/phan-anh/chi-so/",
        "/phan-anh/chu-de/",
        "/phan-anh/vao-so/",
        "/khong-co-trang-nay/",
    ),
    "quantri": ("/nguoi-dung/", "/nguoi-dung/tao/", "/nhat-ky/", "/don-vi/nhap/"),
}
DEEPER = (
    ("/phan-anh/?xem=all", "a[data-row]"),
    ("/ho-so/qua-han/", "tbody a[href^='/ho-so/']"),
    ("/cong-khai/phan-anh/", "article a"),
    ("/ke-hoach/", "table a[href^='/ke-hoach/']:not([href*='nhap'])"),
    ("/ke-hoach/", "a[href^='/ke-hoach/nhap/']:not(.btn)"),
    ("/ke-hoach/soan/", "a[href^='/ke-hoach/soan/']:not(.btn)"),
    ("/nhiem-vu/", ".tasks h3 a"),
    ("/ke-hoach/1/trien-khai/", "tbody a"),
    ("/ke-hoach/1/trien-khai/", "a.btn-primary"),
    ("/phieu-thang/don-vi/", "tbody a"),
    ("/don-vi/", ".tree a"),
    ("/so-theo-doi/kien-nghi-kiem-tra/", "tbody a"),
    ("/nguoi-dung/", "tbody a"),
)
BRIEF = {"resultTypes": ["violations"]}
COLOURS = {**BRIEF, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
NARROW = {
    **BRIEF,
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
    },
}
"""What another width can change: the rest of a page is the same document."""


def faults(page: Page) -> list[str]:
    """Return the violations of a page in both colours and both sizes, once it is whole and has its styles."""
    page.wait_for_load_state()
    axe, found = Axe(), []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        options = BRIEF if size is DESK else NARROW
        found += [f"{size['width']} {fault}" for fault in told(axe, page, options)]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{size['width']} is {width} wide")
        page.emulate_media(color_scheme="dark")
        found += [f"{size['width']} dark {fault}" for fault in told(axe, page, COLOURS)]
    page.set_viewport_size(DESK)
    return [f"{page.url} {fault}" for fault in found]


def told(axe: Axe, page: Page, options: dict[str, object]) -> list[str]:
    """Return one line for each violation."""
    answer = axe.run(page, options=options).response
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]} ({len(violation['nodes'])})"
        for violation in answer["violations"]
    ]


@pytest.mark.parametrize("username", ["", *PAGES])
def test_pages_have_no_violation(username: str, open_as: Open) -> None:
    page, found = open_as(username), []
    for path in PAGES.get(username, PUBLIC):
        page.goto(path)
        found += faults(page)

    assert "\n".join(found) == ""


def test_deeper_pages_have_no_violation(open_as: Open) -> None:
    page, found = open_as("daumoi"), []
    for path, link in DEEPER:
        page.goto(path)
        page.goto(page.locator(link).first.get_attribute("href"))
        found += faults(page)
        for more in ("van-ban/", "lich-su/", "?sua=names"):
            if (more == "van-ban/" and re.search(r"/ke-hoach/\w", page.url)) or "/nhap/" in page.url:
                here = page.url
                page.goto(here.split("?")[0] + more)
                found += faults(page)
                page.goto(here)

    assert "\n".join(found) == ""


SEASON = {
    "": ("/ket-qua/", "a[href^='/ket-qua/'][href$='/']:not([href='/ket-qua/'])", ".rankings a[href^='/ket-qua/']"),
    "daumoi": ("/dot-cham-diem/", "main table a[href^='/dot-cham-diem/']", "main table a[href^='/phieu-cham/']"),
    "thamdinh": ("/tham-dinh/", "main a[href^='/tham-dinh/']", "main .name a[href^='/tham-dinh/']"),
}
"""Where a person begins, and the links that lead deeper one after the other."""
FORM_TAILS = ("so-lieu-song/", "", "nguy-co/", "in/", "nhap-bang/", "giai-trinh/", "?muc=7.2")


@pytest.mark.parametrize("username", SEASON)
def test_pages_of_a_season_have_no_violation(username: str, open_as: Open) -> None:
    page, found = open_as(username), []
    start, *links = SEASON[username]
    page.goto(start)
    found += faults(page)
    for link in links:
        page.goto(page.locator(link).first.get_attribute("href"))
        found += faults(page)

    assert "\n".join(found) == ""


def test_preparing_a_season_has_no_violation(open_as: Open) -> None:
    page, found = open_as("daumoi"), []
    for path in ("/dot-cham-diem/lap/", "/ket-qua/cac-nam/", "/bo-tieu-chi/commune-2026-demonstration/"):
        page.goto(path)
        found += faults(page)

    assert "\n".join(found) == ""


def test_sheet_of_the_commune_has_no_violation(open_as: Open) -> None:
    page, found = open_as("suoivang"), []
    page.goto("/dot-cham-diem/")
    page.locator("main table a[href^='/dot-cham-diem/']").first.click()
    page.locator("main table a[href^='/phieu-cham/']").first.click()
    page.wait_for_url("**/phieu-cham/**")
    sheet = page.url
    for tail in FORM_TAILS:
        page.goto(sheet + tail)
        found += faults(page)

    assert "\n".join(found) == ""


SURVEY = "Hỏi tại nhà về việc giải quyết thủ tục (minh họa)"
SURVEY_PAGES = ("", "chon-mau/", "giay/", "giay/doi-chieu/", "dieu-tra/", "bang/")
SURVEY_LINKS = {
    "": "a[href*='quay=1']",
    "giay/": "a[href*='/giay/quet/']",
    "dieu-tra/": "a[href*='/khao-sat/phong-van/']:not([href$='.html'])",
}
"""On which page of a wave a link leads to the machine at the counter, to a scan, to what an interviewer opens."""


def test_pages_of_a_wave_have_no_violation(open_as: Open) -> None:
    page, found = open_as("suoivang"), []
    for path in ("/dot-khao-sat/co-mau/?population=12000&error=5&forms_now=486", "/dot-khao-sat/mo/"):
        page.goto(path)
        found += faults(page)
    page.goto("/dot-khao-sat/")
    page.get_by_role("link", name=SURVEY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SURVEY)
    wave = page.url
    for tail in SURVEY_PAGES:
        page.goto(wave + tail)
        found += faults(page)
    for tail, link in SURVEY_LINKS.items():
        page.goto(wave + tail)
        page.goto(page.locator(link).first.get_attribute("href"))
        found += faults(page)
    page.goto(f"{page.url}phieu/")
    found += faults(page)

    assert "\n".join(found) == ""

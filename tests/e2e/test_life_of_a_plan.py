"""The life of a plan: from a real plan as a file to a commune's issued plan, urged and reported.

The real plan is only read and linted. What is issued, due, urged and reported belongs to a fictional commune.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ROOT, WORK_MS, Open, Site
from tests.e2e.test_axe import faults
from tests.e2e.test_drafting import saved_toast

CORPUS = ROOT.parent / "shared" / "corpus"
COMMUNE, OLD_COMMUNE = "Xã Suối Vàng", "Xã Suối Vàng (đến 01/07/2025)"
TODAY, OLD_DAY = "16/11/2026", "01/08/2023"
OFFICE, NUMBER, LETTER = "Phòng Văn hóa - Xã hội", "77/KH-MINHHOA", "05/UBND-MINHHOA"
REGULAR, DUE_ON = "Thực hiện chế độ báo cáo định kỳ", "18/11/2026"
TO_ONE_DAY_LATE, TO_FIVE_DAYS_LATE = 3, 6
"""Days from the Monday of the site to one working day after the due date, and from there to five."""


@pytest.fixture(scope="module")
def upper_plan() -> Path:
    """Return the real plan of a province, with 79 rows in its appendix; never without it in CI."""
    found = next(CORPUS.glob("004_*.txt"), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("the shared corpus is missing")
        pytest.skip("the shared corpus is not here")
    return found


@pytest.fixture
def calendar(site: Site) -> Iterator[Site]:
    """Give the clock back as it was, for the other journeys."""
    monday = site.today()
    yield site
    site.travel((monday - site.today()).days)


def test_plan_lives_from_the_file_above_to_the_report(
    open_as: Open, calendar: Site, upper_plan: Path, tmp_path: Path
) -> None:
    focal = open_as("daumoi")
    imported = read(focal, upper_plan)
    old = ("Công chức Văn phòng - Thống kê", "Cấp xã không giao việc cho UBND cấp huyện.")
    hand_down(focal, imported, unit=OLD_COMMUNE, day=OLD_DAY, told=old)
    new = (OFFICE, "Từ 01/7/2025 không còn cấp huyện.")
    draft = hand_down(focal, imported, unit=COMMUNE, day=TODAY, told=new)
    write(open_as("suoivang"), draft)
    sign(open_as("lanhdaoxa"), draft)
    plan = issue(open_as("suoivang"), draft)
    come_back(open_as("suoivang"), plan, tmp_path)
    urge(open_as, calendar)
    report(open_as)


def read(page: Page, path: Path) -> str:
    """The focal person of the province drops the file; it is read and linted, and nobody approves it."""
    page.goto("/ke-hoach/nhap/")
    page.get_by_label("Kế hoạch của đơn vị").select_option(label="Tỉnh Sông Mây")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Đọc kế hoạch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đối chiếu kế hoạch vừa nhập", timeout=WORK_MS)
    expect(page.get_by_text("60 mục trong thân kế hoạch, 79 dòng phụ lục")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"Kiểm tra kế hoạch: \d+ điều phát hiện")).click()
    expect(page.locator("#phat-hien")).to_contain_text("Mục 1.19 không ghi thời gian thực hiện, hoàn thành.")
    return page.url.partition("#")[0]


def hand_down(page: Page, imported: str, *, unit: str, day: str, told: tuple[str, str]) -> str:
    """See every change of level and agency first, then begin the draft of a commune by the tree of a day."""
    office, why = told
    page.goto(f"{imported}cap-duoi/")
    assert faults(page) == []
    page.get_by_label("Đơn vị lập kế hoạch").select_option(label=unit)
    page.get_by_label("Cây đơn vị ngày").fill(day)
    page.get_by_role("button", name="Xem trước").click()
    changes = page.get_by_role("table", name="Mọi chỗ đổi chữ")
    left_out = changes.get_by_role("row").filter(has=page.get_by_role("cell", name="UBND cấp huyện", exact=True))
    expect(left_out.filter(has_text="(bỏ)")).to_contain_text(why)
    department = page.get_by_role("cell", name="Sở Nội vụ", exact=True)
    expect(changes.get_by_role("row").filter(has=department)).to_contain_text(office)
    page.get_by_role("button", name="Lập bản soạn").click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã lập bản soạn")
    return page.url


def write(page: Page, address: str) -> None:
    """The commune takes what is clear, leaves out what it cannot answer, mends a date and submits."""
    page.goto(address)
    page.get_by_text("Quyết định nhiều mục một lần").click()
    page.get_by_role("button", name=re.compile(r"^Nhận \d+ mục không còn câu hỏi")).click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã nhận")
    page.get_by_text("Quyết định nhiều mục một lần").click()
    page.get_by_role("button", name=re.compile(r"^Bỏ cả \d+ mục")).click()
    expect(page.locator("[data-toast]")).to_contain_text("ra khỏi kế hoạch")
    page.get_by_role("link", name=REGULAR).first.click()
    expect(page.locator("#o-names")).to_have_value(re.compile(REGULAR))
    page.wait_for_load_state()  # the key saves the whole form
    page.locator("#o-deadline_text").fill(f"Trước ngày {DUE_ON}")
    page.keyboard.press("Control+s")
    expect(saved_toast(page)).to_be_visible()
    expect(page.locator("#o-deadline_text")).to_have_attribute("value", f"Trước ngày {DUE_ON}")
    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(page.locator("#tinh-hinh")).to_contain_text("Đã trình")


def sign(page: Page, address: str) -> None:
    """The leader of the commune agrees."""
    page.goto(address)
    page.get_by_role("button", name="Duyệt để ban hành").click()
    expect(page.locator("#tinh-hinh")).to_contain_text("Đã duyệt, chờ ban hành")


def issue(page: Page, address: str) -> str:
    """The plan gets its number and date; work is given out, the upper plan still is nobody's plan."""
    page.goto(address)
    page.get_by_label("Số, ký hiệu").fill(NUMBER)
    page.get_by_role("button", name="Ban hành và giao nhiệm vụ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kế hoạch {NUMBER}")
    expect(page.locator("[data-toast]")).to_contain_text(re.compile(r"giao \d{2} nhiệm vụ"))
    plan = page.url
    page.goto("/ke-hoach/")
    expect(page.get_by_role("link", name=NUMBER)).to_be_visible()
    expect(page.get_by_role("link", name="1908/KH-UBND")).to_have_count(0)
    return plan


def come_back(page: Page, address: str, folder: Path) -> None:
    """The issued DOCX, brought back as it is, says nothing else than the plan."""
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải DOCX").click()
    download.value.save_as(folder / "ke-hoach.docx")
    page.get_by_text("Sửa kế hoạch này").click()
    page.get_by_label("bản đã sửa").set_input_files(folder / "ke-hoach.docx")
    page.get_by_role("button", name="Đưa bản sửa lên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản sửa từ ngoài", timeout=WORK_MS)
    expect(page.get_by_text("Không còn chỗ nào khác.")).to_be_visible()
    expect(page.locator("article.change")).to_have_count(0)


def urge(open_as: Open, calendar: Site) -> None:
    """A day late the head is told, five days late a letter is drafted; each leaves by a click."""
    calendar.travel(TO_ONE_DAY_LATE)
    calendar.tick()
    head = open_as("lanhdaoxa")
    told = head.locator("article").filter(has_text=REGULAR)
    wait_for(head, "/don-doc/cho-gui/", told)
    told.get_by_role("button", name="Cho gửi").click()
    expect(told).to_have_count(0)
    calendar.travel(TO_FIVE_DAYS_LATE)
    calendar.tick()
    head = open_as("lanhdaoxa")
    letter = head.get_by_role("link", name=OFFICE)
    wait_for(head, "/don-doc/cho-gui/", letter)
    letter.click()
    expect(head.get_by_label("Số, ký hiệu")).to_be_visible()
    late = head.get_by_role("link", name=REGULAR, exact=True)
    wait_for(head, head.url, late)
    head.get_by_label("Số, ký hiệu").fill(LETTER)
    head.get_by_label("Ngày", exact=True).fill("25/11/2026")
    head.get_by_label("Chức vụ người ký").fill("Chủ tịch")
    head.get_by_label("Người ký", exact=True).fill("Đinh Văn Minh Họa")
    head.get_by_role("button", name="Ghi số, ngày và gửi").click()
    expect(head.get_by_text(f"Số {LETTER} ngày 25/11/2026")).to_be_visible()
    head.goto("/don-doc/")
    head.get_by_role("link", name=REGULAR).first.click()
    for rung in ("Quá hạn 1 ngày làm việc", "Quá hạn 5 ngày làm việc", LETTER):
        expect(head.get_by_role("main")).to_contain_text(rung)


def wait_for(page: Page, address: str, wanted: Locator) -> None:
    """Open a page again until background work has written there."""
    until = time.monotonic() + WORK_MS / 1000
    page.goto(address)
    while not wanted.count() and time.monotonic() < until:
        page.wait_for_timeout(200)
        page.goto(address)
    expect(wanted).to_be_visible()


def report(open_as: Open) -> None:
    """The last quarterly report of the year is asked for, written from the figures, sent and approved."""
    focal = open_as("daumoi")
    focal.goto("/bao-cao/mo-ky/")
    focal.get_by_label("Báo cáo", exact=True).select_option(label="CCHC: Báo cáo năm")
    focal.get_by_label("Năm", exact=True).fill("2026")
    focal.get_by_label("Cấp dưới gửi trước").fill("2")
    focal.get_by_role("button", name="Mở kỳ").click()
    expect(focal.get_by_role("heading", level=1)).to_have_text("Báo cáo năm 2026")
    commune = open_as("suoivang")
    commune.goto(focal.url)
    commune.get_by_role("button", name=f"Lập báo cáo của {COMMUNE}").click()
    expect(commune.locator("article.a4")).to_contain_text("nhiệm vụ phải thực hiện")
    head = open_as("lanhdaoxa")
    head.goto(f"{commune.url}gui/")
    head.get_by_label("Lý do vẫn gửi").fill("Phiếu chấm điểm minh họa không theo sổ nhiệm vụ.")
    head.get_by_role("button", name="Gửi Tỉnh Sông Mây").click()
    expect(head.get_by_role("heading", name=re.compile("^Lần 1,"))).to_be_visible()
    with head.expect_download() as download:
        head.get_by_role("region", name="Các lần gửi").get_by_role("link", name="DOCX").click()
    tables = docx.Document(str(download.value.path())).tables
    progress = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert any(REGULAR in text for text in progress)
    leader = open_as("lanhdao")
    leader.goto(head.url)
    leader.get_by_role("button", name="Duyệt", exact=True).click()
    expect(leader.get_by_role("main")).to_contain_text("Đã duyệt")

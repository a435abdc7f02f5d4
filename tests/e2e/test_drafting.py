"""The journey of a plan: begun, written by keyboard, edited in Word and brought back, returned, issued."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import WORK_MS, Open, told
from tests.e2e.test_axe import faults

YEAR = "2027"


def begin(page: Page) -> str:
    """Begin a blank plan and return its address."""
    page.goto("/ke-hoach/soan/")
    form = page.locator("form", has=page.get_by_role("button", name="Lập bản trống"))
    form.get_by_label("Kế hoạch của đơn vị").select_option(label="Tỉnh Sông Mây")
    form.get_by_label("Cho năm").fill(YEAR)
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Dự thảo kế hoạch năm {YEAR}")
    return page.url


def saved_toast(page: Page) -> Locator:
    """Return what tells that an item was saved."""
    return page.locator("[data-toast]", has_text="Đã lưu")


def write_item(page: Page) -> None:
    """Add an item and write it without the mouse; the date is told while the deadline is typed."""
    page.get_by_role("button", name=re.compile("vào phần Khắc phục")).press("Enter")
    expect(page.locator("form[data-editor]")).to_be_visible()
    page.wait_for_load_state()  # a key acts on what is there
    page.keyboard.press("e")
    name = page.get_by_label("Tiêu chí, nhiệm vụ")
    expect(name).to_be_focused()
    page.keyboard.type("Công khai kết quả giải quyết hồ sơ")
    page.get_by_label("Mục tiêu").fill("Đạt 100%")
    page.locator("#o-actions").fill("Niêm yết tại bộ phận một cửa\nĐăng trên trang thông tin")
    page.get_by_label("Thêm cơ quan vào chủ trì").fill("Sở Nội vụ")
    page.keyboard.press("Enter")
    expect(page.locator("#o-lead")).to_have_value("Sở Nội vụ")
    page.locator("#o-deadline_text").fill("Trước ngày 30/9/2026")
    expect(page.locator("[data-dues]")).to_contain_text("30/09/2026")
    page.keyboard.press("Control+s")
    expect(saved_toast(page)).to_be_visible()


def edit_in_word(path: Path, out: Path) -> None:
    """Change the goal as a person would in Word."""
    document = docx.Document(str(path))
    found = next(paragraph for paragraph in document.paragraphs if "Đạt 100%" in paragraph.text)
    found.text = found.text.replace("Đạt 100%", "Đạt từ 95% trở lên")
    document.save(str(out))


def test_plan_is_written_signed_issued_and_comes_back_from_word(open_as: Open, tmp_path: Path) -> None:
    page = open_as("daumoi")
    address = begin(page)
    write_item(page)
    assert faults(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải DOCX").click()
    edit_in_word(download.value.path(), tmp_path / "ban-sua.docx")
    page.get_by_label("Bản đã sửa").set_input_files(tmp_path / "ban-sua.docx")
    page.get_by_role("button", name="Đưa bản sửa lên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản sửa từ ngoài", timeout=WORK_MS)
    expect(page.locator("article.change")).to_have_count(1)
    assert faults(page) == []
    page.get_by_role("button", name=re.compile("^Nhận Mục tiêu")).click()
    told(page, "Đã nhận")
    expect(page.locator("article.change")).to_have_count(0)
    page.get_by_role("button", name="Xong, về bản soạn").click()
    expect(page.locator("#o-target_text")).to_have_value(re.compile("Đạt từ 95% trở lên"))

    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    told(page, "Đã trình lãnh đạo")
    expect(page.locator("form[data-editor]")).to_have_count(0)
    leader = open_as("lanhdao")
    leader.goto(address)
    assert faults(leader) == []
    leader.get_by_label("Lý do trả lại").fill("Ghi rõ sản phẩm.")
    leader.get_by_role("button", name="Trả lại để sửa").click()
    told(leader, "Đã trả lại")
    page.goto(address)
    expect(page.locator("#ky")).to_contain_text("Ghi rõ sản phẩm.")
    page.get_by_label("Sản phẩm").fill("Báo cáo")
    page.keyboard.press("Control+s")
    expect(saved_toast(page)).to_be_visible()
    page.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    told(page, "Đã trình lãnh đạo")
    leader.goto(address)
    leader.get_by_role("button", name="Duyệt để ban hành").click()
    told(leader, "Đã duyệt")

    page.goto(address)
    page.get_by_label("Số, ký hiệu").fill("990/KH-UBND")
    page.get_by_role("button", name="Ban hành và giao nhiệm vụ").click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã ban hành kế hoạch và giao 1 nhiệm vụ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kế hoạch 990/KH-UBND")

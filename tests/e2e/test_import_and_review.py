"""Journeys a, d: a plan is dropped, followed, reviewed by keyboard alone and approved; a sentence leads to its work."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import docx
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, WORK_MS, Open, Site

EXAMPLE = ROOT / "examples" / "tinh-song-may-2026.docx"


def another_plan(folder: Path) -> Path:
    """Return the example with another number, so that it is another plan."""
    document = docx.Document(str(EXAMPLE))
    mark = secrets.token_hex(3)
    document.add_paragraph(f"Bản dùng để thử {mark}.")
    path = folder / f"ke-hoach-{mark}.docx"
    document.save(str(path))
    return path


def counts(page: Page) -> tuple[int, int]:
    """Return how many items are decided, of how many."""
    words = page.locator(".prog-w .num").inner_text()
    decided, total = (int(number) for number in re.findall(r"\d+", words))
    return decided, total


def test_plan_is_dropped_followed_reviewed_by_keyboard_and_approved(open_as: Open, site: Site, tmp_path: Path) -> None:
    page = open_as("daumoi")
    page.goto("/ke-hoach/nhap/")
    site.hold_worker()
    try:
        page.get_by_label("Kế hoạch của đơn vị").select_option(label="Tỉnh Sông Mây")
        stray = tmp_path / "anh.png"
        stray.touch()
        page.locator("input[type=file]").set_input_files([another_plan(tmp_path), stray])
        expect(page.locator("[data-drop-list]")).to_contain_text("0 kB, tệp rỗng")
        page.get_by_role("button", name="Bỏ anh.png").click()
        page.get_by_role("button", name="Đọc kế hoạch").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đang đọc văn bản")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đang đọc văn bản")
    finally:
        site.release_worker()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đối chiếu kế hoạch vừa nhập", timeout=WORK_MS)

    review_by_keyboard(page)

    page.get_by_role("button", name="Duyệt và giao nhiệm vụ").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kế hoạch")
    expect(page.locator("[data-toast]")).to_contain_text("Đã duyệt kế hoạch")
    page.get_by_role("link", name="Xem nhiệm vụ").click()
    page.wait_for_url("**/nhiem-vu/**")
    expect(page.get_by_role("status").first).to_contain_text("nhiệm vụ")
    page.goto("/nhiem-vu/bang/")
    expect(page.get_by_role("row", name=re.compile("Sở Nội vụ")).first).to_be_visible()


def press(page: Page, key: str) -> None:
    """Press a key once all that it may act on is there."""
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press(key)


def review_by_keyboard(page: Page) -> None:
    """Accept the certain items, correct one, take a step back, decide the rest: without the mouse."""
    decided, total = counts(page)
    assert decided == 0
    assert total > 10
    press(page, "g")
    expect(page.locator("[data-toast]")).to_contain_text("mục chắc chắn")
    sure, _ = counts(page)
    press(page, "z")
    expect(page.locator("[data-toast]")).to_contain_text("Đã hoàn tác")
    assert counts(page)[0] == 0
    press(page, "g")
    expect(page.locator(".prog-w .num")).to_have_text(re.compile(rf"^{sure} "))
    for key in ("j", "k"):
        here = page.url
        press(page, key)
        page.wait_for_url(lambda url, here=here: url != here)
    if page.locator("[data-key=n]").count():
        here = page.url
        press(page, "n")
        page.wait_for_url(lambda url, here=here: url != here)
    expect(page.locator(".queue [aria-current]")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Bỏ qua")).to_be_in_viewport()
    press(page, "e")
    field = page.locator("textarea[name=value]")
    expect(field).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Đã đối chiếu.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Đã lưu")
    expect(page.locator("#muc")).to_contain_text("Đã đối chiếu.")
    while counts(page)[0] < total:
        before = counts(page)[0]
        press(page, "Enter")
        expect(page.locator(".prog-w .num")).to_have_text(f"{before + 1} / {total}")


def test_sentence_leads_to_its_assignment_and_back(open_as: Open) -> None:
    page = open_as("lanhdao")
    page.goto("/ke-hoach/")
    page.get_by_role("link", name="268/KH-UBND", exact=True).first.click()
    page.get_by_role("link", name="Nguyên văn").click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".fate a").first.click()
    expect(page.get_by_role("heading", name="Từ câu nào của văn bản")).to_be_visible()
    words = page.locator("[aria-labelledby=cau-goc] mark").first.inner_text()

    page.get_by_role("link", name="Mở trong nguyên văn").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Nguyên văn kế hoạch")
    expect(page.locator("mark", has_text=words).first).to_be_in_viewport()

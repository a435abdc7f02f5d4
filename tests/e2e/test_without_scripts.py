"""Journey f: signing in, the list, dropping a file, reading it and reporting need no script."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import WORK_MS, Open, Site
from tests.e2e.test_work import open_work
from tests.factories.plans import PLAN_TEXT


def test_work_goes_on_without_scripts(open_as: Open, site: Site, tmp_path: Path) -> None:
    page = open_as(scripts=False)
    page.goto("/nhiem-vu/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(site.passwords["chuyenvien"])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nhiệm vụ năm")
    page.locator("#f-tim").fill("ke hoach")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_role("status").first).to_contain_text("nhiệm vụ")
    page.locator(".bar-menu, nav#trinh-don a >> text=Việc của tôi").last.click()
    page.wait_for_url("**/viec-cua-toi/")
    open_work(page)
    page.locator("[name=progress]").fill("45")
    page.get_by_role("button", name="Lưu tiến độ").click()
    expect(page.locator("[data-toast]")).to_contain_text("Đã lưu tiến độ")

    plan = tmp_path / "khong-kich-ban.txt"
    plan.write_text(PLAN_TEXT.replace("15/KH-UBND", f"{secrets.randbelow(900) + 100}/KH-SNV"), encoding="utf-8")
    page.goto("/ke-hoach/nhap/")
    page.get_by_label("Kế hoạch của đơn vị").select_option(label="Sở Nội vụ")
    page.locator("input[type=file]").set_input_files(plan)
    page.get_by_role("button", name="Đọc kế hoạch").click()
    until = time.monotonic() + WORK_MS / 1000
    while page.get_by_role("heading", level=1).inner_text() == "Đang đọc văn bản" and time.monotonic() < until:
        time.sleep(0.2)
        page.get_by_role("link", name="Xem lại tiến độ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đối chiếu kế hoạch vừa nhập")

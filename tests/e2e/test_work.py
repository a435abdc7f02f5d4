"""Journeys b, c, e: an officer reports with proof, the leader confirms; a search is exported; a phone suffices."""

from __future__ import annotations

import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.e2e.conftest import PHONE, Open


def open_work(page: Page) -> str:
    """Open an assignment of the officer's agency that can be reported on; return its address."""
    page.goto("/viec-cua-toi/")
    page.locator(
        "[aria-labelledby=overdue] h3 a, [aria-labelledby=later] h3 a, [aria-labelledby=week] h3 a"
    ).first.click()
    expect(page.get_by_role("heading", name="Báo tiến độ")).to_be_visible()
    return page.url


def test_officer_reports_with_proof_and_leader_confirms(open_as: Open, tmp_path: Path) -> None:
    proof = tmp_path / "bien-ban.txt"
    proof.write_text("Biên bản kiểm tra hư cấu.", encoding="utf-8")
    page = open_as("chuyenvien")
    page.goto("/viec-cua-toi/")
    expect(page.locator("[aria-labelledby=overdue] .due-late").first).to_contain_text("quá hạn")
    address = open_work(page)
    page.locator("[name=progress]").fill("80")
    page.locator("input[type=file]").set_input_files(proof)
    expect(page.locator("[data-drop-list]")).to_contain_text("bien-ban.txt")
    page.get_by_role("button", name="Lưu tiến độ").click()
    expect(page.get_by_role("link", name="bien-ban.txt")).to_be_visible()
    page.get_by_label("Số, ký hiệu văn bản").fill("77/BC-MH")
    page.get_by_label("Ngày văn bản").fill("16/11/2026")
    page.get_by_role("button", name="Báo xong").click()
    expect(page.locator("[data-toast]")).to_contain_text("chờ xác nhận")

    leader = open_as("lanhdao")
    leader.goto(address)
    expect(leader.get_by_text("77/BC-MH")).to_be_visible()
    leader.get_by_role("button", name="Xác nhận đã xong").click()

    expect(leader.locator("[data-toast]")).to_contain_text("Đã xác nhận xong")
    page.goto(address)
    expect(page.locator("main .chip").first).to_have_text("Đã xong")


def test_search_without_accents_is_exported(open_as: Open) -> None:
    page = open_as("lanhdao")
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("thu tuc hanh chinh")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^[1-9]\d* nhiệm vụ$"))
    page.wait_for_load_state()
    shown = page.locator(".tasks h3").all_inner_texts()
    assert shown

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải XLSX").click()

    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    text = str(book.get_sheet_by_index(0).to_python())
    assert all(title in text for title in shown[:10])


def test_phone_suffices_for_my_work_and_a_report(open_as: Open) -> None:
    page = open_as("suoivang", size=PHONE)
    page.goto("/viec-cua-toi/")
    assert_fits(page)

    officer = open_as("chuyenvien", size=PHONE)
    open_work(officer)
    assert_fits(officer)
    officer.locator("[name=progress]").fill("35")
    officer.get_by_role("button", name="Lưu tiến độ").click()

    expect(officer.locator("[data-toast]")).to_contain_text("Đã lưu tiến độ")
    assert_fits(officer)


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window, once the page has its styles."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

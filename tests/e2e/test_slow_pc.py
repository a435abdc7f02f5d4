"""An old PC and a slow line: what is typed or pressed before the scripts run, or before an answer came, is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.test_drafting import begin, saved_toast
from tests.e2e.test_scoring import cells, row
from tests.e2e.test_scoring import sheet as sheet


class Gate:
    """Requests that wait until they are let through."""

    def __init__(self, page: Page, address: re.Pattern[str]) -> None:
        self.waiting: list[Route] = []
        self.page, self.address = page, address
        page.route(address, self.hold)

    def hold(self, route: Route) -> None:
        """Let a request wait."""
        self.waiting.append(route)

    def open(self) -> None:
        """Let through what waits and what comes."""
        self.page.unroute(self.address)  # what waits goes on by this


@pytest.fixture
def editor(open_as: Open) -> Page:
    """Return a blank plan with one item."""
    page = open_as("daumoi")
    begin(page)
    page.get_by_role("button", name=re.compile("vào phần Khắc phục")).click()
    expect(page.locator("form[data-editor]")).to_be_visible()
    page.wait_for_load_state()
    return page


def goal(page: Page) -> Locator:
    return page.locator("#o-target_text")


def test_save_key_needs_no_other_script(editor: Page) -> None:
    Gate(editor, re.compile(r"/(app|editor|toast)(\.\w+)?\.js"))
    editor.goto(editor.url.partition("#")[0], wait_until="commit")
    expect(editor.locator("#phim-tat")).to_be_attached()  # the last of the page: the form is whole
    goal(editor).fill("Đạt 90%")

    editor.keyboard.press("Control+s")

    expect(saved_toast(editor)).to_be_visible()
    expect(goal(editor)).to_have_value("Đạt 90%")


def test_words_typed_while_a_save_is_on_its_way_stay_and_are_saved_next(editor: Page) -> None:
    comment = editor.locator("#gop-y textarea")
    comment.fill("Chưa gửi")
    goal(editor).fill("Đạt 90%")
    gate = Gate(editor, re.compile(r"/muc/\d+/$"))
    editor.keyboard.press("Control+s")
    editor.keyboard.type(" trở lên")
    editor.keyboard.press("Control+s")
    editor.keyboard.press("ArrowLeft")
    gate.open()

    expect(saved_toast(editor)).to_be_visible()
    editor.keyboard.type("!")
    expect(goal(editor)).to_have_value("Đạt 90% trở lê!n")
    editor.keyboard.press("Control+s")
    expect(goal(editor)).to_have_text("Đạt 90% trở lê!n")
    expect(comment).to_have_value("Chưa gửi")
    editor.reload()
    expect(goal(editor)).to_have_value("Đạt 90% trở lê!n")
    expect(editor.locator(".has-err")).to_have_count(0)


def test_save_without_a_network_keeps_the_words_and_says_so(editor: Page) -> None:
    goal(editor).fill("Đạt 80%")
    editor.context.set_offline(True)
    editor.keyboard.press("Control+s")
    expect(editor.get_by_role("alert")).to_contain_text("mất kết nối")
    expect(goal(editor)).to_have_value("Đạt 80%")
    editor.context.set_offline(False)

    editor.keyboard.press("Control+s")

    expect(saved_toast(editor)).to_be_visible()
    expect(goal(editor)).to_have_text("Đạt 80%")


def test_deadline_typed_after_signing_out_is_only_not_explained(editor: Page) -> None:
    words, dues = editor.locator("[name=deadline_text]"), editor.locator("[data-dues]")
    words.fill("Tháng 9/2026")
    expect(dues).to_contain_text("30/09/2026")
    editor.context.clear_cookies()

    words.fill("Tháng 8/2026")

    expect(dues).to_be_empty()
    expect(words).to_have_value("Tháng 8/2026")


def test_number_typed_before_the_script_runs_is_saved(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi")
    gate = Gate(page, re.compile(r"/scoring(\.\w+)?\.js"))
    page.goto(sheet, wait_until="commit")
    cells(page)[1].fill("100")
    cells(page)[0].fill("71")

    gate.open()
    page.wait_for_load_state("load")
    page.keyboard.press("ArrowDown")

    expect(row(page)).to_contain_text("71/100")


def test_files_chosen_before_the_script_runs_are_listed(open_as: Open, tmp_path: Path) -> None:
    chosen = tmp_path / "ke-hoach.txt"
    chosen.write_text("Kế hoạch hư cấu.", encoding="utf-8")
    page = open_as("daumoi")
    gate = Gate(page, re.compile(r"/drop(\.\w+)?\.js"))
    page.goto("/ke-hoach/nhap/", wait_until="commit")
    page.locator("input[type=file]").set_input_files(chosen)

    gate.open()

    expect(page.locator("[data-drop-list]")).to_contain_text("ke-hoach.txt")


def lose(page: Page, address: re.Pattern[str], *, times: int) -> list[str]:
    """Let the network lose the first requests of a kind; return what was asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) <= times:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(address, answer)
    return asked


def test_part_of_the_scripts_that_the_network_lost_is_asked_for_again(open_as: Open, tmp_path: Path) -> None:
    chosen = tmp_path / "mat-mang.txt"
    chosen.write_text("Kế hoạch hư cấu.", encoding="utf-8")
    page = open_as("daumoi")
    asked = lose(page, re.compile(r"/drop(\.\w+)?\.js"), times=2)

    page.goto("/ke-hoach/nhap/")
    page.locator("input[type=file]").set_input_files(chosen)

    expect(page.locator("[data-drop-list]")).to_contain_text("mat-mang.txt")
    assert len(asked) == 3


def test_row_has_its_button_when_the_script_of_the_form_is_lost(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi")
    lose(page, re.compile(r"/scoring(\.\w+)?\.js"), times=9)
    page.goto(sheet)
    cells(page)[1].fill("100")
    cells(page)[0].fill("72")

    row(page).get_by_role("button", name=re.compile("Lưu")).click()

    expect(row(page)).to_contain_text("72/100")


def test_files_sent_twice_before_the_answer_came_go_once(open_as: Open, tmp_path: Path) -> None:
    chosen = tmp_path / "hai-lan.txt"
    chosen.write_text("Kế hoạch hư cấu gửi hai lần.", encoding="utf-8")
    page = open_as("daumoi")
    page.goto("/ke-hoach/nhap/")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Kế hoạch của đơn vị").select_option(label="Tỉnh Sông Mây")
    page.locator("input[type=file]").set_input_files(chosen)
    sent: list[Route] = []
    page.route("**/nhap/", lambda route: sent.append(route))  # noqa: PLW0108 - a builtin cannot be wrapped
    button = page.get_by_role("button", name="Đọc kế hoạch")
    button.click()
    button.click()

    expect(page.locator("[data-drop] progress")).to_have_count(1)
    while not sent:
        page.wait_for_timeout(20)
    sent[0].fulfill(status=502, body="<html><body>Bad gateway</body></html>", content_type="text/html")
    expect(page.get_by_role("alert")).to_contain_text("Các tệp vẫn còn ở đây")
    expect(page.locator("[data-drop-list]")).to_contain_text("hai-lan.txt")


def test_refused_files_are_told_of_though_the_address_names_a_place(open_as: Open, tmp_path: Path) -> None:
    chosen = tmp_path / "la.xyz"
    chosen.write_bytes(b"\0\1\2")
    page = open_as("daumoi")
    page.goto("/ke-hoach/nhap/#noi-dung")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Kế hoạch của đơn vị").select_option(label="Tỉnh Sông Mây")
    page.locator("input[type=file]").set_input_files(chosen)

    page.get_by_role("button", name="Đọc kế hoạch").click()

    expect(page.get_by_role("main")).to_contain_text("không nhận 1 tệp")

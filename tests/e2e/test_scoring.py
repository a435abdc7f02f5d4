"""The form of a sheet: nothing typed is lost, two people see each other, steps go back, it works without scripts."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.e2e.conftest import PHONE, Open
from tests.e2e.test_axe import faults

CODE = "3.3.1"
"""A ratio: the files settled in time, and all files settled."""


_nth = itertools.count()


@pytest.fixture
def sheet(open_as: Open) -> str:
    """Return the address of a sheet of the demonstration that is still being filled in, of each test its own."""
    page = open_as("daumoi")
    page.goto("/dot-cham-diem/")
    page.goto(page.locator("tr", has_text="Đợt đang mở").first.locator("a").first.get_attribute("href") or "")
    page.goto(page.url + "?trang-thai=entering&tim=xa")
    sheets = page.locator("td a[href*='/phieu-cham/']")
    return sheets.nth(next(_nth) % sheets.count()).get_attribute("href") or ""


def row(page: Page, code: str = CODE) -> Locator:
    return page.locator(f"tr[data-code='{code}']")


def cells(page: Page) -> tuple[Locator, Locator]:
    return row(page).locator("input.cell").nth(0), row(page).locator("input.cell").nth(1)


def type_both(page: Page, done: str, total: str) -> None:
    """Type both numbers by the keyboard and stay in the row."""
    cells(page)[0].focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(done)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(total)


def fill(page: Page, done: str, total: str) -> None:
    """Type both numbers and leave the row by the keyboard."""
    type_both(page, done, total)
    page.keyboard.press("Enter")


def word_sent(request: Request, name: str) -> str:
    """Return the first word that a save carries under a name."""
    found = re.search(rf'name="{name}"\r\n\r\n(.*?)\r\n', request.post_data or "")
    return found[1] if found else ""


def hold_save(page: Page) -> list[Route]:
    """Hold the next save of an item back; return where it will be found."""
    held: list[Route] = []
    page.route("**/muc/**", lambda route: held.append(route), times=1)  # noqa: PLW0108 - a builtin cannot be wrapped
    return held


def came(page: Page, held: list[Route]) -> Route:
    """Wait until a save that is held back has been sent."""
    while not held:
        page.wait_for_timeout(20)
    return held[0]


def saved(page: Page) -> Locator:
    return page.locator("[data-saved]")


def test_words_typed_without_a_network_are_kept_and_sent_again(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi")
    page.goto(sheet)
    page.context.set_offline(True)

    fill(page, "91", "100")

    expect(saved(page)).to_contain_text("Mất kết nối")
    expect(row(page).get_by_role("button", name="Gửi lại")).to_be_visible()
    expect(cells(page)[0]).to_have_value("91")
    page.context.set_offline(False)
    expect(saved(page)).to_contain_text("Đã lưu")
    expect(row(page)).to_contain_text("91/100")
    page.reload()
    expect(cells(page)[0]).to_have_value("91")


def test_number_typed_while_a_save_is_on_its_way_is_kept_and_sent_when_its_row_is_left(
    open_as: Open, sheet: str
) -> None:
    page = open_as("daumoi")
    page.goto(sheet)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(word_sent(one, 'in-[^"]+')) if one.method == "POST" else None)
    held = hold_save(page)
    fill(page, "81", "100")
    expect(saved(page)).to_contain_text("Đang lưu")
    save = came(page, held)  # said before it is sent
    cells(page)[0].focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("8")
    save.continue_()

    expect(row(page)).to_contain_text("81/100")
    expect(cells(page)[0]).to_have_value("8")
    page.keyboard.type("2")
    expect(cells(page)[0]).to_have_value("82")
    cells(page)[1].focus()
    page.keyboard.press("Enter")
    expect(row(page)).to_contain_text("82/100")
    assert sent == ["81", "82"], "what is still being typed is nobody's answer yet"


def test_justification_typed_while_a_save_is_on_its_way_is_sent_whole_when_it_is_left(
    open_as: Open, sheet: str
) -> None:
    page = open_as("daumoi")
    page.goto(sheet)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(word_sent(one, "giai-trinh")) if one.method == "POST" else None)
    held = hold_save(page)
    type_both(page, "83", "100")
    expect(page.locator("#ngan-ten")).to_contain_text(CODE)
    note = page.get_by_label("Giải trình khi chưa đủ tài liệu")
    note.focus()
    save = came(page, held)
    page.keyboard.press("Control+a")
    page.keyboard.type("Hồ sơ lưu tại")
    save.continue_()

    expect(row(page)).to_contain_text("83/100")
    expect(note).to_have_value("Hồ sơ lưu tại")
    cells(page)[0].focus()
    expect(saved(page)).to_contain_text("Đã lưu")
    page.reload()
    expect(note).to_have_value("Hồ sơ lưu tại")
    assert sent == ["", "Hồ sơ lưu tại"], "sent once, when it is left"


def test_two_people_on_one_item_see_both_values(open_as: Open, sheet: str) -> None:
    first, second = open_as("daumoi"), open_as("daumoi")
    first.goto(sheet)
    second.goto(sheet)
    fill(first, "92", "100")
    expect(saved(first)).to_contain_text("Đã lưu")

    fill(second, "93", "100")

    expect(row(second).get_by_role("alert")).to_contain_text("vừa được")
    expect(row(second)).to_contain_text("Đang lưu: 92")
    expect(cells(second)[0]).to_have_value("93")
    row(second).get_by_role("button", name="Lưu").click()
    expect(saved(second)).to_contain_text("Đã lưu")
    expect(row(second)).to_contain_text("93/100")


def test_bad_number_is_told_at_its_field_and_a_step_goes_back(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi")
    page.goto(sheet)
    fill(page, "94", "100")
    expect(row(page)).to_contain_text("94/100")
    fill(page, "95,5 %", "100")
    expect(row(page).get_by_role("alert")).to_contain_text("bỏ ký hiệu %")
    expect(cells(page)[0]).to_have_value("95,5 %")

    fill(page, "96", "100")
    expect(row(page)).to_contain_text("96/100")
    page.keyboard.press("Escape")
    page.keyboard.press("z")

    expect(saved(page)).to_contain_text("Đã hoàn tác mục 3.3.1")
    expect(cells(page)[0]).to_have_value("94")


def test_keys_lead_to_documents_justification_and_their_list(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi")
    page.goto(sheet)
    cells(page)[0].focus()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#ngan-ten")).to_contain_text(CODE)
    expect(page.locator("#tai-lieu :focus")).to_be_visible()

    page.keyboard.press("Escape")
    page.keyboard.press("g")
    expect(page.get_by_label("Giải trình khi chưa đủ tài liệu")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")

    listed = page.locator("[data-keys-list]")
    for words in ("đổi dòng", "giải trình", "hoàn tác", "mục cần xem kế tiếp"):
        expect(listed).to_contain_text(words, ignore_case=True)


def test_form_works_without_scripts(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi", scripts=False)
    page.goto(sheet)
    cells(page)[0].fill("97")
    cells(page)[1].fill("100")

    row(page).get_by_role("button", name="Lưu").click()

    page.wait_for_url(f"**muc={CODE}**")
    expect(row(page)).to_contain_text("97/100")


def test_sheet_has_no_violation(open_as: Open, sheet: str) -> None:
    page, found = open_as("daumoi"), []
    for tail in ("", f"?muc={CODE}", "?loc=can-xem", "nguy-co/", "in/", "nhap-bang/"):
        page.goto(sheet + tail)
        found += faults(page)

    assert "\n".join(found) == ""


def test_phone_leads_from_the_details_back_to_the_row(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi", size=PHONE)
    page.goto(sheet)
    row(page).get_by_role("link", name="Xem mục 3.3.1").click()
    expect(page.locator("#ngan-ten")).to_be_in_viewport()

    page.get_by_role("link", name="Về dòng 3.3.1").click()

    expect(row(page)).to_be_in_viewport()


def test_a_wrong_clock_of_the_pc_does_not_close_the_form(open_as: Open, sheet: str) -> None:
    """An old PC that believes it is 2031 still tells what is left until the step locks."""
    page = open_as("daumoi")
    page.clock.set_fixed_time("2031-01-01T08:00:00+07:00")
    page.goto(sheet)

    expect(page.locator("[data-until]")).to_contain_text("Khóa sau")

"""The form of a sheet when answers come late, refuse or never come: words stay whole, with their item, sent once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Request, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.test_scoring import CODE, came, cells, fill, hold_save, row, saved, type_both
from tests.e2e.test_scoring import sheet as sheet

OTHER = "3.3.2"
SAVES = re.compile(rf"/muc/{re.escape(CODE)}/")


class Held:
    """Requests of one kind that wait until they are let through."""

    def __init__(self, page: Page, wanted: Callable[[Request], bool]) -> None:
        self.waiting: list[Route] = []
        self.page, self.wanted = page, wanted
        page.route("**", self.hold)

    def hold(self, route: Route) -> None:
        """Let a request wait if it is one of those."""
        if self.wanted(route.request):
            self.waiting.append(route)
        else:
            route.fallback()

    def came(self, count: int = 1) -> None:
        """Wait until so many have been asked."""
        while len(self.waiting) < count:
            self.page.wait_for_timeout(20)

    def open(self) -> None:
        """Let through what waits and what comes."""
        self.page.unroute("**")


def is_save(request: Request) -> bool:
    """Tell whether a request carries an answer to an item."""
    return request.method == "POST" and "/muc/" in request.url


def details_of(code: str) -> Callable[[Request], bool]:
    """Return what tells a question for the details of an item."""
    return lambda request: request.method == "GET" and request.url.endswith(f"?muc={code}")


def note(page: Page) -> Locator:
    return page.get_by_label("Giải trình khi chưa đủ tài liệu")


def shows(page: Page, code: str) -> None:
    expect(page.locator("#ngan-ten")).to_contain_text(re.compile(rf"^{re.escape(code)} "))


@pytest.fixture
def page(open_as: Open, sheet: str) -> Page:
    """Return the sheet with the details of the item beside it."""
    page = open_as("daumoi")
    page.goto(f"{sheet}?muc={CODE}")
    return page


def saves_of(page: Page) -> list[Request]:
    """Return the list that saves of answers will be added to."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if is_save(request) else None)
    return sent


def write_note(page: Page, words: str) -> None:
    """Write the justification that is shown, and stay in it."""
    note(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def test_justification_of_a_refused_answer_goes_with_the_next(page: Page) -> None:
    fill(page, "85 %", "100")
    expect(row(page).get_by_role("alert")).to_contain_text("bỏ ký hiệu %")
    cells(page)[0].focus()
    shows(page, CODE)
    write_note(page, "Sổ theo dõi ở phòng họp")
    with page.expect_response(SAVES):
        cells(page)[0].focus()
    expect(note(page)).to_have_value("Sổ theo dõi ở phòng họp")

    fill(page, "85", "100")

    expect(row(page)).to_contain_text("85/100")
    page.goto(page.url.partition("?")[0] + f"?muc={CODE}")
    expect(note(page)).to_have_value("Sổ theo dõi ở phòng họp")


def test_tick_of_an_answer_that_met_another_stays(page: Page, open_as: Open) -> None:
    second = open_as("daumoi")
    second.goto(page.url)
    fill(second, "67", "100")
    expect(saved(second)).to_contain_text("Đã lưu")
    tick = row(page).get_by_label("không áp dụng")
    for cell in cells(page):
        cell.fill("")

    tick.check()

    expect(row(page).get_by_role("alert")).to_contain_text("vừa được")
    expect(tick).to_be_checked()
    tick.uncheck()
    expect(saved(page)).to_contain_text("Đã lưu")


def test_justification_that_could_not_be_sent_waits_for_its_item(page: Page) -> None:
    page.route(SAVES, lambda route: route.abort(), times=1)
    write_note(page, "Hồ sơ lưu ở tầng 2")
    row(page, OTHER).locator(".cell").first.focus()
    expect(row(page).get_by_role("button", name="Gửi lại")).to_be_visible()
    shows(page, OTHER)

    cells(page)[0].focus()
    shows(page, CODE)
    expect(note(page)).to_have_value("Hồ sơ lưu ở tầng 2")
    row(page, OTHER).locator(".cell").first.focus()
    shows(page, OTHER)
    row(page).get_by_role("button", name="Gửi lại").click()

    expect(saved(page)).to_contain_text("Đã lưu")
    page.goto(page.url.partition("?")[0] + f"?muc={CODE}")
    expect(note(page)).to_have_value("Hồ sơ lưu ở tầng 2")


def test_words_stay_with_their_item_while_the_details_of_another_come(page: Page) -> None:
    write_note(page, "Của mục này")
    gate = Held(page, details_of(OTHER))
    row(page, OTHER).locator(".cell").first.focus()
    gate.came()
    note(page).focus()
    page.keyboard.press("End")
    page.keyboard.type(", viết tiếp")

    gate.open()
    page.wait_for_load_state("networkidle")

    shows(page, CODE)
    expect(note(page)).to_have_value("Của mục này, viết tiếp")
    row(page, OTHER).locator(".cell").first.focus()
    shows(page, OTHER)
    expect(note(page)).not_to_have_value(re.compile("Của mục này"))
    page.goto(page.url.partition("?")[0] + f"?muc={CODE}")
    expect(note(page)).to_have_value("Của mục này, viết tiếp")


def test_justification_key_waits_for_the_details_of_its_row(page: Page) -> None:
    gate = Held(page, details_of(OTHER))
    row(page, OTHER).locator(".cell").first.focus()
    page.keyboard.press("Escape")
    gate.came()
    page.keyboard.press("g")
    expect(note(page)).not_to_be_focused()

    gate.open()

    shows(page, OTHER)
    expect(note(page)).to_be_focused()


def test_number_that_is_marked_stays_marked_when_an_answer_comes(page: Page) -> None:
    gate = Held(page, is_save)
    fill(page, "61", "100")
    gate.came()
    page.keyboard.press("ArrowUp")

    gate.open()
    expect(row(page)).to_contain_text("61/100")
    page.keyboard.type("62")

    expect(cells(page)[0]).to_have_value("62")


def test_undo_pressed_while_a_save_is_on_its_way_undoes_that_save(page: Page) -> None:
    fill(page, "51", "100")
    expect(row(page)).to_contain_text("51/100")
    fill(page, "52", "100")
    expect(row(page)).to_contain_text("52/100")
    gate = Held(page, is_save)
    fill(page, "53", "100")
    gate.came()
    page.keyboard.press("Escape")
    page.keyboard.press("z")

    gate.open()

    expect(saved(page)).to_contain_text("Đã hoàn tác")
    expect(cells(page)[0]).to_have_value("52")


def test_undo_without_a_network_can_be_asked_again(page: Page) -> None:
    fill(page, "54", "100")
    expect(row(page)).to_contain_text("54/100")
    fill(page, "55", "100")
    expect(row(page)).to_contain_text("55/100")
    page.keyboard.press("Escape")
    page.route(SAVES, lambda route: route.abort(), times=1)
    page.keyboard.press("z")
    expect(saved(page)).to_contain_text("Chưa hoàn tác")

    page.keyboard.press("z")

    expect(saved(page)).to_contain_text("Đã hoàn tác")
    expect(cells(page)[0]).to_have_value("54")


def test_justification_is_sent_once_by_its_button(page: Page) -> None:
    sent = saves_of(page)
    write_note(page, "Bấm nút để lưu")
    page.get_by_role("button", name="Lưu giải trình").click()
    expect(saved(page)).to_contain_text("Đã lưu")
    page.wait_for_load_state("networkidle")

    assert len(sent) == 1


def test_document_written_while_a_save_is_on_its_way_stays(page: Page) -> None:
    gate = Held(page, is_save)
    type_both(page, "63", "100")
    page.get_by_text("Hoặc chỉ ghi số văn bản").click()
    gate.came()
    number = page.get_by_label("Số, ký hiệu")
    number.focus()
    page.keyboard.type("45/BC")

    gate.open()
    expect(row(page)).to_contain_text("63/100")
    page.keyboard.type("-UBND")

    expect(number).to_be_visible()
    expect(number).to_have_value("45/BC-UBND")


def test_number_typed_while_a_document_is_cited_stays_and_is_sent_when_its_row_is_left(page: Page) -> None:
    sent = saves_of(page)
    page.get_by_text("Hoặc chỉ ghi số văn bản").click()
    page.get_by_label("Số, ký hiệu").fill("46/BC-UBND")
    gate = Held(page, lambda request: "/tai-lieu/" in request.url)
    page.get_by_role("button", name="Thêm và dẫn").click()
    gate.came()
    cells(page)[0].focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("6")

    gate.open()
    expect(page.locator("#tai-lieu")).to_contain_text("46/BC-UBND")
    page.keyboard.type("4")

    expect(cells(page)[0]).to_have_value("64")
    assert sent == []
    cells(page)[1].focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    expect(row(page)).to_contain_text("64/100")


def test_number_kept_of_one_item_lets_no_other_be_lost(page: Page, open_as: Open) -> None:
    second = open_as("daumoi")
    second.goto(page.url)
    fill(second, "65", "100")
    expect(saved(second)).to_contain_text("Đã lưu")
    fill(page, "66", "100")
    expect(row(page)).to_contain_text("Đang lưu: 65")
    page.route("**/muc/**", lambda route: route.abort())
    choice = row(page, OTHER).locator(".cell").first
    choice.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    cells(page)[0].focus()
    expect(row(page, OTHER).get_by_role("button", name="Gửi lại")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.dismiss())

    with page.expect_event("dialog") as asked:
        row(page).get_by_role("link", name="Giữ số liệu đang lưu").click(no_wait_after=True)

    assert asked.value.type == "beforeunload"
    expect(choice).to_have_value("7")


def test_justification_begun_before_the_script_runs_is_not_sent_half(open_as: Open, sheet: str) -> None:
    page = open_as("daumoi")
    sent = saves_of(page)
    gate = Held(page, lambda request: "/scoring." in request.url)
    page.goto(f"{sheet}?muc={CODE}", wait_until="commit")
    write_note(page, "Nửa câu")
    gate.open()
    page.wait_for_load_state("networkidle")
    page.keyboard.type(" rồi nửa sau")
    page.keyboard.press("Escape")

    expect(saved(page)).to_contain_text("Đã lưu")
    assert len(sent) == 1


def test_details_asked_for_before_a_save_do_not_take_the_place_of_newer(page: Page, sheet: str) -> None:
    page.goto(f"{sheet}?muc={OTHER}")
    asked: list[tuple[Route, APIResponse]] = []

    def keep(route: Route) -> None:
        asked.append((route, route.fetch()))

    page.route(re.compile(rf"\?muc={re.escape(CODE)}$"), keep, times=1)
    cells(page)[0].focus()
    while not asked:
        page.wait_for_timeout(20)
    row(page).get_by_label("không áp dụng").check()
    shows(page, CODE)
    newer = page.locator("#ngan").inner_text()

    asked[0][0].fulfill(response=asked[0][1])
    page.wait_for_load_state("networkidle")

    assert page.locator("#ngan").inner_text() == newer
    row(page).get_by_label("không áp dụng").uncheck()
    expect(saved(page)).to_contain_text("Đã lưu")
    expect(row(page).get_by_label("không áp dụng")).not_to_be_checked()


def test_answer_that_could_not_be_sent_goes_with_the_next_that_could(page: Page) -> None:
    page.route(SAVES, lambda route: route.abort(), times=1)
    fill(page, "72", "100")
    expect(row(page).get_by_role("button", name="Gửi lại")).to_be_visible()

    other = row(page, OTHER).locator(".cell")
    other.nth(0).fill("8")
    other.nth(1).fill("9")
    cells(page)[0].focus()

    expect(row(page)).to_contain_text("72/100")
    expect(row(page, OTHER)).to_contain_text("8/9")


def test_item_that_closes_does_not_hold_up_the_others(page: Page) -> None:
    held = hold_save(page)
    fill(page, "73", "100")
    save = came(page, held)
    fill(page, "74", "100")
    answer = save.fetch()
    save.fulfill(response=answer, status=422, body=answer.text().replace('name="version"', 'name="khoa"'))
    other = row(page, OTHER).locator(".cell")
    other.nth(0).fill("6")
    other.nth(1).fill("7")
    cells(page)[0].focus()

    expect(row(page, OTHER)).to_contain_text("6/7")


def test_document_that_is_refused_says_why_in_its_place(page: Page) -> None:
    address = page.url
    page.get_by_text("Hoặc chỉ ghi số văn bản").click()
    page.get_by_label("Số, ký hiệu").fill("47/BC-UBND")
    page.get_by_label("Ngày", exact=True).fill("hôm kia")

    page.get_by_role("button", name="Thêm và dẫn").click()

    expect(page.locator("[data-toasts]")).to_contain_text("Không hiểu ngày “hôm kia”")
    assert page.url == address
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("47/BC-UBND")


def test_document_that_could_not_be_sent_stays_written(page: Page) -> None:
    page.get_by_text("Hoặc chỉ ghi số văn bản").click()
    page.get_by_label("Số, ký hiệu").fill("48/BC-UBND")
    page.route("**/tai-lieu/**", lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Thêm và dẫn").click()
    expect(page.locator("[data-toasts]")).to_contain_text("mất kết nối")

    page.get_by_role("button", name="Thêm và dẫn").click()

    expect(page.locator("#tai-lieu")).to_contain_text("48/BC-UBND")


def test_document_sent_twice_before_the_answer_came_is_cited_once(page: Page) -> None:
    page.get_by_text("Hoặc chỉ ghi số văn bản").click()
    page.get_by_label("Số, ký hiệu").fill("49/BC-UBND")
    gate = Held(page, lambda request: "/tai-lieu/" in request.url and request.method == "POST")
    page.get_by_role("button", name="Thêm và dẫn").click()
    gate.came()
    page.get_by_role("button", name="Thêm và dẫn").click()
    page.get_by_label("Số, ký hiệu").press("Enter")

    assert len(gate.waiting) == 1
    gate.open()
    expect(page.locator("#tai-lieu")).to_contain_text("49/BC-UBND")


def test_file_is_listed_in_the_details_of_a_row_chosen_later(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "so-theo-doi.txt"
    file.write_text("Sổ theo dõi hư cấu.", encoding="utf-8")
    row(page, OTHER).locator(".cell").first.focus()
    shows(page, OTHER)

    page.locator("#ngan input[type=file]").set_input_files(file)

    expect(page.locator("#ngan [data-drop-list]")).to_contain_text("so-theo-doi.txt")

"""The offline pack as a file: open in two tabs it loses no form; without storage it says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from parindex.definitions.questionnaires import loader
from parindex.documents.write.survey_pack import PackWords, write_survey_pack

SYNC = "http://127.0.0.1:9/dong-bo/"
ONE_QUESTION = """
schema: parindex.questionnaire/1
id: mot-cau
version: "1"
kind: local
title: {vi: Phiếu hư cấu}
years: "2026"
status: verified
parts: [{code: I, name: {vi: Một}, elements: [{code: A, name: {vi: A}}]}]
questions:
  - {code: hl, kind: single, text: {vi: Hài lòng?, en: "Satisfied?"}, status: verified, element: A,
     options: [{value: "1", text: {vi: Không}}, {value: "2", text: {vi: Có, en: "Yes"}, satisfied: "yes"}]}
"""

KEEPS = """(count) => Object.keys(localStorage).some(
    (name) => (JSON.parse(localStorage[name]).forms ?? []).length === count)"""
"""Tells whether a tab sees so many forms in what is kept."""

DEAF = "window.addEventListener('storage', (event) => event.stopImmediatePropagation());"
"""Keeps the browser from telling a tab of what others keep."""


@pytest.fixture
def address(tmp_path: Path) -> str:
    questionnaire = loader.read_questionnaire(ONE_QUESTION, source="thử")
    words = PackWords("Đợt thử", "Tỉnh Sông Mây", "Tổ 1", "", "0b1dd7f4-98fa-4403-9dfc-1b0d30992cc1", "khoa", SYNC)
    file = tmp_path / "goi.html"
    file.write_bytes(write_survey_pack(questionnaire, words))
    return file.as_uri()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def save(page: Page, serial: int) -> None:
    page.get_by_label("Số tờ").fill(str(serial))
    page.get_by_label("Có").check()
    page.get_by_role("button", name="Lưu phiếu").click()


def counts(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_have_text(words)


def test_forms_of_two_tabs_are_all_kept_and_sent_once(address: str, phone: BrowserContext) -> None:
    sent: list[int] = []

    def take(route: Route) -> None:
        forms = json.loads(route.request.post_data or "")["forms"]
        sent.extend(form["serial"] for form in forms)
        results = [{"nonce": form["nonce"], "outcome": "kept", "message": ""} for form in forms]
        route.fulfill(json={"results": results}, headers={"Access-Control-Allow-Origin": "*"})

    phone.route(SYNC, lambda route: route.abort())
    first, second = phone.new_page(), phone.new_page()
    for page in (first, second):
        page.goto(address)
    save(first, 1)
    counts(second, "1 phiếu đã lưu, 0 đã gửi, 1 chưa gửi.")
    expect(second.get_by_label("Số tờ")).to_have_value("2")
    save(second, 2)
    save(first, 3)
    counts(first, "3 phiếu đã lưu, 0 đã gửi, 3 chưa gửi.")
    second.get_by_label("Có").check()
    second.get_by_role("button", name="English").click()
    counts(second, "3 forms kept, 0 sent, 3 not sent yet.")
    expect(second.locator("html")).to_have_attribute("lang", "en")
    expect(second.get_by_role("group", name="Satisfied?").get_by_label("Yes")).to_be_checked()
    expect(second.get_by_text("Không", exact=True)).to_have_attribute("lang", "vi")
    second.get_by_role("button", name="Tiếng Việt").click()
    counts(second, "3 phiếu đã lưu, 0 đã gửi, 3 chưa gửi.")

    phone.unroute(SYNC)
    phone.route(SYNC, take)
    first.get_by_role("button", name="Gửi về").click()
    counts(second, "3 phiếu đã lưu, 3 đã gửi, 0 chưa gửi.")
    save(second, 4)
    counts(first, "4 phiếu đã lưu, 4 đã gửi, 0 chưa gửi.")
    first.reload()

    counts(first, "4 phiếu đã lưu, 4 đã gửi, 0 chưa gửi.")
    assert sorted(sent) == [1, 2, 3, 4]


def test_tabs_tell_each_other_what_the_browser_does_not(address: str, phone: BrowserContext) -> None:
    phone.route(SYNC, lambda route: route.abort())
    phone.add_init_script(DEAF)
    first, second = phone.new_page(), phone.new_page()
    for page in (first, second):
        page.goto(address)

    save(first, 1)
    counts(second, "1 phiếu đã lưu, 0 đã gửi, 1 chưa gửi.")
    save(second, 2)
    counts(first, "2 phiếu đã lưu, 0 đã gửi, 2 chưa gửi.")


def test_tab_that_hears_of_nothing_overwrites_nothing(address: str, phone: BrowserContext) -> None:
    phone.route(SYNC, lambda route: route.abort())
    phone.add_init_script(DEAF + "delete window.BroadcastChannel;")
    first, second = phone.new_page(), phone.new_page()
    for page in (first, second):
        page.goto(address)

    save(first, 1)
    second.wait_for_function(KEEPS, arg=1)  # a machine tells its tabs what another one wrote a little later
    save(second, 2)
    first.wait_for_function(KEEPS, arg=2)
    first.reload()

    counts(first, "2 phiếu đã lưu, 0 đã gửi, 2 chưa gửi.")


def test_machine_that_keeps_nothing_says_so(address: str, phone: BrowserContext) -> None:
    phone.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError') }})"
    )
    page = phone.new_page()
    page.goto(address)

    expect(page.locator("#warning")).to_contain_text("không giữ được phiếu")
    page.get_by_role("button", name="Lưu phiếu").click()
    expect(page.locator("#error")).to_have_text("Chưa có câu trả lời nào.")
    save(page, 1)
    counts(page, "0 phiếu đã lưu, 0 đã gửi, 0 chưa gửi.")
    expect(page.locator("#warning")).to_contain_text("không giữ được phiếu")


def test_answer_of_another_than_the_site_is_told_as_no_network(address: str, phone: BrowserContext) -> None:
    phone.route(
        SYNC, lambda route: route.fulfill(status=502, body="<html>", headers={"Access-Control-Allow-Origin": "*"})
    )
    page = phone.new_page()
    page.goto(address)

    save(page, 1)

    expect(page.locator("#warning")).to_contain_text("Chưa có mạng")
    counts(page, "1 phiếu đã lưu, 0 đã gửi, 1 chưa gửi.")

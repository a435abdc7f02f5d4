"""The form of a sheet when answers come late, refuse or do not come: words stay those of their item, whole, sent once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.test_scoring import CODE, cells, fill, row, saved, type_both
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

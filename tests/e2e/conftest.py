"""One site and one Chromium for all journeys, one clean window for each."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests import postgres, template
from tests.e2e import pace
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 60_000
WORK_MS = 300_000
"""How long background work may take: on a busy machine a file waits for its turn and is read slowly."""
expect.set_options(timeout=WAIT_MS)
if pace.PACE == "eyes":
    pace.slow_eyes()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@dataclass
class Site:
    """The running site: where it is, who may sign in, and the process behind it."""

    url: str
    passwords: dict[str, str]
    process: subprocess.Popen[str]
    states: dict[str, object] = field(default_factory=dict)

    def hold_worker(self) -> None:
        """Let background work wait."""
        self.process.send_signal(signal.SIGUSR1)

    def release_worker(self) -> None:
        """Let background work go on."""
        self.process.send_signal(signal.SIGUSR2)

    def travel(self, days: int) -> None:
        """Move the clock of the site by days; whoever was signed in signs in again."""
        wanted = self.today() + timedelta(days=days)
        self._tell(str(days))
        until = time.monotonic() + WAIT_MS / 1000
        while not self._is_at(wanted):
            assert time.monotonic() < until, f"the clock of the site did not come to {wanted}"
            time.sleep(0.05)
        self.states.clear()

    def tick(self) -> None:
        """Let the periodic work that is due be queued, as the clock of an installation would."""
        self._tell("tick")

    def _tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def _is_at(self, wanted: date) -> bool:
        """Tell whether the clock has moved; a site too busy to answer has only not told yet."""
        try:
            return self.today() == wanted
        except OSError:
            return False

    def today(self) -> date:
        """Return the day on the site's clock, in UTC."""
        with urllib.request.urlopen(f"{self.url}/suc-khoe/", timeout=20) as answer:
            return parsedate_to_datetime(answer.headers["Date"]).date()


@contextmanager
def migrated_database() -> Iterator[str]:
    """Give the address of a new migrated database beside the one of the tests; nothing for SQLite."""
    url = os.environ.get("PARINDEX_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name = f"e2e_{secrets.token_hex(6)}"
    postgres.begin(url, name)
    yield postgres.beside(url, name)
    postgres.drop(url, name)


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start a site with the demonstration loaded, its data in a new folder, and stop it."""
    template.lay(folder / "parindex.sqlite3")
    with migrated_database() as database, (folder / "site.log").open("w") as log:
        env = {**os.environ, "PARINDEX_DATA_DIR": str(folder), "PARINDEX_DATABASE_URL": database, "TZ": "UTC"}
        command = [sys.executable, "-W", "ignore", "-m", "tests.e2e.site"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the site did not start:\n{(folder / 'site.log').read_text()[-3000:]}"
        started = json.loads(line)
        process.stdout.close()
        yield Site(f"http://127.0.0.1:{started['port']}", started["passwords"], process)
        process.terminate()
        process.wait(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of all journeys but those that have one to themselves."""
    with running_site(tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium; without it the journeys are skipped, but never in CI."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: scripts/install-system-packages")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


Open = Callable[..., Page]


def told(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the page tells that an action is done: only then may another person look, or this one go on."""
    expect(page.locator("[data-toast]").last).to_contain_text(words)


@pytest.fixture
def open_as(browser: Browser, site: Site) -> Iterator[Open]:
    """Return a function that opens a window of a person; any error that the window tells fails the test."""
    windows: list[BrowserContext] = []
    told: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            told.append(message.text)

    def open_window(username: str = "", *, size: dict[str, int] = DESK, scripts: bool = True) -> Page:
        if username and username not in site.states:
            site.states[username] = _sign_in(browser, site, username)
        window = browser.new_context(
            base_url=site.url,
            viewport=size,
            locale="vi-VN",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            storage_state=site.states.get(username),
            accept_downloads=True,
        )
        windows.append(window)
        window.set_default_timeout(WAIT_MS)
        page = window.new_page()
        if pace.PACE == "page":
            pace.slow_page(page)
        page.on("console", listen)
        page.on("pageerror", lambda error: told.append(str(error)))
        return page

    yield open_window
    for window in windows:
        window.close()
    assert told == []


def _sign_in(browser: Browser, site: Site, username: str) -> object:
    window = browser.new_context(base_url=site.url, locale="vi-VN")
    window.set_default_timeout(WAIT_MS)
    page = window.new_page()
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(site.passwords[username])
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{site.url}/")
    state = window.storage_state()
    window.close()
    return state

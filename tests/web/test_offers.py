"""No page offers its reader what is refused: every link of the demonstration opens for whoever it is shown to."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from html import unescape
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from parindex.apps.people.models import User
from parindex.cli import demonstration

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
MOST_OF_A_KIND = 2
"""Pages of one route show the same things of other plans, units or registers, so a few of each are read."""

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def refused(browser: Client) -> list[str]:
    """Walk from the home page along all links; return those that do not open, each with the page that offers it."""
    offered = {"/": "", "/cong-khai/": ""}
    waiting, seen, found = list(offered), Counter[str](), []
    for path in waiting:
        kind = resolve(path.partition("?")[0]).view_name
        if seen[kind] >= MOST_OF_A_KIND:
            continue
        seen[kind] += 1
        answer = browser.get(path)
        if answer.status_code >= 400:
            found.append(f"{path}: {answer.status_code}, offered by {offered[path]}")
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        for link in LINK.findall(answer.content.decode()):
            address = urljoin(path, unescape(link))
            if address.startswith("/") and address not in offered:
                offered[address] = path
                waiting.append(address)
    assert len(seen) > 3
    return found


def test_every_link_opens_for_whoever_it_is_shown_to() -> None:
    with time_machine.travel(MONDAY):
        accounts = demonstration.load(now=MONDAY)
        found = {"": refused(Client())}
        for account in accounts:
            browser = Client()
            user = User.objects.get(username=account.username)
            browser.force_login(user, backend="parindex.apps.people.backends.LockingBackend")
            found[account.username] = refused(browser)

    told = [f"{name or 'anybody'}: {link}" for name, links in found.items() for link in links]
    assert told == []

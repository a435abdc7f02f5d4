"""The list of feedback tells its whole length, page by page, and opens exactly what a theme counts."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from parindex.apps.feedback.models import Feedback
from parindex.web.views import feedback_desk
from tests.web.conftest import NOW, ClientFor, World
from tests.web.feedback import received

pytestmark = pytest.mark.usefixtures("clock")
ROW = r'href="/phan-anh/([0-9a-f-]{36})/"'


def main(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return html.unescape(response.content.decode().partition("<main")[2])


def test_no_row_is_cut_off_and_every_page_keeps_what_was_asked(
    world: World, client_for: ClientFor, monkeypatch: Any
) -> None:
    rows = [received(world.home_affairs, now=NOW, subject=f"Việc {number}") for number in range(5)]
    Feedback.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(due_on=None)
    figure = f"chi-so=handled&cua={world.home_affairs.pk}&tu=2026-01-01&den=2026-12-31"
    focal = client_for(world.users["focal"])
    monkeypatch.setattr(feedback_desk, "_PAGE", 2)

    for asked in ("xem=all", figure):
        pages = [main(focal, f"/phan-anh/?{asked}&trang={number}") for number in (1, 2, 3)]
        found = [key for page in pages for key in re.findall(ROW, page)]
        assert sorted(found) == sorted(str(row.public_id) for row in rows)
        assert all("5 phản ánh</p>" in page for page in pages)
        assert f"?{asked}&trang=2" in pages[0]
    assert re.findall(ROW, main(focal, "/phan-anh/?xem=all&trang=99")) == [found[-1]]


def test_theme_opens_exactly_what_it_counts(world: World, client_for: ClientFor) -> None:
    rows = [received(world.home_affairs, now=NOW) for _ in range(3)]
    received(world.home_affairs, now=NOW - timedelta(days=400))
    merged = received(world.home_affairs, now=NOW)
    Feedback.objects.filter(pk=merged.pk).update(state="merged", merged_into=rows[0])
    Feedback.objects.update(theme="late")
    focal = client_for(world.users["focal"])

    table = main(focal, f"/phan-anh/chu-de/?nam={NOW.year}")
    way = re.search(r'href="(/phan-anh/\?[^"]*chu-de=late[^"]*)".*?strong">(\d+)<', table)

    assert way is not None
    shown = set(re.findall(ROW, main(focal, way[1])))
    assert shown == {str(row.public_id) for row in rows}
    assert int(way[2]) == len(shown)

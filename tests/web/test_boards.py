"""Boards and the lists that their rows open say the same, or why they do not."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from parindex.apps.assignments.models import Assignment
from tests.web.conftest import World
from tests.web.page import get

AsRole = Callable[[str], Client]


def test_list_of_a_row_says_what_the_board_left_out(world: World, as_role: AsRole) -> None:
    name = "Văn phòng UBND tỉnh"
    of_office = Assignment.objects.filter(owner__name=name)
    count = of_office.count()
    Assignment.objects.filter(pk=of_office.values("pk")[:1]).update(state="cancelled")

    board = get(as_role("leader"), "/nhiem-vu/bang/")
    listed = board.follow(name)

    assert {row[0]: row[1] for row in board.rows()}[name] == str(count - 1)
    status = listed.words("//p[@role='status']")
    assert status.startswith(f"{count} nhiệm vụ, trong đó 1 đã hủy (các bảng không tính)")
    given_up = get(as_role("leader"), "/nhiem-vu/?trang-thai=cancelled")
    assert given_up.words("//p[@role='status']") == "1 nhiệm vụ"

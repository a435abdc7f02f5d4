"""What citizens see without signing in: only what a leader published, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from parindex.apps.audit.models import Event
from tests.web.conftest import World
from tests.web.page import get

AsRole = Callable[[str], Client]


def test_nothing_is_public_until_a_leader_says_so(world: World) -> None:
    assert "Chưa có kế hoạch nào được công khai." in get(Client(), "/cong-khai/").words()
    assert get(Client(), f"/cong-khai/{world.plan.pk}/").status == 404


def test_a_published_plan_is_seen_without_signing_in_and_can_be_taken_back(world: World, as_role: AsRole) -> None:
    leader = as_role("leader")
    get(leader, f"/ke-hoach/{world.plan.pk}/").send("Công khai cho người dân")

    page = get(Client(), "/cong-khai/").follow("15/KH-UBND")

    rows = {row[0]: row for row in page.rows()}
    assert rows["1.1"][2:4] == ["Sở Nội vụ", "Trước ngày 30/6/2026."]
    assert "Chậm, chưa xong" in rows["1.1"]
    assert "nội dung đã làm xong" in page.words()
    assert world.plan.signer
    assert world.plan.signer not in page.words()
    assert "plan.published" in set(Event.objects.values_list("action", flat=True))

    get(leader, f"/ke-hoach/{world.plan.pk}/").send("Thôi công khai")

    assert get(Client(), f"/cong-khai/{world.plan.pk}/").status == 404


def test_only_those_who_approve_publish(world: World, as_role: AsRole) -> None:
    answer = as_role("appraiser").post(f"/ke-hoach/{world.plan.pk}/cong-khai/", {"cong-khai": "co"})

    assert answer.status_code == 403
    assert get(Client(), f"/cong-khai/{world.plan.pk}/").status == 404


def test_a_missing_page_leads_a_citizen_to_what_is_public(world: World, as_role: AsRole) -> None:
    missing = get(Client(), "/cong-khai/999999/")

    assert missing.status == 404
    assert "Tổng quan" not in missing.words("//main//div[@class='empty']")
    assert missing.follow("Xem trang công khai").path == "/cong-khai/"
    assert missing.one("//a[@class='bar-link']").get("aria-label") == "Đăng nhập"  # its words are hidden on a phone
    assert get(as_role("leader"), "/khong-co/").link("Về Tổng quan") == "/"

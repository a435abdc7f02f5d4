"""What feedback is about: found without accents, only what exists and is visible, seen from both sides."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from parindex.apps.audit.models import Event
from parindex.apps.feedback.models import Feedback
from parindex.apps.registers.models import RegisterEntry
from tests.web.conftest import NOW, ClientFor, World
from tests.web.dossiers import CODE, fill_store, line
from tests.web.feedback import received
from tests.web.test_dossiers import text

pytestmark = pytest.mark.usefixtures("clock")
PROCEDURE = "1.009999"


@pytest.fixture
def entry(world: World) -> RegisterEntry:
    return RegisterEntry.objects.create(
        register="cong-bo-tthc",
        unit=world.home_affairs,
        values={"ma_tthc": PROCEDURE, "ten_tthc": "Đăng ký hư cấu"},
        state="da_cong_bo",
        title="Đăng ký hư cấu",
        search_fold=f"{PROCEDURE} dang ky hu cau",
        created_at=NOW,
        changed_at=NOW,
    )


def test_feedback_is_linked_to_what_exists_and_seen_from_there(
    world: World, client_for: ClientFor, entry: RegisterEntry
) -> None:
    fill_store(world.root, line(1, world.home_affairs.slug, done=""), now=NOW)
    row = received(world.home_affairs, now=NOW)
    focal, page = client_for(world.users["focal"]), reverse("feedback-links", args=[row.public_id])

    assert f"Thủ tục {PROCEDURE} Đăng ký hư cấu" in text(focal, f"{page}?tim=dang+ky+hu+cau")
    assert f"Hồ sơ {CODE}" in text(focal, f"{page}?tim={CODE.lower()}")
    assert "Tiêu chí 3.5.1" in text(focal, f"{page}?tim=3.5.1")
    assert "Không tìm thấy" in text(focal, f"{page}?tim=khong-co-gi-nhu-vay")
    for number, (kind, code) in enumerate((("procedure", PROCEDURE), ("dossier", CODE), ("criterion", "3.5.1")), 1):
        assert focal.post(page, {"loai": kind, "ma": code, "version": number}).status_code == 302

    detail = reverse("feedback-detail", args=[row.public_id])
    shown = text(focal, detail)
    assert [word in shown for word in (PROCEDURE, CODE, "3.5.1")] == [True, True, True]
    sides = (
        reverse("register-entry", args=["cong-bo-tthc", entry.public_id]),
        reverse("dossier-show", args=[CODE]),
        reverse("catalogue-item", args=["province-2023-876-qd-bnv", "3.5.1"]),
    )
    assert [detail in focal.get(side).content.decode() for side in sides] == [True, True, True]
    assert Event.objects.filter(action="feedback.linked").count() == 3

    assert focal.post(page, {"viec": "bo", "loai": "dossier", "version": 4}).status_code == 302
    assert Feedback.objects.get(pk=row.pk).dossier_code == ""


def test_what_is_not_there_is_refused(world: World, client_for: ClientFor) -> None:
    row = received(world.home_affairs, now=NOW)
    focal, page = client_for(world.users["focal"]), reverse("feedback-links", args=[row.public_id])

    for kind, code in (("procedure", "9.9"), ("dossier", CODE), ("criterion", "99.1"), ("x", "1"), ("", "")):
        assert focal.post(page, {"loai": kind, "ma": code, "version": 1}).status_code == 422
    assert focal.post(page, {"loai": "criterion", "ma": "3.5.1", "version": 7}).status_code == 409
    assert Feedback.objects.get(pk=row.pk).version == 1


@pytest.mark.parametrize("count", [1, 30])
def test_themes_are_counted_in_one_query(
    world: World, client_for: ClientFor, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        received(world.home_affairs, now=NOW, subject=f"Việc {number}")
    focal, officer = client_for(world.users["focal"]), client_for(world.users["officer"])

    with django_assert_max_num_queries(12):
        shown = text(focal, "/phan-anh/chu-de/")
    assert f"{count} phản ánh; nhiều nhất là" in shown
    assert f"{count} phản ánh; nhiều nhất là" in text(officer, f"/phan-anh/chu-de/?nam={NOW.year}")
    assert "Không có phản ánh nào" in text(focal, f"/phan-anh/chu-de/?nam={NOW.year - 2}")


@pytest.mark.parametrize("count", [1, 30])
def test_search_asks_a_constant_number_of_queries(
    world: World, client_for: ClientFor, entry: RegisterEntry, count: int, django_assert_max_num_queries: Any
) -> None:
    rows = [received(world.home_affairs, now=NOW, subject=f"Việc {number}") for number in range(count)]
    Feedback.objects.update(procedure_code=PROCEDURE)
    focal = client_for(world.users["focal"])

    with django_assert_max_num_queries(26):
        assert focal.get(f"{reverse('feedback-links', args=[rows[0].public_id])}?tim=dang ky").status_code == 200
    with django_assert_max_num_queries(20):
        focal.get(reverse("register-entry", args=["cong-bo-tthc", entry.public_id]))

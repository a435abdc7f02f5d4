"""Whose plan it is: told while it is reviewed, asked before it is approved, changed and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from parindex.apps.assignments import services as assignments
from parindex.apps.imports import belonging, review
from parindex.apps.imports.models import Draft, DraftState, ItemState, Origin
from parindex.apps.planning.models import Plan
from parindex.domain.access import Role
from tests.web.conftest import NOW, World, person
from tests.web.page import Page, get, parse

AsRole = Callable[[str], Client]
SAID = "Cơ quan ban hành ghi trong văn bản là Tỉnh Sông Mây"


@pytest.fixture
def strayed(world: World) -> World:
    """Return the world with its draft, a plan of the province, given to a department and decided as a whole."""
    actor = world.actor("focal")
    for item in world.draft.items.all():
        review.decide(draft=world.draft, item_id=item.pk, state=ItemState.ACCEPTED, actor=actor, now=NOW)
    belonging.give(draft=world.draft, unit=world.home_affairs, actor=actor, now=NOW)
    return world


def opened(world: World, client: Client) -> Page:
    return get(client, f"/ke-hoach/nhap/{world.draft.public_id}/")


def unit_of(world: World) -> str:
    return Draft.objects.select_related("unit").get(pk=world.draft.pk).unit.name


def test_a_plan_of_its_issuer_is_told_and_asked_nothing(world: World, as_role: AsRole) -> None:
    assert SAID not in opened(world, as_role("focal")).words()


def test_another_issuer_is_told_and_the_draft_goes_there(strayed: World, as_role: AsRole) -> None:
    page = opened(strayed, as_role("focal"))
    assert SAID in page.words()

    moved = page.send("Chuyển cho Tỉnh Sông Mây")

    assert unit_of(strayed) == "Tỉnh Sông Mây"
    assert SAID not in moved.words()
    assert "Tỉnh Sông Mây" in moved.toasts()[0]
    moved.send("Hoàn tác")
    assert unit_of(strayed) == "Sở Nội vụ"


def test_approval_asks_whose_plan_it_is(strayed: World, as_role: AsRole) -> None:
    plans = Plan.objects.count()

    asked = opened(strayed, as_role("focal")).send("Duyệt và giao nhiệm vụ")

    assert (asked.status, asked.title) == (409, "Kế hoạch này của đơn vị nào?")
    assert Plan.objects.count() == plans
    done = asked.send("Đúng là của Sở Nội vụ")
    assert "Đã duyệt kế hoạch" in done.toasts()[0]
    assert Plan.objects.latest("pk").unit == strayed.home_affairs


def test_a_move_while_it_is_approved_makes_no_plan_of_a_unit_that_nobody_named(
    strayed: World, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, plans = strayed.actor("focal"), Plan.objects.count()
    belonging.give(draft=strayed.draft, unit=strayed.root, actor=actor, now=NOW)
    page = opened(strayed, as_role("focal"))

    def moved_first(**asked: Any) -> assignments.Approved:
        monkeypatch.undo()
        belonging.give(draft=strayed.draft, unit=strayed.home_affairs, actor=actor, now=NOW)
        return assignments.approve_plan(**asked)

    monkeypatch.setattr("parindex.web.views.review.assignments.approve_plan", moved_first)
    told = page.send("Duyệt và giao nhiệm vụ")

    assert Plan.objects.count() == plans
    assert "Sở Nội vụ" in told.toasts()[0]
    assert told.send("Duyệt và giao nhiệm vụ").title == "Kế hoạch này của đơn vị nào?"


def test_the_answer_for_a_unit_that_changed_meanwhile_is_asked_again(strayed: World, as_role: AsRole) -> None:
    asked = opened(strayed, as_role("focal")).send("Duyệt và giao nhiệm vụ")
    belonging.give(draft=strayed.draft, unit=strayed.office, actor=strayed.actor("focal"), now=NOW)

    again = asked.send("Đúng là của Sở Nội vụ")

    assert again.status == 409
    assert "Văn phòng UBND tỉnh" in again.words()


def test_what_cannot_be_approved_is_told_before_whose_plan_it_is(strayed: World, as_role: AsRole) -> None:
    item = strayed.draft.items.first()
    assert item is not None
    review.decide(draft=strayed.draft, item_id=item.pk, state=ItemState.PENDING, actor=strayed.actor("focal"), now=NOW)

    told = opened(strayed, as_role("focal")).send("Duyệt và giao nhiệm vụ")

    assert told.title == "Đối chiếu kế hoạch vừa nhập"
    assert "Còn 1 mục chưa" in told.toasts()[0]


def test_who_reviews_one_of_both_units_only_is_told_and_offered_no_move(
    strayed: World, client_for: Callable[[object], Client]
) -> None:
    page = opened(strayed, client_for(person(strayed.home_affairs, Role.FOCAL, "cuaso")))

    assert SAID in page.words()
    assert not page.has_button("Chuyển cho")
    assert not page.send("Duyệt và giao nhiệm vụ").has_button("Chuyển cho")
    assert "Không có đơn vị nào khác" in page.follow("Đổi").words()


@pytest.mark.parametrize("state", [s for s in DraftState if s is not DraftState.REVIEW])
def test_what_is_not_under_review_shows_its_own_page_and_no_move(
    world: World, as_role: AsRole, state: DraftState
) -> None:
    of = world.plan.draft if state == DraftState.APPROVED else world.draft
    Draft.objects.filter(pk=of.pk).update(state=state)
    address = reverse("draft-unit", args=[of.public_id])
    client = as_role("focal")

    assert not get(client, address).has_button("Đổi đơn vị")
    told = parse(client, address, client.post(address, {"unit": world.office.pk}, follow=True))
    assert not told.has_button("Đổi đơn vị")
    assert "không còn ở bước đối chiếu" in told.toasts()[0]
    assert Draft.objects.get(pk=of.pk).unit == world.root


def test_what_was_written_on_the_page_shows_no_move(world: World, as_role: AsRole) -> None:
    Draft.objects.filter(pk=world.draft.pk).update(origin=Origin.BLANK, file=None)

    page = get(as_role("focal"), reverse("draft-unit", args=[world.draft.public_id]))

    assert page.path == reverse("plan-edit", args=[world.draft.public_id])


def test_a_move_that_a_person_may_not_take_back_is_offered_no_undo(
    strayed: World, as_role: AsRole, client_for: Callable[[object], Client]
) -> None:
    client = client_for(person(strayed.home_affairs, Role.FOCAL, "cuaso"))

    assert opened(strayed, as_role("focal")).has_button("Hoàn tác")
    assert not opened(strayed, client).has_button("Hoàn tác")
    address = reverse("draft-undo", args=[strayed.draft.public_id])
    refused = parse(client, address, client.post(address, follow=True))
    assert "Tỉnh Sông Mây" in refused.toasts()[0]
    assert unit_of(strayed) == "Sở Nội vụ"
    stepped = refused.send("Xem lại")
    assert stepped.send("Hoàn tác").toasts()


def test_any_unit_can_be_chosen_and_none_is_a_fault(world: World, as_role: AsRole) -> None:
    form = opened(world, as_role("focal")).follow("Đổi")

    assert form.send("Đổi đơn vị", unit="").status == 422
    moved = form.send("Đổi đơn vị", unit=str(world.office.pk))

    assert moved.words("//*[@id='van-ban']//dl/div[1]/dd/span[1]") == "Văn phòng UBND tỉnh"
    assert unit_of(world) == "Văn phòng UBND tỉnh"
    assert "Đổi đơn vị" in moved.follow("Ai đã sửa gì").words("//tbody/tr[1]")

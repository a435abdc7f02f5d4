"""Who may use the API: tokens only, with no more rights than their owner has on the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from parindex.apps.assignments.models import Assignment
from parindex.apps.people import tokens
from parindex.apps.people.models import ApiToken, Membership, User
from parindex.apps.planning.models import Plan
from tests.api.conftest import ClientFor, secret_of
from tests.integration.conftest import NOW, Province

LIST = "/api/v1/assignments"


def status_with(secret: str) -> int:
    return Client(headers={"Authorization": f"Bearer {secret}"}).get(LIST).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer pdx_khong-co"}, {"Authorization": "Basic YTpi"}])
def test_without_a_valid_token_the_answer_is_401(headers: dict[str, str]) -> None:
    response = Client(headers=headers).get(LIST)

    assert response.status_code == 401
    assert response.json()["code"] == "token_invalid"
    assert "mã truy cập" in response.json()["message"]


def test_a_token_opens_until_it_is_revoked(province: Province) -> None:
    secret = secret_of(province.focal)
    assert status_with(secret) == 200

    user = User.objects.get(pk=province.focal.user_id)
    tokens.revoke_token(user=user, token_id=ApiToken.objects.get().pk, actor=province.focal, now=NOW)

    assert status_with(secret) == 401


def test_a_token_opens_until_it_expires(province: Province) -> None:
    secret = secret_of(province.focal, expires_at=NOW + timedelta(hours=1))
    assert status_with(secret) == 200

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert status_with(secret) == 401


def test_the_token_of_a_closed_account_opens_nothing(province: Province) -> None:
    secret = secret_of(province.focal)
    User.objects.filter(pk=province.focal.user_id).update(is_active=False)

    assert status_with(secret) == 401


def test_a_session_cookie_alone_is_not_enough(province: Province, client_for: Callable[[object], Client]) -> None:
    browser = client_for(User.objects.get(pk=province.focal.user_id))
    assert browser.get("/nhiem-vu/").status_code == 200

    assert browser.get(LIST).status_code == 401


def test_a_role_that_ended_ends_what_the_token_shows(province: Province, plan: Plan, client_of: ClientFor) -> None:
    client = client_of(province.focal)
    assert client.get(LIST).json()["total"] == 6

    Membership.objects.filter(user_id=province.focal.user_id).update(valid_to=NOW.date())

    assert client.get(LIST).json()["total"] == 0


def test_a_stranger_finds_nothing(province: Province, plan: Plan, client_of: ClientFor) -> None:
    client, row = client_of(province.stranger), Assignment.objects.all()[0]

    assert client.get(LIST).json()["results"] == []
    assert client.get("/api/v1/plans").json() == []
    for url in (f"{LIST}/{row.public_id}", f"{LIST}/{row.public_id}/steps", f"/api/v1/plans/{plan.pk}"):
        response = client.get(url)
        assert response.status_code == 404
        assert set(response.json()) == {"code", "message"}
    body = {"version": 1, "progress": 10}
    assert client.post(f"{LIST}/{row.public_id}/reports", body, "application/json").status_code == 404


def test_whoever_may_see_may_not_always_decide(province: Province, plan: Plan, client_of: ClientFor) -> None:
    row = Assignment.objects.filter(owner=province.home_affairs)[0]
    proof = {"version": 1, "done": True, "document_number": "12/BC-SNV"}
    focal, officer = client_of(province.focal), client_of(province.officer)
    assert focal.post(f"{LIST}/{row.public_id}/reports", proof, "application/json").status_code == 200

    response = officer.post(f"{LIST}/{row.public_id}/decisions", {"version": 2, "accept": True}, "application/json")

    assert response.status_code == 403
    assert response.json()["code"] == "permission_denied"
    row.refresh_from_db()
    assert row.state == "submitted"


def test_what_a_person_sees_is_what_the_page_shows(
    province: Province, plan: Plan, client_of: ClientFor, client_for: Callable[[object], Client]
) -> None:
    for actor in (province.focal, province.officer, province.stranger):
        listed = client_of(actor).get(LIST).json()["results"]
        page = client_for(User.objects.get(pk=actor.user_id)).get("/nhiem-vu/?nam=2026").content.decode()
        every = {str(row.public_id) for row in Assignment.objects.all()}
        assert {row["id"] for row in listed} == {key for key in every if key in page}

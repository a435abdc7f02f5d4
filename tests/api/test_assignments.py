"""Assignments through the API: filters, pages, reports and decisions, and errors a program can tell apart."""

from __future__ import annotations

import pytest
from django.test import Client

from parindex.apps.assignments.models import Assignment
from parindex.apps.audit.models import Event
from parindex.apps.planning.models import Plan
from tests.api.conftest import ClientFor
from tests.integration.conftest import Province

LIST = "/api/v1/assignments"


@pytest.fixture
def client(province: Province, plan: Plan, client_of: ClientFor) -> Client:
    return client_of(province.focal)


@pytest.fixture
def row(province: Province, plan: Plan) -> Assignment:
    return Assignment.objects.get(plan_item__number="1.1")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6),
        ("query=cong khai thu tuc", 4),
        ("query=không có chữ này", 0),
        ("year=2026", 6),
        ("year=2025", 0),
        ("state=open", 6),
        ("state=done", 0),
        ("due=none", 1),
        ("due=overdue", 0),
        ("due=week", 0),
        ("plan_id=99999999", 0),
        ("query=%00", 0),
        ("code=a%00", 0),
    ],
)
def test_filters_keep_what_they_say(client: Client, query: str, count: int) -> None:
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert response.json()["total"] == count == len(response.json()["results"])


def test_an_owner_filter_keeps_its_rows(client: Client, province: Province) -> None:
    found = client.get(f"{LIST}?owner_id={province.home_affairs.pk}").json()["results"]

    assert [(row["owner"], row["due_on"]) for row in found] == [("Sở Nội vụ", "2026-06-30")]


@pytest.mark.parametrize(
    "query",
    [
        "due=mai",
        "state=xong",
        "year=hai",
        "year=99999999999999999999",
        "owner_id=0",
        "plan_id=99999999999999999999",
        "limit=0",
        "limit=501",
        "offset=-1",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(client: Client, query: str) -> None:
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 422
    assert response.json()["code"] == "invalid_input"
    assert query.split("=")[0] in response.json()["message"]


def test_pages_together_are_the_whole_list(client: Client) -> None:
    whole = [row["id"] for row in client.get(LIST).json()["results"]]

    pages = [client.get(f"{LIST}?limit=4&offset={offset}").json() for offset in (0, 4, 8)]

    assert [len(page["results"]) for page in pages] == [4, 2, 0]
    assert [row["id"] for page in pages for row in page["results"]] == whole
    assert {(page["total"], page["limit"]) for page in pages} == {(6, 4)}


def test_a_report_and_its_confirmation(
    client: Client, row: Assignment, province: Province, client_of: ClientFor
) -> None:
    url = f"{LIST}/{row.public_id}"
    first = client.post(f"{url}/reports", {"version": 1, "progress": 40, "note": "Đang làm"}, "application/json")
    assert (first.status_code, first.json()["progress"], first.json()["version"]) == (200, 40, 2)
    proof = {"version": 2, "done": True, "document_number": "12/BC-SNV", "document_date": "2026-03-15"}
    assert client.post(f"{url}/reports", proof, "application/json").json()["state"] == "submitted"

    decision = client_of(province.leader).post(f"{url}/decisions", {"version": 3, "accept": True}, "application/json")

    assert (decision.status_code, decision.json()["state"]) == (200, "done")
    steps = client.get(f"{url}/steps").json()
    assert [step["kind"] for step in steps] == ["confirm", "submit", "progress"]
    assert steps[1]["document_number"] == "12/BC-SNV"
    actions = list(Event.objects.filter(object_type="assignment").order_by("-seq").values_list("action", flat=True))
    assert actions == ["assignment.confirm", "assignment.submit", "assignment.progress"]


def test_a_return_needs_a_reason(client: Client, row: Assignment, province: Province, client_of: ClientFor) -> None:
    url, leader = f"{LIST}/{row.public_id}", client_of(province.leader)
    client.post(f"{url}/reports", {"version": 1, "done": True, "document_number": "1/BC"}, "application/json")

    refused = leader.post(f"{url}/decisions", {"version": 2, "accept": False}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "reason_missing")

    returned = leader.post(
        f"{url}/decisions", {"version": 2, "accept": False, "note": "Thiếu phụ lục"}, "application/json"
    )
    assert returned.json()["state"] == "returned"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("reports", {"version": 7, "progress": 10}, 409, "changed_meanwhile"),
        ("reports", {"version": 1, "done": True}, 409, "proof_missing"),
        ("reports", {"version": 1, "progress": 101}, 422, "invalid_input"),
        ("reports", {"version": 1, "progress": -1}, 422, "invalid_input"),
        ("reports", {"version": 1, "note": "a\0b"}, 422, "invalid_input"),
        ("reports", {"version": 1, "done": True, "document_number": "1\0"}, 422, "invalid_input"),
        ("reports", {}, 422, "invalid_input"),
        ("reports", [], 422, "invalid_input"),
        ("decisions", {"version": 1, "accept": True}, 409, "move_refused"),
        ("decisions", {"accept": "có"}, 422, "invalid_input"),
    ],
)
def test_errors_have_a_code_and_change_nothing(
    client: Client, row: Assignment, path: str, body: object, status: int, code: str
) -> None:
    response = client.post(f"{LIST}/{row.public_id}/{path}", body, "application/json")

    assert response.status_code == status
    assert set(response.json()) == {"code", "message"}
    assert response.json()["code"] == code
    row.refresh_from_db()
    assert (row.version, row.state, row.progress) == (1, "open", 0)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("assignments/khong-phai-ma", 422),
        ("assignments/00000000-0000-4000-8000-000000000000", 404),
        ("plans/99999999999999999999", 404),
        ("plans/abc", 422),
    ],
)
def test_an_address_of_nothing(client: Client, url: str, status: int) -> None:
    response = client.get(f"/api/v1/{url}")

    assert response.status_code == status
    assert set(response.json()) == {"code", "message"}


def test_a_body_that_is_no_json_is_refused(client: Client, row: Assignment) -> None:
    response = client.post(f"{LIST}/{row.public_id}/reports", "{", "application/json")

    assert response.status_code == 422
    assert response.json()["code"] == "invalid_input"


def test_the_wrong_method_is_refused(client: Client) -> None:
    assert client.delete(LIST).status_code == 405

"""Garbage in the filters and bodies of the API is refused with a code, never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parindex.apps.people import tokens
from tests.safe.garbage import GARBAGE
from tests.web.conftest import World

FILTERS = ("query", "year", "owner_id", "plan_id", "code", "state", "due", "limit", "offset")


@pytest.fixture
def api(world: World) -> Client:
    """Return a program with the token of the focal person."""
    user, actor = world.users["focal"], world.actor("focal")
    secret = tokens.create_token(user=user, name="thử", actor=actor, now=timezone.now()).secret
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


def test_garbage_in_filters(api: Client) -> None:
    wrong = [
        f"{path}?{name}={value[:30]!r}"
        for path, names in (("/api/v1/assignments", FILTERS), ("/api/v1/plans", ("year",)))
        for name in names
        for value in (*GARBAGE, "10000", "-5", "0", "2147483648", "9223372036854775808")
        if api.get(path, {name: value}).status_code not in {200, 422}
    ]

    assert wrong == []


def test_garbage_in_addresses_and_bodies(api: Client, world: World) -> None:
    path = f"/api/v1/assignments/{world.assignment().public_id}"
    bodies: list[Any] = [
        "{",
        "[]",
        "null",
        '{"version": 99999999999999999999999, "progress": 5}',
        '{"version": 1, "progress": 5, "note": "\\u0000"}',
        '{"version": 1, "accept": "x"}',
        '{"version": 1, "done": true, "document_number": "1", "document_date": "0001-01-01"}',
        "\ufeff{}",
        '{"note": "' + "ế" * 100_000 + '", "version": 1, "progress": 1}',
        "[" * 50_000,
    ]
    answers = [
        api.post(f"{path}/{tail}", body, content_type="application/json").status_code
        for body in bodies
        for tail in ("reports", "decisions")
    ]
    answers += [api.get(f"/api/v1/plans/{'9' * 30}").status_code, api.get("/api/v1/plans/-1").status_code]

    assert [code for code in answers if code >= 500] == []

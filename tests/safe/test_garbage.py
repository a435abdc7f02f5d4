"""Garbage in every query parameter and field of every address never gives a 500, on any database."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.safe.garbage import GARBAGE, PATHS, QUERY_NAMES, SHARP
from tests.web.test_access_table import Line, Place, data_of, lines

# Signing out ends the session that the other requests need.
LINES = [line for line in lines() if line.url_name not in {"account_logout", "usersessions_list"}]


@pytest.fixture
def failures() -> Iterator[list[str]]:
    """Collect the exceptions that became a 500."""
    found: list[str] = []

    def note(**_values: object) -> None:
        found.append(traceback.format_exc(limit=-3))

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def browser(place: Place, client_for: Any, role: str = "focal") -> Client:
    """Return a signed-in browser that shows a 500 as an answer."""
    client: Client = client_for(place.world.users[role])
    client.raise_request_exception = False
    return client


def attempts(line: Line, place: Place, value: str) -> Iterator[dict[str, Any]]:
    """Yield the parameters of a request: garbage everywhere, then in one field of an otherwise good form."""
    names = QUERY_NAMES if line.method == "GET" else tuple(data_of(line, place))
    yield dict.fromkeys(names, value)
    if line.method == "GET" or value not in SHARP:
        return
    for name in names:
        yield {**data_of(line, place), name: value}
        yield {key: kept for key, kept in data_of(line, place).items() if key != name}


def ask(client: Client, line: Line, address: str, data: dict[str, Any]) -> HttpResponse:
    """Return the answer and leave everything as it was."""
    with transaction.atomic():
        response = client.get(address, data) if line.method == "GET" else client.post(address, data)
        transaction.set_rollback(True)
    return response


@pytest.mark.slow
@pytest.mark.parametrize("role", ["focal", "admin"])
def test_garbage_in_a_field_is_refused_or_ignored(
    role: str, places: tuple[Place, Place], client_for: Any, failures: list[str]
) -> None:
    place, wrong = places[0], []
    client = browser(place, client_for, role)
    areas = ("people", "unit", "audit") if role == "admin" else ("",)
    wanted = [line for line in LINES if line.url_name.startswith(areas) and line.cells[role] not in {"403", "405"}]
    for line in wanted:
        address = place.address(line)
        for value in GARBAGE:
            for data in attempts(line, place, value):
                failures.clear()
                if ask(client, line, address, data).status_code >= 500:
                    shown = {name: str(one)[:40] for name, one in data.items() if one == value}
                    wrong.append(f"{line.name} {line.method} {shown!r}\n{''.join(failures)[-900:]}")

    assert "\n".join(dict.fromkeys(wrong)) == ""


def test_garbage_in_an_address_is_not_found(places: tuple[Place, Place], client_for: Any, failures: list[str]) -> None:
    client = browser(places[0], client_for)
    wrong = [
        f"{method} {path}\n{''.join(failures)[-900:]}"
        for path in PATHS
        for method in ("get", "post")
        if getattr(client, method)(path).status_code not in {200, 302, 400, 403, 404, 405, 410}
    ]

    assert "\n".join(wrong) == ""


@pytest.mark.slow
def test_any_text_in_any_field(places: tuple[Place, Place], client_for: Any, failures: list[str]) -> None:
    place = places[0]
    client = browser(place, client_for)

    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    @given(line=st.sampled_from(LINES), data=st.data())
    def run(line: Line, data: st.DataObject) -> None:
        names = QUERY_NAMES if line.method == "GET" else sorted({*data_of(line, place), "next", "muc", "q"})
        typed = data.draw(st.dictionaries(st.sampled_from(names), st.text(max_size=60), max_size=6))
        files = {"files": SimpleUploadedFile("a.txt", b"x")} if line.url_name == "draft-upload" else {}
        failures.clear()
        response = ask(client, line, place.address(line), {**typed, **(files if line.method == "POST" else {})})
        assert response.status_code < 500, "".join(failures)

    run()

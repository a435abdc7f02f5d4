"""The published OpenAPI document is valid, and every answer on real data is what it promises."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from parindex.apps.assignments.models import Assignment
from parindex.apps.planning.models import Plan
from tests.api.conftest import ClientFor
from tests.factories.assessment import make_season
from tests.integration.conftest import NOW, Province

NOBODY = "00000000-0000-4000-8000-000000000000"
# Operation -> (values of the path, body, status); "{row}", "{plan}", "{campaign}", "{sheet}" stand for what is made.
EXAMPLES: dict[tuple[str, str], list[tuple[str, dict[str, Any] | None, int]]] = {
    ("get", "/api/v1/plans"): [("", None, 200), ("?year=2026", None, 200), ("?year=x", None, 422)],
    ("get", "/api/v1/plans/{plan_id}"): [("{plan}", None, 200), ("0", None, 404), ("x", None, 422)],
    ("get", "/api/v1/campaigns"): [("", None, 200)],
    ("get", "/api/v1/campaigns/{public_id}/sheets"): [("{campaign}", None, 200), (NOBODY, None, 404), ("x", None, 422)],
    ("get", "/api/v1/sheets/{public_id}"): [("{sheet}", None, 200), (NOBODY, None, 404), ("x", None, 422)],
    ("get", "/api/v1/assignments"): [("", None, 200), ("?due=none", None, 200), ("?limit=0", None, 422)],
    ("get", "/api/v1/assignments/{public_id}"): [("{row}", None, 200), (NOBODY, None, 404), ("x", None, 422)],
    ("post", "/api/v1/assignments/{public_id}/reports"): [
        ("{row}", {"version": 9}, 409),
        (NOBODY, {"version": 1}, 404),
        ("{row}", {}, 422),
        ("{row}", {"version": 1, "progress": 30}, 200),
        ("{row}", {"version": 2, "done": True, "document_number": "1/BC", "document_date": "2026-03-01"}, 200),
    ],
    ("post", "/api/v1/assignments/{public_id}/decisions"): [
        ("{row}", {"version": 2, "accept": True}, 409),
        ("{row}", {"version": 3, "accept": False, "note": "Thiếu phụ lục"}, 200),
    ],
    ("get", "/api/v1/assignments/{public_id}/steps"): [("{row}", None, 200), (NOBODY, None, 404)],
}


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(method, path): what for path, methods in document["paths"].items() for method, what in methods.items()}


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for part in value.values() for found in references(part)]
    if isinstance(value, list):
        return [found for part in value for found in references(part)]
    return []


def test_the_document_is_sound(document: dict[str, Any]) -> None:
    known = document["components"]["schemas"]

    assert document["openapi"].startswith("3.1")
    for schema in known.values():
        Draft202012Validator.check_schema(schema)
    assert {ref.removeprefix("#/components/schemas/") for ref in references(document)} <= set(known)
    ids = [what["operationId"] for what in operations(document).values()]
    assert len(ids) == len(set(ids))
    for (_, path), what in operations(document).items():
        declared = {p["name"] for p in what.get("parameters", []) if p["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))
        assert what["summary"]
        assert what["security"]


def test_every_operation_declares_its_errors(document: dict[str, Any]) -> None:
    for (method, path), what in operations(document).items():
        wanted = {"200", "401", "404", "422"} | ({"403", "409"} if method == "post" else set())
        assert wanted <= set(what["responses"]), path


def test_every_answer_is_what_the_document_promises(
    document: dict[str, Any], province: Province, plan: Plan, client_of: ClientFor
) -> None:
    row = Assignment.objects.get(plan_item__number="1.1")
    season = make_season(1, province=province.root, now=NOW)
    made = {"row": row.public_id, "plan": plan.pk}
    made |= {"campaign": season.campaign.public_id, "sheet": season.sheet().public_id}
    clients = {"focal": client_of(province.focal), "leader": client_of(province.leader)}
    declared = operations(document)
    assert set(declared) == set(EXAMPLES)

    for (method, path), calls in EXAMPLES.items():
        client = clients["leader" if path.endswith("decisions") else "focal"]
        for value, body, status in calls:
            filled = value.format(**made)
            url = re.sub(r"{\w+}", filled, path) if "{" in path else path + filled
            answer = client.get(url) if method == "get" else client.post(url, body, "application/json")
            assert answer.status_code == status, (url, answer.content)
            assert_conforms(document, declared[method, path], status, answer.json())


def assert_conforms(document: dict[str, Any], operation: dict[str, Any], status: int, body: object) -> None:
    schema = operation["responses"][str(status)]["content"]["application/json"]["schema"]
    whole = {"components": document["components"], **schema}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(body)


def test_the_check_would_notice(document: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="is a required property"):
        assert_conforms(document, operations(document)["get", "/api/v1/assignments"], 200, {"total": 1})


def test_without_a_token_every_operation_answers_401(document: dict[str, Any]) -> None:
    for (method, path), what in operations(document).items():
        url = path.replace("{plan_id}", "1").replace("{public_id}", NOBODY)
        answer = Client().generic(method.upper(), url, "{}", "application/json")
        assert answer.status_code == 401
        assert_conforms(document, what, 401, answer.json())

"""The API pages say what the code serves: routes, filters, error codes, and examples that are taken."""

from __future__ import annotations

import ast
import inspect
import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from parindex.api import site
from parindex.api.routers.assignments import Filters
from parindex.api.routers.season import SheetFilters
from parindex.api.schemas.assignments import DecisionIn, ReportIn
from parindex.apps.assessment.errors import CampaignNotFound, SheetNotFound
from parindex.apps.assignments import errors, services
from parindex.apps.assignments.selectors import AssignmentNotFound
from parindex.apps.planning.selectors import PlanNotFound
from parindex.domain.access import Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from tests.docs import openapi

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
HOWTO = (DOCS / "how-to" / "api.md").read_text(encoding="utf-8")
CONTRACT: dict[str, Any] = json.loads(openapi.generated())
ROUTES = {(method.upper(), path): what for path, ways in CONTRACT["paths"].items() for method, what in ways.items()}
BODIES = {"reports": ReportIn, "decisions": DecisionIn}


def rows(columns: int) -> list[list[str]]:
    lines = [line for line in REFERENCE.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if len(row) == columns]


def test_committed_contract_is_the_generated_one() -> None:
    committed = openapi.PAGE.read_text(encoding="utf-8")

    assert committed == openapi.generated(), "run: python -m tests.docs.openapi"


def test_page_has_every_route_with_its_summary() -> None:
    table = {(row[0], row[1].strip("`")): row for row in rows(4) if row[0] in {"GET", "POST"}}

    assert {route: row[2] for route, row in table.items()} == {r: what["summary"] for r, what in ROUTES.items()}
    assert {row[3].strip("`") for row in table.values()} <= set(Permission)


def test_page_has_every_filter() -> None:
    named = {row[0].strip("`") for row in rows(2) if row[0].startswith("`")}

    assert named == set(Filters.model_fields)
    of_sheets = REFERENCE.partition("## Lọc phiếu")[2].partition("##")[0]
    assert set(SheetFilters.model_fields) <= set(re.findall(r"`(\w+)`", of_sheets))


def raised_by_the_api() -> set[str]:
    """Return the codes of the errors that the services behind the routes raise."""
    module = inspect.getsource(services)
    reached = ("report_progress", "submit", "confirm", "send_back", "_lock", "_need_reason")
    functions = {node.name: node for node in ast.parse(module).body if isinstance(node, ast.FunctionDef)}
    calls = [node.exc for name in reached for node in ast.walk(functions[name]) if isinstance(node, ast.Raise)]
    return {getattr(errors, call.func.id).code for call in calls if getattr(call.func, "id", "") in vars(errors)}


def test_page_has_every_error_with_its_status() -> None:
    conflicts = {*raised_by_the_api(), MoveRefused.code, errors.AssignmentError.code}
    expected = dict.fromkeys(conflicts, "409") | {PermissionDenied.code: "403"}
    missing = (PlanNotFound, AssignmentNotFound, CampaignNotFound, SheetNotFound)
    expected |= dict.fromkeys((cause.code for cause in missing), "404")
    expected |= {"token_invalid": "401", site.INVALID_INPUT: "422"}

    assert {"proof_missing", "changed_meanwhile", "own_report"} <= conflicts
    assert {row[0].strip("`"): row[1] for row in rows(3) if row[0].startswith("`")} == expected


def calls() -> list[tuple[str, str, dict[str, str], str | None]]:
    """Return each example as method, path, query and body."""
    found = []
    for line in HOWTO.splitlines():
        if line.startswith("curl "):
            words = shlex.split(line)
            body = words[words.index("-d") + 1] if "-d" in words else None
            address = urlsplit(words[-1].replace("$CCHC", "/api/v1"))
            found.append(("POST" if body else "GET", address.path, dict(parse_qsl(address.query)), body))
    return found


def route_of(method: str, path: str) -> tuple[str, str]:
    shapes = {route: re.sub(r"{\w+}", "[^/]+", route[1]) for route in ROUTES if route[0] == method}
    return next(route for route, shape in shapes.items() if re.fullmatch(shape, path))


@pytest.mark.parametrize("call", calls(), ids=lambda call: f"{call[0]} {call[1][:40]}")
def test_example_is_taken(call: tuple[str, str, dict[str, str], str | None]) -> None:
    method, path, query, body = call
    route = route_of(method, path)

    known = {parameter["name"] for parameter in ROUTES[route].get("parameters", [])}
    assert set(query) <= known
    if body is not None:
        shape = BODIES[path.rpartition("/")[2]]
        assert set(json.loads(body)) <= set(shape.model_fields)
        shape.model_validate_json(body)


def test_every_route_has_an_example() -> None:
    assert {route_of(method, path) for method, path, _, _ in calls()} == set(ROUTES)

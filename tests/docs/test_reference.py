"""The reference pages say what the code does: settings, permissions, actions of the register, jobs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.conf import settings

from parindex.apps.assignments.models import ReportKind
from parindex.apps.audit.actions import ACTION_NAMES
from parindex.apps.base.models import JobState
from parindex.config.environment import Environment
from parindex.domain.access import PERMISSION_NAMES, ROLE_NAMES, ROLE_PERMISSIONS, Permission, Role
from parindex.jobs import registry

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def rows(page: str) -> list[list[str]]:
    """Return the cells of every table row of a reference page."""
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def first_codes(page: str) -> list[str]:
    return [match[1] for row in rows(page) if (match := re.fullmatch(r"`([^`]+)`", row[0]))]


def test_settings_page_has_every_variable_with_its_meaning() -> None:
    expected = {f"PARINDEX_{name.upper()}": field.description for name, field in Environment.model_fields.items()}

    documented = {row[0].strip("`"): row[2] for row in rows("settings.md") if row[0].startswith("`")}

    assert documented == expected


def test_permissions_page_is_the_table_of_the_code() -> None:
    expected = [
        [
            f"`{permission}`",
            PERMISSION_NAMES[permission],
            *("có" if permission in ROLE_PERMISSIONS[role] else "–" for role in Role),
        ]
        for permission in Permission
    ]
    table = [row for row in rows("permissions.md") if len(row) == len(Role) + 2]

    assert table[0][2:] == [ROLE_NAMES[role] for role in Role]
    assert table[2:] == expected


def test_audit_page_has_every_action() -> None:
    documented = {row[0].strip("`"): row[1] for row in rows("audit.md") if row[0].startswith("`")}

    assert documented == dict(ACTION_NAMES)


def used_actions() -> set[str]:
    """Return the literal values given as `action=` to a function that records."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
            if isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "action" for name in node.targets):
                values = ast.walk(node.value)
                found |= {str(v.value) for v in values if isinstance(v, ast.Constant) and "." in str(v.value)}
    return {action for action in found if re.fullmatch(r"[a-z_]+\.[a-z_]+", action)}


def test_every_recorded_action_is_registered() -> None:
    recorded = used_actions() | {f"assignment.{kind}" for kind in ReportKind.values}

    assert recorded <= set(ACTION_NAMES)
    assert {"plan.approved", "login.failed", "draft.read"} <= recorded


def test_jobs_page_has_every_kind_and_state() -> None:
    assert sorted(first_codes("jobs.md")) == sorted([*settings.PARINDEX_JOB_HANDLERS, *JobState.values])


def test_every_listed_handler_can_be_called() -> None:
    for kind in settings.PARINDEX_JOB_HANDLERS:
        assert callable(registry.handler_for(kind))


def test_decisions_fit_on_a_page_and_have_their_parts() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60, path.name
        for part in ("## Bối cảnh", "## Quyết định", "## Hệ quả", "## Phương án khác"):
            assert part in text, path.name


def test_licence_is_the_one_that_the_package_names() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")

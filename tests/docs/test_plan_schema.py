"""The page of `parindex.plan/1` has every key of the schema, every kind of deadline and every code of a finding."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from parindex.definitions.labels import phrases
from parindex.documents.extract import schema as writer
from parindex.domain.planning import codec, model
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.model import DeadlineKind, Item

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGE = (REFERENCE / "plan-schema.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = json.loads((REFERENCE / "parindex.plan-1.schema.json").read_text(encoding="utf-8"))
EXTRACT = ROOT / "src" / "parindex" / "documents" / "extract"


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table rows under a heading."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section, heading
    found = [line for line in section[1].splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found]


def keys(heading: str) -> list[str]:
    return [row[0].strip("`") for row in rows(heading) if len(row) == 2]


@pytest.mark.parametrize("name", sorted(set(SCHEMA["$defs"]) - {"finding"}))
def test_section_has_every_key_of_the_schema(name: str) -> None:
    assert sorted(keys(f"`{name}`")) == sorted(SCHEMA["$defs"][name]["properties"])


def test_outermost_keys_are_those_of_the_schema() -> None:
    assert sorted(keys("Ngoài cùng")) == sorted(SCHEMA["properties"])
    assert writer.SCHEMA in PAGE


def codes_in_the_code() -> set[str]:
    """Return the codes given to `Finding`, a piece in braces filled with each field whose difference is told."""
    found: set[str] = set()
    for path in EXTRACT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                found |= values_of(node.args[0], path)
    return found


def values_of(argument: ast.expr, path: Path) -> set[str]:
    if isinstance(argument, ast.Constant):
        return {str(argument.value)}
    pattern = re.fullmatch(r"f['\"](\w*)\{\w+\}['\"]", ast.unparse(argument))
    assert pattern, f"{path.name}: a code of a finding that this test cannot read"
    compared = re.search(r"for field, name in \((.*?)\):", path.read_text(encoding="utf-8"), re.DOTALL)
    assert compared
    return {pattern[1] + field for field in re.findall(r"\(\"(\w+)\",", compared[1])}


def test_finding_has_its_keys_and_every_code() -> None:
    own = list(SCHEMA["$defs"]["finding"]["properties"])
    named = keys("`finding`")

    assert sorted(named[: len(own)]) == sorted(own)
    assert set(named[len(own) :]) == codes_in_the_code()
    assert len(named) == len(set(named))


KINDS = [row for row in rows("`deadline`") if len(row) == 3]


def test_every_kind_of_deadline_has_an_example() -> None:
    assert [row[0].strip("`") for row in KINDS] == [kind.value for kind in DeadlineKind]


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row[0].strip("`"))
def test_example_is_read_as_its_kind_with_its_keys(row: list[str]) -> None:
    (found,) = deadlines.parse_deadlines(row[1], plan_year=2024, lexicon=phrases.load_lexicon())

    shown = {name.rstrip("_") for name in codec.deadline_to_json(found)} - {"role", "kind", "text"}
    assert found.kind == row[0].strip("`")
    assert set(re.findall(r"`(\w+)`", row[2])) == shown


@pytest.mark.parametrize("name", ["UnitLevel", "Part", "Section", "CriterionLevel", "TargetOp", "DeadlineRole"])
def test_schema_allows_the_values_of_the_model(name: str) -> None:
    allowed = [set(found) - {None} for found in enums(SCHEMA)]

    assert {member.value for member in getattr(model, name)} in allowed


def enums(part: object) -> list[list[str]]:
    if isinstance(part, dict):
        own = [part["enum"]] if "enum" in part else []
        return own + [found for value in part.values() for found in enums(value)]
    return [found for value in part for found in enums(value)] if isinstance(part, list) else []


def test_every_field_of_an_item_is_published() -> None:
    assert set(Item._fields) <= set(SCHEMA["$defs"]["item"]["properties"])

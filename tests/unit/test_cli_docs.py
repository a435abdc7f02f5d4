"""Every command and every option of the command line stands in docs/reference/cli.md, and nothing else does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from parindex.cli import app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the leaves of the command tree with the words that call them."""
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        yield from _commands(child, f"{path} {name}")


COMMANDS = dict(_commands(typer.main.get_command(app), "parindex"))


def _sections() -> dict[str, str]:
    parts = re.split(r"^## (parindex .+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_page_has_a_section_for_each_command_and_no_other() -> None:
    assert sorted(_sections()) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_section_documents_every_option_and_no_other(name: str) -> None:
    options = {
        option
        for parameter in COMMANDS[name].params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--help"
    }

    documented = set(re.findall(r"^\| `(--[a-z-]+)`", _sections().get(name, ""), flags=re.MULTILINE))

    assert documented == options


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_says_what_it_does(name: str) -> None:
    assert COMMANDS[name].help

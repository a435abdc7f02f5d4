"""The how-to pages say what exists: commands, options, settings, make targets, names on the pages."""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
import typer.main

from parindex.cli import app
from parindex.config.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
HOWTO = sorted((ROOT / "docs" / "how-to").glob("*.md"))
PAGES = [*HOWTO, ROOT / "README.md", ROOT / "examples" / "README.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z0-9-]*):", MAKEFILE, re.MULTILINE))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fenced block, as the words that a shell makes of it."""

    page: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {' '.join(self.words)}"


def lines() -> Iterator[Line]:
    """Yield every line for a shell, and what a unit file starts, without settings in front."""
    for page in PAGES:
        for language, block in FENCE.findall(page.read_text(encoding="utf-8")):
            for text in block.splitlines():
                if language and not text.startswith("ExecStart="):
                    continue
                words = shlex.split(text.removeprefix("ExecStart="), comments=True)
                while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                    words.pop(0)
                if words:
                    yield Line(page.name, tuple(words))


def parindex_calls() -> Iterator[Line]:
    for line in lines():
        words = line.words
        if words[0].rpartition("/")[2].startswith("python") and words[1:3] == ("-m", "parindex"):
            yield Line(line.page, words[3:])
        elif words[0].rpartition("/")[2] == "parindex":
            yield Line(line.page, words[1:])


CALLS = list(parindex_calls())
MAKE_CALLS = [line for line in lines() if line.words[0] == "make"]
SCRIPTS = [line for line in lines() if line.words[0].startswith("scripts/")]


def understand(words: tuple[str, ...]) -> None:
    """Let the command line itself read the words, without running anything. Raises `click.UsageError`."""
    command: Any = typer.main.get_command(app)
    rest = list(words)
    while hasattr(command, "commands"):
        if not rest or rest[0] not in command.commands:
            raise click.UsageError(f"no such command: {' '.join(words)}")
        command = command.commands[rest.pop(0)]
    command.make_context("parindex", rest)


def test_pages_show_commands() -> None:
    assert len(CALLS) > 20
    assert MAKE_CALLS
    assert SCRIPTS


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_command_on_a_page_is_understood(call: Line) -> None:
    understand(call.words)


@pytest.mark.parametrize("words", [("plan", "impotr", "a.docx"), ("verify", "--fast"), ("restore",), ()], ids=str)
def test_wrong_command_is_not_understood(words: tuple[str, ...]) -> None:
    with pytest.raises(Exception, match=r".") as refused:
        understand(words)

    assert type(refused.value).__name__ in {"UsageError", "NoSuchOption", "MissingParameter"}


@pytest.mark.parametrize("call", MAKE_CALLS, ids=str)
def test_make_target_on_a_page_exists(call: Line) -> None:
    assert set(call.words[1:]) <= TARGETS


@pytest.mark.parametrize("call", SCRIPTS, ids=str)
def test_script_on_a_page_exists(call: Line) -> None:
    assert os.access(ROOT / call.words[0], os.X_OK)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_setting_on_a_page_exists(page: Path) -> None:
    known = {f"PARINDEX_{name.upper()}" for name in Environment.model_fields}

    assert set(re.findall(r"PARINDEX_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8"))) <= known


def words_of_the_pages() -> str:
    """Return everything that the product can show: its templates and its Python, with plain spaces."""
    source = ROOT / "src" / "parindex"
    files = [path for kind in ("html", "py") for path in source.rglob(f"*.{kind}")]
    shown = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return " ".join(html.unescape(re.sub(r"{{.*?}}|{%.*?%}|<[^<>]*>", " ", shown)).split())


def test_names_in_bold_are_on_the_pages_of_the_product() -> None:
    shown = words_of_the_pages()

    missing = {
        f"{page.name}: {name}"
        for page in HOWTO
        for name in re.findall(r"\*\*([^*]+)\*\*", page.read_text(encoding="utf-8"))
        if " ".join(name.split()) not in shown
    }
    assert missing == set()


HTTPS_PROBE = """
import django
django.setup()
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
request = RequestFactory().post("/", HTTP_HOST="cchc.example.vn", HTTP_ORIGIN="https://cchc.example.vn")
print(CsrfViewMiddleware(lambda _: HttpResponse())._origin_verified(request))
"""


@pytest.mark.parametrize(("public_url", "accepted"), [("https://cchc.example.vn/", "True"), ("", "False")])
def test_forms_behind_https_need_the_public_address(tmp_path: Path, public_url: str, accepted: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "parindex.config.settings",
        "PARINDEX_DATA_DIR": str(tmp_path),
        "PARINDEX_DATABASE_URL": "",
        "PARINDEX_ALLOWED_HOSTS": '["cchc.example.vn"]',
        "PARINDEX_PUBLIC_URL": public_url,
    }

    done = subprocess.run(
        [sys.executable, "-c", HTTPS_PROBE], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == accepted

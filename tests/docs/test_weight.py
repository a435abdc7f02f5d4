"""The first page of a person on a slow line: style sheets and scripts leave room for the HTML within 100 kB."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "src" / "parindex" / "web" / "templates"
STATIC = ROOT / "src" / "parindex" / "web" / "static"

MOST_BYTES = 85_000
"""Of the 100 kB of a first page, uncompressed; the rest is for its HTML and the icons."""

MOST_REQUESTS = 14

STATIC_TAG = re.compile(r"\{%\s*static\s+['\"]([^'\"]+\.(?:css|js))['\"]")
INCLUDE_TAG = re.compile(r"\{%\s*include\s+['\"]([^'\"]+)['\"]")
SCRIPT_IMPORT = re.compile(r"['\"](\./[\w./-]+\.js)['\"]")
"""Parts that are fetched only where they are needed count too: the sum is what a person may have to load."""
SHEET_IMPORT = re.compile(r"@import\s+(?:url\()?['\"]?([^'\")]+)")


def reached(start: set[Path], *, near: Callable[[Path], set[Path]]) -> set[Path]:
    """Return the files that can be reached from the first ones, themselves among them; circles are walked once."""
    seen: set[Path] = set()
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += near(path)
    return seen


def included_by(path: Path) -> set[Path]:
    """Return the templates that a template includes."""
    return {TEMPLATES / name for name in INCLUDE_TAG.findall(path.read_text(encoding="utf-8"))}


def imported_by(path: Path) -> set[Path]:
    """Return what a style sheet or a script loads by itself."""
    pattern = SCRIPT_IMPORT if path.suffix == ".js" else SHEET_IMPORT
    return {(path.parent / name).resolve() for name in pattern.findall(path.read_text(encoding="utf-8"))}


def linked_from(name: str) -> set[Path]:
    """Return the style sheets and scripts of a template, those of its includes and those that they load."""
    templates = reached({TEMPLATES / name}, near=included_by)
    linked = {STATIC / found for path in templates for found in STATIC_TAG.findall(path.read_text(encoding="utf-8"))}
    return reached(linked, near=imported_by)


@pytest.mark.parametrize("frame", ["base.html", "base_public.html"])
def test_frame_stays_light(frame: str) -> None:
    sizes = {path.name: path.stat().st_size for path in linked_from(frame)}

    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_frame_links_are_found() -> None:
    names = {path.name for path in linked_from("base.html")}

    assert {"tokens.css", "app.js", "keyboard.js"} <= names


def test_every_sheet_and_script_is_loaded_by_a_page() -> None:
    pages = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    loaded = {path for page in pages for path in linked_from(page)}
    shipped = {path for path in STATIC.rglob("*") if path.suffix in (".css", ".js")}

    assert shipped - loaded == set()


def test_frame_needs_few_requests() -> None:
    assert len(linked_from("base.html")) + len(["the page", "the icons"]) <= MOST_REQUESTS

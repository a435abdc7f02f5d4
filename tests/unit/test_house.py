"""The rules of the repository that no other tool checks; the limits have no allow-list."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "parindex"
WEB = SOURCE / "web"
STATIC = WEB / "static"

MOST_LINES = 600
MOST_FUNCTION_LINES = 60
MOST_POSITIONAL = 5
MOST_DECISION_LINES = 60

FORBIDDEN_NAMES = {"utils.py", "helpers.py", "misc.py"}
FORBIDDEN_WORD = re.compile(r"(?:^|_)tasks?(?:_|$)|Tasks?(?=[A-Z]|$)")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w")
TEXT_SUFFIXES = {".py", ".html", ".css", ".js", ".svg", ".yaml", ".yml", ".toml", ".md", ".txt", ".sh", ""}


def modules(folder: Path = SOURCE) -> list[Path]:
    """Return the Python files of a folder, without migrations."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the parsed file, once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a file, nested ones too."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def place(path: Path, line: int = 0) -> str:
    """Return where something is, for a message that an editor can follow."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def templates() -> list[Path]:
    """Return every page template, without the texts of mails."""
    return sorted((WEB / "templates").rglob("*.html"))


def found_in_templates(pattern: str) -> list[str]:
    """Return every place of a template that matches; comments of templates do not count."""
    found = []
    for path in templates():
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))
        for match in re.finditer(pattern, text, flags=re.IGNORECASE):
            found.append(f"{place(path, text.count(chr(10), 0, match.start()) + 1)} {match[0][:60]!r}")
    return found


def tracked_files() -> list[Path]:
    """Return the files that git knows; a copy without git has nothing to check."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if asked.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in asked.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_file_stays_short() -> None:
    long = [
        f"{place(p)}: {n}" for p in modules() if (n := len(p.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]

    assert long == []


def test_function_stays_short() -> None:
    lengths = [
        (p, node, (node.end_lineno or node.lineno) - node.lineno + 1) for p in modules() for node in functions(p)
    ]

    assert [f"{place(p, f.lineno)} {f.name}: {n}" for p, f, n in lengths if n > MOST_FUNCTION_LINES] == []


def test_function_takes_few_positional_parameters() -> None:
    counts = [
        (p, node, len([a for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in ("self", "cls")]))
        for p in modules()
        for node in functions(p)
    ]

    assert [f"{place(p, f.lineno)} {f.name}: {n}" for p, f, n in counts if n > MOST_POSITIONAL] == []


def test_module_has_a_noun_for_a_name() -> None:
    assert [place(path) for path in modules() if path.name in FORBIDDEN_NAMES] == []


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the names that a file gives to things, with their lines."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.lineno, node.arg


@pytest.mark.parametrize("name", ["task", "task_count", "open_tasks", "TaskRow", "DueTask"])
def test_forbidden_word_is_recognised(name: str) -> None:
    assert FORBIDDEN_WORD.search(name)


@pytest.mark.parametrize("name", ["multitasking", "assignment", "taskbar"])
def test_other_words_pass(name: str) -> None:
    assert not FORBIDDEN_WORD.search(name)


def test_assignments_and_jobs_are_never_called_by_the_other_word() -> None:
    named = [
        f"{place(p, line)} {name}" for p in modules() for line, name in identifiers(p) if FORBIDDEN_WORD.search(name)
    ]

    assert named == []


def public_definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the public functions and classes of a module and the public methods of its public classes."""
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (
                member
                for member in node.body
                if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and not member.name.startswith("_")
            )


def is_framework_class(node: ast.AST) -> bool:
    """Tell whether a class only configures a framework (`Meta`)."""
    return isinstance(node, ast.ClassDef) and node.name == "Meta"


def test_public_things_say_what_they_are() -> None:
    silent = [
        f"{place(path, node.lineno)} {node.name}"
        for path in modules()
        for node in public_definitions(path)
        if ast.get_docstring(node) is None and not is_framework_class(node)
    ]

    assert silent == []


@pytest.mark.parametrize("room", ["domain", "definitions"])
def test_law_has_no_binary_fractions(room: str) -> None:
    found = [
        place(path, node.lineno)
        for path in modules(SOURCE / room)
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]

    assert found == []


def test_no_path_of_one_machine() -> None:
    found = []
    for path in tracked_files():
        if path.suffix not in TEXT_SUFFIXES or path == Path(__file__).resolve():
            continue
        for line, text in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), start=1):
            if MACHINE_PATH.search(text):
                found.append(f"{place(path, line)} {text.strip()[:80]}")

    assert found == []


def test_templates_exist() -> None:
    assert len(templates()) > 10


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle\s*=",
        r"<style\b",
        r"\son[a-z]+\s*=\s*[\"']",
        r"<script(?![^>]*\ssrc=)[^>]*>",
        r"javascript:",
        r"https?://(?!www\.w3\.org/)[^\s\"'<]*\.(?:css|js|woff2?)",
        r"\|\s*(?:add|divisibleby|widthratio|safe|safeseq)\b",
        r"\{%\s*(?:widthratio|autoescape off)\b",
    ],
)
def test_template_keeps_the_content_policy_and_does_no_arithmetic(pattern: str) -> None:
    assert found_in_templates(pattern) == []


def test_template_form_that_writes_carries_its_token() -> None:
    bare = []
    for path in templates():
        for form in re.findall(
            r"<form\b[^>]*\bmethod=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.I | re.S
        ):
            if "{% csrf_token %}" not in form:
                bare.append(f"{place(path)} {form[:80]!r}")

    assert bare == []


def test_template_names_static_files_that_exist() -> None:
    missing = []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"\{%\s*static\s+['\"]([^'\"]+)['\"]", text) + re.findall(r"['\"]/static/([^'\"#?{]+)", text)
        missing += [f"{place(path)} {name}" for name in named if not (STATIC / name).is_file()]

    assert missing == []


def test_template_names_icons_that_exist() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    missing = [
        f"{place(path)} {name}"
        for path in templates()
        for name in re.findall(r"#i-([\w-]+)\"", path.read_text(encoding="utf-8"))
        + re.findall(r"\{% icon \"([\w-]+)\"", path.read_text(encoding="utf-8"))
        if name not in drawn
    ]

    assert missing == []


def test_scripts_import_files_that_exist() -> None:
    missing = [
        f"{place(path)} {name}"
        for path in sorted((STATIC / "js").glob("*.js"))
        for name in re.findall(r"from \"\./([^\"]+)\"", path.read_text(encoding="utf-8"))
        if not (path.parent / name).is_file()
    ]

    assert missing == []


def rules_for_screens(text: str) -> str:
    """Return a style sheet without its blocks for print, whose black on white needs no token; line numbers stay."""
    kept, depth = [], 0
    for line in text.splitlines():
        if depth or line.startswith("@media print"):
            depth += line.count("{") - line.count("}")
            kept.append("")
        else:
            kept.append(line)
    return "\n".join(kept)


def test_style_sheets_take_colours_from_the_tokens() -> None:
    found = [
        f"{place(path, line)} {text.strip()[:80]}"
        for path in sorted((STATIC / "css").glob("*.css"))
        if path.name != "tokens.css"
        for line, text in enumerate(rules_for_screens(path.read_text(encoding="utf-8")).splitlines(), start=1)
        if re.search(r"#[0-9A-Fa-f]{3,8}\b(?=[\s;,)])|\brgba?\(", text)
    ]

    assert found == []


def test_decision_is_short() -> None:
    long = [
        f"{place(path)}: {count}"
        for path in sorted((ROOT / "docs" / "adr").glob("*.md"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MOST_DECISION_LINES
    ]

    assert long == []


def declared_dependencies() -> list[str]:
    """Return the names of the packages that the project asks for, without versions and extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for group in project["optional-dependencies"].values() for name in group),
    ]
    return [re.split(r"[\[<>=~!; ]", name, maxsplit=1)[0] for name in wanted]


def test_dependency_has_a_reason_a_licence_and_an_exit() -> None:
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in page.splitlines() if "|" in line]
    told = {row[0].strip("`"): row[1:] for row in rows if row[0].startswith("`")}

    assert [name for name in declared_dependencies() if name not in told] == []
    assert [name for name in told if name not in declared_dependencies()] == []
    assert [name for name, cells in told.items() if len(cells) != 3 or not all(cells)] == []

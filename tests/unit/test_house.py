"""The rules of the repository that no other tool checks; the limits have no allow-list."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
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
FORBIDDEN_WORD = re.compile(r"(?:^|_)(?:tasks?|TASKS?)(?:_|$)|Tasks?(?=[A-Z_]|$)")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users|tmp)/\w")
INDEX_ADDRESS = re.compile(r"\bpy(?:pi|thonhosted)\.\w|\bregistry\.(?:npm|yarn)", re.IGNORECASE)
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
        assert not os.environ.get("CI"), "CI must check a git checkout"
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
    """Yield the names that a file gives to things or passes values by, with their lines."""
    yield 1, path.stem
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def published_members(path: Path) -> set[tuple[int, str]]:
    """Return the enum members whose value is a word of the published schema of plans: outsiders read those words."""
    schema = json.loads((ROOT / "docs" / "reference" / "parindex.plan-1.schema.json").read_text(encoding="utf-8"))
    published = set(words_of_enums(schema))
    return {
        (line.lineno, target.id)
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef)
        and "StrEnum" in {base.id for base in node.bases if isinstance(base, ast.Name)}
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and line.value.value in published
        for target in line.targets
        if isinstance(target, ast.Name) and target.id.lower() == line.value.value
    }


def words_of_enums(schema: object) -> Iterator[str]:
    """Yield every word that some `enum` of a JSON Schema allows."""
    if isinstance(schema, dict):
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for part in schema.values():
            yield from words_of_enums(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from words_of_enums(part)


@pytest.mark.parametrize("name", ["task", "task_count", "open_tasks", "TaskRow", "DueTask", "TASK", "MOST_TASKS"])
def test_forbidden_word_is_recognised(name: str) -> None:
    assert FORBIDDEN_WORD.search(name)


@pytest.mark.parametrize("name", ["multitasking", "assignment", "taskbar", "Taskbar"])
def test_other_words_pass(name: str) -> None:
    assert not FORBIDDEN_WORD.search(name)


def test_assignments_and_jobs_are_never_called_by_the_other_word() -> None:
    named = [
        f"{place(path, line)} {name}"
        for path in modules()
        for line, name in identifiers(path)
        if FORBIDDEN_WORD.search(name) and (line, name) not in published_members(path)
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
        or (isinstance(node, ast.Name) and node.id == "float")
    ]

    assert found == []


def lines_of_tracked_files() -> Iterator[tuple[Path, int, str]]:
    """Yield every line of every text file that git knows."""
    for path in tracked_files():
        if path.suffix in TEXT_SUFFIXES:
            for line, text in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), start=1):
                yield path, line, text


def test_no_path_of_one_machine() -> None:
    found = [
        f"{place(p, n)} {text.strip()[:80]}" for p, n, text in lines_of_tracked_files() if MACHINE_PATH.search(text)
    ]

    assert found == []


def test_no_address_of_a_package_index() -> None:
    found = [
        f"{place(p, n)} {text.strip()[:80]}" for p, n, text in lines_of_tracked_files() if INDEX_ADDRESS.search(text)
    ]

    assert found == []


def test_product_needs_nothing_beside_the_repository() -> None:
    outside = [
        f"{place(path, line)} {text.strip()[:80]}"
        for path, line, text in lines_of_tracked_files()
        if {"src", "examples"} & {path.relative_to(ROOT).parts[0]} and "../shared" in text
    ]

    assert outside == []


def test_test_is_collected_under_its_name() -> None:
    hidden = [
        place(path)
        for path in modules(ROOT / "tests")
        if not path.name.startswith("test_") and any(node.name.startswith("test_") for node in functions(path))
    ]
    empty = [
        place(path)
        for path in modules(ROOT / "tests")
        if path.name.startswith("test_") and not any(node.name.startswith("test_") for node in functions(path))
    ]

    assert hidden + empty == []


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


def fields_of_icons() -> dict[str, int]:
    """Return the classes of `web` that have a field `icon`, with its position."""
    classes = {}
    for path in modules(WEB):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                lines = [line.target for line in node.body if isinstance(line, ast.AnnAssign)]
                fields = [target.id for target in lines if isinstance(target, ast.Name)]
                if "icon" in fields:
                    classes[node.name] = fields.index("icon")
    return classes


def icons_in_code(path: Path) -> Iterator[tuple[int, object]]:
    """Yield the icons that code names: fields `icon`, tables `*_ICONS`, and the last of a pair in tables `*_CHIPS`."""
    classes = fields_of_icons()
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in classes:
                named = [*args[classes[name] :][:1], *(word.value for word in keywords if word.arg == "icon")]
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)) if name.endswith("_ICONS"):
                named = values
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)) if name.endswith("_CHIPS"):
                named = [pair.elts[-1] for pair in values if isinstance(pair, ast.Tuple)]
            case _:
                continue
        yield from ((value.lineno, value.value) for value in named if isinstance(value, ast.Constant))


def test_code_names_icons_that_exist() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = [(place(path, line), icon) for path in modules(WEB) for line, icon in icons_in_code(path)]

    assert named
    assert [(where, icon) for where, icon in named if icon not in drawn] == []


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


LICENCES = {
    "MIT": r"\bMIT\b",
    "BSD": r"\bBSD\b",
    "Apache": r"\bApache\b",
    "ZPL": r"\bZPL\b|Zope",
    "MPL": r"\bMPL\b|Mozilla",
    "LGPL": r"\bLGPL\b",
    "GPL": r"(?<!L)GPL\b",
}


def licences_in(text: str) -> set[str]:
    """Return the families of licences that a text names."""
    return {family for family, pattern in LICENCES.items() if re.search(pattern, text)}


def licences_of(name: str) -> set[str]:
    """Return the families of licences that an installed package says it has."""
    told = metadata.metadata(name)
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
    said = licences_in(" ".join([told.get("License-Expression") or told.get("License") or "", *classifiers]))
    texts = [str(path.read_text())[:300] for path in metadata.files(name) or [] if path.name.startswith("LICENSE")]
    return said or licences_in(" ".join(texts))


@pytest.mark.parametrize("name", declared_dependencies())
def test_page_tells_the_licence_of_the_installed_package(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{name}` |"))

    assert licences_in(row.split("|")[3]) == licences_of(name)


def pins(name: str) -> dict[str, str]:
    """Return the pinned packages of a requirements file (folded names) with the whole text of each."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {re.split(r"[\[=]", line, maxsplit=1)[0].lower().replace("_", "-"): line for line in lines}


@pytest.mark.parametrize("name", ["build.txt", "run.txt", "dev.txt"])
def test_requirement_is_pinned_and_hashed(name: str) -> None:
    loose = [
        line[:80]
        for line in pins(name).values()
        if not re.fullmatch(
            r"[\w.-]+(?:\[[\w,-]+\])?==[^\s;]+(?: *;[^#]*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*", line
        )
    ]

    assert pins(name)
    assert loose == []


def test_declared_dependency_is_pinned() -> None:
    pinned = pins("dev.txt")
    loose = [name for name in declared_dependencies() if name.lower().replace("_", "-") not in pinned]

    assert loose == []
    assert [name for name in pins("run.txt") if pinned.get(name) != pins("run.txt")[name]] == []


def test_versions_agree_wherever_they_are_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    python = project["project"]["requires-python"].removeprefix(">=")
    told = set(re.findall(r"Python (\d+\.\d+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    django = next(name for name in project["project"]["dependencies"] if name.startswith("django>="))
    series = django.removeprefix("django>=").partition(",")[0]

    assert told == {python}
    assert project["tool"]["mypy"]["python_version"] == python
    assert project["tool"]["ruff"]["target-version"] == "py" + python.replace(".", "")
    assert f"python{python}" in (ROOT / "scripts" / "make-venv").read_text(encoding="utf-8")
    assert pins("run.txt")["django"].startswith(f"django=={series}.")

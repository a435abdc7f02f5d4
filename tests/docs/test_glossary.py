"""The glossary is true: its code names exist, labels use its words, and every word of a plan is explained."""

import inspect
import re
from enum import StrEnum
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model, TextChoices

from parindex.domain.planning import model

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
TERMS, _, VALUES = PAGE.partition("## Giá trị của mô hình kế hoạch")


def rows_of(text: str, *, columns: int) -> list[list[str]]:
    """Return the cells of every table row that has this many columns, without headings and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if len(row) == columns and row[1] not in ("tên trong mã", "nghĩa", "---")]


ENTRIES = [(term, re.findall(r"`([^`]+)`", codes), meaning) for term, codes, meaning in rows_of(TERMS, columns=3)]
TERM_OF = {code: term for term, codes, _ in ENTRIES for code in codes}
ENUMS = [
    kind
    for _, kind in inspect.getmembers(model, inspect.isclass)
    if issubclass(kind, StrEnum) and kind.__module__ == model.__name__
]
MODELS = [kind for kind in apps.get_models() if kind.__module__.startswith("parindex.")]


def choices_of(kind: type[Model]) -> set[type[TextChoices]]:
    """Return the enumerations beside a model, those that its columns take their values from."""
    beside = vars(inspect.getmodule(kind)).values()
    return {value for value in beside if inspect.isclass(value) and issubclass(value, TextChoices)} - {TextChoices}


# By its full name: choices of two kinds with one value are equal, and a set would keep either of them.
_BY_NAME = {repr(member): member for kind in MODELS for choices in choices_of(kind) for member in choices}
CHOICES = [member for _, member in sorted(_BY_NAME.items())]


def words_in_source() -> str:
    """Return all the code in which a name of the glossary may stand."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))


def test_entries_are_found_and_whole() -> None:
    assert len(ENTRIES) > 50
    assert [term for term, codes, meaning in ENTRIES if not (term and codes and meaning)] == []


def test_term_and_code_name_stand_once() -> None:
    terms = [term for term, _, _ in ENTRIES]
    codes = [code for _, names, _ in ENTRIES for code in names]

    assert sorted(terms) == sorted(set(terms))
    assert sorted(codes) == sorted(set(codes))


def test_code_name_exists_in_the_code() -> None:
    source = words_in_source()

    # A word of a longer name counts (`criterion` in `criterion_code`, `limitation` in `limitations`).
    missing = [code for code in TERM_OF if not re.search(rf"(?<![A-Za-z]){re.escape(code.split('.')[-1])}", source)]
    assert missing == []


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
def test_table_is_explained(kind: type[Model]) -> None:
    assert kind.__name__ in TERM_OF, "docs/reference/glossary.md does not name this model"


@pytest.mark.parametrize("member", CHOICES, ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_label_uses_the_word_of_the_glossary(member: TextChoices) -> None:
    full = f"{type(member).__name__}.{member.name}"
    term = TERM_OF.get(full) or TERM_OF.get(member.value)

    assert term, f"docs/reference/glossary.md does not name `{member.value}`"
    assert set(term.casefold().replace(",", "").split()) <= set(member.label.casefold().replace(",", "").split())


def explained(name: str) -> list[str]:
    """Return the values that the page explains for one enumeration, in their order."""
    section = re.search(rf"^### `{name}`\n(.*?)(?=^### |\Z)", VALUES, re.MULTILINE | re.DOTALL)
    return [row[0].strip("`") for row in rows_of(section[1], columns=2)] if section else []


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_value_of_a_plan_is_explained_and_no_other(kind: type[StrEnum]) -> None:
    assert explained(kind.__name__) == [member.value for member in kind]

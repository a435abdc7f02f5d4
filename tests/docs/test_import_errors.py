"""The reference of import errors names every error, its exit code and every limit, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from parindex.documents import errors
from parindex.documents.read import DEFAULT_LIMITS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "import-errors.md").read_text(encoding="utf-8")


def test_import_errors_page_names_every_error_with_its_exit_code() -> None:
    classes = [
        item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, errors.DocumentError)
    ]
    documented = re.findall(r"^\| `(\w+)` \| (\d) \|", PAGE, re.MULTILINE)

    assert sorted(documented) == sorted((item.code, str(item.exit_code)) for item in classes)


def test_import_errors_page_gives_every_limit() -> None:
    numbers = {int(text.replace(" ", "")) for text in re.findall(r"\d+(?: \d{3})*", PAGE)}
    megabyte = 1024 * 1024

    for field in fields(DEFAULT_LIMITS):
        value = getattr(DEFAULT_LIMITS, field.name)
        assert (value // megabyte if value >= megabyte and value % megabyte == 0 else value) in numbers, field.name

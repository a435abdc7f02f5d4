"""The page of dossiers has every column with its headings, every code and every indicator, and no other."""

from __future__ import annotations

from pathlib import Path

from parindex.analytics.bulk.staging import REASONS
from tests.docs.dossier_page import code_rows, column_rows, indicator_rows

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "dossiers.md").read_text(encoding="utf-8")


def test_tables_are_the_definitions() -> None:
    told = [line for line in PAGE.splitlines() if line.startswith("| `")]

    assert told == [*column_rows(), *code_rows(), *indicator_rows()]


def test_every_reason_of_a_rejection_is_told() -> None:
    assert [reason for reason in REASONS.values() if reason not in PAGE] == []

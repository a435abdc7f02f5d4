"""The page on reports names every regime, figure and check that there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from parindex.definitions.report_regimes.loader import load_regimes
from parindex.web.presenters.reports import CHECK_NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "reports.md").read_text(encoding="utf-8")


def codes(heading: str) -> list[str]:
    """Return the codes in the first column of the table of a section."""
    section = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)


def test_page_names_every_regime_figure_and_check() -> None:
    regimes = load_regimes()

    assert codes("Chế độ") == list(regimes)
    assert codes("Số liệu") == [rule.code for rule in regimes["cchc"].figures]
    assert codes("Mâu thuẫn") == list(CHECK_NAMES)


def test_every_check_has_its_name() -> None:
    source = Path(__file__).parents[2] / "src/parindex/domain/reporting/contradictions.py"
    used = set(re.findall(r'^ +"([a-z]+(?:_[a-z]+)+)",$', source.read_text(encoding="utf-8"), re.MULTILINE))

    assert used == set(CHECK_NAMES)

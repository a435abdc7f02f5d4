"""Floors of the import of annexes, kept as data; `make accuracy` prints the whole measurement."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml

from tests.accuracy import annexes

FLOORS = yaml.safe_load(Path(__file__).with_name("annex_floors.yaml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(group, format_, marks=[pytest.mark.libreoffice] if format_ == "pdf" else [])
    for group, formats in FLOORS.items()
    for format_ in formats
]


@pytest.mark.slow
@pytest.mark.parametrize(("group", "format_"), CASES)
def test_annexes_are_read_above_the_floor(group, format_):
    if format_ == "pdf" and not shutil.which("soffice"):
        assert not os.environ.get("CI"), "LibreOffice must be there in CI"
        pytest.skip("LibreOffice is not installed")
    chosen = [entry for entry in annexes.score([format_]) if entry.group == group]

    measured = {name: annexes.total(chosen, name) for name in annexes.FIELDS}

    assert len(chosen) >= 6
    for name, floor in FLOORS[group][format_].items():
        assert measured[name].f1 >= floor, name
    assert measured["shape"].precision >= 0.95


def test_no_annex_names_a_real_province():
    for annex in annexes.list_annexes():
        assert "Sông Mây" in str(annex.data) or "HƯ CẤU" in str(annex.data) or "TRĂNG NON" in str(annex.data)

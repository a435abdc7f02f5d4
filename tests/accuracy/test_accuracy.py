"""Floors of the importer's accuracy, kept as data; `make accuracy` prints the whole measurement."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest
import yaml

from tests.accuracy import report
from tests.accuracy.known import gold_folder
from tests.accuracy.rendering import has_vietnamese_ocr

FLOORS: Mapping[str, Mapping[str, Mapping[str, float]]] = yaml.safe_load(
    Path(__file__).with_name("floors.yaml").read_text(encoding="utf-8")
)
OFFICE_MARKS = {
    "pdf": [pytest.mark.libreoffice],
    "ocr": [pytest.mark.libreoffice, pytest.mark.ocr],
}
CASES = [
    pytest.param(group, format_, id=f"{group}-{format_}", marks=OFFICE_MARKS.get(format_, []))
    for group, formats in FLOORS.items()
    if group != "known"
    for format_ in formats
]


def _assert_above(floor: Mapping[str, float], scores: list[report.DocumentScore]) -> None:
    summed = report.total(scores)
    assert summed.micro().f1 >= floor["micro"]
    assert summed.micro(extra=True).f1 >= floor["all"]
    assert summed.predicted_items <= floor["items"] * summed.expected_items
    assert len(summed.invented) <= floor["invented"]


def _leave_out(why: str) -> NoReturn:
    """Skip on a machine that lacks a program, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.mark.slow
@pytest.mark.parametrize(("group", "format_"), CASES)
def test_unseen_plans_are_read_above_the_floor(group, format_):
    if format_ == "ocr" and not has_vietnamese_ocr():
        _leave_out("Tesseract with Vietnamese is not installed")
    scores = [score for score in report.score_unseen([format_]) if score.group == group]
    if not scores and format_ in {"pdf", "ocr"}:
        _leave_out("LibreOffice is not installed")

    _assert_above(FLOORS[group][format_], scores)


@pytest.mark.slow
def test_known_plans_are_read_above_the_floor():
    if gold_folder() is None:
        assert not os.environ.get("CI"), "the shared gold must be there in CI"
        pytest.skip("the shared gold is not beside the project")
    scores = report.score_known()
    floor = FLOORS["known"]["txt"]

    assert report.total(scores).micro().f1 >= floor["micro"]
    assert len(report.total(scores).invented) <= floor["invented"]

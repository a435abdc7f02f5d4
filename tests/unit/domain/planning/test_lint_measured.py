"""Lint reproduces the defects that were measured by hand in the five known plans."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from parindex.definitions.lint.context import build_context
from parindex.documents.extract import extract_plan
from parindex.documents.plan_source import read_source
from parindex.documents.read import read_document
from parindex.domain.planning.lint import deadlines
from parindex.domain.planning.lint.letters import count_changed
from parindex.domain.planning.lint.model import Finding, Source
from parindex.domain.planning.lint.report import lint_plan
from parindex.domain.planning.model import Part, Plan

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus"


@cache
def linted(number: str) -> tuple[Plan, Source, tuple[Finding, ...]]:
    """Import and lint one of the known plans."""
    found = sorted(CORPUS.glob(f"{number}_*.txt"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the known plans must be at hand in CI")
        pytest.skip("the known plans are not beside the project")
    document = read_document(found[0].read_bytes(), name=found[0].name)
    plan, source = extract_plan(document), read_source(document)
    return plan, source, lint_plan(plan, build_context(plan, source=source))


def items(number: str, code: str) -> list[str | None]:
    """Return the items of the findings of one code."""
    return [finding.item for finding in linted(number)[2] if finding.code == code]


def texts(number: str, code: str) -> list[str]:
    """Return the words of the findings of one code."""
    return [finding.text for finding in linted(number)[2] if finding.code == code]


def test_commune_has_five_items_without_lead() -> None:
    assert items("002", "no_lead") == ["body/1.3", "body/1.6", "body/1.7", "body/2.1", "body/2.2"]


def test_commune_has_four_items_without_any_assignment() -> None:
    assert items("002", "no_assignment") == ["body/1.3", "body/1.6", "body/1.7", "body/2.1"]


def test_commune_has_six_open_deadlines_and_no_date() -> None:
    open_items = ["body/1.2", "body/1.3", "body/1.4", "body/2.1", "body/2.2", "body/2.3"]
    few = next(finding for finding in linted("002")[2] if finding.code == "few_dates")

    assert items("002", "open_deadline") == open_items
    assert "0 trên 12 mục có ngày" in few.message


def test_commune_goal_of_its_first_item_belongs_to_another_criterion() -> None:
    assert items("002", "goal_misfit") == ["body/1.1"]


def test_commune_is_asked_for_what_only_a_province_has() -> None:
    assert items("002", "not_applicable_here") == ["body/1.6"]


@pytest.mark.parametrize("words", ["phù họp", "tố chức", "Thục hiện", "triến khai", "thúc đấy", "hô sơ", "đạo tạo"])
def test_commune_has_misread_words(words: str) -> None:
    assert words in texts("002", "glyph")


def test_province_has_two_dates_in_79_rows() -> None:
    rows = [item for item in linted("004")[0].items if item.part is Part.APPENDIX]
    messages = [finding.message for finding in linted("004")[2] if finding.code == "few_dates"]

    assert (len(rows), deadlines.count_dated(rows)) == (79, 2)
    assert "Phụ lục: 2 trên 79 mục có ngày cụ thể; 48 mục cùng ghi “Trong năm 2023”." in messages


def test_province_has_25_rows_without_a_number() -> None:
    assert len([item for item in items("004", "no_number") if item and item.startswith("appendix/")]) == 25


def test_province_lost_the_deadlines_of_three_items() -> None:
    assert items("004", "no_deadline") == ["body/1.19", "body/1.20", "body/1.21"]


@pytest.mark.parametrize("words", ["lòng ghép", "Buru tử", "Büro tử", "bô trí", "chuyên đổi"])
def test_province_has_misread_words(words: str) -> None:
    assert words in texts("004", "glyph")


def test_town_is_asked_for_fifty_linked_procedures() -> None:
    asked = [finding for finding in linted("000")[2] if finding.code == "not_applicable_here"]

    assert {"body/3.12", "appendix/III/8"} <= {finding.item for finding in asked}
    assert "Từ 50 TTHC trở lên" in [finding.text for finding in asked]


def test_town_names_departments_of_the_district() -> None:
    found = {finding.text for finding in linted("000")[2] if finding.code == "wrong_level_agency"}

    assert {"Phòng Văn hóa và Thông tin", "Phòng, ban, ngành huyện", "UBND cấp xã"} == found


def test_town_has_all_wrong_glyphs() -> None:
    changes = [change for change in linted("000")[1].changes if change.rule == "u_horn"]
    repaired = [text for text in texts("000", "glyph") if "ƣ" in text or "Ƣ" in text]

    assert sum(map(count_changed, changes)) == 32
    assert len(repaired) == len(changes) == 30


def test_town_left_its_number_blank_and_repeats_letters() -> None:
    assert texts("000", "blank_number_or_date") == ["số: /KH-UBND"]
    assert items("000", "numbering") == ["body/3.3", "body/3.26"]


def test_town_calls_itself_a_commune() -> None:
    assert "Công an xã" in texts("000", "leftover")
    assert "trên địa bàn huyện" in texts("000", "leftover")


def test_programme_skips_a_chapter() -> None:
    assert any(text.startswith("VII") for text in texts("003", "numbering"))


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_finding_carries_its_words_and_place(number: str) -> None:
    findings = linted(number)[2]

    assert all(finding.text and finding.message and finding.fix and finding.line for finding in findings)
    assert len(set(findings)) == len(findings)

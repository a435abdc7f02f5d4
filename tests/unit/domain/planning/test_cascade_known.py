"""The known plan of a province, handed down to a commune of 2023 and one of 2026 of the fictional province."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.lint.context import build_context
from parindex.documents.extract import extract_plan
from parindex.documents.plan_source import read_source
from parindex.documents.read import read_document
from parindex.documents.write.cascade_json import to_json
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.plan_paper import paper_of
from parindex.domain.planning.cascade.model import ChangeKind, ItemReport, Outcome
from parindex.domain.planning.lint.report import lint_plan
from parindex.domain.planning.model import Item
from tests.unit.domain.planning.cascade_plans import DISTRICT, THREE_TIERS, TWO_TIERS, known_cascade, known_plan

PLACES = pytest.mark.parametrize("place", [THREE_TIERS, TWO_TIERS, DISTRICT], ids=["2023", "2026", "district"])
COPIED = ("leftover", "wrong_level_agency", "unknown_agency", "not_applicable_here")
SAME = ("key", "number", "names", "code", "level", "target_text", "lead", "coordinate", "implement", "support")


def report_of(place: tuple[str, date], key: str) -> ItemReport:
    """Return the report of one item of the upper plan."""
    return next(told for told in known_cascade(*place).report.items if told.key == key)


def draft_of(place: tuple[str, date], key: str) -> Item:
    """Return the item of the draft that came of one of the upper plan."""
    lower = report_of(place, key).lower_key
    return next(item for item in known_cascade(*place).plan.items if item.key == lower)


@PLACES
def test_every_upper_item_appears_once_with_its_sources(place: tuple[str, date]) -> None:
    report = known_cascade(*place).report

    assert [told.key for told in report.items] == [item.key for item in known_plan().items]
    assert all(told.sources for told in report.items)
    assert sum(report.counts.values()) == len(known_plan().items) == 139


def test_leads_of_2023_and_2026_differ_for_the_same_item() -> None:
    assert draft_of(THREE_TIERS, "body/1.2").lead == ("Công chức Văn phòng - Thống kê",)
    assert draft_of(TWO_TIERS, "body/1.2").lead == ("Phòng Văn hóa - Xã hội",)
    assert draft_of(TWO_TIERS, "body/1.2").implement == ("Phòng Văn hóa - Xã hội",)
    assert draft_of(DISTRICT, "body/1.2").lead == ("Phòng Nội vụ",)


def test_levels_are_gone_from_the_two_tier_draft_with_every_change_listed() -> None:
    report = report_of(TWO_TIERS, "body/1.1")
    dropped = [change for change in report.changes if change.kind is ChangeKind.LEFT_OUT]

    assert [(change.field, change.before, change.why) for change in dropped] == [
        ("implement", "UBND cấp huyện", "Từ 01/7/2025 không còn cấp huyện."),
        ("coordinate", "Phòng Văn hóa - Xã hội", "Đã là cơ quan chủ trì."),
    ]
    for item in known_cascade(*TWO_TIERS).plan.items:
        assert not any("huyện" in name for name in (*item.lead, *item.coordinate, *item.implement))


def test_thresholds_are_those_of_the_commune() -> None:
    for place in (THREE_TIERS, TWO_TIERS):
        goal = draft_of(place, "appendix/VII/10").target_text or ""
        assert "15%" in goal
        assert "30%" not in goal
        assert "20%" not in goal


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("appendix/III/10", "Tiêu chí chỉ đo ở cấp khác."),
        ("appendix/III/7", "Số TTHC liên thông được đếm trên toàn tỉnh; một đơn vị cấp dưới không tự có đủ số đó."),
        ("appendix/VIII/10", "Tiêu chí tính trên thu ngân sách của cả tỉnh."),
        ("appendix/VII/1", "Hệ thống dùng chung do cấp tỉnh xây dựng; đơn vị cấp dưới chỉ sử dụng."),
    ],
)
def test_measures_of_the_province_are_not_for_a_commune(key: str, reason: str) -> None:
    for place in (THREE_TIERS, TWO_TIERS):
        report = report_of(place, key)
        assert report.outcome is Outcome.NOT_APPLICABLE
        assert report.reason == reason


def test_district_keeps_the_measure_of_its_own_level() -> None:
    assert report_of(DISTRICT, "appendix/III/10").outcome is not Outcome.NOT_APPLICABLE
    assert draft_of(DISTRICT, "body/1.7").names == (
        "Tỷ lệ hồ sơ TTHC do UBND cấp huyện tiếp nhận trong năm được giải quyết đúng hạn",
    )


@pytest.mark.parametrize(
    ("key", "field", "words"),
    [
        ("appendix/VIII/1", "target_text", "Tăng ít nhất 02% so với năm 2022 (năm 2022 là 83,99%)"),
        ("body/1.6", "implement", "Bưu điện tỉnh"),
        ("body/3.2", "implement", "Công đoàn viên chức tỉnh"),
    ],
)
def test_what_no_rule_answers_is_to_decide(key: str, field: str, words: str) -> None:
    report = report_of(TWO_TIERS, key)

    assert report.outcome is Outcome.TO_DECIDE
    assert (field, words) in [(question.field, question.words) for question in report.questions]


@PLACES
def test_no_upper_agency_is_left_in_silence(place: tuple[str, date]) -> None:
    """Look for the names by themselves, not with the code that replaces them."""
    names = sorted({name for work in load_cascade_book().works for name in work.names}, key=len, reverse=True)
    upper = re.compile("|".join([*(re.escape(name) for name in names if "tỉnh" in name or name.startswith("Sở")),
                                 r"Sở [A-ZĐ]\w+", "UBND tỉnh", "HĐND tỉnh", "tỉnh Gia Lai"]))  # fmt: skip
    cascade = known_cascade(*place)
    written = {item.key: item for item in cascade.plan.items}
    seen = 0
    for told in cascade.report.items:
        if told.outcome not in (Outcome.ADAPTED, Outcome.INHERITED) or told.lower_key is None:
            continue
        seen += 1
        kept = " ".join(change.after for change in told.changes if change.kind is ChangeKind.KEPT)
        for text in _texts(written[told.lower_key]):
            for found in upper.finditer(text):
                assert found[0] in kept, (told.key, found[0])
    assert seen > 50


def _texts(item: Item) -> tuple[str, ...]:
    agencies = (*item.lead, *item.coordinate, *item.implement, *item.support)
    lines = tuple(action.text for action in item.actions)
    return (*item.names, *item.limitations, item.target_text or "", item.deadline_text or "", *lines, *agencies)


@PLACES
def test_paper_is_read_back_equal(place: tuple[str, date]) -> None:
    cascade = known_cascade(*place)
    back = extract_plan(read_document(write_paper_document(paper_of(cascade.plan)), name="du-thao.docx"))

    assert len(back.items) == len(cascade.plan.items)
    for item, again in zip(cascade.plan.items, back.items, strict=True):
        for name in (*SAME, "deadline_text", "deadlines", "domain"):
            assert getattr(again, name) == getattr(item, name), (item.key, name)
        assert len(again.actions) == len(item.actions), item.key
    facts = cascade.plan.document
    assert (back.document.title, back.document.issuer) == (facts.title, facts.issuer)
    assert (back.document.number, back.document.date_) == (None, None)
    assert back.document.citations[0].number == "1908/KH-UBND"


@PLACES
def test_draft_has_none_of_the_faults_of_copied_plans(place: tuple[str, date]) -> None:
    document = read_document(write_paper_document(paper_of(known_cascade(*place).plan)), name="du-thao.docx")
    plan = extract_plan(document)
    found = lint_plan(plan, build_context(plan, source=read_source(document)))

    assert [finding.message for finding in found if finding.code in COPIED] == []
    assert [finding.code for finding in found if finding.code in ("numbering", "contradiction", "duplicate")] == []


def test_json_holds_the_duty_and_everything_that_was_asked() -> None:
    cascade = known_cascade(*THREE_TIERS)
    value = json.loads(json.dumps(to_json(cascade), ensure_ascii=False))

    assert value["schema"] == "parindex.cascade/1"
    assert value["duty"]["due_on"] == "2023-08-04"
    assert value["upper"]["number"] == "1908/KH-UBND"
    assert sum(value["counts"].values()) == len(value["items"]) == 139
    asked = [question for item in value["items"] for question in item["questions"]]
    assert len(asked) == sum(len(told.questions) for told in cascade.report.items) > 0
    assert all(change["span"] for item in value["items"] for change in item["changes"] if change["field"] == "lead")

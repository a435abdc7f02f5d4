"""A department's plan from that of its province: its own work in the province's words, the work of others left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.labels.phrases import load_lexicon
from parindex.documents.extract import extract_plan
from parindex.documents.read import read_document
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.plan_paper import paper_of
from parindex.domain.planning.cascade.generate import cascade_plan
from parindex.domain.planning.cascade.model import ChangeKind, NoCascade, Outcome
from parindex.domain.planning.difference import compare_plans
from parindex.domain.planning.model import Action, UnitLevel
from tests.unit.domain.planning.cascade_plans import hand_down, unit_on, upper_item, upper_plan

HOME_AFFAIRS = ("sm-snv", date(2023, 8, 1))


@pytest.mark.parametrize("role", ["lead", "coordinate", "implement", "support"])
@pytest.mark.parametrize("name", ["Sở Nội vụ", "sở nội vụ", "Các sở, ban, ngành", "Các cơ quan, đơn vị liên quan"])
def test_what_names_the_department_is_its_own_in_the_same_words(role: str, name: str) -> None:
    cascade = hand_down(upper_plan(upper_item(**{role: (name,)}, target_text="Tại tỉnh đạt 100%")), *HOME_AFFAIRS)

    assert getattr(cascade.plan.items[0], role) == (name,)
    assert cascade.plan.items[0].target_text == "Tại tỉnh đạt 100%"
    assert cascade.report.items[0].outcome is Outcome.INHERITED


@pytest.mark.parametrize("name", ["Sở Tài chính", "UBND cấp huyện", "UBND các xã, phường", "Bưu điện tỉnh"])
def test_what_is_given_to_others_is_left_out(name: str) -> None:
    cascade = hand_down(upper_plan(upper_item(lead=(name,))), *HOME_AFFAIRS)

    assert cascade.plan.items == ()
    assert cascade.report.items[0].reason == "Không giao việc cho Sở Nội vụ."


def test_lines_of_work_of_others_are_left_out_of_a_shared_item() -> None:
    actions = (
        Action("Sở Tài chính bố trí kinh phí.", ("Sở Tài chính",)),
        Action("Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát.", ("Sở Tài chính",)),
        Action("Sở Nội vụ hướng dẫn.", ("Sở Nội vụ",)),
        Action("Công khai kết quả."),
    )
    cascade = hand_down(upper_plan(upper_item(lead=("Sở Nội vụ",), actions=actions)), *HOME_AFFAIRS)

    assert [action.text for action in cascade.plan.items[0].actions] == [action.text for action in actions[1:]]
    changes = cascade.report.items[0].changes
    assert [(change.kind, change.field) for change in changes] == [(ChangeKind.LEFT_OUT, "actions/0")]


def test_nobody_named_is_a_question() -> None:
    report = hand_down(upper_plan(upper_item()), *HOME_AFFAIRS).report.items[0]

    assert report.outcome is Outcome.TO_DECIDE
    assert [question.field for question in report.questions] == ["lead"]


def test_head_is_that_of_the_department() -> None:
    document = hand_down(upper_plan(upper_item(lead=("Sở Nội vụ",))), *HOME_AFFAIRS).plan.document

    assert (document.issuer, document.parent) == ("Sở Nội vụ", "Ủy ban nhân dân tỉnh Sông Mây")
    assert document.unit_level is UnitLevel.DEPARTMENT
    assert document.title == "Kế hoạch Cải thiện Chỉ số cải cách hành chính của Sở Nội vụ năm 2023"


def test_paper_of_a_department_stands_below_its_committee_and_is_read_back() -> None:
    drafted = hand_down(upper_plan(upper_item(lead=("Sở Nội vụ",), target_text="Đạt 100%")), *HOME_AFFAIRS).plan
    paper = paper_of(drafted)
    assert paper.superior == "ỦY BAN NHÂN DÂN TỈNH SÔNG MÂY"
    assert paper.authority == ("SỞ NỘI VỤ",)
    assert paper.place_and_date.startswith("Sông Mây, ngày")

    back = extract_plan(read_document(write_paper_document(paper), name="so.docx"))
    assert compare_plans(drafted, back).is_empty
    assert back.document.unit_level is UnitLevel.DEPARTMENT


def test_year_of_an_old_plan_becomes_that_of_the_draft() -> None:
    item = upper_item(lead=("Sở Nội vụ",), deadline_text="Trong năm 2023")
    cascade = hand_down(upper_plan(item), "sm-snv", date(2026, 2, 1))

    assert cascade.plan.items[0].deadline_text == "Trong năm 2026"


def test_plan_of_a_district_is_not_handed_to_a_department() -> None:
    plan = upper_plan(upper_item())
    plan = replace(plan, document=replace(plan.document, unit_level=UnitLevel.DISTRICT))

    with pytest.raises(NoCascade):
        cascade_plan(
            plan,
            unit=unit_on(*HOME_AFFAIRS),
            book=load_cascade_book(),
            lexicon=load_lexicon(),
            calendar=load_calendar(),
        )

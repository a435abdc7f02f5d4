"""What becomes of one item: handed over, left out, kept with a reason, or asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.cascade.loader import load_cascade_book
from parindex.definitions.catalogues.loader import load_catalogue
from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.planning.cascade.duty import find_duty
from parindex.domain.planning.cascade.generate import cascade_plan
from parindex.domain.planning.cascade.model import Certainty, ChangeKind, ItemReport, NoCascade, Outcome
from parindex.domain.planning.model import Action, Item, Target, TargetOp, UnitLevel
from tests.unit.domain.planning.cascade_plans import (
    DISTRICT,
    THREE_TIERS,
    TWO_TIERS,
    hand_down,
    unit_on,
    upper_item,
    upper_plan,
)


def told(item: Item, place: tuple[str, date]) -> tuple[Item | None, ItemReport]:
    """Cascade one item and return it with its report."""
    cascade = hand_down(upper_plan(item), *place)
    return next(iter(cascade.plan.items), None), cascade.report.items[0]


@pytest.mark.parametrize(
    ("place", "office"),
    [
        (DISTRICT, "Phòng Nội vụ"),
        (THREE_TIERS, "Công chức Văn phòng - Thống kê"),
        (TWO_TIERS, "Phòng Văn hóa - Xã hội"),
    ],
)
def test_agency_becomes_the_office_of_the_tree_of_the_day(place: tuple[str, date], office: str) -> None:
    item, report = told(upper_item(lead=("Sở Nội vụ",)), place)

    assert item is not None
    assert item.lead == (office,)
    assert report.outcome is Outcome.ADAPTED
    change = report.changes[0]
    assert (change.kind, change.before, change.after) == (ChangeKind.AGENCY, "Sở Nội vụ", office)
    assert change.certainty is Certainty.UNVERIFIED


def test_item_without_upper_words_is_inherited() -> None:
    item, report = told(upper_item(implement=("Các cơ quan, đơn vị có liên quan",)), THREE_TIERS)

    assert report.outcome is Outcome.INHERITED
    assert item is not None
    assert item.implement == ("Các cơ quan, đơn vị có liên quan",)


def test_agency_without_counterpart_is_asked_and_left_out() -> None:
    item, report = told(upper_item(lead=("Sở Nội vụ",), implement=("Bưu điện tỉnh",)), THREE_TIERS)

    assert report.outcome is Outcome.TO_DECIDE
    assert [(question.words, question.suggestion) for question in report.questions] == [("Bưu điện tỉnh", "Bưu điện")]
    assert item is not None
    assert item.implement == ()
    assert item.absent["implement"] == "cần quyết định"


def test_agency_that_no_rule_knows_is_asked() -> None:
    _, report = told(upper_item(lead=("Ban Quản lý vịnh hư cấu",)), THREE_TIERS)

    assert [question.words for question in report.questions] == ["Ban Quản lý vịnh hư cấu"]


def test_item_only_for_districts_is_not_for_communes() -> None:
    item, report = told(upper_item(lead=("UBND cấp huyện",)), TWO_TIERS)

    assert item is None
    assert (report.outcome, report.lower_key) == (Outcome.NOT_APPLICABLE, None)
    assert "không còn cấp huyện" in report.reason


def test_goal_takes_the_clause_of_the_own_level() -> None:
    goal = "- Cấp tỉnh đạt 30%; - Cấp huyện đạt 20%; - Cấp xã đạt 15%."
    item, report = told(upper_item(target_text=goal), THREE_TIERS)

    assert item is not None
    assert item.target_text == "- Cấp xã đạt 15%."
    assert [target.value for target in item.targets] == [Decimal(15)]
    assert [change.before for change in report.changes] == ["- Cấp tỉnh đạt 30%", "- Cấp huyện đạt 20%"]


def test_known_threshold_takes_the_place_of_the_upper_number() -> None:
    item, report = told(upper_item(target_text="Tỷ lệ số hóa hồ sơ tại cấp tỉnh đạt 30%."), THREE_TIERS)

    assert item is not None
    assert item.target_text == "Tỷ lệ số hóa hồ sơ tại cấp xã đạt 15%."
    assert [(change.kind, change.certainty) for change in report.changes] == [
        (ChangeKind.THRESHOLD, Certainty.UNVERIFIED)
    ]


def test_number_of_another_level_without_threshold_is_asked() -> None:
    item, report = told(upper_item(target_text="90% cơ quan cấp tỉnh đạt loại tốt."), THREE_TIERS)

    assert item is not None
    assert item.target_text is None
    assert report.outcome is Outcome.TO_DECIDE


@pytest.mark.parametrize(
    "target",
    [
        Target(TargetOp.GE, Decimal(2), "cuộc", "đối thoại"),
        Target(TargetOp.INCREASE_GE, Decimal(2), "pp", "hài lòng", baseline=Decimal("83.99")),
    ],
)
def test_counts_and_baselines_of_the_upper_unit_are_asked(target: Target) -> None:
    goal = "Từ 02 trở lên (năm 2022 là 83,99%)"
    item, report = told(upper_item(target_text=goal, targets=(target,)), TWO_TIERS)

    assert item is not None
    assert item.targets == ()
    assert [question.words for question in report.questions] == [goal]


def test_cited_document_and_shared_system_stay_with_a_reason() -> None:
    text = "Công khai trên Cổng DVC của tỉnh theo Kế hoạch số 01/KH-UBND ngày 05/01/2023 của UBND tỉnh."
    item, report = told(upper_item(actions=(Action(text),)), THREE_TIERS)

    assert item is not None
    assert item.actions[0].text == text
    assert report.outcome is Outcome.INHERITED
    assert {change.kind for change in report.changes} == {ChangeKind.KEPT}


def test_words_that_mean_the_unit_itself_are_replaced() -> None:
    item, _ = told(upper_item(actions=(Action("Kiểm tra trên địa bàn tỉnh Sông Mây."),)), TWO_TIERS)

    assert item is not None
    assert item.actions[0].text == "Kiểm tra trên địa bàn xã."


def test_line_of_work_of_another_level_is_left_out() -> None:
    actions = (Action("UBND cấp huyện rà soát.", ("UBND cấp huyện",)), Action("Rà soát hồ sơ."))
    item, report = told(upper_item(actions=actions), THREE_TIERS)

    assert item is not None
    assert [action.text for action in item.actions] == ["Rà soát hồ sơ."]
    assert [(change.kind, change.field) for change in report.changes] == [(ChangeKind.LEFT_OUT, "actions/0")]


def test_plan_of_a_past_year_is_for_the_year_of_the_tree() -> None:
    cascade = hand_down(upper_plan(upper_item(deadline_text="Trong năm 2023")), *TWO_TIERS)

    assert cascade.plan.items[0].deadline_text == "Trong năm 2026"
    assert cascade.plan.items[0].deadlines[0].year == 2026
    assert cascade.plan.document.plan_year == 2026
    assert cascade.plan.document.title == "Kế hoạch Cải thiện Chỉ số cải cách hành chính xã Suối Vàng năm 2026"
    assert (cascade.plan.document.number, cascade.plan.document.date_) == (None, None)


def test_year_in_the_title_of_a_cited_document_stays() -> None:
    cited = "Kế hoạch số 3033/KH-UBND ngày 23/12/2022 của UBND tỉnh về ban hành Kế hoạch CCHC năm 2023"
    item, _ = told(upper_item(actions=(Action(f"Thực hiện {cited}, để hoàn thành kế hoạch năm 2023."),)), TWO_TIERS)

    assert item is not None
    assert item.actions[0].text == f"Thực hiện {cited}, để hoàn thành kế hoạch năm 2026."


def test_office_does_not_coordinate_with_itself() -> None:
    agencies = {"lead": ("Sở Nội vụ",), "coordinate": ("Sở Thông tin và Truyền thông", "Sở Tài chính")}
    item, report = told(upper_item(**agencies), TWO_TIERS)

    assert item is not None
    assert (item.lead, item.coordinate) == (("Phòng Văn hóa - Xã hội",), ("Phòng Kinh tế",))
    assert [(change.before, change.why) for change in report.changes if change.kind is ChangeKind.LEFT_OUT] == [
        ("Phòng Văn hóa - Xã hội", "Đã là cơ quan chủ trì.")
    ]


def test_date_before_the_draft_can_be_issued_is_asked() -> None:
    item, _ = told(upper_item(deadline_text="Trước ngày 31/7/2023"), THREE_TIERS)
    assert item is not None

    early = hand_down(
        upper_plan(item._replace(key="body/1.1", deadlines=_deadlines("Trước ngày 31/7/2023"))), *THREE_TIERS
    )

    assert [question.field for question in early.report.items[0].questions] == ["deadline_text"]


def test_date_that_is_past_when_an_old_plan_is_handed_down_is_asked() -> None:
    """The plan of 2023 may name a day of 2024: by the tree of 2026 it is past, though after the duty of 2023."""
    text = "Trước ngày 31/01/2024"
    cascade = hand_down(upper_plan(upper_item(deadline_text=text, deadlines=_deadlines(text))), *TWO_TIERS)

    assert [question.why for question in cascade.report.items[0].questions] == [
        "Hạn này đến trước ngày có thể ban hành kế hoạch (01/02/2026)."
    ]


def _deadlines(text: str) -> tuple[object, ...]:
    from parindex.domain.planning.deadlines.deadlines import parse_deadlines

    return parse_deadlines(text, plan_year=2023, lexicon=load_lexicon())


def test_numbers_have_no_gap_after_items_are_left_out() -> None:
    gone, kept = upper_item("1.1", lead=("UBND cấp huyện",)), upper_item("1.2")
    cascade = hand_down(upper_plan(gone, kept), *THREE_TIERS)

    assert [item.key for item in cascade.plan.items] == ["body/1.1"]
    assert [report.lower_key for report in cascade.report.items] == [None, "body/1.1"]


def test_criterion_is_looked_up_by_name_in_the_catalogue_of_the_level() -> None:
    catalogue = load_catalogue("commune-2026-demonstration")
    known = next(item for root in catalogue.items for depth, item in root.walk() if depth and not item.children)
    plan = upper_plan(upper_item("1.1", names=(known.name or "",)), upper_item("1.2", names=("Việc không ai biết",)))
    cascade = cascade_plan(
        plan,
        unit=unit_on(*TWO_TIERS),
        book=load_cascade_book(),
        lexicon=load_lexicon(),
        calendar=load_calendar(),
        catalogue=catalogue,
    )

    assert cascade.plan.items[0].code == f"TCTP {known.code}"
    assert cascade.report.items[0].changes[0].kind is ChangeKind.CODE
    assert cascade.report.items[1].outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("slug", "on", "words"),
    [
        ("khong-co", date(2023, 8, 1), "không có mã"),
        ("sm-xa-suoi-vang", date(2023, 8, 1), "không tồn tại"),
        ("sm-buu-dien", date(2023, 8, 1), "Chưa có quy tắc"),
    ],
)
def test_unit_that_plans_are_not_handed_to_is_refused(slug: str, on: date, words: str) -> None:
    with pytest.raises(NoCascade, match=words):
        unit_on(slug, on)


@pytest.mark.parametrize("level", [None, UnitLevel.COMMUNE])
def test_plan_of_no_upper_level_is_refused(level: UnitLevel | None) -> None:
    plan = upper_plan(upper_item())

    with pytest.raises(NoCascade):
        hand_down(replace(plan, document=replace(plan.document, unit_level=level)), *TWO_TIERS)


def test_duty_is_the_tenth_working_day_with_its_explanation() -> None:
    duty = find_duty(date(2023, 8, 25), book=load_cascade_book(), calendar=load_calendar())

    # 25/8/2023 is a Friday; 1 and 4 September were days off for the national day.
    assert duty.due_on == date(2023, 9, 12)
    assert "thứ Hai 28/08/2023" in duty.explanation[0]
    assert len(duty.explanation) > 2


@pytest.mark.parametrize("issued_on", [None, date(1999, 1, 4)])
def test_duty_that_cannot_be_known_says_why(issued_on: date | None) -> None:
    duty = find_duty(issued_on, book=load_cascade_book(), calendar=load_calendar())

    assert duty.due_on is None
    assert duty.explanation[0]


AGENCIES = st.sampled_from(
    ["Sở Nội vụ", "UBND cấp huyện", "UBND cấp xã", "Bưu điện tỉnh", "Sở hư cấu", "các cơ quan, đơn vị có liên quan"]
)
GOALS = st.sampled_from([None, "100% hồ sơ đúng hạn.", "100% sở, ngành đã kết nối.", "Kết quả của tỉnh tăng."])
ITEMS = st.lists(st.tuples(st.lists(AGENCIES, max_size=3), GOALS), max_size=8)


@given(rows=ITEMS, place=st.sampled_from([THREE_TIERS, TWO_TIERS, DISTRICT]))
def test_every_upper_item_is_reported_once_and_every_agency_accounted_for(
    rows: list[tuple[list[str], str | None]], place: tuple[str, date]
) -> None:
    items = [
        upper_item(f"1.{at}", implement=tuple(dict.fromkeys(names)), target_text=goal)
        for at, (names, goal) in enumerate(rows, start=1)
    ]
    cascade = hand_down(upper_plan(*items), *place)
    written = {item.key: item for item in cascade.plan.items}

    assert [report.key for report in cascade.report.items] == [item.key for item in items]
    assert [report.lower_key for report in cascade.report.items if report.lower_key] == list(written)
    for item, report in zip(items, cascade.report.items, strict=True):
        assert (report.outcome is Outcome.NOT_APPLICABLE) == (report.lower_key is None) == bool(report.reason)
        if report.lower_key is not None:
            given_ = written[report.lower_key].implement
            said = {change.before for change in report.changes} | {question.words for question in report.questions}
            assert all(name in given_ or name in said for name in item.implement)


@pytest.mark.parametrize("name", ["Đài PT-TH tỉnh", "Đài PT - TH tỉnh", "Đài PT–TH tỉnh"])
def test_dashes_of_names_are_one(name: str) -> None:
    _, report = told(upper_item(lead=(name,), actions=(Action(f"{name} đưa tin."),)), THREE_TIERS)

    assert [question.why for question in report.questions if question.field == "lead"] == [
        "Chưa biết cơ quan nào của đơn vị làm việc này."
    ]
    assert any(f"“{name}”" in question.why for question in report.questions if question.field == "actions/0")


def test_department_that_no_rule_knows_is_asked_in_a_sentence_but_a_plain_word_is_not() -> None:
    actions = (Action("Sở Hư Cấu chủ trì."), Action("Rà soát cơ sở Đảng, sở hữu nhà nước."))
    item, report = told(upper_item(actions=actions), THREE_TIERS)

    assert [question.field for question in report.questions] == ["actions/0"]
    assert item is not None
    assert item.actions == actions[1:]

"""Which answers are acceptable; the check of one form and of a whole table find the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.analytics.surveys.mistakes import BadAnswers
from parindex.analytics.surveys.preparing import prepare
from parindex.analytics.surveys.table import table_of
from parindex.definitions.questionnaires.loader import load_questionnaire, read_questionnaire
from parindex.domain.surveys.forms import check_form, is_partial
from parindex.domain.surveys.plan import SurveyPlan

MANY = read_questionnaire(
    """
schema: parindex.questionnaire/1
id: thu
version: "1"
kind: local
title: {vi: Phiếu thử}
years: "2026"
status: verified
parts: [{code: I, name: {vi: Một}, elements: [{code: A, name: {vi: A}}]}]
questions:
  - {code: den, kind: single, text: {vi: Đến?}, status: verified, required: "yes",
     options: [{value: "0", text: {vi: Chưa}}, {value: "1", text: {vi: Rồi}}]}
  - {code: lan, kind: number, text: {vi: Mấy lần?}, status: verified, least: "1", most: "9",
     when: {column: den, is: ["1"]}}
  - {code: kenh, kind: multiple, text: {vi: Kênh?}, status: verified,
     options: [{value: "1", text: {vi: Báo}}, {value: "2", text: {vi: Đài}}]}
  - {code: loi, kind: text, text: {vi: Lời?}, status: verified}
  - {code: hl, kind: single, text: {vi: Hài lòng?}, status: verified, element: A,
     options: [{value: "1", text: {vi: Không}}, {value: "2", text: {vi: Có}, satisfied: "yes"}]}
""",
    source="thu.yaml",
)
GOOD = {"den": "1", "lan": "3", "kenh": "1|2", "loi": "Tốt", "hl": "2"}


def test_good_form_has_no_mistake() -> None:
    assert check_form(MANY, GOOD) == ()
    assert check_form(MANY, dict.fromkeys(GOOD, "")) == ()


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"hl": "9"}, "hl", "không có phương án “9”; chỉ nhận 1, 2"),
        ({"lan": "0"}, "lan", "nhỏ hơn 1"),
        ({"lan": "10"}, "lan", "lớn hơn 9"),
        ({"lan": "ba"}, "lan", "không phải số nguyên"),
        ({"lan": "-3"}, "lan", "không phải số nguyên"),
        ({"kenh": "1|5"}, "kenh", "không có phương án “5”"),
        ({"kenh": "1|1"}, "kenh", "hai lần"),
        ({"den": "0"}, "lan", "câu này chỉ hỏi khi den là 1"),
        ({"la": ""}, "la", "phiếu không có câu này"),
    ],
)
def test_mistake_is_told_at_its_column(change: dict[str, str], column: str, message: str) -> None:
    (mistake,) = check_form(MANY, GOOD | change, row=7)

    assert (mistake.row, mistake.column) == (7, column)
    assert message in mistake.message


def test_many_options_are_not_all_told() -> None:
    (mistake,) = check_form(load_questionnaire("sipas-2024"), {"nghe_nghiep": "x"})

    assert mistake.message.endswith("1, 2, 3, 4, 5, 6 …")


def test_partial_form_lacks_what_it_was_asked() -> None:
    assert not is_partial(MANY, GOOD)
    assert not is_partial(MANY, {"den": "0", "hl": "1"})
    assert is_partial(MANY, GOOD | {"hl": ""})
    assert is_partial(MANY, {"hl": "2"})


@given(
    st.fixed_dictionaries(
        {
            "den": st.sampled_from(["", "0", "1", "2"]),
            "lan": st.sampled_from(["", "0", "1", "9", "10", "x"]),
            "kenh": st.sampled_from(["", "1", "1|2", "2|2", "3"]),
            "loi": st.sampled_from(["", "lời"]),
            "hl": st.sampled_from(["", "1", "2", "3"]),
        }
    )
)
def test_table_finds_the_columns_that_the_form_finds(answers: dict[str, str]) -> None:
    expected = {mistake.column for mistake in check_form(MANY, answers)}

    try:
        prepare(table_of(["form", *answers], [["P1", *answers.values()]]), MANY, SurveyPlan(lonely="certainty"))
        found = set()
    except BadAnswers as error:
        found = {mistake.column for mistake in error.mistakes}

    assert found == expected

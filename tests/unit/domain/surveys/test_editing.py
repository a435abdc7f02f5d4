"""Changes of a questionnaire, and that what is written is read back the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.questionnaires.loader import list_questionnaires, read_draft, read_questionnaire
from parindex.definitions.questionnaires.writer import write_questionnaire
from parindex.domain.surveys import editing
from parindex.domain.surveys.editing import EditingError
from parindex.domain.surveys.questionnaire import Condition, Kind, Questionnaire, Words, find_problems

BLANK = editing.blank("thu", "Phiếu thử", year="2026")
_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


def grown(*kinds: str) -> Questionnaire:
    told = BLANK
    for kind in kinds:
        told = editing.insert(told, editing.MAKERS[kind](told), at=len(told.questions))
    return told


def codes(questionnaire: Questionnaire) -> list[str]:
    return [question.code for question in questionnaire.questions]


def test_every_new_question_can_be_used_as_it_is() -> None:
    told = grown(*editing.MAKERS)

    assert find_problems(told) == ()
    assert codes(told) == [f"c{nth}" for nth in range(1, 8)]
    assert read_questionnaire(write_questionnaire(told), source="thử") == told


@pytest.mark.parametrize("shipped", list_questionnaires(), ids=lambda one: one.id)
def test_shipped_questionnaire_and_its_copy_are_read_back_the_same(shipped: Questionnaire) -> None:
    own = editing.copy(shipped, "cua-tinh", "Của tỉnh hư cấu")

    assert read_questionnaire(write_questionnaire(shipped), source="thử") == shipped
    assert read_draft(write_questionnaire(own), source="thử") == own
    assert (own.kind, own.questions) == (Kind.LOCAL, shipped.questions)
    assert own.notice.startswith(f"Chép từ {shipped.id} bản {shipped.version}")


@given(vi=_WORDS, en=_WORDS, notice=_WORDS)
def test_any_words_are_read_back_the_same(vi: str, en: str, notice: str) -> None:
    told = replace(BLANK, title=Words(vi, en), notice=notice)

    assert read_draft(write_questionnaire(told), source="thử") == told


@given(st.lists(st.tuples(st.sampled_from(["move", "remove"]), st.integers(0, 6), st.integers(-2, 9)), max_size=8))
def test_moving_and_removing_keep_the_others_in_their_order(steps: list[tuple[str, int, int]]) -> None:
    told, expected = grown(*editing.MAKERS), [f"c{nth}" for nth in range(1, 8)]
    for step, at, to in steps:
        if at >= len(expected) or (step == "remove" and len(expected) == 1):
            continue
        moved = expected.pop(at)
        if step == "move":
            expected.insert(max(to, 0), moved)
        told = editing.move(told, at=at, to=to) if step == "move" else editing.remove(told, at=at)

    assert codes(told) == expected


def test_condition_follows_the_code_and_a_lost_one_is_told() -> None:
    told = grown("single", "text")
    asked = replace(told.questions[2], when=Condition("c2", ("1",)))
    told = editing.rewrite(told, asked, at=2)

    renamed = editing.rewrite(told, replace(told.questions[1], code="den"), at=1)

    assert renamed.questions[2].when == Condition("den", ("1",))
    assert find_problems(renamed) == ()
    assert "điều kiện phải dẫn một câu đứng trước" in find_problems(editing.remove(renamed, at=1))[0]
    with pytest.raises(EditingError, match="đã có ở câu khác"):
        editing.rewrite(told, replace(told.questions[1], code="c1"), at=1)


def test_change_that_cannot_be_made_says_why() -> None:
    with pytest.raises(EditingError, match="ít nhất một câu"):
        editing.remove(BLANK, at=0)
    with pytest.raises(EditingError, match="Không có câu"):
        editing.move(BLANK, at=1, to=0)
    full = grown(*["text"] * (editing.MOST_QUESTIONS - 1))
    with pytest.raises(EditingError, match="không thêm nữa"):
        editing.insert(full, BLANK.questions[0], at=0)

"""States, likeness, traces of persons, figures, and the definition files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.feedback import loader
from parindex.domain.feedback.measures import FLAGS, Count, count
from parindex.domain.feedback.privacy import traces
from parindex.domain.feedback.similarity import Text, likely_pairs, likely_same, permille, shingles
from parindex.domain.feedback.states import EVENT_OF, FEEDBACK, OPEN_STATES, UNDOABLE
from parindex.domain.lifecycle import MoveRefused

WORDS = st.text(alphabet="abcăđ ", max_size=40)


def test_every_move_ends_in_a_known_state_and_is_named() -> None:
    for (before, action), after in FEEDBACK.moves.items():
        assert {before, after} <= set(FEEDBACK.state_names)
        assert action in FEEDBACK.action_names
    assert set(EVENT_OF) <= set(FEEDBACK.action_names)
    assert set(FEEDBACK.action_names) >= UNDOABLE


def test_refused_feedback_is_not_answered() -> None:
    with pytest.raises(MoveRefused):
        FEEDBACK.move(state="refused", action="sign")


def test_open_states_have_a_way_on_and_ends_have_none() -> None:
    assert all(FEEDBACK.actions(state) for state in OPEN_STATES)
    assert [state for state in ("refused", "referred", "merged", "closed") if FEEDBACK.actions(state)] == []


@given(WORDS, WORDS)
def test_likeness_is_mutual_and_whole_for_the_same_text(one: str, other: str) -> None:
    assert permille(shingles(one), shingles(other)) == permille(shingles(other), shingles(one))
    assert permille(shingles(one), shingles(one)) == (1000 if shingles(one) else 0)


@given(st.lists(WORDS, max_size=8), st.sampled_from([0, 300, 450, 1000]))
def test_pairs_are_those_that_two_texts_tell_of_each_other(words: list[str], least: int) -> None:
    texts = [Text(key, one, dossier_code="A" if key % 3 == 0 else "") for key, one in enumerate(words)]

    found = likely_pairs(texts, least=least)

    assert {(key, like) for key, like in found} == {
        (one.key, like)
        for at, one in enumerate(texts)
        for like in likely_same(one, texts[at + 1 :], least=least, most=99)
    }
    assert likely_pairs(texts, least=least, is_asked=lambda one, other: one > other) == ()


def test_likely_same_names_its_reasons_and_leaves_itself_out() -> None:
    mine = Text(1, "Hồ sơ đất đai của tôi trễ hẹn hai tháng", dossier_code="H1", procedure_code="1.1")
    near = Text(2, "Hồ sơ đất đai của tôi đã trễ hẹn hai tháng", procedure_code="1.1")
    same = Text(3, "Chuyện khác hẳn", dossier_code="H1")
    far = Text(4, "Cán bộ không hướng dẫn cách nộp")

    found = likely_same(mine, [mine, near, same, far], least=450)

    assert [like.key for like in found] == [2, 3]
    assert "cùng thủ tục" in found[0].reasons
    assert "cùng mã hồ sơ" in found[1].reasons


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gọi 0905 123 456 nhé", "số điện thoại di động"),
        ("+84905123456", "số điện thoại di động"),
        ("viết cho a.b@vidu.vn", "địa chỉ thư điện tử"),
        ("căn cước 012345678901", "số định danh"),
        ("ông nguyen van mau đến quầy", "thông tin của người gửi"),
    ],
)
def test_trace_of_a_person_is_found(text: str, kind: str) -> None:
    assert kind in traces(text, known=("Nguyễn Văn Mẫu", "", "An"))


@pytest.mark.parametrize("text", ["Gọi 1900 1234", "Điện thoại 0269 3824 404", "Năm 2026, 15 ngày", "An ninh trật tự"])
def test_number_of_an_office_is_no_trace(text: str) -> None:
    assert traces(text, known=("An",)) == ()


def test_count_of_nothing_has_not_arisen() -> None:
    rule = next(one for one in loader.load_indicators() if one.code == "published")

    assert count({frozenset({"published"}): 7}, rule) == Count(0, 0)
    assert not count({}, rule).is_arisen
    assert count({frozenset({"answered"}): 3, frozenset({"answered", "published"}): 2}, rule) == Count(2, 5)


def test_definitions_load_and_say_how_sure_they_are() -> None:
    assert {rule.code for rule in loader.load_clocks()} == {"forward", "refuse", "supplement", "process", "publish"}
    assert {one.code: one.criteria for one in loader.load_indicators() if one.criteria} == {
        "handled": ("3.5.1",),
        "published": ("3.5.2",),
    }
    assert all(one.numerator | one.denominator <= FLAGS for one in loader.load_indicators())
    assert loader.load_intake().limit("send").most == 12
    assert loader.load_intake().months("sender") < loader.load_intake().months("words")


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Hồ sơ bị trễ hẹn, chưa trả kết quả", "late"),
        ("Chuyện không thuộc nhóm nào", "other"),
        ("Thái độ cáu gắt", "attitude"),
    ],
)
def test_theme_is_suggested_by_words(text: str, theme: str) -> None:
    assert loader.suggest_theme(text) == theme

"""The losses of a result become items: what was lost, what is asked, and nothing that nobody knows."""

from __future__ import annotations

from fractions import Fraction

from parindex.domain.planning.losses import ItemResult, ProposedItem, ResultSource, ground_of, propose_items
from parindex.domain.planning.model import Section

SOURCE = ResultSource("Xã Nắng Sớm", 2026, "12/QĐ-UBND", "15/03/2027", "Ủy ban nhân dân tỉnh Sông Mây")


def propose(*items: ItemResult) -> list[ProposedItem]:
    return list(propose_items(SOURCE, items))


def item(code: str, points: str | None, maximum: str = "1", **more: bool) -> ItemResult:
    return ItemResult(code, f"Mục {code}", None if points is None else Fraction(points), Fraction(maximum), **more)


def test_items_stand_by_group_and_lose_most_first() -> None:
    found = propose(item("1.1", "1/2"), item("1.2", "1"), item("1.3", "0"), item("2.1", "1/2", is_sipas=True))

    assert [(p.item.section, p.item.number, p.item.code) for p in found] == [
        (Section.FIX, "1.1", "1.3"),
        (Section.FIX, "1.2", "1.1"),
        (Section.SIPAS, "2.1", "2.1"),
        (Section.MAINTAIN, "3.1", "1.2"),
    ]


def test_words_say_what_was_reached_and_what_is_asked() -> None:
    lost, kept = propose(item("1.1", "1/2"), item("1.2", "1"))

    assert lost.item.limitations == ("Năm 2026 đạt 0,5/1 điểm, mất 0,5 điểm.",)
    assert lost.item.target_text == "Đạt 1 điểm."
    assert kept.item.limitations == ()
    assert kept.item.target_text == "Tiếp tục đạt 1 điểm như năm 2026."


def test_penalty_asks_to_lose_nothing() -> None:
    (found,) = propose(item("1.1", "1/4", is_penalty=True))

    assert found.item.limitations == ("Năm 2026 bị trừ 0,25 điểm.",)
    assert found.item.target_text == "Không bị trừ điểm."


def test_survey_asks_only_for_not_less() -> None:
    (found,) = propose(item("8.1", "3", "4", is_sipas=True))

    assert found.item.target_text == "Từ 3 điểm trở lên."


def test_unknown_points_are_asked_not_guessed() -> None:
    known, unknown = propose(item("1.1", None), item("1.2", "0"))[::-1]

    assert unknown.item.code == "1.2"
    assert not unknown.is_unknown
    assert known.is_unknown
    assert known.item.target_text is None
    assert known.item.limitations == ()


def test_code_of_another_form_is_left_out() -> None:
    (found,) = propose(item("A-1", "0"))

    assert found.item.code is None


def test_ground_is_the_decision_that_published_the_result() -> None:
    ground = ground_of(SOURCE)

    assert ground.carried_out
    assert (ground.number, ground.date_ and ground.date_.year) == ("12/QĐ-UBND", 2027)

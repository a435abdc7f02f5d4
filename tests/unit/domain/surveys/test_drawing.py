"""Samples drawn from a frame: sizes, weights, the same for the same seed, fair over seeds."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.surveys.drawing import BadFrame, DrawPlan, DrawStage, FrameRow, Quotas, Selected, draw

PLAN = DrawPlan(
    (
        DrawStage("xa", {"phường": 2, "xã": 3}, strata=("loai",)),
        DrawStage("to", {"": 2}),
        DrawStage("ho", {"": 4}, spare=1),
    )
)


def frame(*, wards: int = 4, communes: int = 6, hamlets: int = 3, homes: int = 8) -> list[FrameRow]:
    """Return a frame of two kinds of communes, hamlets in them and homes in those."""
    rows = [
        {"loai": kind, "xa": f"{kind} {commune}", "to": f"T{hamlet}", "ho": f"H{home}"}
        for kind, count in (("phường", wards), ("xã", communes))
        for commune in range(count)
        for hamlet in range(hamlets)
        for home in range(homes)
    ]
    return [FrameRow(number, cells) for number, cells in enumerate(rows, start=2)]


def places(drawn: list[Selected]) -> list[tuple[str, ...]]:
    return [tuple(one.row.cells.values()) for one in drawn]


def test_every_stage_takes_what_the_plan_says() -> None:
    drawn = draw(frame(), PLAN, seed="2026")

    main = [one for one in drawn if not one.is_spare]
    communes = {(one.row.cells["loai"], one.row.cells["xa"]) for one in main}
    assert Counter(kind for kind, _ in communes) == {"phường": 2, "xã": 3}
    assert len(main) == (2 + 3) * 2 * 4
    assert len(drawn) - len(main) == (2 + 3) * 2
    assert len(set(places(drawn))) == len(drawn)
    assert {(one.populations, one.samples) for one in main} == {((4, 3, 8), (2, 2, 4)), ((6, 3, 8), (3, 2, 4))}


def test_weights_add_up_to_the_frame() -> None:
    rows = frame()

    drawn = draw(rows, PLAN, seed="1")

    assert sum((one.weight for one in drawn if not one.is_spare), Fraction(0)) == len(rows)


@given(seed=st.text(min_size=1, max_size=5), order=st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(seed: str, order: random.Random) -> None:
    rows = frame()
    shuffled = list(rows)
    order.shuffle(shuffled)

    assert sorted(places(draw(rows, PLAN, seed=seed))) == sorted(places(draw(shuffled, PLAN, seed=seed)))


def test_another_seed_draws_others() -> None:
    assert places(draw(frame(), PLAN, seed="1")) != places(draw(frame(), PLAN, seed="2"))


def test_draw_of_a_seed_stays_for_ever() -> None:
    """The order is published: a change of it would make old samples impossible to check."""
    rows = [FrameRow(at, {"ho": f"H{at}"}) for at in range(10)]

    drawn = draw(rows, DrawPlan((DrawStage("ho", {"": 3}),)), seed="sông mây")

    assert [one.row.cells["ho"] for one in drawn] == ["H9", "H7", "H6"]


def test_home_that_leaves_the_frame_is_replaced_by_the_spare() -> None:
    rows = [FrameRow(at, {"ho": f"H{at}"}) for at in range(20)]
    plan = DrawPlan((DrawStage("ho", {"": 3}, spare=2),))
    first = [one.row.cells["ho"] for one in draw(rows, plan, seed="a")]

    left = draw([row for row in rows if row.cells["ho"] != first[1]], plan, seed="a")

    assert [one.row.cells["ho"] for one in left][:3] == [first[0], first[2], first[3]]


def test_every_unit_is_drawn_as_often_as_others() -> None:
    rows = [FrameRow(at, {"ho": f"H{at}"}) for at in range(10)]
    plan = DrawPlan((DrawStage("ho", {"": 3}),))

    counts = Counter(one.row.cells["ho"] for seed in range(2000) for one in draw(rows, plan, seed=str(seed)))

    # 600 each are expected; four standard deviations are 82.
    assert all(abs(counts[f"H{at}"] - 600) < 82 for at in range(10))


def test_small_stratum_is_taken_whole() -> None:
    drawn = draw(frame(wards=1), PLAN, seed="1")

    wards = [one for one in drawn if one.row.cells["loai"] == "phường" and not one.is_spare]
    assert {(one.populations[0], one.samples[0]) for one in wards} == {(1, 1)}


def test_quotas_are_kept_within_clusters_and_in_all() -> None:
    plan = DrawPlan(PLAN.stages, Quotas("gioi", {"nam": Fraction(1), "nữ": Fraction(1)}))

    drawn = draw(frame(), plan, seed="3")

    assert Counter(one.quota for one in drawn if not one.is_spare) == {"nam": 20, "nữ": 20}
    by_hamlet: dict[tuple[str, str], Counter[str]] = {}
    for one in drawn:
        if not one.is_spare:
            by_hamlet.setdefault((one.row.cells["xa"], one.row.cells["to"]), Counter())[one.quota] += 1
    assert all(count == {"nam": 2, "nữ": 2} for count in by_hamlet.values())
    assert {one.quota for one in drawn if one.is_spare} == {""}


@pytest.mark.parametrize(
    ("change", "row", "column", "message"),
    [
        ({"ho": ""}, 3, "ho", "để trống"),
        ({"ho": "H0"}, 3, "ho", "đã có ở dòng 2"),
        ({"loai": "đặc khu", "xa": "x"}, 3, "loai", "không nói chọn mấy ở tầng “đặc khu”"),
        ({"loai": "xã"}, 3, "loai", "“phường 0” nằm ở hai tầng: phường, xã"),
    ],
)
def test_frame_that_contradicts_itself_is_refused(change: dict[str, str], row: int, column: str, message: str) -> None:
    rows = frame()
    rows[1] = FrameRow(3, {**rows[1].cells, **change})

    with pytest.raises(BadFrame) as raised:
        draw(rows, PLAN, seed="1")

    assert any((told.row, told.column) == (row, column) and message in told.message for told in raised.value.mistakes)


def test_frame_without_rows_or_columns_is_refused() -> None:
    with pytest.raises(BadFrame, match="không có dòng nào"):
        draw([], PLAN, seed="1")
    with pytest.raises(BadFrame, match="thiếu cột này"):
        draw([FrameRow(2, {"xa": "a"})], PLAN, seed="1")

"""Two years of a result: the same item is compared, a changed one breaks the line and says why."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.comparison import Gap, compare_years, same_links
from parindex.domain.assessment.points import ItemPoints
from parindex.domain.scoring.catalogue import Effect
from parindex.domain.scoring.crosswalk import Link, Origin, Relation

F = Fraction


def leaf(code: str, points: str | None, maximum: str = "2", effect: Effect = Effect.NORMAL) -> ItemPoints:
    known = None if points is None else F(points)
    return ItemPoints(code, f"Mục {code}", 1, code[0], known, F(maximum), effect)


def field(code: str, points: str, maximum: str, name: str = "") -> ItemPoints:
    return ItemPoints(code, name or f"Lĩnh vực {code}", 0, code, F(points), F(maximum), is_leaf=False)


def link(before: str, after: str, relation: Relation, **changes: object) -> Link:
    return Link(tuple(before.split()), tuple(after.split()), relation, **changes)  # type: ignore[arg-type]


def test_same_item_is_compared_in_points_and_in_what_was_reached() -> None:
    found = compare_years([leaf("1.1", "1")], [leaf("1.1", "1.5")], same_links([leaf("1.1", "1")]))

    (pair,) = found.items
    assert (pair.gap, pair.points_change, pair.share_change) == (Gap.NONE, F("0.5"), F("0.25"))
    assert found.is_whole
    assert found.gains() == (pair,)
    assert found.drops() == ()


def test_item_with_another_maximum_gives_no_difference_of_points() -> None:
    renamed = link("1.1", "2.4", Relation.RENAMED, origin=Origin.STATED, reason="đổi tên")

    (pair,) = compare_years([leaf("1.1", "1")], [leaf("2.4", "2", "4")], [renamed]).items

    assert (pair.points_change, pair.share_change, pair.weight) == (None, F(0), F(0))
    assert pair.is_renamed


def test_deduction_that_shrinks_is_a_gain() -> None:
    before, after = leaf("9", "1", effect=Effect.PENALTY), leaf("9", "0", effect=Effect.PENALTY)

    found = compare_years([before], [after], same_links([before]))

    assert (found.items[0].points_change, found.items[0].share_change) == (F(1), F("0.5"))
    assert found.common is None


@pytest.mark.parametrize(
    ("relation", "before", "after", "gap"),
    [
        (Relation.SPLIT, "1.1", "1.1 1.2", Gap.SPLIT),
        (Relation.MERGED, "1.1 1.2", "1.1", Gap.MERGED),
        (Relation.NEW, "", "1.2", Gap.NEW),
        (Relation.DROPPED, "1.2", "", Gap.DROPPED),
        (Relation.UNKNOWN, "", "1.2", Gap.UNSURE),
    ],
)
def test_changed_item_is_a_break_with_its_reason(relation: Relation, before: str, after: str, gap: Gap) -> None:
    items = [leaf("1.1", "1"), leaf("1.2", "2")]

    found = compare_years(items, items, [link(before, after, relation, reason="vì sao")])

    (pair,) = found.items
    assert (pair.gap, pair.reason, pair.points_change, pair.share_change) == (gap, "vì sao", None, None)
    assert not found.is_whole
    assert found.common is None
    assert found.gains() == found.drops() == ()


@pytest.mark.parametrize(("likeness", "gap"), [(F(3, 4), Gap.NONE), (F(74, 100), Gap.UNSURE)])
def test_proposed_link_is_taken_only_when_names_are_alike_enough(likeness: Fraction, gap: Gap) -> None:
    proposed = link("1.1", "1.1", Relation.RENAMED, likeness=likeness)

    assert compare_years([leaf("1.1", "1")], [leaf("1.1", "1")], [proposed]).items[0].gap is gap


def test_field_is_compared_only_when_its_items_answer_one_to_one() -> None:
    before = [field("1", "3", "4"), leaf("1.1", "1"), leaf("1.2", "2"), field("2", "1", "2"), leaf("2.1", "1")]
    after = [field("1", "2", "4"), leaf("1.1", "1"), leaf("1.3", "1"), field("2", "2", "2"), leaf("2.1", "2")]
    links = [
        link("1.1", "1.1", Relation.SAME),
        link("1.2", "", Relation.DROPPED),
        link("2.1", "2.1", Relation.SAME),
        link("", "1.3", Relation.NEW),
    ]

    found = compare_years(before, after, links)

    one, two = found.fields
    assert (one.pair.gap, one.pair.share_change, one.common_count, one.count) == (Gap.PARTLY, None, 1, 2)
    assert (two.pair.gap, two.pair.points_change) == (Gap.NONE, F(1))
    assert found.common is not None
    assert (found.common.before_points, found.common.after_points, found.common.after_maximum) == (F(2), F(3), F(4))
    assert found.common.share_change == F(1, 4)


def test_item_that_moved_to_another_field_breaks_both() -> None:
    before = [field("1", "3", "4"), leaf("1.1", "1"), leaf("1.2", "2"), field("2", "1", "2"), leaf("2.1", "1")]
    after = [field("1", "1", "2"), leaf("1.1", "1"), field("2", "3", "4"), leaf("2.1", "1"), leaf("2.2", "2")]
    links = [link("1.1", "1.1", Relation.SAME), link("2.1", "2.1", Relation.SAME), link("1.2", "2.2", Relation.SAME)]

    assert [one.pair.gap for one in compare_years(before, after, links).fields] == [Gap.PARTLY, Gap.PARTLY]


def test_without_a_crosswalk_only_fields_of_the_same_code_and_name_are_compared() -> None:
    before = [field("1", "1", "2"), field("2", "1", "2", "Thể chế")]
    after = [field("1", "2", "2"), field("2", "2", "2", "Thủ tục")]

    found = compare_years(before, after, None)

    assert [one.pair.gap for one in found.fields] == [Gap.NONE, Gap.NEW, Gap.DROPPED]
    assert found.items == ()
    assert not found.is_whole


def test_item_without_points_is_no_gain() -> None:
    found = compare_years([leaf("1.1", None)], [leaf("1.1", "2")], same_links([leaf("1.1", None)]))

    assert (found.items[0].gap, found.gains()) == (Gap.NO_POINTS, ())
    assert found.is_whole


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=12))
def test_changes_of_items_add_up_to_the_change_of_the_total(years: list[tuple[int, int]]) -> None:
    before = [leaf(f"{at + 1}", str(F(old, 4))) for at, (old, _) in enumerate(years)]
    after = [leaf(f"{at + 1}", str(F(new, 4))) for at, (_, new) in enumerate(years)]

    found = compare_years(before, after, same_links(before))

    total = F(sum(new - old for old, new in years), 4)
    assert sum((pair.points_change or F(0) for pair in found.items), F(0)) == total
    assert found.common is not None
    assert found.common.after_points - found.common.before_points == total
    assert sum(pair.weight for pair in found.gains()) + sum(pair.weight for pair in found.drops()) == total

"""What became of each item from one catalogue to the next."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.catalogues import loader
from parindex.definitions.catalogues.crosswalks.loader import load_crosswalk, read_links
from parindex.domain.scoring.catalogue import Catalogue, CatalogueStatus, Effect, Item, ItemStatus, Level
from parindex.domain.scoring.crosswalk import BadCrosswalk, Crosswalk, Link, Origin, Relation, Unit, build_crosswalk
from parindex.domain.scoring.likeness import Likeness


def catalogue(*items: tuple[str, str | None, int | None], effect: Effect = Effect.NORMAL) -> Catalogue:
    built = tuple(
        Item(code, name, None if points is None else Fraction(points), ItemStatus.UNVERIFIED, effect=effect)
        for code, name, points in items
    )
    return Catalogue("thu", Level.COMMUNE, 2026, "Thử", CatalogueStatus.DEMONSTRATION, "xã", built)


def relations(found: Crosswalk) -> dict[tuple[tuple[str, ...], tuple[str, ...]], Relation]:
    return {(link.before, link.after): link.relation for link in found.links}


def test_same_name_under_another_code_is_the_same_item():
    before = catalogue(("1.6", "Thực hiện nhiệm vụ được giao", 1), ("1.7", "Tuyên truyền cải cách", 1))
    after = catalogue(("1.6", "Đối thoại với doanh nghiệp", 1), ("1.7", "Thực hiện nhiệm vụ được giao", 1))

    assert relations(build_crosswalk(before, after)) == {
        (("1.6",), ("1.7",)): Relation.SAME,
        (("1.7",), ()): Relation.DROPPED,
        ((), ("1.6",)): Relation.NEW,
    }


def test_siblings_that_together_make_the_other_name_are_merged_and_split():
    two = catalogue(
        ("5.1", "Tỷ lệ đạt chuẩn của công chức cấp xã", 1),
        ("5.2", "Tỷ lệ đạt chuẩn của cán bộ cấp xã", 1),
        ("5.3", "Bồi dưỡng hằng năm", 1),
    )
    one = catalogue(("5.1", "Tỷ lệ đạt chuẩn của cán bộ, công chức cấp xã", 2), ("5.2", "Bồi dưỡng hằng năm", 1))

    assert relations(build_crosswalk(two, one))[("5.1", "5.2"), ("5.1",)] is Relation.MERGED
    assert relations(build_crosswalk(one, two))[("5.1",), ("5.1", "5.2")] is Relation.SPLIT


def test_an_identical_name_takes_in_no_sibling():
    before = catalogue(("1.1", "Hồ sơ do cấp xã tiếp nhận đúng hạn", 1))
    after = catalogue(
        ("1.1", "Hồ sơ do cấp tỉnh tiếp nhận đúng hạn", 1), ("1.2", "Hồ sơ do cấp xã tiếp nhận đúng hạn", 1)
    )

    found = relations(build_crosswalk(before, after))

    assert found[("1.1",), ("1.2",)] is Relation.SAME
    assert found[(), ("1.1",)] is Relation.NEW


def test_item_without_a_name_is_unknown_not_dropped():
    found = build_crosswalk(catalogue(("1", None, None)), catalogue(("1", "Tuyên truyền", None)))

    assert relations(found) == {(("1",), ()): Relation.UNKNOWN, ((), ("1",)): Relation.NEW}


@pytest.mark.parametrize(("points", "unit"), [(4, Unit.POINTS), (None, Unit.ITEMS)])
def test_balance_counts_points_only_when_all_are_known(points, unit):
    before = catalogue(("1", "Tuyên truyền", 6), ("2", "Kiểm tra công vụ", points))
    found = build_crosswalk(before, catalogue(("1", "Tuyên truyền", 6), ("2", "Đối thoại", 4)))

    assert found.unit is unit
    assert found.before.mapped == (60 if unit is Unit.POINTS else 50)
    assert found.before.mapped + found.before.unmapped == 100


def test_bonus_stands_outside_of_the_balance():
    found = build_crosswalk(catalogue(("T", "Thưởng", 2), effect=Effect.BONUS), catalogue(("T", "Thưởng", 2)))

    assert relations(found) == {(("T",), ("T",)): Relation.SAME}
    assert found.before.total == 0
    assert found.after.total == 2


def test_stated_link_wins_over_names():
    stated = (Link(("1",), (), Relation.DROPPED, Origin.STATED), Link((), ("1",), Relation.NEW, Origin.STATED))
    both = catalogue(("1", "Tuyên truyền", 1))

    assert {link.origin for link in build_crosswalk(both, both, stated=stated).links} == {Origin.STATED}


@pytest.mark.parametrize(
    ("links", "words"),
    [
        ([Link(("9",), (), Relation.DROPPED)], "9"),
        ([Link((), ("9",), Relation.NEW)], "bộ sau"),
        ([Link(("1",), (), Relation.DROPPED), Link(("1",), ("1",), Relation.SAME)], "2 lần"),
        ([Link(("1",), ("1",), Relation.MERGED)], "merged"),
    ],
)
def test_stated_link_that_does_not_fit_is_refused(links, words):
    both = catalogue(("1", "Tuyên truyền", 1))

    with pytest.raises(BadCrosswalk, match=words):
        build_crosswalk(both, both, stated=links)


names = st.sampled_from(
    ["Tuyên truyền", "Kiểm tra", "Kiểm tra công vụ", "Báo cáo định kỳ", "Báo cáo", "Hồ sơ đúng hạn", "Hồ sơ", None]
)
trees = st.lists(st.tuples(names, st.none() | st.integers(1, 9)), min_size=1, max_size=9).map(
    lambda rows: catalogue(*((str(at), name, points) for at, (name, points) in enumerate(rows, 1)))
)


@given(trees, trees)
def test_each_item_stands_in_one_link_and_both_balances_make_a_hundred(before, after):
    found = build_crosswalk(before, after)

    for tree, side in ((before, 0), (after, 1)):
        linked = [code for link in found.links for code in (link.before, link.after)[side]]
        assert sorted(linked) == sorted(item.code for item in tree.items)
    for balance in (found.before, found.after):
        assert balance.mapped + balance.unmapped == 100
        assert 0 <= balance.mapped <= 100


@given(trees)
def test_catalogue_with_names_maps_wholly_to_itself(tree):
    found = build_crosswalk(tree, tree)

    named = [item for item in tree.items if item.name]
    assert sum(link.is_mapped for link in found.links) == len(named)
    assert {link.relation for link in found.links} <= {Relation.SAME, Relation.UNKNOWN}


def test_acronym_is_its_words():
    likeness = Likeness(["Xử lý kết quả TDTHPL", "Xử lý kết quả theo dõi thi hành pháp luật (TDTHPL)"])

    short, long = (likeness.read(name) for name in ("Kết quả TDTHPL", "Kết quả theo dõi thi hành pháp luật (TDTHPL)"))

    assert short.words == long.words
    assert likeness.compare(short, long) == 1


TRAPS = ("1.6", "3.2.3", "5.6", "7.1.2", "7.3.1", "8.3.1", "8.3.2", "8.5")


@pytest.mark.parametrize("is_stated", [True, False])
def test_codes_of_1149_with_a_new_meaning_in_876_are_not_linked_to_themselves(is_stated):
    before, after = (loader.load_catalogue(f"province-{name}-qd-bnv") for name in ("2021-1149", "2022-876"))

    found = load_crosswalk(before, after) if is_stated else build_crosswalk(before, after)

    for code in TRAPS:
        assert not any(code in link.before and code in link.after for link in found.links)
    assert found.unit is Unit.ITEMS


def test_1149_to_876_says_where_the_moved_items_went():
    before, after = (loader.load_catalogue(f"province-{name}-qd-bnv") for name in ("2021-1149", "2022-876"))

    became = {code: link for link in load_crosswalk(before, after).links for code in link.before}

    moved = {
        "1.6": "1.7",
        "5.5.2": "5.4",
        "5.6": "5.5.1",
        "5.7.1": "5.6",
        "5.7.2": "5.6",
        "8.3.2": "8.3.3",
        "8.6": "8.5",
    }
    assert {code: became[code].after for code in moved} == {code: (to,) for code, to in moved.items()}
    assert became["5.7.1"].relation is Relation.MERGED
    assert all(became[code].relation is Relation.DROPPED for code in ("7.3.1", "7.4.1", "8.3.1", "8.5"))


def test_year_that_reuses_a_decision_maps_wholly():
    found = load_crosswalk(*(loader.load_catalogue(f"province-{year}-876-qd-bnv") for year in (2022, 2023)))

    assert {link.relation for link in found.links} == {Relation.SAME, Relation.UNKNOWN}


FILE = """schema: parindex.crosswalk/1
before: a
after: b
links:
  - {before: ["1"], after: ["2"], relation: RELATION, reason: vì thế}
"""


def test_file_of_links_is_read_and_a_wrong_relation_named_with_its_line():
    assert read_links(FILE.replace("RELATION", "same"), source="x").build()[0].origin is Origin.STATED

    with pytest.raises(BadCrosswalk, match=r"x:5: links\.0: quan hệ split"):
        read_links(FILE.replace("RELATION", "split"), source="x")
    with pytest.raises(BadCrosswalk, match="x"):
        read_links("schema: [", source="x")

"""The monthly sheet: golden cases counted by hand, and what must hold for every month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.workload.loader import load_sheet_rules
from parindex.domain.workload.model import Aspect, Product, Span
from parindex.domain.workload.sheet import compute_sheet, judge_product, month_of

RULES = load_sheet_rules()
DUE, LAST = date(2026, 3, 20), date(2026, 3, 31)
IN_TIME, LATE = date(2026, 3, 19), date(2026, 3, 21)
F = Fraction


def product(**told: Any) -> Product:
    """Return a product that was accepted in time without a fault, with changes."""
    whole = Product("a", F(1), DUE, reported_on=IN_TIME, is_accepted=True, faults=0)
    return replace(whole, **told)


def exact(quantity: str, quality: str, progress: str) -> tuple[Span, ...]:
    """Return three known values."""
    return tuple(Span(F(value), F(value)) for value in (quantity, quality, progress))


UNKNOWN = Span(F(0), F(1))
GOLDEN = [
    ("đúng hạn, không lỗi", product(), exact("1", "1", "1")),
    ("đúng ngày hạn", product(reported_on=DUE), exact("1", "1", "1")),
    ("chậm một ngày", product(reported_on=LATE), exact("1", "1", "3/4")),
    ("chậm, nguyên nhân khách quan", product(reported_on=LATE, is_excused=True), exact("1", "1", "1")),
    ("một lỗi lớn", product(faults=1), exact("1", "3/4", "1")),
    ("bốn lỗi lớn", product(faults=4), exact("1", "0", "1")),
    ("năm lỗi lớn không âm", product(faults=5), exact("1", "0", "1")),
    ("chậm và hai lỗi", product(reported_on=LATE, faults=2), exact("1", "1/2", "3/4")),
    ("không có hạn", product(due_on=None), exact("1", "1", "1")),
    ("quá hạn chưa làm", product(reported_on=None, is_accepted=False, faults=None), exact("0", "0", "0")),
    ("hạn là hôm nay, chưa làm", product(due_on=LAST, reported_on=None, faults=None), (UNKNOWN,) * 3),
    ("chưa đánh giá chất lượng", product(faults=None), (Span(F(1), F(1)), UNKNOWN, Span(F(1), F(1)))),
    ("chờ nhận", product(is_accepted=False, faults=None), (UNKNOWN,) * 3),
    (
        "chờ nhận, báo chậm",
        product(is_accepted=False, faults=None, reported_on=LATE),
        (UNKNOWN, UNKNOWN, Span(F(0), F(3, 4))),
    ),
]


@pytest.mark.parametrize(("one", "wanted"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_golden_product(one: Product, wanted: tuple[Span, ...]) -> None:
    line = judge_product(one, rules=RULES, on=LAST)

    assert tuple(line.values[aspect] for aspect in Aspect) == wanted
    assert all(line.reasons)


def test_golden_month() -> None:
    month = [
        product(),
        product(key="b", weight=F(2), reported_on=LATE),
        product(key="c", weight=F(1, 2), faults=1),
        product(key="d", weight=F(1, 2), reported_on=None, is_accepted=False, faults=None),
    ]
    sheet = compute_sheet(month, rules=RULES, on=LAST)

    assert sheet.weight == 4
    assert sheet.values is not None
    assert sheet.values[Aspect.QUANTITY] == Span(F(7, 8), F(7, 8))
    assert sheet.values[Aspect.QUALITY] == Span(F(27, 32), F(27, 32))
    assert sheet.values[Aspect.PROGRESS] == Span(F(3, 4), F(3, 4))
    # 70 x (28/32 + 27/32 + 24/32) / 3
    assert sheet.points == Span(F(2765, 48), F(2765, 48))


def test_a_month_without_products_has_no_points() -> None:
    sheet = compute_sheet([], rules=RULES, on=LAST)

    assert (sheet.values, sheet.points, sheet.weight) == (None, None, 0)


def test_a_product_counts_in_the_month_of_its_deadline() -> None:
    assert month_of(product(reported_on=date(2026, 4, 2))) == (2026, 3)
    assert month_of(product(due_on=None, reported_on=date(2026, 4, 2))) == (2026, 4)
    assert month_of(product(due_on=None, reported_on=None)) is None


days = st.integers(-40, 40).map(lambda shift: DUE + timedelta(days=shift))
products = st.builds(
    Product,
    key=st.text(max_size=3),
    weight=st.fractions(F(1, 10), 20),
    due_on=st.none() | days,
    reported_on=st.none() | days,
    is_accepted=st.booleans(),
    faults=st.none() | st.integers(0, 9),
    is_excused=st.booleans(),
)


@given(st.lists(products, min_size=1, max_size=8))
def test_every_value_lies_between_nothing_and_all(month: list[Product]) -> None:
    sheet = compute_sheet(month, rules=RULES, on=LAST)

    assert sheet.values is not None
    assert sheet.points is not None
    assert all(0 <= span.low <= span.high <= 1 for span in sheet.values.values())
    assert 0 <= sheet.points.low <= sheet.points.high <= RULES.points


@given(st.lists(products, min_size=1, max_size=8), st.fractions(F(1, 7), 9))
def test_another_unit_of_weight_changes_nothing(month: list[Product], times: Fraction) -> None:
    scaled = [replace(one, weight=one.weight * times) for one in month]

    before, after = (compute_sheet(rows, rules=RULES, on=LAST) for rows in (month, scaled))
    assert (before.values, before.points) == (after.values, after.points)


@given(st.lists(products, min_size=1, max_size=6), st.integers(0, 5), st.integers(0, 9))
def test_what_a_head_decides_lies_within_what_was_told_before(month: list[Product], at: int, faults: int) -> None:
    open_one = replace(month[at % len(month)], is_accepted=False, faults=None, reported_on=IN_TIME)
    rest = [one for nth, one in enumerate(month) if nth != at % len(month)]
    before = compute_sheet([*rest, open_one], rules=RULES, on=LAST).points
    after = compute_sheet([*rest, replace(open_one, is_accepted=True, faults=faults)], rules=RULES, on=LAST).points

    assert before is not None
    assert after is not None
    assert before.low <= after.low <= after.high <= before.high


@given(products, st.integers(0, 8))
def test_one_more_fault_never_helps(one: Product, faults: int) -> None:
    judged = replace(one, is_accepted=True, reported_on=IN_TIME)
    less, more = (
        judge_product(replace(judged, faults=n), rules=RULES, on=LAST).values[Aspect.QUALITY]
        for n in (faults, faults + 1)
    )
    assert more.low <= less.low

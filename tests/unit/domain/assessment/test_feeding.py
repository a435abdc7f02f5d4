"""How answers are read from counts, and what one failing costs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.feeding import (
    BadFeed,
    Case,
    Counts,
    Feed,
    Ladder,
    Part,
    answer_of,
    parse_amount,
    parse_condition,
    parse_feed,
)
from parindex.domain.assessment.pricing import Kind, Step, price, price_kinds


def test_feed_is_read_and_written_alike() -> None:
    feed = parse_feed("registers:inspections.mended.numerator")

    assert feed == Feed("registers:inspections.mended", Part.NUMERATOR)
    assert str(feed) == "registers:inspections.mended.numerator"


@pytest.mark.parametrize("year", ["previous_year", "2021"])
def test_feed_asks_for_an_earlier_year(year: str) -> None:
    feed = parse_feed(f"registers:thu.tong@{year}.numerator/1000")

    assert (feed.address, feed.divisor) == (f"registers:thu.tong@{year}", 1000)
    assert parse_feed(str(feed)) == feed


@pytest.mark.parametrize("year", ["", "21", "last_year", "1821"])
def test_feed_of_no_year_is_refused(year: str) -> None:
    with pytest.raises(BadFeed):
        parse_feed(f"registers:thu.tong@{year}.numerator")


def test_divisor_turns_dong_into_millions() -> None:
    feed = parse_feed("registers:giai-ngan.ty_le.numerator/1000000")

    assert str(feed) == "registers:giai-ngan.ty_le.numerator/1000000"
    assert answer_of({"numerator": feed}, {feed.address: Counts(12_345_500_000, None)}) == {"numerator": "12345,5"}


@pytest.mark.parametrize(
    "text", ["", "dossiers", "dossiers:on_time", "dossiers.numerator", ":x.numerator", "a:b.half", "a:b.numerator/0"]
)
def test_words_that_name_no_feed_are_refused(text: str) -> None:
    with pytest.raises(BadFeed, match="nguồn:chỉ_số"):
        parse_feed(text)


def test_answer_takes_each_input_from_its_part() -> None:
    feeds = {"numerator": parse_feed("d:x.numerator"), "denominator": parse_feed("d:x.denominator")}

    assert answer_of(feeds, {"d:x": Counts(91, 100)}) == {"numerator": "91", "denominator": "100"}
    assert answer_of({"late": parse_feed("d:x.failing")}, {"d:x": Counts(91, 100)}) == {"late": "9"}


def test_nothing_is_answered_while_one_part_is_unknown() -> None:
    feeds = {"numerator": parse_feed("d:x.numerator"), "denominator": parse_feed("d:x.denominator")}

    assert answer_of(feeds, {"d:x": Counts(None, 100)}) is None
    assert answer_of(feeds, {}) is None
    assert answer_of({"percent": parse_feed("d:x.percent")}, {"d:x": Counts(0, 0)}) is None


def test_percentage_is_never_lifted_over_a_threshold() -> None:
    feeds = {"percent": parse_feed("d:x.percent")}

    words = answer_of(feeds, {"d:x": Counts(79_999_999_999, 100_000_000_000)})

    assert words == {"percent": "79,999999"}


def test_sum_adds_its_terms_and_is_unknown_with_one_of_them() -> None:
    both = parse_amount("s:q/A.numerator + s:r/A.numerator/2")

    assert str(both) == "s:q/A.numerator + s:r/A.numerator/2"
    assert both.addresses == ("s:q/A", "s:r/A")
    assert answer_of({"a": both}, {"s:q/A": Counts(3, 9), "s:r/A": Counts(5, 9)}) == {"a": "5,5"}
    assert answer_of({"a": both}, {"s:q/A": Counts(3, 9)}) is None


TALKS = Ladder(
    (
        Case("none", (parse_condition("r:talks.numerator < 1"),)),
        Case("open", (parse_condition("r:settled.failing > 0"),)),
        Case("two", (parse_condition("r:talks.numerator >= 2"), parse_condition("r:settled.percent = 100"))),
        Case("one"),
    )
)


@pytest.mark.parametrize(
    ("talks", "settled", "chosen"),
    [
        (0, None, "none"),
        (1, Counts(3, 4), "open"),
        (1, Counts(4, 4), "one"),
        (2, Counts(4, 4), "two"),
        (1, Counts(0, 0), "one"),  # a condition that fails settles its case, even beside one that is not known
        (2, Counts(0, 0), None),  # the percentage of nothing is not known, so the level is not either
        (1, None, None),
    ],
)
def test_ladder_takes_the_first_case_that_holds(talks: int, settled: Counts | None, chosen: str | None) -> None:
    counted = {"r:talks": Counts(talks, None)} | ({"r:settled": settled} if settled else {})

    assert TALKS.write(counted) == chosen
    assert TALKS.write({}) is None


def test_ladder_decides_nothing_by_rows_that_could_not_be_judged() -> None:
    published = Ladder(
        (
            Case("late", (parse_condition("r:x.failing > 0"),)),
            Case("full", (parse_condition("r:x.denominator > 0"),)),
            Case("n/a"),
        )
    )

    for numerator, chosen in ((0, "n/a"), (5, "full")):
        assert published.write({"r:x": Counts(numerator, numerator)}) == chosen
        assert published.write({"r:x": Counts(numerator, numerator, unknown=3)}) is None
    # What is settled before the rows that are not known stays settled.
    assert TALKS.write({"r:talks": Counts(0, None), "r:settled": Counts(0, 0, unknown=1)}) == "none"
    summed = Ladder((Case("some", (parse_condition("r:x.numerator + r:y.numerator > 0"),)), Case("none")))
    assert summed.write({"r:x": Counts(1, None), "r:y": Counts(0, None, unknown=1)}) is None


@given(st.integers(0, 2_000), st.integers(1, 2_000))
def test_threshold_is_exact(numerator: int, denominator: int) -> None:
    ladder = Ladder((Case("yes", (parse_condition("r:x.percent >= 90"),)), Case("no")))

    written = ladder.write({"r:x": Counts(numerator, denominator)})

    assert (written == "yes") == (numerator * 10 >= denominator * 9)


@pytest.mark.parametrize("text", ["", "r:x.numerator", "r:x.numerator ~ 1", "r:x.numerator > một", "r.x > 1"])
def test_words_that_are_no_condition_are_refused(text: str) -> None:
    with pytest.raises(BadFeed):
        parse_condition(text)


def deduct(leaders: int, others: int) -> int:
    """Take 15000 for a leader and 5000 for another, of 30000, never below nothing."""
    return max(30_000 - 15_000 * leaders - 5_000 * others, 0)


def kinds(leaders: int, others: int) -> dict[str, Kind]:
    return {
        "leaders": Kind(lambda more: deduct(max(leaders - more, 0), others), leaders),
        "others": Kind(lambda more: deduct(leaders, max(others - more, 0)), others),
    }


def test_kinds_that_add_up_have_a_price_each() -> None:
    found = price_kinds(kinds(1, 2), maximum=30_000)

    assert {key: one.each for key, one in found.items()} == {"leaders": Fraction(15_000), "others": Fraction(5_000)}
    assert sum(one.loss for one in found.values()) == 30_000 - deduct(1, 2)
    assert found["others"].step == Step(1, 10_000)


def test_kinds_that_hide_each_other_have_no_price() -> None:
    assert price_kinds(kinds(2, 1), maximum=30_000) == {}
    assert price_kinds({"x": Kind(lambda _: None, 3)}, maximum=30_000) == {}


def bands(numerator: int) -> int:
    """Give 10000 units at 100 of 100, 5000 from 80, else nothing."""
    return 10_000 if numerator >= 100 else 5_000 if numerator >= 80 else 0


def test_next_step_of_bands_is_the_fewest_that_bring_more() -> None:
    found = price(lambda more: bands(75 + more), failing=25, maximum=10_000)

    assert found is not None
    assert (found.points, found.loss, found.each) == (0, 10_000, Fraction(400))
    assert found.step == Step(count=5, points=5_000)


def test_unknown_points_have_no_price_and_nothing_failing_has_no_step() -> None:
    assert price(lambda _: None, failing=3, maximum=10_000) is None
    perfect = price(lambda _: 10_000, failing=0, maximum=10_000)
    assert perfect is not None
    assert (perfect.loss, perfect.each, perfect.step) == (0, None, None)


@given(total=st.integers(1, 5_000), good=st.integers(0, 5_000), maximum=st.integers(1, 40_000))
def test_prices_add_up_to_the_loss_and_the_step_is_the_smallest(total: int, good: int, maximum: int) -> None:
    done = min(good, total)

    def points_at(more: int) -> int:
        return (done + more) * maximum // total

    found = price(points_at, failing=total - done, maximum=maximum)

    assert found is not None
    assert (found.each or 0) * found.failing == found.loss
    if found.step is None:
        assert points_at(total - done) <= found.points
    else:
        assert points_at(found.step.count) == found.step.points > found.points >= points_at(found.step.count - 1)

"""How answers are read from counts, and what one failing costs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.feeding import BadFeed, Counts, Feed, Part, answer_of, parse_feed
from parindex.domain.assessment.pricing import Step, price


def test_feed_is_read_and_written_alike() -> None:
    feed = parse_feed("registers:inspections.mended.numerator")

    assert feed == Feed("registers:inspections.mended", Part.NUMERATOR)
    assert str(feed) == "registers:inspections.mended.numerator"


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

"""Agreement of two appraisers by cases worked by hand; the blind sample by its properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.agreement import NO_PAIRS, ONE_ANSWER, meaning_of, measure_agreement
from parindex.domain.assessment.sample import is_sampled

RATINGS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")))
WORDS = st.text(alphabet="abcdef0123456789-", max_size=36)


def times(**counts: int) -> list[tuple[str, str]]:
    """Return pairs of one-letter ratings: `ab=3` is three things that the first calls a and the second b."""
    return [(pair[0], pair[1]) for pair, count in counts.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("pairs", "share", "kappa"),
    [
        # 2 x 2: observed 35/50; by chance 25/50*30/50 + 25/50*20/50 = 1/2; (7/10 - 1/2) / (1/2) = 2/5.
        (times(aa=20, ab=5, ba=10, bb=15), Fraction(7, 10), Fraction(2, 5)),
        (times(aa=3, bb=4, cc=2), Fraction(1), Fraction(1)),
        # Every rating differs: by chance 1/2 of two equal halves, so (0 - 1/2) / (1/2).
        (times(ab=5, ba=5), Fraction(0), Fraction(-1)),
        # No relation at all: each of the four as often.
        (times(aa=1, ab=1, ba=1, bb=1), Fraction(1, 2), Fraction(0)),
        # 3 x 3: rows 5, 3, 2 and columns 4, 4, 2 of 10; by chance (20 + 12 + 4) / 100; (7/10 - 9/25) / (16/25).
        (times(aa=4, ab=1, bb=2, bc=1, cb=1, cc=1), Fraction(7, 10), Fraction(17, 32)),
    ],
)
def test_kappa_of_worked_cases(pairs, share, kappa) -> None:
    found = measure_agreement(pairs)

    assert (found.share, found.kappa, found.reason) == (share, kappa, "")
    assert found.same_count == share * found.count


def test_undefined_agreement_stays_unknown_with_its_reason() -> None:
    empty, flat = measure_agreement([]), measure_agreement(times(aa=7))

    assert (empty.share, empty.kappa, empty.reason) == (None, None, NO_PAIRS)
    assert (flat.share, flat.kappa, flat.reason) == (1, None, ONE_ANSWER)


@given(RATINGS)
def test_kappa_is_the_same_with_the_appraisers_changed_and_never_above_one(pairs) -> None:
    found = measure_agreement(pairs)

    assert found == measure_agreement([(second, first) for first, second in pairs])
    if found.kappa is not None:
        assert -1 <= found.kappa <= 1
        assert (found.kappa == 1) == (found.share == 1)


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        (Fraction(-1, 100), "kém hơn cả ngẫu nhiên"),
        (Fraction(0), "gần như ngẫu nhiên"),
        (Fraction(1, 5), "gần như ngẫu nhiên"),
        (Fraction(2, 5), "thấp"),
        (Fraction(41, 100), "vừa phải"),
        (Fraction(4, 5), "khá cao"),
        (Fraction(81, 100), "rất cao"),
        (Fraction(1), "rất cao"),
    ],
)
def test_meaning_of_kappa(kappa, words) -> None:
    assert meaning_of(kappa) == words


@given(WORDS, WORDS, WORDS, st.integers(0, 100), st.integers(0, 100))
def test_a_larger_sample_keeps_the_smaller(campaign, sheet, code, one, other) -> None:
    small, large = sorted((one, other))
    ids = {"campaign": campaign, "sheet": sheet, "code": code}

    assert is_sampled(**ids, percent=small) <= is_sampled(**ids, percent=large)
    assert not is_sampled(**ids, percent=0)
    assert is_sampled(**ids, percent=100)


def test_sample_is_drawn_anew_in_each_campaign_and_near_its_percentage() -> None:
    codes = [f"{field}.{item}" for field in range(1, 9) for item in range(1, 26)]
    drawn = {
        campaign: {
            (sheet, code)
            for sheet in range(50)
            for code in codes
            if is_sampled(campaign=campaign, sheet=str(sheet), code=code, percent=10)
        }
        for campaign in ("a", "b")
    }

    assert all(900 < len(found) < 1100 for found in drawn.values())
    assert len(drawn["a"] & drawn["b"]) < 200

"""Rows become inputs, or every mistake is told with its row and column and nothing is used."""

from fractions import Fraction

import pytest

from parindex.domain.scoring.entries import BadEntries, Entry, read_entries
from parindex.domain.scoring.measures import Ratio
from parindex.domain.scoring.rule import ZeroPolicy
from parindex.domain.scoring.rules.all_or_nothing import AllOrNothing
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.values import BadValue, Mark, read_number
from tests.unit.domain.scoring import builders
from tests.unit.domain.scoring.builders import branch, leaf, manual

RATIO = Proportional(Ratio("việc xong", "việc giao", ZeroPolicy.NOT_APPLICABLE))
CATALOGUE = builders.catalogue(
    manual("3", "1"),
    branch("1", leaf("1.1", rule=RATIO), leaf("1.2", rule=AllOrNothing("có kế hoạch"), always_applies=True)),
    leaf("2", None, rule=None),
)


def mistakes(*entries: Entry) -> list[tuple[int, str]]:
    with pytest.raises(BadEntries) as caught:
        read_entries(entries, catalogue=CATALOGUE)
    return [(mistake.row, mistake.column) for mistake in caught.value.mistakes]


def test_values_unknown_and_not_applicable_are_told_apart() -> None:
    entries = [
        Entry(2, "xa-a", "1.1", "numerator", "95,5".replace(",5", "")),
        Entry(3, "xa-a", "1.1", "denominator", ""),
        Entry(4, "xa-a", "1.2", "", "CÓ"),
        Entry(5, "xa-b", "1.1", "", "N/A", group="sở"),
    ]

    first, second = read_entries(entries, catalogue=CATALOGUE)

    assert first.group == "xã"
    assert first.inputs == {"1.1": {"numerator": Fraction(95), "denominator": Mark.UNKNOWN}, "1.2": {"met": "yes"}}
    assert (second.unit, second.group) == ("xa-b", "sở")
    assert second.inputs == {"1.1": {"numerator": Mark.NOT_APPLICABLE}}


@pytest.mark.parametrize(
    ("entry", "column"),
    [
        (Entry(2, "", "1.1", "numerator", "1"), "unit"),
        (Entry(2, "a", "9.9", "numerator", "1"), "code"),
        (Entry(2, "a", "1", "points", "1"), "code"),
        (Entry(2, "a", "1.1", "points", "1"), "input"),
        (Entry(2, "a", "1.1", "", "1"), "input"),
        (Entry(2, "a", "2", "points", "1"), "input"),
        (Entry(2, "a", "1.1", "numerator", "95,5 %"), "value"),
        (Entry(2, "a", "1.1", "numerator", "1.234"), "value"),
        (Entry(2, "a", "1.1", "numerator", "–"), "value"),
        (Entry(2, "a", "1.1", "numerator", "1,5"), "value"),
        (Entry(2, "a", "1.1", "numerator", "-1"), "value"),
        (Entry(2, "a", "3", "points", "1,01"), "value"),
        (Entry(2, "a", "1.2", "met", "có lẽ"), "value"),
        (Entry(2, "a", "1.2", "met", "n/a"), "value"),
    ],
)
def test_bad_row_is_told_with_its_place(entry: Entry, column: str) -> None:
    good = Entry(1, "b", "1.2", "met", "yes")

    assert mistakes(good, entry) == [(2, column)]


def test_contradictions_between_rows_are_told() -> None:
    first = Entry(2, "a", "1.1", "numerator", "9", group="xã")

    assert mistakes(first, Entry(3, "a", "1.1", "numerator", "9")) == [(3, "input")]
    assert mistakes(first, Entry(3, "a", "1.1", "denominator", "8")) == [(2, "value")]
    assert mistakes(first, Entry(3, "a", "1.1", "denominator", "n/a")) == [(3, "value")]
    assert mistakes(first, Entry(3, "a", "1.1", "denominator", "9", group="sở")) == [(3, "group")]


def test_every_mistake_is_told_at_once() -> None:
    found = mistakes(Entry(2, "a", "x", "", ""), Entry(3, "a", "1.1", "numerator", "x"))

    assert found == [(2, "code"), (3, "value")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("95,5", "95.5"), ("95.5", "95.5"), ("0.145", "0.145"), ("1,234", "1.234"), ("1234", "1234"), ("\u22122", "-2")],
)
def test_number_is_read_exactly(text: str, expected: str) -> None:
    assert read_number(text) == Fraction(expected)


def test_number_that_may_mean_two_says_both() -> None:
    with pytest.raises(BadValue, match="viết 1234 hoặc 1,234"):
        read_number("1.234")

"""The rules of the monthly sheet: what ships is marked as not verified, what is not understood is refused."""

from __future__ import annotations

from fractions import Fraction
from importlib import resources

import pytest

from parindex.definitions.workload.loader import WorkloadDefinitionError, build_sheet_rules, load_sheet_rules

TEXT = (resources.files("parindex.definitions.workload") / "monthly_sheet.yaml").read_text(encoding="utf-8")


def test_nothing_claims_to_be_verified_before_the_official_text_is_there() -> None:
    rules = load_sheet_rules()

    assert not rules.is_verified
    assert not any(sentence.is_verified for sentence in rules.sentences)
    assert (rules.points, rules.common_points, rules.deduction) == (70, 30, Fraction(1, 4))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("quality: 1/3", "quality: 1/2"),
        ("quality: 1/3, ", ""),
        ("deduction: 25/100", "deduction: 25"),
        ("deduction: 25/100", "deduction: 1/0"),
        ('points: "70"', "points: bảy mươi"),
        ('verified: "no"', 'verified: "maybe"'),
        ("title:", "titel:"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(before: str, after: str) -> None:
    changed = TEXT.replace(before, after, 1)
    assert changed != TEXT

    with pytest.raises(WorkloadDefinitionError, match=r"^monthly_sheet\.yaml:\d+: "):
        build_sheet_rules(changed)

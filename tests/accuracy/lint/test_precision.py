"""Lint is right nine times in ten, finds every planted defect, and says nothing new that nobody planted."""

from __future__ import annotations

import pytest

from parindex.definitions.lint.loader import load_rule_book
from tests.accuracy.lint import precision
from tests.accuracy.lint.planting import Planting, load_plantings, try_planting

LEAST = 0.9
# Codes with fewer findings than this are judged together with the rest only.
ENOUGH = 10
A_FEW = 5
CODES = 25
"""How many kinds of fault a plan is checked for, one by one."""


@pytest.mark.parametrize("planting", load_plantings(), ids=lambda planting: planting.name)
def test_planted_defect_is_found_and_nothing_else(planting: Planting) -> None:
    outcome = try_planting(planting)

    assert outcome.missed == ()
    assert [(finding.code, finding.item, finding.text) for finding in outcome.wrong] == []


def test_findings_on_labelled_plans_are_right() -> None:
    tally = precision.tally_labels()

    assert tally.precision() >= LEAST
    often = [code for code in tally.right | tally.wrong if tally.right[code] + tally.wrong[code] >= ENOUGH]
    assert {code: tally.precision(code) for code in often if tally.precision(code) < 0.8} == {}


def test_nearly_every_finding_has_been_looked_at() -> None:
    # A better importer moves a finding now and then; more than a few ask for a new look at the labels.
    unlabelled = precision.tally_labels().unlabelled

    assert len(unlabelled) <= A_FEW, unlabelled


def test_every_code_is_planted_with_the_words_it_is_based_on() -> None:
    words = {code: said for planting in load_plantings() for code, _, said in planting.expect}

    # That hardly any line has a date is seen in a whole plan only: it is labelled.
    assert set(load_rule_book().rules) - {"few_dates"} == set(words)
    assert len(words) == CODES
    assert "" not in words.values()
    assert "few_dates" in {code for codes in precision.load_labels().values() for code in codes}


def test_clean_plans_give_few_findings() -> None:
    noise = sorted(precision.count_by_plan().values())

    assert noise[len(noise) // 2] <= 3

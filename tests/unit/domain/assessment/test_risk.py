from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.risk import RISK_NAMES, ItemFact, RiskKind, judge
from parindex.domain.scoring.sheet import ItemScore, ScoreStatus, Trace

DRAFT, LATE, UNSIGNED = RiskKind.DRAFT, RiskKind.OUT_OF_PERIOD, RiskKind.UNSIGNED


def fact(points: int | None = 15000, *, justification: bool = False, needs_proof: bool = True, proofs=()) -> ItemFact:
    status = ScoreStatus.UNKNOWN if points is None else ScoreStatus.SCORED
    high = 20000 if points is None else points
    exact = None if points is None else Fraction(points, 10000)
    score = ItemScore("1.2", status, points, 0, high, 20000, exact, "", Trace())
    return ItemFact(score, "Mục thử", needs_proof, justification, tuple(proofs))


@pytest.mark.parametrize(
    ("item", "kind", "units"),
    [
        (fact(None), RiskKind.MISSING, 20000),
        (fact(), RiskKind.UNPROVED, 15000),
        (fact(justification=True), RiskKind.WEAK, 15000),
        (fact(proofs=[(DRAFT,)]), DRAFT, 15000),
        (fact(proofs=[(LATE,)], justification=True), LATE, 15000),
        (fact(proofs=[(UNSIGNED, DRAFT)]), DRAFT, 15000),
        (fact(proofs=[(DRAFT,), (LATE, UNSIGNED)]), LATE, 15000),
        (fact(proofs=[(DRAFT,), (UNSIGNED,)]), UNSIGNED, 15000),
    ],
)
def test_judge_tells_the_gravest_cause_of_the_strongest_document(item, kind, units):
    (risk,) = judge([item], scale=10000).risks

    assert (risk.kind, risk.units) == (kind, units)
    assert RISK_NAMES[kind] in risk.message
    assert risk.message.startswith("1.2 Mục thử: ")


@pytest.mark.parametrize(
    "item",
    [fact(0), fact(proofs=[()]), fact(proofs=[(DRAFT,), ()]), fact(needs_proof=False), fact(0, justification=True)],
)
def test_judge_finds_no_risk(item):
    assert judge([item], scale=10000).risks == ()


def test_judge_adds_up():
    ready = judge([fact(), fact(None), fact(0), fact(justification=True)], scale=10000)

    assert (ready.item_count, ready.answered_count, ready.units_at_risk) == (4, 3, 50000)
    assert ready.unproved == ("1.2",)
    assert ready.count(RiskKind.WEAK) == 1


def test_judge_says_what_a_missing_deduction_may_take():
    (risk,) = judge([fact(None, needs_proof=False)], scale=10000).risks

    assert risk.message.endswith("có thể bị trừ tới 2 điểm.")


FAULTS = st.lists(st.lists(st.sampled_from([DRAFT, LATE, UNSIGNED]), max_size=3).map(tuple), max_size=4)


@given(proofs=FAULTS, more=FAULTS, points=st.integers(1, 20000))
def test_another_document_never_makes_it_worse(proofs, more, points):
    before = judge([fact(points, proofs=proofs)], scale=10000)
    after = judge([fact(points, proofs=[*proofs, *more])], scale=10000)

    order = list(RiskKind)
    if before.risks and after.risks:
        assert order.index(after.risks[0].kind) >= order.index(before.risks[0].kind)
    assert after.units_at_risk <= before.units_at_risk

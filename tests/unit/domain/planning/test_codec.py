"""Plan values as JSON: what was written comes back the same, through real JSON text."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.planning import codec
from parindex.domain.planning.model import (
    Citation,
    Deadline,
    DeadlineKind,
    DeadlineRole,
    SourceSpan,
    Target,
    TargetOp,
)

amounts = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
counts = st.none() | st.integers(min_value=0, max_value=3000)
words = st.none() | st.text(max_size=30)
places = st.integers(min_value=0, max_value=10**6)
spans = st.builds(SourceSpan, places, places, places, counts, counts, counts, counts)
targets = st.builds(
    Target,
    op=st.sampled_from(TargetOp),
    value=amounts,
    unit=words,
    of=st.text(max_size=30),
    value2=amounts,
    baseline=amounts,
    baseline_year=counts,
    derived_absolute=amounts,
)
deadlines = st.builds(
    Deadline,
    role=st.sampled_from(DeadlineRole),
    kind=st.sampled_from(DeadlineKind),
    text=st.text(max_size=30),
    year=counts,
    year_to=counts,
    month=counts,
    date_=st.none() | st.dates(),
    day=counts,
    n=counts,
    quarter=counts,
    op=words,
    every=words,
    event=words,
)


def through_text(value: Any) -> Any:
    """Return a value after a trip through JSON text."""
    return json.loads(json.dumps(value, ensure_ascii=False))


@given(span=spans)
def test_span_comes_back(span: SourceSpan) -> None:
    assert codec.span_from_json(through_text(codec.span_to_json(span))) == span


@given(target=targets)
def test_target_comes_back_exact(target: Target) -> None:
    back = codec.target_from_json(through_text(codec.target_to_json(target)))

    assert back == target
    assert str(back.value) == str(target.value)


@given(deadline=deadlines)
def test_deadline_comes_back(deadline: Deadline) -> None:
    assert codec.deadline_from_json(through_text(codec.deadline_to_json(deadline))) == deadline


@given(target=targets, deadline=deadlines)
def test_absent_fields_are_left_out(target: Target, deadline: Deadline) -> None:
    assert None not in codec.target_to_json(target).values()
    assert None not in codec.deadline_to_json(deadline).values()


def test_decimal_keeps_its_zeros_and_date_is_iso() -> None:
    target = Target(op=TargetOp.GE, value=Decimal("80.00"), unit="%", of="hồ sơ")
    deadline = Deadline(
        role=DeadlineRole.COMPLETE, kind=DeadlineKind.DATE, text="trước 20/6/2023", date_=date(2023, 6, 20), op="<="
    )

    assert codec.target_to_json(target) == {"op": ">=", "value": "80.00", "unit": "%", "of": "hồ sơ"}
    assert codec.deadline_to_json(deadline)["date_"] == "2023-06-20"


@pytest.mark.parametrize(
    ("value", "error"),
    [({"op": "~", "of": ""}, ValueError), ({"of": ""}, KeyError), ({"op": "==", "value": "tám"}, ArithmeticError)],
)
def test_target_of_another_language_is_refused(value: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        codec.target_from_json(value)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ({"role": "both", "kind": "someday", "text": ""}, ValueError),
        ({"role": "both", "kind": "date", "text": "", "date_": "20/6/2023"}, ValueError),
        ({"role": "both", "kind": "date", "text": "", "colour": "red"}, TypeError),
    ],
)
def test_deadline_of_another_language_is_refused(value: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        codec.deadline_from_json(value)


def test_citation_is_told_without_what_the_text_lacks() -> None:
    cited = Citation(kind="Kế hoạch", number="12/KH-UBND", date_=date(2023, 1, 9), issuer=None, text="Kế hoạch số 12")

    assert codec.citation_to_json(cited) == {
        "kind": "Kế hoạch",
        "number": "12/KH-UBND",
        "date_": "2023-01-09",
        "text": "Kế hoạch số 12",
        "carried_out": False,
    }

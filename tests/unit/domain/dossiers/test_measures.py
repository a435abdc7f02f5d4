"""Rates, points and shares of a loss: exact, half up, nothing invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.dossiers import loader
from parindex.domain.dossiers.costs import share_loss
from parindex.domain.dossiers.measures import Condition, Operator, basis_points, service_points
from parindex.domain.dossiers.quality import average_points, class_of, total_points

AS_OF = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"), [(0, 0, None), (0, 3, 0), (2, 3, 6667), (1, 8, 1250), (1, 20_000, 1)]
)
def test_rate_is_half_up_and_nothing_over_nothing_is_unknown(
    numerator: int, denominator: int, expected: int | None
) -> None:
    assert basis_points(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (Condition("x", Operator.IN, (1, 2)), 2, True),
        (Condition("x", Operator.IN, (1, 2)), None, False),
        (Condition("x", Operator.KNOWN), 0, True),
        (Condition("x", Operator.UNKNOWN), None, True),
        (Condition("x", Operator.UNKNOWN), 0, False),
        (Condition("x", Operator.BEFORE), date(2025, 6, 29), True),
        (Condition("x", Operator.BEFORE), AS_OF, False),
        (Condition("x", Operator.NOT_BEFORE), AS_OF, True),
        (Condition("x", Operator.NOT_BEFORE), None, False),
    ],
)
def test_condition(condition: Condition, value: int | date | None, holds: bool) -> None:
    assert condition.holds({"x": value}, as_of=AS_OF) is holds


def test_unknown_condition_is_refused() -> None:
    with pytest.raises(loader.DossierDefinitionError, match="không hiểu"):
        loader.parse_condition("state ~ 3")


def test_parts_of_the_766_groups_add_up() -> None:
    # Progress, online service, payment and satisfaction: 20, 12, 10, 18; publication 18; digitisation 22.
    totals: dict[str, int] = {}
    for part in loader.load_indicators().service:
        totals[part.group] = totals.get(part.group, 0) + part.maximum

    assert sorted(totals.values()) == [1000, 1200, 1800, 1800, 2000, 2200]


def test_rate_at_its_threshold_earns_everything() -> None:
    definitions = loader.load_indicators()
    part = next(one for one in definitions.service if one.code == "REUSED_DIGITIZED_DATA")
    fed = {one.code: one for one in definitions.indicators}

    at, below, nothing = ({"reused": n, "digitised_known": of} for n, of in ((80, 100), (40, 100), (0, 0)))

    assert [service_points(part, counts, fed) for counts in (at, below, nothing)] == [200, 100, None]


def test_quality_averages_have_one_decimal_and_leave_out_the_unknown() -> None:
    first, second = loader.load_indicators().quality[:2]

    points = [average_points(first, {"early": 1, "on_time": 1, "judged": 4}), average_points(second, {})]

    assert points == [Decimal("0.8"), None]  # 3/4 = 0,75 rounds half up
    assert total_points(points) == Decimal("0.8")


@pytest.mark.parametrize(
    ("total", "name"),
    [("15", "Xuất sắc"), ("14.9", "Tốt"), ("12", "Tốt"), ("9", "Khá"), ("6", "Trung bình"), ("5.9", "Yếu")],
)
def test_class_of_an_agency(total: str, name: str) -> None:
    assert class_of(Decimal(total), known=9) == name
    assert class_of(Decimal(total), known=8) is None


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10_000), max_size=30), st.integers(0, 10**6))
def test_shares_add_up_to_the_loss(late: dict[str, int], loss: int) -> None:
    shares = share_loss(late, loss=loss)

    assert sum(shares.values()) == (loss if sum(late.values()) else 0)
    assert all(shares[key] == 0 for key, count in late.items() if count == 0)
    assert all(abs(shares[a] * late[b] - shares[b] * late[a]) <= late[a] + late[b] for a in late for b in late)

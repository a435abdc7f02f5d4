"""A programme of several years: its years, its milestones, and whether a goal is reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.planning.model import Deadline, DeadlineKind, DeadlineRole, Target, TargetOp
from parindex.domain.planning.programme import Attainment, Period, attain, milestone, read_period, read_work

PERIOD = Period(2021, 2025)


def due(kind: DeadlineKind, **given_: object) -> Deadline:
    return Deadline(DeadlineRole.BOTH, kind, "như văn bản", **given_)  # type: ignore[arg-type]  # fields by name


def want(op: str, value: str | None, unit: str | None = "%", **given_: str) -> Target:
    more = {name: Decimal(number) for name, number in given_.items()}
    return Target(TargetOp(op), None if value is None else Decimal(value), unit, "hồ sơ", **more)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Kế hoạch cải cách hành chính giai đoạn 2021 - 2025 và định hướng đến năm 2030", Period(2021, 2025)),
        ("CHƯƠNG TRÌNH GIAI ĐOẠN 2026–2030", Period(2026, 2030)),
        ("Kế hoạch khắc phục tồn tại, hạn chế năm 2023", None),
        ("giai đoạn 2025 - 2021", None),
    ],
)
def test_years_are_read_from_the_title(title: str, period: Period | None) -> None:
    assert read_period(title) == period


@pytest.mark.parametrize(
    ("deadline", "years", "owed"),
    [
        (due(DeadlineKind.YEAR_RANGE, year=2022, year_to=2024), (2022, 2023, 2024), {2024}),
        (due(DeadlineKind.BY_YEAR, year=2023), (2021, 2022, 2023), {2023}),
        (due(DeadlineKind.IN_YEAR, year=2022), (2022,), {2022}),
        (due(DeadlineKind.IN_YEAR_ONWARD, year=2024), (2024, 2025), {2024, 2025}),
        (due(DeadlineKind.QUARTER, quarter=1, year=2022), (2022,), {2022}),
        (due(DeadlineKind.DATE, date_=date(2024, 12, 31)), (2024,), {2024}),
        (due(DeadlineKind.RECURRING, every="year"), PERIOD.years, set(PERIOD.years)),
        (due(DeadlineKind.CONTINUOUS), PERIOD.years, set(PERIOD.years)),
        (due(DeadlineKind.BY_YEAR, year=2030), PERIOD.years, set()),
        (due(DeadlineKind.AFTER_EVENT, event="khi có hướng dẫn"), (), set()),
        (due(DeadlineKind.MONTH, month=6), (), set()),
    ],
)
def test_deadline_says_the_years_of_the_work(deadline: Deadline, years: tuple[int, ...], owed: set[int]) -> None:
    work = read_work([deadline], period=PERIOD)

    assert (work.years, work.due) == (years, frozenset(owed))
    assert work.is_known is bool(years)


def test_a_goal_looks_as_far_as_its_latest_year() -> None:
    assert milestone([due(DeadlineKind.BY_YEAR, year=2025), due(DeadlineKind.BY_YEAR, year=2030)]) == 2030
    assert milestone([due(DeadlineKind.CONTINUOUS)]) is None


@pytest.mark.parametrize(
    ("target", "measured", "outcome"),
    [
        (want(">=", "80"), "80", Attainment.REACHED),
        (want(">=", "80"), "79.99", Attainment.NOT_YET),
        (want(">", "80"), "80", Attainment.NOT_YET),
        (want("<=", "30", "phút"), "30", Attainment.REACHED),
        (want("<", "30", "phút"), "30", Attainment.NOT_YET),
        (want("between", "25", value2="35"), "35", Attainment.REACHED),
        (want("between", "25", value2="35"), "35.01", Attainment.NOT_YET),
        (want("==", "80"), "85", Attainment.REACHED),
        (want("==", "0", "nhiệm vụ"), "1", Attainment.NOT_YET),
        (want("==", "0", "%"), "1", Attainment.NOT_YET),
        (want("increase_ge", "2", "pp", baseline="83.99", derived_absolute="85.99"), "85.99", Attainment.REACHED),
        (want("increase_ge", "2", "pp"), "99", Attainment.UNKNOWN),
        (want("increase", None, baseline="50"), "50", Attainment.NOT_YET),
        (want(">=baseline", None, baseline="50"), "50", Attainment.REACHED),
        (want("decrease_ge", "5", baseline="100", derived_absolute="95"), "95", Attainment.REACHED),
        (want("decrease", None), "1", Attainment.UNKNOWN),
        (want("rank_between", "1", None), "1", Attainment.UNKNOWN),
    ],
)
def test_measured_value_is_held_against_the_target(target: Target, measured: str, outcome: Attainment) -> None:
    assert attain(target, measured=Decimal(measured)) is outcome


@given(value=st.decimals(0, 100, places=2), more=st.decimals(0, 100, places=2))
def test_more_never_loses_a_target_that_asks_for_at_least(value: Decimal, more: Decimal) -> None:
    target = Target(TargetOp.GE, value, "%", "hồ sơ")

    assert attain(target, measured=value + more) is Attainment.REACHED

"""Deadlines of plans as dated occurrences: the kinds one by one, then what must hold for all of them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar, load_report_regimes
from parindex.definitions.labels.phrases import load_lexicon
from parindex.domain.calendar.days import Certainty, WeekRule, WorkingCalendar
from parindex.domain.planning.deadlines.deadlines import parse_deadlines
from parindex.domain.planning.model import Confidence, Deadline, DeadlineKind, DeadlineRole
from parindex.domain.planning.scheduling import schedule
from parindex.domain.planning.scheduling.occurrences import Schedule

CALENDAR = load_calendar()
REGIMES = load_report_regimes()
SIGNED_ON = date(2023, 4, 18)
Kind, Role = DeadlineKind, DeadlineRole


def _deadline(kind: DeadlineKind, text: str = "hạn", *, role: DeadlineRole = Role.BOTH, **parts: Any) -> Deadline:
    return Deadline(role, kind, text, **parts)


def _resolve(*deadlines: Deadline, plan_year: int = 2023, signed_on: date | None = SIGNED_ON) -> Schedule:
    return schedule.resolve(deadlines, plan_year=plan_year, signed_on=signed_on, calendar=CALENDAR, regimes=REGIMES)


def _dates(found: Schedule) -> list[str]:
    return [occurrence.due_on.isoformat() for occurrence in found.occurrences]


def test_in_year_is_the_last_working_day_of_the_year_and_keeps_the_legal_end() -> None:
    (occurrence,) = _resolve(_deadline(Kind.IN_YEAR, "Trong năm 2023", year=2023)).occurrences

    assert (occurrence.due_on, occurrence.legal_end) == (date(2023, 12, 29), date(2023, 12, 31))
    assert occurrence.starts_on == date(2023, 1, 1)
    assert occurrence.certainty is Confidence.SURE
    assert occurrence.explanation == (
        "29/12/2023, vì “Trong năm 2023” được hiểu là ngày làm việc cuối cùng của năm 2023 "
        "(31/12/2023 là Chủ nhật nên lấy ngày làm việc liền trước)."
    )


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (_deadline(Kind.IN_YEAR), ["2023-12-29"]),
        (_deadline(Kind.IN_YEAR, year=2024), ["2024-12-31"]),
        (_deadline(Kind.IN_YEAR_ONWARD, year=2021), ["2023-12-29"]),
        (_deadline(Kind.IN_YEAR_ONWARD, year=2024), ["2024-12-31"]),
        (_deadline(Kind.QUARTER, quarter=3, year=2023), ["2023-09-29"]),
        (_deadline(Kind.MONTH, month=9), ["2023-09-29"]),
        (_deadline(Kind.YEAR_RANGE, year=2021, year_to=2025), ["2025-12-31"]),
        (_deadline(Kind.BY_YEAR, year=2025, op="<="), ["2025-12-31"]),
        (_deadline(Kind.DATE, date_=date(2024, 1, 31), op="<="), ["2024-01-31"]),
        (_deadline(Kind.DATE, date_=date(2023, 9, 4)), ["2023-08-31"]),
        (_deadline(Kind.CONTINUOUS), ["2023-06-30", "2023-09-29", "2023-12-29"]),
        (_deadline(Kind.RECURRING, every="half_year"), ["2023-06-30", "2023-12-29"]),
        (_deadline(Kind.RECURRING, every="year"), ["2023-12-29"]),
        (_deadline(Kind.RECURRING, every="year", quarter=3), ["2023-09-29"]),
        (_deadline(Kind.RECURRING, every="year", month=10), ["2023-10-31"]),
        (_deadline(Kind.RECURRING_DATE, day=30, month=11), ["2023-11-30"]),
        (
            _deadline(Kind.RECURRING_DAY_OF_MONTH, day=25, every="quarter"),
            ["2023-06-23", "2023-09-25", "2023-12-25"],
        ),
        (_deadline(Kind.RECURRING_DAY_OF_MONTH, day=31, every="half_year"), ["2023-06-30", "2023-12-29"]),
    ],
)
def test_kinds_with_a_date(deadline: Deadline, expected: list[str]) -> None:
    found = _resolve(deadline)

    assert _dates(found) == expected
    assert found.unresolved == ()
    assert all(occurrence.certainty is Confidence.SURE for occurrence in found.occurrences)


@pytest.mark.parametrize(
    ("every", "times", "expected"),
    [
        ("year", 2, ["2023-06-30", "2023-12-29"]),
        ("half_year", 2, ["2023-06-30", "2023-09-29", "2023-12-29"]),
        ("year", 5, ["2023-12-29"]),
        ("quarter", 2, ["2023-06-30", "2023-09-29", "2023-12-29"]),
        ("year", 6, ["2023-12-29"]),
    ],
)
def test_times_in_a_period_are_equal_parts_to_be_checked(every: str, times: int, expected: list[str]) -> None:
    found = _resolve(_deadline(Kind.RECURRING, every=every, n=times))

    assert _dates(found) == expected
    assert all(occurrence.certainty is Confidence.CHECK for occurrence in found.occurrences)
    assert f"{times} lần mỗi kỳ" in found.occurrences[0].explanation


@pytest.mark.parametrize(("every", "name"), [("day", "ngày"), ("week", "tuần")])
def test_daily_and_weekly_work_is_followed_by_quarter(every: str, name: str) -> None:
    found = _resolve(_deadline(Kind.RECURRING, every=every))

    assert _dates(found) == ["2023-06-30", "2023-09-29", "2023-12-29"]
    assert f"hằng {name} được theo dõi theo quý" in found.occurrences[0].explanation


def test_monthly_recurrence_starts_with_the_month_of_signing() -> None:
    found = _resolve(_deadline(Kind.RECURRING, every="month"))

    assert [occurrence.period_label for occurrence in found.occurrences][:2] == ["Tháng 04/2023", "Tháng 05/2023"]
    assert _dates(found)[0] == "2023-04-28"


def test_continuous_without_a_signing_date_has_all_quarters() -> None:
    assert len(_resolve(_deadline(Kind.CONTINUOUS), signed_on=None).occurrences) == 4


REPORTS = _deadline(
    Kind.RECURRING_DAY_OF_MONTH, "Chậm nhất là ngày 20 của tháng cuối kỳ báo cáo", role=Role.COMPLETE, day=20
)


def test_reporting_duty_is_the_four_dates_of_the_regime() -> None:
    in_year = _deadline(Kind.IN_YEAR, "Trong năm 2023", role=Role.PERFORM, year=2023)

    found = _resolve(in_year, REPORTS, signed_on=date(2023, 1, 3))

    assert _dates(found) == ["2023-03-20", "2023-06-20", "2023-09-20", "2023-12-20"]
    assert "581/BNV-CCHC" in found.occurrences[0].explanation
    assert found.unresolved == ()


def test_reporting_duty_takes_its_year_from_the_performing_part_and_skips_dates_before_signing() -> None:
    in_year = _deadline(Kind.IN_YEAR, "Trong năm 2023", role=Role.PERFORM, year=2023)

    assert _dates(_resolve(in_year, REPORTS, plan_year=2022)) == ["2023-06-20", "2023-09-20", "2023-12-20"]


def test_reporting_duty_on_a_day_off_moves_back_and_says_so() -> None:
    found = _resolve(REPORTS, plan_year=2026, signed_on=date(2026, 1, 5))

    assert _dates(found) == ["2026-03-20", "2026-06-19", "2026-09-18", "2026-12-18"]
    assert "20/06/2026 là thứ Bảy nên lấy ngày làm việc liền trước" in found.occurrences[1].explanation


def test_reporting_duty_without_a_regime_or_a_day_stays_open() -> None:
    found = schedule.resolve([REPORTS], plan_year=2023, signed_on=None, calendar=CALENDAR, regimes={})
    general = {schedule.REPORTING_REGIME: REGIMES["general"]}
    without_days = schedule.resolve([REPORTS], plan_year=2023, signed_on=None, calendar=CALENDAR, regimes=general)

    assert [item.needs for item in found.unresolved] == ["Cần ngày và tháng."]
    assert [item.needs for item in without_days.unresolved] == ["Cần ngày gửi của từng kỳ báo cáo."]


def test_complete_with_a_date_bounds_perform() -> None:
    perform = _deadline(Kind.IN_YEAR, "Trong năm 2023", role=Role.PERFORM, year=2023)
    complete = _deadline(Kind.DATE, "Chậm nhất ngày 31 tháng 01 năm 2024", role=Role.COMPLETE, date_=date(2024, 1, 31))

    assert _dates(_resolve(perform, complete)) == ["2024-01-31"]


def test_complete_without_a_date_leaves_perform_to_be_checked() -> None:
    perform = _deadline(Kind.IN_YEAR, "Trong năm 2023", role=Role.PERFORM, year=2023)
    complete = _deadline(Kind.PER_PLAN, "Theo Kế hoạch", role=Role.COMPLETE)

    found = _resolve(perform, complete)

    assert _dates(found) == ["2023-12-29"]
    assert found.occurrences[0].certainty is Confidence.CHECK
    assert "“Theo Kế hoạch” chưa có ngày" in found.occurrences[0].explanation
    assert [item.kind for item in found.unresolved] == [Kind.PER_PLAN]


def test_explanation_cuts_long_words() -> None:
    (occurrence,) = _resolve(_deadline(Kind.IN_YEAR, "Trong năm " + "rất " * 60)).occurrences

    assert "rất…”" in occurrence.explanation
    assert len(occurrence.explanation) < 250


def test_perform_alone_bounds() -> None:
    assert _dates(_resolve(_deadline(Kind.QUARTER, role=Role.PERFORM, quarter=4))) == ["2023-12-29"]


@pytest.mark.parametrize(
    ("deadline", "reason", "needs"),
    [
        (_deadline(Kind.AFTER_EVENT, event="Bộ triển khai"), "sự kiện", "Cần ngày của sự kiện: Bộ triển khai"),
        (_deadline(Kind.ON_EVENT, "Khi để xảy ra trễ hẹn"), "sự kiện", "Cần ngày của sự kiện: Khi để xảy ra trễ hẹn"),
        (
            _deadline(Kind.WORKING_DAYS_BEFORE_EVENT, n=5, event="văn bản có hiệu lực"),
            "tính 5 ngày làm việc trước",
            "văn bản có hiệu lực",
        ),
        (_deadline(Kind.DAYS_AFTER_EVENT, n=3, event="ký ban hành"), "tính 3 ngày sau", "ký ban hành"),
        (_deadline(Kind.WORKING_DAYS_AFTER_EVENT, event="ký"), "phụ thuộc", "ký"),
        (_deadline(Kind.PER_PLAN), "kế hoạch khác", "mốc"),
        (_deadline(Kind.PER_REGULATION), "quy định", "thời hạn"),
        (_deadline(Kind.PER_ASSIGNMENT), "nhiệm vụ được giao", "hạn"),
        (_deadline(Kind.ON_REQUEST), "yêu cầu", "ngày của yêu cầu"),
        (_deadline(Kind.CROSS_REFERENCE), "chỗ khác", "chỗ được dẫn"),
        (_deadline(Kind.QUARTER), "quý nào", "quý"),
        (_deadline(Kind.MONTH), "tháng nào", "tháng"),
        (_deadline(Kind.DATE), "ngày nào", "ngày"),
        (_deadline(Kind.YEAR_RANGE, year=2021), "năm cuối", "năm cuối"),
        (_deadline(Kind.YEAR_RANGE, year=2025, year_to=2021), "năm cuối", "năm cuối"),
        (_deadline(Kind.RECURRING), "kỳ nào", "mốc"),
        (_deadline(Kind.RECURRING, every="fortnight"), "kỳ nào", "mốc"),
        (_deadline(Kind.RECURRING_DATE, day=5), "tháng nào", "tháng"),
        (_deadline(Kind.RECURRING_DAY_OF_MONTH, day=5), "tháng nào", "tháng"),
        (_deadline(Kind.QUARTER, quarter=5), "quý 5 không có thật", "quý 5"),
        (_deadline(Kind.IN_YEAR, year=20023), "năm 20023 không có thật", "năm"),
        (_deadline(Kind.RECURRING_DATE, day=32, month=1), "ngày 32", "ngày 32"),
        (_deadline(Kind.RECURRING_DATE, day=1, month=13), "tháng 13", "tháng 13"),
        (_deadline(Kind.RECURRING_DATE, day=1, month=2), "đã qua trước ngày ký 18/04/2023", "năm"),
    ],
)
def test_what_has_no_date_says_what_must_be_known(deadline: Deadline, reason: str, needs: str) -> None:
    found = _resolve(deadline)

    assert found.occurrences == ()
    (item,) = found.unresolved
    assert reason.lower() in item.reason.lower()
    assert needs in item.needs
    assert item.reason.endswith(".")
    assert item.needs.startswith("Cần ")


@pytest.mark.parametrize(
    ("deadline", "signed_on", "expected", "doubt"),
    [
        (_deadline(Kind.BY_YEAR, year=2030), SIGNED_ON, "2030-12-31", "chưa có năm 2030"),
        (_deadline(Kind.END_OF_ASSESSMENT_YEAR), SIGNED_ON, "2023-12-29", "Năm đánh giá"),
        (_deadline(Kind.IN_YEAR, year=2022), SIGNED_ON, "2022-12-30", "trước ngày ký"),
        (_deadline(Kind.DATE, date_=date(2023, 5, 1)), date(2023, 4, 29), "2023-05-01", "không có ngày làm việc nào"),
        (_deadline(Kind.DATE, date_=date(2021, 1, 1)), None, "2021-01-01", "chưa có ngày làm việc liền trước"),
    ],
)
def test_doubtful_dates_are_given_to_be_checked(
    deadline: Deadline, signed_on: date | None, expected: str, doubt: str
) -> None:
    (occurrence,) = _resolve(deadline, signed_on=signed_on).occurrences

    assert occurrence.due_on == date.fromisoformat(expected)
    assert occurrence.certainty is Confidence.CHECK
    assert doubt in occurrence.explanation


def test_same_deadline_twice_gives_one_occurrence_and_one_open_point() -> None:
    year, plan = _deadline(Kind.IN_YEAR, year=2023), _deadline(Kind.PER_PLAN)

    found = _resolve(year, plan, year, plan)

    assert (len(found.occurrences), len(found.unresolved)) == (1, 1)


def test_every_kind_of_the_model_is_read() -> None:
    for kind in DeadlineKind:
        found = _resolve(_deadline(kind))
        assert found.occurrences or found.unresolved


YEARS = st.integers(2021, 2026)
DEADLINES = st.builds(
    Deadline,
    role=st.sampled_from(DeadlineRole),
    kind=st.sampled_from(DeadlineKind),
    text=st.sampled_from(["Trong năm", "ngày 20 của tháng cuối kỳ báo cáo"]),
    year=st.none() | st.integers(2019, 2035),
    year_to=st.none() | st.integers(2019, 2035),
    month=st.none() | st.integers(0, 13),
    date_=st.none() | st.dates(date(2019, 1, 1), date(2030, 1, 1)),
    day=st.none() | st.integers(0, 32),
    n=st.none() | st.integers(1, 3),
    quarter=st.none() | st.integers(0, 5),
    every=st.none() | st.sampled_from(["week", "month", "quarter", "half_year", "year"]),
)


@given(st.lists(DEADLINES, max_size=4), YEARS, st.none() | st.dates(date(2020, 6, 1), date(2027, 6, 1)))
def test_occurrences_are_worked_or_explained_within_their_period_sorted_and_unique(
    deadlines: list[Deadline], plan_year: int, signed_on: date | None
) -> None:
    found = _resolve(*deadlines, plan_year=plan_year, signed_on=signed_on)

    keys = [(occurrence.due_on, occurrence.period_label) for occurrence in found.occurrences]
    assert keys == sorted(set(keys))
    assert bool(found.occurrences or found.unresolved) is bool(deadlines)
    for occurrence in found.occurrences:
        assert occurrence.starts_on <= occurrence.due_on <= occurrence.legal_end
        worked = CALENDAR.knows(occurrence.due_on) and CALENDAR.is_working_day(occurrence.due_on)
        assert worked or occurrence.certainty is Confidence.CHECK
        if occurrence.due_on != occurrence.legal_end:
            assert f"{occurrence.legal_end:%d/%m/%Y} là" in occurrence.explanation
            assert CALENDAR.count_working_days(occurrence.due_on, occurrence.legal_end) == 1
        if signed_on is not None and occurrence.due_on < signed_on:
            assert occurrence.certainty is Confidence.CHECK


def test_calendar_of_other_weeks_is_respected() -> None:
    week = WeekRule(frozenset({6}), "tuần sáu ngày", Certainty.ASSUMED)
    calendar = WorkingCalendar.build([], years=[2023], week=week)

    found = schedule.resolve(
        [_deadline(Kind.IN_YEAR)], plan_year=2023, signed_on=None, calendar=calendar, regimes=REGIMES
    )

    assert _dates(found) == ["2023-12-30"]


def test_part_of_a_year_is_to_be_checked_and_belongs_to_its_own_year() -> None:
    words = "Trong năm 2022 và đầu năm 2023"

    found = _resolve(
        _deadline(Kind.IN_YEAR, words, year=2022),
        _deadline(Kind.IN_YEAR, words, year=2023),
        signed_on=date(2022, 9, 29),
    )

    assert _dates(found) == ["2022-12-30", "2023-03-31"]
    assert [occurrence.certainty for occurrence in found.occurrences] == [Confidence.SURE, Confidence.CHECK]
    assert "“Đầu năm 2023” không nói rõ ngày; tạm lấy quý I/2023." in found.occurrences[1].explanation


def test_middle_of_a_year_is_its_first_half_to_be_checked() -> None:
    (occurrence,) = _resolve(_deadline(Kind.IN_YEAR, "giữa năm 2023", year=2023)).occurrences

    assert (occurrence.due_on, occurrence.certainty) == (date(2023, 6, 30), Confidence.CHECK)


def test_regular_work_says_that_it_is_followed_by_quarter() -> None:
    found = _resolve(_deadline(Kind.CONTINUOUS, "Thường xuyên trong năm"))

    assert found.occurrences[1].explanation == (
        "29/09/2023, vì “Thường xuyên trong năm” là việc thường xuyên, theo dõi đến hết quý III/2023 "
        "(30/09/2023 là thứ Bảy nên lấy ngày làm việc liền trước)."
    )


@pytest.mark.parametrize(
    "deadline", [_deadline(Kind.IN_YEAR_ONWARD, year=2023), _deadline(Kind.RECURRING, every="year")]
)
def test_yearly_work_says_who_gives_it_in_later_years(deadline: Deadline) -> None:
    (occurrence,) = _resolve(deadline).occurrences

    assert occurrence.explanation.endswith("; các năm tiếp theo được giao lại trong kế hoạch của từng năm.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01/3/2023 đến 30/6/2023", ["2023-06-30"]),
        ("Quý II đến Quý IV", ["2023-12-29"]),
        ("Từ quý II đến hết quý III", ["2023-09-29"]),
        ("Từ tháng 10/2022 đến tháng 6/2023", ["2023-06-30"]),
        ("Từ quý III/2023, báo cáo trước 15/12", ["2023-12-15"]),
    ],
)
def test_of_a_range_only_the_end_is_due(text: str, expected: list[str]) -> None:
    found = _resolve(*parse_deadlines(text, plan_year=2023, lexicon=load_lexicon()))

    assert (_dates(found), found.unresolved) == (expected, ())


@pytest.mark.parametrize("text", ["Từ quý III/2023", "Sau 15/6/2023", "Kể từ ngày 01/7/2023", "Từ tháng 8 trở đi"])
def test_a_lone_start_has_no_due_day_and_asks_for_one(text: str) -> None:
    found = _resolve(*parse_deadlines(text, plan_year=2023, lexicon=load_lexicon()))

    assert found.occurrences == ()
    (unresolved,) = found.unresolved
    assert unresolved.deadline_text == text
    assert unresolved.reason == "Chỉ nói khi nào bắt đầu, không nói khi nào phải xong."
    assert unresolved.needs == "Cần ngày phải xong."

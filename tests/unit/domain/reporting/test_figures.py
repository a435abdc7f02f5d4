"""Figures: each row counts once, sums do not depend on how the tree is cut, ratios are made of sums."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.report_regimes.loader import regime
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting import figures
from parindex.domain.reporting.figures import Figure, Given, LowerReport, Source
from parindex.domain.reporting.work import (
    OTHER_FIELD,
    FieldWords,
    Outcome,
    Sorted,
    WorkRow,
    field_of,
    is_within,
    outcome_of,
    sort_rows,
)

BOOK = regime("cchc")
WINDOW = Period("Quý III/2026", date(2026, 6, 15), date(2026, 9, 15))
WORDS = tuple(FieldWords(field.code, field.words, field.criterion) for field in BOOK.fields)
FIELDS = tuple(field.code for field in BOOK.fields)
DAYS = st.none() | st.integers(0, 200).map(lambda days: date(2026, 4, 1) + timedelta(days=days))


@st.composite
def work_rows(draw: st.DrawFn) -> list[WorkRow]:
    """Return up to thirty assignments; what is done was reported on or before the day it was confirmed."""
    rows = []
    for nth in range(draw(st.integers(0, 30))):
        submitted = draw(DAYS)
        done = submitted + timedelta(days=draw(st.integers(0, 9))) if submitted and draw(st.booleans()) else None
        criterion = draw(st.sampled_from(["", "1.2", "3.3.1", "7.1", "8.1"]))
        rows.append(WorkRow(f"nv:{nth:03d}", f"Việc {nth}", "", criterion, "", draw(DAYS), submitted, done))
    return rows


def sorted_of(rows: list[WorkRow], cut_off: date = WINDOW.end) -> Sorted:
    """Return rows by field and outcome."""
    return sort_rows(rows, window=WINDOW, cut_off=cut_off, fields=WORDS)


def computed(rows: list[WorkRow], lower: tuple[LowerReport, ...] = ()) -> dict[str, Figure]:
    """Return the figures of rows and lower reports by key."""
    made = figures.compute(BOOK.figures, work=sorted_of(rows), fields=FIELDS, given={}, lower=lower)
    return {figure.key: figure for figure in made}


def test_outcome_sees_only_what_happened_before_the_cut_off() -> None:
    row = WorkRow("nv:1", "Việc", "", "", "", date(2026, 7, 1), date(2026, 7, 3), date(2026, 7, 6))

    assert outcome_of(row, cut_off=date(2026, 7, 1)) is Outcome.ONGOING
    assert outcome_of(row, cut_off=date(2026, 7, 2)) is Outcome.OVERDUE
    assert outcome_of(row, cut_off=date(2026, 7, 4)) is Outcome.WAITING
    assert outcome_of(row, cut_off=date(2026, 7, 7)) is Outcome.DONE_LATE


def test_done_in_time_is_judged_by_the_day_it_was_reported() -> None:
    row = WorkRow("nv:1", "Việc", "", "", "", date(2026, 7, 3), date(2026, 7, 3), date(2026, 7, 20))

    assert outcome_of(row, cut_off=WINDOW.end) is Outcome.DONE_ON_TIME


def test_what_was_done_before_the_window_is_not_counted_again() -> None:
    row = WorkRow("nv:1", "Việc", "", "", "", date(2026, 6, 1), date(2026, 6, 10), date(2026, 6, 14))

    assert not is_within(row, window=WINDOW, cut_off=WINDOW.end)
    assert is_within(row, window=Period("", date(2026, 6, 14), WINDOW.end), cut_off=WINDOW.end)


def test_field_is_told_by_heading_then_title_then_criterion() -> None:
    row = WorkRow("nv:1", "Niêm yết thủ tục hành chính", "Cải cách thể chế", "7.1", "", None, None, None)

    assert field_of(row, WORDS) == "the-che"
    assert field_of(WorkRow("nv:2", row.title, "", "7.1", "", None, None, None), WORDS) == "tthc"
    assert field_of(WorkRow("nv:3", "Việc", "", "7.1", "", None, None, None), WORDS) == "so"
    assert field_of(WorkRow("nv:4", "Việc", "", "", "", None, None, None), WORDS) == OTHER_FIELD


@given(work_rows())
def test_outcomes_and_fields_split_the_total(rows: list[WorkRow]) -> None:
    found = computed(rows)
    outcomes = ("dung-han", "tre-han", "cho-xac-nhan", "qua-han", "dang-lam", "chua-co-han")

    assert found["nhiem-vu"].value == sum(is_within(row, window=WINDOW, cut_off=WINDOW.end) for row in rows)
    assert found["nhiem-vu"].value == sum((found[code].value or 0) for code in outcomes)
    for rule in BOOK.figures:
        if rule.source is Source.WORK:
            assert found[rule.code].value == sum((found[f"{field}.{rule.code}"].value or 0) for field in FIELDS)


@given(work_rows(), st.integers(0, 30))
def test_lower_reports_sum_to_what_one_count_gives(rows: list[WorkRow], cut: int) -> None:
    own, sent = rows[:cut], rows[cut:]
    lower = LowerReport("xa", "Xã", "bc:1", {key: figure.value for key, figure in computed(sent).items()})

    whole, split = computed(rows), computed(own, (lower,))

    assert {key: figure.value for key, figure in whole.items()} == {key: figure.value for key, figure in split.items()}


@given(work_rows(), st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[WorkRow], chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert computed(rows) == computed(shuffled)


def test_a_ratio_is_made_of_sums_and_not_known_of_nothing() -> None:
    lower = (
        LowerReport("a", "A", "bc:1", {"nhiem-vu": Decimal(1), "hoan-thanh": Decimal(1)}),
        LowerReport("b", "B", "bc:2", {"nhiem-vu": Decimal(2), "hoan-thanh": Decimal(0)}),
    )

    assert computed([], lower)["ty-le"].value == Decimal("33.33")
    assert computed([])["ty-le"].value is None


def test_an_index_is_cut_and_never_shown_as_more() -> None:
    assert figures.two_places(Decimal("79.9999")) == Decimal("79.99")


def test_a_given_figure_is_kept_with_its_row_and_unknown_without() -> None:
    given_ = {"chi-so": Given(Decimal("80.35"), ("kq:1",), "2025|80.35")}
    made = figures.compute(BOOK.figures, work={}, fields=FIELDS, given=given_)
    by_key = {figure.key: figure for figure in made}

    assert (by_key["chi-so"].value, by_key["chi-so"].rows) == (Decimal("80.35"), ("kq:1",))
    assert by_key["hang"].value is None

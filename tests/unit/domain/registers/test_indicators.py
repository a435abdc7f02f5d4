"""Conditions, clocks, moves and indicators of a register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.registers.loader import shipped_registers
from parindex.domain.calendar.periods import year_period
from parindex.domain.registers.clocks import disagree, running_due
from parindex.domain.registers.conditions import AnyOf, Comparison, FieldTest, StateTest, Value, hold
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.indicators import Figure, Tally, add_up, evaluate, standings, tally
from parindex.domain.registers.moves import lifecycle_of, moves_from, refusal_of
from parindex.domain.registers.outcomes import Outcome

YEAR = year_period(2026)
TODAY = date(2026, 11, 20)


def facts(register_id: str, state: str, values: Mapping[str, Value], key: int = 0) -> EntryFacts:
    register = shipped_registers()[register_id]
    return EntryFacts(register, values, state, TODAY, load_calendar(), key)


def figure(register_id: str, code: str, entries: list[EntryFacts]) -> Figure:
    indicator = shipped_registers()[register_id].indicator_by_code[code]
    return evaluate(indicator, tally(indicator, entries, YEAR))


def standard(kind: str, reached: bool | None, state: str = "duong_nhiem") -> EntryFacts:
    values: dict[str, Value] = {"nhom": kind}
    if reached is not None:
        values["dat_chuan"] = reached
    return facts("chuan-cong-chuc-xa", state, values)


def share(entries: list[EntryFacts]) -> tuple[Fraction | None, Fraction | None, Fraction | None, bool]:
    indicator = shipped_registers()["chuan-cong-chuc-xa"].indicator_by_code["ty_le_cong_chuc"]
    told = evaluate(indicator, tally(indicator, entries, YEAR))
    return told.value, told.low, told.high, told.has_arisen


def test_a_share_is_exact() -> None:
    entries = [standard("cong_chuc", True), standard("cong_chuc", False), standard("cong_chuc", True)]

    assert share(entries) == (Fraction(200, 3), Fraction(200, 3), Fraction(200, 3), True)


def test_nothing_arisen_is_neither_zero_nor_a_hundred() -> None:
    assert share([standard("can_bo", True), standard("cong_chuc", True, state="thoi_giu")]) == (None, None, None, False)


def test_an_empty_field_makes_an_interval() -> None:
    value, low, high, has_arisen = share([standard("cong_chuc", True), standard("cong_chuc", None)])

    assert (value, low, high, has_arisen) == (None, Fraction(50), Fraction(100), True)


def test_conditions_know_three_answers() -> None:
    entry = facts("giai-ngan", "da_nhap", {"ke_hoach_von": 5})

    assert hold((FieldTest("ke_hoach_von", Comparison.AT_LEAST, (Decimal(5),)),), entry) is True
    assert hold((FieldTest("luy_ke", Comparison.AT_LEAST, (1,)),), entry) is None
    assert hold((FieldTest("luy_ke", Comparison.IS_NOT, (1,)),), entry) is None
    assert hold((FieldTest("luy_ke", Comparison.FILLED),), entry) is False
    assert hold((FieldTest("luy_ke", Comparison.AT_MOST, other="ke_hoach_von"),), entry) is None
    # What is false for sure settles a list, what is true for sure settles an alternative.
    assert hold((FieldTest("luy_ke", Comparison.IS, (1,)), StateTest(("xong",))), entry) is False
    assert hold((AnyOf(((FieldTest("luy_ke", Comparison.IS, (1,)),), (StateTest(("da_nhap",)),))),), entry) is True


def publication(signed: date, effective: date | None, code: str = "1.1", key: int = 0) -> EntryFacts:
    values: dict[str, Value] = {"ma_tthc": code, "ngay_ky": signed, "loai": "sua_doi"}
    if effective is not None:
        values["ngay_hieu_luc"] = effective
    return facts("cong-bo-tthc", "da_cong_bo", values, key)


def test_both_readings_of_five_days_are_told_and_their_difference_is_seen() -> None:
    # Monday 16/03/2026: five working days before is Monday 09/03, five days before is Wednesday 11/03.
    entry = publication(date(2026, 3, 10), date(2026, 3, 16))

    states = entry.clock("cong_bo")

    assert [state.outcome for state in states] == [Outcome.LATE, Outcome.MET]
    assert [state.due for state in states] == [date(2026, 3, 9), date(2026, 3, 11)]
    assert disagree(states)
    assert not disagree(publication(date(2026, 3, 2), date(2026, 3, 16)).clock("cong_bo"))


def test_a_procedure_in_two_decisions_counts_once_and_one_late_decision_makes_it_late() -> None:
    register = shipped_registers()["cong-bo-tthc"]
    indicator = register.indicator_by_code["cong_bo_dung_han"]
    good, late = (date(2026, 3, 2), date(2026, 3, 16)), (date(2026, 3, 13), date(2026, 3, 16))

    counted = tally(indicator, [publication(*good), publication(*late), publication(*good, code="1.2")], YEAR)

    assert (counted.above, counted.below) == (1, 2)


def checked(unit: str, kind: str | None, on: date, key: int) -> EntryFacts:
    values: dict[str, Value] = {"don_vi": unit, "ngay_kiem_tra": on}
    return facts("kiem-tra", "da_kiem_tra", values | ({"hinh_thuc": kind} if kind else {}), key)


def test_a_plain_count_of_groups_counts_each_group_once() -> None:
    """Three opinions of one dialogue are one dialogue; a unit that only checked itself was not checked by others."""
    day = date(2026, 5, 14)
    talk: dict[str, Value] = {"cuoc": "Đối thoại 1", "ngay_doi_thoai": day}
    opinions = [facts("doi-thoai", state, talk, key) for key, state in enumerate(("da_xong", "dang_lam", "da_xong"))]
    visits = [
        checked("so-a", "dinh_ky", day, 1),
        checked("so-a", "tu_kiem_tra", day, 2),
        checked("so-b", "tu_kiem_tra", day, 3),
        checked("so-c", "dot_xuat", day, 4),
    ]

    assert figure("doi-thoai", "so_cuoc", opinions).value == 1
    assert figure("kiem-tra", "so_don_vi", visits).value == 2
    assert figure("kiem-tra", "so_bo_phan", visits).value == 2
    doubtful = figure("kiem-tra", "so_don_vi", [*visits, checked("so-d", None, day, 5)])
    assert (doubtful.low, doubtful.high) == (2, 3)


def test_a_year_without_calendar_is_unknown_and_not_late() -> None:
    assert publication(date(2090, 1, 3), date(2090, 2, 1)).outcome("cong_bo") is Outcome.UNKNOWN


def disbursed(project: str, day: date, amount: int | None, plan: int = 100, key: int = 0) -> EntryFacts:
    values: dict[str, Value] = {"ma_du_an": project, "ngay_chot": day, "ke_hoach_von": plan}
    if amount is not None:
        values["luy_ke"] = amount
    return facts("giai-ngan", "da_nhap", values, key)


def test_the_latest_row_of_a_project_counts_and_money_is_added_up() -> None:
    rows = [
        disbursed("A", date(2026, 3, 31), 20),
        disbursed("A", date(2026, 6, 30), 50),
        disbursed("B", date(2026, 6, 30), 25, plan=300),
        disbursed("B", date(2025, 12, 31), 300, plan=300),
    ]
    indicator = shipped_registers()["giai-ngan"].indicator_by_code["ty_le_giai_ngan"]

    assert evaluate(indicator, tally(indicator, rows, YEAR)).value == Fraction(75, 400) * 100


def test_an_unknown_amount_makes_a_sum_unknown() -> None:
    indicator = shipped_registers()["giai-ngan"].indicator_by_code["ty_le_giai_ngan"]

    told = evaluate(indicator, tally(indicator, [disbursed("A", date(2026, 3, 31), None)], YEAR))

    assert (told.value, told.low, told.has_arisen) == (None, None, True)


def test_an_entry_without_its_date_belongs_to_no_period_and_is_told() -> None:
    entry = facts("nhiem-vu-cap-tren", "dang_lam", {"ngay_giao": date(2026, 1, 5)})
    indicator = shipped_registers()["nhiem-vu-cap-tren"].indicator_by_code["ty_le_hoan_thanh"]

    assert tally(indicator, [entry], YEAR) == Tally(undated=1)


def test_the_running_clock_is_the_first_that_is_not_met() -> None:
    register = shipped_registers()["nhiem-vu-cap-tren"]
    values: dict[str, Value] = {"han": date(2026, 12, 1)}
    calendar = load_calendar()

    assert running_due(register, values, state="dang_lam", calendar=calendar) == (date(2026, 12, 1), "han")
    assert running_due(register, values, state="dung", calendar=calendar) is None
    done: dict[str, Value] = {**values, "ngay_xong": date(2026, 12, 3)}
    assert running_due(register, done, state="dang_lam", calendar=calendar) is None


def test_a_move_needs_its_fields_and_its_document() -> None:
    register = shipped_registers()["kien-nghi-kiem-tra"]
    move = register.move_by_code["bao_xong"]
    values: dict[str, Value] = {"ngay_xong": TODAY, "ket_qua": "Đã niêm yết lại"}

    lacking = refusal_of(move, facts(register.id, "dang_khac_phuc", {"ngay_xong": TODAY}), has_document=True)
    bare = refusal_of(move, facts(register.id, "dang_khac_phuc", values), has_document=False)

    assert lacking is not None
    assert lacking.fields == ("ket_qua",)
    assert bare is not None
    assert "tài liệu kiểm chứng" in bare.message
    assert refusal_of(move, facts(register.id, "dang_khac_phuc", values), has_document=True) is None
    assert [move.code for move in moves_from(register, "da_khac_phuc")] == ["tra_lai"]
    assert lifecycle_of(register).move(state="cho_xac_nhan", action="xac_nhan") == "da_khac_phuc"


ROWS = st.lists(st.tuples(st.sampled_from(["can_bo", "cong_chuc"]), st.sampled_from([True, False, None])), max_size=12)


@given(ROWS, ROWS)
def test_figures_of_units_add_up_and_the_truth_lies_in_the_interval(
    here: list[tuple[str, bool | None]], there: list[tuple[str, bool | None]]
) -> None:
    indicator = shipped_registers()["chuan-cong-chuc-xa"].indicator_by_code["ty_le_cong_chuc"]
    parts = [[standard(kind, reached) for kind, reached in rows] for rows in (here, there)]

    apart = [tally(indicator, part, YEAR) for part in parts]
    together = tally(indicator, [*parts[0], *parts[1]], YEAR)
    assert apart[0] + apart[1] == together
    assert add_up(standings(indicator, parts[0], YEAR)[0]) == apart[0]

    told = evaluate(indicator, together)
    settled = [standard(kind, reached is True) for kind, reached in (*here, *there)]
    truth = evaluate(indicator, tally(indicator, settled, YEAR)).value
    if truth is None:
        assert not told.has_arisen
    else:
        assert told.low is not None
        assert told.high is not None
        assert told.low <= truth <= told.high


@pytest.mark.parametrize("register_id", sorted(shipped_registers()))
def test_an_empty_register_says_nothing_arose(register_id: str) -> None:
    for indicator in shipped_registers()[register_id].indicators:
        told = evaluate(indicator, tally(indicator, [], YEAR))

        assert not told.has_arisen
        assert told.value is None or indicator.below is None

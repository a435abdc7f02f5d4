"""Rules of a register read back as Vietnamese words, so that nobody has to read YAML to know what is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parindex.domain.registers.conditions import AnyOf, ClockTest, Comparison, Condition, FieldTest, StateTest
from parindex.domain.registers.model import Indicator, Part, Register, Side, Take, Window
from parindex.domain.registers.outcomes import OUTCOME_NAMES
from parindex.domain.registers.values import show

_WORDS = {
    Comparison.IS: "là",
    Comparison.IS_NOT: "không phải là",
    Comparison.AT_LEAST: "không nhỏ hơn",
    Comparison.AT_MOST: "không lớn hơn",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What stands above and below the line; `below` is empty for a plain count. `placed` says which entries count."""

    above: str
    below: str
    placed: str


def describe(register: Register, indicator: Indicator) -> Described:
    """Say what an indicator counts."""
    return Described(
        above=_part(register, indicator.above),
        below="" if indicator.below is None else _part(register, indicator.below),
        placed=_placed(register, indicator),
    )


def describe_conditions(register: Register, conditions: Iterable[Condition]) -> str:
    """Say a list of conditions, all of which must hold; empty for an empty list."""
    return " và ".join(_condition(register, condition) for condition in conditions)


def _part(register: Register, part: Part) -> str:
    what = f"tổng {register.by_code[part.sum].name.lower()}" if part.sum else "số dòng"
    where = describe_conditions(register, part.where)
    return f"{what} có {where}" if where else what


def _placed(register: Register, indicator: Indicator) -> str:
    if not indicator.date:
        placed = "theo sổ ở ngày cuối kỳ"
    else:
        word = "trong kỳ" if indicator.window is Window.WITHIN else "tới hết kỳ"
        placed = f"theo {register.by_code[indicator.date].name.lower()} {word}"
    if indicator.per is None:
        return placed
    name = register.by_code[indicator.per.field].name.lower()
    if indicator.per.take is Take.LATEST:
        return f"{placed}, mỗi {name} chỉ lấy dòng mới nhất"
    return f"{placed}, mỗi {name} tính một lần"


def _condition(register: Register, condition: Condition) -> str:
    match condition:
        case StateTest():
            names = " hoặc ".join(register.state_by_code[code].name.lower() for code in condition.states)
            return f"trạng thái {names}"
        case ClockTest():
            return _clock_test(register, condition)
        case AnyOf():
            return "(" + " hoặc ".join(describe_conditions(register, branch) for branch in condition.branches) + ")"
        case FieldTest():
            return _field_test(register, condition)


def _clock_test(register: Register, test: ClockTest) -> str:
    clock = next(clock for clock in register.clocks if clock.code == test.clock)
    names = " hoặc ".join(OUTCOME_NAMES[outcome] for outcome in test.outcomes)
    reading = next((one for one in clock.readings if one.code == test.reading), None)
    side = (
        "" if reading is None else f" (đọc theo {'ngày làm việc' if reading.unit.value == 'working_day' else 'ngày'})"
    )
    return f"{clock.name.lower()}{side}: {names}"


def _field_test(register: Register, test: FieldTest) -> str:
    field = register.by_code[test.field]
    name = field.name.lower()
    if test.test in (Comparison.FILLED, Comparison.EMPTY):
        return f"đã ghi {name}" if test.test is Comparison.FILLED else f"chưa ghi {name}"
    if test.other:
        return f"{name} {_WORDS[test.test]} {register.by_code[test.other].name.lower()}"
    return f"{name} {_WORDS[test.test]} {' hoặc '.join(show(field, value) for value in test.values)}"


def describe_clock(register: Register, code: str) -> str:
    """Say how a clock is counted."""
    clock = next(clock for clock in register.clocks if clock.code == code)
    if clock.due:
        return f"hạn là {register.by_code[clock.due].name.lower()}"
    side = "sau" if clock.side is Side.AFTER else "trước"
    units = " hoặc ".join("ngày làm việc" if one.unit.value == "working_day" else "ngày" for one in clock.readings)
    return f"{clock.amount:02d} {units} {side} {register.by_code[clock.start].name.lower()}"

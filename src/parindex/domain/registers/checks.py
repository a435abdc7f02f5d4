"""What makes a definition unusable although its shape is right: names that lead nowhere, like compared with unlike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from parindex.domain.registers.conditions import AnyOf, ClockTest, Comparison, Condition, FieldTest, StateTest
from parindex.domain.registers.model import NUMBERS, Clock, Field, FieldType, Indicator, Move, Part, Register, Take
from parindex.domain.registers.values import NotReadable, parse

_ORDERED = NUMBERS | {FieldType.DATE}


def find_problems(register: Register) -> list[str]:
    """Return every problem of a register in Vietnamese, in the order of the file; empty when it can be used."""
    return [
        *_repeated(register),
        *_head_problems(register),
        *(problem for field in register.fields for problem in _field_problems(register, field)),
        *(problem for move in register.moves for problem in _move_problems(register, move)),
        *_unreachable(register),
        *(problem for clock in register.clocks for problem in _clock_problems(register, clock)),
        *(problem for indicator in register.indicators for problem in _indicator_problems(register, indicator)),
    ]


def _repeated(register: Register) -> Iterator[str]:
    lists = {
        "trường": [field.code for field in register.fields],
        "trạng thái": [state.code for state in register.states],
        "bước": [move.code for move in register.moves],
        "thời hạn": [clock.code for clock in register.clocks],
        "chỉ số": [indicator.code for indicator in register.indicators],
    }
    for name, codes in lists.items():
        yield from (f"{name} “{code}” khai hai lần" for code, count in Counter(codes).items() if count > 1)


def _head_problems(register: Register) -> Iterator[str]:
    title = register.by_code.get(register.title)
    if title is None or title.type is not FieldType.TEXT or title.is_personal or not title.is_required:
        yield f"title “{register.title}” phải là một trường text, bắt buộc và không phải dữ liệu cá nhân"
    if register.is_public and (title is None or not title.is_public):
        yield f"sổ công khai thì trường title “{register.title}” phải công khai"
    yield from _needs(register, [register.date], "date", FieldType.DATE)
    yield from _needs(register, [register.subject], "subject", FieldType.UNIT)
    yield from (f"key: không có trường “{code}”" for code in register.key if code not in register.by_code)
    yield from (f"public_states: không có trạng thái “{s}”" for s in _strange_states(register, register.public_states))


def _field_problems(register: Register, field: Field) -> Iterator[str]:
    where = f"trường “{field.code}”"
    if (field.type is FieldType.CHOICE) != bool(field.options):
        yield f"{where}: options dành cho kiểu choice và chỉ cho kiểu ấy"
    repeated = [value for value, count in Counter(option.value for option in field.options).items() if count > 1]
    yield from (f"{where}: phương án “{value}” khai hai lần" for value in repeated)
    if field.is_public and field.is_personal:
        yield f"{where}: dữ liệu cá nhân không được công khai"
    if (field.least is not None or field.most is not None) and field.type not in NUMBERS:
        yield f"{where}: least, most chỉ dành cho số"
    if field.not_before:
        yield from _needs(register, [field.code, field.not_before], f"{where}: not_before", FieldType.DATE)
    if field.default:
        yield from _unreadable(field, (field.default,), f"{where}: default")


def _unreadable(field: Field, texts: Iterable[str], where: str) -> Iterator[str]:
    for text in texts:
        try:
            parse(field, text)
        except NotReadable as error:
            yield f"{where}: {error}"


def _move_problems(register: Register, move: Move) -> Iterator[str]:
    where = f"bước “{move.code}”"
    yield from (f"{where}: không có trạng thái “{s}”" for s in _strange_states(register, (*move.sources, move.target)))
    yield from (f"{where}: không có trường “{code}”" for code in move.asks if code not in register.by_code)
    yield from _condition_problems(register, move.when, where)


def _unreachable(register: Register) -> Iterator[str]:
    reached, waiting = set(), [register.initial.code]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [move.target for move in register.moves if state in move.sources]
    yield from (f"trạng thái “{s.code}” không có bước nào dẫn tới" for s in register.states if s.code not in reached)


def _clock_problems(register: Register, clock: Clock) -> Iterator[str]:
    where = f"thời hạn “{clock.code}”"
    if bool(clock.start) == bool(clock.due):
        yield f"{where}: ghi một trong hai start, due"
    if bool(clock.start) != bool(clock.readings) or bool(clock.start) != (clock.amount > 0):
        yield f"{where}: có start thì phải có amount từ 1 và readings; có due thì không"
    yield from _needs(register, [clock.start, clock.due, clock.done], where, FieldType.DATE)
    yield from (f"{where}: không có trạng thái “{s}”" for s in _strange_states(register, clock.stops))


def _indicator_problems(register: Register, indicator: Indicator) -> Iterator[str]:
    where = f"chỉ số “{indicator.code}”"
    yield from _needs(register, [indicator.date], f"{where}: date", FieldType.DATE)
    if indicator.by.value == "subject" and not register.subject:
        yield f"{where}: by subject cần sổ có subject"
    if indicator.is_percent and indicator.below is None:
        yield f"{where}: percent cần below"
    if indicator.per is not None:
        yield from _grouping_problems(register, indicator, where)
    for part in (indicator.above, indicator.below):
        if part is not None:
            yield from _part_problems(register, part, where)


def _grouping_problems(register: Register, indicator: Indicator, where: str) -> Iterator[str]:
    per = indicator.per
    if per is None:
        return
    if per.field not in register.by_code:
        yield f"{where}: per: không có trường “{per.field}”"
    if per.take is Take.LATEST and not indicator.date:
        yield f"{where}: per latest cần date để biết dòng nào mới nhất"
    has_sum = indicator.above.sum or (indicator.below is not None and indicator.below.sum)
    if per.take is Take.EVERY and has_sum:
        yield f"{where}: per every chỉ dành cho phép đếm"


def _part_problems(register: Register, part: Part, where: str) -> Iterator[str]:
    if part.sum and (part.sum not in register.by_code or register.by_code[part.sum].type not in NUMBERS):
        yield f"{where}: sum “{part.sum}” phải là một trường số"
    yield from _condition_problems(register, part.where, where)


def _condition_problems(register: Register, conditions: Iterable[Condition], where: str) -> Iterator[str]:
    for condition in conditions:
        match condition:
            case StateTest():
                strange = _strange_states(register, condition.states)
                yield from (f"{where}: không có trạng thái “{state}”" for state in strange)
            case ClockTest():
                yield from _clock_test_problems(register, condition, where)
            case AnyOf():
                for branch in condition.branches:
                    yield from _condition_problems(register, branch, where)
            case FieldTest():
                yield from _field_test_problems(register, condition, where)


def _clock_test_problems(register: Register, test: ClockTest, where: str) -> Iterator[str]:
    clock = next((clock for clock in register.clocks if clock.code == test.clock), None)
    if clock is None:
        yield f"{where}: không có thời hạn “{test.clock}”"
    elif test.reading and test.reading not in {reading.code for reading in clock.readings}:
        yield f"{where}: thời hạn “{test.clock}” không có cách đọc “{test.reading}”"


def _field_test_problems(register: Register, test: FieldTest, where: str) -> Iterator[str]:
    field = register.by_code.get(test.field)
    if field is None:
        yield f"{where}: không có trường “{test.field}”"
        return
    if test.test in (Comparison.AT_LEAST, Comparison.AT_MOST) and field.type not in _ORDERED:
        yield f"{where}: “{test.field}” không có thứ tự để so lớn bé"
    if test.other:
        other = register.by_code.get(test.other)
        if other is None or other.type is not field.type:
            yield f"{where}: “{test.other}” phải là trường cùng kiểu với “{test.field}”"


def _needs(register: Register, codes: Iterable[str], where: str, kind: FieldType) -> Iterator[str]:
    for code in codes:
        if code and (code not in register.by_code or register.by_code[code].type is not kind):
            yield f"{where}: “{code}” phải là một trường {kind.value}"


def _strange_states(register: Register, codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code not in register.state_by_code]

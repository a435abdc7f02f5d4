"""Rows `unit, code, input, value` as the inputs of units: all of them, or every mistake with its row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from parindex.domain.scoring.catalogue import Catalogue, Item
from parindex.domain.scoring.values import BadValue, Input, Mark, Value

NOT_APPLICABLE_WORDS: Final = ("n/a", "na", "không áp dụng")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as written; `row` is the number that the file shows, `note` is for people and gives no points."""

    row: int
    unit: str
    code: str
    input_name: str
    value: str
    group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryMistake:
    """Why a row cannot be used; `column` is one of unit, group, code, input, value, note."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class UnitEntries:
    """The inputs of one unit."""

    unit: str
    group: str
    inputs: Mapping[str, Mapping[str, Value]]


class BadEntries(ValueError):
    """Rows that cannot be scored; nothing of the file is used."""

    code = "scoring.bad_entries"
    exit_code = 3

    def __init__(self, mistakes: tuple[EntryMistake, ...]) -> None:
        """Keep every mistake; the message tells the first."""
        self.mistakes = mistakes
        first = mistakes[0]
        more = f" (và {len(mistakes) - 1} lỗi khác)" if len(mistakes) > 1 else ""
        self.message = f"Dòng {first.row}, cột {first.column}: {first.message}{more}"
        super().__init__(self.message)


@dataclass(slots=True)
class _Reading:
    groups: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    places: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    mistakes: list[EntryMistake] = field(default_factory=list)

    def refuse(self, entry: Entry, column: str, message: str) -> None:
        self.mistakes.append(EntryMistake(entry.row, column, message))


def read_entries(entries: Iterable[Entry], *, catalogue: Catalogue) -> tuple[UnitEntries, ...]:
    """Return the inputs of each unit in the order of the rows; raises BadEntries with every mistake.

    An empty value is unknown, "n/a" takes the item out of the unit's maximum. The input's name may be left empty when
    the item has only one, or for "n/a".
    """
    items = {item.code: item for _, item in catalogue.walk()}
    reading = _Reading()
    for entry in entries:
        _read_unit(entry, reading)
        item = _find_item(entry, items, reading)
        if item is not None:
            _read_value(entry, item, reading)
    for unit, by_code in reading.values.items():
        for code, values in by_code.items():
            _check_item(unit, items[code], values, reading)
    if reading.mistakes:
        raise BadEntries(tuple(sorted(reading.mistakes, key=lambda mistake: mistake.row)))
    return tuple(
        UnitEntries(unit, reading.groups.get(unit, "") or catalogue.group, values)
        for unit, values in reading.values.items()
    )


def _read_unit(entry: Entry, reading: _Reading) -> None:
    if not entry.unit:
        reading.refuse(entry, "unit", "thiếu mã đơn vị.")
        return
    reading.values.setdefault(entry.unit, {})
    if not entry.group:
        return
    known = reading.groups.setdefault(entry.unit, entry.group)
    if known != entry.group:
        reading.refuse(entry, "group", f"đơn vị “{entry.unit}” đã thuộc nhóm “{known}”.")


def _find_item(entry: Entry, items: Mapping[str, Item], reading: _Reading) -> Item | None:
    item = items.get(entry.code)
    if item is None:
        hint = " Định dạng cột mã là văn bản rồi nhập lại." if "," in entry.code else ""
        reading.refuse(entry, "code", f"bộ tiêu chí không có mã “{entry.code}”.{hint}")
        return None
    if item.children:
        reading.refuse(entry, "code", f"mục {entry.code} được cộng từ các mục con, không nhập trực tiếp.")
        return None
    return item


def _read_value(entry: Entry, item: Item, reading: _Reading) -> None:
    is_not_applicable = entry.value.casefold() in NOT_APPLICABLE_WORDS
    declared = item.rule.inputs if item.rule else ()
    name = entry.input_name
    if not name and (len(declared) == 1 or is_not_applicable):
        name = declared[0].name if declared else ""
    found = next((one for one in declared if one.name == name), None)
    if found is None and not (is_not_applicable and not declared):
        reading.refuse(entry, "input", _unknown_input(entry, item, declared))
        return
    place = (entry.unit, entry.code, name)
    if place in reading.places:
        reading.refuse(entry, "input", f"đã có giá trị ở dòng {reading.places[place].row}.")
        return
    reading.places[place] = entry
    try:
        value = _value(entry, item, found, is_not_applicable=is_not_applicable)
    except BadValue as error:
        reading.refuse(entry, "value", error.message)
        return
    reading.values.setdefault(entry.unit, {}).setdefault(entry.code, {})[name] = value


def _unknown_input(entry: Entry, item: Item, declared: tuple[Input, ...]) -> str:
    if not declared:
        return f"mục {item.code} chưa có quy tắc nên không nhận số liệu."
    names = ", ".join(f"{one.name} ({one.label})" for one in declared)
    return f"mục {item.code} không có đầu vào “{entry.input_name}”; có: {names}."


def _value(entry: Entry, item: Item, declared: Input | None, *, is_not_applicable: bool) -> Value:
    if is_not_applicable:
        if item.always_applies:
            raise BadValue(f"mục {item.code} áp dụng với mọi đơn vị, không ghi n/a.")
        return Mark.NOT_APPLICABLE
    if not entry.value or declared is None:
        return Mark.UNKNOWN
    return declared.read(entry.value)


def _check_item(unit: str, item: Item, values: Mapping[str, Value], reading: _Reading) -> None:
    """Refuse "n/a" beside a value of the same item, and values that contradict each other."""
    known = {name: value for name, value in values.items() if not isinstance(value, Mark)}
    marked = next((name for name, value in values.items() if value is Mark.NOT_APPLICABLE), None)
    if marked is not None and known:
        entry = reading.places[unit, item.code, marked]
        reading.refuse(entry, "value", f"mục {item.code} vừa ghi n/a vừa có số liệu.")
        return
    for mistake in item.rule.find_mistakes(known) if item.rule else ():
        reading.refuse(reading.places[unit, item.code, mistake.input_name], "value", mistake.message)

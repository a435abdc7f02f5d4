"""Values of fields: read as Vietnamese offices write them, kept as JSON, written back for people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from parindex.domain.registers.conditions import Value
from parindex.domain.registers.model import NUMBERS, WORDS, Field, FieldType, Register
from parindex.domain.text.dates import build_date, find_dates, format_date
from parindex.domain.text.folding import collapse, fold, normalise
from parindex.domain.text.numerals import format_decimal, parse_decimal

Stored = str | int | bool
MOST_TEXT: Final = {FieldType.TEXT: 300, FieldType.LONG_TEXT: 4000}
_LARGEST: Final = 10**15
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_MIDNIGHT: Final = re.compile(r"\s+00:00(?::00)?$")
_MONEY: Final = re.compile(r"(.*?)\s*(tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|tỷ|tỉ|triệu|nghìn|đồng|vnđ|vnd|đ)?", re.I)
_SCALES: Final = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 10**3}
_YES: Final = frozenset({"co", "x", "1", "true", "dung", "dat", "yes", "roi"})
_NO: Final = frozenset({"khong", "0", "false", "sai", "khong dat", "chua", "no", "chua dat"})
_YEARS: Final = range(1945, 2101)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why one field cannot be kept as it came."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read of the texts of an entry, and what is wrong with them."""

    values: dict[str, Value]
    mistakes: tuple[Mistake, ...]


class NotReadable(ValueError):
    """A text that is no value of its field; the message says what is expected."""


def parse(field: Field, text: str) -> Value | None:
    """Read a text as a value of a field; None for a blank one. A unit stays the text. Raises `NotReadable`."""
    clean = normalise(text).replace("\0", "").strip()
    if not clean:
        return None
    if field.type in WORDS or field.type is FieldType.UNIT:
        return _words(field, clean)
    if field.type is FieldType.DATE:
        return _date(clean)
    if field.type is FieldType.CHOICE:
        return _choice(field, clean)
    if field.type is FieldType.YES_NO:
        return _yes_no(clean)
    return _number(field, clean)


Reader = Callable[[Field, str], Value | None]


class Memory:
    """Reads as `parse`, and reads each text of a field once: dates and choices come again in thousands of rows."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[tuple[str, str], Value | None] = {}
        self._refused: dict[tuple[str, str], str] = {}

    def __call__(self, field: Field, text: str) -> Value | None:
        """Return the value of a text. Raises `NotReadable`, a new one each time: one that is kept holds its callers."""
        if field.type in WORDS or not text:
            return parse(field, text)
        key = (field.code, text)
        if key in self._refused:
            raise NotReadable(self._refused[key])
        if key not in self._known:
            try:
                self._known[key] = parse(field, text)
            except NotReadable as error:
                self._refused[key] = str(error)
                raise
        return self._known[key]


def check(register: Register, texts: Mapping[str, str], *, read: Reader = parse) -> Checked:
    """Read the texts of an entry by field code: each for itself, then those that must be there and fit together.

    `read` is `parse`, or something that remembers what it answered.
    """
    values: dict[str, Value] = {}
    mistakes: list[Mistake] = []
    for field in register.fields:
        try:
            value = read(field, texts.get(field.code, ""))
        except NotReadable as error:
            mistakes.append(Mistake(field.code, str(error)))
            continue
        if value is not None:
            values[field.code] = value
        elif field.is_required:
            mistakes.append(Mistake(field.code, f"Thiếu “{field.name}”."))
    mistakes += order_mistakes(register, values)
    return Checked(values, tuple(mistakes))


def order_mistakes(register: Register, values: Mapping[str, Value]) -> list[Mistake]:
    """Tell which dates precede a date that they must not precede."""
    found = []
    for field in register.fields:
        day, earlier = values.get(field.code), values.get(field.not_before)
        if isinstance(day, date) and isinstance(earlier, date) and day < earlier:
            other = register.by_code[field.not_before]
            message = f"{field.name} {format_date(day)} trước {other.name.lower()} {format_date(earlier)}."
            found.append(Mistake(field.code, message))
    return found


def defaults(register: Register) -> dict[str, str]:
    """Return the texts with which a new entry begins."""
    return {field.code: field.default for field in register.fields if field.default}


def store(values: Mapping[str, Value]) -> dict[str, Stored]:
    """Turn values into what JSON keeps without loss: dates and decimals become text."""
    return {code: _stored(value) for code, value in values.items()}


def restore(register: Register, stored: Mapping[str, object]) -> dict[str, Value]:
    """Read kept values back; what the register no longer has, or keeps otherwise now, is left out."""
    values = {}
    for code, kept in stored.items():
        field = register.by_code.get(code)
        value = None if field is None else restore_one(field, kept)
        if value is not None:
            values[code] = value
    return values


def show(field: Field, value: Value | None) -> str:
    """Write a value for people; a unit stays its slug, an empty value is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | Decimal):
        return format_decimal(value)
    if field.type is FieldType.CHOICE:
        return next((option.name for option in field.options if option.value == value), value)
    return value


def edit_text(field: Field, value: Value | None) -> str:
    """Write a value as a form shows it: options by their value, everything else as `show`."""
    if isinstance(value, bool):
        return "co" if value else "khong"
    return value if isinstance(value, str) else show(field, value)


def _words(field: Field, text: str) -> str:
    most = MOST_TEXT.get(field.type, 300)
    kept = text if field.type is FieldType.LONG_TEXT else collapse(text)
    if len(kept) > most:
        raise NotReadable(f"{field.name} dài {len(kept)} ký tự, tối đa {most}.")
    return kept


def _date(text: str) -> date:
    iso = _ISO.fullmatch(text)
    if iso is not None:
        day = build_date(int(iso[1]), int(iso[2]), int(iso[3]))
    else:
        plain = _MIDNIGHT.sub("", text)
        found = next(find_dates(plain), None)
        is_whole = (
            found is not None and not (plain[: found.start] + plain[found.end :]).lower().replace("ngày", "").strip()
        )
        day = found.value if found is not None and is_whole else None
    if day is None or day.year not in _YEARS:
        raise NotReadable(f"“{text[:40]}” không phải ngày; ghi như 21/07/2026.")
    return day


def _choice(field: Field, text: str) -> str:
    wanted = fold(text)
    for option in field.options:
        if text == option.value or wanted in map(fold, (option.name, *option.words)):
            return option.value
    names = ", ".join(option.name for option in field.options)
    raise NotReadable(f"“{text[:60]}” không có trong danh sách; chỉ nhận: {names}.")


def _yes_no(text: str) -> bool:
    wanted = fold(text)
    if wanted in _YES or wanted in _NO:
        return wanted in _YES
    raise NotReadable(f"“{text[:40]}” không phải Có hoặc Không.")


def _number(field: Field, text: str) -> int | Decimal:
    value = _money(text) if field.type is FieldType.MONEY else parse_decimal(text)
    if value is None:
        example = "1.250.000 hoặc 1,25 triệu đồng" if field.type is FieldType.MONEY else "1.250 hoặc 12,5"
        raise NotReadable(
            f"“{text[:40]}” không phải {'số tiền' if field.type is FieldType.MONEY else 'số'}; ghi như {example}."
        )
    if field.type is not FieldType.DECIMAL and value != value.to_integral_value():
        raise NotReadable(f"“{text[:40]}” phải là số nguyên{' đồng' if field.type is FieldType.MONEY else ''}.")
    if abs(value) >= _LARGEST:
        raise NotReadable(f"“{text[:40]}” quá lớn.")
    if field.least is not None and value < field.least:
        raise NotReadable(f"{field.name} nhỏ nhất là {format_decimal(field.least)}.")
    if field.most is not None and value > field.most:
        raise NotReadable(f"{field.name} lớn nhất là {format_decimal(field.most)}.")
    return value if field.type is FieldType.DECIMAL else int(value)


def _money(text: str) -> Decimal | None:
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    amount = parse_decimal(match[1])
    scale = fold(match[2] or "").split(" ")[0]
    return None if amount is None else amount * _SCALES.get(scale, 1)


def _stored(value: Value) -> Stored:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def restore_one(field: Field, kept: object) -> Value | None:
    """Read one kept value back; None when it is none of its field."""
    if field.type is FieldType.DATE:
        return _kept_date(kept)
    if field.type is FieldType.YES_NO:
        return kept if isinstance(kept, bool) else None
    if field.type is FieldType.DECIMAL:
        return _kept_decimal(kept)
    if field.type in NUMBERS:
        return kept if isinstance(kept, int) and not isinstance(kept, bool) else None
    return kept if isinstance(kept, str) else None


def _kept_decimal(kept: object) -> Decimal | None:
    try:
        value = Decimal(kept) if isinstance(kept, str) else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _kept_date(kept: object) -> date | None:
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None

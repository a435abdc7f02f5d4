"""What the pages of dossiers show: counts as rates, keys as words, steps of a clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from parindex.analytics.bulk.comparing import ONLY_LEFT, ONLY_RIGHT, Difference
from parindex.analytics.engine import Key
from parindex.analytics.indicators import quality_of, service_of
from parindex.apps.dossiers.figures import Cost
from parindex.apps.dossiers.selectors import Area, Found
from parindex.definitions.dossiers.loader import load_codes, load_columns, load_indicators
from parindex.domain.calendar.days import Certainty
from parindex.domain.calendar.periods import Period
from parindex.domain.calendar.wording import ROMAN_QUARTERS, day_text
from parindex.domain.dossiers.clock import OUTCOME_NAMES
from parindex.domain.dossiers.measures import Indicator, Value, basis_points
from parindex.domain.dossiers.model import Outcome, State
from parindex.domain.text.numerals import format_decimal

CERTAINTY_TONES = {
    Certainty.VERIFIED: ("đã đọc văn bản", "ok"),
    Certainty.SECONDARY: ("nguồn thứ cấp", ""),
    Certainty.ASSUMED: ("giả định", "warn"),
    Certainty.PROPOSED: ("mới đề xuất", "idle"),
}
KEY_NAMES = {
    Key.UNIT: "Đơn vị",
    Key.MONTH: "Tháng",
    Key.WEEK: "Tuần",
    Key.FIELD: "Lĩnh vực",
    Key.PROCEDURE: "Thủ tục",
    Key.OFFICE: "Bộ phận",
    Key.LEVEL: "Cấp",
    Key.CHANNEL: "Kênh nộp",
}
COST_KEYS = (Key.PROCEDURE, Key.OFFICE, Key.UNIT, Key.FIELD)
MOST_ROWS = 50
_UNKNOWN = "chưa rõ"
_LAST_MONTH = 12
_MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """One indicator of a selection."""

    name: str
    percent: str
    words: str
    certainty: str
    kind: str
    criteria: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a grouped table; `unit_id` leads to the figures of that unit."""

    name: str
    received: int
    percent: str
    late: int
    open_late: int
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    value: str
    name: str


def percent(numerator: int, denominator: int) -> str:
    """Write a rate with two decimals; a dash when there is nothing to divide by."""
    value = basis_points(numerator, denominator)
    return "–" if value is None else f"{format_decimal(Decimal(value).scaleb(-2), places=2)}%"


def period_choices() -> list[Choice]:
    """Return the periods of a year that can be chosen."""
    quarters = [Choice(f"q{number}", f"Quý {ROMAN_QUARTERS[number - 1]}") for number in range(1, 5)]
    months = [Choice(str(number), f"Tháng {number}") for number in range(1, _LAST_MONTH + 1)]
    return [Choice("", "Cả năm"), *quarters, *months]


def period_of(year: int, part: str) -> Period:
    """Return the chosen part of a year; the whole year for anything else."""
    first, months = 1, 12
    if part in {"q1", "q2", "q3", "q4"}:
        first, months = int(part[1]) * 3 - 2, 3
    elif part.isascii() and part.isdecimal() and 1 <= int(part) <= _LAST_MONTH:
        first, months = int(part), 1
    past = first + months
    end = date(year + 1, 1, 1) if past > _LAST_MONTH else date(year, past, 1)
    label = next((one.name.lower() for one in period_choices() if one.value == part), "")
    return Period(f"{label} năm {year}" if label and part else f"năm {year}", date(year, first, 1), end)


def lead(counts: Mapping[str, int], *, period: str) -> str:
    """Say in one sentence what the figures mean."""
    if not counts["received"]:
        return f"Không có hồ sơ nào được tiếp nhận trong {period}."
    said = f"Trong {period}, {format_decimal(counts['received'])} hồ sơ được tiếp nhận"
    if counts["judged"]:
        said += f"; {percent(counts['kept'], counts['judged'])} số đã giải quyết là đúng hạn"
    late = counts["late"] + counts["open_late"]
    return said + (f", {format_decimal(late)} hồ sơ quá hạn." if late else ", không hồ sơ nào quá hạn.")


def rates(counts: Mapping[str, int], *, on: date) -> list[Rate]:
    """Return the indicators in force on a day; those without a single dossier come last."""
    found = [_rate(one, counts) for one in load_indicators().indicators if one.valid_to is None or one.valid_to >= on]
    return sorted(found, key=lambda rate: rate.percent == "–")


def _rate(one: Indicator, counts: Mapping[str, int]) -> Rate:
    words, kind = CERTAINTY_TONES[one.certainty]
    numerator, denominator = counts[one.numerator], counts[one.denominator]
    said = f"{format_decimal(numerator)} / {format_decimal(denominator)}" if denominator else "chưa có số liệu"
    return Rate(one.name, percent(numerator, denominator), said, words, kind, ", ".join(one.criteria), one.source)


def rows(found: Sequence[tuple[Value, Mapping[str, int]]], *, by: Key, area: Area) -> list[Row]:
    """Return the lines of a table: time in its order, everything else with most late dossiers first."""
    made = [
        Row(
            name=key_words(key, by=by, area=area),
            received=counts["received"],
            percent=percent(counts["kept"], counts["judged"]),
            late=counts["late"],
            open_late=counts["open_late"],
            unit_id=area.units[str(key)].pk if by is Key.UNIT and str(key) in area.units else None,
        )
        for key, counts in found
    ]
    if by in (Key.MONTH, Key.WEEK, Key.LEVEL, Key.CHANNEL):
        return made
    return sorted(made, key=lambda row: (-row.late - row.open_late, -row.received, row.name))


def key_words(key: Value, *, by: Key, area: Area) -> str:
    """Write the value of a key for people."""
    if key is None:
        return _UNKNOWN
    if isinstance(key, date):
        return f"tháng {key.month}/{key.year}" if by is Key.MONTH else f"{day_text(key)}–{day_text(key + _WEEK)}"
    if by in (Key.LEVEL, Key.CHANNEL):
        return load_codes().names[by.value].get(int(key), str(key))
    return area.name_of(str(key)) if by is Key.UNIT else str(key)


_WEEK = timedelta(days=6)


def quality(counts: Mapping[str, int]) -> dict[str, object]:
    """Return the nine indicators of TT 01/2018 and the class, which stays open while any is unknown."""
    told = quality_of(counts, load_indicators())
    points = told["points"]
    known = points if isinstance(points, dict) else {}
    lines = [
        {"number": one.number, "name": one.name, "points": _comma(known.get(str(one.number))), "note": one.note or ""}
        for one in load_indicators().quality
    ]
    return {"lines": lines, "total": _comma(told["total"]), "known": told["known"], "class": told["class"]}


def service(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return the parts of QĐ 766 that dossiers can tell, with their points and maxima."""
    points = service_of(counts, load_indicators())
    return [
        {
            "group": part.group,
            "name": part.name,
            "points": _comma(points[part.code]),
            "maximum": format_decimal(Decimal(part.maximum).scaleb(-2)),
            "certainty": CERTAINTY_TONES[part.certainty][0],
        }
        for part in load_indicators().service
        if part.indicator is not None
    ]


def _comma(value: object) -> str:
    return "–" if value is None else str(value).replace(".", ",")


def cost_lines(costs: Iterable[Cost], *, by: Key, area: Area) -> list[dict[str, object]]:
    """Return who cost how much of a loss; the shares add up to it."""
    found = list(costs)
    total = sum(one.late for one in found)
    return [
        {
            "name": key_words(one.key, by=by, area=area),
            "late": one.late,
            "percent": percent(one.late, total),
            "points": format_decimal(Decimal(one.share).scaleb(-4), places=4),
        }
        for one in found
    ]


def state_words(found: Found) -> tuple[str, str]:
    """Return the status of a dossier as the one-stop system names it, and the kind of its mark."""
    name = load_codes().names["status"][int(found.dossier.status)]
    kinds = {State.SETTLED: "ok", State.WAITING: "warn", State.STOPPED: "idle", State.OUTSIDE: "idle"}
    return name, kinds.get(found.dossier.state, "brand")


def standing(found: Found, *, on: date) -> tuple[str, str]:
    """Say whether a dossier keeps its day, and the kind of its mark."""
    timing = found.timing
    if timing.outcome is not None:
        return OUTCOME_NAMES[timing.outcome], "bad" if timing.outcome is Outcome.LATE else "ok"
    if timing.open_until is None:
        return "chưa biết hạn", "idle"
    return ("đang quá hạn", "bad") if timing.open_until < on else ("trong hạn", "ok")


def difference_lines(found: Iterable[Difference]) -> list[dict[str, str]]:
    """Return differences in words; values are codes and days as they stand in the stores."""
    return [
        {
            "code": one.code,
            "what": difference_words(one.column),
            "left": _value(one.column, one.left),
            "right": _value(one.column, one.right),
        }
        for one in found
    ]


def difference_words(column: str) -> str:
    """Name what differs."""
    sides = {ONLY_LEFT: "chỉ hệ thống một cửa có", ONLY_RIGHT: "chỉ Cổng có"}
    derived = {"received_on": "Ngày tiếp nhận", "due_on": "Hạn", "closed_on": "Ngày kết thúc", "outcome": "Kết quả hạn"}
    if column in sides:
        return sides[column]
    return derived.get(column) or load_columns().named(column).title


def _value(column: str, value: str | None) -> str:
    if value is None:
        return "–"
    if column in ("channel", "status"):
        return load_codes().names[column].get(int(value), value)
    if column == "outcome":
        return OUTCOME_NAMES[Outcome(int(value))]
    return day_text(date.fromisoformat(value)) if column.endswith("_on") else value


def measure_names() -> dict[str, str]:
    """Return the names of all counts by code."""
    return {measure.code: measure.name for measure in load_indicators().measures}


def loss_of(typed: str) -> int | None:
    """Read lost points ("0,25") as whole 1/10,000 points; None for what is no such number."""
    try:
        value = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return int(value.scaleb(4)) if value.is_finite() and 0 <= value <= _MOST_POINTS else None

"""Form II.06a as people read it: the columns with their official numbers, lines in their order, sums that close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parindex.analytics.engine import Key
from parindex.apps.dossiers.forms import Form
from parindex.apps.dossiers.selectors import Area
from parindex.domain.calendar.periods import Period
from parindex.domain.calendar.wording import day_text
from parindex.domain.dossiers.form import COLUMNS, TITLES
from parindex.web.presenters.dossiers import KEY_NAMES, key_words

KEYS = (Key.FIELD, Key.UNIT, Key.PROCEDURE, Key.OFFICE, Key.LEVEL)
MOST_LINES = 200
_GROUPS = (
    ("Tiếp nhận", ("c3", "c4", "c5", "c6")),
    ("Đã giải quyết", ("c7", "c8", "c9", "c10", "u7")),
    ("Đang giải quyết", ("c11", "c12", "c13", "u11")),
)
_SHORT = {
    **TITLES,
    **dict.fromkeys(("c3", "c7", "c11"), "Tổng số"),
    "c13": "Quá hạn",
    **dict.fromkeys(("u7", "u11"), "Chưa biết hạn"),
}
_WITH_UNKNOWN = {
    "7 = 8 + 9 + 10": "7 = 8 + 9 + 10 + chưa biết hạn",
    "11 = 12 + 13": "11 = 12 + 13 + chưa biết hạn",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One identity of the form in words."""

    name: str
    left: int
    right: int
    holds: bool


@dataclass(frozen=True, slots=True)
class FormTable:
    """The form ready to be shown; a column of unknowns only where somebody stands in it."""

    groups: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[tuple[int, str, tuple[int, ...]], ...]
    total: tuple[int, ...]
    left_out: int
    checks: tuple[Check, ...]
    broken_lines: tuple[str, ...]


def table(form: Form, *, by: Key, area: Area) -> FormTable:
    """Return the form with official column numbers, at most `MOST_LINES` lines; the total is of all."""
    shown = [code for code in COLUMNS if code.startswith("c") or form.total[code]]
    lines = [
        (number, key_words(key, by=by, area=area), _chosen(counts, shown))
        for number, (key, counts) in enumerate(form.lines[:MOST_LINES], start=1)
    ]
    return FormTable(
        groups=tuple((name, sum(code in shown for code in codes)) for name, codes in _GROUPS),
        columns=tuple((_SHORT[code], code.removeprefix("c") if code.startswith("c") else "") for code in shown),
        lines=tuple(lines),
        total=_chosen(form.total, shown),
        left_out=max(len(form.lines) - MOST_LINES, 0),
        checks=_checks(form),
        broken_lines=tuple(key_words(key, by=by, area=area) for key in form.broken_lines),
    )


def _chosen(counts: Mapping[str, int], codes: Sequence[str]) -> tuple[int, ...]:
    return tuple(counts[code] for code in codes)


def _checks(form: Form) -> tuple[Check, ...]:
    has_unknown = form.total["u7"] or form.total["u11"]
    names = _WITH_UNKNOWN if has_unknown else {}
    return tuple(Check(names.get(one.name, one.name), one.left, one.right, one.holds) for one in form.identities)


def sheet_columns(*, by: Key) -> list[str]:
    """Return the headings of the workbook, each with its official number."""
    numbered = [f"{TITLES[code]} ({code.removeprefix('c')})" if code[0] == "c" else TITLES[code] for code in COLUMNS]
    return ["TT (1)", f"{KEY_NAMES[by]} (2)", *numbered]


def sheet_rows(form: Form, *, by: Key, area: Area) -> Iterator[list[str | int]]:
    """Yield every line of the form and its total."""
    for number, (key, counts) in enumerate(form.lines, start=1):
        yield [number, key_words(key, by=by, area=area), *(counts[code] for code in COLUMNS)]
    yield ["", "Tổng cộng", *(form.total[code] for code in COLUMNS)]


def sheet_lines(form: Form, *, period: Period, unit: str) -> list[str]:
    """Return what stands over the headings: which form, whose, of when, and whether its sums close."""
    checked = "; ".join(f"{one.name}: {'khớp' if one.holds else 'KHÔNG KHỚP'}" for one in _checks(form))
    return [
        "Biểu số II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP). Đơn vị tính: hồ sơ",
        f"{unit}. Kỳ: {period.label}, đến hết {day_text(form.counted.last_day)}",
        f"Kiểm đẳng thức: {checked}",
    ]

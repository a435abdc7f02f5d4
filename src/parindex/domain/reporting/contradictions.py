"""What contradicts a report before it is sent: fields against totals, lower reports against the register, words against
figures, and what is called done while it is open. Each names both places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from parindex.domain.reporting.figures import Figure, FigureRule, LowerReport, Source, key_of
from parindex.domain.reporting.narrative import figure_text, named, said_done
from parindex.domain.scoring.rounding import Mode, Rounding
from parindex.domain.text.dates import format_date
from parindex.domain.text.folding import fold
from parindex.domain.text.numerals import format_decimal, parse_decimal

_NUMBER = r"(?<![\d.,/{])(\d{1,3}(?:\.\d{3})+|\d+)(?![\d/%]|,\d|\.\d)"
_DECIMAL = r"(?<![\d.,/{])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?![\d/]|,\d|\.\d)"
_SIX = Rounding(decimals=6, mode=Mode.DOWN)
_LEAST = Fraction(1, _SIX.scale)
"""Sheets are fed with percentages of six decimals; less than that is the same number."""
_BETWEEN = r"(?:\s+(?:duoc|la|dat|thu))*\s+"
_FOLLOWS: Mapping[str, str] = MappingProxyType(
    {
        "nhiệm vụ": _NUMBER + r"\s*(?:nhiem vu|muc)",
        "%": _DECIMAL + r"\s*%",
        "điểm": _DECIMAL + r"\s*diem",
        "hạng": _NUMBER,
    }
)
"""What a typed number looks like, by the unit of its figure; without an entry a whole number before the unit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the two places; `ref` begins with "nv:" (assignment), "bc:" (report), "phieu:", "dv:" (unit) or "muc:"."""

    words: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two places that do not agree; `code` names the check."""

    code: str
    message: str
    here: Spot
    there: Spot


@dataclass(frozen=True, slots=True)
class Text:
    """One section of the report."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An assignment that the register shows as not done: its name as reports write it, and its state in words."""

    key: str
    title: str
    state: str
    owner: str = ""

    @property
    def name(self) -> str:
        """Return the name as drafted words have it."""
        return named(self.title, self.owner)


@dataclass(frozen=True, slots=True)
class SheetClaim:
    """A number that the unit entered in a scoring sheet for what a figure counts too."""

    key: str
    words: str
    value: Decimal
    ref: str


@dataclass(frozen=True, slots=True)
class FedClaim:
    """A number that the unit entered in a scoring sheet beside what a room counts for the same input."""

    words: str
    value: Decimal
    counted_words: str
    counted: Fraction
    sheet_ref: str
    room_ref: str


def field_totals(
    figures: Mapping[str, Figure], rules: Sequence[FigureRule], fields: Sequence[str]
) -> list[Contradiction]:
    """List counts whose fields do not sum up to their total."""
    values = {key: figure.value for key, figure in figures.items()}
    return list(_totals(values, rules, fields, whose="Báo cáo này", ref=""))


def lower_totals(
    lower: Sequence[LowerReport], rules: Sequence[FigureRule], fields: Sequence[str]
) -> list[Contradiction]:
    """List the same for the reports of lower units."""
    return [
        found
        for one in lower
        for found in _totals(one.values, rules, fields, whose=f"Báo cáo của {one.name}", ref=one.report)
    ]


def _totals(
    values: Mapping[str, Decimal | None], rules: Sequence[FigureRule], fields: Sequence[str], *, whose: str, ref: str
) -> Iterator[Contradiction]:
    for rule in rules:
        whole = values.get(rule.code)
        if rule.source is not Source.WORK or not rule.by_field or whole is None:
            continue
        parts = [values.get(key_of(rule.code, field=field)) for field in fields]
        told = sum((part for part in parts if part is not None), Decimal(0))
        if told != whole:
            yield Contradiction(
                "field_total",
                f"{whose}: “{rule.name}” cộng các lĩnh vực là {_words(told)}, tổng ghi {_words(whole)}.",
                Spot(f"Tổng: {_words(whole)}", ref),
                Spot(f"Cộng các lĩnh vực: {_words(told)}", ref),
            )


def lower_against_register(
    lower: Sequence[LowerReport], register: Mapping[str, Mapping[str, Decimal | None]], rules: Sequence[FigureRule]
) -> list[Contradiction]:
    """List figures of lower reports that the register counts differently for the same unit and days."""
    found = []
    for one in lower:
        for rule in rules:
            told, counted = one.values.get(rule.code), register.get(one.unit, {}).get(rule.code)
            if rule.source is Source.WORK and told is not None and counted is not None and told != counted:
                found.append(
                    Contradiction(
                        "lower_differs",
                        f"{one.name} báo “{rule.name}” {_words(told)}, sổ nhiệm vụ đếm {_words(counted)}.",
                        Spot(f"Báo cáo của {one.name}: {_words(told)}", one.report),
                        Spot(f"Sổ nhiệm vụ của {one.name}: {_words(counted)}", f"dv:{one.unit}"),
                    )
                )
    return found


def done_but_open(done_keys: Sequence[str], open_rows: Sequence[OpenRow]) -> list[Contradiction]:
    """List assignments that a figure counts as done while the register shows them open."""
    counted = frozenset(done_keys)
    return [
        Contradiction(
            "done_but_open",
            f"Số liệu tính “{row.title}” là đã hoàn thành, sổ nhiệm vụ ghi {row.state.lower()}.",
            Spot("Số liệu “Nhiệm vụ đã hoàn thành” của báo cáo", "muc:so-lieu"),
            Spot(f"Nhiệm vụ: {row.state}", row.key),
        )
        for row in open_rows
        if row.key in counted
    ]


def said_done_but_open(texts: Sequence[Text], open_rows: Sequence[OpenRow]) -> list[Contradiction]:
    """List assignments that the words call done while the register shows them open."""
    return [
        Contradiction(
            "said_done",
            f"Phần “{text.title}” viết “{row.title}” đã hoàn thành, sổ nhiệm vụ ghi {row.state.lower()}.",
            Spot(f"Lời văn: {text.title}", f"muc:{text.code}"),
            Spot(f"Nhiệm vụ: {row.state}", row.key),
        )
        for text in texts
        for line in said_done(text.text)
        for row in open_rows
        if _begins(line, row.name)
    ]


def _begins(line: str, name: str) -> bool:
    """Tell whether a line names exactly this assignment: another one may have a name that begins the same."""
    return line.startswith(name) and line[len(name) :][:1] in ("", ":", ".", ";")


def typed_numbers(
    texts: Sequence[Text], figures: Mapping[str, Figure], rules: Sequence[FigureRule]
) -> list[Contradiction]:
    """List numbers typed after the words of a figure ("hoàn thành 114 nhiệm vụ", "chỉ số CCHC đạt 85,1%") that are not
    that figure.

    A section may name the figure of its field or that of the whole report; one that is not known contradicts nothing.
    """
    found = []
    for text in texts:
        folded = fold(text.text)
        for rule in rules:
            keys = (key_of(rule.code, field=text.code), rule.code)
            known = [figures[key] for key in keys if key in figures and figures[key].value is not None]
            for typed in _typed(folded, rule):
                if known and all(figure.value != typed for figure in known):
                    found.append(_typed_wrong(text, rule, typed, known[0]))
    return found


def _typed(folded: str, rule: FigureRule) -> Iterator[Decimal]:
    number = _FOLLOWS.get(rule.unit, rf"{_NUMBER}\s*{re.escape(fold(rule.unit))}")
    for words in rule.words:
        for match in re.finditer(rf"\b{re.escape(words)}{_BETWEEN}{number}", folded):
            value = parse_decimal(match[1])
            if value is not None:
                yield value


def _typed_wrong(text: Text, rule: FigureRule, typed: Decimal, figure: Figure) -> Contradiction:
    return Contradiction(
        "typed_number",
        f"Phần “{text.title}” gõ {_words(typed)} cho “{rule.name}”, số liệu là {figure_text(figure)}.",
        Spot(f"Lời văn: {_words(typed)}", f"muc:{text.code}"),
        Spot(f"Số liệu {{{figure.key}}}: {figure_text(figure)}", "muc:so-lieu"),
    )


def sheet_claims(claims: Sequence[SheetClaim], figures: Mapping[str, Figure]) -> list[Contradiction]:
    """List numbers of the scoring sheet that differ from the figure that counts the same."""
    return [
        Contradiction(
            "sheet_differs",
            f"Phiếu chấm điểm ghi {claim.words}: {_words(claim.value)}; báo cáo ghi {figure_text(figures[claim.key])}.",
            Spot(f"Số liệu {{{claim.key}}}: {figure_text(figures[claim.key])}", "muc:so-lieu"),
            Spot(f"Phiếu chấm điểm: {_words(claim.value)}", claim.ref),
        )
        for claim in claims
        if claim.key in figures and figures[claim.key].value != claim.value
    ]


def fed_claims(claims: Sequence[FedClaim]) -> list[Contradiction]:
    """List numbers of the scoring sheet that the room which counts them has otherwise."""
    return [_fed_otherwise(claim) for claim in claims if abs(Fraction(claim.value) - claim.counted) >= _LEAST]


def _fed_otherwise(claim: FedClaim) -> Contradiction:
    entered = _words(claim.value)
    counted = _words(Decimal(_SIX.units(claim.counted)) / _SIX.scale)
    return Contradiction(
        "sheet_register",
        f"Phiếu chấm điểm ghi {claim.words}: {entered}; sổ đếm {claim.counted_words}: {counted}.",
        Spot(f"Phiếu chấm điểm: {entered}", claim.sheet_ref),
        Spot(f"{claim.counted_words}: {counted}", claim.room_ref),
    )


def stale_figures(
    drafted: Mapping[str, Figure], now: Mapping[str, Figure], *, computed_on: date
) -> list[Contradiction]:
    """List in one line the figures of the whole report that their sources tell otherwise since they were computed."""
    moved = [
        f"{figure.name}: {figure_text(figure)} → {figure_text(now[key])}"
        for key, figure in drafted.items()
        if "." not in key and key in now and now[key].value != figure.value
    ]
    if not moved:
        return []
    day = format_date(computed_on)
    return [
        Contradiction(
            "source_moved",
            f"Từ lúc tính số liệu ({day}) nguồn đã đổi: {'; '.join(moved)}. Bấm “Tính lại số liệu”, hoặc ghi lý do.",
            Spot(f"Số liệu tính ngày {day}", "muc:so-lieu"),
            Spot(f"Nguồn hôm nay: {len(moved)} số khác"),
        )
    ]


def _words(value: Decimal) -> str:
    return format_decimal(value)

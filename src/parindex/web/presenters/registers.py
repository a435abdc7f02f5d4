"""What the pages of registers show: rows, one entry, its clocks and history, figures and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.domain.registers.clocks import ClockState, disagree
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.describing import describe
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.indicators import Figure, Standing
from parindex.domain.registers.model import STATUS_NAMES, Field, FieldType, Indicator, Register, State, Status, Tone
from parindex.domain.registers.outcomes import OUTCOME_NAMES, Outcome
from parindex.domain.registers.values import restore, show
from parindex.domain.text.dates import format_date
from parindex.domain.text.numerals import format_decimal
from parindex.domain.units import UnitKind
from parindex.web.presenters import due

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.apps.registers.models import EntryChange, RegisterEntry

_TONES = {Tone.NEUTRAL: "idle", Tone.ACTIVE: "brand", Tone.GOOD: "ok", Tone.BAD: "bad"}
_OUTCOMES = {Outcome.MET: "ok", Outcome.LATE: "bad", Outcome.OVERDUE: "bad", Outcome.RUNNING: "brand"}
HIDDEN = "không hiện"
_LEVELS = [kind.value for kind in UnitKind]


@dataclass(frozen=True, slots=True)
class Told:
    """A name and what is told of it."""

    name: str
    text: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class StateChip:
    """A state or an outcome as a chip."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a list."""

    entry: RegisterEntry
    cells: tuple[Told, ...]
    state: StateChip
    due: due.DueBadge | None


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock of an entry: its readings, and whether they come out differently."""

    name: str
    source: str
    certainty: str
    lines: tuple[tuple[StateChip, str], ...]
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure as words; `counts` are the numbers behind it, `doubts` what is not known."""

    text: str
    counts: str
    doubts: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator with how it is counted and its figures by unit, from the highest level down."""

    indicator: Indicator
    certainty: StateChip
    above: str
    below: str
    placed: str
    rows: tuple[tuple[Unit, FigureView], ...]


def state_mark(register: Register, code: str) -> StateChip:
    """Return a state as a chip; one that the definition no longer has shows its code."""
    state: State | None = register.state_by_code.get(code)
    return StateChip(code, "idle") if state is None else StateChip(state.name, _TONES[state.tone])


def certainty(status: Status) -> StateChip:
    """Return how well a rule is known as a chip."""
    return StateChip(STATUS_NAMES[status], "ok" if status is Status.VERIFIED else "warn")


def rows(
    register: Register, entries: Iterable[RegisterEntry], *, names: Mapping[str, str], today: date, public: bool = False
) -> list[EntryRow]:
    """Return the lines of a list, with the listed fields; for the public only the public ones."""
    listed = listed_fields(register, public=public)
    found = []
    for entry in entries:
        values = restore(register, entry.values)
        cells = tuple(Told(field.name, shown(field, values.get(field.code), names) or "–") for field in listed)
        badge = None if entry.due_on is None else due.badge(entry.due_on, today=today, state="open")
        found.append(EntryRow(entry, cells, state_mark(register, entry.state), badge))
    return found


def listed_fields(register: Register, *, public: bool = False) -> list[Field]:
    """Return the columns of a list beside the title."""
    return [
        field
        for field in register.fields
        if field.is_listed
        and field.code != register.title
        and (field.is_public or not public)
        and not field.is_personal
    ]


def shown(field: Field, value: Value | None, names: Mapping[str, str]) -> str:
    """Write a value for people, a unit by its name."""
    text = show(field, value)
    return names.get(text, text) if field.type is FieldType.UNIT else text


def slugs(register: Register, entries: Iterable[RegisterEntry]) -> set[str]:
    """Return the slugs of all units that entries name, so that their names are read at once."""
    codes = [field.code for field in register.fields if field.type is FieldType.UNIT]
    return {str(entry.values[code]) for entry in entries for code in codes if code in entry.values}


def told(
    register: Register, values: Mapping[str, Value], names: Mapping[str, str], *, with_personal: bool
) -> list[Told]:
    """Return every field of an entry with its value; personal ones only for those who keep the register."""
    return [
        Told(
            field.name,
            (shown(field, values.get(field.code), names) or "chưa ghi")
            if with_personal or not field.is_personal
            else HIDDEN,
            is_long=field.type is FieldType.LONG_TEXT,
        )
        for field in register.fields
    ]


def clocks(facts: EntryFacts) -> list[ClockView]:
    """Return the clocks of an entry with every reading."""
    return [_clock(facts.clock(clock.code)) for clock in facts.register.clocks]


def _clock(states: Sequence[ClockState]) -> ClockView:
    clock = states[0].clock
    lines = tuple(
        (StateChip(OUTCOME_NAMES[state.outcome].capitalize(), _OUTCOMES.get(state.outcome, "idle")), _line(state))
        for state in states
    )
    return ClockView(clock.name, clock.source, STATUS_NAMES[clock.status], lines, disagree(tuple(states)))


def _line(state: ClockState) -> str:
    done = f" Xong {format_date(state.done)}." if state.done is not None else ""
    return state.sentence + done


def history(register: Register, changes: Iterable[EntryChange], *, with_personal: bool) -> list[dict[str, object]]:
    """Return the steps of the timeline of an entry, the latest first."""
    return [_step(register, change, with_personal=with_personal) for change in changes]


def _step(register: Register, change: EntryChange, *, with_personal: bool) -> dict[str, object]:
    move = register.move_by_code.get(change.move)
    words = move.name if move is not None else str(change.get_kind_display())
    if change.move:
        words += f": {state_mark(register, change.state).words.lower()}"
    edits = _edits(register, change, with_personal=with_personal)
    if edits:
        words += f". {edits}"
    if change.note:
        words += f" ({change.note})"
    at = timezone.localtime(change.at)
    return {
        "iso": at.isoformat(),
        "date": f"{at:%d/%m/%Y}",
        "words": words,
        "by": f"{at:%H:%M}, {change.actor_name}",
        "kind": "",
    }


def _edits(register: Register, change: EntryChange, *, with_personal: bool) -> str:
    if not change.before and change.kind in ("added", "imported"):
        return ""
    before, after = restore(register, change.before), restore(register, change.after)
    parts = []
    for field in register.fields:
        if field.code not in change.before and field.code not in change.after:
            continue
        if field.is_personal and not with_personal:
            parts.append(f"{field.name}: đã đổi")
            continue
        old, new = (show(field, side.get(field.code)) or "trống" for side in (before, after))
        parts.append(f"{field.name}: {old} → {new}")
    return "; ".join(parts)


def figure(indicator: Indicator, one: Figure) -> FigureView:
    """Write a figure: a value, an interval, or that nothing arose."""
    counted = one.tally
    counts = _amount(counted.above) + (f" / {_amount(counted.below)}" if indicator.below is not None else "")
    doubts = []
    if counted.doubtful_above + counted.doubtful_below:
        doubts.append(f"{counted.doubtful_above + counted.doubtful_below} dòng chưa đủ số liệu")
    if counted.undated:
        doubts.append(f"{counted.undated} dòng chưa có ngày nên chưa thuộc kỳ nào")
    return FigureView(_text(indicator, one), counts, "; ".join(doubts))


def _text(indicator: Indicator, one: Figure) -> str:
    measure = "%" if indicator.is_percent else f" {indicator.measure}".rstrip()
    if one.value is not None:
        return _rounded(one.value, indicator.places) + measure
    if not one.has_arisen:
        return "không phát sinh"
    if one.low is None or one.high is None:
        return "chưa biết"
    return f"từ {_rounded(one.low, indicator.places)} đến {_rounded(one.high, indicator.places)}{measure}"


def _amount(amount: Fraction) -> str:
    return _rounded(amount, 2)


def _rounded(value: Fraction, places: int) -> str:
    """Round half up for people only; whole numbers show no decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    cut = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return format_decimal(cut.to_integral_value()) if value.denominator == 1 else format_decimal(cut, places=places)


def indicator_view(register: Register, indicator: Indicator, found: Sequence[tuple[Unit, Figure]]) -> IndicatorView:
    """Return an indicator with its figures, units of one level together in the order in which they come."""
    words = describe(register, indicator)
    return IndicatorView(
        indicator=indicator,
        certainty=certainty(indicator.status),
        above=words.above,
        below=words.below,
        placed=words.placed,
        rows=tuple((unit, figure(indicator, one)) for unit, one in sorted(found, key=_level)),
    )


def _level(found: tuple[Unit, Figure]) -> int:
    return _LEVELS.index(found[0].kind)


def standing(indicator: Indicator, one: Standing) -> StateChip:
    """Say what one entry adds to a figure."""
    if one.below is None or one.above is None:
        return StateChip("chưa đủ số liệu", "warn")
    if indicator.above.sum or (indicator.below is not None and indicator.below.sum):
        return StateChip(
            _amount(one.above) + (f" / {_amount(one.below)}" if indicator.below is not None else ""), "brand"
        )
    if one.above:
        return StateChip("tính vào tử số" if indicator.below is not None else "được đếm", "ok")
    return StateChip("chỉ vào mẫu số", "idle")

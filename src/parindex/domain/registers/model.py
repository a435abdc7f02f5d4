"""What a register is: fields, states and moves, clocks and indicators, all of closed sets (docs/adr/0012)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from parindex.domain.calendar.clocks import DurationUnit
from parindex.domain.registers.conditions import Condition


class Status(StrEnum):
    """Whether somebody read the text that a rule comes from."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


STATUS_NAMES = {Status.VERIFIED: "đã đối chiếu", Status.UNVERIFIED: "chưa đối chiếu nguyên văn"}


class FieldType(StrEnum):
    """What a field holds. Money is whole đồng."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    UNIT = "unit"


TYPE_NAMES = {
    FieldType.TEXT: "chữ",
    FieldType.LONG_TEXT: "đoạn chữ",
    FieldType.WHOLE: "số nguyên",
    FieldType.DECIMAL: "số thập phân",
    FieldType.MONEY: "số tiền",
    FieldType.DATE: "ngày",
    FieldType.CHOICE: "chọn một",
    FieldType.YES_NO: "có/không",
    FieldType.UNIT: "đơn vị",
}
NUMBERS = frozenset({FieldType.WHOLE, FieldType.DECIMAL, FieldType.MONEY})
WORDS = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Option:
    """A value that may be chosen; `words` are other ways in which tables write it."""

    value: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `not_before` names a date field that this one must not precede; `measure` follows a number."""

    code: str
    name: str
    type: FieldType
    is_required: bool = False
    is_public: bool = False
    is_personal: bool = False
    is_listed: bool = False
    options: tuple[Option, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    not_before: str = ""
    default: str = ""
    measure: str = ""
    help: str = ""
    words: tuple[str, ...] = ()


class Tone(StrEnum):
    """How a state is shown."""

    NEUTRAL = "neutral"
    ACTIVE = "active"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class State:
    """Where an entry stands; the values of an entry in a closed state are not edited any more."""

    code: str
    name: str
    tone: Tone = Tone.NEUTRAL
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A step from some states to one. `asks` are fields that must be filled for it, `when` what must hold."""

    code: str
    name: str
    sources: tuple[str, ...]
    target: str
    asks: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    refusal: str = ""
    needs_document: bool = False
    is_confirmation: bool = False


class Side(StrEnum):
    """Whether the last day lies after or before the day that the clock refers to."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of counting the days of a clock: days and working days are never interchangeable."""

    code: str
    unit: DurationUnit
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit: `amount` days after or before the date field `start`, or the date field `due` itself.

    It ends on the date field `done`; in the states `stops` it does not run. The first reading is the default one.
    """

    code: str
    name: str
    done: str
    status: Status
    source: str
    start: str = ""
    due: str = ""
    amount: int = 0
    side: Side = Side.AFTER
    readings: tuple[Reading, ...] = ()
    stops: tuple[str, ...] = ()
    remind: int = 3


@dataclass(frozen=True, slots=True)
class Part:
    """What is counted, or with `sum` added up, of the entries for which `where` holds."""

    where: tuple[Condition, ...] = ()
    sum: str = ""


class Window(StrEnum):
    """Which entries belong to a period: dated in it, or dated before its end."""

    WITHIN = "within"
    UNTIL = "until"


class Take(StrEnum):
    """Of entries that share a value: the latest only, or one for all, counted when every one of them is."""

    LATEST = "latest"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Entries of one unit with the same value of a field count as one."""

    field: str
    take: Take


class By(StrEnum):
    """Whose figure an entry is: of the unit that keeps it or of the unit that it is about."""

    OWNER = "owner"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure by unit and period; without `below` it is a count or a sum, with `is_percent` a share of one hundred.

    Without `date` it is told of all entries as they stand. `kinds` are the kinds of units whose entries count.
    """

    code: str
    name: str
    above: Part
    status: Status
    source: str
    below: Part | None = None
    is_percent: bool = False
    measure: str = ""
    criteria: tuple[str, ...] = ()
    date: str = ""
    window: Window = Window.WITHIN
    per: Grouping | None = None
    by: By = By.OWNER
    kinds: tuple[str, ...] = ()
    is_public: bool = False
    places: int = 2


@dataclass(frozen=True)
class Register:
    """A register. `title` names an entry, `date` places it in time, `key` fields tell an entry from another."""

    id: str
    version: str
    name: str
    purpose: str
    status: Status
    title: str
    fields: tuple[Field, ...]
    states: tuple[State, ...]
    moves: tuple[Move, ...] = ()
    clocks: tuple[Clock, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    criteria: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notice: str = ""
    date: str = ""
    key: tuple[str, ...] = ()
    subject: str = ""
    keepers: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    public_states: tuple[str, ...] = ()
    is_public: bool = False
    text: str = field(default="", compare=False, repr=False)

    @cached_property
    def by_code(self) -> dict[str, Field]:
        """Return the fields by code."""
        return {field.code: field for field in self.fields}

    @cached_property
    def state_by_code(self) -> dict[str, State]:
        """Return the states by code; the first declared is the one in which entries begin."""
        return {state.code: state for state in self.states}

    @cached_property
    def move_by_code(self) -> dict[str, Move]:
        """Return the moves by code."""
        return {move.code: move for move in self.moves}

    @cached_property
    def indicator_by_code(self) -> dict[str, Indicator]:
        """Return the indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @property
    def initial(self) -> State:
        """Return the state in which entries begin."""
        return self.states[0]

    @cached_property
    def public_fields(self) -> tuple[Field, ...]:
        """Return the fields that the public may see; a personal one never is."""
        return tuple(field for field in self.fields if field.is_public and not field.is_personal)

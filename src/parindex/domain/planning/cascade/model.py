"""What a cascade knows and what it gives, as values; the rules come from `definitions.cascade`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from parindex.domain.planning.model import Plan, SourceSpan
from parindex.domain.units import UnitFact, UnitKind, name_within


class Outcome(StrEnum):
    """What becomes of an item of the upper plan."""

    INHERITED = "inherited"
    ADAPTED = "adapted"
    NOT_APPLICABLE = "not_applicable"
    TO_DECIDE = "to_decide"


class ChangeKind(StrEnum):
    """What a change is about; KEPT is not one: words of the upper unit that stay, and why."""

    AGENCY = "agency"
    UNIT = "unit"
    THRESHOLD = "threshold"
    YEAR = "year"
    CODE = "code"
    LEFT_OUT = "left_out"
    KEPT = "kept"


class Certainty(StrEnum):
    """How far a rule can be trusted; an unverified one was never compared with an official text."""

    STATED = "stated"
    UNVERIFIED = "unverified"


class FateKind(StrEnum):
    """What becomes of a group of agencies in the plan of a lower unit."""

    BECOME = "become"
    DROP = "drop"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Regime:
    """A kind of lower unit in a period [valid_from, valid_to): its key in the rules and the words of its level."""

    key: str
    kind: UnitKind
    level: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A field of work: the agencies above that have it, and by regime the offices that may have it, best first."""

    names: tuple[str, ...]
    offices: Mapping[str, tuple[str, ...]]
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a group; `text` may hold {own}, {unit} and {upper}."""

    kind: FateKind
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Names of a group of agencies and what becomes of it by regime."""

    names: tuple[str, ...]
    fates: Mapping[str, Fate]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean the upper unit: `become` None keeps them, else replaces them; both may hold {upper} and {own}."""

    find: str
    become: str | None
    why: str
    regimes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """The known number of a level for goals whose folded words hold `words`."""

    words: str
    values: Mapping[str, Decimal]
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Folded words of a criterion that only some levels have ("…" stands for a short stretch), and why.

    With `at_least` it is meant only when a goal counts that many or more.
    """

    words: tuple[str, ...]
    levels: tuple[str, ...]
    reason: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class CascadeBook:
    """Every rule of cascading; `levels` are the words that name each level in a goal, in the order of the levels."""

    regimes: tuple[Regime, ...]
    works: tuple[Work, ...]
    groups: tuple[GroupRule, ...]
    phrases: tuple[Phrase, ...]
    thresholds: tuple[Threshold, ...]
    measures: tuple[Measure, ...]
    levels: Mapping[str, tuple[str, ...]]
    working_days: int
    duty_source: str
    duty_certainty: Certainty


@dataclass(frozen=True, slots=True)
class LowerUnit:
    """The unit that a draft is for, on a day: its regime, the units above it from the nearest, and its offices."""

    fact: UnitFact
    on: date
    regime: Regime
    above: tuple[UnitFact, ...]
    offices: tuple[UnitFact, ...]

    @property
    def is_department(self) -> bool:
        """Tell whether the unit is an agency of the upper unit itself, not an area below it."""
        return self.fact.kind is UnitKind.DEPARTMENT

    @property
    def word(self) -> str:
        """The word of its kind, as in a sentence: "xã", "phường", "thị trấn", "huyện"."""
        name = self.fact.name.lower()
        return next((word for word in KIND_WORDS if name.startswith(f"{word} ")), self.regime.level)

    @property
    def called(self) -> str:
        """Its name within a sentence: "xã Nắng Sớm"."""
        return name_within(self.fact.name)


KIND_WORDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "huyện", "quận", "phường", "xã", "tỉnh")
"""Words that open the name of an area."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the upper item and the draft; `field` is that of the item, with its place: "actions/1"."""

    kind: ChangeKind
    field: str
    before: str
    after: str
    why: str
    certainty: Certainty = Certainty.STATED
    span: SourceSpan | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must decide: the words of the upper plan that the draft leaves out, and why."""

    field: str
    words: str
    why: str
    suggestion: str = ""
    span: SourceSpan | None = None


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What became of one item of the upper plan; `lower_key` is its place in the draft, None when it is not in it."""

    key: str
    number: str | None
    code: str | None
    names: tuple[str, ...]
    outcome: Outcome
    reason: str = ""
    lower_key: str | None = None
    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    sources: Mapping[str, tuple[SourceSpan, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """By when the lower unit must issue its own plan, how that was counted; `due_on` None when it cannot be known."""

    working_days: int
    counted_from: date | None
    due_on: date | None
    explanation: tuple[str, ...]
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class CascadeReport:
    """Everything that a cascade did, in the order of the upper plan."""

    upper_doc: str
    upper_sha256: str
    upper_number: str | None
    upper_date: date | None
    unit: str
    unit_name: str
    on: date
    regime: str
    items: tuple[ItemReport, ...]
    document_changes: tuple[Change, ...]
    duty: Duty

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many items have each outcome."""
        found = Counter(item.outcome for item in self.items)
        return {outcome: found[outcome] for outcome in Outcome}


@dataclass(frozen=True, slots=True)
class Cascade:
    """The draft of the lower unit and the report of how it came about."""

    plan: Plan
    report: CascadeReport


class NoCascade(Exception):
    """A plan cannot be handed down to a unit; the message says why."""

    code = "no_cascade"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person at the screen."""
        self.message = message
        super().__init__(message)

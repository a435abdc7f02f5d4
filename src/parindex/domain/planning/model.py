"""What a plan says, as values: the contract between the importer, the review, the board and `parindex.plan/1`.

Everything here is what the *document* says. Interpretation (resolved agencies, dates of the calendar) is added later
and never overwrites it. What is absent is absent with a reason in `Item.absent`; nothing is invented.

What a plan has many of is a named tuple: one is made in a fifth of the time of a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple


class UnitLevel(StrEnum):
    """Level of the unit that issued a plan."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"


class Part(StrEnum):
    """Where an item stands in the document."""

    BODY = "body"
    APPENDIX = "appendix"


class Section(StrEnum):
    """The group an item belongs to."""

    FIX = "fix"
    SIPAS = "sipas"
    MAINTAIN = "maintain"
    APPENDIX = "appendix"
    TASK = "task"
    GOAL = "goal"


class CriterionLevel(StrEnum):
    """TC (tiêu chí) or TCTP (tiêu chí thành phần)."""

    TC = "TC"
    TCTP = "TCTP"


class Confidence(StrEnum):
    """SURE is shown green; CHECK is shown yellow and needs a person."""

    SURE = "sure"
    CHECK = "check"


class TargetOp(StrEnum):
    """How a target compares the measure with its value."""

    EQ = "=="
    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    BETWEEN = "between"
    INCREASE = "increase"
    INCREASE_GE = "increase_ge"
    DECREASE = "decrease"
    DECREASE_GE = "decrease_ge"
    GE_BASELINE = ">=baseline"
    EXCEED_PLAN_GE = "exceed_plan_ge"
    RANK_BETWEEN = "rank_between"


class DeadlineRole(StrEnum):
    """What a deadline bounds: performing, completing, or both ("A/B" under thực hiện/hoàn thành)."""

    PERFORM = "perform"
    COMPLETE = "complete"
    BOTH = "both"


class DeadlineKind(StrEnum):
    """Every way in which plans write a deadline; see docs/reference/plan-schema.md."""

    IN_YEAR = "in_year"
    IN_YEAR_ONWARD = "in_year_onward"
    DATE = "date"
    QUARTER = "quarter"
    MONTH = "month"
    YEAR_RANGE = "year_range"
    BY_YEAR = "by_year"
    RECURRING = "recurring"
    RECURRING_DATE = "recurring_date"
    RECURRING_DAY_OF_MONTH = "recurring_day_of_month"
    AFTER_EVENT = "after_event"
    ON_EVENT = "on_event"
    WORKING_DAYS_BEFORE_EVENT = "working_days_before_event"
    WORKING_DAYS_AFTER_EVENT = "working_days_after_event"
    DAYS_AFTER_EVENT = "days_after_event"
    CONTINUOUS = "continuous"
    PER_PLAN = "per_plan"
    PER_REGULATION = "per_regulation"
    PER_ASSIGNMENT = "per_assignment"
    ON_REQUEST = "on_request"
    END_OF_ASSESSMENT_YEAR = "end_of_assessment_year"
    CROSS_REFERENCE = "cross_reference"


class SourceSpan(NamedTuple):
    """A half-open character range in the neutral blocks of the file; mirrors `documents.blocks.Span`."""

    block: int
    start: int
    end: int
    row: int | None = None
    col: int | None = None
    page: int | None = None
    line: int | None = None


class Target(NamedTuple):
    """One measurable aim. `unit` is "%", "pp" (percentage points) or a counted noun; values are exact decimals."""

    op: TargetOp
    value: Decimal | None
    unit: str | None
    of: str
    value2: Decimal | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    derived_absolute: Decimal | None = None


class Deadline(NamedTuple):
    """One deadline as the document means it; only the fields of its kind are set.

    `date_` is exact; `day` + `month` recur each year for RECURRING_DATE; `n` counts days or working days or periods;
    `every` names the period of a recurrence ("month", "quarter", "half_year", "year"); `event` quotes the event.
    `op` is "<=" for "chậm nhất/trước/xong", ">=" where the words only say when it starts ("từ", "sau"), else None.
    """

    role: DeadlineRole
    kind: DeadlineKind
    text: str
    year: int | None = None
    year_to: int | None = None
    month: int | None = None
    date_: date | None = None
    day: int | None = None
    n: int | None = None
    quarter: int | None = None
    op: str | None = None
    every: str | None = None
    event: str | None = None


class Action(NamedTuple):
    """One task or solution line of an item, with who does it as far as the sentence says."""

    text: str
    actors: tuple[str, ...] = ()
    span: SourceSpan | None = None


class Citation(NamedTuple):
    """A cited document. `number` as printed ("1908/KH-UBND"); parts are None where the text lacks them."""

    kind: str | None
    number: str | None
    date_: date | None
    issuer: str | None
    text: str
    carried_out: bool = False
    span: SourceSpan | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person must look at. `code` is stable; `message` is Vietnamese and says what to do."""

    code: str
    message: str
    item: str | None = None
    text: str | None = None
    span: SourceSpan | None = None


_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Item(NamedTuple):
    """One item of a plan. Text keys follow gold/README: see docs/reference/plan-schema.md.

    `key` is unique and stable inside the document ("body/1.2", "appendix/I/3"). `sources`, `confidence` and `absent`
    are keyed by field name (`names`, `target_text`, `lead`, `deadline_text` ...).
    """

    key: str
    part: Part
    section: Section
    number: str | None
    names: tuple[str, ...]
    line: int | None = None
    domain: str | None = None
    domain_name: str | None = None
    code: str | None = None
    level: CriterionLevel | None = None
    limitations: tuple[str, ...] = ()
    target_text: str | None = None
    targets: tuple[Target, ...] = ()
    actions: tuple[Action, ...] = ()
    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    implement: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    product: str | None = None
    product_targets: tuple[Target, ...] = ()
    deadline_text: str | None = None
    deadlines: tuple[Deadline, ...] = ()
    budget: str | None = None
    linked_key: str | None = None
    sources: Mapping[str, tuple[SourceSpan, ...]] = _NOTHING
    confidence: Mapping[str, Confidence] = _NOTHING
    absent: Mapping[str, str] = _NOTHING


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The document itself: what it is, who issued it, what it carries out and cites."""

    doc: str
    sha256: str
    kind: str | None = None
    title: str | None = None
    number: str | None = None
    date_: date | None = None
    issuer: str | None = None
    parent: str | None = None
    unit_level: UnitLevel | None = None
    plan_year: int | None = None
    plan_period: tuple[int, int] | None = None
    signer: str | None = None
    signer_title: str | None = None
    recipients: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    sources: Mapping[str, tuple[SourceSpan, ...]] = field(default_factory=dict)
    confidence: Mapping[str, Confidence] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole extracted plan: document, items in reading order, findings."""

    document: PlanDocument
    items: tuple[Item, ...]
    findings: tuple[Finding, ...] = ()

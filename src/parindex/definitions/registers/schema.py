"""Shape of a register file; its JSON Schema is docs/reference/parindex.register-1.schema.json."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from parindex.domain.access import Role
from parindex.domain.calendar.clocks import DurationUnit
from parindex.domain.registers.model import By, FieldType, Side, Status, Take, Tone, Window
from parindex.domain.registers.outcomes import Outcome
from parindex.domain.units import UnitKind

SCHEMA = "parindex.register/1"

Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
Whole = Annotated[str, Field(pattern=r"^[0-9]{1,9}$")]
Number = Annotated[str, Field(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$")]
YesNo = Literal["yes", "no"]
Codes = tuple[Code, ...]
SomeCodes = Annotated[tuple[Code, ...], Field(min_length=1)]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OptionShape(Shape):
    """An option of a field of type `choice`; `words` are other ways in which imported tables write it."""

    value: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
    name: Text
    words: tuple[Text, ...] = ()


class FieldShape(Shape):
    """A field; `words` are other headings under which imported tables have it."""

    code: Code
    name: Text
    type: FieldType
    required: YesNo = "no"
    public: YesNo = "no"
    personal: YesNo = "no"
    listed: YesNo = "no"
    options: tuple[OptionShape, ...] = ()
    least: Number | None = None
    most: Number | None = None
    not_before: Code | Literal[""] = ""
    default: str = ""
    measure: str = ""
    help: str = ""
    words: tuple[Text, ...] = ()


class FieldTestShape(Shape):
    """A condition on a field: exactly one of the tests."""

    field: Code
    is_: Annotated[tuple[Text, ...] | None, Field(alias="is", min_length=1)] = None
    is_not: Annotated[tuple[Text, ...] | None, Field(min_length=1)] = None
    filled: YesNo | None = None
    at_least: Text | None = None
    at_most: Text | None = None
    at_least_field: Code | None = None
    at_most_field: Code | None = None


class StateTestShape(Shape):
    """A condition on the state."""

    state: SomeCodes


class ClockTestShape(Shape):
    """A condition on a clock; without `reading` its first reading counts."""

    clock: Code
    is_: Annotated[tuple[Outcome, ...], Field(alias="is", min_length=1)]
    reading: Code | Literal[""] = ""


class AnyShape(Shape):
    """One of several lists of conditions holds."""

    any: Annotated[tuple[tuple[ConditionShape, ...], ...], Field(min_length=2)]


def _kind_of(value: Any) -> str:
    """Tell by its keys which condition something is meant to be."""
    keys = value if isinstance(value, dict) else vars(value)
    return next((key for key in ("state", "clock", "any") if key in keys), "field")


ConditionShape = Annotated[
    Annotated[FieldTestShape, Tag("field")]
    | Annotated[StateTestShape, Tag("state")]
    | Annotated[ClockTestShape, Tag("clock")]
    | Annotated[AnyShape, Tag("any")],
    Discriminator(_kind_of),
]
Conditions = tuple[ConditionShape, ...]


class StateShape(Shape):
    """A state; entries begin in the first one, and their values are locked in a closed one."""

    code: Code
    name: Text
    tone: Tone = Tone.NEUTRAL
    closed: YesNo = "no"


class MoveShape(Shape):
    """A move; with `confirm` only those who may confirm make it."""

    code: Code
    name: Text
    from_: Annotated[tuple[Code, ...], Field(alias="from", min_length=1)]
    to: Code
    asks: Codes = ()
    when: Conditions = ()
    refusal: str = ""
    document: YesNo = "no"
    confirm: YesNo = "no"


class ReadingShape(Shape):
    """One way of counting the days of a clock."""

    code: Code
    unit: Literal[DurationUnit.WORKING_DAY, DurationUnit.DAY]
    status: Status
    source: Text


class ClockShape(Shape):
    """A limit counted from `start`, or the date field `due` itself."""

    code: Code
    name: Text
    done: Code
    status: Status
    source: Text
    start: Code | Literal[""] = ""
    due: Code | Literal[""] = ""
    amount: Whole = "0"
    side: Side = Side.AFTER
    readings: tuple[ReadingShape, ...] = ()
    stops: Codes = ()
    remind: Whole = "3"


class PartShape(Shape):
    """What is counted or added up."""

    where: Conditions = ()
    sum: Code | Literal[""] = ""


class GroupingShape(Shape):
    """Entries with one value of a field count as one."""

    field: Code
    take: Take


class IndicatorShape(Shape):
    """A figure by unit and period."""

    code: Code
    name: Text
    status: Status
    source: Text
    above: PartShape = PartShape()
    below: PartShape | None = None
    percent: YesNo = "no"
    measure: str = ""
    criteria: tuple[Text, ...] = ()
    date: Code | Literal[""] = ""
    window: Window = Window.WITHIN
    per: GroupingShape | None = None
    by: By = By.OWNER
    kinds: tuple[UnitKind, ...] = ()
    public: YesNo = "no"
    places: Annotated[str, Field(pattern=r"^[0-6]$")] = "2"


class RegisterShape(Shape):
    """A register file."""

    schema_: Annotated[Literal["parindex.register/1"], Field(alias="schema")]
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
    version: Text
    name: Text
    purpose: Text
    status: Status
    title: Code
    fields: Annotated[tuple[FieldShape, ...], Field(min_length=1)]
    states: Annotated[tuple[StateShape, ...], Field(min_length=1)]
    moves: tuple[MoveShape, ...] = ()
    clocks: tuple[ClockShape, ...] = ()
    indicators: tuple[IndicatorShape, ...] = ()
    criteria: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = ()
    notice: str = ""
    date: Code | Literal[""] = ""
    key: Codes = ()
    subject: Code | Literal[""] = ""
    keepers: tuple[UnitKind, ...] = ()
    writers: Annotated[tuple[Literal[Role.FOCAL, Role.OFFICER], ...], Field(min_length=1)] = (Role.FOCAL, Role.OFFICER)
    public: YesNo = "no"
    public_states: Codes = ()


AnyShape.model_rebuild()


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a register file, as it is published."""
    shape = RegisterShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **shape}

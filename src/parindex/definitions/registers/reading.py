"""From the checked shape of a file to the register of the domain; values in conditions are read by their field."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from parindex.definitions.registers.schema import (
    AnyShape,
    ClockShape,
    ClockTestShape,
    ConditionShape,
    FieldShape,
    FieldTestShape,
    IndicatorShape,
    MoveShape,
    PartShape,
    RegisterShape,
    StateTestShape,
)
from parindex.domain.registers.conditions import AnyOf, ClockTest, Comparison, Condition, FieldTest, StateTest, Value
from parindex.domain.registers.model import (
    Clock,
    Field,
    Grouping,
    Indicator,
    Move,
    Option,
    Part,
    Reading,
    Register,
    State,
)
from parindex.domain.registers.values import NotReadable, parse

_YES = "yes"


class RegisterReading:
    """Builds one register and gathers what is wrong with its conditions in `problems`."""

    def __init__(self, shape: RegisterShape, text: str) -> None:
        """Keep the shape; `text` is the file as it stands."""
        self._shape = shape
        self._text = text
        self._fields = {field.code: _field(field) for field in shape.fields}
        self.problems: list[str] = []

    def register(self) -> Register:
        """Return the register; look into `problems` before it is used."""
        shape = self._shape
        return Register(
            id=shape.id,
            version=shape.version,
            name=shape.name,
            purpose=shape.purpose,
            status=shape.status,
            title=shape.title,
            fields=tuple(_field(field) for field in shape.fields),
            states=tuple(State(s.code, s.name, s.tone, s.closed == _YES) for s in shape.states),
            moves=tuple(map(self._move, shape.moves)),
            clocks=tuple(map(_clock, shape.clocks)),
            indicators=tuple(map(self._indicator, shape.indicators)),
            criteria=shape.criteria,
            sources=shape.sources,
            notice=shape.notice,
            date=shape.date,
            key=shape.key,
            subject=shape.subject,
            keepers=tuple(kind.value for kind in shape.keepers),
            writers=tuple(role.value for role in shape.writers),
            public_states=shape.public_states,
            is_public=shape.public == _YES,
            text=self._text,
        )

    def _move(self, shape: MoveShape) -> Move:
        return Move(
            code=shape.code,
            name=shape.name,
            sources=shape.from_,
            target=shape.to,
            asks=shape.asks,
            when=self._conditions(shape.when, f"bước “{shape.code}”"),
            refusal=shape.refusal,
            needs_document=shape.document == _YES,
            is_confirmation=shape.confirm == _YES,
        )

    def _indicator(self, shape: IndicatorShape) -> Indicator:
        where = f"chỉ số “{shape.code}”"
        return Indicator(
            code=shape.code,
            name=shape.name,
            status=shape.status,
            source=shape.source,
            above=self._part(shape.above, where),
            below=None if shape.below is None else self._part(shape.below, where),
            is_percent=shape.percent == _YES,
            measure=shape.measure,
            criteria=shape.criteria,
            date=shape.date,
            window=shape.window,
            per=None if shape.per is None else Grouping(shape.per.field, shape.per.take),
            by=shape.by,
            kinds=tuple(kind.value for kind in shape.kinds),
            is_public=shape.public == _YES,
            places=int(shape.places),
        )

    def _part(self, shape: PartShape, where: str) -> Part:
        return Part(self._conditions(shape.where, where), shape.sum)

    def _conditions(self, shapes: Iterable[ConditionShape], where: str) -> tuple[Condition, ...]:
        return tuple(self._condition(shape, where) for shape in shapes)

    def _condition(self, shape: ConditionShape, where: str) -> Condition:
        match shape:
            case StateTestShape():
                return StateTest(shape.state)
            case ClockTestShape():
                return ClockTest(shape.clock, shape.is_, shape.reading)
            case AnyShape():
                return AnyOf(tuple(self._conditions(branch, where) for branch in shape.any))
            case FieldTestShape():
                return self._field_test(shape, where)

    def _field_test(self, shape: FieldTestShape, where: str) -> FieldTest:
        given = shape.model_dump(exclude={"field"}, exclude_none=True)
        if len(given) != 1:
            self.problems.append(f"{where}: điều kiện của “{shape.field}” phải có đúng một phép thử")
            return FieldTest(shape.field, Comparison.FILLED)
        name, value = next(iter(given.items()))
        if name == "filled":
            return FieldTest(shape.field, Comparison.FILLED if value == _YES else Comparison.EMPTY)
        if name.endswith("_field"):
            return FieldTest(shape.field, Comparison(name.removesuffix("_field")), other=value)
        texts = value if isinstance(value, tuple) else (value,)
        return FieldTest(shape.field, Comparison(name.rstrip("_")), self._values(shape.field, texts, where))

    def _values(self, code: str, texts: Iterable[str], where: str) -> tuple[Value, ...]:
        field = self._fields.get(code)
        found: list[Value] = []
        for text in texts if field is not None else ():
            try:
                value = parse(field, text) if field is not None else None
            except NotReadable as error:
                self.problems.append(f"{where}: {error}")
            else:
                found += [] if value is None else [value]
        return tuple(found)


def _field(shape: FieldShape) -> Field:
    return Field(
        code=shape.code,
        name=shape.name,
        type=shape.type,
        is_required=shape.required == _YES,
        is_public=shape.public == _YES,
        is_personal=shape.personal == _YES,
        is_listed=shape.listed == _YES,
        options=tuple(Option(option.value, option.name, option.words) for option in shape.options),
        least=None if shape.least is None else Decimal(shape.least),
        most=None if shape.most is None else Decimal(shape.most),
        not_before=shape.not_before,
        default=shape.default,
        measure=shape.measure,
        help=shape.help,
        words=shape.words,
    )


def _clock(shape: ClockShape) -> Clock:
    return Clock(
        code=shape.code,
        name=shape.name,
        done=shape.done,
        status=shape.status,
        source=shape.source,
        start=shape.start,
        due=shape.due,
        amount=int(shape.amount),
        side=shape.side,
        readings=tuple(Reading(r.code, r.unit, r.status, r.source) for r in shape.readings),
        stops=shape.stops,
        remind=int(shape.remind),
    )

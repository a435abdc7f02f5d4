"""Load the definitions of dossiers from the YAML files of this folder; every reference inside them is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from parindex.definitions.calendar.loader import CalendarDefinitionError, parse_shape
from parindex.definitions.dossiers.schema import (
    ClockShape,
    CodesShape,
    ColumnShape,
    ColumnsShape,
    IndicatorsShape,
    MeasureShape,
    ServiceShape,
)
from parindex.domain.dossiers.clock import ClockRules, RuleNote
from parindex.domain.dossiers.measures import (
    Condition,
    Indicator,
    IndicatorSet,
    Measure,
    Operator,
    QualityIndicator,
    ServicePart,
)
from parindex.domain.text.folding import fold

_FOLDER = resources.files(__package__)
_CONDITION = re.compile(
    r"(?P<column>[a-z_]+) (?:in (?P<values>[0-9]+(?: [0-9]+)*)|(?P<word>known|unknown)|(?P<op><|>=) as_of)"
)


class DossierDefinitionError(CalendarDefinitionError):
    """A dossier file says something that cannot be used; the message names the file and the entry."""

    code = "dossier_definition"


@dataclass(frozen=True, slots=True)
class Columns:
    """The known columns in order, and which folded heading means which."""

    version: str
    all: tuple[ColumnShape, ...]
    by_heading: Mapping[str, str]

    def named(self, name: str) -> ColumnShape:
        """Return a column by its name."""
        return next(column for column in self.all if column.name == name)

    def recognise(self, heading: str) -> str | None:
        """Return the name of the column that a heading means."""
        return self.by_heading.get(heading_key(heading))


@dataclass(frozen=True, slots=True)
class Codes:
    """Patterns of dossier codes, and the numbers that texts mean by column."""

    pattern: str
    choices: Mapping[str, Mapping[str, int]]
    names: Mapping[str, Mapping[int, str]]


def heading_key(heading: str) -> str:
    """Fold a heading to letters and digits: "Mã hồ sơ", "MaHoSo" and "ma_ho_so" are one."""
    return re.sub(r"[^a-z0-9]", "", fold(heading))


@cache
def load_columns() -> Columns:
    """Return the columns; raises DossierDefinitionError when two columns share a heading."""
    shape = parse_shape(_read("columns.yaml"), source="columns.yaml", shape=ColumnsShape)
    headings = [
        (key, column.name)
        for column in shape.columns
        for key in {heading_key(heading) for heading in (column.name, *column.names)}
    ]
    _require_once((key for key, _ in headings), source="columns.yaml")
    return Columns(shape.version, shape.columns, MappingProxyType(dict(headings)))


@cache
def load_codes() -> Codes:
    """Return code patterns and choices; words are folded and stand beside the numbers themselves."""
    shape = parse_shape(_read("codes.yaml"), source="codes.yaml", shape=CodesShape)
    choices = {
        column: MappingProxyType(
            {heading_key(word): code.code for code in codes for word in (str(code.code), code.name, *code.words)}
        )
        for column, codes in shape.choices.items()
    }
    names = {
        column: MappingProxyType({code.code: code.name for code in codes}) for column, codes in shape.choices.items()
    }
    pattern = "|".join(f"(?:{one.regex})" for one in shape.patterns)
    return Codes(pattern, MappingProxyType(choices), MappingProxyType(names))


@cache
def load_clock_rules() -> ClockRules:
    """Return how due days are counted."""
    shape = parse_shape(_read("clock.yaml"), source="clock.yaml", shape=ClockShape)
    return ClockRules(
        version=shape.version,
        first_day=shape.first_day,
        cutoff=shape.cutoff,
        honour_reschedule=shape.honour_reschedule,
        stop_for_supplement=shape.stop_for_supplement,
        notes=tuple(RuleNote(**dict(rule)) for rule in shape.rules),
    )


@cache
def load_indicators() -> IndicatorSet:
    """Return measures and indicators; raises DossierDefinitionError for a name that does not exist."""
    shape = parse_shape(_read("indicators.yaml"), source="indicators.yaml", shape=IndicatorsShape)
    _require_once((measure.code for measure in shape.measures), source="indicators.yaml")
    _require_once((indicator.code for indicator in shape.indicators), source="indicators.yaml")
    used = [name for one in shape.indicators for name in (one.numerator, one.denominator)]
    used += [name for one in shape.quality for name in (one.two, one.one, one.of) if name]
    _require_known(used, {measure.code for measure in shape.measures})
    _require_known([p.indicator for p in shape.service if p.indicator], {one.code for one in shape.indicators})
    return IndicatorSet(
        version=shape.version,
        measures=tuple(_measure(measure) for measure in shape.measures),
        indicators=tuple(Indicator(**dict(one)) for one in shape.indicators),
        quality=tuple(QualityIndicator(**dict(one)) for one in shape.quality),
        service=tuple(_service(part) for part in shape.service),
    )


def parse_condition(text: str) -> Condition:
    """Read one condition ("state in 3 4"); raises DossierDefinitionError."""
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise DossierDefinitionError(f"indicators.yaml: không hiểu điều kiện “{text}”.")
    if found["values"]:
        return Condition(found["column"], Operator.IN, tuple(int(value) for value in found["values"].split()))
    return Condition(found["column"], Operator(found["word"] or found["op"]))


def _measure(shape: MeasureShape) -> Measure:
    alternatives = tuple(tuple(parse_condition(text) for text in conditions) for conditions in shape.when)
    return Measure(shape.code, shape.name, alternatives)


def _service(shape: ServiceShape) -> ServicePart:
    return ServicePart(**dict(shape))


def _require_once(keys: Iterable[str], *, source: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise DossierDefinitionError(f"{source}: “{key}” được khai hai lần.")
        seen.add(key)


def _require_known(used: Iterable[str], known: set[str]) -> None:
    for name in used:
        if name not in known:
            raise DossierDefinitionError(f"indicators.yaml: không có “{name}”.")


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")

"""Load the regimes of reports; anything not understood is refused with file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from parindex.definitions.calendar import loader as calendars
from parindex.definitions.faults import explain
from parindex.definitions.report_regimes.schema import (
    FieldShape,
    FigureShape,
    LevelShape,
    MeritShape,
    OutlinesShape,
    RegimeShape,
    Shape,
)
from parindex.definitions.yaml import load_yaml
from parindex.domain.calendar.periods import Report
from parindex.domain.reporting.figures import FigureRule
from parindex.domain.reporting.merit import Thresholds
from parindex.domain.reporting.regimes import Field, Level, RegimeBook
from parindex.domain.text.folding import fold

ShapeT = TypeVar("ShapeT", bound=Shape)

_FOLDER = resources.files(__package__)
_OUTLINES, _MERIT = "outlines.yaml", "merit.yaml"
_REGIMES = ("cchc.yaml", "monthly.yaml", "adhoc.yaml")


class RegimeDefinitionError(ValueError):
    """A file of regimes says something that cannot be used; the message names file and line."""

    code = "report_regime_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


class UnknownRegime(Exception):
    """There is no regime of this code."""

    code = "report_regime_not_found"
    exit_code = 2

    def __init__(self, code: str) -> None:
        self.message = f"Không có chế độ báo cáo “{code}”. Xem các chế độ bằng lệnh “parindex report regimes”."
        super().__init__(self.message)


@cache
def load_regimes() -> Mapping[str, RegimeBook]:
    """Return the regimes that ship with the product, by code; raises RegimeDefinitionError or YamlError."""
    outlines = _read(_OUTLINES)
    built = [build_regime(_read(name), outlines=outlines, source=name) for name in _REGIMES]
    return MappingProxyType({book.code: book for book in built})


@cache
def load_thresholds() -> Thresholds:
    """Return from where on units are named for commendation or reproach."""
    shape = _merit()
    return Thresholds(
        first_ranks=shape.first_ranks,
        last_ranks=shape.last_ranks,
        done_percent=shape.done_percent,
        late_percent=shape.late_percent,
        least_total=shape.least_total,
        late_reports=shape.late_reports,
    )


def answer_working_days() -> int:
    """Return how many working days an answer to supervision is given, unless the note says otherwise."""
    return _merit().answer_working_days


def merit_source() -> str:
    """Return where the thresholds come from."""
    return _merit().source


@cache
def _merit() -> MeritShape:
    return _check(_read(_MERIT), MeritShape, source=_MERIT)


def regime(code: str) -> RegimeBook:
    """Return one regime. Raises `UnknownRegime`."""
    found = load_regimes().get(code)
    if found is None:
        raise UnknownRegime(code)
    return found


def build_regime(text: str, *, outlines: str, source: str) -> RegimeBook:
    """Build a regime of two YAML texts; raises RegimeDefinitionError or YamlError with file and line."""
    shape = _check(text, RegimeShape, source=source)
    known = _check(outlines, OutlinesShape, source=_OUTLINES)
    outline = known.outlines.get(shape.outline)
    if outline is None:
        raise RegimeDefinitionError(f"{source}: đề cương “{shape.outline}” không có trong {_OUTLINES}.")
    return RegimeBook(
        code=shape.code,
        name=shape.name,
        subject=shape.subject,
        source=shape.source,
        certainty=shape.certainty,
        every=shape.every,
        reports=_windows(shape, source=source),
        levels=tuple(_level(level) for level in shape.levels),
        outline_source=outline.source,
        outline_certainty=outline.certainty,
        fields=tuple(_field(field) for field in outline.fields),
        figures=tuple(_figure(figure) for figure in known.figures),
        summary=outline.summary,
        version=hashlib.sha256(f"{text}\n{outlines}".encode()).hexdigest(),
    )


def _windows(shape: RegimeShape, *, source: str) -> tuple[Report, ...]:
    if not shape.windows:
        return ()
    found = calendars.load_report_regimes().get(shape.windows)
    if found is None:
        raise RegimeDefinitionError(f"{source}: lịch không có kỳ số liệu “{shape.windows}”.")
    return found.reports


def _level(shape: LevelShape) -> Level:
    return Level(shape.kinds, shape.to_kinds, shape.to_name, shape.working_days_before, shape.certainty, shape.source)


def _field(shape: FieldShape) -> Field:
    return Field(shape.code, shape.title, tuple(map(fold, shape.words)), shape.criterion, shape.opening, shape.tells)


def _figure(shape: FigureShape) -> FigureRule:
    return FigureRule(
        code=shape.code,
        name=shape.name,
        unit=shape.unit,
        version=shape.version,
        source=shape.source,
        outcomes=frozenset(shape.outcomes),
        above=shape.above,
        below=shape.below,
        by_field=shape.by_field,
        asks=shape.asks,
        options=tuple(shape.options.items()),
        words=tuple(map(fold, shape.words)),
        sheet_words=tuple(map(fold, shape.sheet_words)),
    )


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


def _check(text: str, shape: type[ShapeT], *, source: str) -> ShapeT:
    try:
        return shape.model_validate(load_yaml(text, source=source))
    except ValidationError as error:
        raise RegimeDefinitionError(explain(error, text=text, source=source)) from error

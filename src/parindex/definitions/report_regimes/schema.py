"""Shapes of the files of report regimes; unknown keys are refused, so that a misspelt key never passes in silence."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from parindex.domain.calendar.days import Certainty
from parindex.domain.reporting.figures import Source, key_of
from parindex.domain.reporting.narrative import keys_in
from parindex.domain.reporting.regimes import Every
from parindex.domain.reporting.work import Outcome
from parindex.domain.units import UnitKind

Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    """Base of all shapes: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LevelShape(Shape):
    """How units of some kinds report; without `working_days_before` the place sets its own day."""

    kinds: Annotated[tuple[UnitKind, ...], Field(min_length=1)]
    to_kinds: tuple[UnitKind, ...] = ()
    to_name: str = ""
    working_days_before: Count | None = None
    certainty: Certainty
    source: Text

    @model_validator(mode="after")
    def check_receiver(self) -> Self:
        """Refuse a level whose reports go nowhere, or to two places."""
        if bool(self.to_kinds) == bool(self.to_name):
            raise ValueError("mỗi cấp gửi lên đơn vị cấp trên (to_kinds) hoặc ra ngoài (to_name)")
        return self


class FieldShape(Shape):
    """A part of the narrative."""

    code: Code
    title: Text
    words: tuple[Text, ...] = ()
    criterion: str = ""
    opening: Text
    tells: tuple[Text, ...] = ()


class OutlineShape(Shape):
    """The outline of a report."""

    source: Text
    certainty: Certainty
    summary: Text
    fields: Annotated[tuple[FieldShape, ...], Field(min_length=1)]


class FigureShape(Shape):
    """One figure."""

    code: Code
    name: Text
    unit: Text
    version: Text
    source: Source
    outcomes: tuple[Outcome, ...] = ()
    above: str = ""
    below: str = ""
    by_field: bool = False
    asks: str = ""
    options: dict[Text, Text] = {}
    words: tuple[Text, ...] = ()
    sheet_words: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def check_source(self) -> Self:
        """Refuse a given figure that names nobody to ask, or is kept by field, and another one that asks."""
        if (self.source is Source.GIVEN) != bool(self.asks):
            raise ValueError(f"số liệu {self.code}: chỉ “source: given” mới ghi nơi hỏi (asks), và phải ghi")
        if self.asks and self.by_field:
            raise ValueError(f"số liệu {self.code}: số hỏi nơi khác không chia theo lĩnh vực")
        return self


class RegimeShape(Shape):
    """One regime; `windows` names the regime of the calendar that sets its days."""

    code: Code
    name: Text
    subject: str = ""
    source: Text
    certainty: Certainty
    every: Every
    windows: str = ""
    outline: Code
    levels: Annotated[tuple[LevelShape, ...], Field(min_length=1)]


class MeritShape(Shape):
    """`merit.yaml`: when a unit is named for commendation or reproach, and how long an answer may take."""

    source: Text
    certainty: Certainty
    first_ranks: Count
    last_ranks: Count
    done_percent: Decimal
    late_percent: Decimal
    least_total: Annotated[int, Field(ge=1)]
    late_reports: Count
    answer_working_days: Annotated[int, Field(ge=1)]


class OutlinesShape(Shape):
    """`outlines.yaml`: outlines by code and the figures that all of them use."""

    outlines: dict[Code, OutlineShape]
    figures: Annotated[tuple[FigureShape, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def check_tells(self) -> Self:
        """Refuse a sentence with the place of a figure that no report of the outline has."""
        codes = {figure.code for figure in self.figures}
        by_field = {figure.code for figure in self.figures if figure.by_field}
        for outline in self.outlines.values():
            known = codes | {key_of(code, field=field.code) for field in outline.fields for code in by_field}
            told = [text for field in outline.fields for text in (field.opening, *field.tells)]
            for key in keys_in("\n".join([outline.summary, *told])):
                if key not in known:
                    raise ValueError(f"lời văn có chỗ của số liệu {{{key}}} mà không có số liệu ấy")
        return self

    @model_validator(mode="after")
    def check_ratios(self) -> Self:
        """Refuse a figure given twice and a ratio of what does not stand before it or is not kept by field."""
        seen: dict[str, FigureShape] = {}
        for figure in self.figures:
            if figure.code in seen:
                raise ValueError(f"số liệu {figure.code} khai hai lần")
            parts = [seen.get(figure.above), seen.get(figure.below)] if figure.source is Source.RATIO else []
            if any(part is None or (figure.by_field and not part.by_field) for part in parts):
                raise ValueError(f"tỷ lệ {figure.code} phải đứng sau số bị chia và số chia của nó")
            seen[figure.code] = figure
        return self

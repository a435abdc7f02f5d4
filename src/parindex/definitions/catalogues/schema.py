"""Shape of a catalogue file; the JSON Schema made of it is docs/reference/parindex.catalogue-1.schema.json."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from parindex.definitions.catalogues.rules import AnyRule, SumOfChildrenShape
from parindex.definitions.catalogues.shapes import Exact, Shape, Text
from parindex.domain.scoring.catalogue import CatalogueStatus, Channel, Effect, ItemStatus, Level, RankBy
from parindex.domain.scoring.rounding import Mode
from parindex.domain.scoring.sheet import ScoreStatus

SCHEMA = "parindex.catalogue/1"

IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z0-9]+(\.[0-9]+)*$")]


class DecisionShape(Shape):
    """The decision that issued the catalogue, and what stands around it."""

    number: Text
    date: IsoDate
    title: str = ""
    guidance: str = ""
    replaces: str = ""
    replaced_by: str = ""


class PartShape(Shape):
    """A part of the total that sources state."""

    channel: Channel
    name: Text
    max_points: Exact
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]


class RoundingShape(Shape):
    """A rule of rounding."""

    decimals: Annotated[int, Field(ge=0, le=8)]
    mode: Mode


class GradeShape(Shape):
    """A class of results."""

    name: Text
    from_: Annotated[Exact | None, Field(alias="from")] = None


class RankingShape(Shape):
    """How a group is ranked."""

    by: RankBy = RankBy.INDEX
    tie_breakers: tuple[Code, ...] = ()
    grades: tuple[GradeShape, ...] = ()


class CaseShape(Shape):
    """A golden case: inputs as a sheet would have them, and what they must give."""

    given: dict[str, str]
    points: Exact | None = None
    status: ScoreStatus = ScoreStatus.SCORED

    @model_validator(mode="after")
    def check_points(self) -> Self:
        """Points stand with `scored` and with nothing else."""
        if (self.points is None) == (self.status is ScoreStatus.SCORED):
            raise ValueError("ca kiểm thử hoặc có points, hoặc có status khác scored")
        return self


class ItemShape(Shape):
    """A field, criterion or sub-criterion; null for a name or points means that nobody has read them."""

    code: Code
    name: Text | None
    max_points: Exact | None
    status: ItemStatus | None = None
    channel: Channel | None = None
    effect: Effect = Effect.NORMAL
    always_applies: bool = False
    citation: str = ""
    note: str = ""
    evidence: tuple[Text, ...] = ()
    rule: AnyRule | None = None
    cases: tuple[CaseShape, ...] = ()
    children: tuple[ItemShape, ...] = ()

    @model_validator(mode="after")
    def check_rule(self) -> Self:
        """Refuse rules without points, rules that disagree with the tree, and cases without a rule."""
        is_sum = isinstance(self.rule, SumOfChildrenShape)
        if self.rule is not None and not is_sum and self.max_points is None:
            raise ValueError(f"mục {self.code} có quy tắc nhưng không có max_points")
        if self.rule is not None and is_sum != bool(self.children):
            raise ValueError(
                f"mục {self.code}: sum_of_children chỉ dành cho mục có mục con, và là quy tắc duy nhất ở đó"
            )
        if self.cases and (self.rule is None or is_sum):
            raise ValueError(f"mục {self.code} có cases nhưng không có quy tắc để thử")
        if self.effect is not Effect.NORMAL and self.max_points is None:
            raise ValueError(f"mục {self.code} cộng hoặc trừ điểm thì phải có max_points làm mức trần")
        return self


class CatalogueShape(Shape):
    """A catalogue file; `items_from` takes the items of another catalogue that is used unchanged in this year."""

    model_config = ConfigDict(title="Bộ tiêu chí (parindex.catalogue/1)")

    schema_: Annotated[Literal["parindex.catalogue/1"], Field(alias="schema")]
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    level: Level
    year: Annotated[int, Field(ge=2000, le=2100)]
    title: Text
    status: CatalogueStatus
    notice: str = ""
    group: Text
    decision: DecisionShape | None = None
    total_points: Exact | None = None
    parts: tuple[PartShape, ...] = ()
    item_rounding: RoundingShape = RoundingShape(decimals=4, mode=Mode.HALF_UP)
    index_rounding: RoundingShape = RoundingShape(decimals=2, mode=Mode.HALF_UP)
    ranking: RankingShape = RankingShape()
    total_at_most_maximum: bool = True
    items: tuple[ItemShape, ...] = ()
    items_from: str | None = None

    @model_validator(mode="after")
    def check_status(self) -> Self:
        """Refuse a demonstration that could look official, an official one without its decision, and no items."""
        is_demonstration = self.status is CatalogueStatus.DEMONSTRATION
        if is_demonstration and (self.decision is not None or not self.notice):
            raise ValueError("bộ tiêu chí minh họa phải có notice và không được có decision")
        if not is_demonstration and self.decision is None:
            raise ValueError("bộ tiêu chí không phải minh họa thì phải có decision")
        if bool(self.items) == bool(self.items_from):
            raise ValueError("phải có đúng một trong items và items_from")
        return self


def json_schema() -> dict[str, Any]:
    """Return the published JSON Schema; codes, points and dates are strings, so quote them in YAML."""
    made = CatalogueShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **made}

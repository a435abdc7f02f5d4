"""How each shape of rule is written in a catalogue; every shape has a worked example in the published JSON Schema."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from parindex.definitions.catalogues.shapes import Bands, CountedShape, Exact, Key, MeasureShape, Shape, Text
from parindex.domain.scoring.rule import Rule, ZeroPolicy
from parindex.domain.scoring.rules.all_or_nothing import AllOrNothing
from parindex.domain.scoring.rules.count_points import CountPoints
from parindex.domain.scoring.rules.deduct_per import DeductPer
from parindex.domain.scoring.rules.function import Function
from parindex.domain.scoring.rules.growth import Growth
from parindex.domain.scoring.rules.levels import Level, Levels
from parindex.domain.scoring.rules.manual import Manual
from parindex.domain.scoring.rules.proportional import Proportional
from parindex.domain.scoring.rules.rank_band import RankBand, RankPoints
from parindex.domain.scoring.rules.ratio_bands import RatioBands
from parindex.domain.scoring.rules.sum_of_children import SumOfChildren
from parindex.domain.scoring.rules.survey_scale import Answer, SurveyScale
from parindex.domain.scoring.values import NumberInput


class RuleShape(Shape):
    """Base of the shapes of rules."""

    @abstractmethod
    def build(self, *, maximum: Fraction) -> Rule:
        """Build the rule of an item with this maximum."""


class ManualShape(RuleShape):
    """A person gives the points."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"shape": "manual", "guidance": "mức độ đổi mới của sáng kiến do hội đồng chấm", "step": "0.25"}
            ]
        }
    )
    shape: Literal["manual"]
    guidance: Text
    step: Exact | None = None

    def build(self, *, maximum: Fraction) -> Manual:
        """Build it."""
        return Manual(self.guidance, maximum, self.step)


class AllOrNothingShape(RuleShape):
    """The maximum when a condition is met."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"shape": "all_or_nothing", "condition": "ban hành kế hoạch kiểm tra trong quý I"}]
        }
    )
    shape: Literal["all_or_nothing"]
    condition: Text

    def build(self, *, maximum: Fraction) -> AllOrNothing:
        """Build it."""
        return AllOrNothing(self.condition)


class LevelShape(Shape):
    """One result."""

    key: Key
    label: Text
    points: Exact


class LevelsShape(RuleShape):
    """Described results, each with its points."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "levels",
                    "subject": "ban hành kế hoạch cải cách hành chính",
                    "levels": [
                        {"key": "on_time", "label": "kịp thời", "points": "1"},
                        {"key": "late", "label": "không kịp thời", "points": "0.5"},
                        {"key": "none", "label": "không ban hành", "points": "0"},
                    ],
                }
            ]
        }
    )
    shape: Literal["levels"]
    subject: Text
    levels: Annotated[tuple[LevelShape, ...], Field(min_length=2)]

    def build(self, *, maximum: Fraction) -> Levels:
        """Build it."""
        return Levels(self.subject, tuple(Level(level.key, level.label, level.points) for level in self.levels))


_RATIO: JsonDict = {
    "numerator": "hồ sơ giải quyết đúng hạn",
    "denominator": "hồ sơ đã giải quyết",
    "when_zero": "not_applicable",
}


class RatioBandsShape(RuleShape):
    """Fixed points for bands of a percentage."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "ratio_bands",
                    "measure": _RATIO,
                    "bands": [{"from": "100", "points": "1"}, {"from": "80", "points": "0.5"}, {"points": "0"}],
                }
            ]
        }
    )
    shape: Literal["ratio_bands"]
    measure: MeasureShape
    bands: Bands

    def build(self, *, maximum: Fraction) -> RatioBands:
        """Build it."""
        return RatioBands(self.measure.build(), tuple(band.build() for band in self.bands))


class ProportionalShape(RuleShape):
    """Points in proportion to a percentage."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"shape": "proportional", "measure": _RATIO, "full_at": "85", "zero_below": "60"}]
        }
    )
    shape: Literal["proportional"]
    measure: MeasureShape
    full_at: Exact = Fraction(100)
    zero_below: Exact = Fraction(0)

    def build(self, *, maximum: Fraction) -> Proportional:
        """Build it."""
        return Proportional(self.measure.build(), self.full_at, self.zero_below)


class CountPointsShape(RuleShape):
    """Points for each thing done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "count_points",
                    "counted": [{"name": "initiatives", "label": "sáng kiến được công nhận", "each": "0.5"}],
                }
            ]
        }
    )
    shape: Literal["count_points"]
    counted: Annotated[tuple[CountedShape, ...], Field(min_length=1)]

    def build(self, *, maximum: Fraction) -> CountPoints:
        """Build it."""
        return CountPoints(tuple(kind.build() for kind in self.counted))


class DeductPerShape(RuleShape):
    """Points taken for each fault."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "deduct_per",
                    "counted": [
                        {"name": "late", "label": "báo cáo gửi trễ hạn", "each": "0.25"},
                        {"name": "missing", "label": "báo cáo không gửi", "each": "0.5", "at_most": "1"},
                    ],
                }
            ]
        }
    )
    shape: Literal["deduct_per"]
    counted: Annotated[tuple[CountedShape, ...], Field(min_length=1)]

    def build(self, *, maximum: Fraction) -> DeductPer:
        """Build it."""
        return DeductPer(tuple(kind.build() for kind in self.counted))


class SumOfChildrenShape(RuleShape):
    """The items below, added up; may be left out where items follow."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"shape": "sum_of_children"}]})
    shape: Literal["sum_of_children"]

    def build(self, *, maximum: Fraction) -> SumOfChildren:
        """Build it."""
        return SumOfChildren()


class AnswerShape(Shape):
    """One answer of a scale; `weight` in percent."""

    key: Key
    label: Text
    weight: Exact


class SurveyScaleShape(RuleShape):
    """Counted answers, each with a weight."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "survey_scale",
                    "question": "chất lượng văn bản của cơ quan",
                    "answers": [
                        {"key": "good", "label": "tốt", "weight": "100"},
                        {"key": "fair", "label": "khá", "weight": "60"},
                        {"key": "poor", "label": "chưa tốt", "weight": "0"},
                    ],
                    "when_zero": "unknown",
                }
            ]
        }
    )
    shape: Literal["survey_scale"]
    question: Text
    answers: Annotated[tuple[AnswerShape, ...], Field(min_length=2)]
    when_zero: ZeroPolicy

    def build(self, *, maximum: Fraction) -> SurveyScale:
        """Build it."""
        answers = tuple(Answer(answer.key, answer.label, answer.weight) for answer in self.answers)
        return SurveyScale(self.question, answers, self.when_zero)


class RankPointsShape(Shape):
    """Points up to the rank `to`; the last has none."""

    to: Annotated[int, Field(ge=1)] | None = None
    points: Exact


class RankBandShape(RuleShape):
    """Points by a published rank."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "rank_band",
                    "ranking": "bảng xếp hạng chuyển đổi số",
                    "count": 34,
                    "bands": [{"to": 10, "points": "1"}, {"to": 20, "points": "0.5"}, {"points": "0"}],
                }
            ]
        }
    )
    shape: Literal["rank_band"]
    ranking: Text
    count: Annotated[int, Field(ge=1)] | None = None
    bands: Annotated[tuple[RankPointsShape, ...], Field(min_length=1)]

    def build(self, *, maximum: Fraction) -> RankBand:
        """Build it."""
        return RankBand(self.ranking, self.count, tuple(RankPoints(band.points, band.to) for band in self.bands))


class GrowthShape(RuleShape):
    """Bands of the change since the year before, in percent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "growth",
                    "subject": "số hồ sơ trực tuyến",
                    "bands": [{"from": "10", "points": "1"}, {"above": "0", "points": "0.5"}, {"points": "0"}],
                    "when_zero": "not_applicable",
                }
            ]
        }
    )
    shape: Literal["growth"]
    subject: Text
    bands: Bands
    when_zero: ZeroPolicy

    def build(self, *, maximum: Fraction) -> Growth:
        """Build it."""
        return Growth(self.subject, tuple(band.build() for band in self.bands), self.when_zero)


class NumberShape(Shape):
    """One number that a function needs."""

    name: Key
    label: Text
    is_whole: bool = True


class FunctionShape(RuleShape):
    """A registered function, for the rare rule that no shape fits."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "shape": "function",
                    "name": "late_half_demonstration_20260101",
                    "numbers": [
                        {"name": "on_time", "label": "báo cáo gửi đúng hạn"},
                        {"name": "late", "label": "báo cáo gửi trễ hạn"},
                        {"name": "due", "label": "báo cáo phải gửi"},
                    ],
                }
            ]
        }
    )
    shape: Literal["function"]
    name: Annotated[str, Field(pattern=r"^[a-z_]+_[0-9]{8}$")]
    numbers: Annotated[tuple[NumberShape, ...], Field(min_length=1)]

    def build(self, *, maximum: Fraction) -> Function:
        """Build it."""
        numbers = tuple(NumberInput(number.name, number.label, is_whole=number.is_whole) for number in self.numbers)
        return Function(self.name, numbers)


AnyRule = Annotated[
    ManualShape
    | AllOrNothingShape
    | LevelsShape
    | RatioBandsShape
    | ProportionalShape
    | CountPointsShape
    | DeductPerShape
    | SumOfChildrenShape
    | SurveyScaleShape
    | RankBandShape
    | GrowthShape
    | FunctionShape,
    Field(discriminator="shape"),
]

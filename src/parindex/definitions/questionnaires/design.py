"""The design of a survey as a file; its JSON Schema is docs/reference/parindex.survey-design-1.schema.json."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from parindex.definitions.faults import explain
from parindex.definitions.questionnaires.schema import Exact, Shape, Text, Whole
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.surveys.plan import Bootstrap, PostStrata, StagePlan, SurveyPlan, Target, TargetKind
from parindex.domain.surveys.questionnaire import Aggregation

SCHEMA = "parindex.survey-design/1"


class DesignDefinitionError(ValueError):
    """A design that cannot be used; the message names file and line."""

    code = "survey_design_definition"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


class StageShape(Shape):
    """A stage of drawing; the last stage without a cluster draws forms themselves."""

    strata: tuple[Text, ...] = ()
    cluster: str = ""
    population: str = ""


class PostStrataShape(Shape):
    """Groups of known size."""

    column: Text
    totals: Annotated[dict[str, Exact], Field(min_length=1)]


class BootstrapShape(Shape):
    """The bootstrap beside the linearised intervals."""

    replicates: Whole = "1000"
    seed: Whole


class TargetShape(Shape):
    """A target; exactly one of the three ways to ask."""

    code: Text
    at_least: Exact | None = None
    increase: Exact | None = None
    increase_percent: Exact | None = None

    @model_validator(mode="after")
    def check_one(self) -> Self:
        """Refuse a target that asks two things or none."""
        if len(self.asked) != 1:
            raise ValueError("mỗi mục tiêu ghi đúng một trong at_least, increase, increase_percent")
        return self

    @property
    def asked(self) -> list[tuple[TargetKind, Fraction]]:
        """Return what the target asks, with its amount."""
        values = ((kind, getattr(self, kind.value)) for kind in TargetKind)
        return [(kind, value) for kind, value in values if value is not None]


class DesignShape(Shape):
    """A design file."""

    schema_: Annotated[Literal["parindex.survey-design/1"], Field(alias="schema")]
    form: Text = "form"
    weight: str = ""
    stages: Annotated[tuple[StageShape, ...], Field(min_length=1)] = (StageShape(),)
    lonely_psu: Literal["fail", "certainty", "adjust", "average"] = "fail"
    post_strata: PostStrataShape | None = None
    domains: tuple[Text, ...] = ()
    ignore: tuple[Text, ...] = ()
    aggregation: Aggregation | None = None
    confidence: Literal["0.90", "0.95", "0.99"] = "0.95"
    issued: Whole | None = None
    least_forms: Whole = "5"
    bootstrap: BootstrapShape | None = None
    targets: tuple[TargetShape, ...] = ()

    @model_validator(mode="after")
    def check_stages(self) -> Self:
        """Only the last stage may draw forms without naming a cluster."""
        if any(not stage.cluster for stage in self.stages[:-1]):
            raise ValueError("chỉ bậc cuối được để trống cluster")
        return self


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a design file, as it is published."""
    shape = DesignShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **shape}


def read_design(text: str, *, source: str) -> SurveyPlan:
    """Read a design; `source` names the file in errors; raises DesignDefinitionError with file and line."""
    try:
        shape = DesignShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise DesignDefinitionError(f"{error}.") from error
    except ValidationError as error:
        raise DesignDefinitionError(explain(error, text=text, source=source)) from error
    return _build(shape)


def _build(shape: DesignShape) -> SurveyPlan:
    post, bootstrap = shape.post_strata, shape.bootstrap
    return SurveyPlan(
        form=shape.form,
        weight=shape.weight,
        stages=tuple(StagePlan(stage.strata, stage.cluster, stage.population) for stage in shape.stages),
        lonely=shape.lonely_psu,
        post_strata=None if post is None else PostStrata(post.column, post.totals),
        domains=shape.domains,
        ignored=shape.ignore,
        aggregation=shape.aggregation,
        confidence=Fraction(shape.confidence),
        issued=None if shape.issued is None else int(shape.issued),
        least_forms=int(shape.least_forms),
        bootstrap=None if bootstrap is None else Bootstrap(int(bootstrap.replicates), int(bootstrap.seed)),
        targets=tuple(Target(target.code, *target.asked[0]) for target in shape.targets),
    )

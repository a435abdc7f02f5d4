"""How a sample is drawn, as a file; its JSON Schema is docs/reference/parindex.survey-draw-1.schema.json."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from parindex.definitions.faults import explain
from parindex.definitions.questionnaires.design import DesignDefinitionError
from parindex.definitions.questionnaires.schema import Exact, Shape, Text, Whole
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.surveys.drawing import DrawPlan, DrawStage, Quotas

SCHEMA = "parindex.survey-draw/1"


class DrawStageShape(Shape):
    """A stage; `take` is one number, or a number for each stratum."""

    unit: Text
    strata: tuple[Text, ...] = ()
    take: Whole | Annotated[dict[str, Whole], Field(min_length=1)]
    spare: Whole = "0"


class QuotasShape(Shape):
    """Groups to be asked, by their shares."""

    name: Text
    shares: Annotated[dict[str, Exact], Field(min_length=2)]

    @model_validator(mode="after")
    def check_shares(self) -> Self:
        """Refuse shares of nothing or less."""
        if any(share <= 0 for share in self.shares.values()):
            raise ValueError("tỷ lệ của mỗi nhóm phải lớn hơn 0")
        return self


class DrawShape(Shape):
    """A file that says how to draw."""

    schema_: Annotated[Literal["parindex.survey-draw/1"], Field(alias="schema")]
    stages: Annotated[tuple[DrawStageShape, ...], Field(min_length=1)]
    quotas: QuotasShape | None = None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of such a file, as it is published."""
    shape = DrawShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **shape}


def read_draw(text: str, *, source: str) -> DrawPlan:
    """Read how to draw; `source` names the file in errors; raises DesignDefinitionError with file and line."""
    try:
        shape = DrawShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise DesignDefinitionError(f"{error}.") from error
    except ValidationError as error:
        raise DesignDefinitionError(explain(error, text=text, source=source)) from error
    return DrawPlan(
        stages=tuple(_stage(stage) for stage in shape.stages),
        quotas=None if shape.quotas is None else Quotas(shape.quotas.name, shape.quotas.shares),
    )


def write_draw(plan: DrawPlan) -> str:
    """Write how to draw as such a file; `read_draw` reads the same plan again."""
    told: dict[str, object] = {"schema": SCHEMA, "stages": [_written(stage) for stage in plan.stages]}
    if plan.quotas is not None:
        told["quotas"] = {"name": plan.quotas.name, "shares": {k: _decimal(v) for k, v in plan.quotas.shares.items()}}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


def _decimal(share: Fraction) -> str:
    return format((Decimal(share.numerator) / Decimal(share.denominator)).normalize(), "f")


def _written(stage: DrawStage) -> dict[str, object]:
    take = {name: str(count) for name, count in stage.take.items()}
    return {
        "unit": stage.unit,
        "strata": list(stage.strata),
        "take": take[""] if list(take) == [""] else take,
        "spare": str(stage.spare),
    }


def _stage(shape: DrawStageShape) -> DrawStage:
    take = {"": int(shape.take)} if isinstance(shape.take, str) else {k: int(v) for k, v in shape.take.items()}
    return DrawStage(shape.unit, take, shape.strata, int(shape.spare))

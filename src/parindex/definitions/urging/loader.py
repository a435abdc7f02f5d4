"""Load the ladder of urging from the YAML file of this folder."""

from __future__ import annotations

from functools import cache
from importlib import resources

from pydantic import ValidationError

from parindex.definitions.faults import explain
from parindex.definitions.urging.schema import LadderShape
from parindex.definitions.yaml import load_yaml
from parindex.domain.urging.ladder import Hours, Ladder, Retries, Rung


class LadderDefinitionError(ValueError):
    """The ladder file says something that cannot be used; the message names file and line."""

    code = "ladder_definition"


@cache
def load_ladder() -> Ladder:
    """Return the ladder of the office. Raises `LadderDefinitionError` or `YamlError`."""
    name = "ladder.yaml"
    return read_ladder((resources.files(__package__) / name).read_text(encoding="utf-8"), source=name)


def read_ladder(text: str, *, source: str) -> Ladder:
    """Check the text of a ladder; `source` names it in errors. Raises `LadderDefinitionError` or `YamlError`."""
    try:
        shape = LadderShape.model_validate(load_yaml(text, source=source))
        return Ladder(
            rungs=tuple(Rung(rung.code, rung.offset, rung.audience, rung.name) for rung in shape.rungs),
            hours=Hours(shape.hours.from_, shape.hours.until),
            soon=shape.soon,
            retries=Retries(shape.retry_minutes),
        )
    except ValidationError as error:
        raise LadderDefinitionError(explain(error, text=text, source=source)) from error
    except ValueError as error:
        if isinstance(error, LadderDefinitionError) or hasattr(error, "code"):
            raise
        raise LadderDefinitionError(f"{source}: {error}.") from error

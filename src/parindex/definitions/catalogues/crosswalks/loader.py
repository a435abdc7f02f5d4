"""Load the crosswalks that people have settled and build the whole one of two catalogues."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from parindex.definitions.catalogues.loader import list_catalogues
from parindex.definitions.catalogues.schema import Code
from parindex.definitions.catalogues.shapes import Shape, Text
from parindex.definitions.faults import explain
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.crosswalk import (
    BadCrosswalk,
    Crosswalk,
    Link,
    Origin,
    Relation,
    build_crosswalk,
    relation_fits,
)

_FOLDER = resources.files(__package__)


class LinkShape(Shape):
    """One settled link, with its reason and, where there is one, the document that says so."""

    before: tuple[Code, ...] = ()
    after: tuple[Code, ...] = ()
    relation: Relation
    reason: Text
    source: str = ""

    @model_validator(mode="after")
    def check_relation(self) -> Self:
        """Refuse a relation that cannot hold between so many codes."""
        if not relation_fits(self.relation, before=len(self.before), after=len(self.after)):
            raise ValueError(f"quan hệ {self.relation.value} không hợp với số mã ở before và after")
        return self


class CrosswalkShape(Shape):
    """A crosswalk file."""

    schema_: Annotated[Literal["parindex.crosswalk/1"], Field(alias="schema")]
    before: Text
    after: Text
    links: Annotated[tuple[LinkShape, ...], Field(min_length=1)]

    def build(self) -> tuple[Link, ...]:
        """Build the links."""
        return tuple(
            Link(link.before, link.after, link.relation, Origin.STATED, reason=link.reason, source=link.source)
            for link in self.links
        )


def read_links(text: str, *, source: str) -> CrosswalkShape:
    """Check the shape of a crosswalk file; raises BadCrosswalk with file and line."""
    try:
        return CrosswalkShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise BadCrosswalk(f"{error}.") from error
    except ValidationError as error:
        raise BadCrosswalk(explain(error, text=text, source=source)) from error


def load_crosswalk(before: Catalogue, after: Catalogue) -> Crosswalk:
    """Build the crosswalk of two catalogues with the settled links of this folder, if there are any.

    What was settled for a catalogue holds for one of another year that has the very same items. Raises BadCrosswalk
    when the file is wrong or does not fit the catalogues.
    """
    pairs = ((first, second) for first in _twins(before) for second in _twins(after))
    settled = next((pair for pair in pairs if _file(*pair).is_file()), None)
    if settled is None:
        return build_crosswalk(before, after)
    stated = _read_file(*settled)
    return build_crosswalk(before, after, stated=stated)


def _twins(catalogue: Catalogue) -> list[str]:
    """Return the id of a catalogue, then the ids of those of the house that have the same items."""
    same = [other.id for other in list_catalogues() if other.items == catalogue.items and other.id != catalogue.id]
    return [catalogue.id, *same]


def _file(before_id: str, after_id: str) -> Traversable:
    return _FOLDER.joinpath(f"{before_id}--{after_id}.yaml")


def _read_file(before_id: str, after_id: str) -> tuple[Link, ...]:
    file = _file(before_id, after_id)
    name = file.name
    shape = read_links(file.read_text(encoding="utf-8"), source=name)
    if (shape.before, shape.after) != (before_id, after_id):
        raise BadCrosswalk(f"{name}: before và after phải là {before_id} và {after_id}.")
    return shape.build()

"""Load catalogues: those of this folder by id, and any file of the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml
from pydantic import ValidationError

from parindex.definitions.catalogues.schema import CatalogueShape, ItemShape, RankingShape, RoundingShape
from parindex.definitions.faults import explain
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.scoring.catalogue import (
    Catalogue,
    CatalogueStatus,
    Decision,
    Effect,
    GoldenCase,
    Grade,
    Item,
    ItemStatus,
    Part,
    RankRule,
)
from parindex.domain.scoring.rounding import Rounding

_FOLDER = resources.files(__package__)


class CatalogueDefinitionError(ValueError):
    """A catalogue that cannot be used; the message names file and line."""

    code = "catalogue_definition"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


class UnknownCatalogue(LookupError):
    """No catalogue of this folder has that id."""

    code = "catalogue_unknown"
    exit_code = 2

    def __init__(self, catalogue_id: str) -> None:
        """Tell which ids there are."""
        self.message = f"Không có bộ tiêu chí “{catalogue_id}”; hiện có: {', '.join(_texts())}."
        super().__init__(self.message)


@cache
def list_catalogues() -> tuple[Catalogue, ...]:
    """Return every catalogue of this folder in the order of ids; raises CatalogueDefinitionError."""
    return tuple(load_catalogue(catalogue_id) for catalogue_id in _texts())


@cache
def load_catalogue(catalogue_id: str) -> Catalogue:
    """Return a catalogue of this folder; raises UnknownCatalogue and CatalogueDefinitionError."""
    found = _texts().get(catalogue_id)
    if found is None:
        raise UnknownCatalogue(catalogue_id)
    return read_catalogue(found[1], source=found[0])


@cache
def text_of(catalogue_id: str) -> str:
    """Return the YAML of a catalogue of this folder as it stands; items that it takes from another are written out.

    Such a text holds by itself for ever, whatever this folder says later. Raises UnknownCatalogue.
    """
    found = _texts().get(catalogue_id)
    if found is None:
        raise UnknownCatalogue(catalogue_id)
    text = found[1]
    parts = _top_level(text)
    if "items_from" not in parts:
        return text
    start, end = parts["items_from"]
    other = text_of(text[start:end].partition(":")[2].strip())
    first, last = _top_level(other)["items"]
    return text[:start] + other[first:last].rstrip() + "\n" + text[end:].lstrip("\n")


def _top_level(text: str) -> dict[str, tuple[int, int]]:
    """Return where each key of the outermost mapping begins and its value ends."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): (key.start_mark.index, value.end_mark.index) for key, value in node.value}


def read_catalogue(text: str, *, source: str) -> Catalogue:
    """Read a catalogue; `source` names the file in errors; raises CatalogueDefinitionError with file and line."""
    return build_catalogue(parse_catalogue(text, source=source))


def parse_catalogue(text: str, *, source: str) -> CatalogueShape:
    """Check the shape of a catalogue; raises CatalogueDefinitionError with file and line."""
    try:
        return CatalogueShape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise CatalogueDefinitionError(f"{error}.") from error
    except ValidationError as error:
        raise CatalogueDefinitionError(explain(error, text=text, source=source)) from error


def build_catalogue(shape: CatalogueShape) -> Catalogue:
    """Build the catalogue of a checked file; raises UnknownCatalogue when `items_from` names none."""
    decision = Decision()
    if shape.decision is not None:
        told = shape.decision
        decision = Decision(told.number, told.date, told.title, told.guidance, told.replaces, told.replaced_by)
    is_demonstration = shape.status is CatalogueStatus.DEMONSTRATION
    default = ItemStatus.DEMONSTRATION if is_demonstration else ItemStatus.UNVERIFIED
    own = tuple(_item(item, default=default, root=item) for item in shape.items)
    return Catalogue(
        id=shape.id,
        level=shape.level,
        year=shape.year,
        title=shape.title,
        status=shape.status,
        group=shape.group,
        items=load_catalogue(shape.items_from).items if shape.items_from else own,
        total_points=shape.total_points,
        notice=shape.notice,
        decision=decision,
        parts=tuple(Part(part.channel, part.name, part.max_points, part.sources) for part in shape.parts),
        item_rounding=_rounding(shape.item_rounding),
        index_rounding=_rounding(shape.index_rounding),
        ranking=_ranking(shape.ranking),
        total_at_most_maximum=shape.total_at_most_maximum,
    )


def _item(shape: ItemShape, *, default: ItemStatus, root: ItemShape) -> Item:
    """Build an item and those below it; the effect of a root holds for all below."""
    return Item(
        code=shape.code,
        name=shape.name,
        max_points=shape.max_points,
        status=shape.status or default,
        rule=shape.rule.build(maximum=shape.max_points) if shape.rule and shape.max_points is not None else None,
        children=tuple(_item(child, default=default, root=root) for child in shape.children),
        channel=shape.channel,
        effect=Effect(root.effect),
        always_applies=shape.always_applies,
        citation=shape.citation,
        note=shape.note,
        evidence=shape.evidence,
        cases=tuple(GoldenCase(case.given, case.points, case.status.value) for case in shape.cases),
    )


def _rounding(shape: RoundingShape) -> Rounding:
    return Rounding(shape.decimals, shape.mode)


def _ranking(shape: RankingShape) -> RankRule:
    grades = tuple(Grade(grade.name, grade.from_) for grade in shape.grades)
    return RankRule(shape.by, shape.tie_breakers, grades)


@cache
def _texts() -> dict[str, tuple[str, str]]:
    """Return file name and text of every catalogue of this folder by id."""
    found = {}
    for source, entry in _files():
        text = entry.read_text(encoding="utf-8")
        data = load_yaml(text, source=source)
        found[str(data["id"]) if isinstance(data, dict) and "id" in data else source] = (source, text)
    return dict(sorted(found.items()))


def _files() -> Iterator[tuple[str, Traversable]]:
    for level in _FOLDER.iterdir():
        if level.is_dir():
            for folder in level.iterdir():
                file = folder / "catalogue.yaml" if folder.is_dir() else folder
                if file.name == "catalogue.yaml" and file.is_file():
                    yield f"{level.name}/{folder.name}/{file.name}", file

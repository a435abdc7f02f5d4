"""Load the feeds of a catalogue; anything that does not fit the catalogue is refused with file and line.

Feeds are wiring, not law: they stand beside the catalogue, so that a new register changes no confirmed text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from parindex.definitions.catalogues import loader as catalogues
from parindex.definitions.yaml import YamlError, line_of, load_yaml
from parindex.domain.assessment.feeding import Feed, parse_feed
from parindex.domain.scoring.catalogue import Catalogue
from parindex.domain.scoring.values import NumberInput

SCHEMA = "parindex.feeds/1"
Feeds = Mapping[str, Mapping[str, Feed]]
"""Feeds by code of the item and name of the input."""


class FeedDefinitionError(ValueError):
    """Feeds that cannot be used; the message names file and line."""

    code = "feed_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    schema_: Annotated[Literal["parindex.feeds/1"], Field(alias="schema")]
    catalogue: str
    items: dict[str, dict[str, Annotated[Feed, BeforeValidator(parse_feed)]]]


@cache
def load_feeds(catalogue_id: str) -> Feeds:
    """Return the feeds that ship for a catalogue; none when it has no file. Raises FeedDefinitionError."""
    file = resources.files(__package__) / f"{catalogue_id}.yaml"
    if not file.is_file():
        return {}
    return build_feeds(
        file.read_text(encoding="utf-8"), source=file.name, catalogue=catalogues.load_catalogue(catalogue_id)
    )


def read_own(folder: Path, catalogue: Catalogue) -> Feeds | None:
    """Return the feeds that a place keeps for a catalogue in a folder of its own; None when it keeps none.

    Raises FeedDefinitionError, also for a file that is not text.
    """
    path = folder / f"{catalogue.id}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise FeedDefinitionError(f"{path.name}: không phải chữ UTF-8.") from error
    return build_feeds(text, source=path.name, catalogue=catalogue)


@cache
def list_fed_catalogues() -> tuple[str, ...]:
    """Return the ids of the catalogues for which feeds ship, in order."""
    names = (file.name for file in resources.files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def build_feeds(text: str, *, source: str, catalogue: Catalogue) -> Feeds:
    """Build the feeds of a YAML text for its catalogue; raises FeedDefinitionError with file and line."""
    try:
        told = _Shape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise FeedDefinitionError(str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "tệp"
        raise FeedDefinitionError(f"{source}:{line_of(text, path=first['loc'])}: {place}: {first['msg']}") from error
    if told.catalogue != catalogue.id:
        line = line_of(text, path=("catalogue",))
        raise FeedDefinitionError(f"{source}:{line}: tệp này của bộ “{told.catalogue}”, không phải “{catalogue.id}”.")
    for code, feeds in told.items.items():
        fault = check_item(catalogue, code, feeds)
        if fault:
            raise FeedDefinitionError(f"{source}:{line_of(text, path=('items', code))}: mục {code}: {fault}")
    return told.items


def check_item(catalogue: Catalogue, code: str, feeds: Mapping[str, Feed]) -> str:
    """Return why feeds do not fit an item, in Vietnamese; "" when they do."""
    found = {item.code: item for _, item in catalogue.walk()}.get(code)
    if found is None or found.rule is None or found.children:
        return "bộ tiêu chí không có mục này, hoặc mục không tự chấm."
    numbers = {one.name for one in found.rule.inputs if isinstance(one, NumberInput)}
    if unknown := sorted(set(feeds) - numbers):
        return f"không có số liệu “{unknown[0]}” để nhận; có: {', '.join(sorted(numbers)) or 'không có số nào'}."
    if missing := sorted(numbers - set(feeds)):
        return f"thiếu nguồn cho “{missing[0]}”; một mục lấy đủ mọi số hoặc không lấy."
    return ""

"""Load the feeds of a catalogue; anything that does not fit the catalogue is refused with file and line.

Feeds are wiring, not law: they stand beside the catalogue, so that a new register changes no confirmed text. What is
not fed says why: it is entered by hand, or nobody knows yet how it is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from parindex.definitions.catalogues import loader as catalogues
from parindex.definitions.faults import explain
from parindex.definitions.yaml import YamlError, line_of, load_yaml
from parindex.domain.assessment.feeding import Case, Ladder, Source, parse_amount, parse_condition
from parindex.domain.scoring.catalogue import Catalogue, Item
from parindex.domain.scoring.values import ChoiceInput, Mark, NumberInput

SCHEMA = "parindex.feeds/1"
Feeds = Mapping[str, Mapping[str, Source]]
"""Feeds by code of the item and name of the input."""


class Why(StrEnum):
    """Why an item is not fed."""

    BY_HAND = "by_hand"
    UNKNOWN = "unknown"


WHY_LABELS: Mapping[Why, str] = {Why.BY_HAND: "nhập tay", Why.UNKNOWN: "chưa rõ"}


@dataclass(frozen=True, slots=True)
class Unfed:
    """An item that no room counts, and the reason in Vietnamese."""

    why: Why
    reason: str


@dataclass(frozen=True, slots=True)
class FeedBook:
    """What a file tells of a catalogue: the items that are fed, and those that are not with the reason."""

    feeds: Feeds = field(default_factory=dict)
    unfed: Mapping[str, Unfed] = field(default_factory=dict)

    def unexplained(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Return the items without children that are neither fed nor explained, in order."""
        return tuple(code for code in _leaves(catalogue) if code not in self.feeds and code not in self.unfed)


class FeedDefinitionError(ValueError):
    """Feeds that cannot be used; the message names file and line."""

    code = "feed_definition"
    exit_code = 2

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the file."""
        self.message = message
        super().__init__(message)


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _Case(_Closed):
    choose: str
    when: tuple[str, ...] = ()


class _Unfed(_Closed):
    why: Why
    reason: Annotated[str, Field(min_length=10)]


def _source(told: object) -> Source:
    """Read an amount from words, a ladder from a list of cases."""
    if isinstance(told, str):
        return parse_amount(told)
    cases = [_Case.model_validate(one) for one in told] if isinstance(told, list) else []
    if len(cases) < 2:
        raise ValueError("ghi nguồn:chỉ_số.phần, hoặc danh sách từ hai mức {choose, when}")
    if any(not case.when for case in cases[:-1]):
        raise ValueError("chỉ mức cuối cùng được để trống điều kiện")
    return Ladder(tuple(Case(case.choose, tuple(map(parse_condition, case.when))) for case in cases))


class _Shape(_Closed):
    schema_: Annotated[Literal["parindex.feeds/1"], Field(alias="schema")]
    catalogue: str
    like: str = ""
    items: dict[str, dict[str, Annotated[Source, BeforeValidator(_source)]]] = {}
    unfed: dict[str, _Unfed] = {}


@cache
def load_book(catalogue_id: str) -> FeedBook:
    """Return what ships for a catalogue; nothing when it has no file. Raises FeedDefinitionError."""
    file = resources.files(__package__) / f"{catalogue_id}.yaml"
    if not file.is_file():
        return FeedBook()
    return build_book(
        file.read_text(encoding="utf-8"), source=file.name, catalogue=catalogues.load_catalogue(catalogue_id)
    )


def load_feeds(catalogue_id: str) -> Feeds:
    """Return the feeds that ship for a catalogue; none when it has no file. Raises FeedDefinitionError."""
    return load_book(catalogue_id).feeds


def read_own(folder: Path, catalogue: Catalogue) -> FeedBook | None:
    """Return what a place keeps for a catalogue in a folder of its own; None when it keeps nothing.

    Raises FeedDefinitionError, also for a file that is not text.
    """
    path = folder / f"{catalogue.id}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise FeedDefinitionError(f"{path.name}: không phải chữ UTF-8.") from error
    return build_book(text, source=path.name, catalogue=catalogue)


@cache
def list_fed_catalogues() -> tuple[str, ...]:
    """Return the ids of the catalogues for which feeds ship, in order."""
    names = (file.name for file in resources.files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def build_book(text: str, *, source: str, catalogue: Catalogue) -> FeedBook:
    """Build what a YAML text tells of its catalogue; raises FeedDefinitionError with file and line."""
    try:
        told = _Shape.model_validate(load_yaml(text, source=source))
    except YamlError as error:
        raise FeedDefinitionError(str(error)) from error
    except ValidationError as error:
        raise FeedDefinitionError(explain(error, text=text, source=source)) from error
    if told.catalogue != catalogue.id:
        line = line_of(text, path=("catalogue",))
        raise FeedDefinitionError(f"{source}:{line}: tệp này của bộ “{told.catalogue}”, không phải “{catalogue.id}”.")
    like = _inherited(told, catalogue, where=f"{source}:{line_of(text, path=('like',))}") if told.like else FeedBook()
    unfed = {code: Unfed(one.why, one.reason) for code, one in told.unfed.items()}
    leaves = _leaves(catalogue)
    for code, feeds in told.items.items():
        if fault := check_item(leaves.get(code), feeds):
            raise FeedDefinitionError(f"{source}:{line_of(text, path=('items', code))}: mục {code}: {fault}")
    for code in unfed:
        if code not in leaves or code in told.items:
            fault = "vừa có nguồn vừa ghi là không có" if code in told.items else _NO_ITEM
            raise FeedDefinitionError(f"{source}:{line_of(text, path=('unfed', code))}: mục {code}: {fault}")
    return FeedBook(
        feeds={**like.feeds, **told.items},
        unfed={**like.unfed, **unfed},
    )


def _inherited(told: _Shape, catalogue: Catalogue, *, where: str) -> FeedBook:
    """Return what another shipped file tells of the items that this one is silent of and that both catalogues have.

    The same code is the same item only under the same name: for another the file has to speak for itself.
    """
    if told.like not in list_fed_catalogues():
        raise FeedDefinitionError(
            f"{where}: không có nguồn có sẵn “{told.like}”; có: {', '.join(list_fed_catalogues())}."
        )
    like, theirs = load_book(told.like), _leaves(catalogues.load_catalogue(told.like))
    mine = {code: item for code, item in _leaves(catalogue).items() if code not in told.items | told.unfed}
    for code in (code for code in (*like.feeds, *like.unfed) if code in mine):
        fault = check_item(mine[code], like.feeds[code]) if code in like.feeds else ""
        if mine[code].name != theirs[code].name:
            fault = f"bộ “{told.like}” gọi là “{theirs[code].name}”, bộ này là “{mine[code].name}”."
        if fault:
            raise FeedDefinitionError(f"{where}: mục {code}: {fault} Ghi mục này ở items hoặc unfed.")
    return FeedBook(
        feeds={code: feeds for code, feeds in like.feeds.items() if code in mine},
        unfed={code: one for code, one in like.unfed.items() if code in mine},
    )


def _leaves(catalogue: Catalogue) -> dict[str, Item]:
    return {item.code: item for _, item in catalogue.walk() if not item.children}


_NO_ITEM = "bộ tiêu chí không có mục này, hoặc mục không tự chấm."


def check_item(item: Item | None, feeds: Mapping[str, Source]) -> str:
    """Return why feeds do not fit an item without children, in Vietnamese; "" when they do.

    An item without a rule takes any amounts: they are shown, and nobody knows what points they are worth.
    """
    if item is None:
        return _NO_ITEM
    if item.rule is None:
        is_shown = feeds and not any(isinstance(feed, Ladder) for feed in feeds.values())
        return "" if is_shown else "mục chưa có quy tắc chấm chỉ nhận số, không nhận mức."
    inputs = {one.name: one for one in item.rule.inputs}
    if unknown := sorted(set(feeds) - set(inputs)):
        return f"không có số liệu “{unknown[0]}” để nhận; có: {', '.join(sorted(inputs)) or 'không có số nào'}."
    if missing := sorted(set(inputs) - set(feeds)):
        return f"thiếu nguồn cho “{missing[0]}”; một mục lấy đủ mọi số hoặc không lấy."
    return next((fault for name, feed in feeds.items() if (fault := _misfit(item, inputs[name], feed))), "")


def _misfit(item: Item, wanted: NumberInput | ChoiceInput, feed: Source) -> str:
    """Return why a feed does not fit an input; "" when it does."""
    if isinstance(wanted, NumberInput):
        return f"“{wanted.name}” là số, không lấy theo mức." if isinstance(feed, Ladder) else ""
    keys = [choice.key for choice in wanted.choices] + ([] if item.always_applies else [Mark.NOT_APPLICABLE.value])
    if not isinstance(feed, Ladder):
        return f"“{wanted.name}” là lựa chọn; ghi danh sách các mức {{choose, when}}: {', '.join(keys)}."
    strange = [case.choose for case in feed.cases if case.choose not in keys]
    return f"không có mức “{strange[0]}”; có: {', '.join(keys)}." if strange else ""

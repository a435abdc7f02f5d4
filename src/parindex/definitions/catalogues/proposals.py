"""Proposals as catalogues: the YAML text that a person confirms, and what its checks say."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from parindex.definitions.catalogues.loader import read_catalogue
from parindex.definitions.catalogues.rules import AnyRule
from parindex.definitions.catalogues.schema import SCHEMA
from parindex.definitions.yaml import YamlError, load_yaml
from parindex.domain.scoring.catalogue import Catalogue, CatalogueStatus, Effect, ItemStatus, Level
from parindex.domain.scoring.proposal import CatalogueProposal, ProposedItem
from parindex.domain.scoring.rule import Rule
from parindex.domain.scoring.wording import plain_text
from parindex.domain.text import folding

GROUPS = {Level.PROVINCE: "tỉnh, thành phố", Level.DEPARTMENT: "sở, ban, ngành", Level.COMMUNE: "xã, phường"}
_RULE: TypeAdapter[Any] = TypeAdapter(AnyRule)
_WIDTH = 110
SUM = "sum_of_children"
_NOT_WRITTEN = (SUM, "function")
"""Shapes that nobody writes by hand: sums follow from the tree, functions are code under review."""


class BadRule(ValueError):
    """A rule that is not one of the shapes; the message says in Vietnamese what is wrong."""

    code = "catalogue_rule"
    exit_code = 3

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits the rule."""
        self.message = message
        super().__init__(message)


def build_rule(data: Mapping[str, Any], *, maximum: Fraction) -> Rule:
    """Build a rule written as in a catalogue for an item with this maximum; raises BadRule."""
    try:
        built: Rule = _RULE.validate_python(dict(data)).build(maximum=maximum)
    except ValidationError as error:
        raise BadRule(_say(error.errors()[0])) from error
    return built


_FAULTS: dict[str, str] = {
    "missing": "thiếu dòng này",
    "extra_forbidden": "dạng quy tắc này không có dòng ấy",
    "tuple_type": "phải là danh sách, mỗi phần tử bắt đầu bằng dấu “-”",
    "too_short": "phải có ít nhất một phần tử",
    "model_type": "phải gồm các dòng “tên: giá trị”",
    "string_type": "phải là một dòng chữ",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ",
    "enum": "không phải một giá trị được phép: {expected}",
    "bool_parsing": "phải là true hoặc false",
    "union_tag_invalid": "không có dạng quy tắc này; dùng một trong: {expected_tags}",
}
"""What is wrong with a rule, in Vietnamese, by the kind of error."""


def _say(fault: ErrorDetails) -> str:
    """Say one fault of a rule with its place; the first part of a place is the shape itself."""
    place = ".".join(str(part) for part in fault["loc"][1:]) or "shape"
    told = _FAULTS.get(fault["type"], "giá trị không dùng được")
    words = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else told.format(**fault.get("ctx", {}))
    return f"Quy tắc sai ở {place}: {words}."


def read_rule(text: str) -> dict[str, Any]:
    """Read a rule that a person wrote as YAML, as plain values; raises BadRule with what is wrong."""
    try:
        data = load_yaml(text, source="quy tắc")
    except YamlError as error:
        raise BadRule(f"Không đọc được quy tắc dạng YAML: {error}.") from error
    if not isinstance(data, dict) or "shape" not in data:
        raise BadRule("Quy tắc phải có dòng “shape:” nói dạng quy tắc; chọn một dạng mẫu để bắt đầu.")
    return data


def rule_text(rule: Mapping[str, Any]) -> str:
    """Write a rule as a person edits it."""
    return _dump(_plain(rule))


@functools.cache
def rule_examples() -> dict[str, str]:
    """Return the worked example of every shape that a person may write, as YAML by the name of the shape."""
    shapes = get_args(get_args(AnyRule)[0])
    return {
        str(example["shape"]): rule_text(example)
        for shape in shapes
        for example in shape.model_config["json_schema_extra"]["examples"][:1]
        if example["shape"] not in _NOT_WRITTEN
    }


def catalogue_id(proposal: CatalogueProposal) -> str:
    """Make an id of level, year and decision: commune-2026-12-qd-ubnd; "nhap" without a number."""
    number = folding.fold(proposal.head.number or "nhap")
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in number).split())
    return f"{proposal.head.level.value}-{proposal.head.year}-{slug}"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Which agency held every item of a proposal against the annex, and when; `on` is a day in words.

    No person is named: the text goes into published bundles.
    """

    name: str
    on: str


def confirmed_yaml(proposal: CatalogueProposal, *, id_: str, confirmation: Confirmation) -> str:
    """Write a proposal of which a person has confirmed every item: with a decision its items are `verified`.

    Without number and date of a decision it stays a demonstration, so that it never looks official.
    """
    data = to_data(proposal, id_=id_)
    is_official = data["status"] != CatalogueStatus.DEMONSTRATION.value
    name, file = _one_line(confirmation.name), _one_line(proposal.source)
    said = f"{name} đối chiếu từng mục với tệp {file} ngày {confirmation.on}."
    data["notice"] = said if is_official else f"{said} Tệp không nêu đủ số và ngày của quyết định."
    if is_official:
        data["status"] = CatalogueStatus.VERIFIED.value
    for item in data["items"]:
        _settle(item, ItemStatus.VERIFIED if is_official else ItemStatus.DEMONSTRATION)
    return f"# {said}\n" + _dump(data)


def _settle(entry: dict[str, Any], status: ItemStatus) -> None:
    entry["status"] = status.value
    for child in entry.get("children", ()):
        _settle(child, status)


def _dump(data: Mapping[str, Any]) -> str:
    return yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def to_yaml(proposal: CatalogueProposal, *, id_: str | None = None) -> str:
    """Write a proposal as the text of a catalogue whose items are all `unverified`.

    Without number and date of a decision the catalogue is a demonstration, so that it never looks official.
    """
    data = to_data(proposal, id_=id_)
    head = f"# ĐỀ XUẤT đọc từ tệp {_one_line(proposal.source)}: chưa ai đối chiếu, không dùng để đánh giá thật.\n"
    return head + _dump(data)


def to_catalogue(proposal: CatalogueProposal, *, id_: str | None = None) -> Catalogue:
    """Load what `to_yaml` writes; raises CatalogueDefinitionError when the proposal cannot be a catalogue yet."""
    return read_catalogue(to_yaml(proposal, id_=id_), source=proposal.source)


def to_data(proposal: CatalogueProposal, *, id_: str | None = None) -> dict[str, Any]:
    """Return a proposal as the values of a catalogue file."""
    head = proposal.head
    has_decision = bool(head.number and head.date_)
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "id": id_ or catalogue_id(proposal),
        "level": head.level.value,
        "year": str(head.year),
        "title": head.title or f"Bộ tiêu chí đọc từ tệp {_one_line(proposal.source)}",
        "status": "reconstruction" if has_decision else "demonstration",
        "notice": _notice(proposal, has_decision=has_decision),
        "group": GROUPS[head.level],
    }
    if has_decision:
        data["decision"] = {"number": head.number, "date": head.date_, "title": head.title or ""}
    if head.total_points is not None:
        data["total_points"] = plain_text(head.total_points)
    data["items"] = _tree(proposal.items)
    return data


def _notice(proposal: CatalogueProposal, *, has_decision: bool) -> str:
    unknown = "" if has_decision else " Tệp không nêu đủ số và ngày của quyết định."
    return f"Đề xuất máy đọc từ tệp {_one_line(proposal.source)}, chưa người nào đối chiếu nguyên văn.{unknown}"


def _tree(items: Sequence[ProposedItem]) -> list[dict[str, Any]]:
    """Nest items by depth."""
    roots: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for item in items:
        entry = _item(item)
        del path[item.depth :]
        (path[-1].setdefault("children", []) if path else roots).append(entry)
        path.append(entry)
    return [_closed(root) for root in roots]


def _closed(entry: dict[str, Any]) -> dict[str, Any]:
    """Put the children last and leave a rule out where they stand: they are added up anyway."""
    children = entry.pop("children", None)
    if children:
        entry.pop("rule", None)
        entry["children"] = [_closed(child) for child in children]
    return entry


def _item(item: ProposedItem) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "code": item.code,
        "name": item.name or None,
        "max_points": None if item.max_points is None else plain_text(item.max_points),
        "status": ItemStatus.UNVERIFIED.value,
    }
    if item.channel is not None:
        entry["channel"] = item.channel.value
    if item.effect is not Effect.NORMAL and item.max_points is not None:
        entry["effect"] = item.effect.value
    if item.note:
        entry["note"] = item.note
    if item.evidence:
        entry["evidence"] = list(item.evidence)
    if item.rule is not None and item.rule.get("shape") != SUM and item.max_points is not None:
        entry["rule"] = _plain(item.rule)
    return entry


def _plain(value: object) -> Any:
    """Turn read-only mappings and tuples into what the writer knows; whole numbers are written as strings too."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(entry) for entry in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _Dumper(yaml.SafeDumper):
    """Never writes anchors: an entry that stands twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Write every value out."""
        return True

"""Strict YAML: no repeated keys, no guessed types, no aliases; codes and points stay as written."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

import yaml

_MOST_DEPTH = 60
"""No definition nests deeper than a dozen; the parser's own recursion ends the process at some ten thousands."""


class YamlError(ValueError):
    """A definition that cannot be read; the message names the file and the line."""

    code = "definitions.yaml"


class _StrictLoader(yaml.CSafeLoader):
    """Keeps plain scalars as strings; empty, `~` and `null` are None; only explicit tags give other types."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {
        first: [("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"))] for first in ("~", "n", "")
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML calls it so
        """Build a mapping and refuse a repeated key or one that is not a string."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a key must be a string", problem_mark=key_node.start_mark)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key!r} is repeated", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def _construct_int(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> int:
    """Read `!!int`, decimal digits only."""
    if not re.fullmatch(r"-?[0-9]+", loader.construct_scalar(node)):
        raise yaml.MarkedYAMLError(problem=f"{node.value!r} is not a whole number", problem_mark=node.start_mark)
    return int(node.value)


def _construct_bool(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> bool:
    """Read `!!bool`, "true" or "false" only."""
    if loader.construct_scalar(node) not in ("true", "false"):
        raise yaml.MarkedYAMLError(problem=f"{node.value!r} is neither true nor false", problem_mark=node.start_mark)
    return bool(node.value == "true")


_KNOWN_TAGS = ("str", "null", "map", "seq")
_StrictLoader.yaml_constructors = {
    **{
        f"tag:yaml.org,2002:{tag}": yaml.CSafeLoader.yaml_constructors[f"tag:yaml.org,2002:{tag}"]
        for tag in _KNOWN_TAGS
    },
    None: yaml.CSafeLoader.yaml_constructors[None],
    "tag:yaml.org,2002:int": _construct_int,
    "tag:yaml.org,2002:bool": _construct_bool,
}


def _check_events(text: str, *, source: str) -> None:
    """Refuse aliases, by which a short text grows without bound, and what is nested too deeply to be composed."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            words = f"không nhận bí danh *{event.anchor} của YAML; viết đủ nội dung ở chỗ này"
            raise YamlError(f"{source}{_line(event.start_mark)}: {words}")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MOST_DEPTH:
            raise YamlError(f"{source}{_line(event.start_mark)}: lồng quá {_MOST_DEPTH} bậc")


def _line(mark: Any) -> str:
    return f":{mark.line + 1}" if mark else ""


def load_yaml(text: str, *, source: str) -> object:
    """Read one YAML document; `source` is the file's name in errors.

    `010`, `no`, `1.10` and dates stay strings; `!!int` and `!!bool` ask for a type. Raises YamlError with file and line
    for a repeated key, an alias, an unknown tag (`!!float` too, because points are exact) or bad syntax.
    """
    try:
        _check_events(text, source=source)
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - the loader is a safe one
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark or error.context_mark)
        raise YamlError(f"{source}{line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise YamlError(f"{source}: {error}") from error


def line_of(text: str, *, path: Sequence[int | str]) -> int:
    """Find the line (from 1) of the deepest node on `path`; a part that the text lacks is passed over."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = node.start_mark.line if node is not None else 0
    for part in path:
        found: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = node.value[part]
        if found is not None:
            node = found
            line = node.start_mark.line
    return line + 1

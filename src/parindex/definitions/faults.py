"""What is wrong with a definition, said in Vietnamese with its file and line."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from parindex.definitions.yaml import line_of

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

QUOTED = "phải là chuỗi đúng dạng, đặt trong dấu nháy"


_STRINGS: Final = ("string_type", "string_pattern_mismatch", "string_too_short")
_REASONS: Final = {
    "missing": "thiếu khóa này",
    "extra_forbidden": "khóa lạ",
    **dict.fromkeys(("enum", "literal_error"), "chỉ nhận {expected}"),
    "union_tag_invalid": "không có dạng {tag}; chỉ nhận {expected_tags}",
    "union_tag_not_found": "thiếu shape",
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "phải gồm các khóa và giá trị"),
    **dict.fromkeys(("tuple_type", "list_type", "set_type", "frozen_set_type"), "phải là một danh sách"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "phải là số nguyên"),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), "phải là một số"),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), "phải là ngày viết 2026-12-31"),
    "too_short": "phải có ít nhất một phần tử",
    "too_long": "chỉ nhận tối đa {max_length} phần tử",
}


def explain(
    error: ValidationError, *, text: str, source: str, hidden: Collection[str] = (), written: str = QUOTED
) -> str:
    """Say what is wrong first in a YAML text, as "file:line: place: reason.".

    `hidden` names the parts of a place that the checker adds and no file has; `written` says how a string must look.
    """
    first = error.errors()[0]
    path = tuple(part for part in first["loc"] if part not in hidden)
    place = ".".join(str(part) for part in path) or "tệp"
    return f"{source}:{line_of(text, path=path)}: {place}: {reason(first, written=written)}."


def reason(error: ErrorDetails, *, written: str = QUOTED) -> str:
    """Say what is wrong at one place; rarer causes keep the words of the checker."""
    kind = error["type"]
    if kind in _STRINGS:
        return written
    if kind in _REASONS:
        return _REASONS[kind].format(**error.get("ctx", {}))
    return error["msg"].removeprefix("Value error, ").rstrip(".")

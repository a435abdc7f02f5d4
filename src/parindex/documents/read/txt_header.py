"""The header of a table in plain text: ordinals first, then columns that plans are known to have."""

from __future__ import annotations

from collections.abc import Sequence

from parindex.definitions.labels.plan_labels import load_plan_labels
from parindex.domain.text import folding

_ORDINALS = frozenset({"stt", "tt", "so tt", "so thu tu"})
_LONGEST_ORDINAL = 10
_FEWEST_LABELS = 2


def is_ordinal(text: str) -> bool:
    """Tell whether a cell names the column of ordinals."""
    return len(text) <= _LONGEST_ORDINAL and folding.fold(text) in _ORDINALS


def is_header(names: Sequence[str]) -> bool:
    """Tell whether cells are a header: a column of ordinals comes first, and two others or more are known."""
    labels = load_plan_labels()
    return is_ordinal(names[0]) and sum(1 for name in names[1:] if name and labels.kinds_of(name)) >= _FEWEST_LABELS

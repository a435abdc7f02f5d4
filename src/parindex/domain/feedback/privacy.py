"""Traces of a person in a text that is about to be shown to everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parindex.domain.text.folding import fold

_PATTERNS = (
    ("địa chỉ thư điện tử", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("số điện thoại di động", re.compile(r"(?<!\d)(?:\+?84|0)[ .-]?[35789](?:[ .-]?\d){8}(?!\d)")),
    ("số định danh", re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")),
)
_SHORTEST_FACT = 4


def traces(text: str, *, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Name what is found: e-mail addresses, mobile numbers, identity numbers (9 or 12 digits), facts of the sender.

    Landlines and 1800 or 1900 numbers pass, for they belong to offices. A known fact is found whatever its case and
    accents are; one of fewer than four letters is too short to mean anything.
    """
    found = [kind for kind, pattern in _PATTERNS if pattern.search(text)]
    folded = fold(text)
    if any(len(fact) >= _SHORTEST_FACT and fact in folded for fact in map(fold, known)):
        found.append("thông tin của người gửi")
    return tuple(found)

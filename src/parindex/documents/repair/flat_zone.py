"""Find tables that a conversion flattened into one cell word per line, so that their lines are not joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parindex.domain.text import folding

_OPENING = re.compile(r"\s*(?:S?TT|Số TT)(?:\s+\S.{0,60})?\s*$")
_COLUMNS = re.compile(r"chu tri|phu trach|phoi hop|thoi gian|thoi han|san pham|muc tieu|nhiem vu|tieu chi|tri$")
_END = re.compile(r"\s*(?:N[ơo]i nhận\s*:|TM\. |KT\. )")
_LONGEST_HEADER = 30


def find_flat_zones(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return half-open ranges of lines that are flattened tables: from a header of short lines to the end of rows."""
    zones: list[tuple[int, int]] = []
    index = 0
    while index < len(texts):
        if not _OPENING.match(texts[index]) or not _is_header(texts, index):
            index += 1
            continue
        end = _end_of_zone(texts, index)
        zones.append((index, end))
        index = end
    return zones


def _is_header(texts: Sequence[str], start: int) -> bool:
    found: set[str] = set()
    seen = 0
    for text in texts[start : start + 2 * _LONGEST_HEADER]:
        if not text.strip():
            continue
        if "\t" in text.strip() or "|" in text or len(text) > 90:
            return False
        found.update(match[0] for match in _COLUMNS.finditer(folding.fold(text)))
        seen += 1
        if seen > _LONGEST_HEADER:
            break
    return len(found) >= 3


def _end_of_zone(texts: Sequence[str], start: int) -> int:
    """A zone ends at the signature or where long prose lines begin again."""
    long_run = 0
    for index in range(start, len(texts)):
        text = texts[index]
        if _END.match(text):
            return index
        if not text.strip():
            continue
        long_run = long_run + 1 if len(text.strip()) > 140 else 0
        if long_run >= 2:
            return index - 1
    return len(texts)

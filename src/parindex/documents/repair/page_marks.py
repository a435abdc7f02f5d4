"""Drop page numbers and running headers that stand as lines of their own; every dropped line is logged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parindex.documents.blocks import Line, Repair
from parindex.documents.repair.flat_zone import find_flat_zones

# No run of blanks is given back: a line of many blanks would be looked at again for each of them.
_NUMBER = re.compile(r"\s*+(?:(?:Trang|Page)\s++)?[-–]?\s*+\d{1,3}\s*+(?:/\s*+\d{1,3})?\s*+[-–]?\s*+$")
_EDGE = 2


def drop_page_marks(lines: Sequence[Line]) -> tuple[list[Line], list[Repair]]:
    """Return the lines without page numbers and running headers, and a repair for each dropped line."""
    flat = find_flat_zones([line.text for line in lines])
    running = _running(lines)
    kept: list[Line] = []
    repairs: list[Repair] = []
    for index, line in enumerate(lines):
        rule = None
        if _NUMBER.match(line.text) and not (
            _is_cell(lines, index) or any(start <= index < end for start, end in flat)
        ):
            rule = "page_number"
        elif id(line) in running:
            rule = "running_header"
        if rule is None:
            kept.append(line)
        else:
            repairs.append(Repair(rule, line.text, "", None, line.place))
    return kept, repairs


def _is_cell(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a bar on a line of its own closes the number: it stands in a table."""
    return index + 1 < len(lines) and lines[index + 1].text.strip() == "|"


def _running(lines: Sequence[Line]) -> set[int]:
    """Find lines that stand at the top or bottom of three pages or more with the same words."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.place.page is not None and line.text.strip():
            pages.setdefault(line.place.page, []).append(line)
    if len(pages) < 3:
        return set()
    edges = [line for page in pages.values() for line in (*page[:_EDGE], *page[-_EDGE:]) if "\t" not in line.text]
    counts = Counter(re.sub(r"\d+", "#", line.text.strip()) for line in edges)
    wanted = max(3, len(pages) // 2)
    return {id(line) for line in edges if counts[re.sub(r"\d+", "#", line.text.strip())] >= wanted}

"""Page numbers and running headers: lines in the margins that are not part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from parindex.documents.blocks import Place, Repair
from parindex.documents.read.pdf_page import TextLine

_MARGIN_SHARE = 0.1
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:(?:trang|page)\s*)?\d{1,4}\s*(?:[/|]\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_FEWEST_PAGES = 3


def drop_margins(
    pages: Sequence[Sequence[TextLine]], *, heights: Sequence[float]
) -> tuple[list[list[TextLine]], list[Repair]]:
    """Return the pages without their page numbers and running headers, and a repair for each line left out.

    A line is a running header when the same words, digits aside, stand in the same margin of at least three pages and
    of half of them.
    """
    counts = Counter(
        key
        for lines, height in zip(pages, heights, strict=True)
        for key in {_key(line, height) for line in lines if _in_margin(line, height)}
    )
    wanted = max(_FEWEST_PAGES, (len(pages) + 1) // 2)
    kept: list[list[TextLine]] = []
    repairs: list[Repair] = []
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True), start=1):
        kept.append([])
        for line in lines:
            rule = _rule(line, height, is_repeated=counts[_key(line, height)] >= wanted)
            if rule:
                repairs.append(Repair(rule, line.text, "", None, Place(page=number, line=line.number)))
            else:
                kept[-1].append(line)
    return kept, repairs


def _rule(line: TextLine, height: float, *, is_repeated: bool) -> str | None:
    if not _in_margin(line, height):
        return None
    if _PAGE_NUMBER.fullmatch(line.text):
        return "page_number"
    return "running_header" if is_repeated else None


def _in_margin(line: TextLine, height: float) -> bool:
    return line.box.bottom < height * _MARGIN_SHARE or line.box.top > height * (1 - _MARGIN_SHARE)


def _key(line: TextLine, height: float) -> tuple[bool, str]:
    return line.box.top * 2 < height, _DIGITS.sub("#", " ".join(line.text.split()))

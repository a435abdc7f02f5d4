"""The numbers of the items of a plan that is written on the page; those of a file stay as the file prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parindex.apps.imports.models import DraftItem, ItemState, Origin
from parindex.apps.imports.steps import Step
from parindex.domain.planning.model import Part, Section


def renumber(step: Step) -> None:
    """Number the items again within the caller's step, so that one undo takes both back."""
    if step.draft.origin == Origin.FILE:
        return
    rows = list(step.draft.items.filter(is_deleted=False).order_by("position", "pk"))
    for row, number in zip(rows, numbers_of(rows), strict=True):
        step.change(row, "number", number)


def numbers_of(rows: Sequence[DraftItem]) -> Iterator[str]:
    """Yield "1.2" for the second item of the first section of the body, "3" for a row of the appendix.

    Goals have none, nor has what was left out of the plan. The rows of the appendix are counted within their field.
    """
    sections: dict[str, int] = {}
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.section == Section.GOAL or row.state == ItemState.SKIPPED:
            yield ""
            continue
        place = (row.part, row.domain if row.part == Part.APPENDIX else row.section)
        counts[place] = counts.get(place, 0) + 1
        if row.part == Part.APPENDIX:
            yield str(counts[place])
            continue
        above = sections.setdefault(row.section, len(sections) + 1)
        yield f"{above}.{counts[place]}"

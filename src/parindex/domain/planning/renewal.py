"""Last year's plan as the draft of another year: years in the words move on, dates fall on days that are worked.

Nothing of it is certain: what moved, and what was true last year, is marked for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from parindex.domain.calendar.days import WorkingCalendar
from parindex.domain.planning.model import Confidence, Item, Plan, PlanDocument
from parindex.domain.text.dates import find_dates, format_date

# A year of a date or on its own; one that a letter follows behind a slash belongs to the number of a paper.
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d|\s*/\s*[^\W\d_])")
_TEXTS = ("target_text", "deadline_text", "product")


@dataclass(frozen=True, slots=True)
class Renewal:
    """The draft of another year, and by the key of the item what moved in it and why."""

    plan: Plan
    notes: Mapping[str, tuple[str, ...]]


def renew(plan: Plan, *, year: int, calendar: WorkingCalendar) -> Renewal:
    """Return a plan for another year: no number, no date, each year moved by the distance of the plans.

    A date that is not worked moves back to the last day that is; the calendar of a year that is not known says so.
    """
    shift = year - (plan.document.plan_year or year)
    renewed = [_renew(item, shift=shift, calendar=calendar) for item in plan.items]
    notes = {item.key: told for item, told in renewed}
    return Renewal(Plan(_head(plan.document, year=year, shift=shift), tuple(item for item, _ in renewed)), notes)


def _head(document: PlanDocument, *, year: int, shift: int) -> PlanDocument:
    title = shift_years(document.title, shift) if document.title else None
    return replace(
        document,
        title=title,
        number=None,
        date_=None,
        plan_year=year,
        signer=None,
        sources={},
        confidence={},
        absent={},
    )


def _renew(item: Item, *, shift: int, calendar: WorkingCalendar) -> tuple[Item, tuple[str, ...]]:
    notes: list[str] = []
    texts: dict[str, str | None] = {}
    for name in _TEXTS:
        before = getattr(item, name)
        after = shift_years(before, shift) if before else before
        if name == "deadline_text" and after:
            after, told = _worked(after, calendar)
            notes += told
        texts[name] = after
        if before != after:
            notes.append(f"“{before}” thành “{after}”.")
    doubtful = [name for name in _TEXTS if texts[name] and texts[name] != getattr(item, name)]
    doubtful += ["deadline_text"] if texts["deadline_text"] else []
    if item.limitations:
        doubtful.append("limitations")
        notes.append("Tồn tại, hạn chế là của năm trước.")
    moved = item._replace(
        target_text=texts["target_text"],
        deadline_text=texts["deadline_text"],
        product=texts["product"],
        targets=() if texts["target_text"] != item.target_text else item.targets,
        deadlines=(),
        sources={},
        confidence=dict.fromkeys(doubtful, Confidence.CHECK),
        absent={},
    )
    return moved, tuple(notes)


def shift_years(text: str, shift: int) -> str:
    """Move each year of this century in a text by so many years; numbers of papers keep theirs ("12/2020/NĐ-CP")."""
    return _YEAR.sub(lambda found: str(int(found[0]) + shift), text)


def _worked(text: str, calendar: WorkingCalendar) -> tuple[str, list[str]]:
    """Move the dates of a text to days that are worked, the last one first so that the places hold."""
    notes: list[str] = []
    for found in reversed(list(find_dates(text))):
        day = found.value
        if not calendar.knows(day):
            notes.append(f"Chưa có lịch nghỉ năm {day.year}: xem lại ngày {format_date(day)}.")
        elif not calendar.is_working_day(day):
            earlier = calendar.last_working_day_on_or_before(day)
            text = f"{text[: found.start]}{format_date(earlier)}{text[found.end :]}"
            why = calendar.day(day).name
            notes.append(f"{format_date(day)} không làm việc ({why}) nên lùi về {format_date(earlier)}.")
    return text, notes

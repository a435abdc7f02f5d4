"""When: no deadline, an open one, one without a calendar date, one that is past or outside the plan's years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from parindex.domain.calendar.wording import day_text
from parindex.domain.planning.lint.assignment import compile_labels, compile_words, is_doubtful, regions_of, work_of
from parindex.domain.planning.lint.model import Hit, LintContext, label_of, name_of, span_of
from parindex.domain.planning.model import Deadline, DeadlineKind, Item, Part, Plan
from parindex.domain.planning.ranges import FROM
from parindex.domain.text import folding

# Words of these kinds never end, or leave the end to someone else.
OPEN_KINDS = frozenset({
    DeadlineKind.IN_YEAR_ONWARD, DeadlineKind.CONTINUOUS, DeadlineKind.PER_PLAN, DeadlineKind.PER_REGULATION,
    DeadlineKind.PER_ASSIGNMENT, DeadlineKind.ON_REQUEST,
})  # fmt: skip
# These name a day of the calendar, with or without a year of its own.
DATED_KINDS = frozenset({DeadlineKind.DATE, DeadlineKind.RECURRING_DATE, DeadlineKind.RECURRING_DAY_OF_MONTH})
# These can be checked before the year ends.
CHECKABLE_KINDS = DATED_KINDS | {
    DeadlineKind.QUARTER, DeadlineKind.MONTH, DeadlineKind.RECURRING, DeadlineKind.WORKING_DAYS_BEFORE_EVENT,
    DeadlineKind.WORKING_DAYS_AFTER_EVENT, DeadlineKind.DAYS_AFTER_EVENT,
}  # fmt: skip
_TIME_LISTS = ("time_words", "misplaced_words")
_FEWEST_ITEMS = 5
_ENOUGH = 3
_PART_NAMES = {Part.BODY: "Phần chính", Part.APPENDIX: "Phụ lục"}
_WEEK = re.compile(r"\btuan\b")
_YEAR = re.compile(r"\b(20\d{2})\b")


def find_deadline_gaps(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find items without a deadline (`no_deadline`) and with one that never ends (`open_deadline`)."""
    labels = compile_labels(context.book.words("no_deadline", "time_labels"))
    regions = regions_of(plan, context)
    timed, misplaced = (compile_words(context.book.words("no_deadline", name)) for name in _TIME_LISTS)
    for item in work_of(plan):
        values = {"item": label_of(item), "words": item.deadline_text or ""}
        span = span_of(item, "deadline_text")
        text = (item.deadline_text or "").strip()
        if not text:
            # A deadline inside a sentence or a misread column is there, though the reader did not take it out.
            said = folding.fold(" ; ".join(action.text for action in item.actions))
            agencies = folding.fold(" ; ".join((*item.lead, *item.coordinate, *item.implement, *item.support)))
            if is_doubtful(item) or timed.search(said) or misplaced.search(agencies):
                continue
            if labels.search(regions.get(item.key, "")):
                continue
            yield Hit("no_deadline", name_of(item), item, span_of(item), values=values)
        elif not item.deadlines:
            yield Hit("no_deadline", text, item, span, case="unread", values=values)
        elif is_open(item):
            yield Hit("open_deadline", text, item, span, values=values)


def is_open(item: Item) -> bool:
    """Tell whether nothing in the deadline of an item ends: each bound is open, or the work goes on in later years."""
    if any(deadline.kind is DeadlineKind.IN_YEAR_ONWARD for deadline in item.deadlines):
        return True
    if not all(deadline.kind in OPEN_KINDS or _says_no_year(deadline) for deadline in item.deadlines):
        return False
    return bool(item.deadlines)


def _says_no_year(deadline: Deadline) -> bool:
    """Tell "Trong năm" from "Trong năm 2026": the first does not even say which year."""
    return deadline.kind is DeadlineKind.IN_YEAR and _YEAR.search(deadline.text) is None


def find_past_deadlines(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find deadlines before the plan was signed (or before today) and outside the years of the plan."""
    year = context.year or plan.document.plan_year
    grace = context.book.words("past_deadline", "grace_until")[0]
    first, last = _bounds(plan, year)
    for item in work_of(plan):
        for deadline in item.deadlines:
            yield from _check(item, deadline, plan.document.date_ or context.today, (first, last), grace)


def _bounds(plan: Plan, year: int | None) -> tuple[int | None, int | None]:
    """Return the first and last year that the title, the period and the day of the plan allow.

    Where most deadlines name a later year, that year is the plan's and the title was misread.
    """
    named = [int(found) for found in _YEAR.findall(plan.document.title or "")]
    signed = [plan.document.date_.year] if plan.document.date_ else []
    years = [*(plan.document.plan_period or ()), *([year] if year else []), *named, *signed]
    written = Counter(found for item in plan.items for deadline in item.deadlines if (found := _year_of(deadline)))
    usual = written.most_common(1)
    if usual and usual[0][1] >= _ENOUGH and usual[0][1] * 2 > sum(written.values()):
        years.append(usual[0][0])
    return (min(years), max(years)) if years else (None, None)


def _check(
    item: Item, deadline: Deadline, signed_on: date | None, years: tuple[int | None, int | None], grace: str
) -> Iterator[Hit]:
    if deadline.op == FROM:
        return
    first, last = years
    span = span_of(item, "deadline_text")
    values = {"item": label_of(item), "words": deadline.text, "years": _years_text(first, last)}
    # "Tuần 3 tháng 7/2026" names a week; its number is no day.
    is_day = deadline.date_ is not None and _WEEK.search(folding.fold(deadline.text)) is None
    if is_day and deadline.date_ and signed_on and deadline.date_ < signed_on:
        values["signed"] = day_text(signed_on)
        yield Hit("past_deadline", deadline.text, item, span, case="before_signing", values=values)
        return
    written = _year_of(deadline)
    if written is None or first is None or last is None or first <= written <= last:
        return
    is_grace = written == last + 1 and deadline.date_ is not None and deadline.date_.strftime("%m-%d") <= grace
    if not is_grace:
        yield Hit("past_deadline", deadline.text, item, span, case="outside" if written > last else "", values=values)


def _year_of(deadline: Deadline) -> int | None:
    """Return the year that a deadline writes itself; a year that the reader filled in from the plan does not count."""
    if deadline.date_ is not None:
        return deadline.date_.year
    year = deadline.year_to or deadline.year
    return year if year is not None and str(year) in deadline.text else None


def _years_text(first: int | None, last: int | None) -> str:
    return str(first) if first == last else f"{first}-{last}"


def find_few_dates(plan: Plan, context: LintContext) -> Iterator[Hit]:
    """Find parts of a plan in which hardly any item can be checked before the year ends (`few_dates`), one each.

    Hardly any is less than one item in four.
    """
    del context
    for part, name in _PART_NAMES.items():
        items = [item for item in work_of(plan) if item.part is part]
        checkable = sum(any(deadline.kind in CHECKABLE_KINDS for deadline in item.deadlines) for item in items)
        if len(items) < _FEWEST_ITEMS or checkable * 4 >= len(items):
            continue
        usual = Counter((item.deadline_text or "").strip(" .") for item in items if item.deadline_text).most_common(1)
        if not usual:
            continue
        words, count = usual[0]
        first = next(item for item in items if (item.deadline_text or "").strip(" .") == words)
        values = {"part": name, "items": str(len(items)), "dated": str(count_dated(items))}
        values |= {"words": words, "count": str(count)}
        yield Hit("few_dates", words, span=span_of(first, "deadline_text"), values=values)


def count_dated(items: list[Item]) -> int:
    """Count the items that name a day of the calendar."""
    return sum(any(deadline.kind in DATED_KINDS for deadline in item.deadlines) for item in items)

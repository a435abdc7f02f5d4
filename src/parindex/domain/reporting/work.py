"""Assignments as a report counts them: which belong to its days, how each stood at the cut-off, of which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parindex.domain.calendar.periods import Period
from parindex.domain.text.folding import fold


class Outcome(StrEnum):
    """How an assignment stood at the cut-off; each stands in exactly one of them."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    WAITING = "waiting"
    OVERDUE = "overdue"
    ONGOING = "ongoing"
    UNDATED = "undated"


DONE = frozenset({Outcome.DONE_ON_TIME, Outcome.DONE_LATE})


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One assignment as it was at the cut-off; `words`: what was last said of it, `proof`: what shows it is done."""

    key: str
    title: str
    heading: str
    criterion: str
    owner: str
    due_on: date | None
    submitted_on: date | None
    done_on: date | None
    words: str = ""
    proof: str = ""

    def fact(self) -> str:
        """Return what a figure depends on, as one line."""
        days = (self.due_on, self.submitted_on, self.done_on)
        return "|".join((self.key, *("" if day is None else day.isoformat() for day in days)))


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What leads a row to a field: words of its heading or title, or the first number of its criterion."""

    code: str
    words: tuple[str, ...]
    criterion: str


OTHER_FIELD = "khac"
"""The field of what fits none."""


def is_within(row: WorkRow, *, window: Period, cut_off: date) -> bool:
    """Tell whether a report counts a row: due before its end, or without a day, or done in it; not done before it."""
    if row.done_on is not None and row.done_on < cut_off:
        return row.done_on >= window.start
    return row.due_on is None or row.due_on < window.end


def outcome_of(row: WorkRow, *, cut_off: date) -> Outcome:
    """Return how a row stood when the day `cut_off` began; what happened from that day on is not seen."""
    if row.done_on is not None and row.done_on < cut_off:
        finished = row.submitted_on or row.done_on
        is_late = row.due_on is not None and finished > row.due_on
        return Outcome.DONE_LATE if is_late else Outcome.DONE_ON_TIME
    if row.submitted_on is not None and row.submitted_on < cut_off:
        return Outcome.WAITING
    if row.due_on is None:
        return Outcome.UNDATED
    return Outcome.OVERDUE if row.due_on < cut_off else Outcome.ONGOING


def field_of(row: WorkRow, fields: Sequence[FieldWords]) -> str:
    """Return the code of the field of a row: by its heading, else its title, else its criterion; else `OTHER_FIELD`."""
    for text in (fold(row.heading), fold(row.title)):
        for field in fields:
            if any(word in text for word in field.words):
                return field.code
    first = row.criterion.split(".", 1)[0]
    return next((field.code for field in fields if field.criterion and field.criterion == first), OTHER_FIELD)


Sorted = Mapping[str, Mapping[Outcome, tuple[WorkRow, ...]]]


def sort_rows(rows: Iterable[WorkRow], *, window: Period, cut_off: date, fields: Sequence[FieldWords]) -> Sorted:
    """Return the rows of a report by field and outcome, each row once, in the order of their keys."""
    found: dict[str, dict[Outcome, list[WorkRow]]] = {}
    for row in sorted(rows, key=lambda row: row.key):
        if is_within(row, window=window, cut_off=cut_off):
            of_field = found.setdefault(field_of(row, fields), {})
            of_field.setdefault(outcome_of(row, cut_off=cut_off), []).append(row)
    return {code: {outcome: tuple(kept) for outcome, kept in held.items()} for code, held in found.items()}

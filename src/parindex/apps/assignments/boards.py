"""Boards of assignments: how many are done, late, waiting, by agency, field, criterion and month."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet

from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.assignments.selectors import CLOSED, NOT_LATE, OF_DOMAIN, AssignmentFilter, domain_key, filtered
from parindex.domain.access import Actor
from parindex.domain.text import numerals
from parindex.domain.units import INNER_KINDS

_OF_AGENCY = ("owner_id", "owner__name", "owner__kind", "owner__parent__name")
_OF_CRITERION = ("plan_item__code",)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of assignments of one row of a board."""

    key: str
    label: str
    total: int
    done: int
    late: int
    waiting: int
    undated: int

    @property
    def open(self) -> int:
        """Return how many are neither done nor late."""
        return self.total - self.done - self.late


@dataclass(frozen=True, slots=True)
class YearTallies:
    """The same assignments counted three ways."""

    by_agency: list[Tally]
    by_domain: list[Tally]
    by_month: list[Tally]


def tally_by_agency(actor: Actor, filters: AssignmentFilter, *, today: date) -> list[Tally]:
    """Count assignments by owner, busiest first; the row without an owner has an empty key and comes first."""
    return _by_agency(_groups(actor, filters, _OF_AGENCY, today=today), today=today)


def tally_by_domain(actor: Actor, filters: AssignmentFilter, *, today: date) -> list[Tally]:
    """Count assignments by the field of their item, whatever number and letters each plan gives it."""
    return _by_domain(_groups(actor, filters, OF_DOMAIN, today=today), today=today)


def tally_by_criterion(actor: Actor, filters: AssignmentFilter, *, today: date) -> list[Tally]:
    """Count assignments by the criterion that their item serves; those of no code come last. Two queries."""
    groups = _groups(actor, filters, _OF_CRITERION, today=today)
    return _by_criterion(groups, _criterion_labels(_counted(actor, filters, today=today)), today=today)


def tally_year(actor: Actor, filters: AssignmentFilter, *, today: date) -> YearTallies:
    """Count assignments by owner, by domain and, those with a date, by the month in which they fall due. One query."""
    groups = _groups(actor, filters, (*_OF_AGENCY, *OF_DOMAIN), today=today)
    return YearTallies(
        by_agency=_by_agency(groups, today=today),
        by_domain=_by_domain(groups, today=today),
        by_month=_by_month(groups, today=today),
    )


def _counted(actor: Actor, filters: AssignmentFilter, *, today: date) -> QuerySet[Assignment]:
    """Return what boards count of a filter: not what was given up."""
    return filtered(actor, filters, today=today).exclude(state=AssignmentState.CANCELLED)


def _groups(actor: Actor, filters: AssignmentFilter, columns: tuple[str, ...], *, today: date) -> list[dict[str, Any]]:
    """Count by state, due date and some columns, which are short: each of their values is a row of the answer."""
    rows = _counted(actor, filters, today=today)
    return list(rows.values("state", "due_on", *columns).annotate(count=Count("pk")))


def _tallies(
    groups: Iterable[dict[str, Any]], name: Callable[[dict[str, Any]], tuple[str, str]], *, today: date
) -> list[Tally]:
    """Sum groups up by the key and label that `name` gives."""
    sums: dict[tuple[str, str], list[int]] = {}
    for group in groups:
        own = sums.setdefault(name(group), [0, 0, 0, 0, 0])
        state, due_on, count = group["state"], group["due_on"], group["count"]
        own[0] += count
        own[1] += count if state == AssignmentState.DONE else 0
        own[2] += count if due_on is not None and due_on < today and state not in NOT_LATE else 0
        own[3] += count if state == AssignmentState.SUBMITTED else 0
        own[4] += count if due_on is None and state not in CLOSED else 0
    return [Tally(key, label, *counts) for (key, label), counts in sums.items()]


def _agency(group: dict[str, Any]) -> tuple[str, str]:
    name, above = group["owner__name"] or "", group["owner__parent__name"]
    inner = group["owner__kind"] in INNER_KINDS and above
    return str(group["owner_id"] or ""), f"{name}, {above}" if inner else name


def _by_agency(groups: Iterable[dict[str, Any]], *, today: date) -> list[Tally]:
    tallies = _tallies(groups, _agency, today=today)
    return sorted(tallies, key=lambda tally: (tally.key != "", -tally.total, tally.label))


def _by_domain(groups: Iterable[dict[str, Any]], *, today: date) -> list[Tally]:
    """Sum up by field, in the order of the plan that divides the work most finely."""
    groups = list(groups)
    places: dict[str, int] = {}
    labels: dict[str, str] = {}
    for group in groups:
        number, name = (group[column] for column in OF_DOMAIN)
        key = domain_key(number, name)
        places[key] = max(places.get(key, 0), numerals.from_roman(number) or 0)
        labels[key] = min(labels.get(key, name or number), name or number)
    tallies = _tallies(
        groups,
        lambda group: _labelled(domain_key(*(group[c] for c in OF_DOMAIN)), labels),
        today=today,
    )
    return sorted(tallies, key=lambda tally: (tally.key == "", places[tally.key], tally.label))


def _labelled(key: str, labels: dict[str, str]) -> tuple[str, str]:
    # What came between counting and naming is named by its key.
    return key, labels.get(key, key)


def _criterion_labels(rows: QuerySet[Assignment]) -> dict[str, str]:
    """Say what each code stands for; a code with several names, as each plan numbers anew, is given none of them."""
    named = rows.exclude(plan_item__code="").values("plan_item__code").order_by()
    counted = named.annotate(Min("plan_item__name"), names=Count("plan_item__name_fold", distinct=True))
    return {
        code: f"{code}. {name}" if names == 1 else f"{code} ({names} tên khác nhau)"
        for code, name, names in counted.values_list("plan_item__code", "plan_item__name__min", "names")
    }


def _by_criterion(groups: Iterable[dict[str, Any]], labels: dict[str, str], *, today: date) -> list[Tally]:
    """Sum up by the code of the criterion, in the order of its numbers."""
    tallies = _tallies(groups, lambda group: _labelled(group["plan_item__code"], labels), today=today)
    return sorted(tallies, key=lambda tally: (tally.key == "", _numbers(tally.key), tally.key))


def _numbers(code: str) -> list[int]:
    """Return the numbers of a code, so that 1.10 comes after 1.9."""
    return [int(digits) for digits in re.findall(r"\d+", code)]


def _by_month(groups: Iterable[dict[str, Any]], *, today: date) -> list[Tally]:
    dated = [group for group in groups if group["due_on"] is not None]
    tallies = _tallies(dated, lambda group: (str(group["due_on"].month), str(group["due_on"].year)), today=today)
    return sorted(tallies, key=lambda tally: (int(tally.label), int(tally.key)))

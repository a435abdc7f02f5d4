"""What lives on when a plan is replaced: the same duty of the same agency keeps its reports, its state, its address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import F

from parindex.apps.assignments.models import Assignment, AssignmentState, Coordinator
from parindex.apps.planning.models import Plan
from parindex.domain.text.folding import fold

_TOLD: Final = ("plan_item_id", "owner_text", "title", "product", "year", "search_fold")
_DUE: Final = ("due_on", "due_explanation", "due_is_certain", "awaits")

Key = tuple[str, str, str, str]


def carry_over(*, plan: Plan, rows: Sequence[Assignment]) -> dict[int, Assignment]:
    """Move the assignments that live on to a plan that has just replaced theirs; return them by place in `rows`.

    `rows` are what the new plan asks, not saved yet. A duty lives on when place, words, agency and period are the same.
    Its date is the new one only where the words of the deadline changed; a date that people had agreed on stays.
    What was given on from it goes with it. Runs in the caller's transaction.
    """
    earlier = _earlier(plan)
    if not earlier:
        return {}
    carried: dict[int, Assignment] = {}
    for place, row in enumerate(rows):
        waiting = earlier.get(_key(row))
        if waiting:
            carried[place] = _moved(waiting.pop(0), row)
    Assignment.objects.bulk_update(carried.values(), (*_TOLD, *_DUE), batch_size=200)
    keys = [assignment.pk for assignment in carried.values()]
    Assignment.objects.filter(pk__in=keys).update(version=F("version") + 1)
    _move_given(carried.values())
    Coordinator.objects.filter(assignment__in=keys).delete()
    return carried


def _earlier(plan: Plan) -> dict[Key, list[Assignment]]:
    """Return the live assignments of the plans that this one replaced as it was approved."""
    replaced = Plan.objects.filter(unit_id=plan.unit_id, superseded_at=plan.approved_at).exclude(pk=plan.pk)
    rows = Assignment.objects.select_for_update(of=("self",)).filter(plan_item__plan__in=replaced, given_from=None)
    found: dict[Key, list[Assignment]] = defaultdict(list)
    for row in rows.exclude(state=AssignmentState.CANCELLED).select_related("plan_item__draft_item").order_by("pk"):
        found[_key(row)].append(row)
    return dict(found)


def _key(row: Assignment) -> Key:
    owner = str(row.owner_id) if row.owner_id is not None else fold(row.owner_text)
    return row.plan_item.draft_item.key, fold(row.title), owner, row.period_label


def _moved(old: Assignment, new: Assignment) -> Assignment:
    has_new_words = fold(old.plan_item.deadline_text) != fold(new.plan_item.deadline_text)
    for name in (*_TOLD, *(_DUE if has_new_words else ())):
        setattr(old, name, getattr(new, name))
    return old


def _move_given(carried: Iterable[Assignment]) -> None:
    items = {assignment.pk: assignment.plan_item_id for assignment in carried}
    given = list(Assignment.objects.filter(given_from__in=items))
    for row in given:
        row.plan_item_id = items[row.given_from_id or 0]
    Assignment.objects.bulk_update(given, ("plan_item_id",), batch_size=200)

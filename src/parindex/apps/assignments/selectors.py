"""Assignments as the actor may see them: lists, one with its steps, and what one's own agencies owe."""

from __future__ import annotations

import functools
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from rapidfuzz import fuzz

from parindex.apps.assignments import making, supplier
from parindex.apps.assignments.models import Assignment, AssignmentState, Report, ReportKind
from parindex.apps.base.indicators import Behind
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.domain.access import Actor, Permission
from parindex.domain.planning.scheduling import events
from parindex.domain.text.folding import fold

_ALIKE = 70
_OF_TWIN = ("public_id", "title", "due_on", "period_label", "plan_item__part", "plan_item__name_fold")
CLOSED = (AssignmentState.DONE, AssignmentState.CANCELLED)
NOT_LATE = (*CLOSED, AssignmentState.SUBMITTED)
"""What is done, given up or waiting for somebody else's confirmation is not counted as late."""

# What lists show of an assignment and around it; every further column is paid for on every row.
_LISTED = (
    *("public_id", "title", "product", "owner_text", "period_label", "due_on", "due_explanation"),
    *("state", "progress", "version", "unit__name", "unit__path"),
    *("owner__name", "owner__kind", "owner__path", "owner__parent__name"),
    *("plan_item__code", "plan_item__number", "plan_item__plan__number", "plan_item__plan__title"),
)
# What the page of one shows besides: its day and event, its place in the document, what its words may mean.
_OF_ONE = (
    *_LISTED,
    *("year", "due_is_certain", "awaits", "event_on", "created_at", "given_from_id", "unit__kind"),
    *("plan_item__part", "plan_item__fields", "plan_item__name_fold", "plan_item__draft_item_id"),
    *("plan_item__plan__draft_id", "plan_item__plan__year", "plan_item__plan__issued_on"),
)
OF_DOMAIN = ("plan_item__domain", "plan_item__domain_name")
NONE = "khong"
"""As a filter: of no criterion, or of no field."""


class AssignmentNotFound(Exception):
    """Raised when an assignment does not exist or is not visible to the actor."""

    code = "assignment_not_found"
    message = "Không có nhiệm vụ này, hoặc bạn không được xem. Mở danh sách nhiệm vụ để chọn lại."


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """What narrows a list of assignments; shared by pages, API and exports.

    `due` is one of "", "overdue", "week", "none"; `query` is searched without accents; `behind` keeps what stands in a
    figure; `code` and `domain` are keys of the boards, `NONE` for items without one. A year holds what its plans ask
    and what falls due in it, so that a duty of last year's plan is not lost at New Year.
    """

    query: str = ""
    year: int | None = None
    unit_path: str = ""
    owner_id: int | None = None
    without_owner: bool = False
    plan_id: int | None = None
    code: str = ""
    codes: frozenset[str] = frozenset()
    domain: str = ""
    state: str = ""
    due: str = ""
    behind: Behind | None = None


def _visible(actor: Actor) -> QuerySet[Assignment]:
    return _within(actor.scope(Permission.ASSIGNMENTS_VIEW)).all()


@functools.lru_cache(maxsize=256)
def _within(paths: tuple[str, ...]) -> QuerySet[Assignment]:
    """Return the query of what lies in some areas: the words of the query are kept, no row ever is."""
    scope = Q(pk__in=())
    for path in paths:
        scope |= Q(owner__path__startswith=path) | Q(unit__path__startswith=path)
        scope |= Q(pk__in=Assignment.objects.filter(coordinators__unit__path__startswith=path).values("pk"))
    return Assignment.objects.filter(scope, plan_item__plan__superseded_at=None)


def filtered(actor: Actor, filters: AssignmentFilter, *, today: date) -> QuerySet[Assignment]:
    """Return the visible assignments that a filter keeps, unordered."""
    rows = _visible(actor)
    if "\0" in filters.query + filters.code + filters.domain + filters.state:
        # No text that is kept has this character, and PostgreSQL refuses it as a parameter.
        return rows.none()
    exact: dict[str, object] = {
        "owner_id": filters.owner_id,
        "plan_item__plan_id": filters.plan_id,
        "plan_item__code": "" if filters.code == NONE else filters.code or None,
        "state": filters.state or None,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.domain:
        rows = rows.filter(_of_domain(rows, filters.domain))
    if filters.codes:
        rows = rows.filter(plan_item__code__in=filters.codes)
    if filters.behind is not None:
        rows = rows.filter(pk__in=supplier.entries_of(filters.behind).values("pk"))
    if filters.year is not None:
        rows = rows.filter(_of_year(filters.year))
    if filters.without_owner:
        rows = rows.filter(owner=None)
    if filters.unit_path:
        rows = rows.filter(Q(owner__path__startswith=filters.unit_path) | Q(unit__path__startswith=filters.unit_path))
    for word in fold(filters.query).split():
        rows = rows.filter(search_fold__contains=word)
    return _by_due(rows, filters.due, today=today)


def _of_year(year: int) -> Q:
    return Q(year=year) | Q(due_on__year=year)


def domain_key(number: str, name: str) -> str:
    """Return what names a field in every plan: its words, since each plan numbers its fields anew."""
    return fold(name) or number


def _of_domain(rows: QuerySet[Assignment], key: str) -> Q:
    """Return the condition of a field's board row; plans write its name in small or capital letters."""
    if key == NONE:
        return Q(plan_item__domain="", plan_item__domain_name="")
    written = rows.order_by().values_list(*OF_DOMAIN).distinct()
    wanted = [pair for pair in written if domain_key(*pair) == key]
    return functools.reduce(lambda one, pair: one | Q(**dict(zip(OF_DOMAIN, pair, strict=True))), wanted, Q(pk__in=()))


def _by_due(rows: QuerySet[Assignment], due: str, *, today: date) -> QuerySet[Assignment]:
    if due == "overdue":
        return rows.exclude(state__in=NOT_LATE).filter(due_on__lt=today)
    if due == "week":
        monday = today - timedelta(days=today.weekday())
        return rows.exclude(state__in=CLOSED).filter(due_on__gte=monday, due_on__lt=monday + timedelta(days=7))
    if due == "none":
        return rows.filter(due_on=None)
    return rows


def _listed(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return rows.select_related("owner__parent", "unit", "plan_item__plan").only(*_LISTED)


def list_assignments(
    actor: Actor, filters: AssignmentFilter, *, today: date, limit: int | None = None, offset: int = 0
) -> list[Assignment]:
    """Return assignments with owner, unit, item and plan: open ones by date, then undated ones, then closed ones."""
    rows = _listed(filtered(actor, filters, today=today))
    press = Case(
        When(state__in=CLOSED, then=Value(2)),
        When(due_on=None, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    ordered = rows.order_by(press, "due_on", "plan_item__position", "pk")
    return list(ordered[offset : offset + limit] if limit else ordered[offset:])


def count_assignments(actor: Actor, filters: AssignmentFilter, *, today: date) -> int:
    """Count the assignments that a filter keeps."""
    return filtered(actor, filters, today=today).count()


def count_with_given_up(actor: Actor, filters: AssignmentFilter, *, today: date) -> tuple[int, int]:
    """Count the assignments that a filter keeps, and those of them that were given up, which no board counts."""
    given_up = Count("pk", filter=Q(state=AssignmentState.CANCELLED))
    counts = filtered(actor, filters, today=today).aggregate(total=Count("pk"), given_up=given_up)
    return counts["total"], counts["given_up"]


def access_assignment(actor: Actor, public_id: uuid.UUID) -> Assignment:
    """Return one assignment with what its page needs. Raises `AssignmentNotFound`."""
    rows = _visible(actor).select_related("owner__parent", "unit", "plan_item__plan").only(*_OF_ONE)
    found = next(iter(rows.filter(public_id=public_id)), None)
    if found is None:
        raise AssignmentNotFound(AssignmentNotFound.message)
    return found


def awaited_event(assignment: Assignment) -> str:
    """Return the event that the due date waits for or was counted from, in the document's words; "" for none."""
    if assignment.due_is_certain and assignment.event_on is None:
        return ""
    deadline = making.event_deadline(assignment)
    return events.event_name(deadline) if deadline is not None else ""


def list_given(assignment: Assignment) -> list[Assignment]:
    """Return what each agency of a group was given from a common assignment, with its owner."""
    return list(assignment.given.select_related("owner__parent").order_by("owner__name_sort", "pk"))


def find_twin(actor: Actor, assignment: Assignment) -> Assignment | None:
    """Return what may be the same duty written once more in the other part of the plan, for a person to decide.

    Same owner, not given up, not linked already, and a name alike: on the two real plans with an appendix nearly every
    pair of 70 of 100 and more was one duty, below that most were different ones.
    """
    item = assignment.plan_item
    if assignment.owner_id is None or assignment.state in CLOSED:
        return None
    others = _visible(actor).filter(plan_item__plan_id=item.plan_id, owner_id=assignment.owner_id)
    others = others.exclude(plan_item__part=item.part).exclude(state__in=CLOSED)
    mine = _bare_name(assignment)
    scored = [
        (fuzz.token_sort_ratio(mine, _bare_name(row)), row.period_label == assignment.period_label, row)
        for row in others.select_related("plan_item").only(*_OF_TWIN).order_by("pk")
    ]
    alike = [entry for entry in scored if entry[0] >= _ALIKE]
    # The link of the draft is asked last: most assignments have nothing alike.
    return max(alike, key=lambda entry: entry[:2])[2] if alike and not item.draft_item.linked_key else None


def _bare_name(assignment: Assignment) -> str:
    """Return the words of a name without its abbreviations in brackets, accents and marks."""
    return re.sub(r"\W+", " ", re.sub(r"\([^()]*\)", " ", assignment.plan_item.name_fold)).strip()


def list_reports(assignment: Assignment) -> list[Report]:
    """Return the steps of an assignment, newest first."""
    return list(assignment.reports.defer("details").order_by("-id"))


@dataclass(frozen=True, slots=True)
class MyWork:
    """What a person's own agencies owe, in the order in which it presses."""

    overdue: tuple[Assignment, ...]
    this_week: tuple[Assignment, ...]
    waiting: tuple[Assignment, ...]
    later: tuple[Assignment, ...]
    undated: tuple[Assignment, ...]
    to_confirm: tuple[Assignment, ...]
    done_count: int


def my_work(actor: Actor, *, year: int, today: date) -> MyWork:
    """Return the work of the agencies in which the actor holds a role itself, with what earlier years left open."""
    left_open = Q(year__lt=year) & ~Q(state__in=CLOSED)
    rows = filtered(actor, AssignmentFilter(), today=today).filter(_of_year(year) | left_open)
    own = _own_unit_ids(actor)
    wanted = rows.filter(Q(owner_id__in=own) | Q(state=AssignmentState.SUBMITTED))
    reports = Report.objects.filter(assignment=OuterRef("pk"), kind=ReportKind.SUBMIT).order_by("-id")
    asked_by = Subquery(reports.values("actor_id")[:1])
    mine = list(_listed(wanted).annotate(submitted_by=asked_by).order_by("due_on", "plan_item_id", "pk"))
    owned = [row for row in mine if row.owner_id in own]
    active = [row for row in owned if row.state not in (*CLOSED, AssignmentState.SUBMITTED)]
    to_confirm = _to_confirm(actor, mine)
    asked = {row.pk for row in to_confirm}
    week_end = today + timedelta(days=7 - today.weekday())
    dated = [(row, row.due_on) for row in active if row.due_on is not None]
    return MyWork(
        overdue=tuple(row for row, due in dated if due < today),
        this_week=tuple(row for row, due in dated if today <= due < week_end),
        waiting=tuple(row for row in owned if row.state == AssignmentState.SUBMITTED and row.pk not in asked),
        later=tuple(row for row, due in dated if due >= week_end),
        undated=tuple(row for row in active if row.due_on is None),
        to_confirm=to_confirm,
        done_count=sum(row.state == AssignmentState.DONE for row in owned),
    )


def _own_unit_ids(actor: Actor) -> set[int]:
    """Return the actor's own units; a sở or a commune answers for its own offices and posts too."""
    homes = set(actor.home_unit_ids())
    whole = Unit.objects.filter(pk__in=homes, kind__in=(UnitKind.DEPARTMENT, UnitKind.COMMUNE))
    inside = Q(pk__in=homes)
    for path in whole.values_list("path", flat=True):
        inside |= Q(path__startswith=path)
    return set(Unit.objects.filter(inside).values_list("pk", flat=True))


def _to_confirm(actor: Actor, rows: Iterable[Any]) -> tuple[Assignment, ...]:
    """Return what the actor may confirm of rows that carry `submitted_by`: nobody confirms an own report."""
    return tuple(
        row
        for row in rows
        if row.state == AssignmentState.SUBMITTED
        and row.submitted_by != actor.user_id
        and (
            actor.may(Permission.ASSIGNMENTS_CONFIRM, row.unit.path)
            or (row.owner is not None and actor.may(Permission.ASSIGNMENTS_CONFIRM, row.owner.path))
        )
    )


def list_due_between(
    actor: Actor, *, start: date, end: date, filters: AssignmentFilter, today: date
) -> list[Assignment]:
    """Return the assignments that fall due on [start, end), by date."""
    rows = filtered(actor, filters, today=today).filter(due_on__gte=start, due_on__lt=end)
    return list(_listed(rows).order_by("due_on", "pk"))


def list_coming(
    actor: Actor, *, start: date, end: date, filters: AssignmentFilter, today: date, limit: int
) -> list[Assignment]:
    """Return the first assignments that are still to be done on [start, end), by date."""
    rows = filtered(actor, filters, today=today).exclude(state__in=CLOSED)
    rows = rows.filter(due_on__gte=start, due_on__lt=end)
    return list(_listed(rows).order_by("due_on", "pk")[:limit])


def list_years(actor: Actor) -> list[int]:
    """Return the years for which the actor sees assignments, newest first."""
    return sorted(_visible(actor).values_list("year", flat=True).distinct(), reverse=True)

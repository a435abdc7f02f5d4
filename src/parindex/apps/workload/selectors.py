"""Shares and monthly sheets as the actor may see them: a person the own ones, a head those of the agency."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, QuerySet

from parindex.apps.assignments.models import Assignment
from parindex.apps.people import access
from parindex.apps.people.models import Membership, User
from parindex.apps.workload.errors import ShareNotFound
from parindex.apps.workload.models import Share, ShareState
from parindex.definitions.workload.loader import load_sheet_rules
from parindex.domain.access import Actor, Permission
from parindex.domain.workload.model import Product, Sheet
from parindex.domain.workload.sheet import compute_sheet

_WITH = ("assignment__plan_item__plan", "person", "unit")


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """The sheet of one person for a month, with the share behind each line, in the order of the lines."""

    person: User
    sheet: Sheet
    shares: tuple[Share, ...]


def _headed(actor: Actor) -> Q:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.ASSIGNMENTS_CONFIRM):
        scope |= Q(unit__path__startswith=path)
    return scope


def _visible(actor: Actor) -> QuerySet[Share]:
    own = Q(person_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    return Share.objects.filter(_headed(actor) | own).select_related(*_WITH)


def access_share(actor: Actor, public_id: uuid.UUID) -> Share:
    """Return a share that the actor may see. Raises `ShareNotFound`."""
    found = _visible(actor).filter(public_id=public_id).first()
    if found is None:
        raise ShareNotFound
    return found


def list_shares(actor: Actor, assignment: Assignment) -> list[Share]:
    """Return the visible shares of an assignment, oldest first."""
    return list(_visible(actor).filter(assignment=assignment).order_by("pk"))


def list_own_open(actor: Actor) -> list[Share]:
    """Return what the actor was given and has still to do, or waits for judgement; by date, undated last."""
    rows = _visible(actor).filter(person_id=actor.user_id, state__in=[ShareState.GIVEN, ShareState.REPORTED])
    return sorted(rows.order_by("pk"), key=lambda row: (row.state, row.due_on or date.max))


def list_to_judge(actor: Actor) -> list[Share]:
    """Return what waits for the actor's judgement, by date."""
    rows = Share.objects.filter(_headed(actor), state=ShareState.REPORTED).exclude(person_id=actor.user_id)
    return list(rows.select_related(*_WITH).order_by("reported_on", "pk"))


def list_officials(assignment: Assignment, *, today: date) -> list[User]:
    """Return the people who hold a role in the agency that owns an assignment, in Vietnamese order."""
    if assignment.owner is None:
        return []
    roles = Membership.objects.filter(access.in_force(today=today), unit__path__startswith=assignment.owner.path)
    people = User.objects.filter(pk__in=roles.values("user_id"), is_active=True)
    return list(people.order_by("full_name_sort", "pk"))


def access_sheet(actor: Actor, *, person_id: int, year: int, month: int, today: date) -> MonthSheet:
    """Return the sheet of a person as far as the actor heads the agencies that gave the work.

    Raises `ShareNotFound` for a person of whom the actor may see nothing.
    """
    mine = person_id == actor.user_id
    rows = Share.objects.filter(Q() if mine else _headed(actor), person_id=person_id)
    person = User.objects.filter(pk=person_id).first()
    if person is None or not (mine or rows.exists()):
        raise ShareNotFound
    return _sheet(person, _of_month(rows, year=year, month=month), today=today)


def list_sheets(actor: Actor, *, year: int, month: int, today: date) -> list[MonthSheet]:
    """Return the sheets of everybody who was given work by agencies that the actor heads; one query."""
    by_person: dict[int, list[Share]] = {}
    for row in _of_month(Share.objects.filter(_headed(actor)), year=year, month=month):
        by_person.setdefault(row.person_id, []).append(row)
    found = [_sheet(rows[0].person, rows, today=today) for rows in by_person.values()]
    return sorted(found, key=lambda one: (one.person.full_name_sort, one.person.pk))


def list_undated(actor: Actor, *, person_id: int) -> list[Share]:
    """Return the visible open shares of a person that no month holds, since they have no deadline."""
    rows = _visible(actor).filter(person_id=person_id, due_on=None, reported_on=None, state=ShareState.GIVEN)
    return list(rows.order_by("pk"))


def heads_somebody(actor: Actor) -> bool:
    """Tell whether the actor may judge others at all."""
    return actor.holds(Permission.ASSIGNMENTS_CONFIRM)


def _of_month(rows: QuerySet[Share], *, year: int, month: int) -> list[Share]:
    """Return what counts in a month: due in it, or without a deadline and handed in during it.

    What nobody had judged before its assignment was given up, or its plan replaced, is owed no more.
    """
    dated = Q(due_on__year=year, due_on__month=month)
    undated = Q(due_on=None, reported_on__year=year, reported_on__month=month)
    is_moot = Q(assignment__state="cancelled") | Q(assignment__plan_item__plan__superseded_at__isnull=False)
    kept = rows.filter(dated | undated).exclude(state=ShareState.WITHDRAWN)
    kept = kept.exclude(is_moot & ~Q(state=ShareState.ACCEPTED))
    return list(kept.select_related(*_WITH).order_by("due_on", "pk"))


def month_sheet(person: User, rows: QuerySet[Share], *, year: int, month: int, today: date) -> MonthSheet:
    """Return the sheet of a month of some shares of one person. One query."""
    return _sheet(person, _of_month(rows, year=year, month=month), today=today)


def _sheet(person: User, rows: Iterable[Share], *, today: date) -> MonthSheet:
    shares = tuple(rows)
    sheet = compute_sheet(map(_product, shares), rules=load_sheet_rules(), on=today)
    return MonthSheet(person, sheet, shares)


def _product(row: Share) -> Product:
    return Product(
        key=str(row.public_id),
        weight=Fraction(row.weight),
        due_on=row.due_on,
        reported_on=row.reported_on,
        is_accepted=row.state == ShareState.ACCEPTED,
        faults=row.faults if row.state == ShareState.ACCEPTED else None,
        is_excused=row.is_excused,
    )

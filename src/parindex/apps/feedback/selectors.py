"""Feedback as the actor may see it, who sent it for those who may know, and what everybody may read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, Count, F, Q, QuerySet, When

from parindex.apps.audit import services as audit
from parindex.apps.feedback.errors import FeedbackNotFound
from parindex.apps.feedback.models import Attachment, Feedback, FeedbackStep, Sender
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.definitions.feedback import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.feedback.similarity import Likeness, Text, likely_pairs, likely_same
from parindex.domain.feedback.states import FEEDBACK, OPEN_STATES
from parindex.domain.text.folding import fold

_MOST_COMPARED = 400
_AREAS = (UnitKind.PROVINCE, UnitKind.COMMUNE, UnitKind.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """Which feedback to list: `view` is open, late, waiting, answered or all; `only` keeps these keys.

    `held` keeps what the units of an area (a path; blank is everywhere) hold of a year, merged ones left out.
    """

    view: str = "open"
    theme: str = ""
    query: str = ""
    only: frozenset[int] | None = None
    held: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Suspects:
    """Pairs that may say the same: the one that can be merged, into which, and why.

    `compared` is how many were looked at; `is_cut` tells that older ones were not.
    """

    pairs: tuple[tuple[Feedback, Feedback, Likeness], ...]
    compared: int
    is_cut: bool


def visible(actor: Actor) -> QuerySet[Feedback]:
    """Return the feedback that was received or is held in the area of the actor."""
    scope = Q(pk__in=())
    for path in actor.scope(Permission.FEEDBACK_VIEW):
        scope |= Q(unit__path__startswith=path) | Q(holder__path__startswith=path)
    return Feedback.objects.filter(scope).select_related("unit", "holder")


def held_in(rows: QuerySet[Feedback], *, under_path: str, year: int) -> QuerySet[Feedback]:
    """Keep the feedback of a year that units of an area hold; merged ones would be counted twice."""
    return rows.filter(holder__path__startswith=under_path, received_at__year=year).exclude(state="merged")


def _of_view(rows: QuerySet[Feedback], view: str, *, today: date) -> QuerySet[Feedback]:
    views = {
        "open": Q(state__in=OPEN_STATES) | Q(state="answered"),
        "late": Q(due_on__lt=today),
        "waiting": Q(state="waiting"),
        "answered": Q(state__in=("answered", "published", "closed")),
    }
    return rows.filter(views[view]) if view in views else rows


def list_feedback(actor: Actor, filters: FeedbackFilter, *, today: date, page: slice = slice(None)) -> list[Feedback]:
    """Return the feedback that the actor may see, what falls due first at the top; nothing of who sent it."""
    newest_undated = Case(When(due_on=None, then="received_at")).desc(nulls_last=True)
    rows = _filtered(actor, filters, today=today)
    return list(rows.order_by(F("due_on").asc(nulls_last=True), newest_undated, "pk")[page])


def count_feedback(actor: Actor, filters: FeedbackFilter, *, today: date) -> int:
    """Return how many rows the whole list has."""
    return _filtered(actor, filters, today=today).order_by().count()


def _filtered(actor: Actor, filters: FeedbackFilter, *, today: date) -> QuerySet[Feedback]:
    rows = _of_view(visible(actor), filters.view, today=today)
    if filters.only is not None:
        rows = rows.filter(pk__in=filters.only)
    if filters.held is not None:
        rows = held_in(rows, under_path=filters.held[0], year=filters.held[1])
    if filters.theme:
        rows = rows.filter(theme=filters.theme)
    if filters.query.strip():
        typed, words = filters.query.replace("\0", "").strip(), Q()
        for word in fold(typed).split():
            words &= Q(search_fold__contains=word)
        rows = rows.filter(words | Q(dossier_code=typed))
    return rows


def list_book(actor: Actor, *, now: datetime) -> list[Feedback]:
    """Return the whole book that the actor may see, in its order, and enter into the register that it was taken."""
    rows = list(visible(actor).defer("content").order_by("unit__path", "year", "order"))
    audit.record_view(
        actor=actor,
        action="feedback.exported",
        object_type="feedback",
        object_id="",
        object_label="Sổ phản ánh, kiến nghị",
        after={"rows": len(rows)},
        now=now,
    )
    return rows


def count_views(actor: Actor, *, today: date) -> dict[str, int]:
    """Return how many rows each view holds."""
    views = ("open", "late", "waiting", "answered")
    rows = visible(actor).order_by()
    return {view: _of_view(rows, view, today=today).count() for view in views} | {"all": rows.count()}


def list_units(actor: Actor) -> list[Unit]:
    """Return the units that received or hold feedback which the actor sees, in Vietnamese order. One query."""
    rows = visible(actor).order_by()
    touched = Q(pk__in=rows.values("unit")) | Q(pk__in=rows.values("holder"))
    return list(Unit.objects.filter(touched).order_by("name_sort", "pk"))


def access_feedback(actor: Actor, public_id: uuid.UUID) -> Feedback:
    """Return visible feedback. Raises `FeedbackNotFound`."""
    found = visible(actor).select_related("merged_into").filter(public_id=public_id).first()
    if found is None:
        raise FeedbackNotFound
    return found


def may_see(actor: Actor, public_id: uuid.UUID) -> bool:
    """Tell whether the actor may see feedback: who hands it to another agency may lose sight of it."""
    return visible(actor).filter(public_id=public_id).exists()


def list_steps(feedback: Feedback) -> list[FeedbackStep]:
    """Return the steps in the order in which they were taken, also those taken back."""
    return list(FeedbackStep.objects.filter(feedback=feedback).order_by("at", "pk"))


def list_files(feedback: Feedback) -> list[Attachment]:
    """Return the files that came with feedback."""
    return list(Attachment.objects.filter(feedback=feedback).select_related("file").order_by("pk"))


def may_identify(actor: Actor, feedback: Feedback) -> bool:
    """Tell whether the actor may know who sent feedback; of a confidential one only those where it was received."""
    if actor.may(Permission.FEEDBACK_RECEIVE, feedback.unit.path):
        return True
    handles = (Permission.FEEDBACK_RECEIVE, Permission.FEEDBACK_ANSWER)
    return not feedback.is_confidential and any(actor.may(right, feedback.holder.path) for right in handles)


def identify(*, feedback: Feedback, actor: Actor, now: datetime) -> Sender | None:
    """Return who sent feedback and enter into the register that the actor asked; None once it was erased.

    Raises `PermissionDenied`.
    """
    if not may_identify(actor, feedback):
        raise PermissionDenied(Permission.FEEDBACK_RECEIVE)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="feedback.identified",
            object_type="feedback",
            object_id=str(feedback.public_id),
            object_label=feedback.number,
            unit_path=feedback.unit.path,
            now=now,
        )
        return Sender.objects.filter(feedback=feedback).first()


def list_likely_same(actor: Actor, feedback: Feedback, *, now: datetime) -> list[tuple[Feedback, Likeness]]:
    """Return what may say the same among the visible feedback of the last weeks, likest first. One query."""
    rule = loader.load_intake().duplicates
    rows = visible(actor).filter(received_at__gte=feedback.received_at - timedelta(days=rule.days))
    rows = rows.exclude(pk=feedback.pk).exclude(state="merged").exclude(content="")
    near = {row.pk: row for row in rows.filter(received_at__lte=now).order_by("-received_at", "-pk")[:_MOST_COMPARED]}
    likest = likely_same(_text(feedback), map(_text, near.values()), least=rule.permille)
    return [(near[like.key], like) for like in likest]


def list_suspected(actor: Actor) -> Suspects:
    """Return the visible pairs that may say the same, likest first.

    The newest few hundred that are not merged are compared, those of one pair no further apart than the rule of
    duplicates says, where one of them can be merged. One query.
    """
    rule = loader.load_intake().duplicates
    rows = visible(actor).exclude(state="merged").exclude(content="").order_by("-received_at", "-pk")
    found = list(rows[: _MOST_COMPARED + 1])
    near = {row.pk: row for row in found[:_MOST_COMPARED]}
    can_go = {key for key, row in near.items() if "merge" in FEEDBACK.actions(row.state)}

    def is_asked(later: int, earlier: int) -> bool:
        if later not in can_go and earlier not in can_go:
            return False
        return near[later].received_at - near[earlier].received_at <= timedelta(days=rule.days)

    pairs = []
    for key, like in likely_pairs(map(_text, near.values()), least=rule.permille, is_asked=is_asked):
        one, into = (key, like.key) if key in can_go else (like.key, key)
        pairs.append((near[one], near[into], like))
    return Suspects(tuple(pairs), compared=len(near), is_cut=len(found) > len(near))


def list_receivers(*, today: date) -> list[Unit]:
    """Return the agencies that a citizen may write to: the areas first, then the departments of the province."""
    alive = Q(valid_to=None) | Q(valid_to__gt=today)
    top = Q(parent=None) | Q(parent__parent=None)
    units = Unit.objects.filter(alive, top, kind__in=_AREAS).only("name", "slug", "parent_id", "kind", "path")
    return sorted(units.order_by("name_sort", "pk"), key=lambda unit: _AREAS.index(UnitKind(unit.kind)))


def list_agencies(actor: Actor, feedback: Feedback, *, today: date) -> list[Unit]:
    """Return the agencies of the same province to which feedback can be handed."""
    root = "/".join(feedback.unit.path.split("/")[:2]) + "/"
    alive = Q(valid_to=None) | Q(valid_to__gt=today)
    units = Unit.objects.filter(alive, path__startswith=root, kind__in=_AREAS).exclude(pk=feedback.holder_id)
    return list(units.order_by("name_sort", "pk")) if actor.holds(Permission.FEEDBACK_RECEIVE) else []


def list_public(*, theme: str = "", page: int = 1, size: int = 20) -> list[Feedback]:
    """Return a page of what was answered and published, the latest first."""
    rows = _public(theme)
    start = (page - 1) * size
    return list(rows.order_by("-published_at", "-pk")[start : start + size])


def access_public(public_id: uuid.UUID) -> Feedback:
    """Return one published answer. Raises `FeedbackNotFound`."""
    found = _public("").filter(public_id=public_id).first()
    if found is None:
        raise FeedbackNotFound
    return found


def count_themes() -> dict[str, int]:
    """Return how many public answers each theme has."""
    counted = _public("").order_by().values("theme").annotate(n=Count("pk")).values_list("theme", "n")
    return dict(counted)


def _public(theme: str) -> QuerySet[Feedback]:
    """Read only the columns that are public, so that nothing else can slip into a page."""
    shown = ("public_id", "number", "theme", "public_subject", "public_summary", "answer", "signer", "published_at")
    rows = Feedback.objects.filter(state="published").select_related("holder")
    rows = rows.only(*shown, "received_at", "answered_at", "rating", "procedure_code", "holder__name")
    return rows.filter(theme=theme) if theme else rows


def _text(feedback: Feedback) -> Text:
    words = f"{feedback.subject} {feedback.content}"
    return Text(feedback.pk, words, dossier_code=feedback.dossier_code, procedure_code=feedback.procedure_code)

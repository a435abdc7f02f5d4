"""Questionnaires written here, as the actor may see them: those of the area, and those of the units above it."""

from __future__ import annotations

import uuid

from django.db.models import Count, Max, Q, QuerySet

from parindex.apps.surveys.errors import QuestionnaireNotFound
from parindex.apps.surveys.models import OwnQuestionnaire, QuestionnaireStep, QuestionnaireVersion
from parindex.domain.access import Actor, Permission


def _visible(actor: Actor) -> QuerySet[OwnQuestionnaire]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.SURVEYS_VIEW):
        scope |= Q(unit__path__startswith=path) | Q(unit__path__in=_above(path))
    return OwnQuestionnaire.objects.filter(scope).select_related("unit")


def _above(path: str) -> list[str]:
    """Return the paths of the units above a path such as “/1/4/”."""
    parts = path.strip("/").split("/")
    return [f"/{'/'.join(parts[:length])}/" for length in range(1, len(parts))]


def list_own(actor: Actor) -> list[OwnQuestionnaire]:
    """Return the visible questionnaires with `used_count`, the number of versions in use. One query."""
    return list(_visible(actor).annotate(used_count=Count("versions")).order_by("title", "pk"))


def list_offered(actor: Actor) -> list[tuple[OwnQuestionnaire, int]]:
    """Return what a wave may be opened with, with the version that it gets. One query.

    That is the text as it stands where the actor may change it, else the last version that was used.
    """
    found = _visible(actor).annotate(released=Max("versions__number")).order_by("title", "pk")
    told = (
        (one, one.version if actor.may(Permission.SURVEYS_MANAGE, one.unit.path) else one.released) for one in found
    )
    return [(one, number) for one, number in told if number is not None]


def access_own(actor: Actor, public_id: uuid.UUID) -> OwnQuestionnaire:
    """Return a visible questionnaire; raises `QuestionnaireNotFound`."""
    own = _visible(actor).filter(public_id=public_id).first()
    if own is None:
        raise QuestionnaireNotFound
    return own


def list_versions(own: OwnQuestionnaire) -> list[QuestionnaireVersion]:
    """Return the versions that waves use, the latest first. One query."""
    return list(own.versions.order_by("-number"))


def access_version(own: OwnQuestionnaire, number: int) -> QuestionnaireVersion:
    """Return a version that waves use; raises `QuestionnaireNotFound`."""
    found = own.versions.filter(number=number).first()
    if found is None:
        raise QuestionnaireNotFound
    return found


def last_step(own: OwnQuestionnaire) -> QuestionnaireStep | None:
    """Return the step that undoing takes back. One query."""
    return own.steps.order_by("-revision").first()

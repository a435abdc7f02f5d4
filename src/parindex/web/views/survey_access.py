"""What the pages of those who run surveys ask first: a wave that they manage, the units that they may work for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import selectors
from parindex.domain.access import Actor, Permission, PermissionDenied

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave

_MOST_UNITS = 500


def managed_wave(actor: Actor, public_id: UUID) -> SurveyWave:
    """Return a wave that the actor manages; raises `WaveNotFound` and `PermissionDenied`."""
    wave = selectors.access_wave(actor, public_id)
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    return wave


def managed_units(actor: Actor) -> list[tuple[int, str]]:
    """Return the units that the actor may run surveys for, as choices; raises `PermissionDenied` for no such right."""
    if not actor.holds(Permission.SURVEYS_MANAGE):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    permitted = orgs.list_permitted(actor, Permission.SURVEYS_MANAGE, on=timezone.localdate(), most=_MOST_UNITS)
    return [(unit.pk, unit.name) for unit in permitted]

"""A fictional province with an approved plan, and clients that carry a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from parindex.apps.assignments import services
from parindex.apps.imports import review
from parindex.apps.people import tokens
from parindex.apps.people.models import User
from parindex.apps.planning.models import Plan
from parindex.domain.access import Actor
from tests.factories.plans import import_text
from tests.integration.conftest import NOW, Province, province

__all__ = ["province"]

ClientFor = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Stand still on the day of the fictional province."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plan(province: Province) -> Plan:
    """Return an approved plan with six assignments."""
    draft = import_text(unit=province.root, actor=province.focal, now=NOW)
    for item in draft.items.all():
        review.decide(draft=draft, item_id=item.pk, state=review.Decision.ACCEPTED, actor=province.focal, now=NOW)
    return services.approve_plan(draft=draft, actor=province.leader, now=NOW).plan


def secret_of(actor: Actor, **values: object) -> str:
    """Make a token of a person and return its secret."""
    user = User.objects.get(pk=actor.user_id)
    created = tokens.create_token(user=user, name="Kiểm thử", actor=actor, now=NOW, **values)  # type: ignore[arg-type]
    return created.secret


@pytest.fixture
def client_of() -> ClientFor:
    """Return a function that gives a client with the token of a person; it never sends a CSRF token."""

    def make(actor: Actor) -> Client:
        return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret_of(actor)}"})

    return make

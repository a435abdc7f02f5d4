"""What the page of one assignment shows of urging: reminders, requests for more time, what holds it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from parindex.apps.assignments import blocks, extensions, services, urging
from parindex.definitions.urging import loader as ladders
from parindex.domain.access import Actor, Permission
from parindex.web.presenters import urging as presenter

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment
    from parindex.apps.orgs.models import Unit

_ACTIVE = ("open", "doing", "returned")


def of_assignment(assignment: Assignment, actor: Actor, *, near: Sequence[Unit]) -> dict[str, object]:
    """Return the values of the sections about urging; `near` are the agencies of the area when they are at hand."""
    around = blocks.list_around(assignment)
    asked = extensions.list_extensions(assignment)
    open_request = next((one for one in asked if one.state == "asked"), None)
    may_report = services.may(actor, Permission.ASSIGNMENTS_REPORT, assignment) and assignment.state in _ACTIVE
    return {
        "reminders": presenter.reminder_lines(urging.list_reminders(assignment), ladder=ladders.load_ladder()),
        "may_open_letters": actor.may(Permission.URGING_SEND, assignment.unit.path),
        "extensions": asked,
        "open_request": open_request,
        "may_ask": may_report and open_request is None,
        "may_answer": open_request is not None and services.may(actor, Permission.ASSIGNMENTS_MANAGE, assignment),
        "may_withdraw": open_request is not None and open_request.asked_by_id == actor.user_id,
        "blocks": around.own,
        "held": around.of_others,
        "may_block": may_report,
        "holders": (near or blocks.list_holders(assignment, today=timezone.localdate())) if may_report else (),
    }

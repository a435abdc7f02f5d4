"""How a request for more time ends: with an answer, taken back, or with its duty."""

from __future__ import annotations

from datetime import datetime

from parindex.apps.assignments import recording
from parindex.apps.assignments.models import Assignment, Extension, ExtensionState
from parindex.domain.access import Actor


def settle(extension: Extension, state: ExtensionState, *, answer: str, actor: Actor, now: datetime) -> None:
    """Keep what became of a request that the caller has locked."""
    extension.state, extension.answer = state, answer.strip()
    extension.answered_at, extension.answered_by_name = now, actor.name[:120]
    extension.save(update_fields=["state", "answer", "answered_at", "answered_by_name", "granted_on"])
    is_withdrawn = state == ExtensionState.WITHDRAWN
    record(extension, action="extension.withdrawn" if is_withdrawn else "extension.answered", actor=actor, now=now)


def end_with_duty(assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Withdraw the open request of a duty that has ended, in the caller's transaction: nobody can grant it any more."""
    rows = assignment.extensions.select_for_update(of=("self",)).filter(state=ExtensionState.ASKED)
    answer = f"Nhiệm vụ đã kết thúc: {assignment.get_state_display().lower()}."
    for extension in rows.select_related("assignment__unit", "assignment__owner"):
        settle(extension, ExtensionState.WITHDRAWN, answer=answer, actor=actor, now=now)


def record(extension: Extension, *, action: str, actor: Actor, now: datetime) -> None:
    """Write a step of a request into the register."""
    recording.record(
        extension.assignment,
        action=action,
        actor=actor,
        now=now,
        after={
            "state": str(extension.state),
            "wanted_on": extension.wanted_on,
            "granted_on": extension.granted_on,
            "reason": extension.reason,
            "answer": extension.answer,
        },
    )

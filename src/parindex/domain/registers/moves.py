"""Moves of an entry as data: which exist in a state, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.domain.lifecycle import Lifecycle
from parindex.domain.registers.conditions import hold
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.model import Move, Register


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move cannot be made: what to do, and the fields it lacks."""

    message: str
    fields: tuple[str, ...] = ()


def lifecycle_of(register: Register) -> Lifecycle:
    """Return the states and moves of a register as a state machine."""
    return Lifecycle(
        moves={(source, move.code): move.target for move in register.moves for source in move.sources},
        state_names={state.code: state.name for state in register.states},
        action_names={move.code: move.name for move in register.moves},
    )


def moves_from(register: Register, state: str) -> tuple[Move, ...]:
    """Return the moves that exist in a state, in the order in which they are declared."""
    return tuple(move for move in register.moves if state in move.sources)


def refusal_of(move: Move, facts: EntryFacts, *, has_document: bool) -> Refusal | None:
    """Return why a move must not be made; None when it may. Something unknown does not count as fulfilled."""
    lacking = tuple(code for code in move.asks if code not in facts.values)
    if lacking:
        names = ", ".join(facts.register.by_code[code].name.lower() for code in lacking)
        return Refusal(f"Bước “{move.name}” cần {names}. Điền rồi làm lại.", lacking)
    if move.needs_document and not has_document:
        return Refusal(f"Bước “{move.name}” cần ít nhất một tài liệu kiểm chứng. Đính kèm tài liệu rồi làm lại.")
    if hold(move.when, facts) is not True:
        return Refusal(move.refusal or f"Chưa đủ điều kiện để làm bước “{move.name}”.")
    return None

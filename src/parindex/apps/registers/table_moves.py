"""Which states the rows of a table may ask for, and why the others are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from parindex.definitions.calendar.loader import load_calendar
from parindex.domain.registers.conditions import Value
from parindex.domain.registers.facts import EntryFacts
from parindex.domain.registers.model import Move, Register
from parindex.domain.registers.moves import moves_from, refusal_of
from parindex.domain.text.folding import fold


class TableMoves:
    """The moves of a register that a table may make on one day, by somebody who may confirm or may not."""

    def __init__(self, register: Register, *, may_confirm: bool, today: date) -> None:
        self._register, self._may_confirm, self._today = register, may_confirm, today
        self._codes = {fold(text): one.code for one in register.states for text in (one.code, one.name)}

    def read_state(self, text: str) -> tuple[str, str]:
        """Return the state of that code or name, empty for no words, and why the register has no such state."""
        if not text:
            return "", ""
        state = self._codes.get(fold(text))
        if state is None:
            names = ", ".join(one.name for one in self._register.states)
            return "", f"Trạng thái “{text[:40]}” không có trong sổ; chỉ nhận: {names}."
        return state, ""

    def refusal_of_start(self, state: str, values: Mapping[str, Value]) -> str:
        """Return why a new entry may not begin in a state; empty when it may."""
        if state == self._register.initial.code:
            return ""
        moves = [move for move in self._register.moves if move.target == state]
        return self._refusal(moves, values, state)

    def refusal_of_change(self, before: str, state: str, values: Mapping[str, Value]) -> str:
        """Return why an entry may not be changed to a state with these values; empty when it may."""
        if state != before:
            moves = [move for move in moves_from(self._register, before) if move.target == state]
            if not moves:
                return "Sổ không có bước từ trạng thái hiện tại tới trạng thái trong bảng."
            return self._refusal(moves, values, before)
        present = self._register.state_by_code.get(before)
        if present is not None and present.is_closed:
            return f"Dòng đã ở trạng thái “{present.name}”, không sửa được nữa."
        return ""

    def _refusal(self, moves: Sequence[Move], values: Mapping[str, Value], state: str) -> str:
        """Return why none of some moves may be made; empty when one may."""
        facts = EntryFacts(self._register, values, state, self._today, load_calendar())
        refusals = []
        for move in moves:
            if move.is_confirmation and not self._may_confirm:
                name = self._register.state_by_code[move.target].name
                refusals.append(f"Trạng thái “{name}” phải do người có quyền xác nhận.")
                continue
            # A table brings no documents: the page of the entry says that the proof is still missing.
            refusal = refusal_of(move, facts, has_document=True)
            if refusal is None:
                return ""
            refusals.append(refusal.message)
        return refusals[0] if refusals else ""

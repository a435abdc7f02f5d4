"""Which heading of a table holds which field of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parindex.apps.registers.errors import BadTable
from parindex.domain.registers.model import Register
from parindex.domain.text.folding import fold

_STATE_HEADINGS = ("trang thai", "tinh trang")
_KEEPER_HEADING = "don vi giu so"
_OWN_HEADINGS = frozenset({_KEEPER_HEADING, "han gan nhat", "dong", "ly do bi loai"})
"""What our own tables add to the fields; nobody is told that they are not used."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which heading of a table holds which field, the state and the keeper; `ignored` are headings of nothing."""

    fields: Mapping[str, str]
    state: str
    keeper: str
    headings: tuple[str, ...]
    ignored: tuple[str, ...]


def match_columns(register: Register, headings: Sequence[str]) -> Columns:
    """Find the fields of folded headings by code, name and other words. Raises `BadTable` when one is missing."""
    words = {fold(text): one.code for one in register.fields for text in (one.code, one.name, *one.words)}
    found: dict[str, str] = {}
    for heading in headings:
        code = words.get(heading)
        if code is not None and code not in found:
            found[code] = heading
    missing = [one.name for one in register.fields if one.is_required and one.code not in found]
    if missing:
        raise BadTable(f"Bảng thiếu cột: {', '.join(missing)}. Dòng đầu phải là tên cột; tải bảng mẫu của sổ để điền.")
    state = next((heading for heading in headings if heading in _STATE_HEADINGS and heading not in found.values()), "")
    used = {*found.values(), state}
    ignored = tuple(heading for heading in headings if heading not in used | _OWN_HEADINGS)
    return Columns(found, state, _KEEPER_HEADING if _KEEPER_HEADING not in used else "", tuple(headings), ignored)

"""The two ends of a cascade: the lower unit in its tree on a day, and the area that the upper plan speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parindex.domain.planning.cascade.model import KIND_WORDS, CascadeBook, LowerUnit, NoCascade, Regime
from parindex.domain.planning.model import Plan, UnitLevel
from parindex.domain.units import AREA_KINDS, UnitFact

_AREA = re.compile(rf"\b(?P<word>{'|'.join(KIND_WORDS)})\s+(?P<place>.+)$", re.IGNORECASE)
_WORDS = {UnitLevel.PROVINCE: "tỉnh", UnitLevel.DISTRICT: "huyện"}
_RANKS = {"province": 1, "department": 2, "district": 2, "commune": 3}


@dataclass(frozen=True, slots=True)
class UpperUnit:
    """The area of the upper plan: the word of its kind, its proper name (blank when unknown) and its level."""

    word: str
    place: str
    level: UnitLevel


def find_lower_unit(facts: Sequence[UnitFact], *, key: str, on: date, book: CascadeBook) -> LowerUnit:
    """Find a unit of a tree as it is on a day; raises NoCascade when it is none, or none that plans are handed to."""
    by_key = {fact.key: fact for fact in facts}
    fact = by_key.get(key)
    if fact is None:
        raise NoCascade(f"Cây đơn vị không có mã “{key}”.")
    if not fact.is_valid_on(on):
        raise NoCascade(f"“{fact.name}” không tồn tại vào ngày {on:%d/%m/%Y}; chọn ngày khác.")
    regime = next((rule for rule in book.regimes if rule.kind is fact.kind and _is_in_force(rule, on)), None)
    if regime is None:
        raise NoCascade(
            f"Chưa có quy tắc triển khai kế hoạch xuống “{fact.name}” (cần một huyện, xã, phường, sở hoặc ban, ngành)."
        )
    above: list[UnitFact] = []
    parent = fact.parent
    while parent is not None:
        above.append(by_key[parent])
        parent = by_key[parent].parent
    offices = tuple(
        child for child in facts if child.parent == key and child.kind not in AREA_KINDS and child.is_valid_on(on)
    )
    return LowerUnit(fact, on, regime, tuple(above), offices)


def _is_in_force(rule: Regime, on: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= on) and (rule.valid_to is None or on < rule.valid_to)


def read_upper_unit(plan: Plan, *, unit: LowerUnit) -> UpperUnit:
    """Read whose plan it is; raises NoCascade when its level is unknown or not above the unit."""
    level = plan.document.unit_level
    if level is None or level not in _WORDS:
        raise NoCascade("Kế hoạch cấp trên phải là của tỉnh hoặc huyện; tệp này không nói rõ cấp của đơn vị ban hành.")
    if _RANKS[level] >= _RANKS[unit.fact.kind]:
        raise NoCascade(f"“{unit.fact.name}” không phải cấp dưới của đơn vị ban hành kế hoạch này.")
    found = _AREA.search(plan.document.issuer or "")
    if found is None:
        return UpperUnit(_WORDS[level], "", level)
    return UpperUnit(found["word"].lower(), found["place"].strip(" .,"), level)

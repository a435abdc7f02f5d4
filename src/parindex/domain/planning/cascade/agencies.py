"""Whose work becomes whose: a name of the upper plan to an office of the lower unit, or to a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from parindex.domain.planning.cascade.model import CascadeBook, Certainty, FateKind, LowerUnit, Work
from parindex.domain.text import folding
from parindex.domain.units import UnitFact, UnitKind

_DASH = re.compile(r"\s*[-–]\s*")
_GENERIC = ("co quan", "don vi", "dia phuong", "nguoi dung dau", "can bo", "cong chuc", "lanh dao", "chu dau tu")
_NO_RULE = "Chưa có quy tắc cho cơ quan này."
_NO_WORK = "Chưa biết cơ quan nào của đơn vị làm việc này."


class Fit(StrEnum):
    """What becomes of a name."""

    BECOME = "become"
    KEEP = "keep"
    DROP = "drop"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Handover:
    """What becomes of one name: the words that take its place, and why."""

    fit: Fit
    text: str
    why: str
    certainty: Certainty = Certainty.STATED
    suggestion: str = ""


class AgencyMap:
    """The rules of agencies for one lower unit, by folded name."""

    def __init__(self, book: CascadeBook, *, unit: LowerUnit) -> None:
        """Look up, once for a unit, which of the offices that rules name it really has."""
        self._unit = unit
        self._offices = {folding.fold(name): fact for fact in unit.offices for name in _names_of(fact)}
        self.names: tuple[str, ...] = ()
        self._known: dict[str, Handover] = {}
        for work in book.works:
            self._learn(work.names, self._map_work(work))
        for group in book.groups:
            fate = group.fates.get(unit.regime.key)
            if fate is None:
                mapping = Handover(Fit.ASK, "", _NO_RULE)
            elif fate.kind is FateKind.BECOME:
                mapping = Handover(Fit.BECOME, fate.text.format(own=unit.word), fate.why, Certainty.UNVERIFIED)
            else:
                mapping = Handover(Fit(fate.kind.value), "", fate.why)
            self._learn(group.names, mapping)

    def resolve(self, name: str) -> Handover:
        """Return what becomes of a name; names of no agency in particular stay as they are."""
        folded = _key(name)
        known = self._known.get(folded)
        if known is not None:
            return known
        if folded in self._offices:
            return Handover(Fit.KEEP, name, "Cơ quan của chính đơn vị.")
        bare = folded.removeprefix("cac ").removeprefix("doi moi cac ")
        if bare.startswith(_GENERIC):
            return Handover(Fit.KEEP, name, "Không chỉ riêng cơ quan nào.")
        return Handover(Fit.ASK, "", _NO_RULE)

    def _learn(self, names: tuple[str, ...], mapping: Handover) -> None:
        self.names = (*self.names, *names)
        for name in names:
            self._known[_key(name)] = mapping

    def _map_work(self, work: Work) -> Handover:
        """Take the first office of the rule that the tree knows below the unit; none leaves a question."""
        wanted = work.offices.get(self._unit.regime.key, ())
        for name in wanted:
            fact = self._offices.get(folding.fold(name))
            if fact is not None:
                return Handover(Fit.BECOME, self._called(fact), work.source, work.certainty)
        why = f"Cây đơn vị không có “{'”, “'.join(wanted)}” dưới {self._unit.called}." if wanted else _NO_WORK
        return Handover(Fit.ASK, "", why, work.certainty, suggestion=next(iter(wanted), ""))

    def _called(self, fact: UnitFact) -> str:
        """Name an office; one outside the committee is known by the kind of the unit: "Công an xã"."""
        return f"{fact.name} {self._unit.word}" if fact.kind is UnitKind.EXTERNAL else fact.name


def _key(name: str) -> str:
    """Fold a name; every kind of dash is one, with or without blanks around it."""
    return folding.fold(_DASH.sub(" - ", name))


def _names_of(fact: UnitFact) -> tuple[str, ...]:
    return tuple(filter(None, (fact.name, fact.short_name, *fact.also)))

"""Choosing among many units: all but some, or some only; a nation's units need no field each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from django.http import QueryDict

SCOPE: Final = "pham-vi"
MARKED: Final = "don-vi"
ALL_BUT: Final = "tru"


class Choosable(Protocol):
    """What can be chosen: anything with a key."""

    @property
    def pk(self) -> int:
        """Return the key."""
        ...


T = TypeVar("T", bound=Choosable)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """What a person marked, and whether the marked are meant or all others."""

    is_all_but: bool
    marked: frozenset[str]

    def of(self, units: Sequence[T]) -> list[T]:
        """Return the units of a list that are meant, in its order."""
        return [unit for unit in units if (str(unit.pk) in self.marked) != self.is_all_but]


def read(sent: QueryDict) -> UnitChoice:
    """Read a choice; without a scope the marked are meant, so that a form cut short never takes more than it names."""
    return UnitChoice(sent.get(SCOPE) == ALL_BUT, frozenset(sent.getlist(MARKED)))

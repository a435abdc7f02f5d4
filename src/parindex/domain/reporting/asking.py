"""What a report asks of another room of the house, and what a source of figures answers.

A figure names its source by a string; the settings list the sources (docs/reference/reports.md, "Nguồn"). A room that
wants its counts in reports gives one class that does what `FigureSource` says, and knows nothing of reports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from parindex.domain.access import Actor
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting.figures import Given

Options = Mapping[str, str]
"""What the definition of a figure says to its source: `{what: index}`; which keys there are is up to the source."""


@dataclass(frozen=True, slots=True)
class Ask:
    """For whom and for which days figures are asked; what happened from the day `cut_off` on is not counted."""

    unit_path: str
    year: int
    window: Period
    cut_off: date

    @property
    def unit_id(self) -> int:
        """Return the id of the unit, which is the last step of its path."""
        return int(self.unit_path.strip("/").rpartition("/")[2])


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a figure in words, for who may see it: its title, and beside it its state or day."""

    title: str
    beside: str = ""


class FigureSource(Protocol):
    """Where figures of one kind come from. It reads; it never writes."""

    label: str
    """The name that people read."""

    prefix: str
    """What stands before the colon in references to its rows: "ks" in "ks:5f1c…"."""

    def read(self, ask: Ask, wanted: Sequence[Options]) -> Sequence[Given]:
        """Answer each of the wanted figures, in their order, in a constant number of queries.

        `Given(None)` where nothing is known. The same data and the same `ask` give the same answer. Raises
        `BadOptions` for options that the source does not know.
        """

    def name_rows(self, actor: Actor, refs: Sequence[str]) -> Mapping[str, NamedRow]:
        """Return the rows that the actor may see, by reference, in a constant number of queries."""


class BadOptions(ValueError):
    """The definition of a figure says to its source what the source does not know."""

    code = "figure_options"

    def __init__(self, source: str, options: Options) -> None:
        told = ", ".join(f"{name}: {value}" for name, value in options.items()) or "không có gì"
        self.message = f"Nguồn số liệu “{source}” không hiểu lời hỏi ({told}). Xem docs/reference/reports.md."
        super().__init__(self.message)

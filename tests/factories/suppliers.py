"""A room that counts in its own way, for tests of what reads counts; a site may have such a plug-in too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import ClassVar

from parindex.apps.base.indicators import Behind, Offer, Rows, Tallies, Tally
from parindex.domain.calendar.periods import Period

ADDRESS = "assignments:plan_done"


class PlanRegister:
    """Counts done work of a plan from `counts`: done and all by unit id."""

    label = "Sổ thử"
    counts: ClassVar[dict[int, tuple[int, int]]] = {}

    def offers(self) -> Sequence[Offer]:
        """Offer the one indicator that the demonstration catalogue reads."""
        return [Offer("plan_done", "Việc trong sổ thử", "việc xong", "việc phải làm", "việc chưa xong")]

    def tally(self, *, names: Collection[str], unit_ids: Collection[int], period: Period, today: date) -> Tallies:
        """Return what `counts` holds."""
        last = min(period.last_day, today)
        return {(pk, "plan_done"): Tally(*self.counts[pk], last) for pk in unit_ids if pk in self.counts}

    def rows(self, behind: Behind) -> Rows | None:
        """It has no page."""
        return None


SUPPLIERS = {"assignments": f"{__name__}.{PlanRegister.__name__}"}
"""The setting that puts this room in the place of the assignments."""

"""Form II.06a/VPCP/KSTT of Thông tư 01/2020/TT-VPCP: where one dossier stands in the columns of one period.

Columns: 3 received, 4 online, 5 direct and by post, 6 carried over, 7 settled, 8 early, 9 on time, 10 late, 11 open,
12 in time, 13 late. Identities: 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13, 3 = 7 + 11. What is unknown stands in
columns of its own, so that the sums still close: an unknown channel counts in 5, unknown outcomes in `u7` and `u11`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.dossiers.measures import Value
from parindex.domain.dossiers.model import Outcome, State

COLUMNS = ("c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "u7", "c11", "c12", "c13", "u11")
TITLES = {
    "c3": "Tổng số tiếp nhận",
    "c4": "Trực tuyến",
    "c5": "Trực tiếp, bưu chính",
    "c6": "Từ kỳ trước",
    "c7": "Tổng số đã giải quyết",
    "c8": "Trước hạn",
    "c9": "Đúng hạn",
    "c10": "Quá hạn",
    "u7": "Đã giải quyết, chưa biết hạn",
    "c11": "Tổng số đang giải quyết",
    "c12": "Trong hạn",
    "c13": "Đang quá hạn",
    "u11": "Đang giải quyết, chưa biết hạn",
}
ONLINE = 2
_OUTCOMES = {Outcome.EARLY: "c8", Outcome.ON_TIME: "c9", Outcome.LATE: "c10", None: "u7"}


def columns_of(facts: Mapping[str, Value], period: Period) -> tuple[str, ...]:
    """Return the columns that a dossier counts in; none when the period does not meet it."""
    received, closed = cast(date | None, facts["received_on"]), cast(date | None, facts["closed_on"])
    is_closed = facts["state"] in (State.SETTLED, State.STOPPED)
    if facts["state"] == State.OUTSIDE or received is None or received >= period.end:
        return ()
    is_new = received >= period.start
    if not is_new and is_closed and (closed is None or closed < period.start):
        return ()
    origin = ("c4" if facts["channel"] == ONLINE else "c5") if is_new else "c6"
    if is_closed and (closed is None or closed < period.end):
        return ("c3", origin, "c7", _OUTCOMES[cast(Outcome | None, facts["outcome"])])
    until = cast(date | None, facts["open_until"] or facts["due_on"])
    if until is None:
        return ("c3", origin, "c11", "u11")
    return ("c3", origin, "c11", "c12" if until >= period.end - ONE_DAY else "c13")


@dataclass(frozen=True, slots=True)
class Identity:
    """One sum that the form must keep, with what stands on its two sides."""

    name: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Tell whether both sides are the same."""
        return self.left == self.right


def identities(counts: Mapping[str, int]) -> tuple[Identity, ...]:
    """Return the four identities of the form for the columns of one line or of its total."""
    return (
        Identity("3 = 4 + 5 + 6", counts["c3"], counts["c4"] + counts["c5"] + counts["c6"]),
        Identity("7 = 8 + 9 + 10", counts["c7"], counts["c8"] + counts["c9"] + counts["c10"] + counts["u7"]),
        Identity("11 = 12 + 13", counts["c11"], counts["c12"] + counts["c13"] + counts["u11"]),
        Identity("3 = 7 + 11", counts["c3"], counts["c7"] + counts["c11"]),
    )


def broken_identities(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the identities of the form that do not hold."""
    return tuple(one.name for one in identities(counts) if not one.holds)


def total_of(lines: Iterable[Sequence[int]]) -> dict[str, int]:
    """Add lines in the order of `COLUMNS` up; zeros without any."""
    total = dict.fromkeys(COLUMNS, 0)
    for line in lines:
        for column, count in zip(COLUMNS, line, strict=True):
            total[column] += count
    return total

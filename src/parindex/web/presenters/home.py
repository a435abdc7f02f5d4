"""The picture of the year as server-made SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from parindex.charts import bars

if TYPE_CHECKING:
    from parindex.apps.assignments.selectors import Tally
    from parindex.web.presenters.assignments import BoardRow

MOST_ROWS = 20


def year(rows: Sequence[BoardRow]) -> SafeString:
    """Return the bars of agencies: done, in progress, late; the agencies without the room are summed up."""
    shown = [_bar(row.label, row.done, row.open, row.late) for row in rows[:MOST_ROWS]]
    rest = rows[MOST_ROWS:]
    if rest:
        shown.append(
            _bar(
                f"{len(rest)} cơ quan khác",
                sum(r.done for r in rest),
                sum(r.open for r in rest),
                sum(r.late for r in rest),
            )
        )
    return drawn(bars.rows_of_parts(shown, title="Nhiệm vụ theo cơ quan chủ trì", key="nam"))


def drawn(picture: str) -> SafeString:
    """Let a template show a picture of `charts`, which escapes every word itself."""
    return mark_safe(picture)  # noqa: S308  # see above


def _bar(label: str, done: int, doing: int, late: int) -> bars.Bar:
    return bars.Bar(
        label,
        (
            bars.Part(done, "đã xong", "chart-done"),
            bars.Part(doing, "đang làm", "chart-open"),
            bars.Part(late, "quá hạn", "chart-late"),
        ),
    )


def months(tallies: Sequence[Tally]) -> SafeString:
    """Return the columns of months: what falls due, by state."""
    shown = [_bar(f"{t.key}/{t.label}", t.done, t.open, t.late) for t in tallies]
    return drawn(bars.columns(shown, title="Hạn theo tháng", key="thang"))

"""The picture of the year: bars of agencies, load by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from parindex.charts import bars

if TYPE_CHECKING:
    from parindex.apps.assignments.boards import Tally
    from parindex.web.presenters.assignments import BoardRow

MOST_ROWS = 20
KINDS = (("đã xong", "chart-done"), ("chưa xong", "chart-open"), ("quá hạn", "chart-late"))


def year(rows: Sequence[BoardRow]) -> SafeString:
    """Return the bars of agencies: done, not done, late; the agencies without the room are summed up."""
    shown = [bar(row.label, (row.done, row.open, row.late)) for row in rows[:MOST_ROWS]]
    rest = rows[MOST_ROWS:]
    if rest:
        sums = (sum(r.done for r in rest), sum(r.open for r in rest), sum(r.late for r in rest))
        shown.append(bar(f"{len(rest)} cơ quan khác", sums))
    longest = max((one.total for one in shown), default=0)
    lines = [
        {"label": one.label, "words": bars.words_of(one), "bar": drawn(bars.bar_parts(one, longest=longest))}
        for one in shown
    ]
    return render_to_string("components/parts.html", {"lines": lines, "kinds": KINDS})


def months(tallies: Sequence[Tally]) -> SafeString:
    """Return the columns of months: what falls due, by state."""
    shown = [bar(f"{t.key}/{t.label}", (t.done, t.open, t.late)) for t in tallies]
    return drawn(bars.month_load(shown, title="Hạn theo tháng", key="thang"))


def bar(label: str, counts: tuple[int, int, int]) -> bars.Bar:
    """Return a bar of what is done, not done and late."""
    return bars.Bar(label, tuple(bars.Part(count, word, css) for count, (word, css) in zip(counts, KINDS, strict=True)))


def drawn(picture: str) -> SafeString:
    """Let a template show a picture of `charts`, which escapes every word itself."""
    return mark_safe(picture)  # noqa: S308  # see above

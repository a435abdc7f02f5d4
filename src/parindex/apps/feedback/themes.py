"""What people write about: the feedback of a year by theme, and how each theme is dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from parindex.apps.feedback import selectors
from parindex.definitions.feedback import loader
from parindex.domain.access import Actor
from parindex.domain.feedback.states import ANSWERED_STATES, OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCount:
    """How much feedback of a theme a year brought and the year before, and how it stands today."""

    code: str
    name: str
    received: int
    before: int
    open: int
    late: int
    answered: int
    unsatisfied: int


def count_themes(actor: Actor, *, year: int, today: date) -> list[ThemeCount]:
    """Count what the actor may see by theme, most first; joined feedback counts once. One query."""
    own = Q(received_at__year=year)
    rows = selectors.visible(actor).exclude(state="merged").filter(received_at__year__in=(year - 1, year))
    columns = {
        "received": Count("pk", filter=own),
        "before": Count("pk", filter=~own),
        "open": Count("pk", filter=own & Q(state__in=OPEN_STATES)),
        "late": Count("pk", filter=own & Q(state__in=OPEN_STATES, due_on__lt=today)),
        "answered": Count("pk", filter=own & Q(state__in=ANSWERED_STATES)),
        "unsatisfied": Count("pk", filter=own & Q(rating="unsatisfied")),
    }
    counted = rows.order_by().values("theme").annotate(**columns).values_list("theme", *columns)
    names = loader.theme_names()
    found = [
        ThemeCount(code=code, name=names.get(code, "Chưa xếp chủ đề"), **dict(zip(columns, numbers, strict=True)))
        for code, *numbers in counted
    ]
    return sorted(found, key=lambda one: (-one.received, -one.before, one.name))

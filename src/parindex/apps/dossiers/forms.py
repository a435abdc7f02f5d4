"""Form II.06a of a period as the actor may see it: its lines, its total and whether its identities hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from parindex.analytics.bulk.forms import count_form
from parindex.analytics.bulk.steady import read_counted
from parindex.analytics.bulk.store import Manifest, Store
from parindex.analytics.engine import Group, Key
from parindex.apps.dossiers import stores
from parindex.apps.dossiers.figures import FigureFilter
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.dossiers.form import COLUMNS, Identity, identities, total_of
from parindex.domain.dossiers.measures import Value

_KEPT_FORMS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The lines of the form by the values of a key; `counted` ends with the last day that is known."""

    counted: Period
    is_cut: bool
    lines: tuple[tuple[Value, Mapping[str, int]], ...]
    total: Mapping[str, int]
    identities: tuple[Identity, ...]
    broken_lines: tuple[Value, ...]


def form_of(asked: FigureFilter, *, period: Period, by: Key) -> Form:
    """Count the form of a period, which is cut after the day of the figures. Raises `NoDossiers`.

    An open dossier is judged on the last day that is counted, so a period that has not ended says nothing of days to
    come.
    """
    end = max(min(period.end, asked.as_of + ONE_DAY), period.start)
    counted = replace(period, end=end)
    store, manifest = stores.opened()
    groups = _kept(store.folder, manifest, by, counted, asked.area.slugs) if period.start < end else ()
    total = total_of(group.counts for group in groups)
    lines = tuple((group.keys[0], dict(zip(COLUMNS, group.counts, strict=True))) for group in groups)
    broken = tuple(key for key, counts in lines if not all(one.holds for one in identities(counts)))
    return Form(
        counted=counted,
        is_cut=end < period.end,
        lines=lines,
        total=total,
        identities=identities(total),
        broken_lines=broken,
    )


@lru_cache(maxsize=_KEPT_FORMS)
def _kept(
    folder: Path, _manifest: Manifest, by: Key, period: Period, units: tuple[str, ...] | None
) -> tuple[Group, ...]:
    """Count once for each state of the store."""
    return tuple(read_counted(Store(folder), lambda parts: count_form(parts, by=by, period=period, units=units)))

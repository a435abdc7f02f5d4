"""The calendar of a campaign: which times its steps may have."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from parindex.apps.assessment.clocks import moment_text
from parindex.apps.assessment.errors import BadRounds
from parindex.apps.assessment.models import Round, RoundKind

STEPS = tuple((kind.value, str(kind.label)) for kind in RoundKind)
"""The steps of a season in their order, with their names."""


@dataclass(frozen=True, slots=True)
class RoundTime:
    """When a step is worked on: [opens_at, closes_at)."""

    kind: RoundKind
    opens_at: datetime
    closes_at: datetime


def check_rounds(rounds: Sequence[RoundTime], *, before: Iterable[Round], now: datetime) -> None:
    """Refuse a calendar that contradicts itself, locks in the past or changes a step that has locked.

    `before` are the rounds as they stand. Raises `BadRounds`.
    """
    kinds = [time.kind for time in rounds]
    if len(set(kinds)) < len(kinds):
        raise BadRounds("Mỗi bước chỉ có một khoảng thời gian.")
    order = list(RoundKind)
    _check_order(sorted(rounds, key=lambda time: order.index(time.kind)))
    old = {found.kind: (found.opens_at, found.closes_at) for found in before}
    for time in rounds:
        same = old.get(time.kind) == (time.opens_at, time.closes_at)
        if time.closes_at <= now and not same:
            raise BadRounds(f"Bước “{time.kind.label}” khóa lúc {moment_text(time.closes_at)}, đã qua rồi.")
    new = {time.kind: (time.opens_at, time.closes_at) for time in rounds}
    for kind, times in old.items():
        if times[1] <= now and new.get(RoundKind(kind)) != times:
            name = RoundKind(kind).label
            raise BadRounds(f"Bước “{name}” đã khóa lúc {moment_text(times[1])}; dùng “Mở lại” kèm lý do.")


def _check_order(rounds: Sequence[RoundTime]) -> None:
    """Refuse an empty time, and a step that begins or locks before the one that comes before it."""
    for time in rounds:
        if time.closes_at <= time.opens_at:
            raise BadRounds(f"Bước “{time.kind.label}” phải khóa sau khi mở.")
    for earlier, later in itertools.pairwise(rounds):
        if later.opens_at < earlier.opens_at or later.closes_at < earlier.closes_at:
            raise BadRounds(f"Bước “{later.kind.label}” không được mở hoặc khóa trước bước “{earlier.kind.label}”.")


def kind_of(step: str) -> RoundKind:
    """Return a step by its code, as `STEPS` lists it. Raises ValueError for another one."""
    return RoundKind(step)

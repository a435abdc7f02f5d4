"""A campaign as its holder sees it: what is still to prepare, then how far every unit is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.rounds import STEPS
from parindex.domain.scoring.wording import number_text

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, CampaignGroup, Round, Sheet

STATE_KINDS = {"entering": "", "returned": "warn", "submitted": "brand", "signed": "ok", "published": "ok"}
CAMPAIGN_KINDS = {"draft": "", "open": "brand", "published": "ok", "cancelled": "idle"}
_STATE_ORDER = ("entering", "returned", "submitted", "signed", "published")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calendar with where it stands now."""

    name: str
    opens_at: datetime
    closes_at: datetime
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet in the list of a group."""

    public_id: UUID
    unit: str
    state: str
    kind: str
    points: str
    final: str
    change: str


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its sheets and how many stand where."""

    pk: int
    name: str
    catalogue: str
    catalogue_id: str
    status: str
    count: int
    done: int
    words: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign of the list."""

    public_id: UUID
    title: str
    year: int
    holder: str
    state: str
    kind: str
    step: str
    is_fictional: bool


def campaign_line(campaign: Campaign, rounds: Sequence[Round], *, now: datetime) -> CampaignLine:
    """Return one line of the list of campaigns, with the step that is open now."""
    shown = steps(rounds, now=now)
    current = [step for step in shown if step.kind == "brand"]
    words = "; ".join(f"{step.name} đến {_moment(step.closes_at)}" for step in current)
    return CampaignLine(
        public_id=campaign.public_id,
        title=campaign.title,
        year=campaign.year,
        holder=campaign.unit.name,
        state=campaign.get_state_display(),
        kind=CAMPAIGN_KINDS[campaign.state],
        step=words if campaign.state == "open" else "",
        is_fictional=campaign.unit.is_fictional,
    )


def steps(rounds: Sequence[Round], *, now: datetime) -> tuple[Step, ...]:
    """Return the steps of a campaign in their order."""
    names = dict(STEPS)
    order = [kind for kind, _ in STEPS]
    return tuple(_step(found, names, now=now) for found in sorted(rounds, key=lambda one: order.index(one.kind)))


def _step(found: Round, names: Mapping[str, str], *, now: datetime) -> Step:
    if now < found.opens_at:
        words, kind = "sắp tới", ""
    elif now < found.closes_at:
        words, kind = "đang mở", "brand"
    else:
        words, kind = "đã khóa", "ok"
    return Step(names[found.kind], found.opens_at, found.closes_at, words, kind)


def groups(found: Sequence[CampaignGroup], sheets: Sequence[Sheet]) -> tuple[Group, ...]:
    """Return the groups with their sheets; a sheet that is done has been signed."""
    by_group: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_group[sheet.group_id].append(sheet)
    return tuple(_group(group, by_group[group.pk]) for group in found)


def _group(group: CampaignGroup, sheets: Sequence[Sheet]) -> Group:
    counted = Counter(sheet.state for sheet in sheets)
    done = counted["signed"] + counted["published"]
    names = {sheet.state: sheet.get_state_display() for sheet in sheets}
    scale = book_of(group.revision).catalogue.item_rounding.scale if sheets else 1
    return Group(
        pk=group.pk,
        name=group.name,
        catalogue=group.revision.title,
        catalogue_id=group.revision.catalogue_id,
        status=group.revision.status,
        count=len(sheets),
        done=done,
        words=f"{done} / {len(sheets)} đã duyệt",
        counts=tuple((names[state], counted[state]) for state in _STATE_ORDER if counted[state]),
        lines=tuple(_line(sheet, scale=scale) for sheet in sheets),
    )


def _line(sheet: Sheet, *, scale: int) -> Line:
    own = (sheet.self_low, sheet.self_high, sheet.self_maximum)
    final = (sheet.final_low, sheet.final_high, sheet.final_maximum)
    return Line(
        public_id=sheet.public_id,
        unit=sheet.unit.name,
        state=sheet.get_state_display(),
        kind=STATE_KINDS[sheet.state],
        points=_interval(own, scale=scale),
        final=_interval(final, scale=scale) if final != own else "",
        change=_change(sheet, scale=scale) if final != own else "",
    )


def _interval(bounds: tuple[int, int | None, int | None], *, scale: int) -> str:
    low, high, maximum = bounds
    told = number_text(Fraction(low, scale))
    if high is None:
        told += "–?"
    elif high != low:
        told += f"–{number_text(Fraction(high, scale))}"
    return f"{told} / {'?' if maximum is None else number_text(Fraction(maximum, scale))}"


def _change(sheet: Sheet, *, scale: int) -> str:
    if sheet.self_low != sheet.self_high or sheet.final_low != sheet.final_high:
        return ""
    moved = Fraction(sheet.final_low - sheet.self_low, scale)
    return f"+{number_text(moved)}" if moved > 0 else number_text(moved)


def lead(shown: Sequence[Group]) -> str:
    """Say in one sentence how far the units are."""
    count, done = sum(group.count for group in shown), sum(group.done for group in shown)
    if not count:
        return "Chưa có đơn vị nào trong đợt."
    if done == count:
        return f"Cả {count} đơn vị đã duyệt phiếu."
    return f"{done} trong {count} đơn vị đã duyệt phiếu, còn {count - done}."


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y")

"""A campaign as its holder sees it: what is still to prepare, then how far every unit is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from parindex.apps.assessment.boards import Standing
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.clocks import Window, moment_text
from parindex.apps.assessment.rounds import STEPS
from parindex.domain.text.dates import format_date
from parindex.web.presenters import due
from parindex.web.presenters.due import DueBadge
from parindex.web.presenters.points import points_cell

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, CampaignGroup, Round, Sheet

STATE_KINDS = {"entering": "", "returned": "warn", "submitted": "brand", "signed": "ok", "published": "ok"}
CAMPAIGN_KINDS = {"draft": "", "open": "brand", "published": "ok", "cancelled": "idle"}
_DONE = ("signed", "published")
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
    unit_id: int
    state: str
    kind: str
    points: str
    final: str
    change: str
    entered: int = 0
    wanted: int = 0
    missing_below: int = 0
    due: DueBadge | None = None


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
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Toggle:
    """One state of sheets to narrow the list by."""

    name: str
    word: str
    count: int
    is_current: bool


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


def groups(
    found: Sequence[CampaignGroup], sheets: Sequence[Sheet], standings: Mapping[int, Standing], *, today: date
) -> tuple[Group, ...]:
    """Return the groups with their sheets; a sheet that is done has been signed."""
    by_group: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_group[sheet.group_id].append(sheet)
    return tuple(_group(group, by_group[group.pk], standings, today=today) for group in found)


def _group(group: CampaignGroup, sheets: Sequence[Sheet], standings: Mapping[int, Standing], *, today: date) -> Group:
    done = sum(sheet.state in _DONE for sheet in sheets)
    scale = book_of(group.revision).catalogue.item_rounding.scale if sheets else 1
    lines = (_line(sheet, scale=scale) for sheet in sheets)
    return Group(
        pk=group.pk,
        name=group.name,
        catalogue=group.revision.title,
        catalogue_id=group.revision.catalogue_id,
        status=group.revision.status,
        count=len(sheets),
        done=done,
        words=f"{done} / {len(sheets)} đã duyệt",
        lines=tuple(
            _stand(line, standings[sheet.pk], today=today) if sheet.pk in standings else line
            for line, sheet in zip(lines, sheets, strict=True)
        ),
    )


def _line(sheet: Sheet, *, scale: int) -> Line:
    own = (sheet.self_low, sheet.self_high, sheet.self_maximum)
    final = (sheet.final_low, sheet.final_high, sheet.final_maximum)
    return Line(
        public_id=sheet.public_id,
        unit=sheet.unit.name,
        unit_id=sheet.unit_id,
        state=sheet.get_state_display(),
        kind=STATE_KINDS[sheet.state],
        points=_interval(own, scale=scale),
        final=_interval(final, scale=scale) if final != own else "",
        change=_change(sheet, scale=scale) if final != own else "",
    )


def _stand(line: Line, standing: Standing, *, today: date) -> Line:
    return replace(
        line,
        entered=standing.entered,
        wanted=standing.wanted,
        missing_below=standing.missing_below,
        due=_due(standing.window, today=today),
    )


def _due(window: Window | None, *, today: date) -> DueBadge | None:
    """Return the badge of the step that a unit still has to take; none when it has no time or nothing is left."""
    if window is None or window.closes_at is None:
        return None
    if window.opens_at is not None and window.now < window.opens_at and not window.is_open:
        opens = format_date(timezone.localdate(window.opens_at))
        return DueBadge("", "clock", f"mở {opens}", f"{window.kind.label} mở lúc {moment_text(window.opens_at)}", opens)
    closes_at = window.until or window.closes_at
    on = timezone.localdate(closes_at)
    exact = f"{window.kind.label} khóa lúc {moment_text(closes_at)}"
    if window.is_over and on == today:
        return DueBadge("late", "warn", "đã khóa hôm nay", exact, format_date(on))
    return replace(due.badge(on, today=today, state=""), exact=exact)


def toggles(sheets: Sequence[Sheet], *, current: str) -> tuple[Toggle, ...]:
    """Return the states of the sheets of a campaign with how many stand there, all of them first."""
    counted = Counter(sheet.state for sheet in sheets)
    names = {sheet.state: sheet.get_state_display() for sheet in sheets}
    states = [Toggle(names[state], state, counted[state], current == state) for state in _STATE_ORDER if counted[state]]
    return (Toggle("Tất cả", "", len(sheets), not current), *states)


def _interval(bounds: tuple[int, int | None, int | None], *, scale: int) -> str:
    low, high, maximum = (None if units is None else Fraction(units, scale) for units in bounds)
    told = points_cell(low) + ("" if high == low else "–?" if high is None else f"–{points_cell(high)}")
    return f"{told} / {'?' if maximum is None else points_cell(maximum)}"


def _change(sheet: Sheet, *, scale: int) -> str:
    if sheet.self_low != sheet.self_high or sheet.final_low != sheet.final_high:
        return ""
    moved = Fraction(sheet.final_low - sheet.self_low, scale)
    return f"+{points_cell(moved)}" if moved > 0 else points_cell(moved)


def lead(sheets: Sequence[Sheet], steps_shown: Sequence[Step]) -> str:
    """Say in one sentence how far the units are and which step is open."""
    count, counted = len(sheets), Counter(sheet.state for sheet in sheets)
    done = sum(counted[state] for state in _DONE)
    if not count:
        return "Chưa có đơn vị nào trong đợt."
    told = f"Cả {count} đơn vị đã duyệt phiếu." if done == count else f"{done} trong {count} đơn vị đã duyệt phiếu"
    if done < count:
        waiting = f", {counted['submitted']} chờ lãnh đạo duyệt" if counted["submitted"] else ""
        told += f"{waiting}, còn {count - done - counted['submitted']} đang nhập."
    current = [step for step in steps_shown if step.kind == "brand"]
    if not current:
        return told
    return f"{told} {current[0].name} khóa lúc {_moment(current[0].closes_at)}."


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M ngày %d/%m/%Y")

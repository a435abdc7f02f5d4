"""When a step of a campaign may be worked on: judged at the moment of writing, for each campaign by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from parindex.apps.assessment.errors import CampaignNotReady, RoundClosed, RoundNotOpen
from parindex.apps.assessment.models import Campaign, CampaignState, Reopening, Round, RoundKind, Sheet, SheetState

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

# Whoever may enter again must be able to have it signed again.
_OPENED_WITH: Final[Mapping[str, tuple[RoundKind, ...]]] = {
    RoundKind.APPROVAL: (RoundKind.APPROVAL, RoundKind.SELF_SCORE),
}


@dataclass(frozen=True, slots=True)
class Window:
    """The time of one step for one sheet (or for all), as it stands at `now`; None where nothing is set.

    `reopened_until` is the end of a reopening that is in force.
    """

    kind: RoundKind
    now: datetime
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    reopened_until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the step may be worked on now."""
        return self._is_in_time or self.reopened_until is not None

    @property
    def _is_in_time(self) -> bool:
        return self.opens_at is not None and self.closes_at is not None and self.opens_at <= self.now < self.closes_at

    @property
    def is_over(self) -> bool:
        """Tell whether the step has locked and nothing opens it again."""
        return not self.is_open and self.closes_at is not None and self.closes_at <= self.now

    @property
    def until(self) -> datetime | None:
        """Return the last moment (exclusive) of what is open now; None when nothing is."""
        ends = [self.closes_at if self._is_in_time else None, self.reopened_until]
        return max((end for end in ends if end is not None), default=None)


def require_open(*, campaign: Campaign, sheet: Sheet | None, kind: RoundKind, now: datetime) -> Window:
    """Return the window of a step that is open now, to be called in the transaction that writes.

    Raises `CampaignNotReady` unless the campaign is open, `RoundNotOpen` before the first second of the step and
    `RoundClosed` from its last one on.
    """
    require_running(campaign)
    window = window_of(campaign=campaign, sheet=sheet, kind=kind, now=now)
    check_open(window)
    return window


def require_running(campaign: Campaign) -> None:
    """Refuse writing in a campaign that is not open. Raises `CampaignNotReady`."""
    if campaign.state != CampaignState.OPEN:
        raise CampaignNotReady(
            f"Đợt “{campaign.title}” ở trạng thái “{campaign.get_state_display()}”, không nhập được."
        )


def check_open(window: Window) -> None:
    """Refuse a step that is not open. Raises `RoundNotOpen` and `RoundClosed` with the moment in Vietnam time."""
    if window.is_open:
        return
    name = window.kind.label
    if window.opens_at is None or window.closes_at is None:
        raise RoundNotOpen(f"Bước “{name}” của đợt này chưa có lịch.")
    if window.now < window.opens_at:
        raise RoundNotOpen(f"Bước “{name}” mở lúc {moment_text(window.opens_at)}.")
    raise RoundClosed(f"Bước “{name}” đã khóa lúc {moment_text(window.closes_at)}. Nhờ nơi tổ chức mở lại, kèm lý do.")


def window_of(*, campaign: Campaign, sheet: Sheet | None, kind: RoundKind, now: datetime) -> Window:
    """Return the time of one step for a sheet, or for all when `sheet` is None. Two queries."""
    return windows_of(campaign=campaign, sheet=sheet, now=now)[kind]


def current_window(*, sheet: Sheet, now: datetime) -> Window:
    """Return the time of the step in which a sheet stands, entry or approval, its campaign at hand. Two queries."""
    kind = RoundKind.APPROVAL if sheet.state == SheetState.SUBMITTED else RoundKind.SELF_SCORE
    return window_of(campaign=sheet.campaign, sheet=sheet, kind=kind, now=now)


def windows_of(*, campaign: Campaign, sheet: Sheet | None, now: datetime) -> dict[RoundKind, Window]:
    """Return the time of every step in their order. Two queries."""
    times = read_times(campaign)
    return {kind: times.window(kind=kind, sheet=sheet, now=now) for kind in RoundKind}


@dataclass(frozen=True, slots=True)
class Times:
    """The rounds and reopenings of one campaign, read once for many sheets."""

    rounds: Mapping[str, Round]
    reopenings: Sequence[Reopening]

    def window(self, *, kind: RoundKind, sheet: Sheet | None, now: datetime) -> Window:
        """Return the time of one step for a sheet."""
        found = self.rounds.get(kind)
        return Window(
            kind=kind,
            now=now,
            opens_at=found.opens_at if found else None,
            closes_at=found.closes_at if found else None,
            reopened_until=_latest(self.reopenings, kind=kind, sheet=sheet, now=now),
        )


def read_times(campaign: Campaign) -> Times:
    """Read the rounds and reopenings of a campaign. Two queries."""
    rounds = {found.kind: found for found in Round.objects.filter(campaign=campaign)}
    return Times(rounds=rounds, reopenings=tuple(Reopening.objects.filter(campaign=campaign).order_by("pk")))


def _latest(reopenings: Iterable[Reopening], *, kind: RoundKind, sheet: Sheet | None, now: datetime) -> datetime | None:
    kinds = _OPENED_WITH.get(kind, (kind,))
    wanted = (None,) if sheet is None else (None, sheet.pk)
    ends = [
        found.until for found in reopenings if found.kind in kinds and found.sheet_id in wanted and now < found.until
    ]
    return max(ends, default=None)


def moment_text(moment: datetime) -> str:
    """Write a moment in Vietnam time: "17:00:00 ngày 30/11/2026"."""
    return moment.astimezone(VIETNAM).strftime("%H:%M:%S ngày %d/%m/%Y")

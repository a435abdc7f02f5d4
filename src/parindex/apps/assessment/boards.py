"""How far every sheet of a campaign is: what is entered, until when the next step is open, who below is missing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from parindex.apps.assessment import clocks
from parindex.apps.assessment.books import book_of, is_self_scored
from parindex.apps.assessment.clocks import Window
from parindex.apps.assessment.models import Campaign, Reopening, RoundKind, Sheet, SheetItem, SheetState
from parindex.domain.access import Actor, Permission

_WAITING: Final = (SheetState.ENTERING, SheetState.RETURNED)
_STEPS: Final[Mapping[str, RoundKind]] = {
    SheetState.ENTERING: RoundKind.SELF_SCORE,
    SheetState.RETURNED: RoundKind.SELF_SCORE,
    SheetState.SUBMITTED: RoundKind.APPROVAL,
}
_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one sheet is.

    `entered` of `wanted` self-scored items have an answer; `window` is the step that the unit still has to take, None
    when it has signed; `missing_below` counts the units below in the campaign that have not submitted.
    """

    entered: int
    wanted: int
    window: Window | None
    missing_below: int


def standings(campaign: Campaign, sheets: Sequence[Sheet], *, now: datetime) -> dict[int, Standing]:
    """Return how far some sheets of a campaign are, by their key. Four queries, however many sheets."""
    times = clocks.read_times(campaign)
    codes = _own_codes(sheets)
    entered = _entered(campaign, codes)
    waiting = sorted(campaign.sheets.filter(state__in=_WAITING).values_list("unit__path", flat=True))
    return {
        sheet.pk: Standing(
            entered=entered.get(sheet.pk, 0),
            wanted=len(codes[sheet.group_id]),
            window=_window(sheet, times, now=now),
            missing_below=_below(sheet.unit.path, waiting),
        )
        for sheet in sheets
    }


def _own_codes(sheets: Sequence[Sheet]) -> dict[int, tuple[str, ...]]:
    """Return the codes of the items that units of a group answer themselves."""
    groups = {sheet.group_id: sheet.group for sheet in sheets}
    books = {pk: book_of(group.revision) for pk, group in groups.items()}
    return {pk: tuple(code for code, leaf in book.leaves.items() if is_self_scored(leaf)) for pk, book in books.items()}


def _entered(campaign: Campaign, codes: Mapping[int, tuple[str, ...]]) -> dict[int, int]:
    own = Q(pk__in=())
    for group_id, own_codes in codes.items():
        own |= Q(sheet__group_id=group_id, code__in=own_codes)
    answered = ~Q(inputs={}) | Q(is_not_applicable=True)
    rows = SheetItem.objects.filter(own, answered, sheet__campaign=campaign)
    return dict(rows.values_list("sheet_id").annotate(count=Count("pk")))


def _window(sheet: Sheet, times: clocks.Times, *, now: datetime) -> Window | None:
    kind = _STEPS.get(sheet.state)
    return None if kind is None else times.window(kind=kind, sheet=sheet, now=now)


def _below(path: str, waiting: Sequence[str]) -> int:
    first, end = bisect_left(waiting, path), bisect_left(waiting, path + _AFTER_ALL)
    is_waiting_itself = first < end and waiting[first] == path
    return end - first - is_waiting_itself


def list_reopenings(actor: Actor, campaign: Campaign) -> list[Reopening]:
    """Return what was opened again, the latest first, with the units; only for the holder. One query."""
    if not actor.may(Permission.CAMPAIGNS_MANAGE, campaign.unit.path):
        return []
    return list(campaign.reopenings.select_related("sheet__unit").order_by("-pk"))

"""Shares and monthly sheets as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from parindex.domain.scoring.wording import number_text
from parindex.domain.text.dates import format_date
from parindex.domain.workload.model import Aspect, Line, Sheet, SheetRules
from parindex.domain.workload.wording import result_text, share_text
from parindex.web.presenters.due import DueBadge, badge

if TYPE_CHECKING:
    from parindex.apps.orgs.models import Unit
    from parindex.apps.workload.models import ClosedSheet, Share
    from parindex.apps.workload.selectors import MonthSheet

_KINDS = {"given": "", "reported": "warn", "accepted": "ok", "withdrawn": "idle"}
_SETTLED = {"accepted": "done", "withdrawn": "cancelled", "reported": "submitted"}
NOT_JUDGED = "chưa đánh giá"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One share in a list."""

    public_id: str
    title: str
    product: str
    person: str
    plan: str
    state: str
    kind: str
    due: DueBadge
    weight: str


def rows(shares: Iterable[Share], *, today: date) -> list[ShareRow]:
    """Return shares for a list."""
    return [row(share, today=today) for share in shares]


def row(share: Share, *, today: date) -> ShareRow:
    """Return one share for a list."""
    plan = share.assignment.plan_item.plan
    return ShareRow(
        public_id=str(share.public_id),
        title=share.part or share.assignment.title,
        product=share.product,
        person=share.person.full_name,
        plan=plan.number or plan.title,
        state=share.get_state_display(),
        kind=_KINDS[share.state],
        due=badge(share.due_on, today=today, state=_SETTLED.get(share.state, "")),
        weight=number_text(Fraction(share.weight)),
    )


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One product of a sheet with the values of its aspects and why."""

    row: ShareRow
    values: tuple[tuple[str, str, bool], ...]
    reasons: tuple[str, ...]
    reported_on: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet of one person; `values` are name, words and whether they are known."""

    person: str
    person_id: int
    lines: tuple[SheetLine, ...]
    weight: str
    values: tuple[tuple[str, str, bool], ...]
    points: str
    is_known: bool
    late: int
    open: int


ASPECT_NAMES = {Aspect.QUANTITY: "Số lượng", Aspect.QUALITY: "Chất lượng", Aspect.PROGRESS: "Tiến độ"}


def sheet_view(found: MonthSheet, *, today: date) -> SheetView:
    """Return the sheet of one person with a line for each share."""
    pairs = zip(found.shares, found.sheet.lines, strict=True)
    points = found.sheet.points
    return SheetView(
        person=found.person.full_name,
        person_id=found.person.pk,
        lines=tuple(_line(share, line, today=today) for share, line in pairs),
        weight=number_text(found.sheet.weight),
        values=_totals(found.sheet),
        points=result_text(points) if points is not None else "",
        is_known=points is not None and points.is_exact,
        late=sum(_is_late(share, today) for share in found.shares),
        open=sum(share.state != "accepted" for share in found.shares),
    )


def _is_late(share: Share, today: date) -> bool:
    return share.due_on is not None and (share.reported_on or today) > share.due_on


def _line(share: Share, line: Line, *, today: date) -> SheetLine:
    return SheetLine(
        row=row(share, today=today),
        values=tuple((ASPECT_NAMES[aspect], *_known(line, aspect)) for aspect in Aspect),
        reasons=line.reasons,
        reported_on=format_date(share.reported_on) if share.reported_on is not None else "",
    )


def _known(line: Line, aspect: Aspect) -> tuple[str, bool]:
    span = line.values[aspect]
    return (share_text(span) if span.is_exact else NOT_JUDGED, span.is_exact)


def _totals(sheet: Sheet) -> tuple[tuple[str, str, bool], ...]:
    if sheet.values is None:
        return ()
    return tuple((ASPECT_NAMES[a], share_text(sheet.values[a]), sheet.values[a].is_exact) for a in Aspect)


@dataclass(frozen=True, slots=True)
class RulesView:
    """The rules of a sheet in words."""

    title: str
    is_verified: bool
    points: str
    common_points: str
    sentences: tuple[tuple[str, str, bool], ...]


def rules_view(rules: SheetRules) -> RulesView:
    """Return the rules with the source and the mark of each."""
    return RulesView(
        title=rules.title,
        is_verified=rules.is_verified,
        points=number_text(rules.points),
        common_points=number_text(rules.common_points),
        sentences=tuple((one.text, one.source, one.is_verified) for one in rules.sentences),
    )


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """What the work of a person for one agency in a month has of closings, and whether one may close it (again)."""

    unit: str
    unit_id: int
    closed: tuple[ClosedSheet, ...]
    may_close: bool

    @property
    def times(self) -> int:
        """How often it was closed."""
        return len(self.closed)


def closing_lines(
    units: Iterable[Unit], closed: Sequence[ClosedSheet], *, may_close: Callable[[Unit], bool]
) -> list[ClosingLine]:
    """Return a line for each agency that gave work, or whose closed sheet there is; the last closing first."""
    known = {unit.pk: unit for unit in (*units, *(one.unit for one in closed))}
    return [
        ClosingLine(unit.name, pk, tuple(one for one in closed if one.unit_id == pk), may_close(unit))
        for pk, unit in known.items()
    ]


@dataclass(frozen=True, slots=True)
class Month:
    """A month to look at, with its neighbours."""

    first: date
    word: str
    key: str
    before: str
    after: str

    def is_over(self, today: date) -> bool:
        """Tell whether the month has ended."""
        return (today.year, today.month) > (self.first.year, self.first.month)


def month_view(first: date) -> Month:
    """Return a month by its first day."""
    back = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    on = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return Month(first, f"{first:%m/%Y}", f"{first:%Y-%m}", f"{back:%Y-%m}", f"{on:%Y-%m}")

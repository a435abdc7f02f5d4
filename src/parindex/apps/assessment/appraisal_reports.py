"""How the appraisal goes: progress and explanations by agency and unit, agreement, what the council has to settle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q

from parindex.apps.assessment import duties, scoring, verdicts
from parindex.apps.assessment.appraisal_queue import (
    Tally,
    all_groups,
    count_statuses,
    is_overseer,
    judged_items,
    read_items,
)
from parindex.apps.assessment.models import (
    AppraisalDuty,
    Campaign,
    ExplanationOutcome,
    Ruling,
    RulingDecision,
    RulingStage,
    Sheet,
    SheetItem,
)
from parindex.apps.assessment.scoring import DECIDING
from parindex.apps.assessment.selectors import JUDGED_STATES
from parindex.apps.orgs.models import Unit
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.assessment.agreement import Agreement, measure_agreement

Cell = tuple[int, str]
"""A group and a field."""


@dataclass(slots=True)
class Line:
    """One agency or unit: where its items stand, what became of explanations, points given and taken.

    `up` and `down` are sums of points in points, both positive; `unmeasured` counts adjustments without points.
    """

    name: str
    tally: Tally = field(default_factory=Tally)
    explanations: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ExplanationOutcome.values, 0))
    up: Fraction = Fraction(0)
    down: Fraction = Fraction(0)
    up_count: int = 0
    down_count: int = 0
    unmeasured: int = 0

    def add_change(self, change: Fraction | None) -> None:
        """Count one adjustment that holds, with the points that it gave (positive) or took."""
        if change is None:
            self.unmeasured += 1
        elif change > 0:
            self.up += change
            self.up_count += 1
        elif change < 0:
            self.down -= change
            self.down_count += 1


@dataclass(frozen=True, slots=True)
class Progress:
    """The board of a campaign: lines by agency and by unit; `fields` names the cells of each agency."""

    agencies: tuple[tuple[Unit, Line], ...]
    units: tuple[Line, ...]
    unassigned: tuple[Cell, ...]
    sheet_count: int
    signed_count: int
    whole: Tally


@dataclass(frozen=True, slots=True)
class Pair:
    """One item with its first and its blind ruling; points are None while unknown."""

    item: SheetItem
    first: Ruling
    blind: Ruling
    first_points: Fraction | None
    blind_points: Fraction | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The blind sample of a campaign: agreement of all and by agency, and every pair."""

    whole: Agreement
    by_agency: tuple[tuple[str, Agreement], ...]
    pairs: tuple[Pair, ...]
    same_points_count: int


def read_progress(actor: Actor, campaign: Campaign) -> Progress:
    """Return the board: all of it for the holder and the council, for others the part of their own duties.

    Nine queries for any number of sheets. Raises `PermissionDenied` for who has no part in the appraisal.
    """
    covered = _area(actor, campaign)
    groups = all_groups(campaign)
    agencies = _agencies(actor, campaign)
    items = judged_items(actor, groups=groups, covered=covered)
    lines = {unit.pk: (unit, Line(unit.name)) for found in agencies.values() for unit in found}
    sheets = list(Sheet.objects.filter(group__in=groups).select_related("unit").order_by("unit__name_sort", "pk"))
    units = {sheet.pk: Line(sheet.unit.name) for sheet in sheets if sheet.state in JUDGED_STATES}
    whole = Tally()
    unassigned: dict[Cell, None] = {}
    for group_id, code, sheet_id, status, count in count_statuses(items, "sheet__group_id", "field_code", "sheet_id"):
        found = _find(agencies, (group_id, code))
        for tally in (whole, units[sheet_id].tally, *(lines[unit.pk][1].tally for unit in found)):
            tally.add(status, count)
        if not found:
            unassigned[group_id, code] = None
    told = items.filter(Q(explanation__isnull=False) | _has(RulingDecision.ADJUST, stages=DECIDING))
    for item in read_items(told.order_by("pk"), campaign=campaign, groups=groups):
        found = _find(agencies, (item.sheet.group_id, item.field_code))
        _add_item(item, [units[item.sheet_id], *(lines[unit.pk][1] for unit in found)])
    return Progress(
        agencies=tuple(sorted(lines.values(), key=lambda pair: pair[0].name_sort)),
        units=tuple(line for line in units.values() if line.tally.total),
        unassigned=tuple(unassigned),
        sheet_count=len(sheets),
        signed_count=len(units),
        whole=whole,
    )


def _add_item(item: SheetItem, lines: Iterable[Line]) -> None:
    told = verdicts.explanation_of(item)
    held = scoring.effective(item)
    before, after = (verdicts.points_of(item, answer=row) for row in (item, held))
    change = None if before is None or after is None else after - before
    for line in lines:
        if told is not None:
            line.explanations[told.outcome] += 1
        if isinstance(held, Ruling):
            line.add_change(change)


def compare_blind(actor: Actor, campaign: Campaign) -> Comparison:
    """Compare every blind ruling with the first one, for who may see the progress. Seven queries."""
    groups = all_groups(campaign)
    rows = judged_items(actor, groups=groups, covered=_area(actor, campaign))
    both = rows.filter(_has(stages=(RulingStage.BLIND,)), _has(stages=(RulingStage.APPRAISAL_1,)))
    ordered = both.order_by("sheet__unit__name_sort", "position", "pk")
    pairs = tuple(_pair(item) for item in read_items(ordered, campaign=campaign, groups=groups))
    by_agency: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_agency.setdefault(pair.first.agency.name if pair.first.agency else "", []).append(pair)
    return Comparison(
        whole=_measure(pairs),
        by_agency=tuple((name, _measure(found)) for name, found in sorted(by_agency.items())),
        pairs=pairs,
        same_points_count=sum(pair.first_points == pair.blind_points for pair in pairs),
    )


def _pair(item: SheetItem) -> Pair:
    rulings = verdicts.rulings_of(item)
    first, blind = rulings[RulingStage.APPRAISAL_1], rulings[RulingStage.BLIND]
    first_points, blind_points = (
        verdicts.points_of(item, answer=ruling if ruling.decision == RulingDecision.ADJUST else item)
        for ruling in (first, blind)
    )
    return Pair(item, first, blind, first_points, blind_points)


def _measure(pairs: Iterable[Pair]) -> Agreement:
    return measure_agreement([(pair.first.decision, pair.blind.decision) for pair in pairs])


def list_disputed(actor: Actor, campaign: Campaign) -> list[SheetItem]:
    """Return what the council has to settle: items on which agency and unit still differ, or with an open question.

    Those that the council has settled stay listed. Six queries. Raises `PermissionDenied`.
    """
    if not duties.may_decide(actor, campaign):
        raise PermissionDenied(Permission.SCORES_DECIDE)
    groups = all_groups(campaign)
    agency_stages = (RulingStage.APPRAISAL_1, RulingStage.APPRAISAL_2)
    touched = _has(RulingDecision.ADJUST, RulingDecision.ASK, stages=agency_stages)
    rows = judged_items(actor, groups=groups, covered=Q()).filter(touched)
    ordered = rows.order_by("sheet__unit__name_sort", "position", "pk")
    return [item for item in read_items(ordered, campaign=campaign, groups=groups) if _is_disputed(item)]


def _is_disputed(item: SheetItem) -> bool:
    rulings = verdicts.rulings_of(item)
    last = rulings.get(RulingStage.APPRAISAL_2) or rulings.get(RulingStage.APPRAISAL_1)
    if last is not None and last.decision == RulingDecision.ASK:
        return True
    return not verdicts.same_answers(verdicts.kept_below(item, RulingStage.COUNCIL), item)


def _has(*decisions: RulingDecision, stages: Iterable[str]) -> Exists:
    rows = Ruling.objects.filter(item=OuterRef("pk"), stage__in=tuple(stages))
    return Exists(rows.filter(decision__in=decisions) if decisions else rows)


def _area(actor: Actor, campaign: Campaign) -> Q:
    if is_overseer(actor, campaign):
        return Q()
    covered = duties.duties_of(actor, campaign)
    if not covered.group_ids:
        raise PermissionDenied(Permission.SCORES_APPRAISE)
    return covered.covered()


def _agencies(actor: Actor, campaign: Campaign) -> dict[Cell, list[Unit]]:
    rows = AppraisalDuty.objects.filter(group__campaign=campaign).select_related("agency").order_by("pk")
    sees_all = is_overseer(actor, campaign)
    found: dict[Cell, list[Unit]] = {}
    for row in rows:
        if sees_all or actor.may(Permission.SCORES_APPRAISE, row.agency.path):
            found.setdefault((row.group_id, row.field_code), []).append(row.agency)
    return found


def _find(agencies: Mapping[Cell, list[Unit]], cell: Cell) -> list[Unit]:
    """Return the agencies of a field, or those of the whole group when the field has none of its own."""
    return agencies.get(cell) or agencies.get((cell[0], "")) or []

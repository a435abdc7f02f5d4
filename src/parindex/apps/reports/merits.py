"""Proposals of commendation and reproach: drawn from published results, assignments and reports; a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.assessment.models import Result
from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.reports.errors import ChangedMeanwhile, MeritRefused
from parindex.apps.reports.models import MeritDecision, MeritOutcome, ReportSending
from parindex.definitions.report_regimes.loader import load_thresholds
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.reporting import merit
from parindex.domain.reporting.figures import two_places
from parindex.domain.reporting.merit import MeritKind, Proposal, Record, Standing, Tally

OUTCOMES = tuple(MeritOutcome.values)
"""What a leader can decide on a proposal."""
_KINDS = (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.COMMUNE)


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal with what was decided on it; a decided one stays although the figures moved on (`proposal` None)."""

    unit: Unit
    kind: MeritKind
    proposal: Proposal | None
    decision: MeritDecision | None


def list_lines(actor: Actor, holder: Unit, *, year: int, today: date) -> list[Line]:
    """Return who is proposed by a unit for a year, with decisions. Five queries. Raises `PermissionDenied`."""
    _require(actor, holder)
    units = _units(holder, today=today)
    by_slug = {unit.slug: unit for unit in units}
    decisions = MeritDecision.objects.filter(holder=holder, year=year).select_related("unit").order_by("pk")
    decided = {(one.unit.slug, one.kind): one for one in decisions}
    found = [
        Line(by_slug[one.unit], one.kind, one, decided.pop((one.unit, one.kind.value), None))
        for one in _proposals(holder, units, year=year, today=today)
    ]
    rest = [Line(one.unit, MeritKind(one.kind), None, one) for one in decided.values()]
    return sorted([*found, *rest], key=lambda line: (line.kind, line.unit.name_sort, line.unit.pk))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a leader decides on the proposal of a unit; `seen` are the reasons that the leader read."""

    unit_id: int
    kind: MeritKind
    outcome: str
    note: str
    seen: tuple[str, ...] | None = None


def decide(*, holder: Unit, year: int, choice: Choice, actor: Actor, now: datetime) -> MeritDecision:
    """Keep what a leader decided, with the reasons as they stand; a later decision takes the place of an earlier one.

    Raises `PermissionDenied`, `MeritRefused`, `ChangedMeanwhile`.
    """
    _require(actor, holder)
    today = timezone.localdate(now)
    if choice.outcome == MeritOutcome.REFUSED and not choice.note.strip():
        raise MeritRefused("Ghi ý kiến khi không trình đề xuất.")
    units = _units(holder, today=today)
    proposals = _proposals(holder, units, year=year, today=today)
    by_slug = {unit.slug: unit for unit in units}
    found = next((o for o in proposals if by_slug[o.unit].pk == choice.unit_id and o.kind is choice.kind), None)
    if found is None:
        raise MeritRefused("Số liệu hiện nay không nêu đề xuất này. Tải lại trang để xem danh sách mới.")
    if choice.seen is not None and choice.seen != tuple(reason.text for reason in found.reasons):
        raise ChangedMeanwhile("Lý do của đề xuất đã đổi theo số liệu mới. Đọc lại rồi quyết định.")
    with transaction.atomic():
        made, _ = MeritDecision.objects.update_or_create(
            holder=holder,
            unit_id=choice.unit_id,
            year=year,
            kind=choice.kind.value,
            defaults={
                "outcome": choice.outcome,
                "reasons": [asdict(reason) for reason in found.reasons],
                "note": choice.note.strip(),
                "decided_by_id": actor.user_id,
                "decided_by_name": actor.name[:120],
                "decided_at": now,
            },
        )
        audit.record(
            actor=actor,
            action="merit.decided",
            object_type="merit_decision",
            object_id=str(made.pk),
            object_label=f"{found.name}, {year}"[:300],
            unit_path=by_slug[found.unit].path,
            after={"kind": choice.kind.value, "outcome": choice.outcome, "note": choice.note.strip()},
            now=now,
        )
    return made


def _require(actor: Actor, holder: Unit) -> None:
    if not actor.may(Permission.MERIT_DECIDE, holder.path):
        raise PermissionDenied(Permission.MERIT_DECIDE)


def _units(holder: Unit, *, today: date) -> list[Unit]:
    """Return the agencies and areas below a unit that exist on a day; not the unit itself."""
    rows = Unit.objects.filter(path__startswith=holder.path, kind__in=_KINDS).exclude(pk=holder.pk)
    return [
        unit
        for unit in rows.order_by("name_sort", "pk")
        if (unit.valid_from is None or unit.valid_from <= today) and (unit.valid_to is None or today < unit.valid_to)
    ]


def _proposals(holder: Unit, units: Sequence[Unit], *, year: int, today: date) -> tuple[Proposal, ...]:
    standings = _standings(holder, year=year)
    tallies = _tallies(holder, units, year=year, today=today)
    late = _late_reports(holder, year=year)
    records = [
        Record(unit.slug, unit.name, standings.get(unit.pk), tallies.get(unit.pk), late.get(unit.pk, 0))
        for unit in units
    ]
    return merit.propose(records, thresholds=load_thresholds())


def _standings(holder: Unit, *, year: int) -> dict[int, Standing]:
    rows = Result.objects.filter(
        publication__campaign__year=year, unit__path__startswith=holder.path, index_name="PAR", field=""
    )
    found = {}
    for row in rows.select_related("publication__campaign").defer("items").order_by("publication_id", "pk"):
        if row.unit_id and row.rank and row.rank_of and row.publication is not None:
            ref = f"kq:{row.publication.campaign.public_id}/{row.pk}"
            found[row.unit_id] = Standing(
                row.rank, row.rank_of, None if row.index is None else two_places(row.index), row.group, ref
            )
    return found


def _tallies(holder: Unit, units: Sequence[Unit], *, year: int, today: date) -> dict[int, Tally]:
    """Count the assignments that fell due in the year until today, each for the agency or area that answers for it."""
    due = Assignment.objects.filter(
        owner__path__startswith=holder.path, due_on__year=year, due_on__lt=today, plan_item__plan__superseded_at=None
    ).exclude(state=AssignmentState.CANCELLED)
    by_path = {unit.path: unit for unit in units}
    counts: dict[int, list[int]] = {}
    for path, due_on, state, submitted_at in due.values_list("owner__path", "due_on", "state", "submitted_at"):
        unit = _answering(str(path), by_path)
        if unit is None or due_on is None:
            continue
        is_reported = state in (AssignmentState.DONE, AssignmentState.SUBMITTED) and submitted_at is not None
        is_late = not is_reported or timezone.localdate(submitted_at) > due_on
        kept = counts.setdefault(unit.pk, [0, 0, 0])
        kept[0] += 1
        kept[1] += state == AssignmentState.DONE
        kept[2] += is_late
    return {pk: Tally(total, done, late, f"dv:{pk}") for pk, (total, done, late) in counts.items()}


def _answering(path: str, by_path: dict[str, Unit]) -> Unit | None:
    """Return the nearest agency or area that holds a unit."""
    parts = path.strip("/").split("/")
    above = ("/" + "/".join(parts[:count]) + "/" for count in range(len(parts), 0, -1))
    return next((by_path[step] for step in above if step in by_path), None)


def _late_reports(holder: Unit, *, year: int) -> dict[int, int]:
    rows = ReportSending.objects.filter(
        number=1, is_late=True, report__period__year=year, report__unit__path__startswith=holder.path
    )
    counts: dict[int, int] = {}
    for pk in rows.values_list("report__unit_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts

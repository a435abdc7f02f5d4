"""What figures of reports are counted from: assignments, plan items, published results, answers of scoring sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone

from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.models import SheetItem
from parindex.apps.assignments.models import Assignment, AssignmentState, Report, ReportKind
from parindex.apps.orgs.models import Unit
from parindex.apps.planning.models import Plan, PlanItem
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting.content import PlanLine, PlanProgress
from parindex.domain.reporting.contradictions import OpenRow, SheetClaim
from parindex.domain.reporting.figures import FigureRule
from parindex.domain.reporting.regimes import RegimeBook
from parindex.domain.reporting.work import DONE, FieldWords, Outcome, Sorted, WorkRow, outcome_of, sort_rows
from parindex.domain.text.dates import format_date
from parindex.domain.text.folding import fold

ITEM_DONE = "Đã xong"
"""The state of an item all of whose assignments are done."""
_SAID = (ReportKind.PROGRESS, ReportKind.SUBMIT)
_REPORTED = (AssignmentState.SUBMITTED, AssignmentState.DONE)


def field_words(book: RegimeBook) -> tuple[FieldWords, ...]:
    """Return what leads an assignment to each field of a regime."""
    return tuple(FieldWords(field.code, field.words, field.criterion) for field in book.fields)


def field_codes(book: RegimeBook) -> tuple[str, ...]:
    """Return the codes of the fields of a regime, in order."""
    return tuple(field.code for field in book.fields)


@dataclass(frozen=True, slots=True)
class Work:
    """The assignments for which a unit and everything below it answer, by the path of who answers."""

    rows: tuple[tuple[str, WorkRow], ...]

    def of(self, path: str, *, without: Iterable[str] = ()) -> list[WorkRow]:
        """Return the rows of a subtree, without those of other subtrees inside it."""
        left_out = frozenset(without)
        return [row for at, row in self.rows if at.startswith(path) and not _steps(at) & left_out]


def _steps(path: str) -> frozenset[str]:
    """Return a path and those of all units above it."""
    parts = path.strip("/").split("/")
    return frozenset("/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1))


def read_work(unit: Unit, *, cut_off: date) -> Work:
    """Read the assignments of a unit and below as they were at the cut-off. Two queries.

    Who answers is the owner, or the unit of the plan while nobody owns it: so each counts for one unit only.
    """
    found = _assignments(unit)
    said = _words_and_proofs(found, cut_off=cut_off)
    rows = found.select_related("owner__parent", "unit", "plan_item").only(
        *("public_id", "title", "period_label", "due_on", "state", "submitted_at", "done_at"),
        *("owner__name", "owner__kind", "owner__path", "owner__parent__name", "unit__path"),
        *("plan_item__code", "plan_item__domain_name"),
    )
    return Work(
        tuple(
            ((row.owner or row.unit).path, _work_row(row, *said.get(row.pk, ("", "")))) for row in rows.order_by("pk")
        )
    )


def _assignments(unit: Unit) -> QuerySet[Assignment]:
    inside = Q(owner__path__startswith=unit.path) | Q(owner=None, unit__path__startswith=unit.path)
    found = Assignment.objects.filter(inside, plan_item__plan__superseded_at=None)
    return found.exclude(state=AssignmentState.CANCELLED)


def key_of(row: Assignment) -> str:
    """Return the key of an assignment among the rows of a figure."""
    return f"nv:{row.public_id}"


def title_of(row: Assignment) -> str:
    """Return the title on one line, with the period that tells it from the same duty of another month."""
    title = " ".join(row.title.split())
    label = row.period_label
    return f"{title.rstrip(' .;')}, {label[0].lower()}{label[1:]}" if label else title


def _work_row(row: Assignment, words: str, proof: str) -> WorkRow:
    is_reported = row.state in _REPORTED
    return WorkRow(
        key=key_of(row),
        title=title_of(row),
        heading=row.plan_item.domain_name,
        criterion=row.plan_item.code,
        owner=row.owner_label,
        due_on=row.due_on,
        submitted_on=_day(row.submitted_at) if is_reported else None,
        done_on=_day(row.done_at) if row.state == AssignmentState.DONE else None,
        words=words,
        proof=proof,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment is not None else None


def _words_and_proofs(found: QuerySet[Assignment], *, cut_off: date) -> dict[int, tuple[str, str]]:
    """Return what was last said of each assignment before the cut-off, and what proved its last completion."""
    steps = Report.objects.filter(assignment__in=found.values("pk"), kind__in=_SAID)
    kept: dict[int, tuple[str, str]] = {}
    fields = ("assignment_id", "kind", "note", "document_number", "document_date", "file_name", "at")
    for pk, kind, note, number, on, file_name, at in steps.order_by("id").values_list(*fields):
        if timezone.localdate(at) < cut_off:
            words, proof = kept.get(pk, ("", ""))
            told = _proof(number, on, file_name) if kind == ReportKind.SUBMIT else proof
            kept[pk] = (" ".join(note.split()) or words, told)
    return kept


def _proof(number: str, on: date | None, file_name: str) -> str:
    if number:
        return f"Văn bản {number}{f' ngày {format_date(on)}' if on else ''}"
    return f"Tệp {file_name}" if file_name else ""


def sort_work(rows: Sequence[WorkRow], book: RegimeBook, *, window: Period, cut_off: date) -> Sorted:
    """Return rows by field and outcome."""
    return sort_rows(rows, window=window, cut_off=cut_off, fields=field_words(book))


def list_open(unit: Unit) -> list[OpenRow]:
    """Return what is not done now of a unit and below, with its state. One query."""
    rows = _assignments(unit).exclude(state=AssignmentState.DONE).select_related("owner__parent")
    shown = rows.only(
        *("public_id", "title", "period_label", "state", "owner__name", "owner__kind", "owner__parent__name")
    )
    return [
        OpenRow(key_of(row), title_of(row), row.get_state_display(), row.owner_label) for row in shown.order_by("pk")
    ]


@dataclass(frozen=True, slots=True)
class GivenItem:
    """An item of a plan that was given to somebody, how far it is, and the reference to it."""

    ref: str
    plan: str
    line: PlanLine


def item_ref(plan_id: int, item_id: int) -> str:
    """Return the reference to an item among the rows of a figure."""
    return f"kh:{plan_id}/{item_id}"


def read_items(unit_path: str, *, year: int, cut_off: date) -> tuple[GivenItem, ...]:
    """Return how far each given item of a unit's plans of a year was at the cut-off. Three queries."""
    plans = Plan.objects.filter(unit__path=unit_path, year=year, superseded_at=None).only("number", "title")
    listed = list(plans.order_by("issued_on", "pk"))
    items = PlanItem.objects.filter(plan__in=listed).prefetch_related("assignments__owner__parent")
    rows = list(items.defer("fields", "name_fold").order_by("plan_id", "position", "pk"))
    return tuple(
        GivenItem(item_ref(plan.pk, row.pk), f"Kế hoạch số {plan.number}" if plan.number else plan.title, line)
        for plan in listed
        for row in rows
        if row.plan_id == plan.pk
        for line in _plan_lines(row, cut_off=cut_off)
    )


def read_plans(unit: Unit, *, year: int, cut_off: date) -> tuple[PlanProgress, ...]:
    """Return how far each item of the unit's plans of a year was at the cut-off. Three queries."""
    items = read_items(unit.path, year=year, cut_off=cut_off)
    by_plan = groupby(items, key=lambda one: (one.ref.partition("/")[0], one.plan))
    return tuple(PlanProgress(name, tuple(one.line for one in held)) for (_, name), held in by_plan)


def _plan_lines(item: PlanItem, *, cut_off: date) -> list[PlanLine]:
    """Return the line of an item that was given to somebody; nothing for a goal or a heading."""
    given = [row for row in item.assignments.all() if row.state != AssignmentState.CANCELLED]
    if not given:
        return []
    outcomes = [outcome_of(_judged(row), cut_off=cut_off) for row in given]
    done = sum(outcome in DONE for outcome in outcomes)
    late = sum(outcome is Outcome.OVERDUE for outcome in outcomes)
    state = ITEM_DONE if done == len(given) else "Quá hạn" if late else "Đang thực hiện"
    owners = dict.fromkeys(row.owner_label or row.owner_text for row in sorted(given, key=lambda row: row.pk))
    return [
        PlanLine(
            number=item.number,
            name=item.name,
            owner="; ".join(name for name in owners if name),
            deadline=item.deadline_text,
            state=state,
            progress=f"{done}/{len(given)}",
        )
    ]


def _judged(row: Assignment) -> WorkRow:
    is_done, is_reported = row.state == AssignmentState.DONE, row.state in _REPORTED
    submitted = _day(row.submitted_at) if is_reported else None
    return WorkRow(key_of(row), "", "", "", "", row.due_on, submitted, _day(row.done_at) if is_done else None)


def read_claims(unit: Unit, rules: Sequence[FigureRule], *, year: int) -> list[SheetClaim]:
    """Return the numbers of the unit's sheets of a year that figures count too. One query and one per catalogue."""
    wanted = {words: rule.code for rule in rules for words in rule.sheet_words}
    items = SheetItem.objects.filter(sheet__unit=unit, sheet__campaign__year=year, is_not_applicable=False)
    rows = items.exclude(inputs={}).select_related("sheet__group__revision").order_by("pk")
    return [claim for row in rows for claim in _claims(row, wanted)]


def _claims(row: SheetItem, wanted: Mapping[str, str]) -> list[SheetClaim]:
    leaf = book_of(row.sheet.group.revision).leaves.get(row.code)
    if leaf is None or leaf.rule is None:
        return []
    ref = f"phieu:{row.sheet.public_id}#{row.code}"
    return [
        SheetClaim(wanted[fold(one.label)], f"mục {row.code}, {one.label}", value, ref)
        for one in leaf.rule.inputs
        if fold(one.label) in wanted and (value := _number(row.inputs.get(one.name))) is not None
    ]


def _number(text: object) -> Decimal | None:
    try:
        value = Decimal(str(text).replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None

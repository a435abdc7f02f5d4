"""The draft of a report: begun with its figures computed, computed again, its words written by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.apps.reports import figure_sources, periods, sources
from parindex.apps.reports.errors import ChangedMeanwhile, UnitNotAsked, UnknownFigure
from parindex.apps.reports.models import PeriodicReport, ReportPeriod, ReportSection, ReportState
from parindex.apps.reports.periods import Duty
from parindex.apps.reports.sources import Work
from parindex.definitions.report_regimes import loader
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.calendar.days import ONE_DAY
from parindex.domain.calendar.periods import Period
from parindex.domain.reporting import figures, narrative
from parindex.domain.reporting.asking import Ask
from parindex.domain.reporting.content import PlanProgress, figures_of, plain_figures
from parindex.domain.reporting.figures import Figure, LowerReport
from parindex.domain.reporting.regimes import RegimeBook
from parindex.domain.reporting.work import Sorted

SENT = (ReportState.SUBMITTED, ReportState.APPROVED)
SUMMARY, PLAN, WISHES = "tong-quan", "ke-hoach", "kien-nghi"
_TITLES = {SUMMARY: "Kết quả chung", PLAN: "Kết quả thực hiện kế hoạch", WISHES: "Tồn tại, hạn chế và kiến nghị"}
_PLAN_WORDS = "Kế hoạch có {muc-ke-hoach} mục đã giao nhiệm vụ, hoàn thành {muc-hoan-thanh} mục; chi tiết tại phụ lục."
_NO_PLAN = "Đơn vị chưa có kế hoạch của năm được duyệt trên hệ thống."


@dataclass(frozen=True, slots=True)
class Computed:
    """The figures of a report as they are now, with what they were counted from."""

    figures: tuple[Figure, ...]
    plans: tuple[PlanProgress, ...]
    received: tuple[str, ...]
    missing: tuple[str, ...]
    cut_off: date
    work: Work
    told_rows: Sorted
    lower: tuple[PeriodicReport, ...]

    def by_key(self) -> dict[str, Figure]:
        """Return the figures by key."""
        return {figure.key: figure for figure in self.figures}


def window_of(period: ReportPeriod) -> Period:
    """Return the days whose figures a period covers."""
    return Period(period.title, period.window_start, period.window_end)


def start(*, period: ReportPeriod, unit: Unit, actor: Actor, now: datetime) -> PeriodicReport:
    """Begin the report of a unit with its figures and drafted words; one that was begun is returned as it is.

    Raises `PermissionDenied`, `UnitNotAsked`.
    """
    _require(Permission.REPORTS_WRITE, unit.path, actor)
    duty = duty_of(period, unit, now=now)
    book = loader.regime(period.regime)
    try:
        with transaction.atomic():
            computed = compute(period, unit, now=now)
            report = PeriodicReport.objects.create(
                period=period,
                unit=unit,
                receiver=duty.receiver,
                receiver_name=duty.receiver_name,
                created_by_id=actor.user_id,
                created_at=now,
                **_columns(computed, now=now),
            )
            texts = draft_texts(book, computed)
            ReportSection.objects.bulk_create(
                ReportSection(report=report, code=code, title=_title(book, code), position=position, text=text)
                for position, (code, text) in enumerate(texts.items())
            )
            record("report.started", report, after=_extent(report), actor=actor, now=now)
    except IntegrityError:
        return PeriodicReport.objects.get(period=period, unit=unit)
    return report


def refresh(*, report: PeriodicReport, version: int, actor: Actor, now: datetime) -> PeriodicReport:
    """Compute the figures again; words that nobody edited are drafted again, others stay.

    Raises `PermissionDenied`, `ChangedMeanwhile`, `MoveRefused`.
    """
    with transaction.atomic():
        locked = lock(report, version=version)
        _require(Permission.REPORTS_WRITE, locked.unit.path, actor)
        lifecycle.REPORT.move(state=locked.state, action="write")
        book = loader.regime(locked.period.regime)
        computed = compute(locked.period, locked.unit, now=now)
        texts = draft_texts(book, computed)
        for name, value in _columns(computed, now=now).items():
            setattr(locked, name, value)
        locked.version += 1
        locked.save()
        for section in locked.sections.filter(is_edited=False):
            section.text = texts.get(section.code, section.text)
            section.save(update_fields=["text"])
        record("report.refreshed", locked, after=_extent(locked), actor=actor, now=now)
    return locked


@dataclass(frozen=True, slots=True)
class Words:
    """What a person wrote in one section, and the version of it that the person saw."""

    code: str
    text: str
    version: int


def write(*, report: PeriodicReport, words: Words, actor: Actor, now: datetime) -> ReportSection:
    """Keep the words of one section. Raises `PermissionDenied`, `ChangedMeanwhile`, `UnknownFigure`, `MoveRefused`."""
    with transaction.atomic():
        locked = PeriodicReport.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
        _require(Permission.REPORTS_WRITE, locked.unit.path, actor)
        lifecycle.REPORT.move(state=locked.state, action="write")
        section = ReportSection.objects.select_for_update().get(report=locked, code=words.code)
        if section.version != words.version:
            raise ChangedMeanwhile(
                f"{section.updated_by_name or 'Người khác'} vừa sửa phần “{section.title}”. "
                "Tải lại để xem lời mới rồi sửa tiếp."
            )
        text = words.text.replace("\r\n", "\n").strip()
        unknown = narrative.unknown_keys(text, {figure.key: figure for figure in figures_of(locked.figures)})
        if unknown:
            raise UnknownFigure(f"Không có số liệu {{{unknown[0]}}}. Chép lại mã trong bảng số liệu của báo cáo.")
        before, section.text = section.text, text
        section.is_edited = True
        section.version += 1
        section.updated_by_name, section.updated_at = actor.name[:120], now
        section.save()
        audit.record(
            actor=actor,
            action="report.written",
            object_type="periodic_report",
            object_id=str(locked.public_id),
            object_label=section.title,
            unit_path=locked.unit.path,
            before=before,
            after=text,
            now=now,
        )
    return section


def duty_of(period: ReportPeriod, unit: Unit, *, now: datetime) -> Duty:
    """Return the duty of a unit in a period. Raises `UnitNotAsked`."""
    duties = periods.list_duties(period, on=periods.day_of(period, now=now))
    found = next((duty for duty in duties if duty.unit.pk == unit.pk), None)
    if found is None:
        raise UnitNotAsked(f"Kỳ này không yêu cầu {unit.name} báo cáo. Chọn đơn vị có trong bảng theo dõi của kỳ.")
    return found


def compute(period: ReportPeriod, unit: Unit, *, now: datetime, cut_off: date | None = None) -> Computed:
    """Count the figures of a unit for a period as they are now, or as before an earlier `cut_off`.

    What lower units answer for comes from their sent reports; those that did not come are named, not guessed.
    """
    book = loader.regime(period.regime)
    until = cut_off or min(period.window_end, timezone.localdate(now) + ONE_DAY)
    below = [
        duty
        for duty in periods.list_duties(period, on=periods.day_of(period, now=now))
        if duty.receiver is not None and duty.receiver.pk == unit.pk
    ]
    sent = PeriodicReport.objects.filter(period=period, receiver=unit, state__in=SENT).select_related("unit")
    lower = tuple(sent.defer("plans").order_by("unit__name_sort", "pk"))
    came = {report.unit_id for report in lower}
    work = sources.read_work(unit, cut_off=until)
    own = work.of(unit.path, without=[duty.unit.path for duty in below])
    rows = sources.sort_work(own, book, window=window_of(period), cut_off=until)
    # The words tell of the work of lower units too, of those whose reports are counted.
    told = work.of(unit.path, without=[duty.unit.path for duty in below if duty.unit.pk not in came])
    plans = sources.read_plans(unit, year=period.year, cut_off=until)
    return Computed(
        figures=figures.compute(
            book.figures,
            work=rows,
            fields=sources.field_codes(book),
            given=figure_sources.read(book.figures, Ask(unit.path, period.year, window_of(period), until)),
            lower=[lower_report(report) for report in lower],
        ),
        plans=plans,
        received=tuple(report.unit.name for report in lower),
        missing=tuple(duty.unit.name for duty in below if duty.unit.pk not in came),
        cut_off=until,
        work=work,
        told_rows=sources.sort_work(told, book, window=window_of(period), cut_off=until),
        lower=lower,
    )


def lower_report(report: PeriodicReport) -> LowerReport:
    """Return the sent figures of a lower unit; they do not change while its report is sent."""
    values = {figure.key: figure.value for figure in figures_of(report.figures)}
    return LowerReport(report.unit.slug, report.unit.name, f"bc:{report.public_id}", values)


def draft_texts(book: RegimeBook, computed: Computed) -> dict[str, str]:
    """Return the drafted words of each section, in order."""
    known = computed.by_key()
    fields = {
        field.code: narrative.draft_field(
            field.opening,
            computed.told_rows.get(field.code, {}),
            total=known.get(figures.key_of("nhiem-vu", field=field.code)),
            told=narrative.known_sentences(field.tells, known),
        )
        for field in book.fields
    }
    return {SUMMARY: book.summary, **fields, PLAN: _PLAN_WORDS if computed.plans else _NO_PLAN, WISHES: ""}


def lock(report: PeriodicReport, *, version: int) -> PeriodicReport:
    """Return the report for a change alone. Raises `ChangedMeanwhile`."""
    found = PeriodicReport.objects.select_for_update(of=("self",)).select_related(
        "unit__parent", "receiver", "period__unit"
    )
    locked = found.get(pk=report.pk)
    if locked.version != version:
        raise ChangedMeanwhile("Báo cáo đã đổi từ lúc bạn mở trang. Tải lại, xem lại rồi làm tiếp.")
    return locked


def _columns(computed: Computed, *, now: datetime) -> Mapping[str, object]:
    return {
        "figures": plain_figures(computed.figures),
        "plans": [asdict(plan) for plan in computed.plans],
        "received": list(computed.received),
        "missing": list(computed.missing),
        "cut_off": computed.cut_off,
        "computed_at": now,
    }


def _title(book: RegimeBook, code: str) -> str:
    return _TITLES.get(code) or next(field.title for field in book.fields if field.code == code)


def _require(permission: Permission, path: str, actor: Actor) -> None:
    if not actor.may(permission, path):
        raise PermissionDenied(permission)


def record(action: str, report: PeriodicReport, *, after: object, actor: Actor, now: datetime) -> None:
    """Enter what happened with a report, in the transaction of the change."""
    audit.record(
        actor=actor,
        action=action,
        object_type="periodic_report",
        object_id=str(report.public_id),
        object_label=f"{report.period.title}, {report.unit.name}"[:300],
        unit_path=report.unit.path,
        after=after,
        now=now,
    )


def _extent(report: PeriodicReport) -> dict[str, object]:
    return {"cut_off": report.cut_off.isoformat(), "missing": len(report.missing)}

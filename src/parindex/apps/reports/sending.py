"""Sending a report, frozen with its papers, and what the receiver decides. What was sent never changes (ADR 0010)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from parindex.apps.evidence import services as evidence
from parindex.apps.evidence.models import StoredFile
from parindex.apps.imports import heads
from parindex.apps.orgs.models import UnitKind
from parindex.apps.reports import drafts, fed_claims, sources
from parindex.apps.reports.drafts import Computed
from parindex.apps.reports.errors import Contradicted, ReasonMissing
from parindex.apps.reports.models import PeriodicReport, ReportSending
from parindex.definitions.calendar.loader import load_calendar
from parindex.definitions.report_regimes import loader
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.report_paper import report_paper
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.calendar.days import Certainty
from parindex.domain.reporting import content as contents
from parindex.domain.reporting import contradictions as against
from parindex.domain.reporting import figures
from parindex.domain.reporting.content import Change, Content, Section, figures_of, plans_of
from parindex.domain.reporting.contradictions import Contradiction, Text
from parindex.domain.reporting.regimes import RegimeBook, lateness

MARK = "BẢN MINH HỌA – ĐƠN VỊ VÀ SỐ LIỆU HƯ CẤU"
_YEARLY = "year"
_JSON = "application/json"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PDF = "application/pdf"


def find_contradictions(report: PeriodicReport, *, now: datetime) -> tuple[Contradiction, ...]:
    """List what contradicts a draft as it stands: fields, lower reports, the register, its words, the scoring sheet.

    A constant number of queries.
    """
    book = loader.regime(report.period.regime)
    computed = drafts.compute(report.period, report.unit, now=now, cut_off=report.cut_off)
    known = {figure.key: figure for figure in figures_of(report.figures)}
    fields = sources.field_codes(book)
    texts = [Text(section.code, section.title, section.text) for section in _sections(report)]
    opened = sources.list_open(report.unit)
    lower = [drafts.lower_report(one) for one in computed.lower]
    done = known.get("hoan-thanh")
    year, is_yearly = report.period.year, _is_yearly(report)
    claims = sources.read_claims(report.unit, book.figures, year=year) if is_yearly else []
    fed = fed_claims.read_fed(report.unit, year=year, cut_off=report.cut_off) if is_yearly else []
    return (
        *against.stale_figures(known, computed.by_key(), computed_on=timezone.localdate(report.computed_at)),
        *against.field_totals(known, book.figures, fields),
        *against.lower_totals(lower, book.figures, fields),
        *against.lower_against_register(lower, _register(report, book, computed), book.figures),
        *against.done_but_open(done.rows if done is not None else (), opened),
        *against.said_done_but_open(texts, opened),
        *against.typed_numbers(texts, known, book.figures),
        *against.sheet_claims(claims, known),
        *against.fed_claims(fed),
    )


def _is_yearly(report: PeriodicReport) -> bool:
    """Tell whether a report covers what a scoring sheet covers."""
    return report.period.code == _YEARLY


def _register(report: PeriodicReport, book: RegimeBook, computed: Computed) -> dict[str, dict[str, Decimal | None]]:
    """Count for each lower unit what its own report counted, from the assignments as they are."""
    window = drafts.window_of(report.period)
    found = {}
    for one in computed.lower:
        if one.received or one.missing:
            continue  # its figures hold reports of units further below, which the register cannot tell apart
        rows = computed.work.of(one.unit.path)
        sorted_rows = sources.sort_work(rows, book, window=window, cut_off=one.cut_off)
        counted = figures.compute(book.figures, work=sorted_rows, fields=(), given={})
        found[one.unit.slug] = {figure.key: figure.value for figure in counted}
    return found


def content_of(report: PeriodicReport) -> Content:
    """Return the content of a report as its draft stands."""
    book = loader.regime(report.period.regime)
    note = "" if book.outline_certainty is Certainty.VERIFIED else book.outline_source
    return Content(
        title=book.title_of(report.period.title),
        period=report.period.title,
        unit=report.unit.name,
        issuer=heads.issuer_of(report.unit),
        superior=_superior(report),
        receiver=heads.issuer_of(report.receiver) if report.receiver is not None else report.receiver_name,
        regime=book.code,
        definition=book.version,
        window_start=report.period.window_start,
        window_end=report.period.window_end,
        cut_off=report.cut_off,
        outline_note=note,
        is_fictional=report.unit.is_fictional,
        sections=tuple(Section(one.code, one.title, one.text) for one in _sections(report)),
        figures=figures_of(report.figures),
        plans=plans_of(report.plans),
        received=tuple(report.received),
        missing=tuple(report.missing),
    )


def _superior(report: PeriodicReport) -> str:
    """Return the committee under whose name an agency reports; "" for an area, which reports in its own."""
    unit = report.unit
    is_agency = unit.kind == UnitKind.DEPARTMENT and unit.parent is not None
    return heads.issuer_of(unit.parent) if is_agency and unit.parent is not None else ""


def _sections(report: PeriodicReport) -> list[Section]:
    rows = report.sections.order_by("position", "pk").values_list("code", "title", "text")
    return [Section(*row) for row in rows]


def draft_papers(content: Content) -> tuple[bytes, bytes]:
    """Return the DOCX and the PDF of a content; the same content gives the same bytes."""
    paper = report_paper(content, mark=MARK if content.is_fictional else "")
    return write_paper_document(paper), write_paper_pdf(paper)


def submit(*, report: PeriodicReport, version: int, reason: str, actor: Actor, now: datetime) -> ReportSending:
    """Send a report: freeze its content and papers, whole or not at all.

    Raises `PermissionDenied`, `ChangedMeanwhile`, `MoveRefused`, `Contradicted` (contradictions without a reason).
    """
    with transaction.atomic():
        locked = drafts.lock(report, version=version)
        _require(Permission.REPORTS_SEND, locked.unit.path, actor)
        locked.state = lifecycle.REPORT.move(state=locked.state, action="submit")
        found = find_contradictions(locked, now=now)
        if found and not reason.strip():
            raise Contradicted(
                f"Còn {len(found)} mâu thuẫn. Sửa từng mâu thuẫn, hoặc ghi lý do vẫn gửi để nơi nhận biết."
            )
        sending = _freeze(locked, found, reason=reason.strip() if found else "", actor=actor, now=now)
        locked.sent_on = timezone.localdate(now)
        locked.version += 1
        locked.save(update_fields=["state", "sent_on", "version"])
        after = {"number": sending.number, "snapshot": sending.snapshot.sha256, "contradictions": len(found)}
        drafts.record("report.submitted", locked, after=after, actor=actor, now=now)
    return sending


def _freeze(
    report: PeriodicReport, found: tuple[Contradiction, ...], *, reason: str, actor: Actor, now: datetime
) -> ReportSending:
    content = content_of(report)
    docx, pdf = draft_papers(content)
    late = lateness(_due_on(report), timezone.localdate(now), calendar=load_calendar())
    number = report.sendings.count() + 1
    name = f"bao-cao-{report.period.year}-{report.unit.slug}-lan-{number}"

    def keep(data: bytes, suffix: str, media_type: str) -> StoredFile:
        return evidence.keep_made(data=data, name=f"{name}.{suffix}", media_type=media_type, actor=actor, now=now)

    return ReportSending.objects.create(
        report=report,
        number=number,
        snapshot=keep(contents.encode(content), "json", _JSON),
        docx=keep(docx, "docx", _DOCX),
        pdf=keep(pdf, "pdf", _PDF),
        contradictions=[asdict(one) for one in found],
        contradiction_count=len(found),
        reason=reason,
        is_late=late.is_late,
        late_days=late.working_days,
        sent_by_id=actor.user_id,
        sent_by_name=actor.name[:120],
        sent_at=now,
    )


def _due_on(report: PeriodicReport) -> date:
    period = report.period
    return period.due_on if report.unit_id == period.unit_id else period.lower_due_on


def send_back(*, report: PeriodicReport, version: int, reason: str, actor: Actor, now: datetime) -> None:
    """Return a report to its unit with the reason. Raises `ReasonMissing`, `PermissionDenied`, `ChangedMeanwhile`."""
    if not reason.strip():
        raise ReasonMissing("Ghi lý do trả lại để đơn vị biết phải sửa gì.")
    _decide(report, "return", version=version, reason=reason, actor=actor, now=now)


def approve(*, report: PeriodicReport, version: int, note: str, actor: Actor, now: datetime) -> None:
    """Approve a sent report. Raises `PermissionDenied`, `ChangedMeanwhile`, `MoveRefused`."""
    _decide(report, "approve", version=version, reason=note, actor=actor, now=now)


_DECIDED = {"return": "report.returned", "approve": "report.approved"}


def _decide(report: PeriodicReport, action: str, *, version: int, reason: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        locked = drafts.lock(report, version=version)
        _require(Permission.REPORTS_DECIDE, (locked.receiver or locked.unit).path, actor)
        locked.state = lifecycle.REPORT.move(state=locked.state, action=action)
        sending = locked.sendings.select_for_update().order_by("-number")[0]
        sending.decision, sending.decision_reason = action, reason.strip()
        sending.decided_by_name, sending.decided_at = actor.name[:120], now
        sending.save()
        locked.version += 1
        locked.save(update_fields=["state", "version"])
        drafts.record(_DECIDED[action], locked, after={"reason": reason.strip()}, actor=actor, now=now)


def frozen(sending: ReportSending) -> Content:
    """Return the content that was sent. Raises `FileMissing`, `BadContent`."""
    return contents.decode(evidence.read_file(sending.snapshot))


def list_changes(sending: ReportSending, content: Content, *, now: datetime) -> tuple[Change, ...]:
    """List the figures of a sending that its sources would give differently today, for the same days and cut-off."""
    report = sending.report
    computed = drafts.compute(report.period, report.unit, now=now, cut_off=content.cut_off)
    return contents.changes(content.figures, computed.figures)


def _require(permission: Permission, path: str, actor: Actor) -> None:
    if not actor.may(permission, path):
        raise PermissionDenied(permission)

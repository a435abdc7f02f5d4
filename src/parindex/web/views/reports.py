"""One report: its words beside the paper, its figures with their rows, sending, what changed since."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.apps.reports import drafts, figure_sources, selectors, sending, supervision
from parindex.apps.reports.drafts import Words
from parindex.apps.reports.errors import ReportError
from parindex.definitions.report_regimes import loader
from parindex.domain import lifecycle
from parindex.domain.access import Actor, Permission
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.reporting.content import figures_of
from parindex.web.presenters import reports as presenter
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.reports.models import PeriodicReport

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}
ACTIONS = ("tinh-lai", "gui", "tra-lai", "duyet")


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the words of a report beside the paper, each figure a link to its rows."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    known = {figure.key: figure for figure in figures_of(report.figures)}
    url = reverse("report-figures", args=[public_id])
    sections = [presenter.paper_section(one, known, url=url) for one in selectors.list_sections(report)]
    may_write = _may_write(actor, report)
    title = loader.regime(report.period.regime).title_of(report.period.title).removeprefix("Báo cáo ")
    context = {
        **_frame(actor, report, page="report-detail"),
        "sections": sections,
        "may_write": may_write,
        "full_title": f"{title[:1].upper()}{title[1:]}",
    }
    return render(request, "reports/detail.html", context)


def _may_write(actor: Actor, report: PeriodicReport) -> bool:
    can = "write" in lifecycle.REPORT.actions(report.state)
    return can and actor.may(Permission.REPORTS_WRITE, report.unit.path)


def _frame(actor: Actor, report: PeriodicReport, *, page: str) -> dict[str, object]:
    """Return what every page of a report shows around."""
    period = report.period
    names = (("report-detail", "Nội dung"), ("report-figures", "Số liệu"), ("report-sending", "Gửi và duyệt"))
    links = [
        {"name": name, "url": reverse(url, args=[report.public_id]), "is_current": url == page}
        for url, name in (*names, ("report-changes", "Số đã đổi"))
    ]
    is_own = report.unit_id == period.unit_id
    return {
        "report": report,
        "period": period,
        "links": links,
        "state": presenter.STATES[report.state],
        "due_on": period.due_on if is_own else period.lower_due_on,
        "due_steps": period.due_steps if is_own else period.lower_due_steps,
        "sent_number": selectors.sent_number(report),
        "notes": supervision.list_about(actor, report),
        "may_note": actor.may(Permission.SUPERVISION_NOTE, report.unit.path),
    }


@require_GET
def show_figures(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show every figure, and the rows of the chosen one."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    figures = figures_of(report.figures)
    chosen = next((one for one in figures if one.key == request.GET.get("so", "hoan-thanh")), None)
    titles = {one.code: one.title for one in selectors.list_sections(report)}
    named = selectors.name_rows(actor, chosen.rows if chosen else (), today=timezone.localdate())
    context = {
        **_frame(actor, report, page="report-figures"),
        "groups": presenter.figure_groups(figures, titles, chosen=chosen.key if chosen else ""),
        "chosen": chosen,
        "chosen_value": presenter.value_text(chosen),
        "field": titles.get(chosen.key.rpartition(".")[0], "Toàn báo cáo") if chosen else "",
        "source": figure_sources.label_of(chosen.source) if chosen and chosen.source else "",
        "rows": presenter.rows(chosen, named, report) if chosen else [],
    }
    return render(request, "reports/figures.html", context)


@require_GET
def show_sending(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what contradicts the report before it is sent, and every sending with its decision."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    is_open = "submit" in lifecycle.REPORT.actions(report.state)
    found = sending.find_contradictions(report, now=timezone.now()) if is_open else ()
    sees_scores = actor.may(Permission.SCORES_VIEW, report.unit.path)
    sendings = [
        {
            "row": one,
            "conflicts": presenter.conflicts(one.contradictions, report, sees_scores=sees_scores),
            "late": presenter.late_words(one),
        }
        for one in selectors.list_sendings(report)
    ]
    decider = (report.receiver or report.unit).path
    is_waiting = report.state == "submitted"
    context = {
        **_frame(actor, report, page="report-sending"),
        "is_open": is_open,
        "conflicts": presenter.conflicts([asdict(one) for one in found], report, sees_scores=sees_scores),
        "sendings": sendings,
        "may_send": is_open and actor.may(Permission.REPORTS_SEND, report.unit.path),
        "may_decide": is_waiting and actor.may(Permission.REPORTS_DECIDE, decider),
    }
    return render(request, "reports/sending.html", context)


@require_GET
def show_changes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show which figures of the last sending (or of `lan`) would be others today."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    sendings = selectors.list_sendings(report)
    context: dict[str, object] = {**_frame(actor, report, page="report-changes"), "sendings": sendings}
    if sendings:
        number = whole_number(request.GET.get("lan", "")) or sendings[0].number
        chosen = selectors.access_sending(report, number)
        content = sending.frozen(chosen)
        found = sending.list_changes(chosen, content, now=timezone.now())
        refs = [ref for one in found for ref in (*one.added, *one.removed)]
        named = selectors.name_rows(actor, refs, today=timezone.localdate())
        fields = {one.code: one.title for one in content.sections}
        context |= {
            "chosen": chosen,
            "content": content,
            "changes": presenter.changes(found, named, fields, report),
        }
    return render(request, "reports/changes.html", context)


@require_POST
def write(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Keep the words of one section."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    version = whole_number(request.POST.get("version", "")) or 0
    words = Words(code, request.POST.get("text", ""), version)
    try:
        section = drafts.write(report=report, words=words, actor=actor, now=timezone.now())
    except (ReportError, MoveRefused) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã lưu phần “{section.title}”.")
    return redirect(reverse("report-detail", args=[public_id]) + f"#phan-{code}")


@require_POST
def act(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Compute again, send, return or approve a report."""
    actor, now = actor_of(request), timezone.now()
    if action not in ACTIONS:
        raise Http404("Không có bước này.")
    report = selectors.access_report(actor, public_id)
    version = whole_number(request.POST.get("version", "")) or 0
    reason = request.POST.get("reason", "")
    try:
        if action == "tinh-lai":
            drafts.refresh(report=report, version=version, actor=actor, now=now)
        elif action == "gui":
            sending.submit(report=report, version=version, reason=reason, actor=actor, now=now)
        elif action == "tra-lai":
            sending.send_back(report=report, version=version, reason=reason, actor=actor, now=now)
        else:
            sending.approve(report=report, version=version, note=reason, actor=actor, now=now)
    except (ReportError, MoveRefused) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _DONE[action])
    return redirect("report-detail" if action == "tinh-lai" else "report-sending", public_id)


_DONE = {
    "tinh-lai": "Đã tính lại số liệu; phần chưa ai sửa được soạn lại.",
    "gui": "Đã gửi báo cáo; nội dung, số liệu và tệp được giữ nguyên như lúc gửi.",
    "tra-lai": "Đã trả lại báo cáo.",
    "duyet": "Đã duyệt báo cáo.",
}


@require_GET
def draft_paper(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """Give the draft in the layout of official papers, as DOCX or PDF."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    if form not in ("docx", "pdf"):
        raise Http404("Tải được dạng docx hoặc pdf.")
    docx, pdf = sending.draft_papers(sending.content_of(report))
    _record_view(actor, report, name=f"bản nháp {form}")
    return _file(docx if form == "docx" else pdf, form=form, name=f"bao-cao-{report.unit.slug}-nhap")


@require_GET
def sent_paper(request: HttpRequest, public_id: UUID, number: int, form: str) -> HttpResponse:
    """Give a file of a sending, byte for byte as it was sent."""
    actor = actor_of(request)
    report = selectors.access_report(actor, public_id)
    found = selectors.access_sending(report, number)
    files = {"docx": found.docx, "pdf": found.pdf, "json": found.snapshot}
    if form not in files:
        raise Http404("Tải được dạng docx, pdf hoặc json.")
    _record_view(actor, report, name=f"lần gửi {number}, {form}")
    return _file(evidence.read_file(files[form]), form=form, name=f"bao-cao-{report.unit.slug}-lan-{number}")


def _record_view(actor: Actor, report: PeriodicReport, *, name: str) -> None:
    audit.record_view(
        actor=actor,
        action="report.exported",
        object_type="periodic_report",
        object_id=str(report.public_id),
        object_label=f"{report.period.title}, {report.unit.name}"[:300],
        unit_path=report.unit.path,
        after={"file": name},
        now=timezone.now(),
    )


def _file(data: bytes, *, form: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=_MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response

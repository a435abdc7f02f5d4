"""Results: publishing a season, rankings for everybody, one unit's result, other years and places."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assessment import decisions, history, next_plan, publication, results, selectors, years
from parindex.apps.assessment.errors import AssessmentError
from parindex.apps.evidence import services as evidence
from parindex.documents.errors import DocumentError
from parindex.documents.read.rows import read_rows
from parindex.documents.write.xlsx import write_table
from parindex.domain.access import Permission, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from parindex.web.forms.results import PublishForm
from parindex.web.presenters import result_unit as unit_presenter
from parindex.web.presenters import result_years as years_presenter
from parindex.web.presenters import results as presenter
from parindex.web.request import actor_of, whole_number

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAPERS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_REFUSED = 422


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the published seasons, and the way to other years and places."""
    actor = actor_of(request)
    context = {
        "publications": results.list_publications(),
        "is_public": not actor.user_id,
        "sees_history": actor.holds(Permission.SCORES_VIEW),
        "frame": _frame(request),
    }
    return render(request, "results/list.html", context)


@require_GET
def show_ranking(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the ranking of a published season with its bundle."""
    found = results.access_publication(public_id)
    tables = presenter.tables(results.list_results(found))
    context = {
        "publication": found,
        "campaign": found.campaign,
        "tables": tables,
        "key": publication.signing_key().public_hex,
        "may_export": actor_of(request).may(Permission.RESULTS_PUBLISH, found.campaign.unit.path),
        "frame": _frame(request),
    }
    return render(request, "results/ranking.html", context)


@require_GET
def show_unit(request: HttpRequest, public_id: UUID, result_id: int) -> HttpResponse:
    """Show the result of one unit: where points were lost, beside its group and its other years."""
    actor = actor_of(request)
    found = results.access_publication(public_id)
    result = results.access_result(found, result_id)
    earlier = years.year_before(result)
    in_group = years.group_years(result)
    may_plan = result.unit is not None and actor.may(Permission.PLANS_IMPORT, result.unit.path)
    context = {
        "publication": found,
        "campaign": found.campaign,
        "result": result,
        "picture": unit_presenter.picture(result, results.list_group(result), results.count_items(result)),
        "earlier": earlier,
        "compared": years_presenter.years_view(earlier),
        "years": years_presenter.group_years_view(
            in_group, name=result.unit_name, key=f"nam-{result.pk}", year=result.year
        ),
        "may_plan": may_plan,
        "frame": _frame(request),
    }
    return render(request, "results/unit.html", context)


@require_GET
def show_before(request: HttpRequest, public_id: UUID, result_id: int) -> HttpResponse:
    """Show every item of a unit's result beside the year before, with a mark where the catalogue broke the line."""
    found = results.access_publication(public_id)
    result = results.access_result(found, result_id)
    earlier = years.year_before(result)
    if earlier is None:
        raise results.ResultNotFound
    context = {
        "publication": found,
        "campaign": found.campaign,
        "result": result,
        "earlier": earlier,
        "compared": years_presenter.years_view(earlier),
        "frame": _frame(request),
    }
    return render(request, "results/before.html", context)


@require_GET
def bundle(_request: HttpRequest, public_id: UUID) -> FileResponse:
    """Give the bundle of a publication."""
    found = results.access_publication(public_id)
    name = f"ket-qua-{found.campaign.year}-{found.root_sha256[:12]}.zip"
    return FileResponse(
        evidence.open_file(found.bundle), as_attachment=True, filename=name, content_type="application/zip"
    )


@require_GET
def export(_request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the ranking as XLSX."""
    found = results.access_publication(public_id)
    rows = [
        (row.group, row.rank, row.unit_name, row.points, row.maximum, row.index, row.grade)
        for row in results.list_results(found)
    ]
    columns = ("Nhóm", "Hạng", "Đơn vị", "Điểm", "Điểm tối đa áp dụng", "Chỉ số (%)", "Loại")
    data = write_table(title=f"Xếp hạng {found.campaign.year}", columns=columns, rows=rows)
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="xep-hang-{found.campaign.year}.xlsx"'
    return response


@require_POST
def propose_plan(request: HttpRequest, public_id: UUID, result_id: int) -> HttpResponse:
    """Make a draft plan of the losses of a unit and lead to its review."""
    actor = actor_of(request)
    result = results.access_result(results.access_publication(public_id), result_id)
    draft, is_new = next_plan.draft_next_plan(result=result, actor=actor, now=timezone.now())
    messages.success(request, "Đã lập dự thảo kế hoạch." if is_new else "Dự thảo này đã có từ trước.")
    return redirect("draft-review", draft.public_id)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what publication would give; publish it by a decision."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    if not actor.may(Permission.RESULTS_PUBLISH, campaign.unit.path):
        raise PermissionDenied(Permission.RESULTS_PUBLISH)
    if campaign.state == "published":
        return redirect("result-ranking", public_id)
    initial = {"version": campaign.version, "issuer": decisions.issuer_of(campaign.unit)}
    form = PublishForm(request.POST or None, initial=initial)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            publication.publish(
                campaign=campaign,
                version=form.cleaned_data["version"],
                decision=form.decision(),
                accepts_unsettled=form.cleaned_data["accepts_unsettled"],
                actor=actor,
                now=timezone.now(),
            )
        except (AssessmentError, MoveRefused) as error:
            problems = getattr(error, "problems", (error.message,))
        else:
            messages.success(request, "Đã công bố kết quả.")
            return redirect("result-ranking", public_id)
    shown = publication.preview(campaign)
    context = {
        "campaign": campaign,
        "form": form,
        "problems": problems or shown.problems,
        "unsettled": shown.unsettled,
        "tables": presenter.preview_tables(shown.results),
    }
    is_refused = request.method == "POST"
    return render(request, "results/publish.html", context, status=_REFUSED if is_refused else 200)


@require_GET
def decision(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """Give the decision that publishes a season as DOCX or PDF: a draft until it is published."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    if form not in _PAPERS:
        raise Http404("Tải được dạng docx hoặc pdf.")
    made = decisions.export_decision(campaign=campaign, form=form, actor=actor, now=timezone.now())
    response = HttpResponse(made.data, content_type=_PAPERS[form])
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


@require_http_methods(["GET", "POST"])
def show_history(request: HttpRequest) -> HttpResponse:
    """Show results of other years and places; keep those of a table."""
    actor = actor_of(request)
    error = None
    if request.method == "POST":
        file = request.FILES.get("tep")
        try:
            rows = read_rows(file.read(), name=file.name or "") if file else ()
            done = history.import_results(rows=rows, actor=actor, now=timezone.now())
        except (DocumentError, history.BadResults) as refused:
            error = refused
        else:
            messages.success(request, f"Đã nhập {done.added} dòng mới, {done.known} dòng đã có.")
            return redirect("result-history")
    filters = results.HistoryFilter(
        index_name=request.GET.get("chi-so", ""),
        year=whole_number(request.GET.get("nam", "")),
        unit_name=request.GET.get("don-vi", ""),
    )
    context = {
        "rows": presenter.history(results.list_history(actor, filters)),
        "choices": results.history_choices(actor),
        "filters": filters,
        "error": error,
        "may_import": actor.holds(Permission.CAMPAIGNS_MANAGE),
    }
    return render(request, "results/history.html", context, status=_REFUSED if error else 200)


@require_GET
def show_benchmark(request: HttpRequest) -> HttpResponse:
    """Show one unit of the imported results through the years beside its group and one other unit."""
    index_name = request.GET.get("chi-so", "")
    index_name = index_name if index_name in history.INDEX_NAMES else history.INDEX_NAMES[0]
    found = years.benchmark(
        actor_of(request),
        index_name=index_name,
        unit_name=request.GET.get("don-vi", ""),
        other_name=request.GET.get("voi", ""),
    )
    other = (found.other_name, found.other_years)
    context = {
        "found": found,
        "index_name": index_name,
        "index_names": history.INDEX_NAMES,
        "years": years_presenter.group_years_view(found.years, name=found.unit_name, key="cac-nam", other=other),
    }
    return render(request, "results/benchmark.html", context)


def _frame(request: HttpRequest) -> str:
    """Return the page around: with the menu for a signed-in person, of the portal for everybody else."""
    return "base.html" if actor_of(request).user_id else "public/frame.html"

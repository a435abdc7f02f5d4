"""What a wave says, beside its targets and the wave before it; setting both, and taking the result away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.surveys import aims, field_selectors, results, selectors
from parindex.apps.surveys.errors import BadAim
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.documents.write.survey_report import survey_paper
from parindex.web.presenters import survey_field, survey_report, survey_results, surveys
from parindex.web.request import actor_of

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave


_WRITERS = {
    "docx": (
        write_paper_document,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (write_paper_pdf, "application/pdf"),
}


def context_of(wave: SurveyWave) -> dict[str, Any]:
    """Return what the page of a wave shows of its result."""
    result = results.result_of(wave)
    beside = results.set_beside(wave, result)
    names = dict(aims.list_figures(wave))
    told: dict[str, Any] = {
        "result": result,
        "signs": surveys.sign_rows(result.signs),
        "response": survey_field.response_rows(field_selectors.response_of(wave)),
        "earlier": aims.list_earlier(wave),
        "aim_figures": list(names.items()),
        "aim_kinds": list(survey_results.AIM_KINDS.items()),
        "refusal": beside.refusal,
    }
    content = result.content
    if content is None:
        return told
    counts_points = content["unit"] != "percent"
    questionnaire = selectors.questionnaire_of(wave)
    ends = survey_results.scales_of(content, questionnaire)
    return told | {
        "figures": survey_results.figure_lines(content, beside, ends=ends),
        "aims": survey_results.aim_lines(
            beside, names, closed_at=wave.closed_at, counts_points=counts_points, ends=ends
        ),
        "charts": survey_results.charts(content, questionnaire, beside, ends=ends),
        "years": survey_results.years(aims.list_history(wave), content, wave.title),
        "method": survey_results.method_lines(result),
        "notices": content["notices"],
    }


@require_POST
def compare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name the wave of the year before."""
    actor = actor_of(request)
    wave = selectors.access_wave(actor, public_id)
    try:
        aims.set_previous(wave=wave, previous=request.POST.get("dot", ""), actor=actor, now=timezone.now())
    except BadAim as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi đợt để so.")
    return redirect("survey-detail", public_id)


@require_POST
def set_aim(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Set a target."""
    actor = actor_of(request)
    wave = selectors.access_wave(actor, public_id)
    told = {key: request.POST.get(name, "") for key, name in (("code", "chi-so"), ("kind", "cach"), ("amount", "muc"))}
    try:
        aims.add_aim(wave=wave, **told, actor=actor, now=timezone.now())
    except BadAim as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã đặt mục tiêu.")
    return redirect("survey-detail", public_id)


@require_POST
def drop_aim(request: HttpRequest, public_id: UUID, aim_id: int) -> HttpResponse:
    """Take a target away."""
    actor = actor_of(request)
    aims.drop_aim(wave=selectors.access_wave(actor, public_id), aim_id=aim_id, actor=actor, now=timezone.now())
    messages.success(request, "Đã bỏ mục tiêu.")
    return redirect("survey-detail", public_id)


@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the result as `parindex survey estimate --previous` reads it."""
    wave = selectors.access_wave(actor_of(request), public_id)
    result = results.result_of(wave)
    if result.job is not None:
        messages.error(request, "Kết quả để giữ chưa tính xong. Tải lại trang sau ít phút.")
        return redirect("survey-detail", public_id)
    content = result.content
    if content is None:
        raise Http404
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="ket-qua-{timezone.localdate(wave.created_at):%Y%m%d}.json"'
    return answer


@require_GET
def report(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """Send the result as an official paper, DOCX or PDF, with its bars."""
    wave = selectors.access_wave(actor_of(request), public_id)
    told = context_of(wave)
    if form not in _WRITERS or "figures" not in told:
        raise Http404
    writer, kind = _WRITERS[form]
    answer = HttpResponse(writer(survey_paper(survey_report.report_of(wave, told))), content_type=kind)
    day = timezone.localdate(wave.created_at)
    answer["Content-Disposition"] = f'attachment; filename="bao-cao-khao-sat-{day:%Y%m%d}.{form}"'
    return answer

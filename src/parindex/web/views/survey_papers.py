"""Paper forms of a wave on the pages: print a batch, send scans, look at doubtful marks."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.evidence.uploads import Upload
from parindex.apps.surveys import field_selectors, paper_selectors, papers, selectors, services
from parindex.apps.surveys.errors import SurveyError
from parindex.documents.survey_page import from_data
from parindex.documents.write.survey_form import FormBatch, FormHeading, write_survey_forms
from parindex.domain.surveys.languages import LANGUAGE_NAMES, USUAL, languages_of, speak
from parindex.web.presenters import survey_papers as presenter
from parindex.web.presenters.progress import job_progress
from parindex.web.request import actor_of, whole_number
from parindex.web.views.survey_access import managed_wave

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave

_REFUSED = 422
_SHOWN_DOUBTS = 8


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the batches, the scans and the forms that wait."""
    return _page(request, managed_wave(actor_of(request), public_id))


def _page(request: HttpRequest, wave: SurveyWave, *, error: str = "") -> HttpResponse:
    context = {
        "wave": wave,
        "error": error,
        "batches": paper_selectors.list_batches(wave),
        "scans": [presenter.scan_row(scan) for scan in paper_selectors.list_scans(wave)],
        "forms": paper_selectors.list_waiting_forms(wave),
        "doubts": paper_selectors.count_doubts(wave),
        "most": papers.MOST_FORMS,
        "places": field_selectors.list_places(wave),
        "languages": [(one, LANGUAGE_NAMES[one]) for one in languages_of(selectors.questionnaire_of(wave))],
    }
    return render(request, "surveys/papers.html", context, status=_REFUSED if error else 200)


@require_POST
def print_batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give out numbers for a batch of forms."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    try:
        batch = papers.print_batch(
            wave=wave,
            place=request.POST.get("place", ""),
            count=whole_number(request.POST.get("count", "")) or 0,
            language=request.POST.get("language", USUAL),
            actor=actor,
            now=timezone.now(),
        )
    except SurveyError as error:
        return _page(request, wave, error=error.message)
    last = batch.first + batch.count - 1
    messages.success(request, f"Đã lập lô phiếu số {batch.first:05d} đến {last:05d}. Tải PDF bên dưới rồi in.")
    return redirect("survey-papers", public_id)


@require_GET
def download(request: HttpRequest, public_id: UUID, batch_id: UUID) -> HttpResponse:
    """Send the PDF of a batch; it may be printed again, the numbers stay."""
    wave = managed_wave(actor_of(request), public_id)
    batch = paper_selectors.access_batch(wave, batch_id)
    title = speak(selectors.questionnaire_of(wave), batch.language).title.vi
    heading = FormHeading(title, wave.title, wave.unit.name)
    printed = FormBatch(paper_selectors.wave_code(wave), batch.place, batch.first, batch.count, batch.language)
    data = write_survey_forms(from_data(batch.layout), heading=heading, batch=printed)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="phieu-{batch.first:05d}.pdf"'
    return answer


@require_POST
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take scanned files."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    uploads = [
        Upload(name=file.name or "", stream=cast("IO[bytes]", file.file))
        for file in request.FILES.getlist("files")
        if file.file is not None
    ]
    try:
        outcomes = papers.send_scans(wave=wave, uploads=uploads, actor=actor, now=timezone.now())
    except SurveyError as error:
        return _page(request, wave, error=error.message)
    refused = [f"{one.name}: {one.error_message}" for one in outcomes if one.error_message]
    if refused:
        return _page(request, wave, error=" ".join(refused))
    if all(one.is_duplicate for one in outcomes):
        messages.info(request, "Tệp này đã tải lên trước đây; không tạo thêm gì.")
    if len(outcomes) == 1 and outcomes[0].public_id:
        return redirect("survey-scan-detail", public_id, outcomes[0].public_id)
    return redirect("survey-papers", public_id)


@require_GET
def show_scan(request: HttpRequest, public_id: UUID, scan_id: UUID) -> HttpResponse:
    """Show what became of every page of a scan."""
    wave = managed_wave(actor_of(request), public_id)
    scan = paper_selectors.access_scan(wave, scan_id)
    context = {
        "wave": wave,
        "scan": scan,
        "pages": paper_selectors.list_pages(scan),
        "may_read_again": papers.is_stuck(scan) and scan.file_id is not None and wave.state == "open",
    }
    return render(request, "surveys/scan.html", context)


@require_POST
def read_again(request: HttpRequest, public_id: UUID, scan_id: UUID) -> HttpResponse:
    """Read a scan that could not be read once more."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    scan = paper_selectors.access_scan(wave, scan_id)
    try:
        papers.read_again(wave=wave, scan=scan, actor=actor, now=timezone.now())
    except SurveyError as error:
        return _page(request, wave, error=error.message)
    return redirect("survey-scan-detail", public_id, scan_id)


@require_GET
def progress(request: HttpRequest, public_id: UUID, scan_id: UUID) -> JsonResponse:
    """Answer how far the reading is, for the page that waits."""
    scan = paper_selectors.access_scan(managed_wave(actor_of(request), public_id), scan_id)
    return JsonResponse(
        {
            "state": scan.state,
            **job_progress(scan.job),
            "finished": scan.state != "reading",
        }
    )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show doubtful marks beside their pictures, or take what a person sees in them."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    error = ""
    if request.method == "POST":
        try:
            decided = papers.decide(wave=wave, seen=_seen(request), actor=actor, now=timezone.now())
        except SurveyError as refused:
            error = refused.message
        else:
            messages.success(request, f"Đã ghi {decided} ô. Ảnh của các ô ấy đã bị xóa.")
            return redirect("survey-doubts", public_id)
    questionnaire = selectors.questionnaire_of(wave)
    doubts = paper_selectors.list_doubts(wave, most=_SHOWN_DOUBTS)
    context = {
        "wave": wave,
        "error": error,
        "cards": [presenter.doubt_card(doubt, questionnaire) for doubt in doubts],
        "count": paper_selectors.count_doubts(wave),
    }
    return render(request, "surveys/doubts.html", context, status=_REFUSED if error else 200)


def _seen(request: HttpRequest) -> dict[int, str]:
    """Return what was chosen for each shown mark; those left open are not there."""
    seen = {}
    for name in request.POST:
        number = whole_number(name.removeprefix("o-")) if name.startswith("o-") else None
        values = [value for value in request.POST.getlist(name) if value and value != presenter.OPEN]
        if number is not None and values:
            seen[number] = "" if presenter.EMPTY in values else services.joined(values)
    return seen


@require_POST
def take(request: HttpRequest, public_id: UUID, serial: int) -> HttpResponse:
    """Take a form with a page missing."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    try:
        papers.take_partial(wave=wave, serial=serial, actor=actor, now=timezone.now())
    except SurveyError as error:
        return _page(request, wave, error=error.message)
    messages.success(request, f"Đã nhận tờ {serial:05d} với các trang hiện có.")
    return redirect("survey-papers", public_id)

"""What an interviewer opens on a phone: the next household, the form, the reason when there was no interview."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.surveys import field, field_selectors, selectors, services
from parindex.apps.surveys.errors import FormRefused, PackNotFound, PackStopped, SurveyError, WaveClosed
from parindex.definitions.labels.survey_words import words_in
from parindex.documents.write.survey_pack import VISIT_REASONS
from parindex.domain.surveys.languages import USUAL
from parindex.web.forms.survey_sync import BadSync, read_delivery
from parindex.web.presenters import surveys as presenter
from parindex.web.request import whole_number
from parindex.web.views import survey_field

if TYPE_CHECKING:
    from parindex.apps.surveys.models import FieldPack

_SALT = "survey-interview"
_TEXTS = ("text/plain", "application/json")
_REFUSED, _GONE, _BAD, _UNKNOWN = 422, 410, 400, 404
_SHOWN = 5
REASONS = {name: words_in(USUAL)[f"visit_{name}"] for name in VISIT_REASONS}
"""Why a household did not answer; the first is a visit that does not settle it."""


@require_GET
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Show the next households, or lead to an empty form when there is no sample."""
    pack = field_selectors.access_pack(token)
    return _start(request, pack)


def _start(request: HttpRequest, pack: FieldPack, *, error: str = "") -> HttpResponse:
    context = {
        "pack": pack,
        "wave": pack.wave,
        "stopped": pack.is_stopped or pack.wave.state == "closed",
        "has_sample": field_selectors.has_sample(pack),
        "units": field_selectors.list_next(pack, most=_SHOWN),
        "reasons": list(REASONS.items()),
        "error": error,
    }
    return render(request, "public/interview.html", context, status=_REFUSED if error else 200)


@require_http_methods(["GET", "POST"])
def interview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an empty form, or take it filled in; the next one is a tap away."""
    pack = field_selectors.access_pack(token)
    number = whole_number(request.GET.get("ho", ""))
    if request.method == "GET":
        return _form(request, pack, number)
    nonce = _nonce(request.POST.get("phieu", ""), pack)
    told = {
        code: services.joined(request.POST.getlist(code))
        for code in selectors.questionnaire_of(pack.wave).columns
        if code in request.POST
    }
    if nonce is None:
        return _form(request, pack, number, told, FormRefused("Tờ phiếu này không mở từ trang này. Hãy gửi lại."))
    try:
        field.take_interview(pack=pack, nonce=nonce, answers=told, number=number, now=timezone.now())
    except FormRefused as error:
        return _form(request, pack, number, told, error)
    except (WaveClosed, PackStopped) as error:
        return _gone(request, pack, error)
    messages.success(request, "Đã nhận phiếu.")
    return redirect("interview", token)


@require_POST
def note_visit(request: HttpRequest, token: str) -> HttpResponse:
    """Take the reason why a household did not answer."""
    pack = field_selectors.access_pack(token)
    number = whole_number(request.POST.get("ho", "")) or 0
    try:
        field.note_visit(pack=pack, number=number, outcome=request.POST.get("ket-qua", ""))
    except (WaveClosed, PackStopped) as error:
        return _gone(request, pack, error)
    except SurveyError as error:
        return _start(request, pack, error=error.message)
    messages.success(request, "Đã ghi kết quả tới hỏi.")
    return redirect("interview", token)


@require_GET
def pack_file(request: HttpRequest, token: str) -> HttpResponse:
    """Send the file that works without a network."""
    pack = field_selectors.access_pack(token)
    if pack.is_stopped or pack.wave.state == "closed":
        return _gone(request, pack, PackStopped())
    answer = HttpResponse(survey_field.pack_file(request, pack), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="goi-phieu-{pack.public_id.hex[:8]}.html"'
    return answer


@csrf_exempt  # sent by a file without a session: the secret of the pack is the right to send
@require_http_methods(["POST"])
def sync(request: HttpRequest, token: str) -> JsonResponse:
    """Take forms filled in without a network; answers with what became of each."""
    try:
        pack = field_selectors.access_pack(token)
        told = read_delivery(_text(request))
        results = field.sync(pack=pack, forms=told.forms, visits=told.visits, now=timezone.now())
    except BadSync as error:
        return _told({"message": error.message}, status=_BAD)
    except PackNotFound as error:
        return _told({"message": error.message}, status=_UNKNOWN)
    except (WaveClosed, PackStopped) as error:
        return _told({"message": error.message}, status=_GONE)
    listed = [{"nonce": str(one.nonce), "outcome": one.outcome.value, "message": one.message} for one in results]
    return _told({"results": listed}, status=200)


def _text(request: HttpRequest) -> str:
    """Return the words of a delivery; raises `BadSync` for what a form of a page sends."""
    if request.content_type not in _TEXTS:
        raise BadSync("Nội dung gửi lên không phải JSON đọc được.")
    return request.body.decode("utf-8", "replace")


def _told(content: dict[str, object], *, status: int) -> JsonResponse:
    answer = JsonResponse(content, status=status)
    answer["Access-Control-Allow-Origin"] = "*"  # a file opened from memory has no origin of its own
    return answer


def _form(
    request: HttpRequest,
    pack: FieldPack,
    number: int | None,
    told: dict[str, str] | None = None,
    refused: FormRefused | None = None,
) -> HttpResponse:
    if pack.is_stopped or pack.wave.state == "closed":
        return _gone(request, pack, PackStopped() if pack.is_stopped else WaveClosed())
    questionnaire = selectors.questionnaire_of(pack.wave)
    errors = {mistake.column: mistake.message for mistake in refused.mistakes} if refused else {}
    sheet = request.POST.get("phieu", "")
    context = {
        "wave": pack.wave,
        "pack": pack,
        "unit": field_selectors.unit_of(pack, number),
        "blocks": presenter.blocks(questionnaire, told=told or {}, errors=errors),
        "refused": refused,
        "sheet": sheet if _nonce(sheet, pack) else signing.dumps([pack.pk, uuid.uuid4().hex], salt=_SALT),
        "back": reverse("interview", args=[pack.token]),
    }
    return render(request, "public/interview_form.html", context, status=_REFUSED if refused else 200)


def _gone(request: HttpRequest, pack: FieldPack, error: SurveyError) -> HttpResponse:
    status = 200 if request.method == "GET" else _GONE
    return render(request, "public/survey_closed.html", {"wave": pack.wave, "words": error.message}, status=status)


def _nonce(text: str, pack: FieldPack) -> uuid.UUID | None:
    """Return the number of a sheet that this site gave out for this pack."""
    try:
        pack_id, number = signing.loads(text, salt=_SALT)
        return uuid.UUID(number) if pack_id == pack.pk else None
    except (signing.BadSignature, ValueError, TypeError):
        return None

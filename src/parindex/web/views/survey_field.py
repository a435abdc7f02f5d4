"""Field work of a wave for those who run it: packs, the sample, files that came back."""

from __future__ import annotations

import hmac
from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.surveys import field, field_selectors, selectors
from parindex.apps.surveys.errors import FieldRefused, SurveyError
from parindex.documents.errors import DocumentError
from parindex.documents.read.rows import read_rows
from parindex.documents.write.survey_pack import PackHousehold, PackWords, write_survey_pack
from parindex.web.forms.survey_sync import BadSync, read_file, read_forms
from parindex.web.presenters import survey_field as presenter
from parindex.web.request import actor_of
from parindex.web.views.survey_access import managed_wave

if TYPE_CHECKING:
    from parindex.apps.surveys.models import FieldPack, SurveyWave

_REFUSED = 422


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the packs, the sample and the response rate."""
    return _page(request, managed_wave(actor_of(request), public_id))


def _page(request: HttpRequest, wave: SurveyWave, *, error: str = "") -> HttpResponse:
    waiting = field_selectors.count_waiting(wave)
    packs = [
        (
            pack,
            address(request, pack),
            reverse("interview-pack", args=[pack.token]),
            bool(waiting) and not pack.is_stopped and not field_selectors.fits_a_file(pack.place, waiting),
        )
        for pack in field_selectors.list_packs(wave)
    ]
    context = {
        "wave": wave,
        "error": error,
        "packs": packs,
        "has_bare": any(is_bare for *_, is_bare in packs),
        "most_carried": field_selectors.MOST_CARRIED,
        "places": field_selectors.list_places(wave),
        "response": presenter.response_rows(field_selectors.response_of(wave)),
    }
    return render(request, "surveys/field.html", context, status=_REFUSED if error else 200)


def address(request: HttpRequest, pack: FieldPack) -> str:
    """Return the secret link of a pack as it is sent to a phone."""
    base = str(settings.PARINDEX_PUBLIC_URL).rstrip("/")
    path = reverse("interview", args=[pack.token])
    return f"{base}{path}" if base else request.build_absolute_uri(path)


def pack_file(request: HttpRequest, pack: FieldPack) -> bytes:
    """Return the file of a pack that works without a network, with its households that have no outcome yet."""
    households, spares = field_selectors.list_carried(pack)
    words = PackWords(
        wave=pack.wave.title,
        unit=pack.wave.unit.name,
        label=pack.label,
        place=pack.place,
        pack_id=str(pack.public_id),
        token=pack.token,
        sync_url=f"{address(request, pack)}dong-bo/",
        households=tuple(
            PackHousehold(one.pk, one.number, one.label, one.quota, one.visits, one.is_spare) for one in households
        ),
        spares=spares,
        counted=tuple(str(one) for one in field_selectors.list_counted(pack)),
    )
    return write_survey_pack(selectors.questionnaire_of(pack.wave), words)


@require_POST
def give(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a pack."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    label, place = request.POST.get("label", ""), request.POST.get("place", "")
    try:
        field.give_pack(wave=wave, label=label, place=place, actor=actor, now=timezone.now())
    except SurveyError as error:
        return _page(request, wave, error=error.message)
    messages.success(request, "Đã lập bộ phiếu. Gửi đường dẫn cho điều tra viên, hoặc tải tệp chạy không cần mạng.")
    return redirect("survey-field", public_id)


@require_POST
def stop(request: HttpRequest, public_id: UUID, pack_id: UUID) -> HttpResponse:
    """Take a pack back."""
    actor = actor_of(request)
    pack = field_selectors.pack_of(managed_wave(actor, public_id), pack_id)
    field.stop_pack(pack=pack, actor=actor, now=timezone.now())
    messages.success(request, f"Đã thu lại bộ “{pack.label}”: đường dẫn và tệp của bộ không gửi phiếu được nữa.")
    return redirect("survey-field", public_id)


@require_POST
def load_sample(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter the households that were drawn."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    file = request.FILES.get("sample")
    try:
        if file is None:
            raise FieldRefused("Chưa chọn tệp mẫu.")
        rows = presenter.sample_rows(read_rows(file.read(), name=file.name or ""))
        count = field.load_sample(wave=wave, rows=rows, actor=actor, now=timezone.now())
    except (SurveyError, DocumentError) as error:
        return _page(request, wave, error=error.message)
    messages.success(request, f"Đã đưa {count} hộ vào đợt.")
    return redirect("survey-field", public_id)


@require_POST
def deliver(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a file that a pack exported."""
    wave = managed_wave(actor_of(request), public_id)
    file = request.FILES.get("delivery")
    try:
        if file is None:
            raise FieldRefused("Chưa chọn tệp phiếu.")
        words = _take_file(wave, file.read().decode("utf-8-sig", "replace"))
    except (SurveyError, BadSync) as error:
        return _page(request, wave, error=error.message)
    messages.success(request, words)
    return redirect("survey-field", public_id)


def _take_file(wave: SurveyWave, text: str) -> str:
    pack_id, forms, signature = read_file(text)
    pack = field_selectors.pack_of(wave, pack_id)
    if not hmac.compare_digest(field.sign(pack, forms).encode(), signature.encode("utf-8", "replace")):
        raise BadSync("Tệp phiếu đã bị sửa sau khi xuất: chữ ký không khớp. Xuất lại từ gói rồi tải lên.")
    told = read_forms(forms)
    results = field.sync(pack=pack, forms=told.forms, visits=told.visits, now=timezone.now())
    outcomes = [result.outcome for result in results]
    visits = len(told.visits)
    return presenter.sync_words(forms=Counter(outcomes[visits:]), visits=Counter(outcomes[:visits]))

"""Waves of surveys for those who run them: open, hand out the link, watch, close, take the answers away."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import own_selectors, paper_selectors, selectors, services
from parindex.apps.surveys.errors import SurveyError
from parindex.charts import qr
from parindex.domain.access import Permission, PermissionDenied
from parindex.web.forms.surveys import WaveForm
from parindex.web.request import actor_of
from parindex.web.views import survey_held, survey_results
from parindex.web.views.survey_access import managed_units, managed_wave

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave

_REFUSED = 422
_MOST_REFUSED = 10
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the waves of the actor's area."""
    actor = actor_of(request)
    if not actor.holds(Permission.SURVEYS_VIEW):
        raise PermissionDenied(Permission.SURVEYS_VIEW)
    context = {"waves": selectors.list_waves(actor), "may_open": actor.holds(Permission.SURVEYS_MANAGE)}
    return render(request, "surveys/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Open a wave."""
    actor = actor_of(request)
    units = managed_units(actor)
    offered = own_selectors.list_offered(actor)
    mine = {str(one.public_id): one for one, _ in offered}
    named = [(str(one.public_id), f"{one.title} ({one.slug}, bản {number})") for one, number in offered]
    initial = {"questionnaire": request.GET.get("phieu", "")}
    form = WaveForm(request.POST if request.method == "POST" else None, units=units, own=named, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            wave = services.open_wave(
                unit=orgs.access_unit(actor, told["unit"]),
                title=told["title"],
                questionnaire=mine.get(form.chosen()) or form.chosen(),
                closes_on=told["closes_on"],
                limits=form.limits(),
                actor=actor,
                now=timezone.now(),
            )
        except SurveyError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã mở đợt khảo sát. Gửi đường dẫn hoặc in mã QR bên dưới.")
            return redirect("survey-detail", wave.public_id)
    return render(request, "surveys/create.html", {"form": form}, status=_REFUSED if form.errors else 200)


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the link and the code of a wave, how many answered, what they say."""
    actor = actor_of(request)
    wave = selectors.access_wave(actor, public_id)
    place = " ".join(request.GET.get("noi", "").split())[:60]
    link = _link(request, wave, noi=place)
    context = {
        **survey_results.context_of(wave),
        "wave": wave,
        "may_manage": actor.may(Permission.SURVEYS_MANAGE, wave.unit.path),
        "takes_answers": selectors.takes_answers(wave, today=timezone.localdate()),
        "count": selectors.count_answers(wave),
        "repeated": selectors.count_repeated(wave),
        "doubts": paper_selectors.count_doubts(wave),
        **survey_held.context_of(wave, request.GET),
        "refused": selectors.list_refused(wave)[-_MOST_REFUSED:],
        "place": place,
        "link": link,
        "kiosk": _link(request, wave, noi=place, quay="1"),
        "code": mark_safe(qr.draw(link, title=f"Mã QR của đợt {wave.title}", key="qr")),  # noqa: S308 - escaped by charts
    }
    return render(request, "surveys/detail.html", context)


def _link(request: HttpRequest, wave: SurveyWave, **query: str) -> str:
    """Return the public address of the form, with the place and the way it is answered."""
    kept = {key: value for key, value in query.items() if value}
    path = reverse("survey-form", args=[wave.token]) + (f"?{urlencode(kept)}" if kept else "")
    base = str(settings.PARINDEX_PUBLIC_URL).rstrip("/")
    return f"{base}{path}" if base else request.build_absolute_uri(path)


@require_POST
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop taking answers."""
    actor = actor_of(request)
    services.close_wave(wave=selectors.access_wave(actor, public_id), actor=actor, now=timezone.now())
    messages.success(request, "Đã đóng đợt. Khóa nhận ra thiết bị đã bị hủy; kết quả đang được tính.")
    return redirect("survey-detail", public_id)


@require_GET
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the answers as the table that `parindex survey estimate` reads."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    services.record_export(wave=wave, actor=actor, now=timezone.now())
    table = selectors.answer_rows(wave, with_design=True)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="khao-sat-{timezone.localdate(wave.created_at):%Y%m%d}.csv"'
    writer = csv.writer(answer)
    writer.writerow(table.headings)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return answer


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking words of a citizen for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

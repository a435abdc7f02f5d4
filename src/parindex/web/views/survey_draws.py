"""How many people to ask, and whom: sizes before a wave, and the sample of a wave drawn from a frame."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.surveys import draw_selectors, draws
from parindex.apps.surveys.draws import Frame
from parindex.apps.surveys.errors import SurveyError
from parindex.definitions.questionnaires.drawing import read_draw
from parindex.documents.errors import DocumentError
from parindex.documents.read.rows import read_rows
from parindex.domain.access import Permission, PermissionDenied
from parindex.domain.surveys.drawing import FrameRow
from parindex.domain.surveys.sampling import SamplingError
from parindex.web.forms.survey_sampling import STAGES, DrawForm, SizeForm
from parindex.web.presenters import survey_sampling as presenter
from parindex.web.request import actor_of
from parindex.web.views.survey_access import managed_wave

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from parindex.apps.surveys.models import SampleDraw, SurveyWave

_REFUSED = 422
_HELP = (
    ("Ví dụ xa.", "Ví dụ loai; để trống là không chia tầng.", "Một số, hoặc phường=2; xã=4."),
    ("Ví dụ thon.", "", "Số chọn trong mỗi đơn vị bậc 1."),
    ("Ví dụ ho.", "", "Số chọn trong mỗi đơn vị bậc 2."),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def size(request: HttpRequest) -> HttpResponse:
    """Answer how many forms are needed, what margin they give and what change they can tell."""
    if not actor_of(request).holds(Permission.SURVEYS_VIEW):
        raise PermissionDenied(Permission.SURVEYS_VIEW)
    form = SizeForm(request.GET if request.GET else None)
    rows: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            rows = presenter.size_rows(form.cleaned_data)
        except SamplingError as error:
            form.add_error(None, error.message)
    return render(request, "surveys/size.html", {"form": form, "rows": rows}, status=_REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the sample of a wave, or the form to draw it with; or draw it."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    form = DrawForm(request.POST, request.FILES) if request.method == "POST" else DrawForm()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            frame = _frame(told["frame"])
            made = draws.draw_sample(
                wave=wave, plan=told["plan"], frame=frame, seed=told["seed"], actor=actor, now=timezone.now()
            )
        except (SurveyError, DocumentError) as error:
            form.add_error("frame", error.message)
        else:
            messages.success(request, f"Đã chọn mẫu bằng hạt giống “{made.seed}”.")
            return redirect("survey-draw", public_id)
    return render(request, "surveys/draw.html", _context(wave, form), status=_REFUSED if form.errors else 200)


def _frame(file: UploadedFile[bytes]) -> Frame:
    data = file.read()
    rows = [FrameRow(row.number, row.cells) for row in read_rows(data, name=file.name or "")]
    return Frame(file.name or "", hashlib.sha256(data).hexdigest(), rows)


def _context(wave: SurveyWave, form: DrawForm) -> dict[str, object]:
    places = draw_selectors.spread_by_place(wave)
    main = sum(one.main for one in places)
    made = draw_selectors.draw_of(wave) if places else None
    return {
        "wave": wave,
        "form": form,
        "stages": _stage_fields(form),
        "made": made,
        "places": places,
        "quotas": draw_selectors.spread_by_quota(wave) if places else [],
        "main": main,
        "spares": sum(one.spares for one in places),
        "may_drop": wave.state == "open" and bool(places) and draw_selectors.is_untouched(wave),
        **(_drawn(made, main) if made else {}),
    }


def _drawn(made: SampleDraw, main: int) -> dict[str, object]:
    plan = read_draw(made.plan, source="cách chọn")
    told = {"population": made.frame_rows, "forms_now": min(main, made.frame_rows)}
    return {
        "plan": presenter.stage_rows(plan),
        "spare": plan.stages[-1].spare,
        "quota": presenter.quota_words(plan),
        "sizes": presenter.size_rows(told) if main else [],
    }


def _stage_fields(form: DrawForm) -> list[dict[str, object]]:
    return [
        {
            "name": f"Bậc {at}",
            **{name: form[f"{name}{at}"] for name in ("unit", "strata", "take")},
            **dict(zip(("unit_help", "strata_help", "take_help"), helps, strict=True)),
        }
        for at, helps in zip(range(1, STAGES + 1), _HELP, strict=True)
    ]


@require_POST
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw the sample away."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    try:
        draws.drop_sample(wave=wave, actor=actor, now=timezone.now())
    except SurveyError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã bỏ mẫu. Nhật ký giữ hạt giống của mẫu đã bỏ.")
    return redirect("survey-draw", public_id)


@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the drawn list."""
    wave = managed_wave(actor_of(request), public_id)
    table = draw_selectors.sample_rows(wave)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mau-{timezone.localdate(wave.created_at):%Y%m%d}.csv"'
    writer = csv.writer(answer)
    writer.writerow(table.headings)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in table.rows)
    return answer

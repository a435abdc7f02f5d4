"""Forms of a wave as a spreadsheet: the template to fill in, and what became of every row that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.surveys import selectors, tables
from parindex.apps.surveys.errors import FieldRefused, SurveyError
from parindex.apps.surveys.tables import RowOutcome, TableRow
from parindex.documents.errors import DocumentError
from parindex.documents.read.rows import Row, read_rows
from parindex.documents.write.survey_table import FORM, PLACE, write_survey_table
from parindex.domain.text import folding
from parindex.web.request import actor_of
from parindex.web.views.survey_access import managed_wave

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSED = 422
_SHOWN = 200
NAMES = {
    RowOutcome.KEPT: "Đã nhận",
    RowOutcome.KNOWN: "Đã có từ trước",
    RowOutcome.CHANGED: "Khác bản đã nhập",
    RowOutcome.REFUSED: "Không nhận",
}


@require_GET
def template(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the empty spreadsheet of the wave."""
    wave = managed_wave(actor_of(request), public_id)
    answer = HttpResponse(write_survey_table(selectors.questionnaire_of(wave)), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="bang-phieu-{wave.public_id.hex[:8]}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show where to send the table, or take it and tell of each row."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    error, results = "", []
    if request.method == "POST":
        try:
            results = tables.take_rows(wave=wave, rows=_rows(request, wave), actor=actor, now=timezone.now())
        except (SurveyError, DocumentError) as refused:
            error = refused.message
    counts = Counter(result.outcome for result in results)
    told = [one for one in results if one.outcome in (RowOutcome.CHANGED, RowOutcome.REFUSED)]
    context = {
        "wave": wave,
        "error": error,
        "counts": [(NAMES[outcome], counts[outcome]) for outcome in RowOutcome if counts[outcome]],
        "rows": [(one.number, one.form, NAMES[one.outcome], one.message) for one in told[:_SHOWN]],
        "more": max(0, len(told) - _SHOWN),
    }
    return render(request, "surveys/table.html", context, status=_REFUSED if error else 200)


def _rows(request: HttpRequest, wave: SurveyWave) -> list[TableRow]:
    file = request.FILES.get("table")
    if file is None:
        raise FieldRefused("Chưa chọn tệp bảng.")
    return _table_rows(read_rows(file.read(), name=file.name or ""), list(selectors.questionnaire_of(wave).columns))


def _table_rows(rows: Sequence[Row], codes: Sequence[str]) -> list[TableRow]:
    """Return the rows with the codes of the questionnaire; raises `FieldRefused` when a heading is none of them."""
    by_heading = {folding.fold(code): code for code in codes}
    headings = {heading for row in rows for heading in row.cells}
    strange = sorted(headings - by_heading.keys() - {FORM, PLACE})
    if strange or FORM not in headings:
        words = f"cột lạ: {', '.join(strange[:5])}" if strange else f"thiếu cột {FORM}"
        raise FieldRefused(f"Bảng không theo mẫu của đợt này ({words}). Tải bảng mẫu rồi điền lại.")
    return [
        TableRow(
            row.number,
            row.cells.get(FORM, ""),
            row.cells.get(PLACE, ""),
            {by_heading[heading]: text for heading, text in row.cells.items() if heading in by_heading},
        )
        for row in rows
    ]

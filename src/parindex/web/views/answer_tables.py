"""Answers as a table: to fill in without a network and to bring back, of one sheet or of a whole campaign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.assessment import bulk, selectors
from parindex.apps.assessment.books import book_of, is_self_scored
from parindex.apps.assessment.errors import AssessmentError
from parindex.documents.errors import DocumentError
from parindex.documents.read.answers import BadInputs, read_answers
from parindex.documents.write.xlsx import write_table
from parindex.domain.access import Actor
from parindex.domain.scoring.catalogue import Item
from parindex.domain.scoring.entries import BadEntries, Entry, EntryMistake
from parindex.web.request import actor_of

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BAD = 422
COLUMNS = ("unit", "code", "Tên mục", "input", "Ý nghĩa", "value", "Giải trình")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of a table: what was refused, or the words that tell what was written."""

    error: str = ""
    mistakes: tuple[EntryMistake, ...] = ()
    words: str = ""


@require_GET
def export_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the answers of a sheet."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    leaves = {sheet.unit.slug: book_of(sheet.group.revision).leaves}
    name = f"phieu-{sheet.campaign.year}-{sheet.unit.slug}"
    return _give(bulk.list_entries(campaign=sheet.campaign, actor=actor), leaves, name=name)


@require_GET
def export_campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the answers of every unit that the person may enter, or only what the organiser itself enters."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    sheets = selectors.list_sheets(actor, campaign, selectors.SheetFilter())
    leaves = {sheet.unit.slug: book_of(sheet.group.revision).leaves for sheet in sheets}
    entries: Iterable[Entry] = bulk.list_entries(campaign=campaign, actor=actor)
    if request.GET.get("chi") == "noi-to-chuc":
        entries = (entry for entry in entries if not is_self_scored(leaves[entry.unit][entry.code]))
    return _give(entries, leaves, name=f"so-lieu-{campaign.year}")


def _give(entries: Iterable[Entry], leaves: Mapping[str, Mapping[str, Item]], *, name: str) -> HttpResponse:
    """Write the answers of some units, with the names of items and inputs beside their codes."""
    rows = []
    for entry in entries:
        if entry.unit not in leaves:
            continue
        leaf = leaves[entry.unit][entry.code]
        labels = {one.name: one.label for one in (leaf.rule.inputs if leaf.rule else ())}
        meaning = labels.get(entry.input_name, "")
        rows.append((entry.unit, entry.code, leaf.name, entry.input_name, meaning, entry.value, entry.note))
    response = HttpResponse(write_table(title=name[:31], columns=COLUMNS, rows=rows), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the answers of a filled table from the page of a sheet, whole or not at all."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    taken = _take(request, sheet.campaign, actor=actor) if request.method == "POST" else _Taken()
    if taken.words:
        messages.success(request, taken.words)
        return redirect("sheet-detail", public_id)
    context = {"sheet": sheet, "campaign": sheet.campaign, "taken": taken}
    return render(request, "sheets/import.html", context, status=_BAD if taken.error else 200)


@require_http_methods(["GET", "POST"])
def import_campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the answers of many units from one table, whole or not at all."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    taken = _take(request, campaign, actor=actor) if request.method == "POST" else _Taken()
    if taken.words:
        messages.success(request, taken.words)
        return redirect("campaign-detail", public_id)
    context = {"campaign": campaign, "taken": taken}
    return render(request, "campaigns/table.html", context, status=_BAD if taken.error else 200)


def _take(request: HttpRequest, campaign: Campaign, *, actor: Actor) -> _Taken:
    file = request.FILES.get("tep")
    if file is None:
        return _Taken(error="Chọn tệp bảng cần nhập.")
    try:
        entries = read_answers(file.read(), name=file.name or "")
        done = bulk.import_answers(campaign=campaign, entries=entries, actor=actor, now=timezone.now())
    except BadEntries as refused:
        count = len(refused.mistakes)
        return _Taken(f"{count} chỗ sai trong {len(entries)} dòng; chưa ghi dòng nào.", tuple(refused.mistakes))
    except (DocumentError, AssessmentError, BadInputs) as refused:
        return _Taken(error=refused.message)
    return _Taken(words=f"Đã nhập {done.item_count} mục; {done.same_count} mục không đổi.")

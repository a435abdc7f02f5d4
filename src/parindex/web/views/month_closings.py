"""Closing monthly sheets: the click, the frozen sheet with what differs today, its files."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.audit import services as audit
from parindex.apps.evidence import services as evidence
from parindex.apps.orgs import selectors as orgs
from parindex.apps.workload import closings, selectors
from parindex.apps.workload.closings import Month
from parindex.apps.workload.errors import ShareError
from parindex.web.presenters import workload as presenter
from parindex.web.request import actor_of, month_of, whole_number

_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@require_POST
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close the month of a person for one agency."""
    actor, first, now = actor_of(request), month_of(request), timezone.now()
    found = selectors.access_sheet(
        actor, person_id=person_id, year=first.year, month=first.month, today=timezone.localdate(now)
    )
    unit = orgs.access_unit(actor, whole_number(request.POST.get("don-vi", "")) or 0)
    month = Month(found.person, unit, first.year, first.month)
    seen, reason = whole_number(request.POST.get("lan", "")) or 0, request.POST.get("reason", "")
    try:
        made = closings.close(month=month, seen=seen, reason=reason, actor=actor, now=now)
    except ShareError as refused:
        messages.error(request, refused.message)
        return redirect(f"{reverse('workload-person', args=[person_id])}?thang={first:%Y-%m}")
    messages.success(request, "Đã chốt phiếu; nội dung và tệp được giữ nguyên như bây giờ.")
    return redirect("month-closed", made.public_id)


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a closed sheet as it was closed, and what differs today."""
    closed = closings.access_closed(actor_of(request), public_id)
    content = closings.frozen(closed)
    context = {
        "closed": closed,
        "content": content,
        "differences": closings.list_differences(closed, content, today=timezone.localdate()),
        "month": presenter.month_view(date(closed.year, closed.month, 1)),
    }
    return render(request, "workload/closed.html", context)


@require_GET
def download(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """Give a file of a closed sheet, byte for byte as it was closed."""
    actor = actor_of(request)
    closed = closings.access_closed(actor, public_id)
    if form not in _MEDIA:
        raise Http404("Tải được dạng xlsx hoặc json.")
    audit.record_view(
        actor=actor,
        action="workload.exported",
        object_type="closed_month_sheet",
        object_id=str(closed.public_id),
        object_label=f"{closed.month:02d}/{closed.year}, {closed.person.full_name}"[:300],
        unit_path=closed.unit.path,
        after={"month": f"{closed.year}-{closed.month:02d}", "number": closed.number, "format": form},
        now=timezone.now(),
    )
    response = HttpResponse(
        evidence.read_file(closed.xlsx if form == "xlsx" else closed.snapshot), content_type=_MEDIA[form]
    )
    name = f"phieu-thang-{closed.year}-{closed.month:02d}-lan-{closed.number}"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response

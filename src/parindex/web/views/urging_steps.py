"""Steps on one assignment beside its life: more time, what holds it up."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from parindex.apps.assignments import blocks, extensions, selectors
from parindex.apps.assignments.errors import AssignmentError, BlockRefused, ExtensionRefused
from parindex.domain.access import Actor
from parindex.domain.text.dates import parse_date
from parindex.web.request import actor_of, whole_number
from parindex.web.views import assignment_steps

if TYPE_CHECKING:
    from parindex.apps.assignments.models import Assignment

_EXTENDED: Mapping[str, str] = MappingProxyType(
    {
        "xin": "Đã gửi đề nghị gia hạn.",
        "dong-y": "Đã gia hạn.",
        "khong": "Đã trả lời không đồng ý.",
        "rut": "Đã rút đề nghị gia hạn.",
    }
)


@require_POST
def extend(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Ask for more time, answer, or take the request back."""
    actor = actor_of(request)
    assignment = selectors.access_assignment(actor, public_id)
    if action not in _EXTENDED:
        raise Http404
    try:
        _extend(action, request, assignment, actor)
    except AssignmentError as refused:
        return assignment_steps.render_refused(request, public_id, refused, failed=f"gia-han/{action}")
    messages.success(request, _EXTENDED[action])
    return redirect("assignment-detail", public_id)


def _extend(action: str, request: HttpRequest, assignment: Assignment, actor: Actor) -> None:
    now, answer = timezone.now(), request.POST.get("answer", "")
    if action == "xin":
        wanted_on, reason = _day(request, "wanted_on"), request.POST.get("reason", "")
        extensions.ask(assignment=assignment, wanted_on=wanted_on, reason=reason, actor=actor, now=now)
        return
    extension = extensions.access_extension(assignment, whole_number(request.POST.get("extension", "")) or 0)
    if action == "dong-y":
        granted_on = _day(request, "granted_on")
        extensions.grant(extension=extension, granted_on=granted_on, answer=answer, actor=actor, now=now)
    elif action == "khong":
        extensions.refuse(extension=extension, answer=answer, actor=actor, now=now)
    else:
        extensions.withdraw(extension=extension, actor=actor, now=now)


@require_POST
def block(request: HttpRequest, public_id: uuid.UUID, action: str) -> HttpResponse:
    """Say what holds an assignment up, or that it no longer does."""
    actor, now = actor_of(request), timezone.now()
    assignment = selectors.access_assignment(actor, public_id)
    if action not in {"ghi", "het"}:
        raise Http404
    try:
        if action == "ghi":
            _raise_block(request, assignment, actor)
        else:
            found = blocks.access_block(actor, whole_number(request.POST.get("block", "")) or 0)
            blocks.clear(block=found, answer=request.POST.get("answer", ""), actor=actor, now=now)
    except AssignmentError as refused:
        return assignment_steps.render_refused(request, public_id, refused, failed=f"vuong/{action}")
    messages.success(request, "Đã ghi vướng mắc." if action == "ghi" else "Đã ghi là hết vướng.")
    return redirect("assignment-detail", public_id)


def _raise_block(request: HttpRequest, assignment: Assignment, actor: Actor) -> None:
    wanted = whole_number(request.POST.get("unit", ""))
    holders = blocks.list_holders(assignment, today=timezone.localdate())
    unit = next((one for one in holders if one.pk == wanted), None)
    if wanted is not None and unit is None:
        raise BlockRefused("Cơ quan này không thuộc địa bàn của kế hoạch. Chọn lại trong danh sách.")
    blocks.raise_block(
        assignment=assignment,
        unit=unit,
        cause=blocks.find_cause(actor, request.POST.get("cause", "")),
        reason=request.POST.get("reason", ""),
        actor=actor,
        now=timezone.now(),
    )


@require_POST
def clear(request: HttpRequest, block_id: int) -> HttpResponse:
    """Say as the holder, who may not see the assignment itself, that what was asked for is done."""
    actor = actor_of(request)
    found = blocks.access_block(actor, block_id)
    try:
        blocks.clear(block=found, answer=request.POST.get("answer", ""), actor=actor, now=timezone.now())
    except AssignmentError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Đã ghi là hết vướng.")
    return redirect("urging-today")


def _day(request: HttpRequest, name: str) -> date:
    typed = request.POST.get(name, "").strip()
    found = parse_date(typed) if typed else None
    if found is None:
        raise ExtensionRefused(f"Không hiểu ngày “{typed}”. Ghi như 21/07/2026.")
    return found

"""Forms of a wave that were held back: let them count, discard them for a reason, take that back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from parindex.apps.surveys import holding, selectors
from parindex.apps.surveys.errors import SurveyError
from parindex.apps.surveys.holding import HeldGroup
from parindex.web.presenters import paging
from parindex.web.request import actor_of, whole_number
from parindex.web.views.survey_access import managed_wave

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave
    from parindex.apps.surveys.selectors import HeldForms

_SIZE = 50
_KEPT = ("noi", "giu", "loai")


def context_of(wave: SurveyWave, told: Mapping[str, str]) -> dict[str, object]:
    """Return what the page of a wave shows of forms that do not count, by what its address tells. One query."""
    held = selectors.list_held(wave)
    waiting = [one for one in held if not one.discarded_for]
    discarded = [one for one in held if one.discarded_for]
    return {
        "held": _shown(waiting, told.get("giu", "")),
        "held_count": sum(one.forms for one in waiting),
        "held_window": _window(waiting, told, key="giu", noun="nhóm giữ lại"),
        "discarded": _shown(discarded, told.get("loai", "")),
        "discarded_count": sum(one.forms for one in discarded),
        "discarded_window": _window(discarded, told, key="loai", noun="nhóm đã loại"),
        "most_reason": holding.MOST_REASON,
    }


def _shown(groups: Sequence[HeldForms], page: str) -> Sequence[HeldForms]:
    here = paging.clamped(whole_number(page) or 1, size=_SIZE, total=len(groups))
    return groups[(here - 1) * _SIZE : here * _SIZE]


def _window(groups: Sequence[HeldForms], told: Mapping[str, str], *, key: str, noun: str) -> paging.Window:
    query = {name: told[name] for name in _KEPT if told.get(name) and name != key}
    page = whole_number(told.get(key, "")) or 1
    return paging.window(page=page, size=_SIZE, total=len(groups), query=query, noun=noun, key=key)


@require_POST
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let forms that were held back count."""
    return _decided(request, public_id, holding.release, "Đã đưa {} phiếu vào kết quả.")


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Discard forms that were held back."""
    decide = partial(holding.discard, reason=request.POST.get("ly-do", ""))
    return _decided(request, public_id, decide, "Đã loại {} phiếu; lấy lại được khi đợt còn mở.")


@require_POST
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take discarding back."""
    decide = partial(holding.restore, reason=request.POST.get("ly-do", ""))
    return _decided(request, public_id, decide, "Đã lấy lại {} phiếu vào chỗ chờ xem.")


def _decided(request: HttpRequest, public_id: UUID, decide: Callable[..., int], words: str) -> HttpResponse:
    """Make a decision about the forms that were named and go back to the wave, with the reason when it is not made."""
    actor = actor_of(request)
    wave = managed_wave(actor, public_id)
    day = _day(request.POST.get("ngay", ""))
    if day is None:
        messages.error(request, "Không rõ phiếu của ngày nào nên chưa làm gì. Tải lại trang rồi bấm lại.")
        return redirect("survey-detail", public_id)
    group = HeldGroup(request.POST.get("noi", ""), day, request.POST.get("vi", ""))
    try:
        count = decide(wave=wave, group=group, actor=actor, now=timezone.now())
    except SurveyError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words.format(count))
    return redirect("survey-detail", public_id)


def _day(text: str) -> date | None:
    """Return the day that was sent, None for none and for one that no calendar has."""
    try:
        return parse_date(text)
    except ValueError:
        return None

"""Working through a list of items: one criterion of all units, one sheet, the blind sample, the council.

Each list is one address: GET shows it with one item open, POST decides on that item and goes to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from parindex.apps.assessment import appraisal_queue, appraisal_reports, clocks, desks, selectors, verdicts
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.desks import DeskKind
from parindex.apps.assessment.diagnoses import diagnose_sheet
from parindex.apps.assessment.errors import AssessmentError, BadRuling, ChangedMeanwhile, SheetNotFound
from parindex.web.forms import appraisal as form
from parindex.web.presenters import appraisal as presenter
from parindex.web.presenters import evidence
from parindex.web.presenters.appraisal import Typed
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, RulingStage, SheetItem

_REFUSED, _CONFLICT = 422, 409
_AGENCY_FORMS = {form.ADJUST, form.ASK, form.NO, form.OWN}


@dataclass(frozen=True, slots=True)
class Desk:
    """A list to work through; `rest_url` takes the POST that accepts what is left."""

    kind: DeskKind
    campaign: Campaign
    title: str
    sub: str
    items: Sequence[SheetItem]
    by_unit: bool
    rest_url: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision that was refused: what was typed, which form stays open, why."""

    item_id: int
    opened: str
    typed: Typed
    message: str
    status: int


@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, public_id: UUID, group_id: int, code: str) -> HttpResponse:
    """Appraise one criterion of all units of a group."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    items = appraisal_queue.list_criterion(actor, campaign, group_id=group_id, code=code)
    title, sub = f"{code}", campaign.title
    if items:
        group = items[0].sheet.group
        leaf = book_of(group.revision).leaves[code]
        title, sub = leaf.label, f"{group.name}: {len(items)} đơn vị đã ký phiếu. {campaign.title}."
    return _work(request, Desk(DeskKind.AGENCY, campaign, title, sub, items, by_unit=True))


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Appraise the items of one sheet."""
    actor = actor_of(request)
    found = appraisal_queue.access_sheet(actor, public_id)
    items = appraisal_queue.list_sheet(actor, found)
    sub = f"{found.group.name}, {found.campaign.title}. {len(items)} mục cơ quan bạn thẩm định."
    rest = reverse("appraisal-rest", args=[public_id])
    title = f"Thẩm định phiếu của {found.unit.name}"
    return _work(request, Desk(DeskKind.AGENCY, found.campaign, title, sub, items, by_unit=False, rest_url=rest))


@require_http_methods(["GET", "POST"])
def blind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Appraise blindly what another person has appraised."""
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    items = appraisal_queue.list_blind(actor, campaign)
    sub = (
        f"Mẫu {campaign.blind_percent}% rút bằng mã băm. Bạn không thấy kết quả lần 1; quyết định ở đây không đổi điểm."
    )
    return _work(request, Desk(DeskKind.BLIND, campaign, "Thẩm định kín", sub, items, by_unit=True))


@require_http_methods(["GET", "POST"])
def council(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the council settle what agency and unit still see differently."""
    return _council(request, public_id, kind=DeskKind.COUNCIL, title="Hội đồng thẩm định")


@require_http_methods(["GET", "POST"])
def mock_council(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the council try before the real session; no result changes."""
    return _council(request, public_id, kind=DeskKind.MOCK, title="Hội đồng thử – không đổi kết quả")


def _council(request: HttpRequest, public_id: UUID, *, kind: DeskKind, title: str) -> HttpResponse:
    actor = actor_of(request)
    campaign = selectors.access_campaign(actor, public_id)
    items = appraisal_reports.list_disputed(actor, campaign)
    sub = f"{campaign.title}. {len(items)} mục mà đơn vị và cơ quan thẩm định còn khác nhau."
    return _work(request, Desk(kind, campaign, title, sub, items, by_unit=True))


def _work(request: HttpRequest, desk: Desk) -> HttpResponse:
    now = timezone.now()
    times = clocks.read_times(desk.campaign)
    refusal: Refusal | None = None
    if request.method == "POST":
        item = _item(desk, request.POST.get("muc", ""))
        stage = desks.open_stage(desk.kind, item=item, times=times, now=now)
        outcome = _decide(request, item, stage, now=now)
        if outcome is None:
            return _next(request, desk, item, times=times, now=now)
        refusal = outcome
    return _show(request, desk, times=times, now=now, refusal=refusal)


def _item(desk: Desk, text: str) -> SheetItem:
    wanted = whole_number(text)
    for item in desk.items:
        if item.pk == wanted:
            return item
    raise SheetNotFound


def _decide(request: HttpRequest, item: SheetItem, stage: RulingStage | None, *, now: datetime) -> Refusal | None:
    """Decide on one item; return why not, None when it is done."""
    sent = form.read(request.POST.dict())
    try:
        if stage is None:
            raise BadRuling("Bước này chưa mở hoặc đã khóa; không quyết định được lúc này.")
        form.decide(sent, item=item, stage=stage, actor=actor_of(request), now=now)
    except AssessmentError as error:
        status = _CONFLICT if isinstance(error, ChangedMeanwhile) else _REFUSED
        opened = sent.decision if sent.decision in _AGENCY_FORMS else ""
        return Refusal(item.pk, opened, sent.typed, error.message, status)
    done = f"{form.DONE[sent.decision]} {item.code}, {item.sheet.unit.name}"
    undo = reverse("appraisal-undo", args=[item.sheet.campaign.public_id])
    messages.success(request, done, extra_tags=f"undo:{undo}?{urlencode({'ve': request.get_full_path()})}")
    return None


def _next(request: HttpRequest, desk: Desk, item: SheetItem, *, times: clocks.Times, now: datetime) -> HttpResponse:
    """Lead to the next item of the list that waits, in the filter that was chosen."""
    at = list(desk.items).index(item)
    for following in [*desk.items[at + 1 :], *desk.items[:at]]:
        stage = desks.open_stage(desk.kind, item=following, times=times, now=now)
        if desks.needs_work(following, kind=desk.kind, stage=stage):
            return redirect(f"{request.path}?muc={following.pk}{_kept(request)}")
    return redirect(f"{request.path}?muc={item.pk}{_kept(request)}")


def _kept(request: HttpRequest) -> str:
    chosen = request.GET.get("loc", "")
    return f"&loc={chosen}" if chosen in presenter.STATUS_OF_FILTER else ""


def _show(
    request: HttpRequest, desk: Desk, *, times: clocks.Times, now: datetime, refusal: Refusal | None
) -> HttpResponse:
    actor = actor_of(request)
    shown = _filtered(request, desk)
    stages = {item.pk: desks.open_stage(desk.kind, item=item, times=times, now=now) for item in shown}
    current = _current(request, desk, shown, stages, refusal)
    stage = stages.get(current.pk) if current else None
    card = None
    if current is not None:
        typed = refusal.typed if refusal and refusal.item_id == current.pk else None
        card = presenter.card(current, kind=desk.kind, stage=stage, actor=actor, typed=typed)
    at = shown.index(current) if current in shown else 0
    rows = presenter.rows(
        shown,
        kind=desk.kind,
        actor=actor,
        current=current.pk if current else None,
        query=_kept(request),
        by_unit=desk.by_unit,
    )
    context = {
        "desk": desk,
        "campaign": desk.campaign,
        "rows": rows,
        "card": card,
        "proofs": _proofs(current) if current else (),
        "sheet": current.sheet if current else None,
        "stage": stage,
        "filters": _filters(request, desk),
        "kept": _kept(request),
        "opened": refusal.opened if refusal else request.GET.get("lam", ""),
        "refusal": refusal,
        "previous": rows[at - 1].url if at else "",
        "following": rows[at + 1].url if at + 1 < len(rows) else "",
        "left": sum(desks.needs_work(item, kind=desk.kind, stage=stages[item.pk]) for item in shown),
        "place": request.get_full_path(),
        "is_blind_due": desk.kind is DeskKind.AGENCY and desk.campaign.blind_percent > 0,
    }
    return render(request, "appraisal/desk.html", context, status=refusal.status if refusal else 200)


def _proofs(item: SheetItem) -> tuple[evidence.Proof, ...]:
    findings = diagnose_sheet(item.sheet, [item])
    return evidence.proofs(item, findings=findings, file_address="appraisal-document")


def _filtered(request: HttpRequest, desk: Desk) -> list[SheetItem]:
    status = presenter.STATUS_OF_FILTER.get(request.GET.get("loc", ""))
    if status is None or desk.kind is not DeskKind.AGENCY:
        return list(desk.items)
    return [item for item in desk.items if _status(request, desk, item) is status]


def _status(request: HttpRequest, desk: Desk, item: SheetItem) -> verdicts.AppraisalStatus | None:
    """Return where an item stands; None while that is kept from the person."""
    if desks.is_hidden(item, kind=desk.kind, actor=actor_of(request)):
        return None
    return verdicts.status_of(item)


def _current(
    request: HttpRequest,
    desk: Desk,
    shown: Sequence[SheetItem],
    stages: dict[int, RulingStage | None],
    refusal: Refusal | None,
) -> SheetItem | None:
    wanted = refusal.item_id if refusal else whole_number(request.GET.get("muc", ""))
    by_key = {item.pk: item for item in shown}
    if wanted in by_key:
        return by_key[wanted]
    waiting = (item for item in shown if desks.needs_work(item, kind=desk.kind, stage=stages[item.pk]))
    return next(waiting, shown[0] if shown else None)


def _filters(request: HttpRequest, desk: Desk) -> list[dict[str, object]]:
    if desk.kind is not DeskKind.AGENCY:
        return []
    counts = [_status(request, desk, item) for item in desk.items]
    chosen = request.GET.get("loc", "")
    return [
        {
            "name": name,
            "url": f"?loc={key}",
            "is_current": key == chosen,
            "count": counts.count(presenter.STATUS_OF_FILTER[key]) if key else len(counts),
        }
        for key, name in presenter.FILTERS.items()
    ]

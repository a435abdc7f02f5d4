"""The documents of one item of a sheet: show, cite, add, take a suggestion, correct, take away, open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import IO, TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from parindex.apps.assessment import linking, proofs, selectors, suggestions
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.diagnoses import diagnose_alone, diagnose_sheet, expected_of
from parindex.apps.assessment.errors import AssessmentError, LinkNotFound, SheetNotFound
from parindex.apps.evidence import documents
from parindex.apps.evidence import selectors as library
from parindex.apps.evidence.errors import DocumentNotFound, DocumentProblem, NothingGiven
from parindex.documents.errors import DocumentError
from parindex.domain.access import Actor
from parindex.domain.lifecycle import MoveRefused
from parindex.domain.text.dates import parse_date
from parindex.web.presenters import documents as document_presenter
from parindex.web.presenters import evidence as presenter
from parindex.web.request import actor_of, whole_number
from parindex.web.views.documents import ACCEPTED, give_file

if TYPE_CHECKING:
    from parindex.apps.assessment.models import EvidenceLink, SheetItem

MOST_FOUND = 30
_REFUSED = 422


def panel_of(item: SheetItem, *, actor: Actor, now: datetime) -> presenter.Panel:
    """Return the documents of an item of a visible sheet, as the form shows them beside it.

    `item` comes from `selectors.list_items`, with its evidence and rulings.
    """
    refusal = linking.refusal_of(sheet=item.sheet, item=item, actor=actor, now=now)
    return presenter.panel(
        item,
        findings=diagnose_sheet(item.sheet, [item]),
        suggestions=None if refusal else suggestions.suggest(item, actor),
        expected=expected_of(book_of(item.sheet.group.revision), item.code),
        refusal=refusal,
    )


@require_GET
def show(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Show the documents of an item on a page of their own, with a search of the library."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    return _page(request, selectors.access_item(actor, sheet, code))


def _page(request: HttpRequest, item: SheetItem, *, error: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    panel = panel_of(item, actor=actor, now=timezone.now())
    query = request.GET.get("tim", "")
    found = []
    if panel.may_link:
        linked = {link.document_id for link in item.evidence.all()}
        filters = library.DocumentFilter(query=query)
        kept = library.list_usable(actor, item.sheet.unit, filters, limit=MOST_FOUND)
        free = [one for one in kept if one.pk not in linked]
        uses = proofs.count_uses(actor, free)
        found = document_presenter.rows(free, findings=diagnose_alone(free), uses=uses)
    leaf = book_of(item.sheet.group.revision).leaves[item.code]
    context = {
        "sheet": item.sheet,
        "item": item,
        "leaf": leaf,
        "evidence": panel,
        "found": found,
        "query": query,
        "error": error,
        "accepted": ACCEPTED,
    }
    return render(request, "evidence/item.html", context, status=status)


@require_POST
def act(request: HttpRequest, public_id: UUID, code: str, action: str) -> HttpResponse:
    """Take a step with the documents of an item."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    item = selectors.access_item(actor, sheet, code)
    step = _STEPS.get(action)
    if step is None:
        raise SheetNotFound
    try:
        words, undo = step(request, item, actor, timezone.now())
    except (SheetNotFound, LinkNotFound, DocumentNotFound):
        raise
    except (AssessmentError, DocumentProblem, DocumentError, MoveRefused) as refused:
        return _page(request, item, error=refused.message, status=_REFUSED)
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    if _asked(request, "ve") == "phieu":
        return redirect(f"{reverse('sheet-detail', args=[public_id])}?muc={code}#tai-lieu")
    return redirect("evidence-item", public_id, code)


@require_GET
def file(request: HttpRequest, public_id: UUID, code: str, link_id: int) -> HttpResponseBase:
    """Give the file of a cited document to whoever may see the item."""
    actor = actor_of(request)
    sheet = selectors.access_sheet(actor, public_id)
    return give_file(proofs.access_link(actor, sheet, code, link_id).document, actor=actor)


def _asked(request: HttpRequest, name: str) -> str:
    """Return a value of the form, or of the address when a step is undone."""
    return request.POST.get(name) or request.GET.get(name, "")


def _link_of(request: HttpRequest, item: SheetItem) -> EvidenceLink:
    return proofs.link_of(item, whole_number(_asked(request, "dan")) or 0)


def _address(request: HttpRequest, item: SheetItem, action: str, **values: object) -> str:
    told = {name: str(value) for name, value in {**values, "ve": _asked(request, "ve")}.items() if value}
    path = reverse("evidence-act", args=[item.sheet.public_id, item.code, action])
    return f"{path}?{urlencode(told)}"


Told = tuple[str, str]
"""What to say when a step is done, and the address that undoes it."""


def _cite(request: HttpRequest, item: SheetItem, actor: Actor, now: datetime) -> Told:
    try:
        wanted = UUID(_asked(request, "tai-lieu"))
    except ValueError as error:
        raise DocumentNotFound from error
    document = library.access_document(actor, wanted)
    made = linking.link(item=item, document=document, place=_asked(request, "cho"), actor=actor, now=now)
    return "Đã dẫn tài liệu.", _address(request, item, "bo", dan=made.pk)


def _suggested(request: HttpRequest, item: SheetItem, actor: Actor, now: datetime) -> Told:
    report_id = whole_number(_asked(request, "bao-cao")) or 0
    made = suggestions.take_proof(item=item, report_id=report_id, actor=actor, now=now)
    return "Đã dẫn tài liệu của nhiệm vụ.", _address(request, item, "bo", dan=made.pk)


def _add(request: HttpRequest, item: SheetItem, actor: Actor, now: datetime) -> Told:
    uploads = [
        documents.Upload(name=one.name or "", stream=cast("IO[bytes]", one.file))
        for one in request.FILES.getlist("files")
        if one.file is not None
    ]
    number, day = _asked(request, "so").strip(), _asked(request, "ngay").strip()
    issued_on = parse_date(day) if day else None
    if day and issued_on is None:
        raise DocumentProblem(f"Không hiểu ngày “{day}”. Ghi như 21/07/2026.")
    if not uploads and not number:
        raise NothingGiven
    facts = documents.Facts(number=number, issued_on=issued_on)
    place = _asked(request, "cho")
    if not uploads:
        made = linking.link_new(item=item, upload=None, facts=facts, place=place, actor=actor, now=now)
        return "Đã dẫn văn bản theo số.", _address(request, item, "bo", dan=made.pk)
    # A number is that of one document.
    own = facts if len(uploads) == 1 else documents.Facts()
    links = [
        linking.link_new(item=item, upload=upload, facts=own, place=place, actor=actor, now=now) for upload in uploads
    ]
    if len(links) == 1:
        return "Đã thêm và dẫn tài liệu.", _address(request, item, "bo", dan=links[0].pk)
    return f"Đã thêm và dẫn {len(links)} tài liệu.", ""


def _remove(request: HttpRequest, item: SheetItem, actor: Actor, now: datetime) -> Told:
    link = _link_of(request, item)
    linking.unlink(link=link, actor=actor, now=now)
    values = {"tai-lieu": link.document.public_id, "cho": link.place}
    return "Đã thôi dẫn tài liệu; tài liệu vẫn ở trong kho.", _address(request, item, "dan", **values)


def _set_place(request: HttpRequest, item: SheetItem, actor: Actor, now: datetime) -> Told:
    link = _link_of(request, item)
    before = link.place
    linking.set_place(link=link, place=_asked(request, "cho"), actor=actor, now=now)
    return "Đã ghi mục, trang.", _address(request, item, "cho", dan=link.pk, cho=before)


def _move(request: HttpRequest, item: SheetItem, actor: Actor, now: datetime) -> Told:
    target = selectors.access_item(actor, item.sheet, _asked(request, "muc"))
    moved = linking.move(link=_link_of(request, item), item=target, actor=actor, now=now)
    undo = _address(request, target, "chuyen", dan=moved.pk, muc=item.code)
    return f"Đã chuyển tài liệu sang mục {target.code}.", undo


_STEPS: Mapping[str, Callable[[HttpRequest, SheetItem, Actor, datetime], Told]] = {
    "dan": _cite,
    "goi-y": _suggested,
    "them": _add,
    "bo": _remove,
    "cho": _set_place,
    "chuyen": _move,
}

"""The library of documents that prove something: search, add many, confirm what was read, open the file."""

from __future__ import annotations

import uuid
from typing import IO, TYPE_CHECKING, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.assessment import proofs
from parindex.apps.assessment.diagnoses import diagnose_alone
from parindex.apps.audit import services as audit
from parindex.apps.evidence import documents, selectors
from parindex.apps.evidence import services as files
from parindex.apps.evidence.errors import DocumentChanged, DocumentProblem
from parindex.apps.orgs import selectors as orgs
from parindex.documents.errors import DocumentError
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.web.forms.documents import FactsForm, NumberForm, draft_key
from parindex.web.presenters import documents as presenter
from parindex.web.presenters import paging
from parindex.web.presenters.progress import job_progress
from parindex.web.request import actor_of, whole_number

if TYPE_CHECKING:
    from parindex.apps.evidence.models import Document
    from parindex.apps.orgs.models import Unit

PAGE_SIZE = 50
ACCEPTED = ".pdf,.docx,.doc,.xlsx,.xls,.odt,.txt,.html,.png,.jpg,.jpeg"
_REFUSED, _CONFLICT = 422, 409


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the documents that one may see, with what is wrong and how many items each proves."""
    actor = actor_of(request)
    filters = _filters(request)
    total = selectors.count_documents(actor, filters)
    page = min(whole_number(request.GET.get("trang", "1")) or 1, max(-(-total // PAGE_SIZE), 1))
    found = selectors.list_documents(actor, filters, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    shown = presenter.rows(found, findings=diagnose_alone(found), uses=proofs.count_uses(actor, found))
    query = {key: str(value) for key, value in request.GET.items() if key != "trang"}
    context = {
        "rows": shown,
        "total": total,
        "filters": filters,
        "states": [(key, words) for key, (words, _) in selectors.STATES.items()],
        "window": paging.window(page=page, size=PAGE_SIZE, total=total, query=query, noun="tài liệu"),
        "may_add": actor.holds(Permission.SCORES_ENTER),
    }
    return render(request, "documents/list.html", context)


def _filters(request: HttpRequest) -> selectors.DocumentFilter:
    year = whole_number(request.GET.get("nam-ban-hanh", ""))
    return selectors.DocumentFilter(
        query=request.GET.get("tim", ""),
        year=year if year is not None and 1900 <= year <= 9999 else None,
        state=request.GET.get("tinh-trang", ""),
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Show the form that takes one or many files or a number, or take them."""
    actor = actor_of(request)
    if not actor.holds(Permission.SCORES_ENTER):
        raise PermissionDenied(Permission.SCORES_ENTER)
    is_number = request.POST.get("cach") == "so"
    form = NumberForm(request.POST if is_number else None)
    outcomes: list[Outcome] = []
    error = ""
    if request.method == "POST":
        unit = orgs.access_unit(actor, whole_number(request.POST.get("unit", "")) or 0)
        if is_number:
            if form.is_valid():
                added = documents.add_document(unit=unit, facts=form.facts(), actor=actor, now=timezone.now())
                messages.success(request, "Đã ghi tài liệu." if added.is_new else "Số này đã có trong kho.")
                return redirect("document-detail", added.document.public_id)
        else:
            outcomes = [_add_file(file, unit=unit, actor=actor) for file in _uploads(request)]
            error = "" if outcomes else "Chưa chọn tệp nào. Chọn một hoặc nhiều tệp rồi gửi lại."
        if len(outcomes) == 1 and outcomes[0].document is not None:
            if not outcomes[0].is_new:
                messages.info(request, "Tệp này đã có trong kho; không có gì bị tạo thêm.")
            return redirect("document-detail", outcomes[0].document.public_id)
    context = {
        "units": selectors.list_keeping_units(actor, today=timezone.localdate()),
        "form": form,
        "outcomes": outcomes,
        "error": error,
        "accepted": ACCEPTED,
    }
    is_refused = bool(error) or (is_number and not form.is_valid())
    return render(request, "documents/add.html", context, status=_REFUSED if is_refused else 200)


class Outcome:
    """What became of one uploaded file: a document, new or already kept, or the reason of its refusal."""

    def __init__(self, name: str, *, document: Document | None = None, is_new: bool = False, error: str = "") -> None:
        self.name, self.document, self.is_new, self.error = name, document, is_new, error


def _uploads(request: HttpRequest) -> list[documents.Upload]:
    return [
        documents.Upload(name=file.name or "", stream=cast("IO[bytes]", file.file))
        for file in request.FILES.getlist("files")
        if file.file is not None
    ]


def _add_file(upload: documents.Upload, *, unit: Unit, actor: Actor) -> Outcome:
    try:
        added = documents.add_document(unit=unit, upload=upload, actor=actor, now=timezone.now())
    except DocumentError as refused:
        return Outcome(upload.name, error=refused.message)
    return Outcome(upload.name, document=added.document, is_new=added.is_new)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a document with its words and what was read marked in them, and take what a person confirms."""
    actor = actor_of(request)
    document = selectors.access_document(actor, public_id)
    may_confirm = actor.may(Permission.SCORES_ENTER, document.unit.path)
    form = FactsForm(request.POST or None, initial=_initial(document))
    error, status = "", 200
    if request.method == "POST":
        if not may_confirm:
            raise PermissionDenied(Permission.SCORES_ENTER)
        status = _REFUSED
        if form.is_valid():
            try:
                documents.confirm_facts(
                    document=document,
                    version=form.cleaned_data["version"],
                    facts=form.facts(),
                    actor=actor,
                    now=timezone.now(),
                )
            except DocumentProblem as refused:
                error = refused.message
                status = _CONFLICT if isinstance(refused, DocumentChanged) else _REFUSED
                document = selectors.access_document(actor, public_id)
                typed = request.POST.copy()
                typed["version"] = str(document.version)
                form = FactsForm(typed, initial=_initial(document))
            else:
                messages.success(request, "Đã xác nhận thông tin tài liệu.")
                return redirect(_following(actor, document) if "tiep" in request.POST else request.path)
    return render(
        request,
        "documents/detail.html",
        _detail(actor, document, form, error) | {"may_confirm": may_confirm},
        status=status,
    )


def _detail(actor: Actor, document: Document, form: FactsForm, error: str) -> dict[str, object]:
    uses = proofs.list_uses(actor, document)
    findings = diagnose_alone([document])[document.pk]
    return {
        "document": document,
        "row": presenter.row(document, findings=findings, uses=len(uses)),
        "uses": uses,
        "form": form,
        "error": error,
        "read_fields": presenter.read_fields(document.read),
        "excerpt": presenter.excerpt(document.read),
        "warnings": document.read.get("warnings", ()),
        "signers": document.read.get("signers", ()),
        "reading_error": document.read.get("error", {}).get("message", ""),
        "has_next": document.confirmed_at is None,
    }


def _initial(document: Document) -> dict[str, object]:
    shown = document.issued_on
    return {
        "number": document.number,
        "issued_on": f"{shown:%d/%m/%Y}" if shown else "",
        "issuer": document.issuer,
        "subject": document.subject,
        "signer": document.signer,
        "draft": draft_key(document.is_draft),
        "version": document.version,
    }


def _following(actor: Actor, document: Document) -> str:
    """Return the page of the next document of the same unit that nobody has confirmed, else the library."""
    waiting = selectors.DocumentFilter(unit_path=document.unit.path, state="unconfirmed")
    found = selectors.list_documents(actor, waiting, limit=2)
    following = next((one for one in found if one.pk != document.pk), None)
    return reverse("document-detail", args=[following.public_id]) if following else reverse("document-list")


@require_GET
def file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Give the file back exactly as it came."""
    actor = actor_of(request)
    return give_file(selectors.access_document(actor, public_id), actor=actor)


def give_file(document: Document, *, actor: Actor) -> HttpResponseBase:
    """Give the file of a document that the actor may open, and record it."""
    if document.file is None:
        raise Http404
    stream = files.open_file(document.file)
    audit.record_view(
        actor=actor,
        action="file.viewed",
        object_type="document",
        object_id=str(document.public_id),
        object_label=document.file_name,
        unit_path=document.unit.path,
        now=timezone.now(),
    )
    return FileResponse(stream, as_attachment=True, filename=document.file_name, content_type=document.file.media_type)


@require_GET
def progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer how far the reading is, for the page that waits."""
    document = selectors.access_document(actor_of(request), public_id)
    return JsonResponse(
        {
            **job_progress(document.job),
            "finished": document.reading != "waiting",
        }
    )


@require_POST
def retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read a file again that could not be read."""
    actor = actor_of(request)
    document = selectors.access_document(actor, public_id)
    try:
        documents.read_again(document=document, actor=actor, now=timezone.now())
    except DocumentProblem as refused:
        messages.error(request, refused.message)
    return redirect("document-detail", public_id)

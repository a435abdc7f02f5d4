"""Feedback without an account: send it, follow it by its code, add to it, rate the answer, read what others asked.

Nothing here needs a script. Robots are met by a field that people do not see, a signed form that cannot be sent in
no time, and limits by place; whoever is refused keeps what they typed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.feedback import gate, intake, selectors
from parindex.apps.feedback.errors import FeedbackError, FeedbackIncomplete, TooManySent, UnknownCode
from parindex.apps.feedback.intake import Contact, Enclosure, Receipt, Submission
from parindex.definitions.feedback import loader
from parindex.domain.lifecycle import MoveRefused
from parindex.web.forms.feedback import SubmissionForm
from parindex.web.presenters import feedback as presenter
from parindex.web.presenters.paging import window
from parindex.web.request import place_of, whole_number

_SALT = "parindex.feedback.sheet"
_REFUSED, _TOO_MANY, _UNKNOWN = 422, 429, 404
_PAGE = 20
_TRAP = "website"


@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it and give the tracking code."""
    units = selectors.list_receivers(today=timezone.localdate())
    choices = [(unit.slug, unit.name) for unit in units]
    if request.method == "GET":
        chosen = {"unit": request.GET.get("don-vi", ""), "dossier_code": request.GET.get("ho-so", "")}
        return _form(request, SubmissionForm(units=choices, initial=chosen))
    form = SubmissionForm(request.POST, units=choices)
    sheet = sheet_of(request.POST.get("phieu", ""))
    try:
        if sheet is None or not intake.was_sent(sheet):
            _pass_gate(request)
    except TooManySent as error:
        answer = _form(request, form, refused=error.message, status=_TOO_MANY)
        answer["Retry-After"] = str(error.minutes * 60)
        return answer
    wrong = _is_robot(request)
    if wrong or sheet is None or not form.is_valid():
        return _form(request, form, refused=wrong, status=_REFUSED)
    try:
        receipt = intake.receive(
            unit=next(unit for unit in units if unit.slug == form.cleaned_data["unit"]),
            submission=submission_of(form, sheet=sheet),
            enclosures=enclosures_of(request),
            now=timezone.now(),
        )
    except FeedbackIncomplete as error:
        form.add_refusals(error.fields)
        return _form(request, form, status=_REFUSED)
    if receipt.is_new:
        gate.note(kind=gate.SEND, place=place_of(request), now=timezone.now())
        gate.note(kind=gate.SEND_ALL, place="", now=timezone.now())
    return show_receipt(request, receipt)


def _pass_gate(request: HttpRequest) -> None:
    """Refuse who sends too often; a post with files counts whatever becomes of it. Raises `TooManySent`."""
    place, now = place_of(request), timezone.now()
    gate.require(kind=gate.SEND, place=place, now=now)
    gate.require(kind=gate.SEND_ALL, place="", now=now)
    if request.FILES:
        gate.require(kind=gate.FILES, place=place, now=now)
        gate.note(kind=gate.FILES, place=place, now=now)


def show_receipt(
    request: HttpRequest, receipt: Receipt, *, template: str = "public/feedback_receipt.html"
) -> HttpResponse:
    """Show the tracking code, which no later page can show."""
    context = {"feedback": receipt.feedback, "code": receipt.code, "clocks": presenter.first_clocks(receipt.feedback)}
    return render(request, template, context)


def submission_of(form: SubmissionForm, *, sheet: uuid.UUID) -> Submission:
    """Return what a valid form says."""
    told = form.cleaned_data
    return Submission(
        sheet=sheet,
        subject=told["subject"],
        content=told["content"],
        contact=Contact(told["full_name"], told["address"], phone=told["phone"], email=told["email"]),
        place=told["place"],
        content_kind=told["content_kind"],
        dossier_code=told["dossier_code"],
        is_confidential=told["is_confidential"],
    )


def enclosures_of(request: HttpRequest) -> list[Enclosure]:
    """Return the files that came with a form."""
    return [Enclosure(file.name or "tep", file) for file in request.FILES.getlist("tep")]


def fresh_sheet() -> str:
    """Return the signed number of a new form, with the time at which it was given out."""
    return signing.dumps([uuid.uuid4().hex, int(timezone.now().timestamp())], salt=_SALT)


def _form(request: HttpRequest, form: SubmissionForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    kept = request.POST.get("phieu", "")
    context = {
        "form": form,
        "refused": refused,
        "sheet": kept if sheet_of(kept) is not None else fresh_sheet(),
        "files": loader.load_intake().files,
        "had_files": bool(request.FILES),
    }
    return render(request, "public/feedback_form.html", context, status=status)


def sheet_of(text: str) -> uuid.UUID | None:
    """Return the number of a form that this site gave out and that is not too old."""
    try:
        number, _ = signing.loads(text, salt=_SALT, max_age=loader.load_intake().sheet_hours * 3600)
        return uuid.UUID(number)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _is_robot(request: HttpRequest) -> str:
    """Return why a form was not filled in by a person, for the person whom that meets by mistake."""
    if request.POST.get(_TRAP, ""):
        return "Ô “Trang web” phải để trống. Xóa ô ấy rồi gửi lại."
    text = request.POST.get("phieu", "")
    if sheet_of(text) is None:
        return "Trang đã mở quá lâu. Những gì bạn viết vẫn còn: xem lại rồi bấm gửi lần nữa."
    _, given_at = signing.loads(text, salt=_SALT)
    if timezone.now().timestamp() - given_at < loader.load_intake().least_seconds:
        return "Trang vừa mở đã được gửi đi, như máy gửi tự động. Xem lại nội dung rồi bấm gửi lần nữa."
    return ""


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Show how feedback goes by its code; take what its sender adds, and what they think of the answer."""
    if request.method == "GET":
        return render(request, "public/feedback_track.html", {})
    code = request.POST.get("ma", "")
    place, now = place_of(request), timezone.now()
    try:
        gate.require(kind=gate.LOOK, place=place, now=now)
        feedback = intake.access_by_code(code)
    except UnknownCode as error:
        gate.note(kind=gate.LOOK, place=place, now=now)
        return render(request, "public/feedback_track.html", {"error": error.message, "code": code}, status=_UNKNOWN)
    except TooManySent as error:
        words = f"Đã nhập sai mã quá nhiều lần từ mạng của bạn. Đợi {error.minutes} phút rồi nhập lại."
        return render(request, "public/feedback_track.html", {"error": words, "code": code}, status=_TOO_MANY)
    refused = ""
    try:
        if request.POST.get("viec") == "bo-sung":
            feedback = intake.supplement(feedback=feedback, words=request.POST.get("loi", ""), now=now)
            messages.success(request, "Đã nhận phần bổ sung. Cơ quan xem xét tiếp.")
        elif request.POST.get("viec") == "danh-gia":
            told = {"rating": request.POST.get("muc", ""), "words": request.POST.get("loi", "")}
            intake.rate(feedback=feedback, **told, now=now)
            messages.success(request, "Đã ghi đánh giá của bạn. Cảm ơn bạn.")
    except (FeedbackError, MoveRefused) as error:
        refused = error.message
    feedback = intake.access_by_code(code)
    shown = presenter.tracked(feedback, selectors.list_steps(feedback))
    context = {
        "code": code,
        "shown": shown,
        "refused": refused,
        "words": request.POST.get("loi", "") if refused else "",
    }
    return render(request, "public/feedback_track.html", context, status=_REFUSED if refused else 200)


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show what was asked, answered and published, by theme."""
    themes = loader.theme_names()
    theme = request.GET.get("chu-de", "")
    theme = theme if theme in themes else ""
    counts = selectors.count_themes()
    total = counts.get(theme, 0) if theme else sum(counts.values())
    page = min(max(whole_number(request.GET.get("trang", "")) or 1, 1), max(-(-total // _PAGE), 1))
    query = {"chu-de": theme} if theme else {}
    pager = window(page=page, size=_PAGE, total=total, query=query, noun="phản ánh")
    context = {
        "rows": presenter.public_rows(selectors.list_public(theme=theme, page=page, size=_PAGE)),
        "themes": _themes(themes, counts=counts, chosen=theme),
        "theme": theme,
        "pager": pager,
    }
    return render(request, "public/feedback_list.html", context)


def _themes(names: Mapping[str, str], *, counts: dict[str, int], chosen: str) -> Sequence[dict[str, object]]:
    return [
        {"code": code, "name": name, "count": counts[code], "is_current": code == chosen}
        for code, name in names.items()
        if counts.get(code)
    ]


@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one published answer."""
    (row,) = presenter.public_rows([selectors.access_public(public_id)])
    return render(request, "public/feedback_answer.html", {"row": row})

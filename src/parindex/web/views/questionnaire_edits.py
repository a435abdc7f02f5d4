"""Changes of a questionnaire in the builder: questions, groups, the whole text; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from parindex.apps.surveys import own, own_selectors
from parindex.apps.surveys.errors import BadQuestionnaire, QuestionnaireNotFound, QuestionnaireRefused
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys import editing
from parindex.domain.surveys.editing import EditingError
from parindex.domain.surveys.questionnaire import AGGREGATION_NAMES, Questionnaire
from parindex.web.forms import questionnaires as forms
from parindex.web.forms.questionnaires import Mistyped, QuestionSheet
from parindex.web.presenters import questionnaires as presenter
from parindex.web.request import actor_of
from parindex.web.views.questionnaires import revision_of

if TYPE_CHECKING:
    from parindex.apps.surveys.models import OwnQuestionnaire

_REFUSED = 422
_SPARE_LINES = 2
_MORE_LINES = 6
Mistakes = Sequence[tuple[str, str]]


@require_POST
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a question of a kind after the others, or before one, and open it."""
    actor, mine = _edited(request, public_id)
    told = own.read(mine)
    at = _position(request.POST.get("truoc", ""), len(told.questions))
    maker = editing.MAKERS.get(request.POST.get("loai", ""))
    if maker is None:
        raise QuestionnaireNotFound
    try:
        question = maker(told)
        words = f"Thêm câu {question.code}"
        _change(request, actor, mine, editing.insert(told, question, at=at), words)
    except (EditingError, QuestionnaireRefused) as error:
        messages.error(request, error.message)
        return redirect("questionnaire-detail", public_id)
    return redirect("questionnaire-question", public_id, at + 1)


@require_POST
def move(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Move a question one place up or down, or to the place that was typed."""
    actor, mine = _edited(request, public_id)
    steps = {"len": number - 2, "xuong": number}
    to = steps.get(request.POST.get("huong", ""), _position(request.POST.get("den", ""), number) - 1)
    return _back(request, actor, mine, lambda told: editing.move(told, at=number - 1, to=to), f"Đổi chỗ câu {number}")


@require_POST
def remove(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Take a question away."""
    actor, mine = _edited(request, public_id)
    return _back(request, actor, mine, lambda told: editing.remove(told, at=number - 1), f"Xóa câu {number}")


@require_http_methods(["GET", "POST"])
def edit_question(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Edit a question beside its preview; “them” asks for more lines, “xem” only for the preview."""
    actor, mine = _edited(request, public_id)
    told = own.read(mine)
    if not 1 <= number <= len(told.questions):
        raise QuestionnaireNotFound
    before = told.questions[number - 1]
    page = _QuestionPage(request, mine, told, number)
    if request.method == "GET":
        return page.show(forms.sheet_of(before), told)
    sheet = forms.sheet_from(request.POST)
    try:
        changed = editing.rewrite(told, forms.question_of(sheet, before=before), at=number - 1)
    except Mistyped as error:
        if "them" in request.POST:
            return page.show(sheet, told, spare=_MORE_LINES)
        return page.show(sheet, told, mistakes=error.mistakes)
    except EditingError as error:
        return page.show(sheet, told, mistakes=[("code", error.message)])
    if {"them", "xem"} & set(request.POST):
        return page.show(sheet, changed, spare=_MORE_LINES if "them" in request.POST else _SPARE_LINES)
    try:
        _change(request, actor, mine, changed, f"Sửa câu {sheet.code}")
    except QuestionnaireRefused as error:
        return page.show(sheet, changed, mistakes=[("code", error.message)])
    messages.success(request, f"Đã lưu câu {sheet.code}.")
    return redirect("questionnaire-detail", public_id)


class _QuestionPage:
    """The page of one question."""

    def __init__(self, request: HttpRequest, mine: OwnQuestionnaire, told: Questionnaire, number: int) -> None:
        self._request, self._mine, self._told, self._number = request, mine, told, number

    def show(
        self,
        sheet: QuestionSheet,
        shown: Questionnaire,
        *,
        mistakes: Mistakes = (),
        spare: int = _SPARE_LINES,
    ) -> HttpResponse:
        """Show what was typed with its mistakes, and the question of `shown` as a respondent sees it."""
        lines, _ = presenter.question_lines(shown)
        context = {
            "mine": self._mine,
            "number": self._number,
            "sheet": sheet,
            "options": [*sheet.options, *[forms.OptionLine()] * spare],
            "rows": [*sheet.rows, *[forms.RowLine()] * spare],
            "mistakes": mistakes,
            "problems": () if mistakes else lines[self._number - 1].problems,
            "blocks": presenter.preview(shown, at=self._number - 1),
            "kinds": [(kind.value, name) for kind, name in presenter.KIND_NAMES.items()],
            "elements": [(element.code, element.name.vi) for element in self._told.elements],
            "earlier": presenter.earlier_columns(self._told, self._number - 1),
        }
        status = _REFUSED if mistakes else 200
        return render(self._request, "surveys/questionnaire_question.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit_head(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Edit the title, the notice, the way of aggregation, and the groups of the index."""
    actor, mine = _edited(request, public_id)
    told = own.read(mine)
    lines = forms.groups_of(told.parts)
    mistakes: Mistakes = ()
    if request.method == "POST":
        lines = forms.groups_from(request.POST)
        told, mistakes = forms.head_of(request.POST, lines, before=told)
        if not mistakes and "them" not in request.POST:
            try:
                _change(request, actor, mine, told, "Sửa thông tin và nhóm")
            except QuestionnaireRefused as error:
                mistakes = (("vi", error.message),)
            else:
                messages.success(request, "Đã lưu thông tin và nhóm.")
                return redirect("questionnaire-detail", public_id)
    spare = _MORE_LINES if "them" in request.POST else _SPARE_LINES
    context = {
        "mine": mine,
        "told": told,
        "groups": [*lines, *[forms.GroupLine()] * spare],
        "aggregations": AGGREGATION_NAMES.items(),
        "mistakes": mistakes,
    }
    return render(request, "surveys/questionnaire_head.html", context, status=_REFUSED if mistakes else 200)


@require_http_methods(["GET", "POST"])
def edit_text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Edit the whole questionnaire as YAML; a mistake is told with its line."""
    actor, mine = _edited(request, public_id)
    text, error = mine.text, ""
    if request.method == "POST":
        file = request.FILES.get("tep")
        text = file.read(own.MOST_TEXT * 4).decode("utf-8-sig", "replace") if file else request.POST.get("text", "")
        try:
            _change(request, actor, mine, own.parse(text), "Thay bằng YAML")
        except (BadQuestionnaire, QuestionnaireRefused) as refused:
            error = refused.message
        else:
            messages.success(request, "Đã nhận YAML. Mã phiếu và số bản giữ như cũ.")
            return redirect("questionnaire-detail", public_id)
    context = {"mine": mine, "text": text, "error": error}
    return render(request, "surveys/questionnaire_yaml.html", context, status=_REFUSED if error else 200)


def _edited(request: HttpRequest, public_id: UUID) -> tuple[Actor, OwnQuestionnaire]:
    actor = actor_of(request)
    mine = own_selectors.access_own(actor, public_id)
    if not actor.may(Permission.SURVEYS_MANAGE, mine.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    return actor, mine


def _change(request: HttpRequest, actor: Actor, mine: OwnQuestionnaire, told: Questionnaire, words: str) -> None:
    own.change(own=mine, revision=revision_of(request), told=told, words=words, actor=actor, now=timezone.now())


def _back(
    request: HttpRequest,
    actor: Actor,
    mine: OwnQuestionnaire,
    edit: Callable[[Questionnaire], Questionnaire],
    words: str,
) -> HttpResponse:
    """Make a change and go back to the builder, with the reason where it cannot be made."""
    try:
        _change(request, actor, mine, edit(own.read(mine)), words)
    except (EditingError, QuestionnaireRefused) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{words}: đã xong.")
    return redirect("questionnaire-detail", mine.public_id)


def _position(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise

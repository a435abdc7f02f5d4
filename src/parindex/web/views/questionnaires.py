"""Questionnaires: the list of shipped and own ones, making one, the builder with its preview, files, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import own, own_selectors
from parindex.apps.surveys.errors import QuestionnaireNotFound, QuestionnaireRefused, SurveyError
from parindex.definitions.questionnaires import loader
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys.questionnaire import find_problems_of_new
from parindex.web.forms.surveys import QuestionnaireForm
from parindex.web.presenters import questionnaires as presenter
from parindex.web.request import actor_of
from parindex.web.views.survey_access import managed_units

if TYPE_CHECKING:
    from parindex.apps.surveys.models import OwnQuestionnaire
    from parindex.domain.surveys.questionnaire import Questionnaire

_REFUSED = 422


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Show the shipped questionnaires and those of the area."""
    actor = _viewer(request)
    shipped = [(one, *presenter.STATUS_CHIPS[one.status]) for one in loader.list_questionnaires()]
    mine = [(one, len(find_problems_of_new(own.read(one)))) for one in own_selectors.list_own(actor)]
    context = {"shipped": shipped, "own": mine, "may_make": actor.holds(Permission.SURVEYS_MANAGE)}
    return render(request, "surveys/questionnaires.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a questionnaire from blank, from another or from a file."""
    actor = actor_of(request)
    units = managed_units(actor)
    sources = [(one.id, f"{one.title.vi} ({one.id})") for one in loader.list_questionnaires()]
    sources += [(str(one.public_id), f"{one.title} ({one.slug})") for one in own_selectors.list_own(actor)]
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = QuestionnaireForm(*posted, units=units, sources=sources, initial={"source": request.GET.get("tu", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(actor, form)
        except SurveyError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập bộ câu hỏi. Thêm, sửa, đổi chỗ câu ở dưới; bên cạnh là bản xem trước.")
            return redirect("questionnaire-detail", made.public_id)
    status = _REFUSED if form.errors else 200
    return render(request, "surveys/questionnaire_create.html", {"form": form}, status=status)


def _make(actor: Actor, form: QuestionnaireForm) -> OwnQuestionnaire:
    told, now = form.cleaned_data, timezone.now()
    unit = orgs.access_unit(actor, told["unit"])
    if text := form.text():
        return own.take_in(unit=unit, text=text, actor=actor, now=now)
    source = _source(actor, told["source"])
    return own.create(unit=unit, slug=told["slug"], title=told["title"], source=source, actor=actor, now=now)


def _source(actor: Actor, named: str) -> Questionnaire | None:
    if not named:
        return None
    try:
        return own.read(own_selectors.access_own(actor, UUID(named)))
    except ValueError:
        return loader.load_questionnaire(named)


@require_GET
def show_shipped(request: HttpRequest, questionnaire_id: str) -> HttpResponse:
    """Show a questionnaire of the house as a respondent sees it."""
    actor = _viewer(request)
    found = _shipped(questionnaire_id)
    context = {
        "told": found,
        "chip": presenter.STATUS_CHIPS[found.status],
        "blocks": presenter.preview(found),
        "may_make": actor.holds(Permission.SURVEYS_MANAGE),
    }
    return render(request, "surveys/questionnaire_shipped.html", context)


@require_GET
def download_shipped(request: HttpRequest, questionnaire_id: str) -> HttpResponse:
    """Send a questionnaire of the house as it stands."""
    _viewer(request)
    return _file(loader.text_of(_shipped(questionnaire_id).id), f"{questionnaire_id}.yaml")


@require_GET
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the builder: the questions with what is wrong, the preview, versions."""
    actor = actor_of(request)
    mine = own_selectors.access_own(actor, public_id)
    told = own.read(mine)
    lines, loose = presenter.question_lines(told)
    context = {
        "mine": mine,
        "told": told,
        "lines": lines,
        "loose": loose,
        "problem_count": len(loose) + sum(len(line.problems) for line in lines),
        "blocks": presenter.preview(told),
        "versions": own_selectors.list_versions(mine),
        "last": own_selectors.last_step(mine),
        "makers": presenter.MAKER_NAMES.items(),
        "may_edit": actor.may(Permission.SURVEYS_MANAGE, mine.unit.path),
    }
    return render(request, "surveys/questionnaire.html", context)


@require_GET
def show_preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the whole form as a respondent sees it, on a page of its own."""
    mine = own_selectors.access_own(actor_of(request), public_id)
    return render(
        request, "surveys/questionnaire_preview.html", {"mine": mine, "blocks": presenter.preview(own.read(mine))}
    )


@require_GET
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the questionnaire as a file that every command and every wave takes."""
    mine = own_selectors.access_own(actor_of(request), public_id)
    return _file(mine.text, f"{mine.slug}.yaml")


@require_GET
def download_version(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """Send a version that waves use."""
    mine = own_selectors.access_own(actor_of(request), public_id)
    return _file(own_selectors.access_version(mine, number).text, f"{mine.slug}-ban-{number}.yaml")


@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the last change back."""
    actor = actor_of(request)
    mine = own_selectors.access_own(actor, public_id)
    try:
        words = own.undo(own=mine, revision=revision_of(request), actor=actor, now=timezone.now())
    except QuestionnaireRefused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã hoàn tác: {words}.")
    return redirect("questionnaire-detail", public_id)


@require_POST
def drop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Delete a questionnaire that no wave uses."""
    actor = actor_of(request)
    mine = own_selectors.access_own(actor, public_id)
    try:
        own.drop(own=mine, actor=actor, now=timezone.now())
    except QuestionnaireRefused as error:
        messages.error(request, error.message)
        return redirect("questionnaire-detail", public_id)
    messages.success(request, f"Đã xóa bộ câu hỏi “{mine.title}”.")
    return redirect("questionnaire-list")


def revision_of(request: HttpRequest) -> int:
    """Return the revision that the person saw; one that never was when it is not told."""
    text = request.POST.get("lan-sua", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _viewer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.holds(Permission.SURVEYS_VIEW):
        raise PermissionDenied(Permission.SURVEYS_VIEW)
    return actor


def _shipped(questionnaire_id: str) -> Questionnaire:
    try:
        return loader.load_questionnaire(questionnaire_id)
    except loader.UnknownQuestionnaire as error:
        raise QuestionnaireNotFound from error


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

"""The form behind a public link: no sign-in, no script, nothing kept that tells who answered.

`noi` in the address is the place, `quay` the machine at the counter, `tieng` the language.
Answers are the same in each language.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parindex.apps.surveys import selectors, services
from parindex.apps.surveys.errors import DayFull, FormRefused, WaveClosed
from parindex.apps.surveys.services import Sheet
from parindex.definitions.labels.survey_words import words_in
from parindex.definitions.questionnaires.loader import read_questionnaire
from parindex.domain.surveys.languages import ENGLISH, LANGUAGE_NAMES, USUAL, languages_of
from parindex.web.presenters import surveys as presenter
from parindex.web.request import place_of

if TYPE_CHECKING:
    from parindex.apps.surveys.models import SurveyWave

_SALT = "survey-sheet"
_KEPT = ("noi", "quay", "tieng")
_REFUSED, _GONE, _FULL = 422, 410, 429
_STRANGE = FormRefused(
    "Tờ phiếu này không mở từ trang này. Hãy gửi lại.",
    english="This form was not opened from this page. Send it again.",
)
_THANKS_SECONDS, _IDLE_SECONDS = 15, 180
"""A machine at the counter goes back to an empty form by itself, so that nobody finds the answers of another."""


@never_cache  # going back must not show what somebody chose, nor send the number of a sheet twice
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of a wave, or take it filled in."""
    wave = selectors.access_public(token)
    if not selectors.takes_answers(wave, today=timezone.localdate()):
        return _closed(request, wave)
    if request.method == "GET":
        return _form(request, wave, told={}, refused=None)
    told = _told(request, wave)
    nonce = _nonce(request.POST.get("phieu", ""), wave)
    if nonce is None:
        return _form(request, wave, told=told, refused=_STRANGE)
    sheet = Sheet(
        answers=told,
        nonce=nonce,
        place=request.GET.get("noi", ""),
        device="" if _is_kiosk(request) else _device(request),
        at_counter=_is_kiosk(request),
    )
    try:
        services.take_answer(wave=wave, sheet=sheet, now=timezone.now())
    except FormRefused as error:
        return _form(request, wave, told=told, refused=error)
    except WaveClosed:
        return _closed(request, wave)
    return redirect(f"{reverse('survey-thanks', args=[token])}{_query(request, *_KEPT)}")


@require_GET
def thank(request: HttpRequest, token: str) -> HttpResponse:
    """Say thanks; at the counter go back to an empty form."""
    wave = selectors.access_public(token)
    again = f"{reverse('survey-form', args=[token])}{_query(request, 'noi', 'quay')}"
    context = {**_speech(request, wave), "wave": wave, "again": again, "kiosk": _is_kiosk(request)}
    context["wait"] = words_in(_language(request, wave))["form_wait"].format(seconds=_THANKS_SECONDS)
    answer = render(request, "public/survey_thanks.html", context)
    if _is_kiosk(request):
        answer["Refresh"] = f"{_THANKS_SECONDS}; url={again}"
    return answer


def _form(
    request: HttpRequest, wave: SurveyWave, *, told: Mapping[str, str], refused: FormRefused | None
) -> HttpResponse:
    sheet, language = request.POST.get("phieu", ""), _language(request, wave)
    is_blank = not told and not refused
    context: dict[str, object] = {
        **_speech(request, wave),
        "wave": wave,
        "fields": _blank(wave.questionnaire_text, language) if is_blank else _fields(wave, told, refused, language),
        "refused": refused.said(language) if refused else "",
        "sheet": sheet if _nonce(sheet, wave) else signing.dumps([wave.pk, uuid.uuid4().hex], salt=_SALT),
    }
    if _is_kiosk(request):
        context |= {"again": f"{request.path}{_query(request, 'noi', 'quay')}", "idle": _IDLE_SECONDS}
    status = _FULL if isinstance(refused, DayFull) else _REFUSED if refused else 200
    return render(request, "public/survey.html", context, status=status)


def _fields(wave: SurveyWave, told: Mapping[str, str], refused: FormRefused | None, language: str) -> str:
    errors = {mistake.column: mistake.said(language) for mistake in refused.mistakes} if refused else {}
    blocks = presenter.blocks(selectors.questionnaire_of(wave), told=told, errors=errors, language=language)
    return render_to_string("public/_survey_fields.html", {"blocks": blocks})


@lru_cache(maxsize=32)
def _blank(questionnaire_text: str, language: str) -> str:
    """Return the questions with nothing chosen: the same for everybody, and by far the most work of the page."""
    questionnaire = read_questionnaire(questionnaire_text, source="phiếu")
    blocks = presenter.blocks(questionnaire, told={}, errors={}, language=language)
    return render_to_string("public/_survey_fields.html", {"blocks": blocks})


def _closed(request: HttpRequest, wave: SurveyWave) -> HttpResponse:
    status = 200 if request.method == "GET" else _GONE
    words = WaveClosed().said(_language(request, wave))
    context = {**_speech(request, wave), "wave": wave, "words": words}
    return render(request, "public/survey_closed.html", context, status=status)


def _language(request: HttpRequest, wave: SurveyWave) -> str:
    """Return the language that the address asks for, the usual one where the questionnaire has no texts in it."""
    wanted = request.GET.get("tieng", "")
    return wanted if wanted in languages_of(selectors.questionnaire_of(wave)) else USUAL


def _speech(request: HttpRequest, wave: SurveyWave) -> dict[str, object]:
    """Return what a page needs to speak: its language, the fixed words, the way to each other language."""
    language, questionnaire = _language(request, wave), selectors.questionnaire_of(wave)
    base = _query(request, "noi", "quay")
    ways = {USUAL: base or request.path, ENGLISH: f"{base}{'&' if base else '?'}tieng={ENGLISH}"}
    others = [one for one in languages_of(questionnaire) if one != language]
    return {
        "language": language,
        "foreign": "" if language == USUAL else USUAL,
        "fixed": words_in(language),
        "others": [(one, LANGUAGE_NAMES[one], ways[one]) for one in others],
    }


def _told(request: HttpRequest, wave: SurveyWave) -> dict[str, str]:
    codes = selectors.questionnaire_of(wave).columns
    return {code: services.joined(request.POST.getlist(code)) for code in codes if code in request.POST}


def _nonce(text: str, wave: SurveyWave) -> uuid.UUID | None:
    """Return the number of a sheet that this site gave out for this wave."""
    try:
        wave_id, number = signing.loads(text, salt=_SALT)
        return uuid.UUID(number) if wave_id == wave.pk else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _device(request: HttpRequest) -> str:
    """Return what a browser tells of itself; it leaves this function only to be hashed with a key."""
    return f"{place_of(request)} {request.headers.get('User-Agent', '')}"


def _is_kiosk(request: HttpRequest) -> bool:
    return request.GET.get("quay") == "1"


def _query(request: HttpRequest, *names: str) -> str:
    kept = {key: request.GET[key] for key in names if request.GET.get(key)}
    return f"?{urlencode(kept)}" if kept else ""

"""Waves as the actor may see them, the open wave of a public link, and what its answers say."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from parindex.analytics.surveys.estimation import SurveyEstimate, estimate_survey
from parindex.analytics.surveys.preparing import prepare
from parindex.analytics.surveys.table import table_of
from parindex.apps.surveys.errors import WaveNotFound
from parindex.apps.surveys.models import SurveyAnswer, SurveyWave, WaveState
from parindex.definitions.questionnaires.loader import read_questionnaire
from parindex.domain.access import Actor, Permission
from parindex.domain.surveys.plan import StagePlan, SurveyPlan
from parindex.domain.surveys.questionnaire import Questionnaire
from parindex.domain.surveys.signs import Came, Sign, find_signs

_LISTED = ("public_id", "title", "state", "closes_on", "created_at", "questionnaire_id", "unit__name")


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The answers of a wave as a table: headings and rows of texts; nothing in it points to a device."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class HeldForms:
    """Forms of a place and day that came beyond the limit."""

    place: str
    day: date
    forms: int


def _visible(actor: Actor) -> QuerySet[SurveyWave]:
    scope = Q(pk__in=())
    for path in actor.scope(Permission.SURVEYS_VIEW):
        scope |= Q(unit__path__startswith=path)
    return SurveyWave.objects.filter(scope).select_related("unit")


def list_waves(actor: Actor) -> list[SurveyWave]:
    """Return the visible waves with `answer_count`, the latest first, without their questionnaires. One query."""
    waves = _visible(actor).only(*_LISTED).annotate(answer_count=Count("answers"))
    return list(waves.order_by("-created_at", "-pk"))


def access_wave(actor: Actor, public_id: uuid.UUID) -> SurveyWave:
    """Return a visible wave; raises `WaveNotFound`."""
    wave = _visible(actor).filter(public_id=public_id).first()
    if wave is None:
        raise WaveNotFound
    return wave


def list_named(actor: Actor, public_ids: Iterable[str]) -> list[SurveyWave]:
    """Return those of some waves that the actor may see. One query."""
    return list(_visible(actor).filter(public_id__in=list(public_ids)).order_by("pk"))


def access_public(token: str) -> SurveyWave:
    """Return the wave of a public link, open or closed; raises `WaveNotFound`."""
    wave = SurveyWave.objects.select_related("unit").filter(token=token).first()
    if wave is None:
        raise WaveNotFound
    return wave


def takes_answers(wave: SurveyWave, *, today: date) -> bool:
    """Tell whether a wave is open and its last day is not over."""
    return wave.state == WaveState.OPEN and (wave.closes_on is None or today <= wave.closes_on)


def questionnaire_of(wave: SurveyWave) -> Questionnaire:
    """Return the questionnaire as it stood when the wave was opened."""
    return _read(wave.questionnaire_text)


@lru_cache(maxsize=32)
def _read(text: str) -> Questionnaire:
    return read_questionnaire(text, source="phiếu")


def count_answers(wave: SurveyWave) -> int:
    """Return how many forms came."""
    return SurveyAnswer.objects.filter(wave=wave).count()


def count_repeated(wave: SurveyWave) -> int:
    """Return how many forms came from a device that had sent one before; counted for good when the wave closes."""
    if wave.state == WaveState.CLOSED:
        return wave.repeated_count
    marked = SurveyAnswer.objects.filter(wave=wave).exclude(device_mark="")
    told = marked.aggregate(forms=Count("pk"), devices=Count("device_mark", distinct=True))
    return int(told["forms"] - told["devices"])


def list_held(wave: SurveyWave) -> list[HeldForms]:
    """Return the forms that were held back, by place and day."""
    held = SurveyAnswer.objects.filter(wave=wave, is_held=True).values_list("place", "received_on")
    counted = held.annotate(forms=Count("pk")).order_by("received_on", "place")
    return [HeldForms(place, day, forms) for place, day, forms in counted]


def signs_of(wave: SurveyWave) -> list[Sign]:
    """Return what is striking in the forms of a wave; reads them in pieces, so memory does not grow with them."""
    found = SurveyAnswer.objects.filter(wave=wave).values_list("place", "received_on", "answers", "device_mark")
    return find_signs(Came(*told) for told in found.order_by().iterator(chunk_size=2000))


def answer_rows(wave: SurveyWave, *, before: date | None = None, with_design: bool = False) -> AnswerRows:
    """Return every form, or those that came before a day, in an order that does not tell when they came.

    Forms that are held back are left out. With the design, the columns of the sample stand after the answers.
    """
    columns = tuple(questionnaire_of(wave).columns)
    came = SurveyAnswer.objects.filter(wave=wave, is_held=False)
    if before is not None:
        came = came.filter(received_on__lt=before)
    found = list(came.order_by("nonce").values_list("nonce", "place", "channel", "answers", "design"))
    extra = tuple(dict.fromkeys(key for *_, design in found for key in design)) if with_design else ()
    rows = tuple(
        (
            *(nonce.hex[:12], place, channel),
            *(answers.get(code, "") for code in columns),
            *(design.get(key, "") for key in extra),
        )
        for nonce, place, channel, answers, design in found
    )
    return AnswerRows(("form", "place", "channel", *columns, *extra), rows)


def estimate_of(wave: SurveyWave, *, before: date | None = None) -> SurveyEstimate | None:
    """Estimate from all forms, or from those before a day, each drawn by itself, also by place; None without any."""
    table = answer_rows(wave, before=before)
    if not table.rows:
        return None
    plan = SurveyPlan(stages=(StagePlan(),), domains=("place",), ignored=("channel",), lonely="certainty")
    questionnaire = questionnaire_of(wave)
    return estimate_survey(questionnaire, prepare(table_of(table.headings, table.rows), questionnaire, plan))

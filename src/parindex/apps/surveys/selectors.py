"""Waves as the actor may see them, the open wave of a public link, and what its answers say."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from parindex.analytics.surveys.design import DesignError
from parindex.analytics.surveys.estimation import SurveyEstimate, estimate_survey
from parindex.analytics.surveys.mistakes import BadAnswers
from parindex.analytics.surveys.preparing import prepare
from parindex.analytics.surveys.table import table_of
from parindex.apps.surveys.designs import PLACE, Sample, sample_of
from parindex.apps.surveys.errors import WaveNotFound
from parindex.apps.surveys.models import HeldFor, SurveyAnswer, SurveyTally, SurveyWave, TallyKind, WaveState
from parindex.definitions.questionnaires.loader import read_questionnaire
from parindex.domain.access import Actor, Permission
from parindex.domain.surveys.plan import Bootstrap, StagePlan, SurveyPlan
from parindex.domain.surveys.questionnaire import Column, QuestionKind, Questionnaire
from parindex.domain.surveys.signs import Came, Sign, find_signs
from parindex.domain.surveys.weighing import ORDER, WEIGHT

_LISTED = ("public_id", "title", "state", "closes_on", "created_at", "questionnaire_id", "unit__name")
_HEADINGS = ("form", PLACE, "channel")
WEEK = "tuan"
"""The column of the week in which a form came, told apart by its Monday."""

_SAMPLE, _OWN = "mau:", "phieu:"
_MOST_GROUPS = 12
_Came = tuple[uuid.UUID, str, str, date, dict[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The answers of a wave as a table: headings and rows of texts; nothing in it points to a device."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class HeldForms:
    """Forms of a place and day that came beyond a limit, beyond which one, and why they were discarded if so."""

    place: str
    day: date
    reason: str
    discarded_for: str
    forms: int

    @property
    def words(self) -> str:
        """Return the reason for people."""
        return HeldFor(self.reason).label if self.reason else "Quá giới hạn"


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
    """Return the forms that were held back, discarded ones too, by place, day and reasons. One query."""
    by = ("place", "received_on", "held_for", "discarded_for")
    held = SurveyAnswer.objects.filter(wave=wave, is_held=True).values_list(*by)
    counted = held.annotate(forms=Count("pk")).order_by("received_on", "place", "held_for", "discarded_for")
    return [HeldForms(*told) for told in counted]


def list_refused(wave: SurveyWave) -> list[tuple[date, int]]:
    """Return the days on which forms were refused for want of room, with how many."""
    refused = SurveyTally.objects.filter(wave=wave, kind=TallyKind.REFUSED)
    return list(refused.order_by("day").values_list("day", "count"))


def signs_of(wave: SurveyWave) -> list[Sign]:
    """Return what is striking in the forms of a wave that were not discarded.

    Reads them in pieces, so memory does not grow with them.
    """
    kept = SurveyAnswer.objects.filter(wave=wave, discarded_for="")
    found = kept.values_list("place", "received_on", "answers", "device_mark")
    return find_signs(Came(*told) for told in found.order_by().iterator(chunk_size=2000))


def answer_rows(wave: SurveyWave, *, before: date | None = None, with_design: bool = False) -> AnswerRows:
    """Return every form, or those that came before a day, in an order that does not tell when they came.

    Forms that are held back are left out. With the design, the columns of the sample stand after the answers.
    """
    columns = tuple(questionnaire_of(wave).columns)
    sample = sample_of(wave) if with_design else Sample()
    found = _came(wave, before)
    extra = tuple(
        dict.fromkeys((*sample.columns, *sorted({key for *_, design in found for key in design if key != ORDER})))
    )
    rows = tuple(
        (
            *(nonce.hex[:12], place, channel),
            *(answers.get(code, "") for code in columns),
            *(told.get(key, "") for key in (extra if with_design else ())),
        )
        for nonce, place, channel, _, answers, design in found
        for told in (sample.design_of(channel, place, design),)
    )
    return AnswerRows((*_HEADINGS, *columns, *(extra if with_design else ())), rows)


def _came(wave: SurveyWave, before: date | None) -> list[_Came]:
    """Return the forms that count, in the order of their numbers, which are random. One query."""
    came = SurveyAnswer.objects.filter(wave=wave, is_held=False)
    if before is not None:
        came = came.filter(received_on__lt=before)
    return list(came.order_by("nonce").values_list("nonce", "place", "channel", "received_on", "answers", "design"))


def digest_of(wave: SurveyWave, *, before: date) -> str:
    """Return what an estimate stands on as one SHA-256: the sample, and the forms before a day. Three queries."""
    digest = hashlib.sha256(repr(sample_of(wave)).encode())
    for form in _came(wave, before):
        digest.update(repr(form).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def estimate_of(wave: SurveyWave, *, before: date | None = None, in_groups: bool = False) -> SurveyEstimate | None:
    """Estimate from all forms, or from those before a day, by place; None without any.

    Where a sample was drawn only its forms count, with the weights, strata and clusters of the design. Without one each
    form is taken as drawn by itself. `in_groups` adds the groups of `groups_of` and the weeks. Three queries at most.
    """
    return weigh_forms(wave, before=before, in_groups=in_groups).estimate


@dataclass(frozen=True, slots=True)
class Weighing:
    """An estimate with how it came about: by which sample, and how many forms lay outside of it.

    `refusal` says why the design could not be used, so that forms count alike.
    """

    estimate: SurveyEstimate | None
    is_weighed: bool = False
    unweighed: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an estimate is to tell beside the figures themselves."""

    in_groups: bool
    bootstrap: Bootstrap | None


def weigh_forms(
    wave: SurveyWave, *, before: date | None = None, in_groups: bool = False, bootstrap: Bootstrap | None = None
) -> Weighing:
    """Estimate as `estimate_of` does, and tell how; with bootstrap intervals beside the others where asked for."""
    sample, found, asked = sample_of(wave), _came(wave, before), _Asked(in_groups, bootstrap)
    told = [(form, sample.design_of(form[2], form[1], form[5])) for form in found]
    inside = [(form, design) for form, design in told if design.get(WEIGHT)] if sample.is_weighed else []
    if not inside:
        return Weighing(_estimate(wave, [(form, {}) for form in found], Sample(), asked=asked))
    try:
        estimate = _estimate(wave, inside, sample, asked=asked)
    except (DesignError, BadAnswers) as error:
        alike = _estimate(wave, [(form, {}) for form in found], Sample(), asked=asked)
        return Weighing(alike, refusal=str(error))
    return Weighing(estimate, is_weighed=True, unweighed=len(found) - len(inside))


def _estimate(
    wave: SurveyWave, forms: Sequence[tuple[_Came, Mapping[str, str]]], sample: Sample, *, asked: _Asked
) -> SurveyEstimate | None:
    if not forms:
        return None
    questionnaire = questionnaire_of(wave)
    columns = tuple(questionnaire.columns)
    form, place, channel, week = own = tuple(_free(name, columns) for name in (*_HEADINGS, WEEK))
    rows = [
        (
            *(nonce.hex, place, channel, _week(day)),
            *(answers.get(code, "") for code in columns),
            *(design.get(key, "") for key in sample.columns),
        )
        for (nonce, place, channel, day, answers, _), design in forms
    ]
    groups = tuple(column.code for column in groups_of(questionnaire)) if asked.in_groups else ()
    plan = SurveyPlan(
        form=form,
        weight=f"{_SAMPLE}{WEIGHT}" if sample.is_weighed else "",
        stages=_prefixed(sample.stages, place=place) or (StagePlan(),),
        domains=(place, week, *groups) if asked.in_groups else (place,),
        ignored=(channel, week, *(f"{_SAMPLE}{name}" for name in sample.columns)),
        bootstrap=asked.bootstrap,
        lonely="adjust" if sample.is_weighed else "certainty",
    )
    headings = (*own, *columns, *(f"{_SAMPLE}{name}" for name in sample.columns))
    return estimate_survey(questionnaire, prepare(table_of(headings, rows), questionnaire, plan))


def _free(name: str, columns: Collection[str]) -> str:
    """Return a column's name, another one where a question of an earlier wave has taken it."""
    return f"{_OWN}{name}" if name in columns else name


def _prefixed(stages: Sequence[StagePlan], *, place: str) -> tuple[StagePlan, ...]:
    """Name the columns of the sample so that no question has the same name; the place is that of the form."""

    def named(column: str) -> str:
        return {"": "", PLACE: place}.get(column, f"{_SAMPLE}{column}")

    return tuple(
        StagePlan(tuple(map(named, stage.strata)), named(stage.cluster), named(stage.population)) for stage in stages
    )


def _week(day: date) -> str:
    """Return the Monday of a day's week."""
    return (day - timedelta(days=day.weekday())).isoformat()


def groups_of(questionnaire: Questionnaire) -> list[Column]:
    """Return the questions that tell people apart, such as sex or age: one choice, no item, not under a condition."""
    found = [
        column
        for column in questionnaire.columns.values()
        if column.question.kind is QuestionKind.SINGLE and not column.is_item and column.question.when is None
    ]
    return found[:_MOST_GROUPS]

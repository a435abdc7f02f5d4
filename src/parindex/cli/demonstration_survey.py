"""The demonstration's survey: a wave at the counter of a fictional province, answered by nobody real."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import aims, own, results, services
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import Actor
from parindex.domain.surveys import editing
from parindex.domain.surveys.questionnaire import Condition, Option, Words

_FORMS, _DAYS = 48, 20
_PLACES = ("Quầy 1", "Quầy 2", "Quầy 3")
_COLUMNS = ("cs1", "cs3", "cs4", "cs7")
_LEVELS = "0112222"
_AIM = "6"


def ask_at_the_counter(*, slug: str, actor: Actor, now: datetime, is_closed: bool = False) -> None:
    """Open a wave twenty days before `now` and let forms come in; the same forms whenever it is loaded."""
    start = now - timedelta(days=_DAYS)
    wave = services.open_wave(
        unit=orgs.access_slug(actor, slug),
        title="Đánh giá tại quầy (minh họa)",
        questionnaire="quay-2018",
        closes_on=None,
        actor=actor,
        now=start,
    )
    for number in range(_FORMS):
        answers = {
            column: _LEVELS[(number * (3 + position) + number // 5) % len(_LEVELS)]
            for position, column in enumerate(_COLUMNS)
        }
        sheet = Sheet(
            answers,
            nonce=uuid.uuid5(uuid.NAMESPACE_URL, f"song-may/{number}"),
            place=_PLACES[number % len(_PLACES)],
            at_counter=number % 4 > 0,
        )
        services.take_answer(wave=wave, sheet=sheet, now=start + timedelta(days=number * _DAYS // _FORMS))
    aims.add_aim(wave=wave, code="whole", kind="at_least", amount=_AIM, actor=actor, now=start)
    for earlier in aims.list_earlier(wave)[:1]:
        aims.set_previous(wave=wave, previous=str(earlier.public_id), actor=actor, now=start)
    if is_closed:
        services.close_wave(wave=wave, actor=actor, now=now)
        results.freeze(wave_id=wave.pk, now=now)


def write_questionnaire(*, slug: str, actor: Actor, now: datetime) -> None:
    """Write a questionnaire of the province's own: three kinds of questions, one of them under a condition."""
    unit = orgs.access_slug(actor, slug)
    made = own.create(
        unit=unit,
        slug="mot-cua-minh-hoa",
        title="Hỏi nhanh ở bộ phận một cửa (minh họa)",
        source=None,
        actor=actor,
        now=now,
    )
    told = own.read(made)
    asked = editing.MAKERS["single"](told)
    options = (Option("1", Words("Trực tiếp", "In person")), Option("2", Words("Trực tuyến", "Online")))
    way = replace(asked, text=Words("Ông/bà nộp hồ sơ bằng cách nào?", "How did you apply?"), options=options)
    told = editing.insert(told, way, at=0)
    said = editing.MAKERS["text"](told)
    words = Words("Điều gì làm ông/bà khó nộp trực tuyến?", "What made applying online hard?")
    told = editing.insert(told, replace(said, text=words, when=Condition(way.code, ("2",))), at=2)
    own.change(own=made, revision=0, told=told, words="Thêm cách nộp và khó khăn", actor=actor, now=now)

"""Keeps a form once, whatever way it came; the ways themselves are in the services beside this."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from parindex.apps.audit import services as audit
from parindex.apps.surveys import selectors
from parindex.apps.surveys.errors import FieldRefused, FormRefused
from parindex.apps.surveys.models import AnswerChannel, FieldPack, SurveyAnswer, SurveyWave
from parindex.domain.access import Actor
from parindex.domain.surveys.forms import check_form, is_asked

_MOST_TEXT = 1000
MOST_PLACE = 60
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
"""What JSON can say and a database cannot keep: NUL and halves of characters."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is to be kept: raw texts by column, and everything that is known of how it came."""

    answers: Mapping[str, str]
    nonce: uuid.UUID
    channel: AnswerChannel
    place: str = ""
    device_mark: str = ""
    pack: FieldPack | None = None
    serial: int | None = None
    design: Mapping[str, str] = field(default_factory=dict)
    is_doubled: bool = False


def keep(*, wave: SurveyWave, form: Form, received_on: date) -> tuple[SurveyAnswer, bool]:
    """Keep a form unless its number is known; return what is kept and whether it is new. Raises `FormRefused`."""
    answers = clean(wave, form.answers)
    try:
        with transaction.atomic():
            made = SurveyAnswer.objects.create(
                wave=wave,
                nonce=form.nonce,
                channel=form.channel,
                place=clean_place(form.place),
                answers=answers,
                received_on=received_on,
                device_mark=form.device_mark,
                pack=form.pack,
                serial=form.serial,
                design=dict(form.design),
                is_doubled=form.is_doubled,
            )
    except IntegrityError:
        return SurveyAnswer.objects.get(wave=wave, nonce=form.nonce), False
    return made, True


def hold_back(form: SurveyAnswer, reason: str) -> None:
    """Keep a form out of what counts until a person looks at it."""
    form.is_held, form.held_for = True, reason
    form.save(update_fields=["is_held", "held_for"])


def clean(wave: SurveyWave, told: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to what was asked; columns that the questionnaire does not have are left out.

    Raises `FormRefused` for a form without answers, with letters that cannot be kept, or with answers that the
    questionnaire does not offer.
    """
    questionnaire = selectors.questionnaire_of(wave)
    given = {code: told.get(code, "").strip()[:_MOST_TEXT] for code in questionnaire.columns}
    answers = {
        code: text for code, text in given.items() if text and is_asked(questionnaire.columns[code].question, given)
    }
    broken = sorted(code for code, text in answers.items() if _UNKEPT.search(text))
    if broken:
        named = ", ".join(broken)
        raise FormRefused(
            f"Câu {named} có ký tự không lưu được. Xóa ký tự ấy rồi gửi lại.",
            english=f"Question {named} has letters that cannot be kept. Take them out and send again.",
        )
    if not answers:
        raise FormRefused(
            "Bạn chưa trả lời câu nào. Chọn ít nhất một câu trả lời rồi gửi lại.",
            english="You have not answered anything yet. Choose at least one answer and send again.",
        )
    mistakes = check_form(questionnaire, answers)
    if mistakes:
        raise FormRefused(
            "Có câu trả lời không có trong phiếu. Xem các câu được đánh dấu rồi gửi lại.",
            mistakes,
            english="Some answers are not on the form. Look at the marked questions and send again.",
        )
    return answers


def clean_place(place: str) -> str:
    """Return the name of a place with single spaces, cut to what is kept."""
    return " ".join(place.split())[:MOST_PLACE]


def check_places(named: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Refuse places that are one as they are kept: their forms could not be told apart.

    `named` are rows with the way to their places from the top. Raises `FieldRefused` with two of the rows.
    """
    seen: dict[str, tuple[int, list[str]]] = {}
    for row, path in named:
        way = [" ".join(name.split()) for name in path]
        first_row, first = seen.setdefault(clean_place(", ".join(way)), (row, way))
        if first != way:
            one, other = ", ".join(first), ", ".join(way)
            raise FieldRefused(
                f"Chưa chọn mẫu: “{one}” (dòng {first_row}) và “{other}” (dòng {row}) giống nhau ở {MOST_PLACE} ký tự "
                "đầu, nên phiếu của hai nơi sẽ lẫn. Rút ngắn tên trong khung mẫu."
            )


def record(
    wave: SurveyWave, action: str, *, actor: Actor, now: datetime, after: Mapping[str, object] | None = None
) -> None:
    """Enter what was done with a wave into the register."""
    audit.record(
        actor=actor,
        action=action,
        object_type="survey",
        object_id=str(wave.public_id),
        object_label=wave.title,
        unit_path=wave.unit.path,
        after={"questionnaire": wave.questionnaire_id, "state": wave.state, **(after or {})},
        now=now,
    )

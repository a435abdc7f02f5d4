"""The demonstration's survey: a wave at the counter of a fictional province, answered by nobody real."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import services
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import Actor

_FORMS, _DAYS = 48, 20
_PLACES = ("Quầy 1", "Quầy 2", "Quầy 3")
_COLUMNS = ("cs1", "cs3", "cs4", "cs7")
_LEVELS = "0112222"


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
    if is_closed:
        services.close_wave(wave=wave, actor=actor, now=now)

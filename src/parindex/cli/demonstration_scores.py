"""The demonstration's scores: people and leaders are asked, and what all rooms count goes into two open sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from parindex.apps.assessment import feeding
from parindex.apps.assessment import selectors as seasons
from parindex.apps.assessment.selectors import SheetFilter
from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import selectors, services, tables
from parindex.domain.access import SYSTEM, Actor

_FORMS, _DAYS = 24, 15
_PLACE: Final = "Tổ khảo sát minh họa"
# How satisfied the made-up people are: of the two elements that go worst more than half are not.
_CONTENT, _DISCONTENT = "45443544", "24323425"
_WEAK: Final = ("II.D", "II.E")
_LEVELS: Final = "AABABBCA"


def ask(*, slug: str, actor: Actor, now: datetime) -> None:
    """Let 24 people and 24 leaders who do not exist answer about a unit; the same forms whenever it is loaded."""
    _hold("sipas-2024", "Khảo sát sự hài lòng của người dân (minh họa)", _resident, slug=slug, actor=actor, now=now)
    _hold("lanh-dao-2022", "Khảo sát lãnh đạo, quản lý (minh họa)", _leader, slug=slug, actor=actor, now=now)


def _hold(
    questionnaire: str,
    title: str,
    answer: Callable[[int, int, str], str],
    *,
    slug: str,
    actor: Actor,
    now: datetime,
) -> None:
    wave = services.open_wave(
        unit=orgs.access_slug(actor, slug),
        title=title,
        questionnaire=questionnaire,
        closes_on=None,
        actor=actor,
        now=now - timedelta(days=_DAYS),
    )
    columns = [
        (at, code, column.element)
        for at, (code, column) in enumerate(selectors.questionnaire_of(wave).columns.items())
        if column.is_item
    ]
    rows = [
        tables.TableRow(
            nth, f"{questionnaire}-{nth:02d}", _PLACE, {code: answer(nth, at, el) for at, code, el in columns}
        )
        for nth in range(2, _FORMS + 2)
    ]
    tables.take_rows(wave=wave, rows=rows, actor=actor, now=now)


def _resident(nth: int, at: int, element: str) -> str:
    levels = _DISCONTENT if element in _WEAK else _CONTENT
    return levels[(nth * 3 + at * 5 + nth // 4) % len(levels)]


def _leader(nth: int, at: int, _: str) -> str:
    return _LEVELS[(nth * 3 + at * 5 + nth // 6) % len(_LEVELS)]


def take(*, slug: str, writer: Actor, holder: Actor, now: datetime) -> None:
    """Take what the rooms count into the open sheet of a unit: its own items by itself, surveys by the holder."""
    unit = orgs.access_slug(SYSTEM, slug)
    (running,) = [one for one in seasons.list_campaigns(holder) if one.state == "open"]
    (sheet,) = seasons.list_sheets(holder, running, SheetFilter(under_path=unit.path))
    for actor in (writer, holder):
        feeding.take_all(sheet=sheet, actor=actor, now=now)

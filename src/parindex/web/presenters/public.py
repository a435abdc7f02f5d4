"""A published plan in plain words: what is promised, by whom, and how it goes. Nobody's name is here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from parindex.web.presenters.due import SETTLED

if TYPE_CHECKING:
    from parindex.apps.planning.models import PlanItem


@dataclass(frozen=True, slots=True)
class Promise:
    """One item of a published plan and how it goes; `kind` is the colour of its state."""

    number: str
    name: str
    target: str
    lead: str
    deadline: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A published plan: one sentence, then its promises in the order of the document."""

    sentence: str
    promises: tuple[Promise, ...]


def picture(items: Iterable[PlanItem], *, today: date) -> Picture:
    """Return the promises of a plan that somebody works on, and how many are kept."""
    promises = tuple(promise for item in items if (promise := _promise(item, today=today)) is not None)
    kept = sum(promise.kind == "ok" for promise in promises)
    late = sum(promise.kind == "bad" for promise in promises)
    sentence = f"{kept} trong {len(promises)} nội dung đã làm xong, {late} nội dung đang chậm."
    return Picture(sentence if promises else "Chưa có nội dung nào được giao.", promises)


def _promise(item: PlanItem, *, today: date) -> Promise | None:
    work = [row for row in item.assignments.all() if row.state != "cancelled"]
    if not work:
        return None
    done = sum(row.state == "done" for row in work)
    late = sum(row.state not in SETTLED and row.due_on is not None and row.due_on < today for row in work)
    return Promise(
        number=f"{item.domain}.{item.number}" if item.part == "appendix" and item.domain else item.number,
        name=item.name,
        target=item.target_text,
        lead="; ".join(agency.text for agency in item.agencies.all() if agency.role == "lead"),
        deadline=item.deadline_text,
        words=_words(done=done, late=late, total=len(work)),
        kind="ok" if done == len(work) else "bad" if late else "",
    )


def _words(*, done: int, late: int, total: int) -> str:
    if done == total:
        return "Đã xong"
    part = f"xong {done}/{total} việc" if total > 1 else "chưa xong"
    return f"Chậm, {part}" if late else part.capitalize()

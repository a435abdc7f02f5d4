"""The demonstration's field work: a commune draws whom to ask, then asks on paper, by phone, offline and by table."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import datetime, timedelta
from fractions import Fraction

from parindex.apps.evidence.uploads import Upload
from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import draws, field, field_selectors, paper_selectors, papers, selectors, services, tables
from parindex.documents.survey_page import from_data
from parindex.documents.write.survey_form import FormBatch, FormHeading, write_survey_forms
from parindex.domain.access import Actor
from parindex.domain.surveys.drawing import DrawPlan, DrawStage, FrameRow, Quotas
from parindex.jobs import surveys as jobs
from parindex.jobs.registry import JobContext

_DAYS = 12
_PRINTED, _SCANNED, _TYPED, _OFFLINE = 20, 6, 3, 3
_VILLAGES, _HOMES, _CALLED = 4, 15, 4
_PLAN = DrawPlan(
    (DrawStage("thon", {"": 2}), DrawStage("ho", {"": 4}, spare=2)),
    Quotas("gioi", {"nam": Fraction(1), "nữ": Fraction(1)}),
)
_COLUMNS = ("cs1", "cs3", "cs4", "cs7")
_LEVELS = "2122021"
_TWO_MARKS = "1|2"


def ask_in_the_field(*, slug: str, actor: Actor, now: datetime) -> None:
    """Open a wave twelve days ago and let a few forms of each way come in; one mark is left for a person to decide."""
    start = now - timedelta(days=_DAYS)
    wave = services.open_wave(
        unit=orgs.access_slug(actor, slug),
        title="Hỏi tại nhà về việc giải quyết thủ tục (minh họa)",
        questionnaire="quay-2018",
        closes_on=None,
        actor=actor,
        now=start,
    )
    draws.draw_sample(wave=wave, plan=_PLAN, frame=_frame(), seed="2026", actor=actor, now=start)
    asked_at, printed_for = field_selectors.list_places(wave)
    batch = papers.print_batch(wave=wave, place=printed_for, count=_PRINTED, actor=actor, now=start)
    filled = {serial: _answers(serial) for serial in range(1, _SCANNED + 1)}
    filled[_SCANNED]["cs7"] = _TWO_MARKS
    scan = write_survey_forms(
        from_data(batch.layout),
        heading=FormHeading(selectors.questionnaire_of(wave).title.vi, wave.title, wave.unit.name),
        batch=FormBatch(paper_selectors.wave_code(wave), batch.place, batch.first, _SCANNED),
        crossed=filled,
    )
    upload = Upload("phieu-quet-minh-hoa.pdf", io.BytesIO(scan))
    papers.send_scans(wave=wave, uploads=[upload], actor=actor, now=now)
    for one in paper_selectors.list_scans(wave):
        context = JobContext(
            {"scan_id": one.pk}, actor, actor.user_id, attempt=1, now=lambda: now, progress=_show_nothing
        )
        jobs.read_scan(context)
    pack = field.give_pack(wave=wave, label="Tổ điều tra 1", place=asked_at, actor=actor, now=start)
    *asked, last = [unit.number for unit in field_selectors.list_next(pack, most=_CALLED)]
    for number in asked:
        field.take_interview(pack=pack, nonce=_number("hoi", number), answers=_answers(number), number=number, now=now)
    field.note_visit(pack=pack, number=last, outcome="refused")
    forms = [field.FieldForm(_number("goi", at), at, _answers(at + 3)) for at in range(1, _OFFLINE + 1)]
    field.sync(pack=pack, forms=forms, now=now)
    typed = [tables.TableRow(at, f"B{at:02d}", printed_for, _answers(at + 5)) for at in range(2, _TYPED + 2)]
    tables.take_rows(wave=wave, rows=typed, actor=actor, now=now)


def _frame() -> draws.Frame:
    rows = [
        FrameRow(2 + village * _HOMES + home, {"thon": f"Thôn Ví Dụ {village + 1}", "ho": f"Hộ {home + 1}"})
        for village in range(_VILLAGES)
        for home in range(_HOMES)
    ]
    told = "\n".join(",".join(row.cells.values()) for row in rows)
    return draws.Frame("khung-ho-hu-cau.csv", hashlib.sha256(told.encode("utf-8")).hexdigest(), rows)


def _answers(number: int) -> dict[str, str]:
    return {column: _LEVELS[(number * 3 + at * 2) % len(_LEVELS)] for at, column in enumerate(_COLUMNS)}


def _number(kind: str, number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"suoi-vang/{kind}/{number}")


def _show_nothing(*, done: int, total: int | None = None, note: str = "") -> None:
    """Leave the progress of the reading unshown; nobody waits for it."""

"""The demonstration's field work: a commune asks on paper, on the phone, without a network and by table."""

from __future__ import annotations

import io
import uuid
from datetime import datetime, timedelta

from parindex.apps.evidence.uploads import Upload
from parindex.apps.orgs import selectors as orgs
from parindex.apps.surveys import field, paper_selectors, papers, selectors, services, tables
from parindex.documents.survey_page import from_data
from parindex.documents.write.survey_form import FormBatch, FormHeading, write_survey_forms
from parindex.domain.access import Actor
from parindex.jobs import surveys as jobs
from parindex.jobs.registry import JobContext

_DAYS = 12
_PRINTED, _SCANNED, _TYPED, _OFFLINE = 20, 6, 3, 3
_HOUSEHOLDS, _SPARES, _ASKED = 8, 2, 4
_PLACES = ("Tổ dân phố 1", "Thôn Ví Dụ")
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
    batch = papers.print_batch(wave=wave, place=_PLACES[0], count=_PRINTED, actor=actor, now=start)
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
    rows = [
        field.SampleRow(f"Hộ {number}, {_PLACES[1]}", _PLACES[1], is_spare=number > _HOUSEHOLDS - _SPARES)
        for number in range(1, _HOUSEHOLDS + 1)
    ]
    field.load_sample(wave=wave, rows=rows, actor=actor, now=start)
    pack = field.give_pack(wave=wave, label="Tổ điều tra 1", place=_PLACES[1], actor=actor, now=start)
    for number in range(1, _ASKED + 1):
        field.take_interview(pack=pack, nonce=_number("hoi", number), answers=_answers(number), number=number, now=now)
    field.note_visit(pack=pack, number=_ASKED + 1, outcome="refused")
    forms = [field.FieldForm(_number("goi", at), at, _answers(at + 3)) for at in range(1, _OFFLINE + 1)]
    field.sync(pack=pack, forms=forms, now=now)
    typed = [tables.TableRow(at, f"B{at:02d}", _PLACES[0], _answers(at + 5)) for at in range(2, _TYPED + 2)]
    tables.take_rows(wave=wave, rows=typed, actor=actor, now=now)


def _answers(number: int) -> dict[str, str]:
    return {column: _LEVELS[(number * 3 + at * 2) % len(_LEVELS)] for at, column in enumerate(_COLUMNS)}


def _number(kind: str, number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"suoi-vang/{kind}/{number}")


def _show_nothing(*, done: int, total: int | None = None, note: str = "") -> None:
    """Leave the progress of the reading unshown; nobody waits for it."""

"""Paper forms of a wave: printed in numbered batches, read from scans page by page, doubtful marks decided by people.

A form is taken once all its pages are there and nothing on them is doubtful. Paper filled in before the last day may
be scanned after it, until the wave is closed by hand.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from parindex.apps.base import jobs
from parindex.apps.base.models import JobState
from parindex.apps.evidence import uploads as sending
from parindex.apps.evidence.models import StoredFile
from parindex.apps.evidence.uploads import Started, Upload
from parindex.apps.surveys import keeping, paper_selectors, selectors
from parindex.apps.surveys.errors import FormRefused, PaperRefused, WaveClosed
from parindex.apps.surveys.keeping import Form
from parindex.apps.surveys.models import (
    AnswerChannel,
    PageOutcome,
    PaperBatch,
    PaperDoubt,
    PaperPage,
    PaperScan,
    ScanState,
    SurveyAnswer,
    SurveyWave,
    WaveState,
)
from parindex.documents.survey_page import lay_out, to_data
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.surveys.forms import mistake_in
from parindex.domain.surveys.languages import USUAL, languages_of

MOST_FORMS = 500
READ_JOB = "surveys.read_scan"


@dataclass(frozen=True, slots=True)
class SeenMark:
    """What was read in one place of a page; with a `doubt` it comes with its picture."""

    column: str
    value: str
    confidence: float
    doubt: str = ""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page of a scanned file: which form and page it is and its marks, or why it is refused."""

    number: int
    serial: int | None
    page: int | None
    marks: tuple[SeenMark, ...] = ()
    refusal: str = ""


def print_batch(
    *, wave: SurveyWave, place: str, count: int, language: str = USUAL, actor: Actor, now: datetime
) -> PaperBatch:
    """Give out the next `count` numbers of forms for a place, in a language that the questionnaire has texts in.

    Raises `PermissionDenied`, `WaveClosed` and `PaperRefused`.
    """
    if not 1 <= count <= MOST_FORMS:
        raise PaperRefused(f"Mỗi lô in từ 1 đến {MOST_FORMS} tờ. Ghi lại số tờ.")
    with transaction.atomic():
        locked = _lock(wave, actor)
        questionnaire = selectors.questionnaire_of(locked)
        if language not in languages_of(questionnaire):
            raise PaperRefused("Bộ câu hỏi của đợt không có lời bằng tiếng đã chọn. Chọn tiếng Việt.")
        last = PaperBatch.objects.filter(wave=locked).aggregate(last=Max(F("first") + F("count")))["last"]
        batch = PaperBatch.objects.create(
            wave=locked,
            place=keeping.clean_place(place),
            first=last or 1,
            count=count,
            language=language,
            layout=to_data(lay_out(questionnaire, language=language)),
            created_by_id=actor.user_id,
            created_at=now,
        )
        told = {"place": batch.place, "first": batch.first, "count": batch.count}
        keeping.record(locked, "survey.printed", actor=actor, now=now, after=told)
    return batch


def send_scans(*, wave: SurveyWave, uploads: Sequence[Upload], actor: Actor, now: datetime) -> tuple[Started, ...]:
    """Keep scanned files and queue their reading; the same bytes again give the scan that is there.

    A scan that could not be read, or whose job came to nothing, is queued again and counts as new.

    Raises `PermissionDenied`, `WaveClosed` and `PaperRefused`.
    """
    if not uploads:
        raise PaperRefused("Chưa chọn tệp nào. Chọn bản quét dạng PDF rồi gửi lại.")
    _check(wave, actor)

    def begin(stored: StoredFile, name: str) -> tuple[uuid.UUID, bool]:
        made = {"file_name": name, "created_by_id": actor.user_id, "created_at": now}
        scan, is_new = PaperScan.objects.select_for_update().get_or_create(wave=wave, file=stored, defaults=made)
        is_begun = is_new or is_stuck(scan)
        if is_begun:
            _queue(wave, scan, actor=actor, now=now)
        return scan.public_id, is_begun

    return sending.take_each(uploads, begin=begin, actor=actor, now=now)


def read_again(*, wave: SurveyWave, scan: PaperScan, actor: Actor, now: datetime) -> bool:
    """Queue the reading of a scan that came to nothing once more; tell whether, for one that goes on is left alone.

    Raises `PermissionDenied`, `WaveClosed` and `PaperRefused`.
    """
    with transaction.atomic():
        locked_wave = _lock(wave, actor)
        locked = PaperScan.objects.select_for_update(of=("self",)).select_related("job").get(pk=scan.pk)
        if locked.file_id is None:
            raise PaperRefused("Tệp quét đã bị xóa theo hạn lưu. Tải tệp lên lại.")
        if is_begun := is_stuck(locked):
            _queue(locked_wave, locked, actor=actor, now=now)
    return is_begun


def _queue(wave: SurveyWave, scan: PaperScan, *, actor: Actor, now: datetime) -> None:
    scan.job = jobs.enqueue(kind=READ_JOB, payload={"scan_id": scan.pk}, actor=actor, now=now)
    scan.state, scan.error_message = ScanState.READING, ""
    scan.save(update_fields=["job", "state", "error_message"])
    keeping.record(wave, "survey.scanned", actor=actor, now=now, after={"file": scan.file_name})


def is_stuck(scan: PaperScan) -> bool:
    """Tell whether nothing will read the scan any more although it was not read."""
    if scan.state == ScanState.READING:
        return scan.job is None or scan.job.state in {JobState.FAILED, JobState.CANCELLED}
    return scan.state == ScanState.FAILED


def save_page(*, scan_id: int, seen: SeenPage, now: datetime) -> None:
    """Keep one page of a scan and take its form when it is whole; a page that is kept already changes nothing."""
    with transaction.atomic():
        scan = PaperScan.objects.select_for_update().get(pk=scan_id)
        if PaperPage.objects.filter(scan=scan, number=seen.number).exists():
            return
        wave = SurveyWave.objects.select_for_update().get(pk=scan.wave_id)
        outcome, reason = _judge(wave, seen)
        page = PaperPage.objects.create(
            wave=wave,
            scan=scan,
            number=seen.number,
            outcome=outcome,
            reason=reason[:300],
            serial=seen.serial,
            page=seen.page,
            answers=_values(seen),
            confidence=_confidence(seen),
        )
        if outcome != PageOutcome.READ:
            return
        PaperDoubt.objects.bulk_create(
            PaperDoubt(
                page=page,
                column=mark.column,
                value=mark.value[:300],
                reason=mark.doubt[:200],
                picture=base64.b64encode(mark.picture).decode("ascii"),
            )
            for mark in seen.marks
            if mark.doubt
        )
        _finish(wave, page, now=now, is_partial=False)


def _judge(wave: SurveyWave, seen: SeenPage) -> tuple[PageOutcome, str]:
    if seen.refusal:
        return PageOutcome.REFUSED, seen.refusal
    if wave.state == WaveState.CLOSED:
        return PageOutcome.REFUSED, WaveClosed().message
    known = PaperPage.objects.filter(wave=wave, serial=seen.serial, page=seen.page, outcome=PageOutcome.READ).first()
    if known is None:
        return PageOutcome.READ, ""
    mine = _values(seen)
    unsure = set(known.doubts.values_list("column", flat=True)) | {mark.column for mark in seen.marks if mark.doubt}
    differing = sorted(
        code for code in {*mine, *known.answers} - unsure if known.answers.get(code, "") != mine.get(code, "")
    )
    if differing:
        return PageOutcome.DIFFERENT, f"Đã đọc với dấu khác ở câu {', '.join(differing[:5])}; giữ bản đọc trước."
    return PageOutcome.REPEATED, ""


def _values(seen: SeenPage) -> dict[str, str]:
    return {mark.column: mark.value for mark in seen.marks if not mark.doubt and mark.value}


def _confidence(seen: SeenPage) -> int | None:
    sure = [mark.confidence for mark in seen.marks if not mark.doubt]
    return round(min(sure) * 100) if sure else None


def finish_scan(*, scan_id: int, error: str = "") -> None:
    """Say that a scan was read to its end, or why it could not be."""
    state = ScanState.FAILED if error else ScanState.READ
    PaperScan.objects.filter(pk=scan_id).update(state=state, error_message=error[:500])


def decide(*, wave: SurveyWave, seen: Mapping[int, str], actor: Actor, now: datetime) -> int:
    """Enter what a person sees in doubtful places, by their ids, empty for nothing; their pictures are destroyed.

    All or none; a doubt that was decided already changes nothing. Returns how many were decided. Raises
    `PermissionDenied`, `WaveClosed` and `PaperRefused`.
    """
    with transaction.atomic():
        locked = _lock(wave, actor)
        doubts = list(
            PaperDoubt.objects.select_related("page").filter(page__wave=locked, pk__in=list(seen)).order_by("pk")
        )
        pages = {doubt.page_id: doubt.page for doubt in doubts}
        for doubt in doubts:
            page = pages[doubt.page_id]
            page.answers = {**page.answers, doubt.column: _acceptable(locked, doubt.column, seen[doubt.pk])}
            doubt.delete()
            told = {"form": page.serial, "column": doubt.column}
            keeping.record(locked, "survey.decided", actor=actor, now=now, after=told)
        for page in pages.values():
            page.save(update_fields=["answers"])
            _finish(locked, page, now=now, is_partial=False)
    return len(doubts)


def _acceptable(wave: SurveyWave, code: str, value: str) -> str:
    column = selectors.questionnaire_of(wave).columns[code]
    text = " ".join(value.split())[:1000]
    if text and (mistake := mistake_in(column, text)):
        raise PaperRefused(f"{column.text.vi}: {mistake.vi}.")
    return text


def take_partial(*, wave: SurveyWave, serial: int, actor: Actor, now: datetime) -> None:
    """Take a form some of whose pages never came. Raises `PermissionDenied`, `WaveClosed` and `PaperRefused`."""
    with transaction.atomic():
        locked = _lock(wave, actor)
        page = PaperPage.objects.filter(wave=locked, serial=serial, outcome=PageOutcome.READ).first()
        if page is None:
            raise PaperRefused("Chưa đọc trang nào của tờ này.")
        if PaperDoubt.objects.filter(page__wave=locked, page__serial=serial).exists():
            raise PaperRefused(f"Tờ {serial:05d} còn ô chờ xem. Xem các ô ấy trước.")
        _finish(locked, page, now=now, is_partial=True)


def _finish(wave: SurveyWave, page: PaperPage, *, now: datetime, is_partial: bool) -> None:
    """Take the form of a page if it is whole; one that was taken before with a page missing gets its answers."""
    assert page.serial is not None
    batch = paper_selectors.batch_of(wave, page.serial)
    read = PaperPage.objects.filter(wave=wave, serial=page.serial, outcome=PageOutcome.READ)
    pages = list(read.order_by("page", "pk"))
    if batch is None or PaperDoubt.objects.filter(page__in=pages).exists():
        return
    nonce = paper_selectors.nonce_of(wave, page.serial)
    is_known = SurveyAnswer.objects.filter(wave=wave, nonce=nonce).exists()
    if len(pages) < len(batch.layout) and not is_partial and not is_known:
        return
    answers = {code: text for one in pages for code, text in one.answers.items() if text}
    form = Form(answers, nonce, AnswerChannel.PAPER, place=batch.place, serial=page.serial)
    try:
        kept, is_new = keeping.keep(wave=wave, form=form, received_on=timezone.localdate(now))
        if not is_new:
            kept.answers = keeping.clean(wave, answers)
            kept.save(update_fields=["answers"])
    except FormRefused:
        return  # a blank form: it stays among the forms that were read, without an answer


def _check(wave: SurveyWave, actor: Actor) -> None:
    if not actor.may(Permission.SURVEYS_MANAGE, wave.unit.path):
        raise PermissionDenied(Permission.SURVEYS_MANAGE)
    if wave.state == WaveState.CLOSED:
        raise WaveClosed


def _lock(wave: SurveyWave, actor: Actor) -> SurveyWave:
    """Return the wave locked and open. Raises `PermissionDenied` and `WaveClosed`."""
    locked = SurveyWave.objects.select_for_update(of=("self",)).select_related("unit").get(pk=wave.pk)
    _check(locked, actor)
    return locked

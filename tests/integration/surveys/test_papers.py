"""Paper forms of a wave: printed, scanned, read page by page, doubts decided, forms taken once."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job, JobState
from parindex.apps.evidence.models import StoredFile
from parindex.apps.evidence.uploads import Upload
from parindex.apps.surveys import erasing, paper_selectors, papers, selectors, services
from parindex.apps.surveys.errors import PaperNotFound, PaperRefused, WaveClosed
from parindex.apps.surveys.models import (
    AnswerChannel,
    PageOutcome,
    PaperDoubt,
    PaperPage,
    PaperScan,
    ScanState,
    SurveyAnswer,
    SurveyWave,
)
from parindex.apps.surveys.papers import SeenMark, SeenPage
from parindex.documents.survey_page import PageCode, from_data
from parindex.documents.write.survey_form import FormBatch, FormHeading, write_survey_forms
from parindex.domain.access import SYSTEM, PermissionDenied
from parindex.jobs import surveys as jobs
from parindex.jobs.registry import JobContext
from tests.factories.scans import Feed, feed, mark_page, pictures_of
from tests.factories.scans import scan as scanned
from tests.integration.conftest import NOW, Province

pytestmark = pytest.mark.django_db
TWO_PAGES = (
    """
schema: parindex.questionnaire/1
id: hai-trang
version: "1"
kind: local
title: {vi: Phiếu hai trang hư cấu}
years: "2026"
status: verified
parts: [{code: I, name: {vi: Một}, elements: [{code: A, name: {vi: A}}]}]
questions:
  - {code: hl, kind: single, text: {vi: Hài lòng?}, status: verified, element: A,
     options: [{value: "1", text: {vi: Không}}, {value: "2", text: {vi: Có}, satisfied: "yes"}]}
"""
    + "".join(f"  - {{code: loi{at}, kind: text, text: {{vi: Góp ý {at}}}, status: verified}}\n" for at in range(5))
    + """
  - {code: tuoi, kind: number, text: {vi: Tuổi}, status: verified, least: "18"}
  - {code: lai, kind: single, text: {vi: Sẽ quay lại?}, status: verified,
     options: [{value: "0", text: {vi: Không}}, {value: "1", text: {vi: Có}}]}
"""
)


@pytest.fixture
def wave(province: Province) -> SurveyWave:
    return services.open_wave(
        unit=province.root, title="Đợt giấy", questionnaire=TWO_PAGES, closes_on=None, actor=province.focal, now=NOW
    )


def make_scan(wave: SurveyWave, province: Province, content: bytes = b"%PDF-1.7 x") -> PaperScan:
    """Return a scan that waits to be read."""
    (started,) = papers.send_scans(
        wave=wave, uploads=[Upload("quét.pdf", io.BytesIO(content))], actor=province.focal, now=NOW
    )
    assert started.public_id, started.error_message
    return PaperScan.objects.get(public_id=started.public_id)


def see(scan: PaperScan, number: int, serial: int, page: int, answers: Mapping[str, str], doubt: str = "") -> None:
    """Save a page on which the answers are plain and one place is doubtful."""
    marks = [SeenMark(code, value, 0.9) for code, value in answers.items()]
    if doubt:
        marks.append(SeenMark(doubt, "", 0.0, "Có hai ô cùng được đánh dấu.", b"png"))
    papers.save_page(scan_id=scan.pk, seen=SeenPage(number, serial, page, tuple(marks)), now=NOW)


def outcomes(scan: PaperScan) -> list[str]:
    return list(PaperPage.objects.filter(scan=scan).order_by("number").values_list("outcome", flat=True))


def test_batches_are_numbered_one_after_the_other(wave: SurveyWave, province: Province) -> None:
    first = papers.print_batch(wave=wave, place=" Xã   Mây ", count=20, actor=province.focal, now=NOW)
    second = papers.print_batch(wave=wave, place="", count=5, actor=province.focal, now=NOW)

    assert (first.first, first.place, second.first) == (1, "Xã Mây", 21)
    assert len(from_data(first.layout)) == 2
    assert paper_selectors.batch_of(wave, 20) == first
    assert paper_selectors.batch_of(wave, 21) == second
    assert paper_selectors.batch_of(wave, 26) is None
    assert paper_selectors.access_batch(wave, first.public_id) == first
    for count in (0, papers.MOST_FORMS + 1):
        with pytest.raises(PaperRefused):
            papers.print_batch(wave=wave, place="", count=count, actor=province.focal, now=NOW)


def test_form_is_taken_when_all_its_pages_are_there(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="Xã Mây", count=2, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)

    see(scan, 1, serial=1, page=2, answers={"lai": "1"})
    assert not SurveyAnswer.objects.exists()
    (waiting,) = paper_selectors.list_waiting_forms(wave)
    assert (waiting.serial, waiting.missing, waiting.doubts) == (1, (1,), 0)
    see(scan, 2, serial=1, page=1, answers={"hl": "2"})

    kept = SurveyAnswer.objects.get()
    assert (kept.channel, kept.place, kept.serial, kept.answers) == (
        AnswerChannel.PAPER, "Xã Mây", 1, {"hl": "2", "lai": "1"}
    )  # fmt: skip
    assert paper_selectors.list_waiting_forms(wave) == []


def test_same_page_again_changes_nothing_and_other_marks_are_told(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="", count=2, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    for number in (1, 1):
        see(scan, number, serial=1, page=1, answers={"hl": "2"})
    see(scan, 2, serial=1, page=2, answers={"lai": "1"})
    before = list(SurveyAnswer.objects.values())

    see(scan, 3, serial=1, page=1, answers={"hl": "2"})
    see(scan, 4, serial=1, page=1, answers={"hl": "1"})
    see(scan, 5, serial=1, page=2, answers={}, doubt="lai")

    assert outcomes(scan) == ["read", "read", "repeated", "different", "repeated"]
    assert "hl" in PaperPage.objects.get(scan=scan, number=4).reason
    assert list(SurveyAnswer.objects.values()) == before
    assert not PaperDoubt.objects.exists()


def test_doubtful_mark_waits_for_a_person(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="", count=2, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    see(scan, 1, serial=2, page=1, answers={}, doubt="hl")
    see(scan, 2, serial=2, page=2, answers={"lai": "0"}, doubt="tuoi")
    hl, tuoi = paper_selectors.list_doubts(wave, most=10)
    assert (hl.column, tuoi.column) == ("hl", "tuoi")
    assert not SurveyAnswer.objects.exists()

    with pytest.raises(PaperRefused, match="nhỏ hơn 18"):
        papers.decide(wave=wave, seen={hl.pk: "2", tuoi.pk: "7"}, actor=province.focal, now=NOW)
    assert paper_selectors.count_doubts(wave) == 2
    assert papers.decide(wave=wave, seen={hl.pk: "2"}, actor=province.focal, now=NOW) == 1
    with pytest.raises(PaperRefused, match="còn ô chờ xem"):
        papers.take_partial(wave=wave, serial=2, actor=province.focal, now=NOW)
    assert papers.decide(wave=wave, seen={tuoi.pk: " 41 "}, actor=province.focal, now=NOW) == 1
    assert papers.decide(wave=wave, seen={tuoi.pk: "42"}, actor=province.focal, now=NOW) == 0

    assert SurveyAnswer.objects.get().answers == {"hl": "2", "lai": "0", "tuoi": "41"}


def test_form_with_a_missing_page_is_taken_when_a_person_says_so(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="", count=2, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    with pytest.raises(PaperRefused, match="Chưa đọc trang nào"):
        papers.take_partial(wave=wave, serial=1, actor=province.focal, now=NOW)
    see(scan, 1, serial=1, page=1, answers={"hl": "2"})

    papers.take_partial(wave=wave, serial=1, actor=province.focal, now=NOW)

    assert SurveyAnswer.objects.get().answers == {"hl": "2"}
    see(scan, 2, serial=1, page=2, answers={"lai": "1"})
    assert SurveyAnswer.objects.get().answers == {"hl": "2", "lai": "1"}


def test_blank_form_is_no_answer(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="", count=1, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    see(scan, 1, serial=1, page=1, answers={"hl": ""})
    see(scan, 2, serial=1, page=2, answers={"lai": ""})

    assert not SurveyAnswer.objects.exists()
    assert [(form.missing, form.doubts) for form in paper_selectors.list_waiting_forms(wave)] == [((), 0)]


def test_closing_refuses_what_comes_later_and_destroys_pictures(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="", count=2, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    see(scan, 1, serial=1, page=1, answers={}, doubt="hl")

    closed = services.close_wave(wave=wave, actor=province.focal, now=NOW)

    assert not PaperDoubt.objects.exists()
    see(scan, 2, serial=1, page=2, answers={"lai": "1"})
    assert outcomes(scan) == ["read", "refused"]
    assert "đã kết thúc" in PaperPage.objects.get(number=2).reason
    with pytest.raises(WaveClosed):
        papers.print_batch(wave=closed, place="", count=1, actor=province.focal, now=NOW)
    with pytest.raises(WaveClosed):
        make_scan(closed, province)


def test_only_those_who_manage_print_and_scan(wave: SurveyWave, province: Province) -> None:
    for actor in (province.leader, province.officer, province.stranger):
        with pytest.raises(PermissionDenied):
            papers.print_batch(wave=wave, place="", count=1, actor=actor, now=NOW)
        with pytest.raises(PermissionDenied):
            papers.send_scans(wave=wave, uploads=[Upload("a.pdf", io.BytesIO(b"x"))], actor=actor, now=NOW)
        with pytest.raises(PermissionDenied):
            papers.decide(wave=wave, seen={1: ""}, actor=actor, now=NOW)
    with pytest.raises(PaperRefused, match="Chưa chọn tệp"):
        papers.send_scans(wave=wave, uploads=[], actor=province.focal, now=NOW)
    with pytest.raises(PaperNotFound):
        paper_selectors.access_batch(wave, wave.public_id)
    with pytest.raises(PaperNotFound):
        paper_selectors.access_scan(wave, wave.public_id)


def context(scan: PaperScan) -> JobContext:
    return JobContext(
        {"scan_id": scan.pk}, actor=SYSTEM, created_by_id=None, attempt=1, now=lambda: NOW, progress=lambda **_: None
    )


def test_scan_of_real_paper_is_read_to_its_end(wave: SurveyWave, province: Province) -> None:
    batch = papers.print_batch(wave=wave, place="Xã Mây", count=2, actor=province.focal, now=NOW)
    pages = from_data(batch.layout)
    heading = FormHeading("Phiếu", wave.title, "Tỉnh")
    pictures = pictures_of(
        write_survey_forms(pages, heading=heading, batch=FormBatch(paper_selectors.wave_code(wave), "", 1, 2))
    )
    strange = pictures_of(write_survey_forms(pages, heading=heading, batch=FormBatch("00000000", "", 1, 1)))[0]
    mark_page(pictures[0], pages[0], {"hl": "2"})
    mark_page(pictures[1], pages[1], {"lai": "1"})
    mark_page(pictures[2], pages[0], {"hl": "1|2"})
    data = scanned([feed(pictures[1], Feed(180)), pictures[0], pictures[2], strange])
    scan = make_scan(wave, province, data)
    assert make_scan(wave, province, data) == scan
    assert Job.objects.filter(kind="surveys.read_scan").count() == 1

    told = jobs.read_scan(context(scan))

    scan.refresh_from_db()
    assert (told, scan.state) == ({"pages": 4}, ScanState.READ)
    assert outcomes(scan) == ["read", "read", "read", "refused"]
    assert "đợt khác" in PaperPage.objects.get(scan=scan, number=4).reason
    assert SurveyAnswer.objects.get().answers == {"hl": "2", "lai": "1"}
    assert [doubt.column for doubt in paper_selectors.list_doubts(wave, most=9)] == ["hl"]
    assert jobs.read_scan(context(scan)) == {"skipped": True}
    (line,) = paper_selectors.list_scans(wave)
    assert (line.read_count, line.refused_count) == (3, 1)


def test_page_of_a_number_that_was_never_printed_is_refused(wave: SurveyWave, province: Province) -> None:
    papers.print_batch(wave=wave, place="", count=2, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    waiting = paper_selectors.waiting_scan(scan.pk)
    assert waiting is not None
    own = paper_selectors.wave_code(wave)

    assert waiting.layout_for(PageCode(own, 3, 1, 2)) == "Đợt này không in tờ 00003, trang 1/2."
    assert "không in tờ" in str(waiting.layout_for(PageCode(own, 1, 1, 3)))
    assert waiting.layout_for(PageCode(own, 2, 2, 2)) == from_data(paper_selectors.list_batches(wave)[0].layout)[1]


def test_file_that_is_no_pdf_says_so(wave: SurveyWave, province: Province) -> None:
    scan = make_scan(wave, province, b"not a pdf at all")

    told = jobs.read_scan(context(scan))

    scan.refresh_from_db()
    assert told == {"error": "unreadable_scan", "pages": 0}
    assert (scan.state, "PDF" in scan.error_message) == (ScanState.FAILED, True)


@pytest.mark.parametrize(
    ("state", "job_state"),
    [
        (ScanState.FAILED, JobState.DONE),
        (ScanState.READING, JobState.FAILED),
        (ScanState.READING, JobState.CANCELLED),
    ],
)
def test_scan_that_was_not_read_is_queued_again_when_sent_again(
    wave: SurveyWave, province: Province, state: ScanState, job_state: JobState
) -> None:
    scan = make_scan(wave, province)
    PaperScan.objects.update(state=state, error_message="hỏng")
    Job.objects.update(state=job_state)

    assert make_scan(wave, province) == scan

    scan.refresh_from_db()
    assert scan.job is not None
    assert (scan.state, scan.error_message, scan.job.state) == (ScanState.READING, "", JobState.QUEUED)
    assert Job.objects.filter(kind="surveys.read_scan").count() == 2


@pytest.mark.parametrize(
    ("state", "job_state"),
    [(ScanState.READ, JobState.FAILED), (ScanState.READING, JobState.QUEUED)],
)
def test_scan_that_is_read_or_being_read_is_not_queued_again(
    wave: SurveyWave, province: Province, state: ScanState, job_state: JobState
) -> None:
    make_scan(wave, province)
    PaperScan.objects.update(state=state)
    Job.objects.update(state=job_state)

    make_scan(wave, province)

    assert Job.objects.filter(kind="surveys.read_scan").count() == 1


def test_lists_take_as_many_statements_for_many_forms(
    wave: SurveyWave, province: Province, django_assert_num_queries: Any
) -> None:
    papers.print_batch(wave=wave, place="", count=60, actor=province.focal, now=NOW)
    scan = make_scan(wave, province)
    for count in (1, 30):
        for serial in range(1, count + 1):
            see(scan, count * 100 + serial, serial=serial, page=1, answers={"hl": "2"}, doubt="loi0")
        with django_assert_num_queries(3):
            assert len(paper_selectors.list_waiting_forms(wave)) == count
        with django_assert_num_queries(1):
            assert len(paper_selectors.list_doubts(wave, most=50)) == count
        with django_assert_num_queries(1):
            paper_selectors.list_pages(scan)
    assert selectors.count_answers(wave) == 0
    assert PageOutcome.REPEATED in outcomes(scan)


def test_scan_that_failed_is_read_again_on_demand(wave: SurveyWave, province: Province) -> None:
    scan = make_scan(wave, province, b"not a pdf at all")
    assert not papers.read_again(wave=wave, scan=scan, actor=province.focal, now=NOW), "it waits to be read"
    jobs.read_scan(context(scan))

    with pytest.raises(PermissionDenied):
        papers.read_again(wave=wave, scan=scan, actor=province.leader, now=NOW)
    assert papers.read_again(wave=wave, scan=scan, actor=province.focal, now=NOW)

    scan.refresh_from_db()
    assert (scan.state, Job.objects.filter(kind="surveys.read_scan").count()) == (ScanState.READING, 2)


def test_files_of_a_closed_wave_are_erased_after_their_days(wave: SurveyWave, province: Province) -> None:
    scan = make_scan(wave, province, b"not a pdf at all")
    stored = scan.file
    jobs.read_scan(context(scan))
    assert erasing.erase_scans(days=0, now=NOW) == 0, "the wave is open"
    services.close_wave(wave=wave, actor=province.focal, now=NOW)

    assert erasing.erase_scans(days=90, now=NOW + timedelta(days=89)) == 0
    assert erasing.erase_scans(days=90, now=NOW + timedelta(days=90)) == 1
    assert erasing.erase_scans(days=90, now=NOW + timedelta(days=91)) == 0

    scan.refresh_from_db()
    assert (scan.file, scan.state) == (None, ScanState.FAILED)
    assert stored is not None
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    assert Event.objects.filter(action="survey.scans_erased").count() == 1

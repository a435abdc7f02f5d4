"""Paper forms on the pages: printed, scanned, doubtful marks seen beside their pictures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parindex.apps.surveys import paper_selectors
from parindex.apps.surveys.models import PaperBatch, PaperDoubt, PaperScan, SurveyAnswer, SurveyWave
from parindex.documents.survey_page import from_data
from parindex.domain.access import SYSTEM
from parindex.jobs import surveys as jobs
from parindex.jobs.registry import JobContext
from tests.factories.scans import Picture, mark_page, pictures_of, scan
from tests.integration.surveys.test_papers import TWO_PAGES
from tests.web.conftest import NOW, World
from tests.web.page import get
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]


@pytest.fixture
def wave(world: World) -> SurveyWave:
    return make_wave(world.root, now=NOW)


def printed(focal: Client, wave: SurveyWave, *, count: int = 2) -> list[Picture]:
    """Print a batch on the page and return the pictures of its pages."""
    base = f"/dot-khao-sat/{wave.public_id}/giay/"
    assert focal.post(f"{base}in/", {"place": "Xã Mây", "count": str(count)}).status_code == 302
    page = get(focal, base)
    (link,) = page.all("//a[contains(@href, '.pdf')]")
    answer = focal.get(link.get("href"))
    assert answer.headers["Content-Type"] == "application/pdf"
    return pictures_of(answer.content)


def read(focal: Client, wave: SurveyWave, pictures: list[Picture]) -> str:
    """Send a scan, let the job read it, return the address of the scan."""
    file = SimpleUploadedFile("quét.pdf", scan(pictures), "application/pdf")
    answer = focal.post(f"/dot-khao-sat/{wave.public_id}/giay/quet/", {"files": [file]})
    assert answer.status_code == 302, answer.content.decode()
    row = PaperScan.objects.latest("pk")
    context = JobContext({"scan_id": row.pk}, SYSTEM, None, 1, now=lambda: NOW, progress=lambda **_: None)
    assert focal.get(f"{answer.headers['Location']}tien-do/").json()["finished"] is False
    jobs.read_scan(context)
    assert focal.get(f"{answer.headers['Location']}tien-do/").json()["finished"] is True
    return answer.headers["Location"]


def test_paper_goes_out_and_comes_back(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    pictures = printed(focal, wave)
    (layout,) = from_data(PaperBatch.objects.get().layout)
    mark_page(pictures[0], layout, {"cs1": "2", "cs3": "1", "cs4": "0", "cs7": "2"})
    mark_page(pictures[1], layout, {"cs1": "2|1", "cs3": "1"})

    address = read(focal, wave, pictures)

    assert SurveyAnswer.objects.get().answers == {"cs1": "2", "cs3": "1", "cs4": "0", "cs7": "2"}
    rows = get(focal, address).rows()
    assert [row[2].split(" ")[0:3] for row in rows] == [["Đã", "đọc", "trang"]] * 2
    assert rows[1][4] == "1"
    page = get(focal, f"/dot-khao-sat/{wave.public_id}/giay/doi-chieu/")
    assert page.one("//img").get("src").startswith("data:image/png;base64,")
    doubt = PaperDoubt.objects.get()
    answer = focal.post(page.path, {f"o-{doubt.pk}": "1"})
    assert answer.status_code == 302
    assert SurveyAnswer.objects.get(serial=2).answers == {"cs1": "1", "cs3": "1"}
    assert "Không còn ô nào khó đọc" in get(focal, page.path).words()
    assert "2 phiếu" in get(focal, f"/dot-khao-sat/{wave.public_id}/").words()


def test_mark_that_is_left_open_stays(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    pictures = printed(focal, wave, count=1)
    (layout,) = from_data(PaperBatch.objects.get().layout)
    mark_page(pictures[0], layout, {"cs1": "2|1", "cs3": "1"})
    read(focal, wave, pictures)
    doubt = PaperDoubt.objects.get()
    address = f"/dot-khao-sat/{wave.public_id}/giay/doi-chieu/"

    focal.post(address, {f"o-{doubt.pk}": "__de-sau__"})
    assert PaperDoubt.objects.exists()
    refused = focal.post(address, {f"o-{doubt.pk}": "9"})
    assert refused.status_code == 422
    assert "không có phương án “9”" in refused.content.decode()
    focal.post(address, {f"o-{doubt.pk}": "__trong__"})

    assert SurveyAnswer.objects.get().answers == {"cs3": "1"}


@pytest.mark.parametrize("count", ["0", "nhiều", "501"])
def test_batch_of_a_wrong_size_is_refused(wave: SurveyWave, as_role: AsRole, count: str) -> None:
    answer = as_role("focal").post(f"/dot-khao-sat/{wave.public_id}/giay/in/", {"place": "", "count": count})

    assert answer.status_code == 422
    assert "từ 1 đến 500 tờ" in answer.content.decode()
    assert not PaperBatch.objects.exists()


def test_same_file_again_opens_the_scan_that_is_there(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    printed(focal, wave, count=1)
    address = f"/dot-khao-sat/{wave.public_id}/giay/quet/"

    sent = [
        focal.post(address, {"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.7 x", "application/pdf")]})
        for _ in range(2)
    ]

    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert "đã tải lên trước đây" in " ".join(get(focal, sent[1].headers["Location"]).toasts())


def test_scan_that_failed_offers_to_be_read_again(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x", "application/pdf")
    address = focal.post(f"/dot-khao-sat/{wave.public_id}/giay/quet/", {"files": [file]}).headers["Location"]
    assert "Đọc lại tệp này" not in get(focal, address).words()
    PaperScan.objects.update(state="failed", error_message="Tệp hỏng.")
    page = get(focal, address).words()
    assert "Tệp hỏng." in page
    assert "Đọc lại tệp này" in page

    assert focal.post(f"{address}doc-lai/").headers["Location"] == address

    assert "Đọc lại tệp này" not in get(focal, address).words()
    assert PaperScan.objects.get().state == "reading"


def test_form_with_a_missing_page_is_taken_on_demand(world: World, as_role: AsRole) -> None:

    focal = as_role("focal")
    focal.post(
        "/dot-khao-sat/mo/", {"title": "Hai", "unit": world.root.pk, "questionnaire": "quay-2018", "text": TWO_PAGES}
    )
    wave = SurveyWave.objects.get()
    pictures = printed(focal, wave, count=1)
    pages = from_data(PaperBatch.objects.get().layout)
    mark_page(pictures[0], pages[0], {"hl": "2"})
    read(focal, wave, pictures[:1])
    base = f"/dot-khao-sat/{wave.public_id}/giay/"
    assert "trang 2" in get(focal, base).words()

    assert focal.post(f"{base}to/1/nhan/").status_code == 302

    assert SurveyAnswer.objects.get().answers == {"hl": "2"}
    assert paper_selectors.list_waiting_forms(wave) == []
    assert focal.post(f"{base}to/9/nhan/").status_code == 422


def test_closed_wave_offers_no_paper(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    focal.post(f"/dot-khao-sat/{wave.public_id}/dong/")
    base = f"/dot-khao-sat/{wave.public_id}/giay/"

    page = get(focal, base)

    assert "Đợt đã đóng" in page.words()
    assert not page.all("//main//form")
    assert focal.post(f"{base}in/", {"count": "1"}).status_code == 422
    assert focal.post(f"{base}quet/", {"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.7")]}).status_code == 422


def test_batch_is_printed_in_the_language_that_was_chosen(wave: SurveyWave, as_role: AsRole) -> None:
    focal, base = as_role("focal"), f"/dot-khao-sat/{wave.public_id}/giay/"

    assert focal.post(f"{base}in/", {"place": "", "count": "1", "language": "en"}).status_code == 302
    assert focal.post(f"{base}in/", {"place": "", "count": "1", "language": "fr"}).status_code == 422

    batch = PaperBatch.objects.get()
    assert batch.layout[0]["words"][0]["text"].startswith("Question 1.")
    page = get(focal, base)
    assert [one.get("value") for one in page.all("//select[@name='language']/option")] == ["vi", "en"]
    assert "1 English" in page.words()
    assert focal.get(f"{base}in/{batch.public_id}.pdf").content.startswith(b"%PDF")

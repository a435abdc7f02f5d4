"""The result of a wave on its page: intervals, targets, last year, bars by place, and nothing of small groups."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.base.models import Job, JobState
from parindex.apps.surveys import results, services
from parindex.apps.surveys.models import SurveyAim, SurveyWave
from parindex.apps.surveys.services import Sheet
from parindex.domain.access import SYSTEM
from parindex.jobs.worker import run_until_empty
from parindex.web.templatetags.parindex import vdatetime
from tests.web.conftest import NOW, World
from tests.web.page import get
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]


def answer(wave: SurveyWave, count: int, *, cs1: str = "2", place: str = "Quầy 1") -> None:
    """Let forms come in."""
    for _ in range(count):
        sheet = Sheet({"cs1": cs1, "cs3": "2", "cs4": "2", "cs7": "2"}, nonce=uuid.uuid4(), place=place)
        services.take_answer(wave=wave, sheet=sheet, now=NOW)


def closed(wave: SurveyWave) -> SurveyWave:
    """Return the wave closed, its result kept."""
    made = services.close_wave(wave=wave, actor=SYSTEM, now=NOW)
    results.freeze(wave_id=wave.pk, now=NOW)
    return made


def test_target_and_last_year_are_judged_on_the_page(world: World, as_role: AsRole) -> None:
    before = make_wave(world.root, now=NOW - timedelta(days=300))
    answer(before, 20, cs1="0")
    answer(before, 10, cs1="1")
    closed(before)
    wave = make_wave(world.root, now=NOW)
    answer(wave, 30)
    answer(wave, 10, cs1="1", place="Quầy 2")
    answer(wave, 3, place="Cổng")
    focal, inside = as_role("focal"), f"/dot-khao-sat/{wave.public_id}/"
    focal.post(f"{inside}dot-truoc/", {"dot": str(before.public_id)})
    focal.post(f"{inside}muc-tieu/", {"chi-so": "whole", "cach": "at_least", "muc": "7,5"})
    focal.post(f"{inside}muc-tieu/", {"chi-so": "whole", "cach": "increase", "muc": "nhiều"})
    page = get(focal, inside)

    assert "Mức mục tiêu là số không âm" in " ".join(page.toasts())
    (aim,) = SurveyAim.objects.all()
    row = next(row for row in page.rows() if row and row[0] == "Chỉ số chung" and "ít nhất 7,50" in row[1])
    assert row[3] == "đạt"
    assert "tăng" in next(row for row in page.rows() if row and row[1] == "Chỉ số chung")[4]
    assert ["Cổng", "3", "ít phiếu, không công bố"] in page.rows()
    assert ["Quầy 2", "10", "ít phiếu, không công bố"] in page.rows()  # or “Cổng” could be found by subtracting
    assert len(page.all("//*[contains(@class,'ibar')]")) == 1

    focal.post(f"{inside}muc-tieu/{aim.pk}/bo/")
    focal.post(f"{inside}dong/")
    waiting = get(as_role("leader"), inside)
    assert "Kết quả để giữ đang được tính" in waiting.words()
    assert not waiting.all("//a[contains(@href,'ket-qua.json')]")
    assert focal.get(f"{inside}ket-qua.json").status_code == 302
    run_until_empty()
    words = get(as_role("leader"), inside).words()
    assert "sau khi đóng đợt; không đổi nữa" in words
    assert "Đặt mục tiêu" not in words
    told = focal.get(f"{inside}ket-qua.json").json()
    assert (told["schema"], told["forms"]["count"]) == ("parindex.survey-estimate/1", 43)


def test_page_says_when_it_was_kept_and_what_comes_after_failures(world: World, as_role: AsRole) -> None:
    wave = make_wave(world.root, now=NOW)
    answer(wave, 10)
    services.close_wave(wave=wave, actor=SYSTEM, now=NOW)
    leader, page, told = as_role("leader"), f"/dot-khao-sat/{wave.public_id}/", []
    for night in range(7):
        results.queue_waiting(now=NOW + timedelta(days=night))
        Job.objects.update(state=JobState.FAILED)
        told.append(get(leader, page).words())
    results.freeze(wave_id=wave.pk, now=NOW + timedelta(days=400))

    assert "tự làm lại sau 02:50 mỗi đêm" in told[5]
    assert "Chưa giữ được kết quả sau 7 lần thử: báo người quản trị." in told[6]
    kept = vdatetime(NOW + timedelta(days=400))
    assert f"Kết quả được giữ lúc {kept}, sau khi đóng đợt; không đổi nữa." in get(leader, page).words()


@pytest.mark.parametrize("is_closed", [False, True])
def test_page_takes_as_many_statements_for_many_forms(world: World, as_role: AsRole, *, is_closed: bool) -> None:
    client, counts = as_role("focal"), []
    for forms in (1, 30):
        wave = make_wave(world.root, now=NOW)
        answer(wave, forms)
        if is_closed:
            closed(wave)
        client.get(f"/dot-khao-sat/{wave.public_id}/")
        with CaptureQueriesContext(connection) as told:
            assert client.get(f"/dot-khao-sat/{wave.public_id}/").status_code == 200
        counts.append(len(told))

    assert counts[0] == counts[1]


def test_interval_is_shown_within_the_scale(world: World, as_role: AsRole) -> None:
    wave, focal = make_wave(world.root, now=NOW), as_role("focal")
    answer(wave, 9)
    answer(wave, 1, cs1="0")

    page = get(focal, f"/dot-khao-sat/{wave.public_id}/")

    shown = next(row for row in page.rows() if row and row[0] == "cs1")
    assert (shown[2][:4], shown[3]) == ("1,80", "1,35 – 2,00")
    assert "cắt ở hai đầu thang điểm" in page.words()
    told = focal.get(f"/dot-khao-sat/{wave.public_id}/ket-qua.json").json()
    assert next(row["high"] for row in told["estimates"] if row["code"] == "cs1") > 2


def test_wave_of_nobody_has_no_result_to_take_away(world: World, as_role: AsRole) -> None:
    wave = make_wave(world.root, now=NOW)

    assert as_role("focal").get(f"/dot-khao-sat/{wave.public_id}/ket-qua.json").status_code == 404


def test_report_has_the_figures_the_verdicts_and_the_bars(world: World, as_role: AsRole) -> None:
    wave = make_wave(world.root, now=NOW)
    answer(wave, 30)
    answer(wave, 10, cs1="1", place="Quầy 2")
    answer(wave, 3, place="Cổng")
    # Half past midnight at home.
    first, last = (datetime(2026, 12, day, 17, 30, tzinfo=UTC) for day in (1, 3))
    SurveyWave.objects.filter(pk=wave.pk).update(created_at=first, closed_at=last)
    focal, inside = as_role("focal"), f"/dot-khao-sat/{wave.public_id}/"
    focal.post(f"{inside}muc-tieu/", {"chi-so": "whole", "cach": "at_least", "muc": "7,5"})

    pdf = focal.get(f"{inside}bao-cao.pdf").content
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "SỐ LIỆU TẠM TÍNH" in words
    assert "mở ngày 02/12/2026, đóng ngày 04/12/2026; 43 phiếu vào phép tính" in " ".join(words.split())
    assert "ít nhất 7,50: đạt" in " ".join(words.split())
    assert "không phải mẫu ngẫu nhiên" in " ".join(words.split())
    assert "ít phiếu, không công bố" in " ".join(words.split())

    with zipfile.ZipFile(io.BytesIO(focal.get(f"{inside}bao-cao.docx").content)) as package:
        body = package.read("word/document.xml").decode()
    assert body.count('w:fill="1A1A1A"') == body.count('w:hRule="exact"/></w:trPr>') == 1  # one group is shown
    assert body.count('w:fill="B3261E"') == 1
    assert focal.get(f"{inside}bao-cao.odt").status_code == 404

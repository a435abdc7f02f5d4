"""Forms typed into a table: the template, what became of every row, the same table again."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parindex.apps.surveys.models import AnswerChannel, SurveyAnswer, SurveyWave
from parindex.documents.read.rows import read_rows
from tests.web.conftest import NOW, World
from tests.web.page import get, parse
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]
HEADINGS = ["ma_phieu", "noi", "cs1", "cs3", "cs4", "cs7"]


@pytest.fixture
def wave(world: World) -> SurveyWave:
    return make_wave(world.root, now=NOW)


def sheet(rows: list[list[object]], headings: list[str] | None = None) -> SimpleUploadedFile:
    """Return a workbook with these rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([headings or HEADINGS, *rows]):
            page.write_row(number, 0, row)
    return SimpleUploadedFile("bang.xlsx", out.getvalue())


def test_template_names_every_column(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")

    answer = focal.get(f"/dot-khao-sat/{wave.public_id}/bang/mau.xlsx")

    filled = answer.content
    assert filled.startswith(b"PK")
    assert "ma_phieu" in read_rows(sheet([["1"]], HEADINGS).read(), name="x.xlsx")[0].cells
    assert focal.post(f"/dot-khao-sat/{wave.public_id}/bang/", {"table": SimpleUploadedFile("a.xlsx", filled)})


def test_every_row_is_told(wave: SurveyWave, as_role: AsRole) -> None:
    focal, address = as_role("focal"), f"/dot-khao-sat/{wave.public_id}/bang/"
    rows = [["A1", "Xã Mây", 2, 1, "", ""], ["A2", "", "9", "", "", ""], ["", "", "1"], ["A3", ""], ["A1", "", 0]]

    page = parse(focal, address, focal.post(address, {"table": sheet(rows)}))

    assert [row[:2] + row[2:3] for row in page.rows()] == [
        ["3", "A2", "Không nhận"], ["4", "", "Không nhận"], ["5", "A3", "Không nhận"], ["6", "A1", "Khác bản đã nhập"]
    ]  # fmt: skip
    assert "không có phương án “9”" in page.words()
    kept = SurveyAnswer.objects.get()
    assert (kept.channel, kept.place, kept.answers) == (AnswerChannel.TABLE, "Xã Mây", {"cs1": "2", "cs3": "1"})
    again = parse(focal, address, focal.post(address, {"table": sheet(rows[:1])}))
    assert "Đã có từ trước: 1 dòng" in again.words()
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("headings", "words"), [(["ma_phieu", "la"], "cột lạ: la"), (["noi", "cs1"], "thiếu cột ma_phieu")]
)
def test_table_of_another_kind_is_refused(wave: SurveyWave, as_role: AsRole, headings: list[str], words: str) -> None:
    address = f"/dot-khao-sat/{wave.public_id}/bang/"

    answer = as_role("focal").post(address, {"table": sheet([["1", "2"]], headings)})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_closed_wave_takes_no_table(wave: SurveyWave, as_role: AsRole) -> None:
    focal, address = as_role("focal"), f"/dot-khao-sat/{wave.public_id}/bang/"
    assert "Chưa chọn tệp bảng" in focal.post(address).content.decode()
    focal.post(f"/dot-khao-sat/{wave.public_id}/dong/")

    answer = focal.post(address, {"table": sheet([["A1", "", 2]])})

    assert answer.status_code == 422
    assert "đã kết thúc" in answer.content.decode()
    assert "Đợt đã đóng" in get(focal, address).words()
    assert not SurveyAnswer.objects.exists()

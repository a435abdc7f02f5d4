"""Sizes and samples in the browser: the design typed, the frame sent, the sample drawn, thrown away, drawn again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parindex.apps.surveys import field, services
from parindex.apps.surveys.models import SampleDraw, SampleUnit, SurveyWave
from parindex.definitions.questionnaires.drawing import read_draw
from parindex.domain.access import SYSTEM
from parindex.domain.surveys.drawing import FrameRow, draw
from tests.web.conftest import NOW, World
from tests.web.page import get
from tests.web.surveys import make_wave

AsRole = Callable[[str], Client]
HOMES = [
    {"loai": kind, "xa": f"{kind} {commune}", "ho": f"Hộ {home}", "dia_chi": f"Ngõ {home}"}
    for kind, communes in (("phường", 2), ("xã", 3))
    for commune in range(communes)
    for home in range(8)
]
FRAME = "\n".join([",".join(HOMES[0]), *(",".join(row.values()) for row in HOMES)])
DESIGN = {
    "unit1": "Xã", "strata1": "loai", "take1": "phường=1; xã=2", "unit2": "ho", "take2": "4",
    "spare": "1", "quota_name": "gioi", "quota_shares": "nam=50; nữ=50", "seed": "2026",
}  # fmt: skip


@pytest.fixture
def wave(world: World) -> SurveyWave:
    return make_wave(world.root, now=NOW)


def send(client: Client, wave: SurveyWave, frame: str = FRAME, **changed: str) -> tuple[int, str]:
    file = SimpleUploadedFile("khung.csv", frame.encode())
    answer = client.post(address(wave), {**DESIGN, **changed, "frame": file})
    return answer.status_code, answer.content.decode()


def address(wave: SurveyWave, rest: str = "") -> str:
    return f"/dot-khao-sat/{wave.public_id}/chon-mau/{rest}"


def test_sample_is_drawn_as_anybody_draws_it_again(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    assert send(focal, wave)[0] == 302

    made, plan = SampleDraw.objects.get(), read_draw(SampleDraw.objects.get().plan, source="thử")
    again = draw([FrameRow(at, row) for at, row in enumerate(HOMES, start=2)], plan, seed=made.seed)
    kept = list(SampleUnit.objects.order_by("number"))
    assert [(one.label, one.is_spare, one.quota) for one in kept] == [
        (f"{one.row.cells['ho']}, {one.row.cells['xa']}", one.is_spare, one.quota) for one in again
    ]
    assert kept[0].design == {
        "bac": "xa|ho", "xa": kept[0].place, "xa_tang": "phường", "xa_tong": "2", "xa_chon": "1",
        "ho_tang": "", "ho_tong": "8", "ho_chon": "4", "weight": "4",
    }  # fmt: skip
    page = get(focal, address(wave)).words()
    assert "12 hộ chính, 3 dự phòng" in page
    assert "gioi: nam 50,0%, nữ 50,0%" in page
    listed = list(csv.DictReader(io.StringIO(focal.get(address(wave, "mau.csv")).content.decode("utf-8-sig"))))
    assert [row["ho"] for row in listed] == [one.label for one in kept]
    assert "Ngõ" not in str(listed)


def test_sample_is_thrown_away_only_before_anybody_calls(wave: SurveyWave, as_role: AsRole) -> None:
    focal = as_role("focal")
    send(focal, wave)
    first = set(SampleUnit.objects.values_list("label", flat=True))
    assert "đã có mẫu" in send(focal, wave)[1]
    focal.post(address(wave, "bo/"))
    assert not SampleUnit.objects.exists()
    assert "chưa có mẫu" in focal.post(address(wave, "bo/"), follow=True).content.decode()

    assert send(focal, wave, seed="khác")[0] == 302
    assert set(SampleUnit.objects.values_list("label", flat=True)) != first
    pack = field.give_pack(wave=wave, label="Tổ 1", place="", actor=SYSTEM, now=NOW)
    field.note_visit(pack=pack, number=1, outcome="waiting")

    assert "Bỏ mẫu này" not in get(focal, address(wave)).words()
    assert "mẫu không đổi nữa" in focal.post(address(wave, "bo/"), follow=True).content.decode()
    assert SampleUnit.objects.count() == 15


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"unit1": "", "unit2": ""}, "ít nhất một bậc"),
        ({"take1": "nhiều"}, "Ghi một số, ví dụ 6"),
        ({"take1": "0"}, "Ghi một số, ví dụ 6"),
        ({"quota_shares": "nam=1"}, "ít nhất hai nhóm"),
        ({"seed": " "}, "Ghi hạt giống"),
        ({"unit1": "huyen"}, "Khung mẫu có các cột: loai, xa, ho, dia_chi"),
        ({"take1": "phường=1"}, "không nói chọn mấy ở tầng “xã”"),
        ({"frame": ""}, "Tệp rỗng"),
        ({"unit1": "Bậc", "frame": FRAME.replace("xa,", "Bậc,", 1)}, "cột bac: phần mềm giữ tên này"),
        ({"unit1": "weight", "frame": FRAME.replace("xa,", "weight,", 1)}, "cột weight: phần mềm giữ tên này"),
        ({"unit1": "ho_tong", "frame": FRAME.replace("xa,", "ho_tong,", 1)}, "cột ho_tong: phần mềm giữ tên này"),
        ({"unit1": "ho"}, "cột ho: là đơn vị của hai bậc"),
        (
            {"frame": FRAME.replace("xã 0", f"{'Tổ dân phố ' * 6}1").replace("xã 1", f"{'Tổ dân phố ' * 6}2")},
            "giống nhau ở 60 ký tự đầu",
        ),
    ],
)
def test_design_that_cannot_be_drawn_is_told(
    wave: SurveyWave, as_role: AsRole, changed: dict[str, str], words: str
) -> None:
    told = dict(changed)
    status, page = send(as_role("focal"), wave, told.pop("frame", FRAME), **told)

    assert (status, SampleUnit.objects.count()) == (422, 0)
    assert words in page


def test_closed_wave_is_not_drawn_for(wave: SurveyWave, as_role: AsRole) -> None:
    services.close_wave(wave=wave, actor=SYSTEM, now=NOW)

    assert send(as_role("focal"), wave)[0] == 422
    assert "Chọn mẫu" not in [one.text for one in get(as_role("focal"), address(wave)).all("//button")]


def test_sizes_are_answered(wave: SurveyWave, as_role: AsRole) -> None:
    viewer = as_role("leader")
    words = get(
        viewer, "/dot-khao-sat/co-mau/?population=12000&error=5&margin=3,5&forms_now=486&forms_before=480&share=82"
    ).words()

    for told in ("388 phiếu", "446 phiếu", "± 3,3 điểm", "6,8 điểm"):
        assert told in words
    assert "cần số người của tổng thể" in viewer.get("/dot-khao-sat/co-mau/?error=5").content.decode()
    assert "Ghi một số" in viewer.get("/dot-khao-sat/co-mau/?margin=nhiều").content.decode()


def test_page_of_a_sample_asks_as_often_for_many_places(
    wave: SurveyWave, as_role: AsRole, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    focal = as_role("focal")
    rows = [f"xã,xã {commune},Hộ {home}" for commune in range(40) for home in range(2)]
    assert send(focal, wave, "\n".join(["loai,xa,ho", *rows]), take1="40")[0] == 302
    focal.get(address(wave))

    with django_assert_max_num_queries(11):
        page = get(focal, address(wave))

    assert len(page.all("//tr[contains(., 'xã ')]")) == 40


@pytest.mark.parametrize("name", ["chon-mau/mau.csv", "tra-loi.csv"])
def test_file_is_named_after_the_day_here(wave: SurveyWave, as_role: AsRole, name: str) -> None:
    SurveyWave.objects.filter(pk=wave.pk).update(created_at=datetime(2025, 12, 31, 18, tzinfo=UTC))

    answer = as_role("focal").get(f"/dot-khao-sat/{wave.public_id}/{name}")

    assert "-20260101.csv" in answer["Content-Disposition"]

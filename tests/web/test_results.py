"""Results as pages: everybody may follow a rank to its points; only a leader publishes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from parindex.apps.assessment.models import Publication, Result
from tests.web.conftest import World
from tests.web.page import get
from tests.web.season import SeasonThings, make_things

AsRole = Callable[[str], Client]


@pytest.fixture
def things(world: World) -> SeasonThings:
    """Return a season of the province in which the home affairs department is scored."""
    return make_things(holder=world.root, unit=world.home_affairs)


def test_citizen_follows_a_rank_to_where_points_were_lost(world: World, things: SeasonThings) -> None:
    page = get(Client(), "/ket-qua/").follow("Đợt đã công bố")
    assert f"{world.home_affairs.name} đứng đầu 1 đơn vị nhóm Nhóm thử với chỉ số 75,00." in page.words()

    unit = page.follow(world.home_affairs.name)

    rows = [row for row in unit.rows() if row and row[0].startswith("1.1")]
    assert rows[-1][:3] == ["1.1 Ban hành kế hoạchCâu thử.", "1", "1 / 2"]
    assert "1 mục đạt điểm tối đa" in unit.words()
    assert "Lập dự thảo kế hoạch" not in unit.words()


def test_bundle_is_given_whole_to_everybody(things: SeasonThings) -> None:
    answer = Client().get(f"/ket-qua/{things.published.public_id}/goi/")

    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "answers.csv" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_open_campaign_has_no_result_to_guess(things: SeasonThings) -> None:
    for tail in ("", "goi/", "tai-ve/", f"{things.result.pk}/"):
        assert Client().get(f"/ket-qua/{things.campaign.public_id}/{tail}").status_code == 404


def test_focal_makes_the_next_plan_of_a_result(things: SeasonThings, as_role: AsRole) -> None:
    address = f"/ket-qua/{things.published.public_id}/{things.result.pk}/"
    answer = as_role("focal").post(f"{address}lap-ke-hoach/")

    assert str(answer.headers["Location"]).startswith("/ke-hoach/nhap/")


def test_leader_sees_what_stands_against_publication(things: SeasonThings, as_role: AsRole) -> None:
    leader = as_role("leader")
    page = get(leader, f"/dot-cham-diem/{things.campaign.public_id}/cong-bo/")
    assert "1 phiếu chưa được lãnh đạo đơn vị duyệt" in page.words()

    data = {"version": "1", "number": "02/QĐ-MH", "on": "31/02/2026", "issuer": "UBND tỉnh"}
    answer = leader.post(f"/dot-cham-diem/{things.campaign.public_id}/cong-bo/", data)

    assert answer.status_code == 422
    assert "Ngày ghi như 21/07/2026." in answer.content.decode()
    assert Publication.objects.count() == 1


def test_table_with_a_mistake_is_refused_with_its_place(things: SeasonThings, as_role: AsRole) -> None:
    del things
    before = Result.objects.count()
    file = SimpleUploadedFile("x.csv", "năm,chỉ số,đơn vị,điểm,nguồn\n2022,PAR,X,“95 %”,s\n".encode())
    answer = as_role("focal").post("/ket-qua/cac-nam/", {"tep": file})

    assert answer.status_code == 422
    assert "Dòng 2, cột score" in answer.content.decode()
    assert Result.objects.count() == before


def test_other_years_are_listed_and_narrowed(as_role: AsRole) -> None:
    focal = as_role("focal")
    text = "năm,chỉ số,đơn vị,điểm,hạng,nguồn\n2022,PAR,Tỉnh Mẫu,80.35,58,s\n2022,SIPAS,Tỉnh Mẫu,82.52,16,s\n"
    focal.post("/ket-qua/cac-nam/", {"tep": SimpleUploadedFile("x.csv", text.encode())})

    rows = get(focal, "/ket-qua/cac-nam/?chi-so=PAR").rows()

    assert rows[0][:5] == ["2022", "PAR", "Tỉnh Mẫu", "80,35", "58"]
    assert len(rows) == 1


@pytest.mark.parametrize("count", [1, 30])
def test_ranking_takes_as_many_queries_for_one_unit_as_for_thirty(
    things: SeasonThings, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = Result.objects.get(pk=things.result.pk)
    for at in range(count - 1):
        row.pk, row.unit, row.unit_name = None, None, f"Đơn vị {at}"
        row.save()
    with django_assert_num_queries(2):
        assert Client().get(f"/ket-qua/{things.published.public_id}/").status_code == 200

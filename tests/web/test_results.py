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
from parindex.apps.audit.models import Event
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
    assert ["1.1 Ban hành kế hoạchCâu thử.", "1", "1 / 2", "0,00", "0,00"] in rows
    assert "1 mục đạt điểm tối đa" in unit.words()
    assert "Lập dự thảo kế hoạch" not in unit.words()


def test_citizen_sees_what_fell_since_the_year_before(world: World, things: SeasonThings) -> None:
    unit = get(Client(), f"/ket-qua/{things.published.public_id}/{things.result.pk}/")

    assert "Hai năm dùng cùng bộ tiêu chí nên mọi mục được so." in unit.words()
    assert "2 mục so được, 4 điểm tối đa: đạt 75,00%, năm 2024 đạt 100,00% (−25,00 điểm phần trăm)." in unit.words()
    assert unit.words("//ul[@class='changes section-s']/li") == "1.1 Ban hành kế hoạch−1 điểm"
    items = get(Client(), f"/ket-qua/{things.published.public_id}/{things.result.pk}/nam-truoc/")
    assert ["1.1 Ban hành kế hoạch", "2 / 2", "1 / 2", "−1", "−50,00"] in items.rows()
    assert items.title == f"{world.home_affairs.name}: năm 2025 so với năm 2024"


def test_changed_catalogue_nobody_has_linked_breaks_the_comparison(things: SeasonThings) -> None:
    Result.objects.filter(pk=things.result.pk).update(catalogue_sha256="b" * 64)
    unit = get(Client(), f"/ket-qua/{things.published.public_id}/{things.result.pk}/")

    assert "chưa có bảng đối chiếu" in unit.words()
    assert "đổi bộ tiêu chí" in unit.words()


def test_first_year_has_nothing_beside_it(things: SeasonThings) -> None:
    first = Result.objects.get(publication__campaign__title="Đợt trước nữa")
    page = f"/ket-qua/{first.publication.campaign.public_id}/{first.pk}/"  # type: ignore[union-attr]

    assert "So với năm 20" not in get(Client(), page).words()
    assert Client().get(f"{page}nam-truoc/").status_code == 404


def test_leader_takes_the_draft_of_the_decision_and_the_register_knows(things: SeasonThings, as_role: AsRole) -> None:
    leader = as_role("leader")
    page = get(leader, f"/dot-cham-diem/{things.campaign.public_id}/cong-bo/")
    address = page.one("//a[text()='Tải dự thảo DOCX']").get("href")

    answer = leader.get(address)

    assert answer.headers["Content-Disposition"].endswith('filename="du-thao-quyet-dinh-cong-bo-2026.docx"')
    words = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "Về việc công bố kết quả" in words
    assert Event.objects.filter(action="decision.exported").count() == 1
    assert leader.get(address.replace("docx", "xlsx")).status_code == 404


def test_published_season_gives_its_decision_with_number_and_date(things: SeasonThings, as_role: AsRole) -> None:
    leader = as_role("leader")
    campaign = f"/dot-cham-diem/{things.published.public_id}/cong-bo/"
    assert leader.get(campaign).headers["Location"] == f"/ket-qua/{things.published.public_id}/"

    answer = leader.get(f"{campaign}docx/")

    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    words = archive.read("word/document.xml").decode()
    assert "Số: 01/QĐ-MH" in words
    assert "ngày 15 tháng 01 năm 2026" in words
    assert "DỰ THẢO" not in "".join(archive.read(name).decode() for name in archive.namelist() if "header" in name)
    assert "Quyết định công bố, DOCX" not in get(Client(), f"/ket-qua/{things.published.public_id}/").words()


def test_province_is_followed_beside_its_group_and_another(as_role: AsRole) -> None:
    focal = as_role("focal")
    text = (
        "năm,chỉ số,đơn vị,điểm,hạng,số đơn vị,bộ tiêu chí,nguồn\n"
        "2022,PAR,Tỉnh Mẫu,80,2,2,QĐ A,s\n2022,PAR,Tỉnh Hai,90,1,2,QĐ A,s\n"
        "2023,PAR,Tỉnh Mẫu,82,2,2,QĐ B,s\n2023,PAR,Tỉnh Hai,88,1,2,QĐ B,s\n"
    )
    focal.post("/ket-qua/cac-nam/", {"tep": SimpleUploadedFile("x.csv", text.encode())})

    page = get(focal, "/ket-qua/cac-nam/").follow("Tỉnh Mẫu")
    assert page.title == "Tỉnh Mẫu qua các năm"
    beside = get(focal, "/ket-qua/cac-nam/so-sanh/?don-vi=Tỉnh Mẫu&voi=Tỉnh Hai")

    assert beside.rows() == [
        ["2022", "80,00", "2 / 2", "85,00", "−5,00", "90,00Tỉnh Hai", "90,00", "sQĐ A"],
        ["đổi bộ tiêu chí"],
        ["2023", "82,00", "2 / 2", "85,00", "−3,00", "88,00Tỉnh Hai", "88,00", "sQĐ B"],
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_unit_takes_as_many_queries_in_a_group_of_one_as_of_thirty(
    things: SeasonThings, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = Result.objects.get(pk=things.result.pk)
    for at in range(count - 1):
        row.pk, row.unit, row.unit_name = None, None, f"Đơn vị {at}"
        row.save()
    with django_assert_num_queries(7):
        assert Client().get(f"/ket-qua/{things.published.public_id}/{things.result.pk}/").status_code == 200


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
    assert not Publication.objects.filter(campaign=things.campaign).exists()


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

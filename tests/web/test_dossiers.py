"""Pages of dossiers over a small store: what they show, to whom, and that nothing personal is in them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.apps.audit.models import Event
from parindex.apps.dossiers.models import DossierImport
from parindex.jobs.worker import run_one
from tests.factories import UnitFactory
from tests.web.conftest import NOW, ClientFor, World
from tests.web.dossiers import CODE, HEAD, fill_store, line

pytestmark = pytest.mark.usefixtures("clock")
MARKERS = ("Trần Thị Dấu Vết", "079190001234", "0912345678")
OTHER = "H99.10-20260105-0000003"


@pytest.fixture
def store(world: World) -> None:
    own, other = world.home_affairs.slug, world.office.slug
    fill_store(
        world.root,
        line(1, own, done=""),
        line(2, own, done="12/01/2026"),
        line(3, other),
        line(4, other, done="13/01/2026"),
        now=NOW,
    )


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    words = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]))
    return " ".join(words.split())


@pytest.mark.usefixtures("store")
def test_figures_are_those_of_the_actor(world: World, client_for: ClientFor) -> None:
    focal, officer = client_for(world.users["focal"]), client_for(world.users["officer"])

    assert "Trong năm 2026, 4 hồ sơ được tiếp nhận; 33,33% số đã giải quyết là đúng hạn" in text(
        focal, "/ho-so/?nam=2026"
    )
    assert "2 hồ sơ được tiếp nhận" in text(officer, "/ho-so/?nam=2026")
    for by in ("month", "week", "field", "procedure", "office", "level", "channel"):
        assert "4" in text(focal, f"/ho-so/?nam=2026&theo={by}")
    assert "Không có hồ sơ nào" in text(focal, "/ho-so/?nam=2025&ky=q2")
    assert "chưa xếp loại" in text(focal, "/ho-so/?nam=2026")


@pytest.mark.usefixtures("store")
def test_unit_of_others_is_not_there(world: World, client_for: ClientFor) -> None:
    officer = client_for(world.users["officer"])

    assert officer.get(f"/ho-so/?don-vi={world.office.pk}").status_code == 404
    assert officer.get(reverse("dossier-show", args=[OTHER])).status_code == 404
    assert officer.get(reverse("dossier-show", args=["khong-co"])).status_code == 404
    assert CODE in text(officer, "/ho-so/qua-han/")
    assert OTHER not in text(officer, "/ho-so/qua-han/")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("page", ["2", "9" * 18, "9" * 30, "-1", "x"])
def test_page_beyond_the_last_shows_the_last(world: World, client_for: ClientFor, page: str) -> None:
    assert CODE in text(client_for(world.users["focal"]), f"/ho-so/qua-han/?trang={page}")


@pytest.mark.usefixtures("store")
def test_loss_is_shared_by_late_dossiers(world: World, client_for: ClientFor) -> None:
    focal = client_for(world.users["focal"])

    shown = text(focal, "/ho-so/mat-diem/?nam=2026&theo=unit&diem=0,5")
    assert shown.count("0,2500") == 2
    for wrong in ("abc", "-1", "NaN", "1e9"):
        assert "Ghi số điểm bị mất" in text(focal, f"/ho-so/mat-diem/?diem={wrong}", 422)


@pytest.mark.usefixtures("store")
def test_one_dossier_is_explained_and_its_apology_drafted(world: World, client_for: ClientFor) -> None:
    focal = client_for(world.users["focal"])
    url = reverse("dossier-show", args=[CODE])
    assert "Ngày hẹn trả ghi trên hồ sơ" in text(focal, url)

    late = focal.post(f"{url}xin-loi/", {"new_due": "15/07/2026", "reason": "Chờ ý kiến cơ quan phối hợp"})
    sunday = focal.post(f"{url}xin-loi/", {"new_due": "12/07/2026", "reason": "Chờ"})
    nothing = focal.post(f"{url}xin-loi/", {"new_due": "", "reason": ""})

    assert late.headers["Content-Disposition"].endswith(f'"phieu-xin-loi-{CODE}.docx"')
    assert CODE in zipfile.ZipFile(io.BytesIO(late.content)).read("word/document.xml").decode()
    assert [sunday.status_code, nothing.status_code] == [422, 422]
    assert "không phải ngày làm việc" in sunday.content.decode()
    assert Event.objects.filter(action="dossiers.apology_drafted", object_id=CODE).count() == 1


@pytest.mark.usefixtures("store")
def test_two_sources_are_held_together(world: World, client_for: ClientFor) -> None:
    focal = client_for(world.users["focal"])
    assert "Chưa có hồ sơ nào được nhập" in text(focal, "/ho-so/doi-chieu/")
    changed = line(1, world.home_affairs.slug, done="", due="09/01/2026")
    fill_store(world.root, changed, line(9, world.office.slug), now=NOW, source="portal")

    shown = text(focal, "/ho-so/doi-chieu/")
    own = text(client_for(world.users["officer"]), "/ho-so/doi-chieu/")

    assert "08/01/2026 09/01/2026" in shown
    assert "chỉ Cổng có" in shown
    assert "chỉ Cổng có" not in own


def test_file_is_sent_and_followed(world: World, client_for: ClientFor) -> None:
    focal = client_for(world.users["focal"])
    bad = line(2, "Đơn vị không có").replace("9.000001", MARKERS[0])
    data = f"{HEAD},ChuHoSo,SoGiayTo,DienThoai\n" + "\n".join(
        f"{row},{','.join(MARKERS)}" for row in (line(1, world.home_affairs.slug), bad)
    )
    sent = focal.post(
        "/ho-so/nhap/",
        {"unit": world.root.pk, "source": "main", "files": SimpleUploadedFile("ho so.csv", data.encode())},
    )
    one = DossierImport.objects.get()
    page = reverse("dossier-import-show", args=[one.public_id])
    before = focal.get(f"{page}tien-do/").json()
    run_one(worker="thu", clock=lambda: NOW)

    assert sent.status_code == 302
    assert (before["finished"], focal.get(f"{page}tien-do/").json()["finished"]) == (False, True)
    assert "Nhận 1 hồ sơ trong 2 dòng" in text(focal, page)
    rejects = b"".join(focal.get(f"{page}dong-bi-loai.csv").streaming_content).decode("utf-8-sig")
    assert rejects.splitlines()[1].startswith("3,")
    pages = (
        "/ho-so/",
        "/ho-so/qua-han/",
        "/ho-so/nhap/",
        "/ho-so/bieu-ii06a/?theo=procedure",
        page,
        f"/ho-so/{CODE}/",
        f"/cong-khai/ho-so/?ma={CODE}",
    )
    seen = rejects + "".join(focal.get(url).content.decode() for url in pages)
    for book in ("/ho-so/so-lieu.xlsx", "/ho-so/bieu-ii06a.xlsx?theo=procedure"):
        seen += zipfile.ZipFile(io.BytesIO(focal.get(book).content)).read("xl/sharedStrings.xml").decode()
    assert not [marker for marker in MARKERS if marker in seen]


def test_wrong_upload_is_told(world: World, client_for: ClientFor) -> None:
    focal = client_for(world.users["focal"])
    picture = SimpleUploadedFile("anh.png", b"x")

    refused = focal.post("/ho-so/nhap/", {"unit": world.root.pk, "source": "main", "files": picture})
    far = SimpleUploadedFile("a.csv", b"x")
    elsewhere = focal.post("/ho-so/nhap/", {"unit": world.far_unit.pk, "source": "main", "files": far})

    assert "Chỉ nhận tệp CSV" in refused.content.decode()
    assert (refused.status_code, elsewhere.status_code) == (422, 422)
    assert not DossierImport.objects.exists()


@pytest.mark.usefixtures("store")
def test_everybody_looks_up_by_code(world: World) -> None:
    guest = Client()
    shown = text(guest, f"/cong-khai/ho-so/?ma={CODE}")

    assert "đang quá hạn" in shown
    assert world.home_affairs.name in shown
    assert "Mã hồ sơ" in text(guest, "/cong-khai/ho-so/")
    text(guest, "/cong-khai/ho-so/?ma=H99.10-20260105-9999999", 404)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("code", "status"), [(CODE, 200), ("H99.10-20260105-9999999", 404)])
def test_looking_up_is_counted_whether_it_finds_or_not(code: str, status: int) -> None:
    guest = Client()
    for _ in range(60):
        assert guest.get(f"/cong-khai/ho-so/?ma={code}").status_code == status

    assert "Đợi" in text(guest, f"/cong-khai/ho-so/?ma={CODE}", 429)
    assert guest.get(f"/cong-khai/ho-so/?ma={CODE}", REMOTE_ADDR="10.9.9.9").status_code == 200
    assert guest.post("/phan-anh-kien-nghi/tra-cuu/", {"ma": "ABCD-1234-EF00"}).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_pages_ask_a_constant_number_of_queries(
    world: World, client_for: ClientFor, count: int, django_assert_max_num_queries: Any
) -> None:
    units = [UnitFactory(parent=world.root) for _ in range(count)]
    fill_store(world.root, *(line(number, unit.slug, done="") for number, unit in enumerate(units)), now=NOW)
    focal = client_for(world.users["focal"])

    for url in ("/ho-so/", "/ho-so/mat-diem/", "/ho-so/qua-han/", "/ho-so/nhap/", f"/ho-so/{CODE[:-1]}0/"):
        with django_assert_max_num_queries(12):
            assert focal.get(url).status_code == 200

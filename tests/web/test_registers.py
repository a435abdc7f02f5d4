"""Pages of registers as people use them: add, mend, move, import, count; the public sees no person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.orgs.models import UnitKind
from parindex.apps.registers import selectors, services, uploads
from parindex.apps.registers.models import RegisterEntry
from parindex.domain.access import SYSTEM
from parindex.jobs.worker import run_until_empty
from tests.factories import UnitFactory
from tests.web.conftest import NOW, World
from tests.web.registers import REGISTER, TABLE, make_registers, texts

pytestmark = pytest.mark.django_db
LIST = f"/so-theo-doi/{REGISTER}/"
ClientFor = Callable[[object], Client]


def test_an_entry_is_added_mended_and_finished(world: World, client_for: ClientFor) -> None:
    client = client_for(world.users["officer"])
    fields = {f"f_{code}": text for code, text in texts().items()}

    refused = client.post(f"{LIST}them/", {"keeper": world.home_affairs.pk, **fields, "f_han": "hôm nào"})
    made = client.post(f"{LIST}them/", {"keeper": world.home_affairs.pk, **fields})

    assert refused.status_code == 422
    assert "không phải ngày" in refused.content.decode()
    entry = RegisterEntry.objects.get()
    assert made.headers["Location"] == f"{LIST}dong/{entry.public_id}/"
    lacking = client.post(f"{made.headers['Location']}buoc/hoan_thanh/", {"version": "1"})
    assert lacking.status_code == 422
    done = {"version": "1", "f_ngay_xong": "06/07/2026", "f_san_pham": "Báo cáo"}
    client.post(f"{made.headers['Location']}buoc/hoan_thanh/", done)
    entry.refresh_from_db()
    assert entry.state == "xong"
    stale = client.post(f"{made.headers['Location']}sua/", {"version": "1", **fields})
    assert stale.status_code == 409
    page = client.get(made.headers["Location"]).content.decode()
    assert "Ngày hoàn thành: trống → 06/07/2026" in page


def test_a_table_tells_its_bad_rows_and_gives_them_back(world: World, client_for: ClientFor) -> None:
    client = client_for(world.users["officer"])
    sent = {"keeper": world.home_affairs.pk, "tep": SimpleUploadedFile("a.csv", TABLE.encode())}

    place = client.post(f"{LIST}nhap/", sent).headers["Location"]
    waiting = client.get(place).content.decode()
    before = client.get(f"{place}tien-do/").json()
    run_until_empty()
    page = client.get(place).content.decode()

    assert f'data-poll="{place}tien-do/"' in waiting
    assert (before["state"], before["finished"]) == ("waiting", False)
    assert client.get(f"{place}tien-do/").json()["finished"] is True
    assert "1 dòng không vào sổ" in page
    assert "“hôm qua” không phải ngày" in page
    assert client.get(f"{place}loai.xlsx").content.startswith(b"PK")
    assert "Việc sai" in client.get(f"{place}loai.csv").content.decode()
    assert "Thêm mới" in client.get(f"{place}ket-qua.csv").content.decode()
    assert "Các ô của dòng bị loại giữ tới" in page

    assert uploads.erase_rejects(now=NOW + 2 * uploads.REJECTS_KEPT) == 1
    later = client.get(place).content.decode()
    assert "Các ô của dòng bị loại đã xóa sau 30 ngày" in later
    assert "“…” không phải ngày" in later
    assert "Tải về, sửa" not in later
    assert "Việc sai" not in client.get(f"{place}loai.csv").content.decode()


@pytest.mark.parametrize("data", [b"PK\x03\x04 hong", b"\x00\x01\x02", b"Ten cot la\n1\n", b"x"])
def test_a_damaged_or_strange_file_is_refused_with_a_reason(world: World, client_for: ClientFor, data: bytes) -> None:
    client = client_for(world.users["officer"])
    sent = {"keeper": world.home_affairs.pk, "tep": SimpleUploadedFile("a.xlsx", data)}

    place = client.post(f"{LIST}nhap/", sent).headers["Location"]
    run_until_empty()

    answer = client.get(place).content.decode()
    assert "Không nhập được bảng" in answer
    assert "errsum" in answer
    assert "không nhập được" in client.get(f"{LIST}nhap/").content.decode()
    assert not RegisterEntry.objects.exists()


def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_one(world: World, client_for: ClientFor) -> None:
    client = client_for(world.users["officer"])

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LIST).status_code == 200
        return len(caught)

    make_registers(world.home_affairs, now=NOW)
    count()
    one = count()
    for number in range(28):
        services.add(register_id=REGISTER, unit=world.home_affairs, texts=texts(f"V {number}"), actor=SYSTEM, now=NOW)

    assert count() == one


def test_a_list_counts_no_further_than_it_pages(
    world: World, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST_COUNTED", 2)
    for number in range(3):
        services.add(register_id=REGISTER, unit=world.home_affairs, texts=texts(f"CV {number}"), actor=SYSTEM, now=NOW)

    page = client_for(world.users["officer"]).get(f"{LIST}?trang=9").content.decode()

    assert "Hơn 2 dòng" in page
    monkeypatch.setattr(selectors, "MOST_COUNTED", 3)
    assert "Hơn" not in client_for(world.users["officer"]).get(LIST).content.decode()


def test_an_empty_register_says_what_to_do(world: World, client_for: ClientFor) -> None:
    page = client_for(world.users["officer"]).get(LIST).content.decode()

    assert "Sổ chưa có dòng nào" in page
    assert f"{LIST}nhap/" in page


def test_an_unknown_register_is_not_there(world: World, client_for: ClientFor) -> None:
    assert client_for(world.users["officer"]).get("/so-theo-doi/khong-co/").status_code == 404


def test_the_public_sees_figures_and_no_person(world: World) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=world.root)
    services.add(
        register_id="chuan-cong-chuc-xa",
        unit=commune,
        texts={"ma_so": "MOC-MA", "ho_ten": "Mốc Riêng Tư", "nhom": "Công chức", "dat_chuan": "Có"},
        actor=SYSTEM,
        now=NOW,
    )

    page = Client().get("/cong-khai/so/chuan-cong-chuc-xa/").content.decode()

    assert "/cong-khai/so/chuan-cong-chuc-xa/" in Client().get("/cong-khai/").content.decode()
    assert "100%" in page
    assert "Mốc Riêng Tư" not in page
    assert "MOC-MA" not in page
    assert Client().get(f"/cong-khai/so/{REGISTER}/").status_code == 404


def test_public_rows_hold_public_fields_only(world: World) -> None:
    services.add(
        register_id="giai-ngan",
        unit=world.home_affairs,
        texts={
            "ma_du_an": "P1", "ten_du_an": "Dự án công khai", "ngay_chot": "30/06/2026", "ke_hoach_von": "100",
            "vuong_mac": "MOC-NOI-BO",
        },
        actor=SYSTEM,
        now=NOW,
    )  # fmt: skip

    page = Client().get("/cong-khai/so/giai-ngan/?nam=2026&tim=du+an").content.decode()
    hidden = Client().get("/cong-khai/so/giai-ngan/?nam=2026&tim=moc-noi-bo").content.decode()

    assert "Dự án công khai" in page
    assert "MOC-NOI-BO" not in page
    assert "Dự án công khai" not in hidden


def test_personal_data_is_for_those_who_keep_the_register(world: World, client_for: ClientFor) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=world.root)
    entry = services.add(
        register_id="chuan-cong-chuc-xa",
        unit=commune,
        texts={"ma_so": "1", "ho_ten": "Mốc Riêng Tư", "nhom": "Công chức"},
        actor=SYSTEM,
        now=NOW,
    )
    address = f"/so-theo-doi/chuan-cong-chuc-xa/dong/{entry.public_id}/"

    assert "Mốc Riêng Tư" in client_for(world.users["focal"]).get(address).content.decode()
    leader = client_for(world.users["leader"])
    assert "Mốc Riêng Tư" not in leader.get(address).content.decode()
    assert "Mốc Riêng Tư" not in leader.get("/so-theo-doi/chuan-cong-chuc-xa/xuat.csv").content.decode()


def test_rows_behind_a_number_are_named(world: World, client_for: ClientFor) -> None:
    things = make_registers(world.home_affairs, now=NOW)
    client = client_for(world.users["officer"])

    figures = client.get(f"{LIST}chi-so/?nam=2026").content.decode()
    rows = client.get(f"{LIST}chi-so/ty_le_hoan_thanh/{things.unit.pk}/?nam=2026").content.decode()

    assert "0 / 2" in figures
    assert "Việc được giao" in rows
    assert "Việc trong bảng" in rows
    assert rows.count("chỉ vào mẫu số") == 2

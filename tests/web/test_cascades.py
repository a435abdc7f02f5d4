"""Pages of handing a plan down: choose, follow, stop, and what a lower unit sees of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from parindex.apps.base.models import Job
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.planning.models import LowerPlan
from parindex.domain.access import Role
from parindex.jobs import worker
from tests.factories import UnitFactory
from tests.web.conftest import World, person
from tests.web.page import get

AsRole = Callable[[str], Client]
ClientFor = Callable[[object], Client]


@pytest.fixture
def communes(world: World) -> list[Unit]:
    """Return three communes below the province, one with the office that the rules look for."""
    names = ("Xã Đồi Sao", "Xã Nắng Sớm", "Phường Suối Vàng")
    found = [UnitFactory(name=name, kind=UnitKind.COMMUNE, parent=world.root) for name in names]
    UnitFactory(name="Phòng Văn hóa - Xã hội", kind=UnitKind.OFFICE, parent=found[0])
    return found


def start(client: Client, world: World, *marked: Unit, scope: str = "chi") -> Any:
    """Send the choice of some units."""
    sent = {"pham-vi": scope, "don-vi": [unit.pk for unit in marked], "bo": ""}
    return client.post(f"/ke-hoach/{world.plan.pk}/trien-khai/chon/", sent, follow=True)


def test_from_the_plan_to_drafts_of_all_but_one(world: World, communes: list[Unit], as_role: AsRole) -> None:
    client = as_role("focal")
    page = get(client, f"/ke-hoach/{world.plan.pk}/").follow("Triển khai xuống cấp dưới")
    assert page.words("//p[@class='lead']") == "3 đơn vị: 3 chưa làm. 3 đơn vị chậm hạn."
    assert len(page.follow("Chọn đơn vị và lập dự thảo").all("//input[@name='don-vi']")) == 3

    start(client, world, communes[1], scope="tru")
    waiting = get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/")
    assert waiting.one("//section[@data-job]").get("data-poll") == f"/ke-hoach/{world.plan.pk}/trien-khai/tien-do/"
    assert waiting.has_button("Dừng")
    worker.run_until_empty()
    done = get(client, waiting.path)

    stages = {row[0]: row[1].split(" ")[0:2] for row in done.rows()}
    assert stages["Xã Đồi Sao"] == ["Đang", "soạn"]
    assert stages["Xã Nắng Sớm"] == ["Chưa", "làm"]
    assert not done.has_button("Dừng")


def test_departments_are_chosen_apart(world: World, communes: list[Unit], as_role: AsRole) -> None:
    client = as_role("focal")
    page = get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/chon/").follow("Sở, ban, ngành")
    assert {box.get("value") for box in page.all("//input[@name='don-vi']")} == {
        str(unit.pk) for unit in Unit.objects.filter(parent=world.root, kind=UnitKind.DEPARTMENT)
    }
    client.post(page.path, {"nhom": "so", "pham-vi": "chi", "don-vi": [world.home_affairs.pk]})
    worker.run_until_empty()

    assert LowerPlan.objects.get().unit == world.home_affairs
    refused = start(client, world, world.home_affairs)
    assert refused.status_code == 422


def test_units_that_were_skipped_are_named(world: World, communes: list[Unit], as_role: AsRole) -> None:
    client = as_role("focal")
    start(client, world, communes[0])
    worker.run_until_empty()

    page = get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/chon/")
    assert [box.get("value") for box in page.all("//input[@name='don-vi']")] == [
        str(unit.pk) for unit in sorted(communes[1:], key=lambda unit: unit.name_sort)
    ]
    assert page.words("//details//p") == "Xã Đồi Sao"
    answer = start(client, world, communes[0], communes[1])

    assert "Bỏ qua 1 đơn vị đã có dự thảo: Xã Đồi Sao." in answer.content.decode()
    assert LowerPlan.objects.exclude(job=None).count() == 2


def test_nothing_chosen_is_told_in_the_form(world: World, communes: list[Unit], as_role: AsRole) -> None:
    answer = start(as_role("focal"), world)

    assert answer.status_code == 422
    assert "Chưa chọn đơn vị nào" in answer.content.decode()
    assert not Job.objects.filter(kind="planning.cascade").exists()


def test_an_unknown_catalogue_is_refused(world: World, communes: list[Unit], as_role: AsRole) -> None:
    sent = {"pham-vi": "tru", "bo": "khong-co"}
    answer = as_role("focal").post(f"/ke-hoach/{world.plan.pk}/trien-khai/chon/", sent)

    assert answer.status_code == 422
    assert not LowerPlan.objects.exists()


def test_the_job_can_be_stopped_and_says_so(world: World, communes: list[Unit], as_role: AsRole) -> None:
    client = as_role("focal")
    start(client, world, *communes)

    page = get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/").send("Dừng")

    assert "Đã dừng sau 0 đơn vị" in page.words()
    assert client.get(f"/ke-hoach/{world.plan.pk}/trien-khai/tien-do/").json()["finished"]


def test_progress_is_told_to_the_page_that_waits(world: World, communes: list[Unit], as_role: AsRole) -> None:
    client = as_role("focal")
    address = f"/ke-hoach/{world.plan.pk}/trien-khai/tien-do/"
    assert client.get(address).json() == {"finished": True, "done": 0, "total": None, "note": ""}
    start(client, world, *communes)
    assert not client.get(address).json()["finished"]
    worker.run_until_empty()
    assert client.get(address).json() == {"finished": True, "done": 3, "total": 3, "note": "Đã lập xong"}


def test_a_unit_s_page_quotes_the_upper_plan_and_gives_reasons(
    world: World, communes: list[Unit], as_role: AsRole
) -> None:
    client = as_role("focal")
    start(client, world, communes[0])
    worker.run_until_empty()

    page = get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/").follow("Xã Đồi Sao")

    row = next(row for row in page.rows() if row[0] == "1.1")
    assert "Sở Nội vụ theo dõi, đôn đốc các cơ quan thực hiện kế hoạch." in row[1]
    assert "Chủ trì: “Sở Nội vụ” thành “Phòng Văn hóa - Xã hội”" in row[2]
    assert "chưa đối chiếu" in row[2]
    chosen = get(client, f"{page.path}?ket-qua=to_decide")
    assert {row[2].split()[0] for row in chosen.rows()} <= {"Cần"}


def test_the_unit_says_when_it_received_the_plan(world: World, communes: list[Unit], client_for: ClientFor) -> None:
    focal = person(communes[0], Role.FOCAL, "xa-doi-sao")
    row = LowerPlan.objects.create(upper=world.plan, unit=communes[0], created_at=world.plan.approved_at)
    client = client_for(focal)
    page = get(client, "/ke-hoach/cap-tren/").follow("Ghi ngày nhận")

    bad = page.send("Ghi ngày nhận", ngay="hôm kia")
    assert bad.toasts() == ["Ghi ngày nhận dạng 20/11/2026."]
    kept = bad.send("Ghi ngày nhận", ngay="13/03/2026")
    row.refresh_from_db()
    assert row.received_on == date(2026, 3, 13)
    assert "27/03/2026" in kept.words()
    assert "nhận 13/03/2026, hạn 27/03/2026" in get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/").words()


def test_the_board_leaves_as_a_workbook(world: World, communes: list[Unit], as_role: AsRole) -> None:
    answer = as_role("leader").get(f"/ke-hoach/{world.plan.pk}/trien-khai/tai-ve/")

    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows if row[0] in {unit.name for unit in communes}] == [
        "Phường Suối Vàng", "Xã Đồi Sao", "Xã Nắng Sớm",
    ]  # fmt: skip


def test_a_commune_sees_its_duty_and_nobody_else_s(
    world: World, communes: list[Unit], as_role: AsRole, client_for: ClientFor
) -> None:
    start(as_role("focal"), world, *communes)
    worker.run_until_empty()
    client = client_for(person(communes[0], Role.FOCAL, "xa-doi-sao"))

    assert get(client, "/viec-cua-toi/").follow("1 kế hoạch cấp trên giao").title == "Kế hoạch cấp trên giao"
    duties = get(client, "/ke-hoach/").follow("Cấp trên giao")
    assert [row[1] for row in duties.rows()] == ["Xã Đồi Sao"]
    board = duties.follow("15/KH-UBND")
    assert [row[0] for row in board.rows()] == ["Xã Đồi Sao"]
    assert get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/{communes[1].pk}/").status == 404
    assert get(client, f"/ke-hoach/{world.plan.pk}/trien-khai/chon/").status == 403
    assert get(client, f"/ke-hoach/{world.plan.pk}/").status == 404
    review = board.follow("Mở dự thảo")
    assert review.status == 200


def test_the_board_asks_the_database_a_fixed_number_of_times(
    world: World, communes: list[Unit], as_role: AsRole, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = as_role("focal")
    start(client, world, *communes)
    worker.run_until_empty()
    address = f"/ke-hoach/{world.plan.pk}/trien-khai/"
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)

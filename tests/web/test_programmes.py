"""A programme of several years in the browser: figures of its goals, its work by year, links to yearly plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.apps.audit.models import Event
from parindex.apps.planning.models import Plan, PlanItem, ProgrammeLink, ProgrammeMeasure
from tests.web.conftest import World, approved
from tests.web.page import get

AsRole = Callable[[str], Client]
TEXT = """ỦY BAN NHÂN DÂN
TỈNH SÔNG MÂY
Số: 90/KH-UBND
Sông Mây, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính tỉnh Sông Mây giai đoạn 2026 - 2030

I. MỤC TIÊU
1. Cải cách thủ tục hành chính
a) Đến năm 2028:
- Tối thiểu 80% hồ sơ được tiếp nhận trực tuyến.
- Hoàn thành việc đổi mới cơ chế một cửa.
b) Đến năm 2030:
- Tối thiểu 95% hồ sơ được tiếp nhận trực tuyến.

II. NHIỆM VỤ
PHỤ LỤC
DANH MỤC NHIỆM VỤ
TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời gian thực hiện
1\tKiểm tra công tác cải cách hành chính\tSở Nội vụ\tVăn phòng UBND tỉnh\tBáo cáo\tHằng năm
2\tSắp xếp đơn vị sự nghiệp công lập\tSở Nội vụ\tSở Tư pháp\tĐề án\t2027 - 2028
3\tRà soát theo hướng dẫn của Bộ\tSở Tư pháp\tSở Nội vụ\tBáo cáo\tTheo hướng dẫn của Bộ Nội vụ

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


@pytest.fixture
def programme(world: World) -> Plan:
    return approved(world.root, world.users["focal"], text=TEXT, name="chuong-trinh.txt")


def address(plan: Plan, tail: str = "") -> str:
    return f"/ke-hoach/{plan.pk}/chuong-trinh/{tail}"


def item(plan: Plan, words: str) -> PlanItem:
    return PlanItem.objects.get(plan=plan, name__contains=words)


def measure(client: Client, plan: Plan, words: str, **given: str) -> str:
    data = {"muc": str(item(plan, words).pk), "chi-tieu": "0", "nam": "2026", "nguon": "Báo cáo số 5 (hư cấu)"} | given
    return client.post(address(plan, "ghi/"), data, follow=True).content.decode()


def test_a_programme_shows_milestones_and_years(programme: Plan, as_role: AsRole) -> None:
    detail = get(as_role("leader"), f"/ke-hoach/{programme.pk}/")
    page = detail.follow("Theo dõi chương trình")

    assert "0 trong 3 chỉ tiêu đã đạt, 3 chỉ tiêu chưa có số liệu." in page.words()
    heads = [" ".join(found.text_content().split()) for found in page.all("//main//h2")]
    assert heads[:2] == ["Đến năm 2028 0/2 đạt", "Đến năm 2030 0/1 đạt"]
    years = page.rows("//table[contains(caption,'từng năm')][last()]/tbody/tr")
    assert any("chưa rõ năm" in row[1] for row in years)


def test_a_yearly_plan_is_no_programme(world: World, as_role: AsRole) -> None:
    leader = as_role("leader")

    assert "Theo dõi chương trình" not in get(leader, f"/ke-hoach/{world.plan.pk}/").words()
    assert leader.get(address(world.plan)).status_code == 404


def test_the_latest_figure_decides_and_can_be_taken_back(programme: Plan, as_role: AsRole) -> None:
    focal = as_role("focal")
    goal = "Tối thiểu 80%"

    assert "Chưa đạt" in measure(focal, programme, goal, nam="2025", so="61,5")
    shown = measure(focal, programme, goal, so="80,35%")
    assert "1 trong 3 chỉ tiêu đã đạt" in shown
    assert "2026: 80,35%" in shown
    assert "Báo cáo số 5 (hư cấu)" in shown

    last = ProgrammeMeasure.objects.get(year=2026)
    taken = focal.post(address(programme, "ghi/"), {"xoa": str(last.pk)}, follow=True).content.decode()
    assert "0 trong 3 chỉ tiêu đã đạt" in taken
    assert Event.objects.filter(action="programme.measured").count() == 3


def test_a_goal_without_a_figure_is_judged_by_a_person(programme: Plan, as_role: AsRole) -> None:
    shown = measure(as_role("focal"), programme, "đổi mới cơ chế", **{"ket-qua": "dat"})

    assert "1 trong 3 chỉ tiêu đã đạt" in shown


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        ("Tối thiểu 80%", {"so": "tám mươi"}, "không phải một số"),
        ("Tối thiểu 80%", {"so": "80", "nam": "2031"}, "không nhận năm 2031"),
        ("Tối thiểu 80%", {"so": "80", "nguon": " "}, "Ghi nguồn của số liệu"),
        ("Tối thiểu 80%", {"so": "0,12345678"}, "tối đa 6 chữ số thập phân"),
        ("Tối thiểu 80%", {"ket-qua": "dat"}, "ghi số đo được"),
        ("Tối thiểu 80%", {"so": "80", "chi-tieu": "7"}, "ghi số đo được"),
        ("đổi mới cơ chế", {"so": "80"}, "chọn đạt hoặc chưa đạt"),
    ],
)
def test_a_bad_figure_is_told_and_nothing_is_kept(
    programme: Plan, as_role: AsRole, words: str, given: dict[str, str], told: str
) -> None:
    assert told in measure(as_role("focal"), programme, words, **given)
    assert not ProgrammeMeasure.objects.exists()


def test_work_is_linked_to_the_yearly_plan_that_carries_it_out(world: World, programme: Plan, as_role: AsRole) -> None:
    focal = as_role("focal")
    work = item(programme, "Sắp xếp đơn vị")
    yearly = PlanItem.objects.filter(plan=world.plan).order_by("position").first()
    assert yearly is not None

    assert "Mọi mục của các kế hoạch năm" in get(focal, f"{address(programme)}?noi={work.pk}").words()
    data = {"muc": str(work.pk), "muc-nam": str(yearly.pk)}
    shown = focal.post(address(programme, "noi/"), data, follow=True).content.decode()
    focal.post(address(programme, "noi/"), data)
    assert "1 trong 3 nhiệm vụ đã có mục trong kế hoạch năm" in shown
    assert yearly.name[:40] in shown
    link = ProgrammeLink.objects.get()

    focal.post(address(programme, "noi/"), {"bo": str(link.pk)})
    assert not ProgrammeLink.objects.exists()
    assert Event.objects.filter(action="programme.linked").count() == 2


def test_another_unit_s_items_are_not_linked_and_strangers_write_nothing(
    world: World, programme: Plan, as_role: AsRole
) -> None:
    far = PlanItem.objects.filter(plan=world.far_plan).first()
    assert far is not None
    work = item(programme, "Sắp xếp đơn vị")
    data = {"muc": str(work.pk), "muc-nam": str(far.pk)}

    assert "Chọn một mục" in as_role("focal").post(address(programme, "noi/"), data, follow=True).content.decode()
    own = {"muc": str(work.pk), "muc-nam": str(PlanItem.objects.filter(plan=world.plan).first().pk)}  # type: ignore[union-attr]  # made by the fixture
    assert as_role("leader").post(address(programme, "noi/"), own).status_code in (302, 403)
    assert as_role("officer").post(address(programme, "noi/"), own).status_code == 404
    outside = item(programme, "Tối thiểu 80%").pk
    assert as_role("focal").post(address(world.plan, "ghi/"), {"muc": str(outside)}).status_code == 404


def test_the_page_takes_the_same_queries_for_more_links(world: World, programme: Plan, as_role: AsRole) -> None:
    focal = as_role("focal")
    focal.get(address(programme))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert focal.get(address(programme)).status_code == 200
        return len(told)

    before = queries()
    work = item(programme, "Sắp xếp đơn vị")
    for yearly in PlanItem.objects.filter(plan=world.plan):
        focal.post(address(programme, "noi/"), {"muc": str(work.pk), "muc-nam": str(yearly.pk)})
    measure(focal, programme, "Tối thiểu 80%", so="70")

    # Links bring their items with their assignments: two queries more, however many there are.
    assert queries() <= before + 2

"""Closing monthly sheets: frozen bytes, who may, when, and what differs later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.evidence import services as evidence
from parindex.apps.workload import closings
from parindex.apps.workload.closings import Month
from parindex.apps.workload.errors import NotClosable, OwnShare, ShareChanged, ShareNotFound
from parindex.apps.workload.models import ClosedSheet, Share
from parindex.domain.access import Actor, PermissionDenied
from parindex.domain.workload.closing import GONE, encode
from tests.integration.conftest import NOW, Province
from tests.integration.workload.test_shares import MARCH, Desk

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 1, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def desk(province: Province) -> Desk:
    """Return an agency with an assignment, its head and two officials."""
    return Desk(province)


def month(desk: Desk, of: Actor | None = None) -> Month:
    """Return March of the officer."""
    return Month(desk.person(of or desk.officer), desk.province.home_affairs, 2026, 3)


def judged(desk: Desk, **told: object) -> Share:
    """Give, hand in and judge one share of March."""
    share = desk.give()
    return desk.judge(desk.report(share), **told)


def close(
    desk: Desk, *, seen: int = 0, reason: str = "", actor: Actor | None = None, now: datetime = APRIL
) -> ClosedSheet:
    """Close March."""
    return closings.close(month=month(desk), seen=seen, reason=reason, actor=actor or desk.head, now=now)


def test_closed_sheet_keeps_its_bytes_and_lists_what_differs(desk: Desk) -> None:
    share = judged(desk, faults=1, faults_note="Thiếu số liệu")
    closed = close(desk)
    content = closings.frozen(closed)
    before = [evidence.read_file(file) for file in (closed.snapshot, closed.xlsx)]

    assert (content.points, content.quality, content.lines[0].judged_by) == ("64,17", "75%", desk.head.name)
    assert not content.is_verified
    assert closings.list_differences(closed, content, today=APRIL.date()) == ()
    desk.judge(share_now(share), faults=2, faults_note="Thiếu thêm")
    found = closings.list_differences(closed, content, today=date(2027, 4, 1))

    assert [(one.name, one.before, one.after) for one in found] == [("Chất lượng", "75%", "50%")]
    again = closings.access_closed(desk.officer, closed.public_id)
    assert [evidence.read_file(file) for file in (again.snapshot, again.xlsx)] == before
    assert encode(closings.frozen(again)) == before[0]
    assert Event.objects.filter(action="workload.closed").count() == 1


def share_now(share: Share) -> Share:
    """Return a share as it stands."""
    return Share.objects.select_related("unit", "person").get(pk=share.pk)


def test_what_came_and_went_is_told(desk: Desk) -> None:
    first = judged(desk)
    closed = close(desk)
    Share.objects.filter(pk=first.pk).update(due_on=MARCH + timedelta(days=30))
    desk.give(part="Việc mới")

    found = closings.list_differences(closed, closings.frozen(closed), today=APRIL.date())

    assert [one.after for one in found] == [GONE, "Báo cáo mẫu"]
    assert found[1].title == "Việc mới"


def test_month_is_closed_when_it_is_over_and_everything_is_judged(desk: Desk) -> None:
    with pytest.raises(NotClosable, match="không có phần việc"):
        close(desk)
    share = desk.report(desk.give())
    with pytest.raises(NotClosable, match="chưa đánh giá"):
        close(desk)
    desk.judge(share)
    with pytest.raises(NotClosable, match="01/04/2026"):
        close(desk, now=NOW)

    assert ClosedSheet.objects.count() == 0
    assert close(desk).points == "70"


def test_only_the_head_closes_and_nobody_the_own(desk: Desk) -> None:
    judged(desk)
    with pytest.raises(PermissionDenied):
        close(desk, actor=desk.officer)
    with pytest.raises(PermissionDenied):
        close(desk, actor=desk.stranger)
    own = Month(desk.person(desk.head), desk.province.home_affairs, 2026, 3)
    with pytest.raises(OwnShare):
        closings.close(month=own, seen=0, actor=desk.head, now=APRIL)


def test_month_is_closed_again_with_a_reason_and_keeps_the_first(desk: Desk) -> None:
    share = judged(desk)
    first = close(desk)
    desk.judge(share_now(share), faults=4, faults_note="Sai số liệu")
    with pytest.raises(ShareChanged):
        close(desk)
    with pytest.raises(NotClosable, match="lý do"):
        close(desk, seen=1, reason=" ")

    second = close(desk, seen=1, reason="Phát hiện lỗi sau khi chốt")

    assert (first.points, second.points, second.number) == ("70", "46,67", 2)
    listed = closings.list_closed(desk.head, year=2026, month=3, person_ids=[share.person_id])
    assert [one.number for one in listed] == [2, 1]


def test_closed_sheet_is_seen_by_its_person_and_heads_only(desk: Desk) -> None:
    judged(desk)
    closed = close(desk)

    for actor in (desk.officer, desk.head, desk.province.leader):
        assert closings.access_closed(actor, closed.public_id) == closed
    for actor in (desk.colleague, desk.stranger):
        with pytest.raises(ShareNotFound):
            closings.access_closed(actor, closed.public_id)
        assert closings.list_closed(actor, year=2026, month=3, person_ids=[closed.person_id]) == []

"""More time asked for and answered, and what holds an assignment up, seen from both sides."""

from __future__ import annotations

from datetime import date

import pytest

from parindex.apps.assignments import blocks, extensions, selectors, services
from parindex.apps.assignments.errors import BlockRefused, ExtensionRefused, ReasonMissing
from parindex.apps.assignments.models import Assignment, AssignmentState
from parindex.apps.audit.models import Event
from parindex.domain.access import PermissionDenied
from tests.integration.assignments.conftest import Approve
from tests.integration.conftest import NOW, Province, actor_in

DUE, LATER, LATEST = date(2026, 3, 20), date(2026, 4, 3), date(2026, 4, 10)


@pytest.fixture
def duty(province: Province, approve: Approve) -> Assignment:
    approve()
    duty = Assignment.objects.filter(owner=province.home_affairs).first()
    Assignment.objects.filter(pk=duty.pk).update(due_on=DUE)
    return selectors.access_assignment(province.focal, duty.public_id)


def ask(province: Province, duty: Assignment, wanted_on: date = LATER, reason: str = "Chờ số liệu."):
    return extensions.ask(assignment=duty, wanted_on=wanted_on, reason=reason, actor=province.officer, now=NOW)


def test_granted_request_moves_the_date_and_says_why(province: Province, duty: Assignment) -> None:
    extension = ask(province, duty)
    assert extensions.list_to_answer(province.focal) == [extension]
    assert extensions.list_to_answer(province.officer) == extensions.list_to_answer(province.stranger) == []

    extensions.grant(extension=extension, granted_on=LATEST, answer="Đồng ý, 12/UBND.", actor=province.focal, now=NOW)

    duty.refresh_from_db()
    (told,) = extensions.list_extensions(duty)
    assert (duty.due_on, told.state, told.granted_on) == (LATEST, "granted", LATEST)
    assert "12/UBND" in duty.due_explanation
    assert duty.reports.get().kind == "reschedule"
    assert set(Event.objects.values_list("action", flat=True)) >= {"extension.asked", "extension.answered"}


def test_request_is_granted_after_the_date_of_today_not_of_its_own_day(province: Province, duty: Assignment) -> None:
    extension = ask(province, duty)
    moved = date(2026, 5, 29)
    services.reschedule(
        assignment=duty, version=duty.version, due_on=moved, note="34/UBND", actor=province.focal, now=NOW
    )

    with pytest.raises(ExtensionRefused, match="29/05/2026"):
        extensions.grant(extension=extension, granted_on=LATEST, answer="Đồng ý.", actor=province.focal, now=NOW)

    duty.refresh_from_db()
    assert duty.due_on == moved


@pytest.mark.parametrize("end", ["done", "cancelled"])
def test_request_ends_with_its_duty(province: Province, duty: Assignment, end: str) -> None:
    extension = ask(province, duty)
    if end == "done":
        proof = services.Proof(document_number="15/BC")
        services.submit(assignment=duty, version=1, note="", proof=proof, actor=province.officer, now=NOW)
        services.confirm(assignment=duty, version=2, note="", actor=province.focal, now=NOW)
    else:
        services.cancel(assignment=duty, version=1, note="Bỏ mục này.", actor=province.focal, now=NOW)

    extension.refresh_from_db()
    assert (extension.state, extension.answered_by_name) == ("withdrawn", province.focal.name)
    assert extension.answer.startswith("Nhiệm vụ đã kết thúc")
    assert extensions.list_to_answer(province.focal) == []
    with pytest.raises(ExtensionRefused):
        extensions.grant(extension=extension, granted_on=LATEST, answer="Đồng ý.", actor=province.focal, now=NOW)


def test_request_of_an_ended_duty_from_before_is_refused_in_words(province: Province, duty: Assignment) -> None:
    extension = ask(province, duty)
    Assignment.objects.filter(pk=duty.pk).update(state=AssignmentState.DONE, done_at=NOW)

    assert extensions.list_to_answer(province.focal) == []
    with pytest.raises(ExtensionRefused, match="đã kết thúc"):
        extensions.grant(extension=extension, granted_on=LATEST, answer="Đồng ý.", actor=province.focal, now=NOW)


def test_refused_request_leaves_the_date(province: Province, duty: Assignment) -> None:
    extension = ask(province, duty)
    with pytest.raises(ReasonMissing):
        extensions.refuse(extension=extension, answer=" ", actor=province.focal, now=NOW)
    with pytest.raises(PermissionDenied):
        extensions.refuse(extension=extension, answer="Không", actor=province.officer, now=NOW)

    extensions.refuse(extension=extension, answer="Kế hoạch không đổi.", actor=province.focal, now=NOW)

    duty.refresh_from_db()
    assert duty.due_on == DUE
    with pytest.raises(ExtensionRefused):
        extensions.grant(extension=extension, granted_on=LATER, answer="x", actor=province.focal, now=NOW)


def test_request_needs_reason_later_date_and_right(province: Province, duty: Assignment) -> None:
    with pytest.raises(ReasonMissing):
        ask(province, duty, reason=" ")
    with pytest.raises(ExtensionRefused, match="20/03/2026"):
        ask(province, duty, wanted_on=DUE)
    with pytest.raises(PermissionDenied):
        extensions.ask(assignment=duty, wanted_on=LATER, reason="x", actor=province.leader, now=NOW)
    first = ask(province, duty)
    with pytest.raises(ExtensionRefused, match="đang chờ"):
        ask(province, duty)
    with pytest.raises(ExtensionRefused):
        extensions.withdraw(extension=first, actor=province.focal, now=NOW)
    extensions.withdraw(extension=first, actor=province.officer, now=NOW)
    assert ask(province, duty).pk != first.pk
    duty.state = AssignmentState.SUBMITTED
    with pytest.raises(ExtensionRefused, match="đã báo xong"):
        ask(province, duty)


def test_block_is_seen_and_cleared_by_both_sides(province: Province, duty: Assignment) -> None:
    holder = actor_in(province.office, province.officer.grants[0].role)
    block = blocks.raise_block(
        assignment=duty, unit=province.office, reason="Chờ số liệu của Văn phòng.", actor=province.officer, now=NOW
    )

    assert blocks.list_around(duty).own == (block,)
    assert blocks.list_against(holder) == [block]
    assert blocks.list_against(province.officer) == blocks.list_against(province.stranger) == []
    with pytest.raises(selectors.AssignmentNotFound):
        blocks.access_block(province.stranger, block.pk)
    with pytest.raises(PermissionDenied):
        blocks.clear(block=block, answer="x", actor=province.stranger, now=NOW)
    with pytest.raises(ReasonMissing):
        blocks.clear(block=block, answer="", actor=holder, now=NOW)

    blocks.clear(block=blocks.access_block(holder, block.pk), answer="Đã gửi số liệu.", actor=holder, now=NOW)

    assert blocks.list_against(holder) == []
    assert blocks.list_around(duty).own[0].answer == "Đã gửi số liệu."
    with pytest.raises(BlockRefused):
        blocks.clear(block=block, answer="x", actor=holder, now=NOW)


def test_block_by_an_assignment_names_its_owner(province: Province, duty: Assignment) -> None:
    cause = Assignment.objects.filter(owner=province.office).first()
    found = blocks.find_cause(province.focal, f"https://cchc.example/nhiem-vu/{cause.public_id}/")

    block = blocks.raise_block(
        assignment=duty, unit=None, cause=found, reason="Phải xong trước.", actor=province.focal, now=NOW
    )

    assert (block.unit, blocks.list_around(cause).of_others) == (province.office, (block,))
    other = Assignment.objects.exclude(pk__in=[cause.pk, duty.pk]).first()
    later = blocks.raise_block(
        assignment=other, unit=None, cause=cause, reason="Cũng chờ.", actor=province.focal, now=NOW
    )
    assert blocks.list_around(cause).of_others == (later, block)
    assert blocks.find_cause(province.officer, "") is None
    for text in ("không phải địa chỉ", f"/nhiem-vu/{cause.public_id}/"):
        with pytest.raises(BlockRefused):
            blocks.find_cause(province.officer, text)
    with pytest.raises(BlockRefused, match="chính nó"):
        blocks.raise_block(assignment=duty, unit=None, cause=duty, reason="x", actor=province.officer, now=NOW)
    with pytest.raises(BlockRefused, match="Chọn cơ quan"):
        blocks.raise_block(assignment=duty, unit=None, reason="x", actor=province.officer, now=NOW)

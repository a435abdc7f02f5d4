"""The way of feedback through the hands of officials: steps, rights, clocks, undo, what is said to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.feedback import intake, selectors, steps
from parindex.apps.feedback.errors import NotUndoable, PrivateWords, StaleFeedback, StepIncomplete
from parindex.apps.feedback.models import Feedback
from parindex.apps.feedback.steps import Hand, Reading
from parindex.domain.access import Actor, PermissionDenied
from parindex.domain.lifecycle import MoveRefused
from tests.integration.conftest import NOW, Province
from tests.integration.feedback.test_intake import told

pytestmark = pytest.mark.django_db
READING = Reading("conduct", "late")


def received(province: Province, **changes: object) -> Feedback:
    return intake.receive(unit=province.root, submission=told(**changes), now=NOW).feedback


def hand(actor: Actor, feedback: Feedback, *, hours: int = 1) -> Hand:
    return Hand(actor, version=feedback.version, now=NOW + timedelta(hours=hours))


def answered(province: Province, **changes: object) -> Feedback:
    row = received(province, **changes)
    row = steps.classify(feedback=row, reading=READING, hand=hand(province.focal, row))
    row = steps.draft(feedback=row, answer="Cơ quan đã trả kết quả.", hand=hand(province.focal, row, hours=2))
    return steps.sign(feedback=row, hand=hand(province.leader, row, hours=3))


def test_feedback_is_classified_answered_signed_and_published(province: Province) -> None:
    row = answered(province)
    assert (row.state, row.due_rule, row.due_on) == ("answered", "publish", date(2026, 3, 18))

    row = steps.publish(feedback=row, subject="Trễ hẹn", summary="Hồ sơ trễ.", hand=hand(province.focal, row, hours=4))

    assert (row.state, row.due_on) == ("published", None)
    assert [one.pk for one in selectors.list_public()] == [row.pk]
    recorded = [event.action for event in Event.objects.filter(object_type="feedback").order_by("seq")]
    assert recorded == ["feedback.received", "feedback.classify", "feedback.draft", "feedback.sign", "feedback.publish"]


def test_forwarded_feedback_belongs_to_the_next_agency_with_clocks_of_its_own(province: Province) -> None:
    row = received(province)
    later = datetime(2026, 3, 18, 9, 0, tzinfo=NOW.tzinfo)

    row = steps.forward(feedback=row, to=province.home_affairs, note="", hand=Hand(province.focal, 1, later))

    assert (row.state, row.holder, row.due_on) == ("received", province.home_affairs, date(2026, 3, 25))
    steps.classify(feedback=row, reading=READING, hand=hand(province.officer, row, hours=50))


def test_rights_are_those_of_the_agency_that_holds_it(province: Province) -> None:
    row = received(province)

    for actor in (province.officer, province.leader, province.stranger):
        with pytest.raises(PermissionDenied):
            steps.classify(feedback=row, reading=READING, hand=hand(actor, row))
    row = steps.classify(feedback=row, reading=READING, hand=hand(province.focal, row))
    row = steps.draft(feedback=row, answer="Trả lời.", hand=hand(province.focal, row))
    with pytest.raises(PermissionDenied):
        steps.sign(feedback=row, hand=hand(province.focal, row))


def test_sender_is_asked_adds_and_the_clock_begins_again(province: Province) -> None:
    row = received(province)
    row = steps.ask(feedback=row, words="Cho biết ngày nộp hồ sơ.", hand=hand(province.focal, row))
    assert (row.state, row.due_on) == ("waiting", None)

    row = intake.supplement(feedback=row, words="Nộp ngày 02/02.", now=NOW + timedelta(days=7))

    assert (row.state, row.asked, row.due_rule, row.due_on) == ("supplemented", "", "process", date(2026, 4, 13))
    with pytest.raises(MoveRefused):
        intake.supplement(feedback=row, words="Thêm nữa.", now=NOW + timedelta(days=8))


def test_refusal_needs_a_reason_of_the_law_and_words(province: Province) -> None:
    row = received(province)

    with pytest.raises(StepIncomplete):
        steps.refuse(feedback=row, reason="khong-thich", words="Không.", hand=hand(province.focal, row))
    with pytest.raises(StepIncomplete):
        steps.refuse(feedback=row, reason="complaint", words=" ", hand=hand(province.focal, row))
    row = steps.refuse(feedback=row, reason="complaint", words="Gửi đơn khiếu nại.", hand=hand(province.focal, row))

    assert (row.state, row.refusal, row.due_on) == ("refused", "complaint", None)


def test_words_for_others_may_not_tell_who_the_sender_is(province: Province) -> None:
    row = received(province)
    row = steps.classify(feedback=row, reading=READING, hand=hand(province.focal, row))

    for answer in ("Kính gửi ông nguoi hu cau.", "Gọi 0905123456.", "Căn cước 012345678901."):
        with pytest.raises(PrivateWords):
            steps.draft(feedback=row, answer=answer, hand=hand(province.focal, row))
    assert Feedback.objects.get().answer == ""


def test_published_summary_may_not_either(province: Province) -> None:
    row = answered(province)

    with pytest.raises(PrivateWords):
        steps.publish(feedback=row, subject="Trễ", summary="Người Hư Cấu kể.", hand=hand(province.focal, row))
    assert selectors.list_public() == []


def test_duplicate_is_suggested_with_reasons_and_merged(province: Province) -> None:
    first, second = received(province), received(province, subject="Hồ sơ bị trễ hẹn")
    other = received(
        province, subject="Đề nghị thêm ghế", content="Phòng chờ đông, đề nghị kê thêm ghế ngồi cho người già."
    )

    found = selectors.list_likely_same(province.focal, second, now=NOW)
    assert [one.pk for one, _ in found] == [first.pk]
    assert "giống" in found[0][1].reasons[0]
    assert selectors.list_likely_same(province.focal, other, now=NOW) == []

    second = steps.merge(feedback=second, into=first, reason="Cùng một hồ sơ.", hand=hand(province.focal, second))
    assert (second.state, second.merged_into, second.due_on) == ("merged", first, None)
    with pytest.raises(StepIncomplete):
        steps.merge(feedback=first, into=first, reason="Cùng.", hand=hand(province.focal, first))


def test_two_merges_at_once_make_no_circle(province: Province) -> None:
    first, second = received(province), received(province)
    seen = Feedback.objects.select_related("holder").get(pk=first.pk)
    steps.merge(feedback=first, into=second, reason="Cùng.", hand=hand(province.focal, first))

    assert seen.state == "received"
    with pytest.raises(StepIncomplete):
        steps.merge(feedback=second, into=seen, reason="Cùng.", hand=hand(province.focal, second))
    assert Feedback.objects.get(pk=second.pk).merged_into is None


def test_undo_brings_back_what_was_and_only_what_was_not_said_aloud(province: Province) -> None:
    row = received(province)
    row = steps.forward(feedback=row, to=province.office, note="", hand=hand(province.focal, row))

    with pytest.raises(NotUndoable):
        steps.undo(feedback=row, hand=hand(province.second_focal, row))
    with pytest.raises(NotUndoable):
        steps.undo(feedback=row, hand=hand(province.focal, row, hours=30))
    row = steps.undo(feedback=row, hand=hand(province.focal, row, hours=2))
    assert (row.holder, row.state, row.due_on) == (province.root, "received", date(2026, 3, 23))

    row = steps.ask(feedback=row, words="Cho biết ngày nộp.", hand=hand(province.focal, row, hours=3))
    with pytest.raises(NotUndoable):
        steps.undo(feedback=row, hand=hand(province.focal, row, hours=4))


def test_merge_and_publication_are_undone_whole(province: Province) -> None:
    first, second = received(province), received(province)
    second = steps.merge(feedback=second, into=first, reason="Cùng.", hand=hand(province.focal, second))
    second = steps.undo(feedback=second, hand=hand(province.focal, second))
    assert (second.state, second.merged_into_id, second.closed_at) == ("received", None, None)

    row = answered(province)
    row = steps.publish(feedback=row, subject="Trễ", summary="Hồ sơ trễ.", hand=hand(province.focal, row, hours=4))
    row = steps.undo(feedback=row, hand=hand(province.focal, row, hours=5))
    assert (row.state, row.published_at, row.due_rule) == ("answered", None, "publish")


def test_two_hands_at_once_do_not_overwrite_each_other(province: Province) -> None:
    row = received(province)
    seen = hand(province.second_focal, row)
    steps.classify(feedback=row, reading=READING, hand=hand(province.focal, row))

    with pytest.raises(StaleFeedback):
        steps.classify(feedback=row, reading=replace(READING, theme="fee"), hand=seen)


def test_confidential_sender_is_known_only_where_it_was_received(province: Province) -> None:
    open_row = steps.forward(
        feedback=(one := received(province)), to=province.home_affairs, note="", hand=hand(province.focal, one)
    )
    secret = steps.forward(
        feedback=(two := received(province, is_confidential=True)),
        to=province.home_affairs,
        note="",
        hand=hand(province.focal, two),
    )

    assert selectors.identify(feedback=open_row, actor=province.officer, now=NOW) is not None
    with pytest.raises(PermissionDenied):
        selectors.identify(feedback=secret, actor=province.officer, now=NOW)
    assert selectors.identify(feedback=secret, actor=province.focal, now=NOW) is not None
    assert Event.objects.filter(action="feedback.identified").count() == 2


def test_sender_rates_the_answer_once(province: Province) -> None:
    row = received(province)
    with pytest.raises(StepIncomplete):
        intake.rate(feedback=row, rating="satisfied", now=NOW)

    row = answered(province)
    intake.rate(feedback=row, rating="satisfied", now=NOW)
    with pytest.raises(StepIncomplete):
        intake.rate(feedback=row, rating="unsatisfied", now=NOW)
    assert Feedback.objects.get(pk=row.pk).rating == "satisfied"


def test_list_shows_what_falls_due_first_and_only_ones_own(province: Province) -> None:
    late = received(province)
    steps.ask(feedback=(asked := received(province)), words="Bổ sung ngày.", hand=hand(province.focal, asked))
    today = date(2026, 4, 20)

    every = selectors.list_feedback(province.focal, selectors.FeedbackFilter(view="all"), today=today)
    overdue = selectors.list_feedback(province.focal, selectors.FeedbackFilter(view="late"), today=today)

    assert [row.pk for row in every] == [late.pk, asked.pk]
    assert [row.pk for row in overdue] == [late.pk]
    assert selectors.list_feedback(province.stranger, selectors.FeedbackFilter(view="all"), today=today) == []
    assert selectors.count_views(province.focal, today=today) == {
        "open": 2,
        "late": 1,
        "waiting": 1,
        "answered": 0,
        "all": 2,
    }


@pytest.mark.parametrize("typed", ["den duong", "Đèn đường", "PAKN-2026", "hỏng\0", "d HONG"])
def test_list_is_searched_without_accents(province: Province, typed: str) -> None:
    row = received(province, subject="Đèn đường hỏng")
    filters = selectors.FeedbackFilter(view="all", query=typed)

    assert [one.pk for one in selectors.list_feedback(province.focal, filters, today=NOW.date())] == [row.pk]


def test_words_that_nothing_holds_find_nothing(province: Province) -> None:
    received(province, subject="Đèn đường hỏng")
    filters = selectors.FeedbackFilter(view="all", query="cầu gãy")

    assert selectors.list_feedback(province.focal, filters, today=NOW.date()) == []

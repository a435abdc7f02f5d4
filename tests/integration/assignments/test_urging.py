"""The daily round: who is told what, by which way, once; and nobody is told of others' matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from parindex.apps.assignments import digest, letter_papers, letters, urging
from parindex.apps.assignments.errors import ChangedMeanwhile, LetterIncomplete, LetterNotFound, LetterSettled
from parindex.apps.assignments.models import Assignment, AssignmentState, LetterState, Reminder, UrgingLetter
from parindex.apps.audit import services as audit
from parindex.apps.notify import choices, outbox
from parindex.apps.notify.models import Delivery, Message
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.domain.access import Actor, PermissionDenied, Role
from parindex.jobs import schedule, worker
from tests.factories import MembershipFactory, UnitFactory
from tests.integration.assignments.conftest import Approve, first
from tests.integration.conftest import Province
from tests.integration.notify.mailbox import Mailbox, open_mailbox

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = date(2026, 3, 20)
"""A Friday."""


def at(day: int, hour: int = 7, minute: int = 15) -> datetime:
    """Return a moment of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with open_mailbox(settings) as box:
        yield box


@pytest.fixture
def duty(province: Province, approve: Approve) -> Assignment:
    """Return the only dated duty of the province: of the office of home affairs, due on Friday 20 March."""
    approve()
    duty = Assignment.objects.filter(owner=province.home_affairs).first()
    Assignment.objects.exclude(pk=duty.pk).update(due_on=None)
    Assignment.objects.filter(pk=duty.pk).update(due_on=DUE)
    duty.refresh_from_db()
    return duty


def user_of(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def head_of(unit: Unit, **given: object) -> User:
    fields = {f"user__{name}": value for name, value in given.items()}
    return MembershipFactory(unit=unit, role=Role.LEADER.value, **fields).user


def switch_on(unit: Unit) -> None:
    admin = MembershipFactory(unit=unit, role=Role.ADMIN.value).user
    choices.switch(unit=unit, is_on=True, actor=access.actor_of(admin, today=DUE), now=at(2))


def told() -> list[tuple[str, str]]:
    rows = Reminder.objects.select_related("message__recipient").order_by("pk")
    return [(row.rung, row.message.recipient.full_name if row.message else "công văn") for row in rows]


def test_doer_is_told_on_the_page_once_for_each_rung(province: Province, duty: Assignment) -> None:
    officer = province.officer.name

    for day in (10, 11, 12, 18, 19, 20):
        urging.remind(now=at(day))

    assert told() == [("t-7", officer), ("t-1", officer)]
    assert {row.channel for row in Delivery.objects.all()} == {"page"}
    message = Reminder.objects.get(rung="t-7").message
    assert "còn 7 ngày làm việc" in message.text
    assert duty.title in message.text


def test_new_date_begins_the_ladder_again(province: Province, duty: Assignment) -> None:
    urging.remind(now=at(12))
    Assignment.objects.filter(pk=duty.pk).update(due_on=date(2026, 3, 25))

    urging.remind(now=at(16))

    assert [(row.rung, row.due_on.day) for row in Reminder.objects.order_by("pk")] == [("t-7", 20), ("t-7", 25)]


def test_nothing_happens_on_days_off(province: Province, duty: Assignment) -> None:
    assert urging.remind(now=at(14)) == urging.Round(is_working_day=False)
    assert Message.objects.count() == 0


def test_digest_goes_by_mail_only_where_it_is_switched_on(
    province: Province, duty: Assignment, mailbox: Mailbox
) -> None:
    urging.remind(now=at(12))
    worker.run_until_empty(clock=lambda: at(12))
    assert mailbox.received == []

    switch_on(province.root)
    urging.remind(now=at(13))
    worker.run_until_empty(clock=lambda: at(13))

    assert [letter["To"] for letter in mailbox.received] == [user_of(province.officer).email]
    assert mailbox.received[0]["Subject"].strip() == "Việc ngày 13/03/2026: 1 sắp tới hạn"
    assert duty.title in mailbox.text()
    assert "hạn 20/03/2026, còn 5 ngày làm việc" in mailbox.html()


@pytest.mark.parametrize(("choice", "days"), [("daily", [16, 17, 18]), ("weekly", [16]), ("off", [])])
def test_person_chooses_how_often(
    province: Province, duty: Assignment, mailbox: Mailbox, choice: str, days: list[int]
) -> None:
    switch_on(province.root)
    person = user_of(province.officer)
    choices.choose_digest(user=person, choice=choice, actor=province.officer, now=at(2))

    for day in (16, 17, 18):
        urging.remind(now=at(day))
        worker.run_until_empty(clock=lambda day=day: at(day))

    assert [letter["Subject"].strip()[10:12] for letter in mailbox.received] == [f"{day}" for day in days]
    with pytest.raises(PermissionDenied):
        choices.choose_digest(user=person, choice="off", actor=province.focal, now=at(2))


def test_nearest_switch_decides(province: Province) -> None:
    switches = {province.root.path: True, province.home_affairs.path: False}

    assert choices.is_on(province.office.path, switches=switches)
    assert not choices.is_on(province.home_affairs.path, switches=switches)
    assert not choices.is_on("/999/", switches=switches)


def test_round_that_runs_twice_or_after_a_kill_tells_once(
    province: Province, duty: Assignment, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_on(province.root)
    head_of(province.home_affairs)
    schedule.tick(now=at(23))

    class Killed(BaseException):
        """Ends the round as SIGKILL would."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(urging, "_tell_heads", die)
        with pytest.raises(Killed):
            urging.remind(now=at(23))
    for _ in range(2):
        urging.remind(now=at(23))
    worker.run_until_empty(clock=lambda: at(23))

    assert [message.kind for message in Message.objects.order_by("pk")] == ["digest", "digest", "escalation"]
    assert len(mailbox.received) == len({letter["To"] for letter in mailbox.received}) == 2


def test_second_head_is_told_when_the_round_was_killed_after_the_first(
    province: Province, duty: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {head_of(province.home_affairs).pk, head_of(province.home_affairs).pk}
    tell, written = urging._tell_head, []

    class Killed(BaseException):
        """Ends the round as SIGKILL would."""

    def tell_one(*given: object, **named: object) -> bool:
        if written:
            raise Killed
        written.append(given)
        return tell(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(urging, "_tell_head", tell_one)
        with pytest.raises(Killed):
            urging.remind(now=at(23))

    assert urging.remind(now=at(23)).escalations == 1
    assert urging.remind(now=at(24)).escalations == 0
    assert set(Message.objects.filter(kind="escalation").values_list("recipient", flat=True)) == both


def test_head_is_told_after_a_click_only(province: Province, duty: Assignment, mailbox: Mailbox) -> None:
    head = head_of(province.home_affairs, full_name="Đặng Hư Cấu", email="dang@hu-cau.example")

    assert urging.remind(now=at(23)).escalations == 1
    worker.run_until_empty(clock=lambda: at(23))
    assert mailbox.received == []
    message = Message.objects.get(kind="escalation")
    assert (message.state, message.recipient, message.unit) == ("waiting", head, province.root)

    outbox.release(message=message, actor=province.focal, now=at(23, 9))
    worker.run_until_empty(clock=lambda: at(23, 9))

    assert [letter["To"] for letter in mailbox.received] == ["dang@hu-cau.example"]
    assert "quá hạn 1 ngày làm việc" in mailbox.text()
    assert ("t+1", "Đặng Hư Cấu") in told()


def test_head_is_the_nearest_leader_and_sees_the_own_area_only(province: Province, duty: Assignment) -> None:
    inner = UnitFactory(name="Phòng Hư Cấu", kind=UnitKind.OFFICE, parent=province.home_affairs)
    head = head_of(province.home_affairs, full_name="Đặng Hư Cấu")
    other_head = head_of(province.office, full_name="Bùi Giả Định")
    Assignment.objects.filter(pk=duty.pk).update(owner=inner)
    other = Assignment.objects.filter(owner=province.office).first()
    Assignment.objects.filter(pk=other.pk).update(due_on=DUE, title="Việc của Văn phòng")

    urging.remind(now=at(23))

    to_head, to_other = (Message.objects.get(kind="escalation", recipient=user) for user in (head, other_head))
    assert duty.title in to_head.text
    assert "Việc của Văn phòng" not in to_head.text
    assert "Việc của Văn phòng" in to_other.text
    assert duty.title not in to_other.text


def test_leader_of_the_giver_is_told_when_the_agency_has_none(province: Province, duty: Assignment) -> None:
    urging.remind(now=at(23))

    assert Message.objects.get(kind="escalation").recipient_id == province.leader.user_id


def test_duty_without_any_leader_is_counted(province: Province, duty: Assignment) -> None:
    User.objects.filter(pk=province.leader.user_id).update(is_active=False)

    assert urging.remind(now=at(23)).without_head == 1


def test_letter_is_drafted_edited_issued_and_told(province: Province, duty: Assignment, mailbox: Mailbox) -> None:
    head = head_of(province.home_affairs, full_name="Đặng Hư Cấu", email="dang@hu-cau.example")
    assert urging.remind(now=at(27)).letters == 1
    assert urging.remind(now=at(30)).letters == 0
    letter = letters.list_letters(province.focal, state=LetterState.DRAFT)[0]
    assert (letter.unit, letter.addressee) == (province.root, province.home_affairs)
    assert [item.title for item in letters.list_items(letter)] == [duty.title]
    assert "còn 1 nhiệm vụ quá hạn" in letters.body_of(letter)
    with pytest.raises(LetterNotFound):
        letters.access_letter(access.actor_of(head, today=DUE), letter.public_id)

    other = Assignment.objects.filter(owner=None).first()
    Assignment.objects.filter(pk=other.pk).update(owner=province.home_affairs, due_on=DUE)
    urging.remind(now=at(30))
    with pytest.raises(ChangedMeanwhile):
        letters.discard(letter=letter, version=1, actor=province.focal, now=at(30))
    letter.refresh_from_db()
    assert "còn 2 nhiệm vụ quá hạn" in letters.body_of(letter)

    words = letters.LetterWords("đôn đốc việc chậm", "Đề nghị Sở Nội vụ làm ngay./.")
    letter = letters.edit(letter=letter, version=2, words=words, actor=province.focal, now=at(30))
    with pytest.raises(PermissionDenied):
        letters.edit(letter=letter, version=3, words=words, actor=province.officer, now=at(30))
    with pytest.raises(LetterIncomplete):
        letters.issue(
            letter=letter, version=3, issue=letters.Issue("", date(2026, 3, 30)), actor=province.leader, now=at(30)
        )
    issued = letters.Issue("12/UBND-NC", date(2026, 3, 30), "KT. CHỦ TỊCH", "Trần Thị Ví Dụ")
    letter = letters.issue(letter=letter, version=3, issue=issued, actor=province.leader, now=at(30))
    worker.run_until_empty(clock=lambda: at(30))

    assert (letter.state, letter.number) == (LetterState.ISSUED, "12/UBND-NC")
    assert [one["To"] for one in mailbox.received] == ["dang@hu-cau.example"]
    assert "Đề nghị Sở Nội vụ làm ngay" in mailbox.text()
    assert letters.access_letter(access.actor_of(head, today=DUE), letter.public_id) == letter
    with pytest.raises(LetterSettled):
        letters.discard(letter=letter, version=4, actor=province.focal, now=at(30))
    assert audit.verify().is_whole


def test_letter_counts_what_it_lists_when_the_paper_is_made(province: Province, duty: Assignment) -> None:
    urging.remind(now=at(27))
    letter = UrgingLetter.objects.get()
    kept = letters.LetterWords(letter.subject, f"{letter.body}\nCâu do người viết thêm./.")
    letters.edit(letter=letter, version=1, words=kept, actor=province.focal, now=at(27, 9))
    late_too(province)

    urging.remind(now=at(30))

    letter.refresh_from_db()
    assert letter.version == 3
    written = letter_papers.paper_of(letter)
    said = " ".join(line.text for line in written.body)
    assert "đến ngày 30/03/2026" in said
    assert "còn 2 nhiệm vụ" in said
    assert "Câu do người viết thêm" in said
    assert letters.listed_later(letter) == {late.pk: date(2026, 3, 30) for late in [late_too(province)]}


def test_round_begins_another_letter_when_one_is_issued(province: Province, duty: Assignment) -> None:
    urging.remind(now=at(27))
    letter = UrgingLetter.objects.get()
    issue = letters.Issue("12/UBND-NC", date(2026, 3, 27))
    letters.issue(letter=letter, version=1, issue=issue, actor=province.leader, now=at(27, 9))
    late_too(province)

    urging.remind(now=at(30))

    letter.refresh_from_db()
    assert (letter.items.count(), letter.version) == (1, 2)
    assert "đến ngày 27/03/2026, Sở Nội vụ còn 1 nhiệm vụ" in letter.body
    (begun,) = letters.list_letters(province.focal, state=LetterState.DRAFT)
    assert begun.items.count() == 1


def late_too(province: Province) -> Assignment:
    """Return another duty of the same agency that is late on the same day."""
    other = Assignment.objects.filter(plan_item__number="1.2").order_by("pk")[0]
    Assignment.objects.filter(pk=other.pk).update(owner=province.home_affairs, due_on=DUE)
    return other


def test_discarded_letter_does_not_come_back(province: Province, duty: Assignment) -> None:
    urging.remind(now=at(27))
    letter = UrgingLetter.objects.get()
    letters.discard(letter=letter, version=1, actor=province.focal, now=at(27, 9))

    urging.remind(now=at(30))

    assert UrgingLetter.objects.count() == 1
    Assignment.objects.filter(pk=duty.pk).update(due_on=date(2026, 3, 23))
    urging.remind(now=at(31))
    assert letters.list_letters(province.focal, state=LetterState.DRAFT)[0].items.count() == 1


PLANTED = ("Nguyễn Bí Mật", "0905 000 111", "bi-mat@hu-cau.example", "Việc kín của Văn phòng")


def test_no_message_holds_what_belongs_to_others(province: Province, duty: Assignment, mailbox: Mailbox) -> None:
    """Plant names, numbers and duties of another agency and scan every message of the round for them."""
    switch_on(province.root)
    secret = head_of(province.office, full_name=PLANTED[0], email=PLANTED[2])
    other = Assignment.objects.filter(owner=province.office).first()
    Assignment.objects.filter(pk=other.pk).update(due_on=DUE, title=PLANTED[3])
    duty.reports.create(
        kind="progress",
        state_before="open",
        state_after="doing",
        note=f"Gọi {PLANTED[1]}",
        actor_id=secret.pk,
        actor_name=PLANTED[0],
        at=at(10),
    )
    head_of(province.home_affairs, full_name="Đặng Hư Cấu")

    for day in (12, 19, 23, 27):
        urging.remind(now=at(day))
        for message in Message.objects.filter(state="waiting"):
            outbox.release(message=message, actor=province.focal, now=at(day, 8))
        worker.run_until_empty(clock=lambda day=day: at(day, 8))

    own = {province.officer.user_id, User.objects.get(full_name="Đặng Hư Cấu").pk}
    scanned = Message.objects.filter(recipient__in=own)
    assert scanned.count() >= 4
    for message in scanned:
        for word in PLANTED:
            assert word not in message.subject + message.text + message.html
    letters_to_own = [n for n, one in enumerate(mailbox.received) if one["To"] != PLANTED[2]]
    for nth in letters_to_own:
        if mailbox.received[nth]["To"] in set(User.objects.filter(pk__in=own).values_list("email", flat=True)):
            assert not any(word in mailbox.text(nth) + mailbox.html(nth) for word in PLANTED)
    assert any(PLANTED[3] in message.text for message in Message.objects.filter(recipient=secret))


def test_digest_has_its_four_parts(province: Province, duty: Assignment) -> None:
    assert [part.key for part in digest.digest_of(province.officer, today=DUE).parts] == ["soon"]
    late = DUE + timedelta(days=4)
    assert [part.key for part in digest.digest_of(province.officer, today=late).parts] == ["overdue"]
    Assignment.objects.filter(pk=duty.pk).update(state=AssignmentState.RETURNED)
    assert [part.key for part in digest.digest_of(province.officer, today=late).parts] == ["returned"]
    Assignment.objects.filter(pk=duty.pk).update(state=AssignmentState.SUBMITTED)
    assert digest.digest_of(province.officer, today=late).parts == ()
    assert [part.key for part in digest.digest_of(province.leader, today=late).parts] == ["confirm"]
    assert digest.digest_of(province.stranger, today=late).parts == ()


def test_round_reads_what_is_late_in_constant_queries(province: Province, duty: Assignment) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            urging._late(today=date(2026, 3, 27))
        return len(queries)

    few = count()
    Assignment.objects.filter(owner__isnull=False).update(due_on=DUE)

    assert count() == few
    assert first(duty.plan_item.plan, "1.1") is not None


def test_count_without_known_holidays_says_so(province: Province, duty: Assignment) -> None:
    due_on, monday = date(2027, 1, 8), datetime(2027, 1, 11, 7, 15, tzinfo=ZONE)
    Assignment.objects.filter(pk=duty.pk).update(due_on=due_on)

    assert urging.remind(now=monday).letters == 0

    (line,) = digest.digest_of(province.officer, today=monday.date()).lines
    mark = "ước tính: chưa rõ lịch nghỉ lễ năm 2027"
    assert line.when == f"hạn 08/01/2027, quá hạn 1 ngày làm việc ({mark})"
    to_head = Message.objects.get(kind="escalation")
    assert mark in to_head.subject
    assert to_head.text.count("ngày làm việc") == to_head.text.count(f"ngày làm việc ({mark})") == 2

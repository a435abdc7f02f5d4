"""Notes of supervision and proposals: who may write, who must answer, what is proposed and who decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from parindex.apps.assessment.models import Campaign, Publication, Result
from parindex.apps.evidence import services as evidence
from parindex.apps.reports import merits, selectors, sending, supervision
from parindex.apps.reports.errors import ChangedMeanwhile, MeritRefused, NoteNotFound, NoteRefused, ReportNotFound
from parindex.apps.reports.merits import Choice
from parindex.apps.reports.models import MeritDecision, MeritOutcome
from parindex.apps.reports.supervision import NoteFilter, Said, Subject
from parindex.domain.access import SYSTEM, Actor, PermissionDenied, Role
from parindex.domain.reporting.merit import MeritKind
from tests.factories import UnitFactory
from tests.integration.conftest import actor_in
from tests.integration.reports.conftest import OPENED, SENT, Reporting

pytestmark = pytest.mark.django_db
TODAY = SENT.date()
SAID = Said("Ủy ban Mặt trận hư cấu", "Đề nghị niêm yết kết quả.", date(2026, 9, 30))


@pytest.fixture
def supervisor(reporting: Reporting) -> Actor:
    """Return a person of the Fatherland Front of the province."""
    return actor_in(reporting.province.root, Role.SUPERVISOR)


def test_supervisor_reads_what_was_sent_and_no_draft(reporting: Reporting, supervisor: Actor) -> None:
    draft = reporting.start(reporting.province.home_affairs)

    with pytest.raises(ReportNotFound):
        selectors.access_report(supervisor, draft.public_id)
    sent = reporting.send(reporting.province.office)

    assert selectors.access_report(supervisor, sent.public_id) == sent
    sending.submit(report=draft, version=draft.version, reason="", actor=SYSTEM, now=SENT)
    back = selectors.access_report(supervisor, draft.public_id)
    sending.send_back(report=back, version=back.version, reason="Thiếu số liệu", actor=SYSTEM, now=SENT)
    with pytest.raises(ReportNotFound):
        selectors.access_report(supervisor, back.public_id)
    with pytest.raises(PermissionDenied):
        supervision.answer(
            found=supervision.note(subject=Subject(report=sent), said=SAID, actor=supervisor, now=SENT),
            text="Tự trả lời",
            actor=supervisor,
            now=SENT,
        )


def test_note_is_addressed_to_who_answers_for_the_thing(reporting: Reporting, supervisor: Actor) -> None:
    work = reporting.give(reporting.province.office, "Niêm yết", date(2026, 7, 1))

    on_work = supervision.note(subject=Subject(assignment=work), said=SAID, actor=supervisor, now=SENT)
    on_plan = supervision.note(subject=Subject(plan=reporting.plan), said=SAID, actor=supervisor, now=SENT)

    assert (on_work.unit, on_plan.unit) == (reporting.province.office, reporting.province.root)
    assert on_work.subject == "Nhiệm vụ: Niêm yết"


@pytest.mark.parametrize(
    "said",
    [Said("", "Ý kiến", date(2026, 9, 30)), Said("Tổ chức", " ", date(2026, 9, 30)), Said("Tổ chức", "Ý kiến", TODAY)],
)
def test_note_without_words_or_day_is_refused(reporting: Reporting, supervisor: Actor, said: Said) -> None:
    with pytest.raises(NoteRefused):
        supervision.note(subject=Subject(plan=reporting.plan), said=said, actor=supervisor, now=SENT)
    with pytest.raises(NoteRefused):
        supervision.note(subject=Subject(), said=SAID, actor=supervisor, now=SENT)


def test_only_a_supervisor_of_the_area_notes(reporting: Reporting) -> None:
    elsewhere = actor_in(UnitFactory(name="Tỉnh Khác"), Role.SUPERVISOR)

    for actor in (reporting.province.focal, reporting.province.leader, elsewhere):
        with pytest.raises(PermissionDenied):
            supervision.note(subject=Subject(plan=reporting.plan), said=SAID, actor=actor, now=SENT)


def test_note_is_answered_once_by_the_unit(reporting: Reporting, supervisor: Actor) -> None:
    work = reporting.give(reporting.province.office, "Niêm yết", date(2026, 7, 1))
    found = supervision.note(subject=Subject(assignment=work), said=SAID, actor=supervisor, now=SENT)

    with pytest.raises(PermissionDenied):
        supervision.answer(found=found, text="Đã làm", actor=reporting.head, now=SENT)
    with pytest.raises(NoteRefused):
        supervision.answer(found=found, text=" ", actor=reporting.office_head, now=SENT)
    supervision.answer(found=found, text="Đã niêm yết.", actor=reporting.office_head, now=SENT)
    with pytest.raises(NoteRefused, match="đã trả lời"):
        supervision.answer(found=found, text="Lần nữa", actor=reporting.office_head, now=SENT)


def test_unanswered_notes_are_listed_and_late_ones_apart(
    reporting: Reporting, supervisor: Actor, django_assert_num_queries: object
) -> None:
    for day in (20, 30):
        said = Said(SAID.organisation, SAID.text, date(2026, 9, day))
        supervision.note(subject=Subject(plan=reporting.plan), said=said, actor=supervisor, now=SENT)
    today = date(2026, 9, 25)

    with django_assert_num_queries(1):  # type: ignore[operator]
        waiting = supervision.list_notes(reporting.province.leader, NoteFilter("waiting"), today=today)

    assert len(waiting) == 2
    late = supervision.list_notes(supervisor, NoteFilter("late"), today=today)
    assert [one.answer_by.day for one in late] == [20]
    assert supervision.list_notes(supervisor, NoteFilter("answered"), today=today) == []
    with pytest.raises(NoteNotFound):
        supervision.access_note(reporting.province.stranger, waiting[0].public_id)


def test_note_waits_for_its_unit_and_a_late_answer_stays_late(reporting: Reporting, supervisor: Actor) -> None:
    leader = reporting.province.leader
    said = Said(SAID.organisation, SAID.text, date(2026, 9, 18))
    made = supervision.note(subject=Subject(plan=reporting.plan), said=said, actor=supervisor, now=SENT)

    assert supervision.list_to_answer(leader) == [made]
    assert supervision.list_to_answer(supervisor) == []
    assert supervision.list_to_answer(reporting.province.stranger) == []
    assert supervision.lateness_of(made, today=date(2026, 9, 18)).words() == ""
    assert supervision.lateness_of(made, today=date(2026, 9, 23)).words() == "trễ 3 ngày làm việc"
    supervision.answer(found=made, text="Đã niêm yết.", actor=leader, now=SENT + timedelta(days=5))
    made.refresh_from_db()

    assert supervision.list_to_answer(leader) == []
    assert supervision.lateness_of(made, today=date(2027, 9, 1)).words() == "trễ 1 ngày làm việc"


def rank(reporting: Reporting, names: int) -> None:
    """Publish a ranking of agencies: the home affairs first, the office last."""
    root = reporting.province.root
    campaign = Campaign.objects.create(unit=root, year=2026, title="Đợt", state="published", created_at=OPENED)
    bundle = evidence.keep_made(data=b"x", name="a.zip", media_type="application/zip", actor=SYSTEM, now=OPENED)
    publication = Publication.objects.create(
        campaign=campaign, decision_number="1", decision_on=OPENED.date(), issuer="I", bundle=bundle,
        root_sha256="0" * 64, published_at=OPENED,
    )  # fmt: skip
    between = [UnitFactory(name=f"Sở {number}", parent=root) for number in range(names)]
    units = [reporting.province.home_affairs, *between, reporting.province.office]
    for place, unit in enumerate(units, start=1):
        Result.objects.create(
            publication=publication, year=2026, group="Sở", unit=unit, unit_name=unit.name, rank=place,
            rank_of=len(units), index=90,
        )  # fmt: skip


def test_proposals_come_from_figures_and_a_leader_decides(reporting: Reporting) -> None:
    root, office, leader = reporting.province.root, reporting.province.office, reporting.province.leader
    rank(reporting, 8)
    for number in range(5):
        reporting.give(office, f"Việc {number}", date(2026, 7, 1 + number))
    reporting.send(office, now=SENT + timedelta(days=9))

    lines = merits.list_lines(leader, root, year=2026, today=TODAY)
    chosen = next(line for line in lines if line.unit == office)
    assert chosen.proposal is not None
    texts = tuple(reason.text for reason in chosen.proposal.reasons)
    choice = Choice(office.pk, MeritKind.REPROACH, MeritOutcome.ACCEPTED, "Trình kỳ họp", texts)
    merits.decide(holder=root, year=2026, choice=choice, actor=leader, now=SENT)

    assert [line.kind for line in lines if line.unit == reporting.province.home_affairs] == [MeritKind.COMMEND]
    assert texts == ("Xếp hạng 10/10 nhóm Sở, chỉ số 90%.", "Trễ 5/5 nhiệm vụ đến hạn (100%).")
    kept = MeritDecision.objects.get()
    assert (kept.reasons[1]["text"], kept.note) == (texts[1], "Trình kỳ họp")
    Result.objects.all().delete()
    after = merits.list_lines(leader, root, year=2026, today=date(2026, 6, 1))
    assert [(line.proposal, line.decision) for line in after] == [(None, kept)]


def test_what_is_not_proposed_cannot_be_decided(reporting: Reporting) -> None:
    root, unit, leader = reporting.province.root, reporting.province.home_affairs, reporting.province.leader
    rank(reporting, 8)
    good = Choice(unit.pk, MeritKind.COMMEND, MeritOutcome.ACCEPTED, "")

    with pytest.raises(PermissionDenied):
        merits.decide(holder=root, year=2026, choice=good, actor=reporting.province.focal, now=SENT)
    other = Choice(unit.pk, MeritKind.REPROACH, MeritOutcome.ACCEPTED, "")
    refused = Choice(unit.pk, MeritKind.COMMEND, MeritOutcome.REFUSED, "")
    stale = Choice(unit.pk, MeritKind.COMMEND, MeritOutcome.ACCEPTED, "", ("lý do cũ",))
    with pytest.raises(MeritRefused, match="không nêu"):
        merits.decide(holder=root, year=2026, choice=other, actor=leader, now=SENT)
    with pytest.raises(MeritRefused, match="ý kiến"):
        merits.decide(holder=root, year=2026, choice=refused, actor=leader, now=SENT)
    with pytest.raises(ChangedMeanwhile):
        merits.decide(holder=root, year=2026, choice=stale, actor=leader, now=SENT)
    assert MeritDecision.objects.count() == 0

"""Documents: added once, read by a job, confirmed by a person, seen by the unit, those above and those below."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parindex.apps.audit.models import Event
from parindex.apps.base import jobs
from parindex.apps.base.models import Job
from parindex.apps.evidence import documents, selectors
from parindex.apps.evidence.documents import Facts, Upload
from parindex.apps.evidence.errors import DocumentChanged, DocumentNotFound, NothingGiven, NotReadable
from parindex.apps.evidence.models import Document
from parindex.apps.evidence.selectors import DocumentFilter
from parindex.apps.orgs.models import UnitKind
from parindex.documents.errors import EmptyFile, UnsupportedFile
from parindex.domain.access import PermissionDenied, Role
from parindex.jobs import worker
from tests.factories import UnitFactory
from tests.factories.signatures import change_after_signing, sign, unsigned_pdf
from tests.integration.conftest import Province, actor_in
from tests.unit.documents.extract.test_facts import REPORT

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def upload(text: str = REPORT, name: str = "bao-cao.txt") -> Upload:
    return Upload(name=name, stream=io.BytesIO(text.encode()))


def add(province: Province, **values: object) -> Document:
    told = {"unit": province.home_affairs, "actor": province.officer, "now": NOW, **values}
    return documents.add_document(**told).document


def read(province: Province, **values: object) -> Document:
    document = add(province, **{"upload": upload(), **values})
    worker.run_until_empty()
    document.refresh_from_db()
    return document


def test_file_is_read_into_unconfirmed_facts(province: Province) -> None:
    document = read(province)

    assert (document.number, document.issued_on, document.signer) == ("45/BC-UBND", date(2026, 3, 10), "Nguyễn Văn Mẫu")
    assert (document.reading, document.confirmed_at, document.is_draft) == ("done", None, False)
    assert document.read["facts"]["number"] == {
        "value": "45/BC-UBND",
        "confidence": "sure",
        "block": document.read["facts"]["number"]["block"],
        "start": 4,
        "end": 14,
    }
    assert list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "evidence.added",
        "evidence.read",
    ]


def test_same_bytes_of_a_unit_are_one_document(province: Province) -> None:
    first = documents.add_document(unit=province.home_affairs, upload=upload(), actor=province.officer, now=NOW)
    again = documents.add_document(
        unit=province.home_affairs, upload=upload(name="khac.txt"), actor=province.focal, now=NOW
    )
    other = documents.add_document(unit=province.office, upload=upload(), actor=province.focal, now=NOW)

    assert (again.document, again.is_new) == (first.document, False)
    assert (other.is_new, other.document.file) == (True, first.document.file)
    assert Job.objects.count() == 2


def test_number_alone_is_a_confirmed_document_and_is_kept_once(province: Province) -> None:
    facts = Facts(number=" 12/QĐ-SNV ", issued_on=date(2026, 2, 3))
    document = add(province, facts=facts)

    assert (document.number, document.reading, document.confirmed_by_id) == (
        "12/QĐ-SNV",
        "no_file",
        province.officer.user_id,
    )
    assert add(province, facts=facts) == document
    assert add(province, facts=replace(facts, issued_on=None)) != document


def test_nothing_and_bad_files_are_refused_and_leave_nothing(province: Province) -> None:
    with pytest.raises(NothingGiven):
        add(province)
    with pytest.raises(NothingGiven):
        add(province, facts=Facts(number=" \0 "))
    with pytest.raises(EmptyFile):
        add(province, upload=Upload("a.txt", io.BytesIO()))
    with pytest.raises(UnsupportedFile):
        add(province, upload=Upload("a.bin", io.BytesIO(b"\x00\x01\x02" * 40)))

    assert not Document.objects.exists()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER, Role.APPRAISER])
def test_only_who_enters_scores_keeps_documents(province: Province, role: Role) -> None:
    person = actor_in(province.home_affairs, role)
    document = add(province, facts=Facts(number="1/BC"))

    with pytest.raises(PermissionDenied):
        add(province, upload=upload(), actor=person)
    with pytest.raises(PermissionDenied):
        documents.confirm_facts(document=document, version=1, facts=Facts(number="2/BC"), actor=person, now=NOW)
    with pytest.raises(PermissionDenied):
        add(province, upload=upload(), actor=province.stranger)


def test_typed_facts_are_not_overwritten_by_the_reading(province: Province) -> None:
    document = read(province, facts=Facts(number="99/BC-SNV"))

    assert (document.number, document.signer) == ("99/BC-SNV", "Nguyễn Văn Mẫu")


def test_confirmed_facts_win_over_a_late_reading(province: Province) -> None:
    document = add(province, upload=upload())
    documents.confirm_facts(
        document=document, version=document.version, facts=Facts(subject="Của tôi"), actor=province.officer, now=NOW
    )
    worker.run_until_empty()
    document.refresh_from_db()

    assert (document.subject, document.number, document.reading) == ("Của tôi", "", "done")
    assert document.read["facts"]["number"]["value"] == "45/BC-UBND"


def test_correction_is_kept_with_who_and_before_and_after(province: Province) -> None:
    document = read(province)
    facts = Facts(number="45/BC-UBND", issued_on=date(2026, 3, 11), issuer="UBND xã", subject="Báo cáo", signer="A")
    later = NOW + timedelta(hours=1)

    done = documents.confirm_facts(
        document=document, version=document.version, facts=facts, actor=province.officer, now=later
    )

    assert (done.issued_on, done.confirmed_at, done.is_draft) == (date(2026, 3, 11), later, None)
    entry = Event.objects.get(action="evidence.confirmed")
    assert (entry.before["issued_on"], entry.after["issued_on"]) == ("2026-03-10", "2026-03-11")
    with pytest.raises(DocumentChanged):
        documents.confirm_facts(
            document=document, version=document.version, facts=facts, actor=province.focal, now=later
        )


def test_document_without_file_keeps_its_number(province: Province) -> None:
    document = add(province, facts=Facts(number="1/BC"))

    with pytest.raises(NothingGiven):
        documents.confirm_facts(document=document, version=1, facts=Facts(), actor=province.officer, now=NOW)


def test_unreadable_file_says_why_and_may_be_read_again(province: Province) -> None:
    document = read(province, upload=Upload("anh.pdf", io.BytesIO(unsigned_pdf()[:200])))

    assert (document.reading, document.read["error"]["code"]) == ("failed", "damaged_file")
    documents.read_again(document=document, actor=province.officer, now=NOW)
    document.refresh_from_db()
    assert document.reading == "waiting"
    with pytest.raises(NotReadable):
        documents.read_again(document=document, actor=province.officer, now=NOW)
    worker.run_until_empty()
    document.refresh_from_db()
    assert document.reading == "failed"


@pytest.mark.parametrize(("change", "status"), [(sign, "whole"), (lambda d: change_after_signing(sign(d)), "broken")])
def test_signature_of_a_scan_is_checked_even_where_no_word_can_be_read(province, change, status) -> None:
    document = read(province, upload=Upload("quet.pdf", io.BytesIO(change(unsigned_pdf()))))

    assert document.signature == status
    assert document.read["signers"] == ["UBND xã Hư Cấu"]


def test_job_that_runs_twice_or_was_killed_writes_once(province: Province) -> None:
    document = add(province, upload=upload())
    lost = jobs.claim(worker="chet", now=NOW)
    assert lost is not None
    assert jobs.claim(worker="khac", now=NOW) is None
    later = NOW + timedelta(seconds=61)
    jobs.reap(now=later)

    assert worker.run_until_empty(clock=lambda: later + timedelta(minutes=5)) == 1
    document.refresh_from_db()
    assert (document.reading, document.number) == ("done", "45/BC-UBND")
    assert Event.objects.filter(action="evidence.read").count() == 1
    Job.objects.update(state="queued")
    worker.run_until_empty(clock=lambda: later + timedelta(minutes=5))
    assert Event.objects.filter(action="evidence.read").count() == 1


def test_documents_are_seen_inside_and_below_never_beside(province: Province) -> None:
    commune = UnitFactory(name="Xã Hư Cấu", kind=UnitKind.COMMUNE, parent=province.root)
    below = actor_in(commune, Role.OFFICER)
    of_province = add(province, unit=province.root, facts=Facts(number="1/QĐ-UBND"), actor=province.focal)
    of_agency = add(province, facts=Facts(number="2/BC-SNV"))
    of_commune = add(province, unit=commune, facts=Facts(number="3/BC-UBND"), actor=below)

    def seen(actor: object) -> set[str]:
        return {one.number for one in selectors.list_documents(actor, DocumentFilter())}

    assert seen(below) == {"1/QĐ-UBND", "3/BC-UBND"}
    assert seen(province.officer) == {"1/QĐ-UBND", "2/BC-SNV"}
    assert seen(province.focal) == {"1/QĐ-UBND", "2/BC-SNV", "3/BC-UBND"}
    assert seen(province.stranger) == set()
    assert selectors.access_document(below, of_province.public_id) == of_province
    for hidden in (of_agency, of_commune):
        with pytest.raises(DocumentNotFound):
            selectors.access_document(province.stranger, hidden.public_id)


def test_search_needs_no_accents_and_filters_by_year_and_state(province: Province) -> None:
    read(province)
    add(province, facts=Facts(number="7/KH-SNV", issued_on=date(2025, 1, 1), subject="Kế hoạch thi đua"))

    def found(**values: object) -> list[str]:
        rows = selectors.list_documents(province.officer, DocumentFilter(**values))
        assert selectors.count_documents(province.officer, DocumentFilter(**values)) == len(rows)
        return [one.number for one in rows]

    assert found(query="bao cao quy I") == ["45/BC-UBND"]
    assert found(query="THI ĐUA") == ["7/KH-SNV"]
    assert found(query="\0") == []
    assert found(year=2025) == ["7/KH-SNV"]
    assert found(state="unconfirmed") == ["45/BC-UBND"]
    assert found(state="khong-co") == ["7/KH-SNV", "45/BC-UBND"]

"""A table that somebody sends is brought in by background work: with their rights, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job, JobState
from parindex.apps.people.models import Membership, User
from parindex.apps.registers import exports, importing, uploads
from parindex.apps.registers.models import EntryImport, ImportState, RegisterEntry
from parindex.domain.access import SYSTEM, Actor, PermissionDenied, Role
from parindex.jobs.worker import run_one
from tests.factories import MembershipFactory
from tests.integration.conftest import NOW, TODAY, Province

pytestmark = pytest.mark.django_db
HEAD = "Mã dự án;Dự án;Ngày số liệu;Kế hoạch vốn;Lũy kế giải ngân\n"


@pytest.fixture
def keeper(province: Province) -> Actor:
    membership: Membership = MembershipFactory(unit=province.home_affairs, role=Role.OFFICER.value)
    return uploads.sender_of(EntryImport(actor_id=membership.user_id), today=TODAY)


def sent(province: Province, text: str, actor: Actor, *, all_or_nothing: bool = False) -> EntryImport:
    return uploads.start_import(
        register_id="giai-ngan",
        unit=province.home_affairs,
        stream=io.BytesIO(text.encode()),
        name="giai-ngan.csv",
        all_or_nothing=all_or_nothing,
        actor=actor,
        now=NOW,
    )


def worked(one: EntryImport) -> EntryImport:
    assert run_one(worker="thu", clock=lambda: NOW)
    one.refresh_from_db()
    return one


def left() -> list[Path]:
    return list(Path(settings.REGISTER_UPLOADS_DIR).iterdir())


def line(number: int, *, plan: str = "1 tỷ") -> str:
    return f"DA{number};Dự án {number};31/03/2026;{plan};1\n"


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_thousand_malformed_rows_are_listed_and_the_rest_is_in(province: Province, keeper: Actor) -> None:
    body = "".join(line(number, plan="nhiều" if number % 4 == 0 else "1 tỷ") for number in range(4000))

    one = worked(sent(province, HEAD + body, keeper))

    assert (one.state, one.added, one.rejected) == (ImportState.DONE, 3000, 1000)
    assert RegisterEntry.objects.count() == 3000
    assert left() == []
    rejected = table(exports.rejects(one, form="csv"))
    assert len(rejected) == 1001
    assert rejected[1][0] == "2"
    assert "không phải số tiền" in rejected[1][1]
    told = table(exports.results(one, form="csv"))
    assert [row[:2] for row in told[1:4]] == [["2", "Bị loại"], ["3", "Thêm mới"], ["4", "Thêm mới"]]
    assert len(told) == 4001


def test_the_same_table_again_tells_row_by_row_that_nothing_changed(province: Province, keeper: Actor) -> None:
    worked(sent(province, HEAD + line(1) + line(2), keeper))

    again = worked(sent(province, HEAD + line(1) + line(2, plan="2 tỷ") + line(3), keeper))

    assert [row[1] for row in table(exports.results(again, form="csv"))[1:]] == [
        "Đã có, không đổi", "Sửa dòng đã có", "Thêm mới",
    ]  # fmt: skip
    assert exports.results(again).startswith(b"PK")


@pytest.mark.parametrize("text", ["Tên cột lạ\n1\n", "x", "PK\x03\x04 hỏng", ""])
def test_a_table_that_cannot_be_read_says_why_and_is_deleted(province: Province, keeper: Actor, text: str) -> None:
    one = worked(sent(province, text, keeper))

    assert one.state == ImportState.FAILED
    assert one.error_code
    assert one.error_message
    assert left() == []
    assert Event.objects.filter(action="register.import_failed", object_id=str(one.public_id)).count() == 1


def test_a_killed_import_leaves_nothing_and_the_next_attempt_brings_all_in(
    province: Province, keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(province, HEAD + "".join(line(number) for number in range(30)), keeper)
    record = importing._record

    def die(*_args: object, **_options: object) -> None:
        raise RuntimeError("bị giết")

    monkeypatch.setattr(importing, "_record", die)
    assert worked(one).state == ImportState.WAITING
    assert RegisterEntry.objects.count() == 0
    assert len(left()) == 1
    monkeypatch.setattr(importing, "_record", record)
    Job.objects.update(run_after=NOW)

    assert worked(one).added == 30
    assert RegisterEntry.objects.count() == 30
    assert left() == []


def test_an_import_that_is_done_is_not_done_again(province: Province, keeper: Actor) -> None:
    one = worked(sent(province, HEAD + line(1), keeper))
    Job.objects.update(state=JobState.QUEUED)

    run_one(worker="thu", clock=lambda: NOW)

    one.refresh_from_db()
    assert (one.added, RegisterEntry.objects.count()) == (1, 1)


def test_rights_count_when_the_table_is_sent_and_when_it_goes_in(province: Province, keeper: Actor) -> None:
    with pytest.raises(PermissionDenied):
        sent(province, HEAD + line(1), province.leader)
    one = sent(province, HEAD + line(1), keeper)
    User.objects.filter(pk=keeper.user_id).update(is_active=False)

    assert worked(one).error_code == "permission_denied"
    assert RegisterEntry.objects.count() == 0


def test_one_bad_row_keeps_all_out_when_asked(province: Province, keeper: Actor) -> None:
    one = worked(sent(province, HEAD + line(1) + line(2, plan="?"), keeper, all_or_nothing=True))

    assert (one.added, one.rejected, one.results) == (0, 1, [])


def test_a_table_that_no_import_waits_for_is_tidied_away(province: Province, keeper: Actor) -> None:
    stopped, waiting = sent(province, HEAD, keeper), sent(province, HEAD, keeper)
    Job.objects.filter(pk=stopped.job_id).update(state=JobState.CANCELLED)
    stray = uploads.waiting_path(stopped).with_name("roi")
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))

    assert uploads.tidy(actor=SYSTEM, now=NOW) == 1

    stopped.refresh_from_db()
    assert stopped.state == ImportState.FAILED
    assert [path.name for path in left()] == [waiting.public_id.hex]


def test_the_cells_of_rejected_rows_do_not_outlive_their_use(province: Province, keeper: Actor) -> None:
    """Number and reason stay, without the words of a cell that a reason repeats."""
    one = worked(sent(province, HEAD + line(1, plan="Nguyễn Văn Hư Cấu") + ";Dự án 2;Bà ”Minh Họa;5;1\n", keeper))
    before = one.rejects
    assert "“Nguyễn Văn Hư Cấu" in str(before)
    assert "“Bà ”Minh Họa" in str(before)

    assert uploads.erase_rejects(now=NOW + uploads.REJECTS_KEPT) == 0
    one.refresh_from_db()
    assert one.rejects == before

    later = NOW + uploads.REJECTS_KEPT + timedelta(seconds=1)
    assert [uploads.erase_rejects(now=later) for _ in range(2)] == [1, 0]
    one.refresh_from_db()
    assert [(number, cells) for number, _, cells in one.rejects] == [(2, []), (3, [])]
    assert all(reasons for _, reasons, _ in one.rejects)
    assert "Thiếu “Mã dự án”." in one.rejects[1][1]
    assert "Hư Cấu" not in str(one.rejects)
    assert "Minh Họa" not in str(one.rejects)
    assert (one.rejected, table(exports.rejects(one, form="csv"))[0]) == (2, ["Dòng", "Lý do bị loại"])

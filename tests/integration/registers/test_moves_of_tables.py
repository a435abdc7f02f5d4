"""A table edits, moves and meets other writers by the same rules as the page of an entry."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.registers import services
from parindex.apps.registers.errors import AlreadyThere
from parindex.apps.registers.importing import hash_of, import_table
from parindex.apps.registers.models import EntryImport, RegisterEntry
from parindex.documents.read.rows import read_rows
from parindex.domain.access import Actor
from tests.integration.conftest import NOW, Province

pytestmark = pytest.mark.django_db
REQUESTS = "yeu-cau-du-lieu-ca-nhan"
HEAD = "Mã yêu cầu;Ngày nhận;Yêu cầu gì;Bên xử lý hoặc bên thứ ba phải dừng;Ngày báo đã nhận;Trạng thái\n"
ROW = "DL-1;02/03/2026;Xóa dữ liệu;Không;03/03/2026;"


def brought(province: Province, body: str, *, actor: Actor, head: str = HEAD, **more: Any) -> EntryImport:
    data = (head + body).encode()
    return import_table(
        register_id=REQUESTS,
        unit=province.home_affairs,
        rows=read_rows(data, name="a.csv"),
        name="a.csv",
        sha256=hash_of(data),
        actor=actor,
        now=NOW,
        **more,
    )


def request(province: Province, **texts: str) -> RegisterEntry:
    return services.add(
        register_id=REQUESTS,
        unit=province.home_affairs,
        texts={"ma": "DL-1", "ngay_nhan": "02/03/2026", "loai": "xoa", "ben_thu_ba": "Không"} | texts,
        actor=province.officer,
        now=NOW,
    )


def done_request(province: Province) -> RegisterEntry:
    entry = request(province, ngay_xac_nhan="03/03/2026")
    for action, texts in (("xac_nhan", {}), ("xong", {"ngay_xong": "05/03/2026", "ket_qua": "Đã xóa"})):
        entry = services.move(
            entry=entry, version=entry.version, action=action, actor=province.officer, now=NOW, texts=texts
        )
    return entry


def test_a_table_reopens_no_closed_entry_without_the_right_to_confirm(province: Province) -> None:
    entry = done_request(province)

    told = brought(province, ROW + "Đang thực hiện\n", actor=province.officer)

    kept = RegisterEntry.objects.get()
    assert (told.edited, told.rejected) == (0, 1)
    assert "người có quyền xác nhận" in told.rejects[0][1][0]
    assert (kept.state, kept.version, kept.values) == ("da_xong", entry.version, entry.values)


def test_who_confirms_reopens_by_a_table(province: Province) -> None:
    done_request(province)

    told = brought(province, ROW + "Đang thực hiện\n", actor=province.focal)

    assert (told.edited, told.rejected) == (1, 0)
    assert RegisterEntry.objects.get().state == "dang_lam"


def test_a_move_that_the_present_state_lacks_is_refused(province: Province) -> None:
    request(province)

    told = brought(
        province,
        "DL-1;02/03/2026;Xóa dữ liệu;Không;05/03/2026;Đã xóa;Đã thực hiện\n",
        head=HEAD.replace("Ngày báo đã nhận", "Ngày thực hiện xong;Đã làm gì"),
        actor=province.officer,
    )

    assert "Sổ không có bước" in told.rejects[0][1][0]
    assert RegisterEntry.objects.get().state == "moi"


def test_what_a_move_asks_may_stand_in_the_entry_already(province: Province) -> None:
    request(province, ngay_xac_nhan="03/03/2026")
    head = HEAD.replace("Ngày báo đã nhận;", "")

    told = brought(province, "DL-1;02/03/2026;Xóa dữ liệu;Không;Đang thực hiện\n", head=head, actor=province.officer)

    assert (told.edited, told.rejected) == (1, 0)
    assert RegisterEntry.objects.get().state == "dang_lam"


def test_a_cell_left_empty_takes_away_what_a_move_asks(province: Province) -> None:
    request(province, ngay_xac_nhan="03/03/2026")

    told = brought(province, ROW.replace("03/03/2026", "") + "Đang thực hiện\n", actor=province.officer)

    assert "cần ngày báo đã nhận" in told.rejects[0][1][0]


def test_the_present_state_is_no_move(province: Province) -> None:
    entry = request(province)
    services.move(
        entry=entry, version=1, action="tu_choi", actor=province.focal, now=NOW,
        texts={"ngay_xong": "05/03/2026", "ket_qua": "Không có dữ liệu"},
    )  # fmt: skip

    told = brought(
        province,
        "DL-1;02/03/2026;Xóa dữ liệu;Không;Không thực hiện được\n",
        head=HEAD.replace("Ngày báo đã nhận;", ""),
        actor=province.officer,
    )

    assert (told.unchanged, told.rejected) == (1, 0)


def test_a_refused_move_keeps_all_out_when_asked(province: Province) -> None:
    done_request(province)

    told = brought(
        province,
        ROW.replace("DL-1", "DL-2") + "\n" + ROW + "Đang thực hiện\n",
        actor=province.officer,
        all_or_nothing=True,
    )

    assert (told.added, told.rejected, RegisterEntry.objects.count()) == (0, 1, 1)


def test_a_key_that_a_page_takes_meanwhile_is_a_clear_refusal(province: Province) -> None:
    taken = False

    def take(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal taken
        if sql.startswith('INSERT INTO "register_entry"') and not taken:
            taken = True
            request(province)
        return execute(sql, *rest)

    with connection.execute_wrapper(take), pytest.raises(AlreadyThere, match="mã yêu cầu"):
        brought(province, ROW + "\n", actor=province.officer)

    assert taken
    assert not EntryImport.objects.exists()


def test_entries_that_a_table_edits_are_locked(province: Province) -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("this database locks as a whole")
    request(province)

    with CaptureQueriesContext(connection) as caught:
        brought(province, ROW + "\n", actor=province.officer)

    assert any('FOR UPDATE OF "register_entry"' in query["sql"] for query in caught)

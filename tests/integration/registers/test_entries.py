"""Entries: added, edited, moved, proved, removed; seen by who may see them; history that only grows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parindex.apps.audit.models import Event
from parindex.apps.evidence.documents import Facts, add_document
from parindex.apps.orgs.models import UnitKind
from parindex.apps.registers import books, selectors, services
from parindex.apps.registers.errors import (
    AlreadyThere,
    EntryChanged,
    EntryLocked,
    EntryNotFound,
    EntryRefused,
    MoveNotAllowed,
    NotKeeper,
)
from parindex.apps.registers.models import ChangeKind, EntryChange, HistoryIsFinal, RegisterEntry
from parindex.apps.registers.selectors import EntryFilter
from parindex.domain.access import PermissionDenied
from tests.factories import UnitFactory
from tests.integration.conftest import NOW, TODAY, Province

pytestmark = pytest.mark.django_db
FINDINGS = "kien-nghi-kiem-tra"
SOON = date(2026, 3, 23)


def texts(province: Province, **more: str) -> dict[str, str]:
    return {
        "so_ket_luan": "05/KL-SNV",
        "thu_tu": "1",
        "ngay_ket_luan": "02/03/2026",
        "don_vi": province.office.name,
        "noi_dung": "Chưa niêm yết đủ thủ tục",
        "han": "20/03/2026",
    } | more


def added(province: Province, **more: str) -> RegisterEntry:
    return services.add(
        register_id=FINDINGS, unit=province.home_affairs, texts=texts(province, **more), actor=province.focal, now=NOW
    )


def listed(actor: Any, **filters: Any) -> list[str]:
    register = books.register(FINDINGS)
    rows = selectors.list_entries(
        actor, register, EntryFilter(**filters), today=TODAY, soon_until=SOON, page=slice(0, 50)
    )
    return [entry.title for entry in rows]


def test_an_entry_keeps_values_and_what_lists_need(province: Province) -> None:
    entry = added(province)

    assert entry.state == "dang_khac_phuc"
    assert entry.values["don_vi"] == province.office.slug
    assert entry.values["han"] == "2026-03-20"
    assert (entry.subject, entry.due_on, entry.due_clock) == (province.office, date(2026, 3, 20), "khac_phuc")
    assert entry.dated_on == date(2026, 3, 2)
    assert "chua niem yet du" in entry.search_fold
    assert "van phong ubnd tinh" in entry.search_fold


def test_every_mistake_is_told_and_nothing_is_kept(province: Province) -> None:
    with pytest.raises(EntryRefused) as caught:
        added(province, thu_tu="một", han="01/03/2026", don_vi="Sở Không Có")

    assert {mistake.field for mistake in caught.value.mistakes} == {"thu_tu", "han", "don_vi"}
    assert not RegisterEntry.objects.exists()


def test_the_same_key_is_not_added_twice(province: Province) -> None:
    added(province)

    with pytest.raises(AlreadyThere, match="số kết luận"):
        added(province, noi_dung="Khác")
    added(province, thu_tu="2")


def test_who_keeps_no_register_of_the_unit_writes_nothing(province: Province) -> None:
    for actor in (province.leader, province.stranger):
        with pytest.raises(PermissionDenied):
            services.add(register_id=FINDINGS, unit=province.root, texts={}, actor=actor, now=NOW)
    with pytest.raises(NotKeeper):
        services.add(register_id="chuan-cong-chuc-xa", unit=province.root, texts={}, actor=province.focal, now=NOW)


def test_those_whom_an_entry_is_about_see_it_and_strangers_do_not(province: Province) -> None:
    entry = added(province)

    assert listed(province.officer) == [entry.title]
    assert listed(province.stranger) == []
    with pytest.raises(EntryNotFound):
        selectors.access_entry(province.stranger, FINDINGS, entry.public_id)


def test_an_edit_is_told_field_by_field_and_a_stale_one_is_refused(province: Province) -> None:
    entry = added(province)

    edited = services.edit(
        entry=entry, version=1, texts=texts(province, han="25/03/2026"), actor=province.focal, now=NOW
    )

    assert edited.due_on == date(2026, 3, 25)
    last = selectors.history(edited)[0]
    assert (last.kind, last.before, last.after) == (ChangeKind.EDITED, {"han": "2026-03-20"}, {"han": "2026-03-25"})
    with pytest.raises(EntryChanged):
        services.edit(entry=entry, version=1, texts=texts(province), actor=province.focal, now=NOW)


def test_the_same_values_change_nothing(province: Province) -> None:
    entry = added(province)

    same = services.edit(entry=entry, version=1, texts=texts(province), actor=province.focal, now=NOW)

    assert same.version == 1
    assert EntryChange.objects.count() == 1


def test_a_finding_is_closed_by_result_proof_and_confirmation(province: Province) -> None:
    entry = added(province)
    asked = {"ngay_xong": "16/03/2026", "ket_qua": "Đã niêm yết"}

    with pytest.raises(EntryRefused):
        services.move(entry=entry, version=1, action="bao_xong", actor=province.focal, now=NOW)
    with pytest.raises(MoveNotAllowed, match="tài liệu"):
        services.move(entry=entry, version=1, action="bao_xong", texts=asked, actor=province.focal, now=NOW)
    document = add_document(
        unit=province.home_affairs, actor=province.focal, now=NOW, facts=Facts(number="12/BC-VP")
    ).document
    services.attach(entry=entry, document=document, actor=province.focal, now=NOW)
    done = services.move(entry=entry, version=1, action="bao_xong", texts=asked, actor=province.focal, now=NOW)
    assert (done.state, done.due_on) == ("cho_xac_nhan", None)
    with pytest.raises(PermissionDenied):
        services.move(entry=done, version=2, action="xac_nhan", actor=province.officer, now=NOW)
    closed = services.move(entry=done, version=2, action="xac_nhan", actor=province.leader, now=NOW)

    assert closed.state == "da_khac_phuc"
    with pytest.raises(EntryLocked):
        services.edit(entry=closed, version=3, texts=texts(province), actor=province.focal, now=NOW)
    with pytest.raises(MoveNotAllowed):
        services.move(entry=closed, version=3, action="bao_xong", actor=province.focal, now=NOW)


def test_a_removed_entry_counts_nowhere_and_comes_back(province: Province) -> None:
    entry = added(province)

    with pytest.raises(EntryRefused):
        services.remove(entry=entry, version=1, reason=" ", actor=province.focal, now=NOW)
    gone = services.remove(entry=entry, version=1, reason="Nhập nhầm", actor=province.focal, now=NOW)
    assert listed(province.focal) == []
    assert listed(province.focal, due="removed") == [entry.title]
    again = added(province)
    with pytest.raises(AlreadyThere):
        services.restore(entry=gone, version=2, actor=province.focal, now=NOW)
    services.remove(entry=again, version=1, reason="Trùng", actor=province.focal, now=NOW)

    services.restore(entry=gone, version=2, actor=province.focal, now=NOW)

    assert listed(province.focal) == [entry.title]


def test_lists_are_narrowed_without_accents_by_state_year_unit_and_due(province: Province) -> None:
    added(province)
    added(province, thu_tu="2", noi_dung="Sổ theo dõi ghi thiếu", han="10/03/2026")

    assert listed(province.focal, query="NIEM yet") == ["Chưa niêm yết đủ thủ tục"]
    assert listed(province.focal, due="overdue") == ["Sổ theo dõi ghi thiếu"]
    assert listed(province.focal, due="soon") == ["Chưa niêm yết đủ thủ tục"]
    assert listed(province.focal, state="da_khac_phuc") == []
    assert listed(province.focal, year=2025) == []
    assert len(listed(province.focal, unit_path=province.office.path)) == 2
    assert listed(province.focal, values={"so_ket_luan": "06/KL"}) == []
    assert listed(province.focal, query="\0") == []


def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_one(province: Province) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            listed(province.focal)
        return len(caught)

    added(province)
    one = count()
    for number in range(2, 31):
        added(province, thu_tu=str(number))

    assert count() == one == 1


def test_personal_data_is_neither_searched_nor_audited(province: Province) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    entry = services.add(
        register_id="chuan-cong-chuc-xa",
        unit=commune,
        texts={"ma_so": "CC-01", "ho_ten": "Mốc Riêng Tư", "nhom": "Công chức", "dat_chuan": "Có"},
        actor=province.focal,
        now=NOW,
    )

    assert "moc rieng tu" not in entry.search_fold
    assert not any("Mốc Riêng Tư" in str(vars(event)) for event in Event.objects.all())


def test_history_only_grows(province: Province) -> None:
    change = EntryChange.objects.get(entry=added(province))
    change.note = "sửa"

    with pytest.raises(HistoryIsFinal):
        change.save()
    with pytest.raises(HistoryIsFinal):
        change.delete()


def test_books_tell_what_is_late_and_what_is_near(province: Province) -> None:
    added(province)
    added(province, thu_tu="2", han="10/03/2026")

    found = {one.register.id: one for one in selectors.list_books(province.focal, today=TODAY, soon_until=SOON)}

    assert (found[FINDINGS].entries, found[FINDINGS].overdue, found[FINDINGS].soon) == (2, 1, 1)
    assert found["giai-ngan"].entries == 0

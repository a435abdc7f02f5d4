"""Files of dossiers from the upload to the figures: who may, what becomes of the rows, what is never kept."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parindex.analytics.engine import Key
from parindex.apps.audit.models import Event
from parindex.apps.base.jobs import enqueue
from parindex.apps.base.models import Job, JobState
from parindex.apps.dossiers import answers, figures, selectors, services, stores
from parindex.apps.dossiers.errors import BadUpload, DossierNotFound, ImportNotFound, NoDossiers
from parindex.apps.dossiers.figures import FigureFilter
from parindex.apps.dossiers.models import DossierImport, DossierSource, ImportState
from parindex.apps.dossiers.supplier import Dossiers
from parindex.domain.access import Actor, PermissionDenied, Role
from parindex.domain.calendar.periods import Period
from parindex.jobs.worker import run_one
from tests.factories import UnitFactory
from tests.integration.conftest import NOW, TODAY, Province, actor_in

pytestmark = pytest.mark.django_db
NAME, IDENTITY, PHONE = "Trần Thị Dấu Vết", "079190001234", "0912345678"
HEAD = (
    "MaHoSo,MaTTHC,DonViXuLy,CapDonVi,TrangThaiHoSo,NgayTiepNhan,NgayHenTra,NgayKetThucXuLy,ChuHoSo,SoGiayTo,DienThoai"
)
YEAR = Period("", date(2026, 1, 1), date(2027, 1, 1))


def line(number: int, *, unit: str = "Sở Nội vụ", done: str = "05/01/2026", due: str = "08/01/2026") -> str:
    code = f"H99.10-20260105-{number:07d}"
    status = 10 if done else 4
    return f"{code},1.000001,{unit},1,{status},05/01/2026,{due},{done},{NAME},{IDENTITY},{PHONE}"


def started(province: Province, text: str, *, name: str = "ho-so.csv", actor: Actor | None = None) -> DossierImport:
    data = text.encode()
    upload = services.Upload(name, io.BytesIO(data), len(data))
    return services.start_import(
        unit=province.root, source=DossierSource.MAIN, upload=upload, actor=actor or province.focal, now=NOW
    )


def imported(province: Province, *lines: str, name: str = "ho-so.csv") -> DossierImport:
    one = started(province, "\n".join([HEAD, *lines]) + "\n", name=name)
    assert run_one(worker="thu", clock=lambda: NOW)
    one.refresh_from_db()
    return one


def asked(actor: Actor) -> FigureFilter:
    return FigureFilter(area=selectors.area_of(actor), as_of=TODAY, period=YEAR)


def test_file_is_imported_and_deleted_and_its_rejects_are_listed(province: Province) -> None:
    one = imported(
        province, line(1), line(2, done="12/01/2026"), line(3, unit="Sở Không Có"), line(4, due="01/01/2026")
    )

    assert (one.state, one.row_count, one.accepted_count, one.rejected_count) == (ImportState.DONE, 4, 2, 2)
    assert one.ignored_count == 3
    assert list((stores.folder() / "incoming").iterdir()) == []
    rejects = selectors.rejects_path(selectors.access_import(province.focal, one.public_id))
    assert rejects is not None
    told = rejects.read_text(encoding="utf-8-sig")
    assert "đơn vị không có trong danh sách" in told
    assert "trước ngày tiếp nhận" in told
    counts = figures.totals(asked(province.focal))
    assert (counts["received"], counts["kept"], counts["late"]) == (2, 1, 1)
    assert Event.objects.filter(action="dossiers.imported", object_id=str(one.public_id)).count() == 1


def test_same_file_again_changes_nothing(province: Province) -> None:
    imported(province, line(1))
    again = imported(province, line(1))

    assert again.is_known
    assert figures.totals(asked(province.focal))["received"] == 1


def test_unit_sees_its_subtree_only(province: Province) -> None:
    imported(province, line(1), line(2, unit="Văn phòng UBND tỉnh"), line(3, unit=province.office.slug))

    assert figures.totals(asked(province.officer))["received"] == 1
    assert figures.totals(asked(province.stranger))["received"] == 0
    assert dict(figures.rows(asked(province.focal), by=Key.UNIT)).keys() == {
        province.home_affairs.slug,
        province.office.slug,
    }
    assert selectors.access_dossier(province.officer, "H99.10-20260105-0000001").unit_name == "Sở Nội vụ"
    for code in ("H99.10-20260105-0000002", "H99.10-20260105-9999999"):
        with pytest.raises(DossierNotFound):
            selectors.access_dossier(province.officer, code)
    assert selectors.due_list(selectors.area_of(province.officer), as_of=TODAY, within=3, page=1, size=20) == (0, ())


def test_open_dossiers_that_are_late_are_listed_by_page(province: Province) -> None:
    imported(province, *(line(number, done="") for number in range(1, 6)))

    area = selectors.area_of(province.focal)
    total, page = selectors.due_list(area, as_of=TODAY, within=3, page=2, size=2)
    beyond = selectors.due_list(area, as_of=TODAY, within=3, page=9, size=2)

    assert (total, [due.code[-1] for due in page]) == (5, ["3", "4"])
    assert all(due.is_late for due in page)
    assert beyond == (5, ())


def test_only_who_may_import_for_a_highest_unit_imports(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        started(province, HEAD, actor=province.leader)
    with pytest.raises(PermissionDenied):
        started(province, HEAD, actor=actor_in(province.home_affairs, Role.FOCAL))
    with pytest.raises(PermissionDenied):
        services.start_import(
            unit=province.home_affairs,
            source="main",
            upload=services.Upload("a.csv", io.BytesIO(b""), 0),
            actor=province.focal,
            now=NOW,
        )
    with pytest.raises(BadUpload):
        started(province, HEAD, name="anh.png")
    one = imported(province, line(1))
    with pytest.raises(ImportNotFound):
        selectors.access_import(province.stranger, one.public_id)
    assert selectors.importing_units(province.focal) == [province.root]
    assert selectors.importing_units(province.officer) == []


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00\x01", HEAD.replace("MaTTHC", "MaHoSo") + "\n"])
def test_damaged_file_is_refused_and_deleted(province: Province, text: str) -> None:
    one = started(province, text)
    run_one(worker="thu", clock=lambda: NOW)
    one.refresh_from_db()

    assert one.state == ImportState.FAILED
    assert one.error_message
    assert not services.waiting_path(one).exists()
    with pytest.raises(NoDossiers):
        figures.totals(asked(province.focal))


def test_lost_file_ends_the_import(province: Province) -> None:
    one = started(province, HEAD)
    services.waiting_path(one).unlink()
    run_one(worker="thu", clock=lambda: NOW)
    one.refresh_from_db()

    assert one.error_code == "dossier_upload_lost"


def test_import_that_was_killed_after_the_store_had_it_ends_well(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(services, "save_report", lambda **_: (_ for _ in ()).throw(OSError("đĩa")))
        started(province, f"{HEAD}\n{line(1)}\n")
        run_one(worker="thu", clock=lambda: NOW)
    Job.objects.update(state=JobState.QUEUED, run_after=NOW)
    assert run_one(worker="thu", clock=lambda: NOW)

    (one,) = selectors.list_imports(province.focal)
    assert (one.state, one.accepted_count, one.is_known) == (ImportState.DONE, 1, True)


def test_shared_name_means_neither_unit(province: Province) -> None:
    for parent in (province.home_affairs, province.office):
        UnitFactory(name="Phòng Tổng hợp", parent=parent)

    one = imported(province, line(1, unit="Phòng Tổng hợp"), line(2, unit="so noi vu"))

    assert (one.accepted_count, one.rejected_count) == (1, 1)


def test_supplier_counts_the_subtree(province: Province) -> None:
    room = Dossiers()
    unit_ids = [province.root.pk, province.home_affairs.pk, province.office.pk]
    nothing = room.tally(names=["on_time_rate"], unit_ids=unit_ids, period=YEAR, today=TODAY)
    imported(province, line(1), line(2, done="12/01/2026"), line(3, done=""), line(4, unit=province.root.slug))

    found = room.tally(names=["on_time_rate", "online_rate"], unit_ids=unit_ids, period=YEAR, today=TODAY)

    assert nothing == {}
    assert {key: (one.numerator, one.denominator, one.unknown) for key, one in found.items()} == {
        (province.root.pk, "on_time_rate"): (2, 3, 0),
        (province.root.pk, "online_rate"): (0, 0, 4),
        (province.home_affairs.pk, "on_time_rate"): (1, 2, 0),
        (province.home_affairs.pk, "online_rate"): (0, 0, 3),
    }
    assert {one.name for one in room.offers()} > {"on_time_rate", "apology_rate"}


@pytest.mark.parametrize("known", [1, 30])
def test_queries_do_not_grow_with_units(province: Province, known: int, django_assert_num_queries: Any) -> None:
    units = [UnitFactory(name=f"Xã Minh Họa {number}", parent=province.root) for number in range(known)]
    imported(province, *(line(number, unit=unit.slug) for number, unit in enumerate(units)))

    with django_assert_num_queries(2):
        area = selectors.area_of(province.focal)
    with django_assert_num_queries(0):
        rows = figures.rows(FigureFilter(area=area, as_of=TODAY), by=Key.UNIT)
    with django_assert_num_queries(2):
        Dossiers().tally(names=["on_time_rate"], unit_ids=[unit.pk for unit in units], period=YEAR, today=TODAY)
    with django_assert_num_queries(1):
        selectors.list_imports(province.focal)
    assert len(rows) == known


def _contents(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            yield str(duckdb.read_parquet(str(path)).fetchall()).encode()
        if path.is_file():
            yield path.read_bytes()


def test_personal_data_is_nowhere(
    province: Province, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also when it stands in the wrong column, in a broken row, or in a row that is rejected."""
    broken = line(5).replace("1.000001", NAME).replace("05/01/2026", PHONE, 1)
    swapped = f"{IDENTITY},{NAME},{PHONE},1,10,{NAME},08/01/2026,05/01/2026,x,y,z"
    imported(province, line(1), line(2, unit=NAME), broken, swapped, line(6) + ",thừa,cột")
    record = {"MaHoSo": "H99.10-20260105-0000077", "ChuHoSo": NAME, "SoDienThoai": PHONE, "SoGiayTo": IDENTITY}
    one = started(province, json.dumps([record]), name="ho-so.json")
    run_one(worker="thu", clock=lambda: NOW)
    one.refresh_from_db()
    rows = [*DossierImport.objects.values_list(), *Event.objects.values_list(), *Job.objects.values_list()]

    kept = "".join(map(str, rows)) + caplog.text + "".join(capfd.readouterr())
    files = list(_contents(tmp_path))

    assert len(files) >= 4
    for marker in (NAME, IDENTITY, PHONE):
        assert marker not in kept
        assert not any(marker.encode() in content for content in files)
        assert not any(marker.encode("utf-16-le") in content for content in files)


def test_answers_about_everything_are_kept_and_never_stale(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(province, line(1))
    prepared = {path.name for path in (stores.folder() / "answers").glob("*.json")}
    whole = FigureFilter(area=selectors.Area({}, is_whole=True), as_of=date(2026, 1, 5), period=YEAR)
    months = figures.rows(whole, by=Key.MONTH)
    figures._kept.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(answers, "count_groups", lambda *_, **__: ())
        again = figures.rows(whole, by=Key.MONTH)
        own = figures.rows(asked(province.officer), by=Key.MONTH)
    broken = next((stores.folder() / "answers").glob("*.json"))
    broken.write_text("[", encoding="utf-8")
    figures._kept.cache_clear()

    assert len(prepared) == 3
    assert again == months
    assert months[0][0] == date(2026, 1, 1)
    assert own == []
    imported(province, line(2), name="sau.csv")
    assert figures.totals(whole)["received"] == 2


def test_file_of_an_import_that_gave_up_is_deleted(province: Province) -> None:
    gone = started(province, f"{HEAD}\n{line(1)}\n")
    Job.objects.update(state=JobState.FAILED, error_code="job_unexpected_error", error_message="Lỗi lạ.")
    waits = started(province, f"{HEAD}\n{line(2)}\n")
    stray = stores.incoming_path("khong-cua-ai.csv")
    stray.write_text(NAME, encoding="utf-8")
    os.utime(stray, (0, 0))

    assert run_one(worker="thu", clock=lambda: NOW)
    assert enqueue(kind="dossiers.tidy", payload={}, actor=province.focal, now=NOW)
    assert run_one(worker="thu", clock=lambda: NOW)
    last = started(province, HEAD)
    services.tidy_uploads(actor=province.focal, now=NOW)
    gone.refresh_from_db()
    waits.refresh_from_db()

    assert (gone.state, gone.error_message, waits.state) == (ImportState.FAILED, "Lỗi lạ.", ImportState.DONE)
    assert [path.name for path in stores.incoming_path("").iterdir()] == [services.waiting_path(last).name]

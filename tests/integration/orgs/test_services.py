"""Writing the tree: data sets, imports, renaming, closing; all or nothing, audited, permitted."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from parindex.apps.audit.models import Event
from parindex.apps.orgs import selectors, services
from parindex.apps.orgs.errors import UnitRejected
from parindex.apps.orgs.importing import Defaults
from parindex.apps.orgs.models import NameKind, Succession, Unit, UnitName
from parindex.apps.orgs.services import ImportOutcome
from parindex.definitions.units.loader import UnitDefinitionError
from parindex.documents.errors import EmptyFile, EmptyTable, UnsupportedFile
from parindex.documents.read.rows import read_rows
from parindex.domain.access import SYSTEM, Actor, Grant, PermissionDenied, Role
from parindex.domain.text import folding
from parindex.domain.units import UnitFact, UnitKind

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REFORM = date(2025, 7, 1)
CSV = """code,parent_code,name,kind
99,,Tỉnh Sông Mây,Tỉnh
990,99,Huyện Bến Mơ,Huyện
09901,990,Xã Suối Vàng,Xã
"""


def read(text: str) -> ImportOutcome:
    return services.import_units(rows=read_rows(text.encode(), name="don-vi.csv"), actor=SYSTEM, now=NOW)


def manager_of(unit: Unit) -> Actor:
    return Actor(user_id=1, name="Trần Thị Hư Cấu", grants=(Grant(Role.ADMIN, unit.pk, unit.path),))


@pytest.mark.parametrize(("name", "fictional"), [("gia-lai", False), ("song-may", True)])
def test_load_dataset_writes_the_tree_once(name: str, fictional: bool) -> None:
    first = services.load_dataset(name=name, actor=SYSTEM, now=NOW)
    rows = [list(model.objects.order_by("pk").values()) for model in (Unit, UnitName, Succession)]

    second = services.load_dataset(name=name, actor=SYSTEM, now=NOW)

    assert (first.created, second.created, second.updated) == (second.unchanged, 0, 0)
    assert [list(model.objects.order_by("pk").values()) for model in (Unit, UnitName, Succession)] == rows
    assert Event.objects.filter(action="units.imported").count() == 1
    assert set(Unit.objects.values_list("is_fictional", flat=True)) == {fictional}


def test_load_dataset_writes_paths_folds_and_sort_keys() -> None:
    services.load_dataset(name="song-may", actor=SYSTEM, now=NOW)

    unit = Unit.objects.select_related("parent__parent").get(slug="sm-xa-suoi-vang-cu-tpht")

    assert unit.path == f"/{unit.parent.parent.parent_id}/{unit.parent.parent_id}/{unit.parent_id}/{unit.pk}/"
    assert unit.name_fold == "cong chuc tu phap - ho tich"
    assert unit.name_sort == folding.sort_key(unit.name)
    assert unit.valid_to == REFORM


def test_load_dataset_refuses_an_unknown_name_and_a_person_without_the_right() -> None:
    with pytest.raises(UnitDefinitionError):
        services.load_dataset(name="khong-co", actor=SYSTEM, now=NOW)
    with pytest.raises(PermissionDenied):
        services.load_dataset(name="song-may", actor=Actor(user_id=1, name="Trần Thị Hư Cấu"), now=NOW)

    assert not Unit.objects.exists()


def test_import_units_creates_the_tree_and_a_second_import_changes_nothing() -> None:
    first, second = read(CSV), read(CSV)

    assert (first.created, second.unchanged, second.created, second.updated) == (3, 3, 0, 0)
    commune = Unit.objects.select_related("parent").get(official_code="09901")
    assert (commune.slug, commune.kind, commune.parent.official_code) == ("xa-suoi-vang-09901", "commune", "990")


def test_import_units_updates_what_a_row_states_and_keeps_what_it_leaves_blank() -> None:
    read("slug,name,kind,short_name,source\ntinh,Tỉnh Sông Mây,Tỉnh,Sông Mây,Nghị quyết minh họa\n")

    outcome = read("slug,name,kind,source\ntinh,Tỉnh Sông Mây Mới,Tỉnh,\n")

    unit = Unit.objects.get()
    assert (outcome.updated, unit.name, unit.short_name) == (1, "Tỉnh Sông Mây Mới", "Sông Mây")
    assert (unit.source, unit.name_fold) == ("Nghị quyết minh họa", "tinh song may moi")


def test_import_units_keeps_two_editions_of_one_code_apart() -> None:
    rows = read_rows(CSV.encode(), name="a.csv")
    services.import_units(rows=rows, actor=SYSTEM, now=NOW, defaults=Defaults(valid_to=REFORM, source="Bản cũ"))
    later = read_rows(
        "code,parent_code,name,kind\n99,,Tỉnh Sông Mây,Tỉnh\n09901,99,Xã Suối Vàng,Xã\n".encode(), name="b.csv"
    )

    outcome = services.import_units(rows=later, actor=SYSTEM, now=NOW, defaults=Defaults(valid_from=REFORM))

    assert outcome.created == 2
    communes = Unit.objects.filter(official_code="09901").order_by("pk")
    assert [unit.slug for unit in communes] == ["xa-suoi-vang-09901", "xa-suoi-vang-09901-2025"]
    assert communes[1].parent.slug == "tinh-song-may-99-2025"


def test_import_units_takes_one_code_for_two_units_one_after_the_other() -> None:
    outcome = read(
        "code,name,kind,valid_from,valid_to\n99,Tỉnh Cũ,Tỉnh,2020-01-01,2025-07-01\n99,Tỉnh Mới,Tỉnh,2025-07-01,\n"
    )

    assert (outcome.created, outcome.rejects) == (2, ())


OLD_PROVINCE = "01,,Tỉnh Sông Cũ,Tỉnh,2004-01-01,2025-07-01\n"
NEW_PROVINCE = "01,,Tỉnh Sông Mới,Tỉnh,2025-07-01,\n"
OLD_COMMUNE = "00101,01,Xã Bến Cũ,Xã,{},2025-07-01\n"


@pytest.mark.parametrize("start", ["2010-01-01", ""])
@pytest.mark.parametrize("tree", [OLD_PROVINCE + NEW_PROVINCE, NEW_PROVINCE + OLD_PROVINCE])
@pytest.mark.parametrize("is_stored", [False, True])
def test_import_units_puts_a_unit_below_the_bearer_of_the_code_in_its_time(
    start: str, tree: str, is_stored: bool
) -> None:
    head = "code,parent_code,name,kind,valid_from,valid_to\n"
    rows = OLD_COMMUNE.format(start) + "00102,01,Xã Bến Mới,Xã,2025-07-01,\n"
    texts = [head + tree, head + rows] if is_stored else [head + tree + rows]

    assert [outcome.rejects for outcome in map(read, texts)] == [()] * len(texts)

    above = dict(Unit.objects.exclude(parent=None).values_list("name", "parent__name"))
    assert above == {"Xã Bến Cũ": "Tỉnh Sông Cũ", "Xã Bến Mới": "Tỉnh Sông Mới"}


def test_import_units_says_that_a_unit_outlives_the_bearer_of_the_code() -> None:
    (reject,) = read(
        "code,parent_code,name,kind,valid_from,valid_to\n"
        "01,,Tỉnh Sông Mới,Tỉnh,2025-07-01,\n00101,01,Xã Bến Cũ,Xã,2004-01-01,2025-01-01\n"
    ).rejects

    assert "nằm ngoài thời gian tồn tại của đơn vị cấp trên “Tỉnh Sông Mới”" in reject.message


def test_import_units_names_the_columns_that_the_file_lacks() -> None:
    (reject,) = read("mã đơn vị,tên\n99,Tỉnh Sông Mây\n").rejects

    assert (reject.row, reject.column) == (1, "kind")
    assert "Tệp không có cột “kind” (Loại, Cấp)" in reject.message


def test_import_units_finds_the_stored_unit_of_a_parent_code() -> None:
    read(CSV)

    read("code,parent_code,name,kind\n09902,990,Xã Suối Mơ,Xã\n")

    assert Unit.objects.get(official_code="09902").parent.official_code == "990"


def test_import_units_counts_and_writes_nothing_in_a_dry_run() -> None:
    outcome = services.import_units(rows=read_rows(CSV.encode(), name="a.csv"), actor=SYSTEM, now=NOW, is_dry_run=True)

    assert outcome.created == 3
    assert not Unit.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("1,99,,Xã", "name", "Thiếu tên"),
        ("1,99,Xã Mới,Vương quốc", "kind", "Vương quốc"),
        ("1,77,Xã Mới,Xã", "parent_code", "77"),
        ("1,99," + "a" * 201 + ",Xã", "name", "200"),
        ("09901,990,Xã Suối Vàng,Xã", "slug", "dòng 4"),
        ("09909,990,Xã Suối Vàng,Xã", "", "đã có"),
        ("09901,990,Xã Suối Khác,Xã", "code", "dòng 4"),
    ],
)
def test_import_units_rejects_a_row_and_writes_nothing(row: str, column: str, message: str) -> None:
    outcome = read(CSV + row + "\n")

    (reject,) = outcome.rejects
    assert (reject.row, reject.column) == (5, column)
    assert message in reject.message
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("tinh,,Tỉnh Sông Mây,Tỉnh,31/02/2025,", "Không hiểu ngày"),
        ("tinh,,Tỉnh Sông Mây,Tỉnh,01/07/2025,2025-01-01", "trước khi bắt đầu"),
        ("Tinh May,,Tỉnh Sông Mây,Tỉnh,,", "chữ thường"),
        ("tinh,la,Tỉnh Sông Mây,Tỉnh,,", "Không có đơn vị cấp trên"),
        ("tinh,tinh,Tỉnh Sông Mây,Tỉnh,,", "dưới chính nó"),
    ],
)
def test_import_units_rejects_wrong_dates_slugs_and_parents(cells: str, message: str) -> None:
    outcome = read("Mã ổn định,Slug cấp trên,Tên,Loại,Từ ngày,Đến ngày\n" + cells + "\n")

    assert any(message in reject.message for reject in outcome.rejects)
    assert not Unit.objects.exists()


def test_import_units_rejects_another_parent_of_a_stored_unit() -> None:
    read(CSV)

    outcome = read("slug,parent,name,kind\nxa-suoi-vang-09901,tinh-song-may-99,Xã Suối Vàng,Xã\n")

    assert "không đổi được" in outcome.rejects[0].message


def test_import_units_needs_the_right_over_the_unit_above() -> None:
    read(CSV)
    district = Unit.objects.get(official_code="990")
    rows = read_rows("code,parent_code,name,kind\n1,990,Xã Mới,Xã\n".encode(), name="a.csv")
    other = read_rows("code,parent_code,name,kind\n991,99,Huyện Mới,Huyện\n".encode(), name="a.csv")

    inside = services.import_units(rows=rows, actor=manager_of(district), now=NOW)

    assert inside.created == 1
    with pytest.raises(PermissionDenied):
        services.import_units(rows=other, actor=manager_of(district), now=NOW)


def test_import_units_below_a_fictional_unit_are_fictional() -> None:
    services.load_dataset(name="song-may", actor=SYSTEM, now=NOW)

    read("slug,parent,name,kind\nsm-moi,sm-tinh,Sở Gió,Sở\n")

    assert Unit.objects.get(slug="sm-moi").is_fictional


def test_read_rows_reads_a_workbook_as_it_reads_a_csv_file() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Đơn vị")
        for number, line in enumerate(CSV.splitlines()):
            sheet.write_row(number + 2, 0, line.split(","))

    rows = read_rows(stream.getvalue(), name="don-vi.xlsx")

    assert [dict(row.cells) for row in rows] == [dict(row.cells) for row in read_rows(CSV.encode(), name="a.csv")]
    assert rows[0].number == 4


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", EmptyFile), (b"code,name\n", EmptyTable), (b"%PDF-1.7\n", UnsupportedFile)],
)
def test_read_rows_refuses_what_is_no_table(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_rows(data, name="a.csv")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_read_rows_knows_the_usual_delimiters(delimiter: str) -> None:
    rows = read_rows(f"\ufeffMã{delimiter}Tên\n1{delimiter}Xã Suối Vàng\n".encode(), name="a.csv")

    assert dict(rows[0].cells) == {"ma": "1", "ten": "Xã Suối Vàng"}


def tree() -> dict[str, Unit]:
    services.load_dataset(name="song-may", actor=SYSTEM, now=NOW)
    return {unit.slug: unit for unit in Unit.objects.all()}


def test_add_unit_writes_it_below_its_parent() -> None:
    province = tree()["sm-tinh"]
    fact = UnitFact(key="sm-so-gio", name="Sở Gió", kind=UnitKind.DEPARTMENT, parent="sm-tinh")

    unit = services.add_unit(fact=fact, actor=manager_of(province), now=NOW)

    assert unit.path == f"{province.path}{unit.pk}/"
    assert Event.objects.filter(action="unit.added", object_id=str(unit.pk)).exists()
    with pytest.raises(UnitRejected, match="đã có"):
        services.add_unit(fact=fact, actor=SYSTEM, now=NOW)


def test_add_unit_refuses_a_taken_name_and_a_stranger() -> None:
    units = tree()
    twin = UnitFact(key="sm-snv-2", name="Sở Nội vụ", kind=UnitKind.DEPARTMENT, parent="sm-tinh")

    with pytest.raises(UnitRejected, match="Sở Nội vụ"):
        services.add_unit(fact=twin, actor=SYSTEM, now=NOW)
    with pytest.raises(PermissionDenied):
        services.add_unit(fact=twin, actor=manager_of(units["sm-snv"]), now=NOW)


def test_rename_keeps_the_old_name_as_a_former_one() -> None:
    unit = tree()["sm-svhttdl"]

    renamed = services.rename(unit=unit, name="Sở Văn  hóa", short_name="SVH", actor=SYSTEM, now=NOW)

    assert (renamed.name, renamed.name_fold, renamed.short_name) == ("Sở Văn hóa", "so van hoa", "SVH")
    former = unit.names.filter(kind=NameKind.FORMER).order_by("name").values_list("name", flat=True)
    assert list(former) == ["Sở VHTTDL", "Sở Văn hóa, Thể thao và Du lịch"]
    event = Event.objects.get(action="unit.renamed")
    assert (event.before["name"], event.after["name"]) == ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa")


@pytest.mark.parametrize("name", ["  ", "Sở Tư pháp"])
def test_rename_refuses_an_empty_and_a_taken_name(name: str) -> None:
    unit = tree()["sm-snv"]

    with pytest.raises(UnitRejected):
        services.rename(unit=unit, name=name, short_name="", actor=SYSTEM, now=NOW)

    unit.refresh_from_db()
    assert unit.name == "Sở Nội vụ"


def test_close_unit_ends_the_subtree_and_names_its_successor() -> None:
    units = tree()
    commune, heir = units["sm-xa-doc-mua"], units["sm-xa-ho-guong"]
    day = date(2027, 1, 1)

    closed = services.close_unit(
        unit=commune, on=day, successors=[heir], source="Nghị quyết minh họa", actor=SYSTEM, now=NOW
    )

    assert closed.valid_to == day
    assert set(Unit.objects.filter(path__startswith=commune.path).values_list("valid_to", flat=True)) == {day}
    (succession,) = selectors.history(commune).successions
    assert (succession.successor, succession.on) == (heir, day)


def test_close_unit_refuses_a_missing_source_itself_and_a_day_before_the_beginning() -> None:
    unit = tree()["sm-xa-doc-mua"]
    day = date(2027, 1, 1)

    for successors, source, on in (([unit], "", day), ([unit], "Nghị quyết minh họa", day), ([], "", REFORM)):
        with pytest.raises(UnitRejected):
            services.close_unit(unit=unit, on=on, successors=successors, source=source, actor=SYSTEM, now=NOW)

    unit.refresh_from_db()
    assert unit.valid_to is None
    with pytest.raises(PermissionDenied):
        services.close_unit(unit=unit, on=day, actor=Actor(user_id=1, name="Trần Thị Hư Cấu"), now=NOW)

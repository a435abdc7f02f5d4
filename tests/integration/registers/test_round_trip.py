"""What is exported is imported again without a change; what a reader may not see is not in the file at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.registers import books, exports, services
from parindex.apps.registers.importing import hash_of, import_table
from parindex.apps.registers.models import EntryImport, RegisterEntry
from parindex.apps.registers.selectors import EntryFilter
from parindex.documents.read.rows import read_rows
from parindex.domain.access import Actor
from parindex.domain.text.numerals import format_decimal
from tests.factories import UnitFactory
from tests.integration.conftest import NOW, TODAY, Province

pytestmark = pytest.mark.django_db
TARGETS, STAFF = "chi-tieu-kinh-te-xa-hoi", "chuan-cong-chuc-xa"
# At most 15 digits: more do not fit into the numbers of a workbook.
DECIMALS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**14), 10**14), st.integers(1, 6)
)


def exported(register_id: str, actor: Actor, *, form: str) -> bytes:
    register = books.register(register_id)
    return exports.export(actor, register, EntryFilter(), form=form, today=TODAY, now=NOW)


def brought(register_id: str, unit: Unit, data: bytes, *, actor: Actor, form: str) -> EntryImport:
    return import_table(
        register_id=register_id,
        unit=unit,
        rows=read_rows(data, name=f"a.{form}"),
        name=f"a.{form}",
        sha256=hash_of(data),
        actor=actor,
        now=NOW,
    )


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(values=st.lists(DECIMALS, min_size=1, max_size=20))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_decimals_survive_export_and_import(province: Province, form: str, values: list[Decimal]) -> None:
    rows = [
        f"{'ABCDEFGHIJKLMNOPQRST'[at]};31/03/2026;{format_decimal(value)}"
        for at, value in enumerate([Decimal("12.345"), *values][:20])
    ]
    first = "\n".join(["Chỉ tiêu;Ngày đánh giá;Kế hoạch", *rows]).encode()
    brought(TARGETS, province.home_affairs, first, actor=province.focal, form="csv")
    before = dict(RegisterEntry.objects.values_list("pk", "values"))

    told = brought(
        TARGETS, province.home_affairs, exported(TARGETS, province.focal, form=form), actor=province.focal, form=form
    )

    after = dict(RegisterEntry.objects.values_list("pk", "values"))
    assert told.rejected == 0
    assert numbers(after) == numbers(before)


def numbers(found: dict[int, dict[str, str]]) -> dict[int, Decimal]:
    return {pk: Decimal(values["ke_hoach"]) for pk, values in found.items()}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_of_a_reader_empties_no_personal_field(province: Province, form: str) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    entry = services.add(
        register_id=STAFF,
        unit=commune,
        texts={"ma_so": "CC-01", "ho_ten": "Mốc Riêng Tư", "nhom": "Công chức", "dat_chuan": "Có"},
        actor=province.focal,
        now=NOW,
    )
    data = exported(STAFF, province.leader, form=form)

    told = brought(STAFF, commune, data, actor=province.focal, form=form)

    assert (told.unchanged, told.edited, told.rejected) == (1, 0, 0)
    assert "ho va ten" not in read_rows(data, name=f"a.{form}")[0].cells
    assert RegisterEntry.objects.get(pk=entry.pk).values["ho_ten"] == "Mốc Riêng Tư"


def test_the_file_of_who_keeps_the_register_has_the_personal_columns(province: Province) -> None:
    commune = UnitFactory(name="Xã Bến Mơ", kind=UnitKind.COMMUNE, parent=province.root)
    texts = {"ma_so": "CC-01", "ho_ten": "Mốc Riêng Tư", "nhom": "Công chức"}
    services.add(register_id=STAFF, unit=commune, texts=texts, actor=province.focal, now=NOW)

    assert "Mốc Riêng Tư" in exported(STAFF, province.focal, form="csv").decode()

"""Results of other years from a table: whole or not at all, once, with every mistake in its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from parindex.apps.assessment import history, results
from parindex.apps.assessment.history import BadResults
from parindex.apps.assessment.models import Result
from parindex.apps.orgs.models import UnitKind
from parindex.documents.read.rows import read_rows
from parindex.domain.access import Actor, PermissionDenied, Role
from tests.factories.assessment import make_person
from tests.factories.orgs import UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain" / "par-results.csv"
GOOD = "year,index,unit,field,score,rank,source,note\n2022,PAR,Sông Mây,,80.35,58,QĐ 1/QĐ-MH,\n"


@dataclass(frozen=True)
class Line:
    """A row as a table reader gives it."""

    number: int
    cells: Mapping[str, str]


@pytest.fixture
def holder() -> Actor:
    """Return a person who may hold campaigns."""
    return make_person(UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE), Role.FOCAL)


def load(text: str, holder: Actor) -> history.Imported:
    return history.import_results(rows=read_rows(text.encode(), name="x.csv"), actor=holder, now=NOW)


def test_same_table_twice_adds_nothing(holder: Actor) -> None:
    first, second = load(GOOD, holder), load(GOOD, holder)

    assert ((first.added, first.known), (second.added, second.known)) == ((1, 0), (0, 1))
    row = Result.objects.get()
    assert (row.index, row.rank, row.catalogue_sha256) == (Decimal("80.3500"), 58, "")


def test_sources_that_contradict_each_other_are_both_kept(holder: Actor) -> None:
    load(GOOD + "2022,PAR,Sông Mây,,80.36,58,Báo hư cấu,khác nguồn trên\n", holder)

    rows = results.list_history(holder, results.HistoryFilter(unit_name="Sông Mây"))
    assert {str(row.index) for row in rows} == {"80.3500", "80.3600"}


def test_catalogue_of_a_row_is_kept_to_break_the_trend(holder: Actor) -> None:
    text = "năm,chỉ số,đơn vị,điểm,bộ tiêu chí,nguồn\n2022,PAR,Sông Mây,80,QĐ A,s\n2022,PAR,Sông Mây,80,QĐ B,s\n"

    assert load(text, holder).added == 2
    assert set(Result.objects.values_list("catalogue_id", flat=True)) == {"QĐ A", "QĐ B"}


@pytest.mark.parametrize(
    ("line", "row", "column"),
    [
        ("năm nay,PAR,A,,80,1,s,", 3, "year"),
        ("2022,PAPI,A,,80,1,s,", 3, "index"),
        ("2022,PAR,,,80,1,s,", 3, "unit"),
        ("2022,PAR,A,,80,1,,", 3, "source"),
        ('2022,PAR,A,,"80,5 %",1,s,', 3, "score"),
        ("2022,PAR,A,,91.651.000,1,s,", 3, "score"),
        ("2022,PAR,A,,180,1,s,", 3, "score"),
        ("2022,PAR,A,,–,1,s,", 3, "score"),
        ("2022,PAR,A,,80.12345,1,s,", 3, "score"),
        ("2022,PAR,A,,80,0,s,", 3, "rank"),
    ],
)
def test_mistake_is_told_with_its_place_and_nothing_is_kept(holder: Actor, line: str, row: int, column: str) -> None:
    with pytest.raises(BadResults) as refused:
        load(GOOD + line + "\n", holder)

    assert [(one.row, one.column) for one in refused.value.mistakes] == [(row, column)]
    assert Result.objects.count() == 0


def test_missing_column_is_told(holder: Actor) -> None:
    with pytest.raises(BadResults, match="source"):
        load("year,index,unit\n2022,PAR,A\n", holder)


def test_name_of_one_unit_is_linked_and_a_shared_name_is_not(holder: Actor) -> None:
    alone = UnitFactory(name="Tỉnh Một Mình")
    UnitFactory.create_batch(2, name="Trùng Tên")
    head = GOOD.splitlines()[0] + "\n"

    load(head + "2022,PAR,tỉnh một mình,,80,1,s,\n2022,PAR,Trùng Tên,,79,2,s,\n", holder)

    assert dict(Result.objects.values_list("unit_name", "unit_id")) == {"tỉnh một mình": alone.pk, "Trùng Tên": None}


def test_only_who_holds_campaigns_imports(holder: Actor) -> None:
    officer = make_person(UnitFactory(name="Xã Hư Cấu"), Role.OFFICER)

    with pytest.raises(PermissionDenied):
        load(GOOD, officer)
    assert results.list_history(officer, results.HistoryFilter()) == []


def test_collected_results_of_the_provinces_are_read_whole(holder: Actor) -> None:
    if not SHARED.exists():
        assert not os.environ.get("CI"), "thiếu ../shared"
        pytest.skip("thiếu ../shared")

    done = history.import_results(rows=read_rows(SHARED.read_bytes(), name=SHARED.name), actor=holder, now=NOW)

    assert done.added == 181
    found = results.list_history(holder, results.HistoryFilter(index_name="PAR", year=2022, unit_name="Gia Lai"))
    assert [(row.index, row.rank) for row in found if not row.field] == [(Decimal("80.3500"), 58)]

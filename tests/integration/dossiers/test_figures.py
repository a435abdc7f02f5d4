"""Form II.06a, the two sources compared, and the commands that show them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from parindex.analytics.bulk import facts, importing
from parindex.analytics.bulk.comparing import ONLY_LEFT, ONLY_RIGHT, differences
from parindex.analytics.bulk.counting import BulkEngine
from parindex.analytics.bulk.facts import counted_packing, refresh_facts
from parindex.analytics.bulk.forms import count_form
from parindex.analytics.bulk.importing import import_file
from parindex.analytics.bulk.session import dossiers_of
from parindex.analytics.bulk.steady import count_groups, read_counted
from parindex.analytics.bulk.store import Store
from parindex.analytics.engine import Key, Query
from parindex.analytics.facts import facts_of
from parindex.cli import app
from parindex.definitions.dossiers.loader import load_indicators
from parindex.documents.read.dispatch import read_document
from parindex.domain.calendar.periods import Period
from parindex.domain.dossiers.form import COLUMNS, broken_identities, columns_of
from parindex.domain.dossiers.model import Dossier, Status
from tests.factories.dossiers import cells, dossier_code, random_dossiers, write_csv

COUNT = 1_500
PERIODS = [
    Period("", date(2023, 1, 1), date(2024, 1, 1)),
    Period("", date(2024, 2, 1), date(2024, 3, 1)),
    Period("", date(2020, 1, 1), date(2030, 1, 1)),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ho-so")
    path = write_csv(folder / "ho-so.csv", (cells(dossier) for dossier in random_dossiers(COUNT, seed=3)))
    import_file(Store(folder / "kho"), path)
    return folder


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["dossiers", *map(str, arguments)])


@pytest.mark.parametrize("period", PERIODS)
def test_form_is_the_same_as_dossier_by_dossier_and_its_identities_hold(period: Period, folder: Path) -> None:
    store, clock = Store(folder / "kho"), importing.load_clock()
    expected: dict[object, Counter[str]] = {}
    for dossier in random_dossiers(COUNT, seed=3):
        columns = columns_of(facts_of(dossier, clock.read(dossier)), period)
        if columns:
            expected.setdefault(dossier.field, Counter()).update(columns)

    groups = read_counted(store, lambda paths: count_form(paths, by=Key.FIELD, period=period))

    assert {group.keys[0]: dict(zip(COLUMNS, group.counts, strict=True)) for group in groups} == {
        field: {column: counts[column] for column in COLUMNS} for field, counts in expected.items()
    }
    assert [broken_identities(dict(zip(COLUMNS, group.counts, strict=True))) for group in groups] == [()] * len(groups)


def test_broken_identity_is_named() -> None:
    counts = dict.fromkeys(COLUMNS, 0) | {"c3": 1, "c4": 1}

    assert broken_identities(counts) == ("3 = 7 + 11",)


def test_two_sources_differ_where_they_differ(tmp_path: Path) -> None:
    one = Dossier(
        code=dossier_code(1),
        procedure="1.000001",
        unit="Xã Minh Họa",
        status=Status.PROCESSING,
        received_at=datetime(2025, 4, 24, 9, 0),
        due_at=datetime(2025, 5, 9, 17, 0),
    )
    left = [one, replace(one, code=dossier_code(2)), replace(one, code=dossier_code(3))]
    right = [one, replace(one, code=dossier_code(2), due_at=None), replace(one, code=dossier_code(4))]
    stores = []
    for name, dossiers in (("trai", left), ("phai", right)):
        stores.append(Store(tmp_path / name))
        import_file(stores[-1], write_csv(tmp_path / f"{name}.csv", map(cells, dossiers)))

    found = list(differences(*(store.part_paths(store.require()) for store in stores)))

    assert {(each.code, each.column, each.left, each.right) for each in found} == {
        (dossier_code(2), "due_on", "2025-05-09", None),
        (dossier_code(3), ONLY_LEFT, None, None),
        (dossier_code(4), ONLY_RIGHT, None, None),
    }
    shown = call("compare", "--store", tmp_path / "trai", "--with", tmp_path / "phai")
    assert "khác nhau ở due_on: 1" in shown.output


def test_facts_are_never_stale(tmp_path: Path) -> None:
    """A newer file rewrites a part; its facts are gone with it until they are made again."""
    store = Store(tmp_path / "kho")
    one = Dossier(
        code=dossier_code(1),
        procedure="1.000001",
        unit="Xã Minh Họa",
        status=Status.PROCESSING,
        received_at=datetime(2025, 4, 24, 9, 0),
    )
    both = [one, replace(one, code=dossier_code(2))]
    assert refresh_facts(store) == 0
    import_file(store, write_csv(tmp_path / "cu.csv", map(cells, both)))
    assert (refresh_facts(store), refresh_facts(store)) == (1, 0)

    newer = replace(one, status=Status.DONE, finished_at=datetime(2025, 4, 25, 9, 0))
    import_file(store, write_csv(tmp_path / "moi.csv", [cells(newer)]))
    assert _settled(store) == [(2, 1)]
    assert list(store.facts_folder.iterdir()) == []
    assert refresh_facts(store) == 2
    assert _settled(store) == [(2, 1)]


def test_facts_of_older_definitions_are_made_anew(folder: Path, tmp_path: Path) -> None:
    """Numbers packed by other definitions are never read: figures come from the parts until facts are sorted anew."""
    shutil.copytree(folder / "kho", tmp_path / "kho")
    store, measures = Store(tmp_path / "kho"), load_indicators().measures
    query = Query(by=(Key.UNIT,), as_of=date(2025, 5, 1))
    before = count_groups(store, query, measures=measures)
    refresh_facts(store)
    (fact,) = store.counted_paths(store.require())
    duckdb.sql(f"COPY (SELECT unit, 7 AS kind_other, problem FROM '{fact}') TO '{tmp_path / 'cu'}' (FORMAT parquet)")
    (tmp_path / "cu").replace(fact)

    assert count_groups(store, query, measures=measures) == before
    assert refresh_facts(store) == 1
    assert count_groups(store, query, measures=measures) == before


@pytest.mark.parametrize("old", [0, 1])
def test_figures_are_the_same_while_facts_are_being_sorted_anew(old: int, tmp_path: Path) -> None:
    """One part's facts are those of older definitions, another's are new: which of them is read first decides nothing.

    After an upgrade that was killed half way this is how the folder stays.
    """
    store, measures = Store(tmp_path / "kho"), load_indicators().measures
    rows = [cells(dossier) for dossier in random_dossiers(40, seed=5)]
    for name, some in (("mot.csv", rows[:20]), ("hai.csv", rows[20:])):
        import_file(store, write_csv(tmp_path / name, some))
    queries = [Query(by=(Key.UNIT,), as_of=date(2025, 5, 1)), Query(by=(), as_of=date(2025, 5, 1))]
    before = [count_groups(store, query, measures=measures) for query in queries]
    refresh_facts(store)
    fact = store.counted_paths(store.require())[old]
    older = f"SELECT * EXCLUDE ({counted_packing().column}, closed_on) FROM '{fact}'"
    duckdb.sql(f"COPY ({older}) TO '{tmp_path / 'cu'}' (FORMAT parquet)")
    (tmp_path / "cu").replace(fact)

    assert [count_groups(store, query, measures=measures) for query in queries] == before
    assert refresh_facts(store) == 1
    assert [count_groups(store, query, measures=measures) for query in queries] == before


def test_fresh_facts_take_the_place_of_old_ones_only_when_all_are_sorted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "kho")
    rows = [cells(dossier) for dossier in random_dossiers(40, seed=5)]
    for name, some in (("mot.csv", rows[:20]), ("hai.csv", rows[20:])):
        import_file(store, write_csv(tmp_path / name, some))
    _, second = store.require().parts

    def stopped(parts: list[Path]) -> str:
        if parts[0].name == second:
            raise KeyboardInterrupt
        return dossiers_of(parts)

    monkeypatch.setattr(facts, "dossiers_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        refresh_facts(store)
    assert list(store.facts_folder.iterdir()) == []


def _settled(store: Store) -> list[tuple[int, ...]]:
    measures = tuple(one for one in load_indicators().measures if one.code in ("received", "settled"))
    query = Query(by=(), as_of=date(2025, 5, 1))
    return [group.counts for group in BulkEngine(store.counted_paths(store.require()), measures=measures).count(query)]


def test_import_reports_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    good = write_csv(tmp_path / "tot.csv", (cells(dossier) for dossier in random_dossiers(5, seed=5)))
    bad = tmp_path / "hong.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")

    both = call("import", bad, good, "--store", tmp_path / "kho", "--json", tmp_path / "ra.json")
    alone = call("import", bad, "--store", tmp_path / "kho")
    absent = call("import", tmp_path / "khong-co.csv", "--store", tmp_path / "kho")

    assert [both.exit_code, alone.exit_code, absent.exit_code] == [1, 5, 2]
    assert "thiếu cột: Mã hồ sơ" in alone.output
    (report,) = json.loads((tmp_path / "ra.json").read_text(encoding="utf-8"))["files"]
    assert (report["name"], report["accepted"]) == ("tot.csv", 5)


def test_indicators_as_json_and_parquet_agree(folder: Path, tmp_path: Path) -> None:
    by = ("--by", "unit,month,procedure", "--store", folder / "kho", "--as-of", "2026-12-31")
    told, written = tmp_path / "ra.json", tmp_path / "ra.parquet"

    assert call("indicators", *by, "--json", told, "--parquet", written).exit_code == 0

    content = json.loads(told.read_text(encoding="utf-8"))
    columns = "key_unit, key_month::VARCHAR, key_procedure, received, on_time_rate_bp"
    rows = duckdb.sql(f"SELECT {columns} FROM read_parquet('{written}')").fetchall()
    assert rows == [
        (
            row["unit"],
            row["month"],
            row["procedure"],
            row["counts"]["received"],
            None if (percent := row["rates"]["on_time_rate"]["percent"]) is None else int(percent.replace(".", "")),
        )
        for row in content["rows"]
    ]
    assert {row["rates"]["on_time_rate"]["percent"] for row in content["rows"]} >= {None, "100.00", "0.00"}
    assert all(row["quality"]["class"] is None for row in content["rows"])  # five of nine need other registers


def test_costs_add_up_to_the_loss(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "gia.json"

    result = call("costs", "--store", folder / "kho", "--loss", "0,25", "--by", "unit,office", "--json", target)

    rows = json.loads(target.read_text(encoding="utf-8"))["rows"]
    assert result.exit_code == 0
    assert round(sum(float(row["points"]) for row in rows), 4) == 0.25


def test_form_explain_and_late_speak_vietnamese(folder: Path) -> None:
    form = call("form", "--store", folder / "kho", "--from", "2024-01-01", "--to", "2025-01-01")
    explained = call("explain", dossier_code(1), "--store", folder / "kho")
    late = call("late", "--store", folder / "kho", "--as-of", "2025-06-30")

    assert [form.exit_code, explained.exit_code, late.exit_code] == [0, 0, 0]
    assert "Tổng số tiếp nhận" in form.output
    assert "Bốn đẳng thức của biểu đều khớp" in form.output
    assert "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9" in explained.output
    assert "hồ sơ quá hạn hoặc đến hạn trong 3 ngày" in late.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("explain", "000.00.00.H10-240620-9999"), "không có mã"),
        (("indicators", "--by", "color"), "--by nhận"),
        (("indicators", "--by", "unit,unit"), "chỉ nêu một lần"),
        (("indicators", "--as-of", "hôm nay"), "Không hiểu ngày"),
        (("form", "--from", "2025-02-01", "--to", "2025-01-01"), "--from phải trước --to"),
        (("form", "--from", "2025-01-01", "--to", "2025-02-01", "--by", "month"), "không nhận tuần"),
        (("costs", "--loss", "nhiều"), "Không hiểu số điểm"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(arguments: tuple[str, ...], words: str, folder: Path) -> None:
    result = call(*arguments, "--store", folder / "kho")

    assert result.exit_code == 2
    assert words in result.output


def test_empty_store_says_what_to_do(tmp_path: Path) -> None:
    result = call("indicators", "--store", tmp_path / "trong")

    assert result.exit_code == 2
    assert "dossiers import" in result.output


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_apology_is_drafted_with_the_new_day_and_no_name(form: str, tmp_path: Path) -> None:
    dossier = Dossier(
        code=dossier_code(1),
        procedure="1.000001",
        unit="Ủy ban nhân dân xã Minh Họa",
        status=Status.PROCESSING,
        received_at=datetime(2025, 4, 24, 9, 0),
        due_at=datetime(2025, 5, 9, 17, 0),
    )
    import_file(Store(tmp_path / "kho"), write_csv(tmp_path / "a.csv", [cells(dossier)]))
    out = tmp_path / f"phieu.{form}"
    options = ("--store", tmp_path / "kho", "--new-due", "2025-05-16", "--reason", "chờ xác minh", "--out", out)

    result = call("apology", dossier.code, *options)

    assert result.exit_code == 0, result.output
    text = " ".join(block.text for block in read_document(out.read_bytes(), name=out.name).blocks)
    assert "16/5/2025" in text or "16/05/2025" in text
    assert dossier.code in text


def test_late_list_tells_late_from_about_to_be_late(tmp_path: Path) -> None:
    base = Dossier(
        code=dossier_code(1),
        procedure="1.000001",
        unit="Xã Minh Họa",
        status=Status.PROCESSING,
        received_at=datetime(2025, 4, 24, 9, 0),
        due_at=datetime(2025, 5, 9, 17, 0),
    )
    asked = {"status": Status.SUPPLEMENT, "supplement_from": datetime(2025, 4, 28, 9, 0)}
    listed = [
        base,
        replace(base, code=dossier_code(2), due_at=datetime(2025, 5, 12, 17, 0)),
        replace(base, code=dossier_code(3), due_at=datetime(2025, 6, 9, 17, 0)),
        replace(base, code=dossier_code(4), supplement_count=1, **asked),
        replace(base, code=dossier_code(5), supplement_count=2, **asked),
        replace(base, code=dossier_code(6), status=Status.DONE, finished_at=datetime(2025, 6, 1)),
    ]
    import_file(Store(tmp_path / "kho"), write_csv(tmp_path / "a.csv", map(cells, listed)))
    target = tmp_path / "ra.json"

    call("late", "--store", tmp_path / "kho", "--as-of", "2025-05-10", "--json", target)

    found = json.loads(target.read_text(encoding="utf-8"))["dossiers"]
    assert [(one["code"], one["due_on"], one["is_late"]) for one in found] == [
        (dossier_code(5), "2025-05-09", True),
        (dossier_code(1), "2025-05-09", True),
        (dossier_code(2), "2025-05-12", False),
    ]

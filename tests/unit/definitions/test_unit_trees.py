"""The trees that ship with the house and their strict loader."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from parindex.definitions.units import loader
from parindex.definitions.units.loader import UnitDefinitionError
from parindex.domain import units
from parindex.domain.units import UnitFact, UnitKind

SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain"
HEADER = "slug,parent,code,name,short_name,kind,also,former,valid_from,valid_to,source\n"
DATASET = "title: Tỉnh Sông Mây\nis_fictional: 'true'\nsources: {nen: Hư cấu}\n"


def on(name: str, day: date) -> tuple[UnitFact, ...]:
    return units.units_on(loader.load_dataset(name).facts, on=day)


def count(facts: tuple[UnitFact, ...], kind: UnitKind) -> int:
    return sum(fact.kind is kind for fact in facts)


def test_list_datasets_names_every_tree() -> None:
    assert loader.list_datasets() == ("gia-lai", "song-may", "song-may-xa")


def test_gia_lai_has_three_tiers_before_the_reform_and_two_after() -> None:
    before, after = on("gia-lai", date(2025, 6, 30)), on("gia-lai", date(2025, 7, 1))

    assert [count(before, kind) for kind in (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)] == [1, 17, 220]
    assert [count(after, kind) for kind in (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE)] == [1, 0, 135]


def test_gia_lai_states_no_succession_but_that_of_the_province() -> None:
    dataset = loader.load_dataset("gia-lai")

    assert [(fact.predecessor, fact.successor) for fact in dataset.successions] == [
        ("tinh-gia-lai-64", "tinh-gia-lai-52-2025")
    ]
    assert not dataset.is_fictional
    assert all(fact.source for fact in dataset.facts)


@pytest.mark.parametrize(("year", "root"), [("2023", "64"), ("2026", "52")])
def test_gia_lai_is_the_official_list(year: str, root: str) -> None:
    path = SHARED / f"units-{year}.csv"
    if not path.exists() and not os.environ.get("CI"):
        pytest.skip("official lists are not beside the project")
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    parents = {code: row["parent_code"] for code, row in rows.items()}
    official = {
        (code, row["name"]) for code, row in rows.items() if root in (code, parents[code], parents.get(parents[code]))
    }

    day = date(int(year), 1, 1)
    ours = {(fact.code, fact.name) for fact in on("gia-lai", day) if fact.code}

    assert ours == official


def test_song_may_is_fictional_and_whole() -> None:
    dataset = loader.load_dataset("song-may")
    before, after = on("song-may", date(2025, 2, 28)), on("song-may", date(2025, 7, 1))

    assert dataset.is_fictional
    assert [count(before, kind) for kind in (UnitKind.DISTRICT, UnitKind.COMMUNE)] == [6, 40]
    assert [count(after, kind) for kind in (UnitKind.DISTRICT, UnitKind.COMMUNE)] == [0, 18]
    assert (count(before, UnitKind.POST), count(after, UnitKind.POST)) == (200, 0)
    names = {fact.name for fact in after}
    assert {"Xã Suối Vàng", "Phường Đồi Sao", "Đặc khu Đảo Sương", "Sở Nông nghiệp và Môi trường"} <= names
    assert "Sở Thông tin và Truyền thông" not in names


def test_more_communes_of_song_may_give_its_season_150_units() -> None:
    today = date(2026, 7, 1)
    more, own = on("song-may-xa", today), on("song-may", today)

    assert loader.load_dataset("song-may-xa").is_fictional
    assert [fact for fact in more if fact.kind is not UnitKind.COMMUNE] == [
        next(fact for fact in own if fact.key == "sm-tinh")
    ]
    assert not {fact.name for fact in more if fact.parent} & {fact.name for fact in own}
    scored = [fact for fact in (*own, *more) if fact.kind in (UnitKind.COMMUNE, UnitKind.DEPARTMENT)]
    assert len(scored) == 150


def test_no_commune_of_song_may_exists() -> None:
    paths = [SHARED / f"units-{year}.csv" for year in ("2023", "2026")]
    if not all(path.exists() for path in paths) and not os.environ.get("CI"):
        pytest.skip("official lists are not beside the project")
    real = set()
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            real |= {row["name"] for row in csv.DictReader(file)}

    assert not {fact.name for fact in on("song-may-xa", date(2026, 7, 1))} & real


def test_song_may_says_what_became_of_every_unit_of_the_old_tiers() -> None:
    dataset = loader.load_dataset("song-may")
    continued = {fact.predecessor for fact in dataset.successions}
    kinds = {UnitKind.COMMUNE, UnitKind.DEPARTMENT}

    ended = {fact.key for fact in dataset.facts if fact.valid_to and fact.kind in kinds}

    assert ended <= continued


def write(folder: Path, *, rows: str, dataset: str = DATASET, successions: str = "") -> Path:
    (folder / "dataset.yaml").write_text(dataset, encoding="utf-8")
    (folder / "units.csv").write_text(HEADER + rows, encoding="utf-8")
    if successions:
        (folder / "successions.csv").write_text("predecessor,successor,on,source\n" + successions, encoding="utf-8")
    return folder


def test_read_dataset_accepts_a_small_tree(tmp_path: Path) -> None:
    folder = write(tmp_path, rows="tinh,,,Tỉnh Mây,,province,Mây|Tỉnh của mây,,,,nen\n")

    (fact,) = loader.read_dataset(folder, name="thu").facts

    assert (fact.name, fact.also, fact.source) == ("Tỉnh Mây", ("Mây", "Tỉnh của mây"), "Hư cấu")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("tinh,,,Tỉnh Mây,,vương quốc,,,,,nen\n", "units.csv:2: kind"),
        ("tinh,,,,,province,,,,,nen\n", "units.csv:2: name"),
        ("Tinh May,,,Tỉnh Mây,,province,,,,,nen\n", "units.csv:2: slug"),
        ("tinh,,,Tỉnh Mây,,province,,,01/07/2025,,nen\n", "units.csv:2: valid_from"),
        ("tinh,,,Tỉnh Mây,,province,,,,,khac\n", "nguồn “khac” chưa được khai"),
        ("tinh,,,Tỉnh Mây,,province,,,,,nen,thừa\n", "units.csv:2"),
        ("xa,tinh,,Xã Mây,,commune,,,,,nen\n", "Không có đơn vị cấp trên “tinh”"),
    ],
)
def test_read_dataset_refuses_with_file_and_line(tmp_path: Path, rows: str, message: str) -> None:
    folder = write(tmp_path, rows=rows)

    with pytest.raises(UnitDefinitionError, match=message):
        loader.read_dataset(folder, name="thu")


def test_read_dataset_refuses_a_succession_of_an_unknown_unit(tmp_path: Path) -> None:
    rows = "tinh,,,Tỉnh Mây,,province,,,,,nen\n"
    folder = write(tmp_path, rows=rows, successions="tinh,khac,2025-07-01,nen\n")

    with pytest.raises(UnitDefinitionError, match="mã “khac” không có"):
        loader.read_dataset(folder, name="thu")


def test_load_dataset_refuses_an_unknown_name() -> None:
    with pytest.raises(UnitDefinitionError, match="gia-lai, song-may"):
        loader.load_dataset("khong-co")


def test_parse_vocabulary_refuses_an_unknown_key() -> None:
    with pytest.raises(UnitDefinitionError, match="abbreviations"):
        loader.parse_vocabulary("tu_la: {}\n", source="vocabulary.yaml")

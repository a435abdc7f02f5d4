"""`parindex survey sample-size` and `parindex survey draw` as people and programs call them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app
from parindex.definitions.questionnaires import drawing

ROOT = Path(__file__).resolve().parents[3]
DRAW = """
schema: parindex.survey-draw/1
stages:
  - {unit: xa, strata: [loai], take: {phường: "1", xã: "2"}}
  - {unit: ho, take: "4", spare: "1"}
quotas: {name: gioi, shares: {nam: "1", nữ: "1"}}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["survey", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    frame, design = tmp_path / "khung.csv", tmp_path / "chon.yaml"
    homes = [
        f"{kind},{kind} {commune},{home}"
        for kind, communes in (("phường", 2), ("xã", 5))
        for commune in range(communes)
        for home in range(6)
    ]
    frame.write_text("\n".join(["loai,xa,ho", *homes]) + "\n", encoding="utf-8-sig")
    design.write_text(DRAW, encoding="utf-8")
    return frame, design


def test_sizes_are_told_in_lines_and_as_json() -> None:
    asked = ("sample-size", "--population", 12000, "--error", 5, "--margin", "3,5", "--forms", 486, "--share", 82)

    text, told = run(*asked, "--previous-forms", 480).stdout, json.loads(run(*asked, "--json", "-").stdout)

    assert "n = N/(1+Ne²), làm tròn lên: 388 phiếu" in text
    assert "Để sai số không quá 3,5 điểm: 446 phiếu" in text
    assert "486 phiếu: sai số ± 3,35 điểm" in text
    assert "Thay đổi nhỏ nhất thấy được (lực 80%): " in text
    assert told == {"usual_size": 388, "size_for_margin": 446, "margin": 3.3459}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "ít nhất một trong"),
        (("--error", 5), "--error cần --population"),
        (("--previous-forms", 5), "--previous-forms cần --forms"),
        (("--forms", 5, "--share", "nhiều"), "“nhiều” không phải số"),
        (("--forms", 5, "--confidence", 80), "chỉ nhận 0.90, 0.95 hoặc 0.99"),
    ],
)
def test_question_without_an_answer_is_one_line(arguments: tuple[object, ...], message: str) -> None:
    result = run("sample-size", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_draw_writes_what_the_estimate_needs(files: tuple[Path, Path], tmp_path: Path) -> None:
    frame, design = files
    target = tmp_path / "mau.csv"

    result = run("draw", frame, "--design", design, "--seed", 2026, "--output", target)

    assert result.stdout == "Đã chọn 12 và 3 dự phòng trong 42 dòng của khung mẫu.\n"
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    main = [row for row in rows if row["vai_tro"] == "chính"]
    assert sum(float(row["weight"]) for row in main) == 42
    assert {tuple(row[name] for name in ("xa_tang", "xa_tong", "xa_chon", "ho_tong", "ho_chon")) for row in main} == {
        ("phường", "2", "1", "6", "4"), ("xã", "5", "2", "6", "4")
    }  # fmt: skip
    assert sorted(row["gioi"] for row in main) == ["nam"] * 6 + ["nữ"] * 6


def test_same_seed_prints_the_same_sample(files: tuple[Path, Path]) -> None:
    frame, design = files

    first, again = (run("draw", frame, "--design", design, "--seed", "a").stdout for _ in range(2))

    assert first == again
    assert first != run("draw", frame, "--design", design, "--seed", "b").stdout


def test_columns_are_found_as_a_page_finds_them(files: tuple[Path, Path]) -> None:
    frame, design = files
    exact = run("draw", frame, "--design", design, "--seed", "a").stdout.splitlines()
    frame.write_text(frame.read_text(encoding="utf-8").replace("loai,xa,ho", "LOẠI,Xã,Hộ"), encoding="utf-8")

    folded = run("draw", frame, "--design", design, "--seed", "a").stdout.splitlines()

    assert folded[1:] == exact[1:]
    assert folded[0].startswith("LOẠI,Xã,Hộ,Xã_tang,")


def test_column_that_the_sample_has_itself_is_refused(files: tuple[Path, Path]) -> None:
    frame, design = files
    frame.write_text(frame.read_text(encoding="utf-8").replace("xa,ho", "weight,ho"), encoding="utf-8")
    design.write_text(DRAW.replace("unit: xa", "unit: weight"), encoding="utf-8")

    result = run("draw", frame, "--design", design, "--seed", "a")

    assert result.exit_code == 3
    assert "cột weight: phần mềm giữ tên này" in result.stderr


def test_bad_frame_names_rows_and_writes_nothing(files: tuple[Path, Path], tmp_path: Path) -> None:
    frame, design = files
    target = tmp_path / "mau.csv"
    frame.write_text(frame.read_text(encoding="utf-8") + "xã,xã 0,0\nxã,,1\n", encoding="utf-8")

    result = run("draw", frame, "--design", design, "--seed", 1, "--output", target)

    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "Lỗi: Dòng 44, cột ho: đã có ở dòng 14",
        "Lỗi: Dòng 45, cột xa: để trống",
        "Lỗi: 2 chỗ sai; không chọn mẫu.",
    ]
    assert not target.exists()


def test_unreadable_files_are_one_line(files: tuple[Path, Path], tmp_path: Path) -> None:
    frame, design = files
    ragged = tmp_path / "lech.csv"
    ragged.write_text("loai,xa,ho\nxã,xã 1\n", encoding="utf-8")
    letters = tmp_path / "chu.csv"
    letters.write_bytes(b"\xff\xff")
    wrong = tmp_path / "sai.yaml"
    wrong.write_text("schema: parindex.survey-draw/1\nstages: []\n", encoding="utf-8")

    for one, other in ((ragged, design), (letters, design), (tmp_path / "khong.csv", design), (frame, wrong)):
        result = run("draw", one, "--design", other, "--seed", 1)
        assert result.exit_code in (2, 3)
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [('nam: "1"', 'nam: "0"', "phải lớn hơn 0"), ("quotas:", "quota:", "khóa lạ"), ("unit: ho, ", "", "thiếu khóa")],
)
def test_bad_way_of_drawing_is_refused(files: tuple[Path, Path], before: str, after: str, message: str) -> None:
    frame, design = files
    design.write_text(DRAW.replace(before, after), encoding="utf-8")

    assert message in run("draw", frame, "--design", design, "--seed", 1).stderr


def test_published_schema_is_the_one_of_the_code() -> None:
    published = ROOT / "docs" / "reference" / "parindex.survey-draw-1.schema.json"

    assert json.loads(published.read_text(encoding="utf-8")) == drawing.json_schema()

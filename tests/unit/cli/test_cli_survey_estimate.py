"""`parindex survey estimate` as people and programs call it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app
from parindex.definitions.questionnaires import design

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "docs" / "reference"
EXAMPLE = ROOT / "examples" / "surveys"
ITEMS = tuple(f"q9.{number}" for number in range(1, 40))
DESIGN = """
schema: parindex.survey-design/1
stages:
  - {strata: [tang], cluster: to}
domains: [xa]
issued: "100"
bootstrap: {replicates: "200", seed: "5"}
targets:
  - {code: whole, at_least: "50"}
  - {code: II.A, increase: "2"}
"""


def run(answers: object, *arguments: object) -> Result:
    command = ["survey", "estimate", answers, "--questionnaire", "sipas-2024", *arguments]
    return CliRunner().invoke(app, [str(argument) for argument in command])


def rows(size: int = 80) -> list[list[str]]:
    return [
        [
            f"P{at}",
            f"T{at % 2}",
            f"{at % 2}-{at % 8}",
            f"Xã {at % 4}",
            *(str(2 + (at * 7 + item) % 4) for item in range(39)),
        ]
        for at in range(size)
    ]


def csv_file(path: Path, told: Sequence[Sequence[str]], *, mark: str = ",") -> Path:
    heading = ["form", "tang", "to", "xa", *ITEMS]
    path.write_text("\n".join(mark.join(row) for row in [heading, *told]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "mau.yaml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


def told_by(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert isinstance(content, dict)
    return content


def test_json_fits_the_published_schema(tmp_path: Path, plan: Path) -> None:
    content = told_by(run(csv_file(tmp_path / "a.csv", rows()), "--design", plan, "--json", "-"))

    schema = json.loads((REFERENCE / "parindex.survey-estimate-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(content)
    assert content["forms"]["response_percent"] == 80
    assert [row["verdict_text"] for row in content["comparisons"]] == ["chưa kết luận được", "không có số liệu"]
    assert content["estimates"][0]["bootstrap"]["se"] > 0


def test_published_schema_of_designs_is_the_one_of_the_code() -> None:
    published = REFERENCE / "parindex.survey-design-1.schema.json"

    assert json.loads(published.read_text(encoding="utf-8")) == design.json_schema()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_marks_between_columns_are_understood(tmp_path: Path, plan: Path, mark: str) -> None:
    content = told_by(run(csv_file(tmp_path / "a.csv", rows(), mark=mark), "--design", plan, "--json", "-"))

    assert content["forms"]["count"] == 80


def test_parquet_says_what_csv_says(tmp_path: Path, plan: Path) -> None:
    path = csv_file(tmp_path / "a.csv", rows())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_csv('{path}')) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
        columns = ", ".join(f'"{item}"::DOUBLE AS "{item}"' for item in ITEMS)
        told = f"SELECT form, tang, \"to\", xa, {columns} FROM read_csv('{path}')"
        connection.execute(f"COPY ({told}) TO '{tmp_path / 'b.parquet'}' (FORMAT parquet)")

    first = told_by(run(path, "--design", plan, "--json", "-"))

    assert told_by(run(tmp_path / "a.parquet", "--design", plan, "--json", "-")) == first
    assert told_by(run(tmp_path / "b.parquet", "--design", plan, "--json", "-")) == first


def test_next_year_is_compared(tmp_path: Path, plan: Path) -> None:
    path, before = csv_file(tmp_path / "a.csv", rows()), tmp_path / "truoc.json"
    run(path, "--design", plan, "--json", before)

    result = run(path, "--design", plan, "--previous", before)

    assert "Mục tiêu II.A: cần 2,00, có 0,00, khoảng" in result.stdout


def test_text_tells_figures_domains_and_notices(tmp_path: Path, plan: Path) -> None:
    text = run(csv_file(tmp_path / "a.csv", rows()), "--design", plan).stdout

    assert "whole Chỉ số chung: 50,00% ±" in text
    assert "xa “Xã 0”, 20 phiếu: " in text
    assert "Lưu ý: Lời văn của phiếu chưa được đối chiếu" in text


def test_mistakes_are_lines_with_row_and_column(tmp_path: Path, plan: Path) -> None:
    told = rows()
    told[4][9] = "6"
    told[7][0] = "P3"
    target = tmp_path / "ra.json"

    result = run(csv_file(tmp_path / "a.csv", told), "--design", plan, "--json", target)

    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "Lỗi: Dòng 6, cột q9.6: không có phương án “6”; chỉ nhận 1, 2, 3, 4, 5",
        "Lỗi: Dòng 9, cột form: phiếu “P3” có hai lần",
        "Lỗi: 2 chỗ sai; không ước lượng gì.",
    ]
    assert not target.exists()


def test_row_cut_wrongly_names_its_line(tmp_path: Path) -> None:
    told = rows(4)
    told[2] = told[2][:-3]

    result = run(csv_file(tmp_path / "a.csv", told))

    assert result.exit_code == 3
    assert "Dòng 4: dòng này không có đúng 43 cột" in result.stderr


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("form,q9.1\nP1,đúng\n".encode("utf-16"), "không phải UTF-8"),
        (b"form,q9.1,q9.1\n1,2,3\n", "cột “q9.1” có hai lần"),
        (b"form,,q9.1\n1,2,3\n", "có cột không tên"),
        (b"", "có cột không tên"),
    ],
)
def test_file_that_is_no_table_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)

    result = run(path)

    assert result.exit_code == 3
    assert message in result.stderr


def test_broken_parquet_and_missing_file_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"khong phai")

    for wrong in (path, tmp_path / "khong.csv"):
        result = run(wrong)
        assert result.exit_code == 3
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("schema: parindex.survey-design/1\nstages: [{}, {cluster: a}]\n", "chỉ bậc cuối được để trống cluster"),
        ("schema: parindex.survey-design/1\ntargets: [{code: whole}]\n", "đúng một trong at_least"),
        ("schema: parindex.survey-design/1\nla: 1\n", "mau.yaml:2: la: khóa lạ"),
        ("a: 1\na: 2\n", "repeated"),
    ],
)
def test_bad_design_names_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mau.yaml"
    path.write_text(text, encoding="utf-8")

    result = run(csv_file(tmp_path / "a.csv", rows(4)), "--design", path)

    assert result.exit_code == 3
    assert message in result.stderr


def test_lonely_cluster_tells_what_to_do(tmp_path: Path, plan: Path) -> None:
    told = [[*row[:1], "T9" if row[0] == "P3" else row[1], *row[2:]] for row in rows()]

    result = run(csv_file(tmp_path / "a.csv", told), "--design", plan)

    assert result.exit_code == 3
    assert "Bậc 1: 1 tầng chỉ có một cụm được chọn" in result.stderr
    assert "certainty" in result.stderr


def test_bad_files_of_last_year_are_one_line(tmp_path: Path, plan: Path) -> None:
    answers, path = csv_file(tmp_path / "a.csv", rows(16)), tmp_path / "truoc.json"
    path.write_text("{", encoding="utf-8")
    letters = tmp_path / "chu.json"
    letters.write_bytes(b"\xff")

    assert "không phải JSON" in run(answers, "--design", plan, "--previous", path).stderr
    assert "không phải UTF-8" in run(answers, "--design", plan, "--previous", letters).stderr
    assert run(answers, "--design", plan, "--previous", tmp_path / "khong.json").exit_code == 2


def test_worked_example_gives_the_published_result() -> None:
    result = run(EXAMPLE / "tra-loi.csv", "--design", EXAMPLE / "thiet-ke.yaml", "--json", "-")

    published = json.loads((EXAMPLE / "ket-qua.json").read_text(encoding="utf-8"))
    assert near(told_by(result)) == near(published)


def near(value: Any) -> Any:
    """Round what machines may add up in another order."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: near(part) for key, part in value.items()}
    return [near(part) for part in value] if isinstance(value, list) else value

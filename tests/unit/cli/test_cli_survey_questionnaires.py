"""`parindex survey questionnaires` as people and programs call it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from parindex.cli import app


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["survey", "questionnaires", *map(str, arguments)])


def test_list_names_every_questionnaire_with_its_certainty() -> None:
    lines = run("list").stdout.splitlines()

    assert any(line.startswith("sipas-2024") and "39 mục; chưa đối chiếu nguyên văn" in line for line in lines)


def test_list_as_json() -> None:
    told = json.loads(run("list", "--json", "-").stdout)["questionnaires"]

    assert {entry["id"]: entry["items"] for entry in told}["sipas-2022"] == 33


def test_show_marks_what_nobody_has_read() -> None:
    text = run("show", "sipas-2017").stdout

    assert "hỏi khi tre_hen là 1" in text
    assert "[chưa có nguyên văn]" in text
    assert "hl.1: Nơi ngồi chờ có đủ chỗ ngồi → tiep_can [chưa đối chiếu nguyên văn]" in text


def test_show_as_json_has_every_column() -> None:
    told = json.loads(run("show", "sipas-2017", "--json", "-").stdout)

    columns = {column["code"]: column for column in told["columns"]}
    assert columns["xin_loi"]["when"] == {"column": "tre_hen", "is": ["1"]}
    assert columns["hl.1"]["element"] == "tiep_can"
    assert columns["so_lan_di_lai"]["element"] is None


def test_check_counts_the_wording_that_is_missing() -> None:
    result = run("check", "sipas-2024")

    assert result.exit_code == 0
    assert "86 cột trả lời, 39 mục tính chỉ số" in result.stdout


def test_unknown_questionnaire_is_one_line() -> None:
    result = run("check", "khong-co")

    assert result.exit_code == 2
    assert result.stderr.startswith("Lỗi: Không có phiếu khảo sát “khong-co”; hiện có:")


def test_file_that_is_missing_or_wrong_is_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "sai.yaml"
    wrong.write_text("schema: parindex.questionnaire/1\n", encoding="utf-8")
    letters = tmp_path / "chu.yaml"
    letters.write_bytes(b"id: \xff\n")

    assert run("show", tmp_path / "khong.yaml").exit_code == 2
    assert "không phải UTF-8" in run("show", letters).stderr
    result = run("check", wrong)
    assert result.exit_code == 3
    assert "sai.yaml:1: id" in result.stderr

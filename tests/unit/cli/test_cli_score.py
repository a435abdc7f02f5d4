"""`parindex score` and `parindex catalogue` as people and programs call them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from parindex.cli import app
from parindex.definitions.catalogues import loader

HEADINGS = ("unit", "code", "input", "value")
SMALL = """
schema: parindex.catalogue/1
id: thu
level: commune
year: 2026
title: Bộ thử
status: demonstration
notice: Chỉ để thử.
group: xã
total_points: "100"
item_rounding: {decimals: 2, mode: half_up}
ranking: {grades: [{name: Tốt, from: "80"}, {name: Khá}]}
items:
  - code: "1"
    name: Lĩnh vực
    max_points: "84"
    children:
      - {code: "1.1", name: Điểm, max_points: "83.75", rule: {shape: manual, guidance: hội đồng}}
      - {code: "1.2", name: Tỷ lệ, max_points: "0.25", rule: {shape: proportional, measure: {percent: tỷ lệ}}}
  - {code: "2", name: Riêng, max_points: "16", rule: {shape: manual, guidance: hội đồng}}
"""
ROWS = (
    ("xa-a", "1.1", "points", "68,17"), ("xa-a", "1.2", "percent", "58"), ("xa-a", "2", "points", "n/a"),
    ("xa-b", "1.1", "points", "70"), ("xa-b", "1.2", "percent", ""), ("xa-b", "2", "points", "10"),
    ("xa-c", "1.1", "", "50"), ("xa-c", "1.2", "", "100"), ("xa-c", "2", "", "16"),
)  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "bo.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def csv_file(folder: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    path = folder / "dau-vao.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def xlsx_file(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / "dau-vao.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("đầu vào")
        for number, row in enumerate([HEADINGS, *rows]):
            for column, text in enumerate(row):
                if column == 3 and text.isdigit():
                    sheet.write_number(number, column, int(text))
                else:
                    sheet.write_string(number, column, text)
    return path


def json_file(folder: Path, content: object) -> Path:
    path = folder / "dau-vao.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def json_rows(rows: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    """Return rows as programs write them: numbers as numbers, unknown as null."""
    made: list[dict[str, object]] = []
    for row in rows:
        value: Any = row[3].replace(",", ".")
        value = None if value == "" else value if value == "n/a" else float(value)
        made.append(dict(zip(HEADINGS, (*row[:3], value), strict=True)))
    return made


def score(catalogue: object, inputs: Path) -> Any:
    result = run("score", "--catalogue", catalogue, "--inputs", inputs, "--json", "-")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_score_prints_the_agreed_keys_and_exact_values(small: Path, tmp_path: Path) -> None:
    units = score(small, csv_file(tmp_path, ROWS))["units"]

    first, second, third = units
    keys = {"unit", "group", "points", "applicable_max", "index", "low", "high", "rank", "items"}
    assert set(first) == keys
    assert first["items"][2] == {
        "code": "1.2",
        "points": "0.15",
        "points_exact": "29/200",
        "status": "scored",
        "sentence": "Tỷ lệ là 58%; 58% / 100% × 0,25 = 0,145 điểm: được 0,15/0,25 điểm.",
    }
    assert {name: first[name] for name in keys - {"items"}} == {
        "unit": "xa-a", "group": "xã", "points": "68.32", "applicable_max": "84", "index": "81.33",
        "low": "68.32", "high": "68.32", "rank": 1,
    }  # fmt: skip
    assert [item["status"] for item in first["items"]] == ["scored", "scored", "scored", "not_applicable"]
    assert (second["points"], second["index"], second["rank"]) == (None, None, None)
    assert (second["low"], second["high"], second["applicable_max"]) == ("80", "80.25", "100")
    assert [item["status"] for item in second["items"]] == ["unknown", "scored", "unknown", "scored"]
    assert (third["points"], third["index"], third["rank"]) == ("66.25", "66.25", 2)


def test_without_trace_the_figures_are_the_same(small: Path, tmp_path: Path) -> None:
    inputs = csv_file(tmp_path, ROWS)
    traced = score(small, inputs)

    bare = run("score", "--catalogue", small, "--inputs", inputs, "--no-trace", "--json", "-")

    for unit in traced["units"]:
        for item in unit["items"]:
            item |= {"points_exact": None, "sentence": None}
    assert json.loads(bare.stdout) == traced


def test_without_trace_a_unit_is_one_line(small: Path, tmp_path: Path) -> None:
    inputs = csv_file(tmp_path, ROWS)

    traced, bare = (run("score", "--catalogue", small, "--inputs", inputs, *more) for more in ((), ("--no-trace",)))

    totals = [line for line in traced.stdout.splitlines() if line.startswith("xa-")]
    assert len(totals) == 3
    assert [line for line in bare.stdout.splitlines() if line.startswith("xa-")] == totals
    assert "1.1:" in traced.stdout
    assert "1.1:" not in bare.stdout


def test_without_trace_points_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bo.yaml"
    path.write_text(SMALL.replace('"84"', '"840000000000000000"'), encoding="utf-8")

    result = run("score", "--catalogue", path, "--inputs", csv_file(tmp_path, ROWS), "--no-trace")

    assert result.exit_code == 3
    assert "quá lớn để chấm hàng loạt" in result.output


def test_every_kind_of_file_gives_the_same(small: Path, tmp_path: Path) -> None:
    expected = score(small, csv_file(tmp_path, ROWS))

    assert score(small, xlsx_file(tmp_path, ROWS)) == expected
    assert score(small, json_file(tmp_path, json_rows(ROWS))) == expected
    assert score(small, json_file(tmp_path, {"rows": json_rows(ROWS)})) == expected


def test_numbers_of_json_are_read_as_written(small: Path, tmp_path: Path) -> None:
    rows = [{"unit": "a", "code": "1.1", "input": "points", "value": 1.234}]

    unit = score(small, json_file(tmp_path, rows))["units"][0]

    assert unit["items"][1]["points_exact"] == "617/500"


def test_groups_are_ranked_apart(small: Path, tmp_path: Path) -> None:
    rows = [(*row, "phường" if row[0] == "xa-c" else "xã") for row in ROWS]

    units = score(small, csv_file(tmp_path, rows, (*HEADINGS, "group")))["units"]

    assert [(unit["group"], unit["rank"]) for unit in units] == [("xã", 1), ("xã", None), ("phường", 1)]


def test_score_for_people_says_what_the_catalogue_is(small: Path, tmp_path: Path) -> None:
    result = run("score", "--catalogue", small, "--inputs", csv_file(tmp_path, ROWS))

    assert result.stdout.startswith("Bộ thử\n[MINH HỌA, không phải văn bản của cơ quan nào]\nChỉ để thử.\n")
    assert "xa-a (xã): 68,32/84 điểm, chỉ số 81,33, hạng 1, loại Tốt" in result.stdout
    assert "xa-b (xã): từ 80 đến 80,25 trên 100 điểm, chưa xếp hạng" in result.stdout
    assert "Làm tròn: 0,145 làm tròn thành 0,15" in result.stdout
    assert result.stdout.rstrip().endswith("đồng hạng và bỏ qua các hạng kế tiếp.")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_mistake_has_row_and_column_and_nothing_is_scored(kind: str, small: Path, tmp_path: Path) -> None:
    rows = [*ROWS, ("xa-d", "1.9", "points", "1"), ("xa-d", "1.1", "points", "1.234"), ROWS[0]]
    inputs = csv_file(tmp_path, rows) if kind == "csv" else xlsx_file(tmp_path, rows)

    result = run("score", "--catalogue", small, "--inputs", inputs, "--json", "-")

    assert (result.exit_code, result.stdout) == (3, "")
    lines = result.stderr.splitlines()
    assert lines[0] == "Lỗi: Dòng 11, cột code: bộ tiêu chí không có mã “1.9”."
    assert lines[1].startswith("Lỗi: Dòng 12, cột value: “1.234” có thể hiểu hai cách")
    assert lines[2] == "Lỗi: Dòng 13, cột input: đã có giá trị ở dòng 2."
    assert lines[3] == "Lỗi: 3 chỗ sai; không chấm đơn vị nào."


@pytest.mark.parametrize(
    ("name", "content", "exit_code", "words"),
    [
        ("a.csv", "unit,code\nxa-a,1.1\n", 3, "Thiếu cột input, value"),
        ("a.json", "{", 3, "không phải JSON"),
        ("a.json", "[]", 3, "danh sách các dòng"),
        ("a.json", '[{"unit": "a", "code": "1.1", "input": "points"}]', 3, "Thiếu cột value"),
        ("a.json", '[{"unit": "a", "code": "1.1", "input": "points", "value": true}]', 3, "Dòng 1, cột value"),
        ("a.csv", "", 3, "rỗng"),
    ],
)
def test_file_that_is_no_table_of_inputs(
    name: str, content: str, exit_code: int, words: str, small: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    result = run("score", "--catalogue", small, "--inputs", path, "--json", "-")

    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert words in result.stderr


def test_missing_files_and_ids_are_told(small: Path, tmp_path: Path) -> None:
    inputs = csv_file(tmp_path, ROWS)

    assert run("score", "--catalogue", "khong-co", "--inputs", inputs).exit_code == 2
    assert "không tìm thấy" in run("score", "--catalogue", small, "--inputs", tmp_path / "x.csv").stderr
    assert "không tìm thấy" in run("score", "--catalogue", tmp_path / "x.yaml", "--inputs", inputs).stderr


@pytest.mark.parametrize("catalogue_id", ["commune-2026-demonstration", "department-2026-demonstration"])
def test_demonstration_scores_a_whole_unit(catalogue_id: str, tmp_path: Path) -> None:
    catalogue = loader.load_catalogue(catalogue_id)
    rows = []
    for _, item in catalogue.walk():
        best = next((case for case in item.cases if case.points == item.max_points), None)
        if best is not None and item.effect != "penalty":
            rows += [("Xã Ví Dụ", item.code, name, value) for name, value in best.given.items()]
    if catalogue_id.startswith("commune"):
        rows.append(("Xã Ví Dụ", "P.1", "days", "0"))

    unit = score(catalogue_id, csv_file(tmp_path, rows))["units"][0]

    assert (unit["points"], unit["applicable_max"], unit["index"], unit["rank"]) == ("100", "100", "100", 1)


def test_province_has_points_that_stay_unknown(tmp_path: Path) -> None:
    unit = score("province-2022-876-qd-bnv", csv_file(tmp_path, [("Tỉnh Ví Dụ", "1.1", "", "n/a")]))["units"][0]

    assert (unit["points"], unit["applicable_max"], unit["rank"]) == (None, None, None)
    assert {item["status"] for item in unit["items"]} == {"no_rule", "not_applicable"}


def test_catalogue_list_and_show_say_what_is_known() -> None:
    listed = json.loads(run("catalogue", "list", "--json", "-").stdout)["catalogues"]
    shown = json.loads(run("catalogue", "show", "province-2022-876-qd-bnv", "--json", "-").stdout)
    text = run("catalogue", "show", "province-2022-876-qd-bnv").stdout

    assert {one["status"] for one in listed} == {"demonstration", "reconstruction"}
    assert [part["max_points"] for part in shown["parts"]] == ["61.5", "22", "10", "6.5"]
    assert [item["max_points"] for item in shown["items"] if item["depth"] == 0] == [None] * 7 + ["16.5"]
    assert "1.3 (chưa rõ tên) — không rõ [thiếu]" in text
    assert "DỰNG LẠI, không phải bản chính thức" in text


def test_catalogue_show_says_each_rule_as_a_sentence(small: Path) -> None:
    items = json.loads(run("catalogue", "show", small, "--json", "-").stdout)["items"]

    assert items[2]["sentence"] == "Tỷ lệ: điểm = tỷ lệ / 100% × 0,25, đạt 100% được 0,25 điểm."
    assert items[0]["sentence"] == "Cộng điểm các mục con."


def test_catalogue_check_fails_on_a_wrong_sum(small: Path) -> None:
    good = run("catalogue", "check", small)
    small.write_text(SMALL.replace('"100"', '"99"'), encoding="utf-8")

    bad = run("catalogue", "check", small, "--json", "-")

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "thu: 0 điều sai." in good.stdout
    assert [problem["code"] for problem in json.loads(bad.stdout)["problems"]] == ["catalogue.sum"]


def test_catalogue_check_names_the_line_of_a_bad_file(small: Path) -> None:
    small.write_text(SMALL.replace("title: Bộ thử", "titel: Bộ thử"), encoding="utf-8")

    result = run("catalogue", "check", small)

    assert result.exit_code == 3
    assert "bo.yaml:" in result.stderr


def test_catalogue_diff_names_what_changed(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "khac.yaml"
    other.write_text(SMALL.replace("name: Riêng", "name: Chung"), encoding="utf-8")

    result = run("catalogue", "diff", small, other)
    content = json.loads(run("catalogue", "diff", small, other, "--json", "-").stdout)

    assert "name: Riêng → Chung" in result.stdout
    assert content["items"] == [
        {
            "code": "2",
            "change": "changed",
            "name": "Chung",
            "fields": [{"field": "name", "before": "Riêng", "after": "Chung"}],
        }
    ]
    assert content["same_count"] == 3

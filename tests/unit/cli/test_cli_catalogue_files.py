"""`parindex catalogue import` and `export` as people and programs call them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app
from parindex.definitions.catalogues import loader

ANNEX = """BỘ TIÊU CHÍ XÃ THỬ NGHIỆM
(Kèm theo Quyết định số 9901/QĐ-UBND ngày 05/01/2026 của UBND tỉnh Sông Mây)

STT\tTiêu chí\tĐiểm tối đa\tCách chấm
1\tChỉ đạo\t3\t
1.1\tKế hoạch\t1\tKịp thời: 1; không kịp thời: 0,5; không ban hành: 0
1.2\tBáo cáo\t2\tTrừ 0,5 điểm cho mỗi báo cáo chậm
\tTổng cộng\tTOTAL\t
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["catalogue", *map(str, arguments)])


@pytest.fixture
def annex(tmp_path):
    path = tmp_path / "phu-luc.txt"
    path.write_text(ANNEX.replace("TOTAL", "3"), encoding="utf-8")
    return path


def test_import_writes_yaml_that_loads_and_says_what_was_read(annex, tmp_path):
    target = tmp_path / "bo.yaml"

    result = run("import", annex, "--level", "commune", "--year", 2026, "--yaml", target, "--id", "xa-thu")

    assert result.exit_code == 0, result.output
    catalogue = loader.read_catalogue(target.read_text(encoding="utf-8"), source="x")
    assert catalogue.id == "xa-thu"
    assert [item.rule.shape for _, item in catalogue.walk() if item.rule] == ["levels", "deduct_per"]
    assert "ĐỀ XUẤT" in result.stdout
    assert "3 mục, 2 mục chấm điểm: 2 chắc" in result.stdout


def test_import_writes_json_alone_on_stdout(annex):
    result = run("import", annex, "--level", "commune", "--year", 2026, "--json", "-")

    value = json.loads(result.stdout)
    assert value["schema"] == "parindex.catalogue-proposal/1"
    assert value["head"]["number"] == "9901/QĐ-UBND"
    assert {item["status"] for item in value["items"]} == {"unverified"}
    assert value["items"][1]["confidence"] == "sure"


def test_import_with_a_wrong_sum_writes_and_ends_with_one(annex, tmp_path):
    annex.write_text(ANNEX.replace("TOTAL", "5"), encoding="utf-8")
    target = tmp_path / "bo.yaml"

    result = run("import", annex, "--level", "commune", "--year", 2026, "--yaml", target)

    assert result.exit_code == 1
    assert target.exists()
    assert "SAI: các phần cộng lại là 3 điểm, khác 5 điểm" in result.stdout


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Thông báo về việc nghỉ lễ của cơ quan.", 5, "không có bảng tiêu chí"),
        ("", 3, "rỗng"),
        (None, 2, "không tìm thấy"),
    ],
)
def test_import_of_something_else_is_refused(tmp_path, text, code, words):
    path = tmp_path / "khac.txt"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    result = run("import", path, "--level", "commune", "--year", 2026, "--yaml", tmp_path / "bo.yaml")

    assert result.exit_code == code
    assert words in result.stderr
    assert not (tmp_path / "bo.yaml").exists()


def test_import_refuses_two_outputs_on_stdout(annex):
    result = run("import", annex, "--level", "commune", "--year", 2026, "--yaml", "-", "--json", "-")

    assert result.exit_code == 2
    assert "Chỉ một" in result.stderr


def test_import_refuses_an_id_that_cannot_be_one(annex, tmp_path):
    target = tmp_path / "bo.yaml"

    result = run("import", annex, "--level", "commune", "--year", 2026, "--yaml", target, "--id", "Xã Thử")

    assert result.exit_code == 3
    assert not target.exists()


@pytest.mark.parametrize("format_", ["xlsx", "docx", "json", "yaml"])
def test_export_writes_each_format(tmp_path, format_):
    target = tmp_path / f"bo.{format_}"

    result = run("export", "commune-2026-demonstration", "--format", format_, "--out", target)

    assert result.exit_code == 0, result.output
    assert target.stat().st_size > 1000
    if format_ == "json":
        assert json.loads(target.read_text(encoding="utf-8"))["id"] == "commune-2026-demonstration"
    if format_ == "yaml":
        assert loader.read_catalogue(target.read_text(encoding="utf-8"), source="x").year == 2026


def test_export_says_why_it_cannot_write(tmp_path):
    result = run("export", "commune-2026-demonstration", "--format", "json", "--out", tmp_path / "không" / "có.json")

    assert result.exit_code == 2
    assert "Không ghi được" in result.stderr


def test_export_of_an_unknown_catalogue_is_refused(tmp_path):
    assert run("export", "khong-co", "--format", "yaml", "--out", tmp_path / "x").exit_code == 2

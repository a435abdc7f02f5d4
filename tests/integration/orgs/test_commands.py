"""`parindex units`: load, import, show."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from parindex.apps.orgs.models import Unit
from parindex.cli.units import app

pytestmark = pytest.mark.django_db
GOOD = "code,parent_code,name,kind\n99,,Tỉnh Sông Mây,Tỉnh\n991,99,Huyện Bến Mơ,Huyện\n"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_load_says_what_it_did_and_the_second_time_nothing() -> None:
    assert run("load", "song-may") == (0, "Thêm 640, cập nhật 0, giữ nguyên 0 đơn vị.\n")
    assert run("load", "song-may") == (0, "Thêm 0, cập nhật 0, giữ nguyên 640 đơn vị.\n")


def test_load_refuses_an_unknown_name() -> None:
    code, output = run("load", "khong-co")

    assert code == 2
    assert "gia-lai, song-may" in output


def test_import_checks_then_writes(tmp_path: Path) -> None:
    file = tmp_path / "đơn vị.csv"
    file.write_text(GOOD, encoding="utf-8")

    checked = run("import", str(file), "--dry-run")
    assert checked == (0, "Kiểm tra xong, chưa ghi. Thêm 2, cập nhật 0, giữ nguyên 0 đơn vị.\n")
    assert not Unit.objects.exists()
    assert run("import", str(file), "--to", "2025-07-01", "--source", "Bản cũ")[0] == 0

    assert set(Unit.objects.values_list("valid_to", "source")) == {(Unit.objects.first().valid_to, "Bản cũ")}
    assert str(Unit.objects.first().valid_to) == "2025-07-01"


def test_import_names_row_and_column_of_each_mistake(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD + "992,99,,Huyện\n993,98,Huyện B,Huyện\n", encoding="utf-8")

    code, output = run("import", str(file))

    assert code == 3
    assert "Dòng 4, cột name: Thiếu tên đơn vị." in output
    assert "Dòng 5, cột parent_code" in output
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    "arguments", [("import", "khong-co.csv"), ("show", "--on", "hôm nay"), ("show", "--under", "x")]
)
def test_wrong_use_is_one_line_and_an_exit_code(arguments: tuple[str, ...]) -> None:
    code, output = run(*arguments)

    assert code in {1, 2}
    assert output.startswith("Lỗi: ")
    assert output.count("\n") == 1


def test_show_prints_the_tree_of_a_day() -> None:
    run("load", "song-may")

    code, output = run("show", "--on", "2024-03-01", "--under", "sm-huyen-dao-suong")

    lines = output.splitlines()
    assert code == 0
    assert lines[0] == "Huyện Đảo Sương  [sm-huyen-dao-suong]"
    assert "  Xã Vịnh Sương  [sm-xa-vinh-suong-cu]" in lines
    assert "    Công an  [sm-xa-vinh-suong-cu-cong-an]" in lines
    assert lines[-1] == f"{len(lines) - 1} đơn vị."
    assert run("show", "--on", "2026-03-01", "--under", "sm-huyen-dao-suong")[1] == "0 đơn vị.\n"

"""`parindex plan export` and `parindex plan diff`: files written, what is told, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
COMMUNE = EXAMPLES / "xa-suoi-vang-2026.txt"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["plan", *map(str, words)])


@pytest.mark.parametrize(("file_format", "opening"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_export_writes_a_file_of_the_format(tmp_path: Path, file_format: str, opening: bytes) -> None:
    out = tmp_path / f"ke hoach.{file_format}"

    result = run("export", COMMUNE, "--format", file_format, "--out", out)

    assert result.exit_code == 0
    assert out.read_bytes().startswith(opening)


def test_exported_document_does_not_differ_from_its_source(tmp_path: Path) -> None:
    out = tmp_path / "xuat.docx"
    run("export", COMMUNE, "--out", out)

    result = run("diff", COMMUNE, out, "--json", "-")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["schema"] == "parindex.plan-difference/1"
    assert told["same"] is True
    assert told["items"] == []


def test_edited_agency_is_told_item_by_item(tmp_path: Path) -> None:
    edited = tmp_path / "sua.txt"
    text = COMMUNE.read_text(encoding="utf-8")
    edited.write_text(text.replace("- Chủ trì: Phòng Kinh tế.", "- Chủ trì: Phòng Văn hóa."), encoding="utf-8")

    told = json.loads(run("diff", COMMUNE, edited, "--json", "-").stdout)
    spoken = run("diff", COMMUNE, edited).stdout

    (item,) = told["items"]
    assert item["change"] == "changed"
    assert item["fields"] == [{"field": "lead", "before": ["Phòng Kinh tế"], "after": ["Phòng Văn hóa"]}]
    assert "Sửa body/1.5" in spoken
    assert "+ Phòng Văn hóa" in spoken


def test_file_that_is_no_plan_ends_with_its_own_code(tmp_path: Path) -> None:
    bad = tmp_path / "rong.txt"
    bad.write_text("không có gì", encoding="utf-8")

    result = run("export", bad, "--out", tmp_path / "x.docx")

    assert result.exit_code not in (0, 1)
    assert not (tmp_path / "x.docx").exists()


def test_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    result = run("export", COMMUNE, "--out", tmp_path / "khong-co" / "x.docx")

    assert result.exit_code == 2

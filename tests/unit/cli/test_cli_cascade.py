"""`parindex plan cascade`: drafts on the screen and in files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app
from parindex.cli.plan_cascade import NOTICE

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "tinh-song-may-2026.docx"


def run(*arguments: str) -> Result:
    """Cascade the example plan to a commune of the fictional province."""
    return CliRunner().invoke(
        app, ["plan", "cascade", str(EXAMPLE), "--unit", "sm-xa-suoi-vang", "--dataset", "song-may", *arguments]
    )


def test_summary_says_that_it_is_a_draft_and_what_waits() -> None:
    result = run()

    assert result.exit_code == 0
    assert result.stdout.startswith("DỰ THẢO cho Xã Suối Vàng")
    assert "do phần mềm lập; không lưu gì" in result.stdout
    assert "mục cần quyết định" in result.stdout
    assert "Hạn ban hành kế hoạch của đơn vị" in result.stdout


def test_json_alone_stands_on_stdout() -> None:
    result = run("--json", "-")

    assert json.loads(result.stdout)["unit"]["regime"] == "commune_two_tier"


def test_paper_is_the_same_each_time_says_what_it_is_and_is_read_back(tmp_path: Path) -> None:
    first, second = tmp_path / "mot.docx", tmp_path / "hai.docx"
    run("--docx", str(first))
    run("--docx", str(second))

    assert first.read_bytes() == second.read_bytes()
    headers = [line.text for part in docx.Document(str(first)).sections for line in part.header.paragraphs]
    assert any(NOTICE in text for text in headers)
    assert CliRunner().invoke(app, ["plan", "import", str(first)]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--unit", "khong-co"), "không có mã"),
        (("--on", "mai"), "YYYY-MM-DD"),
        (("--on", "2023-01-01"), "không tồn tại"),
        (("--dataset", "khong-co"), "Không có bộ dữ liệu"),
        (("--catalogue", "khong-co"), "khong-co"),
        (("--level", "commune"), "cấp"),
    ],
)
def test_wrong_wishes_are_refused(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert words in result.stderr


def test_missing_file_is_refused(tmp_path: Path) -> None:
    arguments = ["plan", "cascade", str(tmp_path / "x.txt"), "--unit", "sm-xa-suoi-vang", "--dataset", "song-may"]

    assert CliRunner().invoke(app, arguments).exit_code == 2

"""`parindex plan lint`: JSON, SARIF, text, exit codes and what happens with bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app
from parindex.definitions.lint.loader import load_rule_book

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CLEAN = EXAMPLES / "xa-suoi-vang-2026.txt"
SEVERITIES = {"error", "warning", "info"}


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["plan", "lint", *map(str, words)])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Write the plan of the commune without one lead and with its number left blank."""
    text = CLEAN.read_text(encoding="utf-8")
    path = tmp_path / "xã Suối Vàng.txt"
    path.write_text(
        text.replace("- Chủ trì: Phòng Kinh tế.\n", "").replace("45/KH-UBND", "    /KH-UBND"), encoding="utf-8"
    )
    return path


def test_json_holds_the_promised_keys(faulty: Path) -> None:
    result = run(faulty, "--json", "-")

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {"code", "severity", "message", "item", "line", "text", "fix"} <= set(told["findings"][0])
    found = {(entry["code"], entry["item"]): entry for entry in told["findings"]}
    lines = faulty.read_text(encoding="utf-8").splitlines()
    assert "/KH-UBND" in lines[found["blank_number_or_date", None]["line"] - 1]
    assert found["no_lead", "body/1.5"]["severity"] == "error"
    assert told["summary"]["error"] == sum(entry["severity"] == "error" for entry in told["findings"])


def test_plan_without_errors_exits_with_zero() -> None:
    result = run(CLEAN, "--json", "-")

    assert result.exit_code == 0
    assert {entry["severity"] for entry in json.loads(result.stdout)["findings"]} <= {"warning", "info"}


def test_text_names_line_words_and_mending(faulty: Path) -> None:
    result = run(faulty)

    assert result.exit_code == 1
    assert "LỖI [no_lead] Mục 1.5 có đơn vị phối hợp" in result.stdout
    assert "→ Chọn một đơn vị" in result.stdout
    assert "dòng 3  Cảnh báo [blank_number_or_date]" in result.stdout


@pytest.mark.parametrize("name", ["tinh-song-may-2026.docx", "tinh-song-may-2026.pdf"])
def test_files_without_lines_give_pages_or_blocks(name: str) -> None:
    told = json.loads(run(EXAMPLES / name, "--json", "-").stdout)["findings"]

    assert told
    assert all(entry["line"] is None and "block" in entry for entry in told)
    assert all(("page" in entry) == name.endswith("pdf") for entry in told)


def check_sarif(log: dict[str, Any]) -> None:
    """Check what SARIF 2.1.0 demands of the parts that are written."""
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    for part in log["runs"]:
        driver = part["tool"]["driver"]
        assert driver["name"]
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(ids) == len(set(ids))
        assert all(rule["defaultConfiguration"]["level"] in {"error", "warning", "note"} for rule in driver["rules"])
        for result in part["results"]:
            assert ids[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in {"error", "warning", "note", "none"}
            assert result["message"]["text"]
            physical = result["locations"][0]["physicalLocation"]
            assert " " not in physical["artifactLocation"]["uri"]
            region = physical.get("region")
            assert region is None or (isinstance(region["startLine"], int) and region["startLine"] >= 1)


def test_sarif_is_valid_and_tells_the_same(faulty: Path, tmp_path: Path) -> None:
    target = tmp_path / "kiem-tra.sarif"

    told = json.loads(run(faulty, "--json", "-", "--sarif", target).stdout)
    log = json.loads(target.read_text(encoding="utf-8"))

    check_sarif(log)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [entry["code"] for entry in told["findings"]]
    assert len(log["runs"][0]["tool"]["driver"]["rules"]) == len(load_rule_book().rules)


def test_two_targets_cannot_share_stdout(faulty: Path) -> None:
    result = run(faulty, "--json", "-", "--sarif", "-")

    assert result.exit_code == 2
    assert "Chỉ một" in result.stderr


def test_level_year_catalogue_and_losses_are_heeded(tmp_path: Path) -> None:
    losses = tmp_path / "mat-diem.csv"
    losses.write_text("code,points\n1.3.2,0.5\n9.1,1\n", encoding="utf-8")

    told = json.loads(
        run(
            EXAMPLES / "tinh-song-may-2026.docx",
            *("--json", "-", "--losses", losses, "--level", "commune", "--year", "2024"),
            *("--catalogue", "commune-2026-demonstration"),
        ).stdout
    )["findings"]

    codes = [entry["code"] for entry in told]
    assert [entry["text"] for entry in told if entry["code"] == "missing_loss"] == ["9.1"]
    assert "unknown_code" in codes
    assert "wrong_level_agency" in codes


def test_deadlines_before_today_are_past_in_a_draft(tmp_path: Path) -> None:
    draft = tmp_path / "du-thao.txt"
    text = CLEAN.read_text(encoding="utf-8").replace("ngày 25 tháng 03 năm 2026", "ngày    tháng    năm 2026")
    draft.write_text(text, encoding="utf-8")

    told = json.loads(run(draft, "--json", "-", "--today", "2026-06-01").stdout)["findings"]

    assert [entry["item"] for entry in told if entry["code"] == "past_deadline"] == ["body/1.4"]


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("--catalogue", "khong-co"), 2),
        (("--losses", "khong-co.csv"), 2),
        (("--today", "hôm nay"), 2),
        (("--level", "làng"), 2),
        (("--json", "khong-co/ke-hoach.json"), 2),
    ],
)
def test_wrong_use_is_told(words: tuple[str, ...], exit_code: int) -> None:
    assert run(CLEAN, *words).exit_code == exit_code


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"PK\x03\x04 broken", "Không phải kế hoạch. ".encode() * 60])
def test_unreadable_file_exits_as_import_does(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hong.docx"
    path.write_bytes(content)

    linted = run(path)
    imported = CliRunner().invoke(app, ["plan", "import", str(path)])

    assert linted.exit_code == imported.exit_code >= 2


def test_losses_without_codes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mat-diem.csv"
    path.write_text("tên,điểm\nTuyên truyền,0.5\n", encoding="utf-8")

    result = run(CLEAN, "--losses", path)

    assert result.exit_code == 2
    assert "không có mã tiêu chí" in result.stderr


def test_one_bad_file_does_not_hide_the_others(faulty: Path, tmp_path: Path) -> None:
    bad = tmp_path / "trong.txt"
    bad.write_bytes(b"")

    result = run(bad, faulty, "--json", "-")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["files"] == [faulty.name]
    assert "Lỗi:" in result.stderr


def test_words_on_a_later_line_of_a_paragraph_have_that_line(tmp_path: Path) -> None:
    path = tmp_path / "nhieu-dong.txt"
    text = CLEAN.read_text(encoding="utf-8").replace("sắp xếp.", "sắp xếp\ncủa các trụ sở cũ, phù họp với quy hoạch.")
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8")

    told = json.loads(run(path, "--json", "-").stdout)["findings"]

    found = next(entry for entry in told if entry["text"] == "phù họp")
    assert "phù họp" in text.splitlines()[found["line"] - 1]

"""`parindex calendar` as people and programs call it."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from parindex.cli import app


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["calendar", *arguments])


def _due(*more: str, received: str = "2025-04-25T15:30", amount: str = "5", unit: str = "working_day") -> Result:
    return _run("due", "--received", received, "--amount", amount, "--unit", unit, *more)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([], "2025-05-06T17:00:00+07:00"),
        (["--first-day", "next"], "2025-05-06T17:00:00+07:00"),
        (["--first-day", "receipt"], "2025-05-05T17:00:00+07:00"),
        (["--cutoff", "15:00"], "2025-05-07T17:00:00+07:00"),
    ],
)
def test_due_json_is_alone_on_stdout(more: Sequence[str], expected: str) -> None:
    result = _due(*more, "--json", "-")

    content = json.loads(result.stdout)
    assert result.exit_code == 0
    assert content["due_at"] == expected
    assert content["due_on"] == expected[:10]
    assert {"code", "text", "date", "source"} == set(content["steps"][0])
    assert len(content["assumptions"]) == 4


def test_due_for_people_explains_swaps_and_assumptions() -> None:
    result = _due()

    assert result.stdout.startswith("Hạn: 17:00 thứ Ba 06/05/2025\n")
    assert "làm bù cho thứ Sáu 02/05/2025" in result.stdout
    assert "Nguồn: " in result.stdout
    assert "Giả định:" in result.stdout


def test_due_reads_a_moment_of_another_zone_as_vietnamese_time() -> None:
    result = _due("--json", "-", received="2025-04-25T08:30+00:00", amount="1", unit="hour")

    assert json.loads(result.stdout)["due_at"] == "2025-04-25T16:30:00+07:00"


def test_due_writes_json_to_a_file_and_refuses_a_folder(tmp_path: Path) -> None:
    target = tmp_path / "hạn.json"

    assert _due("--json", str(target)).stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["due_on"] == "2025-05-06"
    refused = _due("--json", str(tmp_path))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Không ghi được tệp" in refused.stderr


@pytest.mark.parametrize(
    ("changes", "more", "fragment"),
    [
        ({"received": "2031-01-02T09:00"}, [], "chưa có năm 2031"),
        ({"received": "2026-12-31T09:00"}, [], "chưa có năm 2027"),
        ({"received": "hôm nay"}, [], "Không hiểu thời điểm"),
        ({"amount": "0"}, [], "từ 1 trở lên"),
        ({}, ["--cutoff", "3 giờ"], "Không hiểu giờ"),
    ],
)
def test_due_refuses_in_one_line_with_exit_code_2(changes: dict[str, str], more: list[str], fragment: str) -> None:
    result = _due(*more, "--json", "-", **changes)

    assert (result.exit_code, result.stdout) == (2, "")
    assert fragment in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("day", "is_working_day", "kind"),
    [
        ("2025-05-02", False, "swap_off"),
        ("2026-01-10", True, "swap_work"),
        ("2023-12-31", False, "weekend"),
        ("2023-12-29", True, "working_day"),
    ],
)
def test_check_json(day: str, is_working_day: bool, kind: str) -> None:
    content = json.loads(_run("check", day, "--json", "-").stdout)

    assert (content["is_working_day"], content["kind"]) == (is_working_day, kind)
    assert content["name"]
    assert content["source"]


def test_check_for_people_names_the_reason_the_source_and_what_is_not_applied() -> None:
    assert _run("check", "2025-05-02").stdout.startswith(
        "Thứ Sáu 02/05/2025 là ngày nghỉ: nghỉ hoán đổi với thứ Bảy 26/04/2025.\nNguồn: "
    )
    assert "Lưu ý: Ngày Văn hóa Việt Nam: chưa áp dụng" in _run("check", "2026-11-24").stdout


@pytest.mark.parametrize(("day", "fragment"), [("2020-01-01", "chưa có năm 2020"), ("mai", "Không hiểu ngày")])
def test_check_refuses(day: str, fragment: str) -> None:
    result = _run("check", day)

    assert (result.exit_code, result.stdout) == (2, "")
    assert fragment in result.stderr


def test_output_is_utf8_whatever_the_terminal_says() -> None:
    # Not LC_ALL=C: there Python itself does not start from a folder with Vietnamese letters.
    environment = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "parindex", "calendar", "check", "2025-05-02"]

    done = subprocess.run(command, capture_output=True, check=True, env=environment)

    assert done.stdout.decode("utf-8").startswith("Thứ Sáu 02/05/2025 là ngày nghỉ")


def test_command_line_starts_without_django_or_document_libraries() -> None:
    heavy = ("django", "docx", "pypdfium2", "pdfplumber", "lxml", "xlsxwriter", "holidays")
    program = f"import sys, parindex.cli; print([name for name in {heavy!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

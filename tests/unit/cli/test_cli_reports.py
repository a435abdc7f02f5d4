"""`parindex report`: regimes and explained deadlines without a database."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from parindex.cli import app

RUN = CliRunner()


def test_regimes_name_their_sources_and_how_far_they_are_known() -> None:
    told = RUN.invoke(app, ["report", "regimes"]).output
    rows = json.loads(RUN.invoke(app, ["report", "regimes", "--json", "-"]).output)

    assert "581/BNV-CCHC" in told
    assert "chưa có văn bản" in told
    assert [row["code"] for row in rows] == ["cchc", "monthly", "adhoc"]
    assert rows[0]["levels"][0]["to"] == "Bộ Nội vụ"


def test_due_explains_its_day() -> None:
    call = ["report", "due", "--report", "quarter_3", "--year", "2026", "--before", "2"]

    told = RUN.invoke(app, call).output
    found = json.loads(RUN.invoke(app, [*call, "--json", "-"]).output)

    assert "Hạn gửi: 17/09/2026" in told
    assert (found["from"], found["until"], found["due_on"]) == ("2026-06-15", "2026-09-15", "2026-09-17")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--report", "quarter_2"], "quarter_2"),
        (["--regime", "monthly", "--report", "month_07"], "--due-on"),
        (["--regime", "monthly", "--report", "month_07", "--due-on", "20/8"], "20/8"),
        (["--regime", "khac", "--report", "year"], "khac"),
        (["--regime", "monthly", "--report", "month_13", "--due-on", "2026-08-20"], "month_13"),
    ],
)
def test_what_is_not_known_is_refused(args: list[str], words: str) -> None:
    result = RUN.invoke(app, ["report", "due", "--year", "2026", *args])

    assert result.exit_code == 2
    assert words in result.output


def test_monthly_report_takes_the_day_of_the_place() -> None:
    args = ["--regime", "monthly", "--report", "month_07", "--year", "2026", "--due-on", "2026-07-20"]

    told = RUN.invoke(app, ["report", "due", *args]).output

    assert "từ 15/06/2026 đến hết 14/07/2026" in told

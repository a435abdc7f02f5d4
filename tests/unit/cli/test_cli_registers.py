"""`parindex register`: definitions without a database."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from parindex.cli import app

RUN = CliRunner()
SHIPPED = Path(__file__).resolve().parents[3] / "src" / "parindex" / "definitions" / "registers"


def test_list_names_registers_with_their_indicators_and_certainty() -> None:
    told = RUN.invoke(app, ["register", "list"]).output
    rows = {row["id"]: row for row in json.loads(RUN.invoke(app, ["register", "list", "--json", "-"]).output)}

    assert "kien-nghi-kiem-tra.ty_le_khac_phuc" in told
    assert "chưa đối chiếu nguyên văn" in told
    assert rows["giai-ngan"]["indicators"][0]["criteria"] == ["6.1.1"]


def test_check_reads_the_rules_back_as_words() -> None:
    told = RUN.invoke(app, ["register", "check", str(SHIPPED / "cong-bo-tthc.yaml")])

    assert told.exit_code == 0
    assert "05 ngày làm việc hoặc ngày trước ngày văn bản có hiệu lực" in told.output
    assert "mỗi mã thủ tục tính một lần" in told.output


def test_check_tells_file_and_line_of_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "sai.yaml"
    text = (SHIPPED / "giai-ngan.yaml").read_text(encoding="utf-8")
    broken.write_text(text.replace("type: money", "type: float", 1), encoding="utf-8")

    told = RUN.invoke(app, ["register", "check", str(broken)])

    assert told.exit_code == 3
    assert "sai.yaml:" in told.output


def test_what_cannot_be_understood_is_a_mistake_of_use(tmp_path: Path) -> None:
    (tmp_path / "nhi-phan.yaml").write_bytes(b"\xff\xfe")
    calls = [
        ["register", "check", str(tmp_path / "khong-co.yaml")],
        ["register", "check", str(tmp_path / "nhi-phan.yaml")],
        ["register", "export", "giai-ngan", str(tmp_path / "a.pdf")],
        ["register", "indicators", "--year", "2026", "--every", "week"],
        ["register", "indicators", "--year", "2026", "--every", "quarter", "--number", "5"],
    ]

    assert [RUN.invoke(app, call).exit_code for call in calls] == [2] * len(calls)

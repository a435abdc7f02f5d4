"""`parindex plan import --units --json`: which units of a shipped tree the names of a plan are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from parindex.cli import app

PLAN = """ỦY BAN NHÂN DÂN
TỈNH {place}
Số: 12/KH-UBND
Hạ Giang, ngày 10 tháng 3 năm 2026

KẾ HOẠCH
Cải cách hành chính tỉnh năm 2026

II. NHIỆM VỤ
1. Rà soát thủ tục hành chính
Chủ trì: Sở Nội vụ
Phối hợp: các sở, ban, ngành; Hội Những người thích đùa
Thời gian: Quý II/2026
"""
FILLING = "Các cơ quan, đơn vị căn cứ chức năng, nhiệm vụ được giao để tổ chức thực hiện nghiêm túc Kế hoạch này. " * 5


def _agencies(folder: Path, place: str, *options: str) -> Any:
    path = folder / "ke-hoach.txt"
    path.write_text(PLAN.format(place=place) + "\nIII. TỔ CHỨC THỰC HIỆN\n" + FILLING, encoding="utf-8")
    done = CliRunner().invoke(app, ["plan", "import", str(path), "--json", "-", *options])
    assert done.exit_code == 0
    return json.loads(done.stdout).get("agencies")


def test_names_are_resolved_around_the_issuer(tmp_path: Path) -> None:
    (found,) = _agencies(tmp_path, "SÔNG MÂY", "--units")
    leader, group, stranger = found["names"]

    assert (leader["text"], leader["score"]) == ("Sở Nội vụ", 100)
    assert (found["unit"], leader["unit"]) == ("sm-tinh", "sm-snv")
    assert group["unit"] is None
    assert group["group"]["below"] == found["unit"]
    assert group["group"]["count"] > 1
    assert (stranger["unit"], stranger["group"]) == (None, None)


def test_names_of_a_place_that_no_tree_knows_stay_text(tmp_path: Path) -> None:
    (found,) = _agencies(tmp_path, "KHÔNG CÓ THẬT", "--units")

    assert found["unit"] is None
    assert {name["unit"] for name in found["names"]} == {None}


def test_nothing_is_resolved_unless_asked(tmp_path: Path) -> None:
    assert _agencies(tmp_path, "SÔNG MÂY") is None

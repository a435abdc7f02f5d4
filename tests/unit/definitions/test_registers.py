"""Registers that ship with the product, and what the loader refuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from parindex.definitions.registers import loader, schema
from parindex.domain.registers.model import Status

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "src" / "parindex" / "definitions" / "registers").glob("*.yaml"))
PUBLISHED = ROOT / "docs" / "reference" / "parindex.register-1.schema.json"
SMALL = """
schema: parindex.register/1
id: thu
version: "1"
name: Sổ thử
purpose: Để thử
status: unverified
title: ten
date: ngay
fields:
  - {code: ten, name: Tên, type: text, required: "yes"}
  - {code: ngay, name: Ngày, type: date}
  - {code: xong, name: Ngày xong, type: date, not_before: ngay}
  - {code: so, name: Số, type: whole}
  - {code: loai, name: Loại, type: choice, options: [{value: a, name: Loại A}, {value: b, name: Loại B}]}
states:
  - {code: moi, name: Mới}
  - {code: het, name: Hết, closed: "yes"}
moves:
  - {code: dong, name: Đóng, from: [moi], to: het, asks: [xong]}
clocks:
  - code: han
    name: Hạn
    start: ngay
    done: xong
    amount: "5"
    status: verified
    source: Văn bản thử
    readings: [{code: ngay, unit: day, status: verified, source: Văn bản thử}]
indicators:
  - code: ty_le
    name: Tỷ lệ
    percent: "yes"
    status: unverified
    source: Văn bản thử
    date: ngay
    above: {where: [{clock: han, is: [met]}]}
    below: {where: [{field: loai, is: [Loại A]}]}
"""


def test_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema.json_schema()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_fits_the_published_schema_as_any_reader_of_yaml_sees_it(path: Path) -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(published).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_named_after_its_id_and_says_where_its_rules_come_from(path: Path) -> None:
    register = loader.shipped_registers()[path.stem]

    assert register.sources
    assert all(indicator.source for indicator in register.indicators)
    assert register.indicators


def test_what_nobody_read_is_not_called_verified() -> None:
    register = loader.shipped_registers()["cong-bo-tthc"]

    publishing = next(clock for clock in register.clocks if clock.code == "cong_bo")

    assert [reading.status for reading in publishing.readings] == [Status.UNVERIFIED, Status.VERIFIED]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: ten", "title: nothing", "title “nothing” phải là một trường text"),
        ("date: ngay\nfields", "date: so\nfields", "date: “so” phải là một trường date"),
        ("not_before: ngay", "not_before: so", "“so” phải là một trường date"),
        ("code: het,", "code: moi,", "trạng thái “moi” khai hai lần"),
        ("to: het", "to: xa", "không có trạng thái “xa”"),
        ("from: [moi]", "from: [het]", "trạng thái “het” không có bước nào dẫn tới"),
        ("asks: [xong]", "asks: [gi]", "không có trường “gi”"),
        ('amount: "5"', 'amount: "0"', "phải có amount từ 1"),
        ("is: [Loại A]", "is: [Loại C]", "không có trong danh sách"),
        ("is: [met]", "is: [met], reading: khac", "không có cách đọc “khac”"),
        ("{clock: han,", "{clock: khac,", "không có thời hạn “khac”"),
        ("{field: loai, is: [Loại A]}", '{field: loai, at_least: "a"}', "không có thứ tự"),
        ("{field: loai, is: [Loại A]}", '{field: so, at_least: "1", at_most: "2"}', "đúng một phép thử"),
        ("{field: loai, is: [Loại A]}", "{field: ngay, at_most_field: so}", "trường cùng kiểu"),
        ("type: whole", "type: float", "fields.3.type: chỉ nhận"),
        ('required: "yes"', 'required: "yes", colour: red', "khóa lạ"),
        ('required: "yes"', 'required: "yes", personal: "yes"', "không phải dữ liệu cá nhân"),
        ('version: "1"', 'version: "1"\nversion: "2"', "'version' is repeated"),
    ],
)
def test_a_definition_that_leads_nowhere_is_refused_with_its_place(old: str, new: str, expected: str) -> None:
    assert old in SMALL

    with pytest.raises(loader.RegisterDefinitionError, match=r"thu\.yaml") as caught:
        loader.read_register(SMALL.replace(old, new, 1), source="thu.yaml")

    assert expected in caught.value.message


def test_a_register_of_the_place_joins_those_shipped(tmp_path: Path) -> None:
    (tmp_path / "thu.yaml").write_text(SMALL, encoding="utf-8")

    found = loader.load_registers(tmp_path)

    assert found["thu"].name == "Sổ thử"
    assert "giai-ngan" in found
    assert "thu" not in loader.load_registers(tmp_path / "none")


def test_a_broken_file_of_the_place_stops_no_other_register(tmp_path: Path) -> None:
    (tmp_path / "hong.yaml").write_text(SMALL.replace("to: het", "to: xa"), encoding="utf-8")
    (tmp_path / "nhi-phan.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "thu.yaml").write_text(SMALL, encoding="utf-8")

    found = loader.load_registers(tmp_path)

    assert "thu" in found
    assert "giai-ngan" in found
    problems = loader.problems_in(tmp_path)
    assert len(problems) == 2
    assert "hong.yaml" in problems[0]
    assert loader.problems_in(None) == []


def test_the_register_of_the_how_to_can_be_used() -> None:
    page = (ROOT / "docs" / "how-to" / "so-theo-doi.md").read_text(encoding="utf-8")
    text = page.partition("```yaml\n")[2].partition("```")[0]

    register = loader.read_register(text, source="how-to")

    assert [field.code for field in register.public_fields] == ["viec", "ngay_dung"]
    assert register.indicators

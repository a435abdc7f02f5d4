from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from parindex.documents.errors import NotAPlan, TooShort
from parindex.documents.extract import extract_plan, to_json
from parindex.documents.read.txt import read_txt
from parindex.domain.planning.model import Confidence, Item, Plan, Section, UnitLevel
from tests.unit.documents import plan_texts

SCHEMA = Path(__file__).parents[4] / "docs" / "reference" / "parindex.plan-1.schema.json"


def _extract(data: bytes) -> Plan:
    return extract_plan(read_txt(data, name="ke-hoach.txt"))


def _by_number(plan: Plan) -> dict[str | None, Item]:
    return {item.number: item for item in plan.items}


def test_extract_plan_reads_lettered_fields() -> None:
    plan = _extract(plan_texts.plan(plan_texts.LETTERED))

    first = _by_number(plan)["1.1"]
    assert [item.number for item in plan.items] == ["1.1", "1.2"]
    assert first.names == ("Thực hiện kế hoạch CCHC",)
    assert first.section is Section.FIX
    assert first.target_text == "Hoàn thành 100% nhiệm vụ."
    assert first.lead == ("Phòng Nội vụ",)
    assert first.coordinate == ("Phòng Tư pháp",)
    assert first.implement == ("UBND các xã, thị trấn",)
    assert first.deadline_text == "Trong năm 2025."
    assert [action.text for action in first.actions] == ["Phòng Nội vụ theo dõi, đôn đốc.", "Rà soát từng nhiệm vụ."]
    assert [action.actors for action in first.actions] == [("Phòng Nội vụ",), ("Phòng Tư pháp",)]


def test_extract_plan_resolves_a_reference_and_marks_it_to_check() -> None:
    item = _by_number(_extract(plan_texts.plan(plan_texts.LETTERED)))["1.2"]

    assert [action.text for action in item.actions][1:] == ["Phòng Nội vụ theo dõi, đôn đốc.", "Rà soát từng nhiệm vụ."]
    assert item.confidence["actions"] is Confidence.CHECK


def test_extract_plan_says_why_a_field_is_absent() -> None:
    plan = _extract(plan_texts.plan(plan_texts.NAMED))

    item = _by_number(plan)["1"]
    assert item.target_text is None
    assert item.absent["target_text"]
    assert "lead" not in item.absent


def test_extract_plan_reads_items_numbered_after_their_kind() -> None:
    items = _by_number(_extract(plan_texts.plan(plan_texts.NAMED)))

    assert items["1"].names == ("Thực hiện kế hoạch CCHC",)
    assert items["1"].lead == ("Phòng Nội vụ",)
    assert items["1"].coordinate == ("Phòng Tư pháp",)
    assert items["1"].limitations == ("Chưa hoàn thành 02 nhiệm vụ.",)
    assert items["2"].lead == ("Văn phòng HĐND và UBND huyện",)
    assert [action.text for action in items["2"].actions] == ["Hướng dẫn người dân."]


def test_extract_plan_reads_duties_said_in_sentences() -> None:
    items = _by_number(_extract(plan_texts.plan(plan_texts.PROSE)))

    assert items["1"].names == ("Về kiểm tra cải cách hành chính",)
    assert items["1"].lead == ("Phòng Nội vụ",)
    assert items["1"].coordinate == ("Phòng Tư pháp",)
    assert items["1"].deadlines[0].date_ == date(2025, 3, 31)
    assert items["2"].names == ("rà soát văn bản quy phạm pháp luật",)
    assert items["3"].lead == ("Phòng Nội vụ",)
    assert items["3"].confidence["lead"] is Confidence.CHECK


def test_extract_plan_gives_repeated_duties_to_the_line_before_them() -> None:
    plan = _extract(plan_texts.plan(plan_texts.REPEATED))

    assert [(item.names[0], item.lead[0]) for item in plan.items] == [
        ("Nâng cao tỷ lệ hồ sơ trực tuyến", "Văn phòng HĐND và UBND huyện"),
        ("Công khai kịp thời TTHC", "Phòng Tư pháp"),
    ]


def test_extract_plan_reads_the_document() -> None:
    document = _extract(plan_texts.plan(plan_texts.LETTERED)).document

    assert document.number == "88/KH-UBND"
    assert document.date_ == date(2025, 1, 15)
    assert document.issuer == "Ủy ban nhân dân huyện Thanh Giả"
    assert document.parent == "tỉnh Mẫu"
    assert document.unit_level is UnitLevel.DISTRICT
    assert document.plan_year == 2025
    assert document.signer == "Nguyễn Văn Ví Dụ"
    assert document.recipients == ("UBND tỉnh (b/c)", "Lưu: VT")
    assert [citation.number for citation in document.citations if citation.carried_out] == ["10/KH-UBND"]


def test_extract_plan_refuses_what_is_no_plan() -> None:
    with pytest.raises(TooShort):
        _extract("KẾ HOẠCH nhỏ".encode())
    with pytest.raises(NotAPlan):
        _extract(("Thư mời họp lớp cũ, kính mong các bạn đến đông đủ. " * 20).encode())


def test_sources_point_at_the_words_of_the_file() -> None:
    document = read_txt(plan_texts.plan(plan_texts.LETTERED), name="ke-hoach.txt")
    plan = extract_plan(document)

    item = _by_number(plan)["1.1"]
    for field, wanted in (("lead", "Phòng Nội vụ"), ("deadline_text", "Trong năm 2025"), ("names", "kế hoạch CCHC")):
        span = item.sources[field][0]
        assert wanted in document.blocks[span.block].text[span.start : span.end]


def test_to_json_follows_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    bodies = (plan_texts.LETTERED, plan_texts.NAMED, plan_texts.PROSE)
    output = json.loads(json.dumps(to_json([_extract(plan_texts.plan(body)) for body in bodies])))

    jsonschema.validate(output, schema)
    output["items"][0]["section"] = "unknown"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(output, schema)


def test_a_date_broken_by_a_narrow_column_and_a_title_that_begins_like_a_preamble_are_read() -> None:
    head = plan_texts.HEAD.replace("tháng 01 năm 2025", "tháng 01 năm\n2025").replace(
        "Khắc phục hạn chế, nâng cao", "Triển khai nhiệm vụ nâng cao"
    )
    facts = _extract((head + plan_texts.LETTERED + plan_texts.FOOT).encode()).document

    assert facts.date_ == date(2025, 1, 15)
    assert facts.title is not None
    assert facts.title.startswith("Kế hoạch Triển khai nhiệm vụ nâng cao")

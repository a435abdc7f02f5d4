"""Questionnaires that ship with the product, and what the loader refuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from parindex.definitions.questionnaires import loader, schema
from parindex.domain.surveys.questionnaire import Kind, Status

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "src" / "parindex" / "definitions" / "questionnaires").glob("*.yaml"))
PUBLISHED = ROOT / "docs" / "reference" / "parindex.questionnaire-1.schema.json"
ALL = loader.list_questionnaires()
SMALL = """
schema: parindex.questionnaire/1
id: thu
version: "1"
kind: local
title: {vi: Phiếu thử}
years: "2026"
status: verified
scales:
  hl:
    - {value: "0", text: {vi: Không}}
    - {value: "1", text: {vi: Có}, satisfied: "yes"}
parts:
  - code: I
    name: {vi: Phần}
    elements: [{code: I.A, name: {vi: Nhóm}}]
questions:
  - {code: da_den, kind: single, text: {vi: Đã đến?}, status: verified, scale: hl}
  - code: q
    kind: matrix
    text: {vi: Hài lòng?}
    status: verified
    scale: hl
    when: {column: da_den, is: ["1"]}
    rows:
      - {code: "1", text: {vi: Một}, status: verified, element: I.A}
      - {code: "2", text: {vi: Hai}, status: verified}
"""


def test_published_schema_is_the_one_of_the_code() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema.json_schema()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_fits_the_published_schema_as_any_reader_of_yaml_sees_it(path: Path) -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(published).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_is_named_by_its_id(path: Path) -> None:
    assert loader.load_questionnaire(path.stem).id == path.stem


@pytest.mark.parametrize(
    ("questionnaire_id", "kind", "sizes"),
    [
        ("sipas-2022", Kind.SIPAS, [2, 2, 8, 2, 4, 4, 5, 3, 3]),
        ("sipas-2024", Kind.SIPAS, [2, 2, 9, 10, 3, 4, 3, 3, 3]),
        ("quay-2018", Kind.COUNTER, [4]),
    ],
)
def test_items_are_as_many_as_the_form_has(questionnaire_id: str, kind: Kind, sizes: list[int]) -> None:
    questionnaire = loader.load_questionnaire(questionnaire_id)

    assert questionnaire.kind is kind
    assert [len(questionnaire.items_of(element.code)) for element in questionnaire.elements] == sizes


def test_levels_of_the_leaders_survey_are_worth_100_60_20_0() -> None:
    item = loader.load_questionnaire("lanh-dao-2022").items[0]

    assert [(option.value, option.points) for option in item.question.options] == [
        ("A", 100), ("B", 60), ("C", 20), ("D", 0)
    ]  # fmt: skip


@pytest.mark.parametrize("questionnaire", ALL, ids=lambda questionnaire: questionnaire.id)
def test_wording_nobody_has_read_says_so(questionnaire: loader.Questionnaire) -> None:
    assert questionnaire.status is not Status.VERIFIED
    assert questionnaire.notice
    for column in questionnaire.columns.values():
        assert column.status is not Status.VERIFIED, column.code
        if "chưa có nguyên văn" in column.text.vi:
            assert column.status is Status.MISSING, column.code


def test_small_questionnaire_is_read() -> None:
    questionnaire = loader.read_questionnaire(SMALL, source="thu.yaml")

    assert list(questionnaire.columns) == ["da_den", "q.1", "q.2"]
    assert [item.code for item in questionnaire.items] == ["q.1"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("kind: local", "kind: khac", "thu.yaml:5: kind"),
        ("years:", "nam:", "years"),
        ("element: I.A}", "element: I.B}", "không có nhóm “I.B”"),
        ("column: da_den", "column: q.1", "phải dẫn một câu đứng trước"),
        ('is: ["1"]', 'is: ["5"]', "“da_den” không có phương án “5”"),
        ('{code: "2", text', '{code: "1", text', "mã “q.1” xuất hiện hai lần"),
        ('{value: "1", text: {vi: Có}', '{value: "0", text: {vi: Có}', "hai phương án cùng giá trị"),
        ("kind: matrix", "kind: multiple", "chỉ câu ma trận có dòng"),
        (', satisfied: "yes"', "", "ít nhất một phương án satisfied"),
        ("scale: hl}", "scale: la}", "không có thang “la”"),
        ("scale: hl}", "}", "cần ít nhất hai phương án"),
        ("status: verified, element: I.A}", "status: verified}", "nhóm “I.A” không có mục nào"),
        ('years: "2026"', 'years: "2026"\naggregation: mean_score', "cần points"),
    ],
)
def test_contradiction_is_refused(before: str, after: str, message: str) -> None:
    assert before in SMALL

    with pytest.raises(loader.QuestionnaireError) as raised:
        loader.read_questionnaire(SMALL.replace(before, after, 1), source="thu.yaml")

    assert message in raised.value.message


def test_scale_beside_options_is_refused() -> None:
    text = SMALL.replace("scale: hl}", 'scale: hl, options: [{value: "1", text: {vi: Một}}]}', 1)

    with pytest.raises(loader.QuestionnaireError, match="chỉ ghi một trong hai"):
        loader.read_questionnaire(text, source="thu.yaml")


def test_index_of_a_question_with_many_answers_is_refused() -> None:
    text = SMALL.replace("kind: single, text", "kind: multiple, element: I.A, text", 1)

    with pytest.raises(loader.QuestionnaireError, match="một phương án tính được"):
        loader.read_questionnaire(text, source="thu.yaml")


def test_bad_yaml_names_the_line() -> None:
    with pytest.raises(loader.QuestionnaireError, match=r"thu\.yaml:3: key 'id' is repeated"):
        loader.read_questionnaire("schema: x\nid: a\nid: b\n", source="thu.yaml")


def test_unknown_id_tells_which_there_are() -> None:
    with pytest.raises(loader.UnknownQuestionnaire) as raised:
        loader.load_questionnaire("sipas-1999")

    assert "sipas-2024" in raised.value.message


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("kind: matrix\n", f'kind: matrix\n    least: "{"9" * 5000}"\n', "questions.1.least: phải là chuỗi"),
        ('satisfied: "yes"', f'satisfied: "yes", points: "{"9" * 400}"', r"points: .* không quá dài"),
        (
            "  hl:\n",
            "  hl:\n" + "".join(f'    - {{value: "x{n}", text: {{vi: a}}}}\n' for n in range(200)),
            "tối đa 200",
        ),
    ],
)
def test_what_is_too_long_is_refused_before_it_is_built(before: str, after: str, message: str) -> None:
    assert before in SMALL

    with pytest.raises(loader.QuestionnaireError, match=message):
        loader.read_draft(SMALL.replace(before, after), source="thu.yaml")


def test_scale_shared_by_too_many_columns_is_refused() -> None:
    levels = "".join(f'    - {{value: "x{n}", text: {{vi: a}}}}\n' for n in range(198))
    rows = "".join(f"      - {{code: r{n}, text: {{vi: a}}, status: verified}}\n" for n in range(260))

    with pytest.raises(loader.QuestionnaireError, match="hơn 50000 phương án"):
        loader.read_draft(SMALL.replace("  hl:\n", "  hl:\n" + levels) + rows, source="thu.yaml")

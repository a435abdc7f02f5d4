"""The words of annexes and of scoring lines: complete, closed, told apart by their accents where it matters."""

from __future__ import annotations

from importlib import resources

import pytest

from parindex.definitions.labels.catalogue_labels import (
    CatalogueLabelsError,
    ColumnKind,
    build_catalogue_labels,
    load_catalogue_labels,
)
from parindex.definitions.labels.rule_words import RuleWordsError, build_rule_words, load_rule_words
from parindex.domain.scoring.catalogue import Channel, Level


def text_of(name: str) -> str:
    return resources.files("parindex.definitions.labels").joinpath(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("STT", ColumnKind.NUMBER),
        ("Lĩnh vực/Tiêu chí/Tiêu chí thành phần", ColumnKind.NAME),
        ("ĐIỂM TỐI ĐA", ColumnKind.POINTS),
        ("Điểm tự chấm", ColumnKind.SELF),
        ("Điểm Sở Nội vụ thẩm định", ColumnKind.APPRAISED),
        ("Điều tra XHH", ColumnKind.SURVEY),
        ("Cách chấm điểm", ColumnKind.SCORING),
        ("Tài liệu kiểm chứng", ColumnKind.EVIDENCE),
        ("Ghi chú", ColumnKind.NOTE),
        ("Ngày sinh", None),
    ],
)
def test_heading_tells_what_its_column_holds(heading, kind):
    assert load_catalogue_labels().kind_of(heading) is kind


def test_number_of_an_annex_is_not_a_department():
    levels = load_catalogue_labels().levels

    assert levels[Level.DEPARTMENT].search("phụ lục số 01") is None
    assert levels[Level.DEPARTMENT].search("bộ tiêu chí của các sở")


def test_channel_is_read_from_a_cell():
    assert load_catalogue_labels().channel_of("Khảo sát người dân (SIPAS)") is Channel.SIPAS
    assert load_catalogue_labels().channel_of("khác") is None


@pytest.mark.parametrize("wrong", ["columns: 1", "a: b: c", "{}"])
def test_wrong_labels_are_refused(wrong):
    with pytest.raises(CatalogueLabelsError, match="nguon"):
        build_catalogue_labels(wrong, source="nguon")


@pytest.mark.parametrize("wrong", ["{}", "points: []", text_of("rule_words.yaml") + "more: [x]", "points: x"])
def test_wrong_rule_words_are_refused(wrong):
    with pytest.raises(RuleWordsError, match="nguon"):
        build_rule_words(wrong, source="nguon")


def test_empty_list_of_rule_words_is_refused():
    text = text_of("rule_words.yaml").replace("points: [điểm, đ, điểm số]", "points: []")

    with pytest.raises(RuleWordsError, match="points must be a list"):
        build_rule_words(text, source="nguon")


def test_rule_words_keep_accents_apart():
    words = load_rule_words()

    assert words.holds("each", "mỗi sáng kiến")
    assert not words.holds("each", "doanh nghiệp mới")

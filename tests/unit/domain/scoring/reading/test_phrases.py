"""Scoring lines of offices become the rule that they say, and nothing that they do not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.catalogues import loader, proposals
from parindex.definitions.labels.rule_words import load_rule_words
from parindex.domain.scoring.catalogue import Channel, Effect
from parindex.domain.scoring.reading.clauses import ScoringLine
from parindex.domain.scoring.reading.proposal import Certainty, Reading
from parindex.domain.scoring.reading.rules import read_rule
from tests.accuracy.annexes import signature

PHRASES = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8"))
WORDS = load_rule_words()


def read(text: str, *, points: str | None = "2", name: str = "Tiêu chí thử", effect: Effect = Effect.NORMAL) -> Reading:
    maximum = None if points is None else Fraction(points)
    return read_rule(
        [ScoringLine(line) for line in text.split("\n")], name=name, maximum=maximum, words=WORDS, effect=effect
    )


@pytest.mark.parametrize(("points", "text", "expected"), PHRASES, ids=[f"{text[:40]}" for _, text, _ in PHRASES])
def test_phrase_gives_its_rule(points, text, expected):
    found = read(text, points=points)

    assert signature(found.rule) == expected, found.reason
    assert (found.rule is None) == (found.certainty is Certainty.NONE)
    if found.rule is not None:
        proposals.build_rule(found.rule, maximum=Fraction(points))
    else:
        assert found.reason


def test_doubt_is_told_and_wants_a_look():
    found = read("Đạt 100%: 2; từ 80% đến dưới 100%: 1")

    assert found.certainty is Certainty.CHECK
    assert found.reason == "văn bản không nói dưới 80% được mấy điểm, đề xuất 0"


def test_ranges_that_leave_a_gap_say_why_nothing_is_proposed():
    found = read("Từ 90% trở lên: 2; từ 50% đến dưới 70%: 1; dưới 50%: 0")

    assert found.reason == "không nói từ 70% đến 90% được mấy điểm"


def test_words_of_the_lines_are_kept():
    assert read("- Kịp thời: 2\n- Chậm: 1").words == "- Kịp thời: 2\n- Chậm: 1"


@pytest.mark.parametrize(("text", "points"), [("", "2"), ("Đạt: 2; không đạt: 0", None), ("Đạt: 2", "0")])
def test_nothing_is_proposed_without_lines_or_points(text, points):
    found = read(text, points=points)

    assert (found.rule, found.certainty) == (None, Certainty.NONE)
    assert found.reason


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("không phát sinh thì được điểm tối đa", "full"),
        ("không phát sinh thì không tính điểm", "none"),
        ("không phát sinh thì không đánh giá tiêu chí này", "not_applicable"),
        ("còn lại theo hướng dẫn", "unknown"),
    ],
)
def test_what_nothing_to_divide_by_means_is_read(text, policy):
    found = read(f"Tỷ lệ hồ sơ đúng hạn trên tổng số hồ sơ: đạt 100%: 2; dưới 100%: 0; {text}")

    assert found.rule is not None
    measure = found.rule["measure"]
    assert measure == {"numerator": "hồ sơ đúng hạn", "denominator": "hồ sơ", "when_zero": policy}


def test_losing_points_in_a_penalty_field_counts_up():
    found = read("Mỗi ngày chậm trừ 0,5 điểm", effect=Effect.PENALTY)

    assert signature(found.rule) == "count_points 0.5"


@pytest.mark.parametrize(
    ("name", "text", "channel"),
    [
        ("Đánh giá", "Theo kết quả điều tra xã hội học", Channel.LEADERSHIP_SURVEY),
        ("Mức độ hài lòng", "Điểm = tỷ lệ x 2", Channel.SIPAS),
        ("Tăng thu ngân sách", "Đạt: 2; không đạt: 0", Channel.SOCIOECONOMIC),
        ("Mỗi mô hình", "Đạt: 2; không đạt: 0", None),
    ],
)
def test_channel_is_what_the_words_say(name, text, channel):
    assert read(text, name=name).channel is channel


def test_letters_with_other_accents_are_other_words():
    found = read("Mỗi bằng khen của tỉnh được 0,5 điểm")

    assert found.rule is not None
    assert found.rule["counted"][0]["label"] == "bằng khen của tỉnh"


@pytest.mark.parametrize("catalogue_id", ["commune-2026-demonstration", "department-2026-demonstration"])
def test_own_sentences_come_back(catalogue_id):
    for _, item in loader.load_catalogue(catalogue_id).walk():
        if item.rule is None or item.children or item.rule.shape == "function" or item.max_points is None:
            continue

        found = read_rule(
            [ScoringLine(item.sentence)], name=item.name or "", maximum=item.max_points, words=WORDS, effect=item.effect
        )

        assert found.rule is not None, item.sentence
        built = proposals.build_rule(found.rule, maximum=item.max_points)
        assert (built.shape, built.describe(maximum=item.max_points)) == (
            item.rule.shape,
            item.rule.describe(maximum=item.max_points),
        )


PIECES = st.sampled_from(
    [
        *("đạt", "100%", "từ 80%", "đến dưới", "90%", "1", "0,5", "điểm", "mỗi", "trừ", "tỷ lệ", "hạng", "10", "tăng"),
        *("so với năm trước", "không", "tối đa", "“tốt”", "tính", "còn lại", "≥", "a", "b", "là số hồ sơ", "được"),
        *("phiếu khảo sát", "không phát sinh thì", "công thức", "trên", "dưới", *":;/x()[]-=.,\n"),
    ]
)


@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from(["1", "0.5", "10", "3.25"]))
def test_any_words_give_a_rule_that_can_be_built_or_a_reason(text, points):
    found = read(text, points=points)

    if found.rule is None:
        assert found.reason
    else:
        proposals.build_rule(found.rule, maximum=Fraction(points)).describe(maximum=Fraction(points))

"""What holds for every text: no crash, no lost or invented word, no explosion."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.labels import phrases
from parindex.domain.planning import agencies, citations, criteria
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.planning.targets import targets
from parindex.domain.text import folding

LEXICON = phrases.load_lexicon()
PIECES = [
    "Sở", "Sở Nội vụ", "Văn phòng", "UBND", "cấp huyện", "cấp xã", "các", "cơ quan", "đơn vị", "và", ",", ";", "/",
    "(", ")", "100%", "từ", "đến", "80", "%", "trở lên", "tăng", "giảm", "ít nhất", "02", "so với năm 2022", "năm 2023",
    "trong", "quý II", "tháng 6", "ngày", "15/6", "30/6/2023", "hàng", "kể từ", "05 ngày làm việc", "sau khi", "khi",
    "theo kế hoạch", "theo quy định", "Tiêu chí", "thành phần", "“", "”", '"', "TCTP 3.2.1", "Luật", "số 1/KH-UBND",
    "của", "- ", "\n", ":", ".", "không có", "tất cả", "Công chức:", "* ", "và các", "Tài chính", "liên quan",
    "xếp hạng",
]  # fmt: skip
PHRASES = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), PHRASES)


def count_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", folding.normalise(text)))


@given(TEXTS)
def test_no_text_breaks_a_parser(text: str) -> None:
    targets.parse_targets(text, plan_year=2023, lexicon=LEXICON)
    deadlines.parse_deadlines(text, plan_year=2023, lexicon=LEXICON)
    agencies.find_actors(text, lexicon=LEXICON)
    criteria.split_names(text)
    criteria.read_level(text)
    for kind in agencies.LabelKind:
        agencies.read_assignment(text, label_kind=kind, lexicon=LEXICON)


@given(TEXTS)
def test_split_agencies_loses_no_word_and_invents_none(text: str) -> None:
    entries = agencies.split_agencies(text, lexicon=LEXICON)

    before, after = count_words(text), count_words(" ".join(entries))
    dropped = {word.lower() for word in before - after}
    assert dropped <= {"và", "các", "những", *(word.lower() for word in after)}
    assert {word.lower() for word in after} <= {word.lower() for word in before}


@given(TEXTS, st.integers(min_value=0, max_value=10**6))
def test_ranges_of_citations_and_codes_quote_the_text(text: str, offset: int) -> None:
    for found in citations.find_citations(text, base_offset=offset):
        quoted = text[found.start - offset : found.end - offset]
        assert folding.collapse(quoted) == found.citation.text
    code = criteria.read_code(text)
    assert code is None or text[code.start : code.end].strip()


@given(PHRASES)
def test_targets_keep_only_numbers_of_the_text(text: str) -> None:
    for target in targets.parse_targets(text, plan_year=2023, lexicon=LEXICON):
        if target.value and target.value not in (1, 100):
            assert str(target.value) in text.replace("0", "") or str(target.value) in text


HOSTILE = [
    " ", "1", "1.", "1 ", "100% ", "từ 1 đến ", "(", "()", '"', "“a", ", ", "; ", "/", "a/", "1/", "1/2 ", "Sở A, ",
    "Sở, ban, ", "khi ", "Quý I, ", "tháng 1, ", "năm 2023 ", "theo ", " và ", "số ", "Luật a ", "Tiêu chí ", "- ",
    "Kế hoạch số 1/KH-UBND ", ". ", "không có ", "tăng ", "hàng năm ", "6 tháng, ", "của A ", "10% a trở lên ", "a ",
    "Sở A\n", "Công chức: a, b; ", "tăng 1% ", "giao Sở A ", "\u0301", "15/6, ", "điểm a khoản ", "như ", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_end(piece: str) -> None:
    text = (piece * 20_000)[:5_000]

    targets.parse_targets(text, plan_year=2023, lexicon=LEXICON)
    deadlines.parse_deadlines(text, plan_year=2023, lexicon=LEXICON)
    agencies.read_assignment(text, label_kind=agencies.LabelKind.COORDINATE_IMPLEMENT, lexicon=LEXICON)
    agencies.find_actors(text, lexicon=LEXICON)
    assert len(citations.find_citations(text)) <= len(text)
    assert len(" ".join(criteria.split_names(text))) <= len(text)

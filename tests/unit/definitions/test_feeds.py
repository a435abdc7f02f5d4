"""Feeds fit their catalogues, and what does not fit is refused with its line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from parindex.definitions.catalogues.loader import list_catalogues, load_catalogue
from parindex.definitions.feeds.loader import (
    FeedBook,
    FeedDefinitionError,
    Why,
    build_book,
    list_fed_catalogues,
    load_book,
    load_feeds,
    read_own,
)
from parindex.domain.scoring.catalogue import Catalogue, Item

CATALOGUE = load_catalogue("commune-2026-demonstration")
ROW = '  "1.2": {numerator: "d:x.numerator", denominator: "d:x.denominator"}\n'
HEAD = "schema: parindex.feeds/1\ncatalogue: commune-2026-demonstration\nitems:\n"


@pytest.mark.parametrize("catalogue_id", list_fed_catalogues())
def test_shipped_feeds_can_be_used(catalogue_id: str) -> None:
    assert load_feeds(catalogue_id)


@pytest.mark.parametrize("catalogue_id", [one.id for one in list_catalogues()])
def test_every_item_of_a_shipped_catalogue_is_fed_or_says_why_not(catalogue_id: str) -> None:
    book = load_book(catalogue_id)

    assert book.unexplained(load_catalogue(catalogue_id)) == ()
    assert not set(book.feeds) & set(book.unfed)


def test_item_without_a_rule_shows_amounts_and_takes_no_level() -> None:
    catalogue = load_catalogue("province-2022-876-qd-bnv")
    head = HEAD.replace(CATALOGUE.id, catalogue.id)
    shown = build_book(head + '  "8.1.1": {percent: "d:x.percent"}\n', source="t.yaml", catalogue=catalogue)
    assert set(shown.feeds) == {"8.1.1"}

    level = '  "8.1.1": {a: [{choose: b, when: ["d:x.numerator > 1"]}, {choose: c}]}\n'
    with pytest.raises(FeedDefinitionError, match="chỉ nhận số"):
        build_book(head + level, source="t.yaml", catalogue=catalogue)


def test_later_file_takes_what_another_says_and_its_own_words_win() -> None:
    first = load_book("province-2022-876-qd-bnv")
    catalogue = load_catalogue("province-2023-876-qd-bnv")
    own = 'items: {"3.1": {count: "d:x.numerator"}}\nunfed: {"1.1": {why: by_hand, reason: Chưa có sổ nào}}\n'
    head = f"schema: parindex.feeds/1\ncatalogue: {catalogue.id}\nlike: province-2022-876-qd-bnv\n"

    book = build_book(head + own, source="t.yaml", catalogue=catalogue)

    assert set(book.feeds) == set(first.feeds) - {"1.1"} | {"3.1"}
    assert book.unfed["1.1"].why is Why.BY_HAND
    assert "3.1" not in book.unfed


def inherited(like: str, *, catalogue: Catalogue = CATALOGUE, own: str = "") -> FeedBook:
    """Build a file that says little but that another's words hold for it too."""
    head = f"schema: parindex.feeds/1\ncatalogue: {catalogue.id}\nlike: {like}\n"
    return build_book(head + own, source="t.yaml", catalogue=catalogue)


@pytest.mark.parametrize("like", ["khong-co", "../feeds/commune-2026-demonstration"])
def test_unknown_file_is_not_taken_for_an_example(like: str) -> None:
    with pytest.raises(FeedDefinitionError, match=r"t\.yaml:3: không có nguồn có sẵn"):
        inherited(like)


def test_other_item_under_the_same_code_is_not_wired_silently() -> None:
    with pytest.raises(FeedDefinitionError, match=r"t\.yaml:3: mục .* Ghi mục này ở items hoặc unfed"):
        inherited("department-2026-demonstration")


def changed(remake: Callable[[Item], Item]) -> Catalogue:
    """Return the catalogue with item 1.2 made otherwise."""

    def walk(item: Item) -> Item:
        return remake(item) if item.code == "1.2" else replace(item, children=tuple(map(walk, item.children)))

    return replace(CATALOGUE, items=tuple(map(walk, CATALOGUE.items)))


def test_inherited_feeds_fit_the_item_or_the_file_speaks_for_itself() -> None:
    other = next(item for _, item in CATALOGUE.walk() if item.code == "1.6")
    for catalogue, words in (
        (changed(lambda item: replace(item, name="Mục khác hẳn")), "bộ này là “Mục khác hẳn”"),
        (changed(lambda item: replace(item, rule=other.rule)), "không có số liệu “denominator”"),
    ):
        with pytest.raises(FeedDefinitionError, match=rf"t\.yaml:3: mục 1\.2: .*{words}"):
            inherited(CATALOGUE.id, catalogue=catalogue)
        own = 'unfed: {"1.2": {why: by_hand, reason: Chưa có sổ nào}}\n'
        assert set(inherited(CATALOGUE.id, catalogue=catalogue, own=own).feeds) == set(load_feeds(CATALOGUE.id)) - {
            "1.2"
        }


def test_items_that_are_gone_are_left_out() -> None:
    catalogue = changed(lambda item: replace(item, code="1.99"))

    assert "1.2" not in inherited(CATALOGUE.id, catalogue=catalogue).feeds
    assert inherited(CATALOGUE.id, catalogue=catalogue).unexplained(catalogue) == ("1.99",)


def test_catalogue_without_a_file_has_no_feeds() -> None:
    assert load_feeds("khong-co") == {}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('  "9.9": {numerator: "d:x.numerator"}\n', r"t.yaml:4: mục 9\.9: bộ tiêu chí không có mục này"),
        ('  "1.2": {numerator: "d:x.numerator"}\n', "thiếu nguồn cho “denominator”"),
        ('  "1.2": {half: "d:x.numerator"}\n', "không có số liệu “half”"),
        ('  "1.2": {numerator: "d.x"}\n', "t.yaml:4"),
        ('  "1.1": {level: "d:x.numerator"}\n', "“level” là lựa chọn"),
        ('  "1.1": {level: [{choose: early, when: ["d:x.numerator > 1"]}, {choose: none}]}\n', "không có mức “early”"),
        ('  "1.1": {level: [{choose: late, when: ["d:x.numerator"]}, {choose: none}]}\n', "dấu là"),
        ('  "1.1": {level: [{choose: late}, {choose: none}]}\n', "chỉ mức cuối cùng"),
        ('  "1.1": {level: [{choose: none}]}\n', "từ hai mức"),
        ('  "1.1": {level: [{choose: late, when: ["d:x.numerator > 1"]}, {choose: n/a}]}\n', "không có mức “n/a”"),
        (
            '  "1.6": {initiatives: [{choose: a, when: ["d:x.numerator > 1"]}, {choose: b}]}\n',
            "là số, không lấy theo mức",
        ),
        (ROW + 'unfed:\n  "1.2": {why: by_hand, reason: Chưa có sổ nào}\n', r"t.yaml:6: mục 1\.2: vừa có nguồn"),
        (ROW + 'unfed:\n  "9.9": {why: by_hand, reason: Chưa có sổ nào}\n', "không có mục này"),
    ],
)
def test_feeds_that_do_not_fit_are_refused_with_their_line(rows: str, words: str) -> None:
    with pytest.raises(FeedDefinitionError, match=words):
        build_book(HEAD + rows, source="t.yaml", catalogue=CATALOGUE)


def test_file_of_another_catalogue_is_refused() -> None:
    with pytest.raises(FeedDefinitionError, match=r"t\.yaml:2: tệp này của bộ “xa-2026-demonstration”"):
        build_book(HEAD.replace("commune", "xa") + "  {}\n", source="t.yaml", catalogue=CATALOGUE)


def test_own_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    assert read_own(tmp_path, CATALOGUE) is None
    file = tmp_path / f"{CATALOGUE.id}.yaml"
    file.write_text(HEAD + ROW, encoding="utf-8")
    assert own_codes(tmp_path) == {"1.2"}

    file.write_text(HEAD + ROW.replace("1.2", "1.4.2"), encoding="utf-8")

    assert own_codes(tmp_path) == {"1.4.2"}


def own_codes(folder: Path) -> set[str]:
    """Return the items that the own file of the catalogue feeds."""
    book = read_own(folder, CATALOGUE)
    return set(book.feeds) if book else set()


@pytest.mark.parametrize(
    ("data", "words"), [(b"\xff\xfe", "UTF-8"), (b"a: 1\na: 2\n", "repeated"), (b"[", "demonstration")]
)
def test_own_file_that_cannot_be_read_says_so(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / f"{CATALOGUE.id}.yaml").write_bytes(data)

    with pytest.raises(FeedDefinitionError, match=words):
        read_own(tmp_path, CATALOGUE)

"""Feeds fit their catalogues, and what does not fit is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from parindex.definitions.catalogues.loader import load_catalogue
from parindex.definitions.feeds.loader import (
    FeedDefinitionError,
    build_feeds,
    list_fed_catalogues,
    load_feeds,
    read_own,
)

CATALOGUE = load_catalogue("commune-2026-demonstration")
ROW = '  "1.2": {numerator: "d:x.numerator", denominator: "d:x.denominator"}\n'
HEAD = "schema: parindex.feeds/1\ncatalogue: commune-2026-demonstration\nitems:\n"


@pytest.mark.parametrize("catalogue_id", list_fed_catalogues())
def test_shipped_feeds_can_be_used(catalogue_id: str) -> None:
    assert load_feeds(catalogue_id)


def test_catalogue_without_a_file_has_no_feeds() -> None:
    assert load_feeds("khong-co") == {}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('  "9.9": {numerator: "d:x.numerator"}\n', r"t.yaml:4: mục 9\.9: bộ tiêu chí không có mục này"),
        ('  "1.2": {numerator: "d:x.numerator"}\n', "thiếu nguồn cho “denominator”"),
        ('  "1.2": {half: "d:x.numerator"}\n', "không có số liệu “half”"),
        ('  "1.2": {numerator: "d.x"}\n', "t.yaml:4"),
        ('  "1.1": {level: "d:x.numerator"}\n', "không có số nào"),
    ],
)
def test_feeds_that_do_not_fit_are_refused_with_their_line(rows: str, words: str) -> None:
    with pytest.raises(FeedDefinitionError, match=words):
        build_feeds(HEAD + rows, source="t.yaml", catalogue=CATALOGUE)


def test_file_of_another_catalogue_is_refused() -> None:
    with pytest.raises(FeedDefinitionError, match=r"t\.yaml:2: tệp này của bộ “xa-2026-demonstration”"):
        build_feeds(HEAD.replace("commune", "xa") + "  {}\n", source="t.yaml", catalogue=CATALOGUE)


def test_own_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    assert read_own(tmp_path, CATALOGUE) is None
    file = tmp_path / f"{CATALOGUE.id}.yaml"
    file.write_text(HEAD + ROW, encoding="utf-8")
    assert set(read_own(tmp_path, CATALOGUE) or {}) == {"1.2"}

    file.write_text(HEAD + ROW.replace("1.2", "1.4.2"), encoding="utf-8")

    assert set(read_own(tmp_path, CATALOGUE) or {}) == {"1.4.2"}


@pytest.mark.parametrize(
    ("data", "words"), [(b"\xff\xfe", "UTF-8"), (b"a: 1\na: 2\n", "repeated"), (b"[", "demonstration")]
)
def test_own_file_that_cannot_be_read_says_so(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / f"{CATALOGUE.id}.yaml").write_bytes(data)

    with pytest.raises(FeedDefinitionError, match=words):
        read_own(tmp_path, CATALOGUE)

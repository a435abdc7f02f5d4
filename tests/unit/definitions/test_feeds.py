"""Feeds fit their catalogues, and what does not fit is refused with its line."""

from __future__ import annotations

import pytest

from parindex.definitions.feeds.loader import FeedDefinitionError, build_feeds, list_fed_catalogues, load_feeds

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
        build_feeds(HEAD + rows, source="t.yaml")


def test_unknown_catalogue_is_refused() -> None:
    with pytest.raises(FeedDefinitionError, match="Không có bộ tiêu chí"):
        build_feeds(HEAD.replace("commune", "xa") + "  {}\n", source="t.yaml")

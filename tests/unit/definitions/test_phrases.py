"""The words of phrases as data."""

import dataclasses

import pytest

from parindex.definitions.labels import phrases
from parindex.domain.planning.lexicon import Lexicon


def test_load_lexicon_gives_every_list_once() -> None:
    lexicon = phrases.load_lexicon()

    for field in dataclasses.fields(lexicon):
        words = getattr(lexicon, field.name)
        assert words
        assert len(set(words)) == len(words), field.name
    assert phrases.load_lexicon() is lexicon


@pytest.mark.parametrize("change", ["missing", "unknown", "empty", "number"])
def test_build_lexicon_refuses_other_lists(change: str) -> None:
    names = [field.name for field in dataclasses.fields(Lexicon)]
    lines = [f"{name}: [a]" for name in names]
    bad = {
        "missing": lines[1:],
        "unknown": [*lines, "more: [a]"],
        "empty": [f"{names[0]}: []", *lines[1:]],
        "number": [f"{names[0]}: [!!int 1]", *lines[1:]],
    }[change]

    assert phrases.build_lexicon("\n".join(lines), source="good.yaml").duty_verbs == ("a",)
    with pytest.raises(phrases.LexiconError, match=r"bad\.yaml"):
        phrases.build_lexicon("\n".join(bad), source="bad.yaml")

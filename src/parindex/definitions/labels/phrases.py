"""The words of phrases from `phrases.yaml`, as the plain values that the domain takes."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources

from parindex.definitions.labels.word_lists import read_word_lists
from parindex.domain.planning.lexicon import Lexicon


class LexiconError(ValueError):
    """`phrases.yaml` does not hold exactly the lists of words that the parsers need."""

    code = "definitions.phrases"


def build_lexicon(text: str, *, source: str) -> Lexicon:
    """Build a lexicon from YAML; raises LexiconError for a missing, unknown or empty list or a word that is no text."""
    names = [field.name for field in dataclasses.fields(Lexicon)]
    return Lexicon(**read_word_lists(text, source=source, names=names, error=LexiconError))


@functools.cache
def load_lexicon() -> Lexicon:
    """Load the words that ship with the house; read once."""
    text = resources.files("parindex.definitions.labels").joinpath("phrases.yaml").read_text(encoding="utf-8")
    return build_lexicon(text, source="phrases.yaml")

"""The words of phrases from `phrases.yaml`, as the plain values that the domain takes."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources

from parindex.definitions import yaml
from parindex.domain.planning.lexicon import Lexicon


class LexiconError(ValueError):
    """`phrases.yaml` does not hold exactly the lists of words that the parsers need."""

    code = "definitions.phrases"


def build_lexicon(text: str, *, source: str) -> Lexicon:
    """Build a lexicon from YAML; raises LexiconError for a missing, unknown or empty list or a word that is no text."""
    data = yaml.load_yaml(text, source=source)
    names = {field.name for field in dataclasses.fields(Lexicon)}
    if not isinstance(data, dict) or set(data) != names:
        raise LexiconError(f"{source}: expected exactly the lists {', '.join(sorted(names))}")
    for name, words in data.items():
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            raise LexiconError(f"{source}: {name} must be a list of words")
    return Lexicon(**{name: tuple(words) for name, words in data.items()})


@functools.cache
def load_lexicon() -> Lexicon:
    """Load the words that ship with the house; read once."""
    text = resources.files("parindex.definitions.labels").joinpath("phrases.yaml").read_text(encoding="utf-8")
    return build_lexicon(text, source="phrases.yaml")

"""The words of scoring lines from `rule_words.yaml`, as the plain values that the domain takes."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources

from parindex.definitions import yaml
from parindex.domain.scoring.reading.words import RuleWords


class RuleWordsError(ValueError):
    """`rule_words.yaml` does not hold exactly the lists of words that the readers need."""

    code = "definitions.rule_words"


def build_rule_words(text: str, *, source: str) -> RuleWords:
    """Build the vocabulary from YAML; raises RuleWordsError for a missing, unknown or empty list."""
    data = yaml.load_yaml(text, source=source)
    names = {field.name for field in dataclasses.fields(RuleWords)}
    if not isinstance(data, dict) or set(data) != names:
        raise RuleWordsError(f"{source}: expected exactly the lists {', '.join(sorted(names))}")
    for name, words in data.items():
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            raise RuleWordsError(f"{source}: {name} must be a list of words")
    return RuleWords(**{name: tuple(words) for name, words in data.items()})


@functools.cache
def load_rule_words() -> RuleWords:
    """Load the words that ship with the house; read once."""
    text = resources.files("parindex.definitions.labels").joinpath("rule_words.yaml").read_text(encoding="utf-8")
    return build_rule_words(text, source="rule_words.yaml")

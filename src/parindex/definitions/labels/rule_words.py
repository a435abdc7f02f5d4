"""The words of scoring lines from `rule_words.yaml`, as the plain values that the domain takes."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources

from parindex.definitions.labels.word_lists import read_word_lists
from parindex.domain.scoring.reading.words import RuleWords


class RuleWordsError(ValueError):
    """`rule_words.yaml` does not hold exactly the lists of words that the readers need."""

    code = "definitions.rule_words"


def build_rule_words(text: str, *, source: str) -> RuleWords:
    """Build the vocabulary from YAML; raises RuleWordsError for a missing, unknown or empty list."""
    names = [field.name for field in dataclasses.fields(RuleWords)]
    return RuleWords(**read_word_lists(text, source=source, names=names, error=RuleWordsError))


@functools.cache
def load_rule_words() -> RuleWords:
    """Load the words that ship with the house; read once."""
    text = resources.files("parindex.definitions.labels").joinpath("rule_words.yaml").read_text(encoding="utf-8")
    return build_rule_words(text, source="rule_words.yaml")

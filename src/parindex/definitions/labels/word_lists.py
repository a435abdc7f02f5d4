"""A file that holds nothing but named lists of words, as the domain's vocabularies do."""

from __future__ import annotations

from collections.abc import Collection

from parindex.definitions import yaml


def read_word_lists(
    text: str, *, source: str, names: Collection[str], error: type[ValueError]
) -> dict[str, tuple[str, ...]]:
    """Read the lists of a YAML text by name.

    Raises `error` for a missing, unknown or empty list and for a word that is no text; YamlError for no YAML.
    """
    data = yaml.load_yaml(text, source=source)
    if not isinstance(data, dict) or set(data) != set(names):
        raise error(f"{source}: expected exactly the lists {', '.join(sorted(names))}")
    for name, words in data.items():
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
            raise error(f"{source}: {name} must be a list of words")
    return {name: tuple(words) for name, words in data.items()}

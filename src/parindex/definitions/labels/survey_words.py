"""The fixed words around the questions of a form in both languages, from `survey_words.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

from parindex.definitions import yaml
from parindex.domain.surveys.languages import ENGLISH, USUAL


class SurveyWordsError(ValueError):
    """`survey_words.yaml` does not hold each text in both languages."""

    code = "definitions.survey_words"


def build_survey_words(text: str, *, source: str) -> dict[str, dict[str, str]]:
    """Build the texts by language and name from YAML; raises SurveyWordsError for a text without both languages."""
    data = yaml.load_yaml(text, source=source)
    if not isinstance(data, dict) or not data:
        raise SurveyWordsError(f"{source}: expected texts by name")
    for name, words in data.items():
        if not isinstance(words, dict) or set(words) != {USUAL, ENGLISH} or not all(words.values()):
            raise SurveyWordsError(f"{source}: {name} must have a text in vi and in en")
    return {
        language: {str(name): str(words[language]) for name, words in data.items()} for language in (USUAL, ENGLISH)
    }


@functools.cache
def words_in(language: str) -> Mapping[str, str]:
    """Return the texts of a language by name; read once."""
    text = resources.files("parindex.definitions.labels").joinpath("survey_words.yaml").read_text(encoding="utf-8")
    return build_survey_words(text, source="survey_words.yaml")[language]

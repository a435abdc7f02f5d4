"""A questionnaire in another language asks the same and takes the same answers."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest

from parindex.definitions.labels.survey_words import SurveyWordsError, build_survey_words, words_in
from parindex.definitions.questionnaires import loader
from parindex.domain.surveys.editing import blank
from parindex.domain.surveys.languages import languages_of, speak
from parindex.domain.surveys.questionnaire import Questionnaire, Words


def values(questionnaire: Questionnaire) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (code, tuple(option.value for option in column.question.options))
        for code, column in questionnaire.columns.items()
    ]


@pytest.mark.parametrize("questionnaire", loader.list_questionnaires(), ids=lambda one: one.id)
def test_spoken_questionnaire_takes_the_same_answers(questionnaire: Questionnaire) -> None:
    spoken = speak(questionnaire, "en")

    assert values(spoken) == values(questionnaire)
    assert speak(questionnaire, "vi") is questionnaire
    for told, own in zip(spoken.questions, questionnaire.questions, strict=True):
        assert told.text.vi == (own.text.en or own.text.vi)
        assert bool(told.text.en) is bool(own.text.en)


def test_english_is_offered_once_anything_is_written_in_it() -> None:
    plain = blank("thu", "Thử", year="2026")
    (question,) = plain.questions
    mute = replace(
        question,
        text=Words("Câu"),
        options=tuple(replace(one, text=Words(one.text.vi)) for one in question.options),
    )

    assert languages_of(plain) == ("vi", "en")
    assert languages_of(replace(plain, questions=(mute,))) == ("vi",)


def test_fixed_words_have_the_same_places_in_both_languages() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    vietnamese, english = words_in("vi"), words_in("en")
    assert [name for name in vietnamese if places(vietnamese[name]) != places(english[name])] == []
    with pytest.raises(SurveyWordsError, match="skip"):
        build_survey_words("skip: {vi: Tới}", source="thử")

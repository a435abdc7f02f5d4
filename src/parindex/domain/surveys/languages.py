"""The languages that a form can be shown in; answers are the same values in each."""

from __future__ import annotations

from dataclasses import replace

from parindex.domain.surveys.questionnaire import Element, Option, Part, Question, Questionnaire, Row, Words

USUAL, ENGLISH = "vi", "en"
LANGUAGE_NAMES = {USUAL: "Tiếng Việt", ENGLISH: "English"}


def languages_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the languages of a questionnaire: Vietnamese, and English once any of its texts is written in it."""
    return (USUAL, ENGLISH) if any(words.en for words in _texts(questionnaire)) else (USUAL,)


def _texts(questionnaire: Questionnaire) -> list[Words]:
    texts = [words for question in questionnaire.questions for words in (question.text, *_inside(question))]
    return [questionnaire.title, *texts]


def _inside(question: Question) -> list[Words]:
    return [*(option.text for option in question.options), *(row.text for row in question.rows)]


def speak(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """Return a questionnaire whose shown texts (`vi`) are those of a language.

    A text that nobody wrote in English stays Vietnamese, and only there `en` is empty.
    """
    if language != ENGLISH:
        return questionnaire
    return replace(
        questionnaire,
        title=_english(questionnaire.title),
        parts=tuple(_part(part) for part in questionnaire.parts),
        questions=tuple(_question(question) for question in questionnaire.questions),
    )


def _part(part: Part) -> Part:
    return Part(part.code, _english(part.name), tuple(Element(one.code, _english(one.name)) for one in part.elements))


def _question(question: Question) -> Question:
    return replace(
        question,
        text=_english(question.text),
        options=tuple(_option(option) for option in question.options),
        rows=tuple(_row(row) for row in question.rows),
    )


def _option(option: Option) -> Option:
    return replace(option, text=_english(option.text))


def _row(row: Row) -> Row:
    return replace(row, text=_english(row.text))


def _english(words: Words) -> Words:
    return Words(words.en, words.en) if words.en else words

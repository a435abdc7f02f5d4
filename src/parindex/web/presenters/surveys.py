"""What the pages of surveys show: the blocks of a form to fill in, figures with their margins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from parindex.definitions.labels.survey_words import words_in
from parindex.domain.surveys.forms import SEPARATOR
from parindex.domain.surveys.languages import USUAL, speak
from parindex.domain.surveys.questionnaire import Column, Question, QuestionKind, Questionnaire, Words
from parindex.domain.surveys.signs import SignKind

_SIGNS = {
    SignKind.ALIKE: "Phiếu giống hệt nhau",
    SignKind.STRAIGHT: "Một mức cho mọi câu",
    SignKind.BURST: "Dồn vào một ngày",
    SignKind.DEVICE: "Nhiều phiếu một thiết bị",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question on the page; `lang` is its language where that is not the language of the page."""

    ident: str
    value: str
    text: str
    is_chosen: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to answer: options to choose from, or a field to fill in."""

    code: str
    text: str
    kind: str
    choices: tuple[Choice, ...]
    value: str
    error: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A question with everything that it asks; a matrix has a title and several."""

    title: str
    note: str
    asks: tuple[Ask, ...]
    lang: str = ""


def blocks(
    questionnaire: Questionnaire, *, told: Mapping[str, str], errors: Mapping[str, str], language: str = USUAL
) -> list[Block]:
    """Return the form in a language with what was answered so far and what is wrong with it."""
    spoken = speak(questionnaire, language)
    return [
        Block(
            title=question.text.vi if question.rows else "",
            note=_note(question, spoken, language),
            asks=tuple(_ask(column, told, errors, language) for column in _columns(question, spoken)),
            lang=_lang(question.text, language),
        )
        for question in spoken.questions
    ]


def _lang(words: Words, language: str) -> str:
    """Return the language of a text where it is not that of the page: nobody wrote it in that of the page."""
    return "" if language == USUAL or words.en else USUAL


def _columns(question: Question, questionnaire: Questionnaire) -> Iterator[Column]:
    return (column for column in questionnaire.columns.values() if column.question is question)


def _note(question: Question, questionnaire: Questionnaire, language: str) -> str:
    """Say when a question is to be answered; the page works without scripts, so nothing is hidden."""
    if question.when is None:
        return ""
    column = questionnaire.columns[question.when.column]
    chosen = [option.text.vi for option in column.question.options if option.value in question.when.values]
    fixed = words_in(language)
    return fixed["when"].format(question=column.text.vi, options=f" {fixed['or']} ".join(chosen))


def _ask(column: Column, told: Mapping[str, str], errors: Mapping[str, str], language: str) -> Ask:
    value = told.get(column.code, "")
    chosen = set(value.split(SEPARATOR))
    kind = {
        QuestionKind.MULTIPLE: "checkbox",
        QuestionKind.NUMBER: "number",
        QuestionKind.TEXT: "text",
    }.get(column.question.kind, "radio")
    choices = tuple(
        Choice(
            ident=f"{column.code}-{option.value}",
            value=option.value,
            text=option.text.vi,
            is_chosen=option.value in chosen,
            lang=_lang(option.text, language),
        )
        for option in column.question.options
    )
    return Ask(
        code=column.code,
        text=column.text.vi,
        kind=kind,
        choices=choices,
        value=value,
        error=errors.get(column.code, ""),
        lang=_lang(column.text, language),
    )


def sign_rows(signs: Sequence[Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """Return what is striking: name, place and day, reason."""
    return [
        (
            _SIGNS[SignKind(sign["kind"])],
            ", ".join(part for part in (sign["place"] or "không ghi nơi", _day(sign["day"])) if part),
            sign["reason"],
        )
        for sign in signs
    ]


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""

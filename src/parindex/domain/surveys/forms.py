"""Whether one answer is acceptable, and which questions a form was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from parindex.domain.surveys.languages import ENGLISH
from parindex.domain.surveys.questionnaire import Column, Question, QuestionKind, Questionnaire, Words

SEPARATOR = "|"
_NUMBER = re.compile(r"[0-9]{1,9}")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong at one place of a table of answers; rows count from 1 with the heading, 0 is the whole table."""

    row: int
    column: str
    message: str
    english: str = ""

    def said(self, language: str) -> str:
        """Return the message in a language, in Vietnamese where it has no other words."""
        return self.english if language == ENGLISH and self.english else self.message


def is_asked(question: Question, answers: Mapping[str, str]) -> bool:
    """Say whether the condition of a question holds for a form."""
    return question.when is None or answers.get(question.when.column, "") in question.when.values


def mistake_in(column: Column, text: str) -> Words | None:
    """Say in both languages why a text, not empty, is no answer to a column; None when it is one."""
    question = column.question
    match question.kind:
        case QuestionKind.TEXT:
            return None
        case QuestionKind.NUMBER:
            return _mistake_in_number(question, text)
        case QuestionKind.MULTIPLE:
            chosen = text.split(SEPARATOR)
            if len(set(chosen)) < len(chosen):
                return Words(f"“{text}” chọn một phương án hai lần", f"“{text}” chooses an option twice")
            return next((_strange(question, part) for part in chosen if not _has_option(question, part)), None)
        case _:
            return None if _has_option(question, text) else _strange(question, text)


def _strange(question: Question, text: str) -> Words:
    offered = _options(question)
    return Words(
        f"không có phương án “{text}”; chỉ nhận {offered}", f"there is no option “{text}”; it must be one of {offered}"
    )


def _mistake_in_number(question: Question, text: str) -> Words | None:
    if not _NUMBER.fullmatch(text):
        return Words(f"“{text}” không phải số nguyên", f"“{text}” is not a whole number")
    number = int(text)
    if question.least is not None and number < question.least:
        return Words(f"{text} nhỏ hơn {question.least}", f"{text} is less than {question.least}")
    if question.most is not None and number > question.most:
        return Words(f"{text} lớn hơn {question.most}", f"{text} is more than {question.most}")
    return None


def _has_option(question: Question, value: str) -> bool:
    return any(option.value == value for option in question.options)


def _options(question: Question) -> str:
    values = [option.value for option in question.options]
    return ", ".join(values[:_SHOWN]) + (" …" if len(values) > _SHOWN else "")


def check_form(questionnaire: Questionnaire, answers: Mapping[str, str], *, row: int = 0) -> tuple[Mistake, ...]:
    """Return what is wrong with one form; an empty text is no answer, which is never wrong in itself."""
    mistakes = []
    for code, text in answers.items():
        column = questionnaire.columns.get(code)
        if column is None:
            mistakes.append(Mistake(row, code, "phiếu không có câu này"))
        elif text and not is_asked(column.question, answers):
            mistakes.append(Mistake(row, code, not_asked(column.question)))
        elif text and (words := mistake_in(column, text)):
            mistakes.append(Mistake(row, code, words.vi, words.en))
    return tuple(mistakes)


def not_asked(question: Question) -> str:
    """Say that a question was answered though its condition does not hold."""
    when = question.when
    assert when is not None
    return f"câu này chỉ hỏi khi {when.column} là {' hoặc '.join(when.values)}"


def is_partial(questionnaire: Questionnaire, answers: Mapping[str, str]) -> bool:
    """Say whether a form left out a required question or an item of the index that it was asked."""
    return any(
        not answers.get(column.code) and is_asked(column.question, answers)
        for column in questionnaire.columns.values()
        if column.question.is_required or column.is_item
    )

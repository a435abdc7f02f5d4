"""What the pages of surveys show: the blocks of a form to fill in, figures with their margins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from parindex.domain.surveys.forms import SEPARATOR
from parindex.domain.surveys.questionnaire import Column, Question, QuestionKind, Questionnaire
from parindex.domain.surveys.signs import SignKind

_SIGNS = {
    SignKind.ALIKE: "Phiếu giống hệt nhau",
    SignKind.STRAIGHT: "Một mức cho mọi câu",
    SignKind.BURST: "Dồn vào một ngày",
    SignKind.DEVICE: "Nhiều phiếu một thiết bị",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question on the page."""

    ident: str
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to answer: options to choose from, or a field to fill in."""

    code: str
    text: str
    kind: str
    choices: tuple[Choice, ...]
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class Block:
    """A question with everything that it asks; a matrix has a title and several."""

    title: str
    note: str
    asks: tuple[Ask, ...]


def blocks(questionnaire: Questionnaire, *, told: Mapping[str, str], errors: Mapping[str, str]) -> list[Block]:
    """Return the form with what was answered so far and what is wrong with it."""
    return [
        Block(
            title=question.text.vi if question.rows else "",
            note=_note(question, questionnaire),
            asks=tuple(_ask(column, told, errors) for column in _columns(question, questionnaire)),
        )
        for question in questionnaire.questions
    ]


def _columns(question: Question, questionnaire: Questionnaire) -> Iterator[Column]:
    return (column for column in questionnaire.columns.values() if column.question is question)


def _note(question: Question, questionnaire: Questionnaire) -> str:
    """Say when a question is to be answered; the page works without scripts, so nothing is hidden."""
    if question.when is None:
        return ""
    column = questionnaire.columns[question.when.column]
    words = [option.text.vi for option in column.question.options if option.value in question.when.values]
    return f"Chỉ trả lời khi câu “{column.text.vi}” bạn chọn: {' hoặc '.join(words)}."


def _ask(column: Column, told: Mapping[str, str], errors: Mapping[str, str]) -> Ask:
    value = told.get(column.code, "")
    chosen = set(value.split(SEPARATOR))
    kind = {
        QuestionKind.MULTIPLE: "checkbox",
        QuestionKind.NUMBER: "number",
        QuestionKind.TEXT: "text",
    }.get(column.question.kind, "radio")
    choices = tuple(
        Choice(f"{column.code}-{option.value}", option.value, option.text.vi, option.value in chosen)
        for option in column.question.options
    )
    return Ask(column.code, column.text.vi, kind, choices, value, errors.get(column.code, ""))


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

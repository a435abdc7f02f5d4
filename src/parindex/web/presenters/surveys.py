"""What the pages of surveys show: the blocks of a form to fill in, figures with their margins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parindex.analytics.surveys.estimation import Figure, SurveyEstimate
from parindex.analytics.surveys.indices import Level
from parindex.domain.surveys.forms import SEPARATOR
from parindex.domain.surveys.questionnaire import Column, Question, QuestionKind, Questionnaire
from parindex.domain.surveys.signs import Sign, SignKind

_MOST_SIGNS = 20
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


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the table of results."""

    code: str
    name: str
    value: str
    margin: str
    answers: int
    is_item: bool


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


def figure_rows(result: SurveyEstimate) -> list[FigureRow]:
    """Return the figures in the order of the questionnaire, with half an interval where it can be told."""
    sign = "" if result.aggregation.counts_points else "%"
    return [
        FigureRow(
            code="" if figure.label.level is Level.WHOLE else figure.label.code,
            name=figure.label.name,
            value="chưa có" if figure.value is None else f"{_number(figure.value)}{sign}",
            margin=_margin(figure),
            answers=figure.answers,
            is_item=figure.label.level is Level.ITEM,
        )
        for figure in result.figures
    ]


def place_rows(result: SurveyEstimate) -> list[tuple[str, int, str, str]]:
    """Return the whole index by place: name, forms, value, margin; a place with few forms keeps its figure."""
    rows = []
    for domain in result.domains:
        name = domain.name or "không ghi nơi"
        if domain.figures is None or domain.figures[0].value is None:
            rows.append((name, domain.forms, "ít phiếu, không công bố", ""))
        else:
            rows.append((name, domain.forms, _number(domain.figures[0].value), _margin(domain.figures[0])))
    return rows


def sign_rows(signs: Sequence[Sign]) -> list[tuple[str, str, str]]:
    """Return what is striking: name, place and day, reason; the most forms first, no more than a page holds."""
    told = sorted(signs, key=lambda sign: -sign.forms)[:_MOST_SIGNS]
    return [
        (
            _SIGNS[sign.kind],
            ", ".join(part for part in (sign.place or "không ghi nơi", sign.day and f"{sign.day:%d/%m/%Y}") if part),
            sign.reason,
        )
        for sign in told
    ]


def _margin(figure: Figure) -> str:
    if figure.margin is None or figure.margin.error == 0:
        return "không tính được"
    return f"± {_number((figure.margin.high - figure.margin.low) / 2)}"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")

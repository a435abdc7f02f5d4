"""What a questionnaire is: questions with their options, and the items that make up the index."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

WHOLE = "whole"
RESERVED_CODES = ("form", "place", "channel", "tuan")
"""Columns that every table of answers has of itself; no question of a new wave may take their names."""


class Kind(StrEnum):
    """What a survey is for."""

    SIPAS = "sipas"
    LEADERS = "leaders"
    COUNTER = "counter"
    LOCAL = "local"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    NUMBER = "number"
    TEXT = "text"


class Status(StrEnum):
    """How well the wording is known: read in the text itself, told by others, or not found anywhere."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    MISSING = "missing"


class Aggregation(StrEnum):
    """How answers of many items become one number; no text read says which one is official."""

    POOLED_ANSWERS = "pooled_answers"
    MEAN_OF_PARTS = "mean_of_parts"
    MEAN_OF_GROUPS = "mean_of_groups"
    MEAN_SCORE = "mean_score"
    SUM_OF_MEANS = "sum_of_means"

    @property
    def counts_points(self) -> bool:
        """Say whether the points of answers are averaged; else the share of satisfied answers is taken."""
        return self in (Aggregation.MEAN_SCORE, Aggregation.SUM_OF_MEANS)


AGGREGATION_NAMES: dict[Aggregation, str] = {
    Aggregation.POOLED_ANSWERS: "gộp mọi câu trả lời",
    Aggregation.MEAN_OF_PARTS: "trung bình các phần",
    Aggregation.MEAN_OF_GROUPS: "trung bình các nhóm",
    Aggregation.MEAN_SCORE: "điểm trung bình",
    Aggregation.SUM_OF_MEANS: "tổng điểm trung bình các mục",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages of the product."""

    vi: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen; `is_satisfied` and `points` say what it means for the index."""

    value: str
    text: Words
    is_satisfied: bool = False
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only when the column `column` has one of these values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix; with an `element` it is an item of the index."""

    code: str
    text: Words
    status: Status
    element: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question; a matrix has rows, a single choice may itself be an item of the index."""

    code: str
    kind: QuestionKind
    text: Words
    status: Status
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    element: str = ""
    when: Condition | None = None
    is_required: bool = False
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Where one answer stands in a table: a question, or one row of a matrix."""

    code: str
    question: Question
    text: Words
    status: Status
    element: str

    @property
    def is_item(self) -> bool:
        """Say whether the answer counts for the index."""
        return bool(self.element)


@dataclass(frozen=True, slots=True)
class Element:
    """A group of items, such as “Tiếp cận dịch vụ”."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the index with its elements."""

    code: str
    name: Words
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One version of a questionnaire; immutable once answers were collected with it."""

    id: str
    version: str
    kind: Kind
    title: Words
    years: str
    status: Status
    notice: str
    sources: tuple[str, ...]
    aggregation: Aggregation
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Return every column that a table of answers may have, in the order of the form."""
        return {column.code: column for question in self.questions for column in _columns_of(question)}

    @cached_property
    def items(self) -> tuple[Column, ...]:
        """Return the columns that count for the index, in the order of the form."""
        return tuple(column for column in self.columns.values() if column.is_item)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Return the elements of all parts."""
        return tuple(element for part in self.parts for element in part.elements)

    def items_of(self, element: str) -> tuple[Column, ...]:
        """Return the items of one element."""
        return tuple(item for item in self.items if item.element == element)


def _columns_of(question: Question) -> tuple[Column, ...]:
    if question.kind is not QuestionKind.MATRIX:
        return (Column(question.code, question, question.text, question.status, question.element),)
    return tuple(
        Column(f"{question.code}.{row.code}", question, row.text, row.status, row.element) for row in question.rows
    )


def find_problems(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return in Vietnamese what contradicts itself in a questionnaire; empty when it can be used."""
    return (
        *_repeated_codes(questionnaire),
        *_problems_of_elements(questionnaire),
        *(text for question in questionnaire.questions for text in _problems_of(question, questionnaire)),
    )


def find_problems_of_new(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return what keeps a questionnaire from a new wave: what contradicts itself, and codes that the table has taken.

    Earlier waves may have such codes, so that they are no problem of a questionnaire in itself.
    """
    taken = [code for code in RESERVED_CODES if code in questionnaire.columns]
    reserved = (f"{code}: mã câu “{code}” dành cho cột có sẵn của bảng trả lời, đổi mã câu này" for code in taken)
    return (*reserved, *find_problems(questionnaire))


def _repeated_codes(questionnaire: Questionnaire) -> list[str]:
    codes = [column.code for question in questionnaire.questions for column in _columns_of(question)]
    names = [WHOLE, *(part.code for part in questionnaire.parts), *(element.code for element in questionnaire.elements)]
    listed = codes + names
    return [f"mã “{code}” xuất hiện hai lần" for code in dict.fromkeys(listed) if listed.count(code) > 1]


def _problems_of_elements(questionnaire: Questionnaire) -> list[str]:
    known = {element.code for element in questionnaire.elements}
    strange = [
        f"{item.code}: không có nhóm “{item.element}”" for item in questionnaire.items if item.element not in known
    ]
    if questionnaire.status is Status.MISSING:
        return strange
    return strange + [f"nhóm “{code}” không có mục nào" for code in sorted(known) if not questionnaire.items_of(code)]


def _problems_of(question: Question, questionnaire: Questionnaire) -> list[str]:
    problems = []
    values = [option.value for option in question.options]
    if len(set(values)) < len(values):
        problems.append(f"{question.code}: hai phương án cùng giá trị")
    chosen = question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX)
    if chosen is (len(values) < 2):
        problems.append(f"{question.code}: câu chọn cần ít nhất hai phương án, câu điền không có phương án")
    if (question.kind is QuestionKind.MATRIX) is not bool(question.rows):
        problems.append(f"{question.code}: chỉ câu ma trận có dòng, và phải có dòng")
    if any(item.element for item in _columns_of(question)):
        problems += _problems_of_index(question, questionnaire.aggregation)
    if question.when is not None:
        problems += _problems_of_condition(question, question.when, questionnaire)
    return problems


def _problems_of_index(question: Question, aggregation: Aggregation) -> list[str]:
    if question.kind not in (QuestionKind.SINGLE, QuestionKind.MATRIX):
        return [f"{question.code}: chỉ câu chọn một phương án tính được vào chỉ số"]
    if aggregation.counts_points and all(option.points is None for option in question.options):
        return [f"{question.code}: cách tính theo điểm cần points ở phương án"]
    if not aggregation.counts_points and not any(option.is_satisfied for option in question.options):
        return [f"{question.code}: cần ít nhất một phương án satisfied"]
    return []


def _problems_of_condition(question: Question, when: Condition, questionnaire: Questionnaire) -> list[str]:
    columns = list(questionnaire.columns)
    own = _columns_of(question)[0].code
    if when.column not in columns or columns.index(when.column) >= columns.index(own):
        return [f"{question.code}: điều kiện phải dẫn một câu đứng trước, không có “{when.column}”"]
    allowed = {option.value for option in questionnaire.columns[when.column].question.options}
    return [
        f"{question.code}: “{when.column}” không có phương án “{value}”"
        for value in when.values
        if value not in allowed
    ]

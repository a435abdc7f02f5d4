"""Changes of a questionnaire, question by question; each returns a new one, which need not be right yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from parindex.domain.surveys.questionnaire import (
    Aggregation,
    Element,
    Kind,
    Option,
    Part,
    Question,
    QuestionKind,
    Questionnaire,
    Row,
    Status,
    Words,
)

MOST_QUESTIONS: Final = 100
_LEVELS: Final = (
    ("Rất không hài lòng", "Very dissatisfied"),
    ("Không hài lòng", "Dissatisfied"),
    ("Bình thường", "Neutral"),
    ("Hài lòng", "Satisfied"),
    ("Rất hài lòng", "Very satisfied"),
)
_FROM_SATISFIED: Final = 4
LIKERT: Final = tuple(
    Option(str(level), Words(vi, en), level >= _FROM_SATISFIED, Fraction(level))
    for level, (vi, en) in enumerate(_LEVELS, start=1)
)


class EditingError(ValueError):
    """A change that cannot be made; the message says why in Vietnamese."""

    code = "questionnaire_editing"

    def __init__(self, message: str) -> None:
        """Keep the message for the person who edits."""
        self.message = message
        super().__init__(message)


def blank(questionnaire_id: str, title: str, *, year: str) -> Questionnaire:
    """Return a questionnaire of one Likert question in one group, which can be used as it is."""
    empty = Questionnaire(
        id=questionnaire_id,
        version="1",
        kind=Kind.LOCAL,
        title=Words(title),
        years=year,
        status=Status.VERIFIED,
        notice="",
        sources=(),
        aggregation=Aggregation.POOLED_ANSWERS,
        parts=(Part("I", Words("Mức độ hài lòng", "Satisfaction"), (Element("I.A", Words("Chung", "In general")),)),),
        questions=(),
    )
    return insert(empty, MAKERS["likert"](empty), at=0)


def copy(source: Questionnaire, questionnaire_id: str, title: str) -> Questionnaire:
    """Return a questionnaire of one's own with the questions of another; it says where they come from."""
    told = f"Chép từ {source.id} bản {source.version} rồi sửa tại địa phương."
    notice = f"{told} {source.notice}".strip()
    return replace(source, id=questionnaire_id, version="1", kind=Kind.LOCAL, title=Words(title), notice=notice)


def _next_code(questionnaire: Questionnaire) -> str:
    taken = {question.code for question in questionnaire.questions}
    return next(code for nth in range(1, len(taken) + 2) if (code := f"c{nth}") not in taken)


def _likert(questionnaire: Questionnaire) -> Question:
    element = questionnaire.elements[0].code if questionnaire.elements else ""
    words = Words("Ông/bà hài lòng ở mức nào?", "How satisfied are you?")
    code = _next_code(questionnaire)
    return Question(code, QuestionKind.SINGLE, words, Status.VERIFIED, options=LIKERT, element=element)


def _matrix(questionnaire: Questionnaire) -> Question:
    element = questionnaire.elements[0].code if questionnaire.elements else ""
    rows = tuple(Row(str(nth), Words(f"Dòng {nth}", f"Row {nth}"), Status.VERIFIED, element) for nth in (1, 2))
    words = Words("Ông/bà đánh giá từng việc sau ra sao?", "How do you rate each of these?")
    return Question(_next_code(questionnaire), QuestionKind.MATRIX, words, Status.VERIFIED, options=LIKERT, rows=rows)


def _chosen(kind: QuestionKind) -> Callable[[Questionnaire], Question]:
    options = tuple(Option(str(nth), Words(f"Phương án {nth}", f"Option {nth}")) for nth in (1, 2))

    def make(questionnaire: Questionnaire) -> Question:
        return Question(_next_code(questionnaire), kind, Words("Câu hỏi mới", "New question"), Status.VERIFIED, options)

    return make


def _typed(kind: QuestionKind) -> Callable[[Questionnaire], Question]:
    def make(questionnaire: Questionnaire) -> Question:
        return Question(_next_code(questionnaire), kind, Words("Câu hỏi mới", "New question"), Status.VERIFIED)

    return make


MAKERS: Final[dict[str, Callable[[Questionnaire], Question]]] = {
    "likert": _likert,
    "single": _chosen(QuestionKind.SINGLE),
    "multiple": _chosen(QuestionKind.MULTIPLE),
    "matrix": _matrix,
    "number": _typed(QuestionKind.NUMBER),
    "text": _typed(QuestionKind.TEXT),
}
"""What may be added, by name: each makes a question that can be used as it is, with a code of its own."""


def insert(questionnaire: Questionnaire, question: Question, *, at: int) -> Questionnaire:
    """Put a question before the one at a position, counted from 0. Raises `EditingError` when there are too many."""
    if len(questionnaire.questions) >= MOST_QUESTIONS:
        raise EditingError(f"Phiếu đã có {MOST_QUESTIONS} câu, không thêm nữa.")
    listed = list(questionnaire.questions)
    listed.insert(at, question)
    return _with(questionnaire, listed)


def rewrite(questionnaire: Questionnaire, question: Question, *, at: int) -> Questionnaire:
    """Put a question in place of the one at a position; conditions follow its new code. Raises `EditingError`."""
    listed = list(questionnaire.questions)
    old = _at(questionnaire, at).code
    if any(one.code == question.code for nth, one in enumerate(listed) if nth != at):
        raise EditingError(f"Mã “{question.code}” đã có ở câu khác.")
    listed[at] = question
    return _with(questionnaire, [_follow(one, old, question.code) for one in listed])


def move(questionnaire: Questionnaire, *, at: int, to: int) -> Questionnaire:
    """Move a question to another position; beyond the ends it stays at the end. Raises `EditingError`."""
    moved = _at(questionnaire, at)
    listed = [one for nth, one in enumerate(questionnaire.questions) if nth != at]
    listed.insert(min(max(to, 0), len(listed)), moved)
    return _with(questionnaire, listed)


def remove(questionnaire: Questionnaire, *, at: int) -> Questionnaire:
    """Take a question away; the last one stays. Raises `EditingError`."""
    _at(questionnaire, at)
    if len(questionnaire.questions) == 1:
        raise EditingError("Phiếu phải còn ít nhất một câu.")
    return _with(questionnaire, [one for nth, one in enumerate(questionnaire.questions) if nth != at])


def _at(questionnaire: Questionnaire, position: int) -> Question:
    if not 0 <= position < len(questionnaire.questions):
        raise EditingError("Không có câu ở vị trí này. Mở lại trang bộ câu hỏi.")
    return questionnaire.questions[position]


def _follow(question: Question, old: str, new: str) -> Question:
    when = question.when
    if when is None or old == new or when.column.partition(".")[0] != old:
        return question
    return replace(question, when=replace(when, column=f"{new}{when.column[len(old) :]}"))


def _with(questionnaire: Questionnaire, questions: list[Question]) -> Questionnaire:
    return replace(questionnaire, questions=tuple(questions))

"""What the pages of questionnaires show: the list, the questions with what is wrong with them, the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parindex.domain.surveys.questionnaire import (
    Question,
    QuestionKind,
    Questionnaire,
    Status,
    find_problems_of_new,
)
from parindex.web.presenters.surveys import Block, blocks

KIND_NAMES = {
    QuestionKind.SINGLE: "Chọn một (thang Likert cũng vậy)",
    QuestionKind.MULTIPLE: "Chọn nhiều",
    QuestionKind.MATRIX: "Ma trận: nhiều dòng, một thang",
    QuestionKind.NUMBER: "Điền số",
    QuestionKind.TEXT: "Điền chữ",
}
MAKER_NAMES = {
    "likert": "Likert 5 mức",
    "single": "Chọn một",
    "multiple": "Chọn nhiều",
    "matrix": "Ma trận",
    "number": "Điền số",
    "text": "Điền chữ",
}
STATUS_CHIPS = {
    Status.VERIFIED: ("đã đối chiếu", "ok", "done"),
    Status.UNVERIFIED: ("chưa đối chiếu", "warn", "half"),
    Status.MISSING: ("còn thiếu lời văn", "idle", "dash"),
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question of the builder: where it stands, what it is, what is wrong with it."""

    at: int
    number: int
    code: str
    text: str
    en: str
    kind: str
    detail: str
    problems: tuple[str, ...]
    is_first: bool
    is_last: bool


def question_lines(questionnaire: Questionnaire) -> tuple[list[QuestionLine], list[str]]:
    """Return the questions with their problems, and the problems that belong to no question."""
    problems = find_problems_of_new(questionnaire)
    placed: dict[int, list[str]] = {}
    loose = []
    for problem in problems:
        at = _place(problem, questionnaire)
        if at is None:
            loose.append(f"{problem[:1].upper()}{problem[1:]}.")
        else:
            placed.setdefault(at, []).append(problem.partition(": ")[2])
    last = len(questionnaire.questions) - 1
    lines = [
        QuestionLine(
            at=at,
            number=at + 1,
            code=question.code,
            text=question.text.vi,
            en=question.text.en,
            kind=KIND_NAMES[question.kind].partition(" (")[0].partition(":")[0],
            detail=_detail(question, questionnaire),
            problems=tuple(placed.get(at, ())),
            is_first=at == 0,
            is_last=at == last,
        )
        for at, question in enumerate(questionnaire.questions)
    ]
    return lines, loose


def _place(problem: str, questionnaire: Questionnaire) -> int | None:
    """Return the position of the question whose code, or whose row's code, a problem begins with."""
    named, mark, _ = problem.partition(": ")
    for at, question in enumerate(questionnaire.questions):
        if mark and (named == question.code or named in {f"{question.code}.{row.code}" for row in question.rows}):
            return at
    return None


def _detail(question: Question, questionnaire: Questionnaire) -> str:
    told = []
    if question.options:
        told.append(f"{len(question.options)} phương án")
    if question.rows:
        told.append(f"{len(question.rows)} dòng")
    elements = dict.fromkeys([question.element, *(row.element for row in question.rows)])
    names = {element.code: element.name.vi for element in questionnaire.elements}
    inside = [names.get(code, code) for code in elements if code]
    told.append(f"tính vào: {', '.join(inside)}" if inside else "không tính vào chỉ số")
    if question.when is not None:
        told.append(f"hỏi khi {question.when.column} là {' hoặc '.join(question.when.values)}")
    if question.is_required:
        told.append("bắt buộc")
    return "; ".join(told)


def preview(questionnaire: Questionnaire, *, at: int | None = None) -> list[Block]:
    """Return the form as a respondent sees it, or one question of it; conditions on nothing are left out."""
    known = questionnaire.columns
    sound = replace(
        questionnaire,
        questions=tuple(
            question if question.when is None or question.when.column in known else replace(question, when=None)
            for question in questionnaire.questions
        ),
    )
    told = blocks(sound, told={}, errors={})
    return told if at is None else told[at : at + 1]


def earlier_columns(questionnaire: Questionnaire, at: int) -> Sequence[tuple[str, str, str]]:
    """Return what a condition of the question at a position may ask: column, words, its values."""
    earlier = {question.code for question in questionnaire.questions[:at]}
    return [
        (code, column.text.vi, ", ".join(option.value for option in column.question.options))
        for code, column in questionnaire.columns.items()
        if column.question.code in earlier and column.question.kind in (QuestionKind.SINGLE, QuestionKind.MATRIX)
    ]

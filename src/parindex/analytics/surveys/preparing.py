"""From a table of texts to coded answers: checked against the questionnaire and the plan, all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.analytics.surveys.design import (
    Design,
    DesignError,
    Floats,
    Ints,
    LonelyCluster,
    StageColumns,
    compile_design,
    join,
)
from parindex.analytics.surveys.items import NOT_ANSWERED
from parindex.analytics.surveys.layout import widen
from parindex.analytics.surveys.mistakes import Findings
from parindex.analytics.surveys.table import EMPTY, AnswerTable, TextColumn
from parindex.domain.surveys.forms import mistake_in, not_asked
from parindex.domain.surveys.plan import PostStrata, SurveyPlan, usual_plan
from parindex.domain.surveys.questionnaire import Column, QuestionKind, Questionnaire

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Domain:
    """A variable by which figures are told apart: the group of each form, and the names of the groups."""

    codes: Ints
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Answers ready to be estimated; `answers` are option codes by column, -1 not answered; `asked` by item."""

    plan: SurveyPlan
    design: Design
    answers: Mapping[str, NDArray[np.int8]]
    asked: Mapping[str, Bools]
    domains: Mapping[str, Domain]

    @property
    def size(self) -> int:
        """Return the number of forms."""
        return self.design.size


def prepare(table: AnswerTable, questionnaire: Questionnaire, plan: SurveyPlan | None) -> Prepared:
    """Check and code a table, wide (a column for each question) or long (columns form, item, answer).

    Without a plan the columns weight, stratum, cluster, unit, group, time mean what they say. Raises BadAnswers with
    every mistake, DesignError when the sample cannot be computed with.
    """
    told = plan if plan is not None else usual_plan(frozenset(table.columns))
    wide = widen(table, questionnaire, told)
    findings = Findings(wide.numbers)
    _check_columns(wide, questionnaire, told, findings)
    if told.form in wide.columns:
        _check_forms(wide.columns[told.form], told.form, findings)
    raw = {code: wide.columns[code] for code in questionnaire.columns if code in wide.columns}
    asked = {code: _is_asked(column, raw, wide.size) for code, column in questionnaire.columns.items()}
    answers = {code: _answers(code, raw[code], questionnaire.columns[code], asked[code], findings) for code in raw}
    numbers = _Numbers(wide, findings)
    weights = numbers.read(told.weight, least=0.0) if told.weight in wide.columns else None
    stages = [_stage(wide, told, position, numbers) for position in range(len(told.stages))]
    post = _post(wide, told.post_strata, findings)
    findings.require_none()
    if wide.size == 0:
        raise DesignError("Bảng trả lời không có phiếu nào.")
    design = compile_design(
        stages,
        weights=weights,
        lonely=LonelyCluster(told.lonely),
        post=None if post is None else post[0],
        post_totals=None if post is None else post[1],
    )
    unanswered = np.full(wide.size, NOT_ANSWERED, dtype=np.int8)
    return Prepared(
        plan=told,
        design=design,
        answers={item.code: answers.get(item.code, unanswered) for item in questionnaire.items},
        asked={item.code: asked[item.code] for item in questionnaire.items},
        domains={name: _domain(wide.columns[name]) for name in told.domains},
    )


def _check_columns(table: AnswerTable, questionnaire: Questionnaire, plan: SurveyPlan, findings: Findings) -> None:
    known = {*questionnaire.columns, *plan.columns, *plan.ignored}
    for name in table.columns:
        if name not in known:
            findings.add_table(name, f"phiếu “{questionnaire.id}” không có câu này; cột khác thì ghi vào ignore")
    for name in plan.columns:
        if name not in table.columns:
            findings.add_table(name, "bảng thiếu cột này")
    if not any(item.code in table.columns for item in questionnaire.items):
        findings.add_table("", f"không có cột nào là mục tính chỉ số của phiếu “{questionnaire.id}”")


def _check_forms(column: TextColumn, name: str, findings: Findings) -> None:
    findings.add(np.flatnonzero(column.codes == EMPTY), name, "thiếu mã phiếu")
    order = np.argsort(column.codes, kind="stable")
    sorted_codes = column.codes[order]
    again = np.flatnonzero((sorted_codes[1:] == sorted_codes[:-1]) & (sorted_codes[1:] != EMPTY)) + 1
    for place in again[:1000].tolist():
        row = order[place : place + 1]
        findings.add(row, name, f"phiếu “{column.values[sorted_codes[place]]}” có hai lần")
    if len(again) > 1000:
        findings.add_table(name, f"{len(again)} phiếu lặp mã")


def _is_asked(column: Column, raw: Mapping[str, TextColumn], size: int) -> Bools:
    when = column.question.when
    if when is None:
        return np.ones(size, dtype=np.bool_)
    told = raw.get(when.column)
    if told is None:
        return np.zeros(size, dtype=np.bool_)
    allowed = np.array([*(value in when.values for value in told.values), False])
    asked: Bools = allowed[told.codes]
    return asked


def _answers(code: str, raw: TextColumn, column: Column, asked: Bools, findings: Findings) -> NDArray[np.int8]:
    """Check a column and return its options by position; columns that choose none are only checked."""
    for position, value in enumerate(raw.values):
        mistake = mistake_in(column, value)
        if mistake:
            findings.add(np.flatnonzero(raw.codes == position), code, mistake.vi)
    if column.question.when is not None:
        findings.add(np.flatnonzero(~asked & (raw.codes != EMPTY)), code, not_asked(column.question))
    places = {option.value: place for place, option in enumerate(column.question.options)}
    if column.question.kind in (QuestionKind.TEXT, QuestionKind.NUMBER, QuestionKind.MULTIPLE):
        return np.zeros(0, dtype=np.int8)
    table = np.array([*(places.get(value, NOT_ANSWERED) for value in raw.values), NOT_ANSWERED], dtype=np.int8)
    coded: NDArray[np.int8] = table[raw.codes]
    return coded


class _Numbers:
    """Columns of numbers, checked as they are read."""

    def __init__(self, table: AnswerTable, findings: Findings) -> None:
        self._table = table
        self._findings = findings

    def read(self, name: str, *, least: float) -> Floats:
        """Return the numbers of a column that must be above `least`; a mistake is noted and read as 1."""
        column = self._table.columns[name]
        values = np.ones(len(column.values) + 1)
        for position, text in enumerate(column.values):
            number = _number(text)
            if number is None or not number > least or number == float("inf"):
                message = f"“{text}” không phải số" if number is None else f"phải lớn hơn 0, không phải “{text}”"
                self._findings.add(np.flatnonzero(column.codes == position), name, message)
                continue
            values[position] = number
        self._findings.add(np.flatnonzero(column.codes == EMPTY), name, "thiếu số")
        numbers: Floats = values[column.codes]
        return numbers


def _number(text: str) -> float | None:
    """Read a number with a point or a comma."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _stage(table: AnswerTable, plan: SurveyPlan, position: int, numbers: _Numbers) -> StageColumns:
    stage = plan.stages[position]
    strata = np.zeros(table.size, dtype=np.int64)
    for name in stage.strata:
        if name in table.columns:
            strata = join(strata, numbers_of(table.columns[name]))
    clusters = numbers_of(table.columns[stage.cluster]) if stage.cluster in table.columns else np.arange(table.size)
    has_population = bool(stage.population) and stage.population in table.columns
    return StageColumns(strata, clusters, numbers.read(stage.population, least=0.0) if has_population else None)


def numbers_of(column: TextColumn) -> Ints:
    """Return the codes from 0 on: rows where nothing stands are a group of their own."""
    return column.codes.astype(np.int64) + 1


def _post(table: AnswerTable, post: PostStrata | None, findings: Findings) -> tuple[Ints, Floats] | None:
    if post is None or post.column not in table.columns:
        return None
    column = table.columns[post.column]
    findings.add(np.flatnonzero(column.codes == EMPTY), post.column, "thiếu nhóm hậu phân tầng")
    groups = list(post.totals)
    for position, value in enumerate(column.values):
        if value not in post.totals:
            findings.add(np.flatnonzero(column.codes == position), post.column, f"thiết kế không có nhóm “{value}”")
    table_of_codes = np.array([*(groups.index(v) if v in post.totals else 0 for v in column.values), 0], dtype=np.int64)
    return table_of_codes[column.codes], np.array([float(total) for total in post.totals.values()])


def _domain(column: TextColumn) -> Domain:
    """Name the groups of a variable; forms without a value are a group without a name, last."""
    if not np.any(column.codes == EMPTY):
        return Domain(column.codes.astype(np.int64), column.values)
    codes = np.where(column.codes == EMPTY, len(column.values), column.codes).astype(np.int64)
    return Domain(codes, (*column.values, ""))

"""Wide and long tables of answers: a long one, a row for each answer, is turned into one row for each form."""

from __future__ import annotations

import numpy as np

from parindex.analytics.surveys.design import Ints, compact
from parindex.analytics.surveys.mistakes import Findings
from parindex.analytics.surveys.table import EMPTY, AnswerTable, TextColumn
from parindex.domain.surveys.plan import SurveyPlan
from parindex.domain.surveys.questionnaire import Questionnaire

ITEM, ANSWER = "item", "answer"


def widen(table: AnswerTable, questionnaire: Questionnaire, plan: SurveyPlan) -> AnswerTable:
    """Return a table with a row for each form; one that is wide already stays as it is. Raises BadAnswers."""
    if ITEM not in table.columns or ANSWER not in table.columns or plan.form not in table.columns:
        return table
    findings = Findings(table.numbers)
    form, item = table.columns[plan.form], table.columns[ITEM]
    findings.add(np.flatnonzero(form.codes == EMPTY), plan.form, "thiếu mã phiếu")
    findings.add(np.flatnonzero(item.codes == EMPTY), ITEM, "thiếu mã câu")
    for position, code in enumerate(item.values):
        if code not in questionnaire.columns:
            rows = np.flatnonzero(item.codes == position)
            findings.add(rows, ITEM, f"phiếu “{questionnaire.id}” không có câu “{code}”")
    rows, first = _forms(form)
    columns = {}
    for name, column in table.columns.items():
        if name not in (ITEM, ANSWER):
            columns[name] = TextColumn(column.codes[first], column.values)
            changed = column.codes != column.codes[first][rows]
            findings.add(np.flatnonzero(changed), name, "khác với dòng trước của cùng phiếu")
    columns |= _answers(table, plan.form, rows, len(first), findings)
    findings.require_none()
    return AnswerTable(columns, table.numbers[first])


def _forms(
    form: TextColumn,
) -> tuple[Ints, Ints]:
    """Return the form of each row, numbered in order of their codes, and the first row of each form."""
    rows = compact(form.codes.astype(np.int64))[0]
    first = np.full(int(rows.max(initial=-1)) + 1, len(rows), dtype=np.int64)
    np.minimum.at(first, rows, np.arange(len(rows)))
    return rows, first


def _answers(table: AnswerTable, form: str, rows: Ints, forms: int, findings: Findings) -> dict[str, TextColumn]:
    item, answer = table.columns[ITEM], table.columns[ANSWER]
    told = np.flatnonzero((item.codes != EMPTY) & (table.columns[form].codes != EMPTY))
    place = rows[told] * len(item.values) + item.codes[told]
    order = np.argsort(place, kind="stable")
    again = np.flatnonzero(place[order][1:] == place[order][:-1]) + 1
    findings.add(told[order[again]], ITEM, "câu này được trả lời hai lần trong một phiếu")
    wide = np.full((forms, len(item.values)), EMPTY, dtype=np.int32)
    wide[rows[told], item.codes[told]] = answer.codes[told]
    return {code: TextColumn(wide[:, position], answer.values) for position, code in enumerate(item.values)}

"""A cascade as JSON `parindex.cascade/1`: the report of every decision, the duty of the unit, and the draft plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from parindex.documents.extract.schema import to_json as plans_to_json
from parindex.domain.planning.cascade.model import Cascade, Change, Duty, ItemReport, Question
from parindex.domain.planning.codec import span_to_json
from parindex.domain.planning.model import SourceSpan

Json = dict[str, Any]

SCHEMA = "parindex.cascade/1"
NOTICE = "Bản dự thảo do phần mềm lập, chưa ai duyệt; không có số, ngày, chữ ký và không được lưu ở đâu."


def to_json(cascade: Cascade) -> Json:
    """Return a cascade as JSON values; spans are [block, start, end, row, col, page, line] of the upper document."""
    report = cascade.report
    return {
        "schema": SCHEMA,
        "notice": NOTICE,
        "upper": {
            "doc": report.upper_doc,
            "sha256": report.upper_sha256,
            "number": report.upper_number,
            "date": _day(report.upper_date),
        },
        "unit": {
            "slug": report.unit,
            "name": report.unit_name,
            "on": report.on.isoformat(),
            "regime": report.regime,
        },
        "duty": _duty(report.duty),
        "counts": {outcome.value: count for outcome, count in report.counts.items()},
        "document_changes": [_change(change) for change in report.document_changes],
        "items": [_item(told) for told in report.items],
        "draft": plans_to_json((cascade.plan,)),
    }


def _duty(duty: Duty) -> Json:
    return {
        "working_days": duty.working_days,
        "counted_from": _day(duty.counted_from),
        "due_on": _day(duty.due_on),
        "explanation": list(duty.explanation),
        "source": duty.source,
    }


def _item(told: ItemReport) -> Json:
    return {
        "key": told.key,
        "number": told.number,
        "code": told.code,
        "names": list(told.names),
        "outcome": told.outcome.value,
        "reason": told.reason,
        "lower_key": told.lower_key,
        "changes": [_change(change) for change in told.changes],
        "questions": [_question(question) for question in told.questions],
        "sources": _sources(told.sources),
    }


def _change(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "certainty": change.certainty.value,
        "span": _span(change.span),
    }


def _question(question: Question) -> Json:
    return {
        "field": question.field,
        "words": question.words,
        "why": question.why,
        "suggestion": question.suggestion,
        "span": _span(question.span),
    }


def _sources(sources: Mapping[str, tuple[SourceSpan, ...]]) -> Json:
    return {name: [span_to_json(span) for span in spans] for name, spans in sources.items()}


def _span(span: SourceSpan | None) -> list[int | None] | None:
    return span_to_json(span) if span is not None else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None

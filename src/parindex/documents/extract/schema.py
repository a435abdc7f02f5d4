"""The JSON form `parindex.plan/1` of extracted plans; its JSON Schema is docs/reference/parindex.plan-1.schema.json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from parindex.domain.planning.model import Citation, Deadline, Finding, Item, Plan, SourceSpan, Target

SCHEMA = "parindex.plan/1"
Json = dict[str, Any]


def to_json(plans: Iterable[Plan]) -> Json:
    """Return plans as `{"schema", "documents", "items"}` with plain values; amounts are JSON numbers."""
    plans = tuple(plans)
    return {
        "schema": SCHEMA,
        "documents": [_document(plan) for plan in plans],
        "items": [_item(plan.document.doc, item) for plan in plans for item in plan.items],
    }


def _document(plan: Plan) -> Json:
    facts = plan.document
    cited = [citation for citation in facts.citations if citation.number]
    return {
        "doc": facts.doc,
        "sha256": facts.sha256,
        "kind": facts.kind,
        "title": facts.title,
        "number": facts.number,
        "date": _date(facts.date_),
        "issuer": facts.issuer,
        "parent": facts.parent,
        "unit_level": facts.unit_level.value if facts.unit_level else None,
        "plan_year": facts.plan_year,
        "plan_period": list(facts.plan_period) if facts.plan_period else None,
        "signer": facts.signer,
        "signer_title": facts.signer_title,
        "recipients": list(facts.recipients),
        "implements": [_reference(citation) for citation in cited if citation.carried_out],
        "cites": [_reference(citation) for citation in cited],
        "citations": [_citation(citation) for citation in facts.citations],
        "confidence": {name: value.value for name, value in facts.confidence.items()},
        "absent": dict(facts.absent),
        "findings": [_finding(finding) for finding in plan.findings],
    }


def _item(doc: str, item: Item) -> Json:
    return {
        "doc": doc,
        "key": item.key,
        "part": item.part.value,
        "section": item.section.value,
        "line": item.line,
        "domain": item.domain,
        "domain_name": item.domain_name,
        "number": item.number,
        "code": item.code,
        "level": item.level.value if item.level else None,
        "names": list(item.names),
        "limitations": list(item.limitations),
        "target_text": item.target_text,
        "targets": [_target(target) for target in item.targets],
        "actions": [
            {"text": action.text, "actors": list(action.actors), "span": _span(action.span)} for action in item.actions
        ],
        "lead": list(item.lead),
        "coordinate": list(item.coordinate),
        "implement": list(item.implement),
        "support": list(item.support),
        "product": item.product,
        "budget": item.budget,
        "product_targets": [_target(target) for target in item.product_targets],
        "deadline_text": item.deadline_text,
        "deadlines": [_deadline(deadline) for deadline in item.deadlines],
        "linked_key": item.linked_key,
        "sources": _sources(item.sources),
        "confidence": {name: value.value for name, value in item.confidence.items()},
        "absent": dict(item.absent),
    }


def _target(target: Target) -> Json:
    result: Json = {
        "op": target.op.value,
        "value": _number(target.value),
        "unit": target.unit,
        "of": target.of,
        "value2": _number(target.value2),
        "baseline": _number(target.baseline),
        "baseline_year": target.baseline_year,
        "derived_absolute": _number(target.derived_absolute),
    }
    required = {"op", "value", "unit", "of"}
    return {name: value for name, value in result.items() if value is not None or name in required}


def _deadline(deadline: Deadline) -> Json:
    result: Json = {
        "role": deadline.role.value,
        "kind": deadline.kind.value,
        "text": deadline.text,
        "year": deadline.year,
        "year_to": deadline.year_to,
        "month": deadline.month,
        "date": _date(deadline.date_),
        "day": deadline.day,
        "n": deadline.n,
        "quarter": deadline.quarter,
        "op": deadline.op,
        "every": deadline.every,
        "event": deadline.event,
    }
    return {name: value for name, value in result.items() if value is not None}


def _citation(citation: Citation) -> Json:
    return {
        "kind": citation.kind,
        "number": citation.number,
        "date": _date(citation.date_),
        "issuer": citation.issuer,
        "text": citation.text,
        "carried_out": citation.carried_out,
        "span": _span(citation.span),
    }


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "message": finding.message,
        "item": finding.item,
        "text": finding.text,
        "span": _span(finding.span),
    }


def _reference(citation: Citation) -> str:
    return f"{citation.number}|{_date(citation.date_) or ''}"


def _sources(sources: Mapping[str, tuple[SourceSpan, ...]]) -> Json:
    return {name: [_span(span) for span in spans] for name, spans in sources.items()}


def _span(span: SourceSpan | None) -> Json | None:
    if span is None:
        return None
    values = {"block": span.block, "start": span.start, "end": span.end, "row": span.row, "col": span.col}
    values |= {"page": span.page, "line": span.line}
    return {name: value for name, value in values.items() if value is not None}


def _date(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _number(value: Decimal | None) -> int | float | None:
    """Turn an exact amount into a JSON number; only this outer edge uses float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

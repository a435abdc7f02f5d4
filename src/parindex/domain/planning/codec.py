"""Plan values as JSON and back, exact: decimals are strings, dates are ISO."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from parindex.domain.planning.model import (
    Action,
    Citation,
    Deadline,
    DeadlineKind,
    DeadlineRole,
    SourceSpan,
    Target,
    TargetOp,
)

JsonObject = dict[str, Any]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, SourceSpan):
        return span_to_json(value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value


def _present(instance: Target | Deadline | Action | Citation) -> JsonObject:
    return {name: _plain(value) for name, value in instance._asdict().items() if value is not None}


def span_to_json(span: SourceSpan) -> list[int | None]:
    """Return a span as [block, start, end, row, col, page, line]."""
    return [span.block, span.start, span.end, span.row, span.col, span.page, span.line]


def span_from_json(value: list[Any]) -> SourceSpan:
    """Return the span written by `span_to_json`."""
    return SourceSpan(*value)


def target_to_json(target: Target) -> JsonObject:
    """Return a target with its absent fields left out."""
    return _present(target)


def target_from_json(value: Mapping[str, Any]) -> Target:
    """Return the target written by `target_to_json`."""

    def amount(name: str) -> Decimal | None:
        return Decimal(value[name]) if value.get(name) is not None else None

    return Target(
        op=TargetOp(value["op"]),
        value=amount("value"),
        unit=value.get("unit"),
        of=value.get("of", ""),
        value2=amount("value2"),
        baseline=amount("baseline"),
        baseline_year=value.get("baseline_year"),
        derived_absolute=amount("derived_absolute"),
    )


def deadline_to_json(deadline: Deadline) -> JsonObject:
    """Return a deadline with its absent fields left out."""
    return _present(deadline)


def deadline_from_json(value: Mapping[str, Any]) -> Deadline:
    """Return the deadline written by `deadline_to_json`."""
    known = dict(value)
    known["role"] = DeadlineRole(known["role"])
    known["kind"] = DeadlineKind(known["kind"])
    if known.get("date_"):
        known["date_"] = date.fromisoformat(known["date_"])
    return Deadline(**known)


def citation_to_json(citation: Citation) -> JsonObject:
    """Return a cited document with its absent fields left out."""
    return _present(citation)


def citation_from_json(value: Mapping[str, Any]) -> Citation:
    """Return the citation written by `citation_to_json`."""
    return Citation(
        kind=value.get("kind"),
        number=value.get("number"),
        date_=date.fromisoformat(value["date_"]) if value.get("date_") else None,
        issuer=value.get("issuer"),
        text=value["text"],
        carried_out=value.get("carried_out", False),
        span=span_from_json(value["span"]) if value.get("span") else None,
    )

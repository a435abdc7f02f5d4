"""Proposals to and from plain JSON values (`parindex.catalogue-proposal/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from parindex.domain.scoring.catalogue import Channel, Effect, Level
from parindex.domain.scoring.proposal import CatalogueProposal, Finding, ProposedHead, ProposedItem, Severity, Where
from parindex.domain.scoring.reading.proposal import Certainty
from parindex.domain.scoring.wording import plain_text

SCHEMA: Final = "parindex.catalogue-proposal/1"


def to_json(proposal: CatalogueProposal) -> dict[str, Any]:
    """Return plain values; points are decimals in strings, what is unknown is null."""
    head = proposal.head
    return {
        "schema": SCHEMA,
        "source": proposal.source,
        "sha256": proposal.sha256,
        "head": {
            "level": head.level.value,
            "year": head.year,
            "title": head.title,
            "number": head.number,
            "date": head.date_,
            "issuer": head.issuer,
            "total_points": _decimal(head.total_points),
        },
        "items": [item_to_json(item) for item in proposal.items],
        "findings": [_finding(finding) for finding in proposal.findings],
    }


def item_to_json(item: ProposedItem) -> dict[str, Any]:
    """Return one item as plain values."""
    return {
        "code": item.code,
        "parent_code": item.parent_code,
        "depth": item.depth,
        "printed": item.printed,
        "name": item.name,
        "max_points": _decimal(item.max_points),
        "rule": dict(item.rule) if item.rule is not None else None,
        "confidence": item.certainty.value,
        "words": item.words,
        "reason": item.reason,
        "channel": item.channel.value if item.channel else None,
        "effect": item.effect.value,
        "evidence": list(item.evidence),
        "note": item.note,
        "status": "unverified",
        "place": place_to_json(item.place),
    }


def from_json(value: Mapping[str, Any]) -> CatalogueProposal:
    """Read what `to_json` wrote; raises KeyError or ValueError for anything else."""
    if value.get("schema") != SCHEMA:
        raise ValueError(f"schema must be {SCHEMA}")
    head = value["head"]
    return CatalogueProposal(
        source=value["source"],
        sha256=value["sha256"],
        head=ProposedHead(
            Level(head["level"]),
            head["year"],
            head["title"],
            head["number"],
            head["date"],
            head["issuer"],
            _fraction(head["total_points"]),
        ),
        items=tuple(item_from_json(item) for item in value["items"]),
        findings=tuple(_read_finding(finding) for finding in value["findings"]),
    )


def item_from_json(value: Mapping[str, Any]) -> ProposedItem:
    """Read one item that `item_to_json` wrote."""
    return ProposedItem(
        code=value["code"],
        parent_code=value["parent_code"],
        depth=value["depth"],
        printed=value["printed"],
        name=value["name"],
        max_points=_fraction(value["max_points"]),
        rule=value["rule"],
        certainty=Certainty(value["confidence"]),
        words=value["words"],
        reason=value["reason"],
        channel=Channel(value["channel"]) if value["channel"] else None,
        effect=Effect(value["effect"]),
        evidence=tuple(value["evidence"]),
        note=value["note"],
        place=_read_place(value["place"]),
    )


def place_to_json(place: Where) -> dict[str, Any]:
    """Return a place without what the file has not."""
    values = {
        "page": place.page,
        "sheet": place.sheet,
        "line": place.line,
        "block": place.block,
        "row": place.row,
        "col": place.col,
    }
    return {name: value for name, value in values.items() if value is not None}


def _read_place(value: Mapping[str, Any]) -> Where:
    return Where(**{name: value.get(name) for name in ("page", "sheet", "line", "block", "row", "col")})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "item": finding.item_code,
        "message": finding.message,
        "where": finding.place.describe(),
        "place": place_to_json(finding.place),
    }


def _read_finding(value: Mapping[str, Any]) -> Finding:
    return Finding(
        value["code"], Severity(value["severity"]), value["item"], value["message"], _read_place(value["place"])
    )


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else plain_text(value)


def _fraction(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)

"""Findings of lint for other programs: JSON of one line a finding, and SARIF 2.1.0 for editors and review tools."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from parindex import __version__
from parindex.domain.planning.lint.model import Finding, RuleBook, Severity

Json = dict[str, Any]

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_json(findings: Mapping[str, Sequence[Finding]]) -> Json:
    """Build the JSON of the findings of files by name; `findings` holds all of them in order."""
    listed = [_finding(file, finding) for file, found in findings.items() for finding in found]
    summary = {severity.value: sum(entry["severity"] == severity.value for entry in listed) for severity in Severity}
    return {"schema": "parindex.lint/1", "files": list(findings), "summary": summary, "findings": listed}


def _finding(file: str, finding: Finding) -> Json:
    entry: Json = {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "item": finding.item,
        "line": finding.line,
        "text": finding.text,
        "fix": finding.fix,
        "why": finding.why,
        "number": finding.number,
        "file": file,
    }
    place = {"page": finding.page}
    if finding.span is not None:
        place |= {"block": finding.span.block, "row": finding.span.row, "col": finding.span.col}
    return entry | {name: value for name, value in place.items() if value is not None}


def to_sarif(findings: Mapping[str, Sequence[Finding]], *, book: RuleBook) -> Json:
    """Build a SARIF 2.1.0 log of the findings of files by name; lines count from 1 and only text files have them."""
    codes = list(book.rules)
    results = [
        _result(file, finding, index=codes.index(finding.code)) for file, found in findings.items() for finding in found
    ]
    driver: Json = {"name": "parindex", "version": __version__, "language": "vi", "rules": _rules(book)}
    run: Json = {
        "tool": {"driver": driver},
        "artifacts": [{"location": {"uri": quote(file)}} for file in findings],
        "results": results,
        "columnKind": "unicodeCodePoints",
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(book: RuleBook) -> list[Json]:
    return [
        {
            "id": code,
            "name": code,
            "shortDescription": {"text": rule.name},
            "fullDescription": {"text": rule.usual.why},
            "help": {"text": rule.usual.fix},
            "defaultConfiguration": {"level": _SARIF_LEVELS[rule.usual.severity]},
        }
        for code, rule in book.rules.items()
    ]


def _result(file: str, finding: Finding, *, index: int) -> Json:
    physical: Json = {"artifactLocation": {"uri": quote(file)}}
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line, "snippet": {"text": finding.text}}
    location: Json = {"physicalLocation": physical}
    if finding.item is not None:
        location["logicalLocations"] = [{"name": finding.number or finding.item, "fullyQualifiedName": finding.item}]
    # The fault is the same one after lines were added above it.
    print_ = hashlib.sha256(f"{finding.code}|{finding.item}|{finding.text}".encode()).hexdigest()[:32]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.fix}"},
        "locations": [location],
        "partialFingerprints": {"parindexFinding/v1": print_},
        "properties": {"text": finding.text, "fix": finding.fix, "why": finding.why},
    }

"""Documents that prove something, as rows and with what was read of them marked in their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from parindex.domain.assessment.doctor import Finding, FindingCode, Severity
from parindex.domain.text.dates import format_date
from parindex.web.presenters.source import Segment

if TYPE_CHECKING:
    from parindex.apps.evidence.models import Document

MARKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "number": ("a", "ref", "Số, ký hiệu"),
    "issued_on": ("b", "when", "Ngày ban hành"),
    "issuer": ("c", "who", "Cơ quan ban hành"),
    "subject": ("d", "goal", "Trích yếu"),
    "signer": ("e", "who", "Người ký"),
}
"""The letter, colour and words of each fact that is marked in the text."""

_KINDS: Final = {Severity.BAD: "bad", Severity.WARN: "warn", Severity.UNKNOWN: "idle"}
_UNKNOWN_FACTS: Final[Mapping[FindingCode, str]] = {
    FindingCode.NO_NUMBER: "số",
    FindingCode.NO_DATE: "ngày",
    FindingCode.NO_ISSUER: "cơ quan",
    FindingCode.NO_SIGNER: "người ký",
}
_SIGNATURES: Final = {
    "whole": "đã ký số, tệp còn nguyên vẹn",
    "broken": "chữ ký số không còn đúng",
    "none": "không có chữ ký số",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A finding in one word, with its sentence and what to do."""

    name: str
    kind: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list; `meta` is one line of date, issuer, signature."""

    public_id: str
    title: str
    subject: str
    meta: str
    unit_name: str
    has_file: bool
    is_reading: bool
    is_failed: bool
    uses: int
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of the text with marks; `page` is set where the page changes."""

    segments: tuple[Segment, ...]
    page: str


@dataclass(frozen=True, slots=True)
class ReadField:
    """What was read for one fact: the value and how sure; empty words where nothing was read."""

    name: str
    label: str
    letter: str
    value: str
    is_sure: bool


def rows(
    documents: Iterable[Document], *, findings: Mapping[int, Sequence[Finding]], uses: Mapping[int, int]
) -> list[DocumentRow]:
    """Return the documents of a list."""
    return [row(one, findings=findings.get(one.pk, ()), uses=uses.get(one.pk, 0)) for one in documents]


def row(document: Document, *, findings: Sequence[Finding], uses: int) -> DocumentRow:
    """Return one document of a list."""
    is_reading = document.reading == "waiting"
    return DocumentRow(
        public_id=str(document.public_id),
        title=title(document),
        subject=document.subject if document.number else "",
        meta=meta(document),
        unit_name=document.unit.name,
        has_file=document.file_id is not None,
        is_reading=is_reading,
        is_failed=document.reading == "failed",
        uses=uses,
        chips=() if is_reading else chips(findings),
    )


def title(document: Document) -> str:
    """Return what a document is called: its number, else its subject, else the name of its file."""
    return document.number or document.subject or document.file_name or "Tài liệu"


def meta(document: Document) -> str:
    """Return date, issuer and signature in one line; what is not known is left out."""
    parts = [
        format_date(document.issued_on) if document.issued_on else "",
        document.issuer,
        _SIGNATURES.get(document.signature, "") if document.file_id else "chỉ ghi số",
    ]
    return ", ".join(part for part in parts if part)


def chips(findings: Iterable[Finding]) -> tuple[Chip, ...]:
    """Return findings as chips, the gravest first; facts that are not known share one chip."""
    found = list(findings)
    shown = [_chip(one) for one in found if one.code not in _UNKNOWN_FACTS]
    unknown = [one for one in found if one.code in _UNKNOWN_FACTS]
    if len(unknown) == 1:
        shown.append(_chip(unknown[0]))
    elif unknown:
        names = ", ".join(_UNKNOWN_FACTS[one.code] for one in unknown)
        remedies = " ".join(one.remedy for one in unknown)
        shown.append(Chip(f"Chưa rõ {names}", "idle", f"Chưa rõ {names}.", remedies))
    return tuple(shown)


def _chip(finding: Finding) -> Chip:
    return Chip(finding.name, _KINDS[finding.severity], finding.message, finding.remedy)


def read_fields(read: Mapping[str, Any]) -> list[ReadField]:
    """Return what was read of each fact, in the order of the form."""
    facts: Mapping[str, Any] = read.get("facts", {})
    return [
        ReadField(
            name=name,
            label=label,
            letter=letter if facts.get(name, {}).get("block") is not None else "",
            value=str(facts.get(name, {}).get("value", "")),
            is_sure=facts.get(name, {}).get("confidence") == "sure",
        )
        for name, (letter, _, label) in MARKS.items()
    ]


def excerpt(read: Mapping[str, Any]) -> list[Piece]:
    """Return the kept words of the document with every fact marked where it stands."""
    marks: dict[int, list[tuple[int, int, str, str]]] = {}
    for name, fact in read.get("facts", {}).items():
        if fact.get("block") is not None and name in MARKS:
            letter, css, _ = MARKS[name]
            marks.setdefault(fact["block"], []).append((fact["start"], fact["end"], css, letter))
    pieces, page = [], None
    for block in read.get("excerpt", ()):
        label = f"Trang {block['page']}" if block["page"] and block["page"] != page else ""
        page = block["page"] or page
        pieces.append(Piece(_segments(block["text"], sorted(marks.get(block["index"], ()))), label))
    return pieces


def _segments(text: str, marks: Iterable[tuple[int, int, str, str]]) -> tuple[Segment, ...]:
    segments, at = [], 0
    for start, end, css, letter in marks:
        if start < at or end > len(text):
            continue
        segments += [Segment(text[at:start]), Segment(text[start:end], css, letter)]
        at = end
    return tuple(one for one in (*segments, Segment(text[at:])) if one.text)

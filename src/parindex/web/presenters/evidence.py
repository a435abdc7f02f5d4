"""The documents of one item of a sheet: what is cited and what is wrong with it, what may be cited with one click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from parindex.domain.assessment.doctor import Finding
from parindex.web.presenters import documents

if TYPE_CHECKING:
    from parindex.apps.assessment.models import EvidenceLink, SheetItem
    from parindex.apps.assessment.suggestions import Suggestions
    from parindex.apps.evidence.models import Document


@dataclass(frozen=True, slots=True)
class Proof:
    """A cited document; `url` opens its page, `file_url` its file, both empty where there is none."""

    link_id: int
    title: str
    subject: str
    meta: str
    place: str
    url: str
    file_url: str
    is_added_later: bool
    chips: tuple[documents.Chip, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be cited with one click: the field of the form that names it and its value."""

    action: str
    name: str
    value: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the drawer of documents shows for one item; `refusal` says why nothing can be cited now.

    `parts` names what changes on the form of the sheet when a document is cited: the drawer and the row.
    """

    code: str
    parts: str
    sheet_id: str
    expected: tuple[str, ...]
    proofs: tuple[Proof, ...]
    offers: tuple[Offer, ...]
    may_link: bool
    refusal: str


def panel(
    item: SheetItem,
    *,
    findings: Mapping[int, Sequence[Finding]],
    suggestions: Suggestions | None,
    expected: Sequence[str],
    refusal: str,
) -> Panel:
    """Return the panel of an item whose evidence is prefetched; without suggestions it is only to read."""
    return Panel(
        code=item.code,
        parts=f"#ngan,#muc-{item.code.replace('.', '-')}",
        sheet_id=str(item.sheet.public_id),
        expected=tuple(expected),
        proofs=proofs(item, findings=findings),
        offers=_offers(suggestions) if suggestions else (),
        may_link=not refusal,
        refusal=refusal,
    )


def proofs(
    item: SheetItem, *, findings: Mapping[int, Sequence[Finding]], file_address: str = "evidence-file"
) -> tuple[Proof, ...]:
    """Return the cited documents of an item with what is to be looked at in each.

    `file_address` names the address, of sheet, code and citation, at which this reader opens the files.
    """
    found = []
    for link in item.evidence.all():
        url = reverse(file_address, args=[item.sheet.public_id, item.code, link.pk]) if link.document.file_id else ""
        found.append(_proof(link, findings.get(link.pk, ()), file_url=url))
    return tuple(found)


def _proof(link: EvidenceLink, findings: Sequence[Finding], *, file_url: str) -> Proof:
    document = link.document
    return Proof(
        link_id=link.pk,
        title=documents.title(document),
        subject=document.subject if document.number else "",
        meta=documents.meta(document),
        place=link.place,
        url=reverse("document-detail", args=[document.public_id]),
        file_url=file_url,
        is_added_later=link.round == "explanation",
        chips=documents.chips(findings),
    )


def _offers(found: Suggestions) -> tuple[Offer, ...]:
    proofs = [
        Offer("goi-y", "bao-cao", str(one.report.pk), one.label, f"đã nộp khi làm “{one.report.assignment.title[:80]}”")
        for one in found.proofs
    ]
    others = [
        Offer("dan", "tai-lieu", str(one.document.public_id), _label(one.document), one.reason)
        for one in found.documents
    ]
    return (*proofs, *others)


def _label(document: Document) -> str:
    words = " ".join(part for part in (document.number, document.subject) if part)
    return words[:140] or document.file_name

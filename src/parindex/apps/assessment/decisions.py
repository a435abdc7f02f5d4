"""The decision that publishes a season, as a file: a draft before, with its number and date afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby

from django.db import transaction

from parindex.apps.assessment import publication
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.models import Campaign, Publication, Result
from parindex.apps.assessment.results import list_results
from parindex.apps.audit import services as audit
from parindex.apps.orgs.models import Unit
from parindex.documents.bundle.content import GroupResult
from parindex.documents.write.official.decision_paper import (
    RankedGroup,
    RankedUnit,
    ResultDecision,
    paper_of_decision,
)
from parindex.documents.write.official.docx import write_paper_document
from parindex.documents.write.official.pdf import write_paper_pdf
from parindex.domain import units
from parindex.domain.access import Actor, Permission, PermissionDenied
from parindex.domain.scoring.catalogue import Catalogue, CatalogueStatus
from parindex.domain.scoring.wording import number_text, two_places
from parindex.domain.text.dates import format_date

DRAFT = "DỰ THẢO"
FICTIONAL = "BẢN MINH HỌA, KHÔNG PHẢI VĂN BẢN CỦA CƠ QUAN NÀO"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to give away: its bytes and its name in ASCII."""

    data: bytes
    name: str


def issuer_of(unit: Unit) -> str:
    """Return who signs for a unit: the people's committee of a place, else the agency itself."""
    return units.issuer_of(unit.name, kind=unit.kind)


def decision_of(campaign: Campaign) -> ResultDecision:
    """Return what the decision of a campaign says now: its published lines, else what publication would give."""
    published = Publication.objects.filter(campaign=campaign).first()
    rows = campaign.groups.select_related("revision").order_by("position", "pk")
    books = {group.name: book_of(group.revision).catalogue for group in rows}
    if published is None:
        groups = tuple(_previewed(result) for result in publication.preview(campaign).results)
    else:
        lines = {name: list(found) for name, found in groupby(list_results(published), key=lambda row: row.group)}
        groups = tuple(_published(name, lines[name], book) for name, book in books.items() if name in lines)
    return ResultDecision(
        year=campaign.year,
        campaign=campaign.title,
        issuer=published.issuer if published else issuer_of(campaign.unit),
        number=published.decision_number if published else None,
        on=published.decision_on if published else None,
        grounds=tuple(dict.fromkeys(ground for book in books.values() if (ground := _ground(book)))),
        groups=groups,
    )


def export_decision(*, campaign: Campaign, form: str, actor: Actor, now: datetime) -> Exported:
    """Return the decision as "docx" or "pdf" and record the export; the same data gives the same bytes.

    Raises `PermissionDenied` for who may not publish the campaign.
    """
    if not actor.may(Permission.RESULTS_PUBLISH, campaign.unit.path):
        raise PermissionDenied(Permission.RESULTS_PUBLISH)
    decision = decision_of(campaign)
    marks = ("" if decision.number else DRAFT, FICTIONAL if campaign.unit.is_fictional else "")
    paper = paper_of_decision(decision, mark=". ".join(mark for mark in marks if mark))
    data = write_paper_pdf(paper) if form == "pdf" else write_paper_document(paper)
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="decision.exported",
            object_type="campaign",
            object_id=str(campaign.public_id),
            object_label=campaign.title,
            unit_path=campaign.unit.path,
            after={"format": form, "number": decision.number or ""},
            now=now,
        )
    draft = "" if decision.number else "du-thao-"
    return Exported(data, f"{draft}quyet-dinh-cong-bo-{campaign.year}.{form}")


def _ground(catalogue: Catalogue) -> str:
    """Return the decision by which the catalogue was issued; a demonstration has none."""
    issued = catalogue.decision
    if not issued.number or catalogue.status is CatalogueStatus.DEMONSTRATION:
        return ""
    day = f" ngày {format_date(date.fromisoformat(issued.date_))}" if issued.date_ else ""
    return f"Quyết định số {issued.number}{day}{f' về {issued.title}' if issued.title else ''}"


def _previewed(result: GroupResult) -> RankedGroup:
    rows = sorted(
        zip(result.units, result.sheets, result.standings, strict=True),
        key=lambda row: (row[2].rank is None, row[2].rank or 0, row[0].name),
    )
    units = tuple(
        _ranked(
            rank=standing.rank,
            name=unit.name,
            points=None if sheet.total.points is None else Fraction(sheet.total.points, sheet.scale),
            maximum=None if sheet.total.maximum is None else Fraction(sheet.total.maximum, sheet.scale),
            index=sheet.total.index,
            grade=standing.grade or "",
        )
        for unit, sheet, standing in rows
    )
    return RankedGroup(result.group, result.catalogue.ranking.describe(), units)


def _published(name: str, rows: Iterable[Result], catalogue: Catalogue) -> RankedGroup:
    units = tuple(
        _ranked(
            rank=row.rank,
            name=row.unit_name,
            points=None if row.points is None else Fraction(row.points),
            maximum=None if row.maximum is None else Fraction(row.maximum),
            index=None if row.index is None else Fraction(row.index),
            grade=row.grade,
        )
        for row in rows
    )
    return RankedGroup(name, catalogue.ranking.describe(), units)


def _ranked(
    *,
    rank: int | None,
    name: str,
    points: Fraction | None,
    maximum: Fraction | None,
    index: Fraction | None,
    grade: str,
) -> RankedUnit:
    return RankedUnit(
        rank=str(rank or ""),
        name=name,
        points="–" if points is None else number_text(points),
        maximum="–" if maximum is None else number_text(maximum),
        index="–" if index is None else two_places(index),
        grade=grade,
    )

"""What this site shows of published seasons against their bundles: nothing may have changed since."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from parindex.apps.assessment.models import Publication, Result
from parindex.apps.evidence import services as evidence
from parindex.apps.evidence.errors import FileMissing
from parindex.documents.bundle.verify import verify_bundle
from parindex.documents.errors import DocumentError


def find_changes() -> Iterator[str]:
    """Yield, in Vietnamese, every way in which a published season is not as its bundle says; nothing when it is."""
    for publication in Publication.objects.select_related("campaign", "bundle").order_by("pk"):
        for change in _changes(publication):
            yield f"{publication.campaign.title} ({publication.decision_number}): {change}"


def _changes(publication: Publication) -> Iterator[str]:
    try:
        report = verify_bundle(evidence.read_file(publication.bundle), name=publication.bundle.name)
    except (DocumentError, FileMissing) as error:
        yield error.message
        return
    if report.root != publication.root_sha256:
        yield f"mã băm gốc của gói là {report.root}, đã công bố {publication.root_sha256}"
    yield from (difference.message for difference in report.differences)
    shown = {(row.group, row.unit_name): row for row in publication.results.defer("items")}
    names = {(unit.group, unit.unit): unit.name for unit in report.bundle.content.units}
    for group, unit, points, _, _, rank, grade in report.bundle.ranking:
        row = shown.pop((group, names[group, unit]), None)
        if row is None or _told(row) != (Decimal(points) if points else None, int(rank) if rank else None, grade):
            yield f"dòng của {names[group, unit]} không còn như trong gói"
    yield from (f"{name} không có trong gói" for _, name in shown)


def _told(row: Result) -> tuple[Decimal | None, int | None, str]:
    return row.points, row.rank, row.grade

"""The things of a season that addresses name: an open campaign with a sheet, and a published one with its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from parindex.apps.assessment.models import (
    AppraisalDuty,
    Campaign,
    CampaignGroup,
    EvidenceLink,
    Publication,
    Result,
    Round,
    RoundKind,
    Ruling,
    Sheet,
    SheetItem,
    SheetState,
)
from parindex.apps.catalogues.models import Proposal
from parindex.apps.evidence import services as evidence
from parindex.apps.evidence.models import Document
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.documents.bundle.signing import SigningKey
from parindex.documents.bundle.write import write_bundle
from parindex.domain.access import SYSTEM
from tests.factories import UnitFactory, bundles
from tests.factories.assessment import make_revision_of
from tests.factories.catalogues import import_annex
from tests.web.conftest import NOW


@dataclass(frozen=True)
class SeasonThings:
    """What the addresses of one side name."""

    campaign: Campaign
    sheet: Sheet
    item: SheetItem
    judged: SheetItem
    evidence: EvidenceLink
    cited: EvidenceLink
    published: Campaign
    result: Result
    proposal: Proposal


def make_things(*, holder: Unit, unit: Unit) -> SeasonThings:
    """Return a campaign of `holder` in which `unit` may score itself now, and a published one of the year before."""
    revision = make_revision_of(bundles.CATALOGUE, now=NOW)
    campaign = Campaign.objects.create(
        unit=holder, year=NOW.year, title="Đợt thử", state="open", created_at=NOW, opened_at=NOW
    )
    Round.objects.bulk_create(
        Round(campaign=campaign, kind=kind, opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=9))
        for kind in RoundKind
    )
    group = CampaignGroup.objects.create(campaign=campaign, name="Nhóm thử", revision=revision, position=1)
    sheet = Sheet.objects.create(campaign=campaign, group=group, unit=unit)
    item, _ = SheetItem.objects.bulk_create(
        SheetItem(sheet=sheet, code=code, field_code=code, position=at) for at, code in enumerate(("1", "2"), start=1)
    )
    link = _judged(group, holder=holder, agency=unit)
    cited = _cited(item, unit=unit)
    published, result = _published(holder=holder, unit=unit)
    proposal = import_annex(unit=holder, actor=SYSTEM, now=NOW)
    return SeasonThings(campaign, sheet, item, link.item, link, cited, published, result, proposal)


def _cited(item: SheetItem, *, unit: Unit) -> EvidenceLink:
    """Return a document of the unit, which could not be read, as it proves an item of the unit's own sheet."""
    file = evidence.keep_made(data=b"Bien ban", name="b.txt", media_type="text/plain", actor=SYSTEM, now=NOW)
    document = Document.objects.create(
        unit=unit, file=file, file_name="b.txt", created_at=NOW, search_fold="b.txt", reading="failed"
    )
    return EvidenceLink.objects.create(item=item, document=document, added_at=NOW)


def _judged(group: CampaignGroup, *, holder: Unit, agency: Unit) -> EvidenceLink:
    """Return the evidence of an item on a signed sheet of another unit, about which the agency has asked."""
    AppraisalDuty.objects.create(group=group, agency=agency)
    other = UnitFactory(name="Xã Được Thẩm Định", kind=UnitKind.COMMUNE, parent=holder)
    sheet = Sheet.objects.create(campaign=group.campaign, group=group, unit=other, state=SheetState.SIGNED)
    item = SheetItem.objects.create(sheet=sheet, code="2", field_code="2", position=2, inputs={"met": "yes"})
    reason = "Tài liệu chưa nêu ngày ban hành."
    Ruling.objects.create(
        item=item, stage="appraisal_1", decision="ask", reason=reason, agency=agency, actor_name="Hư Cấu", at=NOW
    )
    file = evidence.keep_made(data=b"Van ban", name="a.txt", media_type="text/plain", actor=SYSTEM, now=NOW)
    document = Document.objects.create(unit=other, file=file, file_name="a.txt", created_at=NOW, search_fold="")
    return EvidenceLink.objects.create(item=item, document=document, added_at=NOW)


def _published(*, holder: Unit, unit: Unit) -> tuple[Campaign, Result]:
    """Return the season of the year before with its result; the one before that is published too."""
    made = [_publish(holder=holder, unit=unit, years_ago=ago, first=first) for ago, first in ((2, "2"), (1, "1"))]
    return made[-1]


def _publish(*, holder: Unit, unit: Unit, years_ago: int, first: str) -> tuple[Campaign, Result]:
    """Return a published campaign in which the unit has `first` points of two at its first item."""
    year = NOW.year - years_ago
    title = "Đợt đã công bố" if years_ago == 1 else "Đợt trước nữa"
    campaign = Campaign.objects.create(unit=holder, year=year, title=title, state="published", created_at=NOW)
    data = write_bundle(bundles.content(), key=SigningKey.make())
    publication = Publication.objects.create(
        campaign=campaign,
        decision_number="01/QĐ-MH",
        decision_on=date(year + 1, 1, 15),
        issuer=holder.name,
        bundle=evidence.keep_made(data=data, name="goi.zip", media_type="application/zip", actor=SYSTEM, now=NOW),
        root_sha256="0" * 64,
        published_at=NOW,
    )
    rows = [
        {
            "code": code,
            "name": name,
            "depth": 0,
            "channel": None,
            "effect": "normal",
            "status": "scored",
            "points": points,
            "maximum": "2",
            "sentence": "Câu thử.",
        }
        for code, name, points in (("1.1", "Ban hành kế hoạch", first), ("1.2", "Báo cáo", "2"))
    ]
    points = int(first) + 2
    result = Result.objects.create(
        publication=publication,
        year=campaign.year,
        group="Nhóm thử",
        unit=unit,
        unit_name=unit.name,
        points=points,
        maximum="4",
        index=25 * points,
        rank=1,
        rank_of=1,
        catalogue_id="bundle-test",
        catalogue_sha256="a" * 64,
        items=rows,
        source="01/QĐ-MH",
    )
    return campaign, result

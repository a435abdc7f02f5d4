"""Makes a season by the services: a fictional province with communes, and a campaign by the demonstration catalogue."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parindex.apps.assessment import campaigns, sheets
from parindex.apps.assessment.books import book_of
from parindex.apps.assessment.campaigns import Duty, RoundTime
from parindex.apps.assessment.models import Campaign, CampaignGroup, RoundKind, Sheet, SheetItem
from parindex.apps.catalogues import services as catalogues
from parindex.apps.catalogues.models import Revision
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.definitions.catalogues import loader
from parindex.domain.access import SYSTEM, Actor, Role
from tests.factories.orgs import UnitFactory
from tests.factories.people import MembershipFactory

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PREPARED_AT = datetime(2026, 10, 1, 8, 0, tzinfo=ZONE)
SEASON_AT = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
"""A moment at which units score themselves and leaders sign."""
COMMUNE_CATALOGUE = "commune-2026-demonstration"

ROUNDS = {
    RoundKind.SELF_SCORE: (datetime(2026, 11, 1, 7, 0, tzinfo=ZONE), datetime(2026, 11, 15, 17, 0, tzinfo=ZONE)),
    RoundKind.APPROVAL: (datetime(2026, 11, 1, 7, 0, tzinfo=ZONE), datetime(2026, 11, 20, 17, 0, tzinfo=ZONE)),
    RoundKind.APPRAISAL_1: (datetime(2026, 11, 21, 7, 0, tzinfo=ZONE), datetime(2026, 12, 5, 17, 0, tzinfo=ZONE)),
    RoundKind.EXPLANATION: (datetime(2026, 12, 6, 7, 0, tzinfo=ZONE), datetime(2026, 12, 12, 17, 0, tzinfo=ZONE)),
    RoundKind.APPRAISAL_2: (datetime(2026, 12, 13, 7, 0, tzinfo=ZONE), datetime(2026, 12, 19, 17, 0, tzinfo=ZONE)),
    RoundKind.COUNCIL: (datetime(2026, 12, 20, 7, 0, tzinfo=ZONE), datetime(2026, 12, 26, 17, 0, tzinfo=ZONE)),
    RoundKind.PUBLICATION: (datetime(2026, 12, 27, 7, 0, tzinfo=ZONE), datetime(2026, 12, 31, 17, 0, tzinfo=ZONE)),
}
"""The usual calendar of a season, by step."""


@dataclass(frozen=True)
class Season:
    """An open campaign over communes, with the people who hold it and who appraise."""

    province: Unit
    agency: Unit
    communes: tuple[Unit, ...]
    campaign: Campaign
    group: CampaignGroup
    holder: Actor
    appraiser: Actor

    def sheet(self, place: int = 0) -> Sheet:
        """Return the sheet of a commune by its place, as it stands now, with all that services need."""
        rows = Sheet.objects.select_related("unit", "campaign__unit", "group__revision")
        return rows.get(campaign=self.campaign, unit=self.communes[place])

    def item(self, code: str, place: int = 0) -> SheetItem:
        """Return an item of the sheet of a commune, as it stands now."""
        sheet = self.sheet(place)
        item = sheet.items.get(code=code)
        item.sheet = sheet
        return item


def make_person(unit: Unit, role: Role, *, today: date = date(2026, 10, 1)) -> Actor:
    """Return a new person with a role over a unit."""
    membership = MembershipFactory(unit=unit, role=role.value, valid_from=date(2026, 1, 1))
    return access.actor_of(membership.user, today=today)


def make_revision(catalogue_id: str = COMMUNE_CATALOGUE, *, now: datetime = PREPARED_AT) -> Revision:
    """Return the confirmed text of a shipped catalogue; made once."""
    return catalogues.adopt(catalogue_id=catalogue_id, actor=SYSTEM, now=now)


def make_revision_of(text: str, *, now: datetime = PREPARED_AT) -> Revision:
    """Return the confirmed revision of a YAML text; made once."""
    catalogue = loader.read_catalogue(text, source="tests")
    number = Revision.objects.filter(catalogue_id=catalogue.id).count() + 1
    revision, _ = Revision.objects.get_or_create(
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        defaults={
            "catalogue_id": catalogue.id,
            "number": number,
            "level": catalogue.level.value,
            "year": catalogue.year,
            "title": catalogue.title,
            "status": catalogue.status.value,
            "source": "bộ có sẵn",
            "text": text,
            "confirmed_at": now,
        },
    )
    return revision


def make_season(
    communes: int = 2,
    *,
    revision: Revision | None = None,
    year: int = 2026,
    province: Unit | None = None,
    is_open: bool = True,
    now: datetime = PREPARED_AT,
) -> Season:
    """Return a season of some communes, open (or still prepared), by the services. Names are fictional."""
    root = province or UnitFactory(name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    agency = UnitFactory(name="Sở Nội vụ Sông Mây", kind=UnitKind.DEPARTMENT, parent=root)
    units = tuple(
        UnitFactory(name=f"Xã Hư Cấu {place:04d}", kind=UnitKind.COMMUNE, parent=root) for place in range(communes)
    )
    holder, appraiser = make_person(root, Role.FOCAL), make_person(agency, Role.APPRAISER)
    campaign = campaigns.create(unit=root, year=year, title=f"Chấm điểm xã năm {year}", actor=holder, now=now)
    group = campaigns.add_group(
        campaign=campaign,
        version=campaign.version,
        name="Xã, phường",
        revision=revision or make_revision(),
        units=units,
        actor=holder,
        now=now,
    )
    times = [RoundTime(kind, opens_at, closes_at) for kind, (opens_at, closes_at) in ROUNDS.items()]
    campaigns.set_rounds(campaign=campaign, version=campaign.version, rounds=times, actor=holder, now=now)
    group.campaign = campaign
    campaigns.set_duties(group=group, version=campaign.version, duties=[Duty(agency)], actor=holder, now=now)
    if is_open:
        campaign = campaigns.open_campaign(campaign=campaign, version=campaign.version, actor=holder, now=now)
    return Season(root, agency, units, campaign, group, holder, appraiser)


def best_words(item: SheetItem) -> dict[str, str]:
    """Return the words of the golden case with the most points of an item."""
    cases = [case for case in book_of(item.sheet.group.revision).leaves[item.code].cases if case.points is not None]
    return dict(max(cases, key=lambda case: case.points or 0).given)


def fill_sheet(sheet: Sheet, *, actor: Actor, now: datetime = SEASON_AT) -> None:
    """Answer every self-scored item with its best golden case and a justification."""
    for item in SheetItem.objects.filter(sheet=sheet).order_by("position"):
        item.sheet = sheet
        if not sheets.is_self_scored(book_of(sheet.group.revision).leaves[item.code]):
            continue
        sheets.save_answer(
            item=item,
            version=item.version,
            inputs=best_words(item),
            is_not_applicable=False,
            justification="Tài liệu giấy lưu tại đơn vị (hư cấu).",
            actor=actor,
            now=now,
        )


def sign_sheet(sheet: Sheet, *, now: datetime = SEASON_AT) -> Sheet:
    """Fill, submit and sign a sheet by two new people of its unit; return it as it stands then."""
    officer, leader = make_person(sheet.unit, Role.OFFICER), make_person(sheet.unit, Role.LEADER)
    fill_sheet(sheet, actor=officer, now=now)
    later = now + timedelta(minutes=1)
    sent = sheets.submit(sheet=sheet, version=sheet.version, note="", actor=officer, now=later)
    return sheets.sign(sheet=sent, version=sent.version, note="", actor=leader, now=later)

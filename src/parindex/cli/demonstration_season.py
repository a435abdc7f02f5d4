"""Two seasons of the demonstration: last year's, lived to its published result, and this year's being entered.

Everything goes through the services, dated as lived, the same at each loading; units, numbers and reasons are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from parindex.apps.assessment import bulk, campaigns, history, linking, live, selectors, sheets
from parindex.apps.assessment.books import Book, book_of
from parindex.apps.assessment.campaigns import Duty
from parindex.apps.assessment.rounds import RoundTime, kind_of
from parindex.apps.assessment.selectors import SheetFilter
from parindex.apps.catalogues import services as catalogues
from parindex.apps.evidence import documents
from parindex.apps.orgs import selectors as orgs
from parindex.cli import demonstration_answers as answers
from parindex.documents.read.rows import Row, read_rows
from parindex.domain.access import SYSTEM, Actor
from parindex.domain.scoring.entries import Entry

if TYPE_CHECKING:
    from parindex.apps.assessment.models import Campaign, CampaignGroup, Sheet

PROVINCE, OWN_COMMUNE, OWN_AGENCY = "sm-tinh", "sm-xa-suoi-vang", "sm-snv"
GROUPS: Final = (
    ("Sở, ban, ngành", "department", "department-2026-demonstration"),
    ("Xã, phường, đặc khu", "commune", "commune-2026-demonstration"),
)
"""Name of the group, kind of its units, its catalogue."""
EARLIER_GROUPS: Final = (("Sở, ban, ngành", "department", "department-2024-demonstration"),)
"""Before last year only the departments were scored, by another catalogue: the communes of today are younger."""
FIELD_AGENCIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("1", "4", "5", "T", "P"), "sm-snv"),
    "2": "sm-stp",
    "3": "sm-vpub",
    "6": "sm-stc",
    "7": "sm-skhcn",
}
CALENDAR: Final = (
    ("self_score", 0, 30),
    ("approval", 0, 35),
    ("appraisal_1", 35, 55),
    ("explanation", 55, 62),
    ("appraisal_2", 62, 70),
    ("council", 70, 76),
    ("publication", 76, 90),
)
"""Each step from a day of the season at 7:00 until the evening, 17:00, before another."""
_WORKING_TIME = timedelta(hours=10)
PREPARED_DAYS, BLIND_PERCENT = 10, 5
_EMPTY, _HALF, _SUBMITTED = 25, 60, 75
"""Of 100 sheets the first 25 are still empty, those up to 60 half filled in, up to 75 submitted, the rest signed."""


@dataclass(frozen=True, slots=True)
class People:
    """The demonstration people who act in a season."""

    holder: Actor
    leader: Actor
    appraiser: Actor
    officer: Actor
    clerk: Actor
    commune_leader: Actor


@dataclass(frozen=True, slots=True)
class Season:
    """An open campaign of the province, when it began, and who acts in it."""

    campaign: Campaign
    begins: datetime
    people: People

    def day(self, days: int, *, minutes: int = 0) -> datetime:
        """Return a moment of a day of the season, counted in minutes from 9:00."""
        return self.begins + timedelta(days=days, hours=2, minutes=minutes)

    def groups(self) -> list[tuple[CampaignGroup, Book]]:
        """Return the groups with their catalogues."""
        rows = selectors.list_groups(SYSTEM, self.campaign)
        return [(group, book_of(group.revision)) for group in rows]

    def sheets(self, group: CampaignGroup) -> list[Sheet]:
        """Return the sheets of a group as they stand, by the names of their units."""
        return selectors.list_sheets(SYSTEM, self.campaign, SheetFilter(group_id=group.pk))

    def writer(self, sheet: Sheet) -> Actor:
        """Return who fills in a sheet: its own people where there are accounts."""
        return {OWN_COMMUNE: self.people.clerk, OWN_AGENCY: self.people.officer}.get(sheet.unit.slug, SYSTEM)

    def signer(self, sheet: Sheet) -> Actor:
        """Return who signs a sheet."""
        own = {OWN_COMMUNE: self.people.commune_leader, OWN_AGENCY: self.people.leader}
        return own.get(sheet.unit.slug, SYSTEM)

    def bring(self, entries: Iterable[Entry], *, actor: Actor, at: datetime) -> None:
        """Import a table of answers."""
        bulk.import_answers(campaign=self.campaign, entries=list(entries), actor=actor, now=at)

    def answer(self, book: Book, found: Sequence[Sheet], *, codes: frozenset[str], at: datetime) -> None:
        """Fill in some items of sheets, of each by its own people."""
        for own in (OWN_COMMUNE, OWN_AGENCY, None):
            some = [sheet for sheet in found if (sheet.unit.slug if self.writer(sheet) is not SYSTEM else None) == own]
            if some:
                units = [sheet.unit.slug for sheet in some]
                rows = answers.self_entries(book, units=units, year=self.campaign.year)
                self.bring((row for row in rows if row.code in codes), actor=self.writer(some[0]), at=at)

    def submit(self, sheet: Sheet, *, at: datetime) -> Sheet:
        """Submit a filled sheet."""
        return sheets.submit(sheet=sheet, version=sheet.version, note="", actor=self.writer(sheet), now=at)

    def sign(self, sheet: Sheet, *, at: datetime) -> None:
        """Sign a submitted sheet."""
        sheets.sign(sheet=sheet, version=sheet.version, note="", actor=self.signer(sheet), now=at)


def open_season(
    people: People,
    *,
    year: int,
    begins: datetime,
    today: date,
    groups: Sequence[tuple[str, str, str]] = GROUPS,
) -> Season:
    """Prepare and open a campaign over the units of some groups that exist today."""
    province, at, holder = orgs.access_slug(SYSTEM, PROVINCE), begins - timedelta(days=PREPARED_DAYS), people.holder
    title = f"Chấm điểm cải cách hành chính năm {year} (minh họa)"
    blind = BLIND_PERCENT
    campaign = campaigns.create(unit=province, year=year, title=title, actor=holder, now=at, blind_percent=blind)
    for name, kind, catalogue_id in groups:
        revision = catalogues.adopt(catalogue_id=catalogue_id, actor=holder, now=at)
        filters = orgs.UnitFilter(kind=kind, on=today, under_path=province.path)
        group = campaigns.add_group(
            campaign=campaign,
            version=campaign.version,
            name=name,
            revision=revision,
            units=orgs.list_units(SYSTEM, filters=filters),
            actor=holder,
            now=at,
        )
        group.campaign = campaign
        duties = _duties(book_of(revision))
        campaigns.set_duties(group=group, version=campaign.version, duties=duties, actor=holder, now=at)
    times = [
        RoundTime(kind_of(kind), begins + timedelta(days=first), begins + timedelta(days=last - 1) + _WORKING_TIME)
        for kind, first, last in CALENDAR
    ]
    campaigns.set_rounds(campaign=campaign, version=campaign.version, rounds=times, actor=holder, now=at)
    opened = campaigns.open_campaign(campaign=campaign, version=campaign.version, actor=holder, now=at)
    return Season(opened, begins, people)


def _duties(book: Book) -> list[Duty]:
    """Share the fields among the agencies, as far as the catalogue has them."""
    fields = {book.field_of(code) for code in book.leaves}
    return [Duty(orgs.access_slug(SYSTEM, slug), code) for code, slug in FIELD_AGENCIES.items() if code in fields]


def enter(season: Season) -> None:
    """Bring the entering of a season half on its way: empty, half filled, submitted and signed sheets."""
    for group, book in season.groups():
        stages: dict[str, list[Sheet]] = {"half": [], "submitted": [], "signed": []}
        for sheet in season.sheets(group):
            stages.get(_stage(sheet, year=season.campaign.year), []).append(sheet)
        codes = tuple(book.leaves)
        half = frozenset(codes[: len(codes) // 2])
        # What is counted for the units with accounts is taken from the rooms once these have their rows.
        own = [sheet for sheet in stages["half"] if season.writer(sheet) is not SYSTEM]
        season.answer(book, own, codes=half - set(live.feeds_of(group.revision)), at=season.day(4))
        season.answer(book, [sheet for sheet in stages["half"] if sheet not in own], codes=half, at=season.day(4))
        season.answer(book, stages["submitted"] + stages["signed"], codes=frozenset(codes), at=season.day(5))
        for nth, sheet in enumerate(stages["submitted"] + stages["signed"]):
            sent = season.submit(sheet, at=season.day(7, minutes=nth))
            if sheet in stages["signed"]:
                season.sign(sent, at=season.day(9, minutes=nth))
    _cite(season)


def _stage(sheet: Sheet, *, year: int) -> str:
    drawn = answers.draw(sheet.unit.slug, year, "stage", below=100)
    if sheet.unit.slug in (OWN_COMMUNE, OWN_AGENCY) or _EMPTY <= drawn < _HALF:
        return "half"
    if drawn < _EMPTY:
        return "empty"
    return "submitted" if drawn < _SUBMITTED else "signed"


def _cite(season: Season) -> None:
    """Prove two items of the commune by one document of its own."""
    commune = orgs.access_slug(SYSTEM, OWN_COMMUNE)
    (sheet,) = selectors.list_sheets(SYSTEM, season.campaign, SheetFilter(under_path=commune.path))
    clerk, at = season.people.clerk, season.day(6)
    facts = documents.Facts(
        number="45/BC-MH",
        issued_on=timezone.localdate(at),
        issuer="UBND xã Suối Vàng",
        subject="Báo cáo kết quả cải cách hành chính (hư cấu)",
        is_draft=False,
    )
    document = documents.add_document(unit=commune, facts=facts, actor=clerk, now=at).document
    for code, place in (("1.1", "Mục I, trang 1"), ("1.2", "Mục II, trang 3")):
        item = selectors.access_item(clerk, sheet, code)
        linking.link(item=item, document=document, place=place, actor=clerk, now=at)


_YEARS, _BASE, _RANGE = 2, 7400, 1800
_OTHERS = Path(__file__).resolve().parents[3] / "examples" / "ket-qua-cac-tinh.csv"
"""Results of provinces that do not exist, as a table that people import."""


def remember(people: People, *, before: int, now: datetime) -> None:
    """Import results of other places and earlier years, for trends: of fictional provinces and of the departments."""
    if _OTHERS.exists():
        rows = read_rows(_OTHERS.read_bytes(), name=_OTHERS.name)
        history.import_results(rows=rows, actor=people.holder, now=now)
    today = timezone.localdate(now)
    province = orgs.access_slug(SYSTEM, PROVINCE)
    filters = orgs.UnitFilter(kind="department", on=today, under_path=province.path)
    departments = tuple(unit.name for unit in orgs.list_units(SYSTEM, filters=filters))
    cells = [row for year in range(before - _YEARS, before) for row in _ranking(departments, year=year)]
    numbered = [Row(number, row) for number, row in enumerate(cells, start=2)]
    history.import_results(rows=numbered, actor=people.holder, now=now)


def _ranking(names: Sequence[str], *, year: int) -> list[dict[str, str]]:
    hundredths = {name: _BASE + answers.draw(name, year, "PAR", below=_RANGE) for name in names}
    ranked = sorted(names, key=lambda name: -hundredths[name])
    return [
        {
            "year": str(year),
            "index": "PAR",
            "unit": name,
            "group": GROUPS[0][0],
            "score": f"{hundredths[name] // 100},{hundredths[name] % 100:02d}",
            "rank": str(rank),
            "rank of": str(len(names)),
            "catalogue": "Bảng điểm cũ (hư cấu)",
            "source": f"Bảng minh họa năm {year} (hư cấu)",
        }
        for rank, name in enumerate(ranked, start=1)
    ]

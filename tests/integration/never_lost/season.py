"""What the child processes do in a season of two communes: open it, import answers, submit, sign, answer at once."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from parindex.apps.assessment import bulk, campaigns, scoring, sheets
from parindex.apps.assessment.models import Campaign, CampaignState, Sheet, SheetItem, SheetState
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access
from parindex.apps.people.models import User
from parindex.domain.access import Actor, Role
from parindex.domain.scoring.entries import Entry
from tests.factories import MembershipFactory, UnitFactory, UserFactory
from tests.factories import assessment as make

CATALOGUE = """
schema: parindex.catalogue/1
id: season-demonstration
level: commune
year: 2026
title: Bộ thử
status: demonstration
notice: Bộ thử.
group: xã
total_points: "4"
items:
  - {code: "1", name: Một, max_points: "1", rule: {shape: manual, guidance: thử}}
  - {code: "2", name: Hai, max_points: "1", rule: {shape: manual, guidance: thử}}
  - {code: "3", name: Ba, max_points: "1", rule: {shape: manual, guidance: thử}}
  - {code: "4", name: Bốn, max_points: "1", rule: {shape: manual, guidance: thử}}
"""
COMMUNES = ("xa-hu-cau-1", "xa-hu-cau-2")


def season_prepare() -> None:
    """Prepare a campaign over two communes, with its people."""
    root = Unit.objects.get(name="Tỉnh Sông Mây")
    units = [UnitFactory(slug=slug, name=slug, kind=UnitKind.COMMUNE, parent=root) for slug in COMMUNES]
    for username, role in {"officer": Role.OFFICER, "colleague": Role.OFFICER, "head": Role.LEADER}.items():
        user = UserFactory(username=username, full_name=f"Người Hư Cấu {username}")
        MembershipFactory(user=user, unit=units[0], role=role.value, valid_from=date(2026, 1, 1))
    values: dict[str, Any] = {"actor": _person("focal"), "now": make.PREPARED_AT}
    campaign = campaigns.create(unit=root, year=2026, title="Chấm điểm xã năm 2026", **values)
    revision = make.make_revision_of(CATALOGUE)
    campaigns.add_group(
        campaign=campaign, version=campaign.version, name="Xã", revision=revision, units=units, **values
    )
    times = [campaigns.RoundTime(kind, *ends) for kind, ends in make.ROUNDS.items()]
    campaigns.set_rounds(campaign=campaign, version=campaign.version, rounds=times, **values)


def _person(username: str) -> Actor:
    return access.actor_of(User.objects.get(username=username), today=date(2026, 11, 2))


def _sheet() -> Sheet:
    return Sheet.objects.select_related("unit").get(unit__slug=COMMUNES[0])


def season_open(*, who: str = "focal") -> None:
    """Open the campaign unless that is done."""
    campaign = Campaign.objects.get()
    if campaign.state == CampaignState.DRAFT:
        season_open_now(who=who, version=campaign.version)


def season_open_now(*, who: str, version: int) -> None:
    """Press the button of a page that shows this version."""
    campaign = Campaign.objects.get()
    campaigns.open_campaign(campaign=campaign, version=version, actor=_person(who), now=make.PREPARED_AT)


def season_import() -> int:
    """Import the answers of both communes."""
    cells = [(slug, code, "", "0,5") for slug in COMMUNES for code in ("1", "2", "3")]
    entries = [Entry(row, *cell) for row, cell in enumerate(cells, start=2)]
    actor = _person("focal")
    done = bulk.import_answers(campaign=Campaign.objects.get(), entries=entries, actor=actor, now=make.SEASON_AT)
    return done.item_count


def season_answer(*, who: str, code: str, points: str, version: int) -> dict[str, str]:
    """Answer one item of the first commune from a page that shows this version."""
    item = SheetItem.objects.get(sheet=_sheet(), code=code)
    saved = sheets.save_answer(
        item=item,
        version=version,
        inputs={"points": points},
        is_not_applicable=False,
        justification="Bản giấy (hư cấu)",
        actor=_person(who),
        now=make.SEASON_AT,
    )
    return dict(saved.inputs)


def season_sign() -> None:
    """Justify, submit and sign the sheet of the first commune, going on from what is kept."""
    for item in SheetItem.objects.filter(sheet=_sheet(), justification="").order_by("position"):
        points = str(item.inputs.get("points", "0"))
        season_answer(who="officer", code=item.code, points=points, version=item.version)
    sheet = _sheet()
    if sheet.state == SheetState.ENTERING:
        values: dict[str, Any] = {"note": "", "actor": _person("officer"), "now": make.SEASON_AT}
        sheet = sheets.submit(sheet=sheet, version=sheet.version, **values)
    if sheet.state == SheetState.SUBMITTED:
        scan = sheets.Scan("phieu.txt", io.BytesIO("Phiếu đã ký (hư cấu).".encode()))
        values = {"note": "", "actor": _person("head"), "now": make.SEASON_AT}
        sheets.sign(sheet=sheet, version=sheet.version, scan=scan, **values)


def season_submit(*, who: str, version: int) -> None:
    """Submit the sheet of the first commune from a page that shows this version."""
    sheets.submit(sheet=_sheet(), version=version, note="", actor=_person(who), now=make.SEASON_AT)


def season_totals() -> list[list[Any]]:
    """Return the totals of every sheet as they are kept, and as its rows give them."""
    found = []
    for sheet in Sheet.objects.select_related("group__revision").order_by("pk"):
        total = scoring.self_score(sheet, sheet.items.all()).total
        found.append([[sheet.self_low, sheet.self_high], [total.low, total.high]])
    return found


STAGES = (
    season_prepare,
    season_open,
    season_open_now,
    season_import,
    season_answer,
    season_sign,
    season_submit,
    season_totals,
)

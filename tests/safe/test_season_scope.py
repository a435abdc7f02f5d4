"""Random trees, grants and states: no page, export, API answer or job shows or writes another subtree's drafts."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from parindex.apps.assessment import campaigns, explanations, linking, sheets
from parindex.apps.assessment.campaigns import Duty
from parindex.apps.assessment.models import EvidenceLink, Explanation, Round, RulingDecision, Sheet, SheetItem
from parindex.apps.audit.models import Event
from parindex.apps.base.models import Job
from parindex.apps.evidence import documents
from parindex.apps.evidence.models import Document
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access, tokens
from parindex.apps.people.models import User
from parindex.domain.access import SYSTEM, Actor, Permission, Role
from parindex.jobs import worker
from tests.factories import MembershipFactory, UnitFactory
from tests.factories import appraisal as judge
from tests.factories import assessment as make
from tests.integration.assessment.test_scope import CATALOGUE
from tests.safe.test_isolation import text_of
from tests.web.conftest import NOW, TODAY, person

pytestmark = pytest.mark.slow
FIELDS = ("1", "2")
STATES = ("entering", "submitted", "signed", "signed")
PEOPLE = 4
ClientFor = Callable[[User], Client]


def secret(unit: Unit, field: str) -> str:
    """Return the word that stands in everything of one field of one unit and nowhere else."""
    return f"mat{unit.pk}l{field}z"


def paper(unit: Unit, field: str) -> str:
    """Return the word that stands in the document that proves a field of a unit and nowhere else."""
    return f"giay{unit.pk}l{field}z"


@dataclass(frozen=True)
class Scene:
    """An open season over a random tree, with drafts that only some may see."""

    season: make.Season
    units: tuple[Unit, ...]

    def sheet(self, unit: Unit) -> Sheet:
        rows = Sheet.objects.select_related("unit", "campaign__unit", "group__revision")
        return rows.get(campaign=self.season.campaign, unit=unit)

    def visible(self, actor: Actor, unit: Unit) -> set[str]:
        """Say, by the words of the contract, which fields of a unit an actor may see."""
        sheet = self.sheet(unit)
        if actor.may(Permission.SCORES_VIEW, unit.path):
            return set(FIELDS)
        is_judge = actor.may(Permission.SCORES_APPRAISE, self.season.agency.path)
        return {"1"} if is_judge and sheet.state == "signed" else set()

    def words(self, actor: Actor) -> set[str]:
        """Return the words that an actor may read; the documents of a unit serve those below it too."""
        fields = {unit: self.visible(actor, unit) for unit in self.units}
        above = [
            unit for unit in self.units if any(p.startswith(unit.path) for p in actor.scope(Permission.SCORES_VIEW))
        ]
        return (
            {secret(unit, field) for unit, seen in fields.items() for field in seen}
            | {paper(unit, field) for unit, seen in fields.items() for field in seen}
            | {paper(unit, field) for unit in above for field in FIELDS}
        )

    def may_write(self, actor: Actor, unit: Unit) -> bool:
        """Tell whether an actor has any right to write the sheet of a unit."""
        holder, agency = self.season.province.path, self.season.agency.path
        return (
            any(actor.may(one, unit.path) for one in (Permission.SCORES_ENTER, Permission.SCORES_SIGN))
            or any(actor.may(one, holder) for one in (Permission.CAMPAIGNS_MANAGE, Permission.SCORES_DECIDE))
            or actor.may(Permission.SCORES_APPRAISE, agency)
        )


def grow(chance: random.Random) -> Scene:
    """Return an open season in which every unit has written and proved something; signed ones were asked about it."""
    season = make.make_season(0, revision=make.make_revision_of(CATALOGUE), is_open=False, now=NOW)
    units = [UnitFactory(name="Xã Gốc", kind=UnitKind.COMMUNE, parent=season.province)]
    for number in range(chance.randint(2, 4)):
        above = chance.choice([season.province, *units])
        units.append(UnitFactory(name=f"Xã Hư Cấu {number}", kind=UnitKind.COMMUNE, parent=above))
    season.campaign.refresh_from_db()
    group, told = season.group, {"actor": season.holder, "now": NOW}
    group.campaign = season.campaign
    campaigns.set_units(group=group, version=season.campaign.version, units=units, **told)
    duties = [Duty(season.agency, "1")]
    campaigns.set_duties(group=group, version=group.campaign.version, duties=duties, **told)
    campaigns.open_campaign(campaign=season.campaign, version=group.campaign.version, **told)
    Round.objects.update(opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=9))
    scene = Scene(season, tuple(units))
    for unit in units:
        write_draft(scene, unit, state=chance.choice(STATES))
    return scene


def write_draft(scene: Scene, unit: Unit, *, state: str) -> None:
    """Answer and prove both items of a sheet, in words that are its own, and bring it into a state."""
    for item in SheetItem.objects.filter(sheet__unit=unit).select_related("sheet"):
        word, proof = secret(unit, item.code), paper(unit, item.code)
        inputs = {"points": "1"}
        answer = {"inputs": inputs, "is_not_applicable": False, "justification": word}
        sheets.save_answer(item=item, version=1, actor=SYSTEM, now=NOW, **answer)
        facts = documents.Facts(number=f"{proof}/BC", subject=proof)
        upload = documents.Upload(f"{proof}.txt", io.BytesIO(proof.encode()))
        added = documents.add_document(unit=unit, upload=upload, facts=facts, actor=SYSTEM, now=NOW)
        linking.link(item=item, document=added.document, place=word, actor=SYSTEM, now=NOW)
    Sheet.objects.filter(unit=unit).update(state=state)
    if state == "signed":
        item = SheetItem.objects.get(sheet__unit=unit, code="1")
        judge.rule(item, RulingDecision.ASK, actor=scene.season.appraiser, reason="Nêu rõ hơn.", now=NOW)
        item.refresh_from_db()
        explanations.explain(item=item, text=secret(unit, "1"), version=item.version, actor=SYSTEM, now=NOW)


def crowd(scene: Scene, chance: random.Random) -> list[User]:
    """Return people with random roles over random units; some have two."""
    places = [scene.season.province, scene.season.agency, *scene.units]
    found = []
    for number in range(PEOPLE):
        user = person(chance.choice(places[1:]), chance.choice(list(Role)), f"nguoi.{number}")
        if chance.random() < 0.3:
            MembershipFactory(user=user, unit=chance.choice(places), role=chance.choice(list(Role)).value)
        found.append(user)
    return found


def lists(scene: Scene) -> list[str]:
    """Return the addresses that list things of the whole season."""
    campaign, group = scene.season.campaign.public_id, scene.season.group.pk
    names = ("campaign-detail", "campaign-publish", "appraisal-queue", "appraisal-blind", "appraisal-council")
    names += ("appraisal-mock", "appraisal-progress", "appraisal-agreement")
    found = [reverse(name, args=[campaign]) for name in names]
    found += [reverse("appraisal-criterion", args=[campaign, group, code]) for code in FIELDS]
    found += [reverse(name) for name in ("home", "my-work", "campaign-list", "appraisal-list", "document-list")]
    found += [reverse(name) for name in ("audit-list", "audit-export", "result-list")]
    return [*found, f"/api/v1/campaigns/{campaign}/sheets?limit=500", "/api/v1/campaigns"]


def things(sheet: Sheet) -> Iterator[str]:
    """Yield the addresses of one sheet, of its documents and of its exports."""
    names = ("sheet-detail", "sheet-risks", "sheet-print", "sheet-export", "sheet-scan", "sheet-import")
    yield from (reverse(name, args=[sheet.public_id]) for name in (*names, "sheet-explain", "appraisal-sheet"))
    yield f"/api/v1/sheets/{sheet.public_id}"
    for link in EvidenceLink.objects.filter(item__sheet=sheet).select_related("item", "document"):
        code = link.item.code
        yield reverse("evidence-item", args=[sheet.public_id, code])
        yield f"{reverse('sheet-detail', args=[sheet.public_id])}?muc={code}"
        yield reverse("evidence-file", args=[sheet.public_id, code, link.pk])
        yield reverse("appraisal-document", args=[sheet.public_id, code, link.pk])
        for name in ("document-detail", "document-file", "document-progress"):
            yield reverse(name, args=[link.document.public_id])


def bearer(user: User, actor: Actor) -> dict[str, str]:
    """Return the header that opens the API to a person; nothing for a role that may have no token."""
    if not actor.holds(Permission.TOKENS_MANAGE):
        return {}
    token = tokens.create_token(user=user, name="thử", actor=actor, now=NOW)
    return {"Authorization": f"Bearer {token.secret}"}


@pytest.mark.parametrize("seed", range(4))
def test_nobody_reads_the_drafts_of_another_subtree(db: None, clock: None, client_for: ClientFor, seed: int) -> None:
    chance = random.Random(seed)
    scene = grow(chance)
    leaks, seen = [], 0
    for user in crowd(scene, chance):
        client, actor = client_for(user), access.actor_of(user, today=TODAY)
        header = bearer(user, actor)
        allowed = scene.words(actor)
        every = {word(unit, field) for word in (secret, paper) for unit in scene.units for field in FIELDS}
        for path in [*lists(scene), *(path for unit in scene.units for path in things(scene.sheet(unit)))]:
            text = text_of(client.get(path, headers=header if path.startswith("/api") else {}))
            found = {word for word in every if word in text}
            seen += len(found)
            leaks += [f"{user.username} {path}: {word}" for word in sorted(found - allowed)]

    assert "\n".join(leaks) == ""
    assert seen


def state() -> list[object]:
    """Return everything that a season keeps of its drafts."""
    rows = [Sheet, SheetItem, EvidenceLink, Explanation, Document, Round]
    return [list(kind.objects.order_by("pk").values()) for kind in rows]


def writes(sheet: Sheet) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every way to write a sheet through its pages."""
    item = sheet.items.get(code="1")
    link = EvidenceLink.objects.get(item=item)
    version, key = {"version": str(item.version)}, [sheet.public_id]
    table = f"unit,code,input,value\n{sheet.unit.slug},1,points,0\n".encode()
    yield reverse("sheet-item", args=[*key, "1"]), {**version, "in-points": "0", "giai-trinh": "chen"}
    for action in ("gui", "rut", "tra-lai", "ky"):
        yield reverse("sheet-act", args=[*key, action]), {"version": str(sheet.version), "ghi-chu": "chen"}
    file = io.BytesIO(table)
    file.name = "bang.csv"
    yield reverse("sheet-import", args=key), {"tep": file}
    yield reverse("sheet-explain", args=key), {**version, "muc": str(item.pk), "noi-dung": "chen"}
    yield reverse("appraisal-sheet", args=key), {**version, "muc": str(item.pk), "quyet-dinh": "chap-nhan"}
    yield reverse("appraisal-rest", args=key), {}
    yield reverse("document-retry", args=[link.document.public_id]), {}
    for action in ("dan", "them", "so", "cho", "thoi"):
        yield (
            reverse("evidence-act", args=[*key, "1", action]),
            {
                "link": str(link.pk),
                "so": "1/BC",
                "place": "chen",
                "cho": "chen",
                "van-ban": str(link.document.public_id),
            },
        )


@pytest.mark.parametrize("seed", range(4))
def test_nobody_writes_the_drafts_of_another_subtree(db: None, clock: None, client_for: ClientFor, seed: int) -> None:
    chance = random.Random(seed)
    scene = grow(chance)
    tried = 0
    for user in crowd(scene, chance):
        client, actor = client_for(user), access.actor_of(user, today=TODAY)
        for unit in (one for one in scene.units if not scene.may_write(actor, one)):
            before, jobs, events = state(), Job.objects.count(), Event.objects.filter(object_type="sheet").count()
            for path, data in writes(scene.sheet(unit)):
                tried += 1
                answer = client.post(path, data)
                assert answer.status_code in {403, 404, 422}, (user.username, path, answer.status_code)
            assert (state(), Job.objects.count()) == (before, jobs)
            assert Event.objects.filter(object_type="sheet").count() == events
    assert tried


def test_the_same_file_of_two_units_carries_nothing_from_one_to_the_other(db: None, clock: None) -> None:
    scene = grow(random.Random(1))
    one, other = scene.units[0], UnitFactory(name="Xã Khác", kind=UnitKind.COMMUNE, parent=scene.season.province)
    word = paper(one, "1")

    upload = documents.Upload("van-ban.txt", io.BytesIO(word.encode()))
    mine = documents.add_document(unit=other, upload=upload, actor=SYSTEM, now=NOW)
    worker.run_until_empty()

    document = Document.objects.get(pk=mine.document.pk)
    assert mine.is_new
    assert document.unit == other
    assert word not in (document.number, document.subject, document.issuer, document.file_name)

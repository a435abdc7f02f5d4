"""Nothing of one province is ever in a page, workbook, letter or API answer for the people of another."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.imports.models import Draft
from parindex.apps.orgs.models import Unit, UnitKind
from parindex.apps.people import access, invitations, services, tokens
from parindex.apps.people.models import User
from parindex.apps.planning import cascades
from parindex.apps.planning.models import Plan
from parindex.apps.workload.models import Share
from parindex.domain.access import SYSTEM, Actor, Permission, Role
from parindex.jobs import worker
from tests.factories import PASSWORD, UnitFactory
from tests.factories.plans import PLAN_TEXT, import_text
from tests.web.conftest import NOW, TODAY, approved, person

LISTS = (
    "home",
    "plan-list",
    "my-work",
    "assignment-list",
    "assignment-export",
    "assignment-board",
    "assignment-calendar",
    "cascade-duties",
    "workload-own",
    "workload-team",
    "workload-export",
    "draft-upload",
    "people-list",
    "unit-list",
    "audit-list",
    "audit-export",
    "account",
)
SIZE = 6


@dataclass
class Province:
    """One province: its word stands in every name, text and file of it and nowhere else."""

    word: str
    units: list[Unit] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


def grow(word: str, chance: random.Random) -> Province:
    """Return a province of generated shape with a person of every role, a plan, a draft and traces of work."""
    province = Province(word)
    province.units.append(UnitFactory(name=f"Tỉnh {word}", kind=UnitKind.PROVINCE))
    for number in range(SIZE - 1):
        above = chance.choice(province.units)
        province.units.append(UnitFactory(name=f"Sở Hư Cấu {number} {word}", parent=above))
    for role in Role:
        unit = province.units[0] if role in {Role.ADMIN, Role.FOCAL} else chance.choice(province.units)
        province.people.append(person(unit, role, f"{role.value}.{word}"))
    focal = next(user for user in province.people if user.username.startswith("focal"))
    lead = chance.choice(province.units[1:])
    text = PLAN_TEXT.replace("Sở Nội vụ", lead.name).replace("năm 2026\n", f"năm 2026 {word}\n")
    province.plans.append(approved(province.units[0], focal, text=text, name=f"{word}.txt"))
    place = chance.choice(province.units)
    actor = access.actor_of(focal, today=TODAY)
    province.drafts.append(
        import_text(unit=place, actor=actor, now=NOW, text=f"{text}\n{word}", name=f"{word} hai.txt")
    )
    return province


def work(province: Province) -> None:
    """Leave traces: reports with files, an account without a role, letters, failed sign-ins, looks and exports."""
    admin, focal = (
        access.actor_of(next(u for u in province.people if u.username.startswith(name)), today=TODAY)
        for name in ("admin", "focal")
    )
    row = Assignment.objects.filter(plan_item__plan=province.plans[0]).order_by("pk")[0]
    proof = assignments.Proof(file_name=f"{province.word}.txt", stream=io.BytesIO(province.word.encode()))
    assignments.report_progress(
        assignment=row, version=1, progress=20, note=province.word, proof=proof, actor=focal, now=NOW
    )
    hand_down(province, row, actor=focal)
    fresh = services.create_user(
        username=f"moi.{province.word}",
        full_name=f"Mới {province.word}",
        email=f"moi@{province.word}.example",
        actor=admin,
        now=NOW,
    )
    invitations.invite(user=fresh, base_url="https://hu-cau.example", actor=admin, now=NOW)
    for name in (fresh.username, province.people[0].username):
        Client().post(reverse("account_login"), {"login": name, "password": "Sai-mat-khau-1"})
        Client().post(reverse("account_login"), {"login": name, "password": PASSWORD})


def hand_down(province: Province, row: Assignment, *, actor: Actor) -> None:
    """Draft the plan of a commune from that of the province, and give work on to an officer."""
    plan = province.plans[0]
    commune = UnitFactory(name=f"Xã {province.word}", kind=UnitKind.COMMUNE, parent=province.units[0])
    cascades.start(plan=plan, unit_ids={commune.pk}, catalogue_id="", actor=actor, now=NOW)
    worker.run_until_empty()
    province.units.append(commune)
    officer = next(user for user in province.people if user.username.startswith("officer"))
    Share.objects.create(
        assignment=row,
        unit=row.owner or plan.unit,
        person=officer,
        product=f"Sản phẩm {province.word}",
        weight=1,
        due_on=TODAY,
        given_by_name=actor.name,
        given_at=NOW,
    )


def text_of(response: Any) -> str:
    """Return all words of an answer; those inside a workbook too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(archive.read(name) for name in archive.namelist())
    return f"{response.headers}{body.decode(errors='replace')}"


def addresses(province: Province) -> list[str]:
    """Return every address of a thing of a province."""
    rows = Assignment.objects.filter(plan_item__plan__in=province.plans).order_by("pk")[:4]
    draft_names = ("draft-review", "draft-text", "draft-history", "draft-file", "draft-progress")
    found = [reverse("unit-detail", args=[unit.pk]) for unit in province.units]
    found += [
        reverse("people-detail", args=[user.pk]) for user in User.objects.filter(username__endswith=province.word)
    ]
    found += [reverse(name, args=[plan.pk]) for plan in province.plans for name in ("plan-detail", "plan-text")]
    found += [reverse(name, args=[draft.public_id]) for draft in province.drafts for name in draft_names]
    found += [reverse("assignment-detail", args=[row.public_id]) for row in rows]
    found += [
        reverse("assignment-proof", args=[row.public_id, report.pk]) for row in rows for report in row.reports.all()
    ]
    cascade_names = ("cascade-board", "cascade-start", "cascade-progress", "cascade-export")
    found += [reverse(name, args=[plan.pk]) for plan in province.plans for name in cascade_names]
    found += [reverse("cascade-unit", args=[plan.pk, province.units[-1].pk]) for plan in province.plans]
    found += [reverse("workload-person", args=[user.pk]) for user in province.people]
    shares = Share.objects.filter(person__in=province.people)
    found += [reverse("share-detail", args=[share.public_id]) for share in shares]
    found += [f"/api/v1/plans/{plan.pk}" for plan in province.plans]
    found += [f"/api/v1/assignments/{row.public_id}{tail}" for row in rows for tail in ("", "/steps")]
    return found


def bearer_of(user: User, actor: Actor) -> dict[str, str]:
    """Return the header of a new token; nothing for a role that may have none."""
    if not actor.holds(Permission.TOKENS_MANAGE):
        return {}
    secret = tokens.create_token(user=user, name="thử", actor=actor, now=NOW).secret
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_provinces_know_nothing_of_each_other(db: None, clock: None, client_for: Any, seed: int) -> None:
    chance = random.Random(seed)
    here, there = grow("songmay", chance), grow("nuigio", chance)
    work(here)
    work(there)
    for one in (here, there):
        for user in one.people:
            client_for(user).get(reverse("audit-list"))
            client_for(user).get(reverse("assignment-export"))
    leaks = []
    for user in here.people:
        client = client_for(user)
        actor = access.actor_of(user, today=TODAY)
        bearer = bearer_of(user, actor)
        listed = [reverse(name) for name in LISTS] + ["/api/v1/plans", "/api/v1/assignments?limit=500"]
        filters = [f"{reverse('assignment-list')}?{name}={there.units[0].pk}" for name in ("don-vi", "chu-tri")]
        paths = [*listed, *addresses(here), *filters, *addresses(there)]
        for path in [path for path in paths if bearer or not path.startswith("/api")]:
            response = client.get(path, headers=bearer if path.startswith("/api") else {})
            if there.word in text_of(response).replace(path, "").lower():
                leaks.append(f"{user.username}: {path} {response.status_code}")
            if path in addresses(there) and response.status_code not in {403, 404}:
                leaks.append(f"{user.username}: {path} answers {response.status_code}")
    leaks += [f"letter to {m.to}" for m in mail.outbox if here.word in m.to[0] and there.word in m.body]

    assert "\n".join(leaks) == ""


def test_person_sees_people_and_drafts_of_the_own_subtree_only(db: None, clock: None, client_for: Any) -> None:
    root = UnitFactory(name="Tỉnh Hư Cấu", kind=UnitKind.PROVINCE)
    units = [UnitFactory(name=f"Sở {name}", parent=root) for name in ("Một", "Hai")]
    below = UnitFactory(name="Phòng Ba", parent=units[0])
    for unit, name in ((root, "goc"), (units[0], "mot"), (units[1], "hai"), (below, "ba")):
        user = person(unit, Role.FOCAL, f"dau.moi.{name}")
        actor = access.actor_of(user, today=TODAY)
        import_text(unit=unit, actor=actor, now=NOW, text=f"{PLAN_TEXT}\n{name}", name=f"tep-{name}.txt")
    expected = {"goc": {"goc", "mot", "hai", "ba"}, "mot": {"mot", "ba"}, "hai": {"hai"}, "ba": {"ba"}}

    for name, wanted in expected.items():
        client = client_for(User.objects.get(username=f"dau.moi.{name}"))
        drafts, people = (client.get(reverse(page)).content.decode() for page in ("plan-list", "people-list"))
        assert {one for one in expected if f"tep-{one}.txt" in drafts} == wanted
        assert {one for one in expected if f"dau.moi.{one}" in people} == wanted


def test_role_that_begins_tomorrow_already_protects_the_account(db: None, clock: None) -> None:
    root = UnitFactory(name="Tỉnh Hư Cấu", kind=UnitKind.PROVINCE)
    commune = UnitFactory(name="Xã Hư Cấu", kind=UnitKind.COMMUNE, parent=root)
    admin = access.actor_of(person(commune, Role.ADMIN, "quan.tri.xa"), today=TODAY)
    promoted = person(commune, Role.OFFICER, "len.tinh")
    services.set_role(user=promoted, unit=root, role=Role.LEADER, valid_from=date(2026, 7, 7), actor=SYSTEM, now=NOW)

    with pytest.raises(services.PermissionDenied):
        services.reset_password(user=promoted, actor=admin, now=NOW)

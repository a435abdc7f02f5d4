"""Every address by every role, on the demonstration province: what each of them answers.

A new address fails the test until it has its line below. The columns are a guest, an officer of a department, the
appraiser, the focal point, the leader and the administrator of the province, and the focal point of another commune.
Every request is undone afterwards, so the order does not matter.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from parindex.apps.assignments.models import Assignment
from parindex.apps.imports.models import Draft, DraftItem, DraftState
from parindex.apps.people.models import User
from parindex.apps.planning.models import Plan
from parindex.cli import demonstration

COLUMNS = (None, "chuyenvien", "thamdinh", "daumoi", "lanhdao", "quantri", "suoivang")

# address                            method  guest   officer apprais focal   leader  admin   commune
TABLE = """
account                              GET     302     200     200     200     200     200     200
account_change_password              GET     302     200     200     200     200     200     200
account_inactive                     GET     200     200     200     200     200     200     200
account_login                        GET     200     302     302     302     302     302     302
account_logout                       POST    302     302     302     302     302     302     302
account_reauthenticate               GET     302     200     200     200     200     200     200
account_reset_password               GET     200     200     200     200     200     200     200
account_reset_password_done          GET     200     200     200     200     200     200     200
account_reset_password_from_key      GET     200     200     200     200     200     200     200
account_reset_password_from_key_done GET     200     200     200     200     200     200     200
account_signup                       GET     200     302     302     302     302     302     302
assignment-act                       POST    302     302     403     302     403     403     404
assignment-board                     GET     302     200     200     200     200     200     200
assignment-calendar                  GET     302     200     200     200     200     200     200
assignment-detail                    GET     302     200     200     200     200     200     404
assignment-export                    GET     302     403     200     200     200     200     200
assignment-list                      GET     302     200     200     200     200     200     200
assignment-proof                     GET     302     404     404     404     404     404     404
audit-export                         GET     302     403     403     403     200     200     403
audit-list                           GET     302     403     403     403     200     200     403
display                              POST    302     302     302     302     302     302     302
draft-accept-sure                    POST    302     404     403     302     403     403     404
draft-add-item                       POST    302     404     403     302     403     403     404
draft-approve                        POST    302     404     403     302     302     403     404
draft-discard                        POST    302     404     403     302     403     403     404
draft-fact                           POST    302     404     403     302     403     403     404
draft-file                           GET     302     404     200     200     200     200     404
draft-history                        GET     302     404     200     200     200     200     404
draft-item                           POST    302     404     403     302     403     403     404
draft-progress                       GET     302     404     200     200     200     200     404
draft-retry                          POST    302     404     302     302     302     302     404
draft-review                         GET     302     404     200     200     200     200     404
draft-text                           GET     302     404     200     200     200     200     404
draft-undo                           POST    302     404     403     302     403     403     404
draft-upload                         GET     302     200     403     200     403     403     200
health                               GET     200     200     200     200     200     200     200
home                                 GET     302     200     200     200     200     200     200
invitation-accept                    GET     410     410     410     410     410     410     410
mfa_activate_totp                    GET     302     302     302     302     302     302     302
mfa_authenticate                     GET     302     302     302     302     302     302     302
mfa_deactivate_totp                  GET     302     404     404     404     404     404     404
mfa_download_recovery_codes          GET     302     404     404     404     404     404     404
mfa_generate_recovery_codes          GET     302     302     302     302     302     302     302
mfa_index                            GET     302     200     200     200     200     200     200
mfa_reauthenticate                   GET     302     302     302     302     302     302     302
mfa_view_recovery_codes              GET     302     404     404     404     404     404     404
my-work                              GET     302     200     200     200     200     200     200
people-act                           POST    302     403     404     403     403     302     404
people-create                        GET     302     403     403     403     403     200     403
people-detail                        GET     302     403     403     200     200     200     404
people-grant                         POST    302     403     403     403     403     422     403
people-list                          GET     302     403     403     200     200     200     200
people-revoke                        POST    302     403     404     403     403     302     404
plan-detail                          GET     302     404     200     200     200     200     404
plan-list                            GET     302     200     200     200     200     200     200
plan-text                            GET     302     404     200     200     200     200     404
token-create                         POST    302     200     200     200     200     200     200
token-revoke                         POST    302     302     302     302     302     302     302
unit-detail                          GET     302     404     200     200     200     200     404
unit-import                          GET     302     403     403     403     403     200     403
unit-list                            GET     302     200     200     200     200     200     200
usersessions_list                    GET     302     200     200     200     200     200     200
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one address answers to each column."""

    method: str
    statuses: tuple[int, ...]


def expected() -> dict[str, Line]:
    lines = (line.split() for line in TABLE.strip().splitlines())
    return {name: Line(method=method, statuses=tuple(map(int, statuses))) for name, method, *statuses in lines}


def all_names() -> set[str]:
    """Return the names of every address of pages; the API is asked by token and has its own test."""
    found: set[str] = set()
    waiting = list(get_resolver().url_patterns)
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, URLPattern):
            found.add(str(entry.name))
        elif not str(entry.pattern).startswith("api/"):
            waiting.extend(entry.url_patterns)
    return found


def arguments_of(name: str) -> dict[str, object]:
    """Return things of the province (and for people and roles, of the department's officer) to put into an address."""
    draft = Draft.objects.filter(state=DraftState.REVIEW, unit__slug="sm-stp").get()
    plan = Plan.objects.get()
    person = User.objects.get(username="chuyenvien")
    assignment = Assignment.objects.exclude(state="done").order_by("pk").first()
    item = DraftItem.objects.filter(draft=draft).order_by("position").first()
    if name.startswith("draft-") and name not in {"draft-upload", "draft-item"}:
        return {"public_id": draft.public_id}
    if name in {"assignment-detail"}:
        return {"public_id": assignment.public_id}
    special: dict[str, dict[str, object]] = {
        "draft-item": {"public_id": draft.public_id, "item_id": item.pk, "action": "nhan"},
        "assignment-act": {"public_id": assignment.public_id, "action": "tien-do"},
        "assignment-proof": {"public_id": assignment.public_id, "report_id": 0},
        "plan-detail": {"plan_id": plan.pk},
        "plan-text": {"plan_id": plan.pk},
        "unit-detail": {"unit_id": plan.unit_id},
        "people-detail": {"user_id": person.pk},
        "people-grant": {"user_id": person.pk},
        "people-revoke": {"user_id": person.pk, "membership_id": person.memberships.get().pk},
        "people-act": {"user_id": person.pk, "action": "mo-khoa"},
        "token-revoke": {"token_id": 0},
        "invitation-accept": {"token": "khong-co"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "sai"},
    }
    return special.get(name, {})


# What a form sends where an empty one would be answered before the permission is looked at.
SENT = {
    "assignment-act": {"version": "", "progress": "50"},
    "draft-add-item": {"name": "Mục thêm"},
    "draft-fact": {"field": "signer", "value": "Người Ký Hư Cấu"},
    "people-grant": {"role": "officer", "unit": ""},
    "token-create": {"name": "Phần mềm"},
}


def ask(cookies: SimpleCookie, path: str, *, line: Line, sent: dict[str, str]) -> HttpResponse:
    """Send one request and undo what it wrote, also in the browser: one of them signs out."""
    client = Client()
    client.cookies = copy.deepcopy(cookies)
    with transaction.atomic():
        response = client.get(path) if line.method == "GET" else client.post(path, sent)
        transaction.set_rollback(True)
    return response


def test_table_has_a_line_for_every_address_and_no_other() -> None:
    assert set(expected()) == all_names()


@pytest.mark.slow
@pytest.mark.django_db
@time_machine.travel(datetime(2026, 11, 20, 3, tzinfo=UTC))
def test_every_address_answers_every_role_as_the_table_says() -> None:
    demonstration.load(now=timezone.now())
    browsers = []
    for username in COLUMNS:
        client = Client()
        if username:
            client.force_login(User.objects.get(username=username))
        browsers.append(client.cookies)

    version = Assignment.objects.exclude(state="done").order_by("pk").first().version
    wrong = []
    for name, line in expected().items():
        path = reverse(name, kwargs=arguments_of(name))
        sent = {**SENT.get(name, {}), **({"version": str(version)} if name == "assignment-act" else {})}
        statuses = tuple(ask(cookies, path, line=line, sent=sent).status_code for cookies in browsers)
        if statuses != line.statuses:
            wrong.append(f"{name:<37}{line.method:<8}" + "".join(f"{status:<8}" for status in statuses).rstrip())

    assert wrong == [], "\n" + "\n".join(wrong)

"""Every address × every role: what it answers; an address that is missing here fails, so nothing opens by accident."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.dossiers.models import DossierImport
from parindex.apps.imports.models import Draft
from parindex.apps.people import access, tokens
from parindex.apps.planning.models import Plan
from parindex.apps.surveys.models import OwnQuestionnaire, SurveyWave
from parindex.apps.workload.models import ClosedSheet, Share
from parindex.domain.access import SYSTEM, Role
from parindex.web.access import PUBLIC_URL_NAMES
from parindex.web.views import assignment_steps, feedback_steps
from parindex.web.views import campaigns as campaign_views
from parindex.web.views import catalogue_import as catalogue_views
from parindex.web.views import evidence as evidence_views
from parindex.web.views import people as people_views
from parindex.web.views import plan_editor as editor_views
from parindex.web.views import plan_papers as paper_views
from parindex.web.views import reports as report_views
from parindex.web.views import review as review_views
from parindex.web.views import sheets as sheet_views
from tests.factories.catalogues import annex
from tests.web.conftest import NOW, TODAY, World, person
from tests.web.dossiers import ADDRESSES as DOSSIER_ADDRESSES
from tests.web.dossiers import dossier_addresses, make_import
from tests.web.feedback import ADDRESSES as FEEDBACK_ADDRESSES
from tests.web.feedback import FeedbackThings, feedback_addresses, feedback_data, make_feedback
from tests.web.frame import faults_of_frame
from tests.web.page import parse
from tests.web.registers import ADDRESSES as REGISTER_ADDRESSES
from tests.web.registers import RegisterThings, make_registers, register_addresses
from tests.web.registers import typed as typed_in_registers
from tests.web.reports import ReportThings, make_reports
from tests.web.season import SeasonThings, make_things
from tests.web.surveys import (
    ADDRESSES_OF_A_QUESTIONNAIRE,
    ADDRESSES_OF_A_WAVE,
    make_field_work,
    make_questionnaire,
    make_wave,
    questionnaire_addresses,
    survey_addresses,
)
from tests.web.urging import UrgingThings, make_urging
from tests.web.workload import ADDRESSES as CLOSED_ADDRESSES
from tests.web.workload import addresses as closed_addresses
from tests.web.workload import make_closed
from tests.web.writing import ADDRESSES as WRITING_ADDRESSES
from tests.web.writing import Writing, make_writing, typed_in

ROLES = ("admin", "leader", "focal", "appraiser", "officer", "anonymous")
TABLE = (Path(__file__).parent / "access.txt").read_text(encoding="utf-8")
PROOF = "12/BC-SNV"


@dataclass(frozen=True)
class Line:
    """One line of the table: `name` may carry the step after a colon; a cell is a status or `login`."""

    name: str
    method: str
    cells: dict[str, str] = field(hash=False)

    @property
    def url_name(self) -> str:
        """Return the name in the resolver."""
        return self.name.partition(":")[0]

    @property
    def step(self) -> str:
        """Return the step of an address that takes one."""
        return self.name.partition(":")[2]


def lines() -> list[Line]:
    """Return the table, line by line."""
    rows = [line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    return [Line(name, method, dict(zip(ROLES, cells, strict=True))) for name, method, *cells in rows]


def names_of_site() -> set[str]:
    """Return every named address; those of the API are known by tokens and tested with it."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield str(pattern.name)
            elif pattern.namespace is None:
                yield from walk(pattern.url_patterns)

    return set(walk(get_resolver().url_patterns))


@dataclass
class Place:
    """The things of one side: inside the subtree of the roles, or in another province."""

    world: World
    plan: Plan
    draft: Draft
    assignment: Assignment
    user_id: int
    membership_id: int
    unit_id: int
    token_id: int
    season: SeasonThings
    share: Share
    urging: UrgingThings
    reports: ReportThings
    writing: Writing
    wave: SurveyWave
    questionnaire: OwnQuestionnaire
    feedback: FeedbackThings
    closed: ClosedSheet
    dossiers: DossierImport
    registers: RegisterThings
    _named: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def address(self, line: Line) -> str:
        """Return the address of a line with the things of this side."""
        if line.step not in self._named:
            self._named[line.step] = self._addresses(line.step)
        if line.url_name.startswith("draft-") and line.url_name not in {"draft-upload", "draft-item"}:
            return reverse(line.url_name, kwargs={"public_id": self.draft.public_id})
        return reverse(line.url_name, kwargs=self._named[line.step].get(line.url_name, {}))

    def _addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what every address names, with a step where it takes one; asks for many rows, so once for a step."""
        item = self.draft.items.order_by("position").first()
        report = self.assignment.reports.exclude(file=None).first()
        known: dict[str, dict[str, Any]] = {
            "plan-detail": {"plan_id": self.plan.pk},
            "plan-text": {"plan_id": self.plan.pk},
            "plan-download": {"plan_id": self.plan.pk, "form": "docx"},
            "plan-publish": {"plan_id": self.plan.pk},
            **{name: {"plan_id": self.plan.pk} for name in PROGRAMME_ADDRESSES},
            "public-plan": {"plan_id": self.plan.pk},
            "assignment-detail": {"public_id": self.assignment.public_id},
            "assignment-act": {"public_id": self.assignment.public_id, "action": step},
            "assignment-proof": {"public_id": self.assignment.public_id, "report_id": report.pk if report else 0},
            "draft-item": {"public_id": self.draft.public_id, "item_id": item.pk, "action": step},
            "people-detail": {"user_id": self.user_id},
            "people-grant": {"user_id": self.user_id},
            "people-revoke": {"user_id": self.user_id, "membership_id": self.membership_id},
            "people-act": {"user_id": self.user_id, "action": step},
            "unit-detail": {"unit_id": self.unit_id},
            "token-revoke": {"token_id": self.token_id},
            "invitation-accept": {"token": "x"},
            "account_reset_password_from_key": {"uidb36": "a", "key": "x-y"},
        }
        known["share-give"] = {"public_id": self.assignment.public_id}
        known["share-detail"] = {"public_id": self.share.public_id}
        known["share-act"] = {"public_id": self.share.public_id, "action": step}
        known["workload-person"] = {"person_id": self.share.person_id}
        known |= closed_addresses(self.closed)
        known |= {name: {"plan_id": self.plan.pk} for name in CASCADE_ADDRESSES}
        handed_down = {"plan_id": self.plan.pk, "unit_id": self.unit_id}
        known |= {"cascade-unit": handed_down, "cascade-receive": handed_down}
        known |= self._season_addresses(step)
        known |= self._urging_addresses(step)
        known |= self.writing.addresses(step)
        known |= survey_addresses(self.wave) | questionnaire_addresses(self.questionnaire)
        known |= register_addresses(self.registers, step)
        known |= dossier_addresses(self.dossiers)
        known |= feedback_addresses(self.feedback, step)
        known["campaign-act"] = {"public_id": self.season.campaign.public_id, "action": step}
        known["sheet-act"] = {"public_id": self.season.sheet.public_id, "action": step}
        return known

    def _season_addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what the addresses of catalogues, campaigns, sheets and results name."""
        season = self.season
        campaign = {"public_id": season.campaign.public_id}
        published = {"public_id": season.published.public_id}
        sheet = {"public_id": season.sheet.public_id}
        result = {**published, "result_id": season.result.pk}
        catalogue = {"catalogue_id": "commune-2026-demonstration"}
        return {
            "catalogue-show": catalogue,
            "live-catalogue": catalogue,
            "catalogue-item": {**catalogue, "code": "1.1"},
            "catalogue-adopt": catalogue,
            "catalogue-download": {**catalogue, "form": "xlsx"},
            **dict.fromkeys(CAMPAIGN_ADDRESSES, campaign),
            "campaign-decision": {**campaign, "form": "docx"},
            "campaign-group-remove": {**campaign, "group_id": season.sheet.group_id},
            "campaign-duties": {**campaign, "group_id": season.sheet.group_id},
            **dict.fromkeys(SHEET_ADDRESSES, sheet),
            "sheet-item": {"public_id": season.sheet.public_id, "code": "2"},
            **self._appraisal_addresses(),
            **self._proposal_addresses(step),
            **self._document_addresses(step),
            **self.report_addresses(step),
            "result-ranking": published,
            "result-bundle": published,
            "result-export": published,
            "result-unit": result,
            "result-before": result,
            "result-plan": result,
        }

    def _urging_addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what the addresses of urging name."""
        letter = {"public_id": self.urging.letter.public_id}
        assignment = {"public_id": self.assignment.public_id, "action": step}
        return {
            "urging-switch": {"unit_id": self.unit_id},
            "urging-decide": {"public_id": self.urging.message.public_id, "action": step},
            "urging-resend": {"delivery_id": self.urging.delivery.pk},
            "urging-letter": letter,
            "urging-letter-file": {**letter, "form": "docx"},
            "urging-letter-act": {**letter, "action": step},
            "urging-clear": {"block_id": self.urging.block.pk},
            **dict.fromkeys(("assignment-extension", "assignment-block"), assignment),
        }

    def _proposal_addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what the addresses of an annex under review name."""
        proposal = self.season.proposal
        item = proposal.items.order_by("position").first()
        whole = {"public_id": proposal.public_id}
        return {
            **dict.fromkeys(PROPOSAL_ADDRESSES, whole),
            "proposal-act": {**whole, "action": step},
            "proposal-item": {**whole, "item_id": item.pk if item else 0, "action": step},
        }

    def _document_addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what the addresses of documents name: one that an item of the unit's own sheet cites."""
        cited = self.season.cited
        item = {"public_id": self.season.sheet.public_id, "code": cited.item.code}
        document = {"public_id": cited.document.public_id}
        return {
            **dict.fromkeys(DOCUMENT_ADDRESSES, document),
            "evidence-item": item,
            "evidence-file": {**item, "link_id": cited.pk},
            "evidence-act": {**item, "action": step},
        }

    def _appraisal_addresses(self) -> dict[str, dict[str, Any]]:
        """Return what the addresses of the appraisal name: a signed sheet of another unit."""
        item = self.season.judged
        sheet = {"public_id": item.sheet.public_id}
        campaign = {"public_id": self.season.campaign.public_id}
        return {
            **dict.fromkeys(APPRAISAL_ADDRESSES, campaign),
            **dict.fromkeys(APPRAISED_ADDRESSES, sheet),
            "appraisal-criterion": {**campaign, "group_id": item.sheet.group_id, "code": item.code},
            "appraisal-document": {**sheet, "code": item.code, "link_id": self.season.evidence.pk},
        }

    def report_addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what the addresses of reports and supervision name: a sent report of the officer's agency."""
        things = self.reports
        report, period = {"public_id": things.sent.public_id}, {"public_id": things.period.public_id}
        return {
            **dict.fromkeys(REPORT_ADDRESSES, report),
            **dict.fromkeys(PERIOD_ADDRESSES, period),
            "report-write": {"public_id": things.draft.public_id, "code": "tthc"},
            "report-act": {"public_id": things.report_of(step).public_id, "action": step},
            "report-draft": {**report, "form": "docx"},
            "report-paper": {**report, "number": 1, "form": "json"},
            "supervision-answer": {"public_id": things.note.public_id},
        }


PROGRAMME_ADDRESSES = ("programme", "programme-record", "programme-link")
PERIOD_ADDRESSES = ("report-board", "report-board-export", "report-start")
REPORT_ADDRESSES = ("report-detail", "report-figures", "report-sending", "report-changes")
CASCADE_ADDRESSES = ("cascade-board", "cascade-start", "cascade-progress", "cascade-cancel", "cascade-export")
DOCUMENT_ADDRESSES = ("document-detail", "document-file", "document-progress", "document-retry")
APPRAISED_ADDRESSES = ("appraisal-sheet", "appraisal-rest", "sheet-explain")
APPRAISAL_ADDRESSES = (
    *("appraisal-queue", "appraisal-blind", "appraisal-council", "appraisal-mock"),
    *("appraisal-undo", "appraisal-progress", "appraisal-agreement"),
)
CAMPAIGN_ADDRESSES = (
    *("campaign-detail", "campaign-publish", "campaign-group"),
    *("campaign-rounds", "campaign-table", "campaign-export", "live-campaign"),
)
SHEET_ADDRESSES = (
    *("sheet-detail", "sheet-risks", "sheet-print", "sheet-export", "sheet-scan", "sheet-import"),
    *("sheet-take", "live-unit"),
)

URGING_ADDRESSES = (
    *("urging-switch", "urging-decide", "urging-resend", "urging-letter", "urging-letter-file", "urging-letter-act"),
    *("urging-clear", "assignment-extension", "assignment-block"),
)
PROPOSAL_ADDRESSES = ("proposal-review", "proposal-progress", "proposal-file", "proposal-history", "proposal-undo")
OBJECTS = (
    *REGISTER_ADDRESSES,
    *ADDRESSES_OF_A_WAVE,
    *ADDRESSES_OF_A_QUESTIONNAIRE,
    *FEEDBACK_ADDRESSES,
    *DOSSIER_ADDRESSES,
    *WRITING_ADDRESSES,
    *URGING_ADDRESSES,
    *PROPOSAL_ADDRESSES,
    "proposal-act",
    "proposal-item",
    *CASCADE_ADDRESSES,
    *PROGRAMME_ADDRESSES,
    "cascade-unit",
    *("share-give", "share-detail", "share-act", "workload-person"),
    *CLOSED_ADDRESSES,
    *DOCUMENT_ADDRESSES,
    *("evidence-item", "evidence-file", "evidence-act"),
    *APPRAISAL_ADDRESSES,
    *APPRAISED_ADDRESSES,
    "appraisal-criterion",
    "appraisal-document",
    *CAMPAIGN_ADDRESSES,
    *SHEET_ADDRESSES,
    *REPORT_ADDRESSES,
    *PERIOD_ADDRESSES,
    *("report-write", "report-act", "report-draft", "report-paper", "supervision-answer"),
    "campaign-decision",
    "campaign-group-remove",
    "campaign-duties",
    "campaign-act",
    "sheet-item",
    "sheet-act",
    "plan-detail",
    "plan-text",
    "plan-publish",
    "assignment-detail",
    "assignment-act",
    "assignment-proof",
    "people-detail",
    "people-grant",
    "people-revoke",
    "people-act",
    "unit-detail",
)


def takes_an_object(line: Line) -> bool:
    """Tell whether the address names a thing that may lie outside one's units."""
    return line.url_name in OBJECTS or (line.url_name.startswith("draft-") and line.url_name != "draft-upload")


def data_of(line: Line, place: Place) -> dict[str, Any]:
    """Return what a person would type, so that only the right decides."""
    person = {"full_name": "Hư Cấu", "email": "", "position": ""}
    item = place.draft.items.order_by("position").first()
    answers = f"unit,code,input,value\n{place.season.sheet.unit.slug},2,met,có".encode()
    judged = {"muc": str(place.season.judged.pk), "version": "1", "quyet-dinh": "chap-nhan"}
    typed: dict[str, dict[str, Any]] = {
        "assignment-act": {
            "version": str(Assignment.objects.get(pk=place.assignment.pk).version),
            "progress": "50",
            "note": "Lý do mẫu",
            "document_number": PROOF,
            "owner": str(place.world.office.pk),
            "due_on": "30/09/2026",
            "event_on": "30/09/2026",
        },
        "catalogue-upload": {
            "unit": str(place.unit_id),
            "level": "commune",
            "year": "2026",
            "files": SimpleUploadedFile("a.html", annex(has_decision=False)),
        },
        "proposal-act": {"version": "1", "title": "Bộ tiêu chí thử"},
        "proposal-item": {"version": "1", "code": "9", "name": "Mục thử", "max_points": "1", "depth": "0"},
        "draft-upload": {"unit": str(place.unit_id), "files": SimpleUploadedFile("a.txt", b"ngan")},
        "draft-item": {"field": "names", "value": "Tên", "seen": "\n".join(item.fields["names"]["value"])},
        "share-give": {"person": str(place.share.person_id), "product": "Báo cáo mẫu", "weight": "1"},
        "share-act": {"version": "1", "note": "Lý do mẫu", "faults": "0"},
        "draft-add-item": {"name": "Mục thêm"},
        "draft-fact": {"field": "signer", "value": "Người Mẫu"},
        "people-create": {**person, "username": "moi.hc"},
        "people-detail": person,
        "people-grant": {"role": "officer", "unit": str(place.unit_id), "valid_from": "", "valid_to": ""},
        "unit-import": {
            "file": SimpleUploadedFile("a.csv", f"ten,loai,slug cap tren\nSở X,sở,{place.world.root.slug}".encode()),
            "buoc": "nhap",
        },
        "token-create": {"name": "Phần mềm"},
        "campaign-create": {"title": "Đợt mới", "year": "2026", "unit": str(place.unit_id), "blind_percent": "0"},
        "campaign-act": {"version": "1", "ly-do": "Lý do mẫu"},
        "campaign-rounds": {"version": "1"},
        "campaign-duties": {"version": "1", "co-quan-": str(place.unit_id)},
        "sheet-item": {"version": "1", "in-met": "có"},
        "sheet-act": {"version": "1", "ghi-chu": "Lý do mẫu"},
        **{name: {"tep": SimpleUploadedFile("a.csv", answers)} for name in ("sheet-import", "campaign-table")},
        **dict.fromkeys(("appraisal-criterion", "appraisal-sheet", "appraisal-blind"), judged),
        **dict.fromkeys(("appraisal-council", "appraisal-mock"), judged),
        "sheet-explain": {**judged, "noi-dung": "Văn bản ban hành ngày 05/01/2026."},
        "document-add": {"unit": str(place.world.home_affairs.pk), "cach": "so", "number": "9/BC-SNV"},
        "document-detail": {"version": "1", "number": "9/BC-SNV"},
        "evidence-act": {
            "dan": str(place.season.cited.pk),
            "tai-lieu": str(place.season.cited.document.public_id),
            "so": "9/BC-SNV",
            "muc": "2",
        },
        "urging-decide": {"reason": "Đã gọi điện."},
        "urging-switch": {"is_on": "1"},
        "urging-choose": {"digest": "weekly"},
        "urging-clear": {"answer": "Đã gửi số liệu."},
        "urging-letter-act": {
            "version": "1",
            "subject": "đôn đốc",
            "body": "Đề nghị khẩn trương./.",
            "item": str(place.urging.letter.items.get().pk),
            "number": "12/UBND-NC",
            "issued_on": "06/07/2026",
        },
        "assignment-extension": {
            "extension": str(place.urging.extension.pk),
            "wanted_on": "30/10/2026",
            "granted_on": "30/10/2026",
            "reason": "Lý do mẫu",
            "answer": "Lý do mẫu",
        },
        "assignment-block": {
            "unit": str(place.world.office.pk),
            "reason": "Lý do mẫu",
            "block": str(place.urging.block.pk),
            "answer": "Xong",
        },
        "feedback-act": feedback_data(place.feedback, agency=place.world.office.pk),
        "report-period-open": {"kind": "cchc:year", "unit": str(place.unit_id), "year": "2026", "before": "2"},
        "report-start": {"don-vi": str(place.reports.unit.pk)},
        "report-write": {"version": "1", "text": "Lời mẫu."},
        "report-act": {"version": str(place.reports.report_of(line.step).version), "reason": "Lý do mẫu"},
        "supervision-answer": {"text": "Đã làm."},
        "merit-list": {"unit": str(place.unit_id), "kind": "commend", "outcome": "accepted", "seen": ""},
        "result-history": {"tep": SimpleUploadedFile("a.csv", b"year,index,unit,source\n2022,PAR,X,s")},
    }
    typed |= typed_in(place.unit_id)
    typed |= typed_in_registers(place.world.home_affairs.pk)
    return typed.get(line.url_name, {})


@pytest.fixture
def places(world: World) -> tuple[Place, Place]:
    """Return the things inside and outside the units of the roles."""
    return (
        _place(world, plan=world.plan, draft=world.draft, unit_id=world.root.pk, name="gan"),
        _place(world, plan=world.far_plan, draft=world.far_draft, unit_id=world.far_unit.pk, name="xa"),
    )


def _place(world: World, *, plan: Plan, draft: Draft, unit_id: int, name: str) -> Place:
    user = world.far_user if name == "xa" else person(world.home_affairs, Role.OFFICER, "dong.nghiep")
    row = world.assignment("1.1", plan=plan)
    actor = world.actor("officer") if name == "gan" else SYSTEM
    proof = assignments.Proof(file_name="anh.txt", stream=io.BytesIO(f"Tài liệu {name}".encode()))
    assignments.report_progress(assignment=row, version=1, progress=10, note="", proof=proof, actor=actor, now=NOW)
    holder = access.actor_of(user, today=TODAY)
    tokens.create_token(user=user, name="Phần mềm", expires_at=None, actor=holder, now=NOW)
    season = make_things(holder=plan.unit, unit=world.home_affairs if name == "gan" else plan.unit)
    member = user.memberships.get().pk
    share = Share.objects.create(
        assignment=row,
        unit=row.owner or plan.unit,
        person=world.users["officer"] if name == "gan" else user,
        product="Báo cáo mẫu",
        weight=1,
        given_by_name="Hư Cấu",
        given_at=NOW,
    )
    is_near = name == "gan"
    reader, blocker = (world.users["leader"], world.office) if is_near else (user, plan.unit)
    urged = make_urging(row, reader=reader, asker=actor, holder=blocker, now=NOW)
    reports = make_reports(holder=plan.unit, unit=world.home_affairs if name == "gan" else plan.unit)
    token = user.api_tokens.get().pk
    written = make_writing(plan.unit, plan_id=plan.pk, now=NOW)
    wave = make_field_work(make_wave(plan.unit, now=NOW), now=NOW)
    feedback = make_feedback(world.home_affairs if is_near else plan.unit, now=NOW)
    things = (
        season,
        share,
        urged,
        reports,
        written,
        wave,
        make_questionnaire(plan.unit, now=NOW),
        feedback,
        make_closed(share, now=NOW),
        make_import(plan.unit, now=NOW),
        make_registers(world.home_affairs if is_near else plan.unit, now=NOW),
    )
    return Place(world, plan, draft, row, user.pk, member, unit_id, token, *things)


def ask(line: Line, place: Place, key: str) -> HttpResponse:
    """Return the answer, and leave everything as it was."""
    client = Client()
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    with transaction.atomic():
        if line.step in {"xac-nhan", "tra-lai"} and line.url_name == "assignment-act":
            state = Assignment.objects.get(pk=place.assignment.pk)
            proof = assignments.Proof(document_number=PROOF)
            assignments.submit(assignment=state, version=state.version, note="", proof=proof, actor=SYSTEM, now=NOW)
        if line.method == "GET":
            response = client.get(place.address(line))
        else:
            response = client.post(place.address(line), data_of(line, place))
        transaction.set_rollback(True)
    return response


def said(response: HttpResponse) -> str:
    """Return the status, or `login` when the person is sent to sign in."""
    if response.status_code == 302 and str(response.headers["Location"]).startswith(f"{settings.LOGIN_URL}?next="):
        return "login"
    return str(response.status_code)


def session_of(role: str, world: World, client_for: Any) -> str:
    """Return the session of a person of a role; none for a guest."""
    if role == "anonymous":
        return ""
    return str(client_for(world.users[role]).cookies[settings.SESSION_COOKIE_NAME].value)


def test_table_names_every_address_with_both_methods() -> None:
    named = {(line.url_name, line.method) for line in lines()}

    assert named == {(name, method) for name in names_of_site() for method in ("GET", "POST")}


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("assignment-act", {action.slug for action in assignment_steps._ACTIONS.values()}),
        ("draft-item", set(review_views._OPERATIONS)),
        ("plan-edit-step", set(editor_views._OPERATIONS)),
        ("plan-edit-waiting", set(editor_views._WAITING)),
        ("plan-sign", set(paper_views._STEPS)),
        ("proposal-act", set(catalogue_views._WHOLE)),
        ("proposal-item", {*catalogue_views._STEPS, "sua", "them"}),
        ("people-act", set(people_views._ACTIONS)),
        ("evidence-act", set(evidence_views._STEPS)),
        ("sheet-act", set(sheet_views._STEPS)),
        ("campaign-act", set(campaign_views.ACTIONS)),
        ("report-act", set(report_views.ACTIONS)),
        ("feedback-act", set(feedback_steps.DONE)),
    ],
)
def test_table_names_every_step_of_an_address(name: str, steps: set[str]) -> None:
    assert {line.step for line in lines() if line.url_name == name} == steps


def test_public_addresses_are_those_that_a_guest_may_open() -> None:
    closed = {line.url_name for line in lines() if line.cells["anonymous"] == "login"}

    assert {line.url_name for line in lines()} - closed == PUBLIC_URL_NAMES


@pytest.mark.parametrize("role", ROLES)
def test_answers_of_a_role(role: str, world: World, places: tuple[Place, Place], client_for: Any) -> None:
    key = session_of(role, world, client_for)
    wrong, faults = [], []
    for line in lines():
        response = ask(line, places[0], key)
        if said(response) != line.cells[role]:
            wrong.append(f"{line.name} {line.method}: {said(response)}, not {line.cells[role]}")
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        is_saved = response.headers.get("Content-Disposition", "").startswith("attachment")
        if is_page and response.content and not is_saved:
            page = parse(Client(), places[0].address(line), response)
            faults += [f"{line.name} {line.method}: {fault}" for fault in faults_of_frame(page)]

    assert "\n".join(wrong) == ""
    assert "\n".join(faults) == ""


@pytest.mark.parametrize("role", ROLES)
def test_things_of_others_are_not_there(role: str, world: World, places: tuple[Place, Place], client_for: Any) -> None:
    key = session_of(role, world, client_for)
    wrong = []
    for line in lines():
        if not takes_an_object(line):
            continue
        cell = line.cells[role]
        expected = cell if cell in {"405", "403", "login"} else "404"
        answer = said(ask(line, places[1], key))
        if answer != expected and not (cell == "403" and answer == "404"):
            wrong.append(f"{line.name} {line.method}: {answer}, not {expected}")

    assert "\n".join(wrong) == ""

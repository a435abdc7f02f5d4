"""What the pages of writing a plan show for one unit: a draft with item, version and comment, others on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from parindex.apps.evidence import services as evidence
from parindex.apps.imports import editing, versions
from parindex.apps.imports.models import Draft, DraftComment, DraftItem, DraftState
from parindex.apps.orgs.models import Unit
from parindex.apps.planning import beginnings, signing
from parindex.domain.access import SYSTEM
from parindex.domain.planning.model import Section

WHOLE = (
    *("plan-edit", "plan-edit-due", "plan-edit-add", "plan-edit-facts", "plan-edit-undo", "plan-comment"),
    *("plan-versions", "plan-version-save", "plan-revise"),
)
OF_COPY = ("plan-revision", "plan-revision-decide", "plan-revision-undo", "plan-revision-close")
ADDRESSES = (
    *WHOLE,
    *OF_COPY,
    *(
        "plan-edit-item",
        "plan-edit-step",
        "plan-edit-waiting",
        "plan-resolve",
        "plan-version-restore",
        "plan-sign",
        "plan-issue",
    ),
    *("plan-draft-download", "plan-revise-issued"),
)


@dataclass(frozen=True)
class Writing:
    """The things of one unit."""

    draft: Draft
    item: DraftItem
    comment: DraftComment
    submitted: Draft
    agreed: Draft
    copy: Draft
    plan_id: int

    def addresses(self, step: str) -> dict[str, dict[str, Any]]:
        """Return what each address names; the steps of signing need a draft that has its turn."""
        whole = {"public_id": self.draft.public_id}
        of_copy = {"public_id": self.copy.public_id}
        turn = self.submitted if step in {"duyet", "tra-lai", "rut"} else self.draft
        return {
            **dict.fromkeys(WHOLE, whole),
            **dict.fromkeys(OF_COPY, of_copy),
            "plan-edit-item": {**whole, "item_id": self.item.pk},
            "plan-edit-step": {**whole, "item_id": self.item.pk, "action": step},
            "plan-edit-waiting": {**whole, "action": step},
            "plan-resolve": {**whole, "comment_id": self.comment.pk},
            "plan-version-restore": {**whole, "number": 1},
            "plan-sign": {"public_id": turn.public_id, "step": step},
            "plan-issue": {"public_id": self.agreed.public_id},
            "plan-draft-download": {**whole, "form": "docx"},
            "plan-revise-issued": {"plan_id": self.plan_id},
        }


def make_writing(unit: Unit, *, plan_id: int, now: datetime) -> Writing:
    """Return the things of a unit."""
    draft, submitted, agreed = (write_draft(unit, now=now) for _ in range(3))
    versions.keep_version(draft=draft, name="Trước góp ý", actor=SYSTEM, now=now)
    for later in (submitted, agreed):
        signing.submit(draft=later, note="", actor=SYSTEM, now=now)
    agreed.refresh_from_db()
    signing.agree(draft=agreed, revision=agreed.revision, note="", actor=SYSTEM, now=now)
    item = draft.items.get()
    comment = DraftComment.objects.create(draft=draft, item=item, text="Thiếu hạn.", actor_name="Hư Cấu", at=now)
    copy = Draft.objects.create(
        unit=unit,
        file=evidence.keep_made(data=unit.name.encode(), name="a.docx", media_type="x/y", actor=SYSTEM, now=now),
        file_name="ban-sua.docx",
        state=DraftState.REVIEW,
        revises=draft,
        facts=draft.facts,
        created_at=now,
    )
    return Writing(draft, item, comment, submitted, agreed, copy, plan_id)


def write_draft(unit: Unit, *, now: datetime) -> Draft:
    """Return a draft with one item that is ready to be submitted."""
    draft = beginnings.start_blank(unit=unit, year=2026, actor=SYSTEM, now=now)
    item = editing.insert_item(draft=draft, section=Section.FIX, after_id=None, actor=SYSTEM, now=now)
    texts = {"names": "Rà soát văn bản", "lead": "Sở Nội vụ", "deadline_text": "Trước ngày 30/9/2026"}
    typed = {name: editing.Typed(text, "") for name, text in texts.items()}
    editing.edit_item(draft=draft, item_id=item.pk, typed=typed, actor=SYSTEM, now=now)
    return draft


def typed_in(unit_id: int) -> dict[str, dict[str, Any]]:
    """Return what a person would type, by address."""
    return {
        "plan-start": {"tu": "trong", "nguon": str(unit_id), "nam": "2027"},
        "plan-edit-item": {"product": "Báo cáo", "seen-product": ""},
        "plan-edit-facts": {"signer": "Người Mẫu", "seen-signer": ""},
        "plan-edit-add": {"phan": "fix"},
        "plan-comment": {"y-kien": "Nên thêm sản phẩm."},
        "plan-version-save": {"ten": "Bản mẫu"},
        "plan-sign": {"loi": "Lý do mẫu"},
        "plan-issue": {"so": "99/KH-UBND", "ngay": "06/07/2026"},
        "plan-revise": {"tep": SimpleUploadedFile("a.docx", b"khong phai docx")},
        "plan-revise-issued": {"tep": SimpleUploadedFile("a.docx", b"khong phai docx")},
        "plan-revision-decide": {"tat-ca": "1", "lam": "nhan"},
    }

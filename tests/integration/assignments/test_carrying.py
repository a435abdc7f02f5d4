"""A plan that replaces another one: finished work stays finished, changed words are asked anew."""

from __future__ import annotations

from datetime import date

from parindex.apps.assignments import services as assignments
from parindex.apps.assignments.models import Assignment
from parindex.apps.imports import editing, review
from parindex.apps.imports.models import Draft, DraftItem
from parindex.apps.planning import beginnings, signing
from parindex.apps.planning.models import Plan
from parindex.domain.planning.model import Section
from tests.integration.conftest import NOW, TODAY, Province

PROOF = assignments.Proof(document_number="15/BC-SNV", document_date=date(2026, 3, 2))


def add(province: Province, draft: Draft, **texts: str) -> None:
    item = editing.insert_item(draft=draft, section=Section.FIX, after_id=None, actor=province.focal, now=NOW)
    fill = {"lead": "Sở Nội vụ", "deadline_text": "Trước ngày 30/6/2026", **texts}
    write(province, draft, item, **fill)


def write(province: Province, draft: Draft, item: DraftItem, **texts: str) -> None:
    seen = {name: editing.Typed(text, _shown(item, name)) for name, text in texts.items()}
    editing.edit_item(draft=draft, item_id=item.pk, typed=seen, actor=province.focal, now=NOW)


def _shown(item: DraftItem, name: str) -> str:
    value = item.fields[name]["value"]
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def issue(province: Province, draft: Draft, number: str) -> Plan:
    signing.submit(draft=draft, note="", actor=province.focal, now=NOW)
    draft.refresh_from_db()
    signing.agree(draft=draft, revision=draft.revision, note="", actor=province.leader, now=NOW)
    return assignments.issue_plan(draft=draft, number=number, issued_on=TODAY, actor=province.focal, now=NOW).plan


def finish(province: Province, row: Assignment) -> None:
    assignments.submit(assignment=row, version=row.version, note="", proof=PROOF, actor=province.focal, now=NOW)
    row.refresh_from_db()
    assignments.confirm(assignment=row, version=row.version, note="", actor=province.leader, now=NOW)


def test_the_same_duty_lives_on_with_its_reports(province: Province) -> None:
    draft = beginnings.start_blank(unit=province.root, year=2026, actor=province.focal, now=NOW)
    add(province, draft, names="Việc đã xong")
    add(province, draft, names="Việc đổi hạn")
    add(province, draft, names="Việc bị bỏ")
    first = issue(province, draft, "15/KH-UBND")
    done = Assignment.objects.get(title="Việc đã xong")
    finish(province, done)

    amended, _ = beginnings.start_amendment(plan=first, actor=province.focal, now=NOW)
    items = {item.fields["names"]["value"][0]: item for item in amended.items.all()}
    write(province, amended, items["Việc đổi hạn"], deadline_text="Trước ngày 30/9/2026")
    review.delete_item(draft=amended, item_id=items["Việc bị bỏ"].pk, actor=province.focal, now=NOW)
    second = issue(province, amended, "16/KH-UBND")

    kept = Assignment.objects.get(plan_item__plan=second, title="Việc đã xong")
    assert (kept.public_id, kept.state, kept.progress) == (done.public_id, "done", 100)
    assert kept.reports.count() == 2
    moved = Assignment.objects.get(plan_item__plan=second, title="Việc đổi hạn")
    assert moved.due_on == date(2026, 9, 30)
    assert not Assignment.objects.filter(plan_item__plan=first, title="Việc đổi hạn").exists()

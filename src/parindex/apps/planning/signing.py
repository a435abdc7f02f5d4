"""From a draft that people write to the paper that is issued: submitted, agreed to or returned, numbered and dated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parindex.apps.evidence import services as evidence
from parindex.apps.imports import contents, recording, versions
from parindex.apps.imports.models import Draft, DraftItem, DraftState, ItemState, Origin
from parindex.apps.planning import exports
from parindex.apps.planning.errors import (
    DateAhead,
    ItemsUndecided,
    NothingAccepted,
    NumberMissing,
    NumberTaken,
    OutOfTurn,
    ReasonMissing,
    YearUnknown,
)
from parindex.apps.planning.models import Plan, Signing, SigningStep
from parindex.domain.access import Actor, Permission, PermissionDenied

_ACTIONS = {
    SigningStep.SUBMIT: "draft.submitted",
    SigningStep.WITHDRAW: "draft.withdrawn",
    SigningStep.RETURN: "draft.returned",
    SigningStep.AGREE: "draft.agreed",
    SigningStep.ISSUE: "draft.issued",
}
_FROM: dict[SigningStep, tuple[DraftState, ...]] = {
    SigningStep.SUBMIT: (DraftState.REVIEW,),
    SigningStep.WITHDRAW: (DraftState.SUBMITTED, DraftState.AGREED),
    SigningStep.RETURN: (DraftState.SUBMITTED,),
    SigningStep.AGREE: (DraftState.SUBMITTED,),
    SigningStep.ISSUE: (DraftState.AGREED,),
}
_RIGHTS = {
    SigningStep.SUBMIT: Permission.PLANS_REVIEW,
    SigningStep.WITHDRAW: Permission.PLANS_REVIEW,
    SigningStep.RETURN: Permission.PLANS_SIGN,
    SigningStep.AGREE: Permission.PLANS_SIGN,
    SigningStep.ISSUE: Permission.PLANS_APPROVE,
}
_TURN = {
    DraftState.REVIEW: "Bản này đang soạn, chưa trình.",
    DraftState.SUBMITTED: "Bản này đã trình và đang chờ lãnh đạo.",
    DraftState.AGREED: "Bản này lãnh đạo đã duyệt, đang chờ ban hành.",
    DraftState.APPROVED: "Bản này đã ban hành.",
}


def may(step: SigningStep, *, draft: Draft, actor: Actor) -> bool:
    """Tell whether a person may take a step now."""
    has_turn = draft.state in _FROM[step] and draft.origin != Origin.FILE
    return has_turn and actor.may(_RIGHTS[step], draft.unit.path)


SLUGS = {
    "trinh": SigningStep.SUBMIT,
    "rut": SigningStep.WITHDRAW,
    "tra-lai": SigningStep.RETURN,
    "duyet": SigningStep.AGREE,
    "ban-hanh": SigningStep.ISSUE,
}


def list_moves(draft: Draft, actor: Actor) -> tuple[str, ...]:
    """Return the slugs of the steps that a person may take with a draft now."""
    return tuple(slug for slug, step in SLUGS.items() if may(step, draft=draft, actor=actor))


def submit(*, draft: Draft, note: str, actor: Actor, now: datetime) -> Signing:
    """Lay a draft before the leader: nobody edits it until it comes back; its state is kept as a version.

    Raises `ItemsUndecided`, `NothingAccepted`, `YearUnknown`, `OutOfTurn`, `PermissionDenied`.
    """
    with _turn(draft, SigningStep.SUBMIT, actor) as locked:
        require_whole(locked, list(locked.items.filter(is_deleted=False)))
        nth = locked.signings.filter(step=SigningStep.SUBMIT).count() + 1
        versions.keep_version(draft=locked, name=f"Trình lần {nth}", actor=actor, now=now)
        return _take(locked, SigningStep.SUBMIT, to=DraftState.SUBMITTED, note=note, actor=actor, now=now)


def withdraw(*, draft: Draft, note: str, actor: Actor, now: datetime) -> Signing:
    """Take a draft back before it is issued, to go on writing. Raises `OutOfTurn`, `PermissionDenied`."""
    with _turn(draft, SigningStep.WITHDRAW, actor) as locked:
        return _take(locked, SigningStep.WITHDRAW, to=DraftState.REVIEW, note=note, actor=actor, now=now)


def send_back(*, draft: Draft, note: str, actor: Actor, now: datetime) -> Signing:
    """Return a draft with what must be mended. Raises `ReasonMissing`, `OutOfTurn`, `PermissionDenied`."""
    if not note.strip():
        raise ReasonMissing("Ghi lý do trả lại để người soạn biết phải sửa gì.")
    with _turn(draft, SigningStep.RETURN, actor) as locked:
        return _take(locked, SigningStep.RETURN, to=DraftState.REVIEW, note=note, actor=actor, now=now)


def agree(*, draft: Draft, revision: int, note: str, actor: Actor, now: datetime) -> Signing:
    """Agree that a draft be issued as the leader has read it: `revision` is the draft's, as it was shown.

    Raises `OutOfTurn` (also when it was withdrawn, changed and submitted again meanwhile), `PermissionDenied`.
    """
    with _turn(draft, SigningStep.AGREE, actor) as locked:
        if locked.revision != revision:
            raise OutOfTurn("Bản này vừa được sửa và trình lại. Đọc lại trước khi duyệt.")
        return _take(locked, SigningStep.AGREE, to=DraftState.AGREED, note=note, actor=actor, now=now)


def number(*, draft: Draft, number: str, issued_on: date, actor: Actor, now: datetime) -> Draft:
    """Give an agreed draft its number and date, inside the caller's transaction, which also makes the plan.

    Raises `NumberMissing`, `NumberTaken`, `DateAhead`, `OutOfTurn`, `PermissionDenied`.
    """
    wanted = " ".join(number.split())[:60]
    if not wanted:
        raise NumberMissing("Ghi số, ký hiệu của kế hoạch, ví dụ 15/KH-UBND.")
    if issued_on > timezone.localtime(now).date():
        raise DateAhead("Ngày ban hành không thể ở tương lai.")
    with _turn(draft, SigningStep.ISSUE, actor) as locked:
        same = Plan.objects.filter(unit=locked.unit, year=locked.plan_year or 0, number=wanted, superseded_at=None)
        if same.exclude(draft_id=locked.replaces_id or 0).exists():
            raise NumberTaken(f"Đơn vị đã có kế hoạch số {wanted} của năm này. Kiểm tra lại số.")
        for name, value in (("number", wanted), ("date", issued_on.isoformat())):
            cell = locked.facts.get(name) or {"sources": []}
            locked.facts[name] = {**cell, "value": value, "confidence": "sure", "absent": None}
        locked.save(update_fields=["facts"])
        _take(locked, SigningStep.ISSUE, to=DraftState.AGREED, note=wanted, actor=actor, now=now)
        return locked


def keep_papers(*, plan: Plan, actor: Actor, now: datetime) -> None:
    """Keep the issued paper as DOCX and PDF, inside the caller's transaction; the same plan gives the same bytes."""
    for form in ("docx", "pdf"):
        data = exports.write_paper(exports.read_plan(plan), form, is_fictional=plan.unit.is_fictional)
        name = f"ke-hoach-{plan.year}-{plan.pk}.{form}"
        stored = evidence.keep_made(data=data, name=name, media_type=exports.MEDIA_TYPES[form], actor=actor, now=now)
        setattr(plan, f"paper_{form}", stored)
    plan.save(update_fields=["paper_docx", "paper_pdf"])


def list_signings(draft: Draft) -> list[Signing]:
    """Return the steps of a draft towards its issue, newest first."""
    return list(draft.signings.order_by("-pk"))


def require_whole(draft: Draft, items: list[DraftItem]) -> None:
    """Raise what keeps a draft from becoming a plan: `ItemsUndecided`, `NothingAccepted`, `YearUnknown`."""
    undecided = sum(item.state == ItemState.PENDING for item in items)
    if undecided:
        raise ItemsUndecided(f"Còn {undecided} mục chưa nhận hoặc bỏ qua. Xem hết các mục rồi làm lại.")
    if not any(item.state == ItemState.ACCEPTED for item in items):
        raise NothingAccepted("Chưa có mục nào được nhận nên chưa có gì để giao. Nhận ít nhất một mục rồi làm lại.")
    if draft.plan_year is None:
        raise YearUnknown("Chưa biết năm áp dụng. Điền năm ở phần thông tin văn bản rồi làm lại.")


def draft_paper(*, draft: Draft, form: str, actor: Actor, now: datetime) -> exports.ExportedPlan:
    """Return a draft as "docx" or "pdf" to be read or edited elsewhere and record the export.

    Raises `PermissionDenied`.
    """
    if not actor.may(Permission.EXPORTS_MAKE, draft.unit.path):
        raise PermissionDenied(Permission.EXPORTS_MAKE)
    items = versions.kept_items(list(draft.items.filter(is_deleted=False).order_by("position", "pk")))
    data = exports.write_paper(contents.plan_of(draft, items), form, is_fictional=draft.unit.is_fictional)
    with transaction.atomic():
        recording.record(draft, action="draft.exported", actor=actor, now=now, after={"format": form})
    return exports.ExportedPlan(data, f"du-thao-ke-hoach-{draft.plan_year or 'chua-ro-nam'}.{form}")


@contextmanager
def _turn(draft: Draft, step: SigningStep, actor: Actor) -> Iterator[Draft]:
    with transaction.atomic():
        locked = Draft.objects.select_for_update(of=("self",)).select_related("unit").get(pk=draft.pk)
        if not actor.may(_RIGHTS[step], locked.unit.path):
            raise PermissionDenied(_RIGHTS[step])
        if locked.state not in _FROM[step] or locked.origin == Origin.FILE:
            told = _TURN.get(DraftState(locked.state), "Bản này không còn dùng.")
            raise OutOfTurn(f"{told} Tải lại trang để xem trạng thái mới nhất.")
        yield locked


def _take(draft: Draft, step: SigningStep, *, to: DraftState, note: str, actor: Actor, now: datetime) -> Signing:
    before = draft.state
    draft.state = to
    draft.save(update_fields=["state"])
    recording.record(
        draft, action=_ACTIONS[step], actor=actor, now=now, before={"state": before}, after={"state": str(to)}
    )
    return Signing.objects.create(
        draft=draft,
        step=step,
        note=note.strip()[:4000],
        revision=draft.revision,
        actor_id=actor.user_id,
        actor_name=actor.name,
        at=now,
    )

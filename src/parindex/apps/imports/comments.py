"""What people say about a draft and its items, until somebody settles it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parindex.apps.imports import recording
from parindex.apps.imports.errors import CommentEmpty, CommentGone, ItemGone
from parindex.apps.imports.models import Draft, DraftComment
from parindex.domain.access import Actor, Permission, PermissionDenied

_LONGEST = 4000


def list_comments(draft: Draft) -> list[DraftComment]:
    """Return the comments of a draft, the open ones first, the newest of them first."""
    rows = list(draft.comments.order_by("-at", "-pk"))
    return sorted(rows, key=lambda comment: comment.resolved_at is not None)


def add_comment(*, draft: Draft, item_id: int | None, text: str, actor: Actor, now: datetime) -> DraftComment:
    """Say something about an item, or about the whole draft; whoever may see the draft may do so.

    Raises `CommentEmpty`, `ItemGone`, `PermissionDenied`.
    """
    if actor.user_id is None or not actor.may(Permission.DRAFTS_VIEW, draft.unit.path):
        raise PermissionDenied(Permission.DRAFTS_VIEW)
    words = text.strip()[:_LONGEST]
    if not words:
        raise CommentEmpty("Ghi ý kiến rồi gửi lại.")
    if item_id is not None and not draft.items.filter(pk=item_id, is_deleted=False).exists():
        raise ItemGone
    with transaction.atomic():
        comment = DraftComment.objects.create(
            draft=draft, item_id=item_id, text=words, actor_id=actor.user_id, actor_name=actor.name, at=now
        )
        _record(draft, comment, action="draft.commented", actor=actor, now=now)
    return comment


def resolve_comment(*, draft: Draft, comment_id: int, actor: Actor, now: datetime) -> DraftComment:
    """Say that a comment is settled: its author may, and who writes the plan. The same twice changes nothing.

    Raises `CommentGone`, `PermissionDenied`.
    """
    with transaction.atomic():
        comment = DraftComment.objects.select_for_update().filter(pk=comment_id, draft=draft).first()
        if comment is None:
            raise CommentGone("Không có ý kiến này. Tải lại trang để xem danh sách mới nhất.")
        if comment.actor_id != actor.user_id and not actor.may(Permission.PLANS_REVIEW, draft.unit.path):
            raise PermissionDenied(Permission.PLANS_REVIEW)
        if comment.resolved_at is None:
            comment.resolved_at, comment.resolved_by_id, comment.resolved_by_name = now, actor.user_id, actor.name
            comment.save(update_fields=["resolved_at", "resolved_by_id", "resolved_by_name"])
            _record(draft, comment, action="draft.comment_resolved", actor=actor, now=now)
    return comment


def _record(draft: Draft, comment: DraftComment, *, action: str, actor: Actor, now: datetime) -> None:
    recording.record(draft, action=action, actor=actor, now=now, after={"comment": comment.pk, "item": comment.item_id})

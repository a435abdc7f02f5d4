"""The append-only, hash-chained register of who did, saw or exported what."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class EntryIsFinal(RuntimeError):
    """Raised when code tries to change or remove an entry; the triggers of the database say the same."""

    code = "audit_entry_is_final"


class EventQuerySet(models.QuerySet["Event"]):
    """Reads entries; refuses every way to change many of them at once."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal

    def delete(self) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal


class Event(models.Model):
    """One entry of the register. No foreign keys, so nothing blocks and nothing changes an old entry."""

    seq = models.PositiveBigIntegerField(unique=True, help_text="Số thứ tự liên tục từ 1.")
    at = models.DateTimeField(help_text="Thời điểm.")
    actor_id = models.BigIntegerField(null=True, help_text="Người thực hiện; trống là hệ thống hoặc khách.")
    actor_name = models.CharField(max_length=200, help_text="Tên người thực hiện lúc đó.")
    action = models.CharField(max_length=60, help_text="Mã hành động, ví dụ plan.approved.")
    object_type = models.CharField(max_length=40, help_text="Loại đối tượng.")
    object_id = models.CharField(max_length=60, help_text="Mã đối tượng.")
    object_label = models.CharField(max_length=300, blank=True, help_text="Tên đối tượng lúc đó.")
    unit_path = models.CharField(max_length=200, blank=True, help_text="Đường dẫn đơn vị liên quan.")
    before = models.JSONField(null=True, help_text="Giá trị trước.")
    after = models.JSONField(null=True, help_text="Giá trị sau.")
    request_id = models.CharField(max_length=40, blank=True, help_text="Mã yêu cầu web.")
    previous_hash = models.CharField(max_length=64, help_text="Mã băm của dòng trước.")
    hash = models.CharField(max_length=64, unique=True, help_text="Mã băm của dòng này.")

    objects = EventQuerySet.as_manager()

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_event_object"),
            models.Index(fields=["at"], name="audit_event_at"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change what is stored."""
        if not self._state.adding:
            raise EntryIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise EntryIsFinal


class ChainHead(models.Model):
    """The single row that serialises appends: the number and hash of the last entry."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Luôn là 1.")
    seq = models.PositiveBigIntegerField(default=0, help_text="Số của dòng cuối.")
    hash = models.CharField(max_length=64, default="0" * 64, help_text="Mã băm của dòng cuối.")

    class Meta:
        db_table = "audit_chain_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_chain_head_single")]

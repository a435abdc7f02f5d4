"""Entries of registers: values as JSON by their definition, and typed copies of what lists filter and sort by."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q


class RegisterEntry(models.Model):
    """One row of a register. All columns below `values` that repeat it are written by the services only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    register = models.CharField(max_length=40, help_text="Mã sổ.")
    definition_version = models.CharField(max_length=20, help_text="Bản định nghĩa lúc ghi lần cuối.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị giữ sổ.")
    values = models.JSONField(default=dict, help_text="Giá trị theo mã trường.")
    state = models.CharField(max_length=40, help_text="Mã trạng thái.")
    subject = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị mà dòng nói về."
    )
    title = models.CharField(max_length=300, help_text="Tên của dòng.")
    title_fold = models.CharField(max_length=300, help_text="Tên không dấu để tìm trên trang công khai.")
    title_sort = models.CharField(max_length=600, help_text="Khóa xếp thứ tự tiếng Việt.")
    search_fold = models.TextField(help_text="Chữ không dấu để tìm; không có dữ liệu cá nhân.")
    dated_on = models.DateField(null=True, help_text="Ngày của dòng.")
    due_on = models.DateField(null=True, help_text="Hạn gần nhất chưa xong.")
    due_clock = models.CharField(max_length=40, blank=True, help_text="Mã thời hạn của hạn ấy.")
    key = models.CharField(max_length=64, null=True, help_text="Mã băm của các trường làm khóa.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    removed_at = models.DateTimeField(null=True, help_text="Lúc bỏ khỏi sổ; trống là còn.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người thêm.")
    created_at = models.DateTimeField(help_text="Lúc thêm.")
    changed_at = models.DateTimeField(help_text="Lúc đổi gần nhất.")

    class Meta:
        db_table = "register_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "key"], name="register_entry_key_once", condition=Q(removed_at=None)
            ),
        ]
        indexes = [
            models.Index(fields=["register", "unit", "dated_on"], name="register_entry_unit_date"),
            models.Index(fields=["register", "subject"], name="register_entry_subject"),
            models.Index(
                fields=["register", "-dated_on", "-id"], name="register_entry_listed", condition=Q(removed_at=None)
            ),
            models.Index(fields=["due_on"], name="register_entry_due", condition=Q(due_on__isnull=False)),
        ]


class ChangeKind(models.TextChoices):
    """What was done to an entry."""

    ADDED = "added", "Thêm vào sổ"
    EDITED = "edited", "Sửa"
    MOVED = "moved", "Chuyển bước"
    ATTACHED = "attached", "Đính kèm tài liệu"
    DETACHED = "detached", "Gỡ tài liệu"
    REMOVED = "removed", "Bỏ khỏi sổ"
    RESTORED = "restored", "Khôi phục"
    IMPORTED = "imported", "Nhập từ bảng"


class HistoryIsFinal(RuntimeError):
    """Raised when code tries to change or remove a line of the history."""

    code = "register_history_is_final"


class EntryChange(models.Model):
    """One line of the history of an entry; only ever added."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="changes", help_text="Dòng của sổ.")
    at = models.DateTimeField(help_text="Thời điểm.")
    actor_id = models.BigIntegerField(null=True, help_text="Người làm; trống là hệ thống.")
    actor_name = models.CharField(max_length=200, help_text="Tên người làm lúc đó.")
    kind = models.CharField(max_length=8, choices=ChangeKind, help_text="Việc đã làm.")
    move = models.CharField(max_length=40, blank=True, help_text="Mã bước, khi chuyển bước.")
    state = models.CharField(max_length=40, help_text="Trạng thái sau đó.")
    state_before = models.CharField(max_length=40, blank=True, help_text="Trạng thái trước đó; trống là dòng mới.")
    happened_on = models.DateField(null=True, help_text="Ngày việc xảy ra; trống khi không đổi giá trị, trạng thái.")
    before = models.JSONField(default=dict, help_text="Giá trị trước của các trường đã đổi.")
    after = models.JSONField(default=dict, help_text="Giá trị sau của các trường đã đổi.")
    note = models.CharField(max_length=500, blank=True, help_text="Lý do, ghi chú.")

    class Meta:
        db_table = "register_entry_change"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="register_change_kind_known")
        ]
        indexes = [
            models.Index(fields=["happened_on"], name="register_change_day", condition=Q(happened_on__isnull=False))
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change what is stored."""
        if not self._state.adding:
            raise HistoryIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise HistoryIsFinal


class EntryDocument(models.Model):
    """A document that proves an entry."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="proofs", help_text="Dòng của sổ.")
    document = models.ForeignKey("evidence.Document", on_delete=models.PROTECT, related_name="+", help_text="Tài liệu.")
    added_by_id = models.BigIntegerField(null=True, help_text="Người đính kèm.")
    added_at = models.DateTimeField(help_text="Lúc đính kèm.")

    class Meta:
        db_table = "register_entry_document"
        constraints = [models.UniqueConstraint(fields=["entry", "document"], name="register_document_once")]


class ImportState(models.TextChoices):
    """Where a table stands."""

    WAITING = "waiting", "Đang nhập"
    DONE = "done", "Đã nhập"
    FAILED = "failed", "Không nhập được"


class EntryImport(models.Model):
    """One table that was sent to a register and what became of its rows; its file is deleted once it was read."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    register = models.CharField(max_length=40, help_text="Mã sổ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị giữ sổ.")
    file_name = models.CharField(max_length=255, help_text="Tên tệp.")
    sha256 = models.CharField(max_length=64, help_text="Mã băm của tệp.")
    all_or_nothing = models.BooleanField(default=False, help_text="Một dòng sai thì không nhập gì.")
    state = models.CharField(max_length=7, choices=ImportState, default=ImportState.DONE, help_text="Trạng thái.")
    error_code = models.CharField(max_length=60, blank=True, help_text="Mã lỗi.")
    error_message = models.TextField(blank=True, help_text="Lời báo lỗi.")
    job = models.ForeignKey("base.Job", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Việc nền.")
    added = models.PositiveIntegerField(default=0, help_text="Số dòng thêm.")
    edited = models.PositiveIntegerField(default=0, help_text="Số dòng sửa.")
    unchanged = models.PositiveIntegerField(default=0, help_text="Số dòng đã có, không đổi.")
    rejected = models.PositiveIntegerField(default=0, help_text="Số dòng bị loại.")
    headings = models.JSONField(default=list, help_text="Tên cột của tệp.")
    rejects = models.JSONField(default=list, help_text="Dòng bị loại: số dòng, lý do, các ô.")
    results = models.JSONField(default=list, help_text="Dòng đã nhập: từ dòng, đến dòng, kết quả.")
    ignored = models.JSONField(default=list, help_text="Cột không dùng.")
    actor_id = models.BigIntegerField(null=True, help_text="Người nhập.")
    at = models.DateTimeField(help_text="Lúc tải lên.")

    class Meta:
        db_table = "register_import"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="register_import_state_known")
        ]

"""Imports of dossiers; the dossiers themselves stand in the store, a folder of the data folder (ADR 0011)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class DossierSource(models.TextChoices):
    """Which store a file goes to: the one that figures come from, or the one that it is held against."""

    MAIN = "main", "Hệ thống một cửa của tỉnh"
    PORTAL = "portal", "Cổng Dịch vụ công quốc gia, để đối chiếu"


class ImportState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", "Đang nhập"
    DONE = "done", "Đã nhập"
    FAILED = "failed", "Không nhập được"


class DossierImport(models.Model):
    """One uploaded file and what became of its rows; the file itself is deleted once it was read."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị có hồ sơ trong tệp, kể cả cấp dưới."
    )
    source = models.CharField(max_length=6, choices=DossierSource, help_text="Nguồn của tệp.")
    file_name = models.CharField(max_length=255, help_text="Tên tệp.")
    file_size = models.PositiveBigIntegerField(help_text="Cỡ tệp, byte.")
    state = models.CharField(max_length=7, choices=ImportState, default=ImportState.WAITING, help_text="Trạng thái.")
    is_known = models.BooleanField(default=False, help_text="Cùng tệp đã nhập trước đây; lần này không đổi gì.")
    row_count = models.PositiveBigIntegerField(default=0, help_text="Số dòng của tệp.")
    accepted_count = models.PositiveBigIntegerField(default=0, help_text="Số hồ sơ nhận.")
    rejected_count = models.PositiveBigIntegerField(default=0, help_text="Số dòng bị loại.")
    duplicate_count = models.PositiveBigIntegerField(default=0, help_text="Số dòng trùng mã trong tệp.")
    older_count = models.PositiveBigIntegerField(default=0, help_text="Số dòng cũ hơn bản đã có.")
    replaced_count = models.PositiveBigIntegerField(default=0, help_text="Số hồ sơ đã có được thay.")
    ignored_count = models.PositiveIntegerField(default=0, help_text="Số cột không đọc, không lưu.")
    last_day = models.DateField(null=True, help_text="Ngày cuối cùng có sự việc trong tệp.")
    rejects_file = models.CharField(max_length=80, blank=True, help_text="Tên tệp kê dòng bị loại trong kho.")
    error_code = models.CharField(max_length=60, blank=True, help_text="Mã lỗi.")
    error_message = models.TextField(blank=True, help_text="Lời báo lỗi.")
    job = models.ForeignKey("base.Job", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Việc nền.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người tải lên.")
    created_at = models.DateTimeField(help_text="Lúc tải lên.")
    finished_at = models.DateTimeField(null=True, help_text="Lúc xong hoặc báo lỗi.")

    class Meta:
        db_table = "dossier_import"
        indexes = [models.Index(fields=["unit", "created_at"], name="dossier_import_listed")]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=DossierSource.values), name="dossier_import_source_known"),
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="dossier_import_state_known"),
        ]

"""Files kept once by content, and the documents (văn bản) that prove something."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """Bytes kept once under their SHA-256; the same bytes uploaded twice are one row."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="Mã băm SHA-256 của nội dung.")
    size = models.PositiveBigIntegerField(help_text="Số byte.")
    media_type = models.CharField(max_length=100, help_text="Loại tệp nhận ra từ nội dung.")
    name = models.CharField(max_length=255, help_text="Tên tệp lúc tải lên lần đầu, đã làm sạch.")
    uploaded_by_id = models.BigIntegerField(null=True, help_text="Người tải lên lần đầu.")
    uploaded_at = models.DateTimeField(help_text="Lúc tải lên lần đầu.")

    class Meta:
        db_table = "stored_file"


class SignatureStatus(models.TextChoices):
    """What is known of the digital signature of a file."""

    UNCHECKED = "unchecked", "Chưa kiểm tra"
    NONE = "none", "Không có chữ ký số"
    WHOLE = "whole", "Có chữ ký số, tệp còn nguyên vẹn"
    BROKEN = "broken", "Có chữ ký số, tệp đã bị sửa"


class ReadingState(models.TextChoices):
    """How far the reading of a document's file has come."""

    NO_FILE = "no_file", "Chỉ có số, không có tệp"
    WAITING = "waiting", "Đang đọc"
    DONE = "done", "Đã đọc"
    FAILED = "failed", "Không đọc được"


class Document(models.Model):
    """A document that proves something (tài liệu kiểm chứng): one row proves many criteria, years and units.

    What was read from the file, with its places, is in `read`; it also fills the facts that nobody typed, which until
    `confirmed_at` are only what a machine read. An empty fact is not known.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+", help_text="Đơn vị giữ tài liệu.")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="documents", help_text="Tệp; trống là chỉ có số."
    )
    file_name = models.CharField(max_length=255, blank=True, help_text="Tên tệp khi tải lên.")
    number = models.CharField(max_length=60, blank=True, help_text="Số, ký hiệu.")
    issued_on = models.DateField(null=True, help_text="Ngày ban hành.")
    issuer = models.CharField(max_length=300, blank=True, help_text="Cơ quan ban hành.")
    subject = models.CharField(max_length=1000, blank=True, help_text="Trích yếu.")
    signer = models.CharField(max_length=120, blank=True, help_text="Người ký.")
    is_draft = models.BooleanField(null=True, help_text="Là dự thảo; trống là không rõ.")
    signature = models.CharField(
        max_length=10, choices=SignatureStatus, default=SignatureStatus.UNCHECKED, help_text="Chữ ký số."
    )
    reading = models.CharField(
        max_length=8, choices=ReadingState, default=ReadingState.NO_FILE, help_text="Đọc tệp tới đâu."
    )
    job = models.ForeignKey(
        "base.Job", on_delete=models.SET_NULL, null=True, related_name="+", help_text="Việc nền đọc tệp."
    )
    read = models.JSONField(default=dict, help_text="Điều đọc được từ tệp, kèm chỗ đọc, trước khi xác nhận.")
    confirmed_by_id = models.BigIntegerField(null=True, help_text="Người xác nhận thông tin; trống là chưa xác nhận.")
    confirmed_at = models.DateTimeField(null=True, help_text="Lúc xác nhận.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người thêm.")
    created_at = models.DateTimeField(help_text="Lúc thêm.")
    search_fold = models.TextField(help_text="Chữ không dấu để tìm.")

    class Meta:
        db_table = "document"
        indexes = [models.Index(fields=["unit", "issued_on"], name="document_unit_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "file"], name="document_file_once", condition=Q(file__isnull=False)
            ),
            models.CheckConstraint(condition=Q(signature__in=SignatureStatus.values), name="document_signature_known"),
            models.CheckConstraint(condition=Q(reading__in=ReadingState.values), name="document_reading_known"),
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(number=""), name="document_has_file_or_number"),
        ]

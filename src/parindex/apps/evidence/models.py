"""Files kept once by content."""

from __future__ import annotations

from django.db import models


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

"""Background work as one list that a person can read."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Xong"
    FAILED = "failed", "Không thành công"
    CANCELLED = "cancelled", "Đã dừng"


class Job(models.Model):
    """One piece of background work; its handler is registered by `kind` in `parindex.jobs`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    kind = models.CharField(max_length=50, help_text="Loại việc nền.")
    payload = models.JSONField(default=dict, help_text="Dữ liệu vào của việc nền.")
    dedupe_key = models.CharField(max_length=200, unique=True, null=True, help_text="Khóa chống tạo hai lần.")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED, help_text="Trạng thái.")
    progress_done = models.PositiveIntegerField(default=0, help_text="Số bước đã xong.")
    progress_total = models.PositiveIntegerField(null=True, help_text="Tổng số bước, nếu biết.")
    progress_note = models.CharField(max_length=200, blank=True, help_text="Bước đang làm.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Số lần đã thử.")
    max_attempts = models.PositiveSmallIntegerField(default=3, help_text="Số lần thử tối đa.")
    run_after = models.DateTimeField(help_text="Không chạy trước thời điểm này.")
    worker = models.CharField(max_length=100, blank=True, help_text="Tiến trình đang chạy việc này.")
    heartbeat_at = models.DateTimeField(null=True, help_text="Lần báo còn sống gần nhất.")
    result = models.JSONField(null=True, help_text="Kết quả.")
    error_code = models.CharField(max_length=60, blank=True, help_text="Mã lỗi.")
    error_message = models.TextField(blank=True, help_text="Lỗi bằng tiếng Việt, kèm cách xử lý.")
    created_by_id = models.BigIntegerField(null=True, help_text="Người tạo.")
    created_at = models.DateTimeField(help_text="Lúc tạo.")
    started_at = models.DateTimeField(null=True, help_text="Lúc bắt đầu lần chạy cuối.")
    finished_at = models.DateTimeField(null=True, help_text="Lúc kết thúc.")

    class Meta:
        db_table = "job"
        indexes = [models.Index(fields=["state", "run_after"], name="job_next")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(heartbeat_at__isnull=False), name="job_running_has_heartbeat"
            ),
        ]

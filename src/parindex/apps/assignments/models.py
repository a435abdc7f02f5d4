"""Assignments (nhiệm vụ): who owes what by when, and how it goes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from parindex.apps.orgs.models import UnitKind

INNER_KINDS = (UnitKind.OFFICE, UnitKind.POST)
"""Parts of an agency: many agencies have a "Văn phòng", so its name alone says too little."""


class AssignmentState(models.TextChoices):
    """Where an assignment stands; moves are in `domain.lifecycle`."""

    OPEN = "open", "Chưa làm"
    DOING = "doing", "Đang làm"
    SUBMITTED = "submitted", "Chờ xác nhận"
    RETURNED = "returned", "Trả lại"
    DONE = "done", "Đã xong"
    CANCELLED = "cancelled", "Thôi giao"


class Assignment(models.Model):
    """One duty of one agency for one period, made from a plan item."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Mã dùng trong địa chỉ.")
    plan_item = models.ForeignKey(
        "planning.PlanItem", on_delete=models.PROTECT, related_name="assignments", help_text="Mục kế hoạch."
    )
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, related_name="assignments", help_text="Đơn vị của kế hoạch."
    )
    owner = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="owned_assignments", help_text="Cơ quan chủ trì."
    )
    owner_text = models.CharField(max_length=300, blank=True, help_text="Chủ trì như ghi trong văn bản.")
    given_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="given", help_text="Nhiệm vụ chung được giao lại."
    )
    title = models.TextField(help_text="Việc phải làm.")
    product = models.TextField(blank=True, help_text="Sản phẩm, kết quả phải có.")
    year = models.PositiveSmallIntegerField(help_text="Năm của kế hoạch.")
    period_label = models.CharField(max_length=60, blank=True, help_text="Kỳ, ví dụ Quý III/2026.")
    due_on = models.DateField(null=True, help_text="Hạn; trống là chưa có hạn.")
    due_explanation = models.TextField(blank=True, help_text="Vì sao là ngày này, hoặc vì sao chưa có hạn.")
    due_is_certain = models.BooleanField(default=False, help_text="Hạn suy ra chắc chắn từ văn bản.")
    awaits = models.TextField(blank=True, help_text="Thời hạn phụ thuộc sự kiện, như ghi trong văn bản.")
    event_on = models.DateField(null=True, help_text="Ngày của sự kiện mà hạn phụ thuộc, do người dùng ghi.")
    state = models.CharField(
        max_length=10, choices=AssignmentState, default=AssignmentState.OPEN, help_text="Trạng thái."
    )
    progress = models.PositiveSmallIntegerField(default=0, help_text="Tiến độ 0 đến 100.")
    version = models.PositiveIntegerField(default=1, help_text="Tăng mỗi lần đổi.")
    submitted_at = models.DateTimeField(null=True, help_text="Lúc báo xong gần nhất.")
    done_at = models.DateTimeField(null=True, help_text="Lúc được xác nhận xong.")
    created_at = models.DateTimeField(help_text="Lúc tạo.")
    search_fold = models.TextField(help_text="Chữ không dấu để tìm.")

    class Meta:
        db_table = "assignment"
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="assignment_owner"),
            models.Index(fields=["unit", "year"], name="assignment_unit_year"),
            models.Index(fields=["due_on"], name="assignment_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="assignment_progress_percent"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="assignment_done_has_time"
            ),
        ]

    @property
    def owner_label(self) -> str:
        """Return the owner's name; an office or post also names its agency ("Phòng Kinh tế, Xã X"); "" for none."""
        if self.owner is None:
            return ""
        if self.owner.kind in INNER_KINDS and self.owner.parent is not None:
            return f"{self.owner.name}, {self.owner.parent.name}"
        return self.owner.name


class Coordinator(models.Model):
    """Another agency named for an assignment."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="coordinators", help_text="Nhiệm vụ."
    )
    unit = models.ForeignKey(
        "orgs.Unit", on_delete=models.PROTECT, null=True, related_name="+", help_text="Đơn vị trong cây."
    )
    text = models.CharField(max_length=300, help_text="Tên như ghi trong văn bản.")
    role = models.CharField(max_length=10, help_text="coordinate, implement hoặc support.")
    position = models.PositiveSmallIntegerField(help_text="Thứ tự.")

    class Meta:
        db_table = "assignment_coordinator"
        constraints = [models.UniqueConstraint(fields=["assignment", "position"], name="assignment_coordinator_order")]


class ReportKind(models.TextChoices):
    """What a step in the life of an assignment was."""

    PROGRESS = "progress", "Báo tiến độ"
    SUBMIT = "submit", "Báo xong"
    CONFIRM = "confirm", "Xác nhận"
    RETURN = "return", "Trả lại"
    REASSIGN = "reassign", "Giao lại"
    RESCHEDULE = "reschedule", "Đổi hạn"
    EVENT = "event", "Ghi ngày sự kiện"
    GIVE = "give", "Giao cho từng cơ quan"
    CANCEL = "cancel", "Thôi giao"
    UNDO = "undo", "Hoàn tác"


class Report(models.Model):
    """One step reported on an assignment, with its proof: a file or the number of a document."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports", help_text="Nhiệm vụ.")
    kind = models.CharField(max_length=10, choices=ReportKind, help_text="Loại bước.")
    progress = models.PositiveSmallIntegerField(null=True, help_text="Tiến độ sau bước này.")
    state_before = models.CharField(max_length=10, help_text="Trạng thái trước.")
    state_after = models.CharField(max_length=10, help_text="Trạng thái sau.")
    note = models.TextField(blank=True, help_text="Ghi chú, vướng mắc hoặc lý do.")
    document_number = models.CharField(max_length=60, blank=True, help_text="Số, ký hiệu văn bản chứng minh.")
    document_date = models.DateField(null=True, help_text="Ngày văn bản chứng minh.")
    file = models.ForeignKey(
        "evidence.StoredFile", on_delete=models.PROTECT, null=True, related_name="+", help_text="Tệp chứng minh."
    )
    file_name = models.CharField(max_length=255, blank=True, help_text="Tên tệp khi nộp.")
    details = models.JSONField(default=dict, help_text="Giá trị trước và sau của bước đổi chủ trì, đổi hạn.")
    actor_id = models.BigIntegerField(null=True, help_text="Người báo.")
    actor_name = models.CharField(max_length=120, help_text="Tên người báo.")
    at = models.DateTimeField(help_text="Lúc báo.")

    class Meta:
        db_table = "assignment_report"
        indexes = [models.Index(fields=["assignment", "id"], name="assignment_report_order")]
